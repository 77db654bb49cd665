r"""Terms -> LaTeX for paper: as a mathematician sets them, whether or not it can be read back.

`printing` keeps what a reader needs to come back to the same term, such as the braces of
`{\frac{1}{2}}`, the round brackets of a product in a product, `\frac{\partial}{\partial w_j} y_i`.
On paper these are left out, `yhat` is `\hat{y}`, and a derivative has a straight d where its
body depends on one variable only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from checker.language.context import Context
from checker.language.term import Term
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
from checker.reader.latex.printing import Printer, between
from checker.reader.latex.spelling import GREEK, latex_name

_ACCENTED: Final = re.compile(r"([A-Za-z]|" + "|".join(sorted(GREEK)) + r")(hat|bar|tilde)(\d*)")
_MARK: Final = re.compile(r"~\d+")
"""What the kernel appends to the names of bound indices."""
_STANDING: Final = frozenset(
    "derivative call pow constant div root apply entry name".split())
"""What a derivative's operator may stand before without brackets."""


def paper(term: Term, leaves: Mapping[str, frozenset[str]] | None = None,
          flat: bool = True) -> str:
    r"""The term in LaTeX for paper.

    `leaves` says of defined names what they depend on in the end (see `dependence`). Where
    `flat`, a product in a product loses its brackets.

    >>> from checker.language.term import *
    >>> y, w = entry("yhat", name("i")), name("w")
    >>> print(paper(neg(mul(number(1, 2), mul(y, derivative(w, w))))))
    -\frac{1}{2} \hat{y}_{i} \frac{dw}{dw}
    """
    return _Paper(term, leaves or {}, flat).text(term)


def dependence(context: Context) -> dict[str, frozenset[str]]:
    """Of every defined name, the undefined ones it depends on.

    >>> from checker.language.context import Definition
    >>> from checker.language.term import *
    >>> u, f = Definition("u", (), exp(name("x"))), Definition("f", ("t",), name("t"))
    >>> dependence(Context(definitions=(u, f)))
    {'u': frozenset({'x'}), 'f': frozenset()}
    """
    bodies = {d.name: _variables(d.body) - set(d.parameters) for d in context.definitions}
    found: dict[str, frozenset[str]] = {}
    for name in bodies:
        seen: set[str] = set()
        ends: set[str] = set()
        ahead = [name]
        while ahead:
            top = ahead.pop()
            if top in seen:
                continue
            seen.add(top)
            if top in bodies:
                ahead += bodies[top]
            else:
                ends.add(top)
        found[name] = frozenset(ends)
    return found


def spelled(name: str, taken: frozenset[str]) -> str:
    """A name's plain spelling, without marks of the kernel, unless it is taken.

    >>> spelled("yhat", frozenset()), spelled("i~2", frozenset())
    ('y_hat', 'i')
    >>> spelled("what", frozenset({"w_hat"}))
    'what'
    """
    name = _MARK.sub("", name)
    found = _ACCENTED.fullmatch(name)
    if found is not None:
        accented = f"{found[1]}_{found[2]}" + (f"_{found[3]}" if found[3] else "")
        if accented not in taken:
            return accented
    return name


def _variables(term: Term) -> set[str]:
    """The free names and families of a term, without the names of undefined functions."""
    functions: set[str] = set()
    stack, seen = [term], set()
    while stack:
        part = stack.pop()
        if part not in seen:
            seen.add(part)
            if part.head == "apply":
                functions.add(str(part.data[0]))
            stack.extend(part.args)
    return set(term.free) - functions


class _Paper(Printer):
    """The printing of one term for paper."""

    heads: ClassVar[Mapping[str, Callable[[Any, Term], Printed]]]

    def __init__(self, whole: Term, leaves: Mapping[str, frozenset[str]], flat: bool) -> None:
        super().__init__(whole, frozenset())
        self.leaves = leaves
        self.flat = flat

    def spelled(self, name: str) -> str:
        return spelled(name, frozenset(self.names | self.families))

    def number(self, term: Term) -> Printed:
        value = term.value
        if value.denominator == 1:
            return str(value), ATOM if value >= 0 else SIGNED
        written = f"\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
        return ("-" + written, SIGNED) if value < 0 else (written, PRODUCT)

    def name(self, term: Term) -> Printed:
        word = self.spelled(str(term.data))
        return latex_name(word, entries=word.partition("_")[0] in self.families), ATOM

    def constant(self, term: Term) -> Printed:
        if term.data == "e":
            return ("\\mathrm{e}" if "e" in self.names | self.families else "e"), ATOM
        return super().constant(term)

    def power(self, term: Term) -> Printed:
        base, exponent = term.args
        if base.head == "constant" and base.data == "e":
            return f"{self.text(base)}^{{{self.text(exponent)}}}", POWER
        return super().power(term)

    def negation(self, term: Term) -> Printed:
        return "-" + self.held(term.args[0], PRODUCT), SUM

    def product(self, term: Term) -> Printed:
        factors = self.factors(term)
        first, *others = factors
        out = [self.factor(first, last=False, first=True)]
        before = first
        for k, factor in enumerate(others):
            written = self.factor(factor, last=k == len(others) - 1)
            dot = factor.head == "number" or _dotted(before, written)
            out.append((" \\cdot " if dot else between(before, out[-1], factor, written)) + written)
            before = factor
        open_end = self.printed(others[-1])[1] == OPEN
        return "".join(out), SIGNED if out[0].startswith("-") else OPEN if open_end else PRODUCT

    def factors(self, term: Term) -> list[Term]:
        """The factors of a product, those of its products among them."""
        if not self.flat:
            return list(term.args)
        found: list[Term] = []
        for factor in term.args:
            found += self.factors(factor) if factor.head == "mul" else [factor]
        return found

    def call(self, term: Term) -> Printed:
        if term.data == "delta" and "delta" not in self.names | self.families:
            indices = list(map(self.text, term.args))
            joint = " " if all(len(i) == 1 for i in indices) else ", "
            return f"\\delta_{{{joint.join(indices)}}}", ATOM
        return super().call(term)

    def entry(self, term: Term) -> Printed:
        family = str(term.data)
        spelled = self.spelled(family)
        if spelled == family:
            return super().entry(term)
        indices = list(map(self.text, term.args))
        short = all(index.isalpha() and len(index) == 1 for index in indices)
        return latex_name(spelled, " ".join(indices) if short else ", ".join(indices)), ATOM

    def application(self, term: Term) -> Printed:
        written, strength = super().application(term)
        if written.startswith("\\mathrm{"):
            written = "\\operatorname" + written.removeprefix("\\mathrm")
        return written, strength

    def derivative(self, term: Term) -> Printed:
        """A derivative: one fraction, or an operator before what it acts on."""
        body, variable = term.args
        d = "\\partial " if self.moved(body, variable) else "d"
        order = f"^{{{term.data}}}" if term.data > 1 else ""
        by = self.text(variable)
        below = f"{d}{bracketed(by) if order and '^' in by else by}{order}"
        written, strength = self.printed(body)
        if body.head in ("name", "entry", "apply"):
            above = d.strip() + order + (" " if d != "d" or order else "") + written
            return f"\\frac{{{above}}}{{{below}}}", ATOM
        if body.head not in _STANDING or strength < PRODUCT:
            written = bracketed(written)
        return f"\\frac{{{d.strip()}{order}}}{{{below}}} {written}", OPEN

    def moved(self, body: Term, variable: Term) -> bool:
        """Whether a body depends on more than the one variable."""
        own = str(variable.data)
        ends: set[str] = set()
        for name in _variables(body):
            ends |= {name} if name == own else self.leaves.get(name, frozenset({name}))
        if variable.head == "entry":
            return True
        above = self.leaves.get(own)
        return bool(ends - {own} - (above or frozenset()))


def _dotted(before: Term, written: str) -> bool:
    """Whether a number's product with what is written behind it needs a dot to be read."""
    return before.head == "number" and (
        before.data in ((0, 1), (1, 1))
        or before.value.denominator > 1 and written.startswith("\\frac"))


_Paper.heads = {
    **Printer.heads, "number": _Paper.number, "name": _Paper.name, "constant": _Paper.constant,
    "pow": _Paper.power, "neg": _Paper.negation, "mul": _Paper.product,
    "call": _Paper.call, "entry": _Paper.entry, "apply": _Paper.application,
    "derivative": _Paper.derivative,
}
