"""Search: points at which a claim fails, and points at which it says something."""

from __future__ import annotations

import time
from itertools import islice
from typing import Final

from flint import arb

from checker.kernel.balls import Evaluation, Undefined, Unknown, precision
from checker.kernel.points import admit, agrees, value_of
from checker.kernel.refusal import Refusal
from checker.kernel.refutation import refute
from checker.kernel.replay import Goal, prepare
from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.errors import TooLarge
from checker.language.samples import samples
from checker.language.term import GUARDED, Term
from checker.language.verdict import Refuted

TINY: Final = arb(2) ** -40
ENOUGH_BITS: Final = 30
"""An enclosure less accurate than this says nothing about agreement, unless it is tiny."""
BRANCHING: Final = frozenset({"log", "asin", "acos", "atan", "acot", "acosh", "atanh", "atan2",
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
    finite = any(domain.values for _, domain in claim.context.names)
    wanted = 3 if finite or _branching(claim.lhs) or _branching(claim.rhs) else 1
    for point in islice(samples(claim), tries):
        look = _look(goal, point, claim)
        if look == "doubtful":
            found = refute(claim, point)
            if found is not None:
                return found
        if look == "agrees" or (look == "doubtful" and _agrees(goal, point, claim)):
            good.append(point)
            if len(good) == wanted:
                break
    return good[0] if good else None


def _branching(term: Term) -> bool:
    """Whether a term may behave differently elsewhere: one point then says little."""
    if term.flags & GUARDED or (term.head == "call" and term.data in BRANCHING):
        return True
    if term.head == "pow" and term.args[1].head != "number":
        return True
    return any(map(_branching, term.args))


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
            look = _look(goal, point, claim)
            if look == "doubtful":
                found = refute(claim, point)
                if found is not None:
                    return found
            if look in ("doubtful", "agrees"):
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
    """What 64 bits say: "agrees", "outside" the domain or "doubtful"."""
    try:
        admit(point, claim.context)
        evaluation = Evaluation(point)
        with precision(64):
            try:
                a = value_of(goal.left, evaluation)
            except Undefined:
                return "outside"
            b = value_of(goal.right, evaluation)
            same = a.overlaps(b) and _accurate(a) and _accurate(b)
            return "agrees" if same else "doubtful"
    except (Unknown, Undefined):
        return "doubtful"
    except (Refusal, TooLarge):
        return "outside"


def _accurate(value: arb) -> bool:
    """Whether an enclosure is narrow enough for an agreement to mean something."""
    return bool(value.rad() < TINY or value.rel_accuracy_bits() > ENOUGH_BITS)


def _agrees(goal: Goal, point: Point, claim: Claim) -> bool:
    try:
        agrees(goal.left, goal.right, point, claim.context)
    except (Refusal, TooLarge):
        return False
    return True
