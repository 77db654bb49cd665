"""Confinement: what conditions besides the domains leave for a condition t != 0 to fail on.

Three kinds of conditions leave no part of their set on which a function that is analytic,
and not zero at one point, could be zero throughout:

    of whole numbers alone     the other names are as free as before
    affine: x >= y, x + y = 1  what is left is convex, so the function is analytic on all of it
    strict, or "not equal",    what is left is open in what was left before
    between continuous terms

The last holds only where both terms are defined on such a set: sqrt(-x^2 (y - 1)^2) > -1
leaves the two lines x = 0 and y = 1, and x is zero throughout the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checker.kernel.case import Case, condition_of
from checker.kernel.elaborate import Elaborated, Requirement, elaborate
from checker.language.context import Context, Domain
from checker.language.term import ZERO, Term, relation

MEROMORPHIC: Final = frozenset({"exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh",
                                "tanh", "coth", "sech", "csch", "erf"})
CONTINUOUS: Final = MEROMORPHIC | {"log", "asin", "acos", "atan", "asinh", "acosh", "atanh", "abs",
                                   "max", "min"}


def confined(case: Case, names: frozenset[str]) -> bool:
    """Whether a condition may confine some of the names to a set with isolated parts.

    The conditions are the hypotheses, the facts of the case, and what was assumed so far. A
    condition that ties a name to another hands on what confines that one.
    """
    bare = Case(case.plain)
    left = list(_conditions(case))
    tied = names
    while touching := [known for known in left if not tied.isdisjoint(mentioned(known))]:
        if not all(_harmless(known, bare) for known in touching):
            return True
        left = [known for known in left if known not in touching]
        tied = tied.union(*map(mentioned, touching))
    return False


def mentioned(known: Elaborated) -> frozenset[str]:
    """The names on which a condition depends, those included that only its definedness needs.

    >>> from checker.language.context import EMPTY
    >>> from checker.language.term import derivative, log, mul, name
    >>> x = name("x")
    >>> mentioned(elaborate(relation("eq", derivative(mul(ZERO, log(x)), x), ZERO), EMPTY))
    frozenset({'x'})
    """
    return known.term.free.union(*(part.free for r in known.requirements
                                   for part in (r.term, *r.guards, *(
                                       end for _, lo, hi in r.indices for end in (lo, hi)))))


def _conditions(case: Case) -> Iterator[Elaborated]:
    for hypothesis in case.context.hypotheses:
        yield elaborate(hypothesis, case.context)
    for term, kind in case.branch:
        yield Elaborated(relation(kind, term, ZERO), ())
    for assumed in case.assumed:
        yield Elaborated(condition_of(assumed), ())


def _harmless(known: Elaborated, bare: Case) -> bool:
    return _open(known.term, bare.context) and all(
        _open_requirement(r, bare) for r in known.requirements)


def _open_requirement(requirement: Requirement, bare: Case) -> bool:
    """Whether a condition is defined on a set of the same kind."""
    opened = bare.open(requirement)
    if opened is None or bare.proved(opened) or _whole_only(opened.term, bare.context):
        return True
    return not opened.guards and opened.kind in ("gt", "ge", "ne") and _open(
        condition_of(opened), bare.context)


def _open(condition: Term, context: Context) -> bool:
    """Whether a relation is of one of the three kinds."""
    if condition.head == "and":
        return all(_open(part, context) for part in condition.args)
    if _whole_only(condition, context):
        return True
    sides = condition.args
    return all(_affine(side, context) for side in sides) or (
        condition.head in ("lt", "gt", "ne") and all(_continuous(side, context) for side in sides))


def _whole_only(term: Term, context: Context) -> bool:
    return all(context.domain(text).integer for text in term.free)


def _real(domain: Domain) -> bool:
    return not (domain.integer or domain.rational or domain.values or domain.complex)


def _affine(term: Term, context: Context) -> bool:
    """Whether a term is a sum of numbers and multiples of real coordinates."""
    match term.head:
        case "number" | "constant":
            return True
        case "name":
            return _real(context.domain(str(term.data)))
        case "entry":  # with other indices two entries may be one coordinate
            return _real(context.entries(str(term.data))) and all(
                index.head == "number" for index in term.args)
        case "add" | "neg":
            return all(_affine(a, context) for a in term.args)
        case "mul":
            moving = [a for a in term.args if a.free]
            return len(moving) <= 1 and all(_affine(a, context) for a in term.args)
        case "div":
            return term.args[1].head == "number" and _affine(term.args[0], context)
        case _:
            return False


def _continuous(term: Term, context: Context) -> bool:
    """Whether a term is continuous in the real names where it is defined."""
    if _whole_only(term, context):
        return True
    if term.head == "call" and term.data not in CONTINUOUS:
        return False
    return term.head not in ("cases", "limit", "integral") and all(
        _continuous(a, context) for a in term.args)
