r"""Declarations in words: "let $n$ be a positive integer", "for every real number $x$"."""

from __future__ import annotations

import re
from typing import Final

from checker.language.context import (
    COMPLEX,
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    RATIONAL,
    REAL,
    Domain,
)

_NOUN: Final = (r"(?P<noun>integers?|natural numbers?|naturals|whole numbers?|real numbers?|reals?|"
                r"rational numbers?|complex numbers?|numbers?|constants?|scalars?)")
_ADJECTIVES: Final = (r"(?P<adjectives>(?:(?:strictly|fixed|given|arbitrary|any|distinct|two|three|"
                      r"even|odd|positive|negative|non-?negative|non-?zero|nonvanishing|real|"
                      r"real-valued|,|and)\s+)*)")
_BEHIND: Final = re.compile(
    rf"\W{{0,3}}\s+be\s+(?:an?|any|some|both|all|each)?\s*{_ADJECTIVES}{_NOUN}"
    r"(?!\w|[ -]valued)", re.IGNORECASE)
_BARE: Final = re.compile(
    r"\W{0,3}\s+be\s+(?:both\s+|all\s+|strictly\s+)?(?P<adjectives>positive|negative|non-?negative|"
    r"non-?zero|real|rational|complex)(?=\s*(?:[.,;:]|and\s|$))(?P<noun>)", re.IGNORECASE)
_BEFORE: Final = re.compile(
    rf"(?:^|[\s(])(?:an?|any|every|each|all|some|the|two|three)?\s*{_ADJECTIVES}{_NOUN}\s*[(]?\s*$",
    re.IGNORECASE)
_NOT: Final = re.compile(r"(?<!\w)(?:not|no|never|neither|cannot|isn't|aren't)(?!\w)",
                         re.IGNORECASE)
_BASE: Final[dict[str, Domain]] = {
    "integer": INTEGER, "natural number": POSITIVE_INTEGER, "natural": POSITIVE_INTEGER,
    "whole number": INTEGER, "rational number": RATIONAL, "complex number": COMPLEX}
_SIGNED: Final[dict[str, tuple[Domain, Domain]]] = {
    "positive": (POSITIVE, POSITIVE_INTEGER), "nonnegative": (NONNEGATIVE, NONNEGATIVE_INTEGER),
    "negative": (NEGATIVE, Domain(hi=NEGATIVE.hi, integer=True, rational=True)),
    "nonzero": (NONZERO, Domain(integer=True, rational=True, nonzero=True))}
"""What a sign makes of real numbers, and of whole ones."""


def told_domain(before: str, after: str) -> Domain | None:
    """What the words around a name say that it is; None if they say nothing that is known.

    >>> print(told_domain("Let ", " be a positive integer."), told_domain("for every real ", ""))
    positive_integer real
    >>> print(told_domain("for all positive real numbers ", ": "), told_domain("", " be odd"))
    positive None
    """
    match = _BEHIND.match(after) or _BARE.match(after) or _BEFORE.search(before)
    if match is None or _NOT.search(before[-40:]) or _NOT.search(match[0]):
        return None
    noun = match["noun"].lower().removesuffix("s")
    words = {word.replace("-", "") for word in match["adjectives"].lower().split()}
    base = _BASE.get(noun, REAL)
    signs = words & _SIGNED.keys()
    if noun in ("number", "constant", "scalar") and not signs and "real" not in words:
        return None  # "let $x$ be a number": nothing is said
    if base is REAL and ("complex" in words or "rational" in words):
        base = COMPLEX if "complex" in words else RATIONAL
    if len(signs) > 1 or signs and base not in (REAL, INTEGER, RATIONAL, POSITIVE_INTEGER):
        return None
    for sign in signs:
        real, whole = _SIGNED[sign]
        return whole if base.integer else real
    return base
