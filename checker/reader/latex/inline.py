"""Derivatives in one line: `dy/dx`, `\\partial L/\\partial w_j`, `d^2y/dx^2`.

`d` is never a factor, so nothing else can be meant, unless `dy` and `dx` are names of the page.
"""

from __future__ import annotations

from checker.language.term import Term, derivative
from checker.reader.latex.alphabet import ACCENTS
from checker.reader.latex.derivatives import NAMES, is_d, order_of, partial, pass_d
from checker.reader.latex.reading import Reading


def inline(r: Reading) -> Term | None:
    """`dy/dx`, `\\partial L/\\partial w_j`: a derivative in one line; None if none stands here."""
    if not _is_inline(r, r.i) or r.i and r.kinds[r.i - 1] == "/":
        return None
    first = r.i
    pass_d(r)
    order = order_of(r)
    body = r.primary()
    r.take("/")
    pass_d(r)
    variable = r.primary()
    if variable.head not in ("name", "entry") or order_of(r) != order:
        r.refuse("this derivative in one line is not read", first, "`\\frac{dy}{dx}`")
    r.slashed = True
    return derivative(body, variable, order)


def _is_inline(r: Reading, i: int) -> bool:
    """Whether `d` before a name, a slash, and `d` before a name stand at this token."""
    slash = _behind_differential(r, i)
    return slash > 0 and r.kinds[slash] == "/" and is_d(r, slash + 1) \
        and _behind_differential(r, slash + 1) > 0


def _behind_differential(r: Reading, i: int) -> int:
    """The token behind a differential such as `dw_1` or `\\partial L(a, y)`, 0 if none is there."""
    kinds, texts, partner = r.kinds, r.texts, r.tokens.partner
    if kinds[i] == "letters" and len(texts[i]) > 1:
        rest = texts[i][1:]
        if len(rest) > 1 and not r.is_word(rest):
            return 0
    else:
        i += 1
        if kinds[i] == "^":
            i = partner.get(i + 1, i + 1) + 1
        if kinds[i] in ACCENTS:
            i += 1
        if kinds[i] not in NAMES or kinds[i] == "(" or kinds[i] == "letters" \
                and len(texts[i]) > 1 and not r.is_word(texts[i]):
            return 0
        i = partner.get(i, i)
    i += 1
    while kinds[i] in ("_", "^"):
        i = partner.get(i + 1, i + 1) + 1
    depth = 0
    while kinds[i] == "(" or depth and kinds[i] != "stop":
        depth += (kinds[i] == "(") - (kinds[i] == ")")
        i += 1
    return i


def partial_sign(r: Reading) -> Term:
    """What begins with `\\partial`: a derivative in one line, or `\\partial_x f`."""
    found = inline(r)
    return partial(r) if found is None else found
