"""Which SymPy objects of one spelling are one thing: those that SymPy itself holds for equal.

`Symbol("x")`, `Symbol("x", real=True)` and `Symbol("x", positive=True)` are three symbols for
SymPy, though all are printed `x`. Were they read as one name, `Abs(x) = x` would be proved of a
real x because another x is positive.
"""

from __future__ import annotations

from typing import Any, Final

import sympy

_STRENGTH: Final = {word: k for k, word in enumerate((
    "positive", "negative", "integer", "nonnegative", "nonpositive", "rational", "nonzero",
    "imaginary", "real", "complex"))}
"""The assumptions that say most of a number, the strongest first."""



def identity(thing: Any) -> Any:
    """What must be equal for two objects of one spelling to be one thing.

    An index counts as its label where it has no range; a family as its label, whatever its shape.

    >>> n = sympy.Symbol("n", integer=True)
    >>> identity(sympy.Idx("i")) == sympy.Symbol("i", integer=True)
    True
    >>> identity(sympy.Idx("i", n)) == identity(sympy.Idx("i"))
    False
    """
    if isinstance(thing, sympy.Idx):
        return thing.label if thing.lower is None or thing.upper is None else thing
    return thing.label if isinstance(thing, sympy.IndexedBase) else thing


def bare(thing: Any) -> bool:
    """Whether nothing is assumed of a symbol."""
    return type(thing) is sympy.Symbol and not thing._assumptions_orig


def described(thing: Any) -> str:
    """An object with all that is assumed of it, as one would write it.

    >>> described(sympy.Symbol("x", positive=True)), described(sympy.Function("f"))
    ("Symbol('x', positive=True)", "Function('f')")
    >>> described(sympy.Idx("i", (1, 3)))
    "Idx('i', (1, 3))"
    """
    if isinstance(thing, type):
        return _call("Function", thing.__name__, _shortest(getattr(thing, "_kwargs", {})))
    if isinstance(thing, sympy.Idx):
        ends = "" if thing.lower is None else f", ({thing.lower}, {thing.upper})"
        return f"Idx({str(thing.label)!r}{ends})"
    if isinstance(thing, sympy.IndexedBase):
        return _call("IndexedBase", str(thing.label),
                     getattr(thing.label, "_assumptions_orig", {}))
    return _call(type(thing).__name__, thing.name, thing._assumptions_orig)


def _shortest(facts: dict[str, Any]) -> dict[str, Any]:
    """Assumptions from which all the facts follow: SymPy lists every one of a function."""
    chosen: dict[str, Any] = {}
    for word in sorted(facts, key=lambda w: (not facts[w], _STRENGTH.get(w, len(_STRENGTH)))):
        if sympy.Symbol("value", **chosen).assumptions0.get(word) != facts[word]:
            chosen[word] = facts[word]
    return chosen


def _call(kind: str, name: str, assumptions: dict[str, Any]) -> str:
    given = "".join(f", {word}={value}" for word, value in sorted(assumptions.items())
                    if value is not None)
    return f"{kind}({name!r}{given})"
