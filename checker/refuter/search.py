"""Search: points at which a claim fails, and points at which it says something."""

from __future__ import annotations

import time
from itertools import islice
from typing import Final

from checker.kernel.points import agrees, look
from checker.kernel.refusal import Refusal
from checker.kernel.refutation import refute
from checker.kernel.replay import Goal, prepare
from checker.language.certificate import Point
from checker.language.claim import KINDS, Claim
from checker.language.errors import TooLarge
from checker.language.samples import samples
from checker.language.term import GUARDED, Term
from checker.language.verdict import Refuted

BRANCHING: Final = frozenset({"asin", "acos", "atan", "acot", "acosh", "atanh", "atan2",
                              "floor", "ceiling"})
"""Functions whose identities often hold on a part of the domain only."""
MOST_BITS: Final = 4096
MOST_DEEP: Final = 12
"""Points at which the most bits are spent."""


def first_look(claim: Claim, tries: int = 6) -> Refuted | Point | None:
    """Refuted at one of the first samples; else the first where both sides agree; else None.

    >>> from checker.language.term import add, name, neg
    >>> x = name("x")
    >>> print(first_look(Claim(add(x, x), x)).point)
    x = 3/8
    >>> print(first_look(Claim(add(x, neg(x)), add(neg(x), x))))
    x = 3/8
    """
    try:
        goal = prepare(claim)
    except (Refusal, TooLarge):
        return None
    good: list[Point] = []
    beyond = 0
    finite = any(domain.values for _, domain in claim.context.names)
    wanted = 3 if finite or _branching(claim.lhs) or _branching(claim.rhs) else 1
    for point in islice(samples(claim), tries):
        seen = _look(goal, point, claim)
        if seen == "beyond" and (beyond := beyond + 1) > 1:
            break
        if seen == "doubtful":
            found = refute(claim, point)
            if found is not None:
                return found
        if seen == "agrees" or (seen == "doubtful" and _agrees(goal, point, claim)):
            good.append(point)
            if len(good) == wanted:
                break
    return good[0] if good else None


def _branching(term: Term) -> bool:
    """Whether a term may behave differently elsewhere: one point then says little."""
    if term.flags & GUARDED:
        return True
    stack = [term]
    while stack:
        part = stack.pop()
        if part.head == "call" and part.data in BRANCHING:
            return True
        if part.head == "pow" and part.args[1].head != "number":
            return True
        stack += part.args
    return False


def deep_search(claim: Claim, seconds: float = 1.0) -> Refuted | None:
    """Refuted at one of all samples, with growing precision; None when time or samples end.

    >>> from checker.language.term import call, name, number
    >>> x = name("x")
    >>> print(deep_search(Claim(call("max", x, number(1000)), number(1000))).point)
    x = 1024001/1024
    """
    deadline = time.monotonic() + seconds
    undecided: list[Point] = []
    try:
        goal = prepare(claim)
        for point in samples(claim):
            if time.monotonic() > deadline:
                return None
            seen = _look(goal, point, claim)
            if seen == "doubtful":
                found = refute(claim, point)
                if found is not None:
                    return found
            if seen in ("doubtful", "agrees"):
                undecided.append(point)
    except (Refusal, TooLarge):
        return None
    for point in undecided[:MOST_DEEP]:
        if time.monotonic() > deadline:
            return None
        found = refute(claim, point, most_bits=MOST_BITS)
        if found is not None:
            return found
    return None


def _look(goal: Goal, point: Point, claim: Claim) -> str:
    return look(goal.left, goal.right, point, claim.context, KINDS[claim.relation])


def _agrees(goal: Goal, point: Point, claim: Claim) -> bool:
    try:
        agrees(goal.left, goal.right, point, claim.context, KINDS[claim.relation])
    except (Refusal, TooLarge):
        return False
    return True
