"""What of a Markdown page is never mathematics: tags, comments, code and addresses."""

from __future__ import annotations

import re
from typing import Final

from checker.reader.documents.seeking import Next

_TAG: Final = re.compile(
    r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*+)"
    r"(?:\s++[A-Za-z_:@][\w.:@-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+){0,60}+"
    r"\s*+/?>")
_ADDRESS: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>")
_SILENT: Final = frozenset("pre code script style textarea svg math kbd samp".split())
"""Elements whose content is code, or no text at all."""
_LONGEST_RUN: Final = 32
"""A longer run of backticks begins no code."""


class Hidden:
    """The ends of what a page hides from a reader of formulas.

    >>> text = "<b title='$'> <!-- $ --> <code>$x$</code> `$`"
    >>> hidden = Hidden(text)
    >>> hidden.html(0), hidden.html(14), hidden.html(25), hidden.code(42, 1, len(text))
    (13, 24, 34, 45)
    """

    __slots__ = ("text", "seekers")

    def __init__(self, text: str) -> None:
        self.text = text
        self.seekers: dict[str, Next] = {}

    def html(self, place: int) -> int:
        """Where the tag, comment, address or silent element ends that begins at a `<`."""
        if self.text.startswith("<!--", place):
            found = self._next("-->", place + 4)
            return place + 1 if found < 0 else found + 3
        tag = _TAG.match(self.text, place)
        if tag is None:
            address = _ADDRESS.match(self.text, place)
            return address.end() if address else place + 1
        name = tag["name"].lower()
        if name in _SILENT and self.text[place + 1] != "/" and self.text[tag.end() - 2] != "/":
            found = self._next(f"(?i:</{name})", tag.end())
            return tag.end() if found < 0 else found
        return tag.end()

    def code(self, place: int, length: int, limit: int) -> int:
        """Where the code span ends that so many backticks begin; -1 if they begin none."""
        if length > _LONGEST_RUN:
            return -1
        found = self._next(rf"(?<!`)`{{{length}}}(?!`)", place + length)
        return found + length if 0 <= found < limit else -1

    def _next(self, pattern: str, place: int) -> int:
        seeker = self.seekers.get(pattern)
        if seeker is None:
            seeker = self.seekers[pattern] = Next(pattern, self.text)
        return seeker.after(place)
