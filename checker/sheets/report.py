"""The findings of one source as an object that Jupyter shows and that saves itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checker.language.claim import Derivation
from checker.language.errors import CheckerError, Unreadable
from checker.language.findings import PageFindings, exit_code
from checker.report.sheet.model import Sheet
from checker.sheets.building import sheet
from checker.sheets.formats import data, format_of, text, write


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of every step; in Jupyter it shows itself as a sheet."""

    pages: tuple[PageFindings, ...]
    stable: bool = False
    """Whether its sheets show the proved steps to the forms that an export computes."""

    @property
    def proved(self) -> bool:
        """Whether every step is proved."""
        return exit_code(self.pages) == 0

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """What the sheets say, one for each derivation or note."""
        return tuple(sheet(page, self.stable) for page in self.pages)

    def save(self, path: str | Path, engine: str | None = None) -> None:
        """Write the sheets to a file: .tex, .pdf, .html or .md."""
        write(Path(path), data(self.sheets, format_of(str(path)), engine))

    def __str__(self) -> str:
        from checker.report.sheet.notes import summary

        return "\n".join(f"{found.title}: {summary(found.counts)}" for found in self.sheets)

    def __repr__(self) -> str:
        return f"<Report {str(self)!r}>"

    def _repr_html_(self) -> str | None:
        return self._shown("html") if len(self.pages) == 1 else None

    def _repr_markdown_(self) -> str | None:
        return self._shown("md")

    def _repr_latex_(self) -> str | None:
        """The chains alone: what shows LaTeX in a notebook knows formulas, no documents."""
        from checker.report.sheet.notes import Notes
        from checker.report.sheet.tex_rows import inline

        notes = Notes()
        return "\n".join(inline(display, notes) for found in self.sheets
                         for display in found.displays)

    def _shown(self, style: str) -> str | None:
        try:
            return text(self.sheets, style)
        except CheckerError:
            return None


def verify(source: str | Path | Derivation, *, given: str | None = None, log_base: int = 0,
           seconds: float = 2.0, stable: bool = False) -> Report:
    """Verify a derivation, or what a path names: a note, a module, a name of the shelf.

    `given` is a file of what a note leaves to its reader. `stable` has the sheets show the proved
    steps to the forms that an export computes. A source that cannot be read raises `Unreadable`.

    >>> report = verify("sigmoid")
    >>> report.proved, str(report)
    (True, 'The derivative of the sigmoid, by the quotient rule: 11 steps: 11 proved')
    """
    if isinstance(source, Derivation):
        from checker.check import check_derivation

        return Report((check_derivation(source, seconds=seconds),), stable)
    from checker.pages import Manner
    from checker.sheets.gathering import verified

    pages, problems = verified([str(source)], Manner(seconds, given, log_base))
    if problems and not pages:
        raise Unreadable(str(problems[0]), problems[0].line)
    return Report(tuple(pages), stable)
