"""L-BFGS, preconditioned by the diagonal of the Hessian: for more features than a Hessian bears.

The last few pairs (change of theta, change of the gradient) stand for the inverse Hessian; the
diagonal at the start brings features of different units to one scale.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from checker.train.fit import Demand, Fit
from checker.train.newton import step_down
from checker.train.objective import Minimand
from checker.train.verified import Array

MEMORY: Final = 10
"""Pairs that are remembered."""
CURVED: Final = 1e-10
"""A pair that shows less curvature than this part of its lengths is not remembered."""


def lbfgs(objective: Minimand, theta: Array, demand: Demand) -> Fit:
    """Minimise from a start of shape (p,).

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import LOGISTIC
    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    >>> fit = lbfgs(Objective(LOGISTIC, X, y), np.zeros(2), Demand())
    >>> fit.converged, fit.theta.round(6)
    (True, array([ 0.908184, -1.362276]))
    """
    now = objective.at(theta)
    steps = [demand.tell(0, now)]
    diagonal = objective.diagonal(theta)
    inverse = 1.0 / np.where(diagonal > 0, diagonal, 1.0)
    pairs: deque[tuple[Array, Array, float]] = deque(maxlen=MEMORY)
    while not demand.ends(now) and len(steps) <= demand.max_iter:
        found = step_down(objective, theta, now, -_applied(pairs, inverse, now.gradient))
        if found is None:
            if not pairs:
                break
            pairs.clear()
            continue
        there, then = found
        moved, bent = there - theta, then.gradient - now.gradient
        curved = float(moved @ bent)
        if curved > CURVED * float(np.linalg.norm(moved) * np.linalg.norm(bent)):
            pairs.append((moved, bent, curved))
        theta, now = there, then
        steps.append(demand.tell(len(steps), now))
    return demand.fit(theta, steps, now)


def _applied(pairs: deque[tuple[Array, Array, float]], inverse: Array, gradient: Array) -> Array:
    """The remembered inverse Hessian times the gradient: the two loops of Nocedal."""
    vector = gradient.copy()
    parts = []
    for moved, bent, curved in reversed(pairs):
        part = float(moved @ vector) / curved
        vector -= part * bent
        parts.append(part)
    scale = 1.0
    if pairs:
        moved, bent, curved = pairs[-1]
        scale = curved / float(bent @ (inverse * bent))
    vector *= inverse * scale
    for (moved, bent, curved), part in zip(pairs, reversed(parts), strict=True):
        vector += (part - float(bent @ vector) / curved) * moved
    return vector
