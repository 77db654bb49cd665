"""Target against target: what two languages compute from the same numbers.

Two files that are each right to so many units in the last place are no further apart than both
limits together. A disagreement says that one of them is wrong where no exact value told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.export.function import Function
from checker.export.hard_places import Case, ulps
from checker.export.refusals import NotExported
from checker.export.writing import flat, joined

Call = tuple[Function, str, Case]
"""A function, a floating type, and the arguments with what is known of the values."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was found of a file and the file of another target."""

    target: str
    """The other one."""
    values: int
    worst: float
    """The largest difference in units in the last place."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the file of a target answered to calls."""

    target: str
    values: Sequence[Any]
    """For each call numbers in hexadecimal, or why there are none."""
    flushed: bool = False
    """Whether it takes subnormal numbers for zero."""


def agreement(calls: Sequence[Call], one: Answers, other: Answers, limit: float) -> Agreement:
    """How far apart two targets are; `NotExported` names a place where it is too far."""
    apart = []
    for call, mine, theirs in zip(calls, one.values, other.values, strict=True):
        function, kind, case = call
        place = f"{function.name}{tuple(case.arguments)!r}"[:200] + f" in {kind}"
        if isinstance(mine, str) or isinstance(theirs, str) or len(mine) != len(theirs):
            raise NotExported(f"the file is not written: {one.target} and {other.target} disagree: "
                              f"{place} gives {_told(mine)} in {one.target} and {_told(theirs)} "
                              f"in {other.target}")
        allowed = 2 * function.limit(limit)
        scales = flat(joined(case.scales, function))
        for a, b, error in _differences(mine, theirs, scales, kind, one.flushed or other.flushed):
            if not error <= allowed:
                raise NotExported(
                    f"the file is not written: {one.target} and {other.target} disagree: {place} "
                    f"gives {a!r} in {one.target} and {b!r} in {other.target}; {error:.3g} ulp "
                    f"apart is more than {allowed:g}")
            apart.append(error)
    return Agreement(other.target, len(apart), max(apart, default=0.0))


def _differences(mine: Sequence[str], theirs: Sequence[str], scales: Sequence[Fraction],
                 kind: str, flushed: bool) -> Iterator[tuple[float, float, float]]:
    for a, b, scale in zip(map(float.fromhex, mine), map(float.fromhex, theirs), scales,
                           strict=True):
        finite = abs(b) < float("inf")
        yield a, b, ulps(a, Fraction(b), scale, kind, flushed) if finite else \
            0.0 if a == b else float("inf")


def _told(answer: Any) -> str:
    return answer if isinstance(answer, str) else f"{len(answer)} numbers"
