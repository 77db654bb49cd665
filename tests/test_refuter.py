"""The refuter: false steps die, true ones live, and hints say what was meant."""

from __future__ import annotations

import pytest

from checker.kernel.points import agrees
from checker.kernel.replay import prepare
from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.context import (
    EMPTY,
    POSITIVE,
    POSITIVE_INTEGER,
    REAL,
    Context,
    Definition,
    finite,
)
from checker.language.term import TWO, Term, derivative, entry, mul, name, power, sub, sum_of
from checker.language.verdict import Refuted
from checker.prover.search import prove
from checker.reader.sympy_text import parse, parse_relation
from checker.refuter.edits import MAX_REPAIRS, repairs
from checker.refuter.search import deep_search, first_look

FUNCTIONS = Context(functions=(("f", REAL), ("g", REAL), ("h", REAL)))
BINARY = Context(names=(("y", finite(0, 1)),))


def step(text: str, context: Context = EMPTY) -> Claim:
    left, right = text.split(" == ")
    return Claim(parse(left, context=context), parse(right, context=context), context)


def search(claim: Claim) -> Refuted | None:
    seen = first_look(claim)
    return seen if isinstance(seen, Refuted) else deep_search(claim, 5.0)


FALSE = [
    "log(x**2) == 2*log(x)", "sqrt(x**2) == x", "Max(x, 1000) == 1000", "Min(x, -2000) == -2000",
    "x/Abs(x) == 1", "atan(tan(x)) == x", "asin(sin(x)) == x", "sqrt(x*y) == sqrt(x)*sqrt(y)",
    "exp(x + y) == exp(x) + exp(y)", "x/x == 1 + 1/10**12", "Abs(x + y) == Abs(x) + Abs(y)",
    "Derivative(exp(-x), x) == -exp(x)", "Derivative(x**3, x) == 3*x**3",
    "Sum(i, (i, 1, n)) == n*(n + 1)/2 + (n - 1)*(n - 2)*(n - 3)*(n - 4)",
    "Sum(i, (i, 1, n)) == Piecewise((n*(n + 1)/2, n < 100), (0, True))",
    "Piecewise((0, And(x > 2, x < 2 + 1/10**6)), (1, True)) == 1",
    "Piecewise((1, x > 10**6), (0, True)) == 0", "Abs(x - 1/1000) + 1/1000 == Abs(x)",
    "x*(x - 1)*(x + 1)*(x - 2)*(x + 2) == 0", "exp(-x**2)/10**100 == 0", "1 == sqrt(x)/sqrt(x)",
]

TRUE = [
    "(x + y)**2 == x**2 + 2*x*y + y**2", "x/x == 1", "sqrt(x**2) == Abs(x)", "exp(log(x)) == x",
    "log(x**2) == 2*log(Abs(x))", "sin(x)**2 + cos(x)**2 == 1", "Max(x, y) == Max(y, x)",
    "1/(1 + exp(-x)) == exp(x)/(1 + exp(x))", "Sum(i, (i, 1, n)) == n*(n + 1)/2",
    "Derivative(log(1 + exp(x)), x) == 1/(1 + exp(-x))", "x - x == 0", "2 == 2",
    "exp(x)*exp(-x) == 1", "log(-x**2) == 5", "Abs(x)*sign(x) == x",
]


@pytest.mark.parametrize("text", FALSE)
def test_a_false_step_is_refuted(text: str) -> None:
    assert search(step(text)) is not None


@pytest.mark.parametrize("text", TRUE)
def test_a_true_step_is_not_refuted(text: str) -> None:
    assert search(step(text)) is None


def test_a_finite_domain_is_walked_through() -> None:
    assert isinstance(first_look(step("y == 0", BINARY)), Refuted)
    assert isinstance(first_look(step("y == 1", BINARY)), Refuted)
    assert search(step("y**2 == y", BINARY)) is None


@pytest.mark.parametrize("text", [
    "Derivative(f(x)/g(x), x)"
    " == (f(x)*Derivative(g(x), x) - Derivative(f(x), x)*g(x))/g(x)**2",
    "Derivative(f(x)*g(x), x) == Derivative(f(x), x)*Derivative(g(x), x)",
    "f(x + y) == f(x) + f(y)", "f(x) == g(x)", "f(x) == f(-x)", "f(g(x)) == g(f(x))",
    "Derivative(f(x), x) == f(x)", "Derivative(f(x), x, 2) == 0",
])
def test_no_law_holds_for_every_function(text: str) -> None:
    assert isinstance(first_look(step(text, FUNCTIONS)), Refuted)


@pytest.mark.parametrize("text", TRUE)
def test_the_first_look_hands_out_a_point_of_agreement(text: str) -> None:
    claim = step(text)
    point = first_look(claim)
    if text.startswith("log(-"):
        assert point is None  # the left side is nowhere defined
        return
    assert isinstance(point, Point)
    goal = prepare(claim)
    agrees(goal.left, goal.right, point, claim.context)


def test_what_the_kernel_cannot_read_is_left_alone() -> None:
    claim = Claim(name("x"), name("x"), relation=":=")
    assert first_look(claim) is None
    assert deep_search(claim, 0.1) is None


def test_the_deep_search_keeps_its_deadline() -> None:
    assert deep_search(step("(x + y)**2 == x**2 + 2*x*y + y**2"), 0.0) is None


# --- hints --------------------------------------------------------------------------------------


def hint(claim: Claim) -> str:
    """The first hint whose repaired step is proved, as the report shows it."""
    refuted = search(claim)
    assert refuted is not None
    for repair in repairs(refuted):
        if prove(repair.claim, seconds=1.0) is not None:
            return repair.hint
    return ""


@pytest.mark.parametrize(("text", "says"), [
    ("Derivative(exp(-x), x) == -exp(x)", "the sign of the exponent x: = -exp(-x)"),
    ("Derivative(cos(x), x) == sin(x)", "the sign: the right side should be the negative: = -si"),
    ("Derivative((y - w*x)**2, w) == -(y - w*x)*x", "the factor 2 is missing: = -2*(y - w*x)*x"),
    ("Derivative((2*x + 1)**10, x) == 10*(2*x + 1)**9", "the factor 2 is missing"),
    ("Derivative(x**5, x) == 5*x**5", "the exponent should be 4: = 5*x**4"),
    ("Derivative(x**5, x) == 4*x**4", "4 should be 5: = 5*x**4"),
    ("(x - y)**2 == x**2 - 2*x*y - y**2", "the sign of the summand -y**2"),
    ("(x + y)**2 == x**2 + y**2", "the summand 2*x*y is missing"),
    ("log(x*y) == log(x)*log(y)", "log(x)*log(y) should be a sum"),
    ("Derivative(sin(x), x) == sin(x)", "sin(x) should be cos"),
    ("sqrt(x**2) == x", "it holds where x >= 0"),
    ("log(x**2) == 2*log(x)", "it holds where x > 0"),
    ("Max(x, 1000) == 1000", "it holds where x <= 1000"),
    ("Sum(i**2, (i, 1, n)) == n*(n + 1)*(2*n - 1)/6", "the sign of the summand -1"),
    ("exp(1)/exp(1) == 2", "2 should be 1"),
])
def test_the_hint_says_what_was_meant(text: str, says: str) -> None:
    context = EMPTY
    if "log(x*y)" in text:
        context = Context(names=(("x", POSITIVE), ("y", POSITIVE)))
    elif "Sum" in text:
        context = Context(names=(("n", POSITIVE_INTEGER),))
    assert hint(step(text, context)).startswith(says)


@pytest.mark.parametrize(("text", "says"), [
    ("Derivative(f(x)/g(x), x)"
     " == (f(x)*Derivative(g(x), x) - Derivative(f(x), x)*g(x))/g(x)**2",
     "the sign: the numerator should be Derivative(f(x), x)*g(x) - f(x)*Derivative(g(x), x)"),
    ("Derivative(1/h(x), x) == Derivative(h(x), x)/h(x)**2", "the sign"),
    ("Derivative(f(g(x)), x) == Subs(Derivative(f(t), t), t, g(x))",
     "the factor g'(x) is missing"),
    ("Derivative(f(x)**2, x) == 2*f(x)", "the factor f'(x) is missing"),
    ("Derivative(f(x)*g(x), x) == Derivative(f(x), x)*g(x) - f(x)*Derivative(g(x), x)",
     "the sign of the summand -f(x)*Derivative(g(x), x)"),
])
def test_hints_for_every_differentiable_function(text: str, says: str) -> None:
    assert hint(step(text, FUNCTIONS)).startswith(says)


def mean_of_squares() -> tuple[Term, Context]:
    """The derivative by w of the mean of (w*x[i] - y[i])**2."""
    i, m, w = name("i"), name("m"), name("w")
    error = sub(mul(w, entry("x", i)), entry("y", i))
    body = mul(power(m, parse("-1")), sum_of(power(error, TWO), i, parse("1"), m))
    context = Context(names=(("m", POSITIVE_INTEGER),), families=(("x", REAL), ("y", REAL)),
                      definitions=(Definition("L", (), body),))
    return derivative(name("L"), w), context


@pytest.mark.parametrize(("right", "says"), [
    ("2*Sum((w*x[i] - y[i])*x[i], (i, 1, m))", "the factor 1/m is missing"),
    ("1/m*Sum((w*x[i] - y[i])*x[i], (i, 1, m))", "the factor 2 is missing"),
    ("2/m*Sum(w*x[i] - y[i], (i, 1, m))", "the factor x[i] is missing in the sum"),
    ("2/m*Sum((w*x[i] + y[i])*x[i], (i, 1, m))", "the sign of the summand y[i]"),
    ("2/m*Sum((w*x[i] - y[i])*x[i], (i, 0, m))", "the sum should start at 1"),
])
def test_hints_for_sums(right: str, says: str) -> None:
    left, context = mean_of_squares()
    assert hint(Claim(left, parse(right, context=context), context)).startswith(says)


def test_a_hint_never_claims_more_than_its_repaired_step() -> None:
    for text in FALSE:
        refuted = search(step(text))
        assert refuted is not None
        candidates = list(repairs(refuted))
        assert len(candidates) <= MAX_REPAIRS
        for repair in candidates:
            assert repair.claim.lhs is refuted.claim.lhs
            if ": = " in repair.hint:
                assert repair.hint.endswith(f": = {repair.claim.rhs}")
            if repair.hint.startswith("it holds where"):
                assert repair.claim.rhs is refuted.claim.rhs
                added = repair.claim.context.hypotheses[len(refuted.claim.context.hypotheses):]
                assert repair.hint == f"it holds where {' and '.join(map(str, added))}"


def test_a_condition_that_is_already_given_is_kept() -> None:
    context = Context(hypotheses=(parse_relation("x > -1"),))
    refuted = search(step("sqrt(x**2) == x", context))
    assert refuted is not None
    repair = next(iter(repairs(refuted)))
    assert repair.claim.context.hypotheses[0] is parse_relation("x > -1")
    assert prove(repair.claim) is not None
