"""LaTeX mathematics -> tokens: one regular expression, one pass, every bound checked first.

A token is its *kind*, its text and its place. Numbers, runs of letters and words
(`\\text{if}`, `\\mathrm{SSE}`) have a kind of their own; of every other token the kind is the
token itself, spelled in one way: `\\dfrac` is `\\frac`, `\\leq` is `\\le`, `\\left(` is `(`.
Spaces, sizes, colours, labels and comments are no tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from checker.language.errors import Unreadable
from checker.reader.latex.alphabet import KINDS, SYMBOLS

MAX_LENGTH: Final = 100_000
"""Longer formulas are refused."""
MAX_BRACES: Final = 100
"""Braces that are nested deeper are refused."""
AHEAD: Final = 12
"""So many tokens of kind "stop" stand at the end."""
_LONGEST: Final = {"number": 1000, "letters": 200}
"""Longer numbers and runs of letters are refused."""
_UNITS: Final = {"number": "digits", "letters": "letters"}

_BRACED: Final = r"\s*+\{((?:[^{}]|\{[^{}]*+\})*+)\}"
_ARGUMENTS: Final = (
    r"(?:(?<=array\})(?:\[[tbc]\])?+(?:\s*+\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})?"
    r"|(?:(?<=ed\})|(?<=split\}))\[[tbc]\]"
    r"|(?:(?<=alignat\})|(?<=alignat\*\})|(?<=edat\})(?:\[[tbc]\])?+)\s*+\{\s*+\d*+\s*+\})?")
"""What an environment takes: where it stands in its line, and its columns."""
_LENGTH: Final = re.compile(r"\{\s*(-?)([\d.]*)\s*(\\?[a-z]+)")
_SKIPS: Final = re.compile(r"\\([,;:!> \n]|thinspace)|~")
_EM: Final = {"em": 1, "ex": .45, "pt": .1, "bp": .1, "mm": .28, "cm": 2.8, "in": 7.2, "pc": 1.2,
              "mu": .056, ",": .17, "thinspace": .17, ":": .22, ">": .22, ";": .28, "!": -.17}
"""Lengths and spaces, in the size of the letter M."""
WIDE: Final = .9
"""Spaces of this width set two formulas apart, as `\\quad` does."""
_TOKEN: Final = re.compile(
    r"(?P<skip>(?:[\s\u200b-\u200d\u2060-\u2064\ufeff]|~|%[^\n]*+|\\[,;:!> \n]"
    r"|\\(?:displaystyle|textstyle|scriptstyle|limits|nolimits|mathstrut|strut|nonumber|notag|boxed"
    r"|fbox|[bx]?cancel|smash|mathrel|mathop|mathbin|mathord|mathopen|mathclose|mathpunct"
    r"|ensuremath|rm|it|centering|thinspace|allowbreak"
    r"|IEEE(?:no|yes)number|IEEEeqnarraynumspace)(?![A-Za-z])"
    r"|\\(?:label|tag\*?|[vm]space\*?|color|textcolor|phantom|hphantom|vphantom)"
    r"\s*+\{(?:[^{}]|\{[^{}]*+\})*+\}"
    r"|\\(?:hfill|hspace\*?\s*+\{[^{}]*+\})(?=\s*+[+=]))++)"
    r"|(?P<wide>\\hfill(?![A-Za-z])|\\hspace\*?\s*+\{[^{}]*+\})"
    r"|(?P<grouped>\d++(?:\{,\}\d++)+|\d++(?:\.\d++)?[eE][-+]?+\d++)|(?P<dots>\.{3})"
    r"|(?P<number>\d++(?:\.\d++)?|\.\d++)"
    r"|(?P<letters>[A-Za-z]++)"
    r"|\\(?:text|textrm|textit|textbf|textnormal|textsf|[mh]box|operatorname\*?)\s*+"
    r"\{(?P<text>(?:[^{}\\]|\\[_ \\&%#,;$])*+)\}"
    r"|\\(?:mathrm|mathit|mathnormal)\s*+(?:\{(?P<upright>[A-Za-z][A-Za-z0-9]*+)\}"
    r"|(?P<single>[A-Za-z]))"
    rf"|\\(?:stackrel|overset|underset){_BRACED}\s*+\{{\s*+(?P<over>[=<>]|:=|\\[A-Za-z]++)\s*+\}}"
    rf"|\\begin\s*+\{{(?P<begin>[A-Za-z]++\*?)\}}{_ARGUMENTS}"
    r"|\\end\s*+\{(?P<end>[A-Za-z]++\*?)\}"
    r"|\\(?P<side>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])\s*+"
    r"(?P<fence>\\[A-Za-z]++|\\.|[^\sA-Za-z0-9])"
    r"|(?P<defined>:\s*+=|\\colon\s*+=)"
    r"|(?P<row>\\\\\*?(?:\s*+\[\s*+[-+]?[\d.]*+\s*+(?:pt|em|ex|cm|mm|in|bp|pc|mu|sp|\\[A-Za-z]+)\s*\])?)"
    r"|(?P<command>\\[A-Za-z]++|\\.)"
    r"|(?P<symbol>.)", re.DOTALL)
_LEFT: Final = {"|": "lbar", "\\vert": "lbar", "\\lvert": "lbar", ".": "lnull"}
_RIGHT: Final = {"|": "rbar", "\\vert": "rbar", "\\rvert": "rbar", ".": "rnull"}
_PLAIN: Final = {"|": "bar", "\\vert": "bar"}


class Tokens:
    """The tokens of one text, with the braces matched; behind the last one comes "stop".

    >>> Tokens("2x").kinds[:3]
    ['number', 'letters', 'stop']
    """

    __slots__ = ("text", "kinds", "texts", "places", "ends", "partner", "simple", "_lines")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.places: list[int] = []
        self.ends: list[int] = []
        self._lines: list[int] = []
        self.partner: dict[int, int] = {}
        """The closing brace of every opening one."""
        self.simple: Tokens | None = None
        """The same without what only sets the display, once it was asked for."""
        if len(text) > MAX_LENGTH:
            raise Unreadable(f"the formula has more than {MAX_LENGTH} characters", 1, 1)
        self._read(0, len(text))
        self._stop()
        self._match()

    def unreadable(self, message: str, place: int, expected: str = "") -> Unreadable:
        """The refusal of this text at this place."""
        return Unreadable(message, *self.position(place), expected)

    def position(self, place: int) -> tuple[int, int]:
        """The line and column of a place, both from 1."""
        if not self._lines:
            self._lines = [0, *(found.end() for found in re.finditer("\n", self.text))]
        line = bisect_right(self._lines, place)
        return line, place - self._lines[line - 1] + 1

    def begins_line(self, i: int) -> bool:
        """Whether a token is the first of its line in the source."""
        return i == 0 or "\n" in self.text[self.ends[i - 1]:self.places[i]]

    def gap(self, i: int) -> float:
        """How far a token stands from the one before it, by the spaces that are written."""
        between = self.text[self.ends[i - 1]:self.places[i]] if i else ""
        if "\\" not in between and "~" not in between:
            return 0
        return sum(_EM.get(found[1], .33) for found in _SKIPS.finditer(between))

    def _read(self, start: int, end: int) -> None:
        kinds, texts, places, ends = self.kinds, self.texts, self.places, self.ends
        for found in _TOKEN.finditer(self.text, start, end):
            group = found.lastgroup
            written = found[0]
            if group == "skip" or group == "wide" and _length(written) < WIDE:
                continue
            if group == "letters" or group == "number":
                kind = group
                if len(written) > _LONGEST[group]:
                    raise self.unreadable(f"more than {_LONGEST[group]} {_UNITS[group]} in a row",
                                          found.start())
            elif group == "symbol" or group == "command":
                kind = SYMBOLS.get(written, written) if group == "symbol" else written
                kind = KINDS.get(kind, kind)
            elif group == "text" and "$" in written:
                self._mixed(found.start("text"), found.end("text"))
                continue
            elif group == "begin" or group == "end":
                kind, written = group, found[group]
            else:
                kind, written = self._composed(group or "", found)
            kinds.append(kind)
            texts.append(written)
            places.append(found.start())
            ends.append(found.end())

    def _mixed(self, start: int, end: int) -> None:
        """Words with formulas between dollar signs: `\\text{if $y = 1$}`."""
        for k, part in enumerate(self.text[start:end].split("$")):
            if k % 2:
                self._read(start, start + len(part))
            elif part.strip():
                self.kinds.append("word")
                self.texts.append(part.strip())
                self.places.append(start)
                self.ends.append(start + len(part))
            start += len(part) + 1

    def _stop(self) -> None:
        """Put tokens of kind "stop" at the end: one may look so far ahead everywhere."""
        self.kinds.extend(["stop"] * AHEAD)
        self.texts.extend([""] * AHEAD)
        self.places.extend([len(self.text)] * AHEAD)
        self.ends.extend([len(self.text)] * AHEAD)

    @staticmethod
    def _composed(group: str, found: re.Match[str]) -> tuple[str, str]:
        """A word, a sized bracket, a relation with something above it."""
        if group == "defined":
            return ":=", found[0]
        if group == "dots":
            return "\\dots", found[0]
        if group == "grouped":
            return "grouped", found[0]
        if group == "row":
            return "\\\\", found[0]
        if group == "wide":
            return "\\quad", found[0]
        if group == "over":
            above = found[0].lower()
            kind = KINDS.get(found["over"], found["over"])
            named = kind == "=" and ("def" in above or "triangle" in above or "Delta" in found[0])
            return (":=" if named else kind), found[0]
        if group == "fence":
            side, fence = found["side"], found["fence"]
            table = (_LEFT if side == "left" or side[-1] == "l" else
                     _RIGHT if side == "right" or side[-1] == "r" else _PLAIN)
            return table.get(fence) or KINDS.get(fence, fence), fence
        word = found[group]
        if group == "text":
            word = re.sub(r"\\(.)", r"\1", word).strip()
        upright = group != "text" or word == "d" and found[0].startswith("\\operatorname")
        if len(word) == 1 and word.isalpha() and word.isascii() and upright:
            return "letters", word
        return "word", word

    def replaced(self, keep: list[tuple[int, str]]) -> Tokens:
        """The same text with only these tokens, each with a kind that may be another one."""
        found = object.__new__(Tokens)
        found.text = self.text
        found.kinds = [kind for _, kind in keep]
        found.texts = [self.texts[i] for i, _ in keep]
        found.places = [self.places[i] for i, _ in keep]
        found.ends = [self.ends[i] for i, _ in keep]
        found.partner = {}
        found.simple = None
        found._lines = self._lines
        found._stop()
        found._match()
        return found

    def copy(self) -> Tokens:
        """The same tokens again: a grammar leaves marks in those that it reads."""
        found = object.__new__(Tokens)
        found.text, found.partner, found.simple = self.text, self.partner, None
        found.kinds, found.texts = self.kinds.copy(), self.texts.copy()
        found.places, found.ends = self.places.copy(), self.ends.copy()
        found._lines = self._lines
        return found

    def _match(self) -> None:
        open_braces: list[int] = []
        for i, kind in enumerate(self.kinds):
            if kind == "{":
                open_braces.append(i)
                if len(open_braces) > MAX_BRACES:
                    raise self.unreadable(f"braces are nested more than {MAX_BRACES} deep",
                                          self.places[i])
            elif kind == "}":
                if not open_braces:
                    raise self.unreadable("a brace closes that was never opened", self.places[i])
                self.partner[open_braces.pop()] = i
        if open_braces:
            raise self.unreadable("a brace is never closed", self.places[open_braces[0]], "}")


def _length(written: str) -> float:
    """The width of a space, in the size of the letter M."""
    found = _LENGTH.search(written)
    if found is None or found[1]:
        return 0 if found else WIDE
    try:
        return float(found[2] or 1) * _EM.get(found[3], WIDE)
    except ValueError:
        return 0
