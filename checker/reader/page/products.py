"""Products of arrays: every reading that the shapes of the factors allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise, product
from typing import Final

from checker.language.errors import Unreadable
from checker.language.substitution import substitute
from checker.language.term import ONE, TWO, Term, add, build, mul, name, power, sum_of
from checker.reader.page.shaped import Dimension, Shaped, same, scalar

MAX_FACTORS: Final = 6
"""Products of more arrays are refused: their readings would be too many."""


MAX_READINGS: Final = 32
"""Products with more readings are refused."""
MAX_WRITTEN_OUT: Final = 4
"""Sums of no more summands of known place are written out."""


def times(a: Term, b: Term) -> Term:
    """The product of two terms as one row of factors."""
    return mul(*(a.args if a.head == "mul" else (a,)), *(b.args if b.head == "mul" else (b,)))


class Products:
    """Products of one relation, whose sums run over index names that it does not use."""

    def __init__(self, fresh: Iterator[Term]) -> None:
        self.fresh = fresh

    def all(self, factors: Sequence[Sequence[Shaped]]) -> list[Shaped]:
        """Every reading of a product of factors, of each of which there are several readings."""
        found: list[Shaped] = []
        for values in product(*factors):
            numbers = [value.at(()) for value in values if not (value.rows or value.cols)]
            large = [value for value in values if value.rows or value.cols]
            if len(large) > MAX_FACTORS:
                raise Unreadable(f"a product of more than {MAX_FACTORS} arrays is not read")
            for whole in self._bracketed(large):
                found.append(whole.each(partial(times, mul(*numbers))) if numbers else whole)
        if not found:
            shapes = ", ".join(values[0].shape() for values in factors)
            raise Unreadable(f"a product of {shapes}", expected="shapes that fit each other")
        return found

    def _bracketed(self, values: Sequence[Shaped]) -> list[Shaped]:
        """The products of arrays under every bracketing that their shapes allow.

        Matrices that fit each other give the same under every bracketing: one is enough.
        """
        if not values:
            return [scalar(ONE)]
        if _chain(values):
            whole = values[-1]
            for value in reversed(values[:-1]):
                whole = self.matrix_product(value, whole)
            return [whole]
        table: dict[tuple[int, int], list[Shaped]] = {
            (k, k + 1): [value] for k, value in enumerate(values)}
        for length in range(2, len(values) + 1):
            for start in range(len(values) - length + 1):
                end = start + length
                found = (whole for cut in range(start + 1, end)
                         for pair in product(table[start, cut], table[cut, end])
                         for whole in self._two(*pair))
                table[start, end] = _distinct(found)
        return table[0, len(values)]

    def _two(self, a: Shaped, b: Shaped) -> Iterator[Shaped]:
        """The readings of the product of two values."""
        if not (a.rows or a.cols) or not (b.rows or b.cols):
            small, large = (a, b) if not (a.rows or a.cols) else (b, a)
            factor = small.at(())
            yield large.each(partial(times, factor))
            return
        matrices = same(a.cols, b.rows) and (a.cols is None or a.cols.hi is not None)
        if matrices:
            yield self.matrix_product(a, b)
        columns = a.cols is None and b.cols is None
        if same(a.rows, b.rows) and same(a.cols, b.cols) and (columns or not matrices):
            yield a.paired(b, times)
            if columns and a.rows is not None and a.rows.hi is not None:
                yield self.inner(a, b)

    def matrix_product(self, a: Shaped, b: Shaped) -> Shaped:
        """The sum over the inner index; an outer product where there is none."""
        inner = a.cols

        def one(place: tuple[Term, ...]) -> Term:
            left = place[:1] if a.rows is not None else ()
            right = place[len(left):]
            if inner is None:
                return times(a.at(left), b.at(right))
            return self._summed(inner, lambda k: times(a.at((*left, k)), b.at((k, *right))))

        return Shaped(a.rows, b.cols, one, (a.parts + b.parts)*_written_out(inner))

    def inner(self, a: Shaped, b: Shaped) -> Shaped:
        """The sum of the products of the entries of two columns."""
        assert a.rows is not None
        rows = a.rows
        return _once(lambda: self._summed(rows, lambda k: times(a.at((k,)), b.at((k,)))),
                     (a.parts + b.parts)*_written_out(rows))

    def square(self, value: Shaped) -> Shaped:
        """The sum of the squares of a vector's entries."""
        along = value.rows or value.cols
        if along is None or value.rows is not None and value.cols is not None:
            raise Unreadable("only vectors have this norm", expected="a vector")
        if along.hi is None:
            raise Unreadable("the length of this vector is not known",
                             expected="`v \\in \\mathbb{R}^n`")
        return _once(lambda: self._summed(along, lambda k: power(value.at((k,)), TWO)),
                     value.parts*_written_out(along))

    def _summed(self, dim: Dimension, one: Callable[[Term], Term]) -> Term:
        assert dim.hi is not None
        size = dim.size()
        if size is not None and size <= MAX_WRITTEN_OUT:
            return add(*(one(place) for place in dim.places()))
        index = next(self.fresh)
        return sum_of(one(index), index, dim.lo, dim.hi)


def _once(make: Callable[[], Term], parts: int) -> Shaped:
    """A number that is written out once, unless it has too many parts."""
    value = Shaped(None, None, lambda _: make(), parts)
    return scalar(value.at(()), parts)


def _written_out(dim: Dimension | None) -> int:
    """How many summands a sum over a dimension has; 1 where it stays a sum."""
    size = None if dim is None else dim.size()
    return 1 if size is None or size > MAX_WRITTEN_OUT else size


def _chain(values: Sequence[Shaped]) -> bool:
    """Whether these are matrices that fit each other, perhaps after a row and before a column."""
    inside = all(same(a.cols, b.rows) and a.cols is not None and a.cols.hi is not None
                 for a, b in pairwise(values))
    return inside and all(value.rows is not None for value in values[1:]) \
        and all(value.cols is not None for value in values[:-1])


def _distinct(values: Iterable[Shaped]) -> list[Shaped]:
    """The values without those that are written alike."""
    kept: dict[object, Shaped] = {}
    for value in values:
        dims = [dim for dim in (value.rows, value.cols) if dim is not None]
        place = tuple(name(f"@{k}") for k, _ in enumerate(dims))
        kept.setdefault((value.rows, value.cols, _flat(value.at(place))), value)
        if len(kept) > MAX_READINGS:
            raise Unreadable(f"a product of arrays with more than {MAX_READINGS} readings",
                             expected="brackets, or the sums over the entries")
    return list(kept.values())


def _flat(term: Term) -> Term:
    """A term by which equal readings are told, whatever their bound names are called."""
    if term.head == "sum":
        bound = name("@s")
        body = substitute(term.args[1], {str(term.args[0].data): bound})
        return build("sum", (bound, _flat(body), *term.args[2:]))
    return build(term.head, tuple(map(_flat, term.args)), term.data)
