"""Terms: expressions exactly as they were written.

A term is a node with a *head* (what it is), *arguments* (terms) and *data* (what is
no term: a number, a name, an order). Nothing is evaluated while building: `x/x`
stays `x/x`, `1 + exp(-x) - 1` keeps its three summands.

Terms are interned: two equal terms are the same object, so comparison is `is` and
terms are cheap dictionary keys. The table holds them weakly and forgets what nobody
uses.

| head | arguments | data |
|---|---|---|
| number | | (p, q), coprime, q > 0 |
| name | | the name |
| constant | | pi, e, oo, I |
| entry | indices | the family's name: x[i], x[i, j] |
| index | lo, hi | height: a bound index that carries its range (kernel only) |
| add, mul | two or more | |
| neg | a | |
| div, pow | a, b | |
| root | a, n | the real n-th root, of odd n for every a |
| call | arguments | the name of a known function |
| apply | arguments | (name, orders): an abstract function or its derivative |
| derivative | body, variable | order |
| at | body, variable, value | |
| sum, product | index, body, lo, hi | |
| integral | variable, body, lo, hi (or the first two) | |
| limit | variable, body, point | the side: "", "+" or "-" |
| cases | value, guard, value, guard, ..., [otherwise] | |
| eq ne lt le gt ge | a, b | |
| and, or, not, true, false | conditions | |
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from operator import index
from typing import Any, Final
from weakref import ref

from checker.language.errors import TooLarge

MAX_DEPTH: Final = 150
"""Deeper terms are refused: every walk of the program recurses at most this deep."""
MAX_SIZE: Final = 20_000
"""Terms of more nodes than this are refused before any work starts."""

DERIVATIVE: Final = 1
"""Flag: a derivative or an evaluation stands somewhere inside."""
GUARDED: Final = 2
"""Flag: cases, absolute values, extrema, signs or roots stand somewhere inside."""
BINDER: Final = 4
"""Flag: a sum, product, integral or limit stands somewhere inside."""
INDEX: Final = 8
"""Flag: a bound index of the kernel stands somewhere inside."""
APPLIED: Final = 16
"""Flag: an abstract function stands somewhere inside."""

RESERVED: Final = 32
"""Flag: a name that begins with "@" stands inside; only the kernel and its table write them."""

BOUND: Final = 256
"""Flag: a name with "~" stands inside: the kernel's name for an index bound by a sum."""
CASES: Final = 64
"""Flag: cases stand somewhere inside."""
PLACED: Final = 512
"""Flag: an entry, or a function of whole numbers, stands somewhere inside."""
LIMIT: Final = 128
"""Flag: a limit or an integral stands somewhere inside."""

RELATIONS: Final = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
BINDERS: Final = frozenset({"sum", "product", "integral", "limit", "derivative", "at"})
"""Heads whose some arguments live under a bound name (for `derivative` it stays free)."""

_OWN_FLAGS: Final = {
    "derivative": DERIVATIVE, "at": DERIVATIVE, "cases": GUARDED | CASES,
    "sum": BINDER, "product": BINDER, "integral": BINDER | LIMIT,
    "limit": BINDER | LIMIT,
    "index": INDEX, "apply": APPLIED, "entry": PLACED, "root": GUARDED,
}

Data = Any
"""What the table of heads says: no one type fits, and this is read on every hot path."""


class _Node:
    """The slots of a term; it becomes a `Term`, and immutable, once they are filled."""

    __slots__ = ("head", "args", "data", "flags", "depth", "size", "free", "__weakref__")

    def __init__(self, head: str, args: tuple[Term, ...], data: Data,
                 flags: int, depth: int, size: int, free: frozenset[str]) -> None:
        self.head = head
        self.args = args
        self.data = data
        self.flags = flags
        self.depth = depth
        self.size = size
        self.free = free
        """The names that occur free, those of families and functions included."""


class Term(_Node):
    """One node of an expression as written; see the module's table of heads.

    Build terms with the functions of this module, never by hand:

    >>> from checker.language.term import add, name, number
    >>> x = name("x")
    >>> add(x, number(1)) is add(x, number(1))
    True
    """

    __slots__ = ()

    def __setattr__(self, key: str, value: object) -> None:
        raise AttributeError("terms are immutable")

    def __repr__(self) -> str:
        from checker.language.text import text

        return text(self)

    def __reduce__(self) -> tuple[object, ...]:
        return (build, (self.head, self.args, self.data))

    def __copy__(self) -> Term:
        return self

    def __deepcopy__(self, memo: object) -> Term:
        return self

    @property
    def value(self) -> Fraction:
        """The value of a number."""
        p, q = self.data
        return Fraction(p, q)


Key = tuple[str, tuple[Term, ...], Data]


class _Reference(ref[Term]):
    """A weak reference that knows its place in the table."""

    __slots__ = ("key",)

    key: Key


_table: dict[Key, _Reference] = {}


def _forget(reference: ref[Term]) -> None:
    key = reference.key  # type: ignore[attr-defined]  # only made in `build`
    if _table.get(key) is reference:
        del _table[key]


def build(head: str, args: tuple[Term, ...] = (), data: Data = None) -> Term:
    """The term with this head, these arguments and this data.

    Raises `TooLarge` beyond `MAX_DEPTH` or `MAX_SIZE`.
    """
    key = (head, args, data)
    known = _table.get(key)
    if known is not None:
        found = known()
        if found is not None:
            return found
    flags = _OWN_FLAGS.get(head, 0)
    if head == "call":
        if data in _GUARDED_CALLS:
            flags = GUARDED
        elif data in WHOLE_CALLS:
            flags = PLACED
    elif head in _NAMED:
        spelt = str(data[0] if head == "apply" else data)
        if spelt[:1] == "@":
            flags |= RESERVED
        if "~" in spelt:
            flags |= BOUND
    depth = 0
    size = 1
    for arg in args:
        flags |= arg.flags
        size += arg.size
        if arg.depth > depth:
            depth = arg.depth
    if depth >= MAX_DEPTH:
        raise TooLarge(f"the expression is nested more than {MAX_DEPTH} deep")
    if size > MAX_SIZE:
        raise TooLarge(f"the expression has more than {MAX_SIZE} parts")
    if head not in _PURE:
        free = _free_names(head, args, data)
    elif len(args) == 1:
        free = args[0].free
    else:
        free = NO_NAMES.union(*[arg.free for arg in args])
    node = _Node(head, args, data, flags, depth + 1, size, free)
    node.__class__ = Term  # the same slots; from here on it cannot be changed
    term: Term = node  # type: ignore[assignment]
    reference = _Reference(term, _forget)
    reference.key = key
    _table[key] = reference
    return term


_NAMED: Final = frozenset({"name", "entry", "apply"})
_PURE: Final = frozenset({"number", "constant", "add", "neg", "mul", "div", "pow", "root", "call"})
"""Heads that neither name nor bind anything."""
NO_NAMES: Final[frozenset[str]] = frozenset()
WHOLE_CALLS: Final = frozenset({"delta", "factorial", "binomial"})
"""Known functions of whole numbers."""
_GUARDED_CALLS: Final = frozenset({"abs", "sign", "max", "min", "heaviside"})


def _free_names(head: str, args: tuple[Term, ...], data: Data) -> frozenset[str]:
    if head == "name":
        return frozenset((str(data),))
    if head == "entry":
        return frozenset((str(data),)).union(*[arg.free for arg in args])
    if head == "apply":
        return frozenset((data[0],)).union(*[arg.free for arg in args])
    if head in ("sum", "product", "integral", "limit"):
        inner = args[1].free - {str(args[0].data)}
        return inner.union(*[arg.free for arg in args[2:]])
    if head == "at":
        return (args[0].free - {str(args[1].data)}) | args[2].free
    return NO_NAMES.union(*[arg.free for arg in args])


# --- leaves -----------------------------------------------------------------------------------


def number(p: int | Fraction, q: int = 1) -> Term:
    """The rational number p/q.

    >>> number(6, -4)
    -3/2
    """
    if isinstance(p, Fraction):
        p, q = p.numerator, p.denominator * q
    if q == 0:
        raise ZeroDivisionError("a number with denominator 0")
    if q == 1:
        return build("number", (), (int(index(p)), 1))
    divisor = gcd(p, q)
    if q < 0:
        divisor = -divisor
    return build("number", (), (p // divisor, q // divisor))


def name(text: str) -> Term:
    """A name: a variable, a parameter, a bound index."""
    return build("name", (), text)


def constant(text: str) -> Term:
    """One of the constants pi, e, oo, I."""
    return build("constant", (), text)


def entry(family: str, *indices: Term) -> Term:
    """The entry of an indexed family: x[i] or x[i, j]."""
    return build("entry", indices, family)


ZERO: Final = number(0)
ONE: Final = number(1)
TWO: Final = number(2)
MINUS_ONE: Final = number(-1)
HALF: Final = number(1, 2)
PI: Final = constant("pi")
EULER: Final = constant("e")
INFINITY: Final = constant("oo")
TRUE: Final = build("true")
FALSE: Final = build("false")

# --- arithmetic -------------------------------------------------------------------------------


def add(*terms: Term) -> Term:
    """The sum as written; one summand is itself, none is 0."""
    if len(terms) == 1:
        return terms[0]
    return build("add", terms) if terms else ZERO


def mul(*terms: Term) -> Term:
    """The product as written; one factor is itself, none is 1."""
    if len(terms) == 1:
        return terms[0]
    return build("mul", terms) if terms else ONE


def neg(a: Term) -> Term:
    """Minus a."""
    return build("neg", (a,))


def sub(a: Term, b: Term) -> Term:
    """a - b, which is written a + (-b)."""
    return build("add", (a, build("neg", (b,))))


def div(a: Term, b: Term) -> Term:
    """The fraction a/b."""
    return build("div", (a, b))


def power(a: Term, b: Term) -> Term:
    """a to the power b, the real principal one."""
    return build("pow", (a, b))


def root(a: Term, n: Term) -> Term:
    """The real n-th root of a (for odd n also of negative a)."""
    return build("root", (a, n))


def sqrt(a: Term) -> Term:
    """The square root of a."""
    return build("root", (a, TWO))


def call(function: str, *args: Term) -> Term:
    """A known function, such as exp or log, of its arguments."""
    return build("call", args, function)


def exp(a: Term) -> Term:
    """e to the power a."""
    return build("call", (a,), "exp")


def log(a: Term) -> Term:
    """The natural logarithm of a."""
    return build("call", (a,), "log")


def apply(function: str, *args: Term, orders: tuple[int, ...] | None = None) -> Term:
    """An abstract function of its arguments, differentiated `orders` times in each."""
    return build("apply", args, (function, orders or (0,) * len(args)))


# --- calculus ---------------------------------------------------------------------------------


def derivative(body: Term, variable: Term, order: int = 1) -> Term:
    """The derivative of body by a name or an entry of a family."""
    return build("derivative", (body, variable), order)


def at(body: Term, variable: Term, value: Term) -> Term:
    """body, evaluated where the name `variable` has this value."""
    return build("at", (body, variable, value))


def sum_of(body: Term, index: Term, lo: Term, hi: Term) -> Term:
    """The sum of body over index = lo, ..., hi; it is empty (0) for hi = lo - 1."""
    return build("sum", (index, body, lo, hi))


def product_of(body: Term, index: Term, lo: Term, hi: Term) -> Term:
    """The product of body over index = lo, ..., hi."""
    return build("product", (index, body, lo, hi))


def integral(body: Term, variable: Term, lo: Term | None = None, hi: Term | None = None) -> Term:
    """The integral of body by the variable, from lo to hi if these are given."""
    if lo is None or hi is None:
        return build("integral", (variable, body))
    return build("integral", (variable, body, lo, hi))


def limit(body: Term, variable: Term, point: Term, side: str = "") -> Term:
    """The limit of body as the variable goes to the point, from one side if it is given."""
    return build("limit", (variable, body, point), side)


# --- conditions -------------------------------------------------------------------------------


def relation(kind: str, a: Term, b: Term) -> Term:
    """One of eq, ne, lt, le, gt, ge between a and b."""
    return build(kind, (a, b))


def cases(*branches: tuple[Term, Term], otherwise: Term | None = None) -> Term:
    """Values with their guards, the first that holds wins; then the value otherwise."""
    args = [part for branch in branches for part in branch]
    if otherwise is not None:
        args.append(otherwise)
    return build("cases", tuple(args))


def both(*conditions: Term) -> Term:
    """All of these conditions."""
    return conditions[0] if len(conditions) == 1 else build("and", conditions)


def either(*conditions: Term) -> Term:
    """At least one of these conditions."""
    return conditions[0] if len(conditions) == 1 else build("or", conditions)


def negation(condition: Term) -> Term:
    """The opposite of this condition."""
    opposite = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
    if condition.head in opposite:
        return build(opposite[condition.head], condition.args)
    if condition.head == "not":
        return condition.args[0]
    return build("not", (condition,))
