"""The picture of a decision boundary: where z = 0, hence sigma(z) = 1/2, over two features."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import exp
from typing import Final

from checker.kernel.balls import Undefined, Unknown, value_at
from checker.language.certificate import Point
from checker.language.substitution import substitute
from checker.language.term import Term, name, number
from checker.plots.definitions import Subject, Undrawable
from checker.plots.drawing import INK, formula, mathtext, new_figure, styled, written
from checker.plots.graph import parents, quantities_of
from checker.plots.tidy import tidy
from checker.reader.latex.printing import latex

CELLS: Final = 80
MAX_REACH: Final = 64


def logit_of(subject: Subject, values: Mapping[str, Fraction]) -> tuple[str, Term, tuple[str, str]]:
    """A quantity that, with these values, depends on two features: its name, body, features."""
    quantities = quantities_of(subject)
    missing: list[str] = []
    for key, definition in quantities.items():
        found = [source for source, _ in parents(definition, quantities)]
        if not values.keys() <= set(found):
            continue
        left = [source for source in found if source not in values]
        if len(left) == 2 and not definition.family and all(s not in quantities for s in left):
            body = substitute(definition.body, {n: number(v) for n, v in values.items()})
            return key, tidy(body), (left[0], left[1])
        if len(left) > 2 and not missing:
            missing = [f"--set {source}=..." for source in left if source[0] not in "xX"]
    if missing:
        raise Undrawable(f"a boundary needs the values of all but two names: {' '.join(missing)}")
    raise Undrawable(f"{subject.path} defines no quantity of two features and these names")


def reach(body: Term, names: tuple[str, str]) -> float:
    """How far the picture must go for both signs to be seen, at least 2."""
    size = 2
    while size < MAX_REACH:
        signs = {_height(body, names, size * i / 2, size * j / 2) > 0
                 for i in (-1, -0.5, 0, 0.5, 1) for j in (-1, -0.5, 0, 0.5, 1)}
        if len(signs) == 2:
            return float(size)
        size *= 2
    raise Undrawable(f"{body} keeps one sign, so it has no boundary to draw")


def _height(body: Term, names: tuple[str, str], x: float, y: float) -> float:
    point = Point(((names[0], Fraction(x)), (names[1], Fraction(y))))
    try:
        return float(value_at(body, point).mid())
    except (Undefined, Unknown):
        return float("nan")


def sigma(z: float) -> float:
    """The sigmoid, without overflow.

    >>> sigma(0.0), sigma(-1e9)
    (0.5, 0.0)
    """
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))


def draw(subject: Subject, values: Mapping[str, Fraction], suffix: str) -> bytes:
    """The picture as the bytes of a file."""
    key, body, names = logit_of(subject, values)
    half = reach(body, names)
    figure = new_figure(6.6, 5.4)
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("sides", ["#f2aaa0", "#ffffff", "#9cc3ee"])
    ticks = [half * (2 * k / CELLS - 1) for k in range(CELLS + 1)]
    z = [[_height(body, names, x, y) for x in ticks] for y in ticks]
    shade = [[sigma(value) for value in row] for row in z]
    with styled():
        axes = figure.add_subplot()
        levels = [k / 10 for k in range(11)]
        filled = axes.contourf(ticks, ticks, shade, levels=levels, cmap=shades)
        filled.set_edgecolor("face")
        axes.contour(ticks, ticks, z, levels=[0.0], colors=INK, linewidths=2.4)
        bar = figure.colorbar(filled, ax=axes, ticks=[0, 0.25, 0.5, 0.75, 1])
        bar.set_label(formula(f"\\sigma({_latex(key)})", f"sigma({key})"), fontsize=13)
        axes.set_aspect("equal")
        axes.set_xlabel(mathtext(name(names[0])), fontsize=14)
        axes.set_ylabel(mathtext(name(names[1])), fontsize=14, rotation=0, labelpad=12)
        axes.spines[["top", "right"]].set_visible(True)
        axes.set_title(formula(f"{_latex(key)} = {latex(body)} = 0", ""), fontsize=14, pad=12)
        for label, sign in ((1, 1), (0, -1)):
            axes.text(*_place(z, ticks, sign), f"$y = {label}$", ha="center", va="center",
                      fontsize=14, color=INK,
                      bbox={"boxstyle": "round", "facecolor": "#ffffffcc", "edgecolor": "none"})
        return written(figure, suffix)


def _latex(key: str) -> str:
    return latex(name(key))


def _place(z: list[list[float]], ticks: list[float], sign: int) -> tuple[float, float]:
    """A place well inside of one side: where z is most extreme, away from the frame."""
    inner = range(CELLS // 7, CELLS - CELLS // 7 + 1)
    _, i, j = max((sign * z[j][i], i, j) for i in inner for j in inner if z[j][i] == z[j][i])
    return ticks[i], ticks[j]
