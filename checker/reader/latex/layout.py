"""The layout of a row: which marks and spaces set two formulas apart, and what is no formula.

In `a &= b & c &= d` the second mark stands between two equations, as `\\quad` does; a number in
brackets at the end of a row is the equation's, and a relation in brackets there its condition.
What may be a factor as well is left in place as a token that no expression holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from checker.reader.latex.alphabet import RELATIONS
from checker.reader.latex.lexer import AHEAD, WIDE, Tokens

BREAKS: Final = RELATIONS.keys() | {"\\propto", "\\sim", "\\Rightarrow", "\\Leftrightarrow",
                                    "\\because", "\\therefore"}
"""Tokens that begin a row of their own when a line of the source begins with them."""
OPENING: Final = frozenset({"(", "[", "{", "\\{", "begin"})
CLOSING: Final = frozenset({")", "]", "}", "\\}", "end"})
CONTINUING: Final = frozenset({"+", "-", "\\cdot", "\\times", "*", "/"})
_SPACES: Final = frozenset({"&", "\\quad"})
_STOPS: Final = frozenset({",", ";", ".", ":"})
_LONGEST: Final = 300
"""A formula that is set apart is looked for in so many tokens."""
_CONDITIONS: Final = RELATIONS.keys() - {"=", ":=", "\\equiv", "\\approx", "\\to"} | {"\\dots"}


@dataclass(slots=True)
class Layout:
    """What tokens become that only set a display, "" where they are left out."""

    kinds: dict[int, str] = field(default_factory=dict)
    before: dict[int, str] = field(default_factory=dict)
    """What is put in before a token."""
    joins: set[int] = field(default_factory=set)
    """Where a row begins that may be joined to the one above."""


def layout(tokens: Tokens, levels: list[int]) -> Layout:
    """The layout of a display; `levels` says how deep each token stands, -1 where it is no text.

    >>> tokens = Tokens("a &= b & c &= d")
    >>> layout(tokens, [0] * 9).kinds
    {1: '', 4: '\\\\quad', 6: ''}
    """
    found = Layout()
    if not _SPACES.isdisjoint(tokens.kinds) or "\\" in tokens.text or "~" in tokens.text:
        rows = _rows(tokens, levels)
        for k, row in enumerate(rows):
            if row:
                following = rows[k + 1] if k + 1 < len(rows) else []
                _Row(tokens, row, found).read(rows[k - 1] if k else [], following)
    return found


def _rows(tokens: Tokens, levels: list[int]) -> list[list[int]]:
    """The tokens of each row that stand in no bracket, brackets included."""
    rows: list[list[int]] = [[]]
    for i, kind in enumerate(tokens.kinds[:-AHEAD]):
        if levels[i] < 0:
            if kind == "end":
                rows.append([])
        elif levels[i] == 0:
            if kind == "\\\\":
                rows.append([])
                continue
            if kind in BREAKS and tokens.begins_line(i):
                rows.append([])
            rows[-1].append(i)
    return rows


class _Row:
    """One row on its way."""

    def __init__(self, tokens: Tokens, row: list[int], found: Layout) -> None:
        self.tokens = tokens
        self.kinds = tokens.kinds
        self.row = row
        self.found = found
        self.related = False
        """Whether a relation stands before the place, in the same formula."""

    def read(self, above: list[int], below: list[int]) -> None:
        """Decide on all marks and spaces of the row."""
        row, kinds = self.row, self.kinds
        p = self._begin(above, below)
        while p < len(row):
            i = row[p]
            if kinds[i] in _SPACES:
                end = p
                while end < len(row) and kinds[row[end]] in _SPACES:
                    end += 1
                self._between(p, end)
                p = end
                continue
            width = self.tokens.gap(i) if p else 0
            if width and kinds[row[p - 1]] not in _SPACES:
                self._space(p, width)
            if kinds[i] in RELATIONS:
                self.related = True
            elif kinds[i] in BREAKS:
                self.related = False
            p += 1

    def _begin(self, above: list[int], below: list[int]) -> int:
        """The marks at the beginning, which may join the row to the one above."""
        row, kinds = self.row, self.kinds
        p = 0
        while p < len(row) and kinds[row[p]] in _SPACES:
            if kinds[row[p]] == "&":
                self.found.kinds[row[p]] = ""
            p += 1
        first = next((kinds[i] for i in below if kinds[i] not in _SPACES), "stop")
        bracketed = p == 0 and kinds[row[0]] in ("(", "[", "\\{")
        if (bracketed or 0 < p < len(row)) and self._relates(above) and not self._relates(row[p:]) \
                and first not in RELATIONS and _begins(kinds[row[p]]) \
                and not signs(kinds, above[-1]) \
                and not self._number(row[p:]):
            if bracketed:
                self.found.before[row[0]] = "&"
            else:
                self.found.kinds[row[0]] = "&"
            self.found.joins.add(row[0])
        return p

    def _between(self, start: int, end: int) -> None:
        """Marks and wide spaces between two parts of the row."""
        row, kinds, found = self.row, self.kinds, self.found.kinds
        marks = [i for i in row[start:end] if kinds[i] == "&"]
        found.update(dict.fromkeys(marks, ""))
        quad = len(marks) < end - start
        if end == len(row):
            return
        before, after = kinds[row[start - 1]], kinds[row[end]]
        segment = self._segment(end)
        if not self.related and marks and start < 4 and self._number(row[:start]):
            found.update(dict.fromkeys(range(row[0], row[start - 1] + 1), ""))
        elif before in RELATIONS or signs(kinds, row[start - 1]) or after in RELATIONS \
                or after in CONTINUING and not (after == "-" and self._relates(segment)):
            found.update(dict.fromkeys(row[start:end], ""))
        elif self._bracket(end):
            self.related = False
        elif self.related and not quad:
            apart = self._relates(segment) or not _begins(after) and after not in ("+", "-") \
                or before in _STOPS
            found[marks[0]] = "\\quad" if apart else "&"
            self.related = False
        elif quad:
            self.related = False

    def _space(self, p: int, width: float) -> None:
        """A space in front of a token that is no mark."""
        row, kinds, before = self.row, self.kinds, self.found.before
        if not self.related or not _begins(kinds[row[p]]) or not _ends(kinds, row[p - 1]):
            return
        if width >= WIDE:
            if self._bracket(p):
                self.related = False
            elif self._relates(self._segment(p)):
                before[row[p]] = "\\quad"
                self.related = False
        elif self._number(self._last(p)):
            before[row[p]] = "tag"

    def _bracket(self, p: int) -> bool:
        """The number or the condition in brackets with which the row ends behind a relation."""
        inside = self._last(p)
        if not self.related or not inside:
            return False
        first, last = inside[0], inside[-1]
        if self._number(inside):
            self.found.kinds.update(dict.fromkeys(range(first, last + 1), ""))
            return True
        relations = [kind for kind in self.kinds[first + 1:last] if kind in RELATIONS]
        if not relations:
            return False
        if _CONDITIONS.isdisjoint(self.kinds[first + 1:last]):
            self.found.kinds.update((i, "") for i in range(first - 1, first)
                                    if self.kinds[i] == "\\quad")
            return True  # a condition, or a reason: a bracket that holds a relation is refused
        self.found.kinds[first], self.found.kinds[last] = "\\forall", ""
        return True

    def _last(self, p: int) -> list[int]:
        """The brackets at a place, if nothing but a full stop stands behind them."""
        row, kinds = self.row, self.kinds
        if kinds[row[p]] != "(" or not p + 1 < len(row) < p + 20 or kinds[row[p + 1]] != ")":
            return []
        behind = {kinds[i] for i in row[p + 2:]}
        return row[p:p + 2] if behind <= _STOPS | _SPACES else []

    def _number(self, part: list[int]) -> bool:
        """Whether a part of the row is the number of an equation: `(2)`, `(3.1)`, `(2a)`, `(*)`."""
        kinds = self.kinds
        while part and kinds[part[-1]] in _STOPS | _SPACES:
            part = part[:-1]
        if len(part) != 2 or kinds[part[0]] != "(" or kinds[part[1]] != ")":
            return False
        inside = kinds[part[0] + 1:part[1]]
        return inside in (["number"], ["number", "letters"], ["*"], ["number", "'"]) \
            and (len(inside) < 2 or len(self.tokens.texts[part[0] + 2]) == 1)

    def _segment(self, p: int) -> list[int]:
        """The tokens up to what sets the next formula apart."""
        found: list[int] = []
        related = False
        for i in self.row[p:p + _LONGEST]:
            kind = self.kinds[i]
            if kind == "\\quad" or kind == "&" and related \
                    and self.kinds[found[-1]] not in RELATIONS:
                break
            related = related or kind in RELATIONS
            found.append(i)
        return found

    def _relates(self, part: list[int]) -> bool:
        return any(self.kinds[i] in RELATIONS for i in part)


def _begins(kind: str) -> bool:
    """Whether an expression may begin with this token, and prose may not."""
    return kind not in RELATIONS and kind not in CONTINUING and kind not in CLOSING \
        and kind not in _STOPS and kind not in BREAKS and kind not in (
            "word", "^", "_", "'", "!", "\\forall", "rbar", "rnull", "\\text", "\\land", "\\lor",
            "\\mid", "|", "bar", "?")


def signs(kinds: Sequence[str], i: int) -> bool:
    """Whether a sign stands there that a factor or summand must follow; not so in `w^*`."""
    return kinds[i] in CONTINUING and (not i or kinds[i - 1] not in ("^", "_"))


def _ends(kinds: Sequence[str], i: int) -> bool:
    """Whether an expression may end with this token."""
    kind = kinds[i]
    return kind not in RELATIONS and not signs(kinds, i) and kind not in OPENING \
        and kind not in _STOPS and kind not in BREAKS and kind not in (
            "word", "^", "_", "lbar", "lnull", "\\forall", "\\land", "\\lor", "\\mid")
