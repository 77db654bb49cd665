"""The five raw notes: every row of the ledger gets what its last column says, at its lines.

The notes and the ledger are not part of this repository. They are looked for in the folder
`shared/notes` beside it or above, or where the variable CHECKER_NOTES points. What runs
without them are the transcribed pages, `test_note_pages.py`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from checker.language.findings import Finding, PageFindings, Unread
from checker.language.verdict import Proved
from checker.notes.verify import verify_note
from checker.reader.documents import read_document
from tests.expected import SILENT, Line, lines, numbers
from tests.note_pages import PAGES, Row

GIVENS = Path(__file__).parent / "givens"
NUMBERS = ("000", "001", "002", "003", "004")
Key = tuple[str, str, str]
"""Note, lines and kind: the first three columns of a row."""


@dataclass(frozen=True)
class At:
    """What is found on each of some lines."""

    lines: str
    told: str
    """All words of the line, or just one notice."""
    says: str = ""
    """A part of one of its texts."""
    every: str = ""
    """Functions that are abstract in what was proved: it holds whatever they are."""


EXPECTED: dict[Key, tuple[At, ...]] = {
    ("000", "-", "true"): (),  # its companion page says it: see COMPANIONS
    ("001", "20-22", "definition"): (
        At("20", "definition"), At("21", "definition definition"), At("22", "definition")),
    ("001", "40", "true"): (At("40", "definition proved"),),
    ("001", "47", "true"): (At("47", "proved"),),
    ("001", "53", "true"): (At("53", "definition proved proved"),),
    ("001", "60-61,68", "true"): (At("60,61,68", "proved"),),
    ("001", "75-77", "update"): (At("75-77", "update"),),
    ("002", "29", "limit"): (
        At("29,56,61", "proved proved proved proved"),
        At("34", "proved proved proved proved unreadable", "behind cases")),
    ("002", "44,46", "conflict"): (At("46", "notice:redefinition", "h(z) is defined in line 44"),),
    ("002", "149,151", "definition"): (At("149,151", "definition"),),
    ("002", "306", "slip"): (At("306,330,341,356", "notice:count", "1 more summand than the m"),),
    ("002", "326", "conflict"): (At("326", "notice:redefinition", "J was given as"),),
    ("002", "260-271", "true"): (At("260", "proved"), At("271", "proved", "by cases")),
    ("002", "363-369", "true"): (
        At("363", "proved undecided proved"), At("365,367", "proved proved"), At("369", "proved")),
    ("002", "371-375", "true"): (
        At("371", "proved refuted"), At("373", "proved proved"), At("372,374,375", "proved"),
        At("377-381,393-397,411-415,429-433", "proved")),
    ("002", "371,383", "slip"): (At("371", "proved refuted"), At("383,401,419,437", "refuted")),
    ("002", "385", "true"): (At("385,403,421,440", "proved"),),
    ("002", "389,391", "true"): (
        At("389", "definition proved", every="g"),
        At("407,425,445", "proved proved", every="g"),
        At("391", "definition proved", every="g"),
        At("409,427,447", "definition proved", every="g")),  # \Delta W is of E and J in turn
    ("002", "399", "true"): (At("399,417,435", "definition proved"),
                             At("399", "notice:redefinition")),
    ("002", "477-478,482-483", "true"): (At("477,478,482,483,490,491", "proved"),),
    ("002", "485-486,495-496", "false"): (
        At("485,495", "refuted", "the factor g'(z[k]) is too much"),
        At("486,496", "refuted", "the factor g'(z[k]) is missing")),
    ("003", "20,245", "conflict"): (
        At("245", "notice:redefinition", "z(x) is defined in line 20"),),
    ("003", "24", "slip"): (At("24,45,54,66,78", "notice:count", "1 more summand than the m"),),
    ("003", "24,82", "conflict"): (
        At("82", "notice:redefinition", "L(x) is defined in line 24"),
        At("82", "definition notice:redefinition")),
    ("003", "102-128", "true"): (At("102", "proved"), At("111", "proved proved"),
                                 At("122,124,128", "proved")),
    ("003", "160-174", "true"): (
        At("160,166,172", "definition"), At("162,168,174", "proved"),
        At("168", "proved", every="g h"), At("174", "proved", every="h")),
    ("003", "181-219", "true"): (
        At("181", "proved proved"), At("187,191,195", "definition proved"),
        At("202", "proved proved proved"), At("212,219", "proved proved proved proved")),
    ("003", "294", "false"): (
        At("294,328,368", "refuted", "the sign: the numerator should be g'(x)*h(x) - g(x)*h'(x)"),),
    ("003", "300", "true"): (At("300,334,374", "proved", every="h"),),
    ("003", "306", "true"): (At("306,340,380", "proved"),),
    ("003", "312", "false"): (At("312,346,386", "refuted", "= -exp(-x)"),),
    ("003", "353-357", "true"): (At("353,355,357", "proved"),),
    ("003", "400-476", "true"): (
        At("400,402,411,413,415,427,438,449", "proved"), At("425,436", "proved proved proved"),
        At("447,456,465,474", "proved proved proved proved"), At("458", "proved proved"),
        At("467,476", "proved proved proved")),
    ("003", "527-529", "true"): (At("527,529", "proved"),),
    ("003", "589-614", "true"): (At("589", "proved proved proved proved"),
                                 At("614", "proved proved proved proved proved")),
    ("003", "657", "true"): (At("657", "proved proved proved"),),
    ("003", "668,670", "false"): (At("668,670", "refuted", "the factor 1/m is missing"),),
    ("004", "14", "definition"): (At("14", "definition"),),
    ("004", "20-21", "true"): (),  # its companion page says it: see COMPANIONS
    ("004", "30-31", "false"): (At("30,31", "refuted proved", "the factor 2 is missing"),),
    ("004", "30-31", "true"): (At("30,31", "refuted proved"),),
    ("004", "37", "true"): (At("37", "definition definition proved proved", every="f g"),),
    ("004", "44", "true"): (At("44", "proved proved proved"),),
    ("004", "48,93", "true"): (At("48,93", "proved"),),
    ("004", "57-61", "true"): (At("57,59,61", "proved"),),
    ("004", "68-73", "true"): (At("68", "proved proved proved proved proved"), At("70", "proved"),
                               At("73", "proved proved proved")),
    ("004", "80-82", "true"): (At("80", "definition"), At("82", "proved")),
    ("004", "95-97", "true"): (At("95", "proved proved update proved notice:assignment"),
                               At("97", "proved proved")),
    ("004", "95,105", "update"): (At("95", "proved proved update proved notice:assignment"),
                                  At("105", "update proved notice:assignment")),
    ("004", "103", "true"): (At("103", "proved proved proved proved proved"),),
}

COMPANIONS: dict[Key, tuple[str, str, Row]] = {
    ("000", "-", "true"): ("000-logarithms.md", "22", Row("proved proved", ("linearity",))),
    ("004", "20-21", "true"): ("004-two-cases.md", "15", Row("proved", ("by cases",))),
}
"""Rows without a formula in their note: the page of our own that says them, and where."""

FALSE: dict[str, str] = {
    "001": "",
    "002": "371,383,401,419,437,485,486,495,496",
    "003": "294,328,368,312,346,386,668,670",
    "004": "30,31",
}
"""The lines on which the ledger calls a claim false, or a slip that is a claim."""


# --- finding the notes ---------------------------------------------------------------------


def folder() -> Path | None:
    """Where the notes are, if they are anywhere."""
    named = os.environ.get("CHECKER_NOTES")
    places = [Path(named)] if named else [
        parent / "shared" / "notes" for parent in Path(__file__).resolve().parents[1:]]
    return next((place for place in places if (place / "LEDGER.tsv").exists()), None)


NOTES = folder()
needs_notes = pytest.mark.skipif(NOTES is None, reason="the raw notes are not there")


def rows() -> list[Key]:
    """The rows of the ledger."""
    if NOTES is None:
        return []
    table = (NOTES / "LEDGER.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(note, where, kind) for note, where, kind, *_ in
            (line.split("\t") for line in table if line.strip())]


@cache
def findings(note: str) -> PageFindings:
    assert NOTES is not None
    (path,) = NOTES.glob(f"{note}_*.txt")
    given = GIVENS / f"{note}.md"
    return verify_note(path, given if given.exists() else None)


@cache
def found(note: str) -> dict[int, Line]:
    page = findings(note)
    return {number: line for (path, number), line in lines(page).items() if path == page.path}


# --- the rows ------------------------------------------------------------------------------


@needs_notes
def test_every_row_has_an_expectation_and_no_expectation_is_left_over() -> None:
    table = rows()
    assert len(table) == len(set(table)) >= 50
    assert set(table) == EXPECTED.keys()
    for key, expected in EXPECTED.items():
        assert expected or key in COMPANIONS


def holds(at: At, line: Line) -> bool:
    """Whether a line is as expected."""
    if at.told.startswith("notice:"):
        told = at.told.removeprefix("notice:") in line.notices
    elif "notice:" in at.told:
        told = line.told == at.told
    else:
        told = " ".join(line.words) == at.told
    proofs = [f.verdict for f in line.findings if isinstance(f.verdict, Proved)]
    names = set(at.every.split())
    return told and line.says(at.says) and all(
        names <= {name for name, _ in proof.claim.context.functions} for proof in proofs)


@needs_notes
@pytest.mark.parametrize("key", rows(), ids=lambda key: ":".join(key))
def test_a_row_gets_what_its_last_column_says(key: Key) -> None:
    if key in COMPANIONS:
        name, where, row = COMPANIONS[key]
        (page,) = (page for page in PAGES if page.path.name == name)
        assert page.rows[where] == row
    for at in EXPECTED[key]:
        for number in numbers(at.lines):
            line = found(key[0]).get(number, SILENT)
            assert holds(at, line), (number, at, line.told, line.texts)


# --- the whole notes -----------------------------------------------------------------------


@needs_notes
def test_nearly_every_display_is_read_and_the_others_say_why() -> None:
    assert NOTES is not None
    displays = unread = 0
    for note in NUMBERS:
        page = findings(note)
        reasons = [f.verdict for f in page.findings if isinstance(f.verdict, Unread)]
        assert all(reason.message for reason in reasons)
        bad = {(reason.span.path, reason.span.line) for reason in reasons}
        for block in read_document(Path(page.path)).blocks:
            if block.kind in ("display", "fenced"):
                displays += 1
                last = block.line + block.text.count("\n")
                unread += any((page.path, line) in bad for line in range(block.line, last + 1))
    assert displays >= 240
    assert unread <= 0.05 * displays, (unread, displays)


def is_false(note: str, finding: Finding) -> bool:
    assert finding.span is not None
    return finding.span.line in numbers(FALSE[note]) if FALSE.get(note) else False


@needs_notes
@pytest.mark.parametrize("note", NUMBERS)
def test_nothing_is_refuted_but_what_the_ledger_calls_false(note: str) -> None:
    wrong = [f for f in findings(note).findings if f.outcome == "refuted" and not is_false(note, f)]
    assert not wrong


@needs_notes
@pytest.mark.parametrize("note", FALSE)
def test_every_false_claim_is_refuted_and_none_is_proved(note: str) -> None:
    if not FALSE[note]:
        return
    allowed = {("002", 371): "proved refuted", ("004", 30): "refuted proved",
               ("004", 31): "refuted proved"}
    for number in numbers(FALSE[note]):
        told = " ".join(found(note)[number].words)
        assert told == allowed.get((note, number), "refuted")
