r"""All that a page says of the names of a claim: what may save a step that looks false.

A claim is judged with the hypotheses about its own names. `a < b < c` bounds c - a through b,
and `0 < a < 1` bounds t where a = \sin t: a step that is false without these may be true.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from checker.language.claim import Claim
from checker.language.term import Term, name
from checker.reader.narrowing import bounds
from checker.reader.page.declared import Declared
from checker.reader.page.symbols import Symbol

MAX_RELATIONS: Final = 40
"""Claims whose names are bound to each other by more relations are not refuted."""


def with_all_said(claim: Claim, declared: Declared, position: int,
                  behind: bool = False) -> Claim | None:
    """The claim under everything that is said of its names; None if it was already.

    `behind` adds what is said behind the place: "where $a < x$" stands below its formula.

    >>> from checker.language.term import relation, sub
    >>> a, b, c = map(name, "abc")
    >>> page = Declared()
    >>> page.suppose(relation("lt", a, b), 0)
    >>> page.suppose(relation("lt", b, c), 0)
    >>> sorted(map(str, with_all_said(Claim(sub(c, a), a), page, 1).context.hypotheses))
    ['a < b', 'b < c']
    """
    context = claim.context
    texts = set(claim.lhs.free | claim.rhs.free)
    for definition in context.definitions:
        texts |= {definition.name} | definition.body.free
    found: dict[Term, None] = {}
    for definition in context.definitions:
        if not definition.parameters:
            domain = declared.domain(Symbol("name", definition.name), position)
            if domain is not None:
                found.update(dict.fromkeys(bounds(name(definition.name), domain)))
    reached = set(texts)
    ahead = sorted(texts)
    while ahead and len(found) <= MAX_RELATIONS:
        for one in declared.relations_of(ahead.pop(), position, behind):
            found[one] = None
            ahead += sorted(one.free - reached)
            reached |= one.free
    new = tuple(one for one in found if one not in context.hypotheses)
    if not new:
        return None
    others = ((text, declared.domain(Symbol("name", text), position))
              for text in sorted(reached - texts))
    declared_too = tuple((text, domain) for text, domain in others if domain is not None)
    return replace(claim, context=replace(
        context, names=(*context.names, *declared_too),
        hypotheses=(*context.hypotheses, *new)))
