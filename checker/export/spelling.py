"""Array expressions as lines of Python: assignments, then what is returned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from checker.export.arrays import Body, Node
from checker.export.function import Function
from checker.export.infix import ATOM, POWER, PRODUCT, RELATION, SIGN, SUM, Infix, Text
from checker.export.refusals import NotExported

_LEAVES: Final = frozenset({"name", "class", "number", "constant", "size"})
_LETTERS: Final = {"total": "total", "gram": "total", "largest": "largest", "hot": "chosen",
                   "eye": "same"}
_KEPT: Final = frozenset({"gram", "total", "pick", "largest", "hot", "eye"})
"""Operations whose value gets a name of its own, even if it is used once."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one array library spells the operations."""

    functions: Mapping[str, str]
    """The name of each known function."""
    where: str
    total: Callable[[str, int], str]
    """The sum of a value over an axis, counted from the end."""
    pick: Callable[[str, str], str]
    hot: Callable[[str, str, str], str]
    """1 where the index is the class: the class numbers, the size, a value for the type."""
    largest: Callable[[str], str]
    """The class where a value is largest."""
    eye: Callable[[str, str], str]
    size: Callable[[str], str]
    constants: Mapping[str, str]
    like: str = ""
    """A value whose type new arrays take."""


@dataclass(slots=True)
class Spelling(Infix):
    """The lines of one function body while they are written."""

    dialect: Dialect
    taken: set[str]
    """Names that are used already."""
    hints: Mapping[Node, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    named: dict[Node, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """The names by what they stand for: Z[k] and Z[j] are one array, whatever its index."""

    def spell(self, outputs: Iterable[Node]) -> list[str]:
        """Each output as an expression; what they share is assigned first, in `lines`."""
        outputs = list(outputs)
        uses: Counter[Node] = Counter()
        seen: set[Node] = set()

        def count(node: Node) -> None:
            uses[node] += 1
            if node not in seen:
                seen.add(node)
                for arg in node.args:
                    count(arg)

        for output in outputs:
            count(output)

        def assign(node: Node, root: bool) -> None:
            if node in self.named or node.operation in _LEAVES:
                return
            for arg in node.args:
                assign(arg, False)
            if not root and (uses[node] > 1 and _worth_a_name(node)
                             or node in self.hints or node.operation in _KEPT):
                text = self._spelt(node)[0]
                if text not in self.texts:
                    self.texts[text] = self.fresh(self.hints.get(node) or _letter(node))
                    self.lines.append(f"{self.texts[text]} = {text}")
                self.named[node] = self.texts[text]

        for output in outputs:
            assign(output, True)
        return [self.text(output) for output in outputs]

    def spell_shaped(self, function: Function, body: Body) -> list[str]:
        """The outputs, in the common shape of the arguments of a function of numbers.

        An argument that the value does not depend on has a say in its shape, too.
        """
        values = self.spell(o.value for o in body.outputs)
        names = [a.name for a in function.arguments]
        used = set(re.findall(r"\w+", " ".join((*self.lines, *values))))
        if not function.entrywise or set(names) <= used:
            return values
        return [f"_shaped({value}, {', '.join(names)})" for value in values]

    def written(self, node: Node) -> Text:
        """The expression, a name if its text has one."""
        if node in self.named:
            return self.named[node], ATOM
        text, strength = self._spelt(node)
        return (self.texts[text], ATOM) if text in self.texts else (text, strength)

    def _spelt(self, node: Node) -> Text:
        found = self.arithmetic(node)
        if found is not None:
            return found
        args = node.args
        match node.operation:
            case "name" | "class":
                return str(node.data), ATOM
            case "number":
                return _number(node.data)
            case "constant":
                return self.dialect.constants[node.data], ATOM
            case "size":
                return self.dialect.size(node.data), ATOM
            case "pow":
                return f"{self.bracket(args[0], ATOM)}**{self.bracket(args[1], ATOM)}", POWER
            case "call":
                return self.call(node, self.dialect.functions)
            case "where":
                return f"{self.dialect.where}({', '.join(map(self.text, args))})", ATOM
            case "and" | "or":
                sign = {"and": " & ", "or": " | "}[node.operation]
                return sign.join(self.bracket(a, ATOM) for a in args), RELATION
            case "not":
                return "~" + self.bracket(args[0], ATOM), SIGN
            case _:
                return self._array(node)

    def _array(self, node: Node) -> Text:
        args, dialect = node.args, self.dialect
        match node.operation:
            case "expand":
                axes = ", ".join(":" if axis else "None" for axis in node.data)
                return f"{self.bracket(args[0], ATOM)}[..., {axes}]", ATOM
            case "total":
                axes_of = args[0].axes
                return dialect.total(self.bracket(args[0], ATOM),
                                     axes_of.index(node.data) - len(axes_of)), ATOM
            case "dot":
                left, right = args
                if left.axes[0] == node.data and len(left.axes) == 2:
                    left, right = right, left
                return f"{self.bracket(left, ATOM)} @ {self.bracket(right, ATOM)}", PRODUCT
            case "gram":
                vector, first, second = args
                rows = self._oriented(first, node.data, last=True)
                columns = self._oriented(second, node.data, last=False)
                return f"{rows} @ ({self.bracket(vector, ATOM)}[:, None]*{columns})", PRODUCT
            case "pick":
                return dialect.pick(self.text(args[0]), self.text(args[1])), ATOM
            case "hot":
                return dialect.hot(self.bracket(args[0], ATOM), dialect.size(node.data),
                                   dialect.like), ATOM
            case "largest":
                return dialect.largest(self.bracket(args[0], ATOM)), ATOM
            case "eye":
                return dialect.eye(dialect.size(node.data), dialect.like), ATOM
            case _:
                raise NotExported(f"no spelling of {node.operation}")

    def _oriented(self, matrix: Node, index: str, last: bool) -> str:
        text = self.bracket(matrix, ATOM)
        return text if (matrix.axes[-1] == index) is last else f"{text}.T"


def _number(value: Fraction) -> Text:
    """A literal: exact where a float is, else a quotient, which rounds once."""
    if value.denominator == 1:
        return str(value), ATOM if value >= 0 else SUM
    if Fraction(float(value)) == value:
        return repr(float(value)), ATOM if value >= 0 else SUM
    return f"{value.numerator}/{value.denominator}", PRODUCT if value >= 0 else SUM


def _worth_a_name(node: Node) -> bool:
    return node.operation != "neg" or node.args[0].operation not in _LEAVES


def _letter(node: Node) -> str:
    """A name in keeping with what the value is."""
    if node.operation == "pick" and node.args[0].operation == "name":
        number = node.args[1]
        return f"{node.args[0].data}_{number.data if number.operation == 'class' else 'largest'}"
    if node.operation == "call" and node.data == "exp":
        return "e"
    return _LETTERS.get(node.operation, "t")
