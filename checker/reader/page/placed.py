"""The statements of all formulas in their places, with the words and conditions around them."""

from __future__ import annotations

from dataclasses import replace

from checker.language.source import Span
from checker.reader.documents.blocks import Block
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.records import Side, Statement
from checker.reader.latex.scope import Scope
from checker.reader.latex.statement import parse_statements
from checker.reader.page.said import Said
from checker.reader.page.supposed import is_condition
from checker.reader.page.words import NO_WORDS, ends_of, words_around


def placed(blocks: list[Block], scope: Scope, tokens: dict[str, Tokens]) -> list[Said]:
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
