"""Regions: conditions under which a false claim is true after all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from checker.kernel.elaborate import elaborate
from checker.kernel.refusal import Refusal
from checker.language.claim import Claim
from checker.language.errors import TooLarge
from checker.language.kinks import parts
from checker.language.needs import needs
from checker.language.term import RELATIONS, ZERO, Term, both, name, number, relation
from checker.language.text import text
from checker.refuter.probes import outcomes, same

MAX_CONDITIONS: Final = 24
POINTS: Final = 5
LOOKED_AT: Final = 10
_SPOKEN: Final = {"gt", "ge", "ne"}


def regions(claim: Claim) -> Iterator[tuple[Claim, str]]:
    """The claim under one more hypothesis under which it holds at several points.

    >>> from checker.language.term import TWO, power, sqrt
    >>> x = name("x")
    >>> [hint for _, hint in regions(Claim(sqrt(power(x, TWO)), x))][:1]
    ['it holds where x >= 0']
    """
    found = False
    for condition in islice(_conditions(claim), MAX_CONDITIONS):
        conjuncts = condition.args if condition.head == "and" else (condition,)
        context = replace(claim.context,
                          hypotheses=(*claim.context.hypotheses, *conjuncts))
        narrower = replace(claim, context=context)
        if _holds_at_points(narrower):
            yield narrower, f"it holds where {' and '.join(map(text, conjuncts))}"
            found = True
        if found and condition.head == "eq":
            return


def _holds_at_points(claim: Claim) -> bool:
    agreed = 0
    for _, a, b in outcomes(claim, most=LOOKED_AT):
        if a is None:
            continue
        if b is None or not same(a, b):
            return False
        agreed += 1
        if agreed == POINTS:
            return True
    return agreed > 0


def _conditions(claim: Claim) -> Iterator[Term]:
    """Conditions that an author may have had in mind, the widest first."""
    context = claim.context
    try:
        left, right = elaborate(claim.lhs, context), elaborate(claim.rhs, context)
    except (Refusal, TooLarge):
        return
    seen: set[Term] = set()
    own = [relation(r.kind, r.term, ZERO) for r in right.requirements
           if r not in left.requirements and not r.indices and not r.guards
           and r.kind in _SPOKEN and r.term.free]
    wanted = [both(*own)] if len(own) > 1 else []
    wanted += own
    for term in parts((left.term, right.term), context):
        if term.head == "call" and term.data in ("abs", "sign"):
            wanted += [relation(kind, term.args[0], ZERO) for kind in ("ge", "le")]
        elif term.head == "call" and term.data in ("max", "min"):
            wanted += [relation(kind, term.args[0], term.args[1]) for kind in ("ge", "le")]
        elif term.head in RELATIONS:
            wanted.append(term)
        elif term.head == "root" and term.args[0].head == "pow":
            wanted += [relation(kind, term.args[0].args[0], ZERO) for kind in ("ge", "le")]
    free = needs((claim.lhs, claim.rhs), context)
    for text_ in free.names[:3]:
        domain = context.domain(text_)
        if domain.values is not None:
            wanted += [relation("eq", name(text_), number(v)) for v in domain.values[:4]]
        elif not domain.integer and (domain.lo is None or domain.lo < 0) and (
                domain.hi is None or domain.hi > 0):
            wanted += [relation(kind, name(text_), ZERO) for kind in ("ge", "le", "gt", "lt")]
    for condition in wanted:
        if condition not in seen:
            seen.add(condition)
            yield condition
