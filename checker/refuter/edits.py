"""Edits: what the author of a refuted step probably did, as claims that a proof can confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from checker.kernel.balls import precision
from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.errors import TooLarge
from checker.language.term import Term
from checker.language.text import text
from checker.language.verdict import Refuted
from checker.refuter.probes import BITS, Outcome, Probes, outcomes, probes, same
from checker.refuter.regions import regions
from checker.refuter.rewrites import rewritten
from checker.refuter.slips import Slip, constant_slips, factor_slips

MAX_REPAIRS: Final = 60
LOOKED_AT: Final = 6
"""So many points show whether a claim is true on a part of its domain."""
MAX_SHOWN: Final = 240
"""A corrected right side longer than this is not written into the hint."""

STAGES: Final[tuple[Callable[[Term, Probes], list[Slip]], ...]] = (
    constant_slips, lambda rhs, at: factor_slips(rhs, at, 1), rewritten, factor_slips)
"""From the slips that are most often made to those that are seldom."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A step that is true at every point tried, and how it differs from what was written."""

    claim: Claim
    hint: str
    point: Point | None = None
    """A point where both sides agree, if one is known."""


def repairs(refuted: Refuted) -> Iterator[Repair]:
    """Steps that the author may have meant, the most plausible first.

    Each holds at the points that were tried; only a proof makes its hint true.

    >>> from checker.language.term import derivative, exp, name, neg
    >>> from checker.refuter.search import first_look
    >>> x = name("x")
    >>> false = first_look(Claim(derivative(exp(neg(x)), x), neg(exp(x))))
    >>> next(repairs(false)).hint
    'the sign of the exponent x: = -exp(-x)'
    """
    claim = refuted.claim
    seen: set[tuple[Term, tuple[Term, ...]]] = set()
    for repair in _candidates(refuted):
        key = (repair.claim.rhs, repair.claim.context.hypotheses)
        if key not in seen and repair.claim != claim:
            seen.add(key)
            yield repair
            if len(seen) == MAX_REPAIRS:
                return


def _candidates(refuted: Refuted) -> Iterator[Repair]:
    claim = refuted.claim
    seen: list[Outcome] = []
    for outcome in outcomes(claim, refuted.point):
        seen.append(outcome)
        if len(seen) >= LOOKED_AT and probes(claim, seen) is not None:
            break
    agreed = sum(a is not None and b is not None and same(a, b) for _, a, b in seen)
    if refuted.rhs.startswith("undefined") or agreed > 1:
        yield from _narrowed(claim)
    at = probes(claim, seen)
    if at is not None:
        for stage in STAGES:
            yield from _changed(claim, at, stage)


def _changed(claim: Claim, at: Probes, stage: Callable[[Term, Probes], list[Slip]]) -> list[Repair]:
    try:
        with precision(BITS):
            slips = [slip for slip in stage(claim.rhs, at) if at.fits(slip.rhs)]
    except TooLarge:
        return []
    return [Repair(replace(claim, rhs=slip.rhs, written=None), _hint(slip), at.points[0])
            for slip in slips]


def _hint(slip: Slip) -> str:
    new = text(slip.rhs)
    return f"{slip.hint}: = {new}" if len(new) <= MAX_SHOWN else slip.hint


def _narrowed(claim: Claim) -> Iterator[Repair]:
    for narrower, hint in regions(claim):
        yield Repair(narrower, hint)
