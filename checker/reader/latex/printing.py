"""Terms -> LaTeX, as a person would write them: `\\frac{e^{-x}}{1 + e^{-x}}`, no needless brackets.

`parse_expression` reads the same term back in a context that declares its names, families
and functions. A fraction that is one number is written in braces of its own, which are not
seen on paper: `{\\frac{1}{2}}` is the number, `\\frac{1}{2}` the quotient of 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from checker.language.term import BINDERS, Term
from checker.reader.latex import operators
from checker.reader.latex.operators import (
    ATOM,
    OPEN,
    POWER,
    PRODUCT,
    SIGNED,
    SUM,
    Printed,
    bracketed,
)
from checker.reader.latex.spelling import latex_name

_SYMBOLS: Final = {"eq": "=", "ne": "\\ne", "lt": "<", "le": "\\le", "gt": ">", "ge": "\\ge"}
_COMMANDS: Final = {
    **{word: "\\" + word for word in (
        "sin cos tan cot sec csc sinh cosh tanh coth log max min").split()},
    **{"a" + word: "\\arc" + word for word in ("sin", "cos", "tan", "cot", "sec", "csc")},
    "gamma": "\\Gamma", "delta": "\\operatorname{KroneckerDelta}",
    "sign": "\\operatorname{sign}", "heaviside": "\\operatorname{Heaviside}",
}
_POWERED: Final = frozenset("sin cos tan cot sec csc sinh cosh tanh coth log".split())
_LITERAL: Final = re.compile(r"(?:[0-9]+|\{\\frac\{[0-9]+\}\{[0-9]+\}\})(?![0-9^!])")
_CONSTANTS: Final = {"pi": "\\pi", "e": "{e}", "oo": "\\infty", "I": "\\mathrm{i}"}


def latex(term: Term, raised: frozenset[str] = frozenset()) -> str:
    """The term in LaTeX; the first index of the families `raised` is written above, `x^{(i)}`.

    >>> from checker.language.term import *
    >>> print(latex(div(exp(neg(name("x"))), add(ONE, exp(neg(name("x")))))))
    \\frac{e^{-x}}{1 + e^{-x}}
    """
    return Printer(term, raised).text(term)


class Printer:
    """The printing of one term; `checker.reader.latex.paper` has one that need not be read."""

    heads: ClassVar[Mapping[str, Callable[[Any, Term], Printed]]]
    """How a term of each head is printed."""

    def __init__(self, whole: Term, raised: frozenset[str]) -> None:
        self.raised = raised
        self.families: set[str] = set()
        self.names: set[str] = set()
        seen: set[Term] = set()
        stack = [whole]
        while stack:
            part = stack.pop()
            if part not in seen:
                seen.add(part)
                if part.head == "entry":
                    self.families.add(str(part.data))
                elif part.head == "name":
                    self.names.add(str(part.data))
                stack.extend(part.args)

    def text(self, term: Term) -> str:
        """The term on its own."""
        return self.printed(term)[0]

    def printed(self, term: Term) -> Printed:
        """The term, and how strongly its text holds together."""
        print_head = self.heads.get(term.head)
        if print_head is not None:
            return print_head(self, term)
        left, right = map(self.text, term.args)
        return f"{left} {_SYMBOLS[term.head]} {right}", SUM

    def held(self, term: Term, at_least: int) -> str:
        """The term, in brackets where it does not hold together strongly enough."""
        written, strength = self.printed(term)
        return written if strength >= at_least else bracketed(written)

    # --- leaves -------------------------------------------------------------------------------

    def number(self, term: Term) -> Printed:
        """An exact number; a fraction stands in braces of its own."""
        value = term.value
        if value.denominator == 1:
            return str(value), ATOM if value >= 0 else SIGNED
        sign = "-" if value < 0 else ""
        written = f"{sign}{{\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}}}"
        return written, SIGNED if sign else PRODUCT

    def name(self, term: Term) -> Printed:
        """A name."""
        word = str(term.data)
        return latex_name(word, entries=word.partition("_")[0] in self.families), ATOM

    def constant(self, term: Term) -> Printed:
        """A constant such as pi."""
        return _CONSTANTS[str(term.data)], ATOM

    def entry(self, term: Term) -> Printed:
        """An entry of a family, its indices below and above."""
        family, indices = str(term.data), [self.text(index) for index in term.args]
        above = ""
        if family.endswith("^()"):
            family = family[:-3]
            above = f"({indices.pop(0)})"
        elif family.endswith("^[]"):
            family = family[:-3]
            above = f"[{indices.pop(0)}]"
        elif family in self.raised and indices:
            above = f"({indices.pop(0)})"
        short = all(index.isalpha() and len(index) == 1 for index in indices)
        below = " ".join(indices) if short else ", ".join(indices)
        return latex_name(family, below, above), ATOM

    # --- arithmetic ---------------------------------------------------------------------------

    def addition(self, term: Term) -> Printed:
        """A sum."""
        first, *others = term.args
        out = [self.summand(first, others)]
        for k, summand in enumerate(others):
            later = others[k + 1:]
            if summand.head == "neg":
                out.append(" - " + self.summand(summand.args[0], later, PRODUCT))
            else:
                out.append(" + " + self.summand(summand, later, PRODUCT))
        return "".join(out), SUM

    def summand(self, term: Term, later: list[Term], at_least: int = SIGNED) -> str:
        """A summand; in brackets if it ends in a sum whose index stands again behind it."""
        if term.head == "neg" and at_least == SIGNED and _first(term.args[0]).head != "number":
            return "-" + self.summand(term.args[0], later, PRODUCT)
        written, strength = self.printed(term)
        if term.head == "neg" and at_least == SIGNED:
            strength = SIGNED
        indices = _trailing(term)
        clash = any(index in other.free for other in later for index in indices)
        return bracketed(written) if strength < at_least or clash else written

    def negation(self, term: Term) -> Printed:
        """Minus something; a literal number that would take the sign stands in braces."""
        inner = term.args[0]
        written = self.text(inner)
        if inner.head == "number":
            return f"-{bracketed(written)}", SUM
        written = self.held(inner, PRODUCT)
        literal = _LITERAL.match(written)
        if literal is not None:
            written = f"{{{literal[0]}}}{written[literal.end():]}"
        return "-" + written, SUM

    def product(self, term: Term) -> Printed:
        """A product."""
        first, *others = term.args
        start = self.factor(first, last=False, first=True)
        out = [start]
        before = first
        for k, factor in enumerate(others):
            written = self.factor(factor, last=k == len(others) - 1)
            out.append(between(before, out[-1], factor, written) + written)
            before = factor
        open_end = self.printed(others[-1])[1] == OPEN
        signed = start.startswith("-")
        return "".join(out), SIGNED if signed else OPEN if open_end else PRODUCT

    def factor(self, term: Term, last: bool, first: bool = False) -> str:
        """A factor of a product; what takes all that follows it stands last."""
        written, strength = self.printed(term)
        if strength == OPEN and not (last and term.head != "mul"):
            return bracketed(written)
        if term.head in ("mul", "div") and strength <= PRODUCT and not (
                term.head == "div" and strength == PRODUCT):
            return bracketed(written)
        least = SIGNED if first and term.head == "number" else PRODUCT
        return written if strength >= least else bracketed(written)

    def quotient(self, term: Term) -> Printed:
        """A fraction."""
        top, bottom = map(self.text, term.args)
        if top[0] == bottom[0] == "d":  # a quotient of two quantities, no derivative
            top = bracketed(top)
        return f"\\frac{{{top}}}{{{bottom}}}", PRODUCT

    def power(self, term: Term) -> Printed:
        """A power; of a function's value before its argument, `\\sin^{2}(x)`."""
        base, exponent = term.args
        above = self.text(exponent)
        if base.head == "call" and base.data in _POWERED and exponent.head == "number" \
                and exponent.value > 1 and exponent.value.denominator == 1:
            return f"{_COMMANDS[str(base.data)]}^{{{above}}}{self.arguments(base)}", POWER
        if base.head == "constant" and base.data == "e":
            return f"{{e}}^{{{above}}}", POWER
        written, strength = self.printed(base)
        solid = strength == ATOM and base.head != "call" or base.head in ("apply", "root")
        if base.head == "call" and base.data in ("abs", "floor", "ceiling", "binomial"):
            solid = True
        if base.head in ("name", "entry") and ("^" in written or written == "e"):
            solid = False
        return f"{written if solid else bracketed(written)}^{{{above}}}", POWER

    def root(self, term: Term) -> Printed:
        """A root."""
        inner, degree = term.args
        index = "" if degree.data == (2, 1) else f"[{self.text(degree)}]"
        return f"\\sqrt{index}{{{self.text(inner)}}}", ATOM

    # --- functions ----------------------------------------------------------------------------

    def call(self, term: Term) -> Printed:
        """The value of a known function."""
        word, args = str(term.data), term.args
        if word == "exp":
            if "e" in self.names or "e" in self.families:
                return f"\\exp{self.arguments(term)}", POWER
            return f"e^{{{self.text(args[0])}}}", POWER
        if word == "abs":
            return f"\\left| {self.text(args[0])} \\right|", ATOM
        if word == "floor":
            return f"\\lfloor {self.text(args[0])} \\rfloor", ATOM
        if word == "ceiling":
            return f"\\lceil {self.text(args[0])} \\rceil", ATOM
        if word == "factorial":
            simple = args[0].head in ("name", "entry") or \
                args[0].head == "number" and args[0].value.denominator == 1 and args[0].value >= 0
            inner = self.text(args[0])
            return (inner if simple else bracketed(inner)) + "!", POWER
        if word == "binomial":
            return f"\\binom{{{self.text(args[0])}}}{{{self.text(args[1])}}}", ATOM
        command = _COMMANDS.get(word, f"\\operatorname{{{word}}}")
        return command + self.arguments(term), POWER

    def application(self, term: Term) -> Printed:
        """The value of another function, or of its derivative."""
        word, orders = term.data
        written = latex_name(word)
        if any(orders):
            if len(orders) == 1:
                above = "'" * orders[0] if orders[0] < 4 else f"^{{({orders[0]})}}"
            else:
                above = f"^{{({','.join(map(str, orders))})}}"
            written += above
        return written + self.arguments(term), POWER

    def arguments(self, term: Term) -> str:
        """The arguments of a function in brackets."""
        return bracketed(", ".join(map(self.text, term.args)))


def _first(term: Term) -> Term:
    """The factor or base that a term's text begins with."""
    while term.head in ("mul", "pow"):
        term = term.args[0]
    return term


def _trailing(term: Term) -> frozenset[str]:
    """The bound names of the sums that end a term's text without a bracket."""
    found: set[str] = set()
    while True:
        if term.head in ("sum", "product", "limit"):
            found.add(str(term.args[0].data))
            term = term.args[1]
        elif term.head in ("mul", "neg"):
            term = term.args[-1]
        elif term.head == "derivative":
            term = term.args[0]
        else:
            return frozenset(found)


def between(before: Term, left: str, factor: Term, right: str) -> str:
    """What stands between two factors: a space, or a dot where a space would say something else."""
    if right[0].isdigit() or right.startswith(("{\\frac", "{e}")) or right[0] == "-":
        return " \\cdot "
    if left[-1].isdigit() and right.startswith("\\frac") or before.head == "div" \
            and factor.head == "div":
        return " \\cdot "
    if before.head in BINDERS or before.head == "call" and left[-1] != ")":
        return " " if right[0] not in "([" and not right.startswith("\\left(") else " \\cdot "
    if before.head in ("derivative",) and right[0] == "\\":
        return " "
    if left.endswith("}") and right.startswith(("(", "\\left(")) and before.head == "name":
        return " "
    return " "


Printer.heads = {
    "number": Printer.number, "name": Printer.name, "constant": Printer.constant,
    "entry": Printer.entry, "add": Printer.addition, "neg": Printer.negation,
    "mul": Printer.product, "div": Printer.quotient, "pow": Printer.power,
    "root": Printer.root, "call": Printer.call, "apply": Printer.application,
    "derivative": operators.derivative, "at": operators.evaluation, "sum": operators.indexed,
    "product": operators.indexed, "integral": operators.integral, "limit": operators.limit,
    "cases": operators.cases, "and": operators.connective, "or": operators.connective,
    "not": operators.opposite, "true": operators.truth, "false": operators.truth,
    "index": operators.bound,
}
