"""Local derivatives for the edges of a graph, each one proved before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from checker.check import check
from checker.kernel.derivatives import differentiate
from checker.kernel.refusal import Refusal
from checker.language.claim import Claim
from checker.language.context import Context, Definition
from checker.language.errors import TooLarge
from checker.language.substitution import replaced, substitute
from checker.language.term import (
    ONE,
    TWO,
    Term,
    build,
    derivative,
    mul,
    name,
    power,
    relation,
    sub,
)
from checker.language.verdict import Proved
from checker.plots.definitions import Subject, left
from checker.plots.tidy import tidy

MOST: Final = 40
"""Longer derivatives are no labels."""


def local_derivative(subject: Subject, quantities: dict[str, Definition], target: str,
                     source: Term) -> Term | None:
    """The derivative of a quantity by a term of its operation, in its shortest proved form.

    >>> from checker.language.term import add, div, exp, neg
    >>> z = name("z")
    >>> a = Definition("a", (), div(ONE, add(ONE, exp(neg(z)))))
    >>> local_derivative(Subject("", (a,), Context(definitions=(a,))), {"a": a}, "a", z)
    a*(1 - a)
    """
    definition = quantities[target]
    own = left(definition)
    body, ranges = _innermost(definition.body, source)
    context = replace(subject.context, hypotheses=(*subject.context.hypotheses, *ranges))
    opened = _opened(body, subject, quantities)
    for candidate in (*_in_itself(own, opened), *_plain(body, source), *_plain(opened, source)):
        if candidate.size <= MOST and _proved(definition.body, source, candidate, context):
            return candidate
    return None


def _innermost(body: Term, source: Term) -> tuple[Term, tuple[Term, ...]]:
    """The body with the summand that holds the source for its sum, and the indices' ranges.

    By x[k] only the k-th summand of a sum over k changes; that is a proposal like any other.
    """
    ranges: list[Term] = []
    while (found := _sum_with(body, source)) is not None:
        index, summand, lo, hi = found.args
        ranges += [relation("le", lo, index), relation("le", index, hi)]
        body = replaced(body, found, summand)
    return body, tuple(ranges)


def _sum_with(term: Term, source: Term) -> Term | None:
    """An outermost sum around a source that has the sum's index."""
    if term.head == "sum" and str(term.args[0].data) in source.free:
        return term
    return next((found for arg in term.args
                 if (found := _sum_with(arg, source)) is not None), None)


def _opened(body: Term, subject: Subject, quantities: dict[str, Definition]) -> Term:
    """The body with its operations, such as sigma, written out; quantities stay."""
    table = {d.name: d for d in subject.definitions
             if d.name not in quantities and not d.family and d.parameters}

    def walk(term: Term) -> Term:
        args = tuple(map(walk, term.args))
        if term.head == "apply" and term.data[0] in table and not any(term.data[1]):
            d = table[term.data[0]]
            if len(args) == len(d.parameters):
                return substitute(d.body, dict(zip(d.parameters, args, strict=True)))
        return build(term.head, args, term.data) if args else term

    return walk(body)


def _in_itself(own: Term, opened: Term) -> Iterator[Term]:
    """What derivatives of activations are in their own value: a(1 - a), 1 - a^2, a."""
    if opened.head in ("div", "pow", "call"):
        yield mul(own, sub(ONE, own))
        yield sub(ONE, power(own, TWO))
        yield own


def _plain(body: Term, by: Term) -> Iterator[Term]:
    variable, taken = (by, body)
    if by.head == "apply":
        variable = name("t'")
        taken = replaced(body, by, variable)
    try:
        raw = differentiate(taken, variable)
    except (Refusal, TooLarge):
        return
    if by.head == "apply":
        raw = substitute(raw, {"t'": by})
    yield tidy(raw)
    yield raw


def _proved(body: Term, by: Term, candidate: Term, context: Context) -> bool:
    """Whether the candidate is the derivative, for the kernel."""
    if by.head == "apply":
        fresh = name("t'")
        body, candidate, by = (replaced(t, by, fresh) for t in (body, candidate, by))
    claim = Claim(derivative(body, by), candidate, context)
    return isinstance(check(claim, hints=False, rules=False, seconds=1.0).verdict, Proved)


def backwards(subject: Subject, output: str,
              keys: Iterable[str]) -> dict[str, tuple[Term, Term]]:
    """What the chains prove the derivative of the output to be, by each quantity.

    With each stands what it is the derivative by: w[j, k], where the graph shows w[p, k].
    """
    wanted = {key: {name("d" + key)} for key in keys}
    for definition in subject.definitions:
        body = definition.body
        if body.head == "derivative" and _key(body.args[0]) == output:
            wanted.get(_key(body.args[1]), set()).add(left(definition))
    found: dict[str, tuple[Term, Term]] = {}
    for start, end in subject.proved:
        for key, starts in wanted.items():
            by_leibniz = start.head == "derivative" and start.data == 1 \
                and tuple(map(_key, start.args)) == (output, key)
            if (start in starts or by_leibniz) and end.head != "derivative":
                by = start.args[1] if by_leibniz else build(
                    start.head, start.args, key) if start.head in ("name", "entry") else start
                found[key] = (by, _shorter(end, subject.context))
    return found


def _shorter(term: Term, context: Context) -> Term:
    short = tidy(term)
    proved = check(Claim(term, short, context), hints=False, rules=False, seconds=1.0)
    return short if isinstance(proved.verdict, Proved) else term


def _key(term: Term) -> str:
    if term.head == "apply":
        return str(term.data[0])
    return str(term.data) if term.head in ("name", "entry") else ""
