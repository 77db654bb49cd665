"""A formula as the second reader is asked for it: bounded, one side, its logarithm natural."""

from __future__ import annotations

import re
from typing import Final

from checker.reader.second.readings import Unread

MAX_LENGTH: Final = 2_000
"""Longer formulas are not handed over."""

_LOG: Final = re.compile(r"\\log(?![A-Za-z])(?!\s*_)(?!\s*\^\s*(?:\{[^{}]*\}|[^{}])\s*_)")
_INNERMOST: Final = re.compile(r"\{[^{}]*\}")
_RELATION: Final = re.compile(
    r"[=<>]|\\(?:leq?|geq?|neq?|lt|gt|equiv|approx|in|to|rightarrow)(?![A-Za-z])")


def spoken(latex: str, log_base: int = 0) -> str | Unread:
    """The text that latex2sympy2 gets, or why it gets none.

    To it `\\log` has base 10, and of `a = b` it reads b alone, or solves it.

    >>> print(spoken(r"\\log x + \\log_2 x"), spoken(r"\\log x", log_base=2))
    \\ln x + \\log_2 x \\log_{2} x
    >>> spoken("a = b")
    Unread(reason='only one side of a relation is handed over')
    """
    if len(latex) > MAX_LENGTH:
        return Unread(f"more than {MAX_LENGTH} characters")
    outside = latex
    while (shorter := _INNERMOST.sub("", outside)) != outside:
        outside = shorter
    if _RELATION.search(outside):
        return Unread("only one side of a relation is handed over")
    return _LOG.sub(f"\\\\log_{{{log_base}}}" if log_base else r"\\ln", latex)
