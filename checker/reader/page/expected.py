"""What the statements of a page may define: `name = ...`, unless it says something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from checker.language.errors import Unreadable
from checker.language.term import Term
from checker.reader.latex.records import Side
from checker.reader.page.arrays import Arrays
from checker.reader.page.declared import Declared
from checker.reader.page.definitions import Defined, subject
from checker.reader.page.said import Said
from checker.reader.page.supposed import Number
from checker.reader.page.symbols import Kind, Symbol, Symbols


def definitions_of(said: Said, symbols: Symbols, arrays: Arrays, declared: Declared,
                   roles: Mapping[int, Number]) -> Iterator[Defined]:
    """The definitions that a statement may make, one for each of its relations at most."""
    statement = said.statement
    if statement.role in ("because", "therefore", "question", "case", "guard") \
            or statement.guard is not None or statement.declaration is not None \
            or said.inline and said.words.cue == "denied":
        return
    for k, sign in enumerate(statement.relations):
        left, right = statement.sides[k], statement.sides[k + 1]
        if sign not in ("=", ":=", "==") or left.term is None or right.term is None:
            continue
        if sign != ":=" and not said.given and _both_declared(left.term, right.term, declared,
                                                               said.position):
            continue
        if arrays.touches(left.term) or arrays.touches(right.term):
            if subject(left.term) is None:  # A^T = ... says something of A, and defines nothing
                continue
            try:
                links = arrays.links(left.term, right.term, symbolic=True)
            except Unreadable:
                continue
            if len(links) > 1:
                continue
            one = links[0][0]
            left, right = replace(left, term=one.left), replace(right, term=one.right)
        if left.term is None or right.term is None:
            continue
        if k and subject(left.term) is not None and left.term.head == "apply" \
                and sign != ":=":
            continue
        found = _definition_of(left, right, said.position + k, symbols)
        if found is None:
            continue
        number = right.term.free == frozenset() and found.symbol.kind == "name"
        if number and sign != ":=" and (
                said.block.kind == "inline" or roles.get(said.position, "defined") != "defined"):
            continue
        if said.inline and said.words.cue == "equation" and found.symbol.kind == "name":
            continue
        case = said.inline and said.words.cue == "case"
        yield replace(found, strict=sign == ":=", until=said.until if case else None)


def _both_declared(left: Term, right: Term, declared: Declared, position: int) -> bool:
    """Whether two names are declared each: neither then defines the other."""
    return all(term.head == "name" and any(
        declared.domain(Symbol(kind, str(term.data)), position) is not None
        for kind in ("name", "family")) for term in (left, right))


def moving(said: Iterable[Said]) -> frozenset[tuple[Symbol, str]]:
    """The names and entries that are differentiated by something else than themselves."""
    found: set[tuple[Symbol, str]] = set()
    stack = [side.term for one in said for side in one.statement.sides if side.term is not None]
    while stack:
        part = stack.pop()
        stack.extend(part.args)
        if part.head == "derivative" and part.args[0].head in ("name", "entry"):
            body, variable = part.args
            kind: Kind = "name" if body.head == "name" else "family"
            if body.head != variable.head or body.data != variable.data:
                found.add((Symbol(kind, str(body.data)), str(variable.data)))
    return frozenset(found)


def places_of(said: Iterable[Said], symbols: Symbols) -> dict[Symbol, set[int]]:
    """The formulas that say something of each symbol, by the last place of the formula."""
    found: dict[Symbol, set[int]] = {}
    for one in said:
        for side in one.statement.sides:
            if side.term is not None and one.statement.relations:
                for symbol in symbols.of(side.term):
                    found.setdefault(symbol, set()).add(one.last)
    return found


def is_scratch(said: Said, defined: Defined, declared: Declared, places: Mapping[Symbol, set[int]],
             symbols: Symbols) -> bool:
    """`y = f(u), u = g(x)` with declared functions, behind formulas with another y."""
    if said.given or not any(
            symbol.kind == "function" and declared.domain(symbol, said.position) is not None
            for symbol in symbols.of(defined.body)):
        return False
    return defined.symbol.kind == "name" and min(places[defined.symbol]) < said.last


def _definition_of(left: Side, right: Side, position: int, symbols: Symbols) -> Defined | None:
    """What `left = right` would define, if it can define anything."""
    if left.term is None or right.term is None:
        return None
    found = subject(left.term)
    if found is None:
        return None
    symbol, parameters = found
    inside = symbols.of(right.term)
    if symbol in inside or Symbol("function", symbol.text) in inside and symbol.kind == "name" \
            and right.term.head == "apply":
        return None
    return Defined(symbol, parameters, right.term, position, left.span, (left.text, right.text))


def free_indices(term: Term) -> set[str]:
    """The free names that stand as an index somewhere.

    >>> from checker.language.term import entry, mul, name
    >>> free_indices(mul(entry("w", name("j")), entry("x", name("j"))))
    {'j'}
    """
    found: set[str] = set()
    stack: list[tuple[Term, frozenset[str]]] = [(term, frozenset())]
    while stack:
        part, bound = stack.pop()
        if part.head == "entry":
            found.update(name for index in part.args for name in index.free - bound)
        inner = bound
        if part.head in ("sum", "product", "integral", "limit"):
            inner = bound | {str(part.args[0].data)}
        stack.extend((arg, inner) for arg in part.args)
    return found
