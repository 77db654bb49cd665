"""Samples lie in the claim's domain, are varied, and the first ones come quickly."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.kernel.balls import Unknown, value_at
from checker.kernel.points import admit
from checker.language.claim import Claim
from checker.language.context import (
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    RATIONAL,
    REAL,
    UNIT,
    Context,
    Definition,
    Domain,
    finite,
    interval,
)
from checker.language.samples import MAX_SAMPLES, samples
from checker.language.term import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    apply,
    both,
    call,
    cases,
    derivative,
    div,
    entry,
    exp,
    mul,
    name,
    neg,
    number,
    power,
    relation,
    sub,
    sum_of,
)

a, b, i, j, k, m, n, p, t, w, x, y, z = map(name, "abijkmnptwxyz")
CLOSED = interval(Fraction(-1), Fraction(2), lo_open=False, hi_open=False)
DOMAINS = [REAL, POSITIVE, NEGATIVE, NONNEGATIVE, NONZERO, INTEGER, POSITIVE_INTEGER, RATIONAL,
           NONNEGATIVE_INTEGER, UNIT, CLOSED, finite(0, 1), finite(-1, Fraction(1, 2), 7),
           interval(Fraction(3), None), interval(None, Fraction(-2), hi_open=False),
           Domain(lo=Fraction(-1), hi=Fraction(1), nonzero=True)]
RANGES = [REAL, POSITIVE, NEGATIVE, NONNEGATIVE, NONZERO, UNIT, CLOSED,
          interval(Fraction(3), None), interval(None, Fraction(-2)),
          Domain(lo=Fraction(-1), hi=Fraction(1), nonzero=True)]


def named(**domains: Domain) -> Context:
    return Context(names=tuple(domains.items()))


def neuron() -> tuple[Term, Context]:
    total = add(b, sum_of(mul(entry("w", k), entry("x", i, k)), k, ONE, n))
    context = Context(
        names=(("m", POSITIVE_INTEGER), ("n", POSITIVE_INTEGER), ("j", INTEGER)),
        families=(("y", finite(0, 1)), ("x", REAL)),
        definitions=(Definition("z", ("i",), total, family=True),
                     Definition("s", ("t",), div(ONE, add(ONE, exp(neg(t))))),
                     Definition("L", (), sum_of(mul(entry("y", i), apply("s", entry("z", i))),
                                                i, ONE, m))),
        hypotheses=(relation("le", ONE, j), relation("le", j, n)))
    return derivative(name("L"), entry("w", j)), context


ZOO: dict[str, tuple[Term, Context]] = {
    "two names": (add(x, y), named()),
    "no name": (add(ONE, ONE), named()),
    "domains": (add(*(name(f"x{k}") for k in range(len(DOMAINS)))),
                named(**{f"x{k}": d for k, d in enumerate(DOMAINS)})),
    "functions": (add(*(apply(f"f{k}", x) for k in range(len(RANGES)))),
                  Context(functions=tuple((f"f{k}", r) for k, r in enumerate(RANGES)))),
    "functions of two": (apply("h", x, apply("h", y, z)), Context(functions=(("h", UNIT),))),
    "sum": (sum_of(mul(entry("w", i), entry("x", i)), i, ONE, n), named(n=POSITIVE_INTEGER)),
    "shifted": (sum_of(sub(entry("x", add(i, ONE)), entry("x", i)), i, ZERO, sub(n, ONE)), named()),
    "triangle": (sum_of(sum_of(entry("x", i, j), j, i, n), i, ONE, n), named()),
    "neuron": neuron(),
    "ordered": (add(x, y), Context(hypotheses=(relation("lt", x, y),))),
    "together": (add(x, y), Context(names=(("x", POSITIVE), ("y", POSITIVE)),
                                    hypotheses=(relation("lt", add(x, y), ONE),))),
    "curved": (add(x, y), Context(hypotheses=(
        relation("lt", add(power(x, TWO), power(y, TWO)), ONE),))),
    "chained": (x, Context(hypotheses=(both(relation("lt", ZERO, x), relation("lt", x, y)),
                                       relation("le", y, TWO)))),
    "fixed": (add(x, y), Context(hypotheses=(relation("eq", y, add(x, ONE)),))),
    "unequal": (div(ONE, sub(x, y)), Context(hypotheses=(relation("ne", x, y),))),
    "sum to one": (sum_of(entry("p", k), k, ONE, n), Context(
        names=(("n", POSITIVE_INTEGER),),
        hypotheses=(relation("eq", sum_of(entry("p", k), k, ONE, n), ONE),))),
}


@pytest.mark.parametrize("case", ZOO)
def test_every_sample_lies_in_the_domain(case: str) -> None:
    term, context = ZOO[case]
    points = list(samples(Claim(term, term, context)))
    assert (1 if case == "no name" else 12) <= len(points) <= MAX_SAMPLES
    for point in points:
        admit(point, context)


@pytest.mark.parametrize("case", ["sum", "shifted", "triangle", "neuron", "functions",
                                  "functions of two", "sum to one"])
def test_samples_give_a_value_to_everything_that_is_asked_for(case: str) -> None:
    from checker.kernel.elaborate import elaborate

    term, context = ZOO[case]
    clean = elaborate(term, context).term
    for point in islice(samples(Claim(term, ZERO, context)), 40):
        if all(value >= 1 for text, value in point.names if text in "mn"):
            value_at(clean, point, 256)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DOMAINS), min_size=1, max_size=4),
       st.lists(st.tuples(st.sampled_from(["lt", "le", "ne", "gt", "ge"]), st.integers(0, 3),
                          st.integers(0, 3), st.fractions(-3, 3, max_denominator=4)), max_size=2))
def test_samples_of_random_contexts_are_admitted(
        domains: list[Domain], relations: list[tuple[str, int, int, Fraction]]) -> None:
    names = [name(f"x{k}") for k in range(len(domains))]
    hypotheses = tuple(
        relation(kind, names[u % len(names)], add(number(c), *([names[v]] if v < len(names) and
                                                               v != u % len(names) else [])))
        for kind, u, v, c in relations)
    context = Context(names=tuple((f"x{k}", d) for k, d in enumerate(domains)),
                      hypotheses=hypotheses)
    term = add(*names, ONE)
    for point in samples(Claim(term, term, context)):
        admit(point, context)


def test_a_hypothesis_is_met_although_the_generic_values_break_it() -> None:
    for text in ("ordered", "together", "curved", "fixed", "sum to one"):
        term, context = ZOO[text]
        assert next(samples(Claim(term, term, context)), None) is not None


def test_names_get_different_small_positive_values_first() -> None:
    point = next(samples(Claim(add(x, y, z), ZERO)))
    values = [value for _, value in point.names]
    assert len(set(values)) == 3
    assert all(0 < value < 1 for value in values)


def test_the_first_points_take_every_value_of_a_finite_domain() -> None:
    points = samples(Claim(y, x, named(y=finite(0, 1))))
    first, second = (dict(point.names)["y"] for point in islice(points, 2))
    assert {first, second} == {0, 1}


def test_all_combinations_of_finite_domains_occur() -> None:
    context = named(a=finite(0, 1), b=finite(-1, 2, 3), p=finite(0, 1, 2))
    points = list(samples(Claim(add(a, b, p), x, context)))
    assert len({point.names[:3] for point in points[:40]}) == 18


def test_every_sign_cell_occurs() -> None:
    points = samples(Claim(add(x, y, z), ZERO))
    cells = {tuple(value > 0 for _, value in point.names) for point in points}
    assert len(cells) == 8


def test_kinks_and_their_neighbourhoods_occur() -> None:
    guard = both(relation("gt", x, number(2)), relation("lt", x, number(2_000_001, 1_000_000)))
    values = {v for point in samples(Claim(cases((ZERO, guard), otherwise=ONE), ONE))
              for _, v in point.names}
    assert 2 in values
    assert any(2 < v < Fraction(2_000_001, 1_000_000) for v in values)
    values = {v for point in samples(Claim(call("max", x, number(1000)), x))
              for _, v in point.names}
    assert min(values) < -(10**5) and max(values) > 10**5
    assert any(1000 < v < 1001 for v in values) and any(999 < v < 1000 for v in values)


def test_ends_of_closed_intervals_occur() -> None:
    values = {v for point in samples(Claim(x, ONE, named(x=CLOSED))) for _, v in point.names}
    assert {Fraction(-1), Fraction(2)} <= values


def test_longer_sums_and_equal_names_occur() -> None:
    term, context = ZOO["sum"]
    lengths = {dict(point.names)["n"] for point in samples(Claim(term, ONE, context))}
    assert {1, 2, 3, 4, 5, 6, 7, 8, 10} <= lengths
    assert any(point.names[0][1] == point.names[1][1] for point in samples(Claim(x, y)))


def test_stand_ins_differ_from_each_other() -> None:
    term, context = ZOO["functions"]
    for point in islice(samples(Claim(term, ZERO, context)), 3):
        bodies = [body for _, _, body in point.functions]
        assert len(set(bodies)) == len(bodies)


def test_derivatives_of_stand_ins_are_not_zero() -> None:
    context = Context(functions=tuple((f"f{k}", r) for k, r in enumerate(RANGES)))
    for k in range(len(RANGES)):
        slope = apply(f"f{k}", x, orders=(1,))
        for point in islice(samples(Claim(slope, ZERO, context)), 3):
            try:
                assert not value_at(slope, point).contains(0)
            except Unknown:
                pytest.fail(str(point))


def test_samples_are_the_same_every_time() -> None:
    term, context = ZOO["neuron"]
    claim = Claim(term, ONE, context)
    assert list(islice(samples(claim), 30)) == list(islice(samples(claim), 30))


def test_a_domain_that_cannot_be_reached_has_no_samples() -> None:
    context = Context(hypotheses=(relation("lt", x, ZERO), relation("gt", x, ONE)))
    assert list(samples(Claim(x, x, context))) == []
