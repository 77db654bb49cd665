r"""What only vectors and matrices have: `A^T`, `\|v\|`, `\nabla_w L`, `(y_k)_k`, `pmatrix`.

Read only on pages that speak of arrays; elsewhere these signs are refused. The calls that they
become are told entry by entry by `checker.reader.page.arrays` and go nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checker.language.term import TWO, Term, call, number
from checker.reader.latex.alphabet import FONTS
from checker.reader.latex.derivatives import reach
from checker.reader.latex.indices import read_lower
from checker.reader.latex.reading import Reading

MATRICES: Final = frozenset({"pmatrix", "bmatrix", "matrix", "smallmatrix"})
MAX_SIZE: Final = 16
"""Matrices with more rows or columns are refused."""


def transposed(r: Reading) -> int:
    r"""The token behind the exponent at the place, if that is the sign of a transposed matrix.

    The sign is T, `\top` or T in a font of its own, `\mathsf{T}`; 0 if something else is raised.
    """
    first = r.i + 1
    opening = first + (r.kinds[first] in FONTS)
    end = r.tokens.partner[opening] if r.kinds[opening] == "{" else opening
    shown = [k for k in range(first, end + 1) if r.kinds[k] not in ("{", "}")]
    font = bool(shown) and r.kinds[shown[0]] in FONTS
    shown = shown[font:]
    if len(shown) != 1:
        return 0
    text = r.texts[shown[0]]
    if end == first and text[:1] == "T" and len(text) > 1 and r.kinds[first] == "letters":
        return 0 if r.is_word("T") else first  # the rest of the run of letters follows
    upright = font or r.kinds[shown[0]] == "word"
    sign = r.kinds[shown[0]] == "\\top" or text == "T" and (upright or not r.is_word("T"))
    return end + 1 if sign else 0


def transpose(r: Reading, base: Term, behind: int) -> Term:
    """`w^T`, at its `^`; `behind` is the token behind it."""
    if not r.scope.arrays:
        r.refuse("a transposed matrix is only read in a product of declared vectors or matrices",
                 r.i, "`x \\in \\mathbb{R}^n` for each, or the sum over the entries")
    if behind == r.i + 1:
        r.i = behind
        r.pieces[r.i] = ["T", r.texts[r.i][1:]]
        r.pass_piece()
        r.pieces.pop(r.i, None)
    r.i = max(r.i, behind)
    return call("transpose", base)


def literal(r: Reading, body: Term) -> Term:
    r"""`(w_{jk})_{kj}`, at its `_`: the array with these indices for rows and columns."""
    at = r.i
    r.i += 1
    lower = read_lower(r, "")
    indices = lower.indices
    if not 1 <= len(indices) <= 2 or any(index.head != "name" for index in indices):
        r.refuse("a bracket with a subscript is an array, which has one or two indices", at,
                 "`(y_k)_k` or `(w_{jk})_{jk}`")
    if any(str(index.data) not in body.free for index in indices):
        r.refuse("an index of this array does not stand inside it", at)
    return call("array", body, *indices)


def norm(r: Reading) -> Term:
    r"""`\|v\|`, also with the subscript 2."""
    first = r.i
    if not r.scope.arrays:
        r.refuse("norms are only read of declared vectors", expected="`v \\in \\mathbb{R}^n`")
    state = r.enter()
    r.norms = 1
    r.i += 1
    inner = r.sum()
    if r.kinds[r.i] != "\\|":
        r.refuse(f"{r.shown(first)} is never closed", first, "`\\|v\\|`")
    r.i += 1
    r.leave(state)
    if r.kinds[r.i] == "_":
        at = r.i
        r.i += 1
        if r.argument() is not TWO:
            r.refuse("only the Euclidean norm is read", at, "no subscript, or 2")
    r.visible = found = call("norm", inner)
    return found


def gradient(r: Reading) -> Term:
    r"""`\nabla_w L`: the derivatives by all entries of w."""
    first = r.i
    r.i += 1
    if r.kinds[r.i] != "_":
        r.refuse("a gradient without its variable", first,
                 "`\\nabla_w L`, or partial derivatives")
    r.i += 1
    variable = r.argument()
    if variable.head not in ("name", "entry"):
        r.refuse("a gradient by something that is no variable", first, "a name")
    if r.kinds[r.i] == "^":
        r.refuse("second derivatives by a vector are not read", first,
                 "the derivatives by two of its entries")
    return reach(r, first, [(variable, 1)])


def matrix(r: Reading) -> Term:
    r"""`\begin{pmatrix} a & b \\ c & d \end{pmatrix}`."""
    first = r.i
    environment = r.texts[first]
    state = r.enter()
    r.i += 1
    rows: list[list[Term]] = [[]]
    while True:
        rows[-1].append(r.sum())
        kind = r.kinds[r.i]
        if kind == "&":
            r.i += 1
        elif kind == "\\\\":
            r.i += 1
            if r.kinds[r.i] == "end":
                break
            rows.append([])
        elif kind == "end":
            break
        else:
            r.refuse(f"{r.shown()} stands in a matrix", expected="`&` or `\\\\`")
    if r.texts[r.i] != environment:
        r.refuse(f"`{environment}` is closed as `{r.texts[r.i]}`")
    r.i += 1
    r.leave(state)
    if len({len(row) for row in rows}) != 1:
        r.refuse("the rows of this matrix differ in length", first)
    if len(rows) > MAX_SIZE or len(rows[0]) > MAX_SIZE:
        r.refuse(f"a matrix of more than {MAX_SIZE} rows or columns", first)
    r.visible = found = call("matrix", number(len(rows)), number(len(rows[0])),
                             *(value for row in rows for value in row))
    return found


HANDLERS: Final[dict[str, Callable[[Reading], Term]]] = {"\\|": norm, "\\nabla": gradient}
