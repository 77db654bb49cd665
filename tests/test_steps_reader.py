"""Lines of `checker steps` become claims, or one clear sentence each."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language.context import (
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    REAL,
    UNIT,
    Context,
    Domain,
    finite,
    interval,
)
from checker.language.errors import Unreadable
from checker.language.text import text
from checker.reader.domains import read_domain, read_function_range
from checker.reader.narrowing import narrowed
from checker.reader.steps import BadStep, Step, read_step, read_steps

HALF = Fraction(1, 2)

DOMAINS = {
    "real": REAL, " positive ": POSITIVE, "interval:0,1": UNIT, "(0,1)": UNIT,
    "interval:-oo,oo": REAL, "interval:0,oo": POSITIVE, "[0, oo)": NONNEGATIVE,
    "interval:[0,oo]": NONNEGATIVE, "interval:-oo,0": NEGATIVE,
    "interval:-1/2,0.5": interval(-HALF, HALF), "(-1e-3, 1]": interval(
        Fraction(-1, 1000), Fraction(1), hi_open=False),
    "{0,1}": finite(0, 1), "{1, 0, 1}": finite(0, 1), "{1/2}": finite(HALF), "[2,2]": finite(2),
}


@pytest.mark.parametrize("word", DOMAINS)
def test_domains(word: str) -> None:
    assert read_domain(word) == DOMAINS[word]


@pytest.mark.parametrize("word", [
    "", "reel", "Real", "interval", "interval:0", "interval:1,0", "interval:0,0", "(0,0]",
    "interval:a,b", "interval:0,1,2", "(0,1", "{}", "{x}", "{0,1", "interval:oo,1", "1/0",
    "{1/0}", "{1e99999}", "{" + "1" * 9000 + "}", "\ud800",
])
def test_no_domains(word: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_domain(word)
    assert str(caught.value).encode()


def test_an_unknown_domain_is_answered_with_all_words() -> None:
    with pytest.raises(Unreadable, match=r"positive_integer.*interval:a,b"):
        read_domain("natural")


def test_ranges_of_functions_are_intervals() -> None:
    assert read_function_range("(0,1)") == UNIT
    assert read_function_range("real") == REAL
    for word in ("integer", "{0,1}", "complex", "odd"):
        with pytest.raises(Unreadable):
            read_function_range(word)


@pytest.mark.parametrize(("domain", "kind", "value", "result"), [
    (REAL, "gt", 0, POSITIVE), (REAL, "ge", 0, NONNEGATIVE), (REAL, "lt", 0, NEGATIVE),
    (REAL, "ne", 0, NONZERO), (NONZERO, "gt", 0, POSITIVE), (NONZERO, "ge", 0, POSITIVE),
    (NONZERO, "gt", 1, interval(Fraction(1), None)), (NONNEGATIVE, "ne", 0, POSITIVE),
    (POSITIVE, "ne", 0, POSITIVE), (POSITIVE, "gt", -1, POSITIVE), (UNIT, "lt", 5, UNIT),
    (POSITIVE, "ge", 0, POSITIVE), (UNIT, "lt", HALF, interval(Fraction(0), HALF)),
    (INTEGER, "gt", 0, POSITIVE_INTEGER), (INTEGER, "ge", HALF, POSITIVE_INTEGER),
    (INTEGER, "ge", 0, NONNEGATIVE_INTEGER), (NONNEGATIVE_INTEGER, "ne", 0, POSITIVE_INTEGER),
    (POSITIVE_INTEGER, "le", 1, finite(1)), (finite(0, 1), "gt", 0, finite(1)),
    (finite(0, 1), "ne", 1, finite(0)), (NONNEGATIVE, "le", 0, finite(0)),
    (REAL, "ne", 3, REAL), (REAL, "eq", 3, REAL), (UNIT, "eq", 3, None), (UNIT, "gt", 1, None),
    (POSITIVE, "le", 0, None), (finite(0, 1), "gt", 1, None), (POSITIVE_INTEGER, "lt", 1, None),
])
def test_narrowing(domain: Domain, kind: str, value: Any, result: Domain | None) -> None:
    assert narrowed(domain, kind, Fraction(value)) == result


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([REAL, UNIT, INTEGER, NONZERO, NONNEGATIVE, finite(0, 1, 2)]),
       st.lists(st.tuples(st.sampled_from(["gt", "ge", "lt", "le", "ne"]),
                          st.sampled_from([-1, 0, HALF, 1])), max_size=4))
def test_narrowing_keeps_exactly_the_right_members(
        domain: Domain, conditions: list[tuple[str, Any]]) -> None:
    holds = {"gt": Fraction.__gt__, "ge": Fraction.__ge__, "lt": Fraction.__lt__,
             "le": Fraction.__le__, "ne": Fraction.__ne__}
    narrow: Domain | None = domain
    for kind, value in conditions:
        narrow = narrow and narrowed(narrow, kind, Fraction(value))
    for x in (Fraction(k, 4) for k in range(-12, 13)):
        met = {(k, v) for k, v in conditions if holds[k](x, Fraction(v))} | (
            {(k, v) for k, v in conditions if k == "ne" and v != 0})
        if narrow is not None and narrow.contains(x):
            assert domain.contains(x) and met == set(conditions)
        else:
            assert not (domain.contains(x)
                        and all(holds[k](x, Fraction(v)) for k, v in conditions))


# --- lines ------------------------------------------------------------------------------------


def context(lhs: str, rhs: str = "0", **fields: Any) -> Context:
    step = read_step(json.dumps({"lhs": lhs, "rhs": rhs, **fields}))
    assert isinstance(step, Step), step
    return step.claim.context


def names(lhs: str, **fields: Any) -> dict[str, str]:
    return {name: str(domain) for name, domain in context(lhs, **fields).names}


def test_a_step() -> None:
    line = {"id": "a", "lhs": "x + x", "rhs": "2*x", "variables": {"x": "positive"},
            "conditions": ["x < 1"], "functions": {"h": "(0,1)"}, "note": "ignored"}
    step = read_step(json.dumps(line))
    assert isinstance(step, Step)
    claim = step.claim
    assert (step.id, text(claim.lhs), text(claim.rhs)) == ("a", "x + x", "2*x")
    assert (claim.relation, claim.kind, claim.written) == ("=", "step", ("x + x", "2*x"))
    assert claim.context.domain("x") == UNIT
    assert claim.context.range("h") == UNIT
    assert list(map(text, claim.context.hypotheses)) == ["x < 1"]
    assert pickle.loads(pickle.dumps(step)) == step


def test_conditions_become_hypotheses_and_domains() -> None:
    found = context("x", conditions=["And(x > 0, Or(y > 0, z = 1))", "0 < a < 1", "b != 0",
                                     "Not(c <= 0)", "y = 1", "x + y < 1", "2 > n", "True"])
    assert list(map(text, found.hypotheses)) == [
        "x > 0", "Or(y > 0, z = 1)", "0 < a", "a < 1", "b != 0", "c > 0", "y = 1", "x + y < 1",
        "2 > n"]
    assert {n: str(d) for n, d in found.names} == {
        "x": "positive", "a": "(0, 1)", "b": "nonzero", "c": "positive", "n": "(-oo, 2)"}


def test_what_is_whole_by_its_meaning() -> None:
    assert names("Sum(x[i], (i, 1, n))") == {"n": "nonnegative_integer"}
    assert names("Product(x[i], (i, 0, n - 1))") == {"n": "nonnegative_integer"}
    assert names("Sum(x[i], (i, 1, n - 1))") == {"n": "positive_integer"}
    assert names("Sum(x[i], (i, k, n))") == {"k": "integer", "n": "integer"}
    assert names("Sum(x[i], (i, 1, 2*n))") == {"n": "integer"}
    assert names("Sum(x[i], (i, 1, floor(r)))") == {}
    assert names("Sum(Sum(i*j, (i, 1, j)), (j, 1, n))") == {"n": "nonnegative_integer"}
    assert names("x[j + 1] + y[sin(t)]") == {"j": "integer"}
    assert names("Sum(i, (i, 1, n))", variables={"n": "real"}) == {"n": "real"}
    assert names("Sum(i, (i, 1, n))", conditions=["n > 1"]) == {"n": "integers in [2, oo)"}


def test_a_declared_name_with_indices_is_a_family() -> None:
    found = context("w[1] + x", variables={"w": "positive", "x": "positive"})
    assert found.families == (("w", POSITIVE),)
    assert found.names == (("x", POSITIVE),)


def test_functions_named_on_the_way_are_declared() -> None:
    assert context("Function('g')(x)").functions == (("g", REAL),)


def test_declared_names_may_be_python_keywords_or_letters() -> None:
    found = context("lambda + gamma + π + S", variables={
        "lambda": "positive", "gamma": "real", "π": "real", "S": "real"})
    assert found.domain("lambda") == POSITIVE


BAD: dict[str, str] = {
    "{": "line 7 is not JSON",
    "[1, 2]": "line 7 is not a JSON object",
    "null": "line 7 is not a JSON object",
    '{"lhs": "x", "lhs": "y"}': "line 7: the key 'lhs' stands twice",
    '{"lhs": "x", "rhs": NaN}': "line 7: NaN is no number",
    '{"id": ' + "1" * 5000 + "}": "line 7: a whole number has more than 100 digits",
    "[" * 100_000: "line 7 is nested too deep",
    '{"lhs": "' + "x" * 1_000_001 + '"}': "line 7 has more than 1000000 characters",
    '{"id": 1, "lhs": "x"}': "the field `rhs` is missing",
    '{"id": 1, "rhs": "x"}': "the field `lhs` is missing",
    '{"id": 1, "lhs": 1, "rhs": "x"}': "the field `lhs` is not a text",
    '{"id": [], "lhs": "x", "rhs": "x"}': "`id` is neither text nor a whole number",
    '{"id": true, "lhs": "x", "rhs": "x"}': "`id` is neither text nor a whole number",
    '{"id": 1, "lhs": "x", "rhs": "x", "syntax": "tex"}': "`syntax` is neither",
    '{"id": 1, "lhs": "x", "rhs": "x", "lhs_syntax": []}': "`lhs_syntax` is neither",
    '{"id": 1, "lhs": "x", "rhs": "x", "variables": []}': "`variables` is not an object",
    '{"id": 1, "lhs": "x", "rhs": "x", "variables": {"x": 1}}': "`variables` is not an object",
    '{"id": 1, "lhs": "x", "rhs": "x", "variables": {"x": "reel"}}': "x: 'reel' is not a known",
    '{"id": 1, "lhs": "x", "rhs": "x", "variables": {"E": "real"}}': "`E` has a fixed meaning",
    '{"id": 1, "lhs": "x", "rhs": "x", "variables": {"2x": "real"}}': "'2x' is not a name",
    '{"id": 1, "lhs": "x", "rhs": "x", "functions": {"h": "{0,1}"}}': "h: a declared function",
    '{"id": 1, "lhs": "x", "rhs": "x", "functions": {"sin": "real"}}': "`sin` is a known function",
    '{"id": 1, "lhs": "x", "rhs": "x", "variables": {"h": "real"}, "functions": {"h": "real"}}':
        "`h` is declared both",
    '{"id": 1, "lhs": "Function(\'x\')(y)", "rhs": "x", "variables": {"x": "real"}}':
        "`x` is both a variable and a function",
    '{"id": 1, "lhs": "x", "rhs": "x", "conditions": "x > 0"}': "`conditions` is not a list",
    '{"id": 1, "lhs": "x", "rhs": "x", "conditions": ["x"]}': "condition 1, column 1: a number",
    '{"id": 1, "lhs": "x", "rhs": "x", "conditions": ["x > 0", "x < 0"]}': "no value for `x`",
    '{"id": 1, "lhs": "x", "rhs": "x", "conditions": ["False"]}': "condition 1 never holds",
    '{"id": 1, "lhs": "x", "rhs": "x", "condition": ["x > 0"]}': "`conditions` may be meant",
    '{"id": 1, "lhs": "x", "rhs": "x", "Variables": {}}': "`variables` may be meant",
    '{"id": 1, "lhs": "x", "rhs": "y + foo(x)"}': "rhs, column 5: `foo` is not a known function",
    '{"id": 1, "lhs": "(x\\n +", "rhs": "x"}': "lhs, column 1: the bracket",
    '{"id": 1, "lhs": "\\ud800", "rhs": "x"}': "surrogate",
}


@pytest.mark.parametrize("line", BAD, ids=lambda s: s[:60])
def test_a_bad_line_gets_one_sentence(line: str) -> None:
    step = read_step(line, 7)
    assert isinstance(step, BadStep)
    assert BAD[line] in step.message
    assert "\n" not in step.message
    assert step.id == (None if step.message.startswith("line 7") else
                       7 if "`id`" in step.message else 1)


def test_the_number_of_the_line_is_the_default_id() -> None:
    assert read_step('{"lhs": "x"}', 5).id == 5
    assert read_step('{"id": null, "lhs": "x", "rhs": "x"}', 5).id == 5


def test_blank_lines_are_answered_unless_nothing_follows() -> None:
    good = '{"lhs": "x", "rhs": "x"}'
    steps = list(read_steps(["\ufeff" + good, "", "  \n", good, "\n", " "]))
    assert [step.id for step in steps] == [1, None, None, 4]
    assert [step.message for step in steps if isinstance(step, BadStep)] == [
        "line 2 is blank", "line 3 is blank"]


def test_steps_are_read_one_by_one() -> None:
    asked: list[int] = []

    def lines() -> Iterator[str]:
        for k in range(3):
            asked.append(k)
            yield '{"lhs": "x", "rhs": "x"}'

    steps = read_steps(lines())
    next(steps)
    assert asked == [0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["x", "real", "sympy", "x > 0", "h(x)", "Sum(x, (i, 1, n))"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["x", "h", "2", ""]), inner, max_size=2), max_leaves=5)
FIELDS = ["id", "lhs", "rhs", "syntax", "variables", "conditions", "functions", "rhs_syntax"]


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON).map(json.dumps) | st.text())
def test_any_line_is_answered(line: str) -> None:
    step = read_step(line)
    assert isinstance(step, Step) or (isinstance(step, BadStep) and step.message)
