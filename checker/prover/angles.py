"""Circular functions at a common unit angle; hyperbolics through exp; inverse functions."""

from __future__ import annotations

from fractions import Fraction

from checker.language.term import PI, Term, add, div, mul, neg, number
from checker.prover.draft import Draft
from checker.prover.exponents import basis, combination, unit_term

MAX_ANGLE = 24
"""Larger multiples of the unit angle are left alone."""

BY_DEFINITION = {
    "tan": "tan-quotient", "cot": "cot-quotient", "sec": "sec-inverse", "csc": "csc-inverse",
    "sinh": "sinh-exp", "cosh": "cosh-exp", "tanh": "tanh-exp", "coth": "coth-tanh",
    "sech": "sech-exp", "csch": "csch-sinh", "acos": "acos-asin", "acot": "acot-atan",
    "asinh": "asinh-log", "acosh": "acosh-log", "atanh": "atanh-log",
}
UNDONE = frozenset({
    ("asin", "sin"), ("acos", "cos"), ("atan", "tan"), ("sin", "asin"), ("cos", "asin"),
    ("sin", "acos"), ("cos", "acos"), ("sin", "atan"), ("cos", "atan"), ("tan", "atan"),
    ("sinh", "asinh"), ("cosh", "acosh"), ("tanh", "atanh"),
})
"""Pairs of an outer and an inner function that have a line of their own."""
PI_UNITS = {Fraction(1): "pi", Fraction(1, 2): "pi/2", Fraction(1, 3): "pi/3",
            Fraction(1, 4): "pi/4", Fraction(1, 6): "pi/6"}


def definitions(draft: Draft) -> None:
    """Inverse functions undone; other functions through sin, cos, exp and log."""
    for term in draft.calls(*{outer for outer, _ in UNDONE}):
        (argument,) = term.args
        if argument.head == "call" and (str(term.data), str(argument.data)) in UNDONE:
            draft.use(f"{term.data}-{argument.data}", a=argument.args[0])
    for term in draft.calls(*BY_DEFINITION):
        if not draft.rewritten(term):
            draft.use(BY_DEFINITION[str(term.data)], a=term.args[0])
    for term in draft.calls("atan", "asin"):
        (argument,) = term.args
        if argument.head == "number" and argument.value in (0, 1):
            draft.use(f"{term.data}-{argument.value}")
        if argument.head == "neg":
            draft.use(f"{term.data}-negative", a=argument.args[0])
        elif argument.head == "div" and term.data == "atan":
            draft.use("atan-inverse", a=div(argument.args[1], argument.args[0]))


def circular(draft: Draft) -> None:
    """sin and cos of sums and multiples by the addition theorems, and cos^2 = 1 - sin^2."""
    terms = draft.calls("sin", "cos")
    if not terms:
        return
    ring = draft.case.ring
    combinations = [combination(ring, t.args[0]) for t in terms]
    units = basis(combinations)
    if PI in units:
        units[PI] = next((u for u in sorted(PI_UNITS, reverse=True)
                          if all((c.get(PI, Fraction(0)) / u).denominator == 1
                                 for c in combinations)), units[PI])
    for parts in combinations:
        pieces = [(unit_term(m, units[m]), c / units[m]) for m, c in parts.items() if c]
        if not pieces:
            draft.use("sin-0")
            draft.use("cos-0")
            continue
        if any(abs(k) > MAX_ANGLE for _, k in pieces):
            continue
        multiples = [_times(k, piece) for piece, k in pieces]
        for position in range(len(pieces) - 1):
            _sum(draft, multiples[position], add(*multiples[position + 1:]))
        for piece, k in pieces:
            _multiple(draft, piece, int(k))
    for monomial, unit in units.items():
        piece = unit_term(monomial, unit)
        if monomial is PI and unit in PI_UNITS:
            draft.use(f"sin-{PI_UNITS[unit]}")
            draft.use(f"cos-{PI_UNITS[unit]}")
        else:
            draft.use("cos-square", a=piece)


def _times(k: Fraction, piece: Term) -> Term:
    return piece if k == 1 else neg(piece) if k == -1 else mul(number(k), piece)


def _sum(draft: Draft, a: Term, b: Term) -> None:
    draft.use("sin-sum", a=a, b=b)
    draft.use("cos-sum", a=a, b=b)


def _multiple(draft: Draft, piece: Term, k: int) -> None:
    """sin(k u), cos(k u) by repeated addition."""
    for j in range(2, abs(k) + 1):
        _sum(draft, _times(Fraction(j - 1), piece), piece)
    if k < 0:
        positive = _times(Fraction(-k), piece)
        draft.use("sin-negative", a=positive)
        draft.use("cos-negative", a=positive)
