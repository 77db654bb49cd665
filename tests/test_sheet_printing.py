"""Formulas of sheets: what is printed for paper, what comes through the gate, where lines break."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.check import contradicted
from checker.language import term as t
from checker.language.claim import Claim
from checker.language.context import Context, Definition
from checker.language.errors import CheckerError
from checker.language.term import Term, add, apply, div, entry, exp, mul, name, neg, number, power
from checker.reader.latex import parse_expression
from checker.reader.latex.paper import dependence, paper
from checker.report.sheet.measure import items, width
from checker.report.sheet.model import Math
from checker.report.sheet.rows import rows
from checker.report.sheet.scripts import transliterated
from checker.report.sheet.tex_text import code, tex
from checker.sheets.inert import inert
from tests.test_latex_printing import CONTEXT, numbers, terms

X, Y, B, W, I_, J = map(name, "xybwij")

WRITTEN: dict[str, Term] = {
    r"\frac{1}{2} x": mul(number(1, 2), X),
    r"-2 x": neg(mul(number(2), X)),
    r"\hat{y}_{i}": entry("yhat", I_),
    r"\hat{y}": name("yhat"),
    r"\bar{x}": name("xbar"),
    r"\delta_{i j} x": mul(t.call("delta", I_, J), X),
    r"\frac{\partial y_{i}}{\partial w_{j}}": t.derivative(entry("y", I_), entry("w", J)),
    r"\frac{d}{dx} \log(x)": t.derivative(t.log(X), X),
    r"\frac{d}{dx} \frac{1}{x}": t.derivative(div(t.ONE, X), X),
    r"\frac{d}{dx} (x + 1)": t.derivative(add(X, t.ONE), X),
    r"\frac{df(x)}{dx}": t.derivative(apply("f", X), X),
    r"\frac{\partial}{\partial x} x^{y}": t.derivative(power(X, Y), X),
    r"x y (1 - x)": mul(X, mul(Y, t.sub(t.ONE, X))),
    r"1 \cdot \log(x)": mul(t.ONE, t.log(X)),
    r"x (-y)": mul(X, neg(Y)),
    r"\operatorname{softplus}(x)": apply("softplus", X),
    r"e^{-x}": exp(neg(X)),
    r"e^{2}": power(t.EULER, number(2)),
    r"i": name("i~3"),
}


@pytest.mark.parametrize("expected", WRITTEN)
def test_a_term_is_set_as_a_mathematician_would(expected: str) -> None:
    assert paper(WRITTEN[expected]) == expected


def test_brackets_of_products_stay_where_they_are_wanted() -> None:
    assert paper(mul(X, mul(Y, B)), flat=False) == "x (y b)"


def test_a_straight_d_stands_where_one_variable_is() -> None:
    a = Definition("a", (), apply("s", X))
    loss = Definition("L", (), mul(name("a"), Y))
    leaves = dependence(Context(definitions=(a, loss)))
    assert paper(t.derivative(name("a"), X), leaves) == r"\frac{da}{dx}"
    assert paper(t.derivative(name("L"), X), leaves) == r"\frac{\partial L}{\partial x}"


@settings(max_examples=200, deadline=None)
@given(terms)
@example(t.limit(t.ZERO, name("t"), entry("u^[1]", I_), "+"))
def test_what_is_printed_comes_through_the_gate(term: Term) -> None:
    written = paper(term)
    passed = inert(written)
    assert passed is not None, written
    assert inert(passed) == passed


plain = st.recursive(
    st.one_of(numbers, st.sampled_from("xyab").map(name), st.just(t.EULER)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda a: add(*a)),
        st.lists(inner, min_size=2, max_size=3).map(lambda a: mul(*a)), inner.map(neg),
        st.builds(div, inner, inner),
        st.builds(power, inner, st.sampled_from([number(2), number(3), neg(t.ONE)])),
        st.builds(t.call, st.sampled_from(["exp", "sin", "abs", "tanh"]), inner),
        st.builds(lambda a: apply("f", a), inner)),
    max_leaves=7)


@settings(max_examples=150, deadline=None)
@given(plain)
def test_brackets_that_are_left_out_change_no_value(term: Term) -> None:
    again = parse_expression(paper(term), CONTEXT)
    assert not contradicted(Claim(term, again, CONTEXT)), paper(term)


# --- the gate -----------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [
    r"\input{/etc/passwd}", r"\write18{ls}", r"\immediate\write18{ls}", r"\catcode`\@=11",
    r"\def\x{y}", r"\csname input\endcsname", r"x^^5cinput", r"\href{javascript:alert(1)}{x}",
    r"\url{javascript:alert(1)}", r"\begin{document}", r"\end{align*}", r"\begin{verbatim}",
    r"x \\ y", "x & y", r"\left( x", r"x \right)", "{x", "x}", r"\frac{x}", r"\frac", "x^", "x_",
    "x^2^3", "x_1_2", r"x^2'", r"\begin{cases} x", r"\usepackage{x}", "#1", "x$y$", r"\special{x}",
    r"\openin1=x", r"\loop", r"\relax", r"\foo", r"\left\input x \right)", r"x^\frac12",
    r"\text{\input{x}}", r"\begin{array}{c} x \end{array}", r"\includegraphics{x}",
    r"\kern1em", r"\symbol{92}", r"\char92", r"\directlua{x}", r"\unichar{x}",
])
def test_the_gate_stops(written: str) -> None:
    assert inert(written) is None


@pytest.mark.parametrize(("written", "passed"), [
    (r"\dfrac12 + \tfrac{1}{2}", r"\dfrac12 + \tfrac{1}{2}"),
    (r"x'' + f'(x)^2", r"x'' + f'(x)^2"),
    (r"x_1^{(i)}", r"x_1^{(i)}"),
    (r"\left.\frac{x}{2}\right|_{x=0}", r"\left.\frac{x}{2}\right|_{x=0}"),
    (r"\sum\limits_{i=1}^n x_i", r"\sum _{i=1}^n x_i"),
    (r"\bm{w}^T x", r"\boldsymbol{w}^T x"),
    (r"x \label{a} \tag{1}", "x"),
    ("x % a comment\n+ 1", "x + 1"),
    (r"\mbox{if $y=1$}", r"\text{if } y=1"),
    (r"\text{ 만약 a_b}", r"\text{ 만약 a\_b}"),
    ("∂ ≤ σ", r"\partial \le \sigma"),
    (r"x \coloneqq 1", "x := 1"),
    (r"\iint x", r"\int\int x"),
    (r"\begin{cases} x & \text{if } y \\ 0 \end{cases}",
     r"\begin{cases} x & \text{if } y \\ 0 \end{cases}"),
])
def test_the_gate_lets_through(written: str, passed: str) -> None:
    assert inert(written) == passed


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="\\{}^_&$#%~'x1()[]| inputdefwrite가", max_size=30))
def test_no_text_comes_through_the_gate_with_a_command_that_is_not_known(written: str) -> None:
    passed = inert(written)
    if passed is not None:
        assert "$" not in passed and "#" not in passed and "%" not in passed
        bare = passed.replace("\\{", "").replace("\\}", "")
        assert bare.count("{") == bare.count("}")
        assert not re.search(r"\\(input|def|write)", passed)
        assert inert(passed) == passed


# --- text ---------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_no_character_of_a_text_is_a_command(written: str) -> None:
    for made in (tex(written), code(written)):
        rest = re.sub(r"\\(?:[{}$&#_%]|[a-zA-Z]+)", "", made)
        assert "\\" not in rest
        assert not re.search(r"[$#%^~&_]", re.sub(r"ensuremath|\{\}\^", "", rest))


def test_another_script_is_spelled_in_latin_letters() -> None:
    assert transliterated("한 бa 😀") == "han bea ?"


# --- rows ---------------------------------------------------------------------------------------

LONG = (r"-\frac{1}{m} \sum_{i=1}^{m} \left(y_{i} \log\left(\frac{1}{1 + e^{-z_{i}}}\right) + "
        r"(1 - y_{i}) \log\left(1 - \frac{1}{1 + e^{-z_{i}}}\right) + x_{i} (a + b) (c + d)\right)")


def test_a_short_formula_is_one_row() -> None:
    assert rows(Math("a + b"), 20, 20) == ("a + b",)


@pytest.mark.parametrize("room", [8, 12, 16, 24, 32])
def test_a_long_formula_breaks_and_loses_nothing(room: int) -> None:
    found = rows(Math(LONG), room, room)
    whole = re.sub(r"\\left\.|\\right\.|\{\} (?:\\cdot )?|\s", "", "".join(found))
    assert whole == re.sub(r"\s", "", LONG)
    for row in found:
        assert row.count(r"\left") == row.count(r"\right")
        assert inert(row) is not None
    if room >= 12:
        assert all(width(row) <= room + 1 for row in found)


@settings(max_examples=100, deadline=None)
@given(terms, st.integers(4, 30))
def test_rows_of_any_term_are_whole_formulas(term: Term, room: int) -> None:
    formula = inert(paper(term))
    assert formula is not None
    assert "".join(i.text for i in items(formula)).replace(" ", "") == formula.replace(" ", "")
    for row in rows(formula, room, room):
        assert inert(row) is not None, row


def test_a_term_too_deep_for_the_gate_is_an_error_of_ours_at_most() -> None:
    deep = "{" * 200 + "x" + "}" * 200
    with pytest.raises(CheckerError):
        parse_expression(deep, CONTEXT)
    assert inert(deep) is None
