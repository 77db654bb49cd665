"""Small falsifications of a formula as text: a sign, a factor, an exponent, an index, a name.

Most of them make a true equation false, and some do not: whether one does is not decided here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

_WORD = re.compile(r"\\[A-Za-z]+\*?|\\.")
_LETTER = re.compile(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])")
_NUMBER = re.compile(r"(?<![\d.])\d(?![\d.])")
_POWER = re.compile(r"\^(\d)|\^\{(\d)\}")
_INDEX = re.compile(r"_([a-z0-9])(?![A-Za-z0-9])")
_GREEK = re.compile(r"\\(alpha|lambda|mu|sigma|eta|theta)(?![A-Za-z])")
_FACTOR = re.compile(r"(?<![\\A-Za-z_^{])[A-Za-z](?:_(?:[A-Za-z0-9]|\{[^{}]*\}))?(?![A-Za-z_^(])")
_OTHER_INDEX = {"i": "j", "j": "k", "k": "j", "1": "2", "2": "1", "0": "1"}
_INDICES = "ijkl"


def falsified(formula: str, letters: str) -> Iterator[str]:
    """The formula with one thing changed, in every way; `letters` are names to swap with."""
    commands = [match.span() for match in _WORD.finditer(formula)]

    def plain(at: int) -> bool:
        return not any(start <= at < end for start, end in commands)

    yield rf"-\left({formula}\right)"
    yield rf"2\left({formula}\right)"
    yield rf"{formula} + 1"
    for at, sign in enumerate(formula):
        if sign in "+-" and plain(at):
            yield formula[:at] + ("-" if sign == "+" else "+" if formula[:at].strip() else "") \
                + formula[at + 1:]
    for match in _POWER.finditer(formula):
        power = match[1] or match[2]
        yield formula[:match.start()] + f"^{int(power) % 8 + 1}" + formula[match.end():]
    for match in _NUMBER.finditer(formula):
        if plain(match.start()) and formula[match.start() - 1:match.start()] not in ("_", "^", "["):
            yield formula[:match.start()] + str(int(match[0]) % 8 + 1) + formula[match.end():]
    for match in _INDEX.finditer(formula):
        other = _OTHER_INDEX.get(match[1])
        if other:
            yield formula[:match.start(1)] + other + formula[match.end(1):]
    for match in _LETTER.finditer(formula):
        if match[0] in letters and match[0] not in _INDICES + "de" and plain(match.start()) \
                and formula[match.start() - 1:match.start()] != "_":
            for other in letters:
                if other != match[0] and other not in _INDICES + "de":
                    yield formula[:match.start()] + other + formula[match.end():]
    for match in _FACTOR.finditer(formula):
        if plain(match.start()) and match[0][0] not in "de":
            yield formula[:match.start()] + " " + formula[match.end():]
    for match in _GREEK.finditer(formula):
        yield formula[:match.start()] + " " + formula[match.end():]


def some(formula: str, letters: str, count: int, seed: str) -> list[str]:
    """So many different ones, always the same for the same seed."""
    found = [text for text in dict.fromkeys(falsified(formula, letters)) if text != formula]
    return random.Random(seed).sample(found, min(count, len(found)))
