"""Reports: the same findings as text for people and as data for programs."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from checker.language.certificate import Certificate, Leaf, Point
from checker.language.claim import Claim
from checker.language.findings import OUTCOMES, Finding, PageFindings, Stated, Unread
from checker.language.source import Notice, Span
from checker.language.term import ZERO, add, div, exp, name, neg, number, relation
from checker.language.verdict import Condition, Proved, Refuted, Undecided
from checker.notes.verify import verify_text
from checker.report.github import github
from checker.report.json_report import claim_row, report_data
from checker.report.junit import junit
from checker.report.layout import Style, page_lines, plain, summary
from checker.report.remarks import said
from checker.report.sarif import sarif_data
from checker.report.steps_report import answer
from checker.report.terminal import Bar, Report

x = name("x")
ONE_OVER, SUM, LONG = div(number(1), x), add(x, neg(exp(x))), add(*[exp(name(f"summand{i}"))
                                                                    for i in range(12)])


def at(line: int) -> Span:
    return Span("page.py", line, 5)


PROVED = Finding(
    Proved(Claim(ONE_OVER, SUM, span=at(3)), Certificate(Leaf(), Point()),
           (Condition(relation("ne", x, ZERO)),)),
    rules=("quotient rule", "cancel"), seconds=0.00021)
REFUTED = Finding(
    Refuted(Claim(SUM, LONG, span=at(4), reason="expand"), Point((("x", Fraction(1, 2)),)),
            "[0.5 +/- 1e-19]", "undefined, as x < 0 there"),
    hint="a factor -1", seconds=0.5)
UNDECIDED = Finding(Undecided(Claim(LONG, x, span=at(5), written=(r"\sum e", "x")),
                              ("normal form", "points")))
UNREAD = Finding(Unread("a bracket is not closed", "(x + ", at(6)))
STATED = Finding(Stated(Claim(name("L"), x, relation=":=", kind="definition", span=at(2))))
PAGE = PageFindings("page.py", (STATED, PROVED, REFUTED, UNDECIDED, UNREAD),
                    (Notice("redefinition", "L is defined twice, 100% sure", at(7)),), "A page")


def lines(style: Style) -> list[str]:
    return [plain(line) for line in page_lines(PAGE, style)]


def test_the_page_in_a_pipe() -> None:
    long = " + ".join(f"exp(summand{i})" for i in range(12))
    assert lines(Style()) == [
        "A page  page.py",
        "  stated        2  L := x",
        "                   1/x",
        "  proved        3  = x - exp(x)   quotient rule, cancel; where x != 0",
        f"  REFUTED       4  = {long}",
        "                       expand",
        "                       left     x - exp(x) is [0.5 +/- 1e-19]",
        f"                       right    {long} is undefined, as x < 0 there",
        "                       at       x = 1/2",
        "                       hint     a factor -1",
        "  undecided     5  = x",
        "                       tried    normal form; points",
        "  unreadable    6  a bracket is not closed",
        "                     (x +",
        "  notice        7  L is defined twice, 100% sure",
    ]


def test_a_terminal_is_never_overrun() -> None:
    shown = lines(Style(symbols=True, width=60))
    assert max(map(len, shown)) <= 60
    assert [line.strip()[0] for line in shown if line.startswith(("  ✓", "  ✗", "  ?", "  !"))
            ] == ["✓", "✗", "?", "!"]


def test_the_echo_shows_the_reading_of_what_was_written() -> None:
    shown = "\n".join(lines(Style(echo=True)))
    assert shown.count("read as") == 4
    assert "read as  exp(summand0) +" in shown


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class OldTerminal(Terminal):
    """A terminal that knows no ✓."""

    encoding = "latin-1"


def printed(stream: io.StringIO) -> str:
    report = Report(stream)
    report.page(PAGE)
    report.close(0.25)
    return stream.getvalue()


def test_a_terminal_gets_colours_and_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = printed(Terminal())
    assert "\x1b[" in shown
    assert "✓" in shown


def test_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain_ones = [printed(OldTerminal()), printed(io.StringIO())]
    monkeypatch.setenv("NO_COLOR", "1")
    plain_ones.append(printed(Terminal()))
    assert len(set(plain_ones)) == 1
    assert plain_ones[0].isascii()
    assert "\x1b" not in plain_ones[0]


def test_the_summary_counts_steps_only() -> None:
    assert plain(summary(PAGE.counts(), 0.25)) == (
        "4 steps: 1 proved, 1 refuted, 1 undecided, 1 unreadable, 1 stated; 0.25 s")
    assert plain(summary({}, 0.0)) == "0 steps: nothing to verify; 0.00 s"


def test_the_bar_shows_itself_only_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    bar = Bar(stream)
    bar.advance()
    assert stream.getvalue() == ""
    now[0] = 1.5
    bar.advance()
    bar.hide()
    assert "2 done" in stream.getvalue()


KEYS = ["line", "column", "kind", "relation", "lhs", "rhs", "reading", "reason", "verdict",
        "rules", "conditions", "witness", "values", "hint", "certificate", "message", "seconds"]


def test_json_has_the_keys_of_schema_1() -> None:
    data = json.loads(json.dumps(report_data([PAGE], "1.2.3")))
    assert list(data) == ["schema", "version", "pages"]
    page = data["pages"][0]
    assert list(page) == ["path", "claims", "notices", "counts"]
    assert all(list(claim) == KEYS for claim in page["claims"])
    assert [claim["verdict"] for claim in page["claims"]] == [
        "stated", "proved", "refuted", "undecided", "unreadable"]
    assert list(page["counts"]) == list(OUTCOMES)
    assert page["notices"] == [
        {"line": 7, "kind": "redefinition", "text": "L is defined twice, 100% sure"}]


def test_json_of_each_verdict() -> None:
    proved, refuted, undecided, unread = map(claim_row, (PROVED, REFUTED, UNDECIDED, UNREAD))
    assert (proved["rules"], proved["conditions"]) == (["quotient rule", "cancel"], ["x != 0"])
    assert len(proved["certificate"]) == 64
    assert refuted["witness"] == {"x": "1/2"}
    assert refuted["values"] == {"lhs": "[0.5 +/- 1e-19]", "rhs": "undefined, as x < 0 there"}
    assert (refuted["hint"], refuted["certificate"]) == ("a factor -1", None)
    assert (undecided["lhs"], undecided["message"]) == (r"\sum e", "tried: normal form; points")
    assert (unread["lhs"], unread["rhs"], unread["message"]) == (
        "(x + ", None, "a bracket is not closed")


def test_answers_of_steps() -> None:
    assert json.loads(answer(1, PROVED)) == {
        "id": 1, "verdict": "proved", "witness": None, "conditions": ["x != 0"],
        "seconds": 0.00021}
    assert json.loads(answer("b", REFUTED))["witness"] == {"x": "1/2"}
    assert json.loads(answer(None, UNDECIDED))["message"] == "tried: normal form; points"


def test_junit_counts_and_names() -> None:
    suite = ElementTree.fromstring(junit([PAGE]))[0]
    assert [suite.get(key) for key in ("tests", "failures", "errors", "skipped")] == list("5111")
    assert [case[0].tag for case in suite if len(case)] == ["failure", "skipped", "error"]


def test_junit_survives_what_xml_cannot_carry() -> None:
    page = PageFindings("p\x00.md", (Finding(Unread("bad \x1b <&>", "\ud800", at(1))),))
    assert ElementTree.fromstring(junit([page]))[0][0][0].get("message") == "unreadable; bad ? <&>"


def test_github_escapes() -> None:
    commands = list(github([PAGE]))
    assert [command.split(" ")[0] for command in commands] == [
        "::error", "::warning", "::error", "::notice"]
    assert commands[-1].endswith("100%25 sure")
    assert all("\n" not in command for command in commands)


def test_sarif_has_a_result_for_each_remark() -> None:
    results = sarif_data([PAGE], "1.2.3")["runs"][0]["results"]
    assert [result["level"] for result in results] == ["error", "warning", "error", "note"]
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 4, "startColumn": 5}


def test_what_is_stated_keeps_its_left_side() -> None:
    page = verify_text("We know $|x| = x$ for $x \\ge 0$.\n\n$$L := a + a = 2a$$")
    shown = [" ".join(plain(line).split()) for line in page_lines(page, Style())]
    assert "stated 1 x >= 0" in shown
    assert shown[-4:-1] == ["L", "stated 3 := a + a", "proved 3 = 2a arithmetic"]


def test_what_could_not_be_read_is_told_with_its_other_side() -> None:
    page = verify_text(r"""$$\det A = ad - bc$$

$$x + x = 2x \le \foo(x) = 2x$$""")
    unread = [finding for finding in page.findings if finding.outcome == "unreadable"]
    assert list(map(said, unread)) == [r"\det A = ad - bc", r"2x \le \foo(x) = 2x"]
    assert [row["lhs"] for row in map(claim_row, unread)] == [r"\det A", r"\foo(x)"]
