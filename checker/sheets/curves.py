"""The curve of a refuted step: both sides along one variable around the point.

Every sample is an exact point, evaluated with the kernel's balls; a picture shows the middles.
Where a side is undefined, unknown or outside of the declared domain, there is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import Final

from checker.kernel.balls import Evaluation, Undefined, Unknown, precision
from checker.kernel.elaborate import Elaborated
from checker.kernel.points import admit, value_of
from checker.kernel.refusal import Refusal
from checker.kernel.replay import Goal, prepare
from checker.language.certificate import Point
from checker.language.context import Context, Domain
from checker.language.errors import TooLarge
from checker.language.verdict import Refuted
from checker.report.sheet.model import Curve

SAMPLES: Final = 121
"""An odd number, so that the middle of an interval is one of them."""
PROBES: Final = 13
"""So many samples are taken along each variable to choose one."""
MAX_VARIABLES: Final = 8


def curve_of(refuted: Refuted) -> Curve | None:
    """Both sides around the point, along the variable that shows most; None if none shows any.

    >>> from checker.check import check
    >>> from checker.language.claim import Claim
    >>> from checker.language.term import mul, name, number, power
    >>> x = name("x")
    >>> wrong = check(Claim(power(x, number(2)), mul(number(2), x))).verdict
    >>> curve = curve_of(wrong)
    >>> curve.variable, curve.at in curve.xs, curve.left[0] == curve.xs[0] ** 2
    ('x', True, True)
    """
    try:
        goal = prepare(refuted.claim)
        found = [(told, variable) for variable in _variables(goal, refuted)
                 if (told := _telling(goal, refuted, variable)) > 0]
        if not found:
            return None
        _, best = max(found, key=lambda pair: pair[0])
        return _curve(goal, refuted, best, SAMPLES)
    except (Refusal, TooLarge):
        return None


Variable = tuple[str, tuple[int, ...]]
"""A name, with an index if it is an entry of a family."""


def _variables(goal: Goal, refuted: Refuted) -> Iterator[Variable]:
    """The coordinates of the point that move through an interval and that a side depends on."""
    context, free = refuted.claim.context, goal.left.term.free | goal.right.term.free
    count = 0
    for name, _ in refuted.point.names:
        if name in free and _moves(context.domain(name)) and count < MAX_VARIABLES:
            count += 1
            yield (name, ())
    for family, table in refuted.point.entries:
        if family in free and _moves(context.entries(family)):
            for index, _ in table:
                if count < MAX_VARIABLES:
                    count += 1
                    yield (family, index)


def _moves(domain: Domain) -> bool:
    return not domain.integer and domain.values is None and not domain.complex


def _telling(goal: Goal, refuted: Refuted, variable: Variable) -> float:
    """How much a picture along the variable would show: 0 nothing, 2 both sides everywhere.

    A variable along which both sides run through the picture, and not only up and down
    together, says more than one that shifts nothing or leaves them undefined.
    """
    curve = _curve(goal, refuted, variable, PROBES)
    both = [(left, right) for left, right in zip(curve.left, curve.right, strict=True)
            if left is not None and right is not None]
    seen = sum(left is not None for left in curve.left)
    if seen < 3:
        return 0.0
    gaps = [left - right for left, right in both]
    bends = len({round(gap, 9) for gap in gaps}) > 1 or len(both) < seen
    runs = max(map(_turns, (curve.left, curve.right)))
    return seen / len(curve.xs) + (0.5 if bends else 0.0) + runs


def _turns(values: tuple[float | None, ...]) -> float:
    """0 for a level line, 0.2 for a straight one, 0.5 for one that bends."""
    known = [v for v in values if v is not None]
    steps = [b - a for a, b in pairwise(known)]
    size = max(map(abs, steps), default=0.0)
    if size < 1e-12:
        return 0.0
    return 0.2 if max(steps) - min(steps) < 1e-9 * size else 0.5


def _curve(goal: Goal, refuted: Refuted, variable: Variable, samples: int) -> Curve:
    point, context = refuted.point, refuted.claim.context
    at = _value(point, variable)
    values = sorted({at, *_around(at, _domain(context, variable), samples)})
    left, right = [], []
    for value in values:
        there = _moved(point, variable, value)
        here = _inside(there, context)
        left.append(_height(goal.left, there) if here else None)
        right.append(_height(goal.right, there) if here else None)
    name, index = variable
    shown = f"{name}[{', '.join(map(str, index))}]" if index else name
    return Curve(shown, tuple(map(float, values)), tuple(left), tuple(right), float(at))


def _around(at: Fraction, domain: Domain, samples: int) -> Iterator[Fraction]:
    """Numbers at equal distances around one, with 0 in sight, inside of the domain."""
    radius = max(Fraction(2), abs(at) * Fraction(3, 2))
    low, high = at - radius, at + radius
    if domain.lo is not None:
        low = max(low, domain.lo)
    if domain.hi is not None:
        high = min(high, domain.hi)
    for k in range(samples):
        value = low + (high - low) * Fraction(2 * k + 1, 2 * samples)
        if domain.contains(value):
            yield value


def _domain(context: Context, variable: Variable) -> Domain:
    name, index = variable
    return context.entries(name) if index else context.domain(name)


def _value(point: Point, variable: Variable) -> Fraction:
    name, index = variable
    if not index:
        return dict(point.names)[name]
    return dict(dict(point.entries)[name])[index]


def _moved(point: Point, variable: Variable, value: Fraction) -> Point:
    name, index = variable
    if not index:
        return replace(point, names=tuple(
            (n, value if n == name else v) for n, v in point.names))
    return replace(point, entries=tuple(
        (family, tuple((i, value if (family, i) == variable else v) for i, v in table))
        for family, table in point.entries))


def _inside(point: Point, context: Context) -> bool:
    try:
        admit(point, context)
    except (Refusal, TooLarge):
        return False
    return True


def _height(side: Elaborated, point: Point) -> float | None:
    """The middle of a side's ball; None where it has none, or one too wide to be a height."""
    for bits in (64, 256):
        with precision(bits):
            try:
                value = value_of(side, Evaluation(point))
            except Undefined:
                return None
            except Unknown:
                continue
            if value.rad() < abs(value.mid()) * 1e-6 + 1e-9:
                height = float(value.mid())
                return height if isfinite(height) else None
    return None
