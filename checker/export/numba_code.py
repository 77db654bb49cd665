"""numba: the proved forms as loops, compiled when they are first called."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from checker.export import numba_classes
from checker.export.arrays import Body
from checker.export.function import Function, body_of
from checker.export.hard_places import cases
from checker.export.loops import Loops, Syntax
from checker.export.numpy_code import CLASSES, FLOATS, SIZES, signature
from checker.export.refusals import NotExported
from checker.export.row_sums import samples_of
from checker.export.writing import SELF_TEST, docstring, exact_table, head, limit_of, shapes_of
from checker.language.claim import Derivation

IMPORTS: Final = '''import math
import sys
from collections.abc import Iterator
from typing import Any

import numba
import numpy as np
from numpy.typing import ArrayLike
'''
FUNCTIONS: Final = {
    "abs": "abs", "max": "max", "min": "min", "sign": "np.sign",
    **{f: f"math.{f}" for f in "exp expm1 hypot log log1p sqrt sin cos tan sinh cosh tanh asin "
       "acos atan asinh acosh atanh".split()}}


def _loop(index: str, size: str, lines: list[str], _: str) -> list[str]:
    return [f"for {index} in range({size}):", *("    " + line for line in lines)]


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else repr(float(value)) \
        if Fraction(float(value)) == value else f"({value})"


SYNTAX: Final = Syntax(
    functions=FUNCTIONS,
    where=lambda condition, value, otherwise: f"({value} if {condition} else {otherwise})",
    entry=lambda name, indices, _: f"{name}[{', '.join(indices)}]",
    assign=lambda name, text: f"{name} = {text}",
    start=lambda name, text: f"{name} = zero",
    plus=lambda name, text: f"{name} += {text}",
    loop=_loop,
    number=_number,
)


def module(derivation: Derivation, functions: tuple[Function, ...], limit: float) -> str:
    """The whole file."""
    parts = [head(derivation, functions, "numba", IMPORTS), limit_of(functions, limit)]
    for function in functions:
        body = body_of(function)
        if function.in_rows:
            parts += numba_classes.compiled(function, SYNTAX)
            parts.append("\n".join(_public(function, numba_classes.called(function))))
        else:
            parts += _loops(function, body) if body.samples else [_entrywise(function, body)]
    classes = [CLASSES.strip()] if any(f.in_rows for f in functions) else []
    parts += [FLOATS.strip(), SIZES.strip(), *classes, exact_table(functions, cases),
              SELF_TEST.strip()]
    return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)


def _entrywise(function: Function, body: Body) -> str:
    """A function of numbers, compiled for arrays of both types."""
    if not function.entrywise or len(body.outputs) != 1:
        raise NotExported(f"this target has no loop for {function.name}")
    names = [a.name for a in function.arguments]
    loops = Loops(SYNTAX, {}, {}, {*names}, dict(body.names))
    value = body.outputs[0].value
    loops.prepare([value], "")
    types = ", ".join(f'"{t}({", ".join([t] * len(names))})"' for t in ("float32", "float64"))
    text = loops.text(value)
    return "\n".join([
        f"@numba.vectorize([{types}], nopython=True)",
        f"def _compiled_{function.name}({', '.join(names)}):  # type: ignore[no-untyped-def]",
        *("    " + line for line in loops.lines), f"    return {text}", "", "",
        *_public(function, [f"return _compiled_{function.name}"
                            f"(*_floats({', '.join(f'{n}={n}' for n in names)}))[()]"])])


def _public(function: Function, lines: Sequence[str]) -> list[str]:
    return [signature(function), *("    " + line if line else "" for line in
                                   (*docstring(function, shapes_of(function)), *lines))]


def _loops(function: Function, body: Body) -> list[str]:
    """A sum over samples: the checked function, and the loop that it calls."""
    names = [a.name for a in function.arguments]
    sizes = dict.fromkeys(size for a in function.arguments for size in a.axes)
    totals = [o.name or "total" for o in body.outputs]
    samples = samples_of(function, body, SYNTAX, totals)
    lines = [*samples.loops.lines, *(line for _, added in samples.added for line in added)]
    called = ", ".join([*names, *sizes])
    returned = [t if o.divisor is None else f"{t}/{body.samples}"
                for t, o in zip(totals, body.outputs, strict=True)]
    compiled = ["@numba.njit",
                f"def _compiled_{function.name}({called}):  # type: ignore[no-untyped-def]",
                f"    zero = {names[0]}.dtype.type(0)",
                *(f"    {t} = np.zeros(({', '.join(o.axes)},), {names[0]}.dtype)" if o.axes
                  else f"    {t} = zero" for t, o in zip(totals, body.outputs, strict=True)),
                *("    " + line for line in SYNTAX.loop(samples.index, body.samples, lines, "")),
                "    return " + ", ".join(returned)]
    given = ", ".join(f'("{a.name}", {a.name}, {a.axes!r})' for a in function.arguments)
    public = [f"{', '.join(names)} = _floats({', '.join(f'{n}={n}' for n in names)})",
              f"sizes = _sizes({given})",
              f"found = _compiled_{function.name}({', '.join(f'{n}[()]' for n in names)}, "
              + ", ".join(f'sizes["{s}"]' for s in sizes) + ")"]
    if function.bordered:
        n = function.parts[0].indices[0].size
        public += ["ww, wb, bb = found", f'n = sizes["{n}"]',
                   "matrix = np.empty((n + 1, n + 1), ww.dtype)", "matrix[:n, :n] = ww",
                   "matrix[n, :n] = matrix[:n, n] = wb", "matrix[n, n] = bb", "return matrix"]
    elif len(totals) > 1:
        public += ["return tuple(np.asarray(part, X.dtype)[()] if np.ndim(part) == 0 else part "
                   "for part in found)".replace("X", names[0])]
    elif body.outputs[0].axes:
        public += ["return found"]
    else:
        public += [f"return {names[0]}.dtype.type(found)"]
    return ["\n".join(compiled), "\n".join(_public(function, public))]
