"""Finding the next place of something, in linear time however often it is asked."""

from __future__ import annotations

import re


class Next:
    r"""The next match of a pattern at or after a place; what was found is remembered.

    >>> closing = Next(r"\]", "a ] b ]")
    >>> closing.after(0), closing.after(1), closing.after(3), closing.after(7)
    (2, 2, 6, -1)
    """

    __slots__ = ("pattern", "text", "asked", "found", "end")

    def __init__(self, pattern: str | re.Pattern[str], text: str) -> None:
        self.pattern = re.compile(pattern)
        self.text = text
        self.asked = 0
        self.found: int | None = None
        self.end = 0
        """Where the match found last ends."""

    def after(self, place: int) -> int:
        """Where the next match begins; -1 if there is none."""
        found = self.found
        if found is None or place < self.asked or -1 < found < place:
            match = self.pattern.search(self.text, place)
            found, self.end = match.span() if match else (-1, 0)
            self.found = found
            self.asked = place
        return found


class Closings:
    r"""The next of each of many closing texts, unless a backslash takes its meaning.

    >>> closings = Closings(r"a \\$ b $$ c")
    >>> closings.after("$$", 0), closings.after("$", 0), closings.after(r"\end{align}", 0)
    (8, 4, -1)
    """

    __slots__ = ("text", "seekers")

    def __init__(self, text: str) -> None:
        self.text = text
        self.seekers: dict[str, Next] = {}

    def after(self, closing: str, place: int) -> int:
        """Where it stands next; -1 if nowhere."""
        seeker = self.seekers.get(closing)
        if seeker is None:
            whole = "(?![A-Za-z])" if closing[-1].isalpha() else ""
            pattern = rf"(?<!\\)(?:\\\\)*(?={re.escape(closing)}{whole})"
            seeker = self.seekers[closing] = Next(pattern, self.text)
        return -1 if seeker.after(place) < 0 else seeker.end


def escaped(text: str, place: int, start: int = 0) -> bool:
    r"""Whether an odd number of backslashes stands before a place.

    >>> escaped(r"\$", 1), escaped(r"\\$", 2)
    (True, False)
    """
    before = place
    while before > start and text[before - 1] == "\\":
        before -= 1
    return (place - before) % 2 == 1
