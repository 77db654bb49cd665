"""What a derivation or a note defines, as one list that pictures are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.language.claim import Derivation
from checker.language.context import Context, Definition
from checker.language.findings import PageFindings
from checker.language.term import Term, apply, build, entry, name


@dataclass(frozen=True, slots=True)
class Subject:
    """What pictures are drawn of."""

    path: str
    definitions: tuple[Definition, ...]
    context: Context
    """In which the local derivatives are proved."""
    proved: tuple[tuple[Term, Term], ...] = ()
    """First and last side of every stretch of a chain that is proved from its start."""


class Undrawable(Exception):
    """There is nothing to draw; the message says why, in one sentence."""


def left(definition: Definition) -> Term:
    """The left side of a definition as a term."""
    own = tuple(map(name, definition.parameters))
    if not own:
        return name(definition.name)
    return entry(definition.name, *own) if definition.family else apply(definition.name, *own)


def of_derivation(path: str, derivation: Derivation, page: PageFindings) -> Subject:
    """The subject of a derivation of the shelf or of a module."""
    context = derivation.context
    return Subject(path, context.definitions, context, tuple(_stretches(page)))


def of_note(path: str, page: PageFindings, given: Path | None = None) -> Subject:
    """The subject of a note: the last definition of each name that the page makes."""
    from checker.reader.documents import read_document, read_given
    from checker.reader.page.reading import read_page

    read = read_page(read_document(Path(path)), () if given is None else read_given(given))
    found: dict[str, Definition] = {}
    for place in sorted(read.expected):
        for defined in read.expected[place].values():
            kind = defined.symbol.kind
            if defined.symbol.text not in found or not defined.given:
                found[defined.symbol.text] = Definition(
                    defined.symbol.text, defined.parameters, _one_by_one(defined.body),
                    kind == "family")
    definitions = tuple(found.values())
    return Subject(path, definitions, Context(definitions=definitions), tuple(_stretches(page)))


def _one_by_one(term: Term) -> Term:
    """The term with w[1] and x[2] as names of their own, w_1 and x_2."""
    if term.head == "entry" and all(
            a.head == "number" and a.value.denominator == 1 for a in term.args):
        return name("_".join([str(term.data), *(str(a.value) for a in term.args)]))
    return build(term.head, tuple(map(_one_by_one, term.args)), term.data) if term.args else term


def _stretches(page: PageFindings) -> Iterator[tuple[Term, Term]]:
    start: Term | None = None
    before: Term | None = None
    for finding in page.findings:
        sides = finding.reading
        if sides is None or finding.outcome != "proved":
            start = before = None
            continue
        left, right = sides
        if start is None or left is not before:
            start = left
        before = right
        yield start, right
