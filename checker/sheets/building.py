"""The findings of a page become a sheet: what it says, before any of its formats."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from typing import Final

from checker.check import check
from checker.language.claim import Claim, Derivation
from checker.language.context import EMPTY
from checker.language.findings import Finding, PageFindings
from checker.language.term import Term, relation
from checker.language.verdict import Condition, Proved
from checker.report.sheet.model import Declared, Display, Math, Remark, Rule, Sheet
from checker.sheets.computed import Computed, computed
from checker.sheets.displays import displays_of
from checker.sheets.domains import declared
from checker.sheets.lines import line, sides
from checker.sheets.statements import rule
from checker.sheets.typesetting import Typeset, defined, plainly
from checker.version import VERSION

RELATIONS: Final = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "!=": "ne"}


def sheet(page: PageFindings, stable: bool = False) -> Sheet:
    """The sheet of a page: a derivation of the shelf or of a module, or a note.

    `stable` adds the proved steps from each result to the form that an export computes.

    >>> from checker.notes.verify import verify_text
    >>> found = sheet(verify_text("Let $x > 0$. $$\\\\frac{d}{dx} \\\\log x = \\\\frac{1}{x}$$"))
    >>> found.declared[0].names, found.displays[0].lines[0].outcome
    (('x > 0',), 'proved')
    """
    named = page.derivation is not None and page.derivation.results
    told = computed(page.derivation) if stable and (_all_proved(page) or not named) \
        else Computed()
    return _of_derivation(page, page.derivation, told) if page.derivation \
        else _of_note(page, told)


def date() -> str:
    """The day that SOURCE_DATE_EPOCH names; empty without it, so that no two runs differ."""
    try:
        return time.strftime("%Y-%m-%d", time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"])))
    except (KeyError, ValueError, OverflowError, OSError):
        return ""


# --- a derivation -------------------------------------------------------------------------------


def _of_derivation(page: PageFindings, derivation: Derivation, told: Computed) -> Sheet:
    typeset = Typeset(derivation.context)
    displays: list[Display] = []
    start = 0
    for chain in derivation.chains:
        end = start + len(chain.claims)
        displays += displays_of(page.findings[start:end], typeset, chain.title)
        start = end
    displays += displays_of(page.findings[start:], typeset, "")
    return _complete(
        page, displays, told, title=derivation.title or derivation.name,
        source=derivation.source or page.path,
        declared=declared(derivation.context, typeset),
        definitions=tuple(map(typeset.definition, derivation.context.definitions)),
        results=_results(page, derivation, typeset))


def _results(page: PageFindings, derivation: Derivation,
             typeset: Typeset) -> tuple[tuple[str, Math], ...]:
    """The named final forms; none unless every step of the derivation is proved."""
    if not _all_proved(page):
        return ()
    rows = []
    for result in derivation.results:
        arguments = f"({', '.join(map(plainly, result.arguments))})" if result.arguments else ""
        shown = _shown(result.term, page, derivation)
        if shown is None:
            continue
        begin, end, conditions = shown
        left = "" if begin is end else f"{typeset.term(begin)} = "
        where = ", ".join(map(typeset.condition, conditions))
        rows.append((f"{result.name}{arguments}", Math(
            f"{left}{typeset.term(end)}"
            + (f" \\quad \\text{{where }} {where}" if where else ""))))
    return tuple(rows)


def _all_proved(page: PageFindings) -> bool:
    outcomes = {finding.outcome for finding in page.findings}
    return "proved" in outcomes and outcomes <= {"proved", "stated"}


def _shown(term: Term, page: PageFindings,
           derivation: Derivation) -> tuple[Term, Term, tuple[Condition, ...]] | None:
    """The equality of the derivation that a result is an end of, and where it holds, or None.

    A result stands on a line of a chain, or in a definition, or is proved equal to the end of
    a chain: it may only say the same in other names.
    """
    start = 0
    ends: list[tuple[Term, Term, tuple[Condition, ...]]] = []
    for chain in derivation.chains:
        conditions: dict[Condition, None] = {}
        claims = chain.claims
        for claim, finding in zip(claims, page.findings[start:], strict=False):
            if isinstance(finding.verdict, Proved):
                conditions |= dict.fromkeys(finding.verdict.conditions)
            if claim.relation == "=" and claim.rhs is term:
                return claims[0].lhs, term, tuple(conditions)
        start += len(claims)
        if claims and claims[-1].relation == "=":
            ends.append((claims[0].lhs, claims[-1].rhs, tuple(conditions)))
    for definition in derivation.context.definitions:
        left = defined(definition)
        if term is definition.body or term is left:
            return left, definition.body, ()
        ends.append((left, definition.body, ()))
    for begin, end, found in ends:
        verdict = check(Claim(end, term, derivation.context), hints=False, rules=False).verdict
        if isinstance(verdict, Proved):
            return begin, term, tuple(dict.fromkeys((*found, *verdict.conditions)))
    return None


# --- a note -------------------------------------------------------------------------------------


def _of_note(page: PageFindings, told: Computed) -> Sheet:
    typeset = Typeset()
    said: list[Declared] = []
    known: set[Term] = set()
    displays: list[Display] = []
    chain: list[Finding] = []
    last: Term | None = None

    def close() -> None:
        if chain:
            context = next((f.claim.context for f in chain if f.claim is not None), EMPTY)
            displays.extend(displays_of(chain, Typeset(context), "", known))
            chain.clear()

    for finding in page.findings:
        claim, read = finding.claim, finding.reading
        if claim is not None and finding.outcome == "stated" and claim.kind == "declaration":
            said.append(_declared(finding, typeset))
            if claim.relation in RELATIONS:
                known.add(relation(RELATIONS[claim.relation], claim.lhs, claim.rhs))
            continue
        goes_on = read is not None and last is not None and read[0] is last
        if not goes_on:
            close()
        chain.append(finding)
        last = read[1] if read is not None and finding.outcome != "stated" else None
    close()
    return _complete(
        page, displays, told, title=page.title or page.path, source=page.path, declared=tuple(said),
        definitions=(), results=())


def _declared(finding: Finding, typeset: Typeset) -> Declared:
    """A declaration as the note has it."""
    claim = finding.claim
    assert claim is not None
    found = sides(finding, typeset)
    assert found is not None
    if claim.relation == "in":
        written = claim.written or ("", "")
        return Declared((Math(f"{found.left} \\in {found.right}"),), "") \
            if written[1] and found.right != found.left else Declared((found.left,), "declared")
    said = line(finding, found, typeset)
    return Declared((Math(f"{found.left} {said.relation} {found.right}"),), "")


# --- both ---------------------------------------------------------------------------------------


def _complete(page: PageFindings, displays: Sequence[Display], told: Computed, *, title: str,
              source: str, declared: tuple[Declared, ...], definitions: tuple[Math, ...],
              results: tuple[tuple[str, Math], ...]) -> Sheet:
    """The sheet with what every sheet has: rules, remarks, counts, version, date and digest."""
    certificates = [line.certificate for display in displays for line in display.lines
                    if line.certificate]
    digest = hashlib.sha256("\n".join(certificates).encode()).hexdigest() if certificates else ""
    counts = tuple((outcome, n) for outcome, n in page.counts().items() if n)
    return Sheet(title, source, declared, definitions, tuple(displays),
                 _rules((*page.findings, *told.findings)), results,
                 (*_remarks(page, results), *told.remarks), counts, VERSION, date(), digest,
                 told.displays)


def _rules(findings: Sequence[Finding]) -> tuple[Rule, ...]:
    """The rules of all proved steps, each once, in the order of their first use."""
    found: dict[str, Rule] = {}
    for finding in findings:
        if finding.outcome == "proved" and finding.claim is not None:
            context = finding.claim.context
            for text in finding.rules:
                if text not in found:
                    found[text] = rule(text, context, Typeset(context))
    return tuple(found.values())


def _remarks(page: PageFindings, results: Sequence[object]) -> tuple[Remark, ...]:
    remarks = [Remark(notice.kind, notice.text, notice.span.line) for notice in page.notices]
    named = page.derivation.results if page.derivation is not None else ()
    if named and not _all_proved(page):
        remarks.append(Remark("results", "not every step is proved, so no result is stated", 0))
    elif len(results) < len(named):
        remarks.append(Remark("results", "results that stand on no line of the derivation are "
                              "left out", 0))
    return tuple(remarks)
