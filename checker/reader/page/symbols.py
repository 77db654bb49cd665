"""The symbols of a term: its free names, families and functions, told apart.

A page may use one letter for several things: `w` for a number, `w_j` for the entries of a
family, `L(x)` for a function beside the quantity `L`. `Term.free` holds their spellings only.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from checker.language.term import Term, build

Kind = Literal["name", "family", "function"]
BINDERS: Final = {"sum": 0, "product": 0, "integral": 0, "limit": 0, "at": 1}
"""Where the bound name stands."""


class Symbol(NamedTuple):
    """A free name, family or function."""

    kind: Kind
    text: str


class Symbols:
    """The symbols of terms, each found once.

    >>> from checker.language.term import add, apply, entry, name
    >>> found = Symbols().of(add(name("w"), entry("w", name("j")), apply("h", name("x"))))
    >>> sorted(tuple(symbol) for symbol in found)
    [('family', 'w'), ('function', 'h'), ('name', 'j'), ('name', 'w'), ('name', 'x')]
    """

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[Term, frozenset[Symbol]] = {}

    def of(self, term: Term) -> frozenset[Symbol]:
        """The free symbols of a term."""
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = self._found(term)
        return known

    def _found(self, term: Term) -> frozenset[Symbol]:
        head = term.head
        if head == "name":
            return frozenset((Symbol("name", str(term.data)),))
        if head in ("sum", "product", "integral", "limit"):
            bound = Symbol("name", str(term.args[0].data))
            inner = self.of(term.args[1]) - {bound}
            return inner.union(*map(self.of, term.args[2:]))
        if head == "at":
            bound = Symbol("name", str(term.args[1].data))
            return (self.of(term.args[0]) - {bound}) | self.of(term.args[2])
        own: frozenset[Symbol] = frozenset()
        if head == "entry":
            own = frozenset((Symbol("family", str(term.data)),))
        elif head == "apply":
            own = frozenset((Symbol("function", term.data[0]),))
        return own.union(*map(self.of, term.args))


def variables(term: Term) -> frozenset[Term]:
    """The names and entries by which a term is differentiated somewhere.

    >>> from checker.language.term import derivative, name
    >>> variables(derivative(name("L"), name("w")))
    frozenset({w})
    """
    found: set[Term] = set()
    seen: set[Term] = set()
    stack = [term]
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        if part.head == "derivative":
            found.add(part.args[1])
        stack.extend(part.args)
    return frozenset(found)


def bound_names(term: Term) -> frozenset[str]:
    """The indices of sums and the variables of integrals, limits and evaluations in a term.

    >>> from checker.language.term import ONE, entry, name, sum_of
    >>> bound_names(sum_of(entry("x", name("i")), name("i"), ONE, name("n")))
    frozenset({'i'})
    """
    found: set[str] = set()
    seen: set[Term] = set()
    stack = [term]
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        if part.head in BINDERS:
            found.add(str(part.args[BINDERS[part.head]].data))
        stack.extend(part.args)
    return frozenset(found)


def renamed(term: Term, kind: Kind, old: str, new: str) -> Term:
    """The term with a family or a function under another name.

    >>> from checker.language.term import add, entry, name
    >>> renamed(add(name("w"), entry("w", name("j"))), "family", "w", "v")
    w + v[j]
    """
    if old not in term.free:
        return term
    args = tuple(renamed(arg, kind, old, new) for arg in term.args)
    data = term.data
    if kind == "family" and term.head == "entry" and data == old:
        data = new
    elif kind == "function" and term.head == "apply" and data[0] == old:
        data = (new, data[1])
    return build(term.head, args, data)
