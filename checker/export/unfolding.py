"""Definitions written out: `sigma(z[i])` becomes an expression in the arguments alone."""

from __future__ import annotations

from checker.export.refusals import NotExported
from checker.language.context import Context, Definition
from checker.language.substitution import substitute
from checker.language.term import Term, build

MAX_ROUNDS = 60
"""A chain of more definitions than this goes in a circle."""


def unfolded(term: Term, context: Context) -> Term:
    """The term with every definition of the context written out.

    >>> from checker.language.term import apply, exp, name
    >>> double = Definition("f", ("t",), exp(name("t")))
    >>> unfolded(apply("f", name("z")), Context(definitions=(double,)))
    exp(z)
    """
    for _ in range(MAX_ROUNDS):
        opened = _opened(term, context)
        if opened is term:
            return term
        term = opened
    raise NotExported("the definitions refer to themselves")


def _opened(term: Term, context: Context) -> Term:
    used = {d.name for d in context.definitions} & term.free
    if not used:
        return term
    definition = context.definition(str(term.data[0] if term.head == "apply" else term.data)) \
        if term.head in ("name", "entry", "apply") else None
    if definition is not None and not any(_orders(term)):
        return substitute(definition.body, _values(term, definition))
    return build(term.head, tuple(_opened(arg, context) for arg in term.args), term.data)


def _orders(term: Term) -> tuple[int, ...]:
    return tuple(term.data[1]) if term.head == "apply" else ()


def _values(term: Term, definition: Definition) -> dict[str, Term]:
    if len(term.args) != len(definition.parameters):
        raise NotExported(f"{definition.name} is used with another number of arguments")
    return dict(zip(definition.parameters, term.args, strict=True))
