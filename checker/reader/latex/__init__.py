"""LaTeX -> terms as written, and back: `parse_expression`, `parse_statements`, `latex`."""

from __future__ import annotations

from checker.language.context import EMPTY, Context
from checker.language.term import Term
from checker.reader.latex.formula import read
from checker.reader.latex.printing import latex
from checker.reader.latex.records import Side, Statement, limit_of
from checker.reader.latex.scope import Scope, scope_of
from checker.reader.latex.statement import parse_statements
from checker.reader.latex.survey import survey


def parse_expression(text: str, context: Context = EMPTY) -> Term:
    """The expression that a LaTeX text says; `Unreadable`, with its place, if it says none.

    >>> parse_expression(r"\\frac{e^{-x}}{1 + e^{-x}}")
    exp(-x)/(1 + exp(-x))
    >>> parse_expression("a(b)")
    Traceback (most recent call last):
    checker.reader.latex.reading.Ambiguous: line 1, column 1: `a` is neither declared a \
function nor seen alone (expected a function, `a` applied to `(b)` or a product, `a \\cdot (b)`)
    """
    return read(text, scope_of(context))


__all__ = [
    "Scope", "Side", "Statement", "latex", "limit_of", "parse_expression", "parse_statements",
    "read", "scope_of", "survey",
]
