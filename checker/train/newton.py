"""Newton's method: theta := theta - t H⁻¹ g, with t halved until the loss falls.

Four savings, none of which changes where it ends. A factored Hessian is used again while the
gradient falls by `KEEP` a step, and the steps taken since correct it. Where it does not fall so
fast, the logistic loss flattens along the step, and a secant tells how much longer the step
should be. Many samples are first fitted by some of them, whose optimum lies near that of all.
And there the Hessian of these samples will do.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from checker.train.curvature import Factor, Pairs
from checker.train.fit import Demand, Fit
from checker.train.objective import Evaluation, Minimand
from checker.train.verified import Array

KEEP: Final = 0.15
"""A step that leaves less of the gradient than this needs no new Hessian."""
FLAT: Final = 0.1
"""A step that leaves more of the slope along itself than this is too short."""
BEYOND: Final = 1.5
"""What a secant adds to a step counts so much: slopes fall off ever more slowly, so that it ends
before they are zero."""
LONGEST: Final = 2.5
"""The longest step, as a multiple of Newton's."""
SUFFICIENT: Final = 1e-4
"""The part of the promised decrease that a step must bring (Armijo)."""
SMALLEST: Final = 2.0**-40
"""The shortest step."""
MANY: Final = 1 << 14
"""From so many samples on, some of them are fitted first."""
EVERY: Final = 8
"""Of many samples every k-th is fitted first ..."""
ENOUGH: Final = 50
"""... if that makes at least so many a parameter."""
NEAR: Final = 1e-3
"""The gradient at which the fit of some samples ends: the others differ from them by more."""
ROUNDING: Final = 16 * np.finfo(np.float64).eps


def newton(objective: Minimand, theta: Array, demand: Demand) -> Fit:
    """Minimise from a start of shape (p,).

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import LOGISTIC
    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 1.0, 0.0, 1.0])
    >>> fit = newton(Objective(LOGISTIC, X, y), np.zeros(2), Demand())
    >>> fit.converged, fit.iterations, fit.theta.round(6)
    (True, 5, array([ 0.908184, -1.362276]))
    """
    theta, now, factor = _start(objective, theta)
    steps, pairs = [demand.tell(0, now)], Pairs()
    renew, kept, exhausted = now.hessian is not None, 1.0, False
    while not demand.ends(now) and len(steps) <= demand.max_iter:
        exact = now.hessian is not None
        direction = -pairs.applied(factor.solve, now.gradient)
        t = _stretched(objective, theta, now, direction) if exact and renew else 1.0
        found = step_down(objective, theta, now, direction, hessian=renew, t=t)
        if found is not None:
            there, then = found
            if then.hessian is None:
                pairs.add(there - theta, then.gradient - now.gradient)
            kept = then.norm / now.norm
            renew = kept > KEEP
            theta, now = there, then
            steps.append(demand.tell(len(steps), now))
        elif exact:
            exhausted = -float(now.gradient @ direction) <= noise(now)
            break
        else:
            now = objective.at(theta, hessian=True)
        if now.hessian is not None:
            factor = Factor.of(now.hessian)
            pairs.clear()
    separated = demand.separates(now)
    return Fit(theta, tuple(steps), not separated and (now.norm <= demand.tol or exhausted),
               separated, steady=kept > KEEP)


def _start(objective: Minimand, theta: Array) -> tuple[Array, Evaluation, Factor]:
    """The given start, or the optimum of some samples where that is better."""
    m = len(objective.y)
    if objective.labels and m >= MANY and m // EVERY >= ENOUGH * objective.size \
            and not theta.any():
        some = objective.some(slice(None, None, EVERY))
        if some.total > 0:
            near = newton(some, theta, Demand(tol=NEAR, max_iter=20, watched=True))
            if near.converged and not near.separable:
                now, bends = objective.at(near.theta), some.at(near.theta, hessian=True).hessian
                if now.loss <= objective.loss_at_zero() and bends is not None:
                    return near.theta, now, Factor.of(bends)
    now = objective.at(theta, hessian=True)
    assert now.hessian is not None
    return theta, now, Factor.of(now.hessian)


def _stretched(objective: Minimand, theta: Array, now: Evaluation, direction: Array) -> float:
    """How far to go: Newton's step, or beyond where the secant of the slope along it is zero."""
    slope = float(now.gradient @ direction)
    left = objective.along(theta + direction, direction) / slope if slope < 0 else 0.0
    if not left > FLAT:
        return 1.0
    return min(1 + BEYOND * left / (1 - left), LONGEST) if left < 1 else LONGEST


def step_down(objective: Minimand, theta: Array, now: Evaluation, direction: Array,
              hessian: bool = False, t: float = 1.0) -> tuple[Array, Evaluation] | None:
    """The first of t, t/2, t/4, ... at which the loss falls enough; None if none does.

    Where the promised decrease is lost in rounding errors, the gradient must not grow instead.
    """
    slope = float(now.gradient @ direction)
    if not slope < 0:
        return None
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
