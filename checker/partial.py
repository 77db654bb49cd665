"""Modules in which a line fails: everything else of them is run without it.

What a chain, a condition, an update or a result says binds no name, so the rest of a module
means the same without it. Of a chain only the line that fails is left out, with the steps to
it and from it:

    d.chain(a, by("r"), foo(x), by("s"), b, by("t"), c)    ->    d.chain(b, by("t"), c)
"""

from __future__ import annotations

import ast
from copy import deepcopy
from typing import Final

SAYING: Final = frozenset({"chain", "holds", "update", "result"})
"""What a derivation is told without a name for the answer."""


def without(module: ast.Module, line: int) -> ast.Module | None:
    """The module without what is said at a line; None if other things hang on that line.

    >>> module = ast.parse('d.chain(a,\\n  by("r"), foo(x),\\n  by("s"), b,\\n  by("t"), c)')
    >>> rest = without(module, 2)
    >>> print(rest and ast.unparse(rest))
    d.chain(b, by('t'), c)
    >>> print(without(ast.parse("x = foo(1)"), 1))
    None
    """
    said = [node for node in ast.walk(module) if _says(node) and _covers(node, line)]
    if not said:
        return None
    rest: ast.Module = _Cut(said[-1], line).visit(deepcopy(module))
    return ast.fix_missing_locations(rest)


def _says(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) \
        and isinstance(node.value.func, ast.Attribute) and node.value.func.attr in SAYING


def _covers(node: ast.AST, line: int) -> bool:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return bool(first <= line <= last)


class _Cut(ast.NodeTransformer):
    """Puts what is left of a statement in its place."""

    def __init__(self, said: ast.AST, line: int) -> None:
        self.place = (getattr(said, "lineno", 0), getattr(said, "col_offset", 0))
        self.line = line

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | list[ast.stmt]:
        if (node.lineno, node.col_offset) != self.place or not isinstance(node.value, ast.Call):
            return node
        parts = self._parts(node.value)
        left: list[ast.stmt] = [ast.copy_location(ast.Expr(part), node) for part in parts]
        return left or ast.copy_location(ast.Pass(), node)

    def _parts(self, call: ast.Call) -> list[ast.Call]:
        """The chains before and after the line that fails, if it is a line of a chain."""
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr != "chain" or any(isinstance(a, ast.Starred) for a in call.args):
            return []
        terms = [k for k, a in enumerate(call.args) if not _reason(a)]
        failing = next((k for k, a in enumerate(call.args) if _covers(a, self.line)), 0)
        failing = next((k for k in terms if k >= failing), terms[-1] if terms else 0)
        position = terms.index(failing) if failing in terms else 0
        parts = []
        for kept in (terms[:position], terms[position + 1:]):
            if len(kept) > 1:
                args = call.args[kept[0]:kept[-1] + 1]
                parts.append(ast.copy_location(ast.Call(call.func, args, call.keywords), call))
        return parts


def _reason(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) and ast.unparse(argument.func).split(".")[-1] == "by"


__all__ = ["without"]
