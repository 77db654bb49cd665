"""Real TeX engines set every sheet, and complain of nothing; hostile notes do nothing there."""

from __future__ import annotations

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import derivations
from checker import verify
from checker.language.errors import CheckerError
from checker.report.sheet.model import Sheet
from checker.report.sheet.tex import render
from checker.sheets.engines import ENGINES, compiled, installed, pdf
from tests import sheet_snapshots as snapshots

pytestmark = [pytest.mark.engines,
              pytest.mark.skipif(not installed(), reason="no TeX engine is installed")]
COMPLAINT = re.compile(r"^(?:!|Overfull|Underfull|Missing character|(?:LaTeX|Package).*Warning).*",
                       re.MULTILINE)
HARMLESS = re.compile(r"Package kotex|Package fontspec Warning|Font shape|Some font shapes")
NOTES = ("docs/examples/gradient.md", "docs/examples/slip.py", "tests/sheets/korean.md",
         "tests/sheets/hostile.md")


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    with snapshots.contextlib.chdir(snapshots.ROOT):
        return {source: verify(source, seconds=60).sheets[0]
                for source in (*derivations.NAMES, *NOTES)}


def complaints(engine: str, source: str, folder: Path) -> list[str]:
    folder.mkdir()
    failure = compiled(engine, source, folder)
    log = folder / "sheet.log"
    said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    found = [line for line in COMPLAINT.findall(said) if not HARMLESS.search(line)]
    return found + ([failure] if failure else [])


@pytest.mark.parametrize("engine", ENGINES)
def test_every_sheet_compiles_without_complaint(
        engine: str, sheets: dict[str, Sheet], tmp_path: Path) -> None:
    if engine not in installed():
        pytest.skip(f"{engine} is not installed")
    # Each by itself with the quick ones, in which a complaint has a name; all at once elsewhere.
    documents = {name: [made] for name, made in sheets.items()} \
        if engine in ("pdflatex", "xelatex") else {"all": list(sheets.values())}
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda item: (item[0], complaints(
            engine, render(item[1]), tmp_path / Path(item[0]).name)), documents.items())
        assert {name: said for name, said in found if said} == {}


@pytest.mark.parametrize("engine", ENGINES)
def test_no_command_of_a_note_is_run(
        engine: str, sheets: dict[str, Sheet], tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    if engine not in installed():
        pytest.skip(f"{engine} is not installed")
    monkeypatch.chdir(tmp_path)
    made = pdf(render([sheets["tests/sheets/hostile.md"]]), engine)
    assert made.startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == []
    assert not Path("/tmp/pwned").exists()
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
        assert b"root:" not in done.stdout
        assert b"input{/etc/passwd}" in done.stdout.replace(b"\n", b"")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_reads_no_file_and_runs_no_program(engine: str, tmp_path: Path) -> None:
    """Even if something came through: the second wall."""
    if engine not in installed():
        pytest.skip(f"{engine} is not installed")
    secret = tmp_path / "secret.tex"
    secret.write_text("the secret")
    pwned = tmp_path / "pwned"
    evil = ("\\documentclass{article}\\begin{document}a"
            f"\\immediate\\write18{{touch {pwned}}}\\input{{{secret}}}\\end{{document}}")
    try:
        made = pdf(evil, engine, 60)
    except CheckerError:
        made = b""
    assert not pwned.exists()
    if made and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
        assert b"secret" not in done.stdout


def test_equal_sheets_are_equal_files(sheets: dict[str, Sheet]) -> None:
    source = render([sheets["sigmoid"]])
    assert pdf(source) == pdf(source)


def test_an_engine_that_does_not_end_is_stopped() -> None:
    with pytest.raises(CheckerError, match="stopped after 2 s"):
        pdf("\\documentclass{article}\\begin{document}\\def\\x{\\x}\\x\\end{document}",
            installed()[0], 2)


def test_an_error_of_the_engine_is_told() -> None:
    with pytest.raises(CheckerError, match="Undefined control sequence"):
        pdf("\\documentclass{article}\\begin{document}\\nothing\\end{document}", installed()[0])


@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_without_a_font_for_it_another_script_is_spelled(
        engine: str, sheets: dict[str, Sheet], monkeypatch: pytest.MonkeyPatch) -> None:
    if engine not in installed() or not shutil.which("pdftotext"):
        pytest.skip(f"{engine} or pdftotext is not installed")
    monkeypatch.setattr("checker.report.sheet.tex.FONTS", ("No Font Of This Name",))
    source = render([sheets["tests/sheets/korean.md"]]).replace("kotex.sty", "no-such.sty")
    made = pdf(source, engine)
    done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    assert "sigeumoideu hamsuyi mibun" in done.stdout.decode()
