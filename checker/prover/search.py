"""The search for a certificate: what to try, in which order, within which time.

A leaf without lemmas first; then lemmas from each theory in turn; then cases over finite
domains, splits on signs, and a constant difference. The kernel replays what comes out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from checker.kernel.case import Case
from checker.kernel.points import agrees
from checker.kernel.refusal import Refusal
from checker.kernel.replay import Goal, at_value, certain, prepare, replay
from checker.kernel.ring import SIZES, RingFull
from checker.language.certificate import (
    Cases,
    Certificate,
    Constant,
    Leaf,
    Node,
    Point,
    Split,
    Undefined,
)
from checker.language.claim import KINDS, Claim
from checker.language.context import Context
from checker.language.errors import TooLarge
from checker.language.samples import samples
from checker.language.term import ZERO, Term, name, relation, sub
from checker.language.verdict import Proved
from checker.prover.angles import circular, definitions
from checker.prover.draft import Draft, OutOfTime
from checker.prover.equations import equations
from checker.prover.exponents import exponentials, general_powers
from checker.prover.factorials import binomials, factorials
from checker.prover.logarithms import logarithms
from checker.prover.roots import simple_roots, split_roots
from checker.prover.signs import absolutes, extrema, inequalities, split_terms
from checker.prover.sums import deltas, plain_sums, sums

MAX_SPLITS: Final = 4
"""Splits on signs are nested no deeper than this."""
MAX_BRANCHES: Final = 64
"""Finite domains with more combinations than this are not walked through."""
ROUNDS: Final = 3
"""How often the theories are asked in turn."""

Theory = Callable[[Draft], None]

THEORIES: Final[tuple[Theory, ...]] = (
    equations, definitions, extrema, absolutes, simple_roots, split_roots, absolutes,
    general_powers, exponentials, logarithms, circular, binomials, factorials, deltas, sums,
    inequalities,
)
"""What is asked for lemmas, in this order."""

FIRST: Final[tuple[Theory, ...]] = (equations, definitions, simple_roots)
"""Asked before the left side's requirements: equations, definitions, relations of roots."""

HEADS_WITHOUT_THEORY: Final = frozenset(
    {"number", "name", "constant", "entry", "add", "neg", "mul", "div", "apply"})


def prove(claim: Claim, point: Point | None = None, seconds: float = 2.0) -> Proved | None:
    """Proved, with a certificate that the kernel has replayed; None if none was found.

    >>> from checker.language.term import add, mul, number
    >>> x = name("x")
    >>> prove(Claim(add(x, x), mul(number(2), x))) is not None
    True
    """
    try:
        goal = prepare(claim)
        search = _Search(claim, time.monotonic() + seconds)
        if point is None:
            point = search.agreeing(goal)
            if point is None:
                return None
        search.points.insert(0, point)
        node = search.node(goal)
        return None if node is None else replay(claim, Certificate(node, point))
    except (Refusal, TooLarge, OutOfTime):
        return None


class _Search:
    __slots__ = ("claim", "context", "deadline", "points", "more", "kind")

    def __init__(self, claim: Claim, deadline: float) -> None:
        self.claim = claim
        self.context: Context = claim.context
        self.kind = KINDS[claim.relation]
        self.deadline = deadline
        self.points: list[Point] = []
        self.more = samples(claim)

    # --- points -------------------------------------------------------------------------------

    def candidates(self) -> Iterator[Point]:
        """The points known so far, then more samples."""
        yield from list(self.points)
        for point in self.more:
            if time.monotonic() > self.deadline:
                raise OutOfTime
            self.points.append(point)
            yield point

    def agreeing(self, goal: Goal) -> Point | None:
        """A point where both sides are defined and agree."""
        for point in self.candidates():
            try:
                agrees(goal.left, goal.right, point, self.context, self.kind)
                return point
            except Refusal as refusal:
                if refusal.reason in ("point-differs", "budget"):
                    return None
        return None

    def works(self, case: Case, goal: Goal, point: Point) -> bool:
        """Whether a point shows that a leaf with assumptions says something."""
        try:
            if goal.cases or not self.points or point is not self.points[0]:
                agrees(goal.left, goal.right, point, self.context, self.kind)
            certain(case, goal, point)
            return True
        except Refusal:
            return False

    # --- nodes --------------------------------------------------------------------------------

    def node(self, goal: Goal, splits: int = 0) -> Node | None:
        """A proof tree for a goal, or None."""
        found = self.leaf(goal, self.needs_lemmas(goal))
        if found is not None:
            return found
        if self.nothing_claimed(goal):
            return Undefined()
        finite = self.finite_name(goal)
        if finite is not None:
            cases = self.by_values(goal, finite, splits)
            if cases is not None:
                return cases
        split = self.by_sign(goal, splits) if splits < MAX_SPLITS else None
        if split is not None or splits or self.kind != "eq":
            return split
        return self.by_derivative(goal)

    def leaf(self, goal: Goal, lemmas: bool) -> Leaf | None:
        """A leaf, without lemmas if that is enough, in the smallest ring that holds it."""
        for size in SIZES:
            try:
                return self.sized_leaf(goal, lemmas, size)
            except RingFull:
                continue
            except (Refusal, TooLarge):
                break
        return None

    def sized_leaf(self, goal: Goal, lemmas: bool, size: int) -> Leaf | None:
        """A leaf with the lemmas that the theories propose, as far as they are needed."""
        draft = Draft(self.context, goal, self.deadline, size, self.kind)
        if lemmas and draft.having("root", "pow", "call") or goal.facts:
            self.ask(draft, FIRST, 1)
        draft.requirements(goal.left, left=True)
        if not lemmas or draft.equal():
            if self.right(draft, goal):
                return self.closed(draft)
            if not lemmas:
                return None
        draft.move_to(draft.between)
        before = draft.knowledge()
        self.ask(draft, THEORIES, ROUNDS)
        if not self.right(draft, goal):
            return None
        draft.move_to(draft.after)
        if not draft.equal() and draft.knowledge() > before:  # what was refused may hold now
            self.ask(draft, THEORIES, ROUNDS)
        return self.closed(draft)

    def right(self, draft: Draft, goal: Goal) -> bool:
        """Whether what the right side requires is proved, or may be assumed."""
        try:
            draft.requirements(goal.right, left=False)
        except RingFull:
            raise
        except (Refusal, TooLarge):
            return False
        return True

    def closed(self, draft: Draft) -> Leaf | None:
        """The leaf of a draft whose sides have become equal."""
        return draft.leaf(self.candidates(), self.works) if draft.equal() else None

    def needs_lemmas(self, goal: Goal) -> bool:
        """Whether anything but rational arithmetic stands in the goal."""
        stack: list[Term] = [goal.left.term, goal.right.term]
        seen: set[Term] = set()
        if any(kind == "eq" for _, kind in goal.facts) or self.context.hypotheses:
            return True
        while stack:
            term = stack.pop()
            if term in seen:
                continue
            seen.add(term)
            if term.head not in HEADS_WITHOUT_THEORY and not (
                    term.head == "pow" and term.args[1].head == "number"
                    and term.args[1].value.denominator == 1):
                return True
            stack += term.args
        return False

    def ask(self, draft: Draft, theories: tuple[Theory, ...], rounds: int) -> None:
        """Ask theories in turn until the sides are equal or nothing new comes."""
        for _ in range(rounds):
            known = draft.case.ring.accepted
            if draft.summing:
                plain_sums(draft)
                if draft.settled():
                    return
                draft.look()
            for theory in theories:
                before = draft.case.ring.accepted
                try:
                    theory(draft)
                except RingFull:
                    raise
                except (Refusal, TooLarge):
                    pass
                if draft.case.ring.accepted > before and draft.settled():
                    return
            if draft.case.ring.accepted == known:
                return

    # --- cases --------------------------------------------------------------------------------

    def nothing_claimed(self, goal: Goal) -> bool:
        """Whether the left side is evidently undefined in this case."""
        from checker.kernel.case import OPPOSITE

        if not goal.facts and not goal.cases:
            return False
        try:
            case = Case(self.context, goal.facts)
            return any(
                not r.indices and not r.soft and r.kind in OPPOSITE
                and all(case.decide(g) is True for g in r.guards)
                and case.evident(r.term, OPPOSITE[r.kind]) for r in goal.left.requirements)
        except (Refusal, TooLarge):
            return False

    def finite_name(self, goal: Goal) -> str | None:
        """A name with a small finite domain that still occurs."""
        for text in sorted(goal.left.term.free | goal.right.term.free):
            values = self.context.domain(text).values
            if values is not None and len(values) <= MAX_BRANCHES:
                return text
        return None

    def by_values(self, goal: Goal, text: str, splits: int) -> Cases | None:
        """One branch for each value of a name."""
        branches: list[tuple[Fraction, Node]] = []
        for value in self.context.domain(text).values or ():
            branch = self.node(at_value(goal, text, value), splits)
            if branch is None:
                return None
            branches.append((value, branch))
        return Cases(text, tuple(branches))

    def by_sign(self, goal: Goal, splits: int) -> Split | None:
        """One branch for each sign of a term on which something depends."""
        try:
            draft = Draft(self.context, goal, self.deadline)
            wanted = split_terms(draft)[:3]
        except (Refusal, TooLarge):
            return None
        for term in wanted:
            found = self.split(goal, term, draft.case, splits)
            if found is not None:
                return found
        return None

    def split(self, goal: Goal, term: Term, case: Case, splits: int) -> Split | None:
        branches: list[tuple[str, Node]] = []
        for sign, kind, opposite in (("-", "lt", "ge"), ("0", "eq", "ne"), ("+", "gt", "le")):
            if case.evident(term, opposite):
                continue
            inner = goal._replace(facts=(*goal.facts, (term, kind)),
                                  cases=(*goal.cases, relation(kind, term, ZERO)))
            branch = self.node(inner, splits + 1)
            if branch is None:
                return None
            branches.append((sign, branch))
        return Split(term, tuple(branches))

    def by_derivative(self, goal: Goal) -> Constant | None:
        """A difference that does not change along one name."""
        from checker.kernel.derivatives import differentiate
        from checker.kernel.elaborate import elaborate

        if not any(_inverse(side.term) for side in (goal.left, goal.right)):
            return None
        case = Case(self.context)
        for text in sorted(goal.left.term.free & goal.right.term.free
                           or goal.left.term.free | goal.right.term.free):
            domain = self.context.domain(text)
            if not domain.continuous or self.context.range(text) is not None:
                continue
            try:
                left, right = (elaborate(differentiate(s.term, name(text)), case.plain)
                               for s in (goal.left, goal.right))
                derivative = self.node(Goal(left, right, goal.facts, goal.cases), splits=1)
            except (Refusal, TooLarge):
                continue
            if derivative is None:
                continue
            for value in (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(-1)):
                if domain.contains(value):
                    start = self.node(at_value(goal, text, value), splits=1)
                    if start is not None:
                        return Constant(text, value, derivative, start)
        return None


def _inverse(term: Term) -> bool:
    """Whether an inverse function, or a logarithm, stands somewhere in a term."""
    if term.head == "call" and term.data in ("asin", "acos", "atan", "acot", "asinh", "acosh",
                                             "atanh", "log"):
        return True
    return any(map(_inverse, term.args))


__all__ = ["THEORIES", "prove", "sub"]
