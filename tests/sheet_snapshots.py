"""Sheets that are kept, to show what changes; `python -m tests.sheet_snapshots` renews them."""

from __future__ import annotations

import contextlib
from pathlib import Path

from checker.sheets.formats import text
from checker.sheets.report import verify

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "sheets"
SOURCES = {
    "sigmoid": "sigmoid", "quotient-rule": "quotient-rule", "update-rule": "update-rule",
    "backpropagation-cross-entropy": "backpropagation-cross-entropy",
    "slip": "docs/examples/slip.py", "gradient": "docs/examples/gradient.md",
    "stable-softplus": "softplus", "stable-logistic-mean": "logistic-mean",
    "stable-softmax": "softmax",
    "korean": "tests/sheets/korean.md", "hostile": "tests/sheets/hostile.md",
}
"""Each kept sheet, and what it is a sheet of; those called stable show how to compute it."""
STYLES = ("tex", "md")


def made(name: str, style: str) -> str:
    """The sheet as it is made today, whatever folder and day it is."""
    with contextlib.chdir(ROOT):
        stable = name.startswith("stable-")
        return text(verify(SOURCES[name], seconds=60, stable=stable).sheets, style)


def kept(name: str, style: str) -> Path:
    """Where the sheet is kept: notes themselves end in .md."""
    return FOLDER / f"{name}.sheet.{style}"


if __name__ == "__main__":
    for one in SOURCES:
        for format_ in STYLES:
            kept(one, format_).write_text(made(one, format_), encoding="utf-8")
