"""The entries of an expression of arrays: every reading that its shapes allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, product
from typing import Final

from checker.language.errors import Unreadable
from checker.language.substitution import substitute
from checker.language.term import (
    ONE,
    TWO,
    Term,
    add,
    both,
    build,
    derivative,
    div,
    entry,
    name,
    neg,
    number,
    relation,
    root,
)
from checker.language.term import cases as cases_of
from checker.reader.page.products import Products, times
from checker.reader.page.shaped import Dimension, Shaped, same, scalar

OPERATIONS: Final = frozenset({"transpose", "norm", "hadamard", "inner", "array", "matrix"})
"""Calls that the grammar makes and only this module understands."""
_LETTERS: Final = "ijklpqrst"


@dataclass(frozen=True, slots=True)
class Table:
    """The arrays that are known."""

    shapes: dict[str, tuple[Dimension, ...]]
    members: Mapping[str, tuple[int, tuple[Dimension, ...]]]
    """Families whose entries are arrays themselves, with how many indices they take."""
    ranges: Mapping[str, tuple[Term, Term]]
    written: dict[str, tuple[tuple[str, ...], Term]]
    """Arrays that are nothing but the entries of a family: W = (w_{jk})_{kj}."""


def touches(term: Term, table: Table) -> bool:
    """Whether a term speaks of arrays."""
    stack = [term]
    while stack:
        part = stack.pop()
        head = part.head
        if head == "name" and part.data in table.shapes \
                or head == "call" and part.data in OPERATIONS:
            return True
        if head == "entry" and part.data in table.members \
                and table.members[part.data][0] == len(part.args):
            return True
        stack.extend(part.args)
    return False


class Entries:
    """The entries of the terms of one relation, under index names that it does not use."""

    def __init__(self, table: Table, terms: Sequence[Term]) -> None:
        self.table = table
        taken = set().union(*map(_every_name, terms))
        self.fresh = (name(text) for text in _letters() if text not in taken)
        self.products = Products(self.fresh)

    def letter(self, dim: Dimension) -> Term:
        """A name for an index of this dimension."""
        return name(dim.letter) if dim.letter else next(self.fresh)

    # --- values ---------------------------------------------------------------------------------

    def values(self, term: Term) -> list[Shaped]:
        """Every reading of a term as a number or an array."""
        table = self.table
        head = term.head
        if head == "name" and term.data in table.shapes:
            return [self._named(str(term.data), table.shapes[str(term.data)])]
        if head == "entry" and term.data in table.members:
            count, dims = table.members[str(term.data)]
            if len(term.args) == count:
                return [self._named(str(term.data), dims, term.args)]
        if not touches(term, table):
            return [scalar(term)]
        match head:
            case "add":
                return self._sums(term.args)
            case "neg":
                return [value.each(neg) for value in self.values(term.args[0])]
            case "mul":
                return self.products.all([self.values(arg) for arg in term.args])
            case "div":
                return self._quotients(term)
            case "derivative":
                return self._derivatives(term)
            case "pow":
                return self._powers(term)
            case "call" if term.data in OPERATIONS:
                return self._operation(term)
            case "call" | "apply" | "root" | "at":
                return self._elementwise(term)
            case "sum":
                return [value.each(lambda inner: build("sum", (
                    term.args[0], inner, *term.args[2:]))) for value in self.values(term.args[1])]
        raise Unreadable(f"an array inside {term} is not read")

    def _named(self, text: str, dims: tuple[Dimension, ...],
               indices: tuple[Term, ...] = ()) -> Shaped:
        rows = dims[0]
        cols = dims[1] if len(dims) > 1 else None
        return Shaped(rows, cols, lambda place: entry(text, *indices, *place))

    def _elementwise(self, term: Term) -> list[Shaped]:
        """A function of one array is taken of every entry."""
        if term.head == "at":
            raise Unreadable("an evaluation of an array is not read")
        found = []
        for values in product(*map(self.values, term.args)):
            large = [value for value in values if value.rows or value.cols]
            if len(large) == 1 and len(values) == 1:
                found.append(large[0].each(lambda inner: build(term.head, (inner,), term.data)))
            elif not large:
                found.append(scalar(build(term.head, tuple(v.at(()) for v in values), term.data),
                                    sum(v.parts for v in values)))
        if not found:
            raise Unreadable(f"a function of several arrays, {term}, is not read")
        return found

    def _sums(self, terms: Sequence[Term]) -> list[Shaped]:
        found = []
        for values in product(*map(self.values, terms)):
            whole = self._added(values)
            if whole is not None:
                found.append(whole)
        if found:
            return found
        spread = [self._spread(values) for values in product(*map(self.values, terms))]
        found = [value for value in spread if value is not None]
        if not found:
            shapes = ", ".join(self.values(arg)[0].shape() for arg in terms)
            raise Unreadable(f"a sum of {shapes}", expected="summands of one shape")
        return found

    @staticmethod
    def _added(values: Sequence[Shaped]) -> Shaped | None:
        """The sum of values of one shape."""
        first = values[0]
        if all(same(first.rows, v.rows) and same(first.cols, v.cols) for v in values):
            return Shaped(first.rows, first.cols,
                          lambda place: add(*(value.at(place) for value in values)),
                          sum(value.parts for value in values))
        return None

    @staticmethod
    def _spread(values: Sequence[Shaped]) -> Shaped | None:
        """The sum of arrays of one shape and numbers, which are added to every entry."""
        large = [value for value in values if value.rows or value.cols]
        first = large[0]
        if not all(same(first.rows, v.rows) and same(first.cols, v.cols) for v in large):
            return None
        return Shaped(first.rows, first.cols, lambda place: add(*(
            value.at(place if value.rows or value.cols else ()) for value in values)),
            sum(value.parts for value in values))

    def _quotients(self, term: Term) -> list[Shaped]:
        above, below = term.args
        found = []
        for top, bottom in product(self.values(above), self.values(below)):
            if not (bottom.rows or bottom.cols):
                divisor = bottom.at(())
                found.append(top.each(partial(_over, divisor)))
            elif same(top.rows, bottom.rows) and same(top.cols, bottom.cols):
                found.append(top.paired(bottom, div))
        if not found:
            raise Unreadable(f"a quotient by an array, {term}, is not read")
        return found

    def _powers(self, term: Term) -> list[Shaped]:
        base, exponent = term.args
        if base.head == "call" and base.data == "norm" and exponent is TWO:
            return [self.products.square(value) for value in self.values(base.args[0])]
        bases = [value for value in self.values(base) if not (value.rows or value.cols)]
        if not bases or touches(exponent, self.table):
            raise Unreadable(f"a power of an array, {term}, is not read",
                             expected="the product written out, or the entries")
        return [value.each(lambda inner: build("pow", (inner, exponent))) for value in bases]

    def _derivatives(self, term: Term) -> list[Shaped]:
        """The derivative of a number by an array: by each of its entries."""
        body, variable = term.args
        bodies = [value.at(()) for value in self.values(body) if not (value.rows or value.cols)]
        if not bodies:
            raise Unreadable(
                "a derivative of an array is read in two ways, by rows or by columns",
                expected="the derivative of one entry")
        text = str(variable.data)
        if variable.head != "name" or text not in self.table.shapes:
            return [scalar(derivative(inner, variable, term.data)) for inner in bodies]
        if term.data != 1:
            raise Unreadable("a second derivative by an array is not read",
                             expected="the derivative by two of its entries")
        return [self._variable(text).each(partial(derivative, inner)) for inner in bodies]

    def _variable(self, text: str) -> Shaped:
        """The entries of an array to differentiate by: those of a family that it is made of."""
        if text not in self.table.written:
            return self._named(text, self.table.shapes[text])
        dims = self.table.shapes[text]
        indices, own = self.table.written[text]
        return Shaped(dims[0], dims[1] if len(dims) > 1 else None,
                      lambda place: substitute(own, dict(zip(indices, place, strict=True))))

    # --- what only arrays have --------------------------------------------------------------------

    def _operation(self, term: Term) -> list[Shaped]:
        match term.data:
            case "transpose":
                if not touches(term.args[0], self.table):
                    raise Unreadable(f"{term.args[0]} is transposed, and is no declared vector or "
                                     "matrix", expected="`x \\in \\mathbb{R}^n`, or the sum over "
                                     "the entries")
                return [value.transposed() for value in self.values(term.args[0])]
            case "norm":
                return [self.products.square(value).each(lambda inner: root(inner, TWO))
                        for value in self.values(term.args[0])]
            case "inner":
                found = [self.products.inner(a, b) for a, b in product(
                    *map(self.values, term.args))
                    if a.cols is None and b.cols is None and a.rows is not None
                    and same(a.rows, b.rows) and a.rows.hi is not None]
                if not found:
                    raise Unreadable("the inner product of two vectors of one length is read")
                return found
            case "hadamard":
                found = [a.paired(b, times) for a, b in product(*map(self.values, term.args))
                         if same(a.rows, b.rows) and same(a.cols, b.cols)]
                if not found:
                    raise Unreadable("the product entry by entry needs two arrays of one shape")
                return found
            case "array":
                return [self._literal(term.args[0], [str(i.data) for i in term.args[1:]])]
            case _:
                return [self._matrix(term)]

    def _literal(self, body: Term, indices: Sequence[str]) -> Shaped:
        """`(w_{jk})_{kj}`: the entry in row k and column j."""
        if touches(body, self.table):
            raise Unreadable("an array of arrays is not read")
        dims = []
        for index in indices:
            lo, hi = self.table.ranges.get(index, (ONE, None))
            dims.append(Dimension(lo, hi, index))
        return Shaped(dims[0], dims[1] if len(dims) > 1 else None,
                      lambda place: substitute(body, dict(zip(indices, place, strict=True))))

    def _matrix(self, term: Term) -> Shaped:
        """A matrix whose entries are written out."""
        rows, cols = (int(arg.value) for arg in term.args[:2])
        table = {(i + 1, j + 1): term.args[2 + i * cols + j]
                 for i in range(rows) for j in range(cols)}

        def one(place: tuple[Term, ...]) -> Term:
            full = place if cols > 1 and rows > 1 else \
                (*place, ONE) if cols == 1 else (ONE, *place)
            if all(index.head == "number" for index in full):
                return table[int(full[0].value), int(full[1].value)]
            branches = []
            for (i, j), value in table.items():
                guards = [relation("eq", index, number(k))
                          for index, k in zip(full, (i, j), strict=True) if index is not ONE]
                branches.append((value, both(*guards)))
            return cases_of(*branches)

        return Shaped(Dimension(ONE, number(rows)) if rows > 1 or cols == 1 else None,
                      Dimension(ONE, number(cols)) if cols > 1 else None, one)


def _letters() -> Iterator[str]:
    yield from _LETTERS
    for number_ in count(1):
        yield from (f"{letter}_{number_}" for letter in _LETTERS)


def _over(divisor: Term, dividend: Term) -> Term:
    return div(dividend, divisor)


def _every_name(term: Term) -> set[str]:
    found: set[str] = set()
    stack = [term]
    while stack:
        part = stack.pop()
        if part.head == "name":
            found.add(str(part.data))
        stack.extend(part.args)
    return found
