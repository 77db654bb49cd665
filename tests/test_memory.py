"""What is remembered changes no answer: not the verdict, not the conditions, not the point."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.check import check
from checker.kernel.case import Case
from checker.kernel.elaborate import elaborate
from checker.kernel.points import agrees, look
from checker.kernel.refusal import Refusal
from checker.kernel.replay import replay
from checker.kernel.ring import Ring
from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.context import EMPTY, Context
from checker.language.term import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    derivative,
    div,
    exp,
    log,
    mul,
    name,
    neg,
    number,
    power,
    relation,
    sum_of,
)
from checker.language.verdict import Proved, Refuted
from checker.reader.steps import Step, read_step

s, t, u, v, w, x, y, z, i, n = map(name, "s t u v w x y z i n".split())
RING_SUM = add(mul(x, y), mul(y, z), mul(z, u), mul(u, v), mul(v, x))


def answer(claim: Claim) -> tuple[object, ...]:
    """Everything that a claim is answered with; a proof is replayed by a kernel without memory."""
    verdict = check(claim, rules=False).verdict
    match verdict:
        case Proved(conditions=conditions, certificate=certificate):
            fresh = Context(claim.context.names, claim.context.families, claim.context.functions,
                            claim.context.definitions, claim.context.hypotheses)
            again = replay(Claim(claim.lhs, claim.rhs, fresh, claim.relation), certificate)
            assert again.conditions == conditions
            return "proved", conditions
        case Refuted(point=point, lhs=lhs, rhs=rhs):
            return "refuted", point, lhs, rhs
        case _:
            return ("undecided",)


def in_context(context: Context, *sides: tuple[Term, Term]) -> list[tuple[object, ...]]:
    return [answer(Claim(left, right, context)) for left, right in sides]


def alone_and_after(context: Context, *sides: tuple[Term, Term]) -> None:
    """Each claim alone, after the others, and before them."""
    def fresh() -> Context:
        return Context(context.names, context.families, context.functions, context.definitions,
                       context.hypotheses)

    alone = [in_context(fresh(), pair)[0] for pair in sides]
    assert in_context(fresh(), *sides) == alone
    assert in_context(fresh(), *reversed(sides)) == alone[::-1]


def refused_within() -> tuple[Term, Term]:
    """Terms in which sinh(x) = (e^x - e^-x)/2 is refused: it makes a power too large."""
    argument = add(mul(number(2), call("sinh", mul(x, ONE)), s), neg(mul(exp(x), s)),
                   mul(exp(neg(x)), s), ONE)
    return argument, call("acot", sum_of(power(call("sinh", x), number(7000)), i, ONE, ONE))


def test_a_lemma_that_is_refused_leaves_nothing_behind() -> None:
    argument, large = refused_within()
    wide = add(large, call("cos", call("sinh", mul(ONE, x))))
    left = add(wide, derivative(log(argument), y), power(call("sin", y), TWO),
               power(call("cos", y), TWO))
    alone_and_after(EMPTY, (left, add(wide, ONE)),
                    (add(exp(s), derivative(log(argument), y)), exp(s)))


def test_a_relation_that_is_refused_changes_no_ring() -> None:
    ring = Ring()
    g, _ = ring.generator_power(ring.normal(x)) or (0, 0)
    inner = power(x, number(2000))
    ring.normal(exp(inner))
    before = ring.normal(add(exp(inner), x))
    with pytest.raises(Refusal, match="budget"):
        ring.relate(g, 1, ring.normal(add(y, z, u, ONE)))
    assert (ring.accepted, ring.rewritten, ring.normal(add(exp(inner), x))) == (0, {}, before)


@pytest.mark.parametrize("unknown", [call("abs", w), name("d")], ids=str)
def test_the_order_of_claims_changes_no_verdict(unknown: Term) -> None:
    hypotheses = (relation("gt", call("tanh", power(unknown, number(30))), number(-1, 2)),
                  relation("eq", add(unknown, div(ZERO, t)), RING_SUM))
    for other in (mul(ONE, unknown), RING_SUM):
        bottom = add(mul(unknown, s), neg(mul(other, s)), ONE)
        alone_and_after(Context(hypotheses=hypotheses), (s, add(s, div(ZERO, bottom))),
                        (exp(s), add(exp(s), div(ZERO, bottom))))


def test_what_others_evaluated_is_no_budget() -> None:
    def long(f: str, c: int) -> Term:
        return sum_of(call(f, add(mul(i, x), mul(i, number(c)))), i, ONE, number(1900))

    one, other = elaborate(long("sin", 2), EMPTY), elaborate(long("cos", 4), EMPTY)
    both = elaborate(add(long("sin", 2), long("cos", 4)), EMPTY)
    context, point = Context(), Point(names=(("x", Fraction(3, 8)),))
    for _ in range(2):
        assert look(one, one, point, context) == look(other, other, point, context) == "agrees"
        assert look(both, both, point, context) == "beyond"
        with pytest.raises(Refusal, match="budget"):
            agrees(both, both, point, context)


def test_enclosures_are_the_same_whoever_comes_first() -> None:
    context = Context(hypotheses=(relation("eq", mul(x, y), ONE),))
    alone_and_after(context, (add(x, y), add(y, x)),
                    (neg(mul(y, y)), neg(mul(number(2), y, y))))


def test_signs_that_were_evident_stay_so() -> None:
    case = Case(Context(hypotheses=(relation("gt", x, ZERO),)))
    assert case.evident(x, "gt") and not case.evident(y, "gt")
    case.learn(y, "gt")
    assert case.evident(x, "gt") and case.evident(y, "gt")
    assert not Case(case.context).evident(y, "gt")


def test_a_hypothesis_is_not_shared_with_other_contexts() -> None:
    line = '{"lhs": "Abs(x)", "rhs": "x", "conditions": ["%s"]}'
    for condition, outcome in (("x > 0", "proved"), ("x > -1", "refuted"), ("x > 0", "proved")):
        step = read_step(line % condition)
        assert isinstance(step, Step)
        assert check(step.claim).outcome == outcome


def test_a_number_is_exact() -> None:
    assert number(Fraction(4, 2)) is TWO
    with pytest.raises(TypeError):
        number(2.5)  # type: ignore[arg-type]
