"""One exported function: its arguments, its proved parts, and what it computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.export.arrays import Body, Node, Output
from checker.export.class_forms import Classes
from checker.export.lowering import Lowering
from checker.export.proved import Proven
from checker.export.refusals import NotExported
from checker.export.shapes import Argument, Index, arguments_of, free_indices, legal, sizes_of
from checker.export.stable import Stable
from checker.export.unfolding import unfolded
from checker.language.context import Context
from checker.language.term import Term, entry, name


@dataclass(frozen=True, slots=True)
class Part:
    """One result: dw of gradient/dw, or the only one of its function."""

    name: str
    proven: Proven
    exact: Term
    """The result with its definitions written out: what the balls evaluate."""
    stable: Stable
    indices: tuple[Index, ...]
    """Its axes."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function to be exported."""

    name: str
    arguments: tuple[Argument, ...]
    parts: tuple[Part, ...]
    context: Context

    @property
    def bordered(self) -> bool:
        """Whether its parts are the blocks of one symmetric matrix: (n, n), (n,) and a scalar."""
        return [len(p.indices) for p in self.parts] == [2, 1, 0]

    @property
    def largest(self) -> Classes | None:
        """For softmax, what exponents are relative to."""
        return next((p.stable.largest for p in self.parts if p.stable.largest), None)

    def limit(self, ulps: float) -> float:
        """How far a value may be off: twice as far for matrices, whose entries are products."""
        return 2 * ulps if any(len(p.indices) > 1 for p in self.parts) else ulps

    @property
    def entrywise(self) -> bool:
        """Whether it maps numbers to numbers, so that arrays of any shape may be given."""
        return not any(a.axes for a in self.arguments)

    @property
    def in_rows(self) -> bool:
        """Whether it is a function of one sample with classes, and takes many as rows."""
        return not self.entrywise and not _samples(self)


def function_of(called: str, parts: Sequence[tuple[Proven, Stable]], context: Context,
                relatives: Sequence[Term] = ()) -> Function:
    """The function with this name and its parts, all of them with the same arguments.

    `relatives` are other results of the same arguments: they show what shape an argument has
    that does not stand in this one.
    """
    legal(called)
    names = parts[0][0].result.arguments
    if any(p.result.arguments != names for p, _ in parts):
        raise NotExported(f"the parts of {called} have different arguments")
    made = []
    for proven, stable in parts:
        own = proven.result.name.partition("/")[2]
        if own:
            legal(own)
        made.append(Part(own, proven, unfolded(proven.result.term, context), stable,
                         free_indices(stable.term, names, context)))
    terms = (*(p.exact for p in made), *(unfolded(t, context) for t in relatives))
    return Function(called, arguments_of(names, terms, context), tuple(made), context)


def body_of(function: Function) -> Body:
    """What the function computes, as array expressions.

    A sum over the first axis of the arguments is a sum over samples: each output is then its
    part over one block of rows, and what the whole sum is divided by.
    """
    sizes: dict[str, str] = {}
    for part in function.parts:
        sizes |= sizes_of(part.stable.term, function.context)
    order = [i.name for part in function.parts for i in part.indices]
    sizes = {k: sizes[k] for k in (*(k for k in sizes if k not in order), *dict.fromkeys(order))}
    samples = _samples(function)
    lowering = Lowering(function.arguments, sizes, not samples, function.largest)
    outputs = []
    for part in function.parts:
        term, divisor = part.stable.term, None
        if samples and term.head == "div":
            term, bottom = term.args
            divisor = lowering.node(bottom)
        outputs.append(Output(part.name, lowering.node(term),
                              tuple(i.size for i in part.indices), divisor))
    return Body(tuple(outputs), samples, _names(function, lowering))


def _samples(function: Function) -> str:
    """The size of the axis that all parts are sums over, empty if they are no such sums."""
    sizes = set()
    for part in function.parts:
        term = part.stable.term
        total = term.args[0] if term.head == "div" else term
        if total.head != "sum" or total.args[3].head != "name":
            return ""
        sizes.add(str(total.args[3].data))
    leading = {a.axes[0] for a in function.arguments if a.axes}
    return sizes.pop() if len(sizes) == 1 and sizes <= leading else ""


def _names(function: Function, lowering: Lowering) -> tuple[tuple[Node, str], ...]:
    """The author's names for values: z where z[i] is defined, e for an exponential."""
    found: dict[Node, str] = {}
    for definition in function.context.definitions:
        left = entry if definition.family else None
        if definition.parameters and left is None:
            continue
        term = entry(definition.name, *map(name, definition.parameters)) if definition.family \
            else name(definition.name)
        node = lowering.known.get(unfolded(term, function.context))
        if node is not None:
            found.setdefault(node, definition.name)
    for node in lowering.known.values():
        if node.operation == "call" and node.data == "exp":
            found.setdefault(node, "e")
    return tuple(found.items())
