"""Answers of `checker steps`: one JSON object a line."""

from __future__ import annotations

import json
from typing import Any

from checker.language.findings import Finding
from checker.language.verdict import Proved, Refuted
from checker.report.remarks import message, witness


def answer(identifier: object, finding: Finding) -> str:
    """The answer to a step that was read."""
    verdict = finding.verdict
    conditions = verdict.conditions if isinstance(verdict, Proved) else ()
    return _line(identifier, finding.outcome,
                 witness=witness(verdict.point) if isinstance(verdict, Refuted) else None,
                 conditions=[str(condition) for condition in conditions],
                 seconds=finding.seconds, message=message(finding))


def unreadable(identifier: object, reason: str) -> str:
    """The answer to a line that is no step.

    >>> unreadable(7, "line 2: no rhs")
    '{"id": 7, "verdict": "unreadable", "witness": null, "conditions": [], "seconds": 0.0, \
"message": "line 2: no rhs"}'
    """
    return _line(identifier, "unreadable", message=reason)


def undecided(identifier: object, reason: str) -> str:
    """The answer to a step whose check had to be stopped."""
    return _line(identifier, "undecided", message=reason)


def _line(identifier: object, verdict: str, *, witness: dict[str, Any] | None = None,
          conditions: list[str] | None = None, seconds: float = 0.0,
          message: str | None = None) -> str:
    row = {"id": identifier, "verdict": verdict, "witness": witness,
           "conditions": conditions or [], "seconds": round(seconds, 6)}
    if message is not None:
        row["message"] = message
    return json.dumps(row)
