"""What a claim needs to have a value: names, families with their indices, functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from checker.language.context import Context
from checker.language.term import APPLIED, BINDER, PLACED, WHOLE_CALLS, Term

MAX_ENTRIES: Final = 600
"""More entries of one family than this are not sampled."""
SOMEWHERE: Final = (0, 4)
"""The range taken for an index that cannot be bounded."""
_TELLING: Final = PLACED | APPLIED | BINDER
"""Flags of terms in which something stands besides names and functions of real numbers."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The free things of some terms after their definitions are unfolded."""

    names: tuple[str, ...]
    """Names that need a number: ends of ranges first, then other whole ones."""
    whole: frozenset[str]
    """Names that stand at the end of a range, in an index, or are declared whole."""
    ends: frozenset[str]
    """Names that stand at the end of a range."""
    families: tuple[str, ...]
    functions: tuple[tuple[str, int], ...]
    """Abstract functions with their number of arguments."""


def needs(terms: Iterable[Term], context: Context) -> Needs:
    """The names, families and functions that need a value.

    >>> from checker.language.context import EMPTY
    >>> from checker.language.term import ONE, entry, name, sum_of
    >>> i, n = name("i"), name("n")
    >>> needs([sum_of(entry("x", i), i, ONE, n)], EMPTY)
    Needs(names=('n',), whole=frozenset({'n'}), ends=frozenset({'n'}), families=('x',), \
functions=())
    """
    names: set[str] = set()
    whole: set[str] = set()
    ends: set[str] = set()
    families: set[str] = set()
    functions: dict[str, int] = {}
    seen: set[str] = set()
    queue: list[tuple[Term, frozenset[str]]] = [(t, frozenset()) for t in terms]
    while queue:
        top, bound = queue.pop()
        names |= top.free - bound
        stack = [top]
        met: set[Term] = set()
        while stack:
            term = stack.pop()
            if not term.flags & _TELLING or term in met:
                continue
            head = term.head
            met.add(term)
            stack += term.args
            if head == "entry":
                families.add(str(term.data))
                for a in term.args:
                    whole |= a.free
            elif head == "apply":
                functions[term.data[0]] = len(term.args)
            elif head == "sum" or head == "product":
                ends |= term.args[2].free | term.args[3].free
            elif head == "call" and term.data in WHOLE_CALLS:
                for a in term.args:
                    whole |= a.free
        for text in top.free - seen if context.definitions else ():
            definition = context.definition(text)
            if definition is not None:
                seen.add(text)
                queue.append((definition.body, frozenset(definition.parameters)))
    defined = {d.name for d in context.definitions} if context.definitions else frozenset()
    names -= defined | families
    if functions:
        names.difference_update(functions)
    whole |= ends
    whole &= names
    whole |= {n for n in names if context.domain(n).integer}
    ordered = sorted(names) if not whole else sorted(
        names, key=lambda n: (n not in ends, n not in whole, n))
    return Needs(tuple(ordered), frozenset(whole), frozenset(ends & names),
                 tuple(sorted(families - defined)),
                 tuple(sorted((f, k) for f, k in functions.items() if f not in defined)))


Interval = tuple[int, int]


def indices(terms: Iterable[Term], context: Context,
            names: Mapping[str, Fraction]) -> dict[str, set[tuple[int, ...]]]:
    """For each family every index at which the terms can ask for an entry.

    >>> from checker.language.context import EMPTY
    >>> from checker.language.term import ONE, entry, name, sum_of
    >>> i, n = name("i"), name("n")
    >>> sorted(indices([sum_of(entry("x", i), i, ONE, n)], EMPTY, {"n": Fraction(2)})["x"])
    [(1,), (2,)]
    """
    numbers = {n: (int(v), int(v)) for n, v in names.items() if v.denominator == 1}
    walk = _Indices(context, numbers)
    for term in terms:
        walk.walk(term, {})
    return walk.found


class _Indices:
    """One walk through terms and the definitions they use."""

    __slots__ = ("context", "numbers", "found", "seen")

    def __init__(self, context: Context, numbers: Mapping[str, Interval]) -> None:
        self.context = context
        self.numbers = numbers
        self.found: dict[str, set[tuple[int, ...]]] = {}
        self.seen: set[tuple[object, ...]] = set()

    def walk(self, term: Term, bound: Mapping[str, Interval | None]) -> None:
        if not (term.flags & PLACED or self.context.definitions):
            return  # no entry stands inside
        head, args = term.head, term.args
        if head == "number":
            return
        if head == "name":
            if term.data not in bound:
                self.unfold(str(term.data), ())
            return
        if head in ("sum", "product"):
            lo, hi = self.range(args[2], bound), self.range(args[3], bound)
            self.walk(args[2], bound)
            self.walk(args[3], bound)
            inner = (lo[0], hi[1]) if lo and hi else SOMEWHERE
            if inner[0] <= inner[1]:
                self.walk(args[1], {**bound, str(args[0].data): inner})
            return
        if head == "at":
            self.walk(args[2], bound)
            self.walk(args[0], {**bound, str(args[1].data): self.range(args[2], bound)})
            return
        for a in args:
            self.walk(a, bound)
        if head == "entry" or head == "apply":
            text = str(term.data if head == "entry" else term.data[0])
            ranges = tuple([self.range(a, bound) for a in args])
            if not self.unfold(text, ranges) and head == "entry":
                self.add(text, ranges)

    def unfold(self, text: str, ranges: tuple[Interval | None, ...]) -> bool:
        definition = self.context.definition(text)
        if definition is None:
            return False
        key = (text, *ranges)
        if key not in self.seen:
            self.seen.add(key)
            self.walk(definition.body, dict(zip(definition.parameters, ranges, strict=False)))
        return True

    def add(self, family: str, ranges: tuple[Interval | None, ...]) -> None:
        box = [range(lo, hi + 1) for lo, hi in (r or SOMEWHERE for r in ranges)]
        size = 1
        for side in box:
            size *= len(side)
        if size <= MAX_ENTRIES:
            self.found.setdefault(family, set()).update(product(*box))

    def range(self, term: Term, bound: Mapping[str, Interval | None]) -> Interval | None:
        """The whole numbers between which a term lies."""
        if term.head == "number":
            p, q = term.data
            return (p, p) if q == 1 else None
        if term.head == "name":
            text = str(term.data)
            return bound[text] if text in bound else self.numbers.get(text)
        if term.head not in ("add", "neg", "mul"):
            return None
        parts = []
        for a in term.args:
            part = self.range(a, bound)
            if part is None:
                return None
            parts.append(part)
        lo, hi = parts[0]
        if term.head == "neg":
            return -hi, -lo
        for low, high in parts[1:]:
            if term.head == "add":
                lo, hi = lo + low, hi + high
            else:
                corners = (lo * low, lo * high, hi * low, hi * high)
                lo, hi = min(corners), max(corners)
        return lo, hi
