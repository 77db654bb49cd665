"""No note hangs or breaks the reading: torn, nested, doubled, it is read or refused in place."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from checker.language.source import Span
from checker.reader.documents import read_text
from checker.reader.documents.blocks import Document, Language
from checker.reader.latex import Scope, Statement, parse_statements, survey
from checker.reader.page.reading import read_page
from tests.corpus import pages
from tests.test_latex_expression import ALPHABET, LINES

SECONDS = float(os.environ.get("FUZZ_SECONDS", "60"))
HERE = Path(__file__).parent
NOTES = Path(__file__).parents[2] / "shared" / "notes"
SLICE = 1500
"""Of a note, so many characters are mutated at once."""


def seeds() -> list[str]:
    """Texts to start from: notes, pages of the corpus, and the lines as displays and chains."""
    found = [page.text for name in ("markdown.txt", "tex.txt") for page in pages(name)]
    found += [path.read_text(encoding="utf-8") for path in sorted(NOTES.glob("*.txt"))]
    lines = [line for _, line, _ in LINES]
    for k in range(0, len(lines), 12):
        found.append("\n\n".join(f"Let ${line}$ be so.\n\n$$ {line} = y $$"
                                 for line in lines[k:k + 6]))
        found.append("$$\\begin{align}" + " \\\\\n&= ".join(lines[k + 6:k + 12]) + "\\end{align}$$")
    return found


PIECES = (
    "$", "$$", "\\[", "\\]", "\\(", "\\)", "{", "}", "(", ")", "[", "]", "|", "\\left", "\\right",
    "\\left.", "\\right|", "\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}",
    "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\", "\n", "\n\n", "=", ":=", "\\in", "\\to",
    "\\text{if }", "\\text{ or }", "\\because", "\\def\\a{\\a}", "\\a", "\\newcommand{\\b}[1]{#1}",
    "\\b", "\\mathbb{R}", "\\{0, 1\\}", "^{(i)}", "_{ij}", "_", "^", "'", "!", "%", "\0", "\u200b",
    "é", "\ud7ff", "\\", "```math\n", "```", "|x|", "\\|", "1,000", "1e-3", "1{,}0", "dx", "dy/dx",
    "\\int", "\\frac d{", "\\partial ", "\\dots", "...", "\\over", "\\choose", "\\operatorname{",
    "\\mathsf{T}", *ALPHABET)


def mutant(chance: random.Random, texts: list[str]) -> str:
    """A part of a text in which something is deleted, doubled, put in or nested."""
    text = chance.choice(texts)
    start = chance.randrange(max(1, len(text) - SLICE))
    text = text[start:start + SLICE]
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randint(0, len(text)), chance.choice((1, 1, 2, 5, 40))
        match chance.randint(0, 6):
            case 0 | 1:
                text = text[:at] + text[at + length:]
            case 2 | 3:
                inserted = chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 30))
                text = text[:at] + inserted + text[at:]
            case 4:
                times = chance.choice((2, 3, 50))
                text = text[:at] + text[at:at + length] * times + text[at + length:]
            case 5:
                other = chance.choice(texts)
                text = text[:at] + other[chance.randrange(len(other) + 1):][:200] + text[at:]
            case _:
                opening, closing = chance.choice(
                    ("{}", "()", ("\\frac{", "}{2}"), ("\\sqrt{", "}")))
                depth = chance.choice((1, 3, 70, 200))
                text = text[:at] + opening * depth + text[at:at + length] + closing * depth \
                    + text[at + length:]
    return text


def read_all(text: str, language: Language) -> None:
    """Read a text as far as its claims; every refusal has its place."""
    document = read_text(text, language)
    texts = [block.text for block in document.blocks]
    scope = survey(texts, Scope())
    for block in document.blocks:
        for statement in parse_statements(block.text, scope, Span("", block.line, block.column)):
            check_statement(statement)
    check_page(document)


def check_statement(statement: Statement) -> None:
    assert statement.declaration is not None \
        or len(statement.sides) == len(statement.relations) + 1
    for side in statement.sides:
        assert side.term is None or side.trouble is None
        assert side.span.line >= 1 and side.span.column >= 1
        if side.trouble is not None:
            assert side.trouble.line >= 1 and side.trouble.column >= 1 and side.trouble.message


def check_page(document: Document) -> None:
    read_page(document)


def check_mutants(chance: random.Random, count: int, end: float) -> int:
    """Read mutants until so many are read or the time is over; how many were read."""
    texts = seeds()
    for done in range(count):
        if time.monotonic() > end:
            return done
        text, language = mutant(chance, texts), chance.choice(("markdown", "tex"))
        begun = time.process_time()
        try:
            read_all(text, "tex" if language == "tex" else "markdown")
        except Exception as error:
            raise AssertionError(f"{language}: {text!r}") from error
        assert time.process_time() - begun < 10, f"{language}: {text!r}"
    return count


def test_torn_notes_are_read_or_refused() -> None:
    check_mutants(random.Random(7), 150, time.monotonic() + 60)


@pytest.mark.fuzz
def test_very_many_torn_notes_are_read_or_refused() -> None:
    chance = random.Random(random.SystemRandom().getrandbits(32))
    assert check_mutants(chance, 10**9, time.monotonic() + SECONDS) > 0


# --- as large as it gets ------------------------------------------------------------------------

MANY = 100_000
HOSTILE = {
    "unclosed dollars": "$ x = 1 " * (MANY // 2 + 1), "dollars": "$" * MANY,
    "deep braces": "$$" + "{" * MANY + "x" + "}" * MANY + "$$",
    "deep brackets": "$$" + "(" * 40_000 + "x" + ")" * 40_000 + "$$",
    "deep macros": "\\def\\a#1{\\frac{#1}{2}} $$" + "\\a{" * 20_000 + "x" + "}" * 20_000 + "$$",
    "macros that call each other": "\\def\\a{\\b}\\def\\b{\\a} " + "$\\a = \\b$ " * 5_000,
    "one long chain": "$$ a " + "= a " * 20_000 + "$$",
    "rows": "$$\\begin{align}" + "a &= b \\\\\n" * 7_000 + "\\end{align}$$",
    "lists": "$$ x" + ", x" * 30_000 + " \\in \\mathbb{R} $$",
    "numbers": "$$ x = 1" + ", 1" * 30_000 + " $$",
    "dots": "$$ x = 1" + ", \\dots" * 12_000 + " $$",
    "broken brackets": "$$ \\left( a " + "\\right. \\\\ \\left. + a " * 3_000 + "\\right) $$",
    "ends of brackets": "$$" + "\\right. \\\\ " * 9_000 + "$$",
    "bars": "$$" + "|x" * 45_000 + "$$", "bars among brackets": "$$" + "|x|(y)" * 16_000 + "$$",
    "names in front of brackets": "$$ y = " + "+ f(x) " * 14_000 + "$$",
    "numbers below families": "$$ y = x_j" + " + x_{12}" * 11_000 + "$$",
    "derivatives in one line": "$$ y = 0" + " + dy/dx" * 12_000 + "$$",
    "many functions": "".join(f"$f_{{{k}}}(x) = {k}$ " for k in range(5_000)),
    "alternatives": "$$ x = 1" + " \\text{ or } x = 1" * 5_000 + "$$",
    "conditions": "$$ x = 1" + " \\text{ if } x = 1" * 5_000 + "$$",
    "operators": "$$" + "\\operatorname{f} " * 6_000 + "x$$",
    "primes": "$$ f" + "'" * 90_000 + "(x) $$",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_note_hangs(kind: str) -> None:
    begun = time.process_time()
    read_all(HOSTILE[kind], "markdown")
    assert time.process_time() - begun < 20


def test_a_note_twice_as_long_takes_twice_as_long() -> None:
    """Linear, with room for a busy machine: eight times the text in less than 20 times the time."""
    part = "Word $x_{1} = \\frac{1}{2}$ and\n\n$$\nf(x) &= a + b \\\\ &= \\log(x) y\n$$\n\n"
    spent = []
    for times in (250, 2000):
        begun = time.process_time()
        read_all(part * times, "markdown")
        spent.append(time.process_time() - begun)
    assert spent[1] < 20 * spent[0]
