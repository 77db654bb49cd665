"""The pages themselves are right: every step is measured with the ruler."""

from __future__ import annotations

from collections.abc import Iterator

import mpmath
import pytest
from mpmath import mpf

from tests.pages import Case, cases
from tests.ruler import DIGITS, Point, Undefined, evaluate

SAME = mpf(10) ** -18
POINTS = 12
TRIES = 400


def points(case: Case) -> Iterator[Point]:
    """Points of the domain, the page's own first."""
    if case.at:
        yield Point(case.step, 0, case.at)
    for seed in range(TRIES):
        point = Point(case.step, seed, {})
        if point.satisfies():
            yield point


def fails(case: Case, a: mpf, b: mpf) -> bool:
    """Whether two values are certainly not related as the step says."""
    with mpmath.workdps(DIGITS):
        apart = bool(abs(a - b) > SAME * max(1, abs(a), abs(b)))
    match case.step.get("relation", "=")[:1]:
        case "<":
            return bool(a > b) if apart else case.step["relation"] == "<"
        case ">":
            return bool(a < b) if apart else case.step["relation"] == ">"
        case "!":
            return not apart
        case _:
            return apart


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("proved"), ids=str)
def test_a_true_step_holds_wherever_it_is_measured(case: Case) -> None:
    measured = 0
    for point in points(case):
        try:
            left = evaluate(case.step["lhs"], point)
        except Undefined:
            continue
        try:
            right = evaluate(case.step["rhs"], point)
        except Undefined:
            assert _exceptional(case, point), f"only the left side is defined at {vars(point)}"
            continue
        if fails(case, left, right):  # digits may have cancelled
            left, right = (evaluate(case.step[side], point, 300) for side in ("lhs", "rhs"))
        assert not fails(case, left, right), f"{left} and {right} at {vars(point)}"
        measured += 1
        if measured == POINTS:
            return
    assert measured, "defined nowhere"


def _exceptional(case: Case, point: Point) -> bool:
    """Whether the right side is defined a little to the side: it misses a point only."""
    for name, value in list(point.scalars.items()):
        point.scalars[name] = value + mpf(10) ** -9
        try:
            evaluate(case.step["rhs"], point)
            return True
        except Undefined:
            point.scalars[name] = value
    return False


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("refuted"), ids=str)
def test_a_false_step_fails_somewhere(case: Case) -> None:
    for point in points(case):
        try:
            left = evaluate(case.step["lhs"], point)
        except Undefined:
            continue
        try:
            false = fails(case, left, evaluate(case.step["rhs"], point))
        except Undefined:
            false = not _exceptional(case, point)
        if false:
            assert not case.at or point.satisfies(), "the page's point is outside of the domain"
            return
        assert not case.at, f"nothing fails at {case.at}"
    pytest.fail("holds at every point that was tried")


@pytest.mark.slow
@pytest.mark.parametrize("case", [c for c in cases("undecided") if "vacuous" in c.place], ids=str)
def test_a_vacuous_step_is_defined_nowhere(case: Case) -> None:
    for point in points(case):
        with pytest.raises((Undefined, ValueError)):
            evaluate(case.step["lhs"], point)
