"""Macros: expanded as TeX would, within bounds, every character's place kept."""

from __future__ import annotations

import pytest

from checker.reader.documents import Block, read_text
from checker.reader.documents.expansion import MAX_DEPTH, MAX_LENGTH


def block_of(definitions: str, formula: str) -> Block:
    """The last formula of a TeX text with these definitions before it."""
    return read_text(f"{definitions}\n${formula}$", "tex").blocks[-1]


@pytest.mark.parametrize(("definitions", "formula", "expansion"), [
    (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^2", r"x \in \mathbb{R}^2"),
    (r"\newcommand\R{\mathbb R}", r"\R", r"\mathbb R"),
    (r"\newcommand{\R}{r}", r"\Rx + \R", r"\Rx + r"),
    (r"\newcommand{\half}[1]{\frac{#1}{2}}", r"\half{x} \half x \half\alpha",
     r"\frac{x}{2} \frac{x}{2} \frac{\alpha}{2}"),
    (r"\newcommand{\f}[2]{#2#1}", r"\f{a} {b}", "ba"),
    (r"\newcommand{\f}[2][1]{#1 + #2}", r"\f{a}, \f[2]{a}, \f[{]}]{a}", r"1 + a, 2 + a, {]} + a"),
    (r"\newcommand{\f}[1]{\alpha#1}", r"\f x \f{} y", r"\alpha x \alpha y"),
    (r"\newcommand{\f}{\alpha}", r"\f{}x 2\f", r"\alpha{}x 2\alpha"),
    (r"\newcommand{\a}{\b}\newcommand{\b}{c}", r"\a", "c"),
    (r"\newcommand{\a}[1]{(#1)}", r"\a{\a{x}}", "((x))"),
    (r"\def\a#1#2{#1 of #2}", r"\a fx", "f of x"),
    (r"\def\a{b}\def\a{c}", r"\a", "c"),
    (r"\def\a{b}\renewcommand{\a}{c}", r"\a", "c"),
    (r"\def\a{b}\providecommand{\a}{c}\providecommand{\d}{d}", r"\a\d", "bd"),
    (r"\let\old\phi\renewcommand{\phi}{\varphi}", r"\old\phi", r"\phi\varphi"),
    (r"\def\a{1}\let\b=\a\def\a{2}", r"\a\b", "21"),
    (r"\DeclareMathOperator*{\argmax}{arg\,max}", r"\argmax_x", r"\operatorname*{arg\,max}_x"),
    (r"\DeclarePairedDelimiter{\norm}{\|}{\|}", r"\norm{x} \norm*{y} \norm[\big]{z}",
     r"\|x\| \|y\| \|z\|"),
    (r"\renewcommand{\vec}[1]{\mathbf{#1}}", r"\vec{x}", r"\mathbf{x}"),
    (r"\newcommand{\ok}{\%}", r"5\ok", r"5\%"),
    (r"\newcommand{\a}{b} % \newcommand{\a}{c}", r"\a", "b"),
    (r"\newenvironment{e}{$x$}{$y$}", r"\e", r"\e"),
    (r"\def\{{x}", r"\{", "x"),
])
def test_expansion(definitions: str, formula: str, expansion: str) -> None:
    block = block_of(definitions, formula)
    assert block.error is None
    assert block.text == expansion


@pytest.mark.parametrize(("definitions", "formula", "reason"), [
    (r"\def\a{\a}", r"\a", f"more than {MAX_DEPTH} deep"),
    (r"\def\a{\b x}\def\b{\a}", r"x + \a", f"more than {MAX_DEPTH} deep"),
    (r"\def\a{\a\a}", r"\a", f"more than {MAX_DEPTH} deep"),
    (r"\def\a#1{\a{#1#1}}", r"\a{x}", "does one of them call itself"),
    (r"\newcommand{\a}[2]{#1}", r"\a{x}", "takes 2 arguments"),
    (r"\newcommand{\a}[1]{#1}", r"{\a}", "takes 1 argument"),
    (r"\newcommand{\a}[1]{#1}", r"\a{x", "never closed"),
    (r"\newcommand{\a}[1][x]{#1}", r"\a[x", "never closed"),
    (r"\newcommand{\a}[1]{#2}", r"\a{x}", "#2, which it does not take"),
    (r"\newcommand{\a}{x", r"\a", "is never closed"),
    (r"\newcommand{\a}{\def\b{x}}", r"\a", "more than notation"),
    (r"\newcommand{\a}{\input{x}}", r"\a", "more than notation"),
    (r"\newcommand{\a}{\ifx xy\fi}", r"\a", "more than notation"),
    (r"\newcommand{\a}{\addtocounter{n}{1}}", r"\a", "more than notation"),
    (r"\def\a(#1){#1}", r"\a(x)", "between delimiters"),
    (r"\edef\a{x}", r"\a", "is not read"),
    (r"\NewDocumentCommand{\a}{m}{#1}", r"\a{x}", "is not read"),
    (r"\newcommand{\a}{" + "x" * 20_000 + "}", r"\a", "more than 10000 characters"),
    (r"\newcommand{\a}{" + "x" * 9000 + "}", r"\a" * 20, f"more than {MAX_LENGTH} characters"),
])
def test_refusal(definitions: str, formula: str, reason: str) -> None:
    block = block_of(definitions, formula)
    assert block.error is not None
    assert reason in block.error.message
    assert block.text == formula
    assert block.error.line == block.line


def test_a_refused_macro_costs_only_its_own_formula() -> None:
    blocks = read_text(r"\def\a{\a} $x$ $\a$ $y$", "tex").blocks
    assert [block.error is None for block in blocks] == [True, False, True]


def test_a_character_leads_to_its_source() -> None:
    text = r"$\newcommand{\f}[2]{\frac{#2}{#1}}$ so $u + \f{ab}{c} - v$"
    block, = read_text(text).blocks
    assert block.text == r"u + \frac{c}{ab} - v"
    for piece in ("u", "ab", "v"):
        assert block.place(block.text.index(piece)) == (1, text.rindex(piece) + 1)
    assert block.place(block.text.index(r"\frac")) == (1, text.rindex(r"\f") + 1)
    assert block.span(4, 9).length == 2
    assert block.span(block.text.index("ab"), block.text.index("ab") + 2).length == 2
    assert (block.column, block.length) == (text.index("u +") + 1, len(r"u + \f{ab}{c} - v"))


def test_definitions_in_markdown_hold_from_their_place_on() -> None:
    text = ("$\\R$\n\n$$\\newcommand{\\R}{r}\n\\newcommand{\\S}{s}$$\n\n$\\R$ \\def\\S{t} $\\S$\n\n"
            "$$\\def\\T{q} \\T = 1$$")
    blocks = read_text(text).blocks
    assert [block.text for block in blocks] == ["\\R", "r", "t", "q = 1"]
    assert (blocks[-1].line, blocks[-1].column) == (8, 13)


def test_a_long_formula_of_many_macros() -> None:
    block = block_of(r"\newcommand{\R}{r}", r"\R + " * 5000)
    assert block.text == ("r + " * 5000).strip()
    assert block.place(4 * 4999) == (2, 2 + 5 * 4999)
