"""The table of stable forms: what a place of an expression may be rewritten into.

A line offers a form in `u`, the argument of an exponential, and perhaps in `y`, something
else that stands there. It does not say what it is good for: the kernel is asked whether the
place equals the form, so a line fits every way of writing the same thing, and a wrong line
fits nothing. Below, e stands for exp(-|u|), which never overflows and is at most 1.

Source: the forms and their errors are measured by `benchmarks/numerics.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from checker.language.term import (
    HALF,
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    exp,
    log,
    mul,
    neg,
    sub,
)


@dataclass(frozen=True, slots=True)
class Form:
    """One stable form."""

    reason: str
    """What the step of the stable chain is called."""
    build: Callable[[Term, Term], Term]
    """The form, of u and y."""
    needs_y: bool = True
    """Whether y stands in it."""


def _e(u: Term) -> Term:
    return exp(neg(call("abs", u)))


def _sign(u: Term) -> Term:
    return call("sign", u)


def _step(u: Term) -> Term:
    """1 where u > 0, 0 where u < 0, 1/2 at zero: exact numbers.

    With the sign as a number there are no branches to choose from, and a processor that guesses
    them wrong at every second sample would spend more on that than on the exponential.
    """
    return mul(HALF, add(ONE, _sign(u)))


def _opposite_step(u: Term) -> Term:
    return mul(HALF, sub(ONE, _sign(u)))


def _over(top: Term, u: Term) -> Term:
    return div(top, add(ONE, _e(u)))


def _p(u: Term) -> Term:
    """sigma(-|u|) = e - e e/(1 + e): one rounding on top of e where e is small.

    The shorter e/(1 + e) is off by 2.3 units in the last place, this by 1.6.
    """
    return sub(_e(u), mul(_e(u), _over(_e(u), u)))


def _softplus(u: Term) -> tuple[Term, Term]:
    return call("max", u, ZERO), log(add(ONE, _e(u)))


def _square_of_sech(u: Term) -> Term:
    """1 - tanh(u)^2 = (2 e/(1 + e^2))^2."""
    sech = div(mul(TWO, _e(u)), add(ONE, mul(_e(u), _e(u))))
    return mul(sech, sech)


def _error(u: Term, y: Term) -> Term:
    """sigma(u) - y: where y is 0 or 1, no two numbers that are nearly equal are subtracted."""
    return sub(sub(_step(u), y), mul(_sign(u), _p(u)))


def _opposite_error(u: Term, y: Term) -> Term:
    return add(sub(y, _step(u)), mul(_sign(u), _p(u)))


FORMS: Final = (
    Form("max(u, 0) - y u + log(1 + e)",
         lambda u, y: add(call("max", u, ZERO), neg(mul(y, u)), log(add(ONE, _e(u))))),
    Form("y u - max(u, 0) - log(1 + e)",
         lambda u, y: add(mul(y, u), *map(neg, _softplus(u)))),
    Form("the error of sigma, by the sign of u", _error),
    Form("the error of sigma, by the sign of u", _opposite_error),
    Form("max(u, 0) + log(1 + e)", lambda u, _: add(*_softplus(u)), False),
    Form("max(-u, 0) + log(1 + e)",
         lambda u, _: add(call("max", neg(u), ZERO), log(add(ONE, _e(u)))), False),
    Form("min(u, 0) - log(1 + e)",
         lambda u, _: add(call("min", u, ZERO), neg(log(add(ONE, _e(u))))), False),
    Form("min(-u, 0) - log(1 + e)",
         lambda u, _: add(call("min", neg(u), ZERO), neg(log(add(ONE, _e(u))))), False),
    Form("(e/(1 + e))/(1 + e)", lambda u, _: _over(_over(_e(u), u), u), False),
    Form("sigma, by the sign of u", lambda u, _: sub(_step(u), mul(_sign(u), _p(u))), False),
    Form("1 - sigma, by the sign of u",
         lambda u, _: add(_opposite_step(u), mul(_sign(u), _p(u))), False),
    Form("the square of 1/cosh, by exp(-|u|)", lambda u, _: _square_of_sech(u), False),
    Form("tanh", lambda u, _: call("tanh", u), False),
    Form("sinh", lambda u, _: call("sinh", u), False),
    Form("cosh", lambda u, _: call("cosh", u), False),
    Form("max(u, y) + log(1 + exp(-|u - y|))",
         lambda u, y: add(call("max", u, y), log(add(ONE, _e(sub(u, y)))))),
)
"""Larger forms stand before the smaller ones that they contain."""
