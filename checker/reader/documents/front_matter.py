"""The front matter of a page: its list `given:`, and what else stands on one line.

    ---
    title: The sigmoid
    given:
      - x \\in \\mathbb{R}
      - '0 < a < 1'      # a comment
    ---

The list may also be a text of several lines (`given: |`), or stand in brackets with every item
in quotation marks. No YAML is needed for this, and none is executed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from checker.reader.documents.blocks import Block, Source

_MATTER: Final = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*\n")
_KEY: Final = re.compile(r"(?P<key>[\w-]+)[ \t]*:(?:[ \t]+(?P<value>[^\n]*))?[ \t]*\Z")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(?P<text>[^\n]*)")
_QUOTED: Final = re.compile(r""""(?:\\.|[^"\\\n])*+"|'(?:''|[^'\n])*+'""")
_COMMENT: Final = re.compile(r"(?:^|[ \t])#.*", re.DOTALL)
_DOUBLED: Final = re.compile(r"(?:[^\\]|\\\\)*+\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the page."""

    end: int
    """Where the page begins."""
    pairs: tuple[tuple[str, str], ...] = ()
    given: tuple[Block, ...] = ()


def read_front_matter(source: Source) -> FrontMatter:
    r"""The front matter of a text; nothing if the text does not begin with `---`.

    >>> page = Source.of("p.md", "---\ntitle: Sums\ngiven:\n- x > 0\n---\nText")
    >>> matter = read_front_matter(page)
    >>> matter.end, matter.pairs, matter.given[0].text, matter.given[0].line
    (35, (('title', 'Sums'),), 'x > 0', 4)
    """
    text = source.text
    opening = _MATTER.match(text)
    if opening is None:
        return FrontMatter(0)
    last = re.compile(rf"^(?:{re.escape(opening['fence'])}|\.\.\.)[ \t]*$\n?", re.MULTILINE)
    closing = last.search(text, opening.end())
    if closing is None:
        return FrontMatter(0)
    if opening["fence"] == "+++":
        return FrontMatter(closing.end())
    pairs: list[tuple[str, str]] = []
    given: list[Block] = []
    inside = block_text = False
    start = opening.end()
    for line in text[start:closing.start()].split("\n"):
        key = _KEY.match(line)
        if line[:1].strip() and key:
            value = (key["value"] or "").strip()
            inside, block_text = key["key"] == "given", value[:1] in ("|", ">")
            if inside and not block_text:
                given += _quoted(source, start + key.start("value"), key["value"] or "")
            elif value and not block_text:
                pairs.append((key["key"], _unquoted(value)))
        elif inside and block_text:
            given += declaration(source, start, line)
        elif inside:
            given += _item(source, start, line)
        start += len(line) + 1
    return FrontMatter(closing.end(), tuple(pairs), tuple(given))


def declaration(source: Source, start: int, line: str) -> list[Block]:
    """A line as a block: without a comment, and without dollar signs around all of it."""
    line = _COMMENT.sub("", line)
    text = line.strip()
    for mark in ("$$", "$"):
        if len(text) > 2 * len(mark) and text[:len(mark)] == text[-len(mark):] == mark:
            text = text[len(mark):-len(mark)].strip()
            break
    if not text:
        return []
    return [Block("given", text, "", source, start + line.index(text), len(text))]


def _item(source: Source, start: int, line: str) -> list[Block]:
    item = _ITEM.match(line)
    if item is None:
        return _quoted(source, start, line)
    start, text = start + item.start("text"), item["text"]
    return _quoted(source, start, text) or declaration(source, start, text)


def _quoted(source: Source, start: int, text: str) -> list[Block]:
    """The texts in quotation marks of a line, if it begins with one or with a bracket."""
    if text.strip()[:1] not in ("'", '"', "[", "]", ","):
        return declaration(source, start, text) if text.strip() else []
    found: list[Block] = []
    for quoted in _QUOTED.finditer(_COMMENT.sub("", text)):
        inner = quoted[0][1:-1]
        if quoted[0][0] == '"' and _DOUBLED.match(inner):
            inner = re.sub(r"(?:\\\\)+", _halved, inner)
        found += declaration(source, start + quoted.start() + 1, inner)
    return found


def _halved(backslashes: re.Match[str]) -> str:
    r"""`\\` as `\`, with blanks before it that keep every place."""
    half = len(backslashes[0]) // 2
    return " " * half + "\\" * half


def _unquoted(value: str) -> str:
    return value[1:-1] if _QUOTED.fullmatch(value) else value
