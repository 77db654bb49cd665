"""Numerically stable forms, each reached by steps that the kernel proves.

A place of the expression is rewritten where the kernel proves that it equals a line of
`checker.export.forms`. What no line fits stays as it was written: it may overflow or lose
digits, and the gate then says so. Inside a sum the step is proved for one summand, with the
argument u of the exponential standing for any real number; equal summands have equal sums.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations
from typing import Final

from checker.export.class_forms import CLASS_FORMS, Classes, compensated, sums_of_exponentials
from checker.export.forms import FORMS
from checker.export.places import (
    exponentials,
    groups,
    logits,
    others,
    scaled_sum,
    signed,
    transcendental,
)
from checker.export.proved import proof
from checker.export.unfolding import unfolded
from checker.language.claim import Claim
from checker.language.context import INTEGER, Context
from checker.language.substitution import fresh, replaced
from checker.language.term import (
    BINDER,
    ONE,
    Term,
    build,
    div,
    entry,
    name,
    relation,
    sum_of,
)

PREPARING: Final = ("definitions written out", "divide once")
"""The reasons of the steps that only prepare for a stable form."""
COMPENSATED: Final = "a difference with what its rounding loses"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stable chain."""

    claim: Claim
    """before = after, proved."""
    stands: Term | None = None
    """u = z[i]: what a name of it stands for, if it is proved for a part of the expression."""
    manner: str = ""
    """How else it is told of a part: for any class, entry by entry."""

    @property
    def part(self) -> bool:
        """Whether it is proved for a part of the expression, not for the whole."""
        return self.stands is not None or bool(self.manner)

    @property
    def place(self) -> str:
        """What part it is told of, in words; empty for the whole."""
        return f"where {' = '.join(map(str, self.stands.args))}" if self.stands else self.manner


@dataclass(frozen=True, slots=True)
class Stable:
    """A term with the proved steps that led to it."""

    term: Term
    steps: tuple[Step, ...]
    largest: Classes | None = None
    """For softmax: the name c, which may be any class, and what it is the largest of."""


def stabilised(term: Term, context: Context, seconds: float = 2.0) -> Stable:
    """The term without definitions and in stable form.

    >>> from checker.language.term import add, exp, log, name
    >>> stabilised(log(add(ONE, exp(name("z")))), Context()).term
    Max(z, 0) + log(1 + exp(-Abs(z)))
    """
    rewriting = _Rewriting(context, seconds)
    written = unfolded(term, context)
    if written is not term:
        rewriting.step(term, written, PREPARING[0])
    relative = rewriting.classes(written)
    if relative is not None:
        return Stable(relative, tuple(rewriting.steps), rewriting.largest)
    divided = rewriting.mean(written)
    return Stable(rewriting.at(divided, ()), tuple(rewriting.steps))


@dataclass(slots=True)
class _Rewriting:
    """One walk through an expression, with the steps taken so far."""

    context: Context
    seconds: float
    steps: list[Step] = field(default_factory=list)
    largest: Classes | None = None

    def step(self, before: Term, after: Term, reason: str, stands: Term | None = None) -> bool:
        """Whether before = after is proved; then it is a step of the chain."""
        claim = Claim(before, after, self.context, reason=reason)
        found = proof(claim, self.seconds)
        if found is not None:
            self.steps.append(Step(claim, stands))
        return found is not None

    def mean(self, term: Term) -> Term:
        """c/m times a sum as a sum that is divided once, its sign drawn inside."""
        parted = scaled_sum(term)
        if parted is None:
            return term
        sign, divisor, total = parted
        index, body, lo, hi = total.args
        f = entry(str(fresh("f", term.free).data), index)
        before = replaced(term, total, sum_of(f, index, lo, hi))
        after = div(sum_of(signed(sign, f), index, lo, hi), divisor)
        if before is after or not self.step(before, after, PREPARING[1],
                                             relation("eq", f, body)):
            return term
        return div(sum_of(signed(sign, body), index, lo, hi), divisor)

    def classes(self, term: Term) -> Term | None:
        """A term in one sum of exponentials over classes, relative to the largest of them."""
        totals = list(dict.fromkeys(sums_of_exponentials(term)))
        if len(totals) != 1:
            return None
        c = fresh("c", term.free.union(*(h.free for h in self.context.hypotheses)))
        lo, hi = totals[0].args[2:]
        found = Classes(totals[0], c)
        whole = (str(c.data), str(found.index.data))
        context = _with(self.context, whole, c, (relation("le", lo, c), relation("le", c, hi)))
        numbers = [name(n) for n in sorted(term.free) if self.context.domain(n).integer
                   and n not in hi.free]
        for line in CLASS_FORMS:
            for given in permutations(numbers, line.numbers):
                after = line.build(found, *given, *[ONE] * (2 - line.numbers))
                claim = Claim(term, after, context, reason=line.reason)
                if proof(claim, self.seconds) is not None:
                    self.largest = found
                    self.steps.append(Step(claim, manner=f"where {c} is any class"))
                    return self.compensated(after, context)
        return None

    def compensated(self, term: Term, context: Context) -> Term:
        """The term with every exponential of a difference corrected for its rounding."""
        for e in exponentials(term):
            claim = Claim(e, compensated(e), context, reason=COMPENSATED)
            if proof(claim, self.seconds) is not None:
                self.steps.append(Step(claim, manner="entry by entry"))
                term = replaced(term, e, claim.rhs)
        return term

    def at(self, term: Term, bound: tuple[str, ...]) -> Term:
        """The term with each of its places in stable form."""
        if not transcendental(term):
            return term
        if not term.flags & BINDER or logits(term):
            for part, rest in groups(term):
                found = self.form(part, bound)
                if found is not None:
                    return build(term.head, (found, *rest), term.data) if rest else found
        inner = (*bound, str(term.args[0].data)) if term.head == "sum" else bound
        return build(term.head, tuple(
            arg if term.head == "sum" and k == 0 else self.at(arg, inner)
            for k, arg in enumerate(term.args)), term.data)

    def form(self, term: Term, bound: tuple[str, ...]) -> Term | None:
        """The first line of the table that the kernel proves equal to the term."""
        for logit in logits(term):
            u = self.name_of(logit, term)
            plain = replaced(term, logit, u)
            if plain.flags & BINDER:
                continue
            context = _with(self.context, bound, u)
            for line in FORMS:
                for y in others(plain, u) if line.needs_y else (ONE,):
                    claim = Claim(plain, line.build(u, y), context, reason=line.reason)
                    if proof(claim, self.seconds) is not None:
                        self.steps.append(Step(
                            claim, None if u is logit else relation("eq", u, logit)))
                        return replaced(claim.rhs, u, logit)
        return None

    def name_of(self, logit: Term, term: Term) -> Term:
        """The logit, if it is a name; else a name for it, the author's own where there is one."""
        if logit.head == "name":
            return logit
        own = (d.name for d in self.context.definitions
               if d.family and unfolded(d.body, self.context) is logit)
        return fresh(next(own, "u"), term.free - {next(own, "")})


def _with(context: Context, bound: tuple[str, ...], u: Term,
          more: tuple[Term, ...] = ()) -> Context:
    """The context inside sums: their indices are whole numbers, u is any real number."""
    names = dict(context.names)
    names |= {i: INTEGER for i in bound if i not in names}
    definitions = tuple(d for d in context.definitions if d.name != u.data)
    return Context(tuple(names.items()), context.families, context.functions, definitions,
                   (*context.hypotheses, *more))
