r"""The environments that hold mathematics, and those whose text is not to be read."""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = "equation align gather multline eqnarray displaymath math alignat flalign dmath"

DISPLAYS: Final = frozenset(f"{name}{star}" for name in _ROWS.split() for star in ("", "*"))
r"""Environments that begin mathematics: the formula is what stands between `\begin` and `\end`."""

INNER: Final = frozenset(
    "aligned alignedat gathered split cases dcases rcases array matrix pmatrix bmatrix vmatrix "
    "Bmatrix Vmatrix smallmatrix".split())
r"""Environments of mathematics that mean something: the formula is all of `\begin...\end`."""

SILENT: Final = frozenset(
    "verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim lstlisting minted alltt comment "
    "tikzpicture filecontents filecontents*".split())
"""Environments of a TeX file whose dollars are no mathematics."""

WITH_ARGUMENT: Final = frozenset(["alignat", "alignat*"])
"""Environments with a number of columns in braces before the formula."""

_COLUMNS: Final = re.compile(r"\s*\{\d*\}")


def after_begin(text: str, place: int, name: str) -> int:
    r"""Where the formula of an environment begins: behind the number of columns of `alignat`.

    >>> after_begin(r"\begin{alignat}{2} x &= 1", 15, "alignat")
    18
    """
    columns = _COLUMNS.match(text, place) if name in WITH_ARGUMENT else None
    return columns.end() if columns else place
