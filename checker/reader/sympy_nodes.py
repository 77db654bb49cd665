"""The nodes of Python's syntax tree, read as terms exactly as they were written."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any, Final

from checker.language.context import Context
from checker.language.errors import TooLarge, Unreadable
from checker.language.term import (
    FALSE,
    MAX_DEPTH,
    TRUE,
    Term,
    entry,
    name,
    number,
    power,
)
from checker.reader.magnitude import MAX_DIGITS, Size, too_long
from checker.reader.sympy_calls import CALLS, read_call
from checker.reader.sympy_names import CONSTANTS, KNOWN, LETTERS, SINGLETONS, UNREAL
from checker.reader.sympy_operators import CONDITIONS, binary, boolean, compare, unary
from checker.reader.sympy_source import MAX_LITERAL, Source


class Reader:
    """The reading of one text, piece by piece.

    >>> from checker.language.context import EMPTY
    >>> reader = Reader("a*b/c", (), EMPTY)
    >>> reader.number(reader.source.tree(0, 5)).head
    'div'
    """

    __slots__ = ("source", "functions", "context", "start", "holes", "_depth", "_sizes",
                 "_names", "_declares", "_plain")

    def __init__(self, text: str, functions: Collection[str], context: Context) -> None:
        self.source = Source(text)
        self.functions = functions
        self.context = context
        self.start = 0
        """Where the piece that is being read begins."""
        self.holes: dict[int, Term] = {}
        """Long sums and products that are read already, by their place."""
        self._depth = 0
        self._sizes: dict[Term, Size | None] = {}
        self._names: dict[str, Term] = {}
        """What the names met so far say."""
        self._declares = bool(functions or context.functions or context.definitions)
        self._plain = text.isascii()

    def place(self, node: ast.expr) -> int:
        """Where a node begins in the text."""
        return self.source.place(self.start, node.col_offset)

    def end(self, node: ast.expr) -> int:
        """Where a node ends in the text."""
        return self.source.place(self.start, node.end_col_offset or node.col_offset)

    def unreadable(self, message: str, node: ast.expr, expected: str = "") -> Unreadable:
        """The refusal of a node."""
        return self.source.unreadable(message, self.place(node), expected)

    def number(self, node: ast.expr) -> Term:
        """A node that says a number."""
        found = self.term(node)
        if found.head in CONDITIONS:
            raise self.unreadable("a condition stands where a number is expected", node,
                                  "an expression, such as Piecewise((1, x > 0), (0, True))")
        return found

    def condition(self, node: ast.expr) -> Term:
        """A node that says a condition."""
        found = self.term(node)
        if found.head not in CONDITIONS:
            raise self.unreadable("a number stands where a condition is expected", node,
                                  "a condition, such as x > 0")
        return found

    def term(self, node: ast.expr) -> Term:
        """A node that says a number or a condition."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.unreadable(f"the expression is nested more than {MAX_DEPTH} deep", node)
        read = _READ.get(type(node))
        if read is None:
            what = _REFUSED.get(type(node), "this")
            raise self.unreadable(f"{what} is not readable in SymPy text", node)
        try:
            found = read(self, node)
        except TooLarge as error:
            raise self.unreadable(str(error), node) from None
        self._depth -= 1
        return found

    def identifier(self, node: ast.Name) -> str:
        """The name as it is written; refused where Python would read another one."""
        if self._plain and not self.source.keywords:
            return node.id
        place = self.place(node)
        written = self.source.keywords.get(place)
        if written is not None:
            return written
        if not self._plain:
            written = self.source.text[place:self.end(node)]
            if written != node.id:
                raise self.unreadable(f"`{written}` is written with compatibility characters",
                                      node, f"`{node.id}`")
        return node.id

    def is_function(self, word: str) -> bool:
        """Whether a name is declared as an abstract function or defined as a function."""
        if not self._declares:
            return False
        if word in self.functions or self.context.range(word) is not None:
            return True
        definition = self.context.definition(word)
        return definition is not None and bool(definition.parameters) and not definition.family

    def pow(self, base: Term, exponent: Term, node: ast.expr) -> Term:
        """A power; refused if it is a number of too many digits."""
        if too_long(base, exponent, self._sizes):
            written = self.source.quote(self.place(node), self.end(node))
            raise self.unreadable(f"the number {written} has more than {MAX_DIGITS} digits", node)
        return power(base, exponent)

    def _name(self, node: ast.Name) -> Term:
        if self.holes and node.id == "_":
            hole = self.holes.get(self.place(node))
            if hole is not None:
                return hole
        word = self.identifier(node)
        found = self._names.get(word)
        if found is None:
            found = self._names[word] = self._meaning(word, node)
        return found

    def _meaning(self, word: str, node: ast.Name) -> Term:
        """What a name says that stands without brackets."""
        if word in CONSTANTS:
            return CONSTANTS[word]
        if word in UNREAL:
            raise self.unreadable(f"`{word}` is no number", node)
        if self.is_function(word):
            raise self.unreadable(f"`{word}` is a function and stands without arguments", node,
                                  f"{word}(...)")
        known = (word in KNOWN or word in CALLS) and word not in LETTERS
        if (known or word == "π") and all(word != other for other, _ in self.context.names):
            if not known:
                raise self.unreadable("`π` is the constant or a variable", node,
                                      "pi, or a declaration of the variable")
            raise self.unreadable(f"`{word}` is a known function and stands without arguments",
                                  node, f"{word}(...)")
        return name(word)

    def _constant(self, node: ast.Constant) -> Term:
        value = node.value
        if type(value) is int:
            return number(value)
        if type(value) is bool:
            return TRUE if value else FALSE
        if isinstance(value, float):
            return self._decimal(node)
        if isinstance(value, complex):
            raise self.unreadable("an imaginary literal is not readable", node, "2*I")
        what = "text in quotation marks" if isinstance(value, (str, bytes)) else repr(value)
        raise self.unreadable(f"{what} is not readable here", node, "an expression")

    def _decimal(self, node: ast.Constant) -> Term:
        """A decimal literal, exactly, from its own text."""
        written = self.source.text[self.place(node):self.end(node)]
        found = _DECIMAL.fullmatch(written)
        if found is None:
            raise self.unreadable(f"`{written[:40]}` is no decimal number", node)
        exponent = found[1] or "0"
        if len(exponent) > 6 or abs(int(exponent)) + len(written) > MAX_LITERAL:
            raise self.unreadable(f"the number {written[:40]} has more than {MAX_LITERAL} digits",
                                  node)
        return number(Fraction(written.replace("_", "")))

    def _subscript(self, node: ast.Subscript) -> Term:
        family = self.family(node.value)
        inner = node.slice
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if not 1 <= len(parts) <= 9:
            raise self.unreadable("an entry has one to nine indices", node)
        return entry(family, *map(self.number, parts))

    def family(self, node: ast.expr) -> str:
        """The name of an indexed family: `x`, `IndexedBase('x')`."""
        if isinstance(node, ast.Name):
            word = self.identifier(node)
            if word not in CONSTANTS and word not in UNREAL and not self.is_function(word):
                return word
        elif isinstance(node, ast.Call):
            found = self.term(node)
            if found.head == "name":
                return str(found.data)
        raise self.unreadable("only a name can carry indices", node, "x[i]")

    def _attribute(self, node: ast.Attribute) -> Term:
        if isinstance(node.value, ast.Name) and node.value.id == "S":
            found = SINGLETONS.get(node.attr)
            if found is not None:
                return found
        hint = _METHODS.get(node.attr, "")
        raise self.unreadable(f"the attribute `.{node.attr[:40]}` is not readable in SymPy text",
                              node, hint)

    def _call(self, node: ast.Call) -> Term:
        return read_call(self, node)


_DECIMAL: Final = re.compile(r"(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE]([-+]?[0-9]+))?")
_METHODS: Final = {"diff": "Derivative(f, x)", "subs": "Subs(f, x, value)", "T": "x[j, i]"}
_READ: Final[dict[type[ast.expr], Callable[[Reader, Any], Term]]] = {
    ast.Name: Reader._name, ast.Constant: Reader._constant, ast.UnaryOp: unary,
    ast.BinOp: binary, ast.Call: Reader._call, ast.Compare: compare,
    ast.BoolOp: boolean, ast.Subscript: Reader._subscript,
    ast.Attribute: Reader._attribute,
}
_REFUSED: Final[dict[type[ast.expr], str]] = {
    ast.Tuple: "a tuple", ast.List: "a list", ast.Set: "a set", ast.Dict: "a dictionary",
    ast.Lambda: "a lambda", ast.IfExp: "if/else", ast.NamedExpr: "an assignment",
    ast.Slice: "a slice", ast.Starred: "a starred argument", ast.JoinedStr: "an f-string",
}
