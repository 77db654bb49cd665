"""Arithmetic as text: brackets stand where the order of operations needs them, and only there.

a + b + c is evaluated from the left, as it is written in the proved form.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Final

from checker.export.arrays import Node
from checker.export.refusals import NotExported

RELATION, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)
"""How closely the last operation of a text binds."""
SYMBOLS: Final = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}

Text = tuple[str, int]
"""A text, and how closely its last operation binds."""


class Infix(ABC):
    """Expressions in which some nodes have names already; a language adds its own operations."""

    __slots__ = ()
    taken: set[str]
    """Names that are used already."""
    named: dict[Node, str]
    blank: ClassVar[str] = ""
    """What stands around the signs of products and quotients."""

    @abstractmethod
    def written(self, node: Node) -> Text:
        """The expression of a node, its name if it has one."""

    def fresh(self, wanted: str) -> str:
        """A name that is not taken, like the one that is wanted."""
        found, number = wanted, 1
        while found in self.taken:
            number += 1
            found = f"{wanted}{number}"
        self.taken.add(found)
        return found

    def text(self, node: Node) -> str:
        """The expression, with names for what has been assigned."""
        return self.written(node)[0]

    def bracket(self, node: Node, at_least: int) -> str:
        """The expression, in brackets if it binds less closely."""
        text, strength = self.written(node)
        return text if strength >= at_least else f"({text})"

    def arithmetic(self, node: Node) -> Text | None:
        """A sum, product, quotient, negative or comparison; None for anything else."""
        args = node.args
        match node.operation:
            case "add":
                return self._sum(args), SUM
            case "mul":
                first, *others = args
                return f"{self.blank}*{self.blank}".join(
                    [self.bracket(first, PRODUCT),
                     *(self.bracket(a, SIGN) for a in others)]), PRODUCT
            case "div":
                return (f"{self.bracket(args[0], PRODUCT)}{self.blank}/{self.blank}"
                        f"{self.bracket(args[1], SIGN)}", PRODUCT)
            case "neg":
                return "-" + self.bracket(args[0], PRODUCT), SUM
            case "compare":
                left, right = (self.bracket(a, SUM) for a in args)
                return f"{left} {SYMBOLS[node.data]} {right}", RELATION
        return None

    def call(self, node: Node, functions: Mapping[str, str]) -> Text:
        """A known function; max and min of more than two, from the left."""
        function = functions.get(node.data)
        if function is None:
            raise NotExported(f"this target has no {node.data}")
        given, *others = map(self.text, node.args)
        for place, other in enumerate(others, 1):
            given = f"{given}, {other}"
            if place < len(others):
                given = f"{function}({given})"
        return f"{function}({given})", ATOM

    def _sum(self, args: tuple[Node, ...]) -> str:
        first, *others = args
        text = self.text(first)
        if first.operation == "add" and first not in self.named:
            text = f"({text})"
        for other in others:
            if other.operation == "neg" and other not in self.named:
                text += " - " + self.bracket(other.args[0], PRODUCT)
            else:
                text += " + " + self.bracket(other, PRODUCT)
        return text
