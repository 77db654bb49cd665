"""Where text is prose and no formula: prices, sentences, escaped brackets.

A dollar sign may be a price and `\\[` a bracket that Markdown would take for a link. What stands
between two delimiters decides: words in a row, without any sign of mathematics, are prose.
"""

from __future__ import annotations

import re
from typing import Final

SENTENCE: Final = re.compile(
    r"[A-Za-z]{3,}[,;:]?[ \t]+[A-Za-z]{3,}[ \t,.:]"
    r"|[^\W\d_A-Za-zͰ-Ͽ]{2,}[ \t,.]+[^\W\d_A-Za-zͰ-Ͽ]{2,}"
    r"|\n[ \t>]*(?:#{1,6}[ \t]|```|~~~)")
"""Two words in a row, or a line that begins a heading or a fence."""

_SIGN: Final = re.compile(r"[=\\^_<>+*/{}|≤≥≠∈≈∑∫√×·-]")
_MATHEMATICS: Final = re.compile(r"[=\\^_<>≤≥≠∈≈]")
_AMOUNT: Final = re.compile(r"\d[\d.,]*[kKmM]?(?:bn)?[,;]?\s+[A-Za-z]{2,}")
_WORDS: Final = re.compile(r"[A-Za-z]{3,}[,;:.]?\s+[A-Za-z]{2,}")
_BRACKETED: Final = re.compile(
    r"\s*(?:[^\W\d_]{2,}(?:[\s,.;:'!?-]+[^\W\d_]+)*|\d+(?:[\s,;–-]+\d+)*)[\s.!?]*")


def is_price(content: str) -> bool:
    r"""Whether what stands between two dollar signs is prose.

    >>> is_price("5 and 6"), is_price("5x + 6"), is_price(r"5 \text{ and } 6")
    (True, False, False)
    """
    if _MATHEMATICS.search(content):
        return False
    return _AMOUNT.match(content) is not None or _WORDS.search(content) is not None


def is_loose_formula(content: str) -> bool:
    """Whether what stands between dollar signs and blanks, as in `$ x = 1 $`, is a formula.

    >>> is_loose_formula(" x = 1 "), is_loose_formula(" 5 or a few hundred = 6 ")
    (True, False)
    """
    return _SIGN.search(content) is not None and _WORDS.search(content) is None


def is_bracketed_prose(content: str) -> bool:
    r"""Whether what stands between `\[` and `\]` is words or a number: escaped brackets.

    >>> is_bracketed_prose("citation needed"), is_bracketed_prose("12"), is_bracketed_prose("x=1")
    (True, True, False)
    """
    return len(content) < 500 and _BRACKETED.fullmatch(content) is not None


def looks_mathematical(content: str) -> bool:
    r"""Whether a text that is never closed was meant as a formula.

    >>> looks_mathematical("x = 1"), looks_mathematical("see below")
    (True, False)
    """
    return _MATHEMATICS.search(content) is not None
