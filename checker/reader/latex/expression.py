"""Expressions by precedence climbing: sums of products of factors with their powers.

A sum or product without brackets is one n-ary node: `a + b - c` is add(a, b, neg(c)), and
`a b / c` is div(mul(a, b), c). A minus sign before a product belongs to the whole product;
before a literal number it makes the number negative (`-2x`), but never the base of a power.
Braces show nothing: where they would hold something together that is not seen on paper, as in
`2{x + 1}`, the formula is refused.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final, NoReturn

from checker.language.term import Term, add, call, div, mul, neg, number
from checker.reader.latex import arrays, calculus, fractions, names
from checker.reader.latex.alphabet import KINDS, LETTERS, RELATIONS, SYMBOLS
from checker.reader.latex.brackets import arguments, evaluated, group, literal
from checker.reader.latex.conditions import condition
from checker.reader.latex.ellipsis import gathered
from checker.reader.latex.layout import BREAKS
from checker.reader.latex.leaves import PRIMARIES, REFUSED
from checker.reader.latex.powers import power_of
from checker.reader.latex.reading import Reading
from checker.reader.magnitude import MAX_DIGITS

_KNOWN: Final = frozenset({
    *PRIMARIES, *REFUSED, *RELATIONS, *KINDS.values(), *SYMBOLS.values(), *BREAKS,
    *(" \\quad \\odot \\circ \\over \\choose \\rfloor \\rceil \\forall \\exists \\top "
      "\\limits \\operatorname \\text \\label \\tag \\left \\right \\begin \\end").split()})
"""Commands that are known, whether or not they are read."""
_TIMES: Final = frozenset({"\\cdot", "\\times", "*", "\\odot", "\\circ"})


class Reader(Reading):
    """The grammar of expressions over the tokens of one formula."""

    __slots__ = ()

    def sum(self) -> Term:
        """Summands, up to something else."""
        summands: list[Term] = []
        dots: list[int] = []
        kinds = self.kinds
        trailing = self.trailing
        passed: list[tuple[str, int]] = []
        while True:
            first = self.i
            kind = kinds[first]
            negative = kind == "-"
            if negative or kind == "+":
                self.i += 1
                kind = kinds[self.i]
                if kind in ("+", "-"):
                    self.refuse("two signs beside each other", expected="brackets")
            elif summands and kind != "\\dots":
                break
            if kind == "\\dots" and summands and kinds[first] == "+":
                self.i += 1
                dots.append(len(summands))
                continue
            trailing.clear()
            self.barred = ""
            term = self._negative(bool(summands)) if negative else self.product()
            for index, place in passed:
                if index in term.free:
                    self._outside(index, place)
            if self.barred and any(self.barred in other.free for other in summands):
                self.ambiguous("an evaluation bar behind a sum", first, "the last summand alone",
                               "the whole sum, between `\\left.` and `\\right|`")
            passed.extend(trailing)
            trailing.clear()
            summands.append(term)
            if kinds[self.i] not in ("+", "-") or self.closed:
                break
        if dots:
            return gathered(self, summands, dots, "sum")
        return add(*summands)

    def _negative(self, later: bool) -> Term:
        """A product behind a minus sign."""
        if not later:
            value = literal(self)
            if value is not None:
                return self.product(number(-value))
        return neg(self.product())

    def _outside(self, index: str, place: int) -> None:
        self.ambiguous(f"`{index}` stands in the sum and again behind it, outside", place,
                       "brackets around all that the sum reaches over",
                       "another name for one of the two")

    def product(self, head: Term | None = None) -> Term:
        """Factors, up to a sign or something else; `head` is the first one if it is read."""
        kinds = self.kinds
        factors: list[Term] = [] if head is None else [head]
        first = self.i
        slash = -1
        dots: list[int] = []
        numeric = head is not None and head.head == "number"
        while True:
            kind = kinds[self.i]
            if kind in _TIMES and factors:
                if kind == "\\odot" and self.scope.arrays:
                    self.i += 1
                    factors = [call("hadamard", mul(*factors), self.factor())]
                    numeric = False
                    continue
                if kind in REFUSED:
                    self.refuse(REFUSED[kind])
                self.i += 1
                slash = -1
                if kinds[self.i] == "\\dots":
                    self.i += 1
                    dots.append(len(factors))
                    if kinds[self.i] in _TIMES:
                        self.i += 1
                elif not self.begins_factor():
                    self._missing()
            elif kind == "/" and factors:
                self.i += 1
                if not self.begins_factor():
                    self._missing()
                self.slashed = True
                slash = self.i
                divisor = self.factor()
                factors = [div(mul(*factors), divisor)]
                numeric = False
                continue
            elif kind == "\\dots" and factors and kinds[self.i + 1] not in ("+", "-", ","):
                self.i += 1
                dots.append(len(factors))
            elif factors and not self.begins_factor():
                if self._bar(factors):
                    continue
                break
            elif slash >= 0:
                before = self.written(slash, self.i)
                self.ambiguous("a factor without a sign behind a slash", self.i,
                               f"/ ({before} {self.written(self.i, self.i + 1)} ...)",
                               f"(... / {before}) {self.written(self.i, self.i + 1)} ...")
            elif factors:
                self._beside(numeric, factors[-1], first)
            at = self.i
            factor = self.factor()
            numeric = kinds[at] == "number" or kinds[at] == "\\frac" and factor.head == "div" \
                and all(part.head == "number" for part in factor.args)
            factors.append(factor)
        if dots:
            return gathered(self, factors, dots, "product")
        return mul(*factors)

    def _beside(self, numeric: bool, before: Term, first: int) -> None:
        """Refuse two factors that make another sign when they stand beside each other."""
        kind = self.kinds[self.i]
        if kind in ("number", "grouped"):
            if self.kinds[self.i - 1] not in (")", "]", "rbar", "\\}"):
                self.refuse("a number stands behind a factor without a sign between them",
                            expected="`\\cdot`, or braces around an exponent or index of several "
                            "digits")
        elif numeric and kind == "\\frac" and fractions.is_numeric(self):
            self.ambiguous("a number before a fraction of numbers", self.i,
                           "a mixed number, their sum", "a product, with `\\cdot`")

    def _bar(self, factors: list[Term]) -> bool:
        """An evaluation bar behind the last factor."""
        kind = self.kinds[self.i]
        plain = kind == "|" and self.bars < 1
        if kind not in ("bar", "rbar") and not plain or self.kinds[self.i + 1] not in ("_", "^"):
            return False
        if kind == "rbar" and self.bars < 0:
            return False
        self.i += 1
        factors[-1] = evaluated(self, factors[-1], self.i - 1)
        if any(self.barred in factor.free for factor in factors[:-1]):
            self.ambiguous("an evaluation bar behind a product", self.i - 1,
                           "the last factor alone",
                           "the whole product, between `\\left.` and `\\right|`")
        return True

    def _missing(self) -> None:
        self.refuse(f"{self.shown()} stands where a factor is expected", expected="a factor")

    def begins_factor(self) -> bool:
        """Whether the next token begins a factor."""
        kind = self.kinds[self.i]
        if self.closed:
            return False
        if kind == "letters":
            return not self.integrals or not calculus.is_differential(self)
        if kind == "|" or kind == "bar":
            return self.bars < 1 and self.kinds[self.i + 1] not in ("_", "^")
        if kind == "\\|":
            return self.norms < 1
        if kind in PRIMARIES:
            return kind != "word" or names.is_name(self)
        if kind[:1] == "\\" and kind[1:].isalpha():
            self._check_known(kind)
        return False

    def _check_known(self, kind: str) -> None:
        """Refuse a command that no one knows, with the one that it resembles."""
        if kind not in _KNOWN:
            near = get_close_matches(kind, _KNOWN, 1, .8)
            self.refuse(f"the command `{kind}` is not {'known' if near else 'read'}",
                        expected=f"`{near[0]}`, perhaps" if near else "")

    def factor(self) -> Term:
        """One factor with its power and factorials."""
        first = self.i
        self.resume = -1
        base = self.primary()
        kinds = self.kinds
        while True:
            kind = kinds[self.i]
            if kind == "^":
                base = power_of(self, base, first)
                continue
            if kind == "!":
                if base.head not in ("number", "name", "entry") and base is not self.visible:
                    self.refuse("a factorial of more than one name", expected="brackets")
                if kinds[self.i + 1] == "!":
                    self.refuse("a double factorial is not read")
                self.i += 1
                if base.head == "number" and base.value > 25_000:
                    self.refuse(f"this factorial has more than {MAX_DIGITS} digits", first)
                base = call("factorial", base)
                continue
            if kind == "'":
                self.refuse("a prime on something else than a function", expected="`f'(x)`")
            if kind == "_":
                if base is self.visible and kinds[self.i - 1] == ")" and self.scope.arrays:
                    base = arrays.literal(self, base)
                    continue
                self.refuse("a subscript on something else than a name")
            return base

    def leftover(self) -> NoReturn:
        """Refuse what stands behind an expression."""
        kind = self.kinds[self.i]
        self.refuse(REFUSED.get(kind)
                    or f"{self.shown()} stands where the expression should end")

    def primary(self) -> Term:
        """One factor without its power."""
        kind = self.kinds[self.i]
        read = PRIMARIES.get(kind)
        if read is None or kind == "word" and not names.is_name(self):
            message = REFUSED.get(kind)
            if message is not None:
                self.refuse(message)
            if kind[:1] == "\\" and kind[1:].isalpha():
                self._check_known(kind)
            if kind == "stop":
                self.refuse("the formula ends where an expression is expected",
                            expected="an expression")
            self.refuse(f"{self.shown()} stands where an expression is expected",
                        expected="an expression")
        return read(self)

    def argument(self) -> Term:
        """What a command takes: a group in braces, or one token."""
        kind = self.kinds[self.i]
        if kind == "{":
            return self.group()
        if kind == "number" and len(self.texts[self.i]) > 1:
            digits = self.texts[self.i]
            if "." in digits:
                self.refuse(f"only the first digit of `{digits}` belongs to the command before it",
                            expected="braces")
            self.texts[self.i] = digits[1:]
            self.tokens.places[self.i] += 1
            return number(int(digits[0]))
        if kind == "letters":
            run = self.texts[self.i]
            rest = self.pieces.pop(self.i, None)
            self.pieces[self.i] = [run[0], run[1:]] if len(run) > 1 else [run[0]]
            at = self.i
            self.pass_piece()
            self.pieces.pop(at, None)
            if rest is not None and len(rest[0]) == 1:
                self.pieces[at] = rest[1:]
            return names.of(self, run[0])
        if kind in LETTERS or kind == "word":
            self.i += 1
            return names.of(self, LETTERS.get(kind) or self.texts[self.i - 1])
        if kind == "\\infty" or kind == "number":
            return self.primary()
        if kind in ("\\frac", "\\sqrt", "\\binom"):
            return self.primary()
        self.refuse(f"{self.shown()} stands where a group in braces is expected",
                    expected="`{`")

    def group(self) -> Term:
        """The expression inside braces."""
        return group(self)

    def quotient(self, top: int, top_end: int, bottom: int, bottom_end: int) -> Term:
        """The fraction of the tokens in these two ranges, the next token being the first."""
        return fractions.quotient(self, top, top_end, bottom, bottom_end)

    def arguments(self) -> list[Term]:
        """Expressions in brackets, with commas between them."""
        return arguments(self)

    def condition(self) -> Term:
        """A chain of relations, or several joined by "and" or "or"."""
        return condition(self)
