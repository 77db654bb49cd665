"""What a reader takes for granted of indices: the j of w_j runs where the sums over w_j run.

Differentiating z = \\sum_{j=1}^n w_j x_j by w_j means one of these w_j, so 1 <= j <= n; and
who writes w_2 beside that sum has two of them at least, so 2 <= n. Places for indices belong
together where one index stands in both: in a sum, or as the parameter of a definition, as in
z_k := \\sum_j w_{jk} a_j.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.language.term import ONE, Term, name, relation

Slot = tuple[str, int]
"""A place for an index: the family, and which of its indices."""
Range = tuple[Term, Term]


@dataclass(frozen=True, slots=True)
class Part:
    """A term whose indices are looked at: a side, or the body of a definition."""

    term: Term
    family: str = ""
    """The family that is defined, if it is one."""
    parameters: tuple[str, ...] = ()


def index_ranges(parts: Iterable[Part], declared: Mapping[str, Range],
                 shapes: Mapping[str, tuple[Term, ...]]) -> tuple[Term, ...]:
    """The hypotheses lo <= j and j <= hi for the free indices of sides and definitions.

    >>> from checker.language.term import add, entry, number, sum_of
    >>> i, j, n = name("i"), name("j"), name("n")
    >>> term = add(sum_of(entry("w", i), i, number(1), n), entry("w", j))
    >>> index_ranges([Part(term)], {}, {})
    (1 <= j, j <= n)
    """
    places = _Places()
    for part in parts:
        around: dict[str, str] = {}
        for k, parameter in enumerate(part.parameters):
            binder = places.binder()
            around[parameter] = binder
            if part.family:
                places.join(binder, (part.family, k))
        places.walk(part.term, around)
    found: dict[Term, None] = {}
    for text in sorted(places.free):
        ranges = [declared[text]] if text in declared else \
            places.ranges(places.free[text], shapes)
        for lo, hi in ranges:
            if text not in lo.free and text not in hi.free:
                found[relation("le", lo, name(text))] = None
                found[relation("le", name(text), hi)] = None
    for slot, last in sorted(places.numbered.items()):
        for lo, hi in places.ranges([slot], shapes):
            if hi.head != "number" and lo.head == "number" and lo.value <= last.value:
                found[relation("le", last, hi)] = None
    return tuple(found)


class _Places:
    """The places for indices, joined where one index stands in both."""

    def __init__(self) -> None:
        self.free: dict[str, list[Slot]] = {}
        self.numbered: dict[Slot, Term] = {}
        """The largest number that stands in a place."""
        self._above: dict[object, object] = {}
        self._summed: list[tuple[object, Range]] = []
        self._binders = 0

    def binder(self) -> str:
        """A new index that is bound somewhere."""
        self._binders += 1
        return f"@{self._binders}"

    def join(self, a: object, b: object) -> None:
        """One index stands in both places."""
        one, other = self._root(a), self._root(b)
        if one != other:
            self._above[one] = other

    def _root(self, place: object) -> object:
        while place in self._above:
            place = self._above[place]
        return place

    def ranges(self, slots: Iterable[Slot],
               shapes: Mapping[str, tuple[Term, ...]]) -> list[Range]:
        """The ranges of the sums and arrays over these places."""
        roots = {self._root(slot) for slot in slots}
        found = [one for place, one in self._summed if self._root(place) in roots]
        found += [(ONE, shape[k]) for family, shape in shapes.items()
                  for k in range(len(shape)) if self._root((family, k)) in roots]
        return list(dict.fromkeys(found))

    def walk(self, term: Term, around: Mapping[str, str]) -> None:
        """Note the indices of a term, with what is bound around it."""
        inner, inside = around, -1
        if term.head == "entry":
            for k, index in enumerate(term.args):
                slot = (str(term.data), k)
                if index.head == "number":
                    known = self.numbered.setdefault(slot, index)
                    if known.value < index.value:
                        self.numbered[slot] = index
                elif index.head == "name":
                    text = str(index.data)
                    if text in around:
                        self.join(around[text], slot)
                    else:
                        self.free.setdefault(text, []).append(slot)
        elif term.head in ("sum", "product"):
            index, _, lo, hi = term.args
            binder = self.binder()
            if not (lo.free | hi.free) & around.keys():
                self._summed.append((binder, (lo, hi)))
            inner, inside = {**around, str(index.data): binder}, 1
        elif term.head in ("integral", "limit"):
            inner, inside = {**around, str(term.args[0].data): self.binder()}, 1
        elif term.head == "at":
            inner, inside = {**around, str(term.args[1].data): self.binder()}, 0
        for k, arg in enumerate(term.args):
            self.walk(arg, inner if k == inside else around)
