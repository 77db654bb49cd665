r"""Formulas in prose without any delimiters: `h(z) = WX` on a line of its own.

They serve definitions and notices only; nothing is claimed by them. Only a line that is
plainly nothing but an equation of single letters is taken: prose is never guessed at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from checker.reader.documents.blocks import Block, Document

_LINE: Final = re.compile(
    r"^[ \t]*(?:[-*][ \t]+)?(?P<formula>[A-Za-z](?:_\w)?\([a-z]\)[ \t]*=[ \t]*"
    r"[A-Za-z0-9+\-*/^_() \t]+?)[ \t]*$", re.MULTILINE)
_WORD: Final = re.compile(r"[a-z]{3,}|[A-Z][a-z]+")


def loose_formulas(document: Document) -> list[Block]:
    r"""The undelimited definitions of functions in a Markdown note.

    >>> from checker.reader.documents import read_text
    >>> note = read_text("so\n\nh(z) = WX\n\n$$h(z) = z$$")
    >>> [(block.text, block.line) for block in loose_formulas(note)]
    [('h(z) = WX', 3)]
    """
    if document.language == "tex":
        return []
    taken: dict[int, list[tuple[int, int]]] = {}
    for block in document.blocks:
        if block.kind != "given":
            taken.setdefault(id(block.source), []).append(
                (block.offset, block.offset + block.length))
    found: list[Block] = []
    for source in document.sources:
        spans = taken.get(id(source), [])
        for match in _LINE.finditer(source.text):
            start, end = match.span("formula")
            before = bisect_right(spans, (end, 0)) - 1
            if _WORD.search(match["formula"]) or before >= 0 and start < spans[before][1]:
                continue
            found.append(Block("inline", match["formula"], "loose", source, start, end - start))
    return found
