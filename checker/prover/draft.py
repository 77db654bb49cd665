"""A draft of a leaf: lemmas are tried on a case of the kernel's own, and kept if they hold.

The draft believes nothing the kernel would not: what it keeps is replayed from scratch.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from checker.kernel.case import Case, instantiate
from checker.kernel.elaborate import Elaborated, Requirement
from checker.kernel.refusal import Refusal
from checker.kernel.replay import Goal
from checker.kernel.ring import RingFull
from checker.kernel.rules import RULES
from checker.language.certificate import Leaf, Lemma, Point
from checker.language.context import Context
from checker.language.errors import TooLarge
from checker.language.term import Term
from checker.prover.forms import form_of


class OutOfTime(Exception):
    """The step has used up its time."""


class Draft:
    """One leaf being written: the kernel's case, the lemmas so far, the terms in play."""

    __slots__ = ("case", "goal", "left", "right", "before", "between", "after", "forms",
                 "stage", "terms", "tried", "deadline")

    def __init__(self, context: Context, goal: Goal, deadline: float, size: int = 16) -> None:
        self.case = Case(context, goal.facts, size)
        self.goal = goal
        self.left = self.case.resolve(goal.left.term)
        self.right = self.case.resolve(goal.right.term)
        self.before: list[Lemma] = []
        self.between: list[Lemma] = []
        self.after: list[Lemma] = []
        self.stage = self.before
        self.forms: list[Term] = []
        self.terms: dict[Term, None] = {}
        self.tried: set[tuple[str, tuple[Term, ...]]] = set()
        self.deadline = deadline
        self.notice(self.left)
        self.notice(self.right)

    def notice(self, term: Term) -> None:
        """Take a term and what is inside it into play, innermost first."""
        if term in self.terms:
            return
        for a in term.args:
            self.notice(a)
        self.terms[term] = None

    def having(self, *heads: str) -> list[Term]:
        """The terms in play with one of these heads, innermost first."""
        return [t for t in self.terms if t.head in heads]

    def calls(self, *functions: str) -> list[Term]:
        """The known functions of these names in play, innermost first."""
        return [t for t in self.terms if t.head == "call" and t.data in functions]

    def use(self, rule: str, forms: tuple[Term, ...] = (), **values: Term) -> bool:
        """Try a line of the table; keep it, and take its right side into play, if it holds."""
        if time.monotonic() > self.deadline:
            raise OutOfTime
        key = (rule, tuple(values.values()))
        if key in self.tried:
            return False
        self.tried.add(key)
        lemma = Lemma(rule, tuple(values.items()), forms)
        known = len(self.case.ring.relations)
        try:
            self.case.lemma(lemma)
        except RingFull:
            raise
        except (Refusal, TooLarge):
            return False
        if rule in RULES and RULES[rule].relation == "=":
            if len(self.case.ring.relations) == known:
                return False
            self.notice(instantiate(RULES[rule].right, values, RULES[rule].functions))
        self.stage.append(lemma)
        return True

    def requirements(self, side: Elaborated, assumable: tuple[str, ...]) -> None:
        """Prove or assume what a side requires, as the kernel will; refused where it will."""
        order = {"gt": 0, "ge": 1}
        for requirement in sorted(side.requirements, key=lambda r: order.get(r.kind, 2)):
            opened = self.case.open(requirement)
            if opened is None or self.case.proved(opened, tuple(self.forms)):
                continue
            if self._formed(opened):
                continue
            if opened.kind not in assumable and opened.kind == "gt":
                weaker = opened._replace(kind="ge")
                if self.case.proved(weaker, tuple(self.forms)) or self._formed(weaker):
                    opened = opened._replace(kind="ne")
            if opened.kind not in assumable:
                raise Refusal("requirement", f"{opened.kind} {opened.term}")
            self.case.assume(opened)

    def _formed(self, requirement: Requirement) -> bool:
        """Whether some other form of the term makes its sign evident."""
        if requirement.kind in ("integer", "holds"):
            return False
        form = form_of(self.case, requirement.term, requirement.kind)
        if form is None or not self.case.proved(requirement, (form,)):
            return False
        self.forms.append(form)
        return True

    def equal(self) -> bool:
        """Whether the two sides have one normal form by now."""
        return self.case.ring.equal(self.left, self.right)

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
