"""Commas that end no statement: lists of names, `i = 1, 2, \\dots, n`, `x = 1, 2`."""

from __future__ import annotations

from typing import Final

from checker.reader.latex.alphabet import RELATIONS
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.rows import Piece

_LISTED: Final = 5
"""So many members of a list may stand before its dots."""


def joined(tokens: Tokens, found: list[Piece]) -> list[Piece]:
    """The pieces, where a comma only lists names put together again: `x, w \\in \\mathbb{R}`."""
    out: list[Piece] = []
    related = False
    for k, piece in enumerate(found):
        relates = _relates(tokens, piece)
        if out and piece.comma and out[-1].role == piece.role != "remark" and (
                not related or _is_listed(tokens, found, k)
                or tokens.kinds[piece.first - 2] == "\\dots" and not relates):
            out[-1].last = piece.last
            related = related or relates
        else:
            out.append(piece)
            related = relates
    return out


def _relates(tokens: Tokens, piece: Piece) -> bool:
    return any(kind in RELATIONS or kind == ":" for kind in tokens.kinds[piece.first:piece.last])


def _is_listed(tokens: Tokens, found: list[Piece], k: int) -> bool:
    """Whether a piece is a further member of a list: a number, or `i = 1, ..., \\dots, n`."""
    if found[k].last == found[k].first + 1 and tokens.kinds[found[k].first] == "number":
        return True
    for piece in found[k:k + _LISTED]:
        if not piece.comma or _relates(tokens, piece):
            return False
        if tokens.kinds[piece.first] == "\\dots":
            return True
    return False
