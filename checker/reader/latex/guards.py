"""Memberships behind a statement, as the conditions they are: `x \\in (0, 1)` is `0 < x < 1`."""

from __future__ import annotations

from checker.language.context import REAL, interval
from checker.language.term import Term, number
from checker.reader.latex.declaration import Declaration


def asks_nothing(declared: Declaration) -> bool:
    """Whether it says nothing that a statement needs: `i = 1, \\dots, n`, `x \\in \\mathbb{R}`."""
    return declared.trouble is None and not declared.relations and (
        declared.ends is not None or declared.domain == REAL)


def is_set(declared: Declaration) -> bool:
    """Whether it says that names are members of a set of numbers: `k \\in \\mathbb{N}`."""
    return declared.trouble is None and declared.domain is not None \
        and not declared.shape and not declared.arguments


def as_relations(declared: Declaration) -> tuple[list[Term], list[str]] | None:
    """The terms and the relations between them that it says; None if these are not all.

    >>> from checker.language.context import UNIT
    >>> from checker.language.term import name
    >>> as_relations(Declaration((name("x"),), UNIT))
    ([0, x, 1], ['<', '<'])
    """
    domain = declared.domain
    if declared.trouble is not None or domain is None or declared.shape \
            or declared.relations or declared.extents or len(declared.subjects) != 1:
        return None
    if domain != interval(domain.lo, domain.hi, lo_open=domain.lo_open, hi_open=domain.hi_open):
        return None
    terms, relations = [declared.subjects[0]], []
    if domain.lo is not None:
        terms.insert(0, number(domain.lo))
        relations.append("<" if domain.lo_open else "<=")
    if domain.hi is not None:
        terms.append(number(domain.hi))
        relations.append("<" if domain.hi_open else "<=")
    return terms, relations
