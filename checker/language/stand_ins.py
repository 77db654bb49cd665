"""Stand-ins: concrete smooth total functions in the place of abstract ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from checker.language.context import Domain
from checker.language.term import ONE, TWO, Term, add, div, exp, mul, name, neg, number, power

_SHIFTS: Final = (Fraction(1, 3), Fraction(-2, 5), Fraction(3, 7), Fraction(-5, 4),
                  Fraction(7, 9), Fraction(-1, 6), Fraction(2, 11), Fraction(9, 8))
"""No two functions of a claim have the same shift."""


def stand_in(range_: Domain, arity: int, place: int,
             variant: int) -> tuple[tuple[str, ...], Term]:
    """Parameters and body of a smooth total function whose values lie in the range.

    `place` tells the functions of one claim apart, `variant` those of different points.

    >>> from checker.language.context import REAL, UNIT
    >>> stand_in(REAL, 1, 0, 0)
    (('t',), t**2 + 5/3*t + 1/7)
    >>> stand_in(UNIT, 1, 0, 0)
    (('t',), 1/(2 + (t + 1/3)**2))
    """
    parameters = ("t",) if arity == 1 else tuple(f"t{k + 1}" for k in range(arity))
    shift = _SHIFTS[(place + 3 * variant) % len(_SHIFTS)]
    return parameters, _within(range_, _mixed(parameters), shift, place, variant)


def _mixed(parameters: tuple[str, ...]) -> Term:
    """A term in which every parameter counts differently."""
    if not parameters:
        return number(2, 3)
    first, *others = map(name, parameters)
    parts = [first]
    for k, other in enumerate(others):
        parts.append(mul(number(k + 3, 5), other))
        parts.append(mul(number(2, k + 7), first, other))
    return add(*parts)


def _within(range_: Domain, u: Term, shift: Fraction, place: int, variant: int) -> Term:
    moved = add(u, number(shift))
    square = power(moved, TWO)
    lo, hi = range_.lo, range_.hi
    if range_.nonzero and lo is not None and hi is not None and lo < 0 < hi:
        lo = Fraction(0)
    if lo is None and hi is None and range_.nonzero:
        grown = add(number(place + 2, 3), square)
        return grown if variant % 2 == 0 else neg(grown)
    if lo is None and hi is None:
        if variant % 3 == 1:
            return add(exp(mul(number(place + 2, 3), u)), neg(number(3, 2)))
        if variant % 3 == 2:
            return add(power(moved, number(3)), neg(mul(number(2), u)))
        return add(power(u, TWO), mul(number(shift + Fraction(4, 3)), u), number(1, 7 + place))
    if hi is None:
        assert lo is not None
        grown = exp(mul(number(2, 3 + place), moved)) if variant % 3 == 1 \
            else add(number(place + 1, 5), square)
        return grown if lo == 0 else add(number(lo), grown)
    if lo is None:
        return add(number(hi), neg(add(number(place + 1, 5), square)))
    bounded = div(ONE, add(number(2 + variant % 3), square))
    if lo == 0 and hi == 1:
        return bounded
    return add(number(lo), mul(number(hi - lo), bounded))
