"""The computation graph of definitions: quantities, and what each does to the next.

    x1, w1, x2, w2, b -> z -> a -> L

A quantity is defined by an operation on others; what no definition defines is an input. A
function such as sigma, applied to something else than its own parameter, is an operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checker.language.context import Definition
from checker.language.term import DERIVATIVE, Term, name
from checker.plots.definitions import Subject, Undrawable, left
from checker.plots.local import backwards, local_derivative

MOST_NODES: Final = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A quantity or an input."""

    key: str
    shown: Term
    """Its left side: a, z[k], h(x)."""
    operation: Term | None = None
    """What it is computed by; None for an input."""
    gradient: tuple[Term, Term] | None = None
    """What the output is derived by, and the derivative, where the derivation proves one."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One quantity stands in the operation of another."""

    source: str
    target: str
    by: Term
    """The source as it stands in the operation: yhat[q]."""
    derivative: Term | None
    """The derivative of the target by the source, proved; None where there is no short form."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph, inputs and quantities in the order of their definitions."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    output: str


def graph_of(subject: Subject) -> Graph:
    """The graph behind the last quantity that the definitions lead to.

    >>> from checker.language.context import Context
    >>> from checker.language.term import mul
    >>> double = Definition("z", (), mul(name("w"), name("x")))
    >>> graph = graph_of(Subject("", (double,), Context(definitions=(double,))))
    >>> [(edge.source, edge.target, edge.derivative) for edge in graph.edges]
    [('w', 'z', x), ('x', 'z', w)]
    """
    quantities = quantities_of(subject)
    output = _output(quantities)
    if output is None:
        raise Undrawable(f"{subject.path} defines no quantity by others, so it has no graph")
    inputs: dict[str, Term] = {}
    edges: list[tuple[str, str, Term]] = []
    reached = [output]
    for key in reached:
        for source, term in parents(quantities[key], quantities):
            edges.append((source, key, term))
            if source not in quantities:
                inputs.setdefault(source, term)
            elif source not in reached:
                reached.append(source)
    if len(reached) + len(inputs) > MOST_NODES:
        raise Undrawable(f"{subject.path} has a graph of more than {MOST_NODES} quantities "
                         "and inputs, more than a picture shows")
    gradients = backwards(subject, output, [*reached, *inputs])
    nodes = [Node(key, term, None, gradients.get(key)) for key, term in inputs.items()]
    nodes += [Node(key, _shown(quantities[key]), quantities[key].body, gradients.get(key))
              for key in reversed(reached)]
    told = tuple(Edge(source, target, term, local_derivative(subject, quantities, target, term))
                 for source, target, term in edges)
    return Graph(tuple(nodes), told, output)


def quantities_of(subject: Subject) -> dict[str, Definition]:
    """The definitions that are no operations and no derivatives, by name."""
    applied = [part for d in subject.definitions for part in parts(d.body)
               if part.head == "apply"]
    named = {d.body for d in subject.definitions}  # a := sigma(z) names what sigma(z) is
    found = {}
    for definition in subject.definitions:
        own = tuple(map(name, definition.parameters))
        operation = bool(own) and not definition.family and any(
            part.data[0] == definition.name and (part.args != own or part in named)
            for part in applied)
        if definition.body.free and not operation and not definition.body.flags & DERIVATIVE:
            found[definition.name] = definition
    return found


def _shown(definition: Definition) -> Term:
    """The left side; a quantity of several others, L(a, y), by its name alone."""
    several = len(definition.parameters) > 1 and not definition.family
    return name(definition.name) if several else left(definition)


def parts(term: Term) -> Iterator[Term]:
    """The term and all that stands inside of it, as it is read from left to right."""
    yield term
    for arg in term.args:
        yield from parts(arg)


def parents(definition: Definition,
            quantities: dict[str, Definition]) -> list[tuple[str, Term]]:
    """The quantities and inputs in an operation, in order, each with the term it stands as."""
    found: dict[str, Term] = {}
    own = {p: name(p) for p in definition.parameters if definition.family}

    def walk(term: Term, bound: frozenset[str]) -> None:
        key = ""
        match term.head:
            case "name" if term.data not in bound:
                key = str(term.data)
            case "entry":
                key = str(term.data)
            case "apply" if term.data[0] in quantities:
                key = str(term.data[0])
        if key:
            found.setdefault(key, term)
            return
        if term.head in ("sum", "product"):
            index = str(term.args[0].data)
            walk(term.args[1], bound | {index})
            return
        for arg in term.args:
            walk(arg, bound)

    walk(definition.body, frozenset(own))
    found.pop(definition.name, None)
    return list(found.items())


def _output(quantities: dict[str, Definition]) -> str | None:
    """The last quantity that no other uses, and behind which the most stand."""
    uses = {key: {source for source, _ in parents(d, quantities)}
            for key, d in quantities.items()}
    used = set().union(*uses.values()) if uses else set()
    ends = [key for key in quantities if key not in used] or list(quantities)[-1:]

    def behind(key: str) -> int:
        seen, ahead = {key}, [key]
        while ahead:
            for source in uses.get(ahead.pop(), ()):
                if source not in seen:
                    seen.add(source)
                    ahead.append(source)
        return len(seen)

    return max(reversed(ends), key=behind, default=None)
