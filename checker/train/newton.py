"""Newton's method: theta := theta - t H⁻¹ g, with t halved until the loss falls.

Two savings, neither of which changes where it ends. A factored Hessian is used again while
the gradient falls by `KEEP` a step. And many samples are first fitted by some of them: the
optimum of every k-th sample lies so near that of all that two or three passes over all
samples remain.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from checker.train.curvature import Factor
from checker.train.fit import Demand, Fit
from checker.train.objective import Evaluation, Minimand
from checker.train.verified import Array

KEEP: Final = 0.2
"""A step that leaves less of the gradient than this needs no new Hessian."""
SUFFICIENT: Final = 1e-4
"""The part of the promised decrease that a step must bring (Armijo)."""
SMALLEST: Final = 2.0**-40
"""The shortest step."""
MANY: Final = 1 << 14
"""From so many samples on, some of them are fitted first."""
EVERY: Final = 16
"""Of many samples every k-th is fitted first ..."""
ENOUGH: Final = 50
"""... if that makes at least so many a parameter."""
ROUNDING: Final = 16 * np.finfo(np.float64).eps


def newton(objective: Minimand, theta: Array, demand: Demand) -> Fit:
    """Minimise from a start of shape (p,).

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import LOGISTIC
    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    >>> fit = newton(Objective(LOGISTIC, X, y), np.zeros(2), Demand())
    >>> fit.converged, fit.iterations, fit.theta.round(6)
    (True, 7, array([ 0.908184, -1.362276]))
    """
    theta, now = _start(objective, theta)
    steps = [demand.tell(0, now)]
    assert now.hessian is not None
    factor = Factor.of(now.hessian)
    fresh, kept, exhausted = True, 1.0, False
    while not demand.ends(now) and len(steps) <= demand.max_iter:
        direction = -factor.solve(now.gradient)
        found = step_down(objective, theta, now, direction, hessian=kept > KEEP)
        if found is None:
            if fresh:
                exhausted = -float(now.gradient @ direction) <= noise(now)
                break
            now = objective.at(theta, hessian=True)
        else:
            theta, kept = found[0], found[1].norm / now.norm
            now = found[1]
            steps.append(demand.tell(len(steps), now))
        fresh = now.hessian is not None
        if now.hessian is not None:
            factor = Factor.of(now.hessian)
    separated = demand.separates(now)
    return Fit(theta, tuple(steps), not separated and (now.norm <= demand.tol or exhausted),
               separated, steady=kept > KEEP)


def _start(objective: Minimand, theta: Array) -> tuple[Array, Evaluation]:
    """The given start, or the optimum of some samples where that is better."""
    m = len(objective.y)
    if objective.labels and m >= MANY and m // EVERY >= ENOUGH * objective.size \
            and not theta.any():
        some = objective.some(slice(None, None, EVERY))
        if some.total > 0:
            near = newton(some, theta, Demand(tol=1e-4, max_iter=20, watched=True))
            if near.converged and not near.separable:
                now = objective.at(near.theta, hessian=True)
                if now.loss <= objective.loss_at_zero():
                    return near.theta, now
    return theta, objective.at(theta, hessian=True)


def step_down(objective: Minimand, theta: Array, now: Evaluation, direction: Array,
              hessian: bool = False) -> tuple[Array, Evaluation] | None:
    """The first of t = 1, 1/2, 1/4, ... at which the loss falls enough; None if none does.

    Where the promised decrease is lost in rounding errors, the gradient must not grow instead.
    """
    slope = float(now.gradient @ direction)
    if not slope < 0:
        return None
    t = 1.0
    while t >= SMALLEST:
        there = theta + t * direction
        found = objective.at(there, hessian)
        if found.loss <= now.loss + SUFFICIENT * t * slope:
            return there, found
        lost = noise(now)
        if -slope * t <= lost and found.norm < now.norm and found.loss <= now.loss + lost:
            return there, found
        t /= 2
    return None


def noise(now: Evaluation) -> float:
    """A difference of losses that may be nothing but rounding errors.

    >>> noise(Evaluation(0.5, np.zeros(2))) < 1e-14
    True
    """
    return float(ROUNDING * abs(now.loss))
