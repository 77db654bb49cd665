"""PyTorch: the proved forms, with the verified derivatives as their backward functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from checker.export.function import Function, body_of
from checker.export.hard_places import cases
from checker.export.refusals import NotExported
from checker.export.ruled import checked, plain, typed
from checker.export.rules import Rule
from checker.export.spelling import Dialect
from checker.export.writing import SELF_TEST, exact_table, head, limit_of
from checker.language.claim import Derivation

IMPORTS: Final = '''import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
'''
FUNCTIONS: Final = {
    "abs": "torch.abs", "max": "_maximum", "min": "_minimum",
    **{f: f"torch.{f}" for f in "exp expm1 hypot log log1p sqrt sin cos tan sinh cosh tanh sign "
       "asin acos atan asinh acosh atanh".split()},
}
DIALECT: Final = Dialect(
    functions=FUNCTIONS,
    where="torch.where",
    total=lambda value, axis: f"{value}.sum(dim={axis})",
    pick=lambda array, classes: f"torch.gather({array}, -1, {classes}[..., None])[..., 0]",
    hot=lambda classes, size, like: f"(torch.arange({size}, device={classes}.device) "
                                    f"== {classes}[..., None]).to({like})",
    largest=lambda value: f"torch.argmax({value}, dim=-1)",
    eye=lambda size, like: f"torch.eye({size}, dtype={like})",
    size=lambda size: size,
    constants={"pi": "torch.pi", "e": "2.718281828459045"},
)
HELPERS: Final = '''
def _floats(**given: Any) -> list[Any]:
    """The arguments as tensors of one floating type: float32 stays, whole numbers follow."""
    tensors = {name: torch.as_tensor(value, dtype=torch.float64)
               if isinstance(value, (int, float, list, tuple)) else torch.as_tensor(value)
               for name, value in given.items()}
    kinds = [t.dtype for name, t in tensors.items() if t.dtype.is_floating_point
             and not isinstance(given[name], (int, float, list, tuple))]
    for name, tensor in tensors.items():
        if tensor.dtype.is_complex:
            raise TypeError(f"{name} must hold real numbers, not {tensor.dtype}")
    dtype = torch.float64 if not kinds or torch.float64 in kinds else torch.float32
    return [tensor.to(dtype) for tensor in tensors.values()]


def _maximum(a: Any, b: Any) -> Any:
    """The larger of two, one of which may be a plain number."""
    return torch.maximum(_tensor(a, b), _tensor(b, a))


def _minimum(a: Any, b: Any) -> Any:
    """The smaller of two, one of which may be a plain number."""
    return torch.minimum(_tensor(a, b), _tensor(b, a))


def _tensor(a: Any, like: Any) -> Any:
    return a if isinstance(a, torch.Tensor) else torch.as_tensor(a, dtype=like.dtype)


def _to(tensor: Any, like: Any) -> Any:
    """The sum over the axes along which `like` was broadcast."""
    while tensor.ndim > like.ndim:
        tensor = tensor.sum(dim=0)
    for axis, length in enumerate(like.shape):
        if length == 1 and tensor.shape[axis] != 1:
            tensor = tensor.sum(dim=axis, keepdim=True)
    return tensor


def _data(**given: Any) -> None:
    """Refuse to differentiate by an argument whose derivative is not exported."""
    for name, tensor in given.items():
        if tensor.requires_grad:
            raise ValueError(f"{name} is data: its derivative is not exported")
'''
SHAPED: Final = '''
def _shaped(value: Any, *given: Any) -> Any:
    """The value in the common shape of the arguments, also of one that it does not depend on."""
    shape = torch.broadcast_shapes(*(tensor.shape for tensor in given))
    return torch.broadcast_to(_tensor(value, given[0]), shape).contiguous()
'''
SIZES: Final = '''
def _sizes(*given: tuple[str, Any, tuple[str, ...]]) -> None:
    """A shape that does not fit is refused by its argument's name."""
    sizes: dict[str, int] = {}
    for name, tensor, axes in given:
        if tensor.ndim != len(axes):
            wanted = "(" + ", ".join(axes) + ("," if len(axes) == 1 else "") + ")"
            raise ValueError(f"{name} must have shape {wanted}, not {tuple(tensor.shape)}")
        for axis, length in zip(axes, tensor.shape):
            if sizes.setdefault(axis, length) != length:
                raise ValueError(
                    f"{name} has shape {tuple(tensor.shape)}, but {axis} is {sizes[axis]}")
            if length == 0:
                raise ValueError(
                    f"{name} has shape {tuple(tensor.shape)}, but {axis} must be positive")
'''


def module(derivation: Derivation, functions: tuple[Function, ...], limit: float,
           rules: Sequence[Rule] = ()) -> str:
    """The whole file."""
    parts = [head(derivation, functions, "PyTorch", IMPORTS), limit_of(functions, limit)]
    exported = {f.name for f in functions}
    for rule in rules:
        parts += _function(rule, exported)
    written = "\n".join(parts)
    parts += [HELPERS.strip(), *([SHAPED.strip()] if "_shaped(" in written else []),
              *([SIZES.strip()] if "_sizes(" in written else []),
              exact_table(functions, cases), SELF_TEST.strip()]
    return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)


def _function(rule: Rule, exported: set[str]) -> list[str]:
    function = rule.function
    data = [a.name for a in function.arguments if not a.classes and a.name not in rule.variables]
    public = checked(rule, exported, "torch.as_tensor", [
        f"_data({', '.join(f'{n}={n}' for n in data)})"] if data and rule.slope else [])
    lines = plain(function, DIALECT, _bordered)
    if rule.slope is None:
        return [public, "\n".join([*lines, "", "",
                f"_ruled_{function.name} = _plain_{function.name}"])]
    called = ", ".join(a.name for a in function.arguments)
    return [public, "\n".join(lines), "\n".join(_rule(rule, called, typed(function)))]


def _bordered(ww: str, wb: str, bb: str) -> list[str]:
    return [f"side = {wb}", f"return torch.cat([torch.cat([{ww}, side[:, None]], 1), "
            f"torch.cat([side, ({bb})[None]])[None]])"]


def _rule(rule: Rule, called: str, arguments: str) -> list[str]:
    """An autograd function; its backward calls the ruled derivative, so it differentiates too."""
    function, slope = rule.function, rule.slope
    assert slope is not None
    names = [a.name for a in function.arguments]
    several = len(function.parts) > 1
    gradients = ", ".join(_gradient(rule, n) if n in rule.variables else "None" for n in names)
    grads = ", ".join(f"grad_{p.name}" for p in function.parts) if several else "grad"
    backward = [f"{called} = ctx.saved_tensors",
                f"slope = _ruled_{slope.name}({called})"]
    if slope.bordered:
        w, b = rule.variables
        first, second = (f"grad_{p.name}" for p in function.parts)
        backward += [f"both = slope @ torch.cat([{first}, {second}[None]])",
                     "return " + ", ".join({w: "both[:-1]", b: "both[-1]"}.get(n, "None")
                                           for n in names)]
    elif several:
        raise NotExported(f"no rule for the derivative of the parts of {function.name}")
    else:
        backward += [f"return {gradients}"]
    return [f"class _Ruled_{function.name}(torch.autograd.Function):",
            f'    """{function.name} with its verified derivative."""', "",
            "    generate_vmap_rule = True", "",
            "    @staticmethod", f"    def forward({arguments}) -> Any:",
            f"        return _plain_{function.name}({called})", "",
            "    @staticmethod",
            "    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:",
            "        ctx.save_for_backward(*inputs)", "",
            "    @staticmethod", f"    def backward(ctx: Any, {grads}: Any) -> Any:"
            if not several else f"    def backward(ctx: Any, {grads}) -> Any:",
            *("        " + line for line in backward), "", "",
            f"def _ruled_{function.name}({arguments}) -> Any:",
            f"    return _Ruled_{function.name}.apply({called})"]


def _gradient(rule: Rule, variable: str) -> str:
    function, slope = rule.function, rule.slope
    assert slope is not None
    argument = next(a for a in function.arguments if a.name == variable)
    part = "slope" if len(slope.parts) == 1 else f"slope[{rule.variables.index(variable)}]"
    if not argument.axes:
        return f"_to(grad*{part}, {variable})"
    if body_of(function).samples:
        return f"grad*{part}"
    if not function.parts[0].indices:
        return f"grad[..., None]*{part}"
    return f"(grad[..., None, :] @ {part})[..., 0, :]"
