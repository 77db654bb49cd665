"""Samples: exact points of a claim's domain, from the most telling to the most exotic.

The first points are generic and small, so that one is usually enough. Then come the values of
finite domains, sign cells, kinks and their neighbourhoods, other lengths of sums, very large
and very small values, ends of intervals, whole and equal values. Nothing is random.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Final

from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.context import REAL, Domain
from checker.language.exact import exact, holds
from checker.language.fitting import allowed, fitted, narrowed
from checker.language.needs import Needs, indices, needs
from checker.language.stand_ins import stand_in
from checker.language.term import Term
from checker.language.wishes import Wish, first_wishes, generic, later_wishes

MAX_SAMPLES: Final = 200
MAX_MISSES: Final = 40
"""So many wishes in a row may be impossible before the domain is taken to be out of reach."""

Box = dict[str, set[tuple[int, ...]]]
Table = dict[tuple[int, ...], Fraction]


def samples(claim: Claim) -> Iterator[Point]:
    """Exact points of the claim's domain, lazily, the cheapest and most telling first.

    >>> from checker.language.term import add, name
    >>> points = samples(Claim(add(name("x"), name("y")), name("x")))
    >>> print(next(points))
    x = 3/8, y = 5/16
    """
    return islice(_samples(claim), MAX_SAMPLES)


def _samples(claim: Claim) -> Iterator[Point]:
    maker = _Maker(claim)
    for wish in first_wishes():
        point = maker.shared(wish)
        if point is not None:
            yield point
    seen = set()
    misses = 0
    base = {n: v for n in maker.needs.names for v in [maker.value(n, Wish(), {})] if v is not None}
    for wish in later_wishes(claim, maker.needs, base):
        key = (tuple(sorted(wish.names.items())), wish.variant, wish.scale, wish.signs)
        if key not in seen:
            seen.add(key)
            point = maker.point(wish)
            if point is not None:
                misses = 0
                yield point
            elif (misses := misses + 1) > MAX_MISSES:
                return


class _Maker:
    """Turns wishes into points of one claim's domain."""

    __slots__ = ("context", "needs", "terms", "relations", "places", "boxes")

    def __init__(self, claim: Claim) -> None:
        self.context = claim.context
        self.terms: tuple[Term, ...] = (claim.lhs, claim.rhs, *claim.context.hypotheses)
        self.relations = _flat(claim.context.hypotheses)
        self.needs: Needs = needs(self.terms, claim.context)
        self.places = {n: k for k, n in enumerate(self.needs.names)}
        self.boxes: dict[tuple[Fraction, ...], Box] = {}

    def shared(self, wish: Wish) -> Point | None:
        """The same as `point`: one object for all claims of a context for which it is the same.

        Lines of a derivation follow each other, so what was evaluated there is known already.
        """
        memory = self.context.cache("points")
        key = (self.needs, wish.variant)
        if key not in memory:
            memory[key] = self.numbers(wish)
        names: dict[str, Fraction] | None = memory[key]
        if names is None:
            return None
        box = self.box(names)
        full = (*key, tuple([frozenset(box.get(family, ())) for family in self.needs.families]))
        if full not in memory:
            memory[full] = self.within(wish, names, box)
        point: Point | None = memory[full]
        return point

    def point(self, wish: Wish) -> Point | None:
        """The point nearest to the wish; None if the domain has none that is found."""
        names = self.numbers(wish)
        return None if names is None else self.within(wish, names, self.box(names))

    def numbers(self, wish: Wish) -> dict[str, Fraction] | None:
        """The value of each name."""
        names: dict[str, Fraction] = {}
        for text in self.needs.names:
            value = self.value(text, wish, names)
            if value is None:
                return None
            names[text] = value
        return names

    def within(self, wish: Wish, names: dict[str, Fraction], box: Box) -> Point | None:
        """The point with these values of the names."""
        entries = self.entries(wish, box) if self.needs.families else {}
        if self.relations and not self.satisfied(names, entries):
            return None
        functions = tuple([
            (f, *stand_in(self.context.range(f) or REAL, arity, k, wish.variant))
            for k, (f, arity) in enumerate(self.needs.functions)]) if self.needs.functions else ()
        return Point(tuple(names.items()),
                     tuple([(f, tuple(table.items())) for f, table in entries.items()]), functions)

    def value(self, text: str, wish: Wish, names: Mapping[str, Fraction]) -> Fraction | None:
        """A value of one name, given those of the names before it."""
        domain = self.context.domain(text)
        whole = text in self.needs.whole
        wanted = wish.names.get(text)
        if wanted is None:
            place = self.places[text]
            if domain.values is not None:
                wanted = domain.values[(place + wish.variant) % len(domain.values)]
            else:
                wanted = generic(place, wish.variant, whole, text in self.needs.ends)
        if self.relations:
            within = narrowed(allowed(domain), text, self.relations, names)
        elif domain.contains(wanted) and not (whole and wanted.denominator != 1):
            return wanted
        else:
            within = allowed(domain)
        return fitted(wanted, domain, within, whole)

    def box(self, names: dict[str, Fraction]) -> Box:
        """Every index of every family that can be asked for."""
        if not self.needs.families:
            return {}
        key = tuple([names[n] for n in self.needs.names if n in self.needs.whole])
        box = self.boxes.get(key)
        if box is None:
            box = self.boxes[key] = indices(self.terms, self.context, names)
        return box

    def entries(self, wish: Wish, box: Box) -> dict[str, Table]:
        """Values for every index of every family that can be asked for."""
        tables: dict[str, Table] = {}
        for place, family in enumerate(self.needs.families):
            domain = self.context.entries(family)
            table: Table = {}
            for k, index in enumerate(sorted(box.get(family, ()))):
                value = _entry(k, place, domain, wish)
                if value is not None:
                    table[index] = value
            tables[family] = table
        return tables

    def satisfied(self, names: dict[str, Fraction], entries: dict[str, Table]) -> bool:
        """Whether no hypothesis certainly fails; an entry is moved to make equations hold."""
        for relation in self.relations:
            if holds(relation, names, entries) is False and not (
                    relation.head == "eq" and self.solved(relation, names, entries)):
                return False
        return all(holds(r, names, entries) is not False for r in self.relations) \
            if entries else True

    def solved(self, equation: Term, names: dict[str, Fraction],
               entries: dict[str, Table]) -> bool:
        """Whether some entry could be moved so that the equation holds."""
        for family in entries:
            if family not in equation.free:
                continue
            table, domain = entries[family], self.context.entries(family)
            for index in reversed(table):
                before = table[index]
                root = _entry_root(equation, names, entries, family, index)
                if root is not None and domain.contains(root):
                    table[index] = root
                    return True
                table[index] = before
        return False


def _entry_root(equation: Term, names: Mapping[str, Fraction], entries: dict[str, Table],
                family: str, index: tuple[int, ...]) -> Fraction | None:
    gaps = []
    for value in (5, 7, 9):
        entries[family][index] = Fraction(value)
        left, right = (exact(side, names, entries) for side in equation.args)
        if left is None or right is None:
            return None
        gaps.append(left - right)
    slope = gaps[1] - gaps[0]
    return None if slope == 0 or gaps[2] - gaps[1] != slope else 5 - gaps[0] / (slope / 2)


def _entry(k: int, place: int, domain: Domain, wish: Wish) -> Fraction | None:
    """The k-th entry of a family: no arithmetic progression, and no other family's values."""
    variant = wish.variant
    if domain.values is not None:
        count = len(domain.values)
        return domain.values[(wish.signs if wish.signs < 2 else k + place + variant) % count]
    value = _member(k, place, variant, wish.signs, domain.integer)
    if domain is REAL and wish.scale == 1:
        return value
    return fitted(value * wish.scale, domain, allowed(domain), False)


@lru_cache(maxsize=2048)
def _member(k: int, place: int, variant: int, signs: int, whole: bool) -> Fraction:
    if whole:
        value = Fraction((k * (place + 2) + place + variant) % 7 + 1)
    else:
        turn, k = divmod(k, 12)
        top = (place + 1) * k * k + 3 * k + 3 + 2 * place
        value = Fraction(top | 1, (32, 8, 16)[variant % 3])
        if turn:
            value += Fraction(turn, 64)
    if signs == 1 or (signs == 2 and variant % 3 == 2 and (k + place) % 2 == 0) or (
            signs == 3 and (k + place) % 2 == 0):
        return -value
    return value


def _flat(hypotheses: tuple[Term, ...]) -> tuple[Term, ...]:
    out: list[Term] = []
    for hypothesis in hypotheses:
        out += _flat(hypothesis.args) if hypothesis.head == "and" else [hypothesis]
    return tuple(out)

