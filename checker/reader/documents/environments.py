r"""The environments that hold mathematics, and those whose text is not to be read."""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = ("equation align gather multline eqnarray displaymath math alignat flalign dmath "
                "xalignat xxalignat IEEEeqnarray darray empheq")

DISPLAYS: Final = frozenset(f"{name}{star}" for name in _ROWS.split() for star in ("", "*"))
r"""Environments that begin mathematics: the formula is what stands between `\begin` and `\end`."""

INNER: Final = frozenset(
    "aligned alignedat gathered split cases dcases rcases array matrix pmatrix bmatrix vmatrix "
    "Bmatrix Vmatrix smallmatrix multlined".split())
r"""Environments of mathematics that mean something: the formula is all of `\begin...\end`."""

UNREAD: Final = frozenset("numcases subnumcases mathpar IEEEeqnarraybox dseries".split())
"""Environments of mathematics that are not read, which is said of them."""

SILENT: Final = frozenset(
    "verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim lstlisting minted alltt comment "
    "tikzpicture filecontents filecontents*".split())
"""Environments of a TeX file whose dollars are no mathematics."""

_COLUMNS: Final = re.compile(r"\s*\{\d*\}")
_GROUP: Final = r"\s*+\{(?:[^{}]|\{[^{}]{0,100}+\}){0,200}+\}"
_OPTIONS: Final = re.compile(r"\s*+(?:\[[^\[\]\n]{0,100}+\])?+" + _GROUP)
_EMPHEQ: Final = re.compile(
    r"\s*+(?:\[\s*+(?:(?:left|right)\s*+=\s*+\\empheq[A-Za-z]++\s*+,?+\s*+){0,4}+\])?+" + _GROUP)
"""What else stands at the sides of an `empheq` is a part of its formula."""
WITH_ARGUMENT: Final[dict[str, re.Pattern[str]]] = {
    f"{name}{star}": pattern for names, pattern in (
        ("alignat xalignat xxalignat", _COLUMNS), ("IEEEeqnarray darray", _OPTIONS),
        ("empheq", _EMPHEQ))
    for name in names.split() for star in ("", "*")}
"""Environments with a number of columns, or with other settings, before the formula."""


def after_begin(text: str, place: int, name: str) -> int:
    r"""Where the formula of an environment begins: behind its number of columns or settings.

    >>> after_begin(r"\begin{alignat}{2} x &= 1", 15, "alignat")
    18
    """
    pattern = WITH_ARGUMENT.get(name)
    columns = pattern.match(text, place) if pattern else None
    return columns.end() if columns else place
