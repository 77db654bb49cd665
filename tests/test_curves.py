"""The curve of a refuted step: the same numbers as the point, gaps where nothing is."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from checker.check import check
from checker.language.claim import Claim
from checker.language.context import POSITIVE, Context, finite
from checker.language.term import ONE, relation
from checker.language.verdict import Refuted
from checker.reader.sympy_text import parse
from checker.report.sheet.curve_svg import curve_svg, ticks
from checker.report.sheet.model import Curve
from checker.sheets.curves import curve_of


def curve(lhs: str, rhs: str, context: Context | None = None) -> Curve | None:
    verdict = check(Claim(parse(lhs), parse(rhs), context or Context())).verdict
    assert isinstance(verdict, Refuted)
    return curve_of(verdict)


def test_both_sides_are_evaluated_around_the_point() -> None:
    found = curve("Derivative(1/(1 + exp(-z)), z)", "-exp(-z)/(1 + exp(-z))**2")
    assert found is not None and found.at in found.xs
    for x, left, right in zip(found.xs, found.left, found.right, strict=True):
        exact = math.exp(-x) / (1 + math.exp(-x)) ** 2
        assert left == pytest.approx(exact) and right == pytest.approx(-exact)


def test_there_are_gaps_where_a_side_is_undefined() -> None:
    found = curve("log(x**2)", "2*log(x)")
    assert found is not None and found.at < 0
    assert all((right is None) == (x <= 0)
               for x, right in zip(found.xs, found.right, strict=True))


def test_the_domain_bounds_the_curve() -> None:
    found = curve("log(x)", "x", Context(names=(("x", POSITIVE),)))
    assert found is not None and min(found.xs) > 0
    bounded = curve("x", "2*x", Context(names=(("x", POSITIVE),),
                                        hypotheses=(relation("lt", parse("x"), ONE),)))
    assert bounded is not None
    assert all((left is None) == (x >= 1)
               for x, left in zip(bounded.xs, bounded.left, strict=True))


def test_a_label_is_no_axis() -> None:
    context = Context(names=(("y", finite(0, 1)),))
    assert curve("y + 1", "y", context) is None
    found = curve("y*log(1 + exp(x))", "2*y*log(1 + exp(x)) + 1", context)
    assert found is not None and found.variable == "x"


def test_a_pole_does_not_flatten_the_picture() -> None:
    found = curve("1/x", "1/x + 1")
    assert found is not None
    picture = str(curve_svg(found))
    assert "nan" not in picture and "inf" not in picture
    assert picture == curve_svg(found)


def test_huge_values_are_gaps_not_errors() -> None:
    found = curve("exp(exp(exp(x**2)))", "2*exp(exp(exp(x**2)))")
    if found is not None:
        assert "inf" not in curve_svg(found)


def test_ticks_are_round() -> None:
    assert ticks(0, 1) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert ticks(1, 1) == [1]
    assert Fraction(ticks(-1e6, 1e6)[0]) == -1_000_000
