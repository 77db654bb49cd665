"""Roots: relations R^q = a, perfect powers taken out, products of roots."""

from __future__ import annotations

from flint import fmpz

from checker.language.term import ONE, Term, call, div, mul, neg, number, power, root
from checker.prover.draft import Draft
from checker.prover.forms import MAX_FACTORED, form_of


def radicals(draft: Draft) -> list[tuple[Term, int]]:
    """The radicands and degrees of the principal roots in play, each once."""
    found: dict[tuple[Term, int], None] = {}
    for term in draft.having("pow", "root"):
        base, exponent = term.args
        if exponent.head != "number":
            continue
        q = exponent.value.denominator if term.head == "pow" else int(exponent.value)
        if q > 1 and (term.head == "pow" or q % 2 == 0):
            found[base, q] = None
    return list(found)


def simple_roots(draft: Draft) -> None:
    """(a^(1/q))^q = a for every root in play."""
    for base, q in radicals(draft):
        form = form_of(draft.case, base, "ge")
        draft.use("radical-power", (form,) if form is not None else (), a=base, n=number(q))


def split_roots(draft: Draft) -> None:
    """sqrt(p^2 r) = |p| sqrt(r), and roots of products as products of roots."""
    for base, q in radicals(draft):
        outside, inside = _parts(draft, base, q)
        if outside is None:
            continue
        for r in inside:
            draft.use("radical-power", a=r, n=number(q))
        value = mul(*outside, *(power(r, number(1, q)) for r in inside)) \
            if outside or inside else ONE
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


def _parts(draft: Draft, base: Term, q: int) -> tuple[list[Term] | None, list[Term]]:
    """The factors that come out of the q-th root, and the radicands that stay."""
    ring, case = draft.case.ring, draft.case
    n, d = ring.reduced(ring.normal(base))
    if len(n) > MAX_FACTORED or len(d) > MAX_FACTORED or n.is_zero():
        return None, []
    outside: list[Term] = []
    inside: list[Term] = []
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
                bare = factor if case.evident(factor, "ge") else call("abs", factor)
                whole = bare if out == 1 else power(bare, number(out))
                outside.append(div(ONE, whole) if below else whole)
            if rest:
                raised = factor if rest == 1 else power(factor, number(rest))
                raised = div(ONE, raised) if below else raised
                if case.evident(factor, "ge"):
                    inside.append(factor if not below and rest == 1 else raised)
                else:
                    leftover.append(raised)
    if leftover and leftover != [number(-1)] * len(leftover):
        inside.append(mul(*leftover))
    elif leftover:
        return None, []
    return outside, inside
