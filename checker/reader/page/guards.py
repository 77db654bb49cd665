r"""Conditions behind a claim, "if 0 < x < y" or "for y \in \{0, 1\}": what they say, all of it.

A condition that is lost makes a true claim look false, so each is read or refused.
"""

from __future__ import annotations

from typing import Final

from checker.language.context import EMPTY, INTEGER, REAL, Context, Domain
from checker.language.errors import Unreadable
from checker.language.term import relation
from checker.reader.latex.declaration import Declaration
from checker.reader.latex.records import Statement
from checker.reader.narrowing import common, is_boundless
from checker.reader.page.symbols import Symbol

_RELATIONS: Final = {"=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "!=": "ne"}


def conditions(statement: Statement) -> Context:
    r"""The condition of a statement: hypotheses, or domains of names and families.

    An arrow is none: `if x \to \infty` says which limit is meant.

    >>> from checker.language.source import Span
    >>> from checker.reader.latex.scope import Scope
    >>> from checker.reader.latex.statement import parse_statements
    >>> for behind in (r"\text{if } 0 < x < y", r"\text{for } i = 1, \dots, n"):
    ...     said = parse_statements(r"\sqrt{x^2} = x " + behind, Scope(), Span("note.md", 1))
    ...     print(conditions(said[0]).hypotheses)
    (0 < x, x < y)
    (1 <= i, i <= n)
    """
    guard = statement.guard
    if guard is None:
        return EMPTY
    if guard.trouble is not None:
        raise guard.trouble
    if guard.declaration is not None:
        return _declared(guard.declaration)
    hypotheses = []
    for k, sign in enumerate(guard.relations):
        left, right = guard.sides[k].term, guard.sides[k + 1].term
        if sign == "->":
            continue
        if sign not in _RELATIONS or left is None or right is None:
            place = guard.sides[0].span
            raise Unreadable("this condition is not read", place.line, place.column)
        one = relation(_RELATIONS[sign], left, right)
        if not is_boundless(one):
            hypotheses.append(one)
    return Context(hypotheses=tuple(hypotheses))


def _declared(said: Declaration) -> Context:
    if said.shape and said.domain == REAL:
        return EMPTY
    if said.shape or said.arguments or said.extents:
        raise Unreadable("a condition about arrays or functions is not read",
                         expected="a declaration in the text")
    if said.ends is not None:
        lo, hi = said.ends
        return Context(
            tuple((str(index.data), said.domain or INTEGER) for index in said.subjects),
            hypotheses=tuple(one for index in said.subjects for one in (
                relation("le", lo, index), relation("le", index, hi))))
    if said.domain is None:
        return Context(hypotheses=said.relations)
    members = [(subject.head, str(subject.data), said.domain or REAL) for subject in said.subjects]
    return Context(tuple((text, domain) for head, text, domain in members if head == "name"),
                   tuple((text, domain) for head, text, domain in members if head == "entry"),
                   hypotheses=said.relations)


def within(guards: Context, symbol: Symbol, declared: Domain | None) -> Domain | None:
    """The domain of a symbol under conditions; `Unreadable` if nothing is left of it."""
    pairs = {"name": guards.names, "family": guards.families, "function": ()}[symbol.kind]
    asked = dict(pairs).get(symbol.text) if pairs else None
    if asked is None or declared is None:
        return declared if asked is None else asked
    found = common(declared, asked)
    if found is None:
        raise Unreadable(f"nothing satisfies the conditions on {symbol.text}")
    return found
