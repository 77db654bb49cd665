r"""Means that divide by another number than that of their summands.

\frac{1}{m} \sum_{i=0}^m has m + 1 summands, and divides by m.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checker.language.term import Term


def miscounts(term: Term) -> Iterator[tuple[Term, Term, Fraction]]:
    """The sums of a term with the number they are divided by, and how many summands too many.

    >>> from checker.language.term import ONE, div, entry, mul, name, number, sum_of
    >>> i, m = name("i"), name("m")
    >>> mean = mul(div(ONE, m), sum_of(entry("y", i), i, number(0), m))
    >>> list(miscounts(mean))
    [(Sum(y[i], (i, 0, m)), m, Fraction(1, 1))]
    """
    stack = [term]
    while stack:
        part = stack.pop()
        stack.extend(part.args)
        if part.head not in ("mul", "div"):
            continue
        above: list[Term] = []
        below: list[Term] = []
        _factors(part, above, below)
        for total in above:
            if total.head != "sum":
                continue
            terms = _count(total)
            for divisor in below:
                counted = _affine(divisor)
                if terms is None or counted is None:
                    continue
                names = {name for name in counted if name}
                if not names or names != {name for name in terms if name}:
                    continue
                gap = {name: terms.get(name, Fraction(0)) - counted.get(name, Fraction(0))
                       for name in terms.keys() | counted.keys()}
                constant = gap.pop("", Fraction(0))
                if constant and not any(gap.values()):
                    yield total, divisor, constant


def _factors(term: Term, above: list[Term], below: list[Term]) -> None:
    """The factors of a quotient, the nested ones too."""
    if term.head == "mul":
        for arg in term.args:
            _factors(arg, above, below)
    elif term.head == "div":
        _factors(term.args[0], above, below)
        _factors(term.args[1], below, above)
    elif term.head == "neg":
        _factors(term.args[0], above, below)
    else:
        above.append(term)


def _count(total: Term) -> dict[str, Fraction] | None:
    """hi - lo + 1 of a sum."""
    _, _, lo, hi = total.args
    first, last = _affine(lo), _affine(hi)
    if first is None or last is None:
        return None
    found = {name: last.get(name, Fraction(0)) - first.get(name, Fraction(0))
             for name in first.keys() | last.keys()}
    found[""] = found.get("", Fraction(0)) + 1
    return {name: value for name, value in found.items() if value or not name}


def _affine(term: Term) -> dict[str, Fraction] | None:
    """A term as a sum of multiples of names, with its constant under ""."""
    if term.head == "number":
        return {"": term.value}
    if term.head == "name":
        return {str(term.data): Fraction(1)}
    if term.head == "neg":
        inner = _affine(term.args[0])
        return None if inner is None else {name: -value for name, value in inner.items()}
    if term.head == "add":
        found: dict[str, Fraction] = {}
        for arg in term.args:
            part = _affine(arg)
            if part is None:
                return None
            for name, value in part.items():
                found[name] = found.get(name, Fraction(0)) + value
        return found
    return None
