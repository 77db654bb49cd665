"""Wishes: which values a claim's names should take, from generic to exotic.

Generic values are fractions over powers of two, which balls represent exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, islice, pairwise, product
from typing import Final

from checker.language.claim import Claim
from checker.language.kinks import kinks
from checker.language.needs import Needs

_SMALL: Final = tuple(map(Fraction, (
    "3/8", "5/16", "7/32", "11/64", "13/128", "19/64", "9/32", "23/64", "27/128", "29/128")))
_LARGE: Final = tuple(map(Fraction, (
    "11/8", "9/4", "13/8", "27/16", "29/16", "19/8", "21/16", "37/16", "45/16", "35/16")))
_MIXED: Final = tuple(map(Fraction, (
    "-3/4", "5/4", "-5/8", "9/8", "-7/16", "17/16", "-9/16", "23/16", "-3/16", "25/16")))
_NEGATIVE: Final = tuple(map(Fraction, (
    "-5/8", "-9/16", "-11/8", "-7/32", "-13/16", "-17/32", "-19/16", "-3/32", "-21/32", "-27/16")))
_ROWS: Final = (_SMALL, _MIXED, _NEGATIVE, _LARGE)
_ENDS: Final = tuple(tuple(map(Fraction, row)) for row in (
    (3, 2, 2), (2, 3, 3), (4, 1, 2), (1, 4, 3), (5, 2, 3)))
_WHOLE: Final = tuple(tuple(map(Fraction, row)) for row in (
    (2, 1, 3, 4), (1, 2, 4, 3), (3, -2, 5, -1), (1, 3, 2, 4), (4, 2, 1, 5)))
_LENGTHS: Final = (1, 4, 5, 6, 0, 7, 8, 10)
_MAGNITUDES: Final = tuple(map(Fraction, (
    "10", "100", "2000", "1000000", "1/1024", "1/1048576")))
_BESIDE: Final = tuple(map(Fraction, (
    "0", "1/1024", "-1/1024", "1/1048576", "-1/1048576")))
MOST_TERMS: Final = 1_000
"""Longer sums are not sampled."""
MAX_CELLS: Final = 20
MAX_PRODUCT: Final = 32


@dataclass(frozen=True, slots=True)
class Wish:
    """Values for some names, and which kind of values everything else should take."""

    names: Mapping[str, Fraction] = field(default_factory=dict)
    variant: int = 0
    """The row of generic values, and which stand-ins."""
    scale: Fraction = Fraction(1)
    """What the entries of families are multiplied by."""
    signs: int = 2
    """Entries: 0 positive, 1 negative, 2 as the variant says, 3 alternating."""


def generic(place: int, variant: int, whole: bool, end: bool) -> Fraction:
    """A value without coincidences for the name at this place.

    >>> [str(generic(0, variant, False, False)) for variant in range(4)]
    ['3/8', '-3/4', '-5/8', '11/8']
    """
    if end or whole:
        rows = _ENDS if end else _WHOLE
        row = rows[variant % len(rows)]
        return row[place % len(row)]
    reals = _ROWS[variant % 4]
    value = reals[place % len(reals)]
    turn = place // len(reals) + variant // 4
    return value if turn == 0 else value * (1 + Fraction(turn, 16))


def first_wishes() -> tuple[Wish, ...]:
    """Small positive values, mixed signs, negative values, larger ones."""
    return _FIRST


_FIRST: Final = tuple(Wish(variant=v) for v in range(4))


def later_wishes(claim: Claim, needs: Needs, base: Mapping[str, Fraction]) -> Iterator[Wish]:
    """Everything after the first four, the telling before the exotic."""
    context = claim.context
    chosen = {n: context.domain(n).values for n in needs.names}
    finite = {n: values for n, values in chosen.items() if values is not None}
    whole = [n for n in needs.names if n in needs.whole and n not in finite]
    reals = [n for n in needs.names if n not in needs.whole and n not in finite]
    for k, values in enumerate(islice(product(*finite.values()), MAX_PRODUCT)):
        if finite:
            yield Wish(dict(zip(finite, values, strict=True)), k % 3)
    yield from _cells(reals, needs)
    yield from _lengths(whole)
    terms = (claim.lhs, claim.rhs, *context.hypotheses)
    yield from _near(kinks(terms, context, whole, base))
    special = kinks(terms, context, reals, base)
    yield from islice(_beside(special), 60)
    yield from _magnitudes(reals, bool(needs.families))
    yield from _equal(reals)
    yield from _ends(claim, reals)
    yield from _pairs(special, reals)
    for variant in range(4, 16):
        yield Wish(variant=variant, signs=2 + variant % 2)


def _cells(reals: list[str], needs: Needs) -> Iterator[Wish]:
    """Every sign cell of a few names; of many, those that differ most from each other."""
    axes = [*reals, *needs.families]
    if len(axes) <= 4:
        cells = [dict(zip(axes, signs, strict=True)) for signs in product((1, -1),
                                                                          repeat=len(axes))]
    else:
        cells = [dict.fromkeys(axes, -1)]
        cells += [{**dict.fromkeys(axes, 1), n: -1} for n in axes]
        cells += [{**dict.fromkeys(axes, -1), n: 1} for n in axes]
    for cell in cells[:MAX_CELLS]:
        for variant in (0, 1):
            values = {n: cell[n] * abs(generic(k, variant, False, False))
                      for k, n in enumerate(reals)}
            minus = [cell[f] < 0 for f in needs.families]
            signs = 1 if minus and all(minus) else 3 if any(minus) else 0
            yield Wish(values, variant, signs=signs)


def _lengths(whole: list[str]) -> Iterator[Wish]:
    """Other lengths of sums and other whole numbers, one name at a time, then together."""
    for length in _LENGTHS:
        for n in whole[:3]:
            yield Wish({n: Fraction(length)})
        if len(whole) > 1:
            yield Wish(dict.fromkeys(whole, Fraction(length)))
    for value in (-1, -2, 20):
        for n in whole[:3]:
            yield Wish({n: Fraction(value)}, 1)


def _near(special: Mapping[str, list[Fraction]]) -> Iterator[Wish]:
    """Whole numbers at which something happens, and their neighbours."""
    for n, values in special.items():
        for value in values[:8]:
            if 8 < abs(value) <= MOST_TERMS:
                for step in (0, 1, -1):
                    yield Wish({n: value + step})


def _beside(special: Mapping[str, list[Fraction]]) -> Iterator[Wish]:
    """Special values, points just beside them, and points between neighbours."""
    for n, values in special.items():
        for value in values[:6]:
            for step in _BESIDE:
                yield Wish({n: value + step})
        for a, b in pairwise(sorted(values)):
            yield Wish({n: (a + b) / 2})


def _magnitudes(reals: list[str], families: bool) -> Iterator[Wish]:
    """Very large and very small values of either sign."""
    for size in _MAGNITUDES:
        for sign in (1, -1):
            for n in reals[:3]:
                yield Wish({n: sign * size})
            if len(reals) > 1 or families:
                yield Wish({n: sign * size * generic(k, 1, False, False)
                            for k, n in enumerate(reals)}, scale=sign * size, signs=0)


def _equal(reals: list[str]) -> Iterator[Wish]:
    """Equal and opposite names, and whole values of real names."""
    for value in map(Fraction, (1, 2, 3, 0, -1, -2, 5)):
        if reals:
            yield Wish(dict.fromkeys(reals, value))
        for n in reals[:3]:
            yield Wish({n: value})
    for a, b in islice(combinations(reals, 2), 6):
        for value in (Fraction(3, 8), Fraction(-7, 4)):
            yield Wish({a: value, b: value})
            yield Wish({a: value, b: -value})


def _ends(claim: Claim, reals: list[str]) -> Iterator[Wish]:
    """Ends of closed intervals, and points near the ends of open ones."""
    for n in reals:
        domain = claim.context.domain(n)
        for end, inward in ((domain.lo, 1), (domain.hi, -1)):
            if end is not None:
                for step in (Fraction(0), Fraction(1, 2**10), Fraction(1, 2**20)):
                    yield Wish({n: end + inward * step})


def _pairs(special: Mapping[str, list[Fraction]], reals: list[str]) -> Iterator[Wish]:
    """Two names at special values together."""
    for a, b in islice(combinations(reals, 2), 3):
        for u, v in product(special[a][:3], special[b][:3]):
            yield Wish({a: u, b: v})
