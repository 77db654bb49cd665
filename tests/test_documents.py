"""Documents: the formulas a reader sees, at their places, whatever the file is like."""

from __future__ import annotations

import codecs
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language.errors import CheckerError, TooLarge
from checker.reader.documents import (
    Block,
    Document,
    given_text,
    read_document,
    read_given,
    read_text,
)
from checker.reader.documents.files import MAX_BYTES, decoded
from tests.corpus import Page, pages, shown

NOTES = Path(__file__).parents[2] / "shared" / "notes"
PIECES = (
    "$", "$$", "x", " ", "\n", "\n\n", "\\", "\\[", "\\]", "\\(", "\\)", "=", "a b", "{", "}", "`",
    "```", "```math\n", "> ", "- ", "    ", "# ", "|", "<", ">", "<!--", "-->", "%", "&lt;",
    "5 and ", "\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}", "---\n",
    "words in a row ", "\\newcommand{\\R}[1]{r #1}", "\\R", "\\R{y}", "\\def\\s{\\R\\R}", "\\s",
    "given:", "\t", "\f", "\u2028", "é", "한국", "\\verb|", "\\begin{verbatim}", "\\section{", "'",
    "\\end{verbatim}", '"')
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


# --- the corpus -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", pages("markdown.txt"), ids=lambda page: page.title)
def test_formulas_of_markdown(page: Page) -> None:
    assert [shown(block) for block in read_text(page.text).blocks] == page.formulas


@pytest.mark.parametrize("page", pages("tex.txt"), ids=lambda page: page.title)
def test_formulas_of_tex(page: Page) -> None:
    assert [shown(block) for block in read_text(page.text, "tex").blocks] == page.formulas


@pytest.mark.parametrize("page", pages("markdown.txt"), ids=lambda page: page.title)
def test_a_notebook_cell_is_read_as_a_page(page: Page) -> None:
    cells = [{"cell_type": "code", "source": "$x$"},
             {"cell_type": "raw" if page.text.startswith("---") else "markdown",
              "source": page.text.splitlines(keepends=True)}]
    if cells[1]["cell_type"] == "raw":
        cells.reverse()
    document = read_text(json.dumps({"cells": cells}), "notebook", "n.ipynb")
    number = 2 if cells[1]["cell_type"] == "markdown" else 1
    assert {block.source.name for block in document.blocks} <= {f"n.ipynb (cell {number})"}
    assert [shown(block) for block in document.blocks] == page.formulas


# --- places ---------------------------------------------------------------------------------


def check_places(block: Block) -> None:
    """Every character of a block stands where the block says, or is blank."""
    text = block.source.text
    assert (block.line, block.column) == (text.count("\n", 0, block.offset) + 1,
                                          block.offset - text.rfind("\n", 0, block.offset))
    assert block.text and block.text == block.text.strip() or block.error or block.origins
    for position, character in enumerate(block.text):
        offset, length = block.origin(position)
        line, column = block.place(position)
        assert text.split("\n")[line - 1][column - 1:] == block.source.line(line)[column - 1:]
        copied = not block.origins or [o for o in block.origins if o.start <= position][-1].copied
        if copied:
            assert length == 1 and (character in (text[offset], " ") or "&" in text)
        else:
            assert block.offset <= offset <= block.offset + block.length
    span = block.span()
    assert (span.line, span.column) == block.place(0)
    if not block.origins:
        assert span.length == len(block.text) == block.length


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_places_of_markdown(text: str) -> None:
    for block in read_text(text).blocks:
        check_places(block)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_places_of_tex(text: str) -> None:
    for block in read_text(text, "tex").blocks:
        check_places(block)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_places_of_givens(text: str) -> None:
    for block in given_text(text):
        check_places(block)


@given(st.lists(st.sampled_from(["word", "x y", "한국", "1.5", "\n\n", "\n", "# h\n", "\n- "])),
       st.lists(st.sampled_from(["$x = 1$", "$$a\n= b$$", "\\[y\\]", "\\(z\\)", "$\\alpha$"])))
def test_unexpanded_blocks_are_the_source(prose: list[str], formulas: list[str]) -> None:
    text = "".join(f"{word} {formula} " for word, formula in zip(prose, formulas, strict=False))
    blocks = read_text(text).blocks
    assert len(blocks) == min(len(prose), len(formulas))
    for block in blocks:
        assert block.source.text[block.offset:block.offset + len(block.text)] == block.text


def test_a_span_underlines_a_piece() -> None:
    block, = read_text("so\n\n$$\na = b\n+ c$$", path="n.md").blocks
    assert str(block.span(6, 9)) == "n.md:5:1"
    assert block.span(6, 9).length == 3
    assert block.source.line(block.place(6)[0]) == "+ c$$"


# --- the notes ------------------------------------------------------------------------------


@pytest.mark.skipif(not NOTES.is_dir(), reason="the raw notes are not here")
def test_the_displays_of_the_raw_notes() -> None:
    counts: Counter[str] = Counter()
    for path in sorted(NOTES.glob("*.txt")):
        document = read_document(path)
        assert not document.problems
        for block in document.blocks:
            assert block.error is None
            check_places(block)
            counts[f"{path.name[:3]} {block.kind}"] += 1
    assert counts == {"001 display": 7, "002 display": 89, "002 inline": 21, "003 display": 148,
                      "003 inline": 46, "004 display": 17, "004 inline": 12}


# --- headings and front matter --------------------------------------------------------------


def test_the_headings_over_a_formula() -> None:
    document = read_text("$a$\n# One\n$b$\n## Two\nTwo and a half\n---\n$c$\n\nThree\n===\n$d$")
    outlines = [[heading.title for heading in document.outline(block)] for block in document.blocks]
    assert outlines == [[], ["One"], ["One", "Two and a half"], ["Three"]]
    assert str(document.headings[1].span) == "<text>:4:4"


def test_the_headings_of_tex() -> None:
    document = read_text(r"\section{One $x$}\subsection*{Two}$y$\section[s]{Three}$z$", "tex")
    assert [[h.title for h in document.outline(block)] for block in document.blocks] == [
        ["One $x$"], ["One $x$", "Two"], ["Three"]]


@pytest.mark.parametrize("matter", [
    "given:\n  - x > 0\n  - \"y \\in \\mathbb{R}\"", "given: ['x > 0', \"y \\\\in \\\\mathbb{R}\"]",
    "given: |\n  x > 0\n  # so\n  y \\in \\mathbb{R}\ntitle: $z$",
    "title: z\ngiven:\n- $x > 0$ # so\n- '$y \\in \\mathbb{R}$'",
])
def test_the_givens_of_front_matter(matter: str) -> None:
    document = read_text(f"---\n{matter}\n---\n$w$")
    assert [text.replace("  ", " ").replace("{ ", "{").replace(" \\", "\\")
            for text in texts(document)] == ["x > 0", "y\\in\\mathbb{R}", "w"]
    assert [block.kind for block in document.blocks] == ["given", "given", "inline"]


def test_what_else_front_matter_says() -> None:
    document = read_text("---\ntitle: 'On $x$'\nlog-base: 10\ntags:\n  - a\n---\n")
    assert document.front_matter == (("title", "On $x$"), ("log-base", "10"))


@pytest.mark.parametrize("text", ["---\n$x$\n", "--- \n\n$x$", "+++\ntitle = '$y$'\n+++\n$x$"])
def test_what_is_no_yaml_front_matter(text: str) -> None:
    assert texts(read_text(text)) == ["x"]


# --- givens ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "declarations"), [
    ("w, x \\in \\mathbb{R}^2\n\n0 < a < 1\n", ["w, x \\in \\mathbb{R}^2", "0 < a < 1"]),
    ("# note\nx > 0 # why\n  y > 0", ["x > 0", "y > 0"]),
    ("- x > 0\n- y > 0", ["x > 0", "y > 0"]),
    ("- x < 0\ny > 0", ["- x < 0", "y > 0"]),
    ("$x > 0$\n$$y > 0$$\n$$\nz > 0\n$$", ["x > 0", "y > 0", "z > 0"]),
    ("Let $x > 0$ and $y > 0$.", ["x > 0", "y > 0"]),
    ("Words here.\n```math\nx > 0\n\ny > 0\n```\n", ["x > 0", "y > 0"]),
    ("---\ngiven:\n- x > 0\n---\nWords here.", ["x > 0"]),
    ("f := \\begin{cases} 1 & x > 0 \\\\\n0 & x \\le 0 \\end{cases}\ny > 0",
     ["f := \\begin{cases} 1 & x > 0 \\\\\n0 & x \\le 0 \\end{cases}", "y > 0"]),
    ("\\newcommand{\\R}{\\mathbb{R}}\nx \\in \\R", ["x \\in \\mathbb{R}"]),
    ("", []),
])
def test_givens(text: str, declarations: list[str]) -> None:
    blocks = given_text(text)
    assert [block.text for block in blocks] == declarations
    assert {block.kind for block in blocks} <= {"given"}


def test_a_file_of_givens(tmp_path: Path) -> None:
    (tmp_path / "g.md").write_bytes(b"x > 0\r\n  y > 0\r\n")
    (tmp_path / "g.tex").write_text(r"\[ z > 0 \]")
    places = [(block.text, block.line, block.column) for block in read_given(tmp_path / "g.md")]
    assert places == [("x > 0", 1, 1), ("y > 0", 2, 3)]
    assert [block.kind for block in read_given(tmp_path / "g.tex")] == ["given"]


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [
    b"so\n$x = 1$", b"so\r\n$x = 1$\r\n", b"so\r$x = 1$", codecs.BOM_UTF8 + b"so\n$x = 1$",
    "so\n$x = 1$".encode("utf-16"), codecs.BOM_UTF16_BE + "so\n$x = 1$".encode("utf-16-be"),
    b"\xb7\xce\xb1\xd7 \xff\xfe\n$x = 1$ \x80", b"\x00\x0c\n$x = 1$\x0c",
])
def test_every_encoding(raw: bytes, tmp_path: Path) -> None:
    note = tmp_path / "note.TXT"
    note.write_bytes(raw)
    block, = read_document(note).blocks
    assert (block.text, block.line, block.column) == ("x = 1", 2, 2)


def test_lines_end_only_where_an_editor_ends_them() -> None:
    block, = read_text("a\x0cb\x0b\x85\u2028c\n$x$").blocks
    assert (block.line, block.column) == (2, 2)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    large = tmp_path / "large.md"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    for name, word in (("none.md", "no file"), ("folder.md", "a folder"), ("x.docx", "ends in"),
                       ("x", "ends in"), ("x" * 300 + ".md", "cannot be read")):
        with pytest.raises(CheckerError, match=word):
            read_document(tmp_path / name)
    with pytest.raises(TooLarge, match="10 MB"):
        read_document(large)


@pytest.mark.parametrize("text", [
    "", "{", "[]", "3", '{"cells": 3}', '{"cells": [{"cell_type": "markdown", "source": 3}]}',
    "[" * 100_000, "1" * 5000, '{"cells": [{"cell_type": "markdown"}]}', "\0",
])
def test_a_file_that_is_no_notebook(text: str) -> None:
    with pytest.raises(CheckerError, match="is not a notebook") as refused:
        read_text(text, "notebook", "n.ipynb")
    assert "\n" not in str(refused.value)


def test_cells_without_formulas_are_passed_over() -> None:
    cells = '[1, {}, {"cell_type": "code"}, {"cell_type": "markdown", "source": "\\ud800 $x$"}]'
    block, = read_text(f'{{"worksheets": [{{"cells": {cells}}}]}}', "notebook", "n.ipynb").blocks
    assert (block.text, block.source.cell, block.column) == ("x", 4, 4)


def test_macros_of_one_cell_hold_in_the_next() -> None:
    cells = [{"cell_type": "markdown", "source": text} for text in (r"$\def\R{r}$", r"$\R$")]
    assert texts(read_text(json.dumps({"cells": cells}), "notebook")) == ["r"]


# --- included files -------------------------------------------------------------------------


def test_included_files_are_read_in_place(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "note.tex").write_text(
        "$a$ \\input{macros} \\include{parts/one}\n$\\R$ \\input two")
    (tmp_path / "macros.tex").write_text(r"\newcommand{\R}{\mathbb{R}}")
    (tmp_path / "parts" / "one.tex").write_text("\n $b \\in \\R$")
    (tmp_path / "two.tex").write_text("$c$")
    document = read_document(tmp_path / "note.tex")
    assert texts(document) == ["a", "b \\in \\mathbb{R}", "\\mathbb{R}", "c"]
    assert str(document.blocks[1].span()) == f"{tmp_path / 'parts' / 'one.tex'}:2:3"
    assert len(document.sources) == 4 and not document.problems


@pytest.mark.parametrize(("name", "reason"), [
    ("../secret", "only files in the folder"), ("/etc/passwd", "only files in the folder"),
    ("C:\\x", "only files in the folder"), ("~/x", "only files in the folder"),
    ("a/../../secret", "only files in the folder"), ("link", "leads out"), ("nothing", "no file"),
    ("away/secret", "leads out"), ("note", "includes itself"), ("loop", "includes itself"),
    ("x.pdf", "not a TeX file"), ("y" * 300, "cannot be read"), ("", "")])
def test_files_that_are_not_included(name: str, reason: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("$secret$")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "away").symlink_to(tmp_path)
    (folder / "loop.tex").write_text(r"\input{loop}")
    (folder / "note.tex").write_text(f"$a$ \\input{{{name}}} $b$")
    document = read_document(folder / "note.tex")
    assert texts(document) == ["a", "b"]
    assert [reason in problem.message for problem in document.problems] == [True] * bool(reason)


def test_included_files_are_bounded(tmp_path: Path) -> None:
    for number in range(20):
        following = f"\\input{{f{number + 1}}}"
        (tmp_path / f"f{number}.tex").write_text(f"$x$ {following} {following}")
    document = read_document(tmp_path / "f0.tex")
    assert len(document.blocks) <= 201
    messages = [problem.message for problem in document.problems]
    assert messages and all("deep" in text or "more than 200" in text for text in messages)


def test_a_text_that_is_no_file_includes_nothing() -> None:
    problem, = read_text(r"\input{note}", "tex").problems
    assert "no file" in problem.message and str(problem.span) == "<text>:1:8"


# --- what is hostile ------------------------------------------------------------------------

MANY = 100_000
HOSTILE = {
    "dollars": "$" * MANY, "dollars apart": "$ " * MANY, "dollars before words": "$x " * MANY,
    "brackets": "\\[ " * MANY, "formulas never closed": "\\[ x = 1\n" * MANY,
    "environments": "\\begin{align}\n" * MANY, "braces": "$" + "{" * MANY + "}" * MANY + "$",
    "braces before dollars": "${" * MANY, "definitions": "\\def\\a{" * MANY,
    "macro in macro": "\\def\\a#1{#1} $" + "\\a{" * MANY + "}" * MANY + "$",
    "a macro that calls itself": "\\def\\a{\\a\\a} " + "$\\a$ " * 20_000,
    "macros that double": "".join(f"\\def\\{a}{{\\{b}\\{b}}}" for a, b in zip(
        "abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)) + "$\\a$ " * 20_000,
    "arguments that double": "\\def\\a#1{\\b{#1#1}}\\def\\b#1{\\a{#1#1}} " + "$\\a{x}$ " * 2000,
    "fences": "```math\n" * MANY, "backticks": " ".join("`" * n for n in range(1, 500)),
    "tags": "<a b='" * MANY, "comments": "<!--" * MANY, "verbatim": "\\begin{verbatim}" * MANY,
    "far closing": "\\[\n" * MANY + "\n\n" + "x" * MANY + " word word word \\]",
    "backslashes": "\\" * MANY, "quotes": "> " * MANY, "items": "- " * MANY,
    "headings": "\\section{" * MANY,
}


@pytest.mark.parametrize("language", ["markdown", "tex"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_hangs(name: str, language: str) -> None:
    start = time.perf_counter()
    read_text(HOSTILE[name], "tex" if language == "tex" else "markdown")
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("language", ["markdown", "tex"])
def test_a_large_note_is_read_in_linear_time(language: str) -> None:
    text = ("Word $x_{1} = \\frac{1}{2}$ and\n\n$$\na = b\n$$\n\n" * 10_000) + "prose " * 90_000
    start = time.perf_counter()
    document = read_text(text, "tex" if language == "tex" else "markdown")
    assert len(document.blocks) == 20_000
    assert time.perf_counter() - start < 10


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_bytes_are_read_or_refused(raw: bytes) -> None:
    read_text(decoded(raw))
    read_text(decoded(raw), "tex")
    given_text(decoded(raw))
    try:
        read_text(decoded(raw), "notebook")
    except CheckerError as refused:
        assert "is not a notebook" in str(refused)


@pytest.mark.fuzz
def test_torn_pages() -> None:
    end = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "60"))
    chance = random.Random(3)
    seeds = [page.text for name in ("markdown.txt", "tex.txt") for page in pages(name)]
    seeds += [path.read_text(encoding="utf-8") for path in sorted(NOTES.glob("*.txt"))]
    while time.monotonic() < end:
        text = chance.choice(seeds)
        for _ in range(chance.randrange(1, 8)):
            place, length = chance.randrange(len(text) + 1), chance.randrange(12)
            match chance.randrange(3):
                case 0:
                    text = text[:place] + text[place + length:]
                case 1:
                    inserted = chance.choice(PIECES) * chance.randrange(1, 4)
                    text = text[:place] + inserted + text[place:]
                case _:
                    text = text[:place] + text[place:place + 200] * 2 + text[place:]
        for language in ("markdown", "tex"):
            document = read_text(text, "tex" if language == "tex" else "markdown")
            for block in chance.sample(document.blocks, min(3, len(document.blocks))):
                check_places(block)
        given_text(text)


def test_no_formula_needs_sympy() -> None:
    script = ("import sys; from checker.reader.documents import read_text; read_text('$x$');"
              "print([m for m in ('sympy', 'click', 'rich', 'markdown_it') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=True, timeout=60)
    assert done.stdout == "[]\n"
