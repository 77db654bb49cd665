"""What has been found of a page so far: findings and notices, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from checker.check import rule_remark
from checker.language.claim import Claim
from checker.language.context import POSITIVE_INTEGER, Domain
from checker.language.errors import Unreadable
from checker.language.findings import Finding, Stated, Unread
from checker.language.source import Notice, Span
from checker.language.text import text
from checker.language.verdict import Refuted, Undecided
from checker.reader.latex.records import Side
from checker.reader.page.counting import miscounts
from checker.reader.page.reading import Page
from checker.reader.page.said import Said
from checker.reader.page.symbols import Symbol

_CONDITION: Final = re.compile(
    r"(?:if|when|whenever|while|for|unless|except|provided|assuming|given|as long)\b", re.I)
"""How a remark begins that may be a condition."""

_WRITTEN: Final = {"<=": "\\le", ">=": "\\ge", "!=": "\\ne", "~": "\\approx", "->": "\\to"}
"""How signs are written in LaTeX, where it is not as here."""


def claimed(left: Side, right: Side, sign: str, kind: str) -> Claim:
    """The claim that two sides make."""
    assert left.term is not None and right.term is not None
    return Claim(left.term, right.term, relation=sign, kind=kind,
                 span=right.span if kind == "step" else left.span,
                 written=(left.text, right.text))


def both(left: Side, right: Side, sign: str) -> Side:
    """What stands on both sides of a sign, for a trouble with the two together."""
    return Side(f"{left.text} {sign} {right.text}".strip(), right.span)


def around(sides: Sequence[Side], signs: Sequence[str], k: int) -> str:
    """What is written around the k-th side of a chain, up to its neighbours.

    >>> from checker.language.source import Span
    >>> sides = [Side(text, Span("", 1)) for text in "abcd"]
    >>> around(sides, ("=", "<", "="), 1), around(sides, ("=", "<", "="), 3)
    ('a = b < c', 'c = d')
    """
    found = sides[max(0, k - 1)].text
    for j in range(max(1, k), min(k + 2, len(sides))):
        found += f" {_WRITTEN.get(signs[j - 1], signs[j - 1])} {sides[j].text}"
    return found.strip()


class Told:
    """Findings and notices while a page is walked."""

    def __init__(self, page: Page, on_finding: Callable[[Finding], None] | None) -> None:
        self.page = page
        self.findings: list[Finding] = []
        self.notices: list[Notice] = []
        self.on_finding = on_finding
        self.circles: set[Symbol] = set()
        """What the page says to be something that was defined by it, which is not proved."""
        self._once: set[tuple[str, str]] = set()

    def judged(self, finding: Finding, claim: Claim) -> None:
        """Add the verdict on a claim, with what the page says against a refutation."""
        if self.circles and isinstance(finding.verdict, Refuted):
            doubt = self.circles & (self.page.symbols.of(claim.lhs)
                                    | self.page.symbols.of(claim.rhs))
            if doubt:
                finding = Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
                    f"false by the definitions, but the page says above what {min(doubt).text} "
                    "is by what was defined by it"))
        if claim.reason and isinstance(finding.verdict, Refuted) \
                and _CONDITION.match(claim.reason):
            finding = Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
                f"false in general; the condition `{claim.reason}` is not read"))
        finding = replace(finding, read=(claim.lhs, claim.rhs))
        if claim.reason and claim.span is not None:
            remark = rule_remark(finding, claim.span)
            if remark is not None:
                self.notice(remark.kind, remark.text, remark.span)
        self.found(finding)

    def unread(self, side: Side, error: Unreadable, whole: str = "") -> None:
        """Say why something could not be read, where, and of what whole it is a side."""
        expected_ = f" (expected {error.expected})" if error.expected else ""
        span = side.span
        if error.line:
            span = Span(span.path, error.line, error.column)
        source = self.page.sources.get(span.path)
        line = source.line(span.line) if source is not None \
            and 0 < span.line <= len(source.starts) else ""
        self.found(Finding(Unread(error.message + expected_, side.text, span, line, whole)))

    def stated(self, said: Said, left: Side, right: Side, sign: str, kind: str) -> None:
        """Add what the page states and nobody has to prove."""
        if not said.given and not said.loose:
            self.found(Finding(Stated(claimed(left, right, sign, kind))))

    def found(self, finding: Finding) -> None:
        """Add a finding."""
        self.findings.append(finding)
        if self.on_finding is not None:
            self.on_finding(finding)

    def notice(self, kind: str, told: str, span: Span, once: str = "") -> None:
        """Add a notice, unless this was said before."""
        key = (kind, once or f"{span}")
        if key not in self._once:
            self._once.add(key)
            self.notices.append(Notice(kind, told, span))

    def undeclared(self, symbols: list[Symbol], counts: Mapping[str, Domain]) -> None:
        """Remark the names that were declared nowhere, with what was made of them."""
        spans = [f.span for f in self.findings if f.span is not None and f.outcome != "stated"]
        if not spans:
            return
        for count, domain in sorted(counts.items()):
            divides = " and divided by it" if domain == POSITIVE_INTEGER else ""
            self.notice("undeclared", f"{count} is declared nowhere, and read as a whole number "
                        f"{count} >= {domain.lo}: something is summed up to {count}{divides}",
                        spans[0], once=count)
        if not symbols:
            return
        told = [f"{s.text}[...]" if s.kind == "family" else s.text for s in symbols]
        shown = ", ".join(told[:12]) + (", ..." if len(told) > 12 else "")
        one = len(told) == 1
        self.notice("undeclared", f"{shown} {'is' if one else 'are'} declared nowhere, and read "
                     f"as {'a real number' if one else 'real numbers'}; say more in the text, as "
                     "in `$x > 0$`, or in a file of givens", spans[0])

    def counted(self, side: Side) -> None:
        """Remark sums that are divided by another number than that of their summands."""
        if side.term is None:
            return
        for total, divisor, gap in miscounts(side.term):
            more = f"{abs(gap)} {'more' if gap > 0 else 'fewer'}"
            index, _, lo, hi = total.args
            self.notice("count", f"the sum over {text(index)} = {text(lo)}, ..., {text(hi)} has "
                         f"{more} summand{'s' * (abs(gap) != 1)} than the {text(divisor)} it is "
                         "divided by", side.span)
