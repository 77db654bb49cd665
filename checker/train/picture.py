"""The loss after every step, and for two features the border between the classes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from checker.plots.definitions import Undrawable
from checker.plots.drawing import BLUE, INK, RED, new_figure, styled, suffix_of, written
from checker.train.model import Model
from checker.train.table import BadData
from checker.train.verified import Array

SHOWN: Final = 2000
"""More samples than this are thinned out for the picture."""


def drawn(model: Model, X: Array, y: Array, file: str) -> bytes:
    """The picture as what the file, a .svg, .png or .pdf, is to hold."""
    flat = X.shape[1] == 2 and model.classes is not None
    try:
        suffix = suffix_of(file)
        figure = new_figure(9 if flat else 5, 4)
    except Undrawable as error:
        raise BadData(str(error)) from None
    with styled():
        places: Any = figure.subplots(1, 2 if flat else 1, squeeze=False)[0]
        _losses(places[0], model)
        if flat:
            _border(places[1], model, X, y)
        return written(figure, suffix)


def _losses(axes: Any, model: Model) -> None:
    steps = model.fit.steps
    axes.plot([s.iteration for s in steps], [s.loss for s in steps],
              marker="o" if len(steps) < 30 else "", color=BLUE)
    if min(s.loss for s in steps) > 0 and steps[0].loss > 100 * steps[-1].loss:
        axes.set_yscale("log")
    axes.set_xlabel("epoch" if model.settings["solver"].endswith("descent") else "step")
    axes.set_ylabel("mean loss")
    axes.set_title(f"{model.derivation}, {model.settings['solver']}")
    axes.grid(alpha=0.3)


def _border(axes: Any, model: Model, X: Array, y: Array) -> None:
    thin = slice(None, None, max(1, len(y) // SHOWN))
    X, y = X[thin], y[thin]
    for value, colour, mark in ((0.0, RED, "o"), (1.0, BLUE, "^")):
        own = X[y == value]
        label = "" if model.classes is None else str(model.classes[int(value)])
        axes.scatter(own[:, 0], own[:, 1], s=14, color=colour, marker=mark, alpha=0.7,
                     label=f"{model.target} = {label}")
    (u, v), b = model.fit.theta[:2], model.fit.theta[2]
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    if abs(u) * (right - left) > abs(v) * (high - low):  # a steep border, by its height
        ends = np.array([low, high])
        axes.plot(-(v * ends + b) / u, ends, color=INK, label="z = 0")
    elif v:
        ends = np.array([left, right])
        axes.plot(ends, -(u * ends + b) / v, color=INK, label="z = 0")
    axes.set(xlim=(left, right), ylim=(low, high), xlabel=model.features[0],
             ylabel=model.features[1], title="z = w · x + b is 0 on the line")
    axes.legend(loc="best", framealpha=0.9)
