"""One formula from its text: read, and read again where what was met settles a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from checker.language.errors import TooLarge, Unreadable
from checker.language.term import Term
from checker.reader.latex.expression import Reader
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.scope import Scope

Found = TypeVar("Found")


def read(text: str, scope: Scope) -> Term:
    """The expression that a text says in a scope.

    >>> read("w_1 x_1 + w_j", Scope(lower=frozenset({"x"})))
    w[1]*x[1] + w[j]
    """
    return guarded(text, scope, _whole)


def _whole(reader: Reader) -> Term:
    found = reader.sum()
    if reader.kinds[reader.i] != "stop":
        reader.leftover()
    return found


def guarded(text: str, scope: Scope, parse: Callable[[Reader], Found]) -> Found:
    """What `parse` reads; every limit on the way is a refusal of the text."""
    reader = Reader(Tokens(text), scope)
    try:
        try:
            found = parse(reader)
        except Unreadable:
            again = settled(reader)
            if again is None:
                raise
        else:
            again = settled(reader)
        if again is not None:
            reader = Reader(Tokens(text), again)
            found = parse(reader)
    except TooLarge as error:
        raise reader.tokens.unreadable(str(error), 0) from None
    except RecursionError:
        raise reader.tokens.unreadable("the formula is nested too deep", 0) from None
    decided(reader)
    return found


def settled(reader: Reader) -> Scope | None:
    """The scope with the families that were met, if they change a reading."""
    lower = reader.lower - reader.scope.lower
    raised = reader.raised - reader.scope.raised
    functions = dict(reader.scope.functions)
    functions.update((key, 0) for key in reader.primed if key not in functions)
    applied = len(functions) > len(reader.scope.functions) and reader.undecided.keys() & functions
    if not lower and not raised and not applied:
        return None
    every_lower, every_raised = reader.scope.lower | lower, reader.scope.raised | raised
    if applied or reader.numbered & (every_lower | every_raised) or every_lower & every_raised:
        return replace(reader.scope, lower=every_lower, raised=every_raised, functions=functions)
    return None


def decided(reader: Reader) -> None:
    """Refuse names in front of brackets that are neither functions nor seen alone."""
    for key, first in reader.undecided.items():
        if key not in reader.alone:
            last = first
            while reader.kinds[last] not in ("(", "["):
                last += 1
            word = reader.written(first, last)
            inner = reader.written(last, _closing(reader, last))
            reader.ambiguous(f"`{word}` is neither declared a function nor seen alone", first,
                             f"a function, `{word}` applied to `{inner}`",
                             f"a product, `{word} \\cdot {inner}`")


def _closing(reader: Reader, opening: int) -> int:
    depth = 0
    for i in range(opening, len(reader.kinds)):
        if reader.kinds[i] in ("(", "["):
            depth += 1
        elif reader.kinds[i] in (")", "]"):
            depth -= 1
            if not depth:
                return i + 1
    return len(reader.kinds) - 1
