"""How pictures look and are written: the same bytes for the same picture.

matplotlib is used without pyplot, so nothing of it outlives a picture.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from checker.language.term import Term
from checker.language.text import text
from checker.plots.definitions import Undrawable
from checker.reader.latex.printing import latex

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES: Final = ("svg", "png", "pdf")
INK, SOFT, PAPER = "#1b1f24", "#57606a", "#ffffff"
BLUE, RED, GREEN = "#0b57a4", "#b3261e", "#17692d"
STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "checker", "svg.fonttype": "path", "pdf.fonttype": 42,
    "mathtext.fontset": "stix", "font.family": "DejaVu Sans", "font.size": 12,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": SOFT, "xtick.color": SOFT,
    "ytick.color": SOFT, "axes.spines.top": False, "axes.spines.right": False,
}
_BEFORE_FUNCTION: Final = re.compile(r"(?<=[\w)}]) (?=\\(?:log|sin|cos|tan|operatorname))")
"""Where TeX leaves a thin space and matplotlib none."""
_METADATA: Final = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None},
                    "pdf": {"CreationDate": None, "Creator": None, "Producer": None}}


def new_figure(width: float, height: float, *, placed: bool = False) -> Figure:
    """An empty picture of this size in inches; `placed` if its axes are put by hand."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise Undrawable("pictures need matplotlib and networkx: "
                         "pip install 'derivation-checker[plots]'") from None
    return Figure(figsize=(width, height), facecolor=PAPER,
                  layout=None if placed else "constrained")


def styled() -> AbstractContextManager[None]:
    """Inside, new pictures look like ours; matplotlib's own settings come back afterwards."""
    from matplotlib import rc_context

    return rc_context(STYLE)


def written(figure: Figure, suffix: str, *, tight: bool = False) -> bytes:
    """The picture as a file of the kind svg, png or pdf; `tight` cuts off empty margins."""
    out = BytesIO()
    figure.savefig(out, format=suffix, dpi=160, metadata=_METADATA[suffix],
                   bbox_inches="tight" if tight else None, pad_inches=0.15)
    return out.getvalue()


def suffix_of(file: str) -> str:
    """The kind of picture that a file's name asks for.

    >>> suffix_of("graph.SVG")
    'svg'
    """
    suffix = Path(file).suffix.lower().removeprefix(".")
    if suffix not in SUFFIXES:
        raise Undrawable(f"{file}: a picture is .svg, .png or .pdf")
    return suffix


def mathtext(term: Term) -> str:
    r"""The term as matplotlib sets it; as plain text where it has no such formula.

    >>> from checker.language.term import div, name
    >>> mathtext(div(name("x"), name("y")))
    '$\\frac{x}{y}$'
    """
    return formula(latex(term), text(term))


def formula(written: str, otherwise: str) -> str:
    """LaTeX between dollars if matplotlib can set it, else the plain text."""
    from matplotlib.mathtext import MathTextParser

    candidate = "$" + _BEFORE_FUNCTION.sub(r"\, ", written) + "$"
    try:
        MathTextParser("path").parse(candidate)
    except ValueError:
        return otherwise.replace("$", r"\$")
    return candidate
