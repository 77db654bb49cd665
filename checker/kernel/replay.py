"""Replay: from a claim and a certificate to `Proved`, or a refusal with its reason.

1. Both sides are elaborated: definitions unfolded, derivatives eliminated, and everything
   the terms as written require collected before anything folds.
2. The point of the certificate shows that the claim says something: it lies in the domain,
   both sides are certainly defined there, and their enclosures overlap.
3. The tree is walked. `cases` covers a finite domain, `split` every sign a term can have,
   `constant` an interval on which the derivative of the difference is zero.
4. A leaf, in order: lemmas; the left side's requirements, proved or else assumed and
   reported; lemmas; the right side's, proved, only "not zero" may be assumed and reported;
   lemmas; the normal form of the difference is zero, or has evidently the sign that is
   claimed. If something was assumed, the leaf has a point of its own where all of it holds.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import NamedTuple

from checker.kernel.balls import Evaluation, Undefined, Unknown
from checker.kernel.case import OPPOSITE, Case, condition_of, hard_first, merged
from checker.kernel.confined import mentioned
from checker.kernel.derivatives import differentiate
from checker.kernel.elaborate import Elaborated, Requirement, elaborate
from checker.kernel.points import PRECISIONS, agrees, evaluated
from checker.kernel.refusal import Refusal, require
from checker.kernel.ring import SIZES, RingFull
from checker.language.certificate import (
    Cases,
    Certificate,
    Constant,
    Leaf,
    Node,
    Point,
    Split,
)
from checker.language.certificate import (
    Undefined as NothingClaimed,
)
from checker.language.claim import KINDS, Claim
from checker.language.errors import TooLarge
from checker.language.substitution import substitute
from checker.language.term import BOUND, INDEX, RESERVED, ZERO, Term, name, number, relation
from checker.language.verdict import Condition, Proved

SIGNS = {"-": "lt", "0": "eq", "+": "gt"}


class Goal(NamedTuple):
    """What is left to prove in a case: two elaborated sides and the facts of the case."""

    left: Elaborated
    right: Elaborated
    facts: tuple[tuple[Term, str], ...] = ()
    cases: tuple[Term, ...] = ()
    """The facts as relations, to be shown with conditions."""


def prepare(claim: Claim) -> Goal:
    """Both sides of a claim, elaborated; refused where the kernel has no rules for them."""
    require(claim.relation in KINDS, "not-a-relation", claim.relation)
    context = claim.context
    cache = context.cache("goals")
    known: Goal | None = cache.get((claim.lhs, claim.rhs))
    if known is not None:
        return known
    given = (*(d.body for d in context.definitions), *context.hypotheses)
    for term in (claim.lhs, claim.rhs, *given):
        if term.flags & (INDEX | RESERVED | BOUND):
            raise Refusal("reserved-name", term)
    for text in context.spelt:
        if text[:1] == "@" or "~" in text:
            raise Refusal("reserved-name", text)
    goal = Goal(elaborate(claim.lhs, context), elaborate(claim.rhs, context))
    cache[claim.lhs, claim.rhs] = goal
    return goal


def replay(claim: Claim, certificate: Certificate) -> Proved:
    """Proved, if the certificate proves the claim; otherwise a `Refusal` with its reason.

    >>> from checker.language.term import add
    >>> x = name("x")
    >>> replay(Claim(add(x, x), add(x, x)), Certificate(Leaf(), Point(names=(("x", Fraction(1)),)))
    ...        ).conditions
    ()
    """
    try:
        goal = prepare(claim)
        agrees(goal.left, goal.right, certificate.point, claim.context, KINDS[claim.relation])
        conditions = _Replay(claim, certificate.point).node(goal, certificate.proof)
    except (TooLarge, RecursionError) as error:
        raise Refusal("budget", str(error)) from None
    return Proved(claim, certificate, tuple(dict.fromkeys(conditions)))


class _Replay:
    __slots__ = ("claim", "context", "point", "kind")

    def __init__(self, claim: Claim, point: Point) -> None:
        self.claim = claim
        self.context = claim.context
        self.point = point
        self.kind = KINDS[claim.relation]

    def node(self, goal: Goal, node: Node) -> list[Condition]:
        match node:
            case Leaf():
                return self.leaf(goal, node)
            case Cases():
                return self.cases(goal, node)
            case Split():
                return self.split(goal, node)
            case Constant():
                return self.constant(goal, node)
            case NothingClaimed():
                return self.nothing_claimed(goal)

    # --- inner nodes --------------------------------------------------------------------------

    def cases(self, goal: Goal, node: Cases) -> list[Condition]:
        """One branch for each value of a name with a finite domain."""
        values = self.context.domain(node.name).values
        require(values is not None, "cases-of-no-finite-domain", node.name)
        covered = [value for value, _ in node.branches]
        require(set(values or ()) <= set(covered), "cases-incomplete", node.name)
        conditions = []
        for value, branch in node.branches:
            conditions += self.node(at_value(goal, node.name, value), branch)
        return conditions

    def split(self, goal: Goal, node: Split) -> list[Condition]:
        """One branch for each sign that the term can have."""
        case = Case(self.context, goal.facts)
        require(not node.term.flags & (INDEX | RESERVED | BOUND), "reserved-name", node.term)
        term = elaborate(node.term, case.plain).term
        require(case.defined(term), "split-of-undefined", term)
        branches = dict(node.branches)
        found: list[list[Condition]] = []
        for sign, kind in SIGNS.items():
            if sign in branches:
                fact = (term, kind)
                inner = goal._replace(facts=(*goal.facts, fact),
                                      cases=(*goal.cases, relation(kind, term, ZERO)))
                found.append(self.node(inner, branches[sign]))
            else:
                require(case.evident(term, OPPOSITE[kind]), "split-incomplete", sign)
        return together(found, len(goal.cases))

    def constant(self, goal: Goal, node: Constant) -> list[Condition]:
        """A difference with derivative zero on an interval, and zero at one value there."""
        require(self.kind == "eq", "constant-is-no-sign", self.claim.relation)
        domain = self.context.domain(node.name)
        require(domain.continuous, "constant-needs-interval", node.name)
        require(domain.contains(node.value), "constant-start", node.value)
        require(all(node.name not in mentioned(elaborate(h, self.context))
                    for h in self.context.hypotheses)
                and all(node.name not in term.free for term, _ in goal.facts),
                "constant-needs-interval", node.name)
        case = Case(self.context, goal.facts)
        sides = (goal.left, goal.right)
        for side in sides:
            for requirement in side.requirements:
                opened = case.open(requirement)
                require(opened is None or case.proved(opened), "constant-needs-interval",
                        requirement.term)
        variable = name(node.name)
        left, right = (elaborate(differentiate(side.term, variable), case.plain)
                       for side in sides)
        smooth = Goal(left, right, goal.facts, goal.cases)
        before = self.node(smooth, node.derivative)
        require(not before, "constant-needs-interval", "a condition on the derivative")
        return self.node(at_value(goal, node.name, node.value), node.start)

    def nothing_claimed(self, goal: Goal) -> list[Condition]:
        """The left side is certainly undefined in this case."""
        case = Case(self.context, goal.facts)
        for requirement in goal.left.requirements:
            if requirement.indices or requirement.soft or requirement.kind not in OPPOSITE:
                continue
            if all(case.decide(guard) is True for guard in requirement.guards) and \
                    case.evident(requirement.term, OPPOSITE[requirement.kind]):
                return [Condition(relation(requirement.kind, requirement.term, ZERO),
                                  () if requirement.term.free else goal.cases)]
        raise Refusal("left-side-may-be-defined")

    # --- leaves -------------------------------------------------------------------------------

    def leaf(self, goal: Goal, leaf: Leaf) -> list[Condition]:
        for size in SIZES:
            try:
                return self.sized_leaf(goal, leaf, size)
            except RingFull:
                continue
        raise Refusal("budget", "generators")

    def sized_leaf(self, goal: Goal, leaf: Leaf, size: int) -> list[Condition]:
        case = Case(self.context, goal.facts, size)
        left, right = case.resolve(goal.left.term), case.resolve(goal.right.term)
        for lemma in leaf.before:
            case.lemma(lemma)
        self.requirements(case, goal.left, leaf.forms, left=True)
        for lemma in leaf.between:
            case.lemma(lemma)
        self.requirements(case, goal.right, leaf.forms, left=False)
        for lemma in leaf.after:
            case.lemma(lemma)
        require(case.related(self.kind, left, right, leaf.forms), "not-zero", self.claim.lhs)
        if case.assumed:
            point = leaf.point
            if point is None:
                raise Refusal("leaf-without-point")
            if goal.cases or point is not self.point:
                agrees(goal.left, goal.right, point, self.context, self.kind)
            certain(case, goal, point)
        return [Condition(condition_of(r), goal.cases) for r in merged(case.assumed)]

    def requirements(self, case: Case, side: Elaborated, forms: tuple[Term, ...],
                     left: bool) -> None:
        """Prove what a side requires; assume, to be reported, what may be assumed."""
        for requirement in hard_first(side.requirements):
            opened = case.open(requirement)
            if opened is None or case.proved(opened, forms):
                continue
            case.assume(case.assumable(opened, forms, left))


def together(branches: list[list[Condition]], depth: int) -> list[Condition]:
    """The conditions of all branches; one that is needed in each of them is told once."""
    def common(condition: Condition) -> Condition:
        cases = condition.cases
        return Condition(condition.relation, (*cases[:depth], *cases[depth + 1:]))

    everywhere = set.intersection(*({common(c) for c in branch} for branch in branches)) \
        if len(branches) > 1 else set()
    conditions = [c if common(c) not in everywhere else common(c)
                  for branch in branches for c in branch]
    return list(dict.fromkeys(conditions))


def at_value(goal: Goal, text: str, value: Fraction) -> Goal:
    """The goal with a name at a value."""
    values = {text: number(value)}

    def change(term: Term) -> Term:
        return substitute(term, values)

    def changed(side: Elaborated) -> Elaborated:
        require(all(text != n for r in side.requirements for n, _, _ in r.indices),
                "shadowed-name", text)
        return Elaborated(change(side.term), tuple(
            Requirement(r.kind, change(r.term),
                        tuple((n, change(lo), change(hi)) for n, lo, hi in r.indices),
                        tuple(map(change, r.guards)), r.soft) for r in side.requirements))

    fixed = relation("eq", name(text), number(value))
    return Goal(changed(goal.left), changed(goal.right),
                tuple((change(t), kind) for t, kind in goal.facts), (*goal.cases, fixed))


def _holds(condition: Term, evaluation: Evaluation) -> bool:
    return evaluation.holds(condition)


def certain(case: Case, goal: Goal, point: Point) -> None:
    """Refuse unless the facts and assumed conditions of a case certainly hold at its point."""
    wanted = [condition_of(r) for r in case.assumed if not r.term.flags & INDEX]
    for condition in (*wanted, *goal.cases):
        for bits in PRECISIONS[:3]:
            try:
                require(evaluated(point, case.context, bits, partial(_holds, condition)),
                        "point-outside-case", point)
                break
            except Unknown:
                continue
            except Undefined as undefined:
                raise Refusal("point-outside-case", str(undefined)) from None
        else:
            raise Refusal("point-unknown", str(point))
