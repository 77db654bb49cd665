"""Sheets -> LaTeX that compiles with pdflatex, xelatex, lualatex and tectonic alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from checker.report.sheet.environment import Ready, rendered
from checker.report.sheet.model import Display, Line, Math, Sheet
from checker.report.sheet.notes import Notes, counted, summary
from checker.report.sheet.tex_rows import chain, statement
from checker.report.sheet.tex_text import code, math, tex

FONTS: Final = (
    "Noto Serif CJK KR", "Noto Sans CJK KR", "NanumMyeongjo", "NanumGothic", "UnBatang",
    "Baekmuk Batang", "AppleMyungjo", "Batang", "Malgun Gothic", "Noto Serif", "DejaVu Serif",
    "FreeSerif", "Times New Roman")
"""Fonts for other scripts, the best first."""
_FOREIGN: Final = re.compile(r"\\(?:other|hangul)\{")


def render(sheets: Sequence[Sheet]) -> str:
    r"""One document; several sheets are its sections.

    >>> page = render([Sheet("50%", "", (), (), (), (), (), (), (), "0.1.0", "", "")])
    >>> r"50\%" in page, page.count(r"\begin{document}")
    (True, 1)
    """
    values = {"sheets": [_values(sheet) for sheet in sheets], "fonts": FONTS,
              "title": "Proof sheets", "foreign": False}
    page = rendered("sheet.tex.jinja", tex, values)
    if _FOREIGN.search(page):
        page = rendered("sheet.tex.jinja", tex, {**values, "foreign": True})
    return page


def _values(sheet: Sheet) -> dict[str, Any]:
    notes = Notes()
    return {
        "sheet": sheet, "displays": _displays(sheet.displays, notes),
        "computed": _displays(sheet.computed, notes), "summary": summary(sheet.counts),
        "computed_summary": summary(counted(sheet.computed)),
        "declared": [([_formula(name) for name in said.names], said.words)
                     for said in sheet.declared],
        "definitions": Ready(" \\\\\n".join(map(statement, sheet.definitions))),
        "rules": [(rule.name, _formula(rule.statement) if rule.statement else None, rule.words)
                  for rule in sheet.rules],
        "results": [(name, _formula(formula)) for name, formula in sheet.results],
        "digest": Ready("\\allowbreak{}".join(
            sheet.digest[k:k + 8] for k in range(0, len(sheet.digest), 8))),
    }


def _displays(given: Iterable[Display], notes: Notes) -> list[dict[str, Any]]:
    displays: list[dict[str, Any]] = []
    for display in given:
        before = len(notes.all)
        readable = any(line.right for line in display.lines)
        rows = chain(display, notes) if readable else ""
        displays.append({
            "title": display.title, "rows": rows,
            "close": not displays or not (displays[-1]["notes"] or displays[-1]["remarks"]),
            "notes": [(n, _formula(condition)) for condition, n in notes.all.items()
                      if n > before],
            "remarks": [_remark(line) for line in display.lines if _told(line)]})
    return displays


def _formula(formula: Math) -> Ready:
    return Ready(math(formula))


def _told(line: Line) -> bool:
    return line.refutation is not None or bool(line.message) or not line.right


def _remark(line: Line) -> dict[str, Any]:
    """What is said below a chain of one of its lines."""
    wrong = line.refutation
    found: dict[str, Any] = {
        "outcome": line.outcome, "number": line.number, "message": line.message,
        "written": Ready(code(line.written)), "wrong": wrong is not None}
    if wrong is not None:
        found |= {
            "left": _formula(wrong.left.math), "right": _formula(wrong.right.math),
            "left_value": wrong.left.value, "right_value": wrong.right.value,
            "point": Ready(", ".join(f"${math(name)} = {math(value)}$"
                                     for name, value in wrong.point)),
            "hint": wrong.hint or "",
            "corrected": _formula(wrong.corrected) if wrong.corrected else ""}
    return found
