"""Powers: a base with its exponent."""

from __future__ import annotations

from typing import Final

from checker.language.term import EULER, Term, exp, power
from checker.reader.latex import arrays, names
from checker.reader.latex.reading import Reading
from checker.reader.magnitude import MAX_DIGITS, too_long

SOLID: Final = frozenset({"name", "number", "entry", "constant", "apply", "div", "root"})
"""What may stand in braces as the base of a power: it is seen to belong together."""


def power_of(r: Reading, base: Term, first: int) -> Term:
    """A base with the exponent at the place, which stands at its `^`."""
    kinds = r.kinds
    braced = kinds[first] == "{" and r.tokens.partner[first] == r.i - 1
    if braced and base is not r.visible and base.head not in SOLID:
        r.refuse("braces are not seen on paper, and hold the base of a power together",
                    first, "brackets around the base")
    behind = arrays.transposed(r)
    if behind:
        return arrays.transpose(r, base, behind)
    resume, r.resume = r.resume, -1
    r.i += 1
    exponent = _exponent(r, r.i - 1)
    if resume >= 0:
        r.i = resume
    if exponent.head == "neg" and exponent.args[0].data == "T" and not r.is_word("T"):
        r.ambiguous("an exponent `-T`", first, "the inverse of a transposed matrix",
                    "a power, with a declared name T")
    if kinds[r.i] == "^":
        r.refuse("a second exponent on the same base", expected="braces: a^{b^c}")
    if kinds[r.i] == "'":
        r.refuse("a prime behind an exponent", expected="the prime before the exponent")
    if base is EULER and not braced:
        return exp(exponent)
    if base.head == "name" and f"{base.data}^{exponent}" in r.scope.names:
        return names.of(r, f"{base.data}^{exponent}")
    if too_long(base, exponent, r.sizes):
        r.refuse(f"the number {r.written(first, r.i)} has more than {MAX_DIGITS} "
                    "digits", first)
    return power(base, exponent)


def _exponent(r: Reading, at: int) -> Term:
    """What stands behind the `^` at `at`."""
    kind, text = r.kinds[r.i], r.texts[r.i]
    inner, after = (r.i + 1, r.i + 2) if kind == "{" else (r.i, r.i + 1)
    alone = kind != "{" or r.kinds[after] == "}"
    if kind == "(":
        r.ambiguous("only the bracket itself is raised", at, "`^{(...)}`", "no exponent")
    if kind == "number" and len(text) > 1:
        r.ambiguous(f"`^{text}` raises only the first digit", at, f"`^{{{text}}}`",
                       f"`^{text[0]} \\cdot {text[1:]}`")
    if alone and r.kinds[inner] in ("+", "-", "}", "*", "\\circ"):
        r.refuse(f"{r.shown(inner)} is no exponent", at, "an exponent in braces")
    return r.argument()
