"""Both sides of a refuted step as a picture: SVG, drawn by hand, the same bytes every time.

The left side is a solid line, the right side a dashed one, the point a disc and a ring: no
meaning hangs on colour. Colours come from the classes of the page around it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from markupsafe import Markup

from checker.report.sheet.model import Curve

WIDTH: Final = 440
HEIGHT: Final = 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 34, 40
_NAME: Final = 16
"""Longer names are cut."""

Window = tuple[float, float]


def curve_svg(curve: Curve, number: int = 1) -> Markup:
    """The picture; `number` tells the pictures of a page apart.

    >>> picture = curve_svg(Curve("x", (0.0, 1.0), (0.0, 1.0), (1.0, None), 0.0))
    >>> picture.startswith("<svg"), "x = 0" in picture
    (True, True)
    """
    xs = (curve.xs[0], curve.xs[-1])
    ys = _window(curve)
    frame = _Frame(xs, ys)
    name = _name(curve.variable)
    said = f"Both sides along {name}; at {name} = {curve.at:.4g} they differ."
    parts = [
        Markup('<svg class="curve" viewBox="0 0 {} {}" role="img" aria-labelledby="curve-{}">')
        .format(WIDTH, HEIGHT, number),
        Markup('<title id="curve-{}">{}</title>').format(number, said),
        Markup('<clipPath id="clip-{}"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>')
        .format(number, _LEFT, _TOP, WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM),
        *_axes(frame, xs, ys, name),
        Markup('<line class="at" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
            frame.x(curve.at), _TOP, HEIGHT - _BOTTOM),
        *(Markup('<path class="{}" d="{}" clip-path="url(#clip-{})"/>').format(
            side, _path(frame, zip(curve.xs, values, strict=True)), number)
          for side, values in (("left-side", curve.left), ("right-side", curve.right))),
        *_points(frame, curve),
        *_legend(name, curve.at),
        Markup("</svg>"),
    ]
    return Markup("\n").join(parts)


class _Frame:
    """The place of numbers on the picture, rounded to a tenth of a pixel."""

    def __init__(self, xs: Window, ys: Window) -> None:
        self.xs, self.ys = xs, ys

    def x(self, value: float) -> str:
        share = (value - self.xs[0]) / ((self.xs[1] - self.xs[0]) or 1.0)
        return _tenth(_LEFT + share * (WIDTH - _LEFT - _RIGHT))

    def y(self, value: float) -> str:
        share = (value - self.ys[0]) / ((self.ys[1] - self.ys[0]) or 1.0)
        share = min(max(share, -2.0), 3.0)  # a pole leaves the picture, not the numbers of SVG
        return _tenth(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM))


def _tenth(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _window(curve: Curve) -> Window:
    """The heights worth showing: the middle of both curves and both values at the point."""
    values = sorted(v for v in (*curve.left, *curve.right) if v is not None and math.isfinite(v))
    if not values:
        return (0.0, 1.0)
    cut = len(values) // 12
    shown = [*values[cut:len(values) - cut or None], *_values_at(curve)]
    low, high = min(shown), max(shown)
    spread = high - low
    if values[0] >= low - spread and values[-1] <= high + spread:  # no pole: all of it
        low, high = min(low, values[0]), max(high, values[-1])
    margin = (high - low) * 0.08 or max(abs(high), 1.0) * 0.5
    return (low - margin, high + margin)


def _values_at(curve: Curve) -> list[float]:
    place = _place(curve)
    return [v for v in (curve.left[place], curve.right[place]) if v is not None]


def _place(curve: Curve) -> int:
    return min(range(len(curve.xs)), key=lambda k: abs(curve.xs[k] - curve.at))


def _path(frame: _Frame, points: Iterable[tuple[float, float | None]]) -> str:
    """The line through the points, lifted at gaps and where it leaps across the picture."""
    out: list[str] = []
    down = False
    low, high = frame.ys
    before = 0.0
    for x, y in points:
        if y is None or not math.isfinite(y):
            down = False
            continue
        leap = (before < low and y > high) or (before > high and y < low)
        out.append(f"{'L' if down and not leap else 'M'}{frame.x(x)} {frame.y(y)}")
        down, before = True, y
    return " ".join(out)


def _points(frame: _Frame, curve: Curve) -> list[Markup]:
    place = _place(curve)
    shapes = []
    for side, value, radius in (("left-side", curve.left[place], 5), ("right-side",
                                                                      curve.right[place], 6)):
        if value is not None:
            shapes.append(Markup('<circle class="point {}" cx="{}" cy="{}" r="{}"/>').format(
                side, frame.x(curve.at), frame.y(value), radius))
    return shapes


def _axes(frame: _Frame, xs: Window, ys: Window, name: str) -> list[Markup]:
    bottom = HEIGHT - _BOTTOM
    out = [Markup('<path class="axis" d="M{0} {1} V{2} H{3}"/>').format(
        _LEFT, _TOP, bottom, WIDTH - _RIGHT)]
    for value in ticks(*xs):
        out.append(Markup('<path class="tick" d="M{0} {1} v4"/><text x="{0}" y="{2}" '
                          'text-anchor="middle">{3}</text>').format(
            frame.x(value), bottom, bottom + 17, _label(value)))
    for value in ticks(*ys):
        out.append(Markup('<path class="tick" d="M{0} {1} h-4"/><path class="grid" '
                          'd="M{0} {1} H{2}"/><text x="{3}" y="{1}" dy="4" '
                          'text-anchor="end">{4}</text>').format(
            _LEFT, frame.y(value), WIDTH - _RIGHT, _LEFT - 7, _label(value)))
    out.append(Markup('<text class="name" x="{}" y="{}" text-anchor="end">{}</text>').format(
        WIDTH - _RIGHT, HEIGHT - 6, name))
    out.append(Markup('<text x="{}" y="{}">value of each side</text>').format(4, HEIGHT - 6))
    return out


def _legend(name: str, at: float) -> list[Markup]:
    return [
        Markup('<path class="left-side" d="M{} 15 h26"/><text x="{}" y="19">left side</text>')
        .format(_LEFT, _LEFT + 32),
        Markup('<path class="right-side" d="M{} 15 h26"/><text x="{}" y="19">right side</text>')
        .format(_LEFT + 108, _LEFT + 140),
        Markup('<path class="at" d="M{} 15 h22"/><text x="{}" y="19">{} = {:.4g}</text>').format(
            _LEFT + 226, _LEFT + 254, name, at),
    ]


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between two ends.

    >>> ticks(-1.3, 2.2)
    [-1.0, 0.0, 1.0, 2.0]
    """
    spread = high - low
    if not spread > 0 or not math.isfinite(spread):
        return [low]
    raw = spread / about
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(unit * k for k in (1, 2, 5, 10) if unit * k >= raw)
    first = math.ceil(low / step)
    return [k * step for k in range(first, math.floor(high / step) + 1)]


def _label(value: float) -> str:
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def _name(variable: str) -> str:
    """A Greek name in Greek: alpha_1 is α_1."""
    stem, mark, rest = variable.partition("_")
    with suppress(KeyError):
        stem = unicodedata.lookup(f"GREEK SMALL LETTER {stem.upper()}")
    return (stem + mark + rest)[:_NAME]
