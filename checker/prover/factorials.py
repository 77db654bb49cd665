"""Factorials, the gamma function, binomial coefficients: all at the least of their arguments."""

from __future__ import annotations

from fractions import Fraction

from checker.language.term import ZERO, Term, add, number, sub
from checker.prover.draft import Draft

MAX_STEPS = 30
"""Arguments further apart are left alone."""


def factorials(draft: Draft) -> None:
    """factorial(a + k) = (a + k) ... (a + 1) factorial(a)."""
    for function, rule in (("factorial", "factorial-step"), ("gamma", "gamma-step")):
        arguments = [t.args[0] for t in draft.calls(function)]
        for upper in arguments:
            gaps = [gap for gap in (_gap(draft, upper, lower) for lower in arguments)
                    if gap is not None and 0 < gap <= MAX_STEPS]
            value = _gap(draft, upper, number(0 if function == "factorial" else 1))
            if value is not None and 0 <= value <= MAX_STEPS:
                gaps.append(value)
            for k in range(1, max(gaps, default=0) + 1):
                draft.use(rule, a=_shifted(draft, upper, -k))
            if value is not None:
                draft.use("factorial-zero" if function == "factorial" else "gamma-one")


def binomials(draft: Draft) -> None:
    """Few of many, or all but few, as products; the rest by factorials, or by Pascal's rule."""
    terms = draft.calls("binomial")
    for n, k in [t.args for t in terms]:
        few, left = _gap(draft, k, ZERO), _gap(draft, n, k)
        if few is not None and 0 <= few <= MAX_STEPS:
            _few(draft, n, few)
        elif left is not None and 0 <= left <= MAX_STEPS:
            draft.use("binomial-symmetric", a=n, b=k)
            _few(draft, n, left)
        elif not (draft.use("binomial-outside", a=n, b=k)
                  or draft.use("binomial-factorial", a=n, b=k)):
            _neighbours(draft, n, k, terms)


def _few(draft: Draft, n: Term, few: int) -> None:
    for k in range(few):
        draft.use("binomial-next", a=n, b=number(k))
    draft.use("binomial-zero", a=n)


def _neighbours(draft: Draft, n: Term, k: Term, terms: list[Term]) -> None:
    """Lesser coefficients that differ from this one by one."""
    steps = {(_gap(draft, n, t.args[0]), _gap(draft, k, t.args[1])) for t in terms}
    above, before = _shifted(draft, n, -1), _shifted(draft, k, -1)
    if (1, 1) in steps and (1, 0) in steps:
        draft.use("binomial-add", a=above, b=before)
    elif (1, 1) in steps:
        draft.use("binomial-absorb", a=above, b=before)
    elif (0, 1) in steps:
        draft.use("binomial-next", a=n, b=before)
    for t in terms:
        if t.args[0] is n and t.args[1] is not k and _gap(draft, add(k, t.args[1]), n) == 0:
            draft.use("binomial-symmetric", a=n, b=k)
            return


def _shifted(draft: Draft, term: Term, by: int) -> Term:
    ring = draft.case.ring
    return ring.term_of(ring.reduced(ring.normal(add(term, number(by)))))


def _gap(draft: Draft, a: Term, b: Term) -> int | None:
    n, d = draft.case.ring.reduced(draft.case.ring.normal(sub(a, b)))
    if not (n.is_constant() and d.is_constant()):
        return None
    gap = Fraction(int(n.leading_coefficient()) if n else 0, int(d.leading_coefficient()))
    return int(gap) if gap.denominator == 1 else None
