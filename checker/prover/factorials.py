"""Factorials and the gamma function: all at the least argument that differs by whole numbers."""

from __future__ import annotations

from fractions import Fraction

from checker.language.term import Term, add, number, sub
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


def _shifted(draft: Draft, term: Term, by: int) -> Term:
    ring = draft.case.ring
    return ring.term_of(ring.reduced(ring.normal(add(term, number(by)))))


def _gap(draft: Draft, a: Term, b: Term) -> int | None:
    n, d = draft.case.ring.reduced(draft.case.ring.normal(sub(a, b)))
    if not (n.is_constant() and d.is_constant()):
        return None
    gap = Fraction(int(n.leading_coefficient()) if n else 0, int(d.leading_coefficient()))
    return int(gap) if gap.denominator == 1 else None
