"""SymPy objects as terms, as they stand: nothing is evaluated, reordered or combined.

Under `sympy.evaluate(False)` SymPy keeps what was typed, in nests that lean to the left;
here these nests become the sums and products that the author sees:

| SymPy | term |
|---|---|
| `Add(Add(1, exp(-x)), -1)` | `1 + exp(-x) - 1` |
| `Mul(Mul(-1, a), Pow(b, -1))` | `-a/b` |
| `Pow(x, 1/2)`, `Pow(E, u)` | `sqrt(x)`, `exp(u)` |
| `Subs(Derivative(g(t), t), t, u)` | `g'(u)` |
| `UnevaluatedExpr(u)` | u, kept apart from what surrounds it |

What SymPy itself folds before we see it: `-(-x)` and `a - (-b)`; `a*(1/b)` is `a/b`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy.core.function import AppliedUndef

from checker.language import term as t
from checker.language.context import REAL, Context, Domain
from checker.language.errors import TooLarge, Unreadable, Unsupported
from checker.language.term import MAX_DEPTH, Term
from checker.reader.magnitude import MAX_DIGITS, too_long
from checker.reader.sympy_domains import domain_of
from checker.reader.sympy_same import bare, described, identity

_SAME_NAME: Final = (
    "exp log sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech csch "
    "asinh acosh atanh acoth asech acsch atan2 sinc floor ceiling factorial binomial gamma "
    "loggamma erf erfc sign")
CALLS: Final[dict[Any, str]] = {
    **{getattr(sympy, word): word for word in _SAME_NAME.split()},
    sympy.Abs: "abs", sympy.Max: "max", sympy.Min: "min", sympy.KroneckerDelta: "delta",
}
"""The known functions: SymPy's class and the term's call name."""

RELATIONS: Final[dict[Any, str]] = {
    sympy.Eq: "eq", sympy.Ne: "ne", sympy.StrictLessThan: "lt", sympy.LessThan: "le",
    sympy.StrictGreaterThan: "gt", sympy.GreaterThan: "ge",
}
_CONSTANTS: Final[dict[Any, Term]] = {
    sympy.pi: t.PI, sympy.E: t.EULER, sympy.oo: t.INFINITY, sympy.I: t.constant("I"),
    sympy.S.NegativeInfinity: t.neg(t.INFINITY), sympy.true: t.TRUE, sympy.false: t.FALSE,
}


class D(sympy.Expr):  # type: ignore[misc]  # SymPy carries no types
    """The derivative of a body by a variable, as written: D(L, a), D(J, w[j]), D(f, x, 2).

    `sympy.Derivative` is 0 as soon as the variable does not occur; a name with a
    definition, such as L in dL/da, needs one that waits.

    >>> L, a = sympy.symbols("L a")
    >>> term_of(D(L, a))
    Derivative(L, a)
    """

    is_commutative = True

    def __new__(cls, body: Any, variable: Any, order: int = 1) -> D:
        """D(body, variable), or D(body, variable, order)."""
        parts = map(sympy.sympify, (body, variable, order))
        made: D = sympy.Expr.__new__(cls, *parts)
        return made


class SympyReader:
    """Reads the SymPy objects of one derivation, and remembers who is called what.

    One name means one thing: a symbol, a function or a family. `Unreadable` if a name is
    used for two of them, or for two symbols with different assumptions, which SymPy never
    takes for one.
    """

    def __init__(self) -> None:
        self.domains: dict[str, Domain] = {}
        self.kinds: dict[str, str] = {}
        self.hypotheses: dict[Term, None] = {}
        self._dummies: dict[Any, str] = {}
        self._things: dict[str, Any] = {}
        """The symbol, the undefined function or the family of each name."""
        self._defined: set[str] = set()
        self._depth = 0

    def term(self, thing: Any) -> Term:
        """The term that this SymPy object, or exact Python number, stands for."""
        for kind in type(thing).__mro__:
            method = _READERS.get(kind)
            if method is not None:
                break
        else:
            raise Unsupported(f"{type(thing).__name__} cannot be read: {str(thing)[:60]}")
        if self._depth > MAX_DEPTH:
            raise TooLarge(f"the expression is nested more than {MAX_DEPTH} deep")
        self._depth += 1
        try:
            return method(self, thing)
        finally:
            self._depth -= 1

    def context(self, *terms: Term) -> Context:
        """What the assumptions of the symbols in these terms say.

        >>> reader = SympyReader()
        >>> reader.context(reader.term(sympy.Symbol("x", positive=True))).names
        (('x', Domain(lo=Fraction(0, 1), hi=None, lo_open=True, hi_open=True, integer=False, \
rational=False, nonzero=False, values=None, complex=False)),)
        """
        free = frozenset[str]().union(*(term.free for term in terms))
        hypotheses = tuple(h for h in self.hypotheses if not h.free.isdisjoint(free))
        free = free.union(*(h.free for h in hypotheses))
        tables: dict[str, list[tuple[str, Domain]]] = {"symbol": [], "function": [], "family": []}
        for name, domain in self.domains.items():
            if name in free:
                tables[self.kinds[name]].append((name, domain))
        return Context(tuple(tables["symbol"]), tuple(tables["family"]), tuple(tables["function"]),
                       hypotheses=hypotheses)

    def know(self, name: str, kind: str, domain: Domain) -> None:
        """From here on the name is a symbol, a function or a family with this domain."""
        if self.kinds.setdefault(name, kind) != kind:
            raise Unreadable(f"{name} is used both as a {self.kinds[name]} and as a {kind}")
        known = self.domains.setdefault(name, domain)
        if known != domain and domain != REAL:
            if known != REAL:
                raise Unreadable(f"two different things are called {name}: {known} and {domain}")
            self.domains[name] = domain

    def declare(self, name: str, kind: str, domain: Domain, thing: Any) -> None:
        """From here on the name is this SymPy object, whose domain its author says."""
        self._same(name, thing)
        assumed = domain_of(thing)
        if assumed not in (REAL, domain):
            raise Unreadable(f"{name} is declared {domain}, and is {described(thing)}")
        self.know(name, kind, domain)

    def define(self, name: str, kind: str, thing: Any) -> None:
        """From here on the name is what a definition says, and this SymPy object.

        A plain `Symbol("a")` means what is defined as well: nothing is assumed of it.
        """
        self._defined.add(name)
        if bare(self._things.get(name)):
            del self._things[name]
        self.declare(name, kind, REAL, thing)

    def _meet(self, name: str, kind: str, thing: Any) -> None:
        """Know the name of this SymPy object; its assumptions are looked at once."""
        if self._things.get(name) is thing and self.kinds[name] == kind:
            return
        if name in self._defined and bare(thing):
            self.know(name, kind, REAL)
            return
        new = name not in self._things
        self._same(name, thing)
        whose = thing.label if isinstance(thing, sympy.Idx) else thing
        self.know(name, kind, domain_of(whose) if new else REAL)

    def _same(self, name: str, thing: Any) -> None:
        """Refuse a name that is another SymPy object already."""
        known = self._things.setdefault(name, thing)
        if known is thing or isinstance(known, type) != isinstance(thing, type) \
                or isinstance(known, sympy.IndexedBase) != isinstance(thing, sympy.IndexedBase):
            return  # of two kinds: `know` says so
        if identity(known) != identity(thing):
            raise Unreadable(
                f"two different things are called {name}: {described(known)} and "
                f"{described(thing)}, which SymPy never takes for one",
                expected="the one that was declared, everywhere, or another name")

    # --- leaves -------------------------------------------------------------------------------

    def _float(self, thing: Any) -> Term:
        digits = repr(float(thing))
        if len(digits.partition("e")[0].strip("-0.").replace(".", "")) > 12:
            raise Unreadable(f"{digits} is a rounded number", expected="Rational(p, q)")
        return t.number(Fraction(digits))

    def _symbol(self, thing: Any) -> Term:
        if isinstance(thing, sympy.Wild):
            raise Unsupported(f"{thing} is a pattern, no expression")
        self._meet(thing.name, "symbol", thing)
        return t.name(thing.name)

    def _dummy(self, thing: Any) -> Term:
        name = self._dummies.get(thing)
        if name is None:
            name, alike = f"_{thing.name}", 1
            while name in self.kinds:
                alike += 1
                name = f"_{thing.name}_{alike}"
            self._dummies[thing] = name
        self._meet(name, "symbol", thing)
        return t.name(name)

    def _idx(self, thing: Any) -> Term:
        if not isinstance(thing.label, sympy.Symbol):
            return self.term(thing.label)
        self._meet(thing.label.name, "symbol", thing)
        index = t.name(thing.label.name)
        if thing.lower is not None and thing.upper is not None:
            self.hypotheses[t.relation("le", self.term(thing.lower), index)] = None
            self.hypotheses[t.relation("le", index, self.term(thing.upper))] = None
        return index

    def _indexed(self, thing: Any) -> Term:
        family = str(thing.base.label)
        self._meet(family, "family", thing.base)
        return t.entry(family, *map(self.term, thing.indices))

    # --- arithmetic ---------------------------------------------------------------------------

    def _add(self, thing: Any) -> Term:
        summands = map(self.term, _left_spine(thing, sympy.Add))
        return t.add(*(t.neg(t.number(-a.value)) if a.head == "number" and a.value < 0 else a
                       for a in summands))

    def _mul(self, thing: Any) -> Term:
        return self._product(_left_spine(thing, sympy.Mul))

    def _product(self, factors: list[Any]) -> Term:
        first, *others = factors
        if isinstance(first, sympy.Float):
            first = sympy.Rational(self._float(first).value)
        if first is sympy.S.NegativeOne and others:
            return t.neg(self._product([*_left_spine(others[0], sympy.Mul), *others[1:]]))
        if isinstance(first, sympy.Rational) and first.p < 0:
            return t.neg(self._product([-_value(first), *others]))
        done: list[Term] = []
        for factor in (first, *others):
            if isinstance(factor, sympy.Pow) and factor.exp is sympy.S.NegativeOne:
                done = [t.div(t.mul(*done), self.term(factor.base))]
            else:
                done.append(self.term(factor))
        return t.mul(*done)

    def _pow(self, thing: Any) -> Term:
        base, exponent = thing.args
        if base is sympy.E:
            return t.exp(self.term(exponent))
        if exponent is sympy.S.NegativeOne:
            return t.div(t.ONE, self.term(base))
        if exponent is sympy.S.Half:
            return t.sqrt(self.term(base))
        bottom, top = self.term(base), self.term(exponent)
        if too_long(bottom, top, {}):
            raise Unreadable(f"the number {t.power(bottom, top)} has more than {MAX_DIGITS} digits")
        return t.power(bottom, top)

    # --- functions ----------------------------------------------------------------------------

    def _call(self, thing: Any) -> Term:
        return t.call(CALLS[type(thing)], *map(self.term, thing.args))

    def _log(self, thing: Any) -> Term:
        top, *base = map(self.term, thing.args)
        return t.div(t.log(top), t.log(base[0])) if base else t.log(top)

    def _heaviside(self, thing: Any) -> Term:
        if len(thing.args) > 1 and thing.args[1] is not sympy.S.Half:
            raise Unsupported("Heaviside with a value of its own at 0")
        return t.call("heaviside", self.term(thing.args[0]))

    def _applied(self, thing: Any) -> Term:
        written = thing.func.__name__
        name = written.rstrip("'")
        order = len(written) - len(name)
        if order and len(thing.args) != 1:
            raise Unreadable(f"{written} of {len(thing.args)} arguments", expected="one argument")
        if not order:
            self._meet(name, "function", thing.func)
        elif getattr(thing.func, "_kwargs", {}):
            raise Unsupported(f"assumptions about a derivative: {described(thing.func)}")
        else:
            self.know(name, "function", REAL)
        args = tuple(map(self.term, thing.args))
        return t.apply(name, *args, orders=(order,) if order else None)

    # --- calculus -----------------------------------------------------------------------------

    def _d(self, thing: D) -> Term:
        return self._by(self.term(thing.args[0]), thing.args[1], thing.args[2])

    def _derivative(self, thing: Any) -> Term:
        result = self.term(thing.expr)
        for variable, count in thing.variable_count:
            result = self._by(result, variable, count)
        return result

    def _by(self, body: Term, variable: Any, count: Any) -> Term:
        by = self.term(variable)
        order = _order(count)
        if body.head == "apply" and by.head == "apply" and body.args.count(by) == 1:
            return _jet(body, body.args.index(by), by, order)  # how SymPy writes g'(h(x))
        if by.head not in ("name", "entry"):
            raise Unreadable(f"a derivative by {variable}", expected="a name or an entry x[i]")
        return t.derivative(body, by, order)

    def _subs(self, thing: Any) -> Term:
        variables, points = thing.variables, tuple(map(self.term, thing.point))
        body = self.term(thing.expr)
        names = tuple(map(self.term, variables))
        if len(points) == 1 and body.head == "derivative" and body.args[1] is names[0]:
            inner, order = body.args[0], body.data
            if inner.head == "apply" and [a for a in inner.args if names[0].data in a.free] \
                    == [names[0]]:
                return _jet(inner, inner.args.index(names[0]), points[0], order)
        if len(points) > 1 and any(n.data in p.free for n in names for p in points):
            raise Unsupported(f"several values at once that mention each other: {thing}")
        for name, point in zip(names, points, strict=True):
            body = t.at(body, name, point)
        return body

    def _binder(self, thing: Any) -> Term:
        body, head = thing.function, type(thing).__name__.lower()
        for _ in thing.limits:  # SymPy writes the body as 1*body, once for every operator
            if body.is_Mul and len(body.args) == 2 and body.args[0] is sympy.S.One:
                body = body.args[1]
        result = self.term(body)
        for variable, *ends in thing.limits:
            if len(ends) == 1 or not ends and head != "integral":
                raise Unsupported(f"a {head} without its range: {str(thing)[:60]}")
            result = t.build(head, (self.term(variable), result, *map(self.term, ends)))
        return result

    def _limit(self, thing: Any) -> Term:
        body, variable, point, side = thing.args
        sides = {"+": "+", "-": "-", "+-": ""}
        infinite = point in (sympy.oo, sympy.S.NegativeInfinity)
        return t.limit(self.term(body), self.term(variable), self.term(point),
                       "" if infinite else sides[str(side)])

    # --- conditions ---------------------------------------------------------------------------

    def _piecewise(self, thing: Any) -> Term:
        branches, otherwise = [], None
        for value, guard in thing.args:
            if guard == sympy.true:
                otherwise = self.term(value)
                break
            branches.append((self.term(value), self.term(guard)))
        if not branches and otherwise is not None:
            return otherwise
        return t.cases(*branches, otherwise=otherwise)

    def _relation(self, thing: Any) -> Term:
        return t.relation(RELATIONS[type(thing)], *map(self.term, thing.args))

    def _logic(self, thing: Any) -> Term:
        return t.build(type(thing).__name__.lower(), tuple(map(self.term, thing.args)))

    def _constant(self, thing: Any) -> Term:
        if thing not in _CONSTANTS:
            raise Unsupported(f"the number {thing} has no reading")
        return _CONSTANTS[thing]


def _left_spine(thing: Any, kind: Any) -> list[Any]:
    """The operands of a nest that leans to the left, in the order they were typed."""
    parts: list[Any] = []
    while isinstance(thing, kind):
        thing, *rest = thing.args
        parts.extend(reversed(rest))
    return [thing, *reversed(parts)]


def _jet(applied: Term, k: int, point: Term, order: Any) -> Term:
    """The derivative of this order by the k-th argument, taken at the point."""
    data: Any = applied.data
    function, orders = data
    return t.apply(function, *applied.args[:k], point, *applied.args[k + 1:],
                   orders=(*orders[:k], orders[k] + order, *orders[k + 1:]))


def _order(count: Any) -> int:
    """The order of a derivative; unevaluated, SymPy counts 1 + 1."""
    parts = _left_spine(count, sympy.Add)
    if not all(isinstance(part, sympy.Integer) for part in parts) or sum(map(int, parts)) < 1:
        raise Unsupported(f"a derivative of order {count}")
    return sum(map(int, parts))


def _value(thing: Any) -> Fraction:
    return Fraction(int(thing.p), int(thing.q))


def _number(reader: SympyReader, thing: Any) -> Term:
    return t.number(_value(thing))


_READERS: Final[dict[Any, Callable[[SympyReader, Any], Term]]] = {
    **dict.fromkeys(CALLS, SympyReader._call),
    **dict.fromkeys(RELATIONS, SympyReader._relation),
    **dict.fromkeys((sympy.And, sympy.Or, sympy.Not), SympyReader._logic),
    **dict.fromkeys((sympy.Sum, sympy.Product, sympy.Integral), SympyReader._binder),
    **{type(constant): SympyReader._constant for constant in _CONSTANTS},
    sympy.NumberSymbol: SympyReader._constant, sympy.Rational: _number,
    sympy.Float: SympyReader._float, float: SympyReader._float,
    bool: lambda reader, thing: t.TRUE if thing else t.FALSE,
    int: lambda reader, thing: t.number(thing), Fraction: lambda reader, thing: t.number(thing),
    sympy.Symbol: SympyReader._symbol, sympy.Dummy: SympyReader._dummy, sympy.Idx: SympyReader._idx,
    sympy.Indexed: SympyReader._indexed, sympy.Add: SympyReader._add, sympy.Mul: SympyReader._mul,
    sympy.Pow: SympyReader._pow, sympy.log: SympyReader._log,
    sympy.Heaviside: SympyReader._heaviside, AppliedUndef: SympyReader._applied,
    D: SympyReader._d, sympy.Derivative: SympyReader._derivative, sympy.Subs: SympyReader._subs,
    sympy.Limit: SympyReader._limit, sympy.Piecewise: SympyReader._piecewise,
    sympy.UnevaluatedExpr: lambda reader, thing: reader.term(thing.args[0]),
}


def term_of(thing: Any) -> Term:
    """The term that one SymPy object stands for.

    >>> x = sympy.Symbol("x")
    >>> with sympy.evaluate(False):
    ...     term_of(1 + sympy.exp(-x) - 1)
    1 + exp(-x) - 1
    """
    return SympyReader().term(thing)


def read_together(*things: Any) -> tuple[tuple[Term, ...], Context]:
    """The terms of several SymPy objects that share their names, and the context of these.

    >>> x = sympy.Symbol("x", positive=True)
    >>> terms, context = read_together(sympy.log(x), x)
    >>> str(context.domain("x"))
    'positive'
    """
    reader = SympyReader()
    terms = tuple(map(reader.term, things))
    return terms, reader.context(*terms)

