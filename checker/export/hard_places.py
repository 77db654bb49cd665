"""The places where numeric code goes wrong, and the exact values there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from struct import pack, unpack
from typing import Any, Final

from checker.export.exact import exact_value
from checker.export.function import Function, Part, body_of
from checker.export.shapes import Argument
from checker.language.term import Term, build, call

HARD: Final = (
    0.0, 5e-324, -5e-324, 1e-310, -1e-310, 1e-40, -1e-40, 1e-20, -1e-17, 1e-8, -1e-8, 1e-3, -0.1,
    0.5, -0.6931471805599453, 1.0, -1.0, 2.5, -5.0, 17.0, -18.0, 36.0, -36.0, 37.0, -37.0, 88.0,
    -88.0, 104.0, -104.0, 709.0, -709.0, 710.0, -710.0, 745.0, -745.0, 746.0, -746.0, 1e4, -1e4)
"""Zero, the subnormals, where 1 + exp(-z) becomes 1, where exp overflows and underflows."""
LABELS: Final = (0.0, 1.0, 0.3)
SOFT: Final = frozenset({0.3, 0.30000001192092896})
"""0.3 as a double and as a float: a label between 0 and 1."""
ROWS: Final = 6
COLUMNS: Final = 3
TYPES: Final = {"float64": (53, -1074), "float32": (24, -149)}
"""Bits of the mantissa, and the exponent of the smallest number."""
LARGEST: Final = {"float64": Fraction(2) ** 1023, "float32": Fraction(2) ** 127}
"""Half of what a type holds: beyond, there is nothing to be accurate about."""


@dataclass(frozen=True, slots=True)
class Case:
    """One call of a function with the exact values that it should return."""

    arguments: tuple[Any, ...]
    """Numbers, and nested lists of numbers."""
    expected: tuple[Any, ...]
    """For each part a Fraction, or nested lists of them."""
    scales: tuple[Any, ...]
    """For each part what its summands amount to without their signs: errors are relative to it."""


def cases(function: Function, kind: str = "float64") -> list[Case]:
    """Calls at all the hard places of a function, with exact values."""
    return cases_at(function, values_at(function, kind), kind)


def cases_at(function: Function, places: Iterable[dict[str, Any]], kind: str) -> list[Case]:
    """Calls with exact values; those left out where a value is undefined or too large."""
    found = []
    for values in places:
        parts = [_part(part, values, sizes, kind) for part in function.parts
                 for sizes in [sizes_at(function, values)]]
        if all(p is not None for p in parts):
            known = [p for p in parts if p is not None]
            found.append(Case(given(function, values),
                              tuple(k[0] for k in known),
                              tuple(_mixed(function, part, values) or k[1]
                                    for part, k in zip(function.parts, known, strict=True))))
    return found


def given(function: Function, values: dict[str, Any]) -> tuple[Any, ...]:
    """The arguments of a call: class numbers count from 1 in the derivation, from 0 in arrays."""
    return tuple(values[a.name] - 1 if a.classes else values[a.name] for a in function.arguments)


def _mixed(function: Function, part: Part, values: dict[str, Any]) -> Fraction | None:
    """The scale where a label lies between 0 and 1: the larger of the values at these two.

    sigma(z) - y is zero where sigma is y, and no arithmetic is accurate relative to zero.
    """
    soft = {n for n, v in values.items() if function.entrywise and v in SOFT}
    if not soft or not soft <= {a.name for a in function.arguments} - _in_exponentials(function):
        return None
    ends = [exact_value(part.exact, {**values, **dict.fromkeys(soft, end)}, {})
            for end in (0.0, 1.0)]
    here = exact_value(part.exact, values, {})
    return max(abs(v) for v in (*ends, here) if v is not None)


def rounded(value: float, kind: str) -> float:
    """The nearest number of the type."""
    return float(unpack("f", pack("f", value))[0]) if kind == "float32" else value


def ulps(found: float, expected: Fraction, scale: Fraction, kind: str,
         flushed: bool = False) -> float:
    """The error in units in the last place of the scale; infinite for nan and inf.

    Where subnormal numbers are flushed to zero, the smallest unit is the smallest normal one.

    >>> ulps(1.0, Fraction(1), Fraction(1), "float64")
    0.0
    """
    if found != found or found in (float("inf"), float("-inf")):
        return float("inf")
    bits, smallest = TYPES[kind]
    if flushed:
        smallest += bits - 1
    size = max(abs(expected), abs(scale))
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    if size and Fraction(2) ** exponent > size:
        exponent -= 1
    unit = Fraction(2) ** max(exponent - bits + 1, smallest) if size else Fraction(2) ** smallest
    return float(abs(Fraction(found) - expected) / unit)


def _part(part: Part, values: dict[str, Any], sizes: dict[str, int],
          kind: str) -> tuple[Any, Any] | None:
    """The exact entries of one part and their scales; None where one is undefined or too large."""
    everything = {**values, **sizes}
    size_of_summands = _without_signs(part.stable.term)

    def entry(indices: dict[str, int], left: tuple[Any, ...]) -> Any:
        if left:
            index, *others = left
            rows = [entry({**indices, index.name: k}, tuple(others))
                    for k in range(1, sizes[index.size] + 1)]
            return None if None in rows else [[r[0] for r in rows], [r[1] for r in rows]]
        value = exact_value(part.exact, everything, indices)
        if value is None or abs(value) >= LARGEST[kind]:
            return None
        scale = exact_value(size_of_summands, everything, indices) if size_of_summands else value
        return [value, scale]

    found = entry({}, part.indices)
    return None if found is None else (found[0], found[1])


def _without_signs(term: Term) -> Term | None:
    """The sum with the absolute value of each summand, None for a term that is no sum."""
    if term.head == "div":
        inner = _without_signs(term.args[0])
        return inner and build("div", (inner, term.args[1]))
    if term.head != "sum":
        return None
    index, body, lo, hi = term.args
    return build("sum", (index, call("abs", body), lo, hi))


def sizes_at(function: Function, values: dict[str, Any]) -> dict[str, int]:
    """The sizes m, n, ... that the arguments have."""
    sizes: dict[str, int] = {}
    for argument in function.arguments:
        inner = values[argument.name]
        for axis in argument.axes:
            sizes[axis] = len(inner)
            inner = inner[0]
    return sizes


def values_at(function: Function, kind: str) -> Iterator[dict[str, Any]]:
    """Arguments within their declared domains."""
    names = [a.name for a in function.arguments]
    if function.entrywise:
        hard = _in_exponentials(function) or set(names[:1])
        lists = [HARD if n in hard else LABELS for n in names]
        made: Iterator[dict[str, Any]] = (
            dict(zip(names, (rounded(v, kind) for v in values), strict=True))
            for values in product(*lists))
        for values in dict.fromkeys(tuple(v.items()) for v in made):
            if all(function.context.domain(n).contains(Fraction(v)) for n, v in values):
                yield dict(values)
        return
    samples = body_of(function).samples
    if not samples:
        yield from _logits(function, kind)
        return
    for variant in range(4):
        yield {a.name: _array(a, place, variant, kind, samples)
               for place, a in enumerate(function.arguments)}


def _logits(function: Function, kind: str) -> Iterator[dict[str, Any]]:
    """Rows of logits far apart and near, with every class in turn."""
    rows = [[0.0], [2.5], [0.0, 0.0, 0.0], [0.1, 0.2, 0.3], [9999.5, 1e4, -1e4, 9998.75],
            [3.1, -700.3], [-708.7, 0.9], [0.3, -36.1, -37.2], [1e-310, -1e-310, 5e-324]]
    rows += [[h, 0.3, -h] for h in HARD]
    for row in rows:
        row = [rounded(v, kind) for v in row]
        for number in range(1, len(row) + 1):
            yield {a.name: number if a.classes else row if a.axes else 1.0
                   for a in function.arguments}


def _in_exponentials(function: Function) -> set[str]:
    """The arguments that stand in an exponential, a logarithm, a root, or an absolute value."""
    found: set[str] = set()

    def walk(term: Term, inside: bool) -> None:
        if term.head == "name" and inside:
            found.add(str(term.data))
        deeper = inside or term.head in ("call", "root", "pow")
        for arg in term.args:
            walk(arg, deeper)

    for part in function.parts:
        walk(part.stable.term, False)
    return found & {a.name for a in function.arguments}


def _array(argument: Argument, place: int, variant: int, kind: str, samples: str) -> Any:
    """Few-bit numbers, so that products of them are exact and only the rest is tested.

    In the first variant the parameters are zero: there training starts.
    """
    lengths = [ROWS if axis == samples else COLUMNS for axis in argument.axes]
    step = (0.0, 0.25, 4.0, 256.0)[variant]

    def fill(lengths: list[int], seed: int) -> Any:
        if lengths:
            return [fill(lengths[1:], seed * 5 + k) for k in range(lengths[0])]
        value = ((seed * 7 + place * 5 + variant) % 13 - 6) / 4
        if samples not in argument.axes:
            return value * step
        if len(argument.axes) > 1:
            return value
        return (0.0, 1.0, 1.0, 0.0, rounded(0.3, kind))[seed % 5]

    return fill(lengths, 1)
