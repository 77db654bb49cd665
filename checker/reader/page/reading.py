"""A document and its givens as a page: statements in reading order, and what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from checker.language.errors import Unreadable
from checker.language.source import Span
from checker.language.term import Term, relation
from checker.reader.documents.blocks import Block, Document, Problem, Source
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.records import Side, Statement
from checker.reader.latex.scope import Scope
from checker.reader.latex.statement import parse_statements
from checker.reader.latex.survey import survey
from checker.reader.page.arrays import Arrays
from checker.reader.page.declared import Declared
from checker.reader.page.definitions import Defined, Definitions, subject
from checker.reader.page.elided import Elision
from checker.reader.page.prose import loose_formulas
from checker.reader.page.symbols import Kind, Symbol, Symbols
from checker.reader.page.unread import Unread, limits
from checker.reader.page.unsaid import infer

MAX_FORMULAS: Final = 50_000
"""Pages with more formulas are refused."""
INEQUALITIES: Final = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "!=": "ne"}
_ARRAYS: Final = re.compile(r"\)\s*_|matrix\}")
"""Signs of arrays in formulas that declare none."""
_DECLARES: Final = re.compile(r"\\in\b|:|\\dots|\\ldots|[<>≤≥≠∈]|\\[lg]eq?\b|\\neq?\b|\\to\b")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a page in its place; its relation k stands at `position + k`."""

    statement: Statement
    block: Block
    position: int
    last: int
    """The last place of its formula: what is defined for one display only holds up to it."""
    number: int = 0
    """Which statement of its formula it is."""
    loose: bool = False
    """A formula in the prose, outside of any delimiters: it defines, but claims nothing."""

    @property
    def display(self) -> bool:
        """Whether the formula stands on lines of its own."""
        return self.block.kind in ("display", "fenced")

    @property
    def given(self) -> bool:
        """Whether it was given to the page."""
        return self.position < 0


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
    said = _placed(blocks, scope, tokens)
    declared, definitions = Declared(), Definitions(symbols)
    introduced: set[Symbol] = set()
    for one in said:
        _declare(one, declared)
        if not one.statement.relations and len(one.statement.sides) == 1:
            term = one.statement.sides[0].term
            if term is not None and term.head in ("name", "entry", "apply"):
                introduced |= symbols.of(term)
    expected: dict[int, dict[int, Defined]] = {}
    places = _places(said, symbols)
    arrays = Arrays(declared.shapes, declared.members, declared.ranges)
    _note_arrays(said, arrays)
    weak: list[tuple[Said, Defined]] = []
    mentioned: set[Symbol] = set()
    for one in said:
        for defined in definitions_of(one, symbols, arrays):
            if _scratch(one, defined, declared, places, symbols):
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
            domain = declared.domain(defined.symbol, defined.position)
            if domain is None or domain.values is None or defined.strict:
                definitions.expect(defined)
            if defined.symbol.kind == "family":
                declared.family(defined.symbol.text, defined.parameters)
    for one, defined in weak:  # z = w_j x_j defines z only if nothing else does
        if not definitions.expected(defined.symbol):
            expected.setdefault(one.position, {})[defined.position] = defined
            definitions.expect(defined)
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
                arrays, frozenset(introduced), _moving(said), expected, document.problems,
                {block.source.name: block.source for block in blocks})


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


def _placed(blocks: list[Block], scope: Scope, tokens: dict[str, Tokens]) -> list[Said]:
    """The statements of all formulas with their places; what is given counts up to -1."""
    read: list[tuple[Block, tuple[Statement, ...]]] = []
    before = 0
    for block in blocks:
        if block.error is not None:
            side = Side(" ".join(block.text.split())[:200], block.span(), trouble=block.error)
            statements: tuple[Statement, ...] = (Statement((side,)),)
        else:
            statements = parse_statements(block.text, scope, block.span(), tokens.get(block.text))
            if block.origins:
                statements = tuple(_traced(statement, block) for statement in statements)
        read.append((block, statements))
        if block.kind == "given":
            before += sum(map(_length, statements))
    said: list[Said] = []
    position = -before
    for block, statements in read:
        last = position + sum(map(_length, statements)) - 1
        for number, statement in enumerate(statements):
            said.append(Said(statement, block, position, last, number,
                             block.delimiter == "loose"))
            position += _length(statement)
    return said


def both_ways(said: Said, scope: Scope) -> tuple[Statement, ...]:
    r"""A statement with an operator before a bracket and factors, read as reaching far and near.

    `\frac{d}{dx} (x + 1) x` may be d/dx [(x + 1) x] or [d/dx (x + 1)] x.
    """
    found = []
    for way in ("wide", "near"):
        statements = parse_statements(said.block.text, replace(scope, derivative=way),
                                      said.block.span())
        if said.number < len(statements):
            found.append(statements[said.number])
    return tuple(found)


def _length(statement: Statement) -> int:
    return max(1, len(statement.relations))


def _traced(statement: Statement, block: Block) -> Statement:
    """The statement of a formula with macros, its places as in the source."""
    lines = [0]
    for line in block.text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    start = block.span()

    def place(span: Span) -> Span:
        row = span.line - start.line
        column = span.column - (start.column if row == 0 else 1)
        offset = lines[row] + column if 0 <= row < len(lines) - 1 else -1
        if not 0 <= offset < len(block.text):
            return replace(start, length=0)
        return block.span(offset, max(offset + 1, min(offset + span.length, len(block.text))))

    def side(one: Side) -> Side:
        trouble = one.trouble
        if trouble is not None:
            at = place(Span(one.span.path, trouble.line, trouble.column))
            trouble.line, trouble.column = at.line, at.column
        return replace(one, span=place(one.span), trouble=trouble)

    guard = None if statement.guard is None else _traced(statement.guard, block)
    return replace(statement, sides=tuple(map(side, statement.sides)), guard=guard)


# --- what a statement declares and defines ------------------------------------------------------


def inequalities(statement: Statement) -> Iterator[Term]:
    """The relations of a chain of inequalities."""
    for k, sign in enumerate(statement.relations):
        left, right = statement.sides[k].term, statement.sides[k + 1].term
        if sign in INEQUALITIES and left is not None and right is not None:
            yield relation(INEQUALITIES[sign], left, right)


def supposes(said: Said) -> bool:
    """Whether a chain of inequalities declares: `0 < a < 1`, or whatever is given."""
    statement = said.statement
    if not statement.relations or not INEQUALITIES.keys() >= set(statement.relations):
        return False
    plain = all(side.term is not None and (
        side.term.head in ("name", "entry", "number", "neg") and side.term.size < 3
        or not said.display and not side.term.free) for side in statement.sides)
    about = any(side.term is not None and side.term.free for side in statement.sides)
    return said.given or plain and about and statement.guard is None


def _declare(said: Said, declared: Declared) -> None:
    declaration = said.statement.declaration
    unread = Unread(" ".join(said.block.text.split()), said.block.span().line)
    if declaration is not None:
        if declaration.trouble is None:
            declared.declare(declaration, said.position)
        else:
            declared.not_read(declaration.about, unread)
    elif supposes(said):
        for one in inequalities(said.statement):
            declared.suppose(one, said.position)
    elif not said.display and said.statement.trouble is not None:
        sides = " ".join(side.text for side in said.statement.sides)
        if any(sign in INEQUALITIES for sign in said.statement.relations) \
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


def definitions_of(said: Said, symbols: Symbols, arrays: Arrays) -> Iterator[Defined]:
    """The definitions that a statement may make, one for each of its relations at most."""
    statement = said.statement
    if statement.role in ("because", "therefore", "question", "case", "guard") \
            or statement.guard is not None or statement.declaration is not None:
        return
    for k, sign in enumerate(statement.relations):
        left, right = statement.sides[k], statement.sides[k + 1]
        if sign not in ("=", ":=", "==") or left.term is None or right.term is None:
            continue
        if arrays.touches(left.term) or arrays.touches(right.term):
            if subject(left.term) is None:  # A^T = ... says something of A, and defines nothing
                continue
            try:
                links = arrays.links(left.term, right.term, symbolic=True)
            except Unreadable:
                continue
            if len(links) > 1:
                continue
            one = links[0][0]
            left, right = replace(left, term=one.left), replace(right, term=one.right)
        if left.term is None or right.term is None:
            continue
        if k and subject(left.term) is not None and left.term.head == "apply" \
                and sign != ":=":
            continue
        found = definition_of(left, right, said.position + k, symbols)
        if found is None:
            continue
        number = right.term.free == frozenset() and found.symbol.kind == "name"
        if number and said.block.kind == "inline" and sign != ":=":
            continue
        yield replace(found, strict=sign == ":=")


def _moving(said: Iterable[Said]) -> frozenset[tuple[Symbol, str]]:
    """The names and entries that are differentiated by something else than themselves."""
    found: set[tuple[Symbol, str]] = set()
    stack = [side.term for one in said for side in one.statement.sides if side.term is not None]
    while stack:
        part = stack.pop()
        stack.extend(part.args)
        if part.head == "derivative" and part.args[0].head in ("name", "entry"):
            body, variable = part.args
            kind: Kind = "name" if body.head == "name" else "family"
            if body.head != variable.head or body.data != variable.data:
                found.add((Symbol(kind, str(body.data)), str(variable.data)))
    return frozenset(found)


def _places(said: Iterable[Said], symbols: Symbols) -> dict[Symbol, set[int]]:
    """The formulas that say something of each symbol, by the last place of the formula."""
    found: dict[Symbol, set[int]] = {}
    for one in said:
        for side in one.statement.sides:
            if side.term is not None and one.statement.relations:
                for symbol in symbols.of(side.term):
                    found.setdefault(symbol, set()).add(one.last)
    return found


def _scratch(said: Said, defined: Defined, declared: Declared, places: Mapping[Symbol, set[int]],
             symbols: Symbols) -> bool:
    """`y = f(u), u = g(x)` with declared functions, behind formulas with another y."""
    if said.given or not any(
            symbol.kind == "function" and declared.domain(symbol, said.position) is not None
            for symbol in symbols.of(defined.body)):
        return False
    return defined.symbol.kind == "name" and min(places[defined.symbol]) < said.last


def definition_of(left: Side, right: Side, position: int, symbols: Symbols) -> Defined | None:
    """What `left = right` would define, if it can define anything."""
    if left.term is None or right.term is None:
        return None
    found = subject(left.term)
    if found is None:
        return None
    symbol, parameters = found
    inside = symbols.of(right.term)
    if symbol in inside or Symbol("function", symbol.text) in inside and symbol.kind == "name" \
            and right.term.head == "apply":
        return None
    return Defined(symbol, parameters, right.term, position, left.span, (left.text, right.text))


def free_indices(term: Term) -> set[str]:
    """The free names that stand as an index somewhere.

    >>> from checker.language.term import entry, mul, name
    >>> free_indices(mul(entry("w", name("j")), entry("x", name("j"))))
    {'j'}
    """
    found: set[str] = set()
    stack: list[tuple[Term, frozenset[str]]] = [(term, frozenset())]
    while stack:
        part, bound = stack.pop()
        if part.head == "entry":
            found.update(name for index in part.args for name in index.free - bound)
        inner = bound
        if part.head in ("sum", "product", "integral", "limit"):
            inner = bound | {str(part.args[0].data)}
        stack.extend((arg, inner) for arg in part.args)
    return found
