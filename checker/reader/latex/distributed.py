r"""Chains in which names are listed: `x, y > 0` is one chain for each of them.

They are read by `statement`, which knows how a side is read and where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import prod

from checker.language.errors import TooLarge, Unreadable
from checker.language.exact import exact
from checker.language.term import Term, relation
from checker.reader.latex.alphabet import RELATIONS
from checker.reader.latex.declaration import Declaration
from checker.reader.latex.listed import MAX_CHAINS, Extent, Range, read_subjects
from checker.reader.latex.reading import Reading
from checker.reader.latex.records import Side
from checker.reader.latex.sets import BOUNDS

Member = tuple[int, int, Side]
"""A side or a member of a list with its tokens."""


@dataclass(frozen=True, slots=True)
class Distributed:
    """What a chain with lists says."""

    chains: tuple[tuple[Member, ...], ...] = ()
    """The chains that it stands for."""
    declaration: Declaration | None = None
    """What it declares of a family, where a list has dots."""
    unread: tuple[Member, ...] = ()
    """Its sides, where they could not be read."""

    def relations(self, signs: list[str]) -> tuple[Term, ...]:
        """The relations of all its chains."""
        return tuple(dict.fromkeys(one for chain in self.chains for one in _relations(
            [side.term for *_, side in chain], signs)))


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the sides of a chain are read."""

    grammar: Reading
    read: Callable[[int, int], Side]
    """Reads the tokens of a side."""
    blank: Callable[[int, int], Side]
    """The same side with its text and place, not read."""
    placed: Callable[[Unreadable], Unreadable]
    """A refusal of the grammar at its place in the source."""

    def of(self, sides: list[list[Range]], signs: list[str], role: str) -> Distributed:
        """What a chain says, given the members of its sides and the signs between them."""
        if role == "case":
            return self._unread(sides, self._refused("names are listed in a case", sides[0][0][0],
                                                     "a relation for each"))
        if any(self.grammar.kinds[first] == "\\dots" for side in sides for first, _ in side):
            return self._elided(sides, signs)
        read = [[self._member(part, len(side) > 1, signs) for part in side] for side in sides]
        if prod(map(len, read)) > MAX_CHAINS:
            return self._unread(sides, self._refused("a long list of names", sides[0][0][0]))
        trouble = next((one.trouble for side in read for *_, one in side if one.trouble), None)
        if trouble is not None:
            return self._unread(sides, trouble)
        return Distributed(tuple(product(*read)))

    def _member(self, part: Range, listed: bool, signs: list[str]) -> Member:
        """A side, or a member of a list of names; numbers are listed behind `\\ne` only."""
        side = self.read(*part)
        if listed and side.term is not None and side.term.head not in ("name", "entry") \
                and not (side.term.head == "number" and set(signs) == {"\\ne"}):
            error = self._refused(f"`{side.text}` stands in a list of names", part[0], "a name")
            side = replace(side, term=None, trouble=error)
        return (*part, side)

    def _elided(self, sides: list[list[Range]], signs: list[str]) -> Distributed:
        """A chain about all of a list with dots, between numbers: `x_1, \\dots, x_n > 0`."""
        terms: list[tuple[Term, ...]] = []
        subjects: tuple[Term, ...] = ()
        extents: tuple[Extent, ...] = ()
        for side in sides:
            first, last = side[0][0], side[-1][1]
            if len(side) > 1:
                try:
                    found, more = self._subjects(first, last)
                except Unreadable as error:
                    return self._unread(sides, self.placed(error))
                except (TooLarge, RecursionError):
                    return self._unread(sides, self._refused("nested too deep", first))
                subjects, extents = (*subjects, *found), (*extents, *more)
                terms.append(found)
                continue
            one = self.read(first, last)
            if one.term is None or exact(one.term, {}) is None:
                return self._unread(sides, one.trouble or self._refused(
                    "a list with dots is compared with something else than a number", first,
                    "a number"))
            terms.append((one.term,))
        split = sides[0][-1][1]
        relations = dict.fromkeys(one for chain in product(*terms)
                                  for one in _relations(list(chain), signs))
        return Distributed(declaration=Declaration(
            subjects, extents=extents, relations=tuple(relations),
            written=(self.grammar.whole(sides[0][0][0], split), RELATIONS[signs[0]],
                     self.grammar.whole(split + 1, sides[-1][-1][1]))))

    def _subjects(self, first: int, last: int) -> tuple[tuple[Term, ...], tuple[Extent, ...]]:
        kinds = self.grammar.kinds
        held, kinds[last] = kinds[last], "stop"
        self.grammar.restart(first)
        try:
            return read_subjects(self.grammar, first, last)
        finally:
            kinds[last] = held

    def _refused(self, message: str, token: int, expected: str = "") -> Unreadable:
        tokens = self.grammar.tokens
        return self.placed(tokens.unreadable(message, tokens.places[token], expected))

    def _unread(self, sides: list[list[Range]], trouble: Unreadable) -> Distributed:
        whole = [(side[0][0], side[-1][1]) for side in sides]
        return Distributed(unread=tuple(
            (*ends, replace(self.blank(*ends), trouble=trouble)) for ends in whole))


def _relations(sides: list[Term | None], signs: list[str]) -> Iterator[Term]:
    """The relations of a chain of inequalities."""
    for (left, right), sign in zip(pairwise(sides), signs, strict=True):
        if left is not None and right is not None:
            yield relation(BOUNDS[sign], left, right)
