"""L-BFGS, preconditioned by the diagonal of the Hessian: for more features than a Hessian bears.

The last few pairs (change of theta, change of the gradient) stand for the inverse Hessian; the
diagonal at the start brings features of different units to one scale.
"""

from __future__ import annotations

import numpy as np

from checker.train.curvature import Pairs
from checker.train.fit import Demand, Fit
from checker.train.newton import step_down
from checker.train.objective import Minimand
from checker.train.verified import Array


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
    pairs = Pairs()
    while not demand.ends(now) and len(steps) <= demand.max_iter:
        scaled = inverse * pairs.scale(inverse)
        found = step_down(objective, theta, now, -pairs.applied(
            lambda right, by=scaled: right * by, now.gradient))  # type: ignore[misc]
        if found is None:
            if not pairs:
                break
            pairs.clear()
            continue
        there, then = found
        pairs.add(there - theta, then.gradient - now.gradient)
        theta, now = there, then
        steps.append(demand.tell(len(steps), now))
    return demand.fit(theta, steps, now)

