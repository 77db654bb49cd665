"""The report programs read: one JSON object, schema 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.language.data import digest
from checker.language.findings import Finding, PageFindings, Unread
from checker.language.text import text
from checker.language.verdict import Proved, Refuted
from checker.report.remarks import message, sides, witness


def report_data(pages: Iterable[PageFindings], version: str) -> dict[str, Any]:
    """All pages as one object.

    >>> report_data([], "0.1.0")
    {'schema': 1, 'version': '0.1.0', 'pages': []}
    """
    return {"schema": 1, "version": version, "pages": [page_data(page) for page in pages]}


def page_data(page: PageFindings) -> dict[str, Any]:
    """One page: its claims, its notices, how many claims have each verdict."""
    return {
        "path": page.path,
        "claims": [claim_row(finding) for finding in page.findings],
        "notices": [{"line": notice.span.line, "kind": notice.kind, "text": notice.text}
                    for notice in page.notices],
        "counts": page.counts(),
    }


def claim_row(finding: Finding) -> dict[str, Any]:
    """One claim with its verdict; what does not apply is null, or an empty list."""
    span = finding.span
    row: dict[str, Any] = {
        "line": span.line if span is not None else None,
        "column": span.column if span is not None else None,
    }
    verdict = finding.verdict
    if isinstance(verdict, Unread):
        row |= {"kind": "step", "relation": None, "lhs": verdict.written, "rhs": None,
                "reading": None, "reason": None}
    else:
        claim = verdict.claim
        lhs, rhs = sides(claim)
        left, right = finding.reading or (claim.lhs, claim.rhs)
        row |= {"kind": claim.kind, "relation": claim.relation, "lhs": lhs, "rhs": rhs,
                "reading": {"lhs": text(left), "rhs": text(right)},
                "reason": claim.reason}
    proved = verdict if isinstance(verdict, Proved) else None
    refuted = verdict if isinstance(verdict, Refuted) else None
    return row | {
        "verdict": finding.outcome,
        "rules": list(finding.rules),
        "conditions": [str(condition) for condition in proved.conditions] if proved else [],
        "witness": witness(refuted.point) if refuted else None,
        "values": {"lhs": refuted.lhs, "rhs": refuted.rhs} if refuted else None,
        "hint": finding.hint,
        "certificate": digest(proved.claim, proved.certificate) if proved else None,
        "message": message(finding),
        "seconds": round(finding.seconds, 6),
    }
