"""Finite differences: an exported derivative against what it is the derivative of.

The quantity itself is evaluated by balls on both sides of a place, at a distance of 2^-60;
so the difference is good to thirty digits, and nothing of the derivation's rules is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from checker.export.exact import exact_value
from checker.export.function import Function, Part
from checker.export.hard_places import given, sizes_at, values_at
from checker.export.unfolding import unfolded
from checker.language.term import Term

STEP: Final = Fraction(1, 2**60)
PLACES: Final = 6
"""So many places of a function are compared."""


def differences(function: Function) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Arguments, and for each part what the differences give; nothing for other functions."""
    if not all(part.proven.claim.lhs.head == "derivative" for part in function.parts):
        return
    places = [v for v in values_at(function, "float64") if _moderate(v)]
    for values in places[::max(1, len(places) // PLACES)]:
        sizes = sizes_at(function, values)
        parts = tuple(_entries(part, function, {**values, **sizes}, sizes, {}, len(part.indices))
                      for part in function.parts)
        yield given(function, values), parts


def _moderate(values: dict[str, Any]) -> bool:
    return all(abs(number) < 40 for value in values.values() for number in _numbers(value))


def _numbers(value: Any) -> list[float]:
    return [n for v in value for n in _numbers(v)] if isinstance(value, list) else [value]


def _entries(part: Part, function: Function, values: dict[str, Any], sizes: dict[str, int],
             indices: dict[str, int], left: int) -> Any:
    if left:
        index = part.indices[len(part.indices) - left]
        return [_entries(part, function, values, sizes, {**indices, index.name: k}, left - 1)
                for k in range(1, sizes[index.size] + 1)]
    return _slope(part.proven.claim.lhs, function, values, indices)


def _slope(quantity: Term, function: Function, values: dict[str, Any],
           indices: dict[str, int]) -> Fraction:
    """The value of a derivative by differences; of any other term the value itself."""
    if quantity.head != "derivative":
        found = exact_value(unfolded(quantity, function.context), values, indices, bits=500)
        assert found is not None, "a derivative exists where its quantity does"
        return found
    body, variable = quantity.args
    if quantity.data > 1:
        from checker.language.term import derivative

        body = derivative(body, variable, quantity.data - 1)
    above, below = (_slope(body, function, _moved(values, variable, indices, step), indices)
                    for step in (STEP, -STEP))
    return (above - below) / (2 * STEP)


def _moved(values: dict[str, Any], variable: Term, indices: dict[str, int],
           step: Fraction) -> dict[str, Any]:
    """The values with one number moved."""
    place = [indices[str(a.data)] - 1 for a in variable.args]
    return {**values, str(variable.data): _shifted(values[str(variable.data)], place, step)}


def _shifted(values: Any, place: list[int], step: Fraction) -> Any:
    if not place:
        return Fraction(values) + step
    return [_shifted(v, place[1:], step) if k == place[0] else v for k, v in enumerate(values)]
