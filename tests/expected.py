"""What a page's findings are expected to be: one word for each finding and notice of a line.

The word of a finding is its outcome, or for what is only stated its kind: `definition`,
`declaration`, `update`. The words of a line stand in the order of their columns, and behind
them its notices: `notice:count`, `notice:redefinition`, `notice:assignment`, `notice:undeclared`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.findings import Finding, PageFindings, Stated, Unread
from checker.language.verdict import Proved


@dataclass(frozen=True)
class Line:
    """What is said of one line of a page."""

    words: tuple[str, ...]
    """The words of its findings, by column."""
    notices: tuple[str, ...]
    """The kinds of its notices, sorted."""
    texts: tuple[str, ...]
    """Hints, messages, conditions, rules and notices."""
    findings: tuple[Finding, ...]

    @property
    def told(self) -> str:
        """All words as one text."""
        return " ".join((*self.words, *(f"notice:{kind}" for kind in self.notices)))

    def says(self, part: str) -> bool:
        """Whether a text holds a part; nothing is always said."""
        return not part or any(part in text for text in self.texts)


SILENT = Line((), (), (), ())


def word(finding: Finding) -> str:
    """The word of a finding."""
    if isinstance(finding.verdict, Stated):
        return finding.verdict.claim.kind
    return finding.outcome


def lines(page: PageFindings) -> dict[tuple[str, int], Line]:
    """What is said of each line on which something is said, by its text and number.

    The text is the file, or the cell of a notebook: "n.ipynb (cell 2)".
    """
    findings: dict[tuple[str, int], list[Finding]] = {}
    for finding in page.findings:
        assert finding.span is not None
        findings.setdefault((finding.span.path, finding.span.line), []).append(finding)
    places = {*findings, *((n.span.path, n.span.line) for n in page.notices)}
    found = {}
    for place in sorted(places):
        here = sorted(findings.get(place, ()), key=lambda f: f.span.column if f.span else 0)
        notices = [n for n in page.notices if (n.span.path, n.span.line) == place]
        texts = [text for finding in here for text in texts_of(finding)]
        found[place] = Line(tuple(map(word, here)), tuple(sorted(n.kind for n in notices)),
                            (*texts, *(n.text for n in notices)), tuple(here))
    return found


def texts_of(finding: Finding) -> Iterator[str]:
    """Whatever a finding tells beside its word."""
    yield from (text for text in (finding.hint, finding.message) if text)
    yield from finding.rules
    if isinstance(finding.verdict, Unread):
        yield finding.verdict.message
    if isinstance(finding.verdict, Proved):
        yield from (f"where {condition}" for condition in finding.verdict.conditions)


def numbers(text: str) -> list[int]:
    """The lines of a list such as "29,34,56-58".

    >>> numbers("29,34,56-58")
    [29, 34, 56, 57, 58]
    """
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        found += range(int(first), int(last if dash else first) + 1)
    return found
