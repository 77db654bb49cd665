r"""Where a long formula may break: before the signs that stand outside of all brackets."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_OPENS: Final = frozenset({"{", "\\left", "\\begin"})
_CLOSES: Final = frozenset({"}", "\\right", "\\end"})
_SOFT: Final = {"(": 1, "[": 1, "\\{": 1, ")": -1, "]": -1, "\\}": -1}
_SIGNS: Final = frozenset({"+", "-", "=", "<", ">", "\\le", "\\ge", "\\ne", "\\to", "\\cdot",
                           "\\times", "\\pm", "\\mp", "\\leq", "\\geq", "\\neq", "\\approx"})
_SHORT: Final = 22
"""A formula of this many characters fits a phone with room to spare."""
_LONG: Final = 30
"""A piece of more characters than this may also break inside of plain brackets."""
_LEAST: Final = 8
"""No piece is shorter than this."""
_UNSEEN: Final = re.compile(
    r"\\(?:left|right|frac|operatorname|begin|end|text|mathrm|[,;:! ])|[{}^_]")


def pieces(latex: str) -> list[str]:
    r"""The formula in pieces between which a line may break; a short one is one piece.

    >>> pieces("a + b")
    ['a + b']
    >>> pieces("y \\log(h(x)) + (1 - y) \\log(1 - h(x)) - \\lambda")
    ['y \\log(h(x))', '+ (1 - y) \\log(1 - h(x))', '- \\lambda']
    """
    if _length(latex) <= _SHORT:
        return [latex]
    outside = _cut(latex, most=0)
    return [part for piece in outside
            for part in ([piece] if _length(piece) <= _LONG else _cut(piece, most=9))]


def _cut(latex: str, most: int) -> list[str]:
    """The text before and from each sign with at most so many plain brackets around it."""
    found: list[str] = []
    here = ""
    depth = soft = 0
    operand = sized = False
    for token in _TOKEN.findall(latex):
        if not sized:  # the bracket of \left( and \right) is counted with its command
            depth += (token in _OPENS) - (token in _CLOSES)
            soft += _SOFT.get(token, 0) if depth == 0 else 0
        sized = token in ("\\left", "\\right")
        if token in _SIGNS and depth == 0 and soft <= most:
            if operand and _length(here) > _LEAST:
                found.append(here.strip())
                here = ""
            operand = False
        elif not token.isspace():
            operand = token not in _SIGNS and _SOFT.get(token, 0) != 1
        here += token
    return [*found, here.strip()] if here.strip() else found


def _length(latex: str) -> int:
    """About how many characters wide the formula is."""
    plain = re.sub(r"\\[A-Za-z]+", "xx", _UNSEEN.sub("", latex))
    return len(plain.replace(" ", ""))
