"""Elaboration: definitions unfolded, derivatives eliminated, definedness collected.

From a term as written comes a term of arithmetic, known and abstract functions, sums and
cases, together with its *requirements*: what must hold for the term as written to be
defined. Nothing folds before its requirements are read: 0 * log(x) still requires x > 0,
and d/dx log x = 1/x keeps x > 0 although 1/x is defined on both sides.

For a derivative by v the definitions are unfolded down to v and no further (dL/da stops
at a); v itself is unfolded in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from checker.kernel.bounds import Signs
from checker.kernel.derivatives import differentiate
from checker.kernel.limits import limit_value, required_near
from checker.kernel.literals import folded
from checker.kernel.refusal import Refusal, require
from checker.kernel.ring import instance
from checker.language.context import Context, Definition
from checker.language.substitution import substitute
from checker.language.term import (
    BINDER,
    BOUND,
    DERIVATIVE,
    LIMIT,
    ONE,
    RELATIONS,
    RESERVED,
    TWO,
    Term,
    add,
    build,
    call,
    either,
    name,
    negation,
    power,
    sub,
)

MAX_ORDER: Final = 64
"""Derivatives of higher order are not taken."""
NOTHING: Final[frozenset[str]] = frozenset()
NOT_ALONE: Final = DERIVATIVE | LIMIT | BINDER | BOUND | RESERVED
"""Flags of terms in which names are bound, or whose names are bound around them."""
PLAIN: Final = RELATIONS | {"add", "neg", "mul", "index", "and", "or", "not", "true", "false"}
"""Heads that require nothing themselves."""
BINDING: Final = {"sum": 0, "product": 0, "integral": 0, "limit": 0, "at": 1}
"""Heads that bind a name, and which of their arguments it is."""


class Requirement(NamedTuple):
    """One definedness condition: `term` is > 0 (gt), >= 0 (ge), != 0 (ne), whole or true."""

    kind: str
    """gt, ge, ne, integer, holds (then the term is a relation), or supported: the kernel has
    rules for terms > 0 only; elsewhere it says neither defined nor undefined."""
    term: Term
    indices: tuple[tuple[str, Term, Term], ...] = ()
    """Bound indices with their ranges, for all of which it is required."""
    guards: tuple[Term, ...] = ()
    """Relations under which it is required."""
    soft: bool = False
    """Whether it is enough for the term to be defined, but perhaps not necessary: the
    conditions that differentiation adds, and conventional values such as Heaviside(0)."""


class Elaborated(NamedTuple):
    """A term without definitions and derivatives, and what the written term requires."""

    term: Term
    requirements: tuple[Requirement, ...]


DEFINED: Final[dict[str, Callable[..., tuple[tuple[str, Term], ...]]]] = {
    **dict.fromkeys(("exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "sech", "asinh", "abs",
                     "sign", "max", "min", "erf", "sinc", "floor", "ceiling"),
                    lambda *u: ()),
    "delta": lambda u, v: (("integer", u), ("integer", v)),
    "log": lambda u: (("gt", u),),
    "tan": lambda u: (("ne", call("cos", u)),),
    "sec": lambda u: (("ne", call("cos", u)),),
    "cot": lambda u: (("ne", call("sin", u)),),
    "csc": lambda u: (("ne", call("sin", u)),),
    "coth": lambda u: (("ne", u),),
    "csch": lambda u: (("ne", u),),
    "acot": lambda u: (("ne?", u),),
    "asin": lambda u: (("ge", add(ONE, u)), ("ge", sub(ONE, u))),
    "acos": lambda u: (("ge", add(ONE, u)), ("ge", sub(ONE, u))),
    "acosh": lambda u: (("ge", sub(u, ONE)),),
    "atanh": lambda u: (("gt", add(ONE, u)), ("gt", sub(ONE, u))),
    "heaviside": lambda u: (("ne?", u),),
    "atan2": lambda u, v: (("gt", add(power(u, TWO), power(v, TWO))),),
    "gamma": lambda u: (("supported", u),),
    "loggamma": lambda u: (("supported", u),),
    "factorial": lambda u: (("integer?", u), ("ge?", u)),
    "binomial": lambda u, v: (("integer?", u), ("integer?", v), ("supported", add(u, ONE))),
}
"""What each known function requires of its arguments; "?" where a value is conventional."""


ARITIES: Final = {"max": 0, "min": 0, "delta": 2, "atan2": 2, "binomial": 2}
"""How many arguments a known function has, if not one; 0 stands for any number but none."""


def elaborate(term: Term, context: Context) -> Elaborated:
    """The term unfolded and without derivatives, with its requirements in reading order.

    >>> from checker.language.context import EMPTY
    >>> from checker.language.term import derivative, log
    >>> x = name("x")
    >>> [(r.kind, r.term) for r in elaborate(derivative(log(x), x), EMPTY).requirements]
    [('gt', x), ('ne', x)]
    """
    cache = context.cache("elaborated")
    known: Elaborated | None = cache.get(term)
    if known is None:
        clean, found = _Walk(context).part(term, NOTHING, NOTHING)
        known = cache[term] = Elaborated(clean, tuple(found))
    return known


class Part(NamedTuple):
    """A part of a term, elaborated where it stands."""

    term: Term
    found: dict[Requirement, None]
    """What it requires, in reading order and each once; never changed."""


class _Walk:
    """One elaboration: where requirements gather, in reading order and each once."""

    __slots__ = ("context", "defined", "found", "unfolding", "stand_ins", "ranges", "own_names",
                 "parts", "shared")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.defined = context.defined
        self.found: dict[Requirement, None] = {}
        """What the part at hand requires."""
        self.unfolding: tuple[str, ...] = ()
        self.stand_ins: list[Term] = []
        self.ranges: dict[str, Term] = {}
        """For each bound index its range, as an index of the kernel."""
        self.own_names: dict[tuple[Term, Term, Term, Term], Term] = {}
        self.parts: dict[object, Part] = {}
        """What each part of this elaboration became."""
        self.shared = self.parts if context.definitions else context.cache("parts")
        """The same for parts in which and around which no name is bound: they are so anywhere."""

    def need(self, kind: str, term: Term) -> None:
        soft = kind[-1] == "?"
        self.found[Requirement(kind[:-1] if soft else kind, term, (), (), soft)] = None

    def _stand_in(self, text: object) -> Term:
        """A name that no claim and no certificate can write."""
        self.stand_ins.append(name(f"@{len(self.stand_ins)}:{text}"))
        return self.stand_ins[-1]

    def part(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Part:
        """What a part becomes and requires, to be looked at before it is passed on."""
        table = self.parts if bound or stop or term.flags & NOT_ALONE else self.shared
        key = (term, stop, bound)
        part: Part | None = table.get(key)
        if part is None:
            outer, self.found = self.found, {}
            method = _SPECIAL.get(term.head)
            clean = self.own(term, tuple([self.walk(a, stop, bound) for a in term.args]), bound) \
                if method is None else method(self, term, stop, bound)
            part = table[key] = Part(clean, self.found)
            self.found = outer
        return part

    def walk(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        """What a part becomes; what it requires is gathered."""
        if term.head == "number":
            return term
        if term.head == "name" and term.data not in self.defined:
            return self._name(term, stop, bound)
        clean, found = self.part(term, stop, bound)
        if found:
            self.found.update(found)
        return clean

    def own(self, term: Term, args: tuple[Term, ...], bound: frozenset[str]) -> Term:
        """The node over elaborated arguments; what it requires itself is gathered."""
        head = term.head
        if args != term.args:
            term = build(head, args, term.data)
        if head in PLAIN:
            return term
        if head == "div":
            self._nonzero(args[1])
        elif head == "pow":
            exponent = folded(args[1])
            self._power(args[0], exponent, bound)
            return term if exponent is args[1] else build("pow", (args[0], exponent))
        elif head == "call":
            defined = DEFINED.get(str(term.data))
            require(defined is not None, "unsupported-function", term.data)
            assert defined is not None
            wanted = ARITIES.get(str(term.data), 1)
            require(len(args) == wanted or (wanted == 0 and len(args) > 0), "function-arity", term)
            for kind, condition in defined(*args):
                self.need(kind, condition)
        elif head == "root":
            self._root(args[0], args[1])
        elif head == "entry":
            for index in args:
                if index.head != "number" or index.data[1] != 1:
                    self.need("integer", index)
        elif head == "apply":
            text = str(term.data[0])
            require(self.context.range(text) is not None, "unknown-function", text)
        else:
            raise Refusal("unsupported", head)
        return term

    def _nonzero(self, term: Term) -> None:
        if term.head != "number" or term.data[0] == 0:
            self.need("ne", term)

    def _name(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        text = str(term.data)
        if text in bound or text in stop:
            return term
        definition = self.defined.get(text)
        if definition is None:
            if self.context.domain(text).complex:
                raise Refusal("complex", text)
            return term
        require(not definition.parameters, "definition-arity", text)
        return self._take(self._unfold(definition, definition.body, stop, bound))

    def _itself(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        return term

    def _constant(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        require(term.data in ("pi", "e"), "not-a-real-number", term.data)
        return term

    def _take(self, part: Part) -> Term:
        self.found.update(part.found)
        return part.term

    def _unfold(self, definition: Definition, body: Term, stop: frozenset[str],
                bound: frozenset[str]) -> Part:
        """The body of a definition; its own names must not be captured by a binder."""
        text = definition.name
        require(text not in self.unfolding, "circular-definition", text)
        own = definition.body.free.difference(definition.parameters)
        require(own.isdisjoint(bound), "capture", text)
        self.unfolding = (*self.unfolding, text)
        part = self.part(body, stop, bound)
        self.unfolding = self.unfolding[:-1]
        return part

    def _entry(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        text = str(term.data)
        args = tuple([self.walk(a, stop, bound) for a in term.args])
        for index in args:
            if index.head != "number" or index.data[1] != 1:
                self.need("integer", index)
        definition = self.context.definition(text)
        if definition is None or text in stop:
            require(not self.context.entries(text).complex, "complex", text)
            return build("entry", args, text)
        return self._instance(definition, args, (0,) * len(args), stop, bound)

    def _pattern(self, definition: Definition, arity: int) -> Term:
        """The body of a definition, in which its parameters occur openly."""
        require(len(definition.parameters) == arity, "definition-arity", definition.name)
        body = definition.body
        for parameter in definition.parameters:
            body = self._exposed(body, parameter)
        return body

    def _apply(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        text, orders = term.data
        args = tuple([self.walk(a, stop, bound) for a in term.args])
        definition = self.context.definition(str(text))
        if definition is None or text in stop:
            require(self.context.range(str(text)) is not None, "unknown-function", text)
            return build("apply", args, term.data)
        return self._instance(definition, args, orders, stop, bound)

    def _instance(self, definition: Definition, args: tuple[Term, ...], orders: tuple[int, ...],
                  stop: frozenset[str], bound: frozenset[str]) -> Term:
        """The body of a definition at these arguments, differentiated as often as `orders` say.

        A stand-in takes the place of an argument until the body is elaborated, where the body
        differentiates by its parameter, or binds or differentiates by a name of the argument:
        of f(y) = d/dx (y x) = y, f(x) is x, and not d/dx (x x).
        """
        body = self._pattern(definition, len(args))
        taken = _taken(body, {**BINDING, "derivative": 1})
        start: dict[str, Term] = {}
        values: dict[str, Term] = {}
        slopes: list[tuple[Term, int]] = []
        for parameter, arg, order in zip(definition.parameters, args, orders, strict=True):
            if not order and parameter not in taken and taken.isdisjoint(arg.free):
                start[parameter] = arg
                continue
            stand_in = start[parameter] = self._stand_in(parameter)
            values[str(stand_in.data)] = arg
            if order:
                slopes.append((stand_in, order))
        body = substitute(body, start)
        for stand_in, order in slopes:
            body = build("derivative", (body, stand_in), order)
        if not values:
            return self._take(self._unfold(definition, body, stop, bound))
        clean, found = self._unfold(definition, body, stop, bound | frozenset(values))
        self._pass_on(found, lambda t: substitute(t, values))
        return substitute(clean, values)

    def _pass_on(self, found: dict[Requirement, None], change: Callable[[Term], Term]) -> None:
        for r in found:
            indices = tuple([(n, change(lo), change(hi)) for n, lo, hi in r.indices])
            self.found[Requirement(r.kind, change(r.term), indices,
                                   tuple(map(change, r.guards)), r.soft)] = None

    def _derivative(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        body, variable = term.args
        text = str(variable.data)
        require(variable.head in ("name", "entry"), "derivative-by-no-variable", variable)
        require(not (variable.head == "name" and text in bound and text[0] != "@"),
                "derivative-by-index", text)
        require(0 < int(term.data) <= MAX_ORDER, "budget", "order of a derivative")
        domain = self.context.domain(text) if variable.head == "name" \
            else self.context.entries(text)
        require(text in bound or not (domain.integer or domain.rational or domain.complex
                                      or domain.values), "derivative-by-discrete", text)
        if variable.head == "entry":
            variable = build("entry", tuple([self.walk(a, stop, bound) for a in variable.args]),
                             text)
        down = stop | {text} if self.context.definitions else stop  # unfolded down to the variable
        clean, inside = self.part(body, down, bound)
        found = dict(inside)
        for r in inside:
            require(r.kind in ("ne", "gt", "ge", "supported", "holds") or text not in r.term.free,
                    "derivative-of-discrete", r.term)
            if r.kind == "ge" and text in r.term.free:
                found[Requirement("gt", r.term, r.indices, r.guards, True)] = None
        for _ in range(int(term.data)):
            clean = differentiate(clean, variable)
            for r in self.part(clean, down, bound).found:
                if r not in found:
                    found[Requirement(r.kind, r.term, r.indices, r.guards, True)] = None
        if self.defined:
            self._pass_on(found, lambda t: self.part(t, stop, bound).term)
        else:
            self.found.update(found)  # nothing is left to unfold
        if text not in stop and text not in bound:
            self.walk(variable, stop, bound)
        clean, added = self.part(clean, stop, bound)  # now the variable itself is unfolded
        for r in added:
            if r not in self.found:
                self.found[Requirement(r.kind, r.term, r.indices, r.guards, True)] = None
        return clean

    def _at(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        body, variable, value = term.args
        target = self.walk(value, stop, bound)
        body = self._exposed(body, str(variable.data))
        stand_in = self._stand_in(variable.data)
        body = substitute(body, {str(variable.data): stand_in})
        clean, found = self.part(body, stop, bound | {str(stand_in.data)})
        values = {str(stand_in.data): target}
        self._pass_on(found, lambda t: substitute(t, values))
        return substitute(clean, values)

    def _binder(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        index, body, lo, hi = term.args
        lo, hi = self.walk(lo, stop, bound), self.walk(hi, stop, bound)
        for end in (lo, hi):
            if end.head != "number" or end.data[1] != 1:
                self.need("integer", end)
        if not (hi.head == lo.head == "number" and hi.value - lo.value + 1 >= 0):
            self.need("ge", add(sub(hi, lo), ONE))
        require(index.head == "index" or not self._hidden(body, str(index.data)), "capture", body)
        body, index = self._own_index(body, index, lo, hi)
        text = str(index.data)
        clean, found = self.part(body, stop, bound | {text})
        for r in found:
            if not (r.kind == "integer" and r.term is index):
                indices = ((text, lo, hi), *r.indices)
                self.found[Requirement(r.kind, r.term, indices, r.guards, r.soft)] = None
        return build(term.head, (index, clean, lo, hi))

    def _reach(self, text: str) -> frozenset[str]:
        """Every name on which a defined name depends, through all definitions."""
        cache = self.context.cache("reach")
        known: frozenset[str] | None = cache.get(text)
        if known is None:
            found: set[str] = set()
            ahead = [text]
            while ahead:
                definition = self.context.definition(ahead.pop())
                if definition is not None:
                    new = definition.body.free.difference(definition.parameters) - found
                    found |= new
                    ahead += new
            known = cache[text] = frozenset(found)
        return known

    def _hidden(self, body: Term, text: str) -> list[Definition]:
        """The definitions of names in a term through which it depends on a name."""
        return [self.defined[n] for n in sorted(body.free & self.defined.keys())
                if n != text and text in self._reach(n)] if self.defined else []

    def _exposed(self, body: Term, text: str) -> Term:
        """The body with every definition unfolded that depends on the name about to be bound."""
        for _ in range(len(self.context.definitions) + 1):
            hidden = self._hidden(body, text)
            if not hidden:
                return body
            taken = _taken(body, BINDING)
            require(all(not d.parameters and taken.isdisjoint(d.body.free) for d in hidden)
                    and _taken(body, {"derivative": 1}).isdisjoint({d.name for d in hidden}),
                    "capture", body)
            body = substitute(body, {d.name: d.body for d in hidden})
        raise Refusal("circular-definition", text)

    def _own_index(self, body: Term, index: Term, lo: Term, hi: Term) -> tuple[Term, Term]:
        """The body under an index name that nothing else has: no claim can write it."""
        if index.head != "name":
            self.ranges[str(index.data)] = index
            return body, index
        sum_ = (body, index, lo, hi)  # one written twice gets one name: it cannot hold itself
        fresh = self.own_names.get(sum_)
        if fresh is None:
            count = len(self.ranges)
            stem = str(index.data).partition("~")[0]
            while f"{stem}~{count}" in body.free:
                count += 1
            fresh = name(f"{stem}~{count}")
            self.own_names[sum_] = fresh
            self.ranges[str(fresh.data)] = build("index", (lo, hi), 1)
        return instance(body, index, fresh), fresh

    def _cases(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        args = term.args
        out: list[Term] = []
        passed: tuple[Term, ...] = ()
        for k in range(0, len(args) - 1, 2):
            guard, found = self.part(args[k + 1], stop, bound)
            self._under(passed, found)
            value, found = self.part(args[k], stop, bound)
            self._under((*passed, guard), found)
            out += [value, guard]
            passed = (*passed, negation(guard))
        if len(args) % 2:
            value, found = self.part(args[-1], stop, bound)
            self._under(passed, found)
            out.append(value)
        else:
            self.need("holds", either(*out[1::2]))
        return build("cases", tuple(out))

    def _under(self, guards: tuple[Term, ...], found: dict[Requirement, None]) -> None:
        for r in found:
            self.found[r._replace(guards=(*guards, *r.guards))] = None

    def _limit(self, term: Term, stop: frozenset[str], bound: frozenset[str]) -> Term:
        variable, body, point = term.args
        text = str(variable.data)
        body = self._exposed(body, text)
        stand_in = self._stand_in(text)
        clean, found = self.part(substitute(body, {text: stand_in}), stop,
                                 bound | {str(stand_in.data)})
        target = point if _infinite(point) else self.walk(point, stop, bound)
        side = str(term.data)
        value = limit_value(clean, stand_in, target, side, self.context)
        own = str(stand_in.data)
        for r in found:
            if own not in r.term.free.union(*(g.free for g in r.guards)):
                self.found[r] = None
            else:  # what depends on the variable has to hold near the point
                kind = "gt" if r.kind == "supported" else r.kind
                require(kind in ("gt", "ge", "ne") and not r.indices, "limit-requirement", r.term)
                required_near(kind, r.term, stand_in, target, side, self.context)
        self.walk(value, stop, bound)
        return value

    def _power(self, base: Term, exponent: Term, bound: frozenset[str]) -> None:
        if exponent.head == "number":
            p, q = exponent.data
            if q == 1:
                if p < 0:
                    self._nonzero(base)
            else:
                self.need("ge" if p > 0 else "gt", base)
        elif base.data == "e" and base.head == "constant":
            return
        elif _whole(exponent, self.context, bound):
            if self._evident(exponent, "lt"):
                self._nonzero(base)
            elif not self._evident(exponent, "ge"):
                self.need("ne?", base)  # enough: zero to the power zero is one
        elif not (base.head == "number" and base.data[0] > 0):
            self.need("supported" if self._discrete(exponent, bound) else "gt", base)

    def _evident(self, exponent: Term, kind: str) -> bool:
        """Whether the sign of an exponent follows from the domains and the ranges of indices.

        It is asked for what stands under these indices only: nothing is required of an empty
        range, and so each may be taken to be none.
        """
        values = {text: self.ranges[text] for text in exponent.free if text in self.ranges}
        signs = Signs(self.context)
        signs.ranges.update(dict.fromkeys(values.values(), True))
        return signs.holds(substitute(exponent, values), kind)

    def _discrete(self, exponent: Term, bound: frozenset[str]) -> bool:
        """Whether an exponent may well be whole although that is not evident."""
        return bool(exponent.free) and all(
            text in bound or self.context.domain(text).integer
            or self.context.entries(text).integer for text in exponent.free)

    def _root(self, radicand: Term, degree: Term) -> None:
        require(degree.head == "number" and degree.data[1] == 1
                and 2 <= degree.data[0] <= 64, "root-degree", degree)
        if degree.data[0] % 2 == 0:
            self.need("ge", radicand)


def _parts(term: Term) -> Iterator[Term]:
    yield term
    for a in term.args:
        yield from _parts(a)


def _taken(body: Term, heads: Mapping[str, int]) -> frozenset[str]:
    """The names that stand inside a term at these places of these heads."""
    if not body.flags & (BINDER | DERIVATIVE | LIMIT):
        return NOTHING
    return frozenset(str(t.args[heads[t.head]].data) for t in _parts(body) if t.head in heads)


def _infinite(point: Term) -> bool:
    core = point.args[0] if point.head == "neg" else point
    return core.head == "constant" and core.data == "oo"


def _whole(term: Term, context: Context, bound: frozenset[str]) -> bool:
    """Whether a term is built of whole numbers by +, - and *."""
    if term.head == "number":
        return bool(term.data[1] == 1)
    if term.head == "name":
        text = str(term.data)
        return context.domain(text).integer or (  # a stand-in is no index, "@0:x", "@k~0" is one
            text in bound and (text[0] != "@" or "~" in text and ":" not in text))
    if term.head == "pow":
        p, q = term.args[1].data if term.args[1].head == "number" else (-1, 1)
        return q == 1 and p >= 0 and _whole(term.args[0], context, bound)
    if term.head == "entry":
        return context.entries(str(term.data)).integer
    if term.head == "call" and term.data in ("floor", "ceiling", "factorial", "delta", "sign"):
        return True
    together = term.head in ("add", "neg", "mul") or (
        term.head == "call" and term.data in ("abs", "max", "min"))
    return term.head == "index" or together and all(
        _whole(a, context, bound) for a in term.args)


_SPECIAL: Final = {
    "name": _Walk._name, "number": _Walk._itself, "constant": _Walk._constant,
    "entry": _Walk._entry, "apply": _Walk._apply, "derivative": _Walk._derivative,
    "at": _Walk._at, "sum": _Walk._binder, "product": _Walk._binder, "cases": _Walk._cases,
    "limit": _Walk._limit,
}
