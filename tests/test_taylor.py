"""Limits of the form 0/0 against numbers: what Taylor's formula says is what the quotient nears."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from checker.kernel.bounds import Signs
from checker.kernel.elaborate import elaborate
from checker.kernel.refusal import Refusal
from checker.kernel.taylor import Taylor
from checker.language.context import EMPTY
from checker.language.term import (
    INFINITY,
    ONE,
    ZERO,
    Term,
    add,
    call,
    div,
    exp,
    limit,
    log,
    mul,
    name,
    neg,
    number,
    power,
    sqrt,
    sub,
)
from checker.language.text import text

t = name("t")


@st.composite
def vanishing(draw: st.DrawFn, depth: int = 2) -> Term:
    """A term in t that is analytic and zero at t = 0."""
    kind = draw(st.integers(0, 9 if depth else 0))
    if kind == 0:
        return mul(number(draw(st.integers(1, 3))), t)
    u = draw(vanishing(depth - 1))
    match kind:
        case 1:
            return call(draw(st.sampled_from(("sin", "sinh", "tanh", "atan", "asinh", "tan"))), u)
        case 2:
            return sub(exp(u), ONE)
        case 3:
            return sub(ONE, call(draw(st.sampled_from(("cos", "cosh"))), u))
        case 4:
            return log(add(ONE, u))
        case 5:
            return sub(sqrt(add(number(4), u)), number(2))
        case 6:
            return mul(u, draw(vanishing(depth - 1)))
        case 7:
            return sub(div(ONE, add(ONE, u)), ONE)
        case 8:
            return add(u, neg(draw(vanishing(depth - 1))))
        case _:
            return power(u, number(2))


def nears(term: Term, value: Term, at: str) -> bool:
    """Whether a term is near a value at a number near the point; not so near if it is worse."""
    with mp.workdps(400):
        f = sympy.lambdify("t", sympy.sympify(text(term)), "mpmath")
        found = f(mpf(at))
        told = mpf(sympy.sympify(text(value)).evalf(60))
        return bool(abs(found - told) <= mpf(10)**-12 * (1 + abs(told)))


@given(vanishing(), vanishing())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_quotient_nears_its_limit(top: Term, bottom: Term) -> None:
    quotient = div(top, bottom)
    try:
        value = elaborate(limit(quotient, t, ZERO), EMPTY).term
    except Refusal:
        assume(False)
    assert nears(quotient, value, "1e-30") and nears(quotient, value, "-1e-30")


@given(vanishing(), vanishing())
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.filter_too_much])
def test_at_infinity_too(top: Term, bottom: Term) -> None:
    from checker.language.substitution import substitute

    quotient = substitute(div(top, bottom), {"t": div(ONE, t)})
    try:
        value = elaborate(limit(quotient, t, INFINITY), EMPTY).term
    except Refusal:
        assume(False)
    assert nears(quotient, value, "1e30")


@given(vanishing(), st.sampled_from(["1e-30", "-1e-30"]))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.filter_too_much])
def test_the_sign_near_a_point_is_that_of_a_number_near_it(term: Term, at: str) -> None:
    side = "-" if at[0] == "-" else "+"
    try:
        told = Taylor(t, ZERO, 2, Signs(EMPTY)).sign_near(term, side)
    except Refusal:
        assume(False)
    with mp.workdps(400):
        found = sympy.lambdify("t", sympy.sympify(text(term)), "mpmath")(mpf(at))
    assert found != 0 and (told == 2 or (found > 0) == (told > 0))


@pytest.mark.parametrize(("term", "point"), [
    (div(call("abs", t), t), ZERO), (mul(t, log(t)), ZERO), (div(ONE, t), ZERO),
    (div(sqrt(t), t), ZERO), (div(call("sin", t), mul(t, t)), ZERO),
    (div(call("sin", name("a")), mul(name("a"), t)), ZERO), (call("sin", t), INFINITY),
    (mul(t, call("sin", div(ONE, t))), ZERO), (power(neg(ONE), t), INFINITY),
])
def test_what_it_does_not_tell_is_refused(term: Term, point: Term) -> None:
    with pytest.raises(Refusal):
        elaborate(limit(term, t, point), EMPTY)
