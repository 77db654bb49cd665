"""Bounds: an interval that certainly contains the value of a term.

Interval arithmetic with exact rational ends, open or closed, over the declared domains and
the facts of the case. Elementary inequalities give the ends of exp and log:
1 + x <= exp(x), exp(x) <= 1/(1 - x) for x < 1, 1 - 1/x <= log(x) <= x - 1.

Source: D. S. Mitrinovic, Analytic Inequalities, Springer 1970, 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from flint import fmpq

from checker.language.context import REAL, Context, Domain
from checker.language.term import Term, build

ZERO: Final = fmpq(0)
ONE: Final = fmpq(1)


class Bounds(NamedTuple):
    """An interval; an end that is None is infinite."""

    lo: fmpq | None = None
    lo_open: bool = True
    hi: fmpq | None = None
    hi_open: bool = True

    @property
    def positive(self) -> bool:
        """Every member is > 0."""
        return self.lo is not None and (self.lo > 0 or (self.lo == 0 and self.lo_open))

    @property
    def nonnegative(self) -> bool:
        """Every member is >= 0."""
        return self.lo is not None and self.lo >= 0

    @property
    def negative(self) -> bool:
        """Every member is < 0."""
        return self.hi is not None and (self.hi < 0 or (self.hi == 0 and self.hi_open))

    @property
    def nonpositive(self) -> bool:
        """Every member is <= 0."""
        return self.hi is not None and self.hi <= 0

    @property
    def nonzero(self) -> bool:
        """Zero is no member."""
        return self.positive or self.negative


REALS: Final = Bounds()
POSITIVE: Final = Bounds(ZERO)
NONNEGATIVE: Final = Bounds(ZERO, False)
UNIT_BALL: Final = Bounds(-ONE, False, ONE, False)
PI: Final = Bounds(fmpq(333, 106), True, fmpq(355, 113), True)
EULER: Final = Bounds(fmpq(1264, 465), True, fmpq(193, 71), True)
HALF_PI: Final = fmpq(355, 226)


def of_domain(domain: Domain) -> Bounds:
    """The hull of a declared domain."""
    if domain is REAL:
        return REALS
    lo = None if domain.lo is None else fmpq(domain.lo.numerator, domain.lo.denominator)
    hi = None if domain.hi is None else fmpq(domain.hi.numerator, domain.hi.denominator)
    return Bounds(lo, lo is None or domain.lo_open, hi, hi is None or domain.hi_open)


def meet(a: Bounds, b: Bounds) -> Bounds:
    """What lies in both."""
    lo, lo_open, hi, hi_open = a
    if b.lo is not None and (lo is None or b.lo > lo or (b.lo == lo and b.lo_open)):
        lo, lo_open = b.lo, b.lo_open
    if b.hi is not None and (hi is None or b.hi < hi or (b.hi == hi and b.hi_open)):
        hi, hi_open = b.hi, b.hi_open
    return Bounds(lo, lo_open, hi, hi_open)


def tightened(a: Bounds) -> Bounds:
    """The hull of the whole numbers inside, for open ends at whole numbers."""
    lo, lo_open, hi, hi_open = a
    if lo is not None and lo_open and lo.q == 1:
        lo, lo_open = lo + 1, False
    if hi is not None and hi_open and hi.q == 1:
        hi, hi_open = hi - 1, False
    return Bounds(lo, lo_open, hi, hi_open)


def plus(a: Bounds, b: Bounds) -> Bounds:
    """The sums of members."""
    lo = None if a.lo is None or b.lo is None else a.lo + b.lo
    hi = None if a.hi is None or b.hi is None else a.hi + b.hi
    return Bounds(lo, a.lo_open or b.lo_open, hi, a.hi_open or b.hi_open)


def minus(a: Bounds) -> Bounds:
    """The negatives of members."""
    return Bounds(None if a.hi is None else -a.hi, a.hi_open,
                  None if a.lo is None else -a.lo, a.lo_open)


def times(a: Bounds, b: Bounds) -> Bounds:
    """The products of members."""
    if a.nonpositive and not a.nonnegative:
        return minus(times(minus(a), b))
    if b.nonpositive and not b.nonnegative:
        return minus(times(a, minus(b)))
    if a.nonnegative and b.nonnegative:
        assert a.lo is not None and b.lo is not None
        lo = a.lo * b.lo
        low_open = a.positive and b.positive if lo == 0 else a.lo_open or b.lo_open
        hi = None if a.hi is None or b.hi is None else a.hi * b.hi
        return Bounds(lo, low_open, hi, hi is None or ((a.hi_open or b.hi_open) and hi != 0))
    if a.nonnegative:
        a, b = b, a
    if b.nonnegative and b.hi is not None:
        return Bounds(None if a.lo is None else a.lo * b.hi, a.lo is None,
                      None if a.hi is None else a.hi * b.hi, a.hi is None)
    if a.lo is None or a.hi is None or b.lo is None or b.hi is None:
        return REALS
    corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Bounds(min(corners), False, max(corners), False)


def inverse(a: Bounds) -> Bounds:
    """The inverses of the members that are not zero."""
    if a.nonnegative:
        assert a.lo is not None
        lo = ZERO if a.hi is None or a.hi == 0 else 1 / a.hi
        return Bounds(lo, a.hi is None or a.hi_open, None if a.lo == 0 else 1 / a.lo,
                      a.lo == 0 or a.lo_open)
    return minus(inverse(minus(a))) if a.nonpositive else REALS


def to_power(a: Bounds, n: int, nonzero: bool) -> Bounds:
    """The n-th powers of members, n a whole number; `nonzero` if zero is known to be left out."""
    if n < 0:
        return inverse(to_power(a, -n, True))
    if n == 0:
        return Bounds(ONE, False, ONE, False)
    if n > 64:
        even = n % 2 == 0
        if a.nonnegative or even:
            return Bounds(ZERO, a.nonzero or nonzero)
        return minus(Bounds(ZERO, a.nonzero or nonzero)) if a.nonpositive else REALS
    if n % 2 == 0:
        a = absolute(a, nonzero)
    return Bounds(None if a.lo is None else a.lo ** n, a.lo_open,
                  None if a.hi is None else a.hi ** n, a.hi_open)


def absolute(a: Bounds, nonzero: bool) -> Bounds:
    """The absolute values of members."""
    if a.nonnegative:
        return Bounds(a.lo, a.lo_open or (nonzero and a.lo == 0), a.hi, a.hi_open)
    if a.nonpositive:
        return absolute(minus(a), nonzero)
    if a.lo is None or a.hi is None:
        return Bounds(ZERO, nonzero)
    return Bounds(ZERO, nonzero, max(-a.lo, a.hi), False)


def _exp(a: Bounds) -> Bounds:
    lo, lo_open = ZERO, True
    if a.lo is not None and a.lo > -1:
        lo, lo_open = 1 + a.lo, a.lo_open or a.lo != 0
    hi, hi_open = None, True
    if a.hi is not None and a.hi < 1:
        hi, hi_open = 1 / (1 - a.hi), a.hi_open or a.hi != 0
    return Bounds(lo, lo_open, hi, hi_open)


def _log(a: Bounds) -> Bounds:
    lo, lo_open = None, True
    if a.lo is not None and a.lo > 0:
        lo, lo_open = 1 - 1 / a.lo, a.lo_open or a.lo != 1
    hi, hi_open = None, True
    if a.hi is not None and a.hi > 0:
        hi, hi_open = a.hi - 1, a.hi_open or a.hi != 1
    return Bounds(lo, lo_open, hi, hi_open)


def _root(a: Bounds) -> Bounds:
    """Roots of any degree keep the sign and the side of 1."""
    lo, lo_open = None, True
    if a.nonnegative:
        assert a.lo is not None
        lo, lo_open = (ONE, a.lo > 1 or a.lo_open) if a.lo >= 1 else (ZERO, a.positive)
    hi, hi_open = None, True
    if a.hi is not None and a.hi <= 1:
        hi, hi_open = (ONE, a.hi < 1 or a.hi_open) if a.hi > 0 else (ZERO, a.negative)
    return Bounds(lo, lo_open, hi, hi_open)


def _keeps_sign(hull: Bounds) -> Callable[[Bounds], Bounds]:
    def bounds(a: Bounds) -> Bounds:
        if a.nonnegative:
            return meet(hull, Bounds(ZERO, a.positive))
        return meet(hull, Bounds(None, True, ZERO, a.negative)) if a.nonpositive else hull
    return bounds


def _always(hull: Bounds) -> Callable[[Bounds], Bounds]:
    return lambda a: hull


FUNCTIONS: Final[dict[str, Callable[[Bounds], Bounds]]] = {
    "exp": _exp, "log": _log,
    "sin": _always(UNIT_BALL), "cos": _always(UNIT_BALL), "sinc": _always(UNIT_BALL),
    "tanh": _keeps_sign(Bounds(-ONE, True, ONE, True)),
    "erf": _keeps_sign(Bounds(-ONE, True, ONE, True)),
    "sinh": _keeps_sign(REALS), "asinh": _keeps_sign(REALS), "atanh": _keeps_sign(REALS),
    "cosh": _always(Bounds(ONE, False)), "sech": _always(Bounds(ZERO, True, ONE, False)),
    "acosh": _always(NONNEGATIVE),
    "atan": _keeps_sign(Bounds(-HALF_PI, True, HALF_PI, True)),
    "asin": _keeps_sign(Bounds(-HALF_PI, True, HALF_PI, True)),
    "acos": _always(Bounds(ZERO, False, 2 * HALF_PI, True)),
    "sign": _keeps_sign(UNIT_BALL), "heaviside": _always(Bounds(ZERO, False, ONE, False)),
    "gamma": _always(POSITIVE), "factorial": _always(Bounds(ONE, False)),
    "floor": lambda a: Bounds(ZERO, False) if a.nonnegative else REALS,
}
"""Bounds of each known function of one argument, where it is defined."""


FACTS: Final = {"gt": POSITIVE, "ge": NONNEGATIVE, "lt": minus(POSITIVE),
                "le": minus(NONNEGATIVE), "eq": Bounds(ZERO, False, ZERO, False)}
"""What a sign says of a term."""
FLIPPED: Final = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
"""What a sign says of the negated term."""


class Signs:
    """What is known of signs in one case: domains, facts, and what follows by intervals."""

    __slots__ = ("context", "facts", "nonzero_facts", "cache", "ranges")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.facts: dict[Term, Bounds] = {}
        self.nonzero_facts: set[Term] = set()
        self.cache: dict[Term, Bounds] = {}
        self.ranges: dict[Term, bool] = {}
        """Which indices have a range that is evidently not empty."""

    def assume(self, term: Term, kind: str) -> None:
        """Take it as known that the term is > 0, >= 0, != 0, < 0, <= 0 or = 0."""
        self.cache.clear()
        self.ranges.clear()
        if term.head == "neg":
            self.assume(term.args[0], FLIPPED.get(kind, kind))
        if kind == "ne":
            self.nonzero_facts.add(term)
            return
        known = self.facts.get(term)
        self.facts[term] = FACTS[kind] if known is None else meet(known, FACTS[kind])

    def holds(self, term: Term, kind: str) -> bool:
        """Whether it is evident that the term is > 0 (gt), >= 0 (ge), != 0 (ne), < 0, <= 0, = 0."""
        bounds = self.bounds(term)
        match kind:
            case "gt":
                return bounds.positive or (bounds.nonnegative and self.nonzero(term))
            case "ge":
                return bounds.nonnegative
            case "lt":
                return bounds.negative or (bounds.nonpositive and self.nonzero(term))
            case "le":
                return bounds.nonpositive
            case "eq":
                return bounds.nonnegative and bounds.nonpositive
            case _:
                return bounds.nonzero or self.nonzero(term)

    def nonzero(self, term: Term) -> bool:
        """Whether the term is evidently not zero."""
        if term in self.nonzero_facts or self.bounds(term).nonzero:
            return True
        match term.head:
            case "name":
                return self.context.domain(str(term.data)).nonzero
            case "entry":
                return self.context.entries(str(term.data)).nonzero
            case "apply":
                range_ = self.context.range(term.data[0])
                return range_ is not None and range_.nonzero and not any(term.data[1])
            case "neg" | "mul":
                return all(map(self.nonzero, term.args))
            case "pow" | "div" | "root":
                return self.nonzero(term.args[0])
            case "product":
                signs, body = self._inside(term)
                return signs.nonzero(body)
            case "call" if term.data in ("abs", "sinh", "asinh", "tanh", "atan", "sign"):
                return self.nonzero(term.args[0])
            case _:
                return False

    def bounds(self, term: Term) -> Bounds:
        """An interval that contains the value of the term wherever it is defined."""
        found = self.cache.get(term)
        if found is None:
            found = self._bounds(term)
            fact = self.facts.get(term)
            if fact is not None:
                found = meet(found, fact)
                if self.whole(term):
                    found = tightened(found)
            self.cache[term] = found
        return found

    def _bounds(self, term: Term) -> Bounds:
        args = term.args
        match term.head:
            case "number":
                value = fmpq(*term.data)
                return Bounds(value, False, value, False)
            case "name":
                return of_domain(self.context.domain(str(term.data)))
            case "entry":
                return of_domain(self.context.entries(str(term.data)))
            case "constant":
                return PI if term.data == "pi" else EULER if term.data == "e" else REALS
            case "index":
                if not self.inhabited(term):
                    return REALS
                lo, hi = self.bounds(args[0]), self.bounds(args[1])
                return Bounds(lo.lo, lo.lo is None, hi.hi, hi.hi is None)
            case "add":
                total = self.bounds(args[0])
                for a in args[1:]:
                    if total.lo is None and total.hi is None:
                        break
                    total = plus(total, self.bounds(a))
                return total
            case "neg":
                return minus(self.bounds(args[0]))
            case "mul":
                return self._product(args)
            case "div":
                return times(self.bounds(args[0]), inverse(self.bounds(args[1])))
            case "pow":
                return self._power(args[0], args[1])
            case "root":
                return _root(self.bounds(args[0]))
            case "call":
                return self._call(term)
            case "apply":
                range_ = self.context.range(term.data[0])
                return REALS if range_ is None or any(term.data[1]) else of_domain(range_)
            case "sum":
                return self._sum(term)
            case "product":
                signs, body = self._inside(term)
                inside = signs.bounds(body)
                return POSITIVE if inside.positive else \
                    NONNEGATIVE if inside.nonnegative else REALS
            case _:
                return REALS

    def inhabited(self, index: Term) -> bool:
        """Whether the range of an index is evidently not empty.

        Only then is anything taken as known of the index: what holds of every member of an
        empty range holds of nothing, and must not reach terms outside the sum.
        """
        found = self.ranges.get(index)
        if found is None:
            lo, hi = index.args
            gap = plus(self.bounds(hi), minus(self.bounds(lo)))
            found = gap.nonnegative and self.whole(lo) and self.whole(hi)
            self.ranges[index] = found
        return found

    def whole(self, term: Term) -> bool:
        """Whether a term is evidently a whole number."""
        match term.head:
            case "number":
                return bool(term.data[1] == 1)
            case "name":
                return self.context.domain(str(term.data)).integer
            case "entry":
                return self.context.entries(str(term.data)).integer
            case "index":
                return True
            case "add" | "neg" | "mul":
                return all(map(self.whole, term.args))
            case "call":
                return term.data in ("floor", "ceiling", "factorial", "delta", "sign")
            case _:
                return False

    def _product(self, args: tuple[Term, ...]) -> Bounds:
        total = Bounds(ONE, False, ONE, False)
        for factor in dict.fromkeys(args):
            count = args.count(factor)
            bounds = self.bounds(factor)
            if count > 1:
                bounds = to_power(bounds, count, self.nonzero(factor))
            total = times(total, bounds)
        return total

    def _power(self, base: Term, exponent: Term) -> Bounds:
        a = self.bounds(base)
        if exponent.head != "number":
            return POSITIVE if a.positive else REALS
        p, q = exponent.data
        if q == 1:
            return to_power(a, p, self.nonzero(base))
        positive = a.positive or p < 0 or self.nonzero(base)
        return meet(Bounds(ZERO, positive), _root(a)) if p == 1 else Bounds(ZERO, positive)

    def _call(self, term: Term) -> Bounds:
        function = str(term.data)
        if function == "abs":
            return absolute(self.bounds(term.args[0]), self.nonzero(term.args[0]))
        if function in ("max", "min"):
            return self._extremum([self.bounds(a) for a in term.args], function == "max")
        if function == "delta":
            return Bounds(ZERO, False, ONE, False)
        known = FUNCTIONS.get(function)
        return known(self.bounds(term.args[0])) if known and len(term.args) == 1 else REALS

    def _extremum(self, parts: list[Bounds], greatest: bool) -> Bounds:
        if not greatest:
            return minus(self._extremum([minus(b) for b in parts], True))
        lows = [b for b in parts if b.lo is not None]
        low = max(lows, key=lambda b: (b.lo, b.lo_open)) if lows else REALS
        if any(b.hi is None for b in parts):
            return Bounds(low.lo, low.lo_open)
        high = max(parts, key=lambda b: (b.hi, not b.hi_open))
        return Bounds(low.lo, low.lo_open, high.hi, high.hi_open)

    def _range(self, term: Term) -> Term:
        """The index of a sum or product, one of its own if it has a name."""
        index, body, lo, hi = term.args
        return index if index.head == "index" else build("index", (lo, hi), 10**6 + body.depth)

    def _inside(self, term: Term) -> tuple[Signs, Term]:
        """The body of a sum or product, and what is known of it where the range is not empty.

        What is said of an empty sum or product must hold without this: that is 0, or 1.
        """
        from checker.kernel.ring import instance

        index, body, range_ = term.args[0], term.args[1], self._range(term)
        if index is not range_:
            body = instance(body, index, range_)
        if self.inhabited(range_):
            return self, body
        signs = Signs(self.context)
        signs.facts, signs.nonzero_facts = self.facts, self.nonzero_facts
        signs.ranges[range_] = True
        return signs, body

    def _sum(self, term: Term) -> Bounds:
        signs, body = self._inside(term)
        inside = signs.bounds(body)
        strict = (inside.positive or inside.negative) and self.inhabited(self._range(term))
        least = POSITIVE if strict else NONNEGATIVE
        if inside.nonnegative:
            return least
        return minus(least) if inside.nonpositive else REALS
