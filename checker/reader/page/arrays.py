r"""Vectors and matrices, entry by entry.

What the grammar reads of `\frac{\partial L}{\partial w} = X^T (p - y)` is a relation between
names. Here it becomes a relation between entries: one for symbolic indices, or one for each
entry where the numbers of rows and columns are known. Vectors are columns.

A product of arrays is read by its shapes: the matrix product where the inner dimensions agree,
the inner product of two columns, or the product entry by entry of two of one shape. Where
shapes leave several readings, all of them are given, and the claim stands or falls with each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from checker.language.errors import Unreadable
from checker.language.term import ONE, Term
from checker.reader.page.entries import Entries, Table, touches
from checker.reader.page.shaped import Dimension, Shaped, same

MAX_ENTRIES: Final = 64
"""Arrays with more entries of known place are compared by symbolic indices."""


@dataclass(frozen=True, slots=True)
class Link:
    """One relation between two entries, and which entry it is."""

    left: Term
    right: Term
    place: str = ""


class Arrays:
    """The arrays of a page: names with their dimensions.

    >>> from checker.language.term import call, mul, name
    >>> n = name("n")
    >>> arrays = Arrays({"w": (n,), "x": (n,)}, {}, {})
    >>> [link.right for link in arrays.links(name("z"), mul(call("transpose", name("w")),
    ...                                                     name("x")))[0]]
    [Sum(w[i]*x[i], (i, 1, n))]
    """

    def __init__(self, shapes: Mapping[str, tuple[Term, ...]],
                 members: Mapping[str, tuple[int, tuple[Term, ...]]],
                 ranges: Mapping[str, tuple[Term, Term]]) -> None:
        self._table = Table(
            {text: _dimensions(shape) for text, shape in shapes.items()},
            {text: (count, _dimensions(shape)) for text, (count, shape) in members.items()},
            ranges, {})

    def touches(self, term: Term) -> bool:
        """Whether a term speaks of arrays."""
        return touches(term, self._table)

    def define(self, left: Term, right: Term) -> bool:
        """Note that a name is an array if what it is defined as is one; whether it is news."""
        table = self._table
        if left.head != "name" or left.data in table.shapes or not touches(right, table):
            return False
        try:
            values = Entries(table, (left, right)).values(right)
        except Unreadable:
            return False
        shapes = {(value.rows, value.cols) for value in values}
        if len(shapes) != 1:
            return False
        rows, cols = shapes.pop()
        if rows is None:
            return False
        text = str(left.data)
        table.shapes[text] = (rows,) if cols is None else (rows, cols)
        if right.head == "call" and right.data == "array" and right.args[0].head == "entry":
            table.written[text] = tuple(str(i.data) for i in right.args[1:]), right.args[0]
        return True

    def links(self, left: Term, right: Term, *, symbolic: bool = False) -> list[list[Link]]:
        """Every reading of a relation as relations between entries; one if nothing is an array.

        With `symbolic`, an array of known size too is told by one relation between entries.
        """
        if not touches(left, self._table) and not touches(right, self._table):
            return [[Link(left, right)]]
        evaluation = Entries(self._table, (left, right))
        lefts, rights = evaluation.values(left), evaluation.values(right)
        pairs = [(a, b) for a, b in product(lefts, rights)
                 if same(a.rows, b.rows) and same(a.cols, b.cols)]
        if not pairs:
            raise Unreadable(f"the left side is {lefts[0].shape()}, the right side "
                             f"{rights[0].shape()}", expected="arrays of one shape")
        found: dict[tuple[tuple[Term, Term], ...], list[Link]] = {}
        for a, b in pairs:
            links = list(_compared(evaluation, a, b, symbolic))
            found.setdefault(tuple((link.left, link.right) for link in links), links)
        return list(found.values())


def _dimensions(shape: tuple[Term, ...]) -> tuple[Dimension, ...]:
    return tuple(Dimension(ONE, length) for length in shape)


def _compared(entries: Entries, a: Shaped, b: Shaped, symbolic: bool) -> Iterator[Link]:
    """The relations between the entries of two arrays of one shape."""
    dims = [dim for dim in (a.rows, a.cols) if dim is not None]
    sizes = [dim.size() for dim in dims]
    known = [size for size in sizes if size is not None]
    count = 1
    for size in known:
        count *= size
    if dims and not symbolic and len(known) == len(dims) and count <= MAX_ENTRIES:
        for place in product(*(dim.places() for dim in dims)):
            yield Link(a.at(place), b.at(place),
                       f"entry ({', '.join(map(str, place))})" if len(place) > 1
                       else f"entry {place[0]}")
        return
    symbols = tuple(entries.letter(dim) for dim in dims)
    yield Link(a.at(symbols), b.at(symbols))
