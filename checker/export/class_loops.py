"""Functions of one sample with classes as loops over the classes: for compiled targets.

A sample is a row of numbers. What is one number, the largest or a sum over the classes, is
computed in a loop of its own; an array over the classes is kept where two loops need it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from checker.export.arrays import Body, Node
from checker.export.function import Function, body_of
from checker.export.loops import Loops, Syntax
from checker.export.refusals import NotExported

_ANY: Final = "any"
"""The index of an array whose values are the same whatever its index is called."""
_FINAL: Final = Node("final")


@dataclass(frozen=True, slots=True)
class RowSyntax:
    """How a compiled language writes what only classes need."""

    loops: Syntax
    put: Callable[[str, str], str]
    """A value into an entry."""
    same: Callable[[str, str], str]
    """1 where two class numbers are equal, else 0."""
    largest: Callable[[str, str, str, list[str], str], list[str]]
    """The search: where the largest stands, index, size, lines before the value, the value."""


@dataclass(frozen=True, slots=True)
class Row:
    """The code for one sample."""

    lines: tuple[str, ...]
    work: tuple[str, ...]
    """Arrays over the classes that it needs besides the output."""
    returned: str
    """The value, where it is a number; else it is written to `out`."""


def row_of(function: Function, syntax: RowSyntax) -> Row:
    """The loops of one sample; `NotExported` for what is no row of numbers."""
    body = body_of(function)
    shapes = {a.axes for a in function.arguments if a.axes}
    if len(body.outputs) != 1 or len(shapes) != 1 or any(len(axes) > 1 for axes in shapes):
        raise NotExported(f"this target has no loop for {function.name}")
    indices = tuple(index.name for index in function.parts[0].indices)
    ((size,),) = shapes
    return _Rows(function, body, syntax, size, indices).row()


class _Rows:
    """The lines of one sample while they are written."""

    def __init__(self, function: Function, body: Body, syntax: RowSyntax, size: str,
                 indices: tuple[str, ...]) -> None:
        self.syntax, self.size, self.indices = syntax, size, indices
        self.value = body.outputs[0].value
        self.lines: list[str] = []
        self.named: dict[Node, str] = {}
        self.work: list[str] = []
        self.loops_with: dict[Node, set[Node]] = {}
        """The loops that need a node."""
        self.above: dict[Node, set[Node]] = {}
        """The nodes that a node is an argument of."""
        self._count(self.value, _FINAL, _FINAL)
        self.kept: dict[Node, bool] = {}
        """The arrays: whether they are kept for the next loop."""
        self.shapes = {a.name: a.axes for a in function.arguments}
        self.hints = dict(body.names)
        inner = (node.data for node in self.loops_with if node.operation in ("total", "largest"))
        self.bound = dict.fromkeys((*indices, *inner), size)
        self.taken = {*self.shapes, *self.bound, size, "out", "zero", "row", "rows"}

    def row(self) -> Row:
        """The code: first what is computed once, then the value."""
        self.ready(self.value)
        inner = self._inside()
        if not self.indices:
            inner.prepare([self.value], "")
            returned = inner.text(self.value)
            return Row((*self.lines, *inner.lines), tuple(self.work), returned)
        return Row((*self.lines, *self._entries(self.indices, inner)), tuple(self.work), "")

    def _entries(self, indices: tuple[str, ...], outer: Loops) -> list[str]:
        """The loops that write the value, the first index outermost."""
        index, *others = indices
        loops, inner, lines = self.syntax.loops, self._inside(outer.named), []
        if others:
            for node in _apart(self.value, index):
                name = inner.fresh("t")
                lines.append(loops.assign(name, inner.text(node)))
                inner.named[node] = name
            lines += self._entries(tuple(others), inner)
        else:
            inner.prepare([self.value], index)
            place = loops.entry("out", self.indices, (self.size,) * len(self.indices))
            lines += [*inner.lines, self.syntax.put(place, inner.text(self.value))]
        return loops.loop(index, self.size, lines, "")

    def _inside(self, named: dict[Node, str] | None = None) -> Loops:
        """Lines of their own, in which everything known has its name."""
        return Loops(self.syntax.loops, self.bound, self.shapes, self.taken, self.hints,
                     named=dict(self.named if named is None else named))

    def _count(self, node: Node, loop: Node, above: Node) -> None:
        """Note in which loops each node is needed, and for what."""
        key = _whatever(node)
        self.above.setdefault(key, set()).add(above)
        where = self.loops_with.setdefault(key, set())
        if loop not in where:
            where.add(loop)
            for arg in node.args:
                self._count(arg, key if node.operation == "total" else loop, key)

    def keeps(self, node: Node) -> bool:
        """Whether two loops need an array that calls a function for every entry.

        Kept is the largest part that they share; what is made of it without a call is not.
        """
        key = _whatever(node)
        if key not in self.kept:
            self.kept[key] = len(node.axes) == 1 and (
                node.operation == "total" or len(self.loops_with[key]) > 1
                and len(self.above[key]) > 1 and self._calls(node))
        return self.kept[key]

    def _calls(self, node: Node) -> bool:
        """Whether a function is called for an entry, apart from arrays that are kept."""
        return node.operation in ("call", "pow") or any(
            self._calls(arg) for arg in node.args if arg.axes and not self.keeps(arg))

    def ready(self, node: Node) -> None:
        """Write what must be known before the loop that computes the node."""
        if node in self.named:
            return
        if not (self.keeps(node) and _whatever(node) in self.named):
            for arg in node.args:
                self.ready(arg)
        loops = self.syntax.loops
        match node.operation:
            case "class":
                self.named[node] = str(node.data)
            case "hot":
                self.named[node] = self.syntax.same(node.axes[0], self.named[node.args[0]])
            case "eye":
                self.named[node] = self.syntax.same(*node.axes)
            case "pick":
                array, number = node.args
                found = self.named[number]
                self.named[node] = self._fresh(f"{array.data}_{found}")
                self.lines.append(loops.assign(self.named[node], loops.entry(
                    array.data, (found,), (self.size,))))
            case "largest":
                inner, text = self._loop_over(node.args[0])
                self.named[node] = self._fresh("largest")
                self.lines += self.syntax.largest(self.named[node], node.args[0].axes[0],
                                                  self.size, inner, text)
            case "total" if not node.axes:
                self.named[node] = self._fresh("total")
                self._total(node, self.named[node], self.lines)
            case "expand" if node.args[0] in self.named and not node.args[0].axes:
                self.named[node] = self.named[node.args[0]]
            case _ if self.keeps(node):
                self._keep(node)

    def _total(self, node: Node, name: str, lines: list[str]) -> None:
        loops = self.syntax.loops
        inner, text = self._loop_over(node.args[0], node.data)
        lines.append(loops.start(name, "0"))
        lines += loops.loop(node.data, self.size, [*inner, loops.plus(name, text)], name)

    def _loop_over(self, node: Node, index: str = "") -> tuple[list[str], str]:
        """The lines that stand inside a loop over a node's index, and its value there."""
        inner = self._inside()
        inner.prepare([node], index or node.axes[0])
        return list(inner.lines), inner.text(node)

    def _keep(self, node: Node) -> None:
        """Compute an array once and keep it: in the output, while that is free, or in work."""
        key, (index,) = _whatever(node), node.axes
        if key not in self.named:
            free = len(self.indices) == 1 and "out" not in self.named.values()
            self.named[key] = "out" if free else self._fresh("work")
            if not free:
                self.work.append(self.named[key])
            lines: list[str] = []
            if node.operation == "total":
                text = self._fresh("total")
                self._total(node, text, lines)
            else:
                lines, text = self._loop_over(node)
            place = self._entry(key, index)
            self.lines += self.syntax.loops.loop(
                index, self.size, [*lines, self.syntax.put(place, text)], "")
        self.named[node] = self._entry(key, index)

    def _entry(self, key: Node, index: str) -> str:
        return self.syntax.loops.entry(self.named[key], (index,), (self.size,))

    def _fresh(self, wanted: str) -> str:
        return self._inside().fresh(wanted)


def _whatever(node: Node) -> Node:
    """An array over one index as it is whatever the index is called; any other node itself."""
    return _renamed(node, node.axes[0], _ANY) if len(node.axes) == 1 else node


def _renamed(node: Node, old: str, new: str) -> Node:
    if old not in node.axes:
        return node
    data = tuple(new if axis == old else axis for axis in node.data) \
        if node.operation == "expand" else node.data
    return Node(node.operation, tuple(_renamed(a, old, new) for a in node.args), data,
                tuple(new if axis == old else axis for axis in node.axes))


def _apart(node: Node, index: str) -> list[Node]:
    """The parts of a node that depend on one of its indices alone, and are no entries."""
    if node.axes == (index,):
        return [node] if node.args and node.operation != "expand" else []
    return list(dict.fromkeys(part for arg in node.args for part in _apart(arg, index)
                              if index in node.axes))
