"""Sheets -> Markdown as GitHub shows it, formulas between dollar signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from checker.report.sheet.environment import Ready, rendered
from checker.report.sheet.markdown_text import code, markdown, math, words
from checker.report.sheet.model import Display, Line, Math, Sheet
from checker.report.sheet.notes import Notes, counted, summary

MARKS: Final = {"proved": "✓", "refuted": "✗", "undecided": "?", "unreadable": "!", "stated": "≔"}
"""The mark of each outcome."""


def render(sheets: Sequence[Sheet]) -> str:
    r"""One page; several sheets are its sections.

    >>> page = render([Sheet("50 <b>", "", (), (), (), (), (), (), (), "0.1.0", "", "")])
    >>> page.splitlines()[0]
    '# 50 &lt;b&gt;'
    """
    return rendered("sheet.md.jinja", markdown, {"sheets": [_values(sheet) for sheet in sheets]})


def _values(sheet: Sheet) -> dict[str, Any]:
    notes = Notes()
    return {"sheet": sheet, "displays": _displays(sheet.displays, notes),
            "computed": _displays(sheet.computed, notes), "summary": summary(sheet.counts),
            "computed_summary": summary(counted(sheet.computed)),
            "code": lambda text: Ready(code(text)), "formula": _formula}


def _displays(given: Iterable[Display], notes: Notes) -> list[dict[str, Any]]:
    displays = []
    for display in given:
        before = len(notes.all)
        rows = chain(display, notes) if any(line.right for line in display.lines) else ""
        displays.append({
            "title": display.title, "rows": rows,
            "notes": [(n, _formula(condition)) for condition, n in notes.all.items()
                      if n > before],
            "remarks": [line for line in display.lines
                        if line.refutation is not None or line.message or not line.right]})
    return displays


def chain(display: Display, notes: Notes) -> Ready:
    """The rows of a chain for `aligned`: the step, its reason, its mark."""
    out = []
    start = math(display.left) + " "
    for line in display.lines:
        out.append(f"{start}&{math(line.relation)} {math(line.right)} && {_said(line, notes)}")
        start = ""
    return Ready(" \\\\\n".join(out))


def _said(line: Line, notes: Notes) -> str:
    said = words(line.reason or ", ".join(line.rules[:2]))
    numbers = ", ".join(map(str, notes.numbers(line)))
    above = f"{{}}^{{{numbers}}}" if numbers else ""
    return f"\\text{{{f'{said} ' if said else ''}{MARKS[line.outcome]}}}{above}"


def _formula(formula: Math) -> Ready:
    return Ready(f"${math(formula)}$")
