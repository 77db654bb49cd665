r"""Markdown: its formulas, where a reader of the page would see formulas.

Mathematics stands between `$`, `$$`, `\[` and `\]`, `\(` and `\)` (also with two backslashes),
`` $` `` and `` `$ ``, in raw environments such as `align`, and in fences marked `math`. It is
looked for in lists, quotes, tables, headings and HTML, and never in code, comments, tags or
addresses.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from checker.reader.documents.blocks import Block, Heading, Kind, Source
from checker.reader.documents.definitions import (
    DEFINING,
    Definition,
    definition_at,
    matching_braces,
)
from checker.reader.documents.displays import SHOWN, Displays, opening_of, unclosed
from checker.reader.documents.dollars import formula_end
from checker.reader.documents.environments import DISPLAYS, INNER, after_begin
from checker.reader.documents.hidden import Hidden
from checker.reader.documents.lines import Line, is_code, line_at, run_end, without_marks
from checker.reader.documents.prose import is_bracketed_prose, looks_mathematical

_TOKEN: Final = re.compile(
    r"\\begin\{(?P<environment>[A-Za-z]+\*?)\}|(?P<define>" + DEFINING.pattern + r")"
    r"|(?P<bracket>\\\\?[\[(])|\\.|(?P<tick>\$`)"
    r"|(?P<dollars>\$\$?)|(?P<code>`+)|(?P<html><)|https?://[^\s<>]+|\]\([^()\s]*\)", re.DOTALL)
_MATH_FENCE: Final = re.compile(r"[`~]+[ \t]*(?:math|\{math\}|\{\.math\})[ \t]*(?:\n|\Z)")
_BEGINS: Final = re.compile(r"\$\$|\\\[|\\begin\{")
_ENTITIES: Final = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "le": "≤", "ge": "≥", "ne": "≠",
                    "minus": "−", "times": "×", "#60": "<", "#62": ">", "#38": "&"}
_ENTITY: Final = re.compile(f"&({'|'.join(_ENTITIES)});")
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))%[^\n]*")


def read_markdown(source: Source, start: int = 0,
                  headings: list[Heading] | None = None) -> list[Block | Definition]:
    r"""The formulas and definitions of a text; its headings are added to those before it.

    >>> blocks = read_markdown(Source.of("note.md", r"It costs $5 or $6 and \(x = 1\)."))
    >>> [(block.text, block.delimiter, block.column) for block in blocks]
    [('x = 1', '\\(', 25)]
    """
    scanner = _Scanner(source, [] if headings is None else headings)
    scanner.scan(start)
    return scanner.items


class _Scanner:
    def __init__(self, source: Source, headings: list[Heading]) -> None:
        self.source = source
        self.text = source.text
        self.items: list[Block | Definition] = []
        self.headings = headings
        self.displays = Displays(self.text)
        self.hidden = Hidden(self.text)
        self.braces: dict[int, int] | None = None
        self.endless: dict[str, int] = {}
        """From which length on the fences of a character are never closed."""
        self.depth = 0
        """How many block quotes the line stands in."""
        self.list_indent = 0

    # --- lines --------------------------------------------------------------------------------

    def scan(self, place: int) -> None:
        fresh = True  # no paragraph is open that an indented line could go on
        item: Line | None = None  # the bullet before, on the same line
        while place < len(self.text):
            line = line_at(self.text, place)
            self.depth = line.depth + (item.depth if item else 0)
            if line.kind == "item":
                column = line.indent + (self.list_indent if item else 0)
                self.list_indent, fresh = column, True
                item = replace(line, depth=self.depth) if line.content < line.end else None
                place = line.content if item else line.end + 1
            elif line.kind == "blank":
                fresh, item, place = True, None, line.end + 1
            elif fresh and item is None and is_code(self.text, line, self.list_indent):
                place = line.end + 1
            else:
                if item is None:
                    self.list_indent = min(self.list_indent, line.indent)
                place = self._line(line)
                fresh, item = line.kind != "text", None

    def _line(self, line: Line) -> int:
        if line.kind == "fence":
            return self._fence(line)
        if line.kind in ("heading", "row"):
            if line.kind == "heading":
                self._heading(len(line.mark), line.content, line.end)
            return self._run(line.content, line.end)
        if line.kind == "under":
            return line.end + 1
        end = run_end(self.text, line.content, self.depth)
        after = line_at(self.text, end + 1) if end < len(self.text) else None
        if (after and after.kind == "under" and after.mark[0] in "=-"
                and not _BEGINS.search(self.text, line.content, end)):
            self._heading(1 if after.mark[0] == "=" else 2, line.content, end)
        return self._run(line.content, end)

    def _heading(self, level: int, start: int, end: int) -> None:
        raw = self.text[start:min(end, start + SHOWN)]
        title = re.sub(r"[ \t]+#+[ \t]*$", "", raw).strip()
        span = self.source.span(start + len(raw) - len(raw.lstrip()), len(title))
        self.headings.append(Heading(level, title, span))

    def _fence(self, line: Line) -> int:
        character, length = line.mark[0], len(line.mark)
        found = None
        if length < self.endless.get(character, length + 1):
            closing = rf"^[ \t>]*{re.escape(character)}{{{length},}}[ \t]*$"
            found = re.compile(closing, re.MULTILINE).search(self.text, line.end)
        if found is None:
            self.endless[character] = min(length, self.endless.get(character, length))
        if _MATH_FENCE.match(self.text, line.content):
            if found is None:
                self._unclosed(line.content, "math", line.mark + "math", line.mark, "fenced")
                return line.end + 1
            self._add("fenced", min(line.end + 1, found.start()), found.start(), "math")
        return len(self.text) if found is None else found.end() + 1

    # --- runs of text -------------------------------------------------------------------------

    def _run(self, place: int, end: int) -> int:
        """Read a run of text; return where the next line begins."""
        while True:
            while token := _TOKEN.search(self.text, place, end):
                place = self._token(token, end)
                if place > end:
                    break
            else:
                return end + 1
            if place >= len(self.text):
                return place
            end = run_end(self.text, place, self.depth)

    def _token(self, token: re.Match[str], end: int) -> int:
        """Read what a token begins; return where reading goes on."""
        start, after = token.span()
        match token.lastgroup:
            case "environment":
                return self._environment(start, after, token["environment"])
            case "define":
                return self._define(start)
            case "bracket":
                return self._bracket(start, token["bracket"], end)
            case "dollars" if token[0] == "$$":
                return self._dollars(start)
            case "dollars":
                stop = formula_end(self.text, after, end)
                return self._add("inline", after, stop, "$", 1) if stop >= 0 else after
            case "tick":
                stop = self.displays.closings.after("`$", after)
                if not after < stop < end:
                    return start + 1 + (self.text[start:start + 2] == "$$")
                return self._add("inline", after, stop, "$`", 2)
            case "code":
                stop = self.hidden.code(start, after - start, end)
                return stop if stop >= 0 else after
            case "html":
                return self.hidden.html(start)
        return after

    def _define(self, start: int) -> int:
        if self.braces is None:
            self.braces = matching_braces(self.text)
        found = DEFINING.match(self.text, start)
        assert found is not None, "the token is a definition"
        definition = definition_at(self.text, found, self.braces)
        self.items.append(definition)
        return definition.end

    def _environment(self, start: int, after: int, name: str) -> int:
        if name not in DISPLAYS and name not in INNER:
            return after
        opening, closing = opening_of(name), rf"\end{{{name}}}"
        stop = self.displays.end(opening if name in DISPLAYS else closing, closing, after)
        if stop < 0:
            return self._unclosed(start, name, opening, closing)
        if name in INNER:
            return self._add("display", start, stop + len(closing), name)
        begin = after_begin(self.text, after, name)
        return self._add("display", begin, stop, name, len(closing))

    def _bracket(self, start: int, opening: str, end: int) -> int:
        after = start + len(opening)
        kind: Kind = "display" if opening[-1] == "[" else "inline"
        closing = opening[:-1] + ("]" if kind == "display" else ")")
        stop = self.displays.end(opening, closing, after)
        if stop < 0 or kind == "inline" and stop >= end:
            line = self.text[after:min(self.source.line_end(after), after + SHOWN)]
            if len(opening) == 2 and looks_mathematical(line):
                return self._unclosed(start, opening, opening, closing, kind)
            return start + 2
        if is_bracketed_prose(self.text[after:stop]):
            return stop + len(closing)
        return self._add(kind, after, stop, opening, len(closing))

    def _dollars(self, start: int) -> int:
        stop = self.displays.end("$$", "$$", start + 2)
        if stop >= 0:
            return self._add("display", start + 2, stop, "$$", 2)
        paragraph = self.displays.blank.after(start)
        content = self.text[start + 2:start + SHOWN if paragraph < 0 else paragraph][:SHOWN]
        if looks_mathematical(content):
            return self._unclosed(start, "$$", "$$", "$$")
        return start + 2

    # --- formulas -----------------------------------------------------------------------------

    def _unclosed(self, start: int, delimiter: str, opening: str, closing: str,
                  kind: Kind = "display") -> int:
        """A formula that never ends; reading goes on behind what begins it."""
        block = unclosed(self.source, self.text, kind, start, delimiter, opening, closing)
        self.items.append(replace(block, section=len(self.headings) - 1))
        return start + len(opening)

    def _add(self, kind: Kind, start: int, stop: int, delimiter: str, width: int = 0) -> int:
        """A formula from its first to its last character; reading goes on behind it."""
        piece = without_marks(self.text[start:stop], self.depth)
        if "&" in piece:
            piece = _ENTITY.sub(_unescaped, piece)
        if "%" in piece and kind != "inline":
            piece = _COMMENT.sub(lambda comment: " " * len(comment[0]), piece)
        text = piece.strip()
        if text:
            offset = start + len(piece) - len(piece.lstrip())
            self.items.append(Block(kind, text, delimiter, self.source, offset, len(text),
                                    section=len(self.headings) - 1))
        return stop + width


def _unescaped(entity: re.Match[str]) -> str:
    """The character that an HTML entity stands for, with blanks up to its length."""
    return _ENTITIES[entity[1]].ljust(len(entity[0]))
