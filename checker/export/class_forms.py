"""Stable forms of softmax: every exponent is taken relative to the largest.

S is a sum over k of exp(a(k)). The forms hold for every class c; the exported function takes
for c the class of the largest a(c), so that no exponential overflows and one of them is 1.
Below, E(k) stands for exp(a(k) - a(c)). The difference rounds, and exp makes a relative error
of its absolute one, so E(k) is corrected by what the difference lost:

    d = a(k) - a(c),  E(k) = exp(d) (1 + ((a(k) - (d - (d - a(k)))) - (a(c) + (d - a(k)))))

In real numbers the second factor is 1, and the kernel proves the equality; in floating point
it is 1 plus exactly what was lost.

Source: T. J. Dekker, A floating-point technique for extending the available precision,
Numerische Mathematik 18 (1971) 224-242, for the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from checker.language.substitution import substitute
from checker.language.term import ONE, Term, add, call, div, exp, log, mul, sub, sum_of


@dataclass(frozen=True, slots=True)
class Classes:
    """A sum of exponentials over classes, and the class that exponents are relative to."""

    total: Term
    """Sum over k of exp(a(k))."""
    largest: Term
    """The name c."""

    @property
    def index(self) -> Term:
        """The summation index k."""
        return self.total.args[0]

    def a(self, k: Term) -> Term:
        """The exponent of class k."""
        return substitute(self.total.args[1].args[0], {str(self.index.data): k})

    def e(self, k: Term) -> Term:
        """exp(a(k) - a(c))."""
        return exp(sub(self.a(k), self.a(self.largest)))

    def sum(self, body: Term) -> Term:
        """A sum over all classes."""
        return sum_of(body, self.index, *self.total.args[2:])

    def others(self, c: Term) -> Term:
        """The sum of all E(k) but that of class c."""
        return self.sum(mul(_not(self.index, c), self.e(self.index)))


def _not(j: Term, c: Term) -> Term:
    return sub(ONE, call("delta", j, c))


def _loss(s: Classes, y: Term, _: Term) -> Term:
    return add(sub(s.a(s.largest), s.a(y)), log(add(ONE, s.others(s.largest))))


def _log_sum(s: Classes, _: Term, __: Term) -> Term:
    return add(s.a(s.largest), log(add(ONE, s.others(s.largest))))


def _error(s: Classes, j: Term, y: Term) -> Term:
    """p(j) - delta(y, j): for the true class minus the sum of the others, over the sum of all."""
    top = sub(mul(_not(y, j), s.e(j)), mul(call("delta", y, j), s.others(j)))
    return div(top, s.sum(s.e(s.index)))


def _turned_error(s: Classes, j: Term, y: Term) -> Term:
    top = sub(mul(_not(j, y), s.e(j)), mul(call("delta", j, y), s.others(j)))
    return div(top, s.sum(s.e(s.index)))


def _probability(s: Classes, j: Term, _: Term) -> Term:
    return div(s.e(j), s.sum(s.e(s.index)))


def _slope(s: Classes, j: Term, q: Term) -> Term:
    """p(j) (delta(j, q) - p(q)), without 1 - p."""
    whole = s.sum(s.e(s.index))
    inner = sub(mul(call("delta", j, q), s.others(q)), mul(_not(j, q), s.e(q)))
    return mul(div(s.e(j), whole), div(inner, whole))


@dataclass(frozen=True, slots=True)
class ClassForm:
    """One stable form of an expression in S and at most two class numbers."""

    reason: str
    build: Callable[[Classes, Term, Term], Term]
    numbers: int
    """How many class numbers stand in it besides c."""


CLASS_FORMS: Final = (
    ClassForm("largest + log(1 + the others), less one exponent", _loss, 1),
    ClassForm("largest + log(1 + the others)", _log_sum, 0),
    ClassForm("p - delta, with exponents relative to the largest", _error, 2),
    ClassForm("p - delta, with exponents relative to the largest", _turned_error, 2),
    ClassForm("p (delta - p), with exponents relative to the largest", _slope, 2),
    ClassForm("p, with exponents relative to the largest", _probability, 1),
)


def compensated(e: Term) -> Term:
    """exp(a - b) with what the difference a - b loses in floating point.

    >>> from checker.language.term import name
    >>> x, y = name("x"), name("y")
    >>> compensated(exp(sub(x, y)))
    exp(x - y)*(1 + ((x - ((x - y) - ((x - y) - x))) - (y + ((x - y) - x))))
    """
    d = e.args[0]
    a, b = d.args[0], d.args[1].args[0]
    back = sub(d, a)
    return mul(e, add(ONE, sub(sub(a, sub(d, back)), add(b, back))))


def sums_of_exponentials(term: Term) -> Iterator[Term]:
    """The sums over k of exp(a(k)) inside a term."""
    if term.head == "sum" and term.args[1].head == "call" and term.args[1].data == "exp":
        yield term
        return
    for arg in term.args:
        yield from sums_of_exponentials(arg)
