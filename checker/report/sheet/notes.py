"""The conditions of a sheet's steps as numbered notes: equal ones share their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checker.report.sheet.model import Display, Line, Math


class Notes:
    """Numbers conditions in the order in which they are asked for.

    >>> notes = Notes()
    >>> line = Line("proved", Math("="), Math("x"), conditions=(Math("x > 0"),))
    >>> notes.numbers(line), notes.numbers(line), notes.all
    ((1,), (1,), {'x > 0': 1})
    """

    def __init__(self) -> None:
        self.all: dict[Math, int] = {}

    def numbers(self, line: Line) -> tuple[int, ...]:
        """The numbers of a line's conditions."""
        return tuple(dict.fromkeys(
            self.all.setdefault(condition, len(self.all) + 1) for condition in line.conditions))


def summary(counts: Iterable[tuple[str, int]]) -> str:
    """How many steps have which outcome.

    >>> summary((("proved", 2), ("stated", 1)))
    '2 steps: 2 proved; 1 stated'
    """
    numbers = dict(counts)
    stated = numbers.pop("stated", 0)
    steps = sum(numbers.values())
    told = ", ".join(f"{n} {outcome}" for outcome, n in numbers.items())
    said = f"{steps} step{'s' if steps != 1 else ''}: {told or 'nothing to verify'}"
    return f"{said}; {stated} stated" if stated else said


def counted(displays: Iterable[Display]) -> tuple[tuple[str, int], ...]:
    """How many lines of the displays have which outcome.

    >>> right = Math("x")
    >>> counted([Display(right, (Line("proved", right, right),) * 2)])
    (('proved', 2),)
    """
    return tuple(Counter(line.outcome for one in displays for line in one.lines).items())
