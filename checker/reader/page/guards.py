r"""Conditions behind a claim, "if 0 < x < y" or "for y \in \{0, 1\}": what they say, all of it.

A condition that is lost makes a true claim look false, so each is read or refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from checker.language.context import EMPTY, INTEGER, REAL, Context, Domain
from checker.language.errors import Unreadable
from checker.language.term import Term, relation
from checker.reader.latex.declaration import Declaration
from checker.reader.latex.records import Statement
from checker.reader.narrowing import bound_of, common, is_boundless, narrowed
from checker.reader.page.symbols import Symbol

_RELATIONS: Final = {"=": "eq", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "!=": "ne"}


def conditions(statement: Statement, behind: Iterable[Statement] = ()) -> Context:
    r"""The condition of a statement: hypotheses, or domains of names and families.

    An arrow is none: `if x \to \infty` says which limit is meant. Formulas `behind` it are further
    conditions: "... for $x > 0$ and $y > 0$".

    >>> from checker.language.source import Span
    >>> from checker.reader.latex.scope import Scope
    >>> from checker.reader.latex.statement import parse_statements
    >>> for behind in (r"\text{if } 0 < x < y", r"\text{for } i = 1, \dots, n"):
    ...     said = parse_statements(r"\sqrt{x^2} = x " + behind, Scope(), Span("note.md", 1))
    ...     print(conditions(said[0]).hypotheses)
    (0 < x, x < y)
    (1 <= i, i <= n)
    """
    found = EMPTY if statement.guard is None else _condition(statement.guard)
    for other in behind:
        one = _condition(other)
        found = supposing(replace(found, names=(*found.names, *one.names),
                                  families=(*found.families, *one.families)), one.hypotheses)
    return found


def supposing(context: Context, relations: Iterable[Term]) -> Context:
    """The context under further relations: a bound narrows its name, any other is a hypothesis.

    >>> from checker.language.term import ONE, name
    >>> found = supposing(EMPTY, [relation("gt", name("x"), ONE)])
    >>> found.names[0][0], str(found.names[0][1])
    ('x', '(1, oo)')
    """
    names, hypotheses = dict(context.names), list(context.hypotheses)
    for one in (part for whole in relations
                for part in (whole.args if whole.head == "and" else (whole,))):
        bound = None if one.head == "eq" else bound_of(one)
        if bound is None:
            hypotheses.append(one)
            continue
        text, kind, value = bound
        domain = narrowed(names.get(text, REAL), kind, value)
        if domain is None:
            raise Unreadable(f"nothing satisfies the conditions on {text}")
        names[text] = domain
    return replace(context, names=tuple(names.items()), hypotheses=tuple(hypotheses))


def _condition(guard: Statement) -> Context:
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
