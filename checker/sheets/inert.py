r"""The gate to a sheet: only LaTeX of the grammar's own tokens, balanced, comes through.

What passes is put together again from its tokens: letters, numbers, brackets, known commands.
A command that is not on the list, such as `\input` or `\catcode`, a brace too many, a second
exponent, or anything else TeX would stumble over, and nothing passes at all.
"""

from __future__ import annotations

import re
from typing import Final

from checker.language.errors import CheckerError
from checker.reader.latex.alphabet import ACCENTS, FUNCTIONS, KINDS, LETTERS, SYMBOLS
from checker.reader.latex.lexer import Tokens
from checker.report.sheet.model import Math

_PLAIN: Final = (
    "frac dfrac tfrac cfrac binom dbinom tbinom sqrt sum prod int iint partial infty nabla cdot "
    "times div pm mp le leq ge geq ne neq to rightarrow longrightarrow in notin approx equiv sim "
    "dots ldots cdots dotsc dotsb dotsm vdots ddots quad qquad lim prime circ ast star top land "
    "lor neg mid vert Vert lvert rvert lVert rVert lfloor rfloor lceil rceil langle rangle "
    "Rightarrow Leftrightarrow implies iff because therefore forall exists colon det gcd "
    "arg sup inf dagger perp odot otimes oplus").split()
_KNOWN: Final = frozenset(
    {"\\" + word for word in _PLAIN} | set(LETTERS) | set(ACCENTS) | set(FUNCTIONS)
    | {"\\{", "\\}", "\\|"}) \
    - {"\\omicron", "\\bm", "\\bold", "\\pmb", "\\mathscr", "\\iint", "\\arccot", "\\arcsec",
       "\\arccsc"}
"""Commands of LaTeX, amsmath and amssymb that a formula may hold."""
_OTHERWISE: Final = {"\\bm": "\\boldsymbol", "\\bold": "\\boldsymbol", "\\pmb": "\\boldsymbol",
                     "\\mathscr": "\\mathcal", "\\omicron": "o", "\\iint": "\\int\\int",
                     "\\arccot": "\\operatorname{arccot}", "\\arcsec": "\\operatorname{arcsec}",
                     "\\arccsc": "\\operatorname{arccsc}"}
"""Commands that need another package, and what stands for them."""
_RELATIONS: Final = {":=": ":=", "~": "\\approx", "->": "\\to"}
_ARGUMENTS: Final = {**dict.fromkeys(ACCENTS, 1), "\\sqrt": 1, **dict.fromkeys(
    ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\binom", "\\dbinom", "\\tbinom"), 2)}
"""How many arguments a command takes."""
_ENVIRONMENTS: Final = frozenset("cases matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix".split())
_SIGNS: Final = frozenset("+-*/=<>()[]|.,:;!'^_{}&")
_FENCES: Final = frozenset("()[]|./") | {
    "\\{", "\\}", "\\|", "\\lfloor", "\\rfloor", "\\lceil", "\\rceil", "\\langle", "\\rangle",
    "\\vert", "\\Vert", "\\lvert", "\\rvert", "\\lVert", "\\rVert"}
_FENCED: Final = re.compile(r"\\(left|right|middle|[bB]igg?[lrm]?)\s*(\\[A-Za-z]+|.+)")
_SCRIPTED: Final = frozenset({"*", "+", "-", "\\prime", "\\infty", "\\top", "\\ast", "\\star",
                              "\\dagger", "\\circ"})
"""What may be a script without braces, besides letters and numbers."""
_WORDS: Final = re.compile(r"[^\w .,:;'()/=+-]")
_UPRIGHT: Final = re.compile(r"\\(mathrm|mathit|operatorname)\b")
_OPEN_END: Final = re.compile(r"\\[A-Za-z]+$")
"""The end of a text that a letter behind it would change."""


def inert(written: str) -> Math | None:
    r"""The formula as it may stand on a sheet; None where a token is not the grammar's.

    >>> print(inert(r"\dfrac{1}{2} \label{a} x^2"))
    \dfrac{1}{2} x^2
    >>> print(inert(r"x \input{/etc/passwd}"), inert(r"x^^5c"), inert("{x"), inert("x^2^3"))
    None None None None
    """
    try:
        return _Gate(written).passed()
    except (CheckerError, _Stopped):
        return None


def words(text: str) -> str:
    r"""A text that may stand in `\text{...}`: letters of any script, digits, simple signs."""
    return _WORDS.sub("", text).replace("_", "\\_")


class _Stopped(Exception):
    """Something that is not let through."""


class _Gate:
    """One formula on its way through."""

    def __init__(self, written: str) -> None:
        self.tokens = Tokens(written)
        self.written = written
        self.count = self.tokens.kinds.index("stop")
        self.pieces = [self.piece(i) for i in range(self.count)]

    def passed(self) -> Math:
        self.nesting()
        self.scripts()
        out = []
        for i, piece in enumerate(self.pieces):
            if i:
                gap = self.written[self.tokens.ends[i - 1]:self.tokens.places[i]]
                out.append("\\, " if "\\," in gap else " " if gap else "")
                if not gap and piece[0].isalpha() and _OPEN_END.search(out[-2]):
                    out.append(" ")
            out.append(piece)
        return Math("".join(out).strip())

    def raw(self, i: int) -> str:
        return self.written[self.tokens.places[i]:self.tokens.ends[i]]

    def piece(self, i: int) -> str:
        """A token as it stands on the sheet."""
        kind, raw = self.tokens.kinds[i], self.raw(i)
        if kind == "number" or kind == "letters" and raw.isalpha() and raw.isascii():
            return raw
        if kind == "letters":
            return f"\\mathrm{{{self.tokens.texts[i]}}}"
        if kind == "word":
            upright = _UPRIGHT.match(raw)
            inside = words(self.tokens.texts[i])
            if upright is not None and inside.isalnum() and inside.isascii():
                return f"\\{upright[1]}{{{inside}}}"
            if not inside.strip():
                raise _Stopped
            left = " " if re.match(r"\\\w+\*?\s*\{\s", raw) else ""
            right = " " if re.search(r"\s\}$", raw) or not raw.startswith("\\") else ""
            return f"\\text{{{left}{inside}{right}}}"
        if kind in ("begin", "end"):
            environment = self.tokens.texts[i]
            if environment not in _ENVIRONMENTS or not re.fullmatch(
                    r"\\(?:begin|end)\s*\{\w+\}", raw):
                raise _Stopped
            return f"\\{kind}{{{environment}}}"
        fenced = _FENCED.fullmatch(raw)
        if fenced is not None:
            if fenced[2] not in _FENCES:
                raise _Stopped
            return f"\\{fenced[1]}{' ' if fenced[2].isalpha() else ''}{fenced[2]}"
        if kind == "\\\\":
            return "\\\\"
        if kind in _RELATIONS:
            return _RELATIONS[kind]
        if raw in _SIGNS or raw in _KNOWN:
            return raw
        for found in (_OTHERWISE.get(raw), SYMBOLS.get(raw), KINDS.get(raw), kind):
            if found is not None and (found in _SIGNS or found in _KNOWN or raw in _OTHERWISE):
                return found
        raise _Stopped

    def nesting(self) -> None:
        r"""Braces, `\left`, environments close in the order in which they open."""
        open_: list[str] = []
        for piece in self.pieces:
            if piece == "{":
                open_.append("}")
            elif piece.startswith("\\left") and piece not in _KNOWN:
                open_.append("\\right")
            elif piece.startswith("\\begin"):
                open_.append("\\end" + piece.removeprefix("\\begin"))
            elif piece.startswith("\\middle"):
                self.need(open_[-1:] == ["\\right"])
            elif piece in ("}",) or piece.startswith("\\end") or \
                    piece.startswith("\\right") and piece not in _KNOWN:
                self.need(bool(open_))
                last = open_.pop()
                self.need(piece.startswith(last))
            elif piece in ("&", "\\\\"):
                self.need(open_[-1:] != [] and open_[-1].startswith("\\end"))
        self.need(not open_)

    def scripts(self) -> None:
        """No second exponent or index on one letter, and arguments where they are due."""
        seen: list[set[str]] = [set()]
        closes: dict[int, bool] = {}
        i = 0
        while i < self.count:
            piece = self.pieces[i]
            if piece in ("^", "_"):
                self.need(piece not in seen[-1] and i + 1 < self.count)
                seen[-1].add(piece)
                after = self.pieces[i + 1]
                if after == "{":
                    closes[self.tokens.partner[i + 1]] = True
                    seen.append(set())
                else:
                    self.need(after.isalnum() or after in _SCRIPTED or after in LETTERS)
                    if len(after) > 1 and after.isalnum():
                        seen[-1] = set()
                i += 2
                continue
            if piece == "'":
                self.need("^" not in seen[-1])
                if i + 1 >= self.count or self.pieces[i + 1] not in ("'", "^"):
                    seen[-1].add("^")
                i += 1
                continue
            if piece == "{":
                seen.append(set())
            elif piece == "}":
                seen.pop()
                if not closes.get(i):
                    seen[-1] = set()
            else:
                seen[-1] = set()
            if piece in _ARGUMENTS:
                self.arguments(i)
            i += 1

    def arguments(self, i: int) -> None:
        """The arguments of a command stand behind it."""
        due = _ARGUMENTS[self.pieces[i]]
        k = i + 1
        if self.pieces[i] == "\\sqrt" and k < self.count and self.pieces[k] == "[":
            self.need("]" in self.pieces[k:])
            k = self.pieces.index("]", k) + 1
        while due > 0:
            self.need(k < self.count)
            piece = self.pieces[k]
            if piece == "{":
                k = self.tokens.partner[k]
                due -= 1
            else:
                self.need(piece.isalnum() or piece in LETTERS)
                due -= len(piece) if piece.isalnum() else 1
            k += 1

    @staticmethod
    def need(holds: bool) -> None:
        if not holds:
            raise _Stopped

