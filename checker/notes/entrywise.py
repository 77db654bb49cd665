"""A claim about arrays: its entries are judged one by one, within the time of one claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from checker.language.claim import Claim
from checker.language.errors import Unreadable
from checker.language.findings import Finding
from checker.language.source import Span
from checker.language.term import Term
from checker.language.text import text
from checker.language.verdict import Undecided
from checker.notes.judge import Judge
from checker.reader.page.arrays import Link

LATE: Final = "the time limit of a claim was used up by the entries before"


def judged(judge: Judge, blank: Claim, readings: Sequence[Sequence[Link]], position: int,
           values: Mapping[str, tuple[Term, Span]]) -> list[tuple[Finding, Claim]]:
    """The verdict on every entry of a claim about arrays, in the words of its first reading.

    The readings must agree on every entry that all of them could judge in time. What was not
    reached in time, by one of them, is undecided.
    """
    first = readings[0]
    claims = [[replace(blank, lhs=link.left, rhs=link.right) for link in links]
              for links in readings]
    findings: list[list[Finding]] = [[] for _ in readings]
    with judge.one_claim():
        for k in range(max(map(len, readings))):
            for found, row in zip(findings, claims, strict=True):
                if k < len(row) and not judge.late():
                    found.append(judge.verdict(row[k], position, values))
    done = min(map(len, findings))
    outcomes = [[finding.outcome for finding in found[:done]] for found in findings]
    for other, row in zip(outcomes, claims, strict=True):
        if other != outcomes[0] or len(row) != len(first):
            a, b = claims[0][0], row[0]
            raise Unreadable(
                "a product of arrays can be read in two ways, and they differ: "
                f"{text(a.lhs)} = {text(a.rhs)}, or {text(b.lhs)} = {text(b.rhs)}",
                expected="the sums over the entries, or a transpose")
    told = []
    for k, (link, claim) in enumerate(zip(first, claims[0], strict=True)):
        finding = findings[0][k] if k < done else Finding(Undecided(claim, ()), message=(
            f"{link.place}: {LATE}" if link.place else LATE))
        if link.place and finding.message is None:
            finding = replace(finding, message=link.place)
        told.append((finding, claim))
    return told
