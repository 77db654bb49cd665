"""Steps that once were decided wrongly, or were meant to be: none may be again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.check import check
from checker.reader.steps import Step, read_step

NATURAL = {"n": "positive_integer"}

FALSE: list[tuple[str, str, dict[str, str], list[str]]] = [
    # a bound index and an outer name of the same spelling
    ("n", "Sum(Piecewise((1, i < 1000), (0, True)), (i, 1, n))", NATURAL, ["i < 1000"]),
    ("n", "Sum(Piecewise((1, i < 1000), (0, True)), (i, 1, n))",
     {**NATURAL, "i": "interval:0,1"}, []),
    ("n", "Sum(Piecewise((1, x[i] > 0), (0, True)), (i, 1, n))", NATURAL, ["x[i] > 0"]),
    ("0", "Sum(Piecewise((0*log(1000 - i), i > 0), (0, True)), (i, 1, n))",
     {**NATURAL, "i": "negative"}, []),
    ("0", "Sum(Piecewise((0*log(5 - i), i > 0), (0, True)), (i, 1, n))",
     {**NATURAL, "i": "negative"}, []),
    ("i", "i + Sum(0/(i - 1000), (i, 1, n))", {**NATURAL, "i": "{5,6}"}, []),
    ("n*i", "i*Sum(Piecewise((1, i < 1000), (0, True)), (i, 1, n))",
     {**NATURAL, "i": "{5,6}"}, []),
    ("0", "Subs(Sum(0*log(x - i + 10**6), (i, 1, 2)), x, i**3 + 1)", {"i": "real"}, []),
    ("Sum(Abs(i), (i, -3, n))", "-Sum(i, (i, -3, n))", {**NATURAL, "i": "negative"}, []),
    ("Derivative(Sum(w[w]**2, (w, 1, n)), w[k])", "0", NATURAL, ["k >= 1", "k <= n"]),
    # limits keep what their body requires
    ("0", "Limit(1/(x + log(y)), x, oo)", {"y": "real"}, []),
    ("1", "Limit(tanh(x + sqrt(y)), x, oo)", {"y": "real"}, []),
    ("1", "Limit((x + log(y))**0, x, 1)", {"y": "real"}, []),
    ("0", "Limit(1/(x + 1/0), x, oo)", {}, []),
    ("0", "Limit(exp(-x - log(-1)), x, oo)", {}, []),
    # a condition under a guard must not be assumed without it
    ("Piecewise((log(x), y > -10**9), (0, True)) + Abs(x)",
     "Piecewise((log(x), y > -10**9), (0, True)) + x", {}, []),
    ("Piecewise((log(x), x > -10**9), (0, True)) + Abs(x)",
     "Piecewise((log(x), x > -10**9), (0, True)) + x", {}, []),
    # conditions of the right side that fail on a whole part of the domain
    ("1", "x/x", {}, ["Eq(x*(y - 1), 0)"]),
    ("1", "(x - y)/(x - y)", {}, ["Eq((x - y)*(x - 1), 0)"]),
    ("1", "(x - 1)/(x - 1)", {}, ["Eq((x - 1)*(x - 2), 0)"]),
    ("1", "(x - 1)/(x - 1)", {}, ["(x - 1)**2*(x - 5) >= 0"]),
    ("1 + 0/x", "(sqrt(x**2) - x)/(sqrt(x**2) - x)", {}, []),
    ("1/x", "1/x*(sqrt(x**2) - x)/(sqrt(x**2) - x)", {}, []),
    # what differentiation adds is not necessary, so it may not be assumed on a whole region
    ("Derivative(Abs(n*x), x)", "n + 7*(1 - sign(n))",
     {"n": "nonnegative_integer", "x": "positive"}, []),
    ("Derivative(Abs(x*Max(y, 0)), x)", "Max(y, 0) + 7*(1 - sign(Max(y, 0)))",
     {"x": "positive"}, []),
    ("Derivative(Abs(Max(x, 0)), x)", "Derivative(Abs(Max(x, 0)), x) + 5*(1 - sign(Max(x, 0)))",
     {}, []),
    ("Derivative(sqrt(n*x), x)", "sqrt(n/x)/2 + 5*(1 - sign(n))",
     {"n": "nonnegative_integer", "x": "positive"}, []),
    ("Heaviside(Max(x, 0))", "5 - 4*sign(Max(x, 0))", {}, []),
    ("Derivative(Abs(Abs(x) - x), x)",
     "(Abs(x) - x)/(Abs(x) - x)*Derivative(Abs(Abs(x) - x), x)", {}, []),
    # a sum that may be empty requires nothing
    ("Sum(log(x), (i, 1, n)) + Abs(x)", "Sum(log(x), (i, 1, n)) + x",
     {"n": "nonnegative_integer"}, []),
    ("Sum(0*log(x), (i, 1, n)) + Abs(x)", "x", {}, ["Eq(n, 0)"]),
    ("Abs(x) + Sum(log(x)*i, (i, 1, 0))", "x", {}, []),
    # strict inequalities of what jumps
    ("1", "x/x", {}, ["Piecewise((1, Eq(x, 0)), (x - 1, True)) > 0"]),
    ("1", "x/x", {}, ["Max(floor(-x**2) + 1, x - 1) > 0"]),
    ("1", "x/x", {}, ["Max(1 - 2*sign(x)**2, x - 1) > 0"]),
    ("1", "x/x", {}, ["floor(x) + floor(-x) > -1"]),
    # exponents that may be whole
    ("Abs(x)*x**k[1]", "x*x**k[1]", {"k": "positive_integer"}, []),
    ("Abs(x)*x**(n/1)", "x*x**(n/1)", {"n": "positive_integer"}, []),
    ("Abs(x)*Subs(x**n, n, 2)", "x*Subs(x**n, n, 2)", {"n": "positive_integer"}, []),
    # conditions that are defined, or left sides that are, on isolated parts only
    ("1", "x/x", {}, ["sqrt(-x**2*(y - 1)**2) > -1"]),
    ("1", "x/x", {}, ["asin(1 + x**2*(y - 1)**2) < 5"]),
    ("1", "(x - 1)/(x - 1)", {"x": "real"}, ["w[x] < 5"]),
    ("1", "(x - 1)/(x - 1)", {"x": "real"}, ["Sum(0, (i, 1, x)) < 5"]),
    ("1 + 0*sqrt((x - 1)**2*(x - 5))", "(x - 1)/(x - 1)", {}, []),
    ("1 + 0/(floor(x) + floor(-x) + 1)", "(x - 1)/(x - 1)", {}, []),
    # limits of derivatives keep what these require
    ("1", "Limit(Derivative(x + 0*log(x), x), x, -1)", {}, []),
    ("2", "Limit(Derivative(x**2 + 0*log(x), (x, 2)), x, -1)", {}, []),
    # a guard that jumps
    ("0", "Subs(Derivative(Piecewise((1, 2*sign(x) + 1 > 0), (0, True)), x), x, 0)", {}, []),
    ("0", "Subs(Derivative(Max(2*sign(x) - 1, 0), x), x, 0)", {}, []),
]

TRUE: list[tuple[str, str, dict[str, str], list[str]]] = [
    ("Sum(1/(i - j), (j, 1, 2))", "Subs(Sum(1/(x - i), (i, 1, 2)), x, i)", {"i": "real"}, []),
    ("Limit(1/(x + log(y)), x, oo)", "0*log(y)", {"y": "real"}, []),
    ("Derivative(Sum(w[w]**2, (w, 1, n)), w[k])", "2*w[k]", NATURAL, ["k >= 1", "k <= n"]),
    ("1 + x*Sum(x**i, (i, 0, n - 1))", "Sum(x**i, (i, 0, n))", {**NATURAL, "x": "{0,1,2}"}, []),
    # nothing is refuted because some bits do not tell
    ("5000", "Sum(1, (i, 1, 5000))", {}, []),
    ("n", "Sum(1, (i, 1, n))", NATURAL, ["n >= 3000"]),
    ("pi/4", "atan2(1, 1)", {}, []),
    ("pi/2", "asin(sin(pi/2))", {}, []),
    ("0", "sqrt(sin(pi))", {}, []),
    ("1", "sqrt(sqrt(2)**2 - 2) + 1", {}, []),
    ("0", "acosh(sin(pi/2))", {}, []),
    ("0", "sign(sin(pi))", {}, []),
    ("1", "Piecewise((1, sin(pi) >= 0), (0, True))", {}, []),
    ("10001", "binomial(10001, 1)", {}, []),
    ("n", "n + sqrt(cos(pi*n)**2 + sin(pi*n)**2 - 1)", NATURAL, []),
    ("1", "0**(1/3) + 1", {}, []),
    ("y", "y**(1/3)", {"y": "{0,1}"}, []),
    # whole exponents that are not negative
    ("y", "y**n", {**NATURAL, "y": "{0,1}"}, []),
    ("0", "0**n", NATURAL, []),
    ("1 + x", "Sum(x**i, (i, 0, 1))", {"x": "{0,1,2}"}, []),
    ("x**4", "x**(2**2)", {}, []),
    ("(-1)**n", "(-1)**(n**2)", {"n": "integer"}, []),
    # what differentiation adds is enough, not necessary
    ("0", "Subs(Derivative(x*Abs(x), x), x, 0)", {}, []),
    ("0", "Subs(Derivative(Max(x, 0)**2, x), x, 0)", {}, []),
    ("2*y", "Subs(Derivative(x*Abs(x), x), x, y)", {"y": "{0,1}"}, []),
    ("y", "Derivative(Abs(y*x), x)", {"y": "{0,1}", "x": "positive"}, []),
    ("2*y", "Derivative(Max(2*y*x, y*x), x)", {"y": "{0,1}", "x": "positive"}, []),
    ("y*Derivative(sqrt(x), x)", "Derivative(sqrt(y**2*x), x)",
     {"y": "{0,1}", "x": "positive"}, []),
    # conditions that leave no isolated part
    ("sqrt(x)", "x/sqrt(x)", {}, []),
    ("1", "(x - y)/(x - y)", {}, ["x >= y", "y >= 0"]),
    ("Limit(Derivative(log(x), x), x, 0, '+')*0 + 1", "1", {}, []),
    # empty sums and products
    ("0", "Sum(log(x), (i, 1, 0))", {}, []),
    ("1", "Product(log(x), (i, 1, 0))", {}, []),
    ("5", "5 + Sum(Sum(log(x), (j, 1, i)), (i, 1, 0))", {}, []),
    ("x", "x + Sum(sqrt(x), (i, 1, n - 1))", NATURAL, ["Eq(n, 1)"]),
    # exponents that are whole though that is not evident
    ("x**n", "x**(n/1)", {"n": "integer"}, []),
    ("1", "((-1)**(n*(n + 1)/2))**2", {"n": "integer"}, []),
    ("1", "((-1)**k[1])**2", {"k": "integer"}, []),
    ("x**2", "Subs(x**n, n, 2)", {"n": "integer"}, []),
    ("sqrt(pi)/2", "factorial(1/2)", {}, []),
    ("-1/8", "binomial(1/2, 2)", {}, []),
    # conventions, and what the kernel supports only in part
    ("gamma(x + 1)", "x*gamma(x)", {}, []),
    ("gamma(1000*x + 1)", "1000*x*gamma(1000*x)", {}, []),
    ("binomial(n + 1, k)", "binomial(n, k) + binomial(n, k - 1)",
     {"n": "nonnegative_integer", "k": "nonnegative_integer"}, []),
    ("0", "binomial(2, 3)", {}, []),
    ("1/2", "Heaviside(0)", {}, []),
    ("x", "Piecewise((x, x <= 0), (x, log(x) > 0), (x, True))", {}, []),
]

ENDLESS = [
    "Sum(Sum(Sum(log(i + j + k + x**2), (i, 1, 110)), (j, 1, 110)), (k, 1, 110))",
    "Sum(Sum(1/(x + i + j), (i, 1, 100)), (j, 1, 100))",
    "Sum(Sum(Sum(Sum(i*j*k*l, (i, 1, 100)), (j, 1, 100)), (k, 1, 100)), (l, 1, 100))",
    "Product(Product(Product(x + i*j*k, (i, 1, 100)), (j, 1, 100)), (k, 1, 100))",
]


def outcome(lhs: str, rhs: str, variables: dict[str, str], conditions: list[str]) -> Any:
    """The outcome of a step, given as `checker steps` takes it."""
    step = read_step(json.dumps({"lhs": lhs, "rhs": rhs, "variables": variables,
                                 "conditions": conditions}), 1)
    return check(step.claim).outcome if isinstance(step, Step) else "unreadable"


@pytest.mark.parametrize("step", FALSE, ids=lambda step: f"{step[0]} = {step[1]}")
def test_no_false_step_is_proved(step: tuple[str, str, dict[str, str], list[str]]) -> None:
    assert outcome(*step) != "proved"


@pytest.mark.parametrize("step", TRUE, ids=lambda step: f"{step[0]} = {step[1]}")
def test_no_true_step_is_refuted(step: tuple[str, str, dict[str, str], list[str]]) -> None:
    assert outcome(*step) != "refuted"


@pytest.mark.parametrize("text", ENDLESS)
def test_every_nested_sum_ends(text: str) -> None:
    assert outcome(text, "0", {}, []) in ("undecided", "refuted")


def test_a_stored_domain_that_contradicts_itself_is_not_read() -> None:
    from checker.language.data import read_claim
    from checker.language.errors import Unreadable

    stored = {"lhs": 1, "rhs": ["div", None, "x", "x"], "context": {"names": {"x": {
        "lo": "2", "lo_open": False, "integer": True, "values": ["0", "2"]}}}}
    with pytest.raises(Unreadable, match="contradicts"):
        read_claim(stored)


@pytest.mark.parametrize("name", ["i~0", "@0:x"])
def test_a_name_of_the_kernel_cannot_be_declared(name: str) -> None:
    step = read_step(json.dumps({
        "lhs": "0", "rhs": r"\sum_{i=1}^{3}\sum_{j=1}^{i} 0\log(x)", "syntax": "latex",
        "variables": {name: "negative"}}), 1)
    assert not isinstance(step, Step) or check(step.claim).outcome == "undecided"


def test_a_name_spelt_like_a_function_keeps_its_condition() -> None:
    from fractions import Fraction

    from checker.language.certificate import Point
    from checker.language.claim import Claim
    from checker.language.term import ONE, div, name
    from checker.prover.search import prove

    x = name("abs")
    found = prove(Claim(div(x, x), ONE), Point(names=(("abs", Fraction(1)),)))
    assert found is not None
    assert [str(c) for c in found.conditions] == ["abs != 0"]


def test_one_evaluation_within_another_reaches_into_definitions_or_is_not_judged() -> None:
    from checker.language.claim import Claim
    from checker.language.context import Context, Definition
    from checker.language.term import ONE, at, mul, name, number

    w, x, a = name("w"), name("x"), name("a")
    context = Context(definitions=(Definition("a", (), mul(w, x)),))
    both = at(at(a, w, ONE), x, number(2))
    assert check(Claim(both, number(2), context)).outcome != "refuted"
    assert check(Claim(both, mul(number(2), w), context)).outcome != "proved"
