"""Powers: a base with its exponent; the exponent T of two vectors is their inner product."""

from __future__ import annotations

from typing import Final

from checker.language.term import EULER, ONE, Term, entry, exp, mul, name, power, sum_of
from checker.reader.latex import names
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
    if _transposed(r):
        return _inner_product(r, base)
    resume, r.resume = r.resume, -1
    r.i += 1
    exponent = _exponent(r, r.i - 1)
    if resume >= 0:
        r.i = resume
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


def _transposed(r: Reading) -> bool:
    """Whether the exponent at the place is the sign of a transposed matrix."""
    at = r.i + 1
    if r.kinds[at] == "{":
        if r.tokens.partner[at] != at + 2:
            return False
        at += 1
        text = r.texts[at]
    else:
        text = r.texts[at][:1]
    return r.kinds[at] == "\\top" or text == "T" and not r.is_word("T")


def _inner_product(r: Reading, base: Term) -> Term:
    """`w^T x`: the sum over the entries of two declared vectors."""
    at = r.i
    r.i += 1
    if r.kinds[r.i] == "{":
        r.i += 3
    elif len(r.texts[r.i]) > 1 and r.kinds[r.i] == "letters":
        run = r.texts[r.i]
        r.pieces[r.i] = ["T", run[1:]]
        r.pass_piece()
        r.pieces.pop(r.i, None)
    else:
        r.i += 1
    shapes = r.scope.shapes
    length = shapes.get(str(base.data)) if base.head == "name" else None
    other = r.factor() if length is not None and r.begins_factor() else base
    if length is None or other is base and r.i == at + 1 or other.head != "name" \
            or shapes.get(str(other.data)) != length or len(length) != 1:
        r.refuse("a transposed matrix is only read in a product of two declared vectors",
                    at, "`x \\in \\mathbb{R}^n` for both, or the sum over the entries")
    taken = {*r.bound, *length[0].free, str(base.data), str(other.data)}
    index = name(next(letter for letter in "kijlqrst" if letter not in taken))
    r.visible = found = sum_of(
        mul(entry(str(base.data), index), entry(str(other.data), index)), index, ONE, length[0])
    return found


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
