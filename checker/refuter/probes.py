"""Probes: a few points at which candidates for a right side are compared with the left side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from flint import arb

from checker.kernel.balls import Evaluation, Undefined, Unknown, precision
from checker.kernel.elaborate import Elaborated, elaborate
from checker.kernel.points import admit, value_of
from checker.kernel.refusal import Refusal
from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.errors import TooLarge
from checker.language.samples import samples
from checker.language.term import Term

BITS: Final = 128
WANTED: Final = 3
"""So many points tell a law from a coincidence."""
LOOKED_AT: Final = 24

Values = list[arb]


class Probes:
    """Values of terms at points where both sides of a claim are defined."""

    __slots__ = ("claim", "context", "points", "left", "known")

    def __init__(self, claim: Claim, points: list[Point], left: Values) -> None:
        self.claim = claim
        self.context = replace(claim.context, _index={})  # candidates leave no trace in its memory
        self.points = points
        self.left = left
        self.known: dict[Term, Values | None] = {}

    def values(self, term: Term) -> Values | None:
        """The term's values at all probes, None if it is not defined at all of them."""
        if term not in self.known:
            try:
                side = elaborate(term, self.context)
                self.known[term] = [_value(side, point) for point in self.points]
            except (Undefined, Unknown, Refusal, TooLarge):
                self.known[term] = None
        return self.known[term]

    def fits(self, candidate: Term) -> bool:
        """Whether a candidate for the right side agrees with the left side at every probe."""
        try:
            side = elaborate(candidate, self.context)
            return all(same(_value(side, point), left)
                       for point, left in zip(self.points, self.left, strict=True))
        except (Undefined, Unknown, Refusal, TooLarge):
            return False


def same(a: arb, b: arb) -> bool:
    """Whether two enclosures are narrow and overlap."""
    return bool(a.overlaps(b)) and min(a.rel_accuracy_bits(), b.rel_accuracy_bits()) > 40 \
        or bool((a - b).contains(0) and a.rad() + b.rad() < arb(2) ** -60)


def probes(claim: Claim, first: Point) -> Probes | None:
    """Probes of a claim, the given point among them; None if there are not even two."""
    points: list[Point] = []
    left: Values = []
    for point, a, b in outcomes(claim, first):
        if a is not None and b is not None:
            points.append(point)
            left.append(a)
            if len(points) == WANTED:
                break
    return Probes(claim, points, left) if len(points) > 1 else None


def outcomes(claim: Claim, first: Point | None = None) -> Iterator[
        tuple[Point, arb | None, arb | None]]:
    """Points with the values of both sides there, None where a side is not defined."""
    try:
        left, right = (elaborate(side, claim.context) for side in (claim.lhs, claim.rhs))
    except (Refusal, TooLarge):
        return
    own = () if first is None else (first,)
    for point in chain(own, (p for p in islice(samples(claim), LOOKED_AT) if p != first)):
        try:
            admit(point, claim.context)
            yield point, _defined(left, point), _defined(right, point)
        except (Unknown, Refusal, TooLarge):
            continue


def _defined(side: Elaborated, point: Point) -> arb | None:
    try:
        return _value(side, point)
    except Undefined:
        return None


def _value(side: Elaborated, point: Point) -> arb:
    with precision(BITS):
        return value_of(side, Evaluation(point))
