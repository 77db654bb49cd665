"""Rewrites: one-place changes of a right side, also inside sums, each tried at the probes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Final

from checker.language.context import EMPTY
from checker.language.kinks import parts
from checker.language.needs import needs
from checker.language.substitution import replaced, substitute
from checker.language.term import ONE, ZERO, Term, add, build, div, mul, name, neg, number
from checker.language.text import text
from checker.refuter.factors import bound_names, negated, picked, times
from checker.refuter.holes import put
from checker.refuter.probes import Probes
from checker.refuter.slips import Slip

MAX_TRIED: Final = 90
MAX_PLACES: Final = 60
MAX_ENTRIES: Final = 3
MAX_NAMES: Final = 5
"""With more entries under a sum, or names to put in their place, no single sample is tried."""

_CONFUSED: Final = {
    "sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "max": "min", "min": "max",
    "tan": "cot", "cot": "tan", "tanh": "sech", "asin": "acos", "acos": "asin",
}


def rewritten(rhs: Term, probes: Probes) -> list[Slip]:
    """The one-place changes that make the claim hold at every probe."""
    found = []
    tried = 0
    for path, place, inside in _places(rhs):
        for cost, new, hint in (*_local(place, inside), *_others(place, probes, inside)):
            if new is place or tried >= MAX_TRIED:
                continue
            tried += 1
            whole = put(rhs, path, new)
            if probes.fits(whole):
                found.append(Slip(cost + 0.1 * len(path), whole, hint))
    return sorted(found, key=lambda slip: slip.cost)


def _places(rhs: Term) -> list[tuple[tuple[int, ...], Term, bool]]:
    """Every place, outside in, and whether it lies inside a sum."""
    found: list[tuple[tuple[int, ...], Term, bool]] = [((), rhs, False)]
    for path, term, inside in found:
        if len(found) > MAX_PLACES:
            break
        binder = term.head in ("sum", "product")
        for k, arg in enumerate(term.args):
            if not (binder and k == 0) and term.head not in ("derivative", "at", "limit"):
                found.append(((*path, k), arg, inside or (binder and k == 1)))
    return found


def _local(term: Term, inside: bool) -> Iterator[tuple[float, Term, str]]:
    """Changes of one node that need no other term."""
    head, args = term.head, term.args
    written = text(term)
    if head == "sum" or head == "product":
        index, body, lo, hi = args
        for new, old in ((ONE, ZERO), (ZERO, ONE)):
            if lo is old:
                yield 1.0, build(head, (index, body, new, hi)), \
                    f"the {head} should start at {text(new)}"
        for end in (add(hi, neg(ONE)), add(hi, ONE)):
            yield 1.5, build(head, (index, body, lo, end)), f"the {head} should end at {text(end)}"
        yield 1.8, negated(term), f"the sign of {written}"
    elif head == "div":
        yield 1.5, div(args[1], args[0]), f"{written} is upside down"
    elif head == "add":
        if len(args) < 4:
            yield 2.0, mul(*args), f"{written} should be a product"
    elif head == "mul":
        if len(args) < 4:
            yield 2.0, add(*args), f"{written} should be a sum"
    elif head == "call":
        other = _CONFUSED.get(str(term.data))
        if other is not None:
            yield 1.2, build("call", args, other), f"{written} should be {other}"
            yield 1.3, negated(build("call", args, other)), f"{written} should be -{other}"
    elif head == "entry" and len(args) == 2:
        yield 1.2, build("entry", args[::-1], term.data), f"the indices of {written} are swapped"
    elif head == "apply" and len(args) == 1:
        function, (order,) = term.data
        for new_order in (order + 1, order - 1):
            if new_order >= 0:
                new = build("apply", args, (str(function), (new_order,)))
                yield 1.4, new, f"{written} should be {text(new)}"
    if inside:
        yield from _inner(term, written)


def _inner(term: Term, written: str) -> Iterator[tuple[float, Term, str]]:
    """Changes for which a place outside a sum could be solved."""
    head, args = term.head, term.args
    if head == "number":
        for value in (term.value + 1, term.value - 1, -term.value, 2 * term.value):
            yield 1.8, number(value), f"{written} should be {value}"
    elif head == "add":
        for k, arg in enumerate(args):
            yield 1.0, add(*args[:k], negated(arg), *args[k + 1:]), \
                f"the sign of the summand {text(arg)}"
        for k, arg in enumerate(args):
            yield 1.6, add(*args[:k], *args[k + 1:]), f"the summand {text(arg)} is too much"
    elif head == "mul":
        for k, arg in enumerate(args):
            yield 1.5, mul(*args[:k], *args[k + 1:]), f"the factor {text(arg)} is too much"
    elif head == "call" and term.data == "exp":
        yield 1.2, build("call", (negated(args[0]),), "exp"), "the sign of the exponent"
    elif head == "neg":
        yield 1.2, args[0], f"the sign of {written}"


def _others(term: Term, probes: Probes, inside: bool) -> Iterator[tuple[float, Term, str]]:
    """Lost factors of a sum's body, and entries taken for one another."""
    if term.head in ("sum", "product"):
        index, body, lo, hi = term.args
        if not inside:
            yield from _single(term, probes)
        for factor in _bodies(probes, index):
            yield 1.1 + 0.02 * factor.size, \
                build(term.head, (index, times(factor, body), lo, hi)), \
                f"the factor {text(factor)} is missing in the {term.head}"
    elif inside and term.head in ("entry", "name"):
        for other in _alike(term, probes):
            yield 1.6, other, f"{text(term)} should be {text(other)}"


def _single(term: Term, probes: Probes) -> Iterator[tuple[float, Term, str]]:
    """The body of a sum for one sample, where the left side has none: x for each x[i].

    >>> from checker.language.claim import Claim
    >>> from checker.language.term import entry, name, sum_of
    >>> x, i, n = name("x"), name("i"), name("n")
    >>> total = sum_of(mul(number(2), entry("xs", i)), i, ONE, n)
    >>> for _, new, hint in _single(total, Probes(Claim(mul(number(2), x), total), [], [])):
    ...     print(new, hint, sep="; ")
    2*x; the sum over i is not in the left side: x for xs[i]
    """
    index, body, _, _ = term.args
    claim = probes.claim
    if bound_names(replace(claim, rhs=ZERO)):
        return
    own = list(dict.fromkeys(t for t in parts((body,), EMPTY)
                             if t.head == "entry" and index in t.args))
    names = sorted(needs((claim.lhs,), claim.context).names)
    if len(own) > MAX_ENTRIES or len(names) > MAX_NAMES:
        return
    for chosen in permutations(names, len(own)):
        new = body
        for old, text_ in zip(own, chosen, strict=True):
            new = replaced(new, old, name(text_))
        if str(index.data) not in new.free:
            pairs = ", ".join(f"{c} for {text(old)}" for old, c in zip(own, chosen, strict=True))
            yield 1.3, new, f"the sum over {text(index)} is not in the left side: {pairs}"


def _bodies(probes: Probes, index: Term) -> list[Term]:
    """What depends on the index of some sum of the claim, written with this index."""
    claim = probes.claim
    found: dict[Term, None] = {}
    bound = bound_names(claim)
    for term in (*picked(claim), *parts((claim.lhs, claim.rhs), claim.context)):
        own = term.free & bound
        if len(own) == 1 and term.head in ("entry", "apply", "call") and term.size <= 12:
            found[substitute(term, dict.fromkeys(own, index))] = None
    return list(found)[:12]


def _alike(term: Term, probes: Probes) -> list[Term]:
    if term.head == "name":
        return []
    families = {f for f, _ in probes.context.families} & (
        probes.claim.lhs.free | probes.claim.rhs.free)
    return [build("entry", term.args, f) for f in sorted(families) if f != term.data][:3]
