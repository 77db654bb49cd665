"""Calculus in SymPy text: derivatives, substitutions, sums, products, integrals, limits."""

from __future__ import annotations

import ast
from typing import Final

from checker.language.term import INFINITY, Term, at, build, derivative, integral, limit
from checker.reader.sympy_names import MANY
from checker.reader.sympy_reading import (
    Handler,
    Reading,
    arguments,
    parts_of,
    read_variable,
    read_whole,
)

MAX_ORDER: Final = 100
"""Derivatives of higher order are refused."""


def _derivative(reader: Reading, node: ast.Call, word: str) -> Term:
    """Derivative(f, x), Derivative(f, x, 2), Derivative(f, (x, 2)), Derivative(f, x, y)."""
    body_node, *others = arguments(reader, node, 2, MANY, f"{word}(f, x)")
    body = reader.number(body_node)
    while others:
        parts = parts_of(others[0])
        if parts is None:
            parts = others[:2] if len(others) > 1 and _is_order(others[1]) else others[:1]
            others = others[len(parts):]
        elif len(parts) == 2:
            others = others[1:]
        else:
            raise reader.unreadable("this is not a variable with an order", others[0], "(x, 2)")
        variable = read_variable(reader, parts[0], "x or x[i]", entries=True)
        body = derivative(body, variable, _order(reader, parts[1]) if len(parts) == 2 else 1)
    return body


def _is_order(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "Integer"
    return isinstance(node, (ast.Constant, ast.UnaryOp))


def _order(reader: Reading, node: ast.expr) -> int:
    order = read_whole(reader, node)
    if not 1 <= order <= MAX_ORDER:
        raise reader.unreadable(f"the order of a derivative is from 1 to {MAX_ORDER}", node)
    return order


def _substitution(reader: Reading, node: ast.Call, word: str) -> Term:
    """Subs(f, x, value), Subs(f, (x, y), (a, b)): all at once."""
    body, names, values = arguments(reader, node, 3, 3, "Subs(f, x, value)")
    name_nodes, value_nodes = parts_of(names) or [names], parts_of(values) or [values]
    if len(name_nodes) != len(value_nodes):
        raise reader.unreadable("as many values as variables are needed", node)
    variables = [read_variable(reader, v, "a name") for v in name_nodes]
    new = [reader.number(value) for value in value_nodes]
    chosen = {str(variable.data) for variable in variables}
    if len(variables) > 1 and (len(chosen) < len(variables)
                               or any(not chosen.isdisjoint(value.free) for value in new)):
        raise reader.unreadable("a value mentions a variable that is replaced too", node,
                                "one Subs within another")
    found = reader.number(body)
    for variable, value in zip(variables, new, strict=True):
        found = at(found, variable, value)
    return found


def _range(reader: Reading, node: ast.expr, word: str) -> tuple[Term, Term, Term]:
    parts = parts_of(node)
    if parts is None or len(parts) != 3:
        raise reader.unreadable(f"{word} needs a range with both ends", node, "(i, 1, n)")
    return (read_variable(reader, parts[0], "the name of an index"),
            reader.number(parts[1]), reader.number(parts[2]))


def _indexed_operation(reader: Reading, node: ast.Call, word: str) -> Term:
    """Sum(f, (i, a, b), ...), Product(...): the first range is the innermost."""
    body, *ranges = arguments(reader, node, 2, MANY, f"{word}(f, (i, 1, n))")
    found = reader.number(body)
    head = "sum" if word.lower().startswith("sum") else "product"
    for part in ranges:
        index, lo, hi = _range(reader, part, word)
        found = build(head, (index, found, lo, hi))
    return found


def _integral(reader: Reading, node: ast.Call, word: str) -> Term:
    """Integral(f, x), Integral(f, (x, a, b), ...): the first range is the innermost."""
    body, *ranges = arguments(reader, node, 2, MANY, f"{word}(f, (x, a, b))")
    found = reader.number(body)
    for part in ranges:
        parts = parts_of(part) or [part]
        if len(parts) == 1:
            found = integral(found, read_variable(reader, parts[0], "a name"))
        else:
            found = integral(found, *_range(reader, part, word))
    return found


def _limit(reader: Reading, node: ast.Call, word: str) -> Term:
    """Limit(f, x, p, '+'): from the right unless said otherwise; '+-' is from both sides."""
    args = arguments(reader, node, 3, 4, f"{word}(f, x, p)")
    sides = list(args[3:])
    for keyword in node.keywords:
        if keyword.arg != "dir" or sides:
            raise reader.unreadable(f"`{keyword.arg or '**'}=` is not readable in a call of "
                                    f"`{word}`", keyword.value, "dir='+'")
        sides.append(keyword.value)
    side = "+"
    if sides:
        written = sides[0].value if isinstance(sides[0], ast.Constant) else None
        if written not in ("+", "-", "+-"):
            raise reader.unreadable("this is not the side of a limit", sides[0],
                                    "'+', '-' or '+-'")
        side = str(written)
    body, variable = reader.number(args[0]), read_variable(reader, args[1], "a name")
    point = reader.number(args[2])
    far = point.args[0] if point.head == "neg" else point
    two_sided = side == "+-" or far is INFINITY
    return limit(body, variable, point, "" if two_sided else side)


CALCULUS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("Derivative", "diff"), _derivative),
    "Subs": _substitution,
    **dict.fromkeys(("Sum", "Product", "summation", "product"), _indexed_operation),
    **dict.fromkeys(("Integral", "integrate"), _integral),
    **dict.fromkeys(("Limit", "limit"), _limit),
}
"""Who reads which call."""
