"""Displays become statements: chains, reasons, guards, cases, declarations, with their places."""

from __future__ import annotations

import random
import time

import pytest

from checker.language.context import (
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    REAL,
    UNIT,
    Domain,
    finite,
)
from checker.language.source import Span
from checker.reader.latex import Scope, Statement, limit_of, parse_statements, survey
from tests.test_latex_expression import mutated

HERE = Span("note.md", 10, 5)
SCOPE = Scope(functions={"sigma": 1, "f": 1, "g": 1, "h": 1, "L": 0},
              names=frozenset("x y z a b w m n W X L J".split()))


def statements(text: str, scope: Scope = SCOPE) -> tuple[Statement, ...]:
    return parse_statements(text, scope, HERE)


def one(text: str, scope: Scope = SCOPE) -> Statement:
    (found,) = statements(text, scope)
    return found


def shown(statement: Statement) -> str:
    """A statement on one line."""
    assert statement.trouble is None, str(statement.trouble)
    out = "" if statement.continues else str(statement.sides[0].term)
    for relation, side in zip(statement.relations, statement.sides[1:], strict=True):
        out += f" {relation} {side.term if side.term is not None else side.text}"
    return out.strip()


CHAINS = {
    "a = b": ["a = b"],
    "a = b = c": ["a = b = c"],
    r"a &= b \\ &= c": ["a = b = c"],
    "a = b\n= c": ["a = b = c"],
    r"a = \\ b": ["a = b"],
    r"= b = c": ["= b = c"],
    r"\begin{align} a &= b \\ z &= y \end{align}": ["a = b", "z = y"],
    r"\begin{aligned}[t] a &= b \end{aligned}": None,
    r"\begin{equation} a = b \label{eq:1} \end{equation}": ["a = b"],
    r"a &= b \\ &\quad + c \\ &= y": ["a = b + c = y"],
    r"a &= b \\[2pt] &= c \tag{3}": ["a = b = c"],
    r"\boxed{a = b}": ["a = b"],
    r"a := b": ["a := b"],
    r"a \triangleq b": ["a := b"],
    r"a \equiv b": ["a == b"],
    r"a \approx 3.14": ["a ~ 157/50"],
    r"a \stackrel{\text{def}}{=} b": ["a := b"],
    r"0 < a < 1": ["0 < a < 1"],
    r"1 \le j \le n": ["1 <= j <= n"],
    r"x \neq 0": ["x != 0"],
    r"a = b \Rightarrow b = a": ["a = b", "b = a"],
    r"a = b, \quad x = y": ["a = b", "x = y"],
    r"y = f(x), x = g(z) \quad y = f(g(z))": ["y = f(x)", "x = g(z)", "y = f(g(z))"],
    r"w := w - \alpha \frac{dL}{dw}": ["w := w - alpha*Derivative(L, w)"],
    r"\sigma(x) = \frac{1}{1 + e^{-x}}": ["sigma(x) = 1/(1 + exp(-x))"],
    r"L = -(y \log(a) + (1-y) \log(1-a)).": ["L = -(y*log(a) + (1 - y)*log(1 - a))"],
    r"a = b \text{ and } x = y": ["a = b", "x = y"],
    "x": ["x"],
    r"J = \begin{cases} a & \text{if } y = 1. \\ b & \text{if } y = 0. \end{cases}":
        ["J = Piecewise((a, y = 1), (b, y = 0))"],
    r"J = \begin{cases} a & \text{if $y = 1$} \\ b & \text{if $y = 0$} \end{cases}":
        ["J = Piecewise((a, y = 1), (b, y = 0))"],
}


@pytest.mark.parametrize("text", [text for text in CHAINS if CHAINS[text]])
def test_a_display_is_read_as_its_chains(text: str) -> None:
    assert [shown(found) for found in statements(text)] == CHAINS[text]


def test_a_display_that_begins_with_a_relation_continues_the_chain_before() -> None:
    found = one("= b")
    assert found.continues and found.sides[0].term is None and str(found.sides[1].term) == "b"


# --- reasons and roles --------------------------------------------------------------------------


def test_reasons_in_mathematics_are_statements_of_their_own() -> None:
    text = "a = b x \\qquad \\because z = w x\n= c"
    main, reason = statements(text)
    assert shown(main) == "a = b*x = c"
    assert (shown(reason), reason.role, reason.after) == ("z = w*x", "because", 1)


@pytest.mark.parametrize(("text", "reason"), [
    (r"a = b \text{ (log rule)}", "(log rule)"), (r"a = b \quad \text{linearity}", "linearity"),
    (r"a = b \qquad \text{by the chain rule}", "by the chain rule"),
    (r"a \overset{\text{chain rule}}{=} b", "chain rule"), (r"a = b \text{이므로}", "이므로"),
])
def test_remarks_are_reasons_of_the_relation_before(text: str, reason: str) -> None:
    found = one(text)
    assert shown(found) == "a = b" and found.reasons == (reason,)


@pytest.mark.parametrize(("text", "roles"), [
    (r"a = b \therefore x = y", ["main", "therefore"]),
    (r"\because a = b", ["because"]),
    (r"a = b (\because x = y)", ["main", "because"]),
    (r"a = b \quad \Rightarrow \quad x = y", ["main", "implied"]),
    (r"a = b \quad \text{where } x = y", ["main", "where"]),
    (r"\frac{\partial L}{\partial w} = ?", ["question"]),
])
def test_every_part_has_its_role(text: str, roles: list[str]) -> None:
    assert [found.role for found in statements(text)] == roles


def test_an_aside_is_not_continued() -> None:
    text = "a = b \\Rightarrow x = y\n= c"
    main, aside = statements(text)
    assert (shown(main), shown(aside)) == ("a = b = c", "x = y")


# --- guards, limits, cases ----------------------------------------------------------------------


def test_a_condition_behind_a_statement_is_its_guard() -> None:
    found = one(r"\log(x y) = \log x + \log y \quad \text{for all } x > 0")
    assert found.guard is not None and shown(found.guard) == "x > 0"


@pytest.mark.parametrize("text", [
    r"y = 1 \text{ if } x > 0, z > 0", r"y = 1 \text{ if } x = 1 \text{ and } z = 3",
    r"y = x \text{ if } x > 0 \text{ or } x < -1", r"y = 1 \text{ if } q(x) = 1",
])
def test_a_statement_whose_condition_is_not_read_whole_is_not_read(text: str) -> None:
    found = one(text)
    assert found.trouble is not None and found.guard is not None
    assert found.guard.trouble is not None


@pytest.mark.parametrize(("text", "guard"), [
    (r"y = x \text{ for } x \in (0, 1)", "0 < x < 1"),
    (r"y = x \text{ if } x \in [0, \infty)", "0 <= x"),
    (r"y = x \text{ for } i = 1, \dots, n", None),
    (r"y = x \text{ for all } x \in \mathbb{R}", None),
    (r"y = x \text{ for all } i, j", None),
])
def test_a_membership_is_a_condition(text: str, guard: str | None) -> None:
    found = one(text)
    assert found.trouble is None and found.guard is not None
    if guard is not None:
        assert shown(found.guard) == guard


def test_alternatives_are_not_said_to_hold() -> None:
    for text in (r"x = 1 \text{ or } x = 2", r"x = 1 \quad \text{or} \quad x = -1"):
        first, second = statements(text)
        assert first.trouble is not None and "alternatives" in first.trouble.message
        assert second.trouble is not None and second.trouble is not first.trouble


def test_a_doubtful_name_is_refused_wherever_it_stands() -> None:
    first, second = statements(r"y = q(x) + 1 \\ z = q(x)")
    assert first.trouble is not None and second.trouble is not None
    assert (first.trouble.column, second.trouble.column) == (9, 25)
    left, right = statements("0 < q(x) < q(y)")[0].sides[1:]
    assert left.trouble is not None and right.trouble is not None


@pytest.mark.parametrize("text", ["x = 1,000", "x = 1,000 + y", "x = 1, 2", "x = 1,200, y = 3"])
def test_a_number_with_a_comma_is_not_cut(text: str) -> None:
    trouble = statements(text)[0].trouble
    assert trouble is not None and "`,`" in trouble.message


def test_a_list_with_dots_is_one_range() -> None:
    for text in (r"i = 1, 2, \dots, n", r"i = 1,2,3,\dots,n", "i = 1, 2, ..., n"):
        declaration = one(text).declaration
        assert declaration is not None and str(declaration.ends) == "(1, n)"


def test_a_bracket_may_run_over_lines() -> None:
    text = r"a = \left( b + c \right. \\ &\quad \left. + x \right) y \\ &= z"
    assert shown(one(text)) == "a = (b + c + x)*y = z"


def test_cases_behind_an_expression_are_statements() -> None:
    text = (r"\sigma(x) = \frac{1}{1 + e^{-x}} \begin{cases} \sigma(x) \to 1 & \text{if } x \to "
            r"+\infty \\ \sigma(x) \to \frac{1}{2} & \text{if } x \to 0 \\ "
            r"\sigma(x) \to 0 \ if \ x \to -\infty \end{cases}")
    main, *rows = statements(text)
    assert shown(main) == "sigma(x) = 1/(1 + exp(-x))"
    assert [str(limit_of(row)) for row in rows] == [
        "(Limit(sigma(x), x, oo), 1)", '(Limit(sigma(x), x, 0, "+-"), 1/2)',
        "(Limit(sigma(x), x, -oo), 0)"]
    assert {row.role for row in rows} == {"case"}


def test_a_relation_behind_cases_that_are_statements_is_refused() -> None:
    *_, last = statements(r"y = x \begin{cases} y \to 1 & x \to 0 \end{cases} = 0.5")
    assert last.trouble is not None and "cases" in last.trouble.message


# --- declarations -------------------------------------------------------------------------------

DOMAINS: dict[str, tuple[list[str], Domain]] = {
    r"x, w, b \in \mathbb{R}": (["x", "w", "b"], REAL),
    r"y \in \{0, 1\}": (["y"], finite(0, 1)),
    r"m \in \mathbb{N}": (["m"], POSITIVE_INTEGER),
    r"x \in \mathbb{R}_{>0}": (["x"], POSITIVE),
    r"x \in \mathbb{R}_{\geq 0}": (["x"], NONNEGATIVE),
    r"x \in \mathbb R^+": (["x"], POSITIVE),
    r"x \in \mathbb{R} \setminus \{0\}": (["x"], NONZERO),
    r"a \in (0, 1)": (["a"], UNIT),
    r"x \in (0, \infty)": (["x"], POSITIVE),
    r"y^{(i)}, y \in \{0, 1\}": (["y[i]", "y"], finite(0, 1)),
    r"x_j^{(i)}, w_j \in \mathbb{R}": (["x[i, j]", "w[j]"], REAL),
}


@pytest.mark.parametrize("text", DOMAINS)
def test_a_membership_declares(text: str) -> None:
    found = one(text).declaration
    assert found is not None and found.trouble is None
    assert ([str(subject) for subject in found.subjects], found.domain) == DOMAINS[text]


def test_a_function_is_declared_with_its_values() -> None:
    found = one(r"h, q : \mathbb{R} \to (0, 1)").declaration
    assert found is not None and found.domain == UNIT and found.arguments == 1
    assert [str(subject) for subject in found.subjects] == ["h", "q"]


def test_vectors_and_matrices_are_declared_with_their_shape() -> None:
    found = one(r"A \in \mathbb{R}^{m \times n}").declaration
    assert found is not None and [str(length) for length in found.shape] == ["m", "n"]
    found = one(r"w, x \in \mathbb{R}^2").declaration
    assert found is not None and [str(length) for length in found.shape] == ["2"]


def test_an_index_is_declared_with_its_range() -> None:
    found = one(r"i = 1, \dots, n").declaration
    assert found is not None and found.ends is not None
    assert [str(end) for end in found.ends] == ["1", "n"]


@pytest.mark.parametrize("text", [r"x \in S", r"x + 1 \in \mathbb{R}", r"x \in (1, 0)"])
def test_what_declares_nothing_is_refused(text: str) -> None:
    assert one(text).trouble is not None


# --- places and refusals ------------------------------------------------------------------------


def test_sides_have_their_places() -> None:
    main = one("a &= b \\\\\n  &= c + b")
    assert [(s.span.line, s.span.column, s.span.length) for s in main.sides] == [
        (10, 5, 1), (10, 10, 1), (11, 6, 5)]


def test_one_bad_side_leaves_the_others_readable() -> None:
    found = one("a = 1/2x = c")
    assert [side.trouble is None for side in found.sides] == [True, False, True]
    trouble = found.trouble
    assert trouble is not None and (trouble.line, trouble.column) == (10, 12)


def test_an_undecided_name_spoils_its_own_side_only() -> None:
    found = one("a = q(x) = c")
    assert [side.trouble is None for side in found.sides] == [True, False, True]


def test_a_torn_display_is_one_refused_statement() -> None:
    found = one(r"a = \frac{1}{2")
    assert found.trouble is not None and found.trouble.line == 10


def test_unknown_relations_are_refused() -> None:
    assert one(r"x \propto y").trouble is not None
    assert one(r"X \sim y").trouble is not None


# --- the survey of a page -----------------------------------------------------------------------


def test_a_page_tells_what_its_names_are() -> None:
    page = [r"z(x) = x \times w + b", r"\sigma'(z) = 1", "da = 2", "dw_1 = x_1 da", "SSE = 1",
            r"y^{(i)} = y_k", "P V = n R T + PV", r"J = \frac{dL}{da}"]
    found = survey(page, Scope())
    assert set(found.functions) == {"z", "sigma"}
    assert {"da", "dw_1", "SSE", "x", "w", "b", "L"} <= found.names and "PV" not in found.names
    assert found.lower == {"y"} and found.raised == {"y"}
    assert shown(one("y^{(i)} = y_k", found)) == "y^()[i] = y[k]"
    assert shown(one(r"da = -\frac{y}{a} + x da", found)) == "da = -y/a + x*da"
    assert shown(one("b(1 - b) = z(x)", found)) == "b*(1 - b) = z(x)"


def test_statements_are_always_answered() -> None:
    chance = random.Random(7)
    for _ in range(1500):
        line = mutated(chance)
        for found in statements(line):
            assert found.trouble is None or found.trouble.line >= 10
        survey([line], Scope())


@pytest.mark.parametrize("text", [
    "a = " * 20_000, "&" * 90_000, r"\\" * 45_000, r"\because" * 10_000, "a, " * 30_000,
    r"\begin{align}" * 7_000, "{" * 90_000, "= " * 40_000, r"x \begin{cases} " * 5_000,
    "a =\n" * 20_000, r"\text{if } " * 9_000, "(" * 90_000, r"\quad + x" * 9_000,
])
def test_hostile_displays_are_answered_in_linear_time(text: str) -> None:
    started = time.process_time()
    statements(text[:99_000])
    assert time.process_time() - started < 5


# --- columns, spaces, numbers of equations --------------------------------------------------------

APART = {
    r"\begin{align} a^2 &= a & a &= b \end{align}": ["a**2 = a", "a = b"],
    r"a &= b & -x &= y": ["a = b", "-x = y"],
    r"a &=& b \\ &=& c": ["a = b = c"],
    r"a & + b && = c": ["a + b = c"],
    r"&& a &= b &&": ["a = b"],
    r"a &= b && (1) \\ x &= y && (2)": ["a = b", "x = y"],
    r"(2) & a &= b": ["a = b"],
    r"a = b \qquad (3.1)": ["a = b"],
    r"a = b \hfill (2)": ["a = b"],
    r"a^2 = a \hspace{1cm} x = y": ["a**2 = a", "x = y"],
    r"a^2 = a \hspace{2pt} x": ["a**2 = a*x"],
    r"a^2 = a ~~~ x = y": ["a**2 = a", "x = y"],
    r"a^2 = a \ \ \ x = y": ["a**2 = a", "x = y"],
    r"a^2 = a \hfill x = y": ["a**2 = a", "x = y"],
    r"a = 2 \, x = y": ["a = 2*x = y"],
    r"a = \int_0^1 x \; dx = y": ["a = Integral(x, (x, 0, 1)) = y"],
    r"a \quad = \quad b": ["a = b"],
    r"\begin{alignedat}{2} a &= 2x \end{alignedat}": ["a = 2*x"],
    r"\begin{aligned}[b] a &= bx \end{aligned}": ["a = b*x"],
    r"\begin{array}[t]{r@{}c l} a &=& b \end{array}": ["a = b"],
    r"a = b \\*[1ex] x = y \\[\jot] w = z": ["a = b", "x = y", "w = z"],
    r"a &= x^2 \\ &\phantom{{}={}} {}+ y": ["a = x**2 + y"],
    r"a &= x + \\ &\quad y": ["a = x + y"],
    r"a = b \\ x \\ = y": ["a = b", "x = y"],
    r"a &= w^* \\ x &= y": ["a = w_star", "x = y"],
}


@pytest.mark.parametrize("text", APART)
def test_columns_and_wide_spaces_set_formulas_apart(text: str) -> None:
    assert [shown(found) for found in statements(text)] == APART[text]


@pytest.mark.parametrize(("text", "message"), [
    (r"a = 1 \; b = 2", "a space between two relations"),
    (r"a = x~y = 2", "a space between two relations"),
    (r"6x &= 2x & y", "what stands behind this mark is no equation"),
    (r"a &= (x + y) \\ &\quad (x - y)", "what stands behind this mark is no equation"),
    (r"a = (x + y) \\ (x - y)", "what stands behind this mark is no equation"),
    (r"a = b \; (2)", "a number in brackets"), (r"a = b~(2)", "a number in brackets"),
    (r"a = b \quad (x = 2)", "a relation inside brackets"),
])
def test_what_may_be_a_factor_or_stand_apart_is_refused(text: str, message: str) -> None:
    troubles = [found.trouble for found in statements(text)]
    assert [message in trouble.message for trouble in troubles if trouble is not None] == [True]


def test_a_relation_in_brackets_behind_a_claim_is_its_condition() -> None:
    for text in (r"a = b \quad (x > 0)", r"a &= b & (x > 0)", r"a = b \quad \forall x > 0"):
        found = one(text)
        assert shown(found) == "a = b"
        assert found.guard is not None and shown(found.guard) == "x > 0"
