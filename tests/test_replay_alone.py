"""The kernel alone: stored certificates are read back and replayed without the prover."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checker.check import check
from checker.kernel.refusal import Refusal
from checker.kernel.replay import replay
from checker.language.claim import Claim
from checker.language.data import (
    certificate_data,
    claim_data,
    digest,
    read_certificate,
    read_claim,
)
from checker.language.verdict import Proved
from checker.prover.search import prove
from checker.reader.steps import BadStep, read_steps
from checker.stored import replayed
from derivations import NAMES, load
from tests.forgeries import FORGERIES
from tests.pages import cases

ALONE = """
import importlib.abc, json, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        part = ".".join(name.split(".")[:2])
        if part in ("checker.prover", "checker.refuter", "checker.reader", "checker.check",
                    "sympy", "derivations"):
            raise ImportError(f"{name} is out of reach")

sys.meta_path.insert(0, Blocker())
from checker.stored import records, replayed

for record in records(sys.stdin.read()):
    verdict, why = replayed(record)
    print(json.dumps([record["id"], verdict, why]))
try:
    import checker.prover.search
except ImportError:
    print(json.dumps(["prover", "out of reach", ""]))
"""


def record_of(place: str, proved: Proved) -> dict[str, Any]:
    claim, certificate = proved.claim, proved.certificate
    return {"id": place, "claim": claim_data(claim), "certificate": certificate_data(certificate),
            "sha256": digest(claim, certificate)}


@cache
def proved_pages() -> tuple[tuple[str, Proved], ...]:
    """Every proved step of the pages, with its place."""
    places = [case.place for case in cases("proved")]
    steps = read_steps([json.dumps(case.step) for case in cases("proved")])
    found = []
    for place, step in zip(places, steps, strict=True):
        assert not isinstance(step, BadStep), step.message
        proved = prove(step.claim)
        if proved is not None:
            found.append((place, proved))
    return tuple(found)


@cache
def proved_shelf() -> tuple[tuple[str, Proved], ...]:
    """Every proved step of the shelf, with its place."""
    found = []
    for name in NAMES:
        for count, claim in enumerate(load(name).claims):
            verdict = check(claim, hints=False, rules=False).verdict
            if isinstance(verdict, Proved):
                found.append((f"{name}:{count}", verdict))
    return tuple(found)


def replayed_alone(proofs: tuple[tuple[str, Proved], ...]) -> dict[str, tuple[str, str]]:
    """What a process that cannot import the prover says of each certificate."""
    records = [record_of(place, proved) for place, proved in proofs]
    done = subprocess.run([sys.executable, "-c", ALONE], text=True, capture_output=True,
                          input=json.dumps({"schema": 1, "certificates": records}), timeout=120,
                          check=False, cwd=Path(__file__).parent.parent)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {place: (verdict, why) for place, verdict, why in lines}


@pytest.mark.parametrize("proofs", [proved_pages, proved_shelf], ids=["pages", "shelf"])
def test_a_process_without_the_prover_accepts_every_certificate(proofs: Any) -> None:
    found = replayed_alone(proofs())
    assert found.pop("prover") == ("out of reach", "")
    assert len(found) == len(proofs())
    assert {place: why for place, why in found.items() if why[0] != "accepted"} == {}


def test_there_is_enough_to_replay() -> None:
    assert len(proved_pages()) >= 200
    assert len(proved_shelf()) >= 60


@pytest.mark.parametrize("proofs", [proved_pages, proved_shelf], ids=["pages", "shelf"])
def test_claims_and_certificates_are_read_back_as_they_were(proofs: Any) -> None:
    for place, proved in proofs():
        text = json.dumps([claim_data(proved.claim), certificate_data(proved.certificate)])
        claim, certificate = json.loads(text)
        again = read_claim(claim)
        assert (again.lhs, again.rhs) == (proved.claim.lhs, proved.claim.rhs), place
        assert again.context == proved.claim.context, place
        assert read_certificate(certificate) == proved.certificate, place


def test_the_conditions_of_a_replay_are_those_of_the_proof() -> None:
    for place, proved in proved_pages():
        claim = read_claim(claim_data(proved.claim))
        again = replay(claim, read_certificate(certificate_data(proved.certificate)))
        assert again.conditions == proved.conditions, place


def test_a_certificate_of_another_claim_is_refused() -> None:
    (first, *others) = proved_pages()
    record = record_of(*first)
    stranger = record_of(*others[0])
    mixed = {**record, "claim": stranger["claim"]}
    assert replayed(record) == ("accepted", "")
    assert replayed(mixed)[0] == "refused"


def test_a_process_without_the_prover_refuses_the_forgeries() -> None:
    proofs = tuple((f.kind, Proved(f.claim, f.certificate)) for f in FORGERIES
                   if f.reason not in ("budget", "not-a-relation"))
    found = replayed_alone(proofs)
    del found["prover"]
    assert len(found) == len(proofs)
    assert "accepted" not in {verdict for verdict, _ in found.values()}


def test_a_claim_that_was_changed_is_not_proved_by_its_certificate() -> None:
    refused = 0
    for _, proved in proved_pages():
        claim = proved.claim
        other = Claim(claim.rhs, claim.lhs, claim.context)
        try:
            replay(other, proved.certificate)
        except Refusal:
            refused += 1
    assert refused > 0
