"""Falsified pages: a step that was proved is changed as text, and nothing false is proved.

Whether a step is false is decided by a ruler of its own, `page_ruler.py`, and not by the checker:
what is proved on a changed page must be true at random points. So a change that leaves a step
true may stay proved, and nothing has to be known about the change.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from checker.language.findings import Finding
from checker.notes.judge import Options
from checker.notes.walk import check_page
from checker.reader.documents import read_given, read_text
from checker.reader.documents.blocks import Language
from checker.reader.page.reading import Page, read_page
from tests.falsified import some
from tests.note_pages import PAGES, NotePage
from tests.page_ruler import places, truth

LANGUAGES: dict[str, Language] = {".md": "markdown", ".tex": "tex"}
TEXTS = [page for page in PAGES if page.path.suffix in LANGUAGES]
"""A notebook's lines are no lines of its file, so its steps are not changed."""
PLAIN = Options(hints=False, rules=False)


def judged(page: NotePage, text: str) -> tuple[Page, list[tuple[Finding, int]]]:
    """The equalities of a page with this text that got a verdict, with their places."""
    given = () if page.given is None else read_given(page.given)
    read = read_page(read_text(text, LANGUAGES[page.path.suffix], str(page.path)), given)
    findings = check_page(read, PLAIN).findings
    at = places(read)
    found = []
    for finding in findings:
        span, claim = finding.span, finding.claim
        if claim is None or claim.kind != "step" or finding.outcome == "stated" or span is None:
            continue
        if finding.message is None or not finding.message.startswith("with "):
            found.append((finding, at[span.path, span.line, span.column]))
    return read, found


def original(page: NotePage) -> tuple[Page, list[tuple[Finding, int]]]:
    return judged(page, page.path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: page.path.name)
def test_the_ruler_agrees_with_every_verdict(page: NotePage) -> None:
    read, found = original(page)
    for finding, position in found:
        if finding.outcome in ("proved", "refuted"):
            assert truth(read, finding, position) is (finding.outcome == "proved"), finding.reading


def attack(page: NotePage, count: int) -> Counter[str]:
    """Change every proved step in so many ways; how the changed steps came out."""
    text = page.path.read_text(encoding="utf-8")
    rows = text.split("\n")
    told: Counter[str] = Counter()
    _, found = original(page)
    known = {(f.reading, f.outcome) for f, _ in found}
    names = re.compile(r"(?<![\\A-Za-z])[A-Za-z](?![A-Za-z])")
    for finding, _ in found:
        assert finding.claim is not None and finding.claim.written is not None
        span, written = finding.span, finding.claim.written[1]
        if finding.outcome != "proved" or span is None \
                or not rows[span.line - 1][span.column - 1:].startswith(written):
            continue  # false already, or written with macros or over several lines
        letters = "".join(sorted(set(names.findall("".join(finding.claim.written)))))
        start = sum(len(row) + 1 for row in rows[:span.line - 1]) + span.column - 1
        for changed in some(written, letters, count, f"{page.path.name}:{span.line}:{span.column}"):
            read, after = judged(page, text[:start] + changed + text[start + len(written):])
            for other, position in after:
                if (other.reading, other.outcome) in known:
                    continue
                true = truth(read, other, position)
                assert other.outcome != "proved" or true is not False, (changed, other.reading)
                told[f"{other.outcome}, {true}"] += 1
    return told


@pytest.mark.parametrize("page", TEXTS, ids=lambda page: page.path.name)
def test_no_falsified_step_is_proved(page: NotePage) -> None:
    told = attack(page, 1 if len(page.rows) > 25 else 2)
    assert told["refuted, False"] >= 1, told
    assert not told["refuted, True"], told


@pytest.mark.slow
@pytest.mark.parametrize("page", TEXTS, ids=lambda page: page.path.name)
def test_no_step_is_proved_however_it_is_falsified(page: NotePage) -> None:
    attack(page, 40)
