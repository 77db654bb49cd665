"""A draft of a leaf: lemmas are tried on a case of the kernel's own, and kept if they hold.

The draft believes nothing the kernel would not: what it keeps is replayed from scratch.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from checker.kernel.case import Case, UnprovedCondition, difference, hard_first, instantiate
from checker.kernel.elaborate import Elaborated, Requirement
from checker.kernel.refusal import Refusal
from checker.kernel.replay import Goal
from checker.kernel.ring import SIZES, RingFull
from checker.kernel.rules import RULES
from checker.language.certificate import Leaf, Lemma, Point
from checker.language.context import Context
from checker.language.errors import TooLarge
from checker.language.term import BINDER, RESERVED, Term
from checker.prover.forms import form_of

ATOMIC = frozenset({"name", "entry", "apply"})
"""Terms that have no other form."""


class OutOfTime(Exception):
    """The step has used up its time."""


class Draft:
    """One leaf being written: the kernel's case, the lemmas so far, the terms in play."""

    __slots__ = ("case", "goal", "left", "right", "before", "between", "after", "forms",
                 "stage", "noticed", "heads", "functions", "waiting", "tried", "deadline",
                 "summing", "kind")

    def __init__(self, context: Context, goal: Goal, deadline: float, size: int = SIZES[0],
                 kind: str = "eq") -> None:
        self.kind = kind
        self.case = Case(context, goal.facts, size)
        self.goal = goal
        self.left = self.case.resolve(goal.left.term)
        self.right = self.case.resolve(goal.right.term)
        self.before: list[Lemma] = []
        self.between: list[Lemma] = []
        self.after: list[Lemma] = []
        self.stage = self.before
        self.forms: list[Term] = []
        self.noticed: dict[Term, None] = {}
        self.heads: set[str] = set()
        """Their heads."""
        self.functions: set[str] = set()
        """The known functions among the terms in play."""
        self.waiting = [self.left, self.right]
        """Terms that come into play when a theory asks: most leaves need none."""
        self.tried: set[tuple[str, tuple[Term, ...]]] = set()
        self.deadline = deadline
        self.summing = bool((self.left.flags | self.right.flags) & BINDER)

    def notice(self, term: Term) -> None:
        """Take a term and what is inside it into play, innermost first."""
        self.waiting.append(term)

    @property
    def terms(self) -> dict[Term, None]:
        """The terms in play."""
        for term in self.waiting:
            self._notice(term)
        self.waiting.clear()
        return self.noticed

    def _notice(self, term: Term) -> None:
        if term in self.noticed:
            return
        if term.head not in ("sum", "product"):
            for a in term.args:
                self._notice(a)
        self.heads.add(term.head)
        if term.head == "call":
            self.functions.add(term.data)
        self.noticed[term] = None

    def live(self) -> list[Term]:
        """The atoms that do not cancel in the difference of the two sides."""
        ring = self.case.ring
        (n1, d1), (n2, d2) = ring.normal(self.left), ring.normal(self.right)
        gap = ring.sum((n1, d1), (-n2, d2))
        if ring.vanishes(gap[0]):
            return []
        live = ring.generators(ring.reduced(gap))
        return [ring.atoms[k] for k in sorted(live)]

    def look(self) -> None:
        """Take what stands inside the sums of both sides into play, at their indices."""
        for atom in self.live():
            self.notice_inside(atom)

    def notice_inside(self, term: Term) -> None:
        """Take a term into play with what stands under its sums."""
        for part in self.parts(term):
            self.notice_inside(part)
        self.notice(term)

    def parts(self, term: Term) -> list[Term]:
        """What stands inside a term that holds sums; a written sum stands for its atoms."""
        if not term.flags & BINDER:
            return []
        if term.head in ("sum", "product") and term.args[0].head == "name":
            ring = self.case.ring
            return [ring.atoms[k] for k in sorted(ring.generators(ring.normal(term)))]
        return list(term.args)

    def move_to(self, stage: list[Lemma]) -> None:
        """Go on to the next stage: what was refused may hold there."""
        self.stage = stage
        self.tried.clear()

    def knowledge(self) -> int:
        """How many facts and equations are known: it grows with either."""
        return len(self.case.facts) + self.case.ring.accepted

    def having(self, *heads: str) -> list[Term]:
        """The terms in play with one of these heads, innermost first."""
        terms = self.terms
        if self.heads.isdisjoint(heads):
            return []
        return [t for t in terms if t.head in heads]

    def calls(self, *functions: str) -> list[Term]:
        """The known functions of these names in play, innermost first."""
        terms = self.terms
        if self.functions.isdisjoint(functions):
            return []
        return [t for t in terms if t.head == "call" and t.data in functions]

    def use(self, rule: str, forms: tuple[Term, ...] = (), **values: Term) -> bool:
        """Try a line of the table; keep it, and take its right side into play, if it holds."""
        if time.monotonic() > self.deadline:
            raise OutOfTime
        key = (rule, tuple(values.values()))
        if key in self.tried:
            return False
        self.tried.add(key)
        known = self.case.ring.accepted
        lemma = self._accepted(rule, values, forms)
        if lemma is None:
            return False
        if rule in RULES and RULES[rule].relation == "=":
            if self.case.ring.accepted == known:
                return False
            right = instantiate(RULES[rule].right, values, RULES[rule].functions)
            self.notice(self.case.ring.canonical(right) if right.flags & RESERVED else right)
        self.stage.append(lemma)
        return True

    def _accepted(self, rule: str, values: dict[str, Term],
                  forms: tuple[Term, ...]) -> Lemma | None:
        """The lemma as the kernel accepts it, with other forms for conditions not evident."""
        for _ in range(3):
            lemma = Lemma(rule, tuple(values.items()), forms)
            try:
                self.case.lemma(lemma)
                return lemma
            except RingFull:
                raise
            except UnprovedCondition as unproved:
                requirement = unproved.requirement
                if requirement.kind in ("integer", "holds"):
                    return None
                form = form_of(self.case, requirement.term, requirement.kind)
                if form is None or form in forms:
                    return None
                forms = (*forms, form)
            except (Refusal, TooLarge):
                return None
        return None

    def requirements(self, side: Elaborated, left: bool) -> None:
        """Prove or assume what a side requires, as the kernel will; refused where it will."""
        for requirement in hard_first(side.requirements):
            opened = self.case.open(requirement)
            if opened is None or self.case.proved(opened, tuple(self.forms)):
                continue
            if self._formed(opened):
                continue
            if opened.kind == "gt" and (opened.soft or not left):
                self._formed(opened._replace(kind="ge"))
            self.case.assume(self.case.assumable(opened, tuple(self.forms), left))

    def _formed(self, requirement: Requirement) -> bool:
        """Whether some other form of the term makes its sign evident."""
        if requirement.kind in ("integer", "holds") or requirement.term.head in ATOMIC:
            return False
        form = form_of(self.case, requirement.term, requirement.kind)
        if form is None or not self.case.proved(requirement, (form,)):
            return False
        self.forms.append(form)
        return True

    def rewritten(self, term: Term) -> bool:
        """Whether a term is no longer a generator of its own."""
        ring = self.case.ring
        bare = ring.generator_power(ring.normal(term))
        return bare is None or ring.atoms[bare[0]].data != term.data

    def settled(self) -> bool:
        """Whether the two sides have one normal form, as far as that can be told."""
        try:
            return self.equal()
        except RingFull:
            raise
        except (Refusal, TooLarge):
            return False

    def equal(self) -> bool:
        """Whether the two sides have one normal form by now, or evidently are as claimed."""
        if self.case.related(self.kind, self.left, self.right, tuple(self.forms)):
            return True
        return self.kind != "eq" and self._formed(
            Requirement(self.kind, difference(self.left, self.right)))

    def leaf(self, points: Iterator[Point], works: object) -> Leaf | None:
        """The leaf, with a point of its own if something was assumed."""
        point = None
        if self.case.assumed:
            for candidate in points:
                if works(self.case, self.goal, candidate):  # type: ignore[operator]
                    point = candidate
                    break
            else:
                return None
        return Leaf(tuple(self.before), tuple(self.between), tuple(self.after),
                    tuple(dict.fromkeys(self.forms)), point)
