r"""How wide a formula is on paper, near enough to decide where a long line breaks.

Widths are in em of the text's font. A formula is a row of items: what TeX would never break
(a letter with its scripts, a fraction, a root), relations, signs and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"\\(?:left|right|middle)\s*(?:\\[A-Za-z]+|\\.|.)|\\(?:begin|end)\{\w+\}"
    r"|\\(?:text|mathrm|mathit|operatorname)\{[^{}]*\}|\\[A-Za-z]+|\\.|[0-9]+|\S")
_WIDE: Final = {"=": 1.33, "<": 1.33, ">": 1.33, "\\le": 1.33, "\\ge": 1.33, "\\ne": 1.33,
                "\\in": 1.2, "\\to": 1.56, "\\approx": 1.33, "+": 1.22, "-": 1.22, "\\cdot": 0.72,
                "\\times": 1.22, "\\pm": 1.22, "\\sum": 1.6, "\\prod": 1.4, "\\int": 1.1,
                "\\quad": 1.0, "\\qquad": 2.0, "(": 0.39, ")": 0.39, "[": 0.28, "]": 0.28,
                "|": 0.28, ",": 0.45, "!": 0.28, "'": 0.28, ".": 0.28, "\\,": 0.17,
                "\\infty": 1.0, "/": 0.5, ":": 0.6, ";": 0.45, "\\dots": 1.2, "\\cdots": 1.2}
_RELATIONS: Final = frozenset({"=", "<", ">", "\\le", "\\ge", "\\ne", "\\to", "\\approx", "\\in"})
_SIGNS: Final = frozenset({"+", "-", "\\pm"})
_DOTS: Final = frozenset({"\\cdot", "\\times"})
_SCRIPT: Final = 0.72
_ACCENTS: Final = frozenset(
    "hat bar tilde vec dot ddot mathbf mathcal mathbb mathfrak mathsf mathtt boldsymbol widehat "
    "overline widetilde underline check breve acute grave mathring overrightarrow".split())


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a formula that stays whole."""

    text: str
    width: float
    kind: str
    """relation, sign, dot, open, close, or "" for anything else."""
    stretches: bool = False
    r"""Whether it is a bracket with `\left` or `\right`."""
    start: int = 0
    """Where it stands in the formula,"""
    end: int = 0
    """and where it ends."""


def width(math: str) -> float:
    r"""The width of a formula in em.

    >>> width("x + 1") < width(r"\frac{x + 1}{2} + x") < 5
    True
    """
    return sum(item.width for item in items(math))


def items(math: str) -> list[Item]:
    r"""The pieces of a formula.

    >>> [item.text for item in items(r"\frac{a}{b} + x_{1}^{2} (y - 1)")]
    ['\\frac{a}{b}', '+', 'x_{1}^{2}', '(', 'y', '-', '1', ')']
    """
    return list(_Reader(math).row())


class _Reader:
    """A formula's tokens, read from the left."""

    def __init__(self, math: str) -> None:
        self.math = math
        self.found = list(_TOKEN.finditer(math))
        self.at = 0

    def row(self) -> Iterator[Item]:
        """Item by item, up to the end."""
        before = ""
        while self.at < len(self.found):
            item = self.item(before)
            before = item.kind or "atom"
            yield item

    def item(self, before: str) -> Item:
        start, token = self.found[self.at].start(), self.found[self.at][0]
        kind = "relation" if token in _RELATIONS else "dot" if token in _DOTS else ""
        if token in _SIGNS:
            kind = "sign" if before in ("atom", "close") else ""
        if token == ":" and self.peek(1) == "=":
            self.at += 1
            kind = "relation"
        opens = token in ("(", "[", "\\{") or token.startswith("\\left")
        closes = token in (")", "]", "\\}") or token.startswith("\\right")
        wide = self.nucleus()
        scripts = 0.0
        while self.peek() in ("^", "_"):
            self.at += 1
            scripts = max(scripts, _SCRIPT * self.argument())
        wide = max(wide, scripts) if token in ("\\sum", "\\prod", "\\lim") else wide + scripts
        end = self.found[self.at - 1].end()
        kind = "open" if opens else "close" if closes else kind
        if not kind and token in _SIGNS:
            wide = 0.78
        return Item(self.math[start:end], wide, kind, token.startswith(("\\left", "\\right")),
                    start, end)

    def peek(self, ahead: int = 0) -> str:
        k = self.at + ahead
        return self.found[k][0] if k < len(self.found) else ""

    def nucleus(self) -> float:
        """The width of the next item without its scripts."""
        token = self.peek()
        self.at += 1
        if token == "{":
            return self.group()
        if token in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\binom"):
            return max(self.argument(), self.argument()) + 0.4
        if token == "\\sqrt":
            if self.peek() == "[":
                while self.peek() not in ("]", ""):
                    self.at += 1
                self.at += 1
            return self.argument() + 0.9
        if token.startswith("\\begin"):
            return self.environment()
        if token.startswith(("\\left", "\\right")):
            return 0.7
        if token in _WIDE:
            return _WIDE[token]
        if token.endswith("}"):
            return 0.5 * (len(token) - token.index("{") - 2) + 0.2
        if token.startswith("\\"):
            word = token[1:]
            if word in _ACCENTS:
                return self.argument()
            return 0.5 * len(word) + 0.34 if word in ("log", "sin", "cos", "tan", "exp", "lim",
                                                      "max", "min", "sinh", "cosh", "tanh",
                                                      "ln", "arctan") else 0.6
        return 0.5 * len(token) if token.isdigit() else 0.56

    def argument(self) -> float:
        """The width of the next group or token."""
        if self.peek() == "":
            return 0.0
        return self.nucleus()

    def group(self) -> float:
        """The width up to the closing brace."""
        total = 0.0
        before = ""
        while self.peek() not in ("}", ""):
            item = self.item(before)
            before = item.kind or "atom"
            total += item.width
        self.at += 1
        return total

    def environment(self) -> float:
        r"""The widest row up to `\end`."""
        rows = [0.0]
        while self.peek() != "" and not self.peek().startswith("\\end"):
            if self.peek() == "\\\\":
                self.at += 1
                rows.append(0.0)
            elif self.peek() == "&":
                self.at += 1
                rows[-1] += 1.0
            else:
                rows[-1] += self.item("atom").width
        self.at += 1
        return max(rows) + 1.0
