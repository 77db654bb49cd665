"""An independent ruler for the claims of a page: both sides at a random point, in mpmath.

It takes from the page reader how formulas are read, which definition is in force at a place, and
what is declared; it shares nothing of how definitions are opened, kept and differentiated.
A defined name has the value of its definition; dQ/dv moves v alone and takes a difference
quotient of Q, whatever Q is made of; a function that is only declared is a random smooth one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import mpmath
from mpmath import mpf

from checker.language.context import REAL, Domain
from checker.language.findings import Finding
from checker.language.term import Term, derivative
from checker.reader.page.reading import Page
from checker.reader.page.symbols import Symbol

DIGITS = 50
STEP = mpf(10) ** -14
NEAR = mpf(10) ** -20
SIZES = (3, 4, 2)
"""What n, m, K are where they end a sum, in turn: sums over other ranges have other lengths."""
INDICES = (1, 2)
"""What a free index may be: inside every one of these ranges."""
CALLS: dict[str, Callable[..., Any]] = {
    "exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos,
    "tan": mpmath.tan, "tanh": mpmath.tanh, "abs": abs, "delta": lambda a, b: mpf(a == b),
}
RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
}
Values = Mapping[str, Any]


class Undefined(Exception):
    """There is no real value at this point, or the ruler does not know the construct."""


@dataclass(frozen=True)
class Moved:
    """The variables of derivatives with their values in place of what the page says."""

    names: Values = field(default_factory=dict)
    entries: Mapping[tuple[str, tuple[int, ...]], Any] = field(default_factory=dict)
    shifts: Values = field(default_factory=dict)
    """Families all of whose entries move together: where a page differentiates by w what
    mentions w_i only."""


STILL = Moved()


class World:
    """A random point of everything that a page mentions, seen from one place of it."""

    def __init__(self, page: Page, position: int, seed: int, sizes: frozenset[str],
                 indices: frozenset[str]) -> None:
        self.page, self.position = page, position
        self.random = random.Random(seed)
        first = self.random.randrange(3)
        self.sizes = {text: SIZES[(first + k) % 3] for k, text in enumerate(sorted(sizes))}
        self.indices = indices
        self.drawn: dict[object, Any] = {}
        self.touched: set[str] = set()

    def value(self, term: Term, bound: Values, moved: Moved) -> Any:
        """The value of a term; bound names first, then what is moved, then definitions."""
        method = getattr(self, "_" + term.head, None)
        if method is None:
            raise Undefined(term.head)
        found = method(term, bound, moved)
        if isinstance(found, mpmath.mpc) or not mpmath.isfinite(found):
            raise Undefined("not a real number")
        return found

    def holds(self, condition: Term, bound: Values, moved: Moved) -> bool:
        """Whether a relation holds."""
        if condition.head in ("and", "or", "not"):
            parts = [self.holds(part, bound, moved) for part in condition.args]
            return {"and": all(parts), "or": any(parts), "not": not parts[0]}[condition.head]
        if condition.head not in RELATIONS:
            raise Undefined(condition.head)
        a, b = (self.value(part, bound, moved) for part in condition.args)
        return RELATIONS[condition.head](a, b)

    # --- names, entries, functions ----------------------------------------------------------

    def _name(self, term: Term, bound: Values, moved: Moved) -> Any:
        text = str(term.data)
        if text in bound:
            return bound[text]
        self.touched.add(text)
        if text in moved.names:
            return moved.names[text]
        defined = self.page.definitions.in_force(Symbol("name", text), self.position)
        if defined is not None:
            return self.value(defined.body, {}, moved)
        return self._drawn(text, Symbol("name", text))

    def _entry(self, term: Term, bound: Values, moved: Moved) -> Any:
        family = str(term.data)
        place = tuple(int(self.value(index, bound, moved)) for index in term.args)
        if (family, place) in moved.entries:
            return moved.entries[family, place]
        symbol = Symbol("family", family)
        defined = self.page.definitions.in_force(symbol, self.position)
        if defined is not None and len(defined.parameters) == len(place):
            inner = dict(zip(defined.parameters, map(mpf, place), strict=True))
            return self.value(defined.body, inner, moved)
        return self._drawn((family, place), symbol) + moved.shifts.get(family, 0)

    def _apply(self, term: Term, bound: Values, moved: Moved) -> Any:
        text, orders = term.data
        args = [self.value(arg, bound, moved) for arg in term.args]
        function = self._function(text, moved)
        for k, order in enumerate(orders):
            for _ in range(order):
                function = _slope(function, k)
        return function(*args)

    def _function(self, text: str, moved: Moved) -> Callable[..., Any]:
        symbol = Symbol("function", text)
        defined = self.page.definitions.in_force(symbol, self.position)
        if defined is None:
            return self._smooth(text, self.page.declared.domain(symbol, self.position) or REAL)
        return lambda *args: self.value(
            defined.body, dict(zip(defined.parameters, args, strict=True)), moved)

    def _smooth(self, text: str, target: Domain) -> Callable[..., Any]:
        a, b, c, d = self.drawn.setdefault(
            ("function", text), [mpf(self.random.uniform(0.3, 1.5)) for _ in range(4)])

        def function(*args: Any) -> Any:
            t = sum(((k + 1) * arg for k, arg in enumerate(args)), mpf(0))
            raw = a * mpmath.sin(b * t + c) + d * t
            if target.lo is not None and target.hi is not None:
                low, high = mpf(target.lo.numerator), mpf(target.hi.numerator)
                return low + (high / target.hi.denominator - low) / (1 + mpmath.exp(-raw))
            return raw if target.lo is None else mpmath.exp(raw / 4)
        return function

    def _drawn(self, key: object, symbol: Symbol) -> Any:
        if key not in self.drawn:
            self.drawn[key] = self._draw(symbol)
        return self.drawn[key]

    def _draw(self, symbol: Symbol) -> Any:
        if symbol.text in self.sizes:
            return mpf(self.sizes[symbol.text])
        if symbol.kind == "name" and symbol.text in self.indices:
            return mpf(self.random.choice(INDICES))
        declared = self.page.declared
        domain = declared.domain(symbol, self.position) or declared.domain(
            Symbol("name", symbol.text.removesuffix("^()")), self.position) or REAL
        if domain.values is not None:
            return mpf(self.random.choice([int(v) for v in domain.values]))
        if domain.integer:
            return mpf(self.random.randint(1, 3))
        low = -2 if domain.lo is None else float(domain.lo)
        high = max(low, 0) + 2 if domain.hi is None else float(domain.hi)
        return mpf(self.random.uniform(low + 0.05 * (high - low), high - 0.05 * (high - low)))

    # --- arithmetic -----------------------------------------------------------------------------

    def _number(self, term: Term, bound: Values, moved: Moved) -> Any:
        return mpf(term.value.numerator) / term.value.denominator

    def _constant(self, term: Term, bound: Values, moved: Moved) -> Any:
        found = {"pi": mpmath.pi, "e": mpmath.e}.get(str(term.data))
        if found is None:
            raise Undefined(str(term.data))
        return +found

    def _add(self, term: Term, bound: Values, moved: Moved) -> Any:
        return sum((self.value(arg, bound, moved) for arg in term.args), mpf(0))

    def _neg(self, term: Term, bound: Values, moved: Moved) -> Any:
        return -self.value(term.args[0], bound, moved)

    def _mul(self, term: Term, bound: Values, moved: Moved) -> Any:
        found = mpf(1)
        for arg in term.args:
            found = found * self.value(arg, bound, moved)
        return found

    def _div(self, term: Term, bound: Values, moved: Moved) -> Any:
        top, bottom = (self.value(arg, bound, moved) for arg in term.args)
        if bottom == 0:
            raise Undefined("division by zero")
        return top / bottom

    def _pow(self, term: Term, bound: Values, moved: Moved) -> Any:
        base, exponent = (self.value(arg, bound, moved) for arg in term.args)
        if base == 0 and exponent <= 0:
            raise Undefined("a power of zero")
        return base ** exponent

    def _root(self, term: Term, bound: Values, moved: Moved) -> Any:
        return mpmath.root(self.value(term.args[0], bound, moved),
                           int(self.value(term.args[1], bound, moved)))

    def _call(self, term: Term, bound: Values, moved: Moved) -> Any:
        function = CALLS.get(str(term.data))
        if function is None:
            raise Undefined(str(term.data))
        args = [self.value(arg, bound, moved) for arg in term.args]
        if term.data == "log" and args[0] <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        return function(*args)

    def _cases(self, term: Term, bound: Values, moved: Moved) -> Any:
        for k in range(0, len(term.args) - 1, 2):
            if self.holds(term.args[k + 1], bound, moved):
                return self.value(term.args[k], bound, moved)
        if len(term.args) % 2:
            return self.value(term.args[-1], bound, moved)
        raise Undefined("no case applies")

    # --- binders and derivatives ----------------------------------------------------------------

    def _sum(self, term: Term, bound: Values, moved: Moved) -> Any:
        index, body, lo, hi = term.args
        first, last = (int(self.value(end, bound, moved)) for end in (lo, hi))
        return sum((self.value(body, {**bound, str(index.data): mpf(k)}, moved)
                    for k in range(first, last + 1)), mpf(0))

    def _limit(self, term: Term, bound: Values, moved: Moved) -> Any:
        variable, body, point = term.args
        if point.head == "constant" and point.data == "oo":
            at = 1 / NEAR
        elif point.head == "neg" and point.args[0].data == "oo":
            at = -1 / NEAR
        else:
            at = self.value(point, bound, moved) + NEAR
        return self.value(body, bound, _with_name(moved, str(variable.data), at))

    def _at(self, term: Term, bound: Values, moved: Moved) -> Any:
        body, variable, value = term.args
        at = self.value(value, bound, moved)
        return self.value(body, bound, _with_name(moved, str(variable.data), at))

    def _derivative(self, term: Term, bound: Values, moved: Moved) -> Any:
        body, variable = term.args
        if term.data > 1:
            body = derivative(body, variable, term.data - 1)
        text = str(variable.data)
        at = self.value(variable, bound, moved)
        if variable.head == "entry":
            place = tuple(int(self.value(index, bound, moved)) for index in variable.args)
            return _quotient(lambda x: self.value(body, bound, Moved(
                moved.names, {**moved.entries, (text, place): x}, moved.shifts)), at)
        if text in bound:
            return _quotient(lambda x: self.value(body, {**bound, text: x}, moved), at)
        self.touched.discard(text)
        found = _quotient(lambda x: self.value(body, bound, _with_name(moved, text, x)), at)
        if text in self.touched:
            return found
        return _quotient(lambda x: self.value(body, bound, Moved(
            moved.names, moved.entries, {**moved.shifts, text: x})), mpf(0))


def _with_name(moved: Moved, text: str, at: Any) -> Moved:
    return Moved({**moved.names, text: at}, moved.entries, moved.shifts)


def _quotient(function: Callable[[Any], Any], at: Any) -> Any:
    return (function(at + STEP) - function(at - STEP)) / (2 * STEP)


def _slope(function: Callable[..., Any], k: int) -> Callable[..., Any]:
    return lambda *args: _quotient(
        lambda x: function(*args[:k], x, *args[k + 1:]), args[k])


# --- claims --------------------------------------------------------------------------------


def places(page: Page) -> dict[tuple[str, int, int], int]:
    """The places of the relations of a page by where their right sides stand."""
    return {(side.span.path, side.span.line, side.span.column): said.position + k
            for said in page.said for k, side in enumerate(said.statement.sides[1:])}


def truth(page: Page, finding: Finding, position: int, points: int = 5) -> bool | None:
    """Whether an equality holds at random points; None if it is defined at none of them."""
    reading = finding.reading
    assert reading is not None
    bodies = [one.body for found in page.expected.values() for one in found.values()]
    sizes, indices = _roles([*reading, *bodies])
    seen = 0
    with mpmath.workdps(DIGITS):
        for seed in range(8 * points):
            world = World(page, position, seed, sizes, indices)
            try:
                left, right = (world.value(side, {}, STILL) for side in reading)
            except (Undefined, ArithmeticError, RecursionError):
                continue
            if abs(left - right) > mpf(10) ** -8 * (1 + abs(left) + abs(right)):
                return False
            seen += 1
            if seen == points:
                return True
    return True if seen else None


def _roles(terms: list[Term]) -> tuple[frozenset[str], frozenset[str]]:
    """The names that end a sum, and those that are an index."""
    sizes: set[str] = set()
    indices: set[str] = set()
    stack = list(terms)
    while stack:
        part = stack.pop()
        stack.extend(part.args)
        if part.head == "sum":
            sizes |= part.args[3].free
        elif part.head == "entry" or part.head == "call" and part.data == "delta":
            indices.update(text for index in part.args for text in index.free)
    return frozenset(sizes), frozenset(indices - sizes)
