"""Refutation: an exact point of the domain where the two sides certainly differ."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from flint import arb, fmpq

from checker.kernel.balls import Evaluation, Exhausted, Undefined, Unknown, precision
from checker.kernel.case import Case, difference
from checker.kernel.derivatives import relations
from checker.kernel.points import PRECISIONS, admit, evaluated, fails, sides_at, value_of
from checker.kernel.refusal import Refusal
from checker.kernel.replay import Goal, prepare
from checker.language.certificate import Lemma, Point
from checker.language.claim import KINDS, Claim
from checker.language.context import Context
from checker.language.errors import TooLarge
from checker.language.term import APPLIED, Term, sub
from checker.language.verdict import Refuted

RADII: Final = (Fraction(1, 1024), Fraction(1, 2**30))
"""Half-widths of the boxes on which a side that is undefined must stay undefined."""


def refute(claim: Claim, point: Point, most_bits: int = 256) -> Refuted | None:
    """Refuted, if the sides certainly differ at the point; None if that is not certain.

    They also differ where the left side is defined on a whole region around the point and
    the right side on no part of it: log(x^2) = 2 log(x) at x < 0.

    >>> from checker.language.term import add, name, number
    >>> x = name("x")
    >>> found = refute(Claim(x, add(x, number(1))), Point(names=(("x", Fraction(0)),)))
    >>> found.lhs, found.rhs
    ('0', '1.00000000000000')
    """
    try:
        goal = prepare(claim)
        admit(point, claim.context)
        return _differ(goal, claim, point, most_bits)
    except (Refusal, TooLarge):
        return None


def _differ(goal: Goal, claim: Claim, point: Point, most_bits: int) -> Refuted | None:
    for bits in PRECISIONS:
        if bits > most_bits:
            return None
        try:
            left, right = evaluated(point, claim.context, bits,
                                    lambda at: sides_at(goal.left, goal.right, at))
        except (Undefined, Exhausted):
            return None
        except Unknown:
            continue
        with precision(bits):
            if isinstance(right, Undefined):
                return _undefined_region(goal, claim, point, left, str(right))
            if isinstance(right, Unknown):
                if bits == PRECISIONS[0]:
                    found = _undefined_region(goal, claim, point, left, "")
                    if found is not None:
                        return found
                continue
            if fails(KINDS[claim.relation], left, right):
                return Refuted(claim, point, written(left), written(right))
            if left.is_exact() and right.is_exact():
                return None
    return None


def _undefined_region(goal: Goal, claim: Claim, point: Point, left: arb,
                      why: str) -> Refuted | None:
    """The right side must be undefined, and the left side defined, all around the point."""
    if any(r.kind == "ne" and r.term.flags & APPLIED and _may_vanish(r.term, point)
           for r in goal.right.requirements):
        return None  # another function of the same range may leave it defined
    moving = moving_names(point, claim.context)
    if not moving:
        if not why:
            return None
        return Refuted(claim, point, written(left), f"undefined: {why}")
    for radius in RADII:
        around = Evaluation(point, fmpq(radius.numerator, radius.denominator), moving)
        try:
            value_of(goal.left, around)
        except (Undefined, Unknown):
            continue
        zero = vanishing(goal, claim.context, point)
        if zero is not None:
            return Refuted(claim, point, written(left), f"undefined: {zero} is zero")
        try:
            value_of(goal.right, around)
        except Unknown:
            continue
        except Undefined as undefined:
            return Refuted(claim, point, written(left), f"undefined: {undefined}")
    return None


def _may_vanish(term: Term, point: Point) -> bool:
    """Whether a term is not certainly different from zero at the point."""
    try:
        return bool(Evaluation(point).value(term).contains(0))
    except (Undefined, Unknown):
        return True


def vanishing(goal: Goal, context: Context, point: Point) -> Term | None:
    """What must not be zero on the right side, but is zero all around the point.

    The signs that decide absolute values, extrema and cases are certain at the point, hence
    around it; there the term's normal form is zero.
    """
    for requirement in goal.right.requirements:
        if requirement.kind != "ne" or requirement.soft or requirement.indices \
                or requirement.guards:
            continue
        term = requirement.term
        deciding = list(dict.fromkeys(_deciding(term)))
        if not deciding:
            continue
        case = Case(context, _signs_at(deciding, point))
        for part in _guarded(term):
            for rule in BY_SIGN.get(str(part.data), ()):
                try:
                    case.lemma(Lemma(rule, tuple(zip("ab", part.args, strict=False))))
                except Refusal:
                    continue
        try:
            if case.ring.vanishes(case.ring.normal(case.resolve(term))[0]):
                return term
        except Refusal:
            continue
    return None


BY_SIGN: Final = {
    "abs": ("abs-nonnegative", "abs-nonpositive"), "sign": ("sign-positive", "sign-negative"),
    "heaviside": ("heaviside-positive", "heaviside-negative"),
    "max": ("max-left", "max-right"), "min": ("min-left", "min-right"),
}


def _guarded(term: Term) -> Iterator[Term]:
    """The absolute values, signs and extrema inside a term, innermost first."""
    for a in term.args:
        yield from _guarded(a)
    if term.head == "call" and term.data in BY_SIGN:
        yield term


def _deciding(term: Term) -> Iterator[Term]:
    """The terms whose signs decide absolute values, extrema and cases."""
    for part in _guarded(term):
        yield part.args[0] if len(part.args) == 1 else sub(*part.args[:2])
    stack = [term]
    while stack:
        top = stack.pop()
        if top.head == "cases":
            for guard in top.args[1::2]:
                yield from (difference(*r.args) for r in relations(guard))
        stack += top.args


def _signs_at(terms: list[Term], point: Point) -> list[tuple[Term, str]]:
    """The signs that certainly hold at the point."""
    facts = []
    for term in terms:
        try:
            value = Evaluation(point).value(term)
        except (Undefined, Unknown):
            continue
        if value > 0:
            facts.append((term, "gt"))
        elif value < 0:
            facts.append((term, "lt"))
    return facts


def moving_names(point: Point, context: Context) -> frozenset[str]:
    """The coordinates that can move a little without leaving the domain's kind of numbers."""
    moving = {n for n, _ in point.names
              if not context.domain(n).integer and context.domain(n).values is None}
    return frozenset(moving | {
        f for f, _ in point.entries
        if not context.entries(f).integer and context.entries(f).values is None})


def written(value: arb) -> str:
    """An enclosure as text."""
    return value.str(15)
