r"""What keeps a step from being refuted: declarations that could not be read.

`$x \in \Omega$` may say that x is positive. Where it is not read, a step with x can be proved,
for whatever is proved for every x holds for these, but a point where it fails shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from checker.reader.latex.alphabet import LETTERS
from checker.reader.page.symbols import Symbol

_PROSE: Final = re.compile(
    r"\\(?:text|textrm|textit|textbf|mbox|hbox|mathbb|label|tag)\s*(?:\{[^{}]*\}|[A-Za-z])")
_WORD: Final = re.compile(r"\\[A-Za-z]+|[A-Za-z]+")
_BASE: Final = re.compile(r"[^_^'(\[]+")
_LIMITS: Final = re.compile(r"\\(?:in|ni|subset)\b|[<>≤≥≠∈]|\\(?:[lg]eq?(?:slant)?|neq?|[lg]t)\b")


@dataclass(frozen=True, slots=True)
class Unread:
    """A declaration that could not be read, with its line."""

    written: str
    line: int


def spoken_of(written: str) -> frozenset[str]:
    r"""The letters and words of a formula, which may be names or parts of them.

    >>> sorted(spoken_of(r"(\sigma_1, xy) \in \mathbb{R}^2"))
    ['sigma', 'x', 'xy', 'y']
    """
    found: set[str] = set()
    for word in _WORD.findall(_PROSE.sub(" ", written)):
        if word.startswith("\\"):
            found.update({LETTERS[word]} if word in LETTERS else ())
        else:
            found.update((word, *word))
    return frozenset(found)


def limits(written: str) -> bool:
    r"""Whether a formula may say what numbers its names stand for.

    >>> limits(r"x \lesssim 1"), limits(r"\|x\| \le 1"), limits("x = 1")
    (False, True, False)
    """
    return _LIMITS.search(written) is not None


def unread_among(symbols: Iterable[Symbol], unread: dict[str, Unread]) -> tuple[str, Unread] | None:
    """The first of these symbols that an unread declaration speaks of."""
    for symbol in sorted(symbols):
        base = _BASE.match(symbol.text)
        found = unread.get(symbol.text) or (unread.get(base[0]) if base else None)
        if found is not None:
            return symbol.text, found
    return None
