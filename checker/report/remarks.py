"""What all reports share: the sides of a claim as written, and what is said of it in a sentence."""

from __future__ import annotations

import os

from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.findings import Finding, Unread
from checker.language.text import text
from checker.language.verdict import Refuted, Undecided


def sides(claim: Claim) -> tuple[str, str]:
    """Both sides as the author typed them, or as text where the source is no text.

    >>> from checker.language.term import exp, name, neg
    >>> sides(Claim(exp(neg(name("x"))), name("y")))
    ('exp(-x)', 'y')
    """
    return claim.written or (text(claim.lhs), text(claim.rhs))


def message(finding: Finding) -> str | None:
    """What is to be said beyond the verdict: why unreadable, what was tried."""
    if isinstance(finding.verdict, Unread):
        return finding.verdict.message
    if finding.message is None and isinstance(finding.verdict, Undecided):
        tried = "; ".join(finding.verdict.tried)
        return f"tried: {tried}" if tried else None
    return finding.message


def said(finding: Finding) -> str:
    """The claim in one line, as written."""
    if isinstance(finding.verdict, Unread):
        return finding.verdict.whole or finding.verdict.written
    claim = finding.verdict.claim
    lhs, rhs = sides(claim)
    return f"{lhs} {claim.relation} {rhs}"


def explained(finding: Finding) -> str:
    """Why a claim is not proved, in one sentence."""
    verdict = finding.verdict
    if isinstance(verdict, Refuted):
        where = f"at {verdict.point}" if str(verdict.point) else "everywhere"
        parts = [f"refuted {where}: the left side is {verdict.lhs}, the right side {verdict.rhs}"]
        if finding.hint:
            parts.append(f"hint: {finding.hint}")
    else:
        parts = [finding.outcome]
    more = message(finding)
    if more:
        parts.append(more)
    return "; ".join(parts)


def near(path: str) -> str:
    """The path from the working directory, where it lies below: services know no other.

    >>> near("notes/a.md"), near("/elsewhere/a.md")
    ('notes/a.md', '/elsewhere/a.md')
    """
    relative = os.path.relpath(path)
    return (path if relative.startswith(os.pardir) else relative).replace(os.sep, "/")


def witness(point: Point) -> dict[str, object]:
    """A point for programs to read: numbers as text, functions as what they do.

    >>> from fractions import Fraction
    >>> from checker.language.term import name, power, number
    >>> point = Point((("x", Fraction(1, 2)),), (), (("h", ("t",), power(name("t"), number(2))),))
    >>> witness(point)
    {'x': '1/2', 'h': 't -> t**2'}
    """
    data: dict[str, object] = {n: str(v) for n, v in point.names}
    for family, table in point.entries:
        data[family] = {",".join(map(str, index)): str(value) for index, value in table}
    for function, parameters, body in point.functions:
        data[function] = f"{', '.join(parameters)} -> {text(body)}"
    return data
