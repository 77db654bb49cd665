r"""Macros expanded as TeX expands them, within bounds, and every character's place kept.

Arguments are put in without their braces: with `\newcommand{\sq}[1]{#1^2}`, `\sq{a+b}` is
`a+b^2`, as it is on the printed page. A macro that calls itself, that grows without end or that
does more than stand for text makes the formula unreadable that uses it, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from checker.reader.documents.blocks import Block
from checker.reader.documents.definitions import (
    DEFINING,
    Definition,
    Macro,
    definition_at,
    matching_braces,
)
from checker.reader.documents.expansion import COMMAND, Expansion, Refused

MAX_WORK: Final = 200_000
"""How many characters may be read while one formula is expanded."""
MAX_TOTAL: Final = 2_000_000
"""How many characters may be read while all formulas of a document are expanded,"""
PER_CHARACTER: Final = 8
"""and how many more for each character of a formula."""


def expanded(items: Iterable[Block | Definition]) -> list[Block]:
    r"""The blocks of a document, each with the macros expanded that are defined before it.

    >>> from checker.reader.documents.blocks import Source
    >>> text = r"\newcommand{\R}{\mathbb{R}} x \in \R"
    >>> block, = expanded([Block("inline", text, "$", Source.of("p.md", text), 0, len(text))])
    >>> block.text, block.column, block.place(6), block.place(10)
    ('x \\in \\mathbb{R}', 29, (1, 35), (1, 35))
    """
    macros = Macros()
    found: list[Block] = []
    for item in items:
        if isinstance(item, Definition):
            macros.define(item)
        else:
            found += macros.expand(item)
    return found


class Macros:
    """The macros in force at a place of a document."""

    def __init__(self) -> None:
        self.known: dict[str, Macro] = {}
        self.left = MAX_TOTAL

    def define(self, definition: Definition) -> None:
        """Take a definition, as TeX would."""
        macro = definition.macro
        if macro is None or definition.command == "providecommand" and macro.name in self.known:
            return
        if definition.command == "let":
            target = macro.body[0] if macro.body else ""
            kept = self.known.get(target[1:]) if isinstance(target, str) else None
            macro = replace(kept, name=macro.name) if kept else macro
        self.known[macro.name] = macro

    def expand(self, block: Block) -> list[Block]:
        """The block with its macros expanded; nothing if nothing is left of it."""
        if block.error is None and DEFINING.search(block.text):
            rest = self._without_definitions(block)
            if rest is None:
                return []
            block = rest
        if not self.known or block.error or not self._uses(block.text):
            return [block]
        self.left += PER_CHARACTER * len(block.text)
        run = Expansion(block, self.known, min(self.left, MAX_WORK))
        try:
            text = run.expand()
        except Refused as refused:
            error = block.source.unreadable(refused.offset, refused.message)
            return [replace(block, error=error)]
        finally:
            self.left -= run.work
        return [replace(block, text=text, origins=tuple(run.origins))] if text.strip() else []

    def _uses(self, text: str) -> bool:
        return not self.known.keys().isdisjoint(COMMAND.findall(text))

    def _without_definitions(self, block: Block) -> Block | None:
        """Take the definitions of a block; what is left of it, with blanks instead of them."""
        text, parts, place = block.text, [], 0
        braces = matching_braces(text)
        while found := DEFINING.search(text, place):
            definition = definition_at(text, found, braces)
            self.define(definition)
            parts += [text[place:found.start()], re.sub(r"\S", " ", found[0])]
            parts.append(re.sub(r"[^\n]", " ", text[found.end():definition.end]))
            place = max(definition.end, found.end())
        rest = "".join(parts) + text[place:]
        left = rest.strip()
        offset = block.offset + len(rest) - len(rest.lstrip())
        return replace(block, text=left, offset=offset, length=len(left)) if left else None
