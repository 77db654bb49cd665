"""A note in a file, or as text: read, judged, reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from checker.language.findings import Finding, PageFindings
from checker.notes.judge import Options
from checker.notes.walk import check_page
from checker.reader.documents import given_text, read_document, read_given, read_text
from checker.reader.documents.blocks import Language
from checker.reader.page.reading import read_page


def verify_note(path: Path, given: Path | None = None, *, log_base: int = 0,
                options: Options | None = None, second_reader: bool = False,
                on_finding: Callable[[Finding], None] | None = None) -> PageFindings:
    """Every claim of a note with its verdict; `CheckerError` says why it cannot be read.

    `given` is a file with what the note leaves to its reader, one declaration a line;
    `log_base` the base of `\\log`, 0 for the natural logarithm. With `second_reader` another
    program reads the formulas too, and what it reads otherwise is remarked.
    """
    page = read_page(read_document(path), () if given is None else read_given(given), log_base)
    found = check_page(page, options or Options(), on_finding)
    if second_reader:
        from checker.notes.second_opinion import second_opinion

        remarks = tuple(second_opinion(page, log_base))
        found = replace(found, notices=(*found.notices, *remarks))
    return found


def verify_text(text: str, given: str = "", *, language: Language = "markdown",
                path: str = "<text>", log_base: int = 0,
                options: Options | None = None) -> PageFindings:
    r"""Every claim of a note that is at hand as text.

    >>> page = verify_text(r"Let $x > 0$. $$\frac{d}{dx} \log x = \frac{1}{x} = \frac{2}{x}$$")
    >>> [(finding.span.line, finding.outcome) for finding in page.findings]
    [(1, 'stated'), (1, 'proved'), (1, 'refuted')]
    """
    givens = given_text(given) if given else ()
    return check_page(read_page(read_text(text, language, path), givens, log_base),
                      options or Options())
