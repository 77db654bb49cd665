"""Derivatives: structural differentiation of terms.

    D(a + b) = Da + Db      D(ab) = Da b + a Db      D(a/b) = (Da b - a Db) / b^2
    D f(u)   = f'(u) Du     D(sum_i a_i) = sum_i Da_i     D w[i] by w[j] = delta(i, j)
    D(prod_i a_i) = prod_i a_i sum_i (Da_i / a_i), where no a_i is zero

An abstract function becomes its jet: D h(u) = h'(u) Du. Zero summands and factors one are
left out; the conditions for all of this are collected elsewhere, from the terms as written.

Source of the table: Abramowitz and Stegun, Handbook of Mathematical Functions, 3.3, 4.1-4.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checker.kernel.refusal import Refusal, require
from checker.language.substitution import fresh, substitute
from checker.language.term import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    build,
    call,
    cases,
    div,
    exp,
    log,
    mul,
    neg,
    number,
    power,
    relation,
    sqrt,
    sub,
)

MAX_FACTORS: Final = 12
"""Products of no more factors than this are written out."""

DERIVATIVES: Final[dict[str, Callable[[Term], Term]]] = {
    "exp": exp,
    "log": lambda u: div(ONE, u),
    "sin": lambda u: call("cos", u),
    "cos": lambda u: neg(call("sin", u)),
    "tan": lambda u: div(ONE, power(call("cos", u), TWO)),
    "cot": lambda u: div(MINUS_ONE, power(call("sin", u), TWO)),
    "sec": lambda u: div(call("sin", u), power(call("cos", u), TWO)),
    "csc": lambda u: div(neg(call("cos", u)), power(call("sin", u), TWO)),
    "asin": lambda u: div(ONE, sqrt(sub(ONE, power(u, TWO)))),
    "acos": lambda u: div(MINUS_ONE, sqrt(sub(ONE, power(u, TWO)))),
    "atan": lambda u: div(ONE, add(ONE, power(u, TWO))),
    "acot": lambda u: div(MINUS_ONE, add(ONE, power(u, TWO))),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "tanh": lambda u: sub(ONE, power(call("tanh", u), TWO)),
    "coth": lambda u: sub(ONE, power(call("coth", u), TWO)),
    "sech": lambda u: neg(mul(call("sech", u), call("tanh", u))),
    "csch": lambda u: neg(mul(call("csch", u), call("coth", u))),
    "asinh": lambda u: div(ONE, sqrt(add(ONE, power(u, TWO)))),
    "acosh": lambda u: div(ONE, sqrt(sub(power(u, TWO), ONE))),
    "atanh": lambda u: div(ONE, sub(ONE, power(u, TWO))),
    "abs": lambda u: div(u, call("abs", u)),
    "sign": lambda u: div(ZERO, u),
    "heaviside": lambda u: div(ZERO, u),
    "erf": lambda u: div(mul(TWO, exp(neg(power(u, TWO)))), sqrt(build("constant", (), "pi"))),
}
"""The derivative of each known function at u; the rule for u itself is the chain rule."""


def differentiate(term: Term, variable: Term) -> Term:
    """The derivative of a term without derivatives, by a name or an entry of a family.

    Refused where no rule applies (integrals, limits), and where
    the variable's name also names a family: what w[i] has to do with w nobody said.

    >>> from checker.language.term import name
    >>> x = name("x")
    >>> differentiate(div(ONE, add(ONE, exp(neg(x)))), x)
    -exp(-x)*(-1)/(1 + exp(-x))**2
    """
    if str(variable.data) not in term.free:
        return ZERO
    head = term.head
    args = term.args
    match head:
        case "name":
            require(variable.head == "name", "family-and-name", variable.data)
            return ONE
        case "entry":
            return _entry(term, variable)
        case "add":
            return _sum([differentiate(a, variable) for a in args])
        case "neg":
            return _minus(differentiate(args[0], variable))
        case "mul":
            return _sum([_times(*args[:k], differentiate(a, variable), *args[k + 1:])
                         for k, a in enumerate(args)])
        case "div":
            return _quotient(args[0], args[1], variable)
        case "pow":
            return _power(args[0], args[1], variable)
        case "root":
            require(args[1].head == "number", "no-derivative-rule", term)
            inner = differentiate(args[0], variable)
            degree = args[1].value
            below = power(term, number(degree - 1))
            return div(inner, _times(number(degree), below))
        case "call":
            return _call(term, variable)
        case "apply":
            function, orders = term.data
            return _sum([
                _times(build("apply", args, (function, _raised(orders, k))),
                       differentiate(a, variable))
                for k, a in enumerate(args)])
        case "product" if _few(args[2], args[3]):
            index, body, lo, hi = args
            return differentiate(mul(*(
                substitute(body, {str(index.data): number(k)})
                for k in range(int(lo.value), int(hi.value) + 1))), variable)
        case "sum" | "product":
            return _over_index(term, variable)
        case "cases":
            return _cases(term, variable)
    raise Refusal("no-derivative-rule", f"{head} by {variable}")


def _raised(orders: tuple[int, ...], k: int) -> tuple[int, ...]:
    return (*orders[:k], orders[k] + 1, *orders[k + 1:])


def _sum(terms: list[Term]) -> Term:
    return add(*(t for t in terms if t is not ZERO))


def _times(*factors: Term) -> Term:
    if ZERO in factors:
        return ZERO
    return mul(*(f for f in factors if f is not ONE))


def _minus(a: Term) -> Term:
    return ZERO if a is ZERO else neg(a)


def _entry(term: Term, variable: Term) -> Term:
    require(variable.head == "entry" and len(variable.args) == len(term.args),
            "family-and-name", variable.data)
    require(all(variable.data not in a.free for a in (*term.args, *variable.args)),
            "index-depends-on-variable", term)
    if term is variable:
        return ONE
    return mul(*(call("delta", a, b) for a, b in zip(term.args, variable.args, strict=True)
                 if a is not b))


def _quotient(top: Term, bottom: Term, variable: Term) -> Term:
    up, down = differentiate(top, variable), differentiate(bottom, variable)
    if down is ZERO:
        return div(up, bottom)
    square = power(bottom, TWO)
    if up is ZERO:
        return neg(div(_times(top, down), square))
    return div(sub(_times(up, bottom), _times(top, down)), square)


def _power(base: Term, exponent: Term, variable: Term) -> Term:
    inner, outer = differentiate(base, variable), differentiate(exponent, variable)
    if outer is ZERO:
        if exponent.head == "number":
            less = number(exponent.value - 1)
            lowered = base if less is ONE else power(base, less)
        else:
            lowered = power(base, sub(exponent, ONE))
        return _times(exponent, lowered, inner)
    first = _times(outer, log(base))
    second = ZERO if inner is ZERO else div(_times(exponent, inner), base)
    return mul(power(base, exponent), _sum([first, second]))


def _call(term: Term, variable: Term) -> Term:
    function = str(term.data)
    if function in DERIVATIVES and len(term.args) == 1:
        (u,) = term.args
        return _times(DERIVATIVES[function](u), differentiate(u, variable))
    if function in ("max", "min") and len(term.args) == 2:
        a, b = term.args
        wins = "gt" if function == "max" else "lt"
        gap = div(ZERO, sub(a, b))  # zero, and undefined at the kink
        left, right = differentiate(a, variable), differentiate(b, variable)
        return add(cases((left, relation(wins, a, b)), otherwise=right), gap,
                   *_smooth(left), *_smooth(right))
    raise Refusal("no-derivative-rule", f"{function} by {variable}")


def _few(lo: Term, hi: Term) -> bool:
    """Whether the ends of a range are numbers and not far apart."""
    return all(end.head == "number" and end.data[1] == 1 for end in (lo, hi)) \
        and hi.value - lo.value < MAX_FACTORS


def _over_index(term: Term, variable: Term) -> Term:
    index, body, lo, hi = term.args
    require(variable.data not in lo.free | hi.free, "no-derivative-rule", "of a range")
    if index.data in variable.free:
        renamed = fresh(str(index.data), variable.free | body.free)
        body = substitute(body, {str(index.data): renamed})
        index = renamed
    inner = differentiate(body, variable)
    if inner is ZERO:
        return ZERO
    if term.head == "sum":
        return build("sum", (index, inner, lo, hi))
    return mul(term, build("sum", (index, div(inner, body), lo, hi)))


def _cases(term: Term, variable: Term) -> Term:
    """The cases of the derivatives; undefined where a guard that moves is on its boundary."""
    args = term.args
    values = [*args[::2]]
    guards = args[1::2]
    out: list[Term] = []
    gaps: list[Term] = []
    for k, value in enumerate(values):
        out.append(differentiate(value, variable))
        if k < len(guards):
            out.append(guards[k])
            for r in relations(guards[k]):
                if str(variable.data) in r.free:
                    gap = sub(r.args[0], r.args[1])
                    gaps += [div(ZERO, gap), *_smooth(differentiate(gap, variable))]
    return add(build("cases", tuple(out)), *gaps)


def _smooth(slope: Term) -> list[Term]:
    """Zero, but undefined where the slope is: a guard that jumps must not pass unseen."""
    return [] if slope is ZERO else [mul(ZERO, slope)]


def relations(guard: Term) -> list[Term]:
    """The relations a guard is made of."""
    if guard.head in ("and", "or", "not"):
        return [r for part in guard.args for r in relations(part)]
    return [guard] if guard.args else []


def repeated(term: Term, variable: Term, order: int) -> Term:
    """The derivative of this order."""
    for _ in range(order):
        term = differentiate(term, variable)
    return term
