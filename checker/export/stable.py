"""Numerically stable forms, each reached by steps that the kernel proves.

A place of the expression is rewritten where the kernel proves that it equals a line of
`checker.export.forms`. What no line fits stays as it was written: it may overflow or lose
digits, and the gate then says so. Inside a sum the step is proved for one summand, with the
argument u of the exponential standing for any real number; equal summands have equal sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Final

from checker.export.class_forms import CLASS_FORMS, Classes, compensated, sums_of_exponentials
from checker.export.forms import FORMS
from checker.export.proved import proof
from checker.export.unfolding import unfolded
from checker.language.claim import Claim
from checker.language.context import INTEGER, Context
from checker.language.substitution import fresh
from checker.language.term import (
    BINDER,
    MINUS_ONE,
    ONE,
    Term,
    add,
    build,
    div,
    entry,
    name,
    neg,
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

    >>> from checker.language.term import exp, log, name
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
        parted = _scaled_sum(term)
        if parted is None:
            return term
        sign, divisor, total = parted
        index, body, lo, hi = total.args
        f = entry(str(fresh("f", term.free).data), index)
        before = _replaced(term, total, sum_of(f, index, lo, hi))
        after = div(sum_of(_signed(sign, f), index, lo, hi), divisor)
        if before is after or not self.step(before, after, PREPARING[1],
                                             relation("eq", f, body)):
            return term
        return div(sum_of(_signed(sign, body), index, lo, hi), divisor)

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
        for e in _exponentials(term):
            claim = Claim(e, compensated(e), context, reason=COMPENSATED)
            if proof(claim, self.seconds) is not None:
                self.steps.append(Step(claim, manner="entry by entry"))
                term = _replaced(term, e, claim.rhs)
        return term

    def at(self, term: Term, bound: tuple[str, ...]) -> Term:
        """The term with each of its places in stable form."""
        if not _transcendental(term):
            return term
        if not term.flags & BINDER or _logits(term):
            for part, rest in _groups(term):
                found = self.form(part, bound)
                if found is not None:
                    return build(term.head, (found, *rest), term.data) if rest else found
        inner = (*bound, str(term.args[0].data)) if term.head == "sum" else bound
        return build(term.head, tuple(
            arg if term.head == "sum" and k == 0 else self.at(arg, inner)
            for k, arg in enumerate(term.args)), term.data)

    def form(self, term: Term, bound: tuple[str, ...]) -> Term | None:
        """The first line of the table that the kernel proves equal to the term."""
        for logit in _logits(term):
            u = self.name_of(logit, term)
            plain = _replaced(term, logit, u)
            if plain.flags & BINDER:
                continue
            context = _with(self.context, bound, u)
            for line in FORMS:
                for y in _others(plain, u) if line.needs_y else (ONE,):
                    claim = Claim(plain, line.build(u, y), context, reason=line.reason)
                    if proof(claim, self.seconds) is not None:
                        self.steps.append(Step(
                            claim, None if u is logit else relation("eq", u, logit)))
                        return _replaced(claim.rhs, u, logit)
        return None

    def name_of(self, logit: Term, term: Term) -> Term:
        """The logit, if it is a name; else a name for it, the author's own where there is one."""
        if logit.head == "name":
            return logit
        own = (d.name for d in self.context.definitions
               if d.family and unfolded(d.body, self.context) is logit)
        return fresh(next(own, "u"), term.free - {next(own, "")})


def _signed(sign: int, term: Term) -> Term:
    return term if sign > 0 else neg(term)


def _scaled_sum(term: Term) -> tuple[int, Term, Term] | None:
    """(sign, m, sum) of a term that is +-1/m times a sum, otherwise None."""
    if term.head == "neg":
        inner = _scaled_sum(term.args[0])
        return inner and (-inner[0], *inner[1:])
    if term.head == "div" and term.args[0].head == "sum":
        return 1, term.args[1], term.args[0]
    if term.head != "mul" or len(term.args) != 2 or term.args[1].head != "sum":
        return None
    scale, total = term.args
    sign = 1
    if scale.head == "neg":
        sign, scale = -1, scale.args[0]
    if scale.head != "div" or scale.args[0] not in (ONE, MINUS_ONE):
        return None
    return (-sign if scale.args[0] is MINUS_ONE else sign), scale.args[1], total


def _transcendental(term: Term) -> bool:
    own = term.head == "call" and term.data in ("exp", "log")
    return own or any(map(_transcendental, term.args))


def _logits(term: Term) -> list[Term]:
    """The arguments of exponentials that stand outside of sums, without their minus signs."""
    found: dict[Term, None] = {}

    def walk(t: Term) -> None:
        if t.head == "call" and t.data == "exp":
            u = t.args[0]
            while u.head == "neg":
                u = u.args[0]
            if u.head != "number":
                found[u] = None
        elif t.head != "sum":
            for arg in t.args:
                walk(arg)

    walk(term)
    return list(found)


def _groups(term: Term) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    """The term as one place; then what has exponentials in it, apart from the rest."""
    yield term, ()
    if term.head in ("add", "mul"):
        heart = tuple(a for a in term.args if _transcendental(a))
        rest = tuple(a for a in term.args if not _transcendental(a))
        if rest and len(heart) > 1:
            yield build(term.head, heart), rest


def _exponentials(term: Term) -> list[Term]:
    """The different exp(a - b) inside a term."""
    own = [term] if term.head == "call" and term.data == "exp" else []
    return list(dict.fromkeys([*own, *(e for arg in term.args for e in _exponentials(arg))]))


def _others(term: Term, u: Term) -> list[Term]:
    """What y may be: what is added without an exponential, a name, an entry, another logit."""
    found: dict[Term, None] = {}
    if term.head == "add":
        rest = [a for a in term.args if not _transcendental(a)]
        if rest:
            found[rest[0].args[0] if len(rest) == 1 and rest[0].head == "neg"
                  else neg(add(*rest))] = None

    def walk(t: Term) -> None:
        if t is not u and t.head in ("name", "entry"):
            found[t] = None
        elif t.head != "sum":
            for arg in t.args:
                walk(arg)

    walk(term)
    return [*found, *(other for other in _logits(term) if other is not u)]


def _replaced(term: Term, old: Term, new: Term) -> Term:
    if term is old:
        return new
    if not term.args:
        return term
    return build(term.head, tuple(_replaced(a, old, new) for a in term.args), term.data)


def _with(context: Context, bound: tuple[str, ...], u: Term,
          more: tuple[Term, ...] = ()) -> Context:
    """The context inside sums: their indices are whole numbers, u is any real number."""
    names = dict(context.names)
    names |= {i: INTEGER for i in bound if i not in names}
    definitions = tuple(d for d in context.definitions if d.name != u.data)
    return Context(tuple(names.items()), context.families, context.functions, definitions,
                   (*context.hypotheses, *more))
