"""A document and its givens as a page: statements in reading order, and what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from checker.language.errors import Unreadable
from checker.language.source import Span
from checker.language.term import Term
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
from checker.reader.page.symbols import Kind, Symbol, Symbols
from checker.reader.page.unknowns import Unknown, unknowns
from checker.reader.page.unread import Unread, limits
from checker.reader.page.unsaid import infer
from checker.reader.page.words import NO_WORDS, ends_of, words_around

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
    said = _placed(blocks, scope, tokens)
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
    places = _places(said, symbols)
    arrays = Arrays(declared.shapes, declared.members, declared.ranges)
    _note_arrays(said, arrays)
    weak: list[tuple[Said, Defined]] = []
    solved = unknowns(said)
    roles = numbers(said, solved, lambda text, position: declared.domain(
        Symbol("name", text), position) is not None)
    mentioned: set[Symbol] = set()
    for one in said:
        for defined in definitions_of(one, symbols, arrays, declared, roles):
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
                arrays, frozenset(introduced), _moving(said), expected, solved, roles,
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
    own = [block for block, _ in read if block.kind != "given"]
    words = words_around(own)
    around = {id(block): words[k] for k, block in enumerate(own)}
    for block, statements in read:
        last = position + sum(map(_length, statements)) - 1
        for number, statement in enumerate(statements):
            said.append(Said(statement, block, position, last, number,
                             block.delimiter == "loose", around.get(id(block), NO_WORDS)))
            position += _length(statement)
    ends = ends_of((one.last, one.words) for one in said)
    sections: dict[tuple[str, int], tuple[int, int]] = {}
    sentences: dict[int, int] = {}
    for one in said:
        section = one.block.source.name, one.block.section
        first, _ = sections.get(section, (one.position, 0))
        sections[section] = first, one.last
        sentences.setdefault(one.words.sentence, one.position)
    placed = []
    for one, until in zip(said, ends, strict=True):
        since, end = sections[one.block.source.name, one.block.section]
        placed.append(replace(one, until=until, since=since, section_end=end,
                              anew=sentences[one.words.sentence]))
    return _conditioned(placed)


def _conditioned(said: list[Said]) -> list[Said]:
    """The statements with the conditions that stand behind their formulas."""
    found: list[Said] = []
    behind: tuple[Statement, ...] = ()
    follows: Said | None = None
    for one in reversed(said):
        if is_condition(one):
            behind = (one.statement, *behind)
            found.append(one)
            continue
        premise = follows is not None and follows.block is one.block \
            and follows.statement.role == "implied"
        found.append(replace(one, behind=behind, premise=premise))
        if one.number == 0:
            behind = ()
        follows = one
    return found[::-1]


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


def definitions_of(said: Said, symbols: Symbols, arrays: Arrays, declared: Declared,
                   roles: Mapping[int, Number]) -> Iterator[Defined]:
    """The definitions that a statement may make, one for each of its relations at most."""
    statement = said.statement
    if statement.role in ("because", "therefore", "question", "case", "guard") \
            or statement.guard is not None or statement.declaration is not None \
            or said.inline and said.words.cue == "denied":
        return
    for k, sign in enumerate(statement.relations):
        left, right = statement.sides[k], statement.sides[k + 1]
        if sign not in ("=", ":=", "==") or left.term is None or right.term is None:
            continue
        if sign != ":=" and not said.given and _both_declared(left.term, right.term, declared,
                                                               said.position):
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
        if number and sign != ":=" and (
                said.block.kind == "inline" or roles.get(said.position, "defined") != "defined"):
            continue
        if said.inline and said.words.cue == "equation" and found.symbol.kind == "name":
            continue
        case = said.inline and said.words.cue == "case"
        yield replace(found, strict=sign == ":=", until=said.until if case else None)


def _both_declared(left: Term, right: Term, declared: Declared, position: int) -> bool:
    """Whether two names are declared each: neither then defines the other."""
    return all(term.head == "name" and any(
        declared.domain(Symbol(kind, str(term.data)), position) is not None
        for kind in ("name", "family")) for term in (left, right))


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
