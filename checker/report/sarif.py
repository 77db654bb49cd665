"""The report as SARIF 2.1.0, the format of code-scanning services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.language.findings import PageFindings
from checker.language.source import Span
from checker.report.remarks import explained, near, said

_LEVELS = {"refuted": "error", "unreadable": "error", "undecided": "warning", "notice": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_data(pages: Iterable[PageFindings], version: str) -> dict[str, Any]:
    """One run, with a result for each claim that is not proved and for each notice.

    >>> sarif_data([], "0.1.0")["runs"][0]["results"]
    []
    """
    results: list[dict[str, Any]] = []
    for page in pages:
        for finding in page.findings:
            if finding.outcome in _LEVELS:
                text = f"{said(finding)}: {explained(finding)}"
                results.append(_result(finding.outcome, text, finding.span or Span(page.path, 1)))
        results += [_result("notice", notice.text, notice.span) for notice in page.notices]
    rules = [{"id": outcome, "defaultConfiguration": {"level": level}}
             for outcome, level in _LEVELS.items()]
    driver = {"name": "checker", "version": version, "rules": rules}
    return {"$schema": _SCHEMA, "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(outcome: str, text: str, span: Span) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(span.line, 1), "startColumn": max(span.column, 1)}
    if span.length:
        region["endColumn"] = region["startColumn"] + span.length
    place = {"artifactLocation": {"uri": near(span.path)}, "region": region}
    return {"ruleId": outcome, "level": _LEVELS[outcome], "message": {"text": text},
            "locations": [{"physicalLocation": place}]}
