"""Roots: relations R^q = a, perfect powers taken out, products of roots."""

from __future__ import annotations

from math import lcm
from typing import NamedTuple

from flint import fmpz

from checker.language.term import ONE, ZERO, Term, call, div, mul, neg, number, power, root
from checker.prover.draft import Draft
from checker.prover.forms import form_of, too_large


def radicals(draft: Draft) -> list[tuple[Term, int]]:
    """The radicands and degrees of the principal roots in play, each once."""
    found: dict[tuple[Term, int], None] = {}
    for term in draft.having("pow", "root"):
        base, exponent = term.args
        if exponent.head != "number":
            continue
        degree, denominator = exponent.data
        q = denominator if term.head == "pow" else degree
        if q > 1 and (term.head == "pow" or q % 2 == 0):
            found[base, q] = None
    return list(found)


def simple_roots(draft: Draft) -> None:
    """(a^(1/q))^q = a for every root in play; different roots of one term over a common one."""
    found = radicals(draft)
    degrees: dict[Term, int] = {}
    for base, q in found:
        degrees[base] = lcm(degrees.get(base, 1), q)
    for base, q in found:
        common = degrees[base]
        if common != q and common <= 64:
            fine = power(base, number(1, common))
            draft.use("radical-power", a=base, n=number(common))
            draft.use("radical-value", a=base, n=number(q), b=power(fine, number(common // q)))
    for base, q in found:
        if not base.free and draft.case.evident(base, "eq"):
            draft.use("radical-value", a=base, n=number(q), b=ZERO)
            continue
        form = form_of(draft.case, base, "ge")
        draft.use("radical-power", (form,) if form is not None else (), a=base, n=number(q))


def split_roots(draft: Draft) -> None:
    """sqrt(p^2 r) = |p| sqrt(r), and roots of products as products of roots."""
    for side, other in ((draft.left, draft.right), (draft.right, draft.left)):
        if side.head == "root" and side.args[1].head == "number":
            draft.use("radical-value", a=side.args[0], n=side.args[1], b=other)
    for base, q in radicals(draft):
        parts = _parts(draft, base, q)
        if parts is None:
            continue
        for r, _ in parts.inside:
            draft.use("radical-power", a=r, n=number(q))
        roots = [(power(r, number(1, q)), below) for r, below in parts.inside]
        value = mul(*parts.outside, *(div(ONE, r) if below else r for r, below in roots))
        if value is not power(base, number(1, q)):
            draft.use("radical-value", a=base, n=number(q), b=value)
    for term in draft.having("root"):
        base, degree = term.args
        if degree.head == "number" and degree.value % 2 == 1:
            draft.use("root-power", a=base, n=degree)
            if draft.case.evident(base, "ge"):
                n, d = draft.case.ring.reduced(draft.case.ring.normal(base))
                value = power(draft.case.ring.term_of((n, d)), number(1, int(degree.value)))
                draft.use("radical-power", a=base, n=degree)
                draft.use("root-value", a=base, n=degree, b=value)
            elif draft.case.evident(base, "le"):
                draft.use("root-negative", a=base, n=degree)
                draft.notice(root(neg(base), degree))


class Parts(NamedTuple):
    """What comes out of a root, and the radicands that stay, each with whether it divides."""

    outside: list[Term]
    inside: list[tuple[Term, bool]]


def _parts(draft: Draft, base: Term, q: int) -> Parts | None:
    """The parts of a q-th root; None if the radicand is too large to factor."""
    ring, case = draft.case.ring, draft.case
    n, d = ring.reduced(ring.normal(base))
    if n.is_zero() or too_large(n, d):
        return None
    outside: list[Term] = []
    inside: list[tuple[Term, bool]] = []
    leftover: list[Term] = []
    for p, below in ((n, False), (d, True)):
        content, factors = p.factor()
        scalar = int(content)
        pieces = [(ring.term_of((f, ring.one)), int(e)) for f, e in factors]
        if scalar < 0:
            leftover.append(number(-1))
        if abs(scalar) > 1 and abs(scalar).bit_length() <= 80:
            pieces += [(number(int(prime)), int(e)) for prime, e in fmpz(abs(scalar)).factor()]
        elif abs(scalar) > 1:
            pieces.append((number(abs(scalar)), 1))
        for factor, e in pieces:
            out, rest = divmod(e, q)
            if out:
                whole = _outside(draft, factor, out, q)
                outside.append(div(ONE, whole) if below else whole)
            if rest and case.evident(factor, "ge"):
                inside.append((factor if rest == 1 else power(factor, number(rest)), below))
            elif rest:
                raised = factor if rest == 1 else power(factor, number(rest))
                leftover.append(div(ONE, raised) if below else raised)
    if any(f.head != "number" for f in leftover):
        inside.append((mul(*leftover), False))
    elif len(leftover) % 2:
        return None
    return Parts(outside, inside)


def _outside(draft: Draft, factor: Term, out: int, q: int) -> Term:
    """The q-th root of factor^(q out), which is not negative for even q."""
    if q % 2 == 0 and out % 2 == 1 and not draft.case.evident(factor, "ge"):
        if draft.case.evident(factor, "le"):
            factor = neg(factor)
        else:
            draft.use("abs-square", a=factor)
            factor = call("abs", factor)
    return factor if out == 1 else power(factor, number(out))
