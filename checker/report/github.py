"""The report as GitHub workflow commands: remarks beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.language.findings import PageFindings
from checker.report.remarks import explained, near, said

_LEVELS = {"refuted": "error", "unreadable": "error", "undecided": "warning"}


def github(pages: Iterable[PageFindings]) -> Iterator[str]:
    """One command for each claim that is not proved, and for each notice."""
    for page in pages:
        for finding in page.findings:
            level = _LEVELS.get(finding.outcome)
            if level is not None:
                span = finding.span
                text = f"{said(finding)}\n{explained(finding)}".strip()
                yield command(level, span.path if span is not None else page.path,
                              span.line if span is not None else 1,
                              span.column if span is not None else 1, finding.outcome, text)
        for notice in page.notices:
            yield command("notice", notice.span.path, notice.span.line, notice.span.column,
                          notice.kind, notice.text)


def command(level: str, path: str, line: int, column: int, title: str, text: str) -> str:
    """One workflow command.

    >>> command("error", "notes/a,b.md", 3, 1, "refuted", "100% wrong")
    '::error file=notes/a%2Cb.md,line=3,col=1,title=refuted::100%25 wrong'
    """
    return (f"::{level} file={_property(near(path))},line={line},col={column},"
            f"title={_property(title)}::{_data(text)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
