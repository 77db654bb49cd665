"""Long sums and products of a SymPy text, found without parsing.

Python's parser builds `a + b + c + ...` as a tree as deep as the sum is long, and gives up
at some three thousand summands. So the parts of a text, between brackets and commas, that are
sums or products of many operands are found by one scan, and read operand by operand.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LONG: Final = 400
"""A part with more operators than this is read operand by operand."""

_TOKEN: Final = re.compile(
    r"'[^']*'|\"[^\"]*\"|[^\W\d]\w*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?"
    r"|\*\*|<=|>=|==|!=|\S")
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_BOUNDARY: Final = _CLOSING | {",", "<", ">", "<=", ">=", "==", "!=", "=", "&", "|", "and", "or"}
_BEFORE_OPERAND: Final = (_OPENING | (_BOUNDARY - _CLOSING)
                          | {"+", "-", "*", "/", "**", "~", "not"})


class Segment(NamedTuple):
    """A part of a text that is one long sum or product."""

    start: int
    end: int
    operators: tuple[int, ...]
    """Where its binary operators stand: those of the sum, else those of the product."""


def long_segments(text: str, start: int, end: int) -> tuple[Segment, ...]:
    """The outermost long sums and products between two places, without outer blanks.

    >>> long_segments("log(" + "x+"*500 + "x)", 0, 1006)[0][:2]
    (4, 1005)
    """
    piece = text[start:end]
    if len(piece) <= LONG or sum(map(piece.count, "+-*/")) <= LONG:
        return ()
    found: list[Segment] = []
    stack: list[tuple[int, list[int], list[int]]] = [(start, [], [])]
    operand = False
    for match in _TOKEN.finditer(piece):
        token, place = match[0], start + match.start()
        begin, sums, products = stack[-1]
        if token in _OPENING:
            stack.append((place + 1, [], []))
        elif token in _BOUNDARY:
            _close(found, text, begin, place, sums or products, len(sums) + len(products))
            if token not in _CLOSING:
                stack[-1] = (start + match.end(), [], [])
            elif len(stack) > 1:
                stack.pop()
        elif token in ("+", "-") and operand:
            sums.append(place)
        elif token in ("*", "/"):
            products.append(place)
        operand = token not in _BEFORE_OPERAND
    begin, sums, products = stack[-1]
    _close(found, text, begin, end, sums or products, len(sums) + len(products))
    return tuple(found)


def _close(found: list[Segment], text: str, start: int, end: int, operators: list[int],
           count: int) -> None:
    if count > LONG:
        while found and found[-1].start >= start:
            found.pop()  # it lies within this one
        piece = text[start:end]
        found.append(Segment(start + len(piece) - len(piece.lstrip()),
                             start + len(piece.rstrip()), tuple(operators)))
