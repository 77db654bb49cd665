"""Contexts: what holds while a claim is read — names with domains, functions, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from checker.language.term import Term

MAX_REMEMBERED: Final = 512
"""A memory of a context with more entries than this is begun anew."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A set of numbers: an interval with what else is known of its members.

    >>> POSITIVE.contains(Fraction(1, 2)), POSITIVE.contains(Fraction(0))
    (True, False)
    """

    lo: Fraction | None = None
    """Lower end, None for minus infinity."""
    hi: Fraction | None = None
    """Upper end, None for plus infinity."""
    lo_open: bool = True
    hi_open: bool = True
    integer: bool = False
    """Only whole numbers."""
    rational: bool = False
    """Only rational numbers (every exact point is rational, so this adds nothing to check)."""
    nonzero: bool = False
    """Zero is left out."""
    values: tuple[Fraction, ...] | None = None
    """A finite set, if it is one; the interval is then its hull."""
    complex: bool = False
    """Complex numbers: read, not yet supported by the kernel."""

    def __post_init__(self) -> None:
        """A finite set says the rest of itself."""
        if self.values is not None and (
                self.lo, self.hi, self.lo_open, self.hi_open, self.integer, self.nonzero,
                self.complex) != (
                min(self.values), max(self.values), False, False,
                all(v.denominator == 1 for v in self.values), 0 not in self.values, False):
            raise ValueError("a finite set that contradicts its hull")

    def contains(self, x: Fraction) -> bool:
        """Whether the exact number x is a member."""
        if self.values is not None:
            return x in self.values
        if self.integer and x.denominator != 1:
            return False
        if self.nonzero and x == 0:
            return False
        if self.lo is not None and (x < self.lo or (self.lo_open and x == self.lo)):
            return False
        return not (self.hi is not None and (x > self.hi or (self.hi_open and x == self.hi)))

    @property
    def continuous(self) -> bool:
        """Whether it is an interval (a derivative zero throughout means constant)."""
        return not (self.integer or self.rational or self.nonzero or self.complex
                    or self.values is not None)

    def __str__(self) -> str:
        for word, domain in DOMAINS.items():
            if domain == self:
                return word
        if self.values is not None:
            return "{" + ", ".join(map(str, self.values)) + "}"
        left = "-oo" if self.lo is None else str(self.lo)
        right = "oo" if self.hi is None else str(self.hi)
        opening = "(" if self.lo_open or self.lo is None else "["
        closing = ")" if self.hi_open or self.hi is None else "]"
        return ("integers in " if self.integer else "") + f"{opening}{left}, {right}{closing}"


def interval(lo: Fraction | None, hi: Fraction | None, *,
             lo_open: bool = True, hi_open: bool = True) -> Domain:
    """The interval between lo and hi, open unless said otherwise."""
    return Domain(lo=lo, hi=hi, lo_open=lo_open, hi_open=hi_open)


def finite(*values: int | Fraction) -> Domain:
    """A finite set of numbers."""
    members = tuple(sorted({Fraction(v) for v in values}))
    return Domain(lo=members[0], hi=members[-1], lo_open=False, hi_open=False,
                  integer=all(v.denominator == 1 for v in members), rational=True,
                  nonzero=0 not in members, values=members)


REAL: Final = Domain()
POSITIVE: Final = Domain(lo=Fraction(0))
NEGATIVE: Final = Domain(hi=Fraction(0))
NONNEGATIVE: Final = Domain(lo=Fraction(0), lo_open=False)
NONZERO: Final = Domain(nonzero=True)
INTEGER: Final = Domain(integer=True, rational=True)
POSITIVE_INTEGER: Final = Domain(lo=Fraction(1), lo_open=False, integer=True, rational=True)
NONNEGATIVE_INTEGER: Final = Domain(lo=Fraction(0), lo_open=False, integer=True, rational=True)
RATIONAL: Final = Domain(rational=True)
COMPLEX: Final = Domain(complex=True)
UNIT: Final = Domain(lo=Fraction(0), hi=Fraction(1))

DOMAINS: Final[dict[str, Domain]] = {
    "real": REAL, "positive": POSITIVE, "negative": NEGATIVE, "nonnegative": NONNEGATIVE,
    "nonzero": NONZERO, "integer": INTEGER, "positive_integer": POSITIVE_INTEGER,
    "nonnegative_integer": NONNEGATIVE_INTEGER, "rational": RATIONAL, "complex": COMPLEX,
}
"""The domains that have a word."""


@dataclass(frozen=True, slots=True)
class Definition:
    """`name := body`, or `name(parameters) := body`; `name[parameters]` for a family."""

    name: str
    parameters: tuple[str, ...]
    body: Term
    family: bool = False
    """Whether the parameters are indices (z[i] := ...), not arguments (z(x) := ...)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds while reading: names, families, functions, definitions, hypotheses.

    A name that is not declared is real. Families are total: x[i] is a number of the
    family's domain for every whole i. Declared functions are smooth on all reals.
    """

    names: tuple[tuple[str, Domain], ...] = ()
    families: tuple[tuple[str, Domain], ...] = ()
    """Indexed families with the domain of their entries."""
    functions: tuple[tuple[str, Domain], ...] = ()
    """Abstract differentiable functions with the range of their values."""
    definitions: tuple[Definition, ...] = ()
    hypotheses: tuple[Term, ...] = ()
    """Relations that hold besides the domains: 1 <= j, j <= n."""
    _index: dict[str, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """What is declared, by name."""
        index = self._index
        index["names"] = dict(self.names)
        index["families"] = dict(self.families)
        index["functions"] = dict(self.functions)
        index["definitions"] = {d.name: d for d in self.definitions}

    def __reduce__(self) -> tuple[object, ...]:
        """Its memory stays in the process that filled it."""
        return Context, (self.names, self.families, self.functions, self.definitions,
                         self.hypotheses)

    def domain(self, name: str) -> Domain:
        """The domain of a name; real if it has none."""
        found: Domain = self._index["names"].get(name, REAL)
        return found

    def entries(self, family: str) -> Domain:
        """The domain of a family's entries; real if it has none."""
        found: Domain = self._index["families"].get(family, REAL)
        return found

    def range(self, function: str) -> Domain | None:
        """The range of an abstract function, None if it is not declared."""
        found: Domain | None = self._index["functions"].get(function)
        return found

    def definition(self, name: str) -> Definition | None:
        """The definition of a name, None if it has none."""
        found: Definition | None = self._index["definitions"].get(name)
        return found

    @property
    def defined(self) -> Mapping[str, Definition]:
        """Every definition by its name."""
        found: dict[str, Definition] = self._index["definitions"]
        return found

    @property
    def spelt(self) -> frozenset[str]:
        """Every name that is declared or defined here, parameters included."""
        known: frozenset[str] | None = self._index.get("spelt")
        if known is None:
            known = self._index["spelt"] = frozenset(
                (*(name for table in (self.names, self.families, self.functions)
                   for name, _ in table),
                 *(name for d in self.definitions for name in (d.name, *d.parameters))))
        return known

    def cache(self, kind: str) -> dict[Any, Any]:
        """A bounded memory for what follows from this context and a term alone."""
        table: dict[Any, Any] | None = self._index.get(kind)
        if table is None or len(table) > MAX_REMEMBERED:
            table = self._index[kind] = {}
        return table


EMPTY: Final = Context()
