"""Displays: where one ends that may run over many lines, and what is said where it never does."""

from __future__ import annotations

import re
from typing import Final

from checker.reader.documents.blocks import Block, Kind, Source
from checker.reader.documents.prose import SENTENCE
from checker.reader.documents.seeking import Closings, Next

SHOWN: Final = 200
"""How much of a formula that is never closed is kept."""

_BLANK_LINE: Final = re.compile(r"\n[ \t>]*\n")


class Displays:
    r"""The ends of the displays of a text.

    A display is taken for unclosed if another one begins before it ends, or if a blank line and
    then prose come first: so a forgotten delimiter costs one formula and not all that follow.

    >>> Displays(r"\[ a \[ b \]").end(r"\[", r"\]", 2), Displays("$$ a $$").end("$$", "$$", 2)
    (-1, 5)
    """

    __slots__ = ("blank", "closings", "sentence")

    def __init__(self, text: str) -> None:
        self.closings = Closings(text)
        self.blank = Next(_BLANK_LINE, text)
        self.sentence = Next(SENTENCE, text)

    def end(self, opening: str, closing: str, start: int) -> int:
        """Where the closing stands of the display that begins at `start`; -1 if nowhere."""
        stop = self.closings.after(closing, start)
        if stop < 0 or opening != closing and -1 < self.closings.after(opening, start) < stop:
            return -1
        blank = self.blank.after(start)
        if 0 <= blank < stop and -1 < self.sentence.after(blank) < stop:
            return -1
        return stop


def opening_of(delimiter: str) -> str:
    r"""What a writer types to begin a formula with that delimiter.

    >>> opening_of("align"), opening_of("$$")
    ('\\begin{align}', '$$')
    """
    return rf"\begin{{{delimiter}}}" if delimiter.strip("*").isalpha() else delimiter


def unclosed(source: Source, text: str, kind: Kind, start: int, delimiter: str, opening: str,
             closing: str) -> Block:
    """A formula that begins at `start` and never ends: its first line, with the reason."""
    line = text[start:min(source.line_end(start), start + SHOWN)].rstrip()
    error = source.unreadable(start, f"the formula that {opening} begins is never closed",
                              closing)
    return Block(kind, line, delimiter, source, start, len(line), error=error)
