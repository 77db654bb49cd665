"""Domains from conditions and from meaning: `x > 0` narrows x, a bound of a sum is whole.

A name that nobody declared is real, with these exceptions:

    x[j], x[j + 1]                 j is an integer
    Sum(f, (i, a, n))              a and n are integers, for Product too
    Sum(f, (i, 0 or 1, n + c))     n is an integer with n >= 0, and n + c not below an empty range
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Final

from checker.language.context import INTEGER, Domain, finite
from checker.language.term import BINDER, INFINITY, PLACED, RELATIONS, Term, neg, number, relation
from checker.reader.magnitude import size

_COMPARE: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le,
    "gt": operator.gt, "ge": operator.ge,
}
_MIRRORED: Final = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}


def bound_of(condition: Term) -> tuple[str, str, Fraction] | None:
    """A condition between a name and a number, as (name, relation, number).

    >>> from checker.language.term import name, number, relation
    >>> bound_of(relation("lt", number(0), name("x")))
    ('x', 'gt', Fraction(0, 1))
    """
    if condition.head not in RELATIONS:
        return None
    left, right = condition.args
    kind = condition.head
    if right.head == "name":
        left, right, kind = right, left, _MIRRORED[kind]
    measured = size(right, {})
    if left.head != "name" or measured is None or measured[0] is None:
        return None
    return str(left.data), kind, measured[0]


@lru_cache(maxsize=256)
def narrowed(domain: Domain, kind: str, value: Fraction) -> Domain | None:
    """The members of a domain that stand in this relation to a number; None if none does.

    >>> from checker.language.context import INTEGER, REAL
    >>> print(narrowed(REAL, "gt", Fraction(0)), narrowed(INTEGER, "gt", Fraction(0)))
    positive positive_integer
    """
    if domain.complex:
        return domain
    if domain.values is not None:
        kept = [member for member in domain.values if _COMPARE[kind](member, value)]
        return finite(*kept) if kept else None
    match kind:
        case "eq":
            return domain if domain.contains(value) else None
        case "ne":
            return _settled(replace(domain, nonzero=True)) if value == 0 else domain
        case "gt" | "ge":
            is_open = kind == "gt"
            if domain.lo is not None and (domain.lo, domain.lo_open) >= (value, is_open):
                return domain
            return _settled(replace(domain, lo=value, lo_open=is_open))
        case _:
            is_open = kind == "lt"
            if domain.hi is not None and (-domain.hi, domain.hi_open) >= (-value, is_open):
                return domain
            return _settled(replace(domain, hi=value, hi_open=is_open))


def common(one: Domain, other: Domain) -> Domain | None:
    """The numbers that two domains share; None if there are none.

    >>> from checker.language.context import INTEGER, interval
    >>> str(common(interval(Fraction(0), Fraction(5, 2)), INTEGER))
    'integers in [1, 2]'
    """
    if one.complex or other.complex:
        return other if one.complex else one
    if one.values is None and other.values is not None:
        one, other = other, one
    if one.values is not None:
        kept = [member for member in one.values if other.contains(member)]
        return finite(*kept) if kept else None
    found: Domain | None = _settled(replace(
        one, integer=one.integer or other.integer, rational=one.rational or other.rational,
        nonzero=one.nonzero or other.nonzero))
    if found is not None and other.lo is not None:
        found = narrowed(found, "gt" if other.lo_open else "ge", other.lo)
    if found is not None and other.hi is not None:
        found = narrowed(found, "lt" if other.hi_open else "le", other.hi)
    return found


def _settled(domain: Domain) -> Domain | None:
    """The same set with its ends drawn in; None if it is empty."""
    lo, hi, lo_open, hi_open = domain.lo, domain.hi, domain.lo_open, domain.hi_open
    if domain.integer:
        if lo is not None:
            lo, lo_open = Fraction(floor(lo) + 1 if lo_open else ceil(lo)), False
            lo += domain.nonzero and lo == 0
        if hi is not None:
            hi, hi_open = Fraction(ceil(hi) - 1 if hi_open else floor(hi)), False
            hi -= domain.nonzero and hi == 0
    else:
        lo_open = lo_open or (domain.nonzero and lo == 0)
        hi_open = hi_open or (domain.nonzero and hi == 0)
    if lo is not None and hi is not None and (lo > hi or (lo == hi and (lo_open or hi_open))):
        return None
    around: Domain = replace(domain, lo=lo, hi=hi, lo_open=lo_open, hi_open=hi_open, nonzero=False)
    if lo is not None and lo == hi:
        return finite(lo) if lo != 0 or not domain.nonzero else None
    return replace(around, nonzero=True) if domain.nonzero and around.contains(Fraction(0)) \
        else around


def is_boundless(condition: Term) -> bool:
    """Whether an inequality says of every number what is true of it: `x < oo`.

    >>> from checker.language.term import INFINITY, name, relation
    >>> is_boundless(relation("lt", name("p"), INFINITY))
    True
    """
    left, right = condition.args
    if condition.head in ("gt", "ge"):
        left, right = right, left
    far = neg(INFINITY)
    return condition.head != "eq" and (left is far or right is INFINITY) \
        or condition.head == "ne" and (right is far or left is INFINITY)


def bounds(term: Term, domain: Domain) -> Iterator[Term]:
    """What it says of a term that it lies in a domain, as far as relations can say it.

    >>> from checker.language.context import UNIT
    >>> from checker.language.term import name
    >>> list(bounds(name("a"), UNIT))
    [0 < a, a < 1]
    """
    if domain.lo is not None:
        yield relation("lt" if domain.lo_open else "le", number(domain.lo), term)
    if domain.hi is not None:
        yield relation("lt" if domain.hi_open else "le", term, number(domain.hi))
    if domain.nonzero:
        yield relation("ne", term, number(0))


def whole_names(terms: Iterable[Term]) -> dict[str, Domain]:
    """The free names of these terms that are integers by their meaning.

    >>> from checker.language.term import ONE, entry, name, sum_of
    >>> i, n = name("i"), name("n")
    >>> {k: str(d) for k, d in whole_names([sum_of(entry("x", i), i, ONE, n)]).items()}
    {'n': 'nonnegative_integer'}
    """
    found: dict[str, Domain] = {}
    for term in terms:
        _walk(term, frozenset(), found)
    return found


def _walk(term: Term, bound: frozenset[str], found: dict[str, Domain]) -> None:
    inner = bound
    inside = -1
    if term.head in ("sum", "product"):
        _, _, lo, hi = term.args
        for name in _affine(lo) - bound:
            found.setdefault(name, INTEGER)
        for name in _affine(hi) - bound:
            least = _least(lo, hi)
            domain = INTEGER if least is None else _whole_from(least)
            known = found.get(name)
            if known is None or known.lo is None or (least is not None and known.lo < least):
                found[name] = domain
    elif term.head == "entry":
        for index in term.args:
            for name in _affine(index) - bound:
                found.setdefault(name, INTEGER)
    if term.head in ("sum", "product", "integral", "limit"):
        inner, inside = bound | {str(term.args[0].data)}, 1
    elif term.head == "at":
        inner, inside = bound | {str(term.args[1].data)}, 0
    for k, arg in enumerate(term.args):
        if arg.flags & (BINDER | PLACED):  # else nothing is summed, and no index stands inside
            _walk(arg, inner if k == inside else bound, found)


@lru_cache(maxsize=64)
def _whole_from(least: Fraction) -> Domain:
    return replace(INTEGER, lo=least, lo_open=False)


def _affine(term: Term) -> frozenset[str]:
    """The names of a term that is whole if they are: n, n - 1, 2*n + k; else none."""
    return term.free if _is_affine(term) else frozenset()


def _is_affine(term: Term) -> bool:
    if term.head == "number":
        return term.value.denominator == 1
    if term.head in ("add", "mul", "neg"):
        return all(map(_is_affine, term.args))
    return term.head == "name"


def _least(lo: Term, hi: Term) -> Fraction | None:
    """The least n for a range from 0 or 1 to n + c: the range is empty there, and n >= 0."""
    start = size(lo, {})
    if start is None or start[0] not in (0, 1):
        return None
    shift = Fraction(0)
    for part in hi.args if hi.head == "add" else (hi,):
        measured = size(part, {})
        if measured is None and part.head == "name":
            continue
        if measured is None or measured[0] is None:
            return None
        shift += measured[0]
    if sum(part.head == "name" for part in hi.args) > 1:
        return None
    return max(Fraction(0), start[0] - 1 - shift)
