"""Sheets say what was found, no more: outcomes, results, conditions, and nothing that runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import derivations
from checker import by, deriving, parse, verify
from checker.check import check_derivation
from checker.commands import commands
from checker.export.chains import Way, stable_chains
from checker.kernel.rules import TABLE
from checker.language.claim import Chain, Claim, Derivation
from checker.language.errors import CheckerError
from checker.notes.verify import verify_text
from checker.prover.explain import NAMED
from checker.report.sheet.model import Sheet
from checker.sheets.building import sheet
from checker.sheets.formats import text, write
from checker.sheets.report import Report
from checker.sheets.statements import STATED
from tests import sheet_snapshots as snapshots


@pytest.fixture(autouse=True)
def no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize("style", snapshots.STYLES)
@pytest.mark.parametrize("name", snapshots.SOURCES)
def test_a_sheet_is_as_it_is_kept(name: str, style: str) -> None:
    kept = snapshots.kept(name, style).read_text(encoding="utf-8")
    assert snapshots.made(name, style) == kept, "make docs renews the sheets"


@pytest.mark.parametrize("name", derivations.NAMES)
def test_every_step_stands_on_the_sheet_with_its_outcome(name: str) -> None:
    page = check_derivation(derivations.load(name), hints=False)
    made = sheet(page)
    lines = [line for display in made.displays for line in display.lines]
    assert [line.outcome for line in lines] == [f.outcome for f in page.findings]
    assert all(line.certificate for line in lines if line.outcome == "proved")
    assert len(made.results) == len(derivations.load(name).results), "each result is backed"
    assert not made.remarks


def squares(right: str) -> Derivation:
    from sympy import sympify

    with deriving("squares", "A square") as d:
        x = d.real("x")
        d.chain((x + 1)**2, by("expand"), sympify(right, locals={"x": x}, evaluate=False))
        d.result("value(x)", (x + 1)**2)
    return d.finish()


@pytest.mark.parametrize(("right", "framed"), [("x**2 + 2*x + 1", 1), ("x**2 + 1", 0)])
def test_results_are_stated_only_where_all_is_proved(right: str, framed: int) -> None:
    made = verify(squares(right)).sheets[0]
    assert len(made.results) == framed
    assert [r.kind for r in made.remarks] == ["results"] * (1 - framed)
    assert (r"\textbf{Results}" in text([made], "tex")) == bool(framed)


def test_a_refuted_step_is_marked_and_explained() -> None:
    made = verify(squares("x**2 + 1"))
    line = made.sheets[0].displays[0].lines[0]
    assert not made.proved
    assert line.outcome == "refuted"
    assert line.refutation is not None
    assert (line.refutation.left.math, line.refutation.right.math) == ("(x + 1)^{2}", "x^{2} + 1")
    for style in ("tex", "md"):
        said = text(made.sheets, style)
        assert "proved" not in said.partition(r"\begin{document}")[2].replace(
            "Corrected, and proved", "").replace("not every step is proved", "")
        assert "wrong" in said


def test_a_condition_is_a_numbered_note() -> None:
    made = verify("quotient-rule")
    assert r"{\proved}{\note{1}}" in text(made.sheets, "tex")
    assert text(made.sheets, "tex").count(r"\condition{1}{h(x) \ne 0}") == 1
    assert "<sup>1</sup> where $h(x) \\ne 0$" in text(made.sheets, "md")


def note(written: str) -> Sheet:
    return sheet(verify_text(written))


def test_the_authors_own_formulas_are_kept() -> None:
    made = note(r"Let $x \in \mathbb{R}$. $$\tfrac{x}{2} + \tfrac x2 = x$$")
    assert made.declared[0].names == (r"x \in \mathbb{R}",)
    assert made.displays[0].left == r"\tfrac{x}{2} + \tfrac x2"


def test_a_limit_is_printed_with_what_tends() -> None:
    made = note(r"Let $f(x) := \frac{1}{1 + e^{-x}}$. $$f(x) \to 1 \text{ if } x \to \infty$$")
    assert made.displays[-1].left.startswith(r"\lim_{")
    assert made.displays[-1].lines[0].right == "1"


def test_what_a_step_supposes_stands_at_it() -> None:
    made = note("Let $y \\in \\{0, 1\\}$ and $a > 0$.\n\n"
                "$$L(y) := \\begin{cases} a & \\text{if } y = 1 \\\\ 0 & \\text{if } y = 0 "
                "\\end{cases}$$\n\n$$y a = a \\text{ if } y = 1$$")
    line = made.displays[-1].lines[0]
    assert line.outcome == "proved"
    assert "y = 1" in line.conditions


def test_what_cannot_be_read_is_shown_as_it_was_typed() -> None:
    made = note(r"Let $x > 0$. $$x = \foo{x}$$")
    line = made.displays[0].lines[0]
    assert (line.outcome, line.right) == ("unreadable", "")
    assert r"\foo" in line.written


def test_a_module_that_is_read_in_part_states_no_result(tmp_path: Path) -> None:
    module = tmp_path / "part.py"
    module.write_text("from sympy import Function\nfrom checker import by, deriving\n"
                      "with deriving('part', 'Part') as d:\n"
                      "    x = d.real('x')\n"
                      "    d.chain(x + x, by('arithmetic'), 2*x)\n"
                      "    d.result('value(x)', 2*x)\n"
                      "    d.chain(x, d.nonsense)\n"
                      "derivation = d.finish()\n")
    code, said = ran(str(module), "-o", str(tmp_path / "sheet.md"))
    assert code == 2
    assert "nonsense" in said
    made = verify(module).sheets[0]
    assert made.results == ()
    assert dict(made.counts) == {"proved": 1, "unreadable": 1}


def test_every_rule_has_its_statement() -> None:
    titles = {rule.title for rule in TABLE} | set(NAMED)
    assert titles <= set(STATED)


def test_equal_sheets_are_equal_bytes_whatever_the_hash_seed() -> None:
    script = ("import sys; from checker import verify; from checker.sheets.formats import text; "
              "made = verify('logistic-mean', stable=True).sheets"
              " + verify('docs/examples/gradient.md').sheets;"
              " sys.stdout.write(text(made, 'tex') + text(made, 'md') + text(made[:1], 'html'))")
    found = {subprocess.run([sys.executable, "-c", script], capture_output=True, check=True,
                            cwd=snapshots.ROOT, timeout=60,
                            env={**os.environ, "PYTHONHASHSEED": seed}).stdout
             for seed in ("1", "2", "3")}
    assert len(found) == 1


def test_the_day_is_what_source_date_epoch_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert verify("sigmoid").sheets[0].date == "1970-01-02"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "no number")
    assert verify("sigmoid").sheets[0].date == ""


# --- how the numbers are computed ---------------------------------------------------------------


HEADING = "How the numbers are computed"


@pytest.mark.parametrize("name", [n for n in derivations.NAMES if derivations.load(n).results])
def test_every_step_to_a_stable_form_stands_there_proved(name: str) -> None:
    derivation = derivations.load(name)
    made = verify(derivation, stable=True).sheets[0]
    lines = [line for display in made.computed for line in display.lines]
    assert lines and {line.outcome for line in lines} == {"proved"}
    assert all(line.certificate and line.rules for line in lines)
    claims = {claim for result in derivation.results
              for chain in stable_chains(derivation, result) for claim in chain.claims}
    assert {line.reason for line in lines} == {claim.reason for claim in claims}
    plain = verify(derivation).sheets[0]
    assert (made.displays, made.counts, made.digest, plain.computed) == \
        (plain.displays, plain.counts, plain.digest, ())


@pytest.mark.parametrize("style", ["tex", "md", "html"])
def test_the_section_stands_there_where_it_is_asked_for(style: str) -> None:
    assert HEADING not in text(verify("softplus").sheets, style)
    shown = text(verify("softplus", stable=True).sheets, style)
    assert shown.count("The form of value that is computed") == 1
    assert shown.index("Results") < shown.index(HEADING) < shown.index("Rules used")
    assert "4 steps: 4 proved" in shown.partition(HEADING)[2]
    assert re.search("absolute value", shown.partition("Rules used")[2])


def test_a_name_of_a_part_is_told_what_it_stands_for() -> None:
    shown = text(verify("logistic-mean", stable=True).sheets, "md")
    assert r"where $z = \sum_{q=1}^{n} w_{q} X_{i q} + b$" in shown
    assert r"where $1 \le c \le K$" in text(verify("softmax", stable=True).sheets, "md")


def test_a_false_step_to_a_form_would_be_refuted_there(monkeypatch: pytest.MonkeyPatch) -> None:
    context = derivations.load("softplus").context
    false = Claim(parse("z"), parse("2*z"), context, reason="max(u, 0) + log(1 + e)")
    monkeypatch.setattr("checker.sheets.computed.ways",
                        lambda *_: (Way(Chain((false,), "The form that is computed")),))
    made = verify("softplus", stable=True)
    assert [line.outcome for line in made.sheets[0].computed[0].lines] == ["refuted"]
    for style in ("tex", "md", "html"):
        assert "1 refuted" in text(made.sheets, style)


def test_what_is_not_proved_is_computed_nowhere() -> None:
    made = verify(squares("x**2 + 1"), stable=True).sheets[0]
    assert made.computed == () and [r.kind for r in made.remarks] == ["results"]


@pytest.mark.parametrize("source", ["docs/examples/gradient.md", "quotient-rule"])
def test_without_results_a_notice_says_so(source: str) -> None:
    made = verify(source, stable=True).sheets[0]
    assert made.computed == ()
    assert "no result is named here" in made.remarks[-1].text


def test_a_result_of_no_chain_is_told_of() -> None:
    with deriving("squares", "A square") as d:
        x = d.real("x")
        d.chain(x + x, by("arithmetic"), 2*x)
        d.result("value(x)", x**3)
    made = verify(d.finish(), stable=True).sheets[0]
    assert made.computed == ()
    assert "is not proved equal" in made.remarks[-1].text


# --- nothing of a note is executed --------------------------------------------------------------


COMMANDS = (r"\input", r"\write", r"\catcode", r"\def", r"\csname", r"\href", r"\immediate",
            "^^5c", "<script", "<img")


def test_a_hostile_note_is_inert_in_tex() -> None:
    body = snapshots.made("hostile", "tex").partition(r"\begin{document}")[2]
    for command in COMMANDS:
        assert command not in body.replace(r"\textbackslash{}", "")
    assert "$\\input" not in body


def test_a_hostile_note_is_inert_in_markdown() -> None:
    page = re.sub(r"(`+) ?.*?\1", "", snapshots.made("hostile", "md"))
    assert "<script" not in page and "<img" not in page
    assert not re.search(r"(?<!\\)\]\(javascript", page)
    formulas = "".join(re.findall(r"\$\$.*?\$\$|(?<!\\)\$[^$]+\$", page, re.DOTALL))
    for command in COMMANDS:
        assert command not in formulas


# --- the command --------------------------------------------------------------------------------


def ran(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands, ["sheet", *arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize("style", ["tex", "md", "html"])
def test_a_sheet_is_written(style: str, tmp_path: Path) -> None:
    file = tmp_path / f"sheet.{style}"
    assert ran("sigmoid", "-o", str(file)) == (0, f"{file}: 11 steps: 11 proved\n")
    assert file.read_text(encoding="utf-8") == text(verify("sigmoid").sheets, style)
    assert [found.name for found in tmp_path.iterdir()] == [file.name]


def test_the_command_shows_how_the_numbers_are_computed(tmp_path: Path) -> None:
    file = tmp_path / "sheet.md"
    assert ran("sigmoid", "--stable", "-o", str(file)) == (0, f"{file}: 11 steps: 11 proved\n")
    assert file.read_text(encoding="utf-8") == text(verify("sigmoid", stable=True).sheets, "md")
    assert HEADING in file.read_text(encoding="utf-8")


def test_several_sheets_are_sections_of_one_file(tmp_path: Path) -> None:
    file = tmp_path / "sheet.tex"
    code, said = ran("sigmoid", "docs/examples/slip.py", "-o", str(file))
    assert (code, said) == (1, f"{file}: 13 steps: 12 proved, 1 refuted\n")
    assert file.read_text(encoding="utf-8").count(r"{\Large\bfseries") == 2


def test_several_sheets_are_files_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    assert ran("sigmoid", "softplus", "-o", str(folder), "--format", "md")[0] == 0
    assert sorted(file.name for file in folder.iterdir()) == ["sigmoid.md", "softplus.md"]


def test_the_whole_shelf_is_a_folder_of_pages(tmp_path: Path) -> None:
    code, _ = ran("-o", f"{tmp_path}/", "--format", "html")
    assert code == 0
    assert {file.stem for file in tmp_path.iterdir()} == set(derivations.NAMES)


def test_a_page_holds_one_sheet(tmp_path: Path) -> None:
    code, said = ran("sigmoid", "softplus", "-o", str(tmp_path / "sheet.html"))
    assert code == 2
    assert "name a folder" in said
    assert list(tmp_path.iterdir()) == []


def test_the_page_of_a_refuted_step_draws_both_sides(tmp_path: Path) -> None:
    made = verify(squares("x**2 + 1")).sheets
    refutation = made[0].displays[0].lines[0].refutation
    assert refutation is not None and refutation.curve is not None
    assert "<svg" in text(made, "html")


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("sigmoid", "-o", "sheet.doc"), "a sheet ends in .tex, .pdf, .html or .md"),
    (("sigmoid", "-o", "sheet"), "a sheet ends in"),
    (("sigmoid", "-o", "sheets/"), "say the format of its files"),
    (("sigmoid", "-o", "nowhere/sheet.tex"), "nowhere: no such folder"),
    (("sigmoid", "-o", "sheet.tex", "--format", "md"), "sheet.tex is no md file"),
    (("no-such-name", "-o", "sheet.tex"), "no derivation of the shelf"),
    (("sigmoid", "-o", "sheet.tex", "--given", "nowhere.md"), "no such file"),
])
def test_trouble_is_one_sentence_and_exit_code_2(
        arguments: tuple[str, ...], sentence: str, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = ran(*arguments)
    assert code == 2
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_no_engine_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = ran("sigmoid", "-o", str(tmp_path / "sheet.pdf"))
    assert code == 2
    assert "apt-get install texlive" in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole_or_not_at_all(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sheet.md"
    file.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError):
        write(file, b"after")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


# --- from Python --------------------------------------------------------------------------------


def test_a_report_shows_and_saves_itself(tmp_path: Path) -> None:
    report = verify("sigmoid")
    shown = report._repr_latex_()
    assert shown is not None
    assert shown.startswith("\\begin{align*}\n\\frac{d\\sigma(z)}{dz} &=")
    assert "\\step" not in shown
    markdown = report._repr_markdown_()
    assert markdown is not None and markdown.startswith("# The derivative of the sigmoid")
    page = report._repr_html_()
    assert page is not None and "<math" in page
    report.save(tmp_path / "sheet.md")
    assert (tmp_path / "sheet.md").read_text(encoding="utf-8") == markdown
    with pytest.raises(CheckerError):
        report.save(tmp_path / "sheet.doc")


def test_a_report_of_nothing_is_raised() -> None:
    with pytest.raises(CheckerError, match="no such file"):
        verify("nowhere.md")


def test_without_jinja_a_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [m for m in sys.modules if m.startswith("checker.report.sheet.")
                   and m.rpartition(".")[2] in ("tex", "markdown", "environment", "html")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(CheckerError, match=r"sheets need jinja2: pip install .*\[sheets\]"):
        text(verify("sigmoid").sheets, "tex")
    assert isinstance(verify("sigmoid"), Report)
    assert verify("sigmoid")._repr_markdown_() is None


@pytest.mark.parametrize("style", ["md", "html", "tex"])
def test_what_could_not_be_read_stands_on_the_sheet_with_its_other_side(style: str) -> None:
    page = text([sheet(verify_text(r"Let $a = x + 1$. $$\det A = ad - bc$$"))], style)
    shown = page.replace("\\allowbreak{}", "").replace("\\textbackslash{}", "\\")
    assert r"\det A = ad - bc" in shown


def test_chains_are_counted_as_they_are_shown() -> None:
    page = text([sheet(verify_text("$a = t + 1$, $b = 2t$. $$x + x = 2x = 3x - x$$ "
                                   "$$y + y = 2y = 3y - y$$"))], "html")
    assert re.findall(r"id=\"(chain-\d+)\">(Chain \d+)<", page) == [
        ("chain-1", "Chain 1"), ("chain-2", "Chain 2")]
