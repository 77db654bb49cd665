"""Sums over samples as loops: what is computed of one sample, and what it adds to each output.

All outputs are summed up in one pass over the rows, so that a row is still in the nearest
cache when it is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.export.arrays import Body, Node, Output
from checker.export.function import Function
from checker.export.loops import LEAVES, Loops, Syntax
from checker.export.refusals import NotExported


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


@dataclass(frozen=True, slots=True)
class Samples:
    """What a loop over samples does."""

    index: str
    loops: Loops
    """The numbers of a sample."""
    added: tuple[tuple[str, tuple[str, ...]], ...]
    """Each output and the lines that add one sample to it: a single line to a single number."""


def samples_of(function: Function, body: Body, syntax: Syntax, totals: list[str]) -> Samples:
    """The numbers of a sample, then what it adds to each output."""
    shapes = {a.name: a.axes for a in function.arguments}
    places = [node for node in _nodes(body) if node.operation == "name" and node.axes]
    sizes = {index: size for node in places
             for index, size in zip(node.axes, shapes[node.data], strict=True)}
    sample = next(index for index, size in sizes.items() if size == body.samples)
    parts = [sample_of(output, sample) for output in body.outputs]
    loops = Loops(syntax, sizes, shapes,
                  {*shapes, *sizes, *sizes.values(), *totals, "zero"}, dict(body.names))
    loops.prepare([part.value for part in parts], sample)
    for part in parts:
        if part.rows and part.value.operation not in LEAVES and part.value not in loops.named:
            loops.assign(part.value)
    return Samples(sample, loops, tuple(
        (total, tuple(_added(loops, part, total, output.axes, sample)))
        for part, total, output in zip(parts, totals, body.outputs, strict=True)))


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
