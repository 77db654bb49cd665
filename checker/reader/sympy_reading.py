"""What operators and calls need: the reader that met them, and the shapes of arguments."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Protocol

from checker.language.context import Context
from checker.language.errors import Unreadable
from checker.language.term import Term
from checker.reader.sympy_source import Source


class Reading(Protocol):
    """What an operator or a call needs of the reader that met it."""

    @property
    def context(self) -> Context:
        """Where functions are defined."""

    @property
    def source(self) -> Source:
        """The text."""

    def place(self, node: ast.expr) -> int:
        """Where a node begins in the text."""

    def end(self, node: ast.expr) -> int:
        """Where a node ends in the text."""

    def term(self, node: ast.expr) -> Term:
        """A node that says a number or a condition."""

    def number(self, node: ast.expr) -> Term:
        """A node that says a number."""

    def condition(self, node: ast.expr) -> Term:
        """A node that says a condition."""

    def identifier(self, node: ast.Name) -> str:
        """A name as written."""

    def is_function(self, word: str) -> bool:
        """Whether the name is declared or defined as a function."""

    def pow(self, base: Term, exponent: Term, node: ast.expr) -> Term:
        """A power, unless it is too long a number."""

    def unreadable(self, message: str, node: ast.expr, expected: str = "") -> Unreadable:
        """The refusal of a node."""


Handler = Callable[[Reading, ast.Call, str], Term]
"""What reads one kind of call; the text is the call's name."""


def arguments(reader: Reading, node: ast.Call, least: int, most: int, form: str,
              ) -> list[ast.expr]:
    """The arguments of a call, refused if there are too few or too many."""
    if not least <= len(node.args) <= most:
        count = f"{len(node.args)} argument" + "s" * (len(node.args) != 1)
        raise reader.unreadable(f"{form.partition('(')[0]} with {count}", node, form)
    return node.args


def read_whole(reader: Reading, node: ast.expr) -> int:
    """A literal whole number."""
    found = reader.number(node)
    if found.head != "number" or found.value.denominator != 1:
        raise reader.unreadable("this is not a whole number", node, "a whole number")
    return found.value.numerator


def read_variable(reader: Reading, node: ast.expr, what: str, entries: bool = False) -> Term:
    """A name; an entry of a family too, if `entries` says so."""
    found = reader.number(node)
    if found.head != "name" and not (entries and found.head == "entry"):
        raise reader.unreadable("this is not a variable", node, what)
    return found


def parts_of(node: ast.expr) -> list[ast.expr] | None:
    """The parts of (a, b, c) or Tuple(a, b, c), None for anything else."""
    if isinstance(node, ast.Tuple):
        return node.elts
    if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords
            and node.func.id in ("Tuple", "ExprCondPair")):
        return node.args
    return None
