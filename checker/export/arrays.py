"""Array expressions: what a term becomes when its indices become axes.

A node is an operation on nodes, with the index of each of its axes. Equal nodes are the same
value, computed once; a printer gives it a name where it is used twice.

| operation | arguments | data |
|---|---|---|
| name | | a variable of the exported function |
| number | | a Fraction |
| size | | the length of an axis |
| add, mul, div, neg, pow | | |
| call | | the known function |
| where | condition, value, otherwise | |
| compare | two | lt, le, gt, ge, eq, ne |
| and, or, not | | |
| expand | one | the axes it has now, new ones of length 1 among them |
| total | one | the index summed over |
| dot | two | the index summed over |
| gram | vector, matrix, matrix | the index summed over |
| pick | array, class numbers | the index picked |
| hot | class numbers | 1 where the index is the class |
| largest | array | the index: the class where the array is largest |
| eye | | 1 on the diagonal |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One operation; see the module's table."""

    operation: str
    args: tuple[Node, ...] = ()
    data: Any = None
    axes: tuple[str, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        """Keep the hash: nodes are shared, and their trees are deep."""
        object.__setattr__(self, "_hash", hash((self.operation, self.args, self.data, self.axes)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Output:
    """One value that an exported function returns."""

    name: str
    """dw in gradient/dw; empty for a function that returns one value."""
    value: Node
    """For a sum over samples, the sum over one block of rows."""
    axes: tuple[str, ...] = ()
    """The sizes of its axes."""
    divisor: Node | None = None
    """What the sum over all rows is divided by."""


@dataclass(frozen=True, slots=True)
class Body:
    """What an exported function computes."""

    outputs: tuple[Output, ...]
    samples: str = ""
    """The size of the axis that is summed over in blocks of rows, if there is one."""
    names: tuple[tuple[Node, str], ...] = ()
    """What its values are called where they get a name."""
