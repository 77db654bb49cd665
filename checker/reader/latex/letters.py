"""Runs of letters: `ylog` is y and log, `nRT` three names, `sigmoid` one word or unreadable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checker.reader.latex.alphabet import WORDS
from checker.reader.sympy_names import KNOWN

MAX_PRODUCT: Final = 3
"""A run of unknown letters is a product if it is no longer than this."""
FUNCTION_WORDS: Final[dict[str, str]] = {
    **{word: ours for word, (ours, _, _) in KNOWN.items() if word not in ("gamma", "delta", "re")},
    **WORDS,
}
"""Functions that are known when their name is written in plain letters."""


def split(run: str, known: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
    """The ways to read a run of letters as words and letters that are known, two at most.

    A known word that is the whole run comes first.

    >>> split("ylog", {"y", "a"}.__contains__), split("ab", {"ab", "a", "b"}.__contains__)
    ((('y', 'log'),), (('ab',),))
    >>> split("abc", {"a", "bc", "ab", "c"}.__contains__)
    (('a', 'bc'), ('ab', 'c'))
    """
    if run in FUNCTION_WORDS or known(run):
        return ((run,),)
    length = len(run)
    ways: list[tuple[tuple[str, ...], ...]] = [()] * length + [((),)]
    for start in range(length - 1, -1, -1):
        found: list[tuple[str, ...]] = []
        for end in range(start + 1, min(length, start + _LONGEST) + 1):
            if ways[end] and _is_piece(run[start:end], known):
                found.extend((run[start:end], *rest) for rest in ways[end])
                if len(found) > 1:
                    break
        ways[start] = tuple(found[:2])
    return ways[0]


_LONGEST: Final = 24


def _is_piece(piece: str, known: Callable[[str], bool]) -> bool:
    return known(piece) or len(piece) > 1 and piece in FUNCTION_WORDS
