"""The definitions of a page: which is in force where, and which sides can define.

In force is the last definition at or before a place, else the first one behind it: a note may
use what it defines below. What stands on the right is read with the definitions in force where
the claim stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from checker.language.source import Span
from checker.language.term import Term, apply, entry, name
from checker.reader.page.symbols import Symbol, Symbols


@dataclass(frozen=True, slots=True)
class Defined:
    """One definition in its place."""

    symbol: Symbol
    parameters: tuple[str, ...]
    body: Term
    position: int
    """Where it stands in reading order; what is given stands before everything."""
    span: Span
    written: tuple[str, str] = ("", "")
    """Both sides as they were typed."""
    strict: bool = False
    """Whether it is written with `:=` and cannot be a claim."""
    circular: bool = False
    """Whether its right side was defined by its own name before: then it is a claim."""
    until: int | None = None
    """The last place where it holds, for what is defined for one display only."""

    @property
    def left(self) -> Term:
        """The left side as a term: `h(x)`, `z[i]`."""
        own = tuple(map(name, self.parameters))
        match self.symbol.kind:
            case "name":
                return name(self.symbol.text)
            case "family":
                return entry(self.symbol.text, *own)
            case "function":
                return apply(self.symbol.text, *own)

    @property
    def given(self) -> bool:
        """Whether it was given to the page and not read from it: then it stays in force."""
        return self.position < 0


def subject(left: Term) -> tuple[Symbol, tuple[str, ...]] | None:
    """What a left side defines, with its parameters; None if it can define nothing.

    >>> from checker.language.term import apply, entry, name
    >>> subject(apply("h", name("x")))
    (Symbol(kind='function', text='h'), ('x',))
    >>> subject(entry("z", name("i")))
    (Symbol(kind='family', text='z'), ('i',))
    """
    if left.head == "name":
        return Symbol("name", str(left.data)), ()
    parameters = tuple(str(arg.data) for arg in left.args if arg.head == "name")
    if not parameters or len(parameters) != len(left.args) \
            or len(set(parameters)) != len(parameters):
        return None
    if left.head == "entry":
        return Symbol("family", str(left.data)), parameters
    if left.head == "apply" and not any(left.data[1]):
        return Symbol("function", left.data[0]), parameters
    return None


class Definitions:
    """What is defined on a page, and from where on.

    `expect` tells of a definition that stands somewhere on the page, `accept` of one that
    has been reached; until one is accepted, the first that is expected holds.
    """

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self._expected: dict[Symbol, list[Defined]] = {}
        self._accepted: dict[Symbol, list[Defined]] = {}

    def expect(self, defined: Defined) -> None:
        """Note that this stands on the page."""
        self._expected.setdefault(defined.symbol, []).append(defined)

    def accept(self, defined: Defined) -> None:
        """Take this into force from its place on, which lies behind all that were accepted."""
        self._accepted.setdefault(defined.symbol, []).append(defined)

    def close(self, symbol: Symbol, position: int) -> None:
        """A symbol means something else from a place on: what defined it before ends there."""
        for table in (self._expected, self._accepted):
            if symbol in table:
                table[symbol] = [replace(one, until=position - 1)
                                 if one.position < position and one.until is None else one
                                 for one in table[symbol]]

    @contextmanager
    def supposed(self, values: Sequence[Defined]) -> Iterator[None]:
        """These in force for a while, whatever else defines their symbols."""
        before = {one.symbol: self._accepted.get(one.symbol) for one in values}
        self._accepted.update((one.symbol, [one]) for one in values)
        try:
            yield
        finally:
            for symbol, known in before.items():
                if known is None:
                    del self._accepted[symbol]
                else:
                    self._accepted[symbol] = known

    def expected(self, symbol: Symbol) -> bool:
        """Whether the symbol is defined anywhere on the page or among the givens."""
        return symbol in self._expected or symbol in self._accepted

    def in_force(self, symbol: Symbol, position: int) -> Defined | None:
        """The definition of a symbol at a place; a quantity L may be defined as L(a, y).

        The name "L(w)" stands for L at its own parameters, where these are families.
        """
        found = self._own(symbol, position)
        if found is None and symbol.kind == "name":
            found = self._own(Symbol("function", symbol.text.partition("(")[0]), position)
        return found

    def reached(self, symbol: Symbol, position: int) -> Defined | None:
        """The definition of a symbol that holds at a place and was accepted before it."""
        accepted = self._accepted.get(symbol, [])
        if accepted and accepted[0].given and accepted[0].position <= position:
            return accepted[0]
        for d in reversed(accepted):
            if d.position <= position and (d.until is None or position <= d.until):
                return d
        return None

    def _own(self, symbol: Symbol, position: int) -> Defined | None:
        reached = self.reached(symbol, position)
        if reached is not None:
            return reached
        return next((d for d in self._expected.get(symbol, ())
                     if d.until is None or d.position <= position <= d.until), None)

    def pinned(self, symbol: Symbol) -> bool:
        """Whether the definition was given to the page."""
        accepted = self._accepted.get(symbol)
        return accepted is not None and accepted[0].given

    def all_of(self, symbol: Symbol) -> tuple[Defined, ...]:
        """Every definition of a symbol that was accepted, in order."""
        return tuple(self._accepted.get(symbol, ()))

    def with_other(self, defined: Defined) -> Definitions:
        """The definitions, if this one of its symbol were the only one."""
        other = Definitions(self.symbols)
        other._expected = self._expected
        other._accepted = {**self._accepted, defined.symbol: [replace(defined, position=-1)]}
        return other

    def closure(self, symbols: Iterable[Symbol], position: int,
                kept: frozenset[Symbol] = frozenset()) -> dict[Symbol, Defined]:
        """The definitions that symbols reach at a place; what is kept is not opened."""
        found: dict[Symbol, Defined] = {}
        ahead = list(symbols)
        seen = set(ahead)
        while ahead:
            symbol = ahead.pop()
            if symbol in kept:
                continue
            defined = self.in_force(symbol, position)
            if defined is None:
                continue
            found[symbol] = defined
            new = self.free(symbol, defined) - seen
            seen |= new
            ahead += new
        return found

    def free(self, symbol: Symbol, defined: Defined) -> frozenset[Symbol]:
        """The symbols that a symbol depends on by its definition: those of the body without the
        parameters. The quantity L of a definition L(a, y) = ... depends on a and y.
        """
        inside = self.symbols.of(defined.body)
        if symbol.kind == "name":
            return inside
        return inside - {Symbol("name", parameter) for parameter in defined.parameters}

    def is_circular(self, defined: Defined) -> bool:
        """Whether what stands on the right is defined by the name on the left already."""
        reached = self.closure(self.free(defined.symbol, defined), defined.position)
        return any(defined.symbol in self.free(*one) for one in reached.items())

    def depends(self, symbol: Symbol, on: frozenset[Symbol], position: int) -> bool:
        """Whether a symbol depends on one of these, through the definitions in force."""
        reached = self.closure((symbol,), position)
        return any(on & self.free(*one) for one in reached.items())
