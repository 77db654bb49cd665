"""Array expressions as scalar code with loops: for compiled targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from checker.export.arrays import Node
from checker.export.infix import ATOM, PRODUCT, SUM, Infix, Text
from checker.export.refusals import NotExported

LEAVES: Final = frozenset({"name", "number", "constant", "size"})


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
class Stage:
    """Lines that compute numbers of one sample: inner sums, or what is made of single numbers."""

    sums: bool
    lines: list[str]
    names: list[str]
    """What they assign."""


@dataclass(slots=True)
class Loops(Infix):
    """The lines of one function while they are written."""

    blank = " "

    syntax: Syntax
    sizes: Mapping[str, str]
    """The size of each index."""
    shapes: Mapping[str, tuple[str, ...]]
    taken: set[str]
    hints: Mapping[Node, str]
    stages: list[Stage] = field(default_factory=list)
    named: dict[Node, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The lines of all stages."""
        return [line for stage in self.stages for line in stage.lines]

    def write(self, name: str, lines: list[str], sums: bool = False) -> None:
        """Add the lines that assign one number."""
        if not self.stages or self.stages[-1].sums != sums:
            self.stages.append(Stage(sums, [], []))
        self.stages[-1].lines += lines
        self.stages[-1].names.append(name)

    def assign(self, node: Node) -> None:
        """Compute a number and give it a name."""
        text = self.text(node)
        self.named[node] = self.fresh(self.hints.get(node, "t"))
        self.write(self.named[node], [self.syntax.assign(self.named[node], text)])

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
            if node in self.named or node.operation in LEAVES:
                return
            if node.operation in ("dot", "total"):
                self._inner_sum(node)
                return
            for arg in node.args:
                visit(arg)
            if set(node.axes) <= {sample} and (uses[node] > 1 or node in self.hints) \
                    and node.operation != "neg":
                self.assign(node)

        for node in nodes:
            count(node)
        for node in nodes:
            visit(node)

    def _inner_sum(self, node: Node) -> None:
        """A sum over the features of one sample."""
        total = self.fresh("total")
        product = " * ".join(self.bracket(a, PRODUCT) for a in node.args)
        self.write(total, [self.syntax.start(total, "0"), *self.syntax.loop(
            node.data, self.sizes[node.data], [self.syntax.plus(total, product)], total)], True)
        self.named[node] = total

    def written(self, node: Node) -> Text:
        """The expression of one number."""
        if node in self.named:
            return self.named[node], ATOM
        found = self.arithmetic(node)
        if found is not None:
            return found
        args = node.args
        match node.operation:
            case "name":
                if not node.axes:
                    return str(node.data), ATOM
                return self.syntax.entry(node.data, node.axes, self.shapes[node.data]), ATOM
            case "size":
                return str(node.data), ATOM
            case "number":
                return self.syntax.number(node.data), ATOM if node.data >= 0 else SUM
            case "pow" if args[1].operation == "number" and args[1].data in (2, 3):
                return " * ".join([self.bracket(args[0], ATOM)] * int(args[1].data)), PRODUCT
            case "call" if node.data in self.syntax.functions:
                return self.call(node, self.syntax.functions)
            case "where":
                return self.syntax.where(*(self.bracket(a, SUM) for a in args)), ATOM
            case "expand":
                return self.written(args[0])
            case _:
                raise NotExported(f"this target has no loop for {node.data or node.operation}")
