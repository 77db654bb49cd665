"""Equations that a hypothesis or a case gives, used as rewritings of a name."""

from __future__ import annotations

from checker.language.term import ONE, RELATIONS, Term, add, div, mul, neg, number, power, sub
from checker.prover.draft import Draft


def equations(draft: Draft) -> None:
    """Solve every known equation for a name that stands in it linearly."""
    for term, kind in list(draft.case.facts):
        if kind == "eq":
            _solve(draft, term)
    for hypothesis in draft.case.context.hypotheses:
        for part in hypothesis.args if hypothesis.head == "and" else (hypothesis,):
            if part.head == "eq" and part.head in RELATIONS:
                draft.use("hypothesis", a=part.args[0], b=part.args[1])
                draft.use("hypothesis", a=part.args[1], b=part.args[0])


def _solve(draft: Draft, term: Term) -> None:
    """g = -rest/c from c g + rest = 0, for a generator g with a numeric factor c."""
    ring = draft.case.ring
    n, _ = ring.reduced(ring.normal(term))
    if n.is_zero() or n.is_constant():
        return
    degrees = n.degrees()
    for k, atom in enumerate(list(ring.atoms)):
        if degrees[k] == 0 or k in ring.rewritten:
            continue
        pieces = n.to_dict()
        with_k = {e: c for e, c in pieces.items() if e[k]}
        if len(with_k) != 1:
            continue
        (exponents, c), = with_k.items()
        if sum(exponents) != exponents[k]:
            continue
        rest = ring.term_of((n - ring.ring.from_dict(with_k), ring.one))
        degree = int(exponents[k])
        value = div(neg(rest), number(int(c))) if int(c) != 1 else neg(rest)
        left = atom if degree == 1 else power(atom, number(degree))
        if draft.use("hypothesis", a=left, b=value):
            return


__all__ = ["ONE", "add", "equations", "mul", "sub"]
