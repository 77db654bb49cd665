"""Operators of SymPy text: signs, sums and products without brackets, powers, comparisons."""

from __future__ import annotations

import ast
from typing import Final

from checker.language.term import (
    RELATIONS,
    Term,
    add,
    both,
    build,
    div,
    either,
    mul,
    neg,
    number,
    relation,
)
from checker.reader.sympy_reading import Reading

CONDITIONS: Final = RELATIONS | {"and", "or", "not", "true", "false"}
"""The heads of conditions; every other term is a number."""
_COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge",
}


def unary(reader: Reading, node: ast.UnaryOp) -> Term:
    """A sign, or a negation."""
    operand = node.operand
    if isinstance(node.op, (ast.Not, ast.Invert)):
        return build("not", (reader.condition(operand),))
    if isinstance(node.op, ast.UAdd):
        return reader.number(operand)
    if _negative(reader, node):
        return number(-reader.number(operand).value)
    return neg(reader.number(operand))


def _negative(reader: Reading, node: ast.UnaryOp) -> bool:
    """Whether a minus sign makes a literal negative: `-2`, not `-(2)`."""
    operand = node.operand
    if not (isinstance(operand, ast.Constant) and isinstance(node.op, ast.USub)
            and type(operand.value) in (int, float)):
        return False
    return "(" not in reader.source.text[reader.place(node):reader.place(operand)]


def binary(reader: Reading, node: ast.BinOp) -> Term:
    """A sum, a product, a quotient, a power, or conditions joined by `&` or `|`."""
    kind = type(node.op)
    if kind is ast.Add or kind is ast.Sub:
        first, rest = _spine(node, ast.Add, ast.Sub)
        terms = [reader.number(first)]
        for operator, operand in rest:
            term = reader.number(operand)
            terms.append(neg(term) if operator is ast.Sub else term)
        return add(*terms)
    if kind is ast.Mult or kind is ast.Div:
        return _product(reader, node)
    if kind is ast.Pow:
        return reader.pow(reader.number(node.left), reader.number(node.right), node)
    if kind is ast.BitAnd or kind is ast.BitOr:
        first, rest = _spine(node, kind, kind)
        join = both if kind is ast.BitAnd else either
        return join(*(_joined(reader, part) for part in (first, *(p for _, p in rest))))
    raise reader.unreadable("this operator is not readable in SymPy text", node,
                            "one of + - * / **")


def _joined(reader: Reading, node: ast.expr) -> Term:
    found = reader.term(node)
    if found.head not in CONDITIONS:
        raise reader.unreadable("`&` and `|` bind closer than a comparison", node,
                                "brackets, as in (x > 0) & (y > 0)")
    return found


def _product(reader: Reading, node: ast.BinOp) -> Term:
    """A product; a minus sign before it is the minus of the whole product."""
    first, rest = _spine(node, ast.Mult, ast.Div)
    signs = 0
    while (isinstance(first, ast.UnaryOp) and first.col_offset == node.col_offset + signs
           and isinstance(first.op, ast.USub) and not _negative(reader, first)):
        first = first.operand
        signs += 1
    factors = [reader.number(first)]
    for operator, operand in rest:
        term = reader.number(operand)
        if operator is ast.Div:
            factors = [div(mul(*factors), term)]
        else:
            factors.append(term)
    product = mul(*factors)
    for _ in range(signs):
        product = neg(product)
    return product


def compare(reader: Reading, node: ast.Compare) -> Term:
    """A comparison, or a chain of them: `0 < x < 1` is two."""
    nodes = (node.left, *node.comparators)
    sides = [reader.number(side) for side in nodes]
    found = []
    for k, operator in enumerate(node.ops):
        kind = _COMPARISONS.get(type(operator))
        if kind is None:
            raise reader.unreadable("this comparison is not readable", node)
        if reader.source.equalities and not reader.source.equalities.isdisjoint(
                range(reader.end(nodes[k]), reader.place(nodes[k + 1]))):
            kind = "eq"
        found.append(relation(kind, sides[k], sides[k + 1]))
    return both(*found)


def boolean(reader: Reading, node: ast.BoolOp) -> Term:
    """Conditions joined by `and` or `or`."""
    join = both if isinstance(node.op, ast.And) else either
    return join(*map(reader.condition, node.values))


def _spine(node: ast.BinOp, *kinds: type[ast.operator],
           ) -> tuple[ast.expr, list[tuple[type[ast.operator], ast.expr]]]:
    """The first operand of a chain of operators without brackets, and the others in order."""
    start = node.col_offset
    rest: list[tuple[type[ast.operator], ast.expr]] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and type(left.op) in kinds and left.col_offset == start:
        rest.append((type(left.op), left.right))
        left = left.left
    rest.reverse()
    return left, rest
