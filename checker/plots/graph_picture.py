"""The picture of a computation graph: forwards from left to right, gradients on the way back.

Every arrow carries its local derivative; under a quantity stands the derivative of the output
by it, where the derivation proves one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.language.term import Term
from checker.plots.definitions import Undrawable
from checker.plots.drawing import (
    BLUE,
    INK,
    PAPER,
    RED,
    SOFT,
    formula,
    mathtext,
    new_figure,
    styled,
    written,
)
from checker.plots.graph import Edge, Graph, Node
from checker.reader.latex.printing import latex

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Place = tuple[float, float]
_STEP: Final = 3.3
"""Inches from one layer to the next."""
_ROW: Final = 1.05
_MOST: Final = 40
"""Longer operations and gradients are left out."""


def layers(graph: Graph) -> list[list[str]]:
    """The nodes from left to right: an input one layer before its first use.

    >>> from checker.language.term import name
    >>> edges = (Edge("x", "z", name("x"), None), Edge("z", "L", name("z"), None),
    ...          Edge("y", "L", name("y"), None))
    >>> layers(Graph(tuple(Node(k, name(k), name(k) if k in "zL" else None) for k in "xyzL"),
    ...              edges, "L"))
    [['x'], ['y', 'z'], ['L']]
    """
    try:
        import networkx
    except ImportError:
        raise Undrawable("pictures need matplotlib and networkx: "
                         "pip install 'derivation-checker[plots]'") from None
    net = networkx.DiGraph()
    net.add_nodes_from(node.key for node in graph.nodes)
    net.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    if not networkx.is_directed_acyclic_graph(net):
        raise Undrawable("the definitions go in a circle, so they have no computation graph")
    level: dict[str, int] = {}
    for k, generation in enumerate(networkx.topological_generations(net)):
        level.update(dict.fromkeys(generation, k))
    for node in graph.nodes:
        if node.operation is None:
            level[node.key] = min(level[target] for target in net.successors(node.key)) - 1
    found: list[list[str]] = [[] for _ in range(max(level.values()) + 1)]
    for node in graph.nodes:
        found[level[node.key]].append(node.key)
    return found


def places(graph: Graph) -> dict[str, Place]:
    """Where each node stands, in inches from the output's line."""
    inputs = {node.key for node in graph.nodes if node.operation is None}
    found: dict[str, Place] = {}
    for column, keys in enumerate(layers(graph)):
        x = column * _STEP
        main = [key for key in keys if key not in inputs]
        others = [key for key in keys if key in inputs]
        if main:
            for k, key in enumerate(main):
                found[key] = (x, (len(main) - 1) * _ROW * 0.9 - k * _ROW * 1.8)
            lowest = min(found[key][1] for key in main)
            for k, key in enumerate(others):
                found[key] = (x, lowest - (k + 1.6) * _ROW)
        else:
            for k, key in enumerate(others):
                found[key] = (x, ((len(others) - 1) / 2 - k) * _ROW * 1.1)
    return found


def draw(graph: Graph, suffix: str) -> bytes:
    """The picture as the bytes of a file."""
    at = places(graph)
    xs, ys = [p[0] for p in at.values()], [p[1] for p in at.values()]
    quantities = {node.key for node in graph.nodes if node.operation is not None}
    top = max(y + (1.1 if key in quantities else 0.4) for key, (_, y) in at.items())
    box = (min(xs) - 0.5, max(xs) + 0.5, min(ys) - 0.4, top)
    figure = new_figure(box[1] - box[0], box[3] - box[2], placed=True)
    with styled():
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(box[0], box[1])
        axes.set_ylim(box[2], box[3])
        axes.set_axis_off()
        shown = {node.key: node for node in graph.nodes}
        for edge in graph.edges:
            _arrow(axes, edge, shown, at, graph.output)
        for node in graph.nodes:
            _node(axes, node, at[node.key], graph.output)
        return written(figure, suffix, tight=True)


def _node(axes: Axes, node: Node, at: Place, output: str) -> None:
    quantity = node.operation is not None
    label = mathtext(node.shown)
    axes.text(
        *at, label, ha="center", va="center", fontsize=17, color=INK, zorder=5,
        bbox={"boxstyle": "circle,pad=0.45" if quantity else "round,pad=0.35",
              "facecolor": "#eaf2fb" if quantity else PAPER,
              "edgecolor": BLUE if quantity else SOFT, "linewidth": 1.6})
    if node.operation is not None and node.operation.size <= _MOST:
        said = f"{latex(node.shown)} = {latex(node.operation)}"
        axes.text(
            at[0], at[1] + 0.62, formula(said, ""), ha="center", va="bottom", fontsize=12.5,
            color=INK, zorder=6, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5})
    if node.gradient is not None and node.key != output:
        by, value = node.gradient
        short = value if value.size <= _MOST else None
        d = f"d{latex(by)}"
        said = d if short is None else f"{d} = {latex(short)}"
        below, ha = (0.6, "center") if quantity else (0.0, "right")
        x = at[0] if quantity else at[0] - 0.38
        axes.text(
            x, at[1] - below, formula(said, d), ha=ha, va="top" if quantity else "center",
            fontsize=12.5, color=RED, zorder=6)


def _arrow(axes: Axes, edge: Edge, nodes: dict[str, Node], at: dict[str, Place],
           output: str) -> None:
    start, end = at[edge.source], at[edge.target]
    source, target = nodes[edge.source], nodes[edge.target]
    axes.annotate(
        "", end, start, zorder=2, arrowprops={
            "arrowstyle": "-|>,head_length=.6,head_width=.25", "color": INK, "linewidth": 1.4,
            "shrinkA": 24, "shrinkB": 26})
    if source.gradient is not None:
        bend = 0.22 if abs(start[1] - end[1]) < 0.1 else 0.1
        axes.annotate(
            "", start, end, zorder=1, arrowprops={
                "arrowstyle": "-|>,head_length=.5,head_width=.2", "color": RED,
                "linewidth": 1.1, "linestyle": (0, (4, 3)), "shrinkA": 28, "shrinkB": 26,
                "connectionstyle": f"arc3,rad={-bend}"})
    if edge.derivative is None or source.operation is None and edge.target == output:
        return
    share = 0.5 if source.operation is not None else 0.36
    x = start[0] + (end[0] - start[0]) * share
    y = start[1] + (end[1] - start[1]) * share
    level = source.operation is not None
    axes.text(
        x, y + (0.1 if level else 0.0), _local(edge, target, edge.derivative, level),
        ha="center", va="bottom" if level else "center", fontsize=12.5, color=BLUE, zorder=4,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2})


def _local(edge: Edge, target: Node, derivative: Term, whole: bool) -> str:
    """The label of an arrow; between quantities with the derivative's name."""
    if not whole:
        return mathtext(derivative)
    partial = f"\\frac{{\\partial {latex(target.shown)}}}{{\\partial {latex(edge.by)}}}"
    return formula(f"{partial} = {latex(derivative)}", str(derivative))
