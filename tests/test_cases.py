"""Every case of the pages in `tests/cases`, through the reader of steps and the checker."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.check import check
from checker.language.claim import Claim
from checker.language.findings import Finding
from checker.language.verdict import Proved
from checker.prover.search import prove
from checker.reader.steps import BadStep, read_steps
from tests.pages import Case, cases

PROVED = cases("proved")
REFUTED = cases("refuted")
UNDECIDED = cases("undecided")
UNREADABLE = cases("unreadable")
PATIENCE = 0.5
"""Seconds the normal form alone may spend on a false step."""


def claim_of(case: Case) -> Claim:
    (step,) = read_steps([json.dumps(case.step)])
    assert not isinstance(step, BadStep), step.message
    return step.claim


def finding_of(case: Case) -> Finding:
    return check(claim_of(case), hints=False, rules=False)


def refusal_of(step: dict[str, Any]) -> str:
    (answer,) = read_steps([json.dumps(step)])
    assert isinstance(answer, BadStep), f"was read as {answer.claim.lhs} = {answer.claim.rhs}"
    assert answer.id == step["id"]
    return answer.message


def test_there_are_enough_cases() -> None:
    assert len(PROVED) >= 200
    assert len(REFUTED) >= 200


@pytest.mark.parametrize("case", PROVED, ids=str)
def test_a_true_step_is_proved(case: Case) -> None:
    finding = finding_of(case)
    assert finding.outcome == "proved", finding
    assert isinstance(finding.verdict, Proved)
    if case.conditions is not None:
        assert set(map(str, finding.verdict.conditions)) == set(case.conditions)


@pytest.mark.parametrize("case", REFUTED, ids=str)
def test_a_false_step_is_refuted(case: Case) -> None:
    finding = finding_of(case)
    assert finding.outcome == "refuted", finding


@pytest.mark.parametrize("case", REFUTED, ids=str)
def test_normal_form_alone_proves_no_false_step(case: Case) -> None:
    assert prove(claim_of(case), seconds=PATIENCE) is None


@pytest.mark.parametrize("case", UNDECIDED, ids=str)
def test_what_is_not_covered_is_neither_proved_nor_refuted(case: Case) -> None:
    (step,) = read_steps([json.dumps(case.step)])
    if not isinstance(step, BadStep):
        assert check(step.claim, hints=False, rules=False).outcome == "undecided"


@pytest.mark.parametrize("case", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_answered_with_the_reason(case: Case) -> None:
    assert case.says in refusal_of(case.step)


@pytest.mark.parametrize("text", [
    "(" * 10_000 + "x" + ")" * 10_000,
    "sin(" * 10_000 + "x" + ")" * 10_000,
    "-" * 10_000 + "x",
    "(1 + " * 10_000 + "x" + ")" * 10_000,
    "x**" * 10_000 + "x",
    "x[" * 10_000 + "1" + "]" * 10_000,
    "1/(1 + " * 10_000 + "x" + ")" * 10_000,
    "9" * 200_000,
    "x + " * 200_000 + "x",
], ids=["brackets", "calls", "signs", "sums", "powers", "indices", "fractions", "digits",
        "summands"])
def test_what_is_nested_too_deep_or_too_large_is_answered(text: str) -> None:
    assert len(refusal_of({"id": "deep", "lhs": text, "rhs": "x"})) < 400


@pytest.mark.parametrize(("line", "says"), [
    ("{", "JSON"),
    ("[]", "object"),
    ("7", "object"),
    ('{"lhs": "x"}', "rhs"),
    ('{"rhs": "x"}', "lhs"),
    ('{"lhs": 1, "rhs": "x"}', "lhs"),
    ('{"lhs": "x", "rhs": "x", "syntax": "maple"}', "syntax"),
    ('{"lhs": "x", "rhs": "x", "variables": {"x": "reel"}}', "reel"),
    ('{"lhs": "x", "rhs": "x", "variables": "x"}', "variables"),
    ('{"lhs": "x", "rhs": "x", "conditions": "x > 0"}', "conditions"),
    ('{"lhs": "x", "rhs": "x", "functions": ["h"]}', "functions"),
])
def test_a_malformed_line_is_answered(line: str, says: str) -> None:
    bad, good = read_steps([line, '{"lhs": "x", "rhs": "x"}'])
    assert isinstance(bad, BadStep)
    assert says in bad.message
    assert not isinstance(good, BadStep)
