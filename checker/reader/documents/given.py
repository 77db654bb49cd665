"""Files of givens: what a note leaves to its reader, one declaration a line.

    # note 001
    w, x \\in \\mathbb{R}^2
    0 < a < 1           # an activation

If the file has fences marked `math` or front matter with a list `given:`, these hold the
declarations, and the rest is prose. A line in dollar signs is read without them, and a line of
prose with formulas in dollar signs gives its formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from checker.reader.documents.blocks import Block, Source
from checker.reader.documents.files import plain, read_file
from checker.reader.documents.front_matter import declaration, read_front_matter
from checker.reader.documents.macros import expanded
from checker.reader.documents.markdown import read_markdown
from checker.reader.documents.reading import LANGUAGES, read_document

_BULLET: Final = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_DELIMITERS: Final = ("$$", r"\[", r"\]")
_MOVE: Final = re.compile(r"\\(begin|end)\{")


def read_given(path: Path) -> tuple[Block, ...]:
    """The declarations of a file; of a TeX file or a notebook, all its formulas."""
    if LANGUAGES.get(path.suffix.lower()) in ("tex", "notebook"):
        return tuple(replace(block, kind="given") for block in read_document(path).blocks)
    return given_text(read_file(path), str(path))


def given_text(text: str, path: str = "<given>") -> tuple[Block, ...]:
    r"""The declarations of a text.

    >>> [block.text for block in given_text("# a note\nx, y > 0\n\nf := x  # the first\n")]
    ['x, y > 0', 'f := x']
    """
    source = Source.of(path, plain(text))
    matter = read_front_matter(source)
    blocks: list[Block] = list(matter.given)
    fenced = [block for block in read_markdown(source, matter.end)
              if isinstance(block, Block) and block.kind == "fenced"]
    if fenced:
        for block in fenced:
            blocks += _fenced(block)
    elif not blocks:
        blocks += _lines(source, matter.end, len(source.text))
    return tuple(replace(block, kind="given") for block in expanded(blocks))


def _fenced(block: Block) -> Iterator[Block]:
    if block.error:
        yield block
    else:
        yield from _lines(block.source, block.offset, block.offset + block.length)


def _lines(source: Source, start: int, end: int) -> Iterator[Block]:
    """The declarations of a piece of the text, its bullets left out if every line has one."""
    pieces = list(_pieces(source.text, start, end))
    bulleted = all(_BULLET.match(line) for _, line in pieces)
    for place, line in pieces:
        bullet = _BULLET.match(line) if bulleted else None
        skipped = bullet.end() if bullet else 0
        yield from _declarations(source, place + skipped, line[skipped:])


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines that hold a declaration; one that opens an environment goes on to its end."""
    begun, open_environments = start, 0
    parts: list[str] = []
    for line in text[start:end].split("\n"):
        stripped = line.strip()
        if not parts and (not stripped or stripped[0] == "#" or stripped in _DELIMITERS):
            begun += len(line) + 1
            continue
        parts.append(line)
        moves = _MOVE.findall(line)
        open_environments += moves.count("begin") - moves.count("end")
        if open_environments <= 0 or not stripped:
            piece = "\n".join(parts)
            yield begun, piece
            begun, parts, open_environments = begun + len(piece) + 1, [], 0
    if parts:
        yield begun, "\n".join(parts)


def _declarations(source: Source, start: int, line: str) -> list[Block]:
    found = declaration(source, start, line)
    if not found or "$" not in found[0].text:
        return found
    inside = read_markdown(Source.of(source.path, line))
    return [replace(block, source=source, offset=start + block.offset)
            for block in inside if isinstance(block, Block)] or found
