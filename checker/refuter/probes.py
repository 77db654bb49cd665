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
MAX_WORK: Final = 16_000
"""Operations and nodes that the candidates for one step may cost together."""

Values = list[arb]
Outcome = tuple[Point, arb | None, arb | None]
"""A point with the values of both sides there, None where a side is not defined."""


class Probes:
    """Values of terms at points where both sides of a claim are defined."""

    __slots__ = ("claim", "context", "points", "left", "known", "work", "evaluations")

    def __init__(self, claim: Claim, points: list[Point], left: Values) -> None:
        self.claim = claim
        self.context = replace(claim.context)  # candidates leave no trace in its memory
        self.points = points
        self.left = left
        self.known: dict[Term, Values | None] = {}
        self.work = 0
        self.evaluations = list(map(Evaluation, points))
        """One for each point: candidates share most of their parts."""

    def values(self, term: Term) -> Values | None:
        """The term's values at all probes, None if it is not defined at all of them."""
        if term not in self.known:
            try:
                side = self.elaborated(term)
                self.known[term] = [self.value(side, e) for e in self.evaluations]
            except (Undefined, Unknown, Refusal, TooLarge):
                self.known[term] = None
        return self.known[term]

    def fits(self, candidate: Term) -> bool:
        """Whether a candidate for the right side agrees with the left side at every probe."""
        try:
            side = self.elaborated(candidate)
            return all(same(self.value(side, e), left)
                       for e, left in zip(self.evaluations, self.left, strict=True))
        except (Undefined, Unknown, Refusal, TooLarge):
            return False

    def elaborated(self, term: Term) -> Elaborated:
        """The term, elaborated; `Unknown` when enough has been tried."""
        if self.work > MAX_WORK:
            raise Unknown("enough tried")
        self.work += 4 * term.size
        return elaborate(term, self.context)

    def value(self, side: Elaborated, evaluation: Evaluation) -> arb:
        """The side's value at a point."""
        with precision(BITS):
            found = value_of(side, evaluation)
        self.work += evaluation.work[0]
        return found


def same(a: arb, b: arb) -> bool:
    """Whether two enclosures are narrow and overlap."""
    return bool(a.overlaps(b)) and min(a.rel_accuracy_bits(), b.rel_accuracy_bits()) > 40 \
        or bool((a - b).contains(0) and a.rad() + b.rad() < arb(2) ** -60)


def probes(claim: Claim, seen: list[Outcome]) -> Probes | None:
    """The first points at which both sides are defined; None if there are too few."""
    good = [(p, a) for p, a, b in seen if a is not None and b is not None][:WANTED]
    if len(good) < (1 if good and good[0][0] == Point() else 2):
        return None
    return Probes(claim, [p for p, _ in good], [a for _, a in good])


def outcomes(claim: Claim, first: Point | None = None, most: int = LOOKED_AT) -> Iterator[Outcome]:
    """Points with the values of both sides there, None where a side is not defined."""
    try:
        left, right = (elaborate(side, claim.context) for side in (claim.lhs, claim.rhs))
    except (Refusal, TooLarge):
        return
    own = () if first is None else (first,)
    for point in chain(own, (p for p in islice(samples(claim), most) if p != first)):
        try:
            admit(point, claim.context)
            evaluation = Evaluation(point)
            yield point, _defined(left, evaluation), _defined(right, evaluation)
        except (Unknown, Refusal, TooLarge):
            continue


def _defined(side: Elaborated, evaluation: Evaluation) -> arb | None:
    try:
        with precision(BITS):
            return value_of(side, evaluation)
    except Undefined:
        return None
