"""One case of a proof: what is known in it, what has been assumed, and its normal forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from checker.kernel.bounds import Signs
from checker.kernel.elaborate import Elaborated, Requirement, elaborate
from checker.kernel.indices import bound_indices, free_indices, height_of
from checker.kernel.refusal import Refusal, require
from checker.kernel.ring import SIZES, Ring, instance
from checker.kernel.ring import Fraction as Fractions
from checker.kernel.rules import RULES
from checker.language.certificate import Lemma
from checker.language.context import Context
from checker.language.substitution import substitute
from checker.language.term import (
    CASES,
    DERIVATIVE,
    INDEX,
    RELATIONS,
    RESERVED,
    ZERO,
    Term,
    build,
    name,
    relation,
    sub,
)

OPPOSITE: Final = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt", "ne": "eq", "eq": "ne"}


class UnprovedCondition(Refusal):
    """A lemma's condition is not evident; it is kept for whoever wants to offer another form."""

    def __init__(self, rule: str, requirement: Requirement) -> None:
        super().__init__("lemma-condition", rule, requirement.kind, requirement.term)
        self.requirement = requirement


class Line(NamedTuple):
    """A line of the table at certain terms."""

    left: Term
    right: Term
    demands: tuple[Requirement, ...]
    """What must be proved: both sides are defined, and the extra conditions."""
    premises: tuple[tuple[Elaborated, Elaborated], ...]


class Case:
    """The knowledge of one case; it grows while a leaf of the certificate is replayed."""

    __slots__ = ("context", "plain", "ring", "signs", "facts", "assumed", "branch", "known",
                 "given", "opened")

    def __init__(self, context: Context, facts: Iterable[tuple[Term, str]] = (),
                 size: int = SIZES[0]) -> None:
        self.context = context
        self.plain = plain(context)
        """The same declarations without definitions, for whole numbers those of the case: the
        context of lemmas."""
        self.ring = Ring(size)
        self.signs = Signs(context)
        self.facts: list[tuple[Term, str]] = []
        self.assumed: list[Requirement] = []
        self.known = self.given = {}
        self.opened: dict[Requirement, Requirement | None] = {}
        """Requirements over kernel indices, as long as nothing is learnt."""
        for hypothesis in context.hypotheses:
            self._hypothesis(hypothesis)
        self.known = self.given = context.cache("evident")
        """Which signs are evident: shared with other cases, until this one learns anything."""
        self.branch = tuple(facts)
        """The facts that distinguish this case from others."""
        for term, kind in self.branch:
            self.learn(term, kind)
            self.plain = narrowed(self.plain, term, kind)

    def _hypothesis(self, condition: Term) -> None:
        if condition.head == "and":
            for part in condition.args:
                self._hypothesis(part)
        elif condition.head in RELATIONS:
            a, b = (elaborate(side, self.context).term for side in condition.args)
            self.learn(difference(a, b), condition.head)

    def learn(self, term: Term, kind: str) -> None:
        """Take the sign of a term as known in this case."""
        self.signs.assume(term, kind)
        self.facts.append((term, kind))
        self._learnt()

    def _learnt(self) -> None:
        """What was evident still is; what was not may have become so."""
        known = {} if self.known is self.given else self.known
        self.known = {question: True for question, found in known.items() if found}
        self.opened = {}

    # --- signs --------------------------------------------------------------------------------

    def evident(self, term: Term, kind: str) -> bool:
        """Whether the sign of a term follows by intervals or from one fact."""
        found = self.known.get((term, kind))
        if found is None:
            found = self.given.get((term, kind)) or self._evident(term, kind)
            self.known[term, kind] = found
        return bool(found)

    def equal(self, left: Term, right: Term) -> bool:
        """Whether two terms have one normal form in this case."""
        if self.ring.accepted:
            return self.ring.equal(left, right)
        known = self.context.cache("equal")
        found = known.get((left, right))
        if found is None:
            found = known[left, right] = self.ring.equal(left, right)
        return bool(found)

    def related(self, kind: str, left: Term, right: Term, forms: tuple[Term, ...] = ()) -> bool:
        """Whether two terms evidently stand in a relation: one normal form, or a sign."""
        if kind == "eq":
            return self.equal(left, right)
        return self.proved(Requirement(kind, difference(left, right)), forms)

    def _evident(self, term: Term, kind: str) -> bool:
        return self.signs.holds(term, kind) or self._constant(term, kind) or any(
            self._follows(term, kind, fact, known) for fact, known in self.facts)

    def _constant(self, term: Term, kind: str) -> bool:
        """Whether the normal form is a number of that sign."""
        ring = self.ring
        n, d = ring.normal(term)
        if ring.vanishes(n):
            return kind in ("eq", "ge", "le")
        if not (n.is_constant() and d.is_constant()):
            return False
        positive = (n.leading_coefficient() > 0) == (d.leading_coefficient() > 0)
        return kind == "ne" or kind in (("gt", "ge") if positive else ("lt", "le"))

    def _follows(self, term: Term, kind: str, fact: Term, known: str) -> bool:
        """Whether term = c fact + d for numbers c, d that make its sign that of the fact."""
        if fact.free.isdisjoint(term.free) and not term.flags & INDEX:
            return False
        if known != "eq" and kind == "eq" or known == "ne" and kind != "ne":
            return False
        ring = self.ring
        (n1, d1), (n2, d2) = ring.normal(term), ring.normal(fact)
        p, q = ring.times(n1, d2), ring.times(n2, d1)
        if q.is_zero() or p.is_zero() or p.monomial(0) != q.monomial(0):
            return False
        top, bottom = p.leading_coefficient(), q.leading_coefficient()
        rest = p * bottom - q * top  # bottom * (p - (top/bottom) q)
        if d1 != d2 and not rest.is_zero():
            return False
        if d1 == d2 and not d1.is_one() and not rest.is_zero():
            return False
        if not rest.is_constant():
            return False
        shift = rest.leading_coefficient() * bottom if not rest.is_zero() else 0
        flipped = known
        if top * bottom < 0:
            flipped = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge"}.get(known, known)
        return implies(flipped, int(shift), kind)

    def decide(self, condition: Term) -> bool | None:
        """Whether a relation holds in this case: True, False, or None where it is not evident."""
        match condition.head:
            case "true":
                return True
            case "false":
                return False
            case "not":
                inner = self.decide(condition.args[0])
                return None if inner is None else not inner
            case "and" | "or":
                decisive = condition.head == "or"
                parts = [self.decide(part) for part in condition.args]
                if decisive in parts:
                    return decisive
                return None if None in parts else not decisive
        gap = difference(*condition.args)
        if self.evident(gap, condition.head):
            return True
        return False if self.evident(gap, OPPOSITE[condition.head]) else None

    def resolve(self, term: Term) -> Term:
        """The term with every choice of cases made that this case decides."""
        if term.head == "cases":
            return self._resolve_cases(term)
        if not term.flags & CASES:
            return term
        if term.head in ("sum", "product") and term.args[0].head == "name":
            # under its own index: what is known of a free name of that spelling is no matter here
            bound, body, lo, hi = term.args
            lo, hi = self.resolve(lo), self.resolve(hi)
            index = build("index", (lo, hi), 1 + height_of(body))
            body = self.resolve(instance(body, bound, index))
            return build(term.head, (index, body, lo, hi))
        args = tuple([self.resolve(a) for a in term.args])
        return term if args == term.args else build(term.head, args, term.data)

    def _resolve_cases(self, term: Term) -> Term:
        args = term.args
        kept: list[Term] = []
        for position in range(0, len(args) - 1, 2):
            holds = self.decide(args[position + 1])
            if holds is True:
                value = self.resolve(args[position])
                return value if not kept else build("cases", (*kept, value))
            if holds is None:
                kept += [self.resolve(args[position]), args[position + 1]]
        if len(args) % 2:
            last = self.resolve(args[-1])
            return last if not kept else build("cases", (*kept, last))
        require(bool(kept), "no-case-applies", term)
        return build("cases", tuple(kept))

    # --- requirements -------------------------------------------------------------------------

    def vacuous(self, index: Term) -> bool:
        """Whether the range of an index is evidently less than empty."""
        found = self.known.get(index)
        if found is None:
            lo, hi = index.args
            found = self.known[index] = self.evident(sub(hi, lo), "lt")
        return bool(found)

    def open(self, requirement: Requirement) -> Requirement | None:
        """The requirement over kernel indices, None where its guards do not hold here."""
        if not (requirement.indices or requirement.guards or requirement.term.flags & CASES):
            return requirement
        if requirement not in self.opened:
            self.opened[requirement] = self._open(requirement)
        return self.opened[requirement]

    def _open(self, requirement: Requirement) -> Requirement | None:
        term, guards = requirement.term, requirement.guards
        height = height_of(term, bound_only=True)
        empty: list[Term] = []
        """Relations that say that a range is not empty, where that is not evident; then guards."""
        own: list[Term] = []
        """The indices in the term whose range may be empty."""
        for text, lo, hi in reversed(requirement.indices):
            height += 1
            lo, hi = self.ring.canonical(self.resolve(lo)), self.ring.canonical(self.resolve(hi))
            index = build("index", (lo, hi), height)
            if self.vacuous(index):
                return None
            if text in term.free or any([text in g.free for g in guards]):
                bound = name(text)
                term = instance(term, bound, index)
                guards = tuple([instance(g, bound, index) for g in guards])
                own = [instance(inner, bound, index) for inner in own]
                if not self.signs.inhabited(index):
                    own.append(index)
            elif not self.signs.inhabited(index):
                empty.append(relation("le", lo, hi))
        for guard in guards:
            holds = self.decide(guard)
            if holds is False:
                return None
            if holds is None:
                empty.append(guard)
        if own and self._under(own, term, requirement.kind):
            return None
        return Requirement(requirement.kind,
                           term if requirement.kind == "holds" else self.resolve(term),
                           (), tuple(empty), requirement.soft)

    def _under(self, indices: list[Term], term: Term, kind: str) -> bool:
        """Whether a sign is evident where the ranges of these indices are not empty.

        What is required for all members of a range may be asked so, and nothing else: what
        follows from an index with an empty range is kept apart from all that is known.
        """
        signs = Signs(self.context)
        for fact, known in self.facts:
            signs.assume(fact, known)
        signs.ranges.update(dict.fromkeys(indices, True))
        return kind in OPPOSITE and signs.holds(term, kind)

    def proved(self, requirement: Requirement, forms: tuple[Term, ...] = ()) -> bool:
        """Whether a requirement over kernel indices is evident, if need be in another form."""
        kind, term = requirement.kind, requirement.term
        if kind == "integer":
            return self.signs.whole(term)
        if kind == "holds":
            return self.decide(term) is True
        if kind == "supported":
            kind = "gt"
        return self.evident(term, kind) or any(
            self.evident(form, kind) and self.defined(form) and self.ring.equal(term, form)
            for form in forms)

    def defined(self, term: Term) -> bool:
        """Whether everything a term requires is evident."""
        for requirement in elaborate(term, self.plain).requirements:
            opened = self.open(requirement)
            if opened is not None and not self.proved(opened):
                return False
        return True

    def assumable(self, requirement: Requirement, forms: tuple[Term, ...],
                  left: bool) -> Requirement:
        """The requirement as it may be assumed, or a refusal.

        Of the left side any sign may be assumed, where the requirement is necessary for it to
        be defined and not under a guard. Anything else only if it fails on a thin set.
        """
        from checker.kernel.thin import thin

        kind, term = requirement.kind, requirement.term
        require(kind in ("gt", "ge", "ne"), "requirement", kind, term)
        require(not requirement.guards, "condition-under-guard", term)
        if left and not requirement.soft:
            return requirement
        if kind == "gt" and self.proved(requirement._replace(kind="ge"), forms):
            kind, requirement = "ne", requirement._replace(kind="ne")
        require(kind == "ne", "requirement", kind, term)
        require(all(self.proved(part) or thin(self, part.term)
                    for part in self.parts(requirement)), "condition-not-thin", term)
        return requirement

    def assume(self, requirement: Requirement) -> None:
        """Take a condition as given; it will be reported."""
        require(all(map(self.signs.inhabited, free_indices(requirement.term))), "index-leak",
                requirement.term)
        for part in self.parts(requirement):
            if not self.proved(part):
                self.assumed.append(part)
                self.learn(part.term, part.kind)

    def parts(self, requirement: Requirement) -> list[Requirement]:
        """An equivalent list of simpler conditions: ab != 0 is a != 0 and b != 0."""
        kind, term = requirement.kind, requirement.term
        absolute = term.head == "call" and term.data == "abs"
        if kind == "ne" and (term.head in ("mul", "neg") or absolute):
            return [part for a in term.args for part in self.parts(Requirement("ne", a))]
        if kind == "ne" and term.head == "div":
            return self.parts(Requirement("ne", term.args[0]))
        if kind == "gt" and absolute:
            return self.parts(Requirement("ne", term.args[0]))
        if term.head == "root" and kind in ("gt", "ne"):
            return self.parts(Requirement(kind, term.args[0]))
        if term.head == "pow" and term.args[1].head == "number" and kind in ("gt", "ge", "ne"):
            base, exponent = term.args[0], term.args[1].value
            if exponent > 0 and exponent.denominator == 1:
                odd = exponent.numerator % 2 == 1
                if odd or kind != "ge":
                    return self.parts(Requirement(kind if odd else "ne", base))
        if kind in ("gt", "ge") and term.head in ("mul", "div"):
            left = [a for a in term.args if not self.evident(a, "gt")]
            if len(left) == 1 and (term.head == "mul" or left[0] is term.args[0]):
                return self.parts(Requirement(kind, left[0]))
        return [Requirement(kind, term)]

    # --- lemmas -------------------------------------------------------------------------------

    def lemma(self, lemma: Lemma) -> None:
        """Accept a line of the table at these terms, or refuse it."""
        values = dict(lemma.values)
        flags = 0
        for value in values.values():
            flags |= value.flags
        require(not flags & DERIVATIVE, "lemma-with-derivative", lemma.rule)
        require(not flags & RESERVED, "reserved-name", lemma.rule)
        if flags & INDEX:
            free = frozenset().union(*map(free_indices, values.values()))
            require(all(free.isdisjoint(bound_indices(value)) for value in values.values()),
                    "index-capture", lemma.rule)
        if lemma.rule == "hypothesis":
            self._known(values)
            return
        require(lemma.rule in RULES, "unknown-rule", lemma.rule)
        line = self._line(lemma)
        for requirement in line.demands:
            self._demand(requirement, lemma)
        for first, second in line.premises:
            for requirement in (*first.requirements, *second.requirements):
                self._demand(requirement, lemma)
            require(self.ring.equal(first.term, second.term), "premise", lemma.rule)
        if RULES[lemma.rule].relation == "=":
            self._equation(line.left, line.right)
        else:
            self.learn(sub(line.left, line.right), "ge")

    def _line(self, lemma: Lemma) -> Line:
        """A line of the table at the terms of a lemma; it follows from these alone."""
        memory = self.plain.cache("lines")
        known: Line | None = memory.get((lemma.rule, lemma.values))
        if known is not None:
            return known
        values, rule = dict(lemma.values), RULES[lemma.rule]
        for letter in rule.integers:
            value = values.get(letter, ZERO)
            require(value.head == "number" and value.data[1] == 1
                    and abs(value.data[0]) <= 10_000, "not-a-whole-number", letter)

        def at(term: Term) -> Elaborated:
            return elaborate(instantiate(term, values, rule.functions), self.plain)

        left, right = at(rule.left), at(rule.right)
        extra = [Requirement(kind, at(term).term) for kind, term in rule.conditions]
        line = Line(left.term, right.term, (*left.requirements, *right.requirements, *extra),
                    tuple([(at(a), at(b)) for a, b in rule.premises]))
        memory[lemma.rule, lemma.values] = line
        return line

    def _known(self, values: dict[str, Term]) -> None:
        """Use an equation that a hypothesis or the case itself gives."""
        require(set(values) == {"a", "b"}, "missing-value", "hypothesis")
        left, right = (elaborate(values[letter], self.plain).term for letter in "ab")
        require(self.defined(left) and self.defined(right), "lemma-condition", "hypothesis")
        require(self.evident(difference(left, right), "eq"), "unknown-hypothesis", left)
        self._equation(left, right)

    def _demand(self, requirement: Requirement, lemma: Lemma) -> None:
        opened = self.open(requirement)
        if opened is not None and not self.proved(opened, lemma.forms):
            raise UnprovedCondition(lemma.rule, opened)

    def _equation(self, left: Term, right: Term) -> None:
        """Rewrite a generator's power to the right side from here on."""
        ring = self.ring
        old, new = ring.normal(left), ring.normal(right)
        if ring.same(old, new):
            return
        bare = ring.generator_power(old)
        if bare is None:
            bare, new = self._solved(old, new, left)
        generator, degree = bare
        top, bottom = (p.degrees()[generator] for p in new)
        require(top < degree and bottom <= 0, "lemma-circular", left)
        value = ring.reduced(new)
        self._learnt()
        ring.relate(generator, degree, value)

    def _solved(self, old: Fractions, new: Fractions,
                left: Term) -> tuple[tuple[int, int], Fractions]:
        """An equation for a sum or product in it: (c g + rest)/d = new is g = (d new - rest)/c."""
        ring = self.ring
        parts = ring.linear(old)
        if parts is None:
            raise Refusal("lemma-shape", left)
        generator, factor, rest = parts
        require(factor.is_constant() or self.evident(ring.term_of((factor, ring.one)), "ne"),
                "lemma-factor", left)
        up, down = ring.sum(ring.product(new, (old[1], ring.one)), (-rest, ring.one))
        return (generator, 1), (up, ring.times(down, factor))


def hard_first(requirements: tuple[Requirement, ...]) -> Sequence[Requirement]:
    """Requirements in order: necessary ones first, and of these the strongest."""
    return sorted(requirements, key=_hardness) if len(requirements) > 1 else requirements


def _hardness(requirement: Requirement) -> tuple[bool, int]:
    return requirement.soft, _STRENGTH.get(requirement.kind, 2)


_STRENGTH: Final = {"gt": 0, "ge": 1}


def merged(assumed: list[Requirement]) -> list[Requirement]:
    """The conditions to report: x >= 0 and x != 0 are x > 0."""
    kinds = {(r.kind, r.term) for r in assumed}
    out = []
    for r in assumed:
        if r.kind in ("ge", "ne") and {("ge", r.term), ("ne", r.term)} <= kinds:
            r = Requirement("gt", r.term)
        if r not in out:
            out.append(r)
    return out


def plain(context: Context) -> Context:
    """A context without its definitions and hypotheses."""
    if not context.definitions and not context.hypotheses:
        return context
    cache = context.cache("plain")
    found: Context | None = cache.get(ZERO)
    if found is None:
        found = cache[ZERO] = Context(context.names, context.families, context.functions)
    return found


def narrowed(context: Context, term: Term, kind: str) -> Context:
    """A context in which a whole number is positive or negative, if that is what is known."""
    text = str(term.data)
    if term.head != "name" or kind not in ("gt", "lt"):
        return context
    domain = context.domain(text)
    if not domain.integer or domain.values is not None:
        return context
    cache = context.cache("narrowed")
    found: Context | None = cache.get((term, kind))
    if found is None:
        end = Fraction(1 if kind == "gt" else -1)
        if kind == "gt" and (domain.lo is None or domain.lo < end):
            domain = replace(domain, lo=end, lo_open=False)
        elif kind == "lt" and (domain.hi is None or domain.hi > end):
            domain = replace(domain, hi=end, hi_open=False)
        found = cache[term, kind] = Context((*context.names, (text, domain)), context.families,
                                            context.functions)
    return found


def difference(a: Term, b: Term) -> Term:
    """a - b, a itself where b is zero."""
    return a if b is ZERO else sub(a, b)


def implies(known: str, shift: int, wanted: str) -> bool:
    """Whether (x known 0) implies (x + shift wanted 0)."""
    if known == "ne":
        return wanted == "ne" and shift == 0
    if known == "eq":
        return {"eq": shift == 0, "ge": shift >= 0, "le": shift <= 0, "gt": shift > 0,
                "lt": shift < 0, "ne": shift != 0}[wanted]
    up = known in ("gt", "ge")
    strict = known in ("gt", "lt")
    toward = shift if up else -shift
    if wanted == "ne":
        return toward > 0 or (strict and toward == 0)
    if wanted not in (("gt", "ge") if up else ("lt", "le")):
        return False
    return toward > 0 or (toward == 0 and (strict or wanted in ("ge", "le")))


def instantiate(term: Term, values: dict[str, Term], functions: tuple[str, ...]) -> Term:
    """A side of a rule with terms for its letters; the rule's binders cannot be captured."""
    if term.head == "name":
        text = str(term.data)
        if text[0] == "@":
            return term
        require(text in values, "missing-value", text)
        return values[text]
    if term.head == "apply" and term.data[0] in functions:
        letter = str(term.data[0])
        require(letter in values, "missing-value", letter)
        args = [instantiate(a, values, functions) for a in term.args]
        return substitute(values[letter], dict(zip(("_", "__"), args, strict=False)))
    if not term.args:
        return term
    return build(term.head, tuple(instantiate(a, values, functions) for a in term.args), term.data)


def condition_of(requirement: Requirement) -> Term:
    """The requirement as a relation."""
    return relation(requirement.kind, requirement.term, ZERO)
