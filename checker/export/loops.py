"""Array expressions as loops over samples, fused: for compiled targets.

One pass over the rows: the numbers of a sample are computed, then added to every output,
while its row is still in the nearest cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from checker.export.arrays import Body, Node, Output
from checker.export.function import Function
from checker.export.refusals import NotExported

_RELATION, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(6)
_SYMBOLS: Final = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_LEAVES: Final = frozenset({"name", "number", "constant", "size"})


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a compiled language writes loops and numbers."""

    functions: Mapping[str, str]
    where: Callable[[str, str, str], str]
    entry: Callable[[str, tuple[str, ...], tuple[str, ...]], str]
    """An entry of an array: its name, its indices, the sizes of its axes."""
    assign: Callable[[str, str], str]
    """A new constant."""
    start: Callable[[str, str], str]
    """A new variable that will be added to."""
    plus: Callable[[str, str], str]
    loop: Callable[[str, str, list[str], str], list[str]]
    """A loop: index, size, its lines, and the variable that it sums up, if it only does that."""
    number: Callable[[Fraction], str]


@dataclass(slots=True)
class Loops:
    """The lines of one function while they are written."""

    syntax: Syntax
    sizes: Mapping[str, str]
    """The size of each index."""
    shapes: Mapping[str, tuple[str, ...]]
    taken: set[str]
    hints: Mapping[Node, str]
    lines: list[str] = field(default_factory=list)
    named: dict[Node, str] = field(default_factory=dict)

    def prepare(self, nodes: list[Node], sample: str) -> None:
        """Assign every number that is computed once a sample, or once a call."""
        uses: Counter[Node] = Counter()
        seen: set[Node] = set()

        def count(node: Node) -> None:
            uses[node] += 1
            if node not in seen:
                seen.add(node)
                for arg in node.args:
                    count(arg)

        def visit(node: Node) -> None:
            if node in self.named or node.operation in _LEAVES:
                return
            if node.operation in ("dot", "total"):
                self._inner_sum(node)
                return
            for arg in node.args:
                visit(arg)
            if set(node.axes) <= {sample} and (uses[node] > 1 or node in self.hints) \
                    and node.operation != "neg":
                text = self.text(node)
                self.named[node] = self.fresh(self.hints.get(node, "t"))
                self.lines.append(self.syntax.assign(self.named[node], text))

        for node in nodes:
            count(node)
        for node in nodes:
            visit(node)

    def _inner_sum(self, node: Node) -> None:
        """A sum over the features of one sample."""
        total = self.fresh("total")
        product = " * ".join(self._bracket(a, _PRODUCT) for a in node.args)
        self.lines.append(self.syntax.start(total, "0"))
        self.lines += self.syntax.loop(node.data, self.sizes[node.data],
                                       [self.syntax.plus(total, product)], total)
        self.named[node] = total

    def fresh(self, wanted: str) -> str:
        """A name that is not taken."""
        found, number = wanted, 1
        while found in self.taken:
            number += 1
            found = f"{wanted}{number}"
        self.taken.add(found)
        return found

    def text(self, node: Node) -> str:
        """The expression of one number."""
        return self._text(node)[0]

    def _bracket(self, node: Node, at_least: int) -> str:
        text, strength = self._text(node)
        return text if strength >= at_least else f"({text})"

    def _text(self, node: Node) -> tuple[str, int]:
        if node in self.named:
            return self.named[node], _ATOM
        args = node.args
        match node.operation:
            case "name":
                if not node.axes:
                    return str(node.data), _ATOM
                return self.syntax.entry(node.data, node.axes, self.shapes[node.data]), _ATOM
            case "size":
                return str(node.data), _ATOM
            case "number":
                return self.syntax.number(node.data), _ATOM if node.data >= 0 else _SUM
            case "add":
                return self._sum(args), _SUM
            case "mul":
                first, *others = args
                return " * ".join([self._bracket(first, _PRODUCT),
                                   *(self._bracket(a, _SIGN) for a in others)]), _PRODUCT
            case "div":
                return (f"{self._bracket(args[0], _PRODUCT)} / {self._bracket(args[1], _SIGN)}",
                        _PRODUCT)
            case "neg":
                return "-" + self._bracket(args[0], _POWER), _SUM
            case "pow" if args[1].operation == "number" and args[1].data in (2, 3):
                return " * ".join([self._bracket(args[0], _ATOM)] * int(args[1].data)), _PRODUCT
            case "call" if node.data in self.syntax.functions:
                function = self.syntax.functions[node.data]
                given, *more = map(self.text, args)
                for other in more:  # max and min of more than two, from the left
                    given = f"{function}({given}, {other})"
                return (given if more else f"{function}({given})"), _ATOM
            case "where":
                return self.syntax.where(*(self._bracket(a, _SUM) for a in args)), _ATOM
            case "compare":
                left, right = (self._bracket(a, _SUM) for a in args)
                return f"{left} {_SYMBOLS[node.data]} {right}", _RELATION
            case "expand":
                return self._text(args[0])
            case _:
                raise NotExported(f"this target has no loop for {node.data or node.operation}")

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


@dataclass(frozen=True, slots=True)
class Sample:
    """What one sample adds to an output."""

    value: Node
    """The number that is added to each entry, times the rows."""
    rows: tuple[Node, ...] = ()
    """Up to two rows of a matrix, one for each axis of the output."""
    factor: Node | None = None
    """What the whole sum is multiplied by."""


def sample_of(output: Output, index: str) -> Sample:
    """The summand of an output for one sample."""
    node, factor = output.value, None
    if node.operation == "mul" and len(node.args) == 2 and node.args[0].operation == "number":
        factor, node = node.args
    match node.operation:
        case "total" if node.data == index and node.axes == ():
            return Sample(node.args[0], (), factor)
        case "total" if node.data == index and node.args[0].operation == "name":
            return Sample(Node("number", data=Fraction(1)), (node.args[0],), factor)
        case "dot" if node.data == index and len(node.axes) == 1:
            matrix, vector = node.args
            return Sample(vector, (matrix,), factor)
        case "dot" if node.data == index and not node.axes:
            return Sample(Node("mul", node.args, None, (index,)), (), factor)
        case "gram" if node.data == index:
            vector, *matrices = node.args
            return Sample(vector, tuple(matrices), factor)
        case _:
            raise NotExported("this target has no loop for a sum of this shape")


def per_sample(function: Function, body: Body, syntax: Syntax,
               totals: list[str]) -> tuple[list[str], str]:
    """The lines for one sample, and its index: its numbers, then what it adds to each output."""
    shapes = {a.name: a.axes for a in function.arguments}
    places = [node for node in _nodes(body) if node.operation == "name" and node.axes]
    sizes = {index: size for node in places
             for index, size in zip(node.axes, shapes[node.data], strict=True)}
    sample = next(index for index, size in sizes.items() if size == body.samples)
    parts = [sample_of(output, sample) for output in body.outputs]
    loops = Loops(syntax, sizes, shapes,
                  {*shapes, *sizes, *sizes.values(), *totals, "zero"}, dict(body.names))
    loops.prepare([part.value for part in parts], sample)
    for part, total, output in zip(parts, totals, body.outputs, strict=True):
        loops.lines += _added(loops, part, total, output.axes, sample)
    return loops.lines, sample


def _added(loops: Loops, part: Sample, total: str, axes: tuple[str, ...],
           sample: str) -> list[str]:
    """The lines that add one sample to an output, entry by entry."""
    syntax = loops.syntax
    value = part.value if part.factor is None else Node("mul", (part.factor, part.value))
    if not part.rows:
        return [syntax.plus(total, loops.text(value))]
    row, last = part.rows[0], part.rows[-1]
    j, k = (next(a for a in r.axes if a != sample) for r in (row, last))
    if len(part.rows) == 1:
        entry = syntax.entry(total, (j,), axes)
        return syntax.loop(j, loops.sizes[j], [
            syntax.plus(entry, loops.text(Node("mul", (value, row))))], "")
    scaled = Node("name", data=loops.fresh("scaled"))
    entry = syntax.entry(total, (j, k), axes)
    inner = syntax.loop(k, loops.sizes[k], [
        syntax.plus(entry, loops.text(Node("mul", (scaled, last))))], "")
    return syntax.loop(j, loops.sizes[j], [
        syntax.assign(str(scaled.data), loops.text(Node("mul", (value, row)))), *inner], "")


def _nodes(body: Body) -> list[Node]:
    """Every node of a body, once."""
    seen: dict[Node, None] = {}

    def walk(node: Node) -> None:
        if node not in seen:
            seen[node] = None
            for arg in node.args:
                walk(arg)

    for output in body.outputs:
        walk(output.value)
    return list(seen)
