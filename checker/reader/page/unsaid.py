r"""What a page does not say of its names and every reader knows: i is imaginary, and n a count.

Where `e^{i\theta}` or `i^2 = -1` stands on a page, i is the imaginary unit, unless the page says
otherwise or counts with it. Who sums up to n means a whole number, and who sums from 1 to n and
divides by n, or by the sum, has one summand at least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from checker.language.context import NONNEGATIVE_INTEGER, POSITIVE_INTEGER
from checker.language.term import EULER, Term, number
from checker.reader.page.declared import Declared
from checker.reader.page.definitions import Definitions, subject
from checker.reader.page.symbols import BINDERS, Symbol, Symbols

_SAID: Final = re.compile(r"\\mathbb\s*\{?\s*C\b|imaginary unit|\bcomplex (?:number|plane|unit)",
                          re.IGNORECASE)
"""What says that a page speaks of complex numbers."""
_REAL: Final = frozenset({"abs", "re", "im"})
"""Functions whose values are real wherever they are taken."""
Equation = tuple[Term, Term]


def infer(terms: Iterable[Term], equations: list[Equation], texts: Iterable[str],
          declared: Declared, definitions: Definitions, symbols: Symbols) -> None:
    """Note what is not said of the names of a page, where all that it says is known."""
    parts = _Parts()
    for term in terms:
        parts.walk(term, frozenset())
    for letter in ("i", "j"):
        symbol = Symbol("name", letter)
        if declared.ever(symbol) or letter in declared.ranges:
            continue
        if any(left.head == "name" and left.data == letter and right.head == "number"
               for left, right in equations):
            continue
        if any(_says_imaginary(left, right, letter) for left, right in equations) or (
                letter == "i" and "i" in parts.free and "i" not in parts.indices
                and not definitions.expected(symbol)
                and (parts.turns or any(map(_SAID.search, texts)))):
            declared.imaginary.add(letter)
    _spread(equations, declared, symbols)
    for text in sorted(parts.ends - declared.imaginary):
        symbol = Symbol("name", text)
        if declared.domain(symbol, 0) is None and not definitions.expected(symbol):
            divides = text in parts.divisors and text not in parts.ends_from_zero
            declared.counts[text] = POSITIVE_INTEGER if divides else NONNEGATIVE_INTEGER


def _says_imaginary(left: Term, right: Term, letter: str) -> bool:
    r"""`i^2 = -1`, `i = \sqrt{-1}`, either way round."""
    for one, other in ((left, right), (right, left)):
        if one.head == "pow" and one.args[0].head == "name" and one.args[0].data == letter \
                and one.args[1] is number(2) and other is number(-1):
            return True
        if one.head == "name" and one.data == letter and other.head == "root" \
                and other.args[0] is number(-1):
            return True
    return False


def _spread(equations: list[Equation], declared: Declared, symbols: Symbols) -> None:
    """What is made of complex numbers is complex, unless it is a real part or a magnitude."""
    known = {Symbol("name", letter) for letter in declared.imaginary} | {
        symbol for symbol in declared.symbols()
        if any(domain.complex for domain in declared.ever(symbol))}
    news = bool(known)
    while news:
        news = False
        for left, right in equations:
            found = subject(left)
            if found is None or found[0] in known or declared.ever(found[0]) \
                    or right.head == "call" and right.data in _REAL \
                    or known.isdisjoint(symbols.of(right)):
                continue
            known.add(found[0])
            declared.complex.add(found[0])
            news = True


class _Parts:
    """What stands where in the terms of a page."""

    def __init__(self) -> None:
        self.free: set[str] = set()
        """Names that stand free somewhere, outside of indices."""
        self.indices: set[str] = set()
        """Names that are bound, or stand in an index, somewhere."""
        self.turns = False
        r"""Whether `e^{i\theta}` stands somewhere: i with another factor in an exponent of e."""
        self.ends: set[str] = set()
        """Names at which a sum ends that begins at 0 or 1."""
        self.ends_from_zero: set[str] = set()
        self.divisors: set[str] = set()
        """Names that something is divided by."""
        self._seen: set[tuple[Term, frozenset[str]]] = set()

    def walk(self, term: Term, bound: frozenset[str]) -> None:
        """Take down a term and its parts."""
        if (term, bound) in self._seen:
            return
        self._seen.add((term, bound))
        head = term.head
        if head == "name":
            if str(term.data) not in bound:
                self.free.add(str(term.data))
            return
        if head == "entry":
            for index in term.args:
                self.indices |= index.free
            return
        inner, inside = bound, -1
        if head in BINDERS:
            text = str(term.args[BINDERS[head]].data)
            inner, inside = bound | {text}, 0 if head == "at" else 1
            if head in ("sum", "product"):
                self.indices.add(text)
                low, high = term.args[2:]
                if low in (number(0), number(1)) and high.head == "name":
                    self.ends |= high.free - bound
                    self.ends_from_zero |= high.free if low is number(0) else set()
        elif head == "div":
            self.divisors |= _factors(term.args[1]) - bound
        elif head == "pow" and term.args[1].head == "number" and term.args[1].value < 0:
            self.divisors |= _factors(term.args[0]) - bound
        if head == "pow" and term.args[0] is EULER or head == "call" and term.data == "exp":
            exponent = term.args[-1]
            self.turns |= exponent.head != "name" and any(
                "i" in _factors(part) for part in (
                    exponent.args if exponent.head == "add" else (exponent,)))
        for k, arg in enumerate(term.args):
            if not (head in BINDERS and k == BINDERS[head]):
                self.walk(arg, inner if k == inside else bound)


def _factors(term: Term) -> set[str]:
    """The names that are not zero where a term is not: its factors, and the ends of sums."""
    if term.head == "name":
        return {str(term.data)}
    if term.head in ("mul", "neg"):
        return set().union(*map(_factors, term.args))
    if term.head in ("pow", "div"):
        return _factors(term.args[0])
    if term.head == "sum" and term.args[3].head == "name":
        return {str(term.args[3].data)}  # an empty sum is zero, and divides nothing
    return set()


def stands_free(text: str, term: Term) -> bool:
    """Whether a name stands in a term outside of indices, and is not bound there.

    >>> from checker.language.term import add, entry, name
    >>> stands_free("i", entry("x", name("i"))), stands_free("i", add(name("i"), number(1)))
    (False, True)
    """
    parts = _Parts()
    parts.walk(term, frozenset())
    return text in parts.free
