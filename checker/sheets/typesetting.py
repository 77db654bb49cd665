"""Terms, names, definitions and conditions of one context, as they stand on a sheet."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

from checker.language.context import EMPTY, Context, Definition
from checker.language.term import Term, apply, entry, name, number
from checker.language.text import text
from checker.language.verdict import Condition
from checker.reader.latex.alphabet import SYMBOLS
from checker.reader.latex.paper import dependence, paper, spelled
from checker.report.sheet.model import Math
from checker.sheets.inert import inert, words

_GREEK: Final = {command.removeprefix("\\"): letter for letter, command in SYMBOLS.items()
                 if letter.isalpha() and command != "\\ell"}
_ACCENTS: Final = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}

_NAMING: Final = re.compile(r"\b((?:definition|derivative) of )(\w+)")


class Typeset:
    """Prints what belongs to one context.

    >>> from checker.language.term import *
    >>> print(Typeset().term(div(exp(neg(name("z"))), number(2))))
    \\frac{e^{-z}}{2}
    """

    def __init__(self, context: Context = EMPTY) -> None:
        self._context = context
        self._leaves = dependence(context)

    def term(self, term: Term, flat: bool = True) -> Math:
        """A term; `flat` leaves out the brackets of a product in a product."""
        return inert(paper(term, self._leaves, flat)) or Math(f"\\text{{{words(text(term))}}}")

    def written(self, latex: str | None, term: Term, flat: bool = True) -> Math:
        """The author's own LaTeX where the grammar knows every token, else the term."""
        return (inert(latex) if latex else None) or self.term(term, flat)

    def name(self, word: str) -> Math:
        """A name on its own."""
        return self.term(name(word))

    def value(self, value: Fraction) -> Math:
        """An exact number."""
        return self.term(number(value.numerator, value.denominator))

    def definition(self, definition: Definition) -> Math:
        """`name := body`, with its parameters."""
        return Math(f"{self.term(defined(definition))} := {self.term(definition.body)}")

    def reason(self, text: str) -> str:
        """A rule or reason, with the names of definitions as people write them."""
        def plain(found: re.Match[str]) -> str:
            known = self._context.definition(found[2]) is not None
            return f"{found[1]}{plainly(found[2])}" if known else found[0]

        return _NAMING.sub(plain, text)

    def condition(self, condition: Condition) -> Math:
        """A condition of a proof, with the case in which it is needed."""
        said = self.term(condition.relation)
        cases = "\\text{ and }".join(map(self.term, condition.cases))
        return Math(f"{said} \\text{{ if }} {cases}" if cases else said)


def defined(definition: Definition) -> Term:
    """The left side of a definition: `a`, `sigma(z)` or `z[i]`."""
    parameters = tuple(map(name, definition.parameters))
    if not parameters:
        return name(definition.name)
    return entry(definition.name, *parameters) if definition.family \
        else apply(definition.name, *parameters)


def plainly(word: str) -> str:
    """A name in plain text, as people write it.

    >>> plainly("sigma"), plainly("yhat"), plainly("w_1"), plainly("y_hat[i]")
    ('σ', 'ŷ', 'w_1', 'ŷ[i]')
    """
    stem, bracket, rest = word.partition("[") if "[" in word else word.partition("(")
    base, *tail = spelled(stem, frozenset()).split("_")
    marks = ""
    while tail and tail[0] in _ACCENTS:
        marks += _ACCENTS[tail.pop(0)]
    letter = unicodedata.normalize("NFC", _GREEK.get(base, base) + marks)
    return "_".join([letter, *tail]) + bracket + rest
