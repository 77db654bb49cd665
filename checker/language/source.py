"""Places: where in a source a claim, an error or a notice stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source: the file, the line and the column, both from 1."""

    path: str
    line: int
    column: int = 1
    length: int = 0
    """How many characters the caret underlines; 0 if unknown."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a careful reader would remark, that is no verdict.

    `kind` is one of redefinition, count, assignment, second-reader, rule, undeclared.
    """

    kind: str
    text: str
    span: Span
