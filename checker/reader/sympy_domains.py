"""The assumptions of a SymPy symbol, family or undefined function, as a domain."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from checker.language.context import (
    COMPLEX,
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    RATIONAL,
    REAL,
    Domain,
    finite,
    interval,
)
from checker.language.errors import Unsupported

_INTEGER_SIGNS: Final = {
    "positive": POSITIVE_INTEGER, "nonnegative": NONNEGATIVE_INTEGER,
    "negative": Domain(hi=Fraction(-1), hi_open=False, integer=True, rational=True),
    "nonpositive": Domain(hi=Fraction(0), hi_open=False, integer=True, rational=True),
    "nonzero": Domain(integer=True, rational=True, nonzero=True),
}
_SIGNS: Final = {
    "positive": POSITIVE, "negative": NEGATIVE, "nonnegative": NONNEGATIVE,
    "nonpositive": interval(None, Fraction(0), hi_open=False), "nonzero": NONZERO,
}


def domain_of(symbol: Any) -> Domain:
    """The domain that the symbol's assumptions describe; without any it is real.

    `Unsupported` for what no domain says: even, odd, prime, irrational, not commutative.

    >>> from sympy import Symbol
    >>> str(domain_of(Symbol("n", integer=True, positive=True)))
    'positive_integer'
    """
    facts = _facts(symbol)
    if not facts:
        return REAL
    for word in ("even", "odd", "prime", "composite", "irrational", "transcendental"):
        if facts.get(word) and not facts.get("zero"):
            raise Unsupported(f"{symbol} is declared {word}")
    if facts.get("commutative") is False:
        raise Unsupported(f"{symbol} does not commute")
    if facts.get("zero"):
        return finite(0)
    if facts.get("complex") and facts.get("real") is not True \
            or facts.get("imaginary") or facts.get("real") is False:
        return COMPLEX
    if facts.get("integer"):
        return next((d for word, d in _INTEGER_SIGNS.items() if facts.get(word)), INTEGER)
    if facts.get("rational"):
        sign = next((d for word, d in _SIGNS.items() if facts.get(word)), RATIONAL)
        return Domain(sign.lo, sign.hi, sign.lo_open, sign.hi_open, rational=True,
                      nonzero=sign.nonzero)
    return next((d for word, d in _SIGNS.items() if facts.get(word)), REAL)


def _facts(symbol: Any) -> dict[str, Any]:
    """Every assumption with its value; for an undefined function those of its values."""
    if isinstance(symbol, type):
        given = getattr(symbol, "_kwargs", {})
        if not given:
            return {}
        from sympy import Symbol

        return dict(Symbol("value", **given).assumptions0)
    found = dict(symbol.assumptions0)
    return {} if found == {"commutative": True} else found
