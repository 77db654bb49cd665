"""The tokens of a display, cut into pieces: rows, clauses, remarks, cases with statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from checker.reader.latex.alphabet import RELATIONS
from checker.reader.latex.layout import BREAKS, CLOSING, CONTINUING, OPENING, layout, signs
from checker.reader.latex.lexer import AHEAD, Tokens
from checker.reader.latex.names import REMARKS

DISPLAYS: Final = frozenset(
    "align align* aligned alignat gather gather* gathered split equation equation* multline "
    "multline* eqnarray eqnarray* displaymath math array alignedat flalign flalign* multlined "
    "xalignat xalignat* xxalignat IEEEeqnarray IEEEeqnarray* dmath dmath* darray".split())
"""Environments that only hold rows."""
_ROLES: Final = {
    "\\because": "because", "\\therefore": "therefore", "\\Rightarrow": "implied",
    "\\Leftrightarrow": "implied", "\\forall": "guard", "because": "because",
    "since": "because", "by": "because", "as": "guard", "if": "guard", "when": "guard",
    "for": "guard", "whenever": "guard", "provided": "guard", "assuming": "guard",
    "given": "guard", "s.t": "guard", "where": "where", "with": "where",
    "so": "implied", "hence": "implied", "thus": "implied", "then": "implied", "let": "main",
    "and": "main", "or": "or", "iff": "implied",
}


_IF: Final = frozenset("if for when whenever as provided assuming given in on".split())
_ENDING: Final = frozenset("if for when as all every each any that case condition".split())
"""Words that several words begin and end with that introduce a condition."""
DENIES: Final = re.compile(
    r"(?:^|.*\s)(?:not|never|unless|except(?: (?:for|if|when|where|that))?|excluding|without|"
    r"other than|outside|(?:only|not) (?:if|for|when|in)|no|false that)")
"""Words that deny what follows, or all but what follows."""


@dataclass(slots=True)
class Piece:
    """Tokens from `first` up to `last` that say one thing, and which part they play."""

    first: int
    last: int
    role: str
    row: bool
    """Whether it begins a row."""
    comma: bool = False
    """Whether a comma stands before it."""
    text: str = ""
    """The remark that it is, if it is one."""


def simplified(tokens: Tokens) -> Tokens:
    """The tokens without display environments, alignment marks and breaks within a side."""
    if tokens.simple is None:
        tokens.simple = _simplified(tokens)
    return tokens.simple.copy()


def _simplified(tokens: Tokens) -> Tokens:
    kinds = tokens.kinds
    keep: list[tuple[int, str]] = []
    levels = _levels(tokens)
    found = layout(tokens, levels)
    for i, kind in enumerate(kinds[:-AHEAD]):
        if levels[i] < 0:
            if kind == "end":
                keep.append((i, "\\\\"))
            continue
        kind = found.kinds.get(i, kind)
        if not kind:
            continue
        if not levels[i]:
            if i in found.joins:
                while keep and keep[-1][1] in ("\\\\", "\\quad"):
                    keep.pop()
            if i in found.before:
                keep.append((i, found.before[i]))
            if kind in BREAKS and i and tokens.begins_line(i) and keep \
                    and keep[-1][1] not in RELATIONS and keep[-1][1] != "\\\\":
                keep.append((i, "\\\\"))
            if kind in CONTINUING and _continues(tokens, keep, i):
                while keep[-1][1] in ("\\\\", "\\quad"):
                    keep.pop()
            if kind == "\\\\" and (not keep or keep[-1][1] in RELATIONS or _hangs(keep)):
                continue
            if kind == "\\quad" and _hangs(keep):
                continue
        elif kind == "\\quad" and tokens.texts[i].startswith("\\h"):
            continue
        keep.append((i, kind))
    return tokens.replaced(keep)


def _hangs(keep: list[tuple[int, str]]) -> bool:
    """Whether what was kept ends with a sign that something must follow."""
    return bool(keep) and signs([kind for _, kind in keep[-2:]], len(keep[-2:]) - 1)


def _levels(tokens: Tokens) -> list[int]:
    """How deep in brackets each token stands; -1 where it only sets the display."""
    dropped = _reason_brackets(tokens) | _frame(tokens) | _broken_brackets(tokens) \
        | _empty(tokens)
    levels: list[int] = []
    depth = 0
    before = -1
    for i, kind in enumerate(tokens.kinds):
        if i in dropped or kind in ("begin", "end") and tokens.texts[i] in DISPLAYS \
                and depth == 0 and not (tokens.texts[i] == "array" and (
                    before >= 0 and tokens.kinds[before] == "\\{"
                    or tokens.kinds[i + 1] == "rnull")):
            levels.append(-1)
            continue
        if kind in CLOSING and depth:
            depth -= 1
        levels.append(depth)
        if kind in OPENING:
            depth += 1
        before = i
    return levels


def _empty(tokens: Tokens) -> set[int]:
    """Empty braces where a sign follows that they make stand between two factors."""
    kinds = tokens.kinds
    return {k for i, kind in enumerate(kinds) if kind == "{" and kinds[i + 1] == "}"
            and kinds[i + 2] in ("+", "-", "=") and (not i or kinds[i - 1] in _EMPTY)
            for k in (i, i + 1)}


_EMPTY: Final = RELATIONS.keys() | {"&", "\\\\", "\\quad", "(", "[", "begin"}
"""Tokens behind which empty braces are nothing."""


def _reason_brackets(tokens: Tokens) -> set[int]:
    """The brackets of `(\\because ...)`."""
    dropped: set[int] = set()
    open_at: list[int] = []
    for i, kind in enumerate(tokens.kinds):
        if kind in ("(", "["):
            open_at.append(i)
        elif kind in (")", "]") and open_at:
            opening = open_at.pop()
            if tokens.kinds[opening + 1] in ("\\because", "\\therefore"):
                dropped |= {opening, i}
    return dropped


def _broken_brackets(tokens: Tokens) -> set[int]:
    """The ends of the lines in a bracket that runs over several: `\\right. \\\\ \\left.`."""
    dropped: set[int] = set()
    for i, kind in enumerate(tokens.kinds):
        if kind == "rnull":
            k = i + 1
            while tokens.kinds[k] in ("\\\\", "&", "\\quad"):
                k += 1
            if tokens.kinds[k] == "lnull":
                dropped |= set(range(i, k + 1))
    return dropped


def _frame(tokens: Tokens) -> set[int]:
    """The braces around the whole display."""
    found: set[int] = set()
    first, last = 0, len(tokens.kinds) - AHEAD - 1
    while tokens.kinds[first] == "{" and tokens.partner[first] == last and last > first + 1:
        found |= {first, last}
        first, last = first + 1, last - 1
    return found


def _continues(tokens: Tokens, keep: list[tuple[int, str]], i: int) -> bool:
    """Whether a sign begins a row that goes on with the side before it."""
    back = len(keep) - 1
    while back >= 0 and keep[back][1] == "\\quad":
        back -= 1
    if back < 0 or keep[back][1] != "\\\\":
        return False
    depth = 0
    for kind in tokens.kinds[i:]:
        if kind in OPENING:
            depth += 1
        elif kind in CLOSING:
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and kind in ("\\\\", "stop"):
            break
        elif depth == 0 and kind in RELATIONS:
            return False
    return True


def pieces(tokens: Tokens, known: Callable[[str], bool]) -> list[Piece]:
    """The pieces of a display, whose rows were simplified; words that are `known` are names."""
    kinds = tokens.kinds
    found: list[Piece] = []
    piece = Piece(0, 0, "main", True)
    depth = 0
    i = 0

    def close(role: str, row: bool, comma: bool = False) -> None:
        nonlocal piece
        piece.last = i
        if piece.last > piece.first:
            found.append(piece)
        piece = Piece(i + 1, i + 1, role, row or piece.row and piece.last <= piece.first, comma)

    while kinds[i] != "stop":
        kind = kinds[i]
        if kind in OPENING:
            if kind == "begin" and depth == 0 and i > piece.first and _ends(kinds[i - 1]):
                close("case", False)
                end = _environment_end(kinds, i)
                piece.last = end
                found.append(piece)
                piece = Piece(end + 1, end + 1, "behind", False)
                i = end + 1
                continue
            depth += 1
        elif kind in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            if kind == "\\\\":
                close("main", True)
            elif kind in _ROLES:
                ahead = kind == "\\forall" and not found and i == piece.first
                close("ahead" if ahead else _ROLES[kind], False)
            elif kind == ":" and piece.role == "ahead" and (
                    "\\to" not in kinds or RELATIONS.keys() & set(kinds[piece.first:i])):
                close("claim", False)
            elif kind in ("\\quad", ";"):
                close(piece.role if piece.first == i else "main", False)
            elif kind == "," and not in_number(tokens, i):
                close(piece.role, False, comma=True)
            elif kind == "word" and _is_remark(tokens, i, piece, known):
                _remark(tokens, i, found, close, piece.role)
            elif kind == ":" and piece.role == "guard" and piece.row and _equates(kinds, i):
                close("main", False)
            elif kind == "letters" and tokens.texts[i] in ("if", "for") and i > piece.first:
                close("guard", False)
        i += 1
    close("main", False)
    return found


def _equates(kinds: list[str], i: int) -> bool:
    """Whether an equation follows in the row: a colon before it ends "for x > 0:"."""
    for kind in kinds[i:]:
        if kind in ("\\\\", "stop", "\\to"):
            return False
        if kind == "=":
            return True
    return False


def in_number(tokens: Tokens, i: int) -> bool:
    """Whether a comma may stand inside a number, `1,000`: three digits follow at once."""
    kinds, texts = tokens.kinds, tokens.texts
    return kinds[i - 1] == kinds[i + 1] == "number" and len(texts[i + 1]) == 3 \
        and tokens.ends[i - 1] == tokens.places[i] and tokens.ends[i] == tokens.places[i + 1]


def _ends(kind: str) -> bool:
    """Whether an expression may end with this token."""
    return kind in ("letters", "number", "word", ")", "]", "}", "\\}", "rbar", "|", "end", "rnull",
                    ".", "\\infty", "'", "!") or kind.startswith("\\") and kind[1:].isalpha() \
        and kind not in RELATIONS and kind not in ("\\cdot", "\\times", "\\quad")


def _environment_end(kinds: list[str], i: int) -> int:
    depth = 0
    while kinds[i] != "stop":
        depth += (kinds[i] == "begin") - (kinds[i] == "end")
        if not depth:
            return i
        i += 1
    return i - 1


def _is_remark(tokens: Tokens, i: int, piece: Piece, known: Callable[[str], bool]) -> bool:
    """Whether a word is prose and no name of the formula."""
    text = tokens.texts[i]
    if known(text):
        return False
    bare = text.lower().strip(" .,:;()")
    if bare in REMARKS or bare in _ROLES or not text.isascii() or " " in text or not text:
        return True
    if not text[0].isalpha() and "_" not in text:
        return True
    after = tokens.kinds[i + 1]
    if after not in ("stop", "\\\\", "\\quad", ","):
        return False
    written = tokens.text[tokens.places[i]:tokens.ends[i]].startswith("\\text")
    before = tokens.kinds[i - 1] if i else "stop"
    return written and (piece.first == i and before in ("\\quad", ",")
                        or i > piece.first and _ends(before) and text.islower())


def _remark(tokens: Tokens, i: int, found: list[Piece], close: object, before: str) -> None:
    text = tokens.texts[i]
    bare = text.lower().strip(" .,:;()")
    words = bare.split()
    role = _ROLES.get(bare) or ("guard" if words and words[0] in _IF and words[-1] in _ENDING
                                else "main")
    if DENIES.fullmatch(bare):
        role = "denied"
    if bare in ("and", "or") and before == "guard":
        role = "guard"  # a second condition
    assert callable(close)
    close(role, False)
    if bare not in _ROLES and (role == "main" or role == "denied" and tokens.kinds[i + 1] in (
            "\\\\", "stop", ",")) and bare:
        found.append(Piece(i, i + 1, "remark", False, text=text))
