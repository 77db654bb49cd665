"""The conditions of a sheet's steps as numbered notes: equal ones share their number."""

from __future__ import annotations

from checker.report.sheet.model import Line, Math, Sheet


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


def summary(sheet: Sheet) -> str:
    """How many steps have which outcome.

    >>> from checker.report.sheet.model import Sheet
    >>> summary(Sheet("", "", (), (), (), (), (), (), (("proved", 2), ("stated", 1)), "", "", ""))
    '2 steps: 2 proved; 1 stated'
    """
    counts = dict(sheet.counts)
    stated = counts.pop("stated", 0)
    steps = sum(counts.values())
    told = ", ".join(f"{n} {outcome}" for outcome, n in counts.items())
    said = f"{steps} step{'s' if steps != 1 else ''}: {told or 'nothing to verify'}"
    return f"{said}; {stated} stated" if stated else said
