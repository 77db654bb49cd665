"""Terms that bind names, and conditions, in LaTeX."""

from __future__ import annotations

from typing import Protocol

from checker.language.term import Term

SUM, SIGNED, PRODUCT, OPEN, POWER, ATOM = range(6)
"""How strongly a text holds together; `OPEN` is a factor that takes all that follows it."""
Printed = tuple[str, int]


class Printing(Protocol):
    """What a part of the printer needs of the whole."""

    def text(self, term: Term) -> str:
        """The term on its own."""

    def printed(self, term: Term) -> Printed:
        """The term, and how strongly its text holds together."""

    def held(self, term: Term, at_least: int) -> str:
        """The term, in brackets where it does not hold together strongly enough."""


def bracketed(written: str) -> str:
    """A text in brackets, which grow with what is tall in it."""
    tall = "\\frac" in written or "\\sum" in written or "\\prod" in written or "cases" in written
    return f"\\left({written}\\right)" if tall else f"({written})"


def derivative(p: Printing, term: Term) -> Printed:
    """A derivative: a fraction, or an operator before what it acts on."""
    body, variable = term.args
    d = "\\partial " if len(body.free | variable.free) > 1 else "d"
    order = f"^{{{term.data}}}" if term.data > 1 else ""
    by = p.text(variable)
    if order and ("^" in by or variable.head == "entry" and "^" in by):
        by = by.replace("^", "^", 1)
    below = f"{d}{by}{order}"
    if body.head in ("name", "apply"):
        above = d.strip() + order + (" " if d != "d" or order else "") + p.text(body)
        return f"\\frac{{{above}}}{{{below}}}", ATOM
    above = d.strip() + order
    written, strength = p.printed(body)
    if strength < POWER or body.head in ("derivative", "call", "pow", "number", "constant"):
        written = bracketed(written)
    return f"\\frac{{{above}}}{{{below}}} {written}", OPEN


def evaluation(p: Printing, term: Term) -> Printed:
    """A body at a value of its variable."""
    body, variable, value = map(p.text, term.args)
    return f"\\left. {body} \\right|_{{{variable} = {value}}}", POWER


def indexed(p: Printing, term: Term) -> Printed:
    """A sum or product with its range."""
    index, body, lo, hi = term.args
    sign = "\\sum" if term.head == "sum" else "\\prod"
    written, strength = p.printed(body)
    if strength < PRODUCT:
        written = bracketed(written)
    return (f"{sign}_{{{p.text(index)}={p.text(lo)}}}^{{{p.text(hi)}}} {written}",
            OPEN)


def integral(p: Printing, term: Term) -> Printed:
    """An integral up to its differential."""
    variable, body, *ends = term.args
    limits = f"_{{{p.text(ends[0])}}}^{{{p.text(ends[1])}}}" if ends else ""
    written = p.held(body, PRODUCT)
    if any(name[0] == "d" for name in body.free):  # a quantity such as dz, no differential
        written = bracketed(written)
    return f"\\int{limits} {written} \\, d{p.text(variable)}", POWER


def limit(p: Printing, term: Term) -> Printed:
    """A limit."""
    variable, body, point = term.args
    end = p.text(point)
    if term.data:
        end = f"{{{end}}}^{{{term.data}}}" if "^" in end else f"{end}^{{{term.data}}}"
    where = f"{p.text(variable)} \\to {end}"
    written, strength = p.printed(body)
    if strength < PRODUCT:
        written = bracketed(written)
    return f"\\lim_{{{where}}} {written}", OPEN


def cases(p: Printing, term: Term) -> Printed:
    """Values with their conditions."""
    args = term.args
    rows = [f"{p.text(value)} & \\text{{if }} {p.text(guard)}"
            for value, guard in zip(args[::2], args[1::2], strict=False)]
    if len(args) % 2:
        rows.append(f"{p.text(args[-1])} & \\text{{otherwise}}")
    return "\\begin{cases} " + " \\\\ ".join(rows) + " \\end{cases}", POWER


def connective(p: Printing, term: Term) -> Printed:
    """Conditions joined by "and" or "or"."""
    word = f" \\text{{ {term.head} }} "
    inner = {"or", term.head}
    return word.join(bracketed(p.text(part)) if part.head in inner else p.text(part)
                     for part in term.args), SUM


def opposite(p: Printing, term: Term) -> Printed:
    """A negated condition."""
    return f"\\neg {bracketed(p.text(term.args[0]))}", SUM


def truth(p: Printing, term: Term) -> Printed:
    """What always or never holds."""
    return f"\\text{{{term.head}}}", ATOM


def bound(p: Printing, term: Term) -> Printed:
    """A bound index of the kernel."""
    return f"i_{{{term.data}}}", ATOM
