"""A second reader of LaTeX formulas, latex2sympy2, to compare our own reading with."""

from __future__ import annotations

from checker.reader.second.process import SecondReader
from checker.reader.second.readings import Read, SecondReading, Unread

__all__ = ["Read", "SecondReader", "SecondReading", "Unread"]
