"""The lines of Markdown: what begins a block, and where a run of text ends.

Only what decides where a formula may stand is looked at: block quotes, lists, headings, tables,
fences and indented code. A formula in dollar signs stays inside one run of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(
    r"(?P<quote>(?:[ \t]*>[ ]?)*+)(?P<indent>[ \t\f\v]*)"
    r"(?:(?P<fence>`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})(?P<info>[^\n]*)"
    r"|(?P<heading>#{1,6})(?=[ \t\n]|\Z)"
    r"|(?P<item>(?:[-*+]|\d{1,9}[.)])(?=[ \t\n]|\Z))[ \t]*"
    r"|(?P<under>=+|-+|\*{3,}|_{3,})[ \t]*(?=\n|\Z)"
    r"|(?P<row>\|)|(?P<blank>(?=\n|\Z)))?")
_DISPLAY: Final = re.compile(r"\$\$|\\\\?\[|\\begin\{|(?P<whole>\$[^$\n]+\$[.,;]?[ \t]*(?:\n|\Z))")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of Markdown, or what stands behind a list's bullet.

    >>> line_at("> ## Sums", 0)
    Line(kind='heading', start=0, content=4, end=9, depth=1, indent=0, mark='##')
    """

    kind: str
    """text, blank, fence, heading, item, under or row."""
    start: int
    content: int
    """Where its text begins, behind quote marks, indentation and bullet."""
    end: int
    depth: int
    """How many block quotes it stands in."""
    indent: int
    """The column of what stands behind the quote marks, from 0; for an item, of its text."""
    mark: str


def line_at(text: str, start: int) -> Line:
    """The line that begins there."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if start == end:
        return Line("blank", start, start, end, 0, 0, "")
    if text[start].isalpha() or text[start] in "$\\(":
        return Line("text", start, start, end, 0, 0, "")
    found = _LINE.match(text, start)
    assert found is not None, "every part of the pattern may be empty"
    kind = found.lastgroup or "text"
    kind = {"info": "fence", "quote": "text", "indent": "text"}.get(kind, kind)
    mark = found["info" if kind == "fence" else kind] if kind != "text" else ""
    content = found.end("indent")
    if kind in ("item", "heading"):
        content = min(found.end(), end)
    if kind == "fence":
        content, mark = found.start("fence"), found["fence"]
    before = text[found.end("quote"):content] if kind == "item" else found["indent"]
    return Line(kind, start, content, end, found["quote"].count(">"),
                len(before.expandtabs(4)), mark)


def interrupts(line: Line) -> bool:
    """Whether a line in the midst of a paragraph begins something new.

    >>> interrupts(line_at("- b", 0)), interrupts(line_at("2. b", 0))
    (True, False)
    """
    if line.kind == "item":
        return line.content < line.end and (not line.mark[0].isdigit() or line.mark[:-1] == "1")
    return line.kind != "text"


def run_end(text: str, start: int, depth: int) -> int:
    """Where the run of text ends that goes on at `start`, in so many block quotes.

    >>> run_end("a\\nb\\n\\nc", 0, 0)
    3
    """
    end = text.find("\n", start)
    while 0 <= end < len(text) - 1:
        line = line_at(text, end + 1)
        if interrupts(line) or line.depth > depth:
            return end
        end = text.find("\n", line.content)
    return len(text) if end < 0 else end


def is_code(text: str, line: Line, list_indent: int) -> bool:
    """Whether a line that follows a blank one is indented so far that it is code.

    A formula on lines of its own is none, however far it is indented.

    >>> is_code("    x = $HOME", line_at("    x = $HOME", 0), 0)
    True
    """
    return line.indent >= list_indent + 4 and _DISPLAY.match(text, line.content) is None


def without_marks(piece: str, depth: int) -> str:
    r"""A piece of text with the marks of its block quotes blank.

    >>> without_marks("a\n> = b", 1)
    'a\n  = b'
    """
    if not depth or "\n" not in piece:
        return piece
    return re.sub(rf"(?<=\n)(?:[ \t]*>){{1,{min(depth, 99)}}}",
                  lambda mark: " " * len(mark[0]), piece)
