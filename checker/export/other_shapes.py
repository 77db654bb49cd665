"""Arrays of other shapes than those of the self-test: one row, many rows, many samples at once.

What goes wrong with shapes, a stride or a row that is forgotten, shows here. Numbers are drawn,
the same in every run; those of matrices have few bits, so that products of them are exact. Errors
are told relative to the larger values of an array: one of many drawn ones may be nearly zero.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any, Final

from checker.export.function import Function, body_of
from checker.export.hard_places import Case, cases_at, rounded
from checker.export.shapes import Argument
from checker.export.writing import flat

SHAPES: Final = ((1, 1), (37, 4))
"""How long the axis of samples is, and every other one."""
ROWS: Final = (3, 5)
"""So many samples with so many classes."""


def other_shapes(function: Function, kind: str) -> list[Case]:
    """Calls with arrays of these shapes and their exact values; none for functions of numbers.

    >>> import derivations
    >>> from checker.export.artefact import functions_of
    >>> (loss,) = functions_of(derivations.load("softmax"), "loss")
    >>> [(len(c.arguments[0]), c.arguments[1]) for c in other_shapes(loss, "float64")]
    [(3, [2, 2, 3])]
    """
    if function.entrywise:
        return []
    numbers = Random(f"{function.name} {kind}")
    samples = body_of(function).samples
    found = cases_at(function, ({a.name: _filled(a, numbers, kind, samples, shape)
                                 for a in function.arguments} for shape in SHAPES), kind) \
        if samples else [_rows(function, numbers, kind, *ROWS)]
    return [replace(case, scales=tuple(map(_raised, case.scales, case.expected)))
            for case in found]


def _raised(scales: Any, expected: Any) -> Any:
    """The scales, none of them smaller than an eighth of the largest value."""
    least = max(map(abs, flat(expected)), default=Fraction(0)) / 8

    def raised(scale: Any) -> Any:
        return [raised(s) for s in scale] if isinstance(scale, list) else max(abs(scale), least)

    return raised(scales)


def _filled(argument: Argument, numbers: Random, kind: str, samples: str,
            shape: tuple[int, int]) -> Any:
    lengths = [shape[0] if axis == samples else shape[1] for axis in argument.axes]

    def fill(lengths: list[int]) -> Any:
        if lengths:
            return [fill(lengths[1:]) for _ in range(lengths[0])]
        if argument.axes == (samples,):
            return numbers.choice((0.0, 1.0, 1.0, rounded(0.3, kind)))
        return numbers.randint(-16, 16) / 8

    return fill(lengths)


def _rows(function: Function, numbers: Random, kind: str, rows: int, classes: int) -> Case:
    """Samples of a function of one sample, in one call: their values stand in rows too."""
    single = [{a.name: numbers.randint(1, classes) if a.classes else
               [rounded(numbers.gauss(0, 5), kind) for _ in range(classes)] if a.axes else
               rounded(numbers.gauss(0, 5), kind) for a in function.arguments}
              for _ in range(rows)]
    found = cases_at(function, single, kind)
    parts = range(len(function.parts))
    return Case(tuple([case.arguments[k] for case in found]
                      for k in range(len(function.arguments))),
                tuple([case.expected[k] for case in found] for k in parts),
                tuple([case.scales[k] for case in found] for k in parts))
