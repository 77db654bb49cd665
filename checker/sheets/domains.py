"""Domains and contexts in words: x and w are real, y is one of 0 and 1, 1 <= j <= n."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from checker.language.context import DOMAINS, Context, Domain
from checker.language.term import Term
from checker.report.sheet.model import Declared, Math
from checker.sheets.typesetting import Typeset

_WORDS: Final = {
    "real": "real", "positive": "positive", "negative": "negative",
    "nonnegative": "not negative", "nonzero": "not zero", "integer": "whole",
    "positive_integer": "natural", "nonnegative_integer": "natural or zero",
    "rational": "rational", "complex": "complex",
}


def in_words(domain: Domain) -> str:
    """What a domain says of a number.

    >>> from checker.language.context import POSITIVE, finite, interval
    >>> in_words(POSITIVE), in_words(finite(0, 1)), in_words(interval(None, Fraction(1)))
    ('positive', 'one of 0 and 1', 'in (-∞, 1)')
    """
    for word, known in DOMAINS.items():
        if domain == known:
            return _WORDS[word]
    if domain.values is not None:
        *most, last = map(str, domain.values)
        return f"one of {', '.join(most)} and {last}" if most else f"equal to {last}"
    left = "-∞" if domain.lo is None else str(domain.lo)
    right = "∞" if domain.hi is None else str(domain.hi)
    opening = "(" if domain.lo_open or domain.lo is None else "["
    closing = ")" if domain.hi_open or domain.hi is None else "]"
    words = f"in {opening}{left}, {right}{closing}"
    if domain.integer:
        words = f"whole, {words}"
    return words + (" and not zero" if domain.nonzero and domain.contains(Fraction(0)) else "")


def declared(context: Context, typeset: Typeset) -> tuple[Declared, ...]:
    """The names of a context with their domains, then its hypotheses."""
    found: dict[str, list[Math]] = {}
    for text, domain in context.names:
        found.setdefault(in_words(domain), []).append(typeset.name(text))
    for text, domain in context.families:
        said = f"indexed, every entry {in_words(domain)}"
        found.setdefault(said, []).append(typeset.name(text))
    for text, domain in context.functions:
        values = in_words(domain)
        said = "differentiable" + (
            "" if values == "real" else f" with every value {values}")
        found.setdefault(said, []).append(typeset.name(text))
    rows = [Declared(tuple(names), words) for words, names in found.items()]
    return (*rows, *(Declared((math,), "") for math in relations(context.hypotheses, typeset)))


def relations(hypotheses: Sequence[Term], typeset: Typeset) -> list[Math]:
    r"""Hypotheses, each once; `1 <= j` and `j <= n` become one.

    >>> from checker.language.term import *
    >>> j, n = name("j"), name("n")
    >>> print(*relations((relation("le", ONE, j), relation("le", j, n)), Typeset()))
    1 \le j \le n
    """
    found: list[Math] = []
    last: Term | None = None
    for hypothesis in dict.fromkeys(hypotheses):
        if last is not None and last.head == hypothesis.head == "le" \
                and last.args[1] is hypothesis.args[0]:
            found[-1] = Math(f"{found[-1]} \\le {typeset.term(hypothesis.args[1])}")
        else:
            found.append(typeset.term(hypothesis))
        last = hypothesis
    return found
