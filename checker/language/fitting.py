"""Fitting: the member of a domain that comes nearest to a wished value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final, NamedTuple

from checker.language.context import Domain
from checker.language.exact import linear_root
from checker.language.term import RELATIONS, Term

_MIRRORED: Final = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}


class Allowed(NamedTuple):
    """An interval, as far as a domain and hypotheses allow."""

    lo: Fraction | None
    lo_open: bool
    hi: Fraction | None
    hi_open: bool
    excluded: tuple[Fraction, ...] = ()


def allowed(domain: Domain) -> Allowed:
    """The hull of a domain."""
    return Allowed(domain.lo, domain.lo_open, domain.hi, domain.hi_open)


def narrowed(start: Allowed, text: str, hypotheses: Sequence[Term],
             names: Mapping[str, Fraction]) -> Allowed:
    """What the hypotheses leave for `text`, given the values of other names.

    >>> from checker.language.context import REAL
    >>> from checker.language.term import add, name, number, relation
    >>> x, y = name("x"), name("y")
    >>> narrowed(allowed(REAL), "y", [relation("lt", add(x, y), number(1))],
    ...          {"x": Fraction(1, 3)}).hi
    Fraction(2, 3)
    """
    lo, lo_open, hi, hi_open, excluded = start
    for hypothesis in hypotheses:
        head = hypothesis.head
        if head not in RELATIONS or text not in hypothesis.free:
            continue
        if any(n != text and n not in names for n in hypothesis.free):
            continue
        a, b = hypothesis.args
        root = linear_root(a, b, text, names)
        if root is None:
            continue
        value, grows = root
        if not grows:
            head = _MIRRORED.get(head, head)
        if head == "ne":
            excluded = (*excluded, value)
        if head in ("lt", "le", "eq") and (hi is None or value <= hi):
            hi_open = head == "lt" or (hi_open and value == hi)
            hi = value
        if head in ("gt", "ge", "eq") and (lo is None or value >= lo):
            lo_open = head == "gt" or (lo_open and value == lo)
            lo = value
    return Allowed(lo, lo_open, hi, hi_open, excluded)


def fitted(wish: Fraction, domain: Domain, within: Allowed, whole: bool) -> Fraction | None:
    """A member of the domain for a wish: itself if possible; None if nothing is found.

    >>> from checker.language.context import UNIT
    >>> fitted(Fraction(3, 8), UNIT, allowed(UNIT), False)
    Fraction(3, 8)
    >>> fitted(Fraction(3), UNIT, allowed(UNIT), False)
    Fraction(7, 8)
    """
    if domain.values is not None:
        return _member(wish, domain, within)
    value = _whole(wish, within) if whole or domain.integer else _inside(wish, within)
    if value is None or not _admits(within, value):
        return None
    if value in within.excluded or not domain.contains(value):
        moved = value + (1 if whole or domain.integer else Fraction(1, 8))
        if not _admits(within, moved) or moved in within.excluded or not domain.contains(moved):
            return None
        return moved
    return value


def _admits(within: Allowed, value: Fraction) -> bool:
    lo, lo_open, hi, hi_open, _ = within
    return (lo is None or value > lo or (value == lo and not lo_open)) and (
        hi is None or value < hi or (value == hi and not hi_open))


def _member(wish: Fraction, domain: Domain, within: Allowed) -> Fraction | None:
    good = [v for v in domain.values or () if _admits(within, v) and v not in within.excluded]
    return min(good, key=lambda v: abs(v - wish)) if good else None


def _inside(wish: Fraction, within: Allowed) -> Fraction | None:
    if _admits(within, wish):
        return wish
    lo, _, hi, _, _ = within
    if lo is not None and hi is not None:
        if lo >= hi:
            return lo if lo == hi else None
        return lo + (hi - lo) * (1 + wish / (1 + abs(wish))) / 2
    if lo is not None:
        return lo + (lo - wish or 1)
    return None if hi is None else hi - (wish - hi or 1)


def _whole(wish: Fraction, within: Allowed) -> Fraction | None:
    value = wish if wish.denominator == 1 else Fraction(floor(wish))
    lo, lo_open, hi, hi_open, _ = within
    if hi is not None:
        value = min(value, Fraction(ceil(hi) - 1 if hi_open else floor(hi)))
    if lo is not None:
        value = max(value, Fraction(floor(lo) + 1 if lo_open else ceil(lo)))
    return value
