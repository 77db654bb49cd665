"""How the numbers are computed: the proved steps from each result to its stable form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from checker.check import check
from checker.export.chains import Way, ways
from checker.export.refusals import NotExported
from checker.language.claim import Derivation
from checker.language.findings import Finding
from checker.language.term import Term
from checker.report.sheet.model import Display, Math, Remark
from checker.sheets.displays import displays_of
from checker.sheets.typesetting import Typeset

KIND: Final = "computed"
"""The kind of remarks about what is computed."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What a sheet says of the forms that are computed."""

    displays: tuple[Display, ...] = ()
    findings: tuple[Finding, ...] = ()
    """The verdict on each step: they are judged here as all others are."""
    remarks: tuple[Remark, ...] = ()


def computed(derivation: Derivation | None) -> Computed:
    """The stable forms of all results; a chain that several results share stands once.

    >>> import derivations
    >>> found = computed(derivations.load("softplus"))
    >>> [finding.outcome for finding in found.findings]
    ['proved', 'proved', 'proved', 'proved']
    """
    if derivation is None or not derivation.results:
        return Computed(remarks=(Remark(
            KIND, "no result is named here, so there is no form to compute it by", 0),))
    known = set(derivation.context.hypotheses)
    displays: list[Display] = []
    findings: list[Finding] = []
    remarks: list[Remark] = []
    seen: set[object] = set()
    for result in derivation.results:
        try:
            found = ways(derivation, result)
        except NotExported as error:
            remarks.append(Remark(KIND, str(error), 0))
            continue
        for way in found:
            content = (way.stands, *((claim.lhs, claim.rhs) for claim in way.chain.claims))
            if content in seen:
                continue
            seen.add(content)
            judged = tuple(check(claim, hints=False) for claim in way.chain.claims)
            displays += _displays(way, judged, known)
            findings += judged
    return Computed(tuple(displays), tuple(findings), tuple(remarks))


def _displays(way: Way, judged: tuple[Finding, ...], known: set[Term]) -> list[Display]:
    """The displays of a chain; what its names stand for is told where it begins."""
    typeset = Typeset(way.chain.claims[0].context)
    made = displays_of(judged, typeset, way.chain.title, known)
    if way.stands is None:
        return made
    first, *others = made[0].lines
    told = replace(first, conditions=(_meaning(way.stands, typeset), *first.conditions))
    return [replace(made[0], lines=(told, *others)), *made[1:]]


def _meaning(stands: Term, typeset: Typeset) -> Math:
    left, right = map(typeset.term, stands.args)
    return Math(f"{left} = {right}")
