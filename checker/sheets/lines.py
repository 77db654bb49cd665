"""One finding as one line of a sheet: what is said of the step, and why it is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from checker.language.certificate import Point
from checker.language.claim import Claim
from checker.language.data import digest
from checker.language.findings import Finding, Unread
from checker.language.term import Term, apply, entry, name, number
from checker.language.verdict import Proved, Refuted
from checker.report.remarks import message
from checker.report.sheet.model import Line, Math, Refutation, Side
from checker.sheets.curves import curve_of
from checker.sheets.domains import relations
from checker.sheets.typesetting import Typeset

_RELATIONS: Final = {"=": "=", ":=": ":=", "<": "<", "<=": "\\le", ">": ">", ">=": "\\ge",
                     "!=": "\\ne", "~": "\\approx", "in": "\\in", "->": "\\to"}
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+")
_ENCLOSURE: Final = re.compile(r"\[(-?[0-9.e+-]+) \+/- ([0-9.e+-]+)\]")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a step, printed."""

    left: Math
    right: Math


def sides(finding: Finding, typeset: Typeset, flat: bool = True) -> Sides | None:
    """Both sides of a finding as the author wrote them; None if it could not be read.

    A limit is always printed from its term: what stands in the source, `f(x) = 1` beside
    `if x -> 0`, is true only with what stands beside it.
    """
    claim, read = finding.claim, finding.reading
    if claim is None or read is None:
        return None
    written = claim.written if claim.written is not None and claim.kind != "limit" \
        else (None, None)
    return Sides(typeset.written(written[0], read[0], flat),
                 typeset.written(written[1], read[1], flat))


def line(finding: Finding, found: Sides | None, typeset: Typeset,
         supposed: Iterable[Term] = ()) -> Line:
    """The line of a finding; `supposed` are relations that only this step supposes."""
    number_ = finding.span.line if finding.span is not None else 0
    verdict = finding.verdict
    if isinstance(verdict, Unread) or found is None:
        written = verdict.whole or verdict.written if isinstance(verdict, Unread) else ""
        return Line(finding.outcome, Math(""), Math(""), message=message(finding) or "",
                    written=written, number=number_)
    claim = verdict.claim
    conditions = tuple(relations(tuple(supposed), typeset))
    certificate = ""
    if isinstance(verdict, Proved):
        conditions += tuple(map(typeset.condition, verdict.conditions))
        certificate = digest(claim, verdict.certificate)
    return Line(
        finding.outcome, Math(_RELATIONS.get(claim.relation, "=")), found.right,
        rules=tuple(map(typeset.reason, finding.rules)),
        reason=typeset.reason(claim.reason or ""), conditions=conditions,
        refutation=_refutation(finding, verdict, found, typeset)
        if isinstance(verdict, Refuted) else None,
        message=message(finding) or "", number=number_, certificate=certificate)


def _refutation(finding: Finding, verdict: Refuted, found: Sides, typeset: Typeset) -> Refutation:
    repaired: Claim | None = finding.repaired
    hint, corrected = finding.hint, None
    if hint is not None and repaired is not None and repaired.lhs is verdict.claim.lhs:
        corrected = typeset.term(repaired.rhs)
        hint = hint.rpartition(": = ")[0] or hint  # what stands behind it is the corrected line
    return Refutation(Side(found.left, in_digits(verdict.lhs)),
                      Side(found.right, in_digits(verdict.rhs)),
                      _point(verdict.point, typeset), hint, corrected, curve_of(verdict))


def in_digits(enclosure: str) -> str:
    """The value of an enclosure with as many digits as it is sure of, ten at most.

    >>> in_digits("[0.241412901252952 +/- 3.99e-16]"), in_digits("0.500"), in_digits("undefined")
    ('about 0.2414129013', '0.5', 'undefined')
    >>> in_digits("[1e+300 +/- 2e+299]")
    '[1e+300 +/- 2e+299]'
    """
    if _DECIMAL.fullmatch(enclosure):
        return enclosure.rstrip("0").rstrip(".")
    found = _ENCLOSURE.fullmatch(enclosure)
    if found is None:
        return enclosure
    middle, radius = Decimal(found[1]), Decimal(found[2])
    if middle == 0 or radius * 10**10 > abs(middle):
        return enclosure
    return f"about {middle:.10g}"


def _point(point: Point, typeset: Typeset) -> tuple[tuple[Math, Math], ...]:
    rows = [(typeset.name(text), typeset.value(value)) for text, value in point.names]
    rows += [(typeset.term(entry(family, *map(number, index))), typeset.value(value))
             for family, table in point.entries for index, value in table]
    rows += [(typeset.term(apply(function, *map(name, parameters))), typeset.term(body))
             for function, parameters, body in point.functions]
    return tuple(rows)
