"""Sheets at hand for the tests of formats: made of findings with no frills."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from checker.language.claim import Chain, Claim
from checker.language.context import Definition
from checker.language.findings import Finding, PageFindings
from checker.language.term import apply, build, entry, name
from checker.language.verdict import Proved, Refuted, Undecided
from checker.pages import Manner, Target, targets, verify_target
from checker.reader.latex.printing import latex
from checker.report.sheet.model import (
    Declared,
    Display,
    Line,
    Math,
    Refutation,
    Remark,
    Rule,
    Sheet,
    Side,
)
from checker.sheets.curves import curve_of

SYMBOLS = {"=": "=", "!=": "\\ne", "<": "<", "<=": "\\le", ">": ">", ">=": "\\ge", ":=": ":=",
           "in": "\\in"}
ROOT = Path(__file__).parent.parent
NOTES = sorted((ROOT / "tests" / "corpus").rglob("*.txt"))


def findings(path: str) -> PageFindings:
    """What the program says of a PATH."""
    (target,) = targets([path])
    assert isinstance(target, Target)
    (page,) = verify_target((target, Manner(5.0)))
    assert isinstance(page, PageFindings), page
    return page


def sheet_of(page: PageFindings, title: str = "") -> Sheet:
    """A sheet of findings: every claim on a line, chains where one side goes on."""
    displays: list[Display] = []
    before: Claim | None = None
    for finding in page.findings:
        claim = finding.claim
        line = line_of(finding)
        goes_on = claim is not None and before is not None and claim.lhs is before.rhs
        if displays and (goes_on or claim is None):
            displays[-1] = replace(displays[-1], lines=(*displays[-1].lines, line))
        else:
            left = Math("\\text{?}") if claim is None else Math(latex(claim.lhs))
            displays.append(Display(left, (line,)))
        before = claim
    if page.derivation is not None:
        titles = {chain.claims[0]: chain.title for chain in page.derivation.chains}
        displays = named(displays, titles, page.derivation.chains)
    context = page.derivation.context if page.derivation is not None else None
    rules = sorted({rule for finding in page.findings for rule in finding.rules})
    return Sheet(
        title or page.title or page.path, page.path,
        tuple(Declared((Math(latex(name(n))),), str(domain)) for n, domain in
              (context.names if context is not None else ())),
        tuple(definition(d) for d in (context.definitions if context is not None else ())),
        tuple(displays), tuple(Rule(rule, None, "as the table says") for rule in rules),
        tuple((result.name, Math(latex(result.term))) for result in
              (page.derivation.results if page.derivation is not None else ())),
        tuple(Remark(n.kind, n.text, n.span.line) for n in page.notices),
        tuple(page.counts().items()), "0.1.0", "", "0" * 64)


def named(displays: list[Display], titles: dict[Claim, str],
          chains: tuple[Chain, ...]) -> list[Display]:
    """The displays with the titles of their chains."""
    found = {latex(claim.lhs): title for claim, title in titles.items()}
    return [replace(display, title=found.get(display.left, "")) for display in displays]


def definition(one: Definition) -> Math:
    """`left := body`."""
    own = tuple(map(name, one.parameters))
    left = name(one.name)
    if own:
        left = entry(one.name, *own) if one.family else apply(one.name, *own)
    return Math(f"{latex(left)} := {latex(one.body)}")


def line_of(finding: Finding) -> Line:
    """One step with what is said of it."""
    claim = finding.claim
    number = finding.span.line if finding.span is not None else 0
    if claim is None:
        return Line(finding.outcome, Math("="), Math(""), number=number,
                    written=getattr(finding.verdict, "written", ""),
                    message=getattr(finding.verdict, "message", ""))
    conditions: tuple[Math, ...] = ()
    refutation = None
    message = finding.message or ""
    match finding.verdict:
        case Proved(conditions=found):
            conditions = tuple(Math(latex(c.relation)) for c in found)
        case Refuted(point=point, lhs=left, rhs=right) as refuted:
            coordinates = [(latex(name(n)), str(v)) for n, v in point.names]
            coordinates += [(latex(entry(f, *(build("number", (), (k, 1)) for k in i))), str(v))
                            for f, table in point.entries for i, v in table]
            refutation = Refutation(
                Side(Math(latex(claim.lhs)), left), Side(Math(latex(claim.rhs)), right),
                tuple((Math(n), Math(v)) for n, v in coordinates), finding.hint,
                None if finding.repaired is None else Math(latex(finding.repaired.rhs)),
                curve_of(refuted))
        case Undecided(tried=tried):
            message = message or "tried: " + ", ".join(tried)
    return Line(finding.outcome, Math(SYMBOLS[claim.relation]), Math(latex(claim.rhs)),
                finding.rules, claim.reason or "", conditions, refutation, message, "", number,
                "f" * 64 if finding.outcome == "proved" else "")
