"""A second opinion on how the formulas of a page were read."""

from __future__ import annotations

from collections.abc import Iterator

from checker.language.context import REAL, Context, Domain
from checker.language.source import Notice
from checker.language.term import Term
from checker.reader.latex.records import Side
from checker.reader.page.reading import Page
from checker.reader.second import Read, SecondReader
from checker.second import Differ, differs, notice


def second_opinion(page: Page, log_base: int = 0) -> Iterator[Notice]:
    """A notice for every side of a claim that a second reader reads differently.

    Raises `CheckerError` where the second reader is not installed.
    """
    with SecondReader(log_base=log_base) as reader:
        seen: set[tuple[str, Term]] = set()
        for side, position in _sides(page):
            assert side.term is not None
            key = (side.text, side.term)
            if key in seen:
                continue
            seen.add(key)
            reading = reader.read(side.text)
            if isinstance(reading, Read):
                found = differs(side.term, reading.term, _domains(page, side.term, position))
                if isinstance(found, Differ):
                    yield Notice("second-reader", notice(side.text, found), side.span)


def _sides(page: Page) -> Iterator[tuple[Side, int]]:
    """The sides of the page's own relations that were read."""
    for said in page.said:
        if said.given or said.loose or said.statement.declaration is not None:
            continue
        for side in said.statement.sides:
            if side.term is not None and said.statement.relations:
                yield side, said.position


def _domains(page: Page, term: Term, position: int) -> Context:
    names: dict[str, Domain] = {}
    families: dict[str, Domain] = {}
    functions: dict[str, Domain] = {}
    tables = {"name": names, "family": families, "function": functions}
    for symbol in sorted(page.symbols.of(term)):
        domain = page.declared.domain(symbol, position)
        if domain is not None or symbol.kind == "function":
            tables[symbol.kind][symbol.text] = domain or REAL
    return Context(tuple(names.items()), tuple(families.items()), tuple(functions.items()))
