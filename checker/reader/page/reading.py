"""A document and its givens as a page: statements in reading order, and what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from checker.language.errors import Unreadable
from checker.language.term import Term
from checker.reader.documents.blocks import Block, Document, Problem, Source
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.records import Statement
from checker.reader.latex.scope import Scope
from checker.reader.latex.statement import parse_statements
from checker.reader.latex.survey import survey
from checker.reader.page.arrays import Arrays
from checker.reader.page.declared import Declared
from checker.reader.page.definitions import Defined, Definitions
from checker.reader.page.elided import Elision
from checker.reader.page.expected import (
    definitions_of,
    free_indices,
    is_scratch,
    moving,
    places_of,
)
from checker.reader.page.placed import placed
from checker.reader.page.prose import loose_formulas
from checker.reader.page.said import Said
from checker.reader.page.supposed import (
    INEQUALITIES,
    Number,
    inequalities,
    is_condition,
    is_value,
    numbers,
    reach_of,
    supposed_equation,
    supposes,
    told_in_words,
)
from checker.reader.page.symbols import Symbol, Symbols
from checker.reader.page.unknowns import Unknown, unknowns
from checker.reader.page.unread import Unread, limits
from checker.reader.page.unsaid import infer

MAX_FORMULAS: Final = 50_000
"""Pages with more formulas are refused."""
_ARRAYS: Final = re.compile(r"\)\s*_|matrix\}")
"""Signs of arrays in formulas that declare none."""
_MEMBER: Final = re.compile(r"\\in(?![A-Za-z])|∈")
_DECLARES: Final = re.compile(r"\\in\b|:|\\dots|\\ldots|[<>≤≥≠∈]|\\[lg]eq?\b|\\neq?\b|\\to\b")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, and what it declares and defines."""

    path: str
    title: str
    said: tuple[Said, ...]
    scope: Scope
    declared: Declared
    definitions: Definitions
    symbols: Symbols
    elision: Elision
    arrays: Arrays
    introduced: frozenset[Symbol]
    """What the page names on its own: `x` in "where x is the input"."""
    moving: frozenset[tuple[Symbol, str]]
    """Names that are differentiated themselves, with the variable: x and t in dx/dt."""
    expected: Mapping[int, Mapping[int, Defined]]
    """What each statement may define: by its place, then by the place of the relation."""
    unknowns: Mapping[int, Unknown]
    """The equations that are solved, by the place of their last relation."""
    numbers: Mapping[int, Number]
    """What each `name = number` is, by its place."""
    problems: tuple[Problem, ...]
    """What keeps parts of the document from being read, outside of any formula."""
    sources: Mapping[str, Source]
    """The texts by their names, for messages that show a line."""


def read_page(document: Document, given: Iterable[Block] = (), log_base: int = 0) -> Page:
    """The statements of a document after its givens; formulas that cannot be read say why.

    >>> from checker.reader.documents import read_text
    >>> page = read_page(read_text("Let $x > 0$. Then $$x/x = 1.$$"))
    >>> [(said.position, [side.text for side in said.statement.sides]) for said in page.said]
    [(0, ['x', '0']), (1, ['x/x', '1'])]
    """
    own = [block for block in document.blocks if block.kind != "given"]
    loose = loose_formulas(document)
    if loose:
        own = sorted([*own, *loose], key=lambda block: (block.source.cell, block.offset))
    blocks = [*given, *(block for block in document.blocks if block.kind == "given"), *own]
    if len(blocks) > MAX_FORMULAS:
        raise Unreadable(f"the page has more than {MAX_FORMULAS} formulas")
    texts = [block.text for block in blocks if block.error is None]
    tokens: dict[str, Tokens] = {}
    scope = survey(texts, Scope(log_base=log_base), tokens)
    scope = _declared_scope(blocks, texts, scope, tokens)
    symbols = Symbols()
    said = placed(blocks, scope, tokens)
    declared, definitions = Declared(), Definitions(symbols)
    introduced: set[Symbol] = set()
    for one in said:
        _declare(one, declared)
        said_to_be = told_in_words(one)
        if said_to_be is not None:
            declared.declare(said_to_be, one.position, reach_of(one))
        if not one.statement.relations and len(one.statement.sides) == 1:
            term = one.statement.sides[0].term
            if term is not None and term.head in ("name", "entry", "apply"):
                introduced |= symbols.of(term)
    expected: dict[int, dict[int, Defined]] = {}
    places = places_of(said, symbols)
    arrays = Arrays(declared.shapes, declared.members, declared.ranges)
    _note_arrays(said, arrays)
    weak: list[tuple[Said, Defined]] = []
    solved = unknowns(said)
    roles = numbers(said, solved, lambda text, position: declared.domain(
        Symbol("name", text), position) is not None)
    mentioned: set[Symbol] = set()
    for one in said:
        for defined in definitions_of(one, symbols, arrays, declared, roles):
            if is_scratch(one, defined, declared, places, symbols):
                defined = replace(defined, until=one.last)
            if free_indices(defined.body) - set(defined.parameters) - defined.left.free:
                weak.append((one, defined))
                continue
            if defined.symbol in mentioned and not defined.strict \
                    and definitions.is_circular(defined):
                expected.setdefault(one.position, {})[defined.position] = \
                    replace(defined, circular=True)
                continue
            mentioned |= definitions.free(defined.symbol, defined)
            expected.setdefault(one.position, {})[defined.position] = defined
            if defined.position in roles and not defined.strict and one.words.cue != "where" \
                    and min(places.get(defined.symbol, {one.last})) < one.position:
                continue  # a number that is given now says nothing of what stands above
            domain = declared.domain(defined.symbol, defined.position)
            if domain is None or domain.values is None or defined.strict:
                definitions.expect(defined)
            if defined.symbol.kind == "family":
                declared.family(defined.symbol.text, defined.parameters)
    for one, defined in weak:  # z = w_j x_j defines z only if nothing else does
        if not definitions.expected(defined.symbol):
            expected.setdefault(one.position, {})[defined.position] = defined
            definitions.expect(defined)
    for one in said:
        equation = supposed_equation(one)
        if equation is not None and one.position not in expected and not is_value(equation) \
                and not any(map(arrays.touches, equation.args)):
            until = one.until if one.words.cue != "let" else one.section_end
            after = one.position + 1  # it is no proof of itself
            declared.suppose(equation, after, replace(reach_of(one), until=until, since=after))
    met = frozenset(symbol.text for one in said for side in one.statement.sides
                    if side.term is not None for symbol in symbols.of(side.term)
                    if symbol.kind == "family")
    elision = Elision(declared.families, met, symbols)
    infer([side.term for one in said for side in one.statement.sides if side.term is not None],
          [(left, right) for one in said for left, right in _equations(one.statement)],
          [*texts, *(source.text for source in document.sources)], declared, definitions, symbols)
    title = document.headings[0].title.strip("*_ ") if document.headings else ""
    for key, value in document.front_matter:
        if key == "title":
            title = value
    return Page(document.path, title, tuple(said), scope, declared, definitions, symbols, elision,
                arrays, frozenset(introduced), moving(said), expected, solved, roles,
                document.problems, {block.source.name: block.source for block in blocks})


def _declared_scope(blocks: list[Block], texts: list[str], scope: Scope,
                    tokens: dict[str, Tokens]) -> Scope:
    """The scope with what declarations say, read with what the page shows without them.

    Then the page is surveyed anew: without its declaration `w_1` was a name of its own, and is
    an entry of w now.
    """
    declared = Declared()
    for block in blocks:
        if block.error is None and _DECLARES.search(block.text):
            for statement in parse_statements(block.text, scope, block.span(),
                                              tokens.get(block.text)):
                if statement.declaration is not None and statement.declaration.trouble is None:
                    declared.declare(statement.declaration, 0)
                for one in inequalities(statement):
                    if {side.head for side in one.args} == {"name", "number"}:
                        declared.suppose(one, 0)
    found = declared.symbols()
    arrays = bool(declared.shapes or declared.members) or any(map(_ARRAYS.search, texts))
    if not found and not declared.ranges and not arrays:
        return scope
    return survey(texts, Scope(
        functions={symbol.text: declared.arities.get(symbol.text, 0) for symbol in found
                   if symbol.kind == "function"},
        names=frozenset(s.text for s in found if s.kind == "name"),
        families=frozenset(s.text for s in found if s.kind == "family"),
        arities={**{text: len(shape) for text, shape in declared.shapes.items()},
                 **{text: count + len(shape)
                    for text, (count, shape) in declared.members.items()}},
        shapes=declared.shapes, ranges=declared.ranges, arrays=arrays, log_base=scope.log_base),
        tokens)


# --- what a statement declares ----------------------------------------------------------------


def _declare(said: Said, declared: Declared) -> None:
    declaration = said.statement.declaration
    unread = Unread(" ".join(said.block.text.split()), said.block.span().line)
    if declaration is not None and declaration.trouble is not None:
        if not said.display or _MEMBER.search(said.block.text):  # else perhaps no declaration
            declared.not_read(declaration.about, unread)
    elif is_condition(said) and (declaration is None or not declaration.shape):
        return
    elif declaration is not None:
        declared.declare(declaration, said.position, reach_of(said))
    elif supposes(said):
        for one in inequalities(said.statement):
            declared.suppose(one, said.position, reach_of(said))
    elif "\\mapsto" in said.block.text and said.statement.trouble is not None:
        declared.not_read(said.block.text, unread)  # it says what the function beside it is
    elif not said.display and said.statement.trouble is not None:
        first = said.statement.sides[0]
        named = first.term is not None and first.term.head == "name"  # it would be its definition
        sides = first.text if named else " ".join(side.text for side in said.statement.sides)
        if any(sign in INEQUALITIES for sign in said.statement.relations) \
                or said.statement.relations and said.words.cue in ("let", "case", "for") \
                or not said.statement.relations and limits(sides):
            declared.not_read(sides, unread)


def _equations(statement: Statement) -> Iterator[tuple[Term, Term]]:
    for k, sign in enumerate(statement.relations):
        left, right = statement.sides[k].term, statement.sides[k + 1].term
        if sign in ("=", ":=", "==") and left is not None and right is not None:
            yield left, right


def _note_arrays(said: Iterable[Said], arrays: Arrays) -> None:
    """Note the names that are defined as arrays, each perhaps by others that stand below."""
    pairs = [(one.statement.sides[k].term, one.statement.sides[k + 1].term)
             for one in said for k, sign in enumerate(one.statement.relations)
             if sign in ("=", ":=", "==")]
    news = True
    while news:
        news = False
        for left, right in pairs:
            if left is not None and right is not None and arrays.define(left, right):
                news = True
