"""Lines over a block of samples, computed in as few arrays as they need.

A block's numbers are few enough for the nearest caches, new arrays for every operation are not.
So a line `t = a - e*(e/(1 + e))` is written as the operations it consists of, each into an array
that nobody needs any more. The operations and their order stay, and so does every rounding.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from itertools import count
from typing import Final

OPERATORS: Final[dict[type[ast.operator], tuple[str, str]]] = {
    ast.Add: ("+", ""), ast.Mult: ("*", ""), ast.Sub: ("-", "subtract"),
    ast.Div: ("/", "divide")}
"""How each operator is written, and NumPy's function where the operands cannot change places."""
FUNCTIONS: Final = frozenset({
    "abs", "sign", "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh",
    "tanh", "arctan", "arcsinh", "maximum", "minimum", "hypot"})
TOTAL: Final = re.compile(r"\((.*)\)\.sum\(axis=-1\)")


class _Other(Exception):
    """A line that holds something else: it is left as it is."""


def in_place(lines: Sequence[str], vectors: Sequence[str], numbers: Sequence[str],
             matrices: Sequence[str]) -> list[str]:
    """The same lines, one operation each.

    `vectors` are arguments with one number for each row of the block, `numbers` single ones, and
    `matrices` have rows; none of them is written to.

    >>> lines = ["e = np.exp(-np.abs(z - y))", "r = y - e/(1 + e)"]
    >>> print("; ".join(in_place(lines, ("z", "y"), (), ())))
    e = z - y; np.abs(e, out=e); np.negative(e, out=e); np.exp(e, out=e); \
r = 1 + e; np.divide(e, r, out=r); np.subtract(y, r, out=r)
    """
    done: list[str] = []
    known = set(vectors)
    made: set[str] = set()
    for k, line in enumerate(lines):
        target, sign, text = re.split(r" (\+?=) ", line, maxsplit=1)
        later = set(re.findall(r"\w+", " ".join(lines[k + 1:])))
        whole = TOTAL.fullmatch(text)
        line_of = _Line(known, set(numbers), set(matrices), made - later,
                        {*known, *later, *numbers, *matrices, *re.findall(r"\w+", line)})
        try:
            if sign == "=":
                done += line_of.written(text, target)
                known.add(target)
                made.add(target)
            elif whole is not None:
                name = line_of.fresh()
                done += [*line_of.written(whole[1], name), f"{target} += {name}.sum(axis=-1)"]
            else:
                done.append(line)
        except _Other:
            done.append(line)
            made.difference_update(re.findall(r"\w+", text))  # what it gives may be a view of them
    return done


class _Line:
    """The operations of one line."""

    def __init__(self, vectors: set[str], numbers: set[str], matrices: set[str],
                 free: set[str], taken: set[str]) -> None:
        self.vectors = vectors
        self.numbers = numbers
        self.matrices = matrices
        self.free = free
        """Arrays that nobody needs after this line."""
        self.taken = taken
        self.own: set[str] = set()
        """Arrays that were made for this line."""
        self.lines: list[str] = []

    def written(self, text: str, target: str) -> list[str]:
        """The operations that give a name the value of an expression."""
        tree = ast.parse(text, mode="eval").body
        names = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]
        self.free = {name for name in self.free if names.count(name) == 1}
        found = self.vector(tree)
        if found not in self.own:  # another name for an array, not one of its own
            raise _Other
        return [re.sub(rf"\b{found}\b", target, line) for line in self.lines]

    def fresh(self) -> str:
        """A name that stands nowhere."""
        name = next(n for k in count(1) if (n := f"u{k if k > 1 else ''}") not in self.taken)
        self.taken.add(name)
        return name

    def vector(self, node: ast.expr) -> str:
        """The name of the array that holds the value of an expression."""
        match node:
            case ast.Name(id=name) if name in self.vectors:
                return name
            case ast.BinOp(op=ast.MatMult(), left=ast.Name(id=left), right=ast.Name()) \
                    if left in self.matrices:
                return self.new(ast.unparse(node))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.call("negative", [self.vector(operand)])
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=function), keywords=[]) \
                    if function in FUNCTIONS:
                return self.call(function, [self.operand(a) for a in node.args])
            case ast.BinOp(op=operator) if type(operator) in OPERATORS:
                return self.binary(*OPERATORS[type(operator)], self.operand(node.left),
                                   self.operand(node.right))
        raise _Other

    def operand(self, node: ast.expr) -> str:
        """An array's name, or the text of a number."""
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        if names <= self.numbers and all(isinstance(n, ast.Name | ast.Constant | ast.UnaryOp
                                                    | ast.USub | ast.Load)
                                         for n in ast.walk(node)):
            return ast.unparse(node)
        return self.vector(node)

    def call(self, function: str, args: list[str]) -> str:
        """A function of arrays, into one of them if that is free."""
        if all(a not in self.vectors and a not in self.own for a in args):
            raise _Other
        told = ", ".join(args)
        for a in args:
            if a in self.own:
                self.lines.append(f"np.{function}({told}, out={a})")
                return a
            if a in self.free:
                return self.new(f"np.{function}({told}, out={a})")
        if function == "negative":
            return self.new(f"-{told}")
        return self.new(f"np.{function}({told})")

    def binary(self, symbol: str, function: str, left: str, right: str) -> str:
        """An operation between two arrays or an array and a number."""
        if left in self.own:
            self.lines.append(f"{left} {symbol}= {right}")
            return left
        if right in self.own:
            self.lines.append(f"np.{function}({left}, {right}, out={right})" if function
                              else f"{right} {symbol}= {left}")
            return right
        if left not in self.vectors and right not in self.vectors:
            raise _Other
        return self.new(f"{left} {symbol} {right}")

    def new(self, value: str) -> str:
        """A new array, or a new name for one that was free."""
        name = self.fresh()
        self.own.add(name)
        self.lines.append(f"{name} = {value}")
        return name
