"""Exponentials over a rational basis of their exponents; powers with any exponent."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from checker.kernel.ring import Ring
from checker.language.term import MINUS_ONE, ONE, ZERO, Term, add, mul, name, neg, number, sub
from checker.prover.draft import Draft

Combination = dict[Term, Fraction]
"""A linear combination: term -> coefficient."""

MAX_MULTIPLE = 200
"""Larger integer multiples of an exponent are left alone."""


def combination(ring: Ring, term: Term) -> Combination:
    """The term as a rational linear combination of monomials (over its denominator)."""
    n, d = ring.reduced(ring.normal(term))
    out: Combination = {}
    scale = int(d.leading_coefficient()) if d.is_constant() else 1
    if not d.is_constant():
        content = gcd(*(int(c) for c in d.coeffs()))
        d, scale = d / content, content
    for exponents, c in n.to_dict().items():
        monomial = ring.ring.from_dict({exponents: 1})
        common = monomial.gcd(d)
        out_term = ring.term_of((monomial / common, d / common)) if not d.is_constant() \
            else ring.term_of((monomial, ring.one))
        out[out_term] = out.get(out_term, Fraction(0)) + Fraction(int(c), scale)
    return out


def basis(combinations: list[Combination]) -> Combination:
    """For each monomial the greatest unit of which every coefficient is a whole multiple."""
    units: Combination = {}
    for parts in combinations:
        for monomial, c in parts.items():
            if c == 0:
                continue
            known = units.get(monomial)
            units[monomial] = abs(c) if known is None else common_unit(known, c)
    return units


def common_unit(a: Fraction, b: Fraction) -> Fraction:
    """The greatest number of which both are whole multiples."""
    bottom = lcm(a.denominator, b.denominator)
    return Fraction(gcd(int(a * bottom), int(b * bottom)), bottom)


def unit_term(monomial: Term, unit: Fraction) -> Term:
    """unit * monomial."""
    if monomial is ONE:
        return number(unit)
    return monomial if unit == 1 else mul(number(unit), monomial)


def exponentials(draft: Draft) -> None:
    """exp(sum k_i B_i) = prod exp(B_i)^k_i over a common basis B of all exponents."""
    terms = draft.calls("exp")
    if not terms:
        return
    ring = draft.case.ring
    combinations = [combination(ring, t.args[0]) for t in terms]
    units = basis(combinations)
    for monomial, unit in units.items():
        if monomial.head == "call" and monomial.data == "log" and unit.denominator == 1:
            units[monomial] = Fraction(1)
    for parts in combinations:
        pieces = [(unit_term(m, units[m]), c / units[m]) for m, c in parts.items() if c]
        if not pieces:
            draft.use("exp-zero")
            continue
        multiples = [piece if k == 1 else mul(number(k), piece) for piece, k in pieces]
        for position in range(len(pieces) - 1):
            draft.use("exp-sum", a=multiples[position], b=add(*multiples[position + 1:]))
        for piece, k in pieces:
            if k != 1 and k.denominator == 1 and abs(k) <= MAX_MULTIPLE:
                draft.use("exp-multiple", n=number(k), a=piece)
            if piece.head == "call" and piece.data == "log":
                draft.use("exp-log", a=piece.args[0])
            elif piece.head == "mul" and len(piece.args) == 2 and piece.args[1].data == "log" \
                    and piece.args[0].head == "number":
                draft.use("exp-log-multiple", b=piece.args[0], a=piece.args[1].args[0])


def general_powers(draft: Draft) -> None:
    """a^b = exp(b log a) for a > 0; whole symbolic exponents are split instead."""
    bases: dict[Term, list[Term]] = {}
    for term in draft.having("pow"):
        base, exponent = term.args
        if exponent.head == "number":
            continue
        if base is ONE or draft.case.facts and draft.case.evident(sub(base, ONE), "eq"):
            draft.use("pow-one", a=exponent)
        elif base is MINUS_ONE:
            _whole_power(draft, base, exponent)
            for atom in list(draft.case.ring.atoms):
                if atom.head == "pow" and atom.args[0] is MINUS_ONE:
                    draft.use("minus-one-square", a=atom.args[1])
        elif base.head == "constant" and base.data == "e":
            continue
        elif not draft.use("pow-exp", a=base, b=exponent):
            _whole_power(draft, base, exponent)
            bases.setdefault(base, []).append(exponent)
    for base, exponents in bases.items():
        if len(exponents) > 1:
            _least_power(draft, base, exponents)
        for other in bases if base.head == "add" else ():
            if draft.case.ring.equal(base, neg(other)) and not draft.case.evident(base, "ge"):
                for exponent in exponents:
                    draft.use("pow-product", a=MINUS_ONE, b=other, c=exponent)


def _least_power(draft: Draft, base: Term, exponents: list[Term]) -> None:
    """a^(n + 2) = a^n a^2 for the least exponent that there is: a may be zero."""
    for exponent in exponents:
        gaps = {other: gap for other in exponents
                if (gap := _gap(draft, exponent, other)) is not None}
        least = max(gaps, key=lambda other: gaps[other])
        if 0 < gaps[least] <= MAX_MULTIPLE:
            draft.use("pow-sum", a=base, b=least, c=number(gaps[least]))


def _gap(draft: Draft, a: Term, b: Term) -> int | None:
    """a - b, if it is a whole number."""
    n, d = draft.case.ring.reduced(draft.case.ring.normal(sub(a, b)))
    if not (d.is_one() and n.is_constant()):
        return None
    return int(n.leading_coefficient()) if n else 0


def _whole_power(draft: Draft, base: Term, exponent: Term) -> None:
    if draft.case.evident(exponent, "eq"):
        draft.use("pow-zero", a=base, b=exponent)
        return
    parts = [(m, c) for m, c in combination(draft.case.ring, exponent).items() if c]
    pieces = [m if c == 1 else number(c) if m is ONE else mul(number(c), m) for m, c in parts]
    for position in range(len(pieces) - 1):
        draft.use("pow-sum", a=base, b=pieces[position], c=add(*pieces[position + 1:]))
    for m, c in parts:
        if m is not ONE and c != 1 and c.denominator == 1:
            draft.use("pow-multiple", a=base, n=number(c), b=m)
    if base.head == "mul":
        draft.use("pow-product", a=base.args[0], b=mul(*base.args[1:]), c=exponent)


def radical_powers(draft: Draft) -> None:
    """Roots next to exponentials of logarithms: a^(1/q) = exp((1/q) log a)."""
    for term in draft.having("pow", "root"):
        base, exponent = term.args
        q = exponent.value.denominator if term.head == "pow" and exponent.head == "number" else \
            int(exponent.value) if term.head == "root" and exponent.head == "number" else 1
        if q > 1:
            draft.use("pow-exp", a=base, b=number(1, q))


__all__ = ["ZERO", "basis", "combination", "exponentials", "general_powers", "name",
           "radical_powers", "unit_term"]
