"""The claims of the five notes, as SymPy claims: what the ledger says of each."""

from __future__ import annotations

import pytest

import derivations
from checker.check import check, check_derivation
from tests.ledger_claims import RECORDS


@pytest.mark.parametrize(
    "record", RECORDS, ids=lambda r: f"{r.note}:{r.lines}:{RECORDS.index(r)}")
def test_each_claim_gets_what_the_ledger_says(record) -> None:  # type: ignore[no-untyped-def]
    finding = check(record.claim)
    assert finding.outcome == record.verdict, finding
    if record.hint:
        assert finding.hint is not None
        assert record.hint in finding.hint


@pytest.mark.parametrize("name", derivations.NAMES)
def test_every_step_of_the_shelf_is_proved(name: str) -> None:
    page = check_derivation(derivations.load(name), hints=False)
    assert {f.outcome for f in page.findings} <= {"proved", "stated"}, name
    assert not page.notices, page.notices
