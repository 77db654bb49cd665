"""Every forged certificate is refused, by the guard that is meant to refuse it."""

from __future__ import annotations

import ast
import time
from fractions import Fraction
from pathlib import Path

import pytest

import checker.kernel
from checker.kernel.points import agrees
from checker.kernel.refusal import Refusal
from checker.kernel.replay import prepare, replay
from checker.language.certificate import Certificate, Leaf, Point, Undefined
from checker.language.claim import KINDS, Claim
from checker.language.context import NEGATIVE, Context
from checker.language.data import certificate_data, read_certificate
from checker.language.errors import CheckerError
from checker.language.term import ONE, derivative, div, log, name
from checker.language.verdict import Proved
from tests.forgeries import FORGERIES, HOLES, Forgery

KERNEL = Path(checker.kernel.__file__).parent


def reason_of(forgery: Forgery) -> str:
    """Why the kernel refuses a forgery; "proved" if it does not."""
    try:
        proved = replay(forgery.claim, forgery.certificate)
    except Refusal as refusal:
        return refusal.reason
    assert isinstance(proved, Proved)
    return "proved"


def fails_at_its_point(claim: Claim, forgery: Forgery) -> bool:
    """Whether the claim certainly fails at the point that is said to show it."""
    assert forgery.wrong is not None
    goal = prepare(claim)
    try:
        agrees(goal.left, goal.right, forgery.wrong, claim.context, KINDS[claim.relation])
    except Refusal as refusal:
        return refusal.reason in ("point-differs", "point-undefined")
    return False


def test_there_are_enough_kinds() -> None:
    assert len(FORGERIES) >= 100
    kinds = [forgery.kind for forgery in (*FORGERIES, *HOLES)]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("forgery", FORGERIES, ids=str)
def test_a_forgery_is_refused_for_the_right_reason(forgery: Forgery) -> None:
    start = time.perf_counter()
    assert reason_of(forgery) == forgery.reason
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("forgery", FORGERIES, ids=str)
def test_a_stored_forgery_is_refused_too(forgery: Forgery) -> None:
    try:
        certificate = read_certificate(certificate_data(forgery.certificate))
    except CheckerError:
        return
    with pytest.raises(Refusal) as refused:
        replay(forgery.claim, certificate)
    assert refused.value.reason == forgery.reason


@pytest.mark.parametrize("forgery", [f for f in FORGERIES if f.wrong], ids=str)
def test_the_claim_of_a_forgery_is_false(forgery: Forgery) -> None:
    assert fails_at_its_point(forgery.claim, forgery)


@pytest.mark.parametrize("forgery", [
    pytest.param(f, marks=pytest.mark.xfail(reason="no guard stops it", strict=True), id=f.kind)
    for f in HOLES])
def test_a_hole_is_closed(forgery: Forgery) -> None:
    assert reason_of(forgery) == forgery.reason


def test_what_agreed_for_one_claim_says_nothing_of_another() -> None:
    context, point = Context((("x", NEGATIVE),)), Point((("x", Fraction(-1)),))
    x = name("x")
    inverse = div(ONE, x)
    replay(Claim(inverse, inverse, context), Certificate(Leaf(), point))
    with pytest.raises(Refusal):
        replay(Claim(derivative(log(x), x), inverse, context), Certificate(Undefined(), point))


def reasons_of_the_kernel() -> set[str]:
    """Every reason that the kernel's sources give."""
    found = set()
    for module in KERNEL.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"require": 1, "Refusal": 0, "RingFull": 0}.get(node.func.id)
                if place is not None and len(node.args) > place:
                    reason = node.args[place]
                    if isinstance(reason, ast.Constant) and isinstance(reason.value, str):
                        found.add(reason.value)
    return found


def test_every_expected_reason_is_one_of_the_kernel() -> None:
    known = reasons_of_the_kernel() | {"lemma-condition"}
    assert {f.reason for f in FORGERIES} <= known
