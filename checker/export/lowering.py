"""From a term to array expressions: sums over an index become matrix products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from checker.export.arrays import Node
from checker.export.class_forms import Classes
from checker.export.refusals import NotExported
from checker.export.shapes import Argument
from checker.language.substitution import substitute
from checker.language.term import Term

FUNCTIONS: Final = frozenset(
    "exp log abs max min sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh sign".split())
"""Known functions that every target has."""
RELATIONS: Final = frozenset("lt le gt ge eq ne".split())


class Lowering:
    """Terms of one function as array expressions.

    >>> from checker.language.term import entry, mul, name, sum_of
    >>> X, w = Argument("X", ("m", "n")), Argument("w", ("n",))
    >>> i, q, one = name("i"), name("q"), Node("number", data=1)
    >>> z = sum_of(mul(entry("w", q), entry("X", i, q)), q, name("1"), name("n"))
    >>> Lowering((X, w), {"i": "m", "q": "n"}, batched=False).node(z).operation
    'dot'
    """

    def __init__(self, arguments: Sequence[Argument], sizes: dict[str, str],
                 batched: bool, largest: Classes | None = None) -> None:
        self.arguments = {a.name: a for a in arguments}
        self.sizes = sizes
        self.batched = batched
        """Whether every argument may have leading axes of its own: one sample, or many."""
        self.largest = largest
        self.known: dict[Term, Node] = {}

    def node(self, term: Term) -> Node:
        """The array expression of a term."""
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = self._node(term)
        return found

    def _node(self, term: Term) -> Node:
        head = term.head
        match head:
            case "number":
                return Node("number", data=term.value)
            case "name":
                return self._name(str(term.data))
            case "entry":
                return self._entry(term)
            case "constant" if term.data in ("pi", "e"):
                return Node("constant", data=str(term.data))
            case "mul":
                return self.broadcast(head, tuple(map(self.node, self.sifted(term.args))))
            case "add" if _minus_one(term) is not None:
                return self.broadcast("call", (self.node(term.args[0].args[0]),), "expm1")
            case "add" | "div" | "neg" | "pow":
                return self.broadcast(head, tuple(map(self.node, term.args)))
            case "root" if term.args[1].head == "number" and term.args[1].value == 2:
                sides = _squares(term.args[0])
                if sides is not None:
                    return self.broadcast("call", tuple(map(self.node, sides)), "hypot")
                return self.broadcast("call", (self.node(term.args[0]),), "sqrt")
            case "call" if term.data == "delta":
                return self._delta(term)
            case "call" if term.data in FUNCTIONS:
                return self._call(term)
            case "cases" if len(term.args) == 3:
                value, guard, otherwise = map(self.node, term.args)
                return self.broadcast("where", (guard, value, otherwise))
            case "sum":
                return self.summed(str(term.args[0].data), term.args[1])
            case "and" | "or" | "not":
                return self.broadcast(head, tuple(map(self.node, term.args)))
            case _ if head in RELATIONS:
                return self.broadcast("compare", tuple(map(self.node, term.args)), head)
            case _:
                raise NotExported(f"no target can write {term}")

    def sifted(self, factors: tuple[Term, ...]) -> tuple[Term, ...]:
        """delta(j, y) f(j) as delta(j, y) f(y): where j is not y, both are zero.

        So f is computed once, at the class y, and not at every j.
        """
        for delta in factors:
            if delta.head == "call" and delta.data == "delta":
                numbers = [a for a in delta.args if self.numbered(a)]
                indices = [str(a.data) for a in delta.args if a not in numbers]
                if len(numbers) == len(indices) == 1:
                    return tuple(f if f is delta else substitute(f, {indices[0]: numbers[0]})
                                 for f in factors)
        return factors

    def numbered(self, term: Term) -> bool:
        """Whether a name is the number of a class: an argument, or the largest."""
        return term.head == "name" and (
            str(term.data) in self.arguments
            or self.largest is not None and term is self.largest.largest)

    def _name(self, text: str) -> Node:
        if self.largest is not None and text == self.largest.largest.data:
            index = self.largest.index
            return Node("largest", (self.node(self.largest.a(index)),), str(index.data))
        if text in self.arguments:
            argument = self.arguments[text]
            if argument.axes:
                raise NotExported(f"{text} stands with an index and without one")
            return Node("class" if argument.classes else "name", data=text)
        if text in self.sizes.values():
            return Node("size", data=text)
        raise NotExported(f"{text} is no argument of the result")

    def _entry(self, term: Term) -> Node:
        family = str(term.data)
        if family not in self.arguments:
            raise NotExported(f"{family} is no argument of the result")
        indices = tuple(str(a.data) for a in term.args)
        if not any(map(self.numbered, term.args)):
            if len(set(indices)) != len(indices):
                raise NotExported(f"no target can write the diagonal {term}")
            return Node("name", data=family, axes=indices)
        if len(indices) != 1:
            raise NotExported(f"no target can write {term}")
        return Node("pick", (Node("name", data=family, axes=indices), self.node(term.args[0])),
                    indices[0])

    def _delta(self, term: Term) -> Node:
        numbers = [a for a in term.args if self.numbered(a)]
        axes = [str(a.data) for a in term.args if a.head == "name" and a not in numbers]
        if len(axes) == len(numbers) == 1:
            return Node("hot", (self.node(numbers[0]),), self.sizes[axes[0]], (axes[0],))
        if len(axes) == 2:
            axes.sort(key=list(self.sizes).index)
            return Node("eye", (), self.sizes[axes[0]], tuple(axes))
        raise NotExported(f"no target can write {term}")

    def _call(self, term: Term) -> Node:
        """log(1 + x) is log1p(x), another name of the same thing; so are expm1 and hypot."""
        if term.data == "log" and term.args[0].head == "add" and len(term.args[0].args) == 2:
            one, x = term.args[0].args
            if one.head == "number" and one.value == 1:
                return self.broadcast("call", (self.node(x),), "log1p")
        return self.broadcast("call", tuple(map(self.node, term.args)), str(term.data))

    # --- axes ---------------------------------------------------------------------------------

    def broadcast(self, operation: str, args: tuple[Node, ...], data: object = None) -> Node:
        """An operation entry by entry, its arguments brought to the same axes."""
        axes = self.union(args)
        return Node(operation, tuple(self.expanded(a, axes) for a in args), data, axes)

    def union(self, args: Sequence[Node]) -> tuple[str, ...]:
        """All axes of the nodes, in the order in which indices are declared."""
        order = list(self.sizes)
        return tuple(sorted({axis for a in args for axis in a.axes}, key=order.index))

    def expanded(self, node: Node, axes: tuple[str, ...]) -> Node:
        """The node with these axes, new ones of length 1 where it has none."""
        if node.axes == axes or node.operation in ("number", "constant", "size"):
            return node
        if not node.axes and not self.batched or not self.batched \
                and axes[len(axes) - len(node.axes):] == node.axes:
            return node  # NumPy adds leading axes by itself
        if node.operation == "neg":
            return Node("neg", (self.expanded(node.args[0], axes),), None, axes)
        if tuple(a for a in axes if a in node.axes) != node.axes:
            raise NotExported("no target can turn these axes around")
        return Node("expand", (node,), tuple(a if a in node.axes else "" for a in axes), axes)

    # --- sums ---------------------------------------------------------------------------------

    def summed(self, index: str, body: Term) -> Node:
        """The sum of the body over an index, as a matrix product where it is one."""
        parts = self.sifted(body.args) if body.head == "mul" else (body,)
        factors = [self.node(f) for f in parts]
        outside = [f for f in factors if index not in f.axes]
        inside = [f for f in factors if index in f.axes]
        if not inside:
            raise NotExported(f"no target can write a sum of {body}, which is free of {index}")
        total = self._contracted(index, inside)
        return self.broadcast("mul", (*outside, total)) if outside else total

    def _contracted(self, index: str, factors: list[Node]) -> Node:
        vectors = [f for f in factors if f.axes == (index,)]
        matrices = [f for f in factors if f.axes != (index,)]
        if self.batched or any(len(f.axes) != 2 for f in matrices) or len(matrices) > 2:
            return self.total(index, self.product(factors))
        if not matrices:
            if len(vectors) == 2:
                return Node("dot", tuple(vectors), index, ())
            return self.total(index, self.product(vectors))
        kept = tuple(a for m in matrices for a in m.axes if a != index)
        if len(matrices) == 1:
            if not vectors:
                return self.total(index, matrices[0])
            return Node("dot", (matrices[0], self.product(vectors)), index, kept)
        if not vectors or len(set(kept)) != 2:
            return self.total(index, self.product(factors))
        return Node("gram", (self.product(vectors), *matrices), index, kept)

    def product(self, factors: Sequence[Node]) -> Node:
        """The product entry by entry; one factor is itself."""
        return factors[0] if len(factors) == 1 else self.broadcast("mul", tuple(factors))

    def total(self, index: str, node: Node) -> Node:
        """The sum over one axis."""
        axes = tuple(a for a in node.axes if a != index)
        return Node("total", (node,), index, axes)


def _minus_one(term: Term) -> Term | None:
    """x of exp(x) - 1, None for any other sum."""
    if len(term.args) != 2:
        return None
    e, one = term.args
    if one.head == "neg":
        one = one.args[0]
    elif one.head != "number" or one.value != -1:
        return None
    unit = one.head == "number" and abs(one.value) == 1
    return e.args[0] if unit and e.head == "call" and e.data == "exp" else None


def _squares(term: Term) -> tuple[Term, Term] | None:
    """a and b of a^2 + b^2, None for anything else."""
    if term.head != "add" or len(term.args) != 2:
        return None
    for part in term.args:
        if part.head != "pow" or part.args[1].head != "number" or part.args[1].value != 2:
            return None
    return term.args[0].args[0], term.args[1].args[0]
