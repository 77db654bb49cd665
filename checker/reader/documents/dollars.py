"""Inline formulas in dollar signs: which dollar sign closes which.

A dollar sign inside braces that are still open belongs to a text inside of the formula, as in
`$x \\text{ if $x > 0$}$`. In Markdown a dollar sign may also be a price.
"""

from __future__ import annotations

from typing import Final

from checker.reader.documents.prose import is_loose_formula, is_price
from checker.reader.documents.seeking import escaped

_TRIES: Final = 8
"""How many dollar signs may stand inside of a formula."""


def closing_dollar(text: str, start: int, limit: int) -> int:
    r"""The dollar sign that closes what begins at `start`: the next one outside of braces.

    >>> closing_dollar(r"$x \text{ if $x$}$", 1, 18), closing_dollar(r"$\$", 1, 3)
    (17, -1)
    """
    first = place = _next_dollar(text, start, start, limit)
    depth, seen = 0, start
    for _ in range(_TRIES):
        if place < 0:
            break
        piece = text[seen:place]
        depth += _count(piece, "{") - _count(piece, "}")
        if depth <= 0:
            return place
        seen = place
        place = _next_dollar(text, place + 1, start, limit)
    return first


def formula_end(text: str, start: int, limit: int) -> int:
    """Where the formula ends that a dollar sign of Markdown begins before `start`; -1 if none.

    >>> formula_end("$x$", 1, 3), formula_end("$5 and $6", 1, 9), formula_end("$ x = 1 $", 1, 9)
    (2, -1, 8)
    """
    end = closing_dollar(text, start, limit)
    if end <= start or text[end + 1:end + 2].isdigit():
        return -1
    content = text[start:end]
    if content[0].isspace() or content[-1].isspace():
        loose = content[0].isspace() and content[-1].isspace() and text[end + 1:end + 2] != "$"
        return end if loose and is_loose_formula(content) else -1
    return -1 if is_price(content) else end


def _next_dollar(text: str, place: int, start: int, limit: int) -> int:
    place = text.find("$", place, limit)
    while place >= 0 and escaped(text, place, start):
        place = text.find("$", place + 1, limit)
    return place


def _count(piece: str, brace: str) -> int:
    return piece.count(brace) - piece.count("\\" + brace)
