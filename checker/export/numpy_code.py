"""NumPy: one readable function per result, in row blocks where it sums over samples."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from checker.export.arrays import Output
from checker.export.function import Function, body_of
from checker.export.hard_places import cases
from checker.export.in_place import in_place
from checker.export.refusals import NotExported
from checker.export.shapes import Argument
from checker.export.spelling import Dialect, Spelling
from checker.export.writing import SELF_TEST, docstring, exact_table, head, limit_of, shapes_of
from checker.language.claim import Derivation

IMPORTS: Final = '''import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
'''

FUNCTIONS: Final = {
    "abs": "np.abs", "max": "np.maximum", "min": "np.minimum", "asin": "np.arcsin",
    "acos": "np.arccos", "atan": "np.arctan", "asinh": "np.arcsinh", "acosh": "np.arccosh",
    "atanh": "np.arctanh",
    **{f: f"np.{f}" for f in "exp expm1 hypot log log1p sqrt sin cos tan sinh cosh tanh "
       "sign".split()},
}
DIALECT: Final = Dialect(
    functions=FUNCTIONS,
    where="np.where",
    total=lambda value, axis: f"{value}.sum(axis={axis})",
    pick=lambda array, classes: f"np.take_along_axis({array}, {classes}[..., None], -1)[..., 0]",
    hot=lambda classes, size, like: f"(np.arange({size}) == {classes}[..., None]).astype({like})",
    eye=lambda size, like: f"np.eye({size}, dtype={like})",
    largest=lambda value: f"np.argmax({value}, axis=-1)",
    size=lambda size: size,
    constants={"pi": "np.pi", "e": "np.e"},
)
ROWS: Final = '''
def _blocks(m: int, n: int, size: int = 1 << 19) -> Iterator[slice]:
    """Rows a few at a time, so that they are still at hand for the second product."""
    rows = max(64, size // max(n, 1))
    return (slice(start, min(start + rows, m)) for start in range(0, m, rows))
'''
FLOATS: Final = '''
def _floats(**given: ArrayLike) -> list[Any]:
    """The arguments as arrays of one floating type: float32 stays, whole numbers follow."""
    arrays = [np.asarray(value) for value in given.values()]
    double = np.dtype(np.float64)
    if all([array.dtype is double for array in arrays]):
        return arrays
    kinds = set()
    for (name, value), array in zip(given.items(), arrays, strict=True):
        if array.dtype.kind not in "fiub":
            raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
        if array.dtype.kind == "f" and not isinstance(value, float):
            kinds.add(array.dtype)
    dtype = np.result_type(np.float32, *kinds) if kinds else double
    return [a if a.dtype == dtype else a.astype(dtype) for a in arrays]
'''
SHAPED: Final = '''
def _shaped(value: Any, *given: Any) -> Any:
    """The value in the common shape of the arguments, also of one that it does not depend on."""
    shape = np.broadcast(*given).shape
    alike = getattr(value, "shape", None) == shape
    return value if alike else np.full(shape, value, given[0].dtype)
'''
SIZES: Final = '''
def _sizes(*given: tuple[str, Any, tuple[str, ...]]) -> dict[str, int]:
    """The size of each axis; a shape that does not fit is refused by its argument's name."""
    sizes: dict[str, int] = {}
    for name, array, axes in given:
        if array.ndim != len(axes):
            wanted = "(" + ", ".join(axes) + ("," if len(axes) == 1 else "") + ")"
            raise ValueError(f"{name} must have shape {wanted}, not {array.shape}")
        for axis, length in zip(axes, array.shape, strict=True):
            if sizes.setdefault(axis, length) != length:
                raise ValueError(f"{name} has shape {array.shape}, but {axis} is {sizes[axis]}")
            if length == 0:
                raise ValueError(f"{name} has shape {array.shape}, but {axis} must be positive")
    return sizes
'''
CLASSES: Final = '''
def _size(name: str, array: Any) -> int:
    """The number of classes, the last axis."""
    if array.ndim < 1 or array.shape[-1] == 0:
        raise ValueError(f"{name} must have shape (..., classes), not {array.shape}")
    return int(array.shape[-1])


def _classes(name: str, given: ArrayLike, shape: tuple[int, ...]) -> Any:
    """Class numbers 0, 1, ..., one for each row of the logits."""
    numbers = np.asarray(given)
    if numbers.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold whole class numbers, not {numbers.dtype}")
    if numbers.shape != shape[:-1]:
        raise ValueError(f"{name} must have shape {shape[:-1]}, not {numbers.shape}")
    if numbers.size and not 0 <= numbers.min() <= numbers.max() < shape[-1]:
        raise ValueError(f"{name} must be from 0 to {shape[-1] - 1}")
    return numbers
'''


def helpers(functions: tuple[Function, ...], text: str) -> list[str]:
    """The small functions that the exported ones share."""
    blocks = any(body_of(f).samples for f in functions)
    classes = any(f.in_rows for f in functions)
    return [FLOATS.strip(), *([SHAPED.strip()] if "_shaped(" in text else []),
            *([SIZES.strip(), ROWS.strip()] if blocks else []),
            *([CLASSES.strip()] if classes else [])]


def signature(function: Function) -> str:
    """The line with def."""
    arguments = ", ".join(f"{a.name}: ArrayLike" for a in function.arguments)
    many = len(function.parts) > 1 and not function.bordered
    returned = "tuple[" + ", ".join(["Any"] * len(function.parts)) + "]" if many else "Any"
    return f"def {function.name}({arguments}) -> {returned}:"


def lines_of(function: Function) -> list[str]:
    """The body of the exported function, after its docstring."""
    body = body_of(function)
    if not body.samples:
        return _pointwise(function)
    names = {a.name for a in function.arguments}
    totals = [o.name or "total" for o in body.outputs]
    spelling = Spelling(DIALECT, {*names, "rows", "sizes", *totals}, dict(body.names))
    values = spelling.spell(o.value for o in body.outputs)
    sliced = [a for a in function.arguments if a.axes[:1] == (body.samples,)]
    width = next((a.axes[1] for a in sliced if len(a.axes) > 1), "")
    lines = [_floats(function.arguments), _sizes(function.arguments),
             _unpacked(_needed(body.outputs, body.samples, width))]
    lines.append(" = ".join([*totals, "0"]))
    inside = [f"{a.name}_rows" for a in sliced]
    lines.append(f"for rows in _blocks({body.samples}, {width or 1}):")
    renamed = dict(zip((a.name for a in sliced), inside, strict=True))
    block = [f"{', '.join(inside)} = {', '.join(f'{a.name}[rows]' for a in sliced)}"]
    block += in_place(
        [*(_renamed(line, renamed) for line in spelling.lines),
         *(f"{total} += {_renamed(value, renamed)}"
           for total, value in zip(totals, values, strict=True))],
        [renamed[a.name] for a in sliced if len(a.axes) == 1],
        [a.name for a in function.arguments if not a.axes],
        [renamed[a.name] for a in sliced if len(a.axes) == 2])
    lines += ["    " + line for line in block]
    returned = [total if o.divisor is None else f"{total}/{spelling.text(o.divisor)}"
                for total, o in zip(totals, body.outputs, strict=True)]
    if function.bordered:
        return [*lines, *_bordered(totals, returned, function.parts[0].indices[0].size)]
    returned = [r if o.axes else f"({r})[()]" if "/" in r else f"{r}[()]"
                for r, o in zip(returned, body.outputs, strict=True)]
    return [*lines, f"return {', '.join(returned)}"]


def _pointwise(function: Function) -> list[str]:
    body = body_of(function)
    floats = tuple(a for a in function.arguments if not a.classes)
    dialect = replace(DIALECT, like=f"{floats[0].name}.dtype")
    sizes = dict.fromkeys(size for a in floats for size in a.axes)
    taken = {*(a.name for a in function.arguments), *sizes}
    spelling = Spelling(dialect, taken, dict(body.names))
    values = spelling.spell_shaped(function, body)
    return [_floats(floats), *_classes(function.arguments), *spelling.lines,
            "return " + ", ".join(f"({value})[()]" for value in values)]


def _classes(arguments: tuple[Argument, ...]) -> list[str]:
    """The lines that check shapes with leading axes: one sample, or many."""
    array = next((a for a in arguments if a.axes), None)
    if array is None:
        return []
    if any(len(a.axes) > 1 for a in arguments) or len({a.axes for a in arguments if a.axes}) > 1:
        raise NotExported("no target can write arrays of different shapes without a sum over one")
    return [f'{array.axes[0]} = _size("{array.name}", {array.name})',
            *(f'{a.name} = _classes("{a.name}", {a.name}, {array.name}.shape)'
              for a in arguments if a.classes)]


def _bordered(totals: list[str], values: list[str], size: str) -> list[str]:
    """The symmetric matrix of three blocks, the single number last."""
    ww, wb, bb = values
    return [f"matrix = np.empty(({size} + 1, {size} + 1), {totals[0]}.dtype)",
            f"matrix[:{size}, :{size}] = {ww}",
            f"matrix[{size}, :{size}] = matrix[:{size}, {size}] = {wb}",
            f"matrix[{size}, {size}] = {bb}",
            "return matrix"]


def _floats(arguments: tuple[Argument, ...]) -> str:
    names = ", ".join(a.name for a in arguments)
    given = ", ".join(f"{a.name}={a.name}" for a in arguments)
    return f"{names} = _floats({given})" if len(arguments) > 1 else f"{names}, = _floats({given})"


def _sizes(arguments: tuple[Argument, ...]) -> str:
    given = ", ".join(f'("{a.name}", {a.name}, {_axes(a.axes)})' for a in arguments)
    return f"sizes = _sizes({given})"


def _axes(axes: tuple[str, ...]) -> str:
    return "(" + "".join(f'"{a}", ' for a in axes).rstrip(" " if len(axes) == 1 else ", ") + ")"


def _needed(outputs: tuple[Output, ...], samples: str, width: str) -> list[str]:
    wanted = {samples, width, *(size for o in outputs for size in o.axes)} - {""}
    return sorted(wanted)


def _unpacked(sizes: list[str]) -> str:
    return f"{', '.join(sizes)} = " + ", ".join(f'sizes["{size}"]' for size in sizes)


def _renamed(line: str, names: dict[str, str]) -> str:
    return re.sub(r"\b(\w+)\b", lambda m: names.get(m[1], m[1]), line)


def module(derivation: Derivation, functions: tuple[Function, ...], limit: float) -> str:
    """The whole file."""
    parts = [head(derivation, functions, "NumPy", IMPORTS), limit_of(functions, limit)]
    for function in functions:
        lines = [*docstring(function, shapes_of(function)), *lines_of(function)]
        parts.append("\n".join([signature(function),
                                *("    " + line if line else "" for line in lines)]) + "\n")
    parts += [text + "\n" for text in helpers(functions, "\n".join(parts))]
    parts += [exact_table(functions, cases), SELF_TEST.strip() + "\n"]
    return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)
