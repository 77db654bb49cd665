"""The pages of `tests/notes`, each with what must be found on its lines.

A page is a note as people write it: `name.md`, `name.tex` or `name.ipynb`. What it leaves to
its reader stands in its front matter, or beside it in `name.given`. The table `name.expected.tsv`
has a row for each line on which something is found, and only for these:

    12      proved refuted          the factor 2
    2.7     definition notice:count

The line (for a notebook the cell and the line in it), what is found there by column, and parts of
what is told of it, one a column. `tests/expected.py` tells the words. A new page needs no Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checker.language.findings import PageFindings
from checker.notes.judge import Options
from checker.notes.verify import verify_note
from tests.expected import Line, lines

FOLDER = Path(__file__).parent / "notes"
ENDINGS = (".md", ".tex", ".ipynb")


@dataclass(frozen=True)
class Row:
    """What must be found on a line."""

    told: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class NotePage:
    """A page with its expectations."""

    path: Path
    given: Path | None
    rows: dict[str, Row]
    """By the line, or the cell and the line: "2.7"."""

    def verified(self, options: Options | None = None) -> PageFindings:
        """The findings of the page as it stands."""
        return verify_note(self.path, self.given, options=options)

    def found(self) -> dict[str, Line]:
        """What is found, by line as in the rows."""
        return {place(self.path, text, number): line
                for (text, number), line in lines(self.verified()).items()}


def place(path: Path, text: str, number: int) -> str:
    """The line as a row writes it; for a given, with the name of its file."""
    if text == str(path):
        return str(number)
    _, cell, rest = text.partition(" (cell ")
    return f"{rest.rstrip(')')}.{number}" if cell else f"{Path(text).name}:{number}"


def read(path: Path) -> NotePage:
    """A page with the files beside it."""
    table = path.with_suffix(".expected.tsv")
    rows = {}
    for line in table.read_text(encoding="utf-8").splitlines() if table.exists() else ():
        if line.strip() and not line.startswith("#"):
            where, told, *parts = line.split("\t")
            assert where not in rows, f"{table.name} has line {where} twice"
            rows[where] = Row(told, tuple(filter(None, parts)))
    given = path.with_suffix(".given")
    return NotePage(path, given if given.exists() else None, rows)


PAGES = [read(path) for path in sorted(FOLDER.iterdir()) if path.suffix in ENDINGS]
