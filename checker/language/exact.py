"""Exact arithmetic on terms: rational values where + - * / and whole powers are enough."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from checker.language.term import RELATIONS, Term

Values = Mapping[str, Fraction]
Entries = Mapping[str, Mapping[tuple[int, ...], Fraction]]

NO_ENTRIES: Final[Entries] = {}
MAX_EXPONENT: Final = 12
MAX_TERMS: Final = 60


class _Inexact(Exception):
    """The term has no value that rational arithmetic can give."""


def exact(term: Term, names: Values, entries: Entries = NO_ENTRIES) -> Fraction | None:
    """The rational value of a term, None where rational arithmetic does not give one.

    >>> from checker.language.term import div, name, number, power
    >>> exact(div(power(name("x"), number(2)), number(3)), {"x": Fraction(1, 2)})
    Fraction(1, 12)
    """
    try:
        return _value(term, names, entries)
    except (_Inexact, ZeroDivisionError):
        return None


def holds(condition: Term, names: Values, entries: Entries = NO_ENTRIES) -> bool | None:
    """Whether a condition holds, None where rational arithmetic does not tell."""
    head = condition.head
    if head in ("true", "false"):
        return head == "true"
    if head in ("and", "or"):
        parts = [holds(a, names, entries) for a in condition.args]
        if (head == "or") in parts:
            return head == "or"
        return None if None in parts else head == "and"
    if head == "not":
        inner = holds(condition.args[0], names, entries)
        return None if inner is None else not inner
    if head not in RELATIONS:
        return None
    a, b = (exact(side, names, entries) for side in condition.args)
    if a is None or b is None:
        return None
    return compare(head, a, b)


def compare(relation: str, a: Fraction, b: Fraction) -> bool:
    """Whether a relation holds between two numbers."""
    match relation:
        case "eq":
            return a == b
        case "ne":
            return a != b
        case "lt":
            return a < b
        case "le":
            return a <= b
        case "gt":
            return a > b
        case _:
            return a >= b


def linear_root(a: Term, b: Term, text: str, names: Values,
                entries: Entries = NO_ENTRIES) -> tuple[Fraction, bool] | None:
    """Where a = b as `text` moves, if a - b is linear in it, and whether a - b grows there."""
    for side, other in ((a, b), (b, a)):
        if side.head == "name" and side.data == text and text not in other.free:
            value = exact(other, names, entries)
            return None if value is None else (value, side is a)
    first, second, third = (
        _gap(a, b, {**names, text: Fraction(v)}, entries) for v in (5, 7, 9))
    if first is None or second is None or third is None:
        return None
    slope = second - first
    if slope == 0 or third - second != slope:
        return None
    return Fraction(5) - first / (slope / 2), slope > 0


def _gap(a: Term, b: Term, names: Values, entries: Entries) -> Fraction | None:
    left, right = exact(a, names, entries), exact(b, names, entries)
    return None if left is None or right is None else left - right


def whole(term: Term, names: Values, entries: Entries = NO_ENTRIES) -> int:
    """The whole number a term is."""
    value = _value(term, names, entries)
    if value.denominator != 1:
        raise _Inexact
    return value.numerator


def _value(term: Term, names: Values, entries: Entries) -> Fraction:
    args = term.args
    match term.head:
        case "number":
            return term.value
        case "name":
            known = names.get(str(term.data))
            if known is not None:
                return known
        case "neg":
            return -_value(args[0], names, entries)
        case "add":
            total = Fraction(0)
            for a in args:
                total += _value(a, names, entries)
            return total
        case "mul":
            total = Fraction(1)
            for a in args:
                total *= _value(a, names, entries)
            return total
        case "div":
            return _value(args[0], names, entries) / _value(args[1], names, entries)
        case "pow":
            exponent = whole(args[1], names, entries)
            if abs(exponent) > MAX_EXPONENT:
                raise _Inexact
            return _value(args[0], names, entries) ** exponent
        case "call" if term.data == "abs":
            return abs(_value(args[0], names, entries))
        case "call" if term.data in ("max", "min"):
            values = [_value(a, names, entries) for a in args]
            return max(values) if term.data == "max" else min(values)
        case "entry":
            index = tuple(whole(a, names, entries) for a in args)
            found = entries.get(str(term.data), {}).get(index)
            if found is not None:
                return found
        case "sum":
            lo, hi = (whole(a, names, entries) for a in args[2:])
            if lo - 1 <= hi <= lo + MAX_TERMS:
                text = str(args[0].data)
                return sum((_value(args[1], {**names, text: Fraction(k)}, entries)
                            for k in range(lo, hi + 1)), Fraction(0))
    raise _Inexact
