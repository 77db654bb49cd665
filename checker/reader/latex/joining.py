"""Commas that end no statement: lists of names, `i = 1, 2, \\dots, n`, `x = 1, 2`."""

from __future__ import annotations

from typing import Final

from checker.reader.latex.alphabet import ACCENTS, LETTERS, RELATIONS
from checker.reader.latex.layout import CLOSING, OPENING
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.rows import Piece, in_number

_LISTED: Final = 5
"""So many members of a list may stand before its dots."""
_NAMES: Final = 20
"""So many names may stand between two ends."""
_SHORT: Final = 3
"""A condition such as `y > 0` has no more tokens."""
_SCRIPTED: Final = frozenset({"_", "^", "{", "}", "(", ")", "number", "letters"})
_DIRECTIONS: Final = {"<": "<", "\\le": "<", ">": ">", "\\ge": ">"}


def joined(tokens: Tokens, found: list[Piece]) -> list[Piece]:
    """The pieces, where a comma only lists names put together again: `x, w \\in \\mathbb{R}`."""
    out: list[Piece] = []
    related = False
    found = _without_brackets(tokens, found)
    for k, piece in enumerate(found):
        relates = _relates(tokens, piece)
        if out and piece.comma and out[-1].role == piece.role != "remark" and (
                not related or _is_listed(tokens, found, k)
                or _is_between(tokens, out[-1], found, k)
                or tokens.kinds[piece.first - 2] == "\\dots" and not relates):
            out[-1].last = piece.last
            related = related or relates
        else:
            out.append(piece)
            related = relates
    return _conditions_ahead(tokens, out)


def _without_brackets(tokens: Tokens, found: list[Piece]) -> list[Piece]:
    """The pieces, where one that stands in brackets behind others, `(x, y > 0)`, is a condition."""
    kinds = tokens.kinds
    out: list[Piece] = []
    for piece in found:
        last = piece.last
        while last > piece.first and kinds[last - 1] in (".", ","):
            last -= 1
        inside = range(piece.first + 1, last - 1)
        commas, related, depth = [], False, 0
        for i in inside:
            depth += (kinds[i] in OPENING) - (kinds[i] in CLOSING)
            if depth < 0:
                break
            related |= not depth and (
                kinds[i] in _DIRECTIONS or kinds[i] in ("\\ne", "\\in", "\\dots"))
            if not depth and kinds[i] == "," and not in_number(tokens, i):
                commas.append(i)
        if not out or depth or not related or piece.role != "main" \
                or kinds[piece.first] != "(" or kinds[last - 1] != ")":
            out.append(piece)
            continue
        first = piece.first + 1
        for end in (*commas, last - 1):
            out.append(Piece(first, end, "guard", False, comma=first > piece.first + 1))
            first = end + 1
    return out


def _conditions_ahead(tokens: Tokens, found: list[Piece]) -> list[Piece]:
    """The pieces, where a condition `\\forall x > 0` stands behind what it is said of, or alone."""
    if not found or found[0].role != "ahead":
        return found
    first, *others = found
    if len(others) == 1 and (others[0].role == "claim" or others[0].role == "ahead"
                             and not _compares(tokens, others[0])):
        others[0].role, first.role = "main", "guard"
        return [*others, first]
    for piece in found:
        piece.role = {"ahead": "main", "claim": "unclear"}.get(piece.role, piece.role)
    return found


def _compares(tokens: Tokens, piece: Piece) -> bool:
    """Whether it is a further condition: `y > 0`, `y \\in \\mathbb{R}`."""
    kinds = tokens.kinds[piece.first:piece.last]
    return "=" not in kinds and (len(kinds) <= _SHORT or "\\in" in kinds)


def _relates(tokens: Tokens, piece: Piece) -> bool:
    return any(kind in RELATIONS or kind == ":" for kind in tokens.kinds[piece.first:piece.last])


def _is_between(tokens: Tokens, before: Piece, found: list[Piece], k: int) -> bool:
    """Whether a comma lists names behind a number, `0 < x, y < 1`, `0 < x, y`."""
    kinds = tokens.kinds
    first = before.first + (kinds[before.first] == "-")
    direction = _DIRECTIONS.get(kinds[first + 1], "")
    signs = [kind for kind in kinds[before.first:before.last] if kind in RELATIONS]
    if kinds[first] != "number" or not direction or len(signs) != 1:
        return False
    for piece in found[k:k + _NAMES]:
        if not piece.comma or piece.role != before.role:
            break
        behind = [kind for kind in kinds[piece.first:piece.last] if kind in RELATIONS]
        if behind:
            return [_DIRECTIONS.get(kind) for kind in behind] == [direction]
        if not _is_name(kinds[piece.first:piece.last]):
            return False
    return True


def _is_name(kinds: list[str]) -> bool:
    """Whether it looks like a name with its scripts: `y`, `\\sigma_1`, `\\hat{y}`."""
    return len(kinds) <= _LISTED and (
        kinds[0] == "letters" or kinds[0] in LETTERS or kinds[0] in ACCENTS) \
        and kinds[1:2] != ["("] and _SCRIPTED.issuperset(kinds[1:])


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
