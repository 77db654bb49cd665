"""Fractions, roots and binomials; a fraction may be a derivative, `\\frac{dy}{dx}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checker.language.term import ONE, TWO, Term, call, div, root
from checker.reader.latex import calculus, derivatives
from checker.reader.latex.reading import Reading


def fraction(r: Reading) -> Term:
    """`\\frac{a}{b}`, `\\frac12`, and the derivatives that are written as fractions."""
    start = r.i
    r.i += 1
    if r.kinds[r.i] == "{":
        close = r.tokens.partner[r.i]
        if r.kinds[close + 1] == "{":
            r.i += 1
            return quotient(r, start + 2, close, close + 2, r.tokens.partner[close + 1])
    if r.texts[r.i] in ("d", "\\partial") and r.kinds[r.i + 1] == "{" \
            and derivatives.is_operator(r, r.i, r.i + 2):
        return quotient(r, r.i, r.i + 1, r.i + 2, r.tokens.partner[r.i + 1])
    state = r.enter()
    top = r.argument()
    bottom = r.argument()
    r.leave(state)
    return div(top, bottom)


def quotient(r: Reading, top: int, top_end: int, bottom: int, bottom_end: int) -> Term:
    """The fraction of two ranges of tokens; an operator `\\frac{d}{dx}` goes on behind it.

    The place is then at the end of a group that is divided by `\\over`, or behind the braces
    of a `\\frac`, or behind what the operator acts on.
    """
    if derivatives.is_operator(r, top, bottom):
        return derivatives.fraction(r, top, top_end, bottom, bottom_end)
    if r.kinds[top] == r.kinds[bottom] == "\\delta" and not r.is_word("delta") \
            and bottom + 1 < bottom_end and r.kinds[bottom + 1] in derivatives.NAMES - {"("}:
        r.ambiguous("a fraction with `\\delta` above and below", top, "a derivative, `\\partial`",
                    "a quotient of products with a declared \\delta")
    outer = r.integrals
    state = r.enter()
    above = _with_differential(r) if outer else r.sum()
    _at_end(r, top_end)
    closed, r.closed = r.closed, ""
    r.i = bottom
    below = r.sum()
    _at_end(r, bottom_end)
    r.i += r.kinds[top_end] != "\\over"
    r.leave(state)
    r.closed = closed if outer else ""
    return div(above, below)


def _with_differential(r: Reading) -> Term:
    """The numerator of an integrand, which may hold the differential: `\\frac{dx}{x}`."""
    r.integrals = 1
    above = ONE if calculus.at_differential(r) else r.sum()
    if calculus.at_differential(r):
        r.closed = calculus.differential(r)
    r.integrals = 0
    return above


def _at_end(r: Reading, end: int) -> None:
    if r.i != end:
        r.refuse(f"{r.shown()} stands where a part of a fraction should end", expected="`}`")


def is_numeric(r: Reading) -> bool:
    """Whether the fraction at the place has nothing but numbers above and below."""
    kinds = r.kinds
    i = r.i
    if kinds[i + 1] == "number" and len(r.texts[i + 1]) == 2:
        return True
    return kinds[i + 1:i + 7] == ["{", "number", "}", "{", "number", "}"]


def square_root(r: Reading) -> Term:
    """`\\sqrt{x}`, `\\sqrt[3]{x}`."""
    r.i += 1
    degree: Term = TWO
    state = r.enter()
    if r.kinds[r.i] == "[":
        r.i += 1
        degree = r.sum()
        r.take("]")
    inner = r.argument()
    r.leave(state)
    return root(inner, degree)


def binomial(r: Reading) -> Term:
    """`\\binom{n}{k}`."""
    r.i += 1
    state = r.enter()
    top = r.argument()
    bottom = r.argument()
    r.leave(state)
    return call("binomial", top, bottom)


def braced(r: Reading) -> Term:
    """`\\underbrace{a}_{remark}`: what the brace lies under or over."""
    command = r.i
    script = "_" if r.kinds[r.i] == "\\underbrace" else "^"
    r.i += 1
    opening = r.i
    inner = r.argument()
    if r.kinds[r.i] == script:
        r.i += 1
        if r.kinds[r.i] == "{":
            r.i = r.tokens.partner[r.i] + 1
        else:
            r.i += 1
    if r.kinds[opening] == "{" and inner.head in ("add", "neg") and inner is not r.visible:
        before = r.kinds[command - 1] if command else "stop"
        if r.begins_factor() or before not in _ALONE:
            r.refuse("a brace under a sum holds it together among factors", command, "brackets")
    return inner


_ALONE: Final = frozenset("stop { ( [ = + & := \\equiv \\\\".split())


HANDLERS: Final[dict[str, Callable[[Reading], Term]]] = {
    "\\frac": fraction, "\\sqrt": square_root, "\\binom": binomial,
    "\\underbrace": braced, "\\overbrace": braced,
}
