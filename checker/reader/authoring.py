"""What authors of the shelf write: declarations, definitions, chains with a reason a step.

    with deriving("double", "Twice is a sum", source="folklore") as d:
        x = d.real("x")
        d.chain(2*x, by("expand"), x + x)
        d.result("value(x)", x + x)
    derivation = d.finish()

Everything inside the block stays as written: `1 + exp(-x) - 1` keeps its three summands.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeVar

import sympy

from checker.language.claim import KINDS, Chain, Claim, Derivation, Result
from checker.language.context import INTEGER as WHOLE
from checker.language.context import (
    NEGATIVE,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    REAL,
    Context,
    Definition,
    Domain,
    finite,
    interval,
)
from checker.language.errors import CheckerError, Unreadable
from checker.language.source import Span
from checker.language.term import Term, relation
from checker.reader.sympy_objects import RELATIONS, D, SympyReader

T = TypeVar("T")

_LEFT_SIDE: Final = re.compile(r"^([^\W\d]\w*(?:/\w+)?)(?:\(([\w, ]*)\)|\[([\w, ]*)\])?$")
_SYMBOLS: Final = {head: symbol for symbol, head in KINDS.items()}


@contextmanager
def as_written() -> Iterator[None]:
    """Inside, SymPy expressions stay as they are typed.

    >>> from checker.reader.sympy_objects import term_of
    >>> x = sympy.Symbol("x")
    >>> with as_written():
    ...     term_of(x/x - x)
    x/x - x
    """
    with sympy.evaluate(False):
        yield


def frac(top: Any, bottom: Any) -> Any:
    """A fraction as one factor, so that `y*frac(1, h)` stays apart from `y/h`."""
    with as_written():
        return sympy.Mul(top, sympy.Pow(bottom, -1))


def power(base: Any, exponent: Any) -> Any:
    """A power as it is typed, so that `power(h, -1)` stays apart from `1/h`."""
    with as_written():
        return sympy.Pow(base, sympy.UnevaluatedExpr(exponent))


def prime(function: Any, order: int = 1) -> Any:
    """The derivative of a function: `prime(g)(z[k])` is g'(z[k])."""
    return sympy.Function(function.__name__ + "'" * order)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the next line follows: a rule's name or free text, and where it is said."""

    text: str
    span: Span


def by(reason: str) -> Reason:
    """The reason of the step to the line after it: a rule's name, or free text."""
    return Reason(reason, _caller())


def _caller() -> Span:
    """The place outside this module that is being run."""
    frame = sys._getframe(1)
    inside = {by.__code__.co_filename, contextmanager.__code__.co_filename}
    while frame.f_back is not None and frame.f_code.co_filename in inside:
        frame = frame.f_back
    path = frame.f_code.co_filename
    near = os.path.relpath(path) if os.path.isabs(path) else path
    return Span(path if near.startswith(os.pardir) else near, frame.f_lineno)


class Draft:
    """A derivation while it is being written."""

    def __init__(self, name: str, title: str, source: str) -> None:
        self._name, self._title, self._source = name, title, source
        self._reader = SympyReader()
        self._declared: dict[str, Domain] = {}
        self._kinds: dict[str, str] = {}
        self._definitions: list[Definition] = []
        self._places: list[Span] = []
        """Where each definition stands."""
        self._hypotheses: list[Term] = []
        self._claims: list[tuple[str, list[dict[str, Any]], Span]] = []
        self._results: list[Result] = []
        self.place = _caller()
        """Where it is opened."""
        self.finished = False
        """Whether `finish` was called."""

    # --- declarations -------------------------------------------------------------------------

    def real(self, names: str) -> Any:
        """One symbol, or several for several names: `x, w = d.real("x w")`."""
        return self.symbols(names, REAL, real=True)

    def positive(self, names: str) -> Any:
        """Symbols for numbers > 0."""
        return self.symbols(names, POSITIVE, positive=True)

    def negative(self, names: str) -> Any:
        """Symbols for numbers < 0."""
        return self.symbols(names, NEGATIVE, negative=True)

    def nonnegative(self, names: str) -> Any:
        """Symbols for numbers >= 0."""
        return self.symbols(names, NONNEGATIVE, nonnegative=True)

    def nonzero(self, names: str) -> Any:
        """Symbols for numbers other than 0."""
        return self.symbols(names, NONZERO, real=True, nonzero=True)

    def between(self, names: str, low: int | Fraction | None, high: int | Fraction | None) -> Any:
        """Symbols for numbers of the open interval: d.between("a", 0, 1)."""
        return self.symbols(names, open_interval(low, high), real=True)

    def among(self, names: str, *values: int | Fraction) -> Any:
        """Symbols for one of finitely many numbers: d.among("y", 0, 1)."""
        return self.symbols(names, finite(*values), real=True)

    def natural(self, names: str) -> Any:
        """Symbols for 1, 2, 3, ..."""
        return self.symbols(names, POSITIVE_INTEGER, integer=True, positive=True)

    def index(self, names: str, low: Any = None, high: Any = None) -> Any:
        """Whole numbers with low <= j <= high; without a range only bound, as in a sum."""
        made = self.symbols(names, WHOLE, integer=True)
        for symbol in made if isinstance(made, tuple) else (made,):
            for kind, ends in (("le", (low, symbol)), ("le", (symbol, high))):
                if None not in ends:
                    self._hypotheses.append(relation(kind, *map(self._term, ends)))
        return made

    def symbols(self, names: str, domain: Domain, **assumptions: bool) -> Any:
        """Symbols with any domain."""
        return self._declare(names, "symbol", domain, lambda n: sympy.Symbol(n, **assumptions))

    def function(self, names: str, range: Domain = REAL) -> Any:
        """Arbitrary differentiable functions with values in the range."""
        return self._declare(names, "function", range, sympy.Function)

    def family(self, names: str, domain: Domain = REAL) -> Any:
        """Indexed families: after `x = d.family("x")` write x[i] or x[i, j]."""
        return self._declare(names, "family", domain, sympy.IndexedBase)

    def assume(self, *relations: Any) -> None:
        """Relations that hold besides the domains."""
        self._hypotheses += map(self._term, relations)

    def _declare(self, names: str, kind: str, domain: Domain, make: Callable[[str], Any]) -> Any:
        """What is declared: one object, or several for several names."""
        found = names.replace(",", " ").split()
        if not found:
            raise self._trouble("a declaration without a name")
        made = tuple(map(make, found))
        for name, thing in zip(found, made, strict=True):
            if self._declared.get(name, domain) != domain:
                raise self._trouble(f"{name} is declared twice")
            self._placed(partial(self._reader.declare, name, kind, domain, thing))
            self._declared[name] = domain
            self._kinds[name] = kind
        return made if len(made) > 1 else made[0]

    # --- definitions --------------------------------------------------------------------------

    def define(self, left: str, body: Any) -> Any:
        """left := body, for left such as "a", "sigma(z)" or "z[i]"; what it defines.

        >>> with deriving("sigmoid", "The sigmoid") as d:
        ...     z = d.real("z")
        ...     sigma = d.define("sigma(z)", 1/(1 + sympy.exp(-z)))
        >>> d.finish().context.definitions
        (Definition(name='sigma', parameters=('z',), body=1/(1 + exp(-z)), family=False),)
        """
        name, arguments, indices = self._left(left)
        kind = "function" if arguments is not None else "symbol" if indices is None else "family"
        if name in self._declared or any(d.name == name for d in self._definitions):
            raise self._trouble(f"{name} is defined a second time")
        thing = {"function": sympy.Function, "family": sympy.IndexedBase}.get(
            kind, lambda n: sympy.Symbol(n, real=True))(name)
        self._placed(lambda: self._reader.define(name, kind, thing))
        parameters = arguments if arguments is not None else indices or ()
        term = self._term(body)
        self._definitions.append(Definition(name, parameters, term, kind == "family"))
        self._places.append(_caller())
        return thing

    def _left(self, left: str) -> tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]:
        found = _LEFT_SIDE.match(left.strip())
        if found is None:
            raise self._trouble(f"{left!r} is no left side", "a, sigma(z) or z[i]")
        lists = [None if part is None else tuple(part.replace(",", " ").split())
                 for part in found.groups()[1:]]
        return found[1], lists[0], lists[1]

    # --- what is said -------------------------------------------------------------------------

    def chain(self, *lines: Any, title: str = "") -> None:
        """Equal expressions, each but the first after its reason: e0, by("..."), e1, ...

        A line is a SymPy expression or LaTeX text. A step without `by` has no reason.
        """
        here = _caller()
        steps: list[dict[str, Any]] = []
        last: tuple[Term, str | None] | None = None
        reason: Reason | None = None
        for line in lines:
            if isinstance(line, Reason):
                if reason is not None or last is None:
                    raise self._trouble("a reason stands between two lines", span=line.span)
                reason = line
                continue
            span = reason.span if reason else here
            now = (self._term(line, span), line if isinstance(line, str) else None)
            if last is not None:
                steps.append({
                    "lhs": last[0], "rhs": now[0], "span": span,
                    "kind": "limit" if last[0].head == "limit" else "step",
                    "reason": reason.text if reason else None,
                    "written": None if last[1] is None or now[1] is None else (last[1], now[1])})
            last, reason = now, None
        if not steps or reason is not None:
            raise self._trouble("a chain of fewer than two lines, or one that ends in a reason",
                                span=here)
        self._claims.append((title, steps, here))

    def holds(self, claim: Any, reason: Reason | None = None, title: str = "") -> None:
        """A condition such as 0 < sigma(z), which is to be proved."""
        if type(claim) not in RELATIONS:
            raise self._trouble(f"{claim} is no relation")
        lhs, rhs = map(self._term, claim.args)
        here = reason.span if reason else _caller()
        self._claims.append((title, [{
            "lhs": lhs, "rhs": rhs, "relation": _SYMBOLS[RELATIONS[type(claim)]],
            "kind": "condition", "span": here,
            "reason": reason.text if reason else None}], here))

    def update(self, name: Any, value: Any, title: str = "") -> None:
        """The assignment name := value of a step of a descent; stated, not to be proved."""
        self._claims.append((title, [{
            "lhs": self._term(name), "rhs": self._term(value), "relation": ":=",
            "kind": "update", "span": _caller()}], _caller()))

    def result(self, left: str, body: Any) -> None:
        """A named final form, for export: d.result("derivative(z)", ...)."""
        name, arguments, _ = self._left(left)
        self._results.append(Result(name, arguments or (), self._term(body)))

    def finish(self) -> Derivation:
        """The derivation; every claim has the whole context."""
        self.finished = True
        context = self._context()
        chains = tuple(Chain(tuple(Claim(context=context, **step) for step in steps), title)
                       for title, steps, _ in self._claims)
        return Derivation(self._name, self._title, context, chains, tuple(self._results),
                          self._source)

    def _context(self) -> Context:
        defined = {d.name for d in self._definitions}
        tables: dict[str, list[tuple[str, Domain]]] = {"symbol": [], "function": [], "family": []}
        for name, kind in self._reader.kinds.items():
            if kind == "function" and name not in self._declared and name not in defined:
                raise self._trouble(f"the function {name} is neither declared nor defined",
                                    span=self._first_use(name))
            if name in self._declared or name not in defined \
                    and self._reader.domains[name] != REAL:
                tables[kind].append((name, self._reader.domains[name]))
        return Context(tuple(tables["symbol"]), tuple(tables["family"]), tuple(tables["function"]),
                       tuple(self._definitions),
                       (*self._hypotheses, *self._reader.hypotheses))

    def _first_use(self, name: str) -> Span | None:
        """Where a name is first said, None if only an assumption has it."""
        for definition, place in zip(self._definitions, self._places, strict=True):
            if name in definition.body.free:
                return place
        for _, steps, here in self._claims:
            for step in steps:
                for term, span in ((step["lhs"], here), (step["rhs"], step["span"])):
                    if name in term.free:
                        return span
        return None

    def _term(self, line: Any, span: Span | None = None) -> Term:
        if isinstance(line, str):
            return self._placed(lambda: _latex(line, self._context()), span)
        return self._placed(lambda: self._reader.term(line), span)

    def _placed(self, act: Callable[[], T], span: Span | None = None) -> T:
        """What the act gives; what cannot be read gets a place, if need be that of the caller."""
        try:
            return act()
        except CheckerError as error:
            raise self._trouble(getattr(error, "message", str(error)),
                                getattr(error, "expected", ""), span) from error

    def _trouble(self, message: str, expected: str = "", span: Span | None = None) -> Unreadable:
        place = span or _caller()
        return Unreadable(f"{place.path}: {message}", place.line, 1, expected)


def _latex(text: str, context: Context) -> Term:
    try:
        from checker.reader.latex import parse_expression  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise Unreadable(f"{text!r} is LaTeX, and this version has no LaTeX reader",
                         expected="a SymPy expression") from None
    term: Term = parse_expression(text, context)
    return term


def open_interval(low: int | Fraction | None, high: int | Fraction | None) -> Domain:
    """The open interval as a domain or as a function's range; None for an infinite end."""
    ends = (None if end is None else Fraction(end) for end in (low, high))
    return interval(*ends)


@contextmanager
def deriving(name: str, title: str, source: str = "") -> Iterator[Draft]:
    """A derivation to be written inside the block, where everything stays as typed.

    >>> with deriving("double", "Twice is a sum") as d:
    ...     x = d.real("x")
    ...     d.chain(2*x, by("expand"), x + x)
    >>> [(c.lhs, c.rhs, c.reason) for c in d.finish().claims]
    [(2*x, x + x, 'expand')]
    """
    draft = Draft(name, title, source)
    with as_written():
        yield draft


__all__ = [
    "D", "Draft", "Reason", "as_written", "by", "deriving", "frac", "open_interval", "power",
    "prime",
]
