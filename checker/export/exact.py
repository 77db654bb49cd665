"""Exact values of a result: the kernel's balls, at whatever precision it takes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from flint import arb

from checker.export.refusals import NotExported
from checker.kernel.balls import Undefined, Unknown, value_at
from checker.language.certificate import Point
from checker.language.term import Term

PRECISIONS: Final = (192, 1024, 4096, 16384, 65536)
ENOUGH_BITS: Final = 90
"""A double has 53 bits; what lies beyond tells how far from the truth it is."""
TINY: Final = arb(2) ** -1300
"""A value certainly smaller than this is zero for every floating type."""

Values = Mapping[str, Any]
"""A number for a name, a list for a family, a list of lists for one with two indices."""


def exact_value(term: Term, values: Values, indices: Mapping[str, int],
                bits: int = ENOUGH_BITS) -> Fraction | None:
    """The value as a rational number good to so many bits, None where the term has no value.

    >>> from checker.language.term import exp, name
    >>> round(float(exact_value(exp(name("z")), {"z": 1.0}, {})), 12)
    2.718281828459
    """
    point = point_at(values, indices)
    for precision in PRECISIONS:
        if precision < bits:
            continue
        try:
            ball = value_at(term, point, precision)
        except Undefined:
            return None
        except Unknown:
            continue
        if ball.rel_accuracy_bits() >= bits or abs(ball) < TINY or ball.is_exact():
            return fraction(ball)
    raise NotExported(f"{term} is out of reach of the balls at {point}")


def fraction(ball: arb) -> Fraction:
    """The middle of a ball."""
    mantissa, exponent = ball.mid().man_exp()
    return int(mantissa) * Fraction(2) ** int(exponent)


def point_at(values: Values, indices: Mapping[str, int]) -> Point:
    """The exact point: every float is a rational number, and indices count from 1."""
    names = [(n, Fraction(v)) for n, v in values.items() if not isinstance(v, list)]
    names += [(n, Fraction(k)) for n, k in indices.items()]
    entries = tuple((n, tuple(_entries(v, ()))) for n, v in values.items() if isinstance(v, list))
    return Point(tuple(names), entries)


def _entries(values: Any, index: tuple[int, ...]) -> list[tuple[tuple[int, ...], Fraction]]:
    if not isinstance(values, list):
        return [(index, Fraction(values))]
    return [found for k, value in enumerate(values, 1) for found in _entries(value, (*index, k))]
