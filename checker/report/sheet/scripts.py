"""Writing that is not Latin: which letters, and how they are spelled where no font has them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LATIN: Final = re.compile(r"[\x20-\x7e\u00a1-\u017f\u2010-\u2026\u2030\u2039\u203a\u20ac]")
"""Characters that every engine sets with the fonts of a standard installation."""
_LETTER: Final = re.compile(
    r"(?:LETTER|SYLLABLE|IDEOGRAPH)(?: [A-Z]+-?)*?[ -](?P<spelled>[A-Z0-9]+)$")
_MOST: Final = 8
"""Runs of letters that are written without spaces may break after so many."""


def transliterated(text: str) -> str:
    """Letters of another script by the names that Unicode gives them.

    >>> transliterated("로지스틱 회귀"), transliterated("Δх")
    ('rojiseutig hoegwi', 'DELTAha')
    """
    return "".join(map(_spelled, unicodedata.normalize("NFC", text)))


def _spelled(letter: str) -> str:
    if LATIN.fullmatch(letter):
        return letter
    name = unicodedata.name(letter, "")
    found = _LETTER.search(name)
    if found is None:
        return "?"
    spelled = found["spelled"]
    return spelled if "CAPITAL" in name else spelled.lower()


def runs(text: str) -> list[tuple[str, bool]]:
    """The text in runs, each with whether it is Latin; other runs are short enough to break.

    >>> runs("a 한글 b")
    [('a ', True), ('한글', False), (' b', True)]
    """
    found: list[tuple[str, bool]] = []
    for letter in text:
        latin = LATIN.fullmatch(letter) is not None
        if found and found[-1][1] == latin and (latin or len(found[-1][0]) < _MOST):
            found[-1] = (found[-1][0] + letter, latin)
        else:
            found.append((letter, latin))
    return found


def hangul(text: str) -> bool:
    """Whether a text is Korean throughout."""
    return all("\uac00" <= letter <= "\ud7a3" or "\u3131" <= letter <= "\u318e"
               for letter in text)
