"""Limits of the elementary kind: by continuity, and by the ends of exp, log, tanh, atan.

    lim c = c     lim x = p     lim f(u) = f(lim u) where f is continuous at lim u
    exp(-oo) = 0+   exp(+oo) = +oo   log(0+) = -oo   c/(+oo) = 0   c/0+ = +oo (c > 0)

Every limit comes with the side from which it is approached. What is of the form 0/0, oo/oo,
oo - oo, 0 oo or 1^oo is left to Taylor's formula, and refused where that does not tell.

Source: W. Rudin, Principles of Mathematical Analysis, 3rd ed., 4.1-4.9 and 4.34.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from checker.kernel.bounds import Signs
from checker.kernel.refusal import Refusal
from checker.kernel.taylor import Taylor
from checker.language.context import Context
from checker.language.term import (
    HALF,
    INFINITY,
    ONE,
    PI,
    ZERO,
    Term,
    add,
    build,
    call,
    div,
    mul,
    neg,
    number,
)

EXACT, BELOW, ABOVE, EITHER = 0, -1, 1, 2
INDETERMINATE: Final = frozenset({"add", "mul", "div", "pow"})
"""Heads of terms whose limit does not follow from those of their parts."""
TRIES: Final = 8
"""So many parts of a term are given to Taylor's formula."""


class Limit(NamedTuple):
    """A finite value with the side it is approached from, or plus or minus infinity."""

    value: Term | None
    side: int
    """EXACT (constant), BELOW, ABOVE or EITHER for a finite value; the sign for infinity."""

    @property
    def infinite(self) -> bool:
        """Whether there is no finite value."""
        return self.value is None


def limit_value(body: Term, variable: Term, point: Term, side: str,
                context: Context) -> Term:
    """The finite limit of a term, as a term; refused where the rules above do not tell."""
    found = _Limits(variable, _start(point, side), Signs(context)).of(body)
    if found.value is None:
        raise Refusal("infinite-limit", body)
    return found.value


def _start(point: Term, side: str) -> Limit:
    if point is INFINITY:
        return Limit(None, 1)
    if point.head == "neg" and point.args[0] is INFINITY:
        return Limit(None, -1)
    if side not in ("", "+", "-"):
        raise Refusal("no-limit-rule", f"side {side}")
    return Limit(point, {"+": ABOVE, "-": BELOW, "": EITHER}[side])


def required_near(kind: str, term: Term, variable: Term, point: Term, side: str,
                  context: Context) -> None:
    """Refuse unless a term evidently is > 0, >= 0 or != 0 all around the point but at it.

    The limit's own rules do not see what a derivative required and no longer shows:
    d/dx (x + 0 log x) is 1, and has no limit at x = -1.
    """
    limits = _Limits(variable, _start(point, side), Signs(context))
    try:
        if limits.near(kind, term):
            return
        refusal = Refusal("limit-requirement", term)
    except Refusal as refused:
        refusal = refused
    try:
        sign = limits.taylor.sign_near(term, side)
    except Refusal:
        raise refusal from None
    if kind != "ne" and sign != 1:
        raise refusal


class _Limits:
    __slots__ = ("variable", "start", "signs", "taylor", "tries")

    def __init__(self, variable: Term, start: Limit, signs: Signs) -> None:
        self.variable = variable
        self.start = start
        self.signs = signs
        self.taylor = Taylor(variable, start.value, start.side, signs)
        self.tries = TRIES

    def near(self, kind: str, term: Term) -> bool:
        """Whether limits show that a term is > 0, >= 0 or != 0 near the point."""
        a = self.of(term)
        if a.value is None:
            return kind == "ne" or a.side > 0
        sign = self.sign(a.value)
        return sign > 0 or (kind == "ne" and sign < 0) or sign == 0 and (
            a.side == ABOVE or (kind == "ne" and (a.side == BELOW or term is self.variable))
            or (kind == "ge" and a.side == EXACT))

    def of(self, term: Term) -> Limit:
        """The limit of a term: by its parts, or where they do not tell, by Taylor's formula."""
        try:
            return self.by_parts(term)
        except Refusal as refusal:
            if term.head not in INDETERMINATE or not self.tries:
                raise
            self.tries -= 1
            try:
                return Limit(self.taylor.limit(term), EITHER)
            except Refusal as told:
                infinite = told.reason == "infinite-limit" and refusal.reason == "indeterminate"
                raise told if infinite else refusal from None

    def by_parts(self, term: Term) -> Limit:
        if str(self.variable.data) not in term.free:
            return Limit(term, EXACT)
        if term is self.variable:
            return self.start
        args = [self.of(a) for a in term.args] if term.head in (
            "add", "neg", "mul", "div", "pow", "root", "call") else []
        match term.head:
            case "add":
                return self.sum(args)
            case "neg":
                return self.minus(args[0])
            case "mul":
                total = args[0]
                for a in args[1:]:
                    total = self.product(total, a)
                return total
            case "div":
                return self.product(args[0], self.inverse(args[1]))
            case "pow" if term.args[1].head == "number" and term.args[1].data[1] == 1:
                return self.whole_power(args[0], int(term.args[1].value),
                                        term.args[0] is self.variable)
            case "root" | "pow":
                return self.positive_power(term, args)
            case "call" if len(args) == 1:
                return self.function(str(term.data), args[0])
        raise Refusal("no-limit-rule", term)

    def sign(self, term: Term) -> int:
        """The evident sign of a constant, 0 where it is zero; refused where it is not evident."""
        value = term
        for value in (term, self.taylor.valued(term)):
            for kind, sign in (("gt", 1), ("lt", -1), ("eq", 0)):
                if self.signs.holds(value, kind):
                    return sign
        raise Refusal("limit-sign", value)

    def minus(self, a: Limit) -> Limit:
        side = a.side if a.side in (EXACT, EITHER) else -a.side
        return Limit(None if a.value is None else neg(a.value), side)

    def sum(self, parts: list[Limit]) -> Limit:
        infinite = {p.side for p in parts if p.infinite}
        if len(infinite) == 2:
            raise Refusal("indeterminate", "oo - oo")
        if infinite:
            return Limit(None, infinite.pop())
        sides = {p.side for p in parts} - {EXACT}
        side = EXACT if not sides else sides.pop() if len(sides) == 1 else EITHER
        return Limit(add(*(p.value for p in parts if p.value is not None)), side)

    def product(self, a: Limit, b: Limit) -> Limit:
        if a.infinite and b.infinite:
            return Limit(None, a.side * b.side)
        if a.value is None:
            a, b = b, a
        if b.value is None:
            assert a.value is not None
            sign = self.sign(a.value)
            if sign == 0:
                raise Refusal("indeterminate", "0 oo")
            return Limit(None, sign * b.side)
        assert a.value is not None
        value = mul(a.value, b.value)
        if a.side == b.side == EXACT:
            return Limit(value, EXACT)
        exact, moving = (a, b) if a.side == EXACT else (b, a)
        if exact.side != EXACT or moving.side == EITHER or exact.value is None:
            return Limit(value, EITHER)
        try:
            sign = self.sign(exact.value)
        except Refusal:
            return Limit(value, EITHER)
        return Limit(value, moving.side * sign if sign else EXACT)

    def inverse(self, a: Limit) -> Limit:
        if a.value is None:
            return Limit(ZERO, ABOVE if a.side > 0 else BELOW)
        if self.signs.holds(a.value, "ne"):
            side = a.side if a.side in (EXACT, EITHER) else -a.side
            return Limit(div(ONE, a.value), side)
        if self.sign(a.value) == 0 and a.side in (ABOVE, BELOW):
            return Limit(None, a.side)
        raise Refusal("indeterminate", "1/0")

    def whole_power(self, a: Limit, n: int, punctured: bool) -> Limit:
        """Powers; a variable near 0 is not 0, so its even powers come from above."""
        if n == 0:
            return Limit(ONE, EXACT)
        total = a
        for _ in range(min(abs(n), 64) - 1):
            total = self.product(total, a)
        if abs(n) > 64:
            raise Refusal("no-limit-rule", "a high power")
        if a.value is not None:
            total = Limit(build("pow", (a.value, number(abs(n)))), total.side)
            from_above = a.side == ABOVE and self.signs.holds(a.value, "ge")
            even = n % 2 == 0 and punctured and self.signs.holds(a.value, "eq")
            if from_above or even:
                total = Limit(total.value, ABOVE)
        return total if n > 0 else self.inverse(total)

    def positive_power(self, term: Term, args: list[Limit]) -> Limit:
        """Roots, and powers with any exponent, where the base tends to something positive."""
        base, exponent = args
        if base.value is None or exponent.value is None:
            raise Refusal("no-limit-rule", term)
        if not self.signs.holds(base.value, "gt"):
            raise Refusal("limit-sign", base.value)
        return Limit(build(term.head, (base.value, exponent.value)), EITHER)

    def function(self, f: str, a: Limit) -> Limit:
        if a.value is None:
            ends = {("exp", 1): Limit(None, 1), ("exp", -1): Limit(ZERO, ABOVE),
                    ("log", 1): Limit(None, 1), ("abs", 1): Limit(None, 1),
                    ("abs", -1): Limit(None, 1), ("tanh", 1): Limit(ONE, BELOW),
                    ("tanh", -1): Limit(neg(ONE), ABOVE),
                    ("atan", 1): Limit(mul(HALF, PI), BELOW),
                    ("atan", -1): Limit(neg(mul(HALF, PI)), ABOVE),
                    ("sinh", 1): Limit(None, 1), ("sinh", -1): Limit(None, -1),
                    ("cosh", 1): Limit(None, 1), ("cosh", -1): Limit(None, 1)}
            if (f, a.side) in ends:
                return ends[f, a.side]
            raise Refusal("no-limit-rule", f"{f} at infinity")
        if f == "log":
            if a.side == ABOVE and self.signs.holds(a.value, "eq"):
                return Limit(None, -1)
            if not self.signs.holds(a.value, "gt"):
                raise Refusal("limit-sign", a.value)
        elif f not in ("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "abs", "erf"):
            raise Refusal("no-limit-rule", f)
        rising = f in ("exp", "log", "sinh", "tanh", "atan", "asinh", "erf")
        return Limit(call(f, a.value), a.side if rising or a.side == EXACT else EITHER)
