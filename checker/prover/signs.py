"""Absolute values, signs, extrema: by evident signs, and the terms to split on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from checker.language.substitution import substitute
from checker.language.term import (
    BINDER,
    INDEX,
    MINUS_ONE,
    ONE,
    RELATIONS,
    ZERO,
    Term,
    add,
    call,
    div,
    mul,
    name,
    neg,
    sub,
)
from checker.prover.draft import Draft
from checker.prover.forms import too_large


def extrema(draft: Draft) -> None:
    """max, min, sign and the step function where an order or a sign is evident."""
    for term in draft.calls("max", "min"):
        if len(term.args) == 2:
            for side in ("left", "right"):
                draft.use(f"{term.data}-{side}", a=term.args[0], b=term.args[1])
    for term in draft.calls("sign"):
        for kind in ("positive", "negative", "zero"):
            draft.use(f"sign-{kind}", a=term.args[0])
    for term in draft.calls("heaviside"):
        for kind in ("positive", "negative"):
            draft.use(f"heaviside-{kind}", a=term.args[0])


def absolutes(draft: Draft) -> None:
    """|a| = a or -a where that is evident, |ab| = |a||b|, and |a|^2 = a^2."""
    seen: list[Term] = []
    for term in draft.calls("abs"):
        (a,) = term.args
        if draft.use("abs-nonnegative", a=a) or draft.use("abs-nonpositive", a=a):
            continue
        if a.head == "mul":
            rest = mul(*a.args[1:])
            draft.use("abs-product", a=a.args[0], b=rest)
            draft.notice(call("abs", rest))
            draft.use("abs-nonnegative", a=a.args[0])
            draft.use("abs-nonpositive", a=a.args[0])
        elif a.head == "div":
            draft.use("abs-quotient", a=a.args[0], b=a.args[1])
        elif a.head == "pow" and a.args[1].head == "number" and a.args[1].value == 3:
            draft.use("abs-product", a=a.args[0], b=mul(a.args[0], a.args[0]))
            draft.use("abs-nonnegative", a=mul(a.args[0], a.args[0]))
        for other in seen:
            if draft.case.ring.equal(a, neg(other)):
                draft.use("abs-product", a=MINUS_ONE, b=other)
                draft.use("abs-nonpositive", a=MINUS_ONE)
        seen.append(a)
        draft.use("abs-square", a=a)


def inequalities(draft: Draft) -> None:
    """exp(a) >= 1 + a and a - 1 >= log(a), where a sign is asked for."""
    if draft.kind == "eq":
        return
    for term in draft.calls("exp"):
        draft.use("exp-above", a=term.args[0])
    for term in draft.calls("log"):
        draft.use("log-below", a=term.args[0])


def split_terms(draft: Draft) -> list[Term]:
    """The terms whose sign would decide something, each once, the simplest first."""
    wanted: dict[Term, None] = {}
    for term in draft.terms:
        if term.head == "call" and term.data in ("abs", "sign", "heaviside"):
            wanted[term.args[0]] = None
        elif term.head == "call" and term.data in ("max", "min") and len(term.args) == 2:
            wanted[sub(*term.args)] = None
        elif term.head == "cases":
            for guard in term.args[1::2]:
                for r in _relations(guard):
                    zero = r.args[1].head == "number" and r.args[1].value == 0
                    wanted[r.args[0] if zero else sub(*r.args)] = None
    for term in draft.having("pow", "root"):
        base, exponent = term.args
        if exponent.head == "number" and (term.head == "root" or exponent.value.denominator > 1):
            for factor in base.args if base.head in ("mul", "div") else ():
                wanted[factor] = None
            if base.head == "pow":
                wanted[base.args[0]] = None
    if draft.summing:
        wanted.update(dict.fromkeys(chain(_ends(draft), _multiples(draft))))
    simple = sorted(wanted, key=lambda t: t.size)
    return [t for t in simple if not _decided(draft, t) and t.free]


def _ends(draft: Draft) -> Iterator[Term]:
    """The whole numbers at zero of which a sum or product is empty."""
    for atom in draft.live():
        for part in _parts(atom):
            if part.head in ("sum", "product") and part.args[0].head == "index":
                index, _, lo, hi = part.args
                for text in sorted(hi.free):
                    if not draft.case.signs.inhabited(index) and draft.case.ring.equal(
                            add(substitute(hi, {text: ZERO}), ONE), lo):
                        yield name(text)


def _multiples(draft: Draft) -> Iterator[Term]:
    """The factors that a sum has in the claim: (1 - q) sum_k q^k = 1 - q^n."""
    ring = draft.case.ring
    (n1, d1), (n2, d2) = ring.normal(draft.left), ring.normal(draft.right)
    gap = ring.reduced(ring.sum((n1, d1), (-n2, d2)))
    parts = ring.linear(gap)
    if parts is not None and not parts[1].is_constant() and not too_large(parts[1]):
        for factor, _ in parts[1].factor()[1]:
            term = ring.term_of((factor, ring.one))
            if not term.flags & (BINDER | INDEX):
                yield term


def _parts(term: Term) -> Iterator[Term]:
    yield term
    for a in term.args if term.flags & BINDER else ():
        yield from _parts(a)


def _relations(guard: Term) -> list[Term]:
    if guard.head in RELATIONS:
        return [guard]
    return [r for part in guard.args for r in _relations(part)]


def _decided(draft: Draft, term: Term) -> bool:
    return any(draft.case.evident(term, kind) for kind in ("gt", "lt", "eq"))


__all__ = ["absolutes", "div", "extrema", "inequalities", "split_terms"]
