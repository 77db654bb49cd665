"""Findings: what the program says of each claim of a page, for reports to print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, assert_never

from checker.language.claim import Claim, Derivation
from checker.language.source import Notice, Span
from checker.language.term import Term
from checker.language.verdict import Proved, Refuted, Undecided, Verdict

OUTCOMES: Final = ("proved", "refuted", "undecided", "unreadable", "stated")
"""Every outcome, in the order of the JSON counts."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that could not be read, with the reason."""

    message: str
    written: str
    span: Span
    source: str = ""
    """The line of the source that it stands on, for a caret under its place."""
    whole: str = ""
    """What it is a side of, with its other sides."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim that is not to be proved: a definition, a declaration, an update."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim of a page with its verdict and what explains it."""

    verdict: Verdict | Unread | Stated
    rules: tuple[str, ...] = ()
    """The names of the rules that explain a proved step."""
    hint: str | None = None
    """What the author of a refuted step probably did; the repaired step is proved."""
    repaired: Claim | None = None
    """The repaired step, if there is a hint."""
    message: str | None = None
    """Anything else to be said, such as what is not supported yet."""
    seconds: float = 0.0
    read: tuple[Term, Term] | None = None
    """Both sides as they were read, where the claim that was judged opens or keeps more."""

    @property
    def outcome(self) -> str:
        """One of `OUTCOMES`."""
        match self.verdict:
            case Proved():
                return "proved"
            case Refuted():
                return "refuted"
            case Undecided():
                return "undecided"
            case Unread():
                return "unreadable"
            case Stated():
                return "stated"
            case _:
                assert_never(self.verdict)

    def taking(self, seconds: float) -> Finding:
        """The same finding with the time that it took."""
        return Finding(self.verdict, self.rules, self.hint, self.repaired, self.message, seconds,
                       self.read)

    @property
    def reading(self) -> tuple[Term, Term] | None:
        """Both sides as they were read, None where they could not be."""
        claim = self.claim
        return self.read or (None if claim is None else (claim.lhs, claim.rhs))

    @property
    def claim(self) -> Claim | None:
        """The claim, None where it could not be read."""
        return None if isinstance(self.verdict, Unread) else self.verdict.claim

    @property
    def span(self) -> Span | None:
        """Where it stands."""
        if isinstance(self.verdict, Unread):
            return self.verdict.span
        return self.verdict.claim.span


@dataclass(frozen=True, slots=True)
class PageFindings:
    """All findings of one page: a note, or a derivation of the shelf."""

    path: str
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...] = ()
    title: str = ""
    derivation: Derivation | None = None
    """What was verified, where it is one derivation with one context and named results."""

    def counts(self) -> dict[str, int]:
        """How many findings have each outcome."""
        found = Counter(finding.outcome for finding in self.findings)
        return {outcome: found[outcome] for outcome in OUTCOMES}


def exit_code(pages: tuple[PageFindings, ...]) -> int:
    """0 all proved; 1 something refuted; 2 unreadable; 3 undecided. 2 before 1 before 3."""
    outcomes = {f.outcome for page in pages for f in page.findings}
    for outcome, code in (("unreadable", 2), ("refuted", 1), ("undecided", 3)):
        if outcome in outcomes:
            return code
    return 0
