"""What a document is read into: its formulas, each with its place in the source.

A block's text has, character for character, the length of what stands in the source: markers of
a block quote, comments and HTML entities inside a formula become blanks. Only macros change the
length, and `Origin`s lead from the expanded text back to the source.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from checker.language.errors import Unreadable
from checker.language.source import Span

Kind = Literal["display", "inline", "fenced", "given"]
Language = Literal["markdown", "tex", "notebook", "given"]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    r"""One text with its lines: a file, or a cell of a notebook.

    >>> Source.of("note.md", "so\n$x$").place(4)
    (2, 2)
    """

    path: str
    text: str
    """The text with `\n` at the end of every line, whatever the file has."""
    starts: tuple[int, ...]
    """Where each line begins."""
    cell: int = 0
    """The number of a notebook's cell, counted over all its cells from 1; 0 for a file."""

    @classmethod
    def of(cls, path: str, text: str, cell: int = 0) -> Source:
        """The source with the table of its lines."""
        lengths = (len(line) + 1 for line in text.split("\n")[:-1])
        return cls(path, text, (0, *accumulate(lengths)), cell)

    @property
    def name(self) -> str:
        """The path, and the cell if there is one."""
        return f"{self.path} (cell {self.cell})" if self.cell else self.path

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, offset: int, length: int = 0) -> Span:
        """The place of a piece of the text."""
        return Span(self.name, *self.place(offset), length)

    def unreadable(self, offset: int, message: str, expected: str = "") -> Unreadable:
        """The refusal of what stands there."""
        return Unreadable(message, *self.place(offset), expected)

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends."""
        line = bisect_right(self.starts, offset)
        return self.starts[line] - 1 if line < len(self.starts) else len(self.text)

    def line(self, number: int) -> str:
        """The text of a line, without its end: what a caret stands under."""
        start = self.starts[number - 1]
        return self.text[start:self.line_end(start)]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of an expanded text comes from."""

    start: int
    """Where the piece begins in the block's text; it ends where the next one begins."""
    offset: int
    length: int
    copied: bool
    """Copied from the source; otherwise all of the piece stands for a macro named there."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, for the scope of what is defined below it."""

    level: int
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a part of a document from being read, outside of any formula."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    r"""One formula of a document, without its delimiters and without blanks around it.

    >>> source = Source.of("note.md", "so $x = 1$")
    >>> block = Block("inline", "x = 1", "$", source, 4, 5)
    >>> block.line, block.column, str(block.span(4))
    (1, 5, 'note.md:1:9')
    """

    kind: Kind
    text: str
    delimiter: str
    r"""What opens it: `$`, `$$`, `\[`, `\(`, the name of an environment, `math`, or nothing."""
    source: Source = field(repr=False)
    offset: int
    """Where it begins in the source."""
    length: int
    """How many characters it has in the source, before any macro is expanded."""
    origins: tuple[Origin, ...] = field(default=(), repr=False)
    """Where the pieces of an expanded text come from; none if the text is the source's own."""
    section: int = -1
    """Which heading of the document stands over it; -1 if none does."""
    error: Unreadable | None = None
    """Why the formula cannot be read at all, if so."""

    @property
    def line(self) -> int:
        """The line of its first character, from 1."""
        return self.source.place(self.offset)[0]

    @property
    def column(self) -> int:
        """The column of its first character, from 1."""
        return self.source.place(self.offset)[1]

    def origin(self, position: int) -> tuple[int, int]:
        """Offset and length in the source of what a character of the text comes from."""
        if not self.origins:
            return self.offset + position, 1
        found = self.origins[max(0, bisect_right(self.origins, position, key=_start) - 1)]
        if found.copied:
            return found.offset + position - found.start, 1
        return found.offset, found.length

    def place(self, position: int) -> tuple[int, int]:
        """Line and column in the source of a position in the text."""
        return self.source.place(self.origin(position)[0])

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place in the source of a piece of the text; by default, from `start` to its end."""
        stop = len(self.text) if end is None else end
        offset, length = self.origin(start)
        if stop > start + 1:
            last, width = self.origin(stop - 1)
            length = max(length, last + width - offset)
        return self.source.span(offset, length)


def _start(origin: Origin) -> int:
    return origin.start


@dataclass(frozen=True, slots=True)
class Document:
    """A note: its formulas in reading order, with the givens of its front matter first."""

    path: str
    language: Language
    blocks: tuple[Block, ...]
    front_matter: tuple[tuple[str, str], ...] = ()
    """Keys and values of the front matter that stand on one line, as written."""
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = field(default=(), repr=False)
    """The texts read: the file, the files it includes, or the cells."""

    def outline(self, block: Block) -> tuple[Heading, ...]:
        """The headings over a block, the most general first."""
        found: list[Heading] = []
        for heading in reversed(self.headings[:block.section + 1]):
            if not found or heading.level < found[-1].level:
                found.append(heading)
        return tuple(reversed(found))
