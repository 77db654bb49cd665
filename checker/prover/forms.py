"""Forms: equal terms whose sign is evident — lowest terms, factors, sums of squares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from flint import fmpz_mpoly

from checker.kernel.case import Case
from checker.kernel.refusal import Refusal
from checker.kernel.ring import Ring
from checker.language.errors import TooLarge
from checker.language.term import Term, add, div, mul, neg, number, power

MAX_FACTORED = 60
"""Polynomials of more terms are not factored."""
MAX_FACTORED_DEGREE = 200
"""Polynomials of a higher degree are not factored, unless they have one term only."""


def too_large(*polynomials: fmpz_mpoly) -> bool:
    """Whether one of these would take too long to factor: x^99999999 - 1 has two terms."""
    return any(len(p) > MAX_FACTORED or len(p) > 1 and p.total_degree() > MAX_FACTORED_DEGREE
               for p in polynomials)


def form_of(case: Case, term: Term, kind: str) -> Term | None:
    """A term equal to this one that makes its sign evident, if one is found."""
    try:
        for form in chain(_forms(case.ring, term), _from_facts(case, term)):
            if case.evident(form, kind) and case.defined(form):
                return form
    except (Refusal, TooLarge):
        pass
    return None


def _forms(ring: Ring, term: Term) -> Iterator[Term]:
    n, d = ring.reduced(ring.normal(term))
    yield ring.term_of((n, d))
    if too_large(n, d):
        return
    if n.total_degree() > 1 or d.total_degree() > 1:  # else there is no factor, and no square
        top, bottom = factored(ring, n), factored(ring, d)
        yield top if d.is_one() else div(top, bottom)
        squares = [sum_of_squares(ring, p) for p in (n, d)]
        if squares[0] is not None and squares[1] is not None:
            yield squares[0] if d.is_one() else div(squares[0], squares[1])
    root_form = conjugate(ring, n)
    if root_form is not None and d.is_one():
        yield root_form


def _from_facts(case: Case, term: Term) -> Iterator[Term]:
    """f / (f/t) for a known sign of f: t > 0 if f > 0 and f/t > 0."""
    for fact, _ in case.facts:
        if not fact.free.isdisjoint(term.free):
            quotient = case.ring.reduced(case.ring.normal(div(fact, term)))
            if not quotient[0].is_zero():
                yield div(fact, case.ring.term_of(quotient))


def factored(ring: Ring, p: fmpz_mpoly) -> Term:
    """The polynomial as a product of its irreducible factors."""
    if p.is_zero():
        return number(0)
    content, factors = p.factor()
    parts = []
    for factor, exponent in factors:
        base = ring.term_of((factor, ring.one))
        parts.append(base if exponent == 1 else power(base, number(int(exponent))))
    scalar = int(content)
    if abs(scalar) != 1 or not parts:
        parts.insert(0, number(abs(scalar)))
    return neg(mul(*parts)) if scalar < 0 else mul(*parts)


def sum_of_squares(ring: Ring, p: fmpz_mpoly) -> Term | None:
    """A polynomial of degree two as a weighted sum of squares and a rest, by completing squares.

    >>> from checker.language.term import name, sub
    >>> ring = Ring()
    >>> x = name("x")
    >>> n, d = ring.normal(add(power(x, number(2)), neg(mul(number(2), x)), number(5)))
    >>> sum_of_squares(ring, n)
    1*(x + (-1))**2 + 4
    """
    if p.is_constant():
        return ring.term_of((p, ring.one))
    if p.total_degree() != 2:
        return None
    summands: list[Term] = []
    rest: dict[tuple[int, ...], Fraction] = {
        tuple(int(e) for e in exponents): Fraction(int(c))
        for exponents, c in p.to_dict().items()}
    width = len(next(iter(rest)))
    for k in sorted(ring.generators((p, ring.one))):
        square = tuple(2 if i == k else 0 for i in range(width))
        a = rest.get(square)
        if a is None or a == 0:
            continue
        linear = {tuple(e - (i == k) for i, e in enumerate(exponents)): c / (2 * a)
                  for exponents, c in rest.items() if exponents[k] == 1}
        inner = [ring.atoms[k]]
        for exponents, c in linear.items():
            inner.append(_term(ring, exponents, c))
        summands.append(mul(number(a), power(add(*inner), number(2))))
        rest = {e: c for e, c in rest.items() if e[k] == 0}
        for e1, c1 in linear.items():
            for e2, c2 in linear.items():
                e = tuple(x + y for x, y in zip(e1, e2, strict=True))
                rest[e] = rest.get(e, Fraction(0)) - a * c1 * c2
    summands += [_term(ring, e, c) for e, c in rest.items() if c]
    return add(*summands)


def _term(ring: Ring, exponents: tuple[int, ...], c: Fraction) -> Term:
    factors = [ring.atoms[i] if e == 1 else power(ring.atoms[i], number(e))
               for i, e in enumerate(exponents) if e]
    if not factors:
        return number(c)
    return mul(*factors) if c == 1 else mul(number(c), *factors)


def conjugate(ring: Ring, p: fmpz_mpoly) -> Term | None:
    """a + sqrt(b) as ((a + sqrt(b))^2 + b - a^2) / (2 sqrt(b)), which shows that it is > 0."""
    roots = [k for k, a in enumerate(ring.atoms) if a.head == "pow"
             and a.args[1].data == (1, 2) and p.degrees()[k] == 1]
    if len(roots) != 1:
        return None
    root = ring.atoms[roots[0]]
    whole = ring.term_of((p, ring.one))
    n, _ = ring.normal(add(whole, neg(root)))
    if n.degrees()[roots[0]] != 0:
        return None
    a = ring.term_of((n, ring.one))
    gap = add(root.args[0], neg(power(a, number(2))))
    gap = ring.term_of(ring.reduced(ring.normal(gap)))
    return div(add(power(whole, number(2)), gap), mul(number(2), root))
