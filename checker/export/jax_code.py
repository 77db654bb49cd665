"""JAX: the proved forms, with the verified derivatives as their rules of differentiation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from checker.export.function import Function, body_of
from checker.export.hard_places import cases
from checker.export.jax_helpers import FLOATS, SHAPED, accurate
from checker.export.numpy_code import SIZES
from checker.export.ruled import checked, plain, typed
from checker.export.rules import Rule
from checker.export.spelling import Dialect
from checker.export.writing import SELF_TEST, exact_table, head, limit_of
from checker.language.claim import Derivation

IMPORTS: Final = '''import sys
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
'''
FUNCTIONS: Final = {
    "abs": "jnp.abs", "max": "jnp.maximum", "min": "jnp.minimum", "asin": "jnp.arcsin",
    "acos": "jnp.arccos", "atan": "jnp.arctan", "asinh": "jnp.arcsinh", "acosh": "jnp.arccosh",
    "atanh": "jnp.arctanh",
    **{f: f"jnp.{f}" for f in "expm1 hypot log sqrt sin cos tan sinh cosh tanh "
       "sign".split()},
    "exp": "_exp", "log1p": "_log1p",
}
DIALECT: Final = Dialect(
    functions=FUNCTIONS,
    where="jnp.where",
    total=lambda value, axis: f"{value}.sum(axis={axis})",
    pick=lambda array, classes: f"jnp.take_along_axis({array}, {classes}[..., None], -1)[..., 0]",
    hot=lambda classes, size, like:
        f"(jnp.arange({size}) == {classes}[..., None]).astype({like})",
    largest=lambda value: f"jnp.argmax({value}, axis=-1)",
    eye=lambda size, like: f"jnp.eye({size}, dtype={like})",
    size=lambda size: size,
    constants={"pi": "jnp.pi", "e": "jnp.e"},
)
MAIN: Final = '''
if __name__ == "__main__":
    jax.config.update("jax_enable_x64", True)
    sys.exit(_self_test())
'''


def module(derivation: Derivation, functions: tuple[Function, ...], limit: float,
           rules: Sequence[Rule] = ()) -> str:
    """The whole file."""
    parts = [head(derivation, functions, "JAX", IMPORTS), limit_of(functions, limit)]
    exported = {f.name for f in functions}
    for rule in rules:
        parts += _function(rule, exported)
    written = "\n".join(parts)
    parts += [FLOATS.strip(), *([SHAPED.strip()] if "_shaped(" in written else []),
              *([SIZES.strip()] if "_sizes(" in written else []), *accurate(written),
              exact_table(functions, cases)]
    # XLA takes subnormal numbers for zero, so no unit is smaller than the smallest normal one.
    test = SELF_TEST.replace("np.spacing(size)", "np.maximum(np.spacing(size), 2.3e-308)")
    parts += [test.strip().partition("\n\n\nif __name__")[0], MAIN.strip()]
    return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)


def _function(rule: Rule, exported: set[str]) -> list[str]:
    """The function that checks its arguments, the form itself, and the rule."""
    function = rule.function
    public = checked(rule, exported, "jnp.asarray")
    lines = plain(function, DIALECT, _bordered)
    if rule.slope is None:
        return [public, "\n".join([*lines, "", "",
                f"{_inner(function)} = _plain_{function.name}"])]
    called = ", ".join(a.name for a in function.arguments)
    decorated = [f"@jax.custom_jvp\ndef {_inner(function)}({typed(function)}) -> Any:",
                 f"    return _plain_{function.name}({called})"]
    return [public, "\n".join(lines), "\n".join(decorated), "\n".join(_rule(rule))]


def _inner(function: Function) -> str:
    return f"_ruled_{function.name}"


def _bordered(ww: str, wb: str, bb: str) -> list[str]:
    return [f"side = {wb}",
            f"return jnp.block([[{ww}, side[:, None]], [side[None, :], {bb}]])"]


def _rule(rule: Rule) -> list[str]:
    """The tangent: the verified derivative in its variables, the plain formula in the others."""
    function, slope = rule.function, rule.slope
    assert slope is not None
    names = [a.name for a in function.arguments]
    others = [a.name for a in function.arguments if a.name not in rule.variables and not a.classes]
    called = ", ".join(names)
    lines = [f"@{_inner(function)}.defjvp",
             f"def _rule_of_{function.name}(primals: Any, tangents: Any) -> Any:",
             f"    ({called},) = primals",
             f"    ({', '.join(n + '_dot' for n in names)},) = tangents",
             f"    value = {_inner(function)}({called})",
             f"    slope = {_inner(slope)}({called})",
             *("    " + line for line in _tangent(rule))]
    if others:
        joined = ", ".join(others)
        comma = "," if len(others) == 1 else ""
        dots = ", ".join(n + "_dot" for n in others)
        lines += [f"    rest = jax.jvp(lambda {joined}: _plain_{function.name}({called}), "
                  f"({joined}{comma}), ({dots}{comma}))[1]"]
        if len(function.parts) > 1:
            return [*lines, "    return value, tuple(a + b for a, b in zip(tangent, rest))"]
        return [*lines, "    return value, tangent + rest"]
    return [*lines, "    return value, tangent"]


def _tangent(rule: Rule) -> list[str]:
    function, slope = rule.function, rule.slope
    assert slope is not None
    axes = {a.name: a.axes for a in function.arguments}
    if slope.bordered:
        w, b = rule.variables
        return [f"tangent = slope @ jnp.append({w}_dot, {b}_dot)",
                "tangent = (tangent[:-1], tangent[-1])"]
    parts = ["slope"] if len(slope.parts) == 1 else [
        f"slope[{k}]" for k in range(len(slope.parts))]
    terms = []
    for part, variable in zip(parts, rule.variables, strict=True):
        if not axes[variable]:
            terms.append(f"{part}*{variable}_dot")
        elif body_of(function).samples:
            terms.append(f"{part} @ {variable}_dot")
        else:
            dot = f"{variable}_dot" if not function.parts[0].indices else \
                f"{variable}_dot[..., None, :]"
            terms.append(f"({part}*{dot}).sum(axis=-1)")
    return [f"tangent = {' + '.join(terms)}"]
