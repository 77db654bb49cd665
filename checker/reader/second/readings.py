"""What the second reader says of a formula: a term, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass

from checker.language.term import Term


@dataclass(frozen=True, slots=True)
class Read:
    """The second reader gave a term."""

    term: Term
    """Its names are spelled as latex2sympy2 spells its symbols: `\\hat{y}_k`, `w_{jk}`."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The second reader gave none."""

    reason: str


SecondReading = Read | Unread
