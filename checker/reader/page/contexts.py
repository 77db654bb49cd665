"""Contexts of claims: the domains of all names that stand in them, ranges and hypotheses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from checker.language.context import (
    COMPLEX,
    INTEGER,
    REAL,
    Context,
    Definition,
    Domain,
)
from checker.language.errors import Unreadable
from checker.language.term import Term
from checker.reader.narrowing import common, narrowed, whole_names
from checker.reader.page.declared import Declared
from checker.reader.page.definitions import Defined, Definitions
from checker.reader.page.guards import within
from checker.reader.page.ranges import Part, index_ranges
from checker.reader.page.symbols import Symbol, Symbols
from checker.reader.page.unsaid import stands_free

_INDICES: Final = frozenset("ijklmn")
"""Letters that count where they are an index and bounded; `X_t` with t >= 0 may be anything."""


class Contexts:
    """Builds contexts from what a page declares and defines; equal ones are one object."""

    def __init__(self, declared: Declared, definitions: Definitions, symbols: Symbols) -> None:
        self.declared = declared
        self.definitions = definitions
        self.symbols = symbols
        self.counts: dict[str, Domain] = {}
        """The names met that are declared nowhere, and taken to count something."""
        self.undeclared: dict[Symbol, None] = {}
        """The numbers met that are declared nowhere, and taken to be real."""
        self._contexts: dict[object, Context] = {}

    def lent(self, symbol: Symbol, position: int) -> bool:
        """Whether bounds are declared of x, and x_i is another thing of which nothing is said."""
        return symbol.kind == "family" and self.declared.domain(symbol, position) is None \
            and self._of_the_name(symbol, position)[1]

    def _of_the_name(self, family: Symbol, position: int) -> tuple[Domain, bool]:
        """What is said of the name of a family holds of its entries if it is a finite set: with
        y in {0, 1} so is y_i. Bounds on x are not meant for x_i, and whether some are is told.
        """
        said = self.declared.domain(Symbol("name", family.text.removesuffix("^()")), position)
        if said is None or said.complex or said.values is not None:
            return said or REAL, False
        bare = Domain(integer=said.integer, rational=said.rational)
        return bare, bare != said

    def context(self, terms: list[Term], opened: list[tuple[Symbol, Defined]],
                names: Mapping[Symbol, str], functions: Mapping[str, Domain], position: int,
                guards: Context) -> Context:
        """The context of two sides and of the definitions that are opened for them.

        `names` are other names that symbols go by, `functions` names that became functions.
        """
        definitions: list[Definition] = []
        inside = [Part(terms[0]), Part(terms[1])]
        for (symbol, defined), body in zip(opened, terms[2:], strict=True):
            if symbol.kind == "name" and symbol.text in self.declared.imaginary:
                continue  # i := \\sqrt{-1} says that there is no real number i
            own = () if symbol.kind == "name" else defined.parameters
            family = symbol.kind == "family"
            told = names.get(symbol, symbol.text)
            inside.append(Part(body, told if family else "", own))
            definitions.append(Definition(told, own, body, family=family))
        back = {(symbol.kind, new): symbol for symbol, new in names.items()}
        whole = whole_names(terms)
        named: dict[str, Domain] = {}
        families: dict[str, Domain] = {}
        ranges: dict[str, Domain] = dict(functions)
        opened_texts = {definition.name for definition in definitions}
        free = sorted(set().union(*map(self.symbols.of, terms)))
        parameters = {text for _, defined in opened for text in defined.parameters}
        for symbol in free:
            if symbol.text in opened_texts:
                continue
            original = back.get((symbol.kind, symbol.text), symbol)
            domain = within(guards, original, self.declared.domain(original, position))
            if domain is None and symbol.kind != "function" and symbol.text not in parameters \
                    and symbol.text not in whole and symbol.text not in functions \
                    and symbol.text not in self.declared.imaginary \
                    and symbol.text not in self.declared.counts \
                    and self.definitions.in_force(original, position) is None:
                self.undeclared[original] = None
            if symbol.kind == "name":
                domain = self._number(original, domain, whole.get(symbol.text), terms)
                if domain is not None:
                    named[symbol.text] = domain
            elif symbol.kind == "family":
                if self.declared.outside(original, terms):
                    domain = REAL
                families[symbol.text] = domain or self._of_the_name(original, position)[0]
            elif symbol.text not in ranges:
                if domain is None:
                    raise Unreadable(
                        f"the function {original.text} is neither known, declared nor defined",
                        expected=f"a declaration such as `{original.text} : \\mathbb{{R}} \\to "
                                 "\\mathbb{R}`, or a definition")
                ranges[symbol.text] = domain
        texts = {symbol.text for symbol in free}
        indices = index_ranges(inside, self.declared.ranges, self.declared.lengths())
        _inhabited(indices, named)
        hypotheses = (*indices, *self.declared.hypotheses(position, texts), *guards.hypotheses)
        key = (tuple(named.items()), tuple(families.items()), tuple(ranges.items()),
               tuple(definitions), hypotheses)
        known = self._contexts.get(key)
        if known is None:
            known = self._contexts[key] = Context(
                tuple(named.items()), tuple(families.items()), tuple(ranges.items()),
                tuple(definitions), hypotheses)
        return known

    def _number(self, symbol: Symbol, domain: Domain | None, whole: Domain | None,
                terms: list[Term]) -> Domain | None:
        """The domain of a name, with what it must be where it stands."""
        text = symbol.text
        if domain is None and text in self.declared.imaginary \
                and any(stands_free(text, term) for term in terms):
            return COMPLEX
        if domain is None and text in self.declared.counts:
            counted = self.declared.counts[text]
            if whole is not None:
                counted = common(counted, whole) or counted
            if counted != whole:
                self.counts[text] = counted
            return counted
        if domain is None:
            return whole
        if whole is not None and not domain.integer and domain != REAL and (
                whole.lo is not None or text in _INDICES):
            return common(domain, INTEGER) or domain  # the end of a sum, or 1 <= j <= n
        return domain


def _inhabited(indices: Iterable[Term], named: dict[str, Domain]) -> None:
    """Narrow the ends of ranges in which an index stands: with 1 <= j <= K also K >= 1."""
    least: dict[Term, Term] = {}
    for relation in indices:
        low, high = relation.args
        if low.head == "number":
            least[high] = low
        elif high.head == "name" and low in least and str(high.data) in named:
            text = str(high.data)
            found = narrowed(named[text], "ge", least[low].value)
            named[text] = found or named[text]
