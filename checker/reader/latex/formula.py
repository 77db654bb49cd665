"""One formula from its text: read, and read again where what was met settles a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from checker.language.errors import TooLarge, Unreadable
from checker.language.term import Term
from checker.reader.latex.expression import Reader
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.reading import Ambiguous
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
    for _, doubt in doubts(reader):
        raise doubt
    return found


def settled(reader: Reader) -> Scope | None:
    """The scope with the families that were met, if they change a reading.

    A page may have many names and formulas: the scope is only copied where it changes.
    """
    lower = reader.lower - reader.scope.lower
    raised = reader.raised - reader.scope.raised
    primed = [key for key in reader.primed if key not in reader.scope.functions]
    applied = bool(primed) and any(key in reader.scope.functions or key in reader.primed
                                   for key in reader.undecided)
    counted = not reader.several.keys().isdisjoint(reader.arities)
    if not lower and not raised and not applied and not counted:
        return None
    every_lower, every_raised = reader.scope.lower | lower, reader.scope.raised | raised
    if applied or counted or reader.numbered & (every_lower | every_raised) \
            or every_lower & every_raised:
        return replace(reader.scope, lower=every_lower, raised=every_raised,
                       functions={**dict.fromkeys(primed, 0), **reader.scope.functions},
                       arities={**reader.arities, **reader.scope.arities})
    return None


def doubts(reader: Reader) -> Iterator[tuple[int, Ambiguous]]:
    """What the whole formula left open, each with its token.

    Names in front of brackets that are neither functions nor seen alone, and numbers below the
    name of a family of which nobody knows how many indices it has.
    """
    for key, places in reader.several.items():
        if key not in reader.arities:
            for first in places:
                yield first, reader.ambiguity(
                    f"a number of several digits below `{key}`, which has indices", first,
                    "one index", "several, with commas between them")
    for key, places in reader.undecided.items():
        if key not in reader.alone:
            for first in places:
                yield first, _applied_or_not(reader, first)


def _applied_or_not(reader: Reader, first: int) -> Ambiguous:
    """The doubt about a name in front of a bracket."""
    last = first
    while reader.kinds[last] not in ("(", "["):
        last = reader.tokens.partner.get(last, last) + 1
    word = reader.written(first, last)
    inner = reader.written(last, _closing(reader, last))
    return reader.ambiguity(f"`{word}` is neither declared a function nor seen alone", first,
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
