r"""A chain as the rows of an `align*`: one row a step, long ones in several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checker.report.sheet.environment import Ready
from checker.report.sheet.markdown_text import words
from checker.report.sheet.measure import width
from checker.report.sheet.model import Display, Line, Math
from checker.report.sheet.notes import Notes
from checker.report.sheet.rows import rows
from checker.report.sheet.tex_text import math, tex

LINE: Final = 40.0
"""The width of a line in em, without its indent."""
_BESIDE: Final = 6.5
"""A first side no wider than this has the first step beside it; else the steps stand below."""
_TAG: Final = 0.47
"""The mean width of a letter of a rule's name."""
_LATER: Final = 2.0
"""How much further right a row stands that goes on from the row before."""


def chain(display: Display, notes: Notes) -> Ready:
    """The rows of a chain, each step with its rule and its mark at the right margin."""
    beside = width(display.left) <= _BESIDE
    out: list[str] = []
    start = math(display.left)
    if not beside:
        out += [f"& {row}" for row in _rows(display.left, LINE, LINE)]
        start = ""
    indent = width(display.left) + 0.5 if beside else 2.0
    for line in display.lines:
        out += _step(start, beside, indent, line, notes)
        start = ""
    return Ready(" \\\\\n".join(out))


def inline(display: Display, notes: Notes) -> str:
    r"""A chain for MathJax, which knows no macro of ours: the mark and the rule as text."""
    out, start = [], display.left + " "
    for line in display.lines:
        if line.right:
            said = words(line.reason or ", ".join(line.rules[:2]))
            numbers = "".join(f"{{}}^{{{n}}}" for n in notes.numbers(line))
            mark = f"\\text{{{said + ', ' if said else ''}{line.outcome}}}{numbers}"
            out.append(f"{start}&{line.relation} {line.right} && {mark}")
            start = ""
    rows = " \\\\\n".join(out)
    return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}" if rows else ""


def statement(formula: Math) -> Ready:
    """A formula on lines of its own, without a mark."""
    return Ready(" \\\\\n".join(f"& {row}" for row in _rows(formula, LINE, LINE - _LATER)))


def _step(start: str, beside: bool, indent: float, line: Line, notes: Notes) -> Iterator[str]:
    said = line.reason or ", ".join(line.rules[:2])
    marks = "".join(f"\\note{{{n}}}" for n in notes.numbers(line))
    tag = f"\\tag*{{\\step{{{tex(said)}}}{{\\{line.outcome}}}{{{marks}}}}}"
    room = LINE - indent - 1.4
    narrow = room - _TAG * len(said) - 2.5
    whole = width(line.right)
    found = _rows(line.right, room, room - _LATER) if whole > narrow and (
        whole > room or len(said) > 30) else [math(line.right)]
    if whole > narrow and whole <= room and len(found) == 1:
        found = [math(line.right)]
    relation = math(line.relation)
    for k, row in enumerate(found):
        left = f"{start} " if k == 0 and start else ""
        before = f"{relation} " if k == 0 else "\\qquad "
        begin = "&" if beside else "&\\quad "
        last = f" {tag}" if k == len(found) - 1 else ""
        yield f"{left}{begin}{before}{row}{last}"


def _rows(formula: Math, budget: float, later: float) -> list[str]:
    """The rows of a formula; one that is still too wide is set smaller."""
    found = []
    for k, row in enumerate(rows(formula, budget, later)):
        room = later if k else budget
        wide = width(row) > room
        found.append(f"\\shrink{{{room:.1f}em}}{{{math(row)}}}" if wide else math(row))
    return found
