"""Array expressions as lines of Python: assignments, then what is returned.

Parentheses stand where the order of operations needs them, and only there: a + b + c is
evaluated from the left, as it is written in the proved form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from checker.export.arrays import Node
from checker.export.refusals import NotExported

_RELATION, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(6)
_SYMBOLS: Final = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
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
class Spelling:
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
        return self._text(node)[0]

    def _bracket(self, node: Node, at_least: int) -> str:
        text, strength = self._text(node)
        return text if strength >= at_least else f"({text})"

    def _text(self, node: Node) -> tuple[str, int]:
        if node in self.named:
            return self.named[node], _ATOM
        text, strength = self._spelt(node)
        return (self.texts[text], _ATOM) if text in self.texts else (text, strength)

    def _spelt(self, node: Node) -> tuple[str, int]:
        args = node.args
        match node.operation:
            case "name" | "class":
                return str(node.data), _ATOM
            case "number":
                return _number(node.data)
            case "constant":
                return self.dialect.constants[node.data], _ATOM
            case "size":
                return self.dialect.size(node.data), _ATOM
            case "add":
                return self._sum(args), _SUM
            case "mul":
                first, *others = args
                return "*".join([self._bracket(first, _PRODUCT),
                                 *(self._bracket(a, _SIGN) for a in others)]), _PRODUCT
            case "div":
                return f"{self._bracket(args[0], _PRODUCT)}/{self._bracket(args[1], _SIGN)}", \
                    _PRODUCT
            case "neg":
                return "-" + self._bracket(args[0], _PRODUCT), _SUM
            case "pow":
                return f"{self._bracket(args[0], _ATOM)}**{self._bracket(args[1], _ATOM)}", _POWER
            case "call":
                return self._call(node), _ATOM
            case "where":
                return f"{self.dialect.where}({', '.join(map(self.text, args))})", _ATOM
            case "compare":
                left, right = (self._bracket(a, _SUM) for a in args)
                return f"{left} {_SYMBOLS[node.data]} {right}", _RELATION
            case "and" | "or":
                sign = {"and": " & ", "or": " | "}[node.operation]
                return sign.join(self._bracket(a, _ATOM) for a in args), _RELATION
            case "not":
                return "~" + self._bracket(args[0], _ATOM), _SIGN
            case _:
                return self._array(node)

    def _array(self, node: Node) -> tuple[str, int]:
        args, dialect = node.args, self.dialect
        match node.operation:
            case "expand":
                axes = ", ".join(":" if axis else "None" for axis in node.data)
                return f"{self._bracket(args[0], _ATOM)}[..., {axes}]", _ATOM
            case "total":
                axes_of = args[0].axes
                return dialect.total(self._bracket(args[0], _ATOM),
                                     axes_of.index(node.data) - len(axes_of)), _ATOM
            case "dot":
                left, right = args
                if left.axes[0] == node.data and len(left.axes) == 2:
                    left, right = right, left
                return f"{self._bracket(left, _ATOM)} @ {self._bracket(right, _ATOM)}", _PRODUCT
            case "gram":
                vector, first, second = args
                rows = self._oriented(first, node.data, last=True)
                columns = self._oriented(second, node.data, last=False)
                return f"{rows} @ ({self._bracket(vector, _ATOM)}[:, None]*{columns})", _PRODUCT
            case "pick":
                return dialect.pick(self.text(args[0]), self.text(args[1])), _ATOM
            case "hot":
                return dialect.hot(self._bracket(args[0], _ATOM), dialect.size(node.data),
                                   dialect.like), _ATOM
            case "largest":
                return dialect.largest(self._bracket(args[0], _ATOM)), _ATOM
            case "eye":
                return dialect.eye(dialect.size(node.data), dialect.like), _ATOM
            case _:
                raise NotExported(f"no spelling of {node.operation}")

    def _oriented(self, matrix: Node, index: str, last: bool) -> str:
        text = self._bracket(matrix, _ATOM)
        return text if (matrix.axes[-1] == index) is last else f"{text}.T"

    def _sum(self, args: tuple[Node, ...]) -> str:
        first, *others = args
        text = self._text(first)[0]
        if first.operation == "add" and first not in self.named:
            text = f"({text})"
        for other in others:
            if other.operation == "neg" and other not in self.named:
                text += " - " + self._bracket(other.args[0], _PRODUCT)
            else:
                text += " + " + self._bracket(other, _PRODUCT)
        return text

    def _call(self, node: Node) -> str:
        function = self.dialect.functions.get(node.data)
        if function is None:
            raise NotExported(f"this target has no {node.data}")
        given, *others = map(self.text, node.args)
        for place, other in enumerate(others, 1):  # max and min of more than two, from the left
            given = f"{given}, {other}"
            if place < len(others):
                given = f"{function}({given})"
        return f"{function}({given})"


def _number(value: Fraction) -> tuple[str, int]:
    """A literal: exact where a float is, else a quotient, which rounds once."""
    if value.denominator == 1:
        return str(value), _ATOM if value >= 0 else _SUM
    if Fraction(float(value)) == value:
        return repr(float(value)), _ATOM if value >= 0 else _SUM
    return f"{value.numerator}/{value.denominator}", _PRODUCT if value >= 0 else _SUM


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
