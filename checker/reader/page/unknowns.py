r"""Equations that are solved: `2x = 10`, and below it `x = 5`.

Such an equation is no identity, and holds for the solution alone; and the solution defines nothing
for what stands above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from checker.language.term import DERIVATIVE, Term
from checker.reader.page.definitions import subject
from checker.reader.page.said import Said

AHEAD: Final = 8
"""A solution stands at most so many statements below its equation."""


class Unknown(NamedTuple):
    """What an equation is solved for."""

    text: str
    value: Term
    position: int
    """Where the solution stands."""
    line: int


def unknowns(said: Sequence[Said]) -> dict[int, Unknown]:
    r"""The equations of a page that are solved, by the place of their last relation.

    >>> from checker.reader.documents import read_text
    >>> from checker.reader.page.reading import read_page
    >>> page = read_page(read_text(r"$$3x - 2 = x + 8 \\ 2x = 10 \\ x = 5$$ $$y = 2x$$"))
    >>> sorted((place, str(one.value)) for place, one in page.unknowns.items())
    [(0, '5'), (1, '5')]
    """
    found: dict[int, Unknown] = {}
    known: set[str] = set()
    for k, one in enumerate(said):
        solution = _solution(one)
        if solution is None:
            known |= _named(one)
            continue
        names, value = solution
        for text in names - known:
            for before in reversed(said[max(0, k - AHEAD):k]):
                close = before.block is one.block \
                    or before.words.paragraph >= one.words.paragraph - 1
                if not close or before.given or before.premise \
                        or before.statement.declaration is not None:
                    break
                if _equation_for(before, text):
                    place = before.position + len(before.statement.relations) - 1
                    found.setdefault(place, Unknown(text, value, one.position,
                                                    one.statement.sides[0].span.line))
    return found


def _solution(said: Said) -> tuple[set[str], Term] | None:
    """`x = 5`, `x = y = 5`, and `x = -b/a` in a sentence that concludes it: names and value."""
    statement = said.statement
    if set(statement.relations) != {"="} or statement.guard is not None or said.given \
            or statement.role != "main" or said.words.cue in ("let", "where", "case", "for"):
        return None
    *lefts, right = (side.term for side in statement.sides)
    names = {str(left.data) for left in lefts if left is not None and left.head == "name"}
    if right is None or len(names) < len(lefts) or not names.isdisjoint(right.free):
        return None
    concluded = said.words.cue in ("conclusion", "equation")
    if said.inline and not concluded or not said.inline and right.free and not concluded:
        return None
    return names, right


def _named(said: Said) -> set[str]:
    """The name that a statement defines, or gives a number: it is no unknown any more."""
    statement = said.statement
    if not statement.relations or statement.relations[0] not in ("=", ":="):
        return set()
    left = statement.sides[0].term
    return {str(left.data)} if left is not None and left.head == "name" else set()


def _equation_for(said: Said, text: str) -> bool:
    """Whether a statement is an equation with a name in it, and defines and supposes nothing."""
    statement = said.statement
    if said.inline and said.words.cue in ("let", "where", "case", "for"):
        return False
    if not statement.relations or statement.relations[-1] != "=" or statement.guard is not None:
        return False
    sides = [side.term for side in statement.sides]
    if any(term is None for term in sides[-2:]):
        return False
    first, last = sides[0], sides[-1]
    if first is not None and first.flags & DERIVATIVE and last is not None and last.free:
        return False  # a slope is computed, and not yet set to zero
    defined = None if first is None or len(sides) > 2 else subject(first)
    return defined is None and any(
        term is not None and text in term.free for term in sides)
