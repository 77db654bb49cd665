"""Elided indices: in a sum over i that shows no i, declared families take the index.

A note that declares `y^{(i)}` may write

    \\sum_{i=1}^m [y \\log(a) + (1 - y) \\log(1 - a)]    for    \\sum_{i=1}^m [y^{(i)} ...].

A name takes the index of the sum around it if a family of that spelling was declared or defined
with just this index, and an entry x_j if the family was declared as x_j^{(i)}. Where the family
merely occurs somewhere on the page, the sum could mean either, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.language.errors import Unreadable
from checker.language.term import Term, build, entry, name
from checker.reader.page.declared import FamilyShape
from checker.reader.page.symbols import Symbol, Symbols


class Elision:
    """The families of a page that names may stand for, by the base of their spelling."""

    def __init__(self, declared: Iterable[FamilyShape], met: frozenset[str],
                 symbols: Symbols) -> None:
        self._by_base: dict[str, list[FamilyShape]] = {}
        for shape in declared:
            self._by_base.setdefault(_base(shape.family), []).append(shape)
        self._met = frozenset(map(_base, met))
        """Bases of families that occur on the page, declared or not."""
        self._symbols = symbols

    def written_out(self, term: Term) -> Term:
        """The term with the elided indices of its sums; `Unreadable` if one is in doubt.

        >>> from checker.language.term import ONE, sum_of
        >>> elision = Elision([FamilyShape("y", ("i",))], frozenset({"y"}), Symbols())
        >>> elision.written_out(sum_of(name("y"), name("i"), ONE, name("m")))
        Sum(y[i], (i, 1, m))
        """
        if "sum" not in _heads(term):
            return term
        args = tuple(map(self.written_out, term.args))
        if term.head == "sum":
            index, body, lo, hi = args
            if index.data not in body.free:
                return build("sum", (index, self._indexed(body, str(index.data)), lo, hi))
        return build(term.head, args, term.data)

    def _indexed(self, body: Term, index: str) -> Term:
        values: dict[Symbol, FamilyShape] = {}
        doubt: list[str] = []
        for symbol in self._symbols.of(body):
            if symbol.kind == "function":
                continue
            shapes = [shape for shape in self._by_base.get(_base(symbol.text), ())
                      if index in shape.indices
                      and len(shape.indices) == 1 + (symbol.kind == "family")]
            if len(shapes) == 1:
                values[symbol] = shapes[0]
            elif shapes or symbol.kind == "name" and _base(symbol.text) in self._met \
                    and _base(symbol.text) not in self._by_base:
                doubt.append(symbol.text)
        if doubt:
            which = ", ".join(f"`{text}`" for text in sorted(doubt))
            raise Unreadable(f"the sum over {index} shows no {index}, and {which} may stand for "
                             "an entry or for one number",
                             expected=f"the index, or a declaration such as "
                                      f"`{sorted(doubt)[0]}^{{({index})}} \\in \\mathbb{{R}}`")
        return _taken(body, values, index) if values else body


def _base(family: str) -> str:
    return family.removesuffix("^()")


def _heads(term: Term) -> set[str]:
    found: set[str] = set()
    stack = [term]
    while stack:
        part = stack.pop()
        found.add(part.head)
        stack.extend(part.args)
    return found


def _taken(term: Term, values: Mapping[Symbol, FamilyShape], index: str) -> Term:
    """The term with the index at every name and entry of these symbols."""
    if term.head == "name":
        shape = values.get(Symbol("name", str(term.data)))
        return term if shape is None else entry(shape.family, name(index))
    if term.head in ("sum", "product", "integral", "limit"):
        bound, body, *rest = term.args
        inner = {s: v for s, v in values.items() if s != Symbol("name", str(bound.data))}
        return build(term.head, (bound, _taken(body, inner, index),
                                 *(_taken(arg, values, index) for arg in rest)), term.data)
    if term.head == "derivative":
        body, variable = term.args
        kept = variable if variable.head == "name" else _taken(variable, values, index)
        return build("derivative", (_taken(body, values, index), kept), term.data)
    args = tuple(_taken(arg, values, index) for arg in term.args)
    if term.head == "entry":
        shape = values.get(Symbol("family", str(term.data)))
        if shape is not None:
            place = shape.indices.index(index)
            return entry(shape.family, *args[:place], name(index), *args[place:])
    return build(term.head, args, term.data)
