r"""No note can hang the program, make it raise, or get a false claim proved.

Broken notes come from `note_mutants`; the rest are notes written to mislead.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checker.language.errors import CheckerError
from checker.notes.judge import Options
from checker.notes.verify import verify_note, verify_text
from checker.reader.documents.blocks import Language
from tests.note_mutants import LIMIT, NOTES, QUICK, Mutant, mutant, verified

PLAIN = Options(hints=False)


def outcomes(text: str, given: str = "", language: Language = "markdown") -> list[str]:
    page = verify_text(text, given, language=language, options=PLAIN)
    return [finding.outcome for finding in page.findings]


# --- broken notes -------------------------------------------------------------------------------


def check_mutant(label: str) -> None:
    broken = mutant(random.Random(label))
    start = time.monotonic()
    try:
        verified(broken)
    except Exception as error:
        raise AssertionError(f"mutant {label}: {type(error).__name__}: {error}") from error
    assert time.monotonic() - start < LIMIT, f"mutant {label}"


def test_notes_with_something_broken_are_answered() -> None:
    for number in range(300):
        check_mutant(f"1/{number}")


@pytest.mark.fuzz
def test_very_many_broken_notes_are_answered() -> None:
    seed = int(time.time())
    end = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "60"))
    number = 0
    while time.monotonic() < end:
        check_mutant(f"{seed}/{number}")
        number += 1


@pytest.mark.parametrize("number", range(len(NOTES)))
def test_the_whole_notes_are_read(number: int) -> None:
    page = verified(Mutant(*NOTES[number]))
    assert page is not None
    told = [finding.outcome for finding in page.findings]
    assert "refuted" not in told and told.count("proved") >= 2


# --- hostile notes: each ends in time, with an answer ---------------------------------------------

MANY = 100_000
HOSTILE = {
    "deep braces": "$$" + "{" * MANY + "x" + "}" * MANY + " = x$$",
    "deep brackets": "$$" + "(" * MANY + "x" + ")" * MANY + " = x$$",
    "deep fractions": "$$" + "\\frac{1}{" * 5000 + "x" + "}" * 5000 + " = x$$",
    "nested fractions": "$$" + "\\frac{1}{1 + " * 40 + "x" + "}" * 40 + " = x$$",
    "dollars that never close": "$" * (MANY + 1) + "\n\n$x = x$",
    "one dollar a word": "$x " * MANY,
    "a macro of itself": r"\def\a{\a} $$\a = 1$$",
    "macros of each other": r"\def\a{\b}\def\b{\a} $$\a = 1$$ $$x = x$$",
    "a giant number": "$$x = " + "9" * 990 + "$$ $$x + 1 = 1" + "0" * 990 + "$$",
    "a longer number": "$$x = " + "9" * 5000 + "$$",
    "a tower": "$$x = 10^{10^{10^{10}}}$$ $$y = 2^{2^{100}}$$ $$z = x^{999999999}$$",
    "giant values": "$$a_0^{99999999} = 2 a_0^{99999999}$$ $$e^{e^{e^9}} = 1$$",
    "sparse giant powers": r"For $u x^{99999999} \ne 1$, $$u = u$$ $$\log(x^{99999999} - 1) = 0$$"
                           r" $$\sqrt{x^{99999999} + x} = 0$$ $$x^{99999999} + 1 > 0$$",
    "giant ranges": r"$$\sum_{k=1}^{10^{12}} k = 1$$ $$\prod_{k=1}^{10^{9}} k = 2$$",
    "nested giant ranges": r"$$\sum_{i=1}^{999999} \sum_{j=1}^{999999} w_{ij} = w_{1 1}$$",
    "a chain of a thousand links": " ".join(
        f"$$z_{{{k + 1}}} = z_{{{k}}} + 1$$" for k in range(1000)) + " $$z_{1000} = z_0 + 1000$$",
    "a thousand redefinitions": " ".join(f"$$y = x + {k}$$" for k in range(1000)) + "$$y = x$$",
    "a thousand inequalities": " ".join(f"$x < y_{{{k}}}$" for k in range(1000)) + "$$x = 2 x$$",
    "a thousand equalities": "$$x" + " = x" * 1000 + "$$",
    "a thousand conditions": "$$|x| = x" + r" \text{ if } x > 0" * 1000 + "$$",
    "a family of itself": "$$w_i = w_{w_i}$$ $$w_i = w_{i - 1} + 1$$ $$w_{w_{w_1}} = 1$$",
    "functions of themselves": "$$f(x) = f(x - 1) + 1$$ $$g(x) = h(x)$$ $$h(x) = g(x)$$ $$g(1)=2$$",
    "a circle of definitions": "$$a = b$$ $$b = c$$ $$c = a$$ $$a = b + 1$$",
    "a circle with :=": "$$a := b + 1$$ $$b := a + 1$$ $$a = b$$",
    "nothing is declared": r"$\in \mathbb{R}$ $: \mathbb{R} \to \mathbb{R}$ $$x = x$$",
    "NUL bytes": "$$x\0 = x$$ \0 $$y = y$$",
    "torn front matter": "---\ngiven:\n - x > \n - [\n: {\n$$x = x$$",
    "all of Unicode": "$$" + "".join(map(chr, range(32, 3000))) + " = x$$",
    "a wide matrix": r"$$A = \begin{pmatrix}" + " & ".join("a" * 1 for _ in range(300))
                     + r"\end{pmatrix}$$ $$A^T A = A$$",
}


@pytest.mark.parametrize("language", ["markdown", "tex"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_notes_end_in_time(name: str, language: Language) -> None:
    start = time.monotonic()
    verified(Mutant(HOSTILE[name], language), QUICK)
    assert time.monotonic() - start < 2 * LIMIT


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"cells": 3}', '{"cells": [{}, 1, null]}',
                                  '{"nbformat": 4, "cells": [{"cell_type": "markdown"}]}'])
def test_broken_notebooks_are_read_or_refused(text: str) -> None:
    verified(Mutant(text, "notebook"))


def test_files_are_read_or_refused(tmp_path: Path) -> None:
    raw = {"bytes.md": b"$$x \xff\xfe = x$$", "empty.md": b"", "zeros.tex": b"\0" * 1000,
           "self.tex": rb"\input{self} $$x = x$$ \input{other}", "other.tex": rb"\input{self}",
           "utf16.md": "$$x = x$$".encode("utf-16"), "torn.ipynb": b'{"cells": ['}
    for name, content in raw.items():
        (tmp_path / name).write_bytes(content)
    for name in raw:
        try:
            verify_note(tmp_path / name, options=QUICK)
        except CheckerError as refused:
            assert str(refused)


def test_other_formulas_go_on_behind_an_unreadable_one() -> None:
    page = verify_text("$$x = x$$\n\n$$x = \\frac{1}{$$\n\n$$x + x = 2 x$$")
    assert [finding.outcome for finding in page.findings] == ["proved", "unreadable", "proved"]
    span = page.findings[1].span
    assert span is not None and span.line == 3 and span.column > 1


def test_a_display_that_goes_on_is_answered_in_its_own_line() -> None:
    page = verify_text("$$x + 1$$\n\n$$y = x + \\frac{1}{$$\n\n$$= 3$$\n\n$$> 4$$")
    assert {finding.span.line for finding in page.findings if finding.span} == {3, 5, 7}


# --- notes that would have a false claim proved, or a true one refuted ----------------------------


@pytest.mark.parametrize(("text", "told"), [
    # a definition for one display does not prove itself in the next
    (r"Let $f, g : \mathbb{R} \to \mathbb{R}$. $$y = f(u), u = g(x)$$ $$y = 3$$ $$u = x$$",
     "stated stated stated stated stated"),
    # every condition behind a claim is kept, or refused
    (r"$$|x| = x \text{ for } x \in [0, 1]$$ $$|x| = x \text{ for } x \in \mathbb{N}$$",
     "proved proved"),
    (r"$$|x| = x \text{ for } x \in (1, 0)$$", "unreadable"),
    (r"$$|x| = x \text{ for } x \in \mathbb{Z}$$", "refuted"),
    (r"Let $x \in \{-1, 1\}$. $$x = 1 \text{ for } x \in [0, 1]$$", "stated undecided"),
    (r"Let $x \in \{-1, 1\}$. $$|x| = 7 \text{ for } x \in (2, 3)$$", "stated undecided"),
    (r"Let $x \in \{-1, 1\}$. $$|x| = 7 \text{ for } x \in \{2, 3\}$$", "stated unreadable"),
    (r"$$|x y| = x y \text{ if } x > 0 \text{ and } y > 0$$ $$|y| = y$$", "unreadable refuted"),
    (r"$$|x y| = x y \text{ if } x > 0, y > 0$$ $$|x| = x$$", "unreadable refuted"),
    (r"$$|x| = x \text{ if } x > 0 \text{ or } x < 0$$", "unreadable"),
    (r"$$|x| = x \text{ if x is positive}$$", "undecided"),
    (r"$$|i| = i \text{ for } i = 1, 2, \dots, n$$ $$|i| = i \text{ for } i = 1, 3, \dots, n$$",
     "proved unreadable"),
    (r"Let $i = 1, 3, \dots, n$. $$\sum_i 1 = n$$", "unreadable unreadable"),
    # what an update makes of a defined name
    (r"$$w = 1$$ $$w := w + 1$$ $$w = 2$$", "stated stated proved"),
    (r"$$w_i = 1$$ $$w_i := w_i + 1$$ $$w_i = 1$$", "stated stated stated"),
    # a value holds until the page says another one
    (r"Let $n = 3$. $$n^2 = 9$$ $$n + 1 = 5$$ Let $n = 4$. $$n^2 = 9$$ $$n = 5$$",
     "stated proved refuted stated refuted stated"),
    # what defines a name by itself is a claim
    (r"$$u = \log x$$ $$e^u = x$$ $$x = e^{2 u}$$", "stated proved undecided"),
    (r"$$a = b$$ $$b = a$$ $$b = 2 a$$", "stated proved undecided"),
    (r"$$u = x^2$$ $$x = u + 1$$ $$x^2 = u^2 + 2 u + 1$$", "stated undecided undecided"),
    # all that is said of a name counts before a step is called false
    (r"Let $a < b < c$. $$|c - a| = c - a$$ $$|a - c| = a - c$$",
     "stated stated undecided refuted"),
    (r"Let $0 < a < 1$. $$a = \sin t$$ $$\sqrt{a^2} = a$$ $$a = 2a$$",
     "stated stated stated proved refuted"),
    (r"Let $a > 0$. $$a = -t^2$$ $$|a| = a$$", "stated stated refuted"),
    # contradictions prove nothing
    (r"Let $x + y > 0$ and $x + y < 0$. $$|x + y| = 1$$", "stated stated undecided"),
    (r"$$1 = 2 \text{ if } 0 > 1$$", "undecided"),
    # a derivative at a point is no product
    (r"$$f(x) = x^2$$ $$\frac{df}{dx}(3) = 6$$", "stated unreadable"),
    # bound names keep what is defined outside out
    (r"$$k = 3$$ $$\sum_{k=1}^{2} k = 6$$ $$c = k$$ $$\sum_{k=1}^{2} c = 3$$",
     "stated refuted stated undecided"),
])
def test_misleading_notes(text: str, told: str) -> None:
    assert " ".join(outcomes(text)) == told


@pytest.mark.parametrize(("text", "told"), [
    (r"\renewcommand{\log}{\sin} $$\log(x) = \sin(x)$$", "proved"),
    (r"\renewcommand{\frac}[2]{#2/#1} $$\frac{1}{2} = 2$$ $$\frac{1}{2} = 1/2$$", "proved refuted"),
    (r"$$\f = 1$$ \def\f{2} $$\f = 2$$ \def\f{3} $$\f = 2$$", "unreadable proved refuted"),
])
def test_macros_that_change_their_meaning(text: str, told: str) -> None:
    assert " ".join(outcomes(text, language="tex")) == told


# --- quick start ----------------------------------------------------------------------------------


def test_verifying_a_note_needs_no_sympy(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text(NOTES[0][0], encoding="utf-8")
    script = ("import sys\nfrom checker.commands import commands\n"
              "try: commands(['verify', sys.argv[1]])\nexcept SystemExit: pass\n"
              "assert 'checker.notes.walk' in sys.modules and 'sympy' not in sys.modules\n")
    ran = subprocess.run([sys.executable, "-c", script, str(note)], capture_output=True, text=True,
                         check=False)
    assert ran.returncode == 0, ran.stderr


# --- operators, and functions that are also seen alone --------------------------------------------

@pytest.mark.parametrize("note", [
    r"$$\mathbb{E} X Y = Y \mathbb{E} X$$",
    r"Let $E$ be the mean. $$E[X^2] = E[X]^2$$",
    r"$$\operatorname{Log} xy = x\operatorname{Log} y$$",
    r"$$\mathrm{Var} X = X \mathrm{Var}$$",
    r"$$\frac{\delta}{\delta x} x^2 = x$$",
])
def test_an_operator_is_no_factor(note: str) -> None:
    assert set(outcomes(note)) == {"unreadable"}


@pytest.mark.parametrize(("claim", "outcome"), [
    (r"f^{(2)}(x) = 6xy", "unreadable"), (r"f^2(x) = 6x", "unreadable"),
    (r"f^{-1}(x) = x f^{-1}", "unreadable"), (r"f_x = 7x", "unreadable"),
])
def test_a_script_behind_a_function_that_stands_alone_elsewhere_defines_nothing(
        claim: str, outcome: str) -> None:
    note = rf"Let $f(x, y) = 3x^2 y$. So $f$ is a function. $${claim}$$"
    assert outcomes(note)[-1] == outcome


def test_a_product_of_two_derivatives_is_judged_both_ways() -> None:
    both = r"$$\frac{d}{dx} x^2 \cdot \frac{d}{dx}"
    assert outcomes(rf"{both} 1 = 0$$") == ["proved"]
    assert outcomes(rf"{both} x^3 = 6x^3$$") == ["unreadable"]
    assert outcomes(rf"{both} x^3 = x$$") == ["refuted"]
