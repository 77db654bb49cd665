r"""What a sheet says, before any of its formats: text as text, mathematics as LaTeX.

`Math` is LaTeX that the grammar has read or the printer has made, never raw text of a note;
every other string is plain text that a format escapes on its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

Math = NewType("Math", str)
r"""Inert LaTeX of a formula, such as `\frac{e^{-z}}{1 + e^{-z}}`, without delimiters."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side at the point of a refutation."""

    math: Math
    value: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Both sides of a refuted step along one variable, for a picture; gaps are None."""

    variable: str
    xs: tuple[float, ...]
    left: tuple[float | None, ...]
    right: tuple[float | None, ...]
    at: float
    """Where the point of the refutation stands."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """Why a step is wrong."""

    left: Side
    right: Side
    point: tuple[tuple[Math, Math], ...]
    """Names with their values."""
    hint: str | None = None
    corrected: Math | None = None
    """The right side of the repaired step, which is proved."""
    curve: Curve | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a chain: `= right`, with what is said of it."""

    outcome: str
    """proved, refuted, undecided, unreadable or stated."""
    relation: Math
    right: Math
    rules: tuple[str, ...] = ()
    reason: str = ""
    """The author's own reason."""
    conditions: tuple[Math, ...] = ()
    """Where the step is proved."""
    refutation: Refutation | None = None
    message: str = ""
    """What else there is to say: what was tried, why it could not be read."""
    written: str = ""
    """What the author typed, for a line that could not be read."""
    number: int = 0
    """The line in the source; 0 if there is none."""
    certificate: str = ""
    """The digest of the certificate."""


@dataclass(frozen=True, slots=True)
class Display:
    """A chain: its first side, and a line for each step."""

    left: Math
    lines: tuple[Line, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """Names with what is said of them: `z`, "a real number"."""

    names: tuple[Math, ...]
    words: str
    """Such as "real", "one of 0 and 1", "in (0, 1)"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a step uses, with its statement."""

    name: str
    statement: Math | None
    words: str = ""
    """The statement where it is no formula."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice."""

    kind: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet."""

    title: str
    source: str
    """The note and lines it comes from, or the path."""
    declared: tuple[Declared, ...]
    definitions: tuple[Math, ...]
    displays: tuple[Display, ...]
    rules: tuple[Rule, ...]
    results: tuple[tuple[str, Math], ...]
    """Named final forms, each proved: the name for people, and `f(x) = ...`."""
    remarks: tuple[Remark, ...]
    counts: tuple[tuple[str, int], ...]
    version: str
    date: str
    """Empty unless SOURCE_DATE_EPOCH says what day it is."""
    digest: str
    """The hash over the certificates of the displays."""
    computed: tuple[Display, ...] = ()
    """The steps from the results to the forms that an export computes, where they are asked for."""
