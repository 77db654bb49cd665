"""Findings of one chain as displays: its first side, and a line for each step."""

from __future__ import annotations

from collections.abc import Sequence

from checker.language.findings import Finding
from checker.language.term import Term
from checker.report.sheet.model import Display, Line, Math
from checker.sheets.lines import Sides, line, sides
from checker.sheets.typesetting import Typeset


def displays_of(findings: Sequence[Finding], typeset: Typeset, title: str,
                known: set[Term] | None = None) -> list[Display]:
    """Findings of one chain as displays: one, unless a line of it cannot be read.

    `known` are the relations that the page supposes; what a step supposes besides stands at it.
    """
    printed = [sides(finding, typeset) for finding in findings]
    if any(found is not None and found.left == found.right for found in printed):
        printed = [sides(finding, typeset, flat=False) for finding in findings]
    displays: list[Display] = []
    lines: list[Line] = []
    left = Math("")
    before: Sides | None = None
    for finding, found in zip(findings, printed, strict=True):
        if lines and (found is None or before is None or before.right != found.left):
            displays.append(Display(left, tuple(lines), "" if displays else title))
            lines = []
        if not lines:
            left = found.left if found is not None else Math("")
        claim = finding.claim
        supposed = () if known is None or claim is None else tuple(
            h for h in claim.context.hypotheses if h not in known)
        lines.append(line(finding, found, typeset, supposed))
        before = found
    if lines:
        displays.append(Display(left, tuple(lines), "" if displays else title))
    return displays
