"""A value with its shape: a number, a column, a row or a matrix, and what stands at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from checker.language.errors import Unreadable
from checker.language.term import Term, number

Place = tuple[Term, ...]

MAX_PARTS: Final = 2000
"""An entry that is put together from more entries than this is refused."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """How far an index runs; `hi` is None where only the index letter is known."""

    lo: Term
    hi: Term | None
    letter: str = ""

    def size(self) -> int | None:
        """The number of places, if it is a known number."""
        if self.hi is None or self.hi.head != "number" or self.lo.head != "number":
            return None
        return int(self.hi.value - self.lo.value) + 1

    def places(self) -> Iterator[Term]:
        """All places, of a dimension of known size."""
        assert self.hi is not None
        return (number(k) for k in range(int(self.lo.value), int(self.hi.value) + 1))

    def __str__(self) -> str:
        return str(self.hi) if self.hi is not None else f"the range of {self.letter}"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A value with rows and columns; one without rows is a row, one without both a number."""

    rows: Dimension | None
    cols: Dimension | None
    at: Callable[[Place], Term]
    """What stands at a row and a column, as far as there are any."""
    parts: int = 1
    """Of how many entries one entry is put together: known before any is."""

    def __post_init__(self) -> None:
        if self.parts > MAX_PARTS:
            raise Unreadable(f"every entry of {self.shape()} would be put together from more than "
                             f"{MAX_PARTS} entries", expected="fewer factors, or smaller arrays")

    def each(self, change: Callable[[Term], Term]) -> Shaped:
        """The value with every entry changed."""
        return Shaped(self.rows, self.cols, lambda place: change(self.at(place)), self.parts)

    def paired(self, other: Shaped, join: Callable[[Term, Term], Term]) -> Shaped:
        """The value of two of one shape, joined entry by entry."""
        return Shaped(self.rows, self.cols, lambda place: join(self.at(place), other.at(place)),
                      self.parts + other.parts)

    def transposed(self) -> Shaped:
        """Rows for columns."""
        if self.rows is None or self.cols is None:
            return Shaped(self.cols, self.rows, self.at, self.parts)
        return Shaped(self.cols, self.rows, lambda place: self.at(place[::-1]), self.parts)

    def shape(self) -> str:
        """The shape in words, for messages."""
        if self.rows is None and self.cols is None:
            return "a number"
        if self.cols is None:
            return f"a column of length {self.rows}"
        if self.rows is None:
            return f"a row of length {self.cols}"
        return f"a matrix of {self.rows} rows and {self.cols} columns"


def scalar(term: Term, parts: int = 1) -> Shaped:
    """A number, put together from so many entries.

    >>> from checker.language.term import name
    >>> scalar(name("b")).shape()
    'a number'
    """
    return Shaped(None, None, lambda place: term, parts)


def same(a: Dimension | None, b: Dimension | None) -> bool:
    """Whether two dimensions are one: by their ends, or by the letter where these are unknown."""
    if a is None or b is None:
        return a is b
    if a.hi is None or b.hi is None:
        return bool(a.letter) and a.letter == b.letter
    return a.lo is b.lo and a.hi is b.hi
