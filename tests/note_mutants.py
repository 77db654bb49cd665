r"""Notes with something broken: bytes lost, brackets torn, macros that call themselves.

    python -m tests.note_mutants --count 10000 --seed 3

verifies so many, and prints those that raise, hang or leave a formula unanswered.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import time
from dataclasses import dataclass
from typing import Final

from checker.language.errors import CheckerError
from checker.language.findings import PageFindings
from checker.notes.judge import Options
from checker.notes.walk import check_page
from checker.reader.documents import given_text, read_text
from checker.reader.documents.blocks import Block, Language
from checker.reader.documents.files import decoded
from checker.reader.page.reading import Page, read_page
from checker.reader.page.said import Said

QUICK: Final = Options(hints=False, rules=False, seconds=0.2)
LIMIT: Final = 10.0
"""Seconds that a small note may take; none should take more than a few tenths."""

NEURON: Final = r"""# A neuron

Let $x, w, b \in \mathbb{R}$ and $y \in \{0, 1\}$, $0 < a < 1$.

$$z = w x + b, \qquad a = \sigma(z)$$

with $\sigma(t) := \frac{1}{1 + e^{-t}}$.

$$L(a, y) = -(y \log(a) + (1 - y) \log(1 - a))$$

$$\begin{align}
\frac{dL}{da} &= -\frac{y}{a} + \frac{1-y}{1-a} \because \frac{d}{dx} \log x = \frac{1}{x} \\
\frac{dL}{dw} &= (a - y) x
\end{align}$$

$$w := w - \alpha \frac{dL}{dw}$$
"""
SUMS: Final = r"""---
title: Sums
given:
  - m, n \in \mathbb{N}
  - x_j^{(i)}, w_j, y^{(i)} \in \mathbb{R}
---
# Sums

$$z^{(i)} = \sum_{j=1}^{n} w_j x_j^{(i)}$$

$$J(w) = \frac{1}{2m} \sum_{i=1}^m (z^{(i)} - y^{(i)})^2$$

$$\frac{\partial J}{\partial w_j} = \frac{1}{m} \sum_{i=1}^m (z^{(i)} - y^{(i)}) x_j^{(i)}$$

$$\sum_{i=1}^m (y - 1) = \sum_{i=1}^m y - m$$

$$\sum_{k=0}^{5} k = 15, \qquad \prod_{k=1}^{3} k = 6$$
"""
MACROS: Final = r"""\documentclass{article}
\newcommand{\R}{\mathbb{R}}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\def\half{\frac12}
\begin{document}
\section{Squares}
Let $x \in \R$ and $u > 0$.
\begin{equation}
  E = \half (x - u)^2
\end{equation}
\begin{align*}
  \pd{E}{x} &= x - u \\
            &= -(u - x)
\end{align*}
For $u \ne 1$, $$\frac{u^2 - 1}{u - 1} = u + 1.$$
\end{document}
"""
CASES: Final = r"""# Cases

$$|x| = \begin{cases} x & \text{if } x \ge 0 \\ -x & \text{if } x < 0 \end{cases}$$

$$\sigma(x) = \frac{1}{1 + e^{-x}}$$

$$\sigma(x) \to 1 \text{ if } x \to \infty$$

Let $f : \mathbb{R} \to (0, 1)$, and $n = 3$.

$$f'(x) = \frac{df(x)}{dx}, \quad \left( \frac{1}{f(x)} \right)' = -\frac{f'(x)}{f(x)^2}$$

$$(a + b)^n = a^3 + 3 a^2 b + 3 a b^2 + b^3 \quad (\because n = 3)$$

> $$y = f(u), \quad u = x^2$$
> $$y = f(x^2)$$

h(x) = x + 1

$$\int_0^1 x^2 dx = \Big[\frac{x^3}{3}\Big]_0^1 = \frac{1}{3}$$
"""
ARRAYS: Final = r"""# Arrays

Let $X \in \mathbb{R}^{m \times n}$, $w \in \mathbb{R}^n$ and $y \in \mathbb{R}^m$.

$$\nabla_w \frac{1}{2} \|Xw - y\|^2 = X^T (Xw - y)$$

Let $A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}$.

$$A^T = \begin{pmatrix} a & c \\ b & d \end{pmatrix}, \qquad (A v)_1 = a v_1 + b v_2$$

$$(w^T w)^2 = \|w\|^4 \text{ for } n = 2, \dots, 5$$

$$w := w - \alpha X^T (X w - y)$$
"""
NOTEBOOK: Final = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
    {"cell_type": "markdown", "metadata": {}, "source": ["# Powers\n", "Let $x > 0$.\n"]},
    {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x = 1"},
    {"cell_type": "markdown", "metadata": {},
     "source": "$$\\sqrt{x^2} = x$$\n\n$$\\log x^2 = 2 \\log x = \\log x + \\log x$$"}]}, indent=1)

NOTES: Final[tuple[tuple[str, Language], ...]] = (
    (NEURON, "markdown"), (SUMS, "markdown"), (MACROS, "tex"), (CASES, "markdown"),
    (ARRAYS, "markdown"), (NOTEBOOK, "notebook"))
"""Small notes that show everything a note may hold."""

TORN: Final = (*r"""{ } ( ) [ ] $ $$ \[ \] \( \) & \\ = := \equiv \to < > \le ^ _ ^{ _{ ' |
\left( \right) \left. \begin{align} \end{align} \begin{cases} \end{cases} \frac \frac{1} \sqrt[ \sum
\sum_{i=1}^m \int \prod \lim \log \sin \because \therefore \text{ \text{if } \quad , ; . ? ! \R \x
\def\a{\a} \a \newcommand{\b}[1]{\b{#1}} \b{x} \renewcommand{\log}{\sin} \input{self} #1 -- ---
```math ``` <!-- --> > - # | \infty \infty^{\infty} 10^{10^{10}} x^{99999999} \sum_{k=1}^{10^{9}}k
123456789012345678901234567890 0.1 1/0 \frac{1}{0} 0^0 \log(0) \sqrt{-1} e i \pi d dx \partial
\frac{d}{dx} \frac{d^{50}}{dx^{50}} \frac{\partial^2}{\partial x \partial w} \dots \cdots \mathbb{R}
\in \notin \emptyset \forall \exists \Rightarrow \hat{y} \dot{x} \vec{v} W^T ||w|| {a\choose b}
\mathrm{d}x \operatorname{foo}(x) \sigma(x) f(x)=f(x-1)+1 a=b b=a w=w x=x+1 f(f(x)) w_{w_{w}}
x^{(i)} w_{jk}^{[2]} \max_{i} \min(a,b) n! \binom{n}{k} \pm \mp \approx \propto \sim \nabla \Delta
x_{x_x} α β ∑ ∞ ≤ ∈ é 漢""".split(),
    "\u202e", "\u200b", "\U0001f9ee", "\0", "\x0b", "\r", "\n", "\n\n", "\t", "\ufeff",
    "{" * 200, "(" * 200, "$" * 99, "\\frac{" * 80)
"""What is put in, and what is taken out."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken note."""

    text: str
    language: Language
    given: str = ""


def mutant(chance: random.Random) -> Mutant:
    """A note with one to six things broken."""
    text, language = chance.choice(NOTES)
    language = chance.choice(("markdown", "tex")) if chance.random() < 0.05 else language
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        text = _broken(text, chance)
    given = _broken(SUMS.split("---")[1], chance) if chance.random() < 0.1 else ""
    return Mutant(text, language, given)


def _broken(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) + 1)
    end = min(len(text), place + chance.choice((1, 1, 2, 3, 5, 8, 20, 60)))
    match chance.randrange(9):
        case 0:
            return text[:place] + text[end:]
        case 1:
            return text[:end] + text[place:end] * chance.choice((1, 2, 5)) + text[end:]
        case 2 | 3:
            return text[:place] + chance.choice(TORN) + text[place:]
        case 4:
            mark = chance.choice("{}()[]$&\\=^_-+, \n12xw")
            found = [i for i, char in enumerate(text) if char == mark]
            if not found:
                return text
            at = chance.choice(found)
            return text[:at] + chance.choice(("", *TORN)) + text[at + 1:]
        case 5:
            raw = bytearray(text.encode("utf-8", "surrogatepass"))
            for _ in range(chance.randrange(1, 4)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            return decoded(bytes(raw))
        case 6:
            letters = [i for i, char in enumerate(text) if char.isalnum()]
            at, other = chance.choice(letters or [0]), chance.choice("abdefhijkmnuwxyzLJEXW012")
            return text[:at] + other + text[at + 1:]
        case 7:
            lines = text.split("\n")
            at, other = (chance.randrange(len(lines)) for _ in range(2))
            lines[at], lines[other] = lines[other], lines[at]
            return "\n".join(lines)
        case _:
            other = chance.choice(NOTES)[0]
            at = chance.randrange(len(other))
            return text[:place] + other[at:at + chance.randrange(5, 120)] + text[place:]


def verified(broken: Mutant, options: Options = QUICK) -> PageFindings | None:
    """The findings of a broken note, every formula of which must be answered; None if refused."""
    try:
        givens = given_text(broken.given) if broken.given else ()
        document = read_text(broken.text, broken.language)
        page = read_page(document, givens)
    except CheckerError:
        return None
    found = check_page(page, options)
    missing = unanswered(page, found)
    assert not missing, f"unanswered: {missing[0].text!r} in line {missing[0].line}"
    return found


def unanswered(page: Page, found: PageFindings) -> list[Block]:
    """The formulas on lines of their own that claim something, and of which nothing is said."""
    told: set[tuple[str, int]] = set()
    for finding in found.findings:
        assert finding.outcome
        if finding.span is not None:
            told.add((finding.span.path, finding.span.line))
    missing = []
    for said in page.said:
        block = said.block
        if said.given or not said.display or not _claims(said):
            continue
        first = block.source.place(block.offset)[0]
        last = block.source.place(block.offset + block.length)[0]
        if not any((block.source.name, line) in told for line in range(first, last + 1)):
            missing.append(block)
    return missing


def _claims(said: Said) -> bool:
    statement = said.statement
    return statement.role != "question" and bool(
        statement.relations or any(side.trouble for side in statement.sides))


def main() -> None:
    """Verify many mutants; those that fail or are slow are printed with their number."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="where to begin to count")
    asked = parser.parse_args()
    begun = time.monotonic()
    slowest, refused, wrong = 0.0, 0, 0
    for number in range(asked.first, asked.first + asked.count):
        label = f"{asked.seed}/{number}"
        broken = mutant(random.Random(label))
        faulthandler.dump_traceback_later(60, exit=True)
        start = time.monotonic()
        try:
            refused += verified(broken) is None
        except Exception as error:
            wrong += 1
            print(f"{label}: {type(error).__name__}: {error}", flush=True)
            if asked.count == 1:
                raise
        spent = time.monotonic() - start
        if spent > LIMIT / 5:
            print(f"{label}: {spent:.1f} s", flush=True)
        slowest = max(slowest, spent)
    print(f"{asked.count} mutants in {time.monotonic() - begun:.0f} s: {wrong} failed, {refused} "
          f"refused as a whole, the slowest took {slowest:.1f} s", flush=True)


if __name__ == "__main__":
    main()
