"""Literals: arithmetic of written numbers, such as the exponent 1/2 or 1 - 0."""

from __future__ import annotations

from fractions import Fraction

from checker.language.term import Term, number


def folded(term: Term) -> Term:
    """The number that arithmetic of written numbers amounts to; any other term as it is."""
    value = None if term.head == "number" else literal(term)
    return term if value is None else number(value)


def literal(term: Term) -> Fraction | None:
    """The number that arithmetic of written numbers amounts to: 1/2, -3; None if it is none."""
    if term.head == "number":
        return term.value
    if term.free or term.size > 16 or term.head not in ("add", "neg", "mul", "div", "pow"):
        return None
    values = [literal(a) for a in term.args]
    if any(v is None for v in values):
        return None
    numbers = [v for v in values if v is not None]
    match term.head:
        case "add":
            return sum(numbers, Fraction(0))
        case "neg":
            return -numbers[0]
        case "pow":
            base, exponent = numbers
            small = exponent.denominator == 1 and 0 <= exponent <= 64 and max(
                abs(base.numerator), base.denominator).bit_length() <= 64
            return base ** int(exponent) if small else None
        case "div":
            return numbers[0] / numbers[1] if numbers[1] else None
        case _:
            total = Fraction(1)
            for v in numbers:
                total *= v
            return total
