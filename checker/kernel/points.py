"""Points: exact members of a claim's domain, and what holds there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

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
TINY: Final = arb(2) ** -40
ENOUGH_BITS: Final = 30
"""An enclosure less accurate than this says nothing about agreement, unless it is tiny."""
PRECISIONS: Final = (64, 256, 1024, 4096)
MAX_USES: Final = 200
"""An evaluation that was used so often is made anew: it holds a value of every term it met."""
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


class Remembered:
    """An evaluation at a point, and how often it was asked for."""

    __slots__ = ("point", "evaluation", "uses")

    def __init__(self, point: Point) -> None:
        self.point = point
        self.evaluation = Evaluation(point)
        self.uses = 0


def evaluation_at(point: Point, context: Context, bits: int) -> Evaluation:
    """An evaluation at a point; that of the least precision is remembered for a while.

    Both sides of a claim share it, and the claims that follow in a derivation.
    """
    if bits != PRECISIONS[0]:
        return Evaluation(point)
    memory = context.cache("evaluations")
    known: Remembered | None = memory.get(id(point))  # type: ignore[assignment]
    if known is None or known.point is not point or known.uses >= MAX_USES:
        known = memory[id(point)] = Remembered(point)
    known.uses += 1
    return known.evaluation


def value_of(side: Elaborated, evaluation: Evaluation) -> arb:
    """The enclosure of a side where it is certainly defined; else Undefined or Unknown."""
    evaluation.work[0] = 0
    defined_at(side, evaluation)
    value = evaluation.value(side.term)
    if not value.is_finite():
        raise Unknown("overflow")
    return value


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
            with precision(bits):
                evaluation = evaluation_at(point, context, bits)
                a, b = value_of(left, evaluation), value_of(right, evaluation)
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
        evaluation = evaluation_at(point, context, PRECISIONS[0])
        with precision(PRECISIONS[0]):
            try:
                a = value_of(left, evaluation)
            except Undefined:
                return "outside"
            b = value_of(right, evaluation)
    except Exhausted:
        return "beyond"
    except (Unknown, Undefined):
        return "doubtful"
    except (Refusal, TooLarge):
        return "outside"
    if not fails(kind, a, b) and _accurate(a) and _accurate(b):
        context.cache("agreed")[id(left), id(right), id(point), kind] = (left, right, point)
        return "agrees"
    return "doubtful"


def _accurate(value: arb) -> bool:
    """Whether an enclosure is narrow enough for an agreement to mean something."""
    return bool(value.rad() < TINY or value.rel_accuracy_bits() > ENOUGH_BITS)
