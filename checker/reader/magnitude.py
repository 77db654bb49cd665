"""How long a number is before it is computed, and numbers from their text.

`10**10**10` is seventeen characters and no computer can hold it: constant powers are
measured by logarithms, and refused by the readers, before anything evaluates them.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import log10
from typing import Final

from checker.language.term import Term

MAX_DIGITS: Final = 100_000
"""A constant power with more digits is refused."""
_EXACT: Final = 60
"""Up to so many digits the value itself is carried along."""
_LITERAL: Final = 2000
"""The largest exponent of ten in a literal."""
_NUMBER: Final = re.compile(
    r"([-+]?)(?:([0-9]{1,4300})/([0-9]{1,4300})"
    r"|((?:[0-9]{1,2000}(?:\.[0-9]{0,2000})?|\.[0-9]{1,2000})(?:[eE]([-+]?[0-9]{1,6}))?))")

COMPUTED: Final = frozenset({"number", "neg", "add", "mul", "div", "pow", "root"})
"""Heads of which a number can be computed."""

Size = tuple[Fraction | None, float]
"""A constant's value, None if it is long or irrational, and about how many digits it has."""


def exact(text: str) -> Fraction | None:
    """The rational number that a literal says, None if it says none.

    >>> exact("1e-3"), exact("-2/4"), exact("x")
    (Fraction(1, 1000), Fraction(-1, 2), None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None or found[3] is not None and not found[3].strip("0"):
        return None
    if found[5] is not None and abs(int(found[5])) > _LITERAL:
        return None
    return Fraction(found[0])


def too_long(base: Term, exponent: Term, known: dict[Term, Size | None]) -> bool:
    """Whether a power of constants has more than `MAX_DIGITS` digits.

    >>> from checker.language.term import name, number
    >>> too_long(number(2), number(100), {}), too_long(number(10), number(10**10), {})
    (False, True)
    >>> too_long(name("x"), number(10**10), {})
    False
    """
    if base.head not in COMPUTED:
        return False
    measured = size(exponent, known)
    if measured is None:
        return False
    base_size = size(base, known)
    if base_size is None or base_size[1] == 0:
        return False
    value, digits = measured
    if value is None:
        return digits > _EXACT
    return abs(value) * Fraction(base_size[1]) > MAX_DIGITS


def size(term: Term, known: dict[Term, Size | None]) -> Size | None:
    """The size of a constant, None for anything else; `known` remembers what was measured."""
    if term.head == "number":
        value = term.value
        return value, _digits(value)
    if term.head not in COMPUTED:
        return None
    if term not in known:
        known[term] = _compound(term, known)
    return known[term]


def _digits(value: Fraction) -> float:
    return log10(max(abs(value.numerator), value.denominator))


def _compound(term: Term, known: dict[Term, Size | None]) -> Size | None:
    head = term.head
    first = size(term.args[0], known)
    if first is None:
        return None
    for arg in term.args[1:]:
        second = size(arg, known)
        if second is None:
            return None
        joined = _joined(head, first, second)
        if joined is None:
            return None
        first = joined
    if head == "neg" and first[0] is not None:
        return -first[0], first[1]
    return first


def _joined(head: str, first: Size, second: Size) -> Size | None:
    (a, m), (b, n) = first, second
    if head in ("pow", "root"):
        if b is None or (head == "root" and b == 0) or (a == 0 and b < 0):
            return None
        power = 1 / b if head == "root" else b
        digits = m * float(min(abs(power), Fraction(10**9)))
        if a is None or digits > _EXACT or power.denominator != 1:
            return None, digits
        value = _power(a, power.numerator)
    elif a is None or b is None or m + n > 2 * _EXACT:
        return None, m + n
    elif head == "div":
        if b == 0:
            return None
        value = a / b
    else:
        value = a + b if head == "add" else a * b
    digits = _digits(value)
    return (value if digits <= _EXACT else None), digits


def _power(base: Fraction, exponent: int) -> Fraction:
    """base**exponent, where the result is known to be short."""
    if base in (0, 1, -1):
        return base if exponent % 2 else base * base if exponent else Fraction(1)
    return base ** exponent
