"""Terms become LaTeX as a person would write them, and the same terms again when read."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.language import term as t
from checker.language.context import REAL, Context
from checker.language.term import Term, add, apply, call, div, exp, mul, name, neg, number, power
from checker.reader.latex import latex, parse_expression

X, Y, B, W, I_, J, N, M = map(name, "xybwijnm")
NAMES = ["x", "y", "a", "b", "alpha", "sigma_1", "y_hat", "x_max", "SSE", "a^[2]", "theta_star",
         "w_bold", "Delta_u", "dz", "W_1^[2]", "x1", "lambda"]
FAMILIES = ["w", "v_hat", "U", "u^[1]"]
FUNCTIONS = ["f", "g", "phi", "sigmoid"]
CONTEXT = Context(names=tuple((n, REAL) for n in [*NAMES, "i", "j", "k", "n", "m", "t"]),
                  families=tuple((n, REAL) for n in FAMILIES),
                  functions=tuple((n, REAL) for n in FUNCTIONS))

WRITTEN: dict[str, Term] = {
    r"\frac{1}{1 + e^{-x}}": div(t.ONE, add(t.ONE, exp(neg(X)))),
    r"e^{-x}": exp(neg(X)),
    r"2 x y": mul(number(2), X, Y),
    r"-2 x": mul(number(-2), X),
    r"-{2} x": neg(mul(number(2), X)),
    r"x + y - b": add(X, Y, neg(B)),
    r"-(x + y) b": neg(mul(add(X, Y), B)),
    r"x (1 - x)": mul(X, t.sub(t.ONE, X)),
    r"x \cdot 2": mul(X, number(2)),
    r"\frac{x}{y} b": mul(div(X, Y), B),
    r"x^{2}": power(X, number(2)),
    r"(x + y)^{2}": power(add(X, Y), number(2)),
    r"\sin^{2}(x)": power(call("sin", X), number(2)),
    r"\left| x \right|": call("abs", X),
    r"\sqrt{x}": t.sqrt(X),
    r"\sqrt[3]{x}": t.root(X, number(3)),
    r"f'(x)": apply("f", X, orders=(1,)),
    r"f(x, y)": apply("f", X, Y),
    r"f^{(1,0)}(x, y)": apply("f", X, Y, orders=(1, 0)),
    r"\sum_{i=1}^{n} w_{i}": t.sum_of(t.entry("w", I_), I_, t.ONE, N),
    r"\left(\sum_{i=1}^{n} w_{i}\right) b": mul(t.sum_of(t.entry("w", I_), I_, t.ONE, N), B),
    r"w_{i j}": t.entry("w", I_, J),
    r"\frac{\partial y}{\partial x}": t.derivative(Y, X),
    r"\frac{d}{dx} (x^{2})": t.derivative(power(X, number(2)), X),
    r"\lim_{x \to 0^{+}} x": t.limit(X, X, t.ZERO, "+"),
    r"\int_{0}^{1} x \, dx": t.integral(X, X, t.ZERO, t.ONE),
    r"\log(x)": t.log(X),
    r"\hat{y}": name("y_hat"),
    r"\alpha": name("alpha"),
    r"x - (-y)": add(X, neg(neg(Y))),
    r"n!": call("factorial", N),
    r"\binom{n}{m}": call("binomial", N, M),
}


@pytest.mark.parametrize("expected", WRITTEN)
def test_a_term_is_written_as_a_person_would(expected: str) -> None:
    assert latex(WRITTEN[expected]) == expected


@pytest.mark.parametrize("expected", WRITTEN)
def test_what_is_written_is_read_as_the_same_term(expected: str) -> None:
    assert parse_expression(expected, CONTEXT) is WRITTEN[expected]


def test_the_first_index_is_raised_where_a_family_says_so() -> None:
    found = t.entry("w", I_, J)
    assert latex(found, frozenset({"w"})) == "w_{j}^{(i)}"
    assert parse_expression("w_{j}^{(i)}", CONTEXT) is found


def test_cases_are_written_with_their_conditions() -> None:
    found = t.cases((X, t.relation("gt", X, t.ZERO)), otherwise=neg(X))
    expected = r"\begin{cases} x & \text{if } x > 0 \\ -x & \text{otherwise} \end{cases}"
    assert latex(found) == expected
    assert parse_expression(expected) is found


# --- any term -----------------------------------------------------------------------------------

numbers = st.one_of(st.integers(-12, 12).map(number),
                    st.builds(number, st.integers(-9, 9), st.integers(1, 9)))
names = st.sampled_from(NAMES).map(name)
index_terms = st.one_of(st.sampled_from("ijk").map(name), st.integers(0, 9).map(number))
leaves = st.one_of(
    numbers, names, st.sampled_from([t.PI, t.EULER]),
    st.builds(lambda f, i: t.entry(f, *i), st.sampled_from(FAMILIES),
              st.lists(index_terms, min_size=1, max_size=2)))
ONE_ARGUMENT = ["exp", "sin", "cos", "tan", "log", "abs", "tanh", "asin", "acosh", "floor",
                "ceiling", "factorial", "gamma", "erf", "sign", "sech", "heaviside"]


def wider(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    some = st.lists(inner, min_size=2, max_size=3)
    variables = st.one_of(names, st.just(t.entry("w", name("j"))))
    return st.one_of(
        some.map(lambda a: add(*a)), some.map(lambda a: mul(*a)), inner.map(neg),
        st.builds(div, inner, inner), st.builds(power, inner, inner).filter(short),
        st.builds(lambda a, n: t.root(a, number(n)), inner, st.integers(2, 4)),
        st.builds(call, st.sampled_from(ONE_ARGUMENT), inner),
        st.builds(call, st.sampled_from(["max", "min", "binomial"]), inner, inner),
        st.builds(lambda f, a, n: apply(f, a, orders=(n,)), st.sampled_from(FUNCTIONS), inner,
                  st.integers(0, 4)),
        st.builds(lambda f, a, b, n: apply(f, a, b, orders=n), st.sampled_from(FUNCTIONS), inner,
                  inner, st.sampled_from([(0, 0), (1, 0), (1, 2)])),
        st.builds(t.derivative, inner, variables, st.integers(1, 2)),
        st.builds(t.at, inner, names, inner),
        st.builds(t.sum_of, inner, st.sampled_from("ij").map(name), inner, inner),
        st.builds(t.product_of, inner, st.sampled_from("ij").map(name), inner, inner),
        st.builds(t.integral, inner, st.sampled_from("tx").map(name), inner, inner),
        st.builds(t.integral, inner, st.sampled_from("tx").map(name)),
        st.builds(t.limit, inner, st.sampled_from("tx").map(name), inner,
                  st.sampled_from(["", "+", "-"])),
        st.builds(lambda a, b, c, d, k: t.cases((a, t.relation(k, b, c)), otherwise=d),
                  inner, inner, inner, inner, st.sampled_from(sorted(t.RELATIONS))),
    )


def short(term: Term) -> bool:
    base, exponent = term.args
    return exponent.head != "number" or base.head != "number"


terms = st.recursive(leaves, wider, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(terms)
@example(neg(number(2)))
@example(power(neg(X), number(2)))
@example(mul(neg(X), Y))
@example(neg(number(1, 2)))
@example(t.limit(t.ZERO, name("t"), t.entry("u^[1]", I_), "+"))
def test_every_term_comes_back(term: Term) -> None:
    written = latex(term)
    assert parse_expression(written, CONTEXT) is term, written


@pytest.mark.fuzz
@settings(max_examples=20_000, deadline=None)
@given(terms)
def test_very_many_terms_come_back(term: Term) -> None:
    written = latex(term)
    assert parse_expression(written, CONTEXT) is term, written
