"""Factors: simple constants and terms by which two rows of values differ."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple

from flint import arb

from checker.kernel.elaborate import elaborate
from checker.kernel.refusal import Refusal
from checker.language.claim import Claim
from checker.language.errors import TooLarge
from checker.language.kinks import parts
from checker.language.needs import needs
from checker.language.substitution import substitute
from checker.language.term import INDEX, MINUS_ONE, ONE, Term, add, div, mul, name, neg, number
from checker.refuter.probes import Probes, Values, same

DENOMINATORS: Final = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12)
MAX_POOL: Final = 28
MAX_PART: Final = 24
"""Larger subterms are not offered as lost factors."""


class Factor(NamedTuple):
    """A simple term with its values at the probes."""

    term: Term
    values: Values


def common(values: Values, largest: int = 12) -> Fraction | None:
    """The simple rational number that all values are, None if there is none.

    >>> common([arb(1) / 2, arb(0.5)])
    Fraction(1, 2)
    """
    head = values[0]
    if not all(same(head, v) for v in values[1:]):
        return None
    for q in DENOMINATORS:
        scaled = head * q
        if not scaled.contains_integer() or scaled.rad() > arb(2) ** -30:
            continue
        p = scaled.unique_fmpz()
        if p is not None and abs(int(p)) <= largest * q and (q == 1 or abs(int(p)) <= largest):
            return Fraction(int(p), q)
    return None


def quotients(a: Values, b: Values) -> Values | None:
    """The quotients of two rows, None if one is not certainly defined."""
    if any(v.contains(0) for v in b):
        return None
    return [x / y for x, y in zip(a, b, strict=True)]


def pool(probes: Probes) -> list[Factor]:
    """The simple terms that a claim mentions, the most telling first."""
    claim = probes.claim
    found: dict[Term, None] = {}
    for side in (claim.lhs, claim.rhs):
        found.update(dict.fromkeys(_parts(side)))
    names = [name(n) for n in needs((claim.lhs, claim.rhs), claim.context).names]
    found.update(dict.fromkeys(names))
    found.update(dict.fromkeys(mul(a, b) for a, b in combinations(names[:4], 2)))
    bound = bound_names(claim)
    found.update(dict.fromkeys(t for t in picked(claim) if bound.isdisjoint(t.free)))
    for side in (claim.lhs, claim.rhs):
        try:
            found.update(dict.fromkeys(_parts(elaborate(side, probes.context).term)))
        except (Refusal, TooLarge):
            continue
    factors: list[Factor] = []
    for term in sorted(found, key=_rank):
        if len(factors) == MAX_POOL:
            break
        values = probes.values(term)
        if values is not None and not any(v.contains(0) for v in values) \
                and common(values) is None:
            factors.append(Factor(term, values))
    return factors


def bound_names(claim: Claim) -> frozenset[str]:
    """The indices of the sums of a claim, those in its definitions included."""
    return frozenset(str(t.args[0].data) for t in parts((claim.lhs, claim.rhs), claim.context)
                     if t.head in ("sum", "product"))


def picked(claim: Claim) -> list[Term]:
    """Entries under sums at the index that a derivative picks: x[j] for Sum(w[k]*x[k]) by w[j].

    >>> from checker.language.term import derivative, entry, sum_of
    >>> j, k, n = name("j"), name("k"), name("n")
    >>> total = sum_of(mul(entry("w", k), entry("x", k)), k, ONE, n)
    >>> picked(Claim(derivative(total, entry("w", j)), ONE))
    [x[j], w[j]]
    """
    every = list(parts((claim.lhs, claim.rhs), claim.context))
    indices = {i for t in every if t.head == "derivative" and t.args[1].head == "entry"
               for i in t.args[1].args}
    if not indices:
        return []
    bound = bound_names(claim)
    found: dict[Term, None] = {}
    for term in every:
        if term.head == "entry":
            for own in sorted(term.free & bound):
                for index in sorted(indices, key=str):
                    found[substitute(term, {own: index})] = None
    return sorted(found, key=str, reverse=True)


def _rank(term: Term) -> tuple[int, int]:
    return (term.size, 0 if term.head in ("name", "entry", "apply") else 1)


def _parts(top: Term) -> list[Term]:
    """Subterms outside binders that could be a factor of their own."""
    found: list[Term] = []
    stack = [(a, frozenset[str]()) for a in top.args]
    while stack and len(found) < 120:
        term, bound = stack.pop()
        if term.head in ("name", "entry", "apply", "call", "add", "mul", "div", "pow", "root",
                         "derivative") \
                and term.size <= MAX_PART and not term.flags & INDEX \
                and not any(n in bound or n[0] == "@" for n in term.free):
            found.append(term)
        if term.head in ("sum", "product", "limit", "integral"):
            bound = bound | {str(term.args[0].data)}
        elif term.head == "at":
            bound = bound | {str(term.args[1].data)}
        stack += [(a, bound) for a in term.args]
    return found


def times(factor: Term, term: Term) -> Term:
    """The term with one more factor, written as a person would.

    >>> x = name("x")
    >>> times(number(2), neg(x)), times(x, div(ONE, add(x, ONE))), times(MINUS_ONE, neg(x))
    (-2*x, x/(x + 1), x)
    """
    if factor is ONE:
        return term
    if factor is MINUS_ONE:
        return negated(term)
    if factor.head == "number" and factor.value < 0:
        return negated(times(number(-factor.value), term))
    if term is ONE:
        return factor
    if term.head == "number" and factor.head == "number":
        return number(term.value * factor.value)
    if term.head == "neg":
        return neg(times(factor, term.args[0]))
    if term.head == "div":
        top, bottom = term.args
        return ratio(times(factor, top), bottom)
    factors = _flat(term)
    if factor.head == "number":
        if factors[0].head == "number":
            product = factor.value * factors[0].value
            return times(number(product), mul(*factors[1:])) if len(factors) > 1 \
                else number(product)
        return mul(factor, *factors)
    return mul(*factors, *_flat(factor))


def over(term: Term, factor: Term) -> Term:
    """The term with a factor taken away, or divided by it.

    >>> x, m = name("x"), name("m")
    >>> over(mul(x, m), m), over(neg(x), m)
    (x, -x/m)
    """
    if term is factor:
        return ONE
    if term.head == "neg":
        return neg(over(term.args[0], factor))
    if term.head == "mul" and factor in term.args:
        rest = list(term.args)
        rest.remove(factor)
        return mul(*rest)
    if term.head == "div":
        top, bottom = term.args
        if top is factor or (top.head == "mul" and factor in top.args):
            return div(over(top, factor), bottom)
        return div(top, times(factor, bottom))
    return div(term, factor)


def ratio(top: Term, bottom: Term) -> Term:
    """The fraction top/bottom, with a common written factor cancelled."""
    if bottom is top:
        return ONE
    if bottom.head == "mul" and top in bottom.args:
        return div(ONE, over(bottom, top))
    return div(top, bottom)


def negated(term: Term) -> Term:
    """Minus the term, written as a person would.

    >>> negated(add(name("x"), neg(name("y"))))
    y - x
    """
    if term.head == "neg":
        return term.args[0]
    if term.head == "number":
        return number(-term.value)
    if term.head == "mul" and term.args[0].head in ("neg", "number") and (
            term.args[0].head == "neg" or term.args[0].value < 0):
        first = negated(term.args[0])
        return mul(*term.args[1:]) if first is ONE else mul(first, *term.args[1:])
    if term.head == "div" and (_difference(term.args[0]) or term.args[0].head == "neg"):
        return div(negated(term.args[0]), term.args[1])
    if _difference(term):
        return add(*(negated(a) for a in reversed(term.args)))
    return neg(term)


def _difference(term: Term) -> bool:
    return term.head == "add" and len(term.args) == 2 and (
        (term.args[0].head == "neg") != (term.args[1].head == "neg"))


def _flat(term: Term) -> tuple[Term, ...]:
    return term.args if term.head == "mul" else (term,)
