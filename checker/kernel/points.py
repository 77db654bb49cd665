"""Points: exact members of a claim's domain, and what holds there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from flint import arb

from checker.kernel.balls import (
    MAX_WORK,
    Evaluation,
    Exhausted,
    Undefined,
    Unknown,
    compare,
    precision,
    whole,
)
from checker.kernel.bounds import Signs, of_domain
from checker.kernel.elaborate import Elaborated, Requirement, elaborate
from checker.kernel.refusal import Refusal, require
from checker.language.certificate import Point
from checker.language.context import Context
from checker.language.errors import TooLarge
from checker.language.term import Term

SMOOTH: Final = frozenset({"exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "asinh", "erf"})
"""Known functions that a stand-in for an abstract function may use: smooth on all reals."""
SMOOTH_HEADS: Final = frozenset({"number", "name", "constant", "add", "neg", "mul", "div", "pow"})
Found = TypeVar("Found")
TINY: Final = arb(2) ** -40
ENOUGH_BITS: Final = 30
"""An enclosure less accurate than this says nothing about agreement, unless it is tiny."""
PRECISIONS: Final = (64, 256, 1024, 4096)
MAX_SHARED: Final = 3_000
"""An evaluation that did so much work is not shared any further: it holds every value it found."""
CERTAIN: Final[dict[str, Callable[[arb], bool]]] = {
    "gt": lambda v: v > 0, "ge": lambda v: v >= 0, "ne": lambda v: not v.contains(0)}
IMPOSSIBLE: Final[dict[str, Callable[[arb], bool]]] = {
    "gt": lambda v: v <= 0, "ge": lambda v: v < 0, "ne": lambda v: v.is_zero()}
"""Whether a sign certainly holds of an enclosed value; whether it certainly does not."""


def admit(point: Point, context: Context) -> None:
    """Refuse a point that is not certainly in the domain of the context."""
    admitted = context.cache("admitted")
    if admitted.get(id(point)) is point:
        return
    _admit(point, context)
    admitted[id(point)] = point


def _admit(point: Point, context: Context) -> None:
    for text, value in point.names:
        if not context.domain(text).contains(value):
            raise Refusal("point-domain", text, "=", value)
        require(context.definition(text) is None, "point-of-defined-name", text)
    for family, table in point.entries:
        domain = context.entries(family)
        for index, value in table:
            if not domain.contains(value):
                raise Refusal("point-domain", family, index, "=", value)
        require(context.definition(family) is None, "point-of-defined-name", family)
    for function, parameters, body in point.functions:
        _admit_function(function, parameters, body, context)
    if context.hypotheses:
        with precision(256):
            _admit_hypotheses(point, context)


def _admit_hypotheses(point: Point, context: Context) -> None:
    evaluation = Evaluation(point)
    for hypothesis in context.hypotheses:
        evaluation.work[0] = 0
        try:
            known = elaborate(hypothesis, context)
            defined_at(known, evaluation)
            holds = evaluation.holds(known.term)
        except (Unknown, Undefined):
            holds = False
        require(holds, "point-hypothesis", hypothesis)


def _admit_function(function: str, parameters: tuple[str, ...], body: Term,
                    context: Context) -> None:
    """A stand-in must be total, smooth, closed, and stay within the declared range."""
    wanted = context.range(function)
    require(wanted is not None, "unknown-function", function)
    require(body.free <= set(parameters) and len(set(parameters)) == len(parameters)
            and not any(p.startswith("@") for p in parameters), "stand-in-closed", function)
    empty = Context()
    clean = elaborate(body, empty)
    require(_smooth(clean.term) and clean.term is body, "stand-in-smooth", body)
    signs = Signs(empty)
    require(all(r.kind in ("ne", "gt", "ge") and signs.holds(r.term, r.kind)
                for r in clean.requirements), "stand-in-total", body)
    assert wanted is not None
    hull, values = of_domain(wanted), signs.bounds(body)
    low = hull.lo is None or (values.lo is not None and (
        values.lo > hull.lo or (values.lo == hull.lo and (values.lo_open or not hull.lo_open))))
    high = hull.hi is None or (values.hi is not None and (
        values.hi < hull.hi or (values.hi == hull.hi and (values.hi_open or not hull.hi_open))))
    plain_range = not (wanted.integer or wanted.values or wanted.complex) and (
        not wanted.nonzero or signs.holds(body, "ne"))
    require(low and high and plain_range, "stand-in-range", body)


def _smooth(term: Term) -> bool:
    own = term.head in SMOOTH_HEADS or (term.head == "call" and term.data in SMOOTH)
    if term.head == "pow" and not (term.args[1].head == "number"
                                   and term.args[1].value.denominator == 1):
        return False
    return own and all(map(_smooth, term.args))


def defined_at(side: Elaborated, evaluation: Evaluation) -> None:
    """Return if everything the side requires certainly holds; else Undefined or Unknown."""
    doubt: Unknown | None = None
    for requirement in side.requirements:
        try:
            _requirement(requirement, requirement.indices, evaluation)
        except Exhausted:
            raise
        except Unknown as unknown:
            doubt = unknown  # a later requirement may still certainly fail
        except Undefined as undefined:
            if not requirement.soft:
                raise
            doubt = Unknown(str(undefined))  # enough, but perhaps not necessary
    if doubt is not None:
        raise doubt


def _requirement(requirement: Requirement, indices: tuple[tuple[str, Term, Term], ...],
                 evaluation: Evaluation) -> None:
    """Raise Undefined if the requirement certainly fails, Unknown if that is not certain."""
    if not indices:
        return _holds(requirement, evaluation)
    text, lo, hi = indices[0]
    first, last = evaluation.whole(lo), evaluation.whole(hi)
    if last - first > 200:
        raise Unknown("a long range")
    evaluation.work[0] += last - first
    if evaluation.work[0] > MAX_WORK:
        raise Exhausted("too much work")
    for place in range(first, last + 1):
        _requirement(requirement, indices[1:], evaluation.bound(text, place))
    return None


def _holds(requirement: Requirement, evaluation: Evaluation) -> None:
    for guard in requirement.guards:
        if not evaluation.holds(guard):
            return
    kind, term = requirement.kind, requirement.term
    if kind == "holds":
        if not evaluation.holds(term):
            raise Undefined(str(term))
        return
    value = evaluation.value(term)
    if kind == "integer":
        whole(value)
    elif kind == "supported":
        if not value > 0:
            raise Unknown(f"{term} outside what is supported")
    elif not CERTAIN[kind](value):
        raise Undefined(f"{term} is {'zero' if kind == 'ne' else 'not positive'}") \
            if IMPOSSIBLE[kind](value) else Unknown(term)


def evaluation_at(point: Point, context: Context, bits: int) -> Evaluation:
    """An evaluation at a point; that of the least precision is remembered for a while.

    The claims of a derivation share it. Its work is counted from its first claim on, so that
    what is within the budget here is so in an evaluation of its own.
    """
    if bits != PRECISIONS[0]:
        return Evaluation(point)
    memory = context.cache("evaluations")
    known: tuple[Point, Evaluation] | None = memory.get(id(point))
    if known is None or known[0] is not point or known[1].work[0] > MAX_SHARED:
        known = memory[id(point)] = (point, Evaluation(point))
        known[1].shared = True
    return known[1]


def evaluated(point: Point, context: Context, bits: int, find: Callable[[Evaluation], Found],
              ) -> Found:
    """What is found at a point with so many bits.

    Where the work that claims share is used up, this one gets an evaluation of its own.
    """
    with precision(bits):
        try:
            return find(evaluation_at(point, context, bits))
        except Exhausted:
            if bits != PRECISIONS[0]:
                raise
        return find(Evaluation(point))


def value_of(side: Elaborated, evaluation: Evaluation) -> arb:
    """The enclosure of a side where it is certainly defined; else Undefined or Unknown."""
    if not evaluation.shared:
        evaluation.work[0] = 0
    defined_at(side, evaluation)
    value = evaluation.value(side.term)
    if not value.is_finite():
        raise Unknown("overflow")
    return value


def sides_at(left: Elaborated, right: Elaborated, evaluation: Evaluation,
             ) -> tuple[arb, arb | Undefined | Unknown]:
    """The enclosure of the left side, and that of the right one or why there is none."""
    value = value_of(left, evaluation)
    try:
        return value, value_of(right, evaluation)
    except Exhausted:
        raise
    except (Undefined, Unknown) as problem:
        return value, problem


def fails(kind: str, a: arb, b: arb) -> bool:
    """Whether a relation certainly does not hold between two enclosed values."""
    try:
        return not compare(kind, a, b)
    except Unknown:
        return False


def agrees(left: Elaborated, right: Elaborated, point: Point, context: Context,
           kind: str = "eq") -> None:
    """Refuse unless both sides are certainly defined at the point, and may be so related."""
    agreed = context.cache("agreed")
    key = (id(left), id(right), id(point), kind)
    if agreed.get(key) == (left, right, point):
        return
    admit(point, context)
    for bits in PRECISIONS[:3]:
        try:
            a, b = evaluated(point, context, bits,
                             lambda at: (value_of(left, at), value_of(right, at)))
            require(not fails(kind, a, b), "point-differs", point)
            agreed[key] = (left, right, point)
            return
        except Exhausted:
            raise Refusal("budget", "evaluation") from None
        except Unknown:
            continue
        except Undefined as undefined:
            raise Refusal("point-undefined", str(undefined)) from None
    raise Refusal("point-unknown", str(point))


def look(left: Elaborated, right: Elaborated, point: Point, context: Context,
         kind: str = "eq") -> str:
    """What 64 bits say: "agrees", "outside" the domain, "doubtful", or "beyond" the budget."""
    try:
        admit(point, context)
        a, b = evaluated(point, context, PRECISIONS[0], lambda at: sides_at(left, right, at))
    except Exhausted:
        return "beyond"
    except Unknown:
        return "doubtful"
    except (Undefined, Refusal, TooLarge):
        return "outside"
    if not isinstance(b, arb):
        return "doubtful"
    if not fails(kind, a, b) and _accurate(a) and _accurate(b):
        context.cache("agreed")[id(left), id(right), id(point), kind] = (left, right, point)
        return "agrees"
    return "doubtful"


def _accurate(value: arb) -> bool:
    """Whether an enclosure is narrow enough for an agreement to mean something."""
    return bool(value.rad() < TINY or value.rel_accuracy_bits() > ENOUGH_BITS)
