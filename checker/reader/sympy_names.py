"""The names that SymPy text gives a meaning: functions with their arity, constants, numbers."""

from __future__ import annotations

from typing import Final

from checker.language.term import (
    EULER,
    FALSE,
    HALF,
    INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    TRUE,
    ZERO,
    Term,
    constant,
    neg,
)

MANY: Final = 10**5
"""No bound on the number of arguments."""

_ONE_ARGUMENT: Final = (
    "exp", "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "acot", "asec",
    "acsc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh", "acoth",
    "asech", "acsch", "sinc", "floor", "ceiling", "factorial", "gamma", "loggamma", "erf", "erfc",
    "sign", "re", "im", "conjugate",
)

KNOWN: Final[dict[str, tuple[str, int, int]]] = {
    **{name: (name, 1, 1) for name in _ONE_ARGUMENT},
    **{"arc" + name: ("a" + name, 1, 1)
       for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh")},
    "Abs": ("abs", 1, 1),
    "abs": ("abs", 1, 1),
    "sgn": ("sign", 1, 1),
    "ceil": ("ceiling", 1, 1),
    "Heaviside": ("heaviside", 1, 1),
    "heaviside": ("heaviside", 1, 1),
    "Max": ("max", 2, MANY),
    "max": ("max", 2, MANY),
    "Min": ("min", 2, MANY),
    "min": ("min", 2, MANY),
    "atan2": ("atan2", 2, 2),
    "binomial": ("binomial", 2, 2),
    "KroneckerDelta": ("delta", 2, 2),
    "delta": ("delta", 2, 2),
}
"""Each known function: its name in our language, and how few and many arguments it takes."""

CONSTANTS: Final[dict[str, Term]] = {
    "E": EULER, "pi": PI, "oo": INFINITY, "I": constant("I"), "true": TRUE, "false": FALSE,
}
"""Names that stand for a constant."""

UNREAL: Final = frozenset({"zoo", "nan"})
"""Names that stand for no number."""

SINGLETONS: Final[dict[str, Term]] = {
    "Zero": ZERO, "One": ONE, "NegativeOne": MINUS_ONE, "Half": HALF, "Pi": PI, "Exp1": EULER,
    "Infinity": INFINITY, "NegativeInfinity": neg(INFINITY), "ImaginaryUnit": constant("I"),
    "true": TRUE, "false": FALSE,
}
"""What `S.One` and its like stand for."""

RELATIONS: Final = {
    "Eq": "eq", "Equality": "eq", "Ne": "ne", "Unequality": "ne",
    "Lt": "lt", "StrictLessThan": "lt", "Le": "le", "LessThan": "le",
    "Gt": "gt", "StrictGreaterThan": "gt", "Ge": "ge", "GreaterThan": "ge",
}
"""The names of relations that are written as calls."""

LETTERS: Final = frozenset({"gamma", "delta", "S"})
"""Known functions whose names are also letters: without brackets they are plain names."""
