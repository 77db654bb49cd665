"""Limits of the form 0/0: the first terms of Taylor's formula for numerator and denominator.

    N(p + t) = n_a t^a + ...,   D(p + t) = d_b t^b + ...,   d_b != 0,   a >= b:   lim N/D = n_b/d_b

A point at infinity is brought to zero by v = 1/t. Both are *analytic* at the point: made of the
variable by + - *, functions that are analytic everywhere, and logarithms, roots, powers and
quotients whose arguments are evidently positive, or not zero, at the point itself. So the
coefficients are derivatives at the point, and what is not zero identically is not zero near it.

Source: W. Rudin, Principles of Mathematical Analysis, 3rd ed., 5.13 and 5.15.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import isqrt
from typing import Final

from checker.kernel.bounds import Signs
from checker.kernel.derivatives import differentiate
from checker.kernel.literals import folded
from checker.kernel.refusal import Refusal, require
from checker.kernel.ring import Ring
from checker.kernel.rules import TABLE
from checker.language.substitution import substitute
from checker.language.term import (
    ONE,
    TWO,
    ZERO,
    Term,
    build,
    call,
    div,
    log,
    mul,
    name,
    number,
    power,
)

MAX_ORDER: Final = 8
"""Zeros of a higher order are not looked for."""
MAX_SIZE: Final = 1_000
"""Larger terms are not differentiated."""
ENTIRE: Final = frozenset({"exp", "sin", "cos", "sinh", "cosh", "tanh", "sech", "atan", "asinh",
                           "erf"})
"""Functions that are analytic on the whole line."""
NEAR_ZERO: Final = name("@t")
"""What is zero at a point at infinity; no claim can write it."""


class Taylor:
    """What terms are near a point: one ring, one variable."""

    __slots__ = ("variable", "point", "signs", "ring", "inverse")

    def __init__(self, variable: Term, point: Term | None, infinite: int, signs: Signs) -> None:
        self.variable = variable if point is not None else NEAR_ZERO
        self.point = ZERO if point is None else point
        self.signs = signs
        self.ring = Ring()
        self.inverse = {} if point is not None else {
            str(variable.data): div(number(infinite), NEAR_ZERO)}
        """What stands for the variable if the point is infinite."""

    def limit(self, term: Term) -> Term:
        """The finite limit of a quotient, as a term; of a power by its logarithm."""
        if term.head == "pow" and self.moves(term.args[1]):
            base, exponent = term.args
            return call("exp", self.limit(mul(exponent, log(base))))
        top, bottom = self.fraction(term)
        order, lead = self.leading(bottom)
        value = ZERO
        for k, value in zip(range(order + 1), self.coefficients(top), strict=False):
            require(k == order or value is ZERO, "infinite-limit", term)
        return div(value, lead)

    def sign_near(self, term: Term, side: str) -> int:
        """The sign of a term near the point but at it, on this side; 2 if it is only not zero."""
        total, odd = 1, False
        for part in self.fraction(term):
            order, lead = self.leading(part)
            odd ^= order % 2 == 1
            total *= 1 if self.signs.holds(lead, "gt") else \
                -1 if self.signs.holds(lead, "lt") else 2
        if abs(total) != 1 or odd and not (self.inverse or side):
            return 2
        return -total if odd and side == "-" and not self.inverse else total

    # --- parts --------------------------------------------------------------------------------

    def moves(self, term: Term) -> bool:
        """Whether a term holds the variable, or what stands for it."""
        return not term.free.isdisjoint({str(self.variable.data), *self.inverse})

    def fraction(self, term: Term) -> tuple[Term, Term]:
        """Numerator and denominator, in lowest terms; both analytic at the point."""
        require(term.size <= MAX_SIZE, "budget", "Taylor's formula")
        lowest = self.ring.reduced(self.ring.normal(self.tidied(substitute(term, self.inverse))))
        top, bottom = (self.ring.term_of((part, self.ring.one)) for part in lowest)
        for part in (top, bottom):
            self.analytic(part)
        return top, bottom

    def tidied(self, term: Term) -> Term:
        """The term with the arguments of functions in lowest terms: 1 + 1/(1/t) as 1 + t."""
        if not self.moves(term):
            return term
        args = tuple(map(self.tidied, term.args))
        if term.head in ("call", "root", "pow"):
            args = tuple([folded(self.ring.canonical(a)) for a in args])
        return term if args == term.args else build(term.head, args, term.data)

    def analytic(self, term: Term) -> None:
        """Refuse a term that is not evidently analytic at the point."""
        if not self.moves(term) or term is self.variable:
            return
        args = term.args
        for a in args:
            self.analytic(a)
        match term.head:
            case "add" | "neg" | "mul":
                return
            case "div":
                return self.evident("ne", args[1])
            case "pow" if args[1].head == "number" and args[1].data[1] == 1:
                return None if args[1].data[0] >= 0 else self.evident("ne", args[0])
            case "pow" | "root":
                return self.evident("gt", args[0])
            case "call" if term.data in ENTIRE:
                return None
            case "call" if term.data == "log":
                return self.evident("gt", args[0])
            case "call" if term.data in ("tan", "sec"):
                return self.evident("ne", call("cos", args[0]))
        raise Refusal("no-limit-rule", term)

    def evident(self, kind: str, term: Term) -> None:
        """Refuse unless a term is evidently > 0 (gt) or not zero (ne) at the point."""
        require(self.signs.holds(self.at_point(term), kind), "limit-sign", term)

    # --- coefficients -------------------------------------------------------------------------

    def leading(self, term: Term) -> tuple[int, Term]:
        """The order of a zero at the point, and the first coefficient, evidently not zero."""
        for order, value in enumerate(self.coefficients(term)):
            if value is not ZERO:
                require(self.signs.holds(value, "ne"), "limit-sign", value)
                return order, value
        raise Refusal("budget", "order of a zero")

    def coefficients(self, term: Term) -> Iterator[Term]:
        """The derivatives of an analytic term at the point, from order 0 on."""
        for order in range(MAX_ORDER + 1):
            if order:
                require(term.size <= MAX_SIZE, "budget", "Taylor's formula")
                term = self.ring.canonical(differentiate(term, self.variable))
            yield self.at_point(term)

    def at_point(self, term: Term) -> Term:
        """The value at the point, in lowest terms; ZERO itself if it is zero by normal form."""
        value = self.valued(substitute(term, {str(self.variable.data): self.point}))
        return ZERO if self.ring.normal(value)[0].is_zero() else self.ring.canonical(value)

    def valued(self, term: Term) -> Term:
        """The term with the values of functions that everybody knows: exp(0), cos(0), 4^(1/2)."""
        if not term.args or term.head in ("sum", "product", "cases"):
            return term
        args = tuple(map(self.valued, term.args))
        if term.head in ("call", "root", "pow"):
            args = tuple([folded(self.ring.canonical(a)) for a in args])
        if args != term.args:
            term = build(term.head, args, term.data)
        match term.head:
            case "call":
                return _known().get(term, term)
            case "root":
                return term if args[1] is not TWO else _square_root(args[0], ONE)
            case "pow" if args[1] is ZERO or args[0] is ONE:
                return ONE
            case "pow" if args[1].head == "number" and args[1].data[1] == 2:
                return _square_root(args[0], number(args[1].data[0]))
        return term


@cache
def _known() -> dict[Term, Term]:
    """The values of functions at zero, and the lines of the table that say one value of one."""
    found = {call(f, ZERO): ZERO for f in ("tan", "sinh", "tanh", "asinh", "erf")}
    found |= {call(f, ZERO): ONE for f in ("sec", "cosh", "sech")}
    ring = Ring()
    for rule in TABLE:
        if rule.left.head == "call" and rule.relation == "=" and not rule.left.free \
                and not rule.conditions and not rule.premises:
            (u,) = rule.left.args
            found[call(str(rule.left.data), folded(ring.canonical(u)))] = rule.right
    return found


def _square_root(radicand: Term, exponent: Term) -> Term:
    """radicand^(exponent/2), without the root if the radicand is the square of a number."""
    if radicand.head == "number" and radicand.data[0] > 0:
        p, q = radicand.data
        a, b = isqrt(p), isqrt(q)
        if a * a == p and b * b == q:
            return power(number(a, b), exponent)
    return power(radicand, div(exponent, TWO))
