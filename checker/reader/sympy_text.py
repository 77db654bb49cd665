"""SymPy text -> terms, exactly as written.

Python's grammar is used (`ast.parse`), nothing is ever evaluated, SymPy is not imported.
A sum or product without brackets is one n-ary node: `a + b - c` is add(a, b, neg(c)) and
`a*b/c` is div(mul(a, b), c). A minus sign before a product belongs to the whole product, as
on paper; before a literal it makes a negative number (`-2*x`), but never the base of a power
(`-2**2` is -(2**2)). Decimals are exact: `0.1` is 1/10.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection

from checker.language.context import EMPTY, Context
from checker.language.errors import TooLarge
from checker.language.term import MAX_SIZE, Term, add, div, mul, neg
from checker.reader.sympy_nodes import Reader
from checker.reader.sympy_segments import Segment, long_segments


def parse(text: str, *, functions: Collection[str] = (), context: Context = EMPTY) -> Term:
    """The expression that a SymPy text says; `Unreadable`, with its place, if it says none.

    A name in front of brackets must be a known function, one of `functions`, or a function
    of the context.

    >>> parse("1 + exp(-x) - 1")
    1 + exp(-x) - 1
    >>> parse("2*foo(x)")
    Traceback (most recent call last):
    checker.language.errors.Unreadable: line 1, column 3: `foo` is not a known function; \
declare it in "functions", or write * if a product is meant
    """
    reader = Reader(text, functions, context)
    return _guarded(reader, lambda: _number(reader, 0, len(text)))


def parse_relation(text: str, *, functions: Collection[str] = (),
                   context: Context = EMPTY) -> Term:
    """The condition that a SymPy text says: `x > 0`, `0 < x < 1`, `Ne(x, 0)`, `y = 1`.

    >>> parse_relation("0 < x < 1")
    And(0 < x, x < 1)
    """
    reader = Reader(text, functions, context)
    return _guarded(reader, lambda: _condition(reader, 0, len(text)))


def _guarded(reader: Reader, read: Callable[[], Term]) -> Term:
    """What `read` reads; every limit on the way is a refusal of the text."""
    try:
        return read()
    except TooLarge as error:
        raise reader.source.unreadable(str(error), reader.start) from None
    except RecursionError:
        raise reader.source.unreadable("the expression is nested too deep", 0) from None


def _number(reader: Reader, start: int, end: int) -> Term:
    """The expression between two places."""
    start, end = reader.source.trim(start, end)
    segments = long_segments(reader.source.line, start, end)
    if segments and segments[0][:2] == (start, end):
        return _long(reader, segments[0])
    return reader.number(_tree(reader, start, end, segments))


def _condition(reader: Reader, start: int, end: int) -> Term:
    """The condition between two places."""
    start, end = reader.source.trim(start, end)
    segments = long_segments(reader.source.line, start, end)
    return reader.condition(_tree(reader, start, end, segments))


def _tree(reader: Reader, start: int, end: int, segments: tuple[Segment, ...]) -> ast.expr:
    for segment in segments:
        reader.holes[segment.start] = _long(reader, segment)
    reader.start = start
    return reader.source.tree(start, end, tuple((s.start, s.end) for s in segments))


def _long(reader: Reader, segment: Segment) -> Term:
    """A sum or product, read operand by operand."""
    start, end, operators = segment
    if len(operators) >= MAX_SIZE:
        raise reader.source.unreadable(f"the expression has more than {MAX_SIZE} parts", start)
    line = reader.source.line
    bounds = (*operators, end)
    first = _number(reader, start, bounds[0])
    is_sum = line[operators[0]] in "+-"
    signs = 0
    while not is_sum and line[start] in "+- ":
        if line[start] == "-" and first.head == "neg":
            first = first.args[0]
            signs += 1
        start += 1
    operands = [first]
    for place, until in zip(operators, bounds[1:], strict=True):
        operand = _number(reader, place + 1, until)
        if line[place] == "/":
            operands = [div(mul(*operands), operand)]
        else:
            operands.append(neg(operand) if line[place] == "-" else operand)
    if is_sum:
        return add(*operands)
    product = mul(*operands)
    for _ in range(signs):
        product = neg(product)
    return product
