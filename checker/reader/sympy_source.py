"""The source of one SymPy text: its bounds, its places, and syntax trees of its pieces.

What the text costs is known before any work starts: its length, its nesting and the length
of its numbers are bounded here. Whatever Python's parser says against it is `Unreadable`.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from checker.language.errors import Unreadable
from checker.language.term import MAX_DEPTH

MAX_LENGTH: Final = 200_000
"""Longer texts are refused."""
MAX_LITERAL: Final = 4300
"""A number written with more digits is refused."""

_KEYWORD: Final = re.compile(
    r"'[^']*'|\"[^\"]*\"|\b(as|assert|async|await|break|class|continue|def|del|elif|else|except"
    r"|finally|for|from|global|if|import|in|is|lambda|nonlocal|pass|raise|return|try|while|with"
    r"|yield)\b")
_RARE: Final = frozenset("\0\n\r#\\^%@;$?`'\"·!")
_PREFIXED: Final = re.compile(r"0[xXoObB]")
_ODD: Final = re.compile(r"""[\0\n\r#\\^%@;$?`'"·]|!(?!=)|//|\b0[xXoObB]|[(\[{]|[)\]}]""")
_STRING: Final = re.compile(r"'[^'\n\r]*'|\"[^\"\n\r]*\"")
_EQUALS: Final = re.compile(r"'[^']*'|\"[^\"]*\"|(?<![<>=!:])=(?!=)")
_FLAG: Final = re.compile(r"=\s*(?:True\b|False\b|None\b|['\"])")
_KEYWORD_ARGUMENT: Final = re.compile(
    r"[(,]\s*(evaluate|dir|precision|dps|shape|range|cls|commutative|complex|real|imaginary"
    r"|extended_real|rational|irrational|integer|even|odd|prime|composite|positive|negative|zero"
    r"|nonpositive|nonnegative|nonzero|finite|infinite|algebraic|transcendental|hermitian)\s*$")
_RUN_INTO: Final = re.compile(
    r"(?<!\w)(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?"
    r"(?![eE][-+]?\d|[jJ]\b)[^\W\d_]")
_DIGITS: Final = re.compile(rf"[\d_.]{{{MAX_LITERAL + 1},}}")
_WORD: Final = re.compile(r"\w+|\*\*|<=|>=|==|!=|\S")
_OPERAND: Final = re.compile(r"[\w)\]]\s*$")

_INSTEAD: Final = {
    "^": "** for a power", "@": "* for a product", ";": "one expression", "!": "factorial(n)",
    "·": "*", "//": "floor(a/b)", "−": "-", "–": "-", "×": "*", "⋅": "*", "÷": "/", "≤": "<=",
    "≥": ">=", "≠": "!=", "∞": "oo", "√": "sqrt(x)", "²": "**2", "³": "**3",
    "∂": "Derivative(f, x)", "∑": "Sum(f, (i, 1, n))",
}
"""What to type instead of what SymPy text does not have."""


class Source:
    """One text with its places; `tree` parses a piece of it.

    >>> Source("2 + x").tree(4, 5).id
    'x'
    """

    __slots__ = ("text", "line", "keywords", "equalities", "_bytes")

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = text
        """What Python's parser is given: place by place the same text, on one line."""
        self.keywords: dict[int, str] = {}
        """Python keywords that stand as names, by their place."""
        self.equalities: set[int] = set()
        """Where a single `=` says that two sides are equal; in `line` it is a `<`."""
        self._bytes: list[int] | None = None
        """Where each character begins in UTF-8, unless all are ASCII."""
        self._check()

    def unreadable(self, message: str, place: int, expected: str = "") -> Unreadable:
        """The refusal of this text at this place."""
        before = self.text[:max(0, place)]
        line = before.count("\n") + 1
        return Unreadable(message, line, len(before) - before.rfind("\n"), expected)

    def quote(self, start: int, end: int) -> str:
        """What stands there, shortened."""
        written = " ".join(self.text[start:end].split())
        return written if len(written) <= 60 else written[:57] + "..."

    def place(self, start: int, offset: int) -> int:
        """The place in the text of a byte offset into the piece that begins at `start`."""
        if self._bytes is None:
            return start + offset
        return bisect_right(self._bytes, self._bytes[start] + offset) - 1

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """The piece without the blanks around it; refused if nothing is left."""
        piece = self.line[start:end]
        inner = piece.strip()
        if not inner:
            raise self.unreadable("an expression is missing", start)
        start += len(piece) - len(piece.lstrip())
        return start, start + len(inner)

    def tree(self, start: int, end: int, holes: tuple[tuple[int, int], ...] = ()) -> ast.expr:
        """The syntax tree of a piece without outer blanks; its holes become names `_`."""
        piece = self.line[start:end]
        for left, right in reversed(holes):  # a hole is as long in bytes, not in characters
            blank = "_" + " " * (len(piece[left - start:right - start].encode()) - 1)
            piece = piece[:left - start] + blank + piece[right - start:]
        try:
            return self._parse(piece, start)
        except SyntaxError as error:
            place = start + error.offset - 1 if error.offset else end
            raise self._explain(error.msg, place, start, end) from None
        except (RecursionError, MemoryError):
            raise self.unreadable("the expression is nested too deep", start) from None
        except ValueError as error:
            raise self.unreadable(f"this is not readable: {error}", start) from None

    def _parse(self, piece: str, start: int) -> ast.expr:
        try:
            return ast.parse(piece, mode="eval").body
        except SyntaxError:
            named = _KEYWORD.sub(lambda found: self._keyword(found, start), piece)
            if named == piece:
                raise
            return ast.parse(named, mode="eval").body

    def _keyword(self, found: re.Match[str], start: int) -> str:
        """A keyword of Python as a name of the same length; strings stay."""
        word = found[1]
        if not word:
            return found[0]
        self.keywords[start + found.start()] = word
        return f"{word[:-1]}{word[-1].upper()}"

    def _check(self) -> None:
        text = self.text
        if len(text) > MAX_LENGTH:
            raise Unreadable(f"the text has more than {MAX_LENGTH} characters")
        if not text.isascii():
            try:
                self._bytes = [0, *accumulate(len(letter.encode()) for letter in text)]
            except UnicodeEncodeError:
                place = next(k for k, c in enumerate(text) if "\ud800" <= c <= "\udfff")
                raise self.unreadable("half of a surrogate pair is no character", place) from None
        if not _RARE.isdisjoint(text) or "//" in text or _PREFIXED.search(text):
            self.line = self._one_line(text)
        if "=" in text:
            self.line = _EQUALS.sub(self._equality, self.line)
        if text.count("(") + text.count("[") + text.count("{") > MAX_DEPTH:
            self._check_nesting(text)
        into = _RUN_INTO.search(text)
        if into:
            raise self.unreadable("a number runs into a name", into.start(),
                                  "an operator, such as *")
        if len(text) > MAX_LITERAL:
            digits = _DIGITS.search(text)
            if digits:
                raise self.unreadable(f"a number is written with more than {MAX_LITERAL} digits",
                                      digits.start())

    def _equality(self, found: re.Match[str]) -> str:
        """A single `=`, unless it belongs to a keyword argument, as another comparison."""
        place = found.start()
        if (found[0] != "=" or _FLAG.match(self.line, place)
                or _KEYWORD_ARGUMENT.search(self.line[max(0, place - 40):place])):
            return found[0]
        self.equalities.add(place)
        return "<"

    def _one_line(self, text: str) -> str:
        """The text on one line; refused where a character has no meaning in SymPy text."""
        ends = {found.start(): found.end() for found in _STRING.finditer(text)}
        depth = after = 0
        begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
        for found in _ODD.finditer(text):
            token, place = found[0], found.start()
            inside = place < after
            if token in "([{" or token in ")]}":
                depth += 0 if inside else 1 if token in "([{" else -1
            elif token in "'\"":
                if inside:
                    continue
                if place and re.match(r"\w", text[place - 1]):
                    raise self.unreadable("a prime is not readable in SymPy text", place,
                                          "Derivative(h(x), x)")
                if place not in ends:
                    raise self.unreadable("a quotation mark is never closed", place)
                after = ends[place]
            elif token in "\n\r":
                if depth <= 0 and begin < place < end:
                    raise self.unreadable("a line ends outside of all brackets", place,
                                          "one expression")
            elif not inside or token in "\0\\":
                shown = "a null byte" if token == "\0" else f"`{token}`"
                raise self.unreadable(f"{shown} is not readable in SymPy text", place,
                                      _INSTEAD.get(token, ""))
        return text.replace("\n", " ").replace("\r", " ")

    def _check_nesting(self, text: str) -> None:
        depth = 0
        for found in re.finditer(r"[()\[\]{}]", text):
            depth += 1 if found[0] in "([{" else -1
            if depth > MAX_DEPTH:
                raise self.unreadable(f"brackets are nested more than {MAX_DEPTH} deep",
                                      found.start())

    def _explain(self, message: str, place: int, start: int, end: int) -> Unreadable:
        """Python's word against a piece, in ours."""
        if place >= end:
            return self.unreadable("the expression breaks off", end)
        here = self.text[place]
        if "was never closed" in message:
            return self.unreadable(f"the bracket `{here}` is never closed", place)
        if "unmatched" in message or "does not match" in message:
            return self.unreadable(f"the bracket `{here}` has no partner", place)
        if "invalid character" in message or "non-printable" in message:
            shown = f"`{here}`" if here.isprintable() else ascii(here)
            return self.unreadable(f"the character {shown} is not readable in SymPy text", place,
                                   _INSTEAD.get(here, ""))
        if "leading zeros" in message:
            return self.unreadable("a number begins with 0", place)
        if "literal" in message:
            return self.unreadable("this is not a decimal number", place)
        if "comma" in message:
            return self.unreadable("an operator or a comma is missing", place)
        token = _WORD.match(self.text, place)
        what = f"`{token[0][:40]}`" if token else "this"
        operand = _OPERAND.search(self.text[start:place])
        return self.unreadable(f"{what} is not expected here", place,
                               "an operator, such as *" if operand else "an expression")
