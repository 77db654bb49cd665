"""Balls: certain enclosures of a term's value at an exact point.

Arb's ball arithmetic at a given precision. A value is an enclosure; `Undefined` says that
the term certainly has no value there, `Unknown` that the precision does not tell.

Source: F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval
arithmetic, IEEE Transactions on Computers 66 (2017) 1281-1292.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final
from weakref import proxy

from flint import arb, ctx, fmpq

from checker.kernel.derivatives import repeated
from checker.kernel.refusal import Refusal
from checker.language.certificate import Point
from checker.language.exact import holds as exactly
from checker.language.term import Term, name

MAX_RANGE: Final = 2_000
"""Longer sums are not evaluated."""
MAX_WORK: Final = 12_000
"""More operations than this are not spent on one value."""


class Undefined(Exception):
    """The term certainly has no value at the point."""


class Unknown(Exception):
    """The precision does not tell whether the term has a value, or which."""


class Exhausted(Unknown):
    """The value takes more work than is spent on one; more bits will not help."""


class Evaluation:
    """Values of terms at one point; balls may stand for the coordinates too."""

    __slots__ = ("names", "entries", "functions", "work", "exact", "known", "outer", "index",
                 "place", "inner", "shared", "__weakref__")

    def __init__(self, point: Point, radius: fmpq | None = None,
                 moving: frozenset[str] = frozenset()) -> None:
        def ball(text: str, value: Fraction) -> arb:
            p, q = value.as_integer_ratio()
            exact = arb(p) if q == 1 else arb(fmpq(p, q))
            return exact if radius is None or text not in moving else arb(exact, arb(radius))

        self.names: dict[str, arb] = {n: ball(n, v) for n, v in point.names}
        self.entries = {family: {index: ball(family, v) for index, v in table}
                        for family, table in point.entries}
        self.functions = {f: (parameters, body) for f, parameters, body in point.functions}
        self.exact: dict[str, Fraction] = dict(point.names) if radius is None else {}
        """The exact coordinates, where relations may be decided by rational arithmetic."""
        self.work = [0]
        """Operations so far, shared with the evaluations inside sums."""
        self.shared = False
        """Whether several claims are evaluated here: then their work counts together."""
        self._start()

    def _start(self, outer: Evaluation | None = None, index: str = "", place: int = 0) -> None:
        self.known: dict[Term, arb] = {}
        """Values found so far, at the precision of the moment."""
        self.outer = outer
        self.index = index
        """The bound name that has a value here; every other one has it outside."""
        self.place = place
        self.inner: dict[tuple[str, int], Evaluation] = {}

    def value(self, term: Term) -> arb:
        """The enclosure of the term; raises `Undefined` or `Unknown`."""
        found = self.known.get(term)
        if found is not None:
            return found
        if self.outer is not None and self.index not in term.free:
            return self.outer.value(term)
        self.work[0] += 1
        if self.work[0] > MAX_WORK:
            raise Exhausted("too much work")
        method = _VALUES.get(term.head)
        if method is None:
            raise Unknown(term.head)
        found = self.known[term] = method(self, term)
        return found

    def whole(self, term: Term) -> int:
        """The whole number that a term certainly is; raises `Undefined` or `Unknown`."""
        if self.outer is not None and term.head == "name" and term.data == self.index:
            return self.place
        return whole(self.value(term))

    def holds(self, condition: Term) -> bool:
        """Whether a relation certainly holds; raises `Unknown` if that is not certain."""
        head = condition.head
        if head in ("true", "false"):
            return head == "true"
        if head == "not":
            return not self.holds(condition.args[0])
        if head in ("and", "or"):
            return self._together(condition.args, head == "or")
        a, b = map(self.value, condition.args)
        try:
            return compare(head, a, b)
        except Unknown:
            known = exactly(condition, self.coordinates())
            if known is None:
                raise
            return known

    def _together(self, parts: tuple[Term, ...], decisive: bool) -> bool:
        unknown = False
        for part in parts:
            try:
                if self.holds(part) is decisive:
                    return decisive
            except Unknown:
                unknown = True
        if unknown:
            raise Unknown("a condition")
        return not decisive

    def coordinates(self) -> dict[str, Fraction]:
        """The exact coordinates with the places of bound names."""
        if self.outer is None:
            return self.exact
        return {**self.outer.coordinates(), self.index: Fraction(self.place)}

    def bound(self, index: str, place: int) -> Evaluation:
        """The same evaluation with a bound name at a whole number; each is made once."""
        inner = self.inner.get((index, place))
        if inner is None:
            inner = self.inner[index, place] = object.__new__(Evaluation)
            inner.names = {index: arb(place)}
            inner.entries, inner.functions, inner.work = self.entries, self.functions, self.work
            inner._start(proxy(self), index, place)  # it is held here: no circle of references
        return inner


def compare(relation: str, a: arb, b: arb) -> bool:
    """Whether a relation between two balls certainly holds or certainly does not."""
    if relation in ("eq", "ne"):
        if not a.overlaps(b):
            return relation == "ne"
        if a.is_exact() and b.is_exact():
            return relation == "eq"
        raise Unknown("equality")
    if relation in ("gt", "ge"):
        relation, a, b = {"gt": "lt", "ge": "le"}[relation], b, a
    if relation == "lt":
        if a < b:
            return True
        if a >= b:
            return False
    else:
        if a <= b:
            return True
        if a > b:
            return False
    raise Unknown("comparison")


def _number(e: Evaluation, t: Term) -> arb:
    p, q = t.data
    return arb(p) if q == 1 else arb(fmpq(p, q))


def _name(e: Evaluation, t: Term) -> arb:
    try:
        return e.names[t.data]
    except KeyError:
        raise Unknown(f"no value for {t.data}") from None


def _constant(e: Evaluation, t: Term) -> arb:
    if t.data == "pi":
        return arb.pi()
    if t.data == "e":
        return arb.const_e()
    raise Unknown(str(t.data))


def whole(x: arb) -> int:
    """The whole number a ball certainly is."""
    found = x.unique_fmpz()
    if found is not None and x.is_exact():
        return int(found)
    if not x.contains_integer():
        raise Undefined("not a whole number")
    raise Unknown("a whole number")


def _entry(e: Evaluation, t: Term) -> arb:
    index = tuple([e.whole(a) for a in t.args])
    try:
        return e.entries[t.data][index]
    except KeyError:
        raise Unknown(f"no value for {t.data}[{index}]") from None


def _add(e: Evaluation, t: Term) -> arb:
    total = e.value(t.args[0])
    for a in t.args[1:]:
        total = total + e.value(a)
    return total


def _neg(e: Evaluation, t: Term) -> arb:
    return -e.value(t.args[0])


def _mul(e: Evaluation, t: Term) -> arb:
    total = e.value(t.args[0])
    for a in t.args[1:]:
        total = total * e.value(a)
    return total


def _nonzero(x: arb) -> arb:
    if x.contains(0):
        raise Undefined("zero") if x.is_zero() else Unknown("zero")
    return x


def _positive(x: arb) -> arb:
    if x > 0:
        return x
    raise Undefined("not positive") if x <= 0 else Unknown("positive")


def _nonnegative(x: arb) -> arb:
    if x >= 0:
        return x
    raise Undefined("negative") if x < 0 else Unknown("nonnegative")


def _div(e: Evaluation, t: Term) -> arb:
    top, bottom = e.value(t.args[0]), e.value(t.args[1])
    return top / _nonzero(bottom)


def _pow(e: Evaluation, t: Term) -> arb:
    base, exponent = t.args
    b = e.value(base)
    if exponent.head == "number":
        p, q = exponent.data
        if q == 1:
            return integer_power(b, p)
        _nonnegative(b) if p > 0 else _positive(b)
        if b.is_zero():
            return b
        return integer_power(b.root(q), p)
    x = e.value(exponent)
    if x.is_exact() and x.is_integer() and abs(x) < 2**40:
        return integer_power(b, whole(x))
    return (x * _positive(b).log()).exp()


def integer_power(b: arb, n: int) -> arb:
    """b^n; a ball around zero must not become nan."""
    if n < 0:
        return 1 / integer_power(_nonzero(b), -n)
    if n <= 3:
        return (arb(1), b, b * b, b * b * b)[n]
    if not b.contains(0) or n > 2**20:
        result = b ** n
        if result.is_finite():
            return result
        raise Unknown("overflow")
    half = integer_power(b, n // 2)
    return half * half * b if n % 2 else half * half


def _root(e: Evaluation, t: Term) -> arb:
    a, degree = e.value(t.args[0]), e.whole(t.args[1])
    if not 2 <= degree <= 64:
        raise Unknown("degree")
    if degree % 2 == 0:
        return _nonnegative(a).root(degree)
    if a.is_zero():
        return a
    if a > 0:
        return a.root(degree)
    if a < 0:
        return -((-a).root(degree))
    raise Unknown("sign of a radicand")


def _call(e: Evaluation, t: Term) -> arb:
    method = FUNCTIONS.get(t.data)
    if method is None:
        raise Unknown(str(t.data))
    return method(*[e.value(a) for a in t.args])


def _apply(e: Evaluation, t: Term) -> arb:
    function, orders = t.data
    if function not in e.functions:
        raise Unknown(f"no values for {function}")
    parameters, body = e.functions[function]
    if len(parameters) != len(t.args):
        raise Unknown(f"{function} has another number of arguments")
    for parameter, order in zip(parameters, orders, strict=True):
        if order:
            try:
                body = repeated(body, name(parameter), order)
            except Refusal:
                raise Unknown(str(function)) from None
    inner = object.__new__(Evaluation)
    inner.names = dict(zip(parameters, map(e.value, t.args), strict=True))
    inner.entries, inner.functions, inner.work, inner.exact = {}, {}, e.work, {}
    inner._start()
    return inner.value(body)


def _range(e: Evaluation, t: Term) -> range:
    lo, hi = e.whole(t.args[2]), e.whole(t.args[3])
    if hi < lo - 1:
        raise Undefined("a sum to less than nothing")
    if hi - lo > MAX_RANGE:
        raise Unknown("a long sum")
    return range(lo, hi + 1)


def _terms(e: Evaluation, t: Term) -> list[arb]:
    index, body = str(t.args[0].data), t.args[1]
    return [e.bound(index, k).value(body) for k in _range(e, t)]


def _sum(e: Evaluation, t: Term) -> arb:
    total = arb(0)
    for value in _terms(e, t):
        total = total + value
    return total


def _product(e: Evaluation, t: Term) -> arb:
    total = arb(1)
    for value in _terms(e, t):
        total = total * value
    return total


def _cases(e: Evaluation, t: Term) -> arb:
    args = t.args
    for k in range(0, len(args) - 1, 2):
        if e.holds(args[k + 1]):
            return e.value(args[k])
    if len(args) % 2:
        return e.value(args[-1])
    raise Undefined("no case applies")


def _sign(x: arb) -> arb:
    if x > 0:
        return arb(1)
    if x < 0:
        return arb(-1)
    if x.is_zero():
        return arb(0)
    raise Unknown("sign")


def _between(x: arb) -> arb:
    """x with -1 <= x <= 1."""
    _nonnegative(1 - x)
    _nonnegative(1 + x)
    return x


def _inside(x: arb) -> arb:
    """x with -1 < x < 1."""
    _positive(1 - x)
    _positive(1 + x)
    return x


def _conventional(x: arb) -> arb:
    """x != 0; the value at zero is a matter of convention."""
    if x.contains(0):
        raise Unknown("a conventional value")
    return x


def _supported(x: arb) -> arb:
    """x > 0; what the function is elsewhere is not said here."""
    if x > 0:
        return x
    raise Unknown("outside what is supported")


def _delta(a: arb, b: arb) -> arb:
    return arb(1 if whole(a) == whole(b) else 0)


def _factorial(x: arb) -> arb:
    if not x.contains_integer() or x < 0:
        raise Unknown("a factorial of no natural number")
    return arb(whole(x)).fac()


def _heaviside(x: arb) -> arb:
    return (_sign(_conventional(x)) + 1) / 2


def _binomial(x: arb, y: arb) -> arb:
    if not (x.contains_integer() and y.contains_integer()):
        raise Unknown("binomial")
    n, k = whole(x), whole(y)
    if not 0 <= n <= 10_000:
        raise Unknown("binomial")
    if not 0 <= k <= n:
        return arb(0)
    return arb(n).fac() / (arb(k).fac() * arb(n - k).fac())


FUNCTIONS: Final[dict[str, Callable[..., arb]]] = {
    "exp": arb.exp, "log": lambda x: _positive(x).log(),
    "sin": arb.sin, "cos": arb.cos,
    "tan": lambda x: x.sin() / _nonzero(x.cos()), "cot": lambda x: x.cos() / _nonzero(x.sin()),
    "sec": lambda x: 1 / _nonzero(x.cos()), "csc": lambda x: 1 / _nonzero(x.sin()),
    "asin": lambda x: _between(x).asin(), "acos": lambda x: _between(x).acos(),
    "atan": arb.atan, "acot": lambda x: (1 / _conventional(x)).atan(),
    "sinh": arb.sinh, "cosh": arb.cosh, "tanh": arb.tanh,
    "coth": lambda x: 1 / _nonzero(x).tanh(), "sech": lambda x: 1 / x.cosh(),
    "csch": lambda x: 1 / _nonzero(x).sinh(),
    "asinh": arb.asinh, "acosh": lambda x: (_nonnegative(x - 1) + 1).acosh(),
    "atanh": lambda x: _inside(x).atanh(),
    "abs": lambda x: abs(x), "sign": _sign,
    "max": lambda *v: _extremum(v, arb.max), "min": lambda *v: _extremum(v, arb.min),
    "heaviside": _heaviside, "delta": _delta,
    "floor": lambda x: _step(x.floor()), "ceiling": lambda x: _step(x.ceil()),
    "factorial": _factorial, "binomial": _binomial,
    "gamma": lambda x: _supported(x).gamma(), "loggamma": lambda x: _supported(x).lgamma(),
    "erf": arb.erf, "sinc": arb.sinc,
}
"""The value of each known function; what it requires is checked first."""


def _extremum(values: tuple[arb, ...], pick: Callable[[arb, arb], arb]) -> arb:
    best = values[0]
    for value in values[1:]:
        best = pick(best, value)
    return best


def _step(x: arb) -> arb:
    if not x.is_exact():
        raise Unknown("a step")
    return x


_VALUES: Final[Mapping[str, Callable[[Evaluation, Term], arb]]] = {
    "number": _number, "name": _name, "constant": _constant, "entry": _entry, "add": _add,
    "neg": _neg, "mul": _mul, "div": _div, "pow": _pow, "root": _root, "call": _call,
    "apply": _apply, "sum": _sum, "product": _product, "cases": _cases,
}


class precision:
    """Arb's working precision in bits, for a while."""

    __slots__ = ("bits", "before")

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __enter__(self) -> None:
        self.before = ctx.prec
        ctx.prec = self.bits

    def __exit__(self, *error: object) -> None:
        ctx.prec = self.before


def value_at(term: Term, point: Point, bits: int = 64) -> arb:
    """The enclosure of a term at a point.

    >>> from fractions import Fraction
    >>> from checker.language.term import exp
    >>> print(value_at(exp(name("x")), Point(names=(("x", Fraction(0)),))))
    1.00000000000000
    """
    with precision(bits):
        found = Evaluation(point).value(term)
        if not found.is_finite():
            raise Unknown("overflow")
        return found
