"""The solvers by name, and what every fit of labels is asked at its end: is there a minimum?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from checker.train.curvature import Factor
from checker.train.descent import gradient_descent, sample_descent
from checker.train.fit import Demand, Fit
from checker.train.lbfgs import lbfgs
from checker.train.newton import newton
from checker.train.objective import Minimand
from checker.train.verified import Array

SOLVERS: Final = ("auto", "newton", "lbfgs", "gradient-descent", "sample-descent")
"""auto is newton up to `WIDE` parameters, lbfgs beyond."""
WIDE: Final = 1000
"""From so many parameters on a Hessian costs more than it saves."""


def minimise(objective: Minimand, solver: str = "auto", demand: Demand | None = None,
             rate: float | None = None, seed: int | None = None) -> Fit:
    """Minimise the objective from zero.

    Labels without a penalty are watched: if the classes can be separated, the loss falls
    for ever while the weights grow, and the fit is flagged `separable` instead.

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import LOGISTIC
    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0.0, 0.0, 1.0, 1.0])
    >>> minimise(Objective(LOGISTIC, X, y)).separable
    True
    """
    demand = demand or Demand()
    if objective.labels and objective.penalty == 0:
        demand = replace(demand, watched=True)
    if solver == "auto":
        solver = "newton" if objective.size <= WIDE else "lbfgs"
    start = np.zeros(objective.size)
    match solver:
        case "newton":
            fit = newton(objective, start, demand)
        case "lbfgs":
            fit = lbfgs(objective, start, demand)
        case "gradient-descent":
            fit = gradient_descent(objective, start, demand, rate)
        case "sample-descent":
            fit = sample_descent(objective, start, demand, rate, seed)
        case _:
            raise ValueError(f"no solver is called {solver!r}; there are {', '.join(SOLVERS)}")
    if demand.watched and fit.steady and not fit.separable and objective.size <= WIDE \
            and recedes(objective, fit.theta):
        return replace(fit, separable=True, converged=False)
    return fit


def recedes(objective: Minimand, theta: Array) -> bool:
    """Whether the Newton step from here moves some samples away from the border for ever.

    At a minimum the step is nearly zero. Where some samples can be separated and the others
    lie on the border, the step still moves the former by about 1, and none backwards.

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import LOGISTIC
    >>> X, y = np.array([[0.0], [0.0], [1.0]]), np.array([0.0, 1.0, 1.0])
    >>> recedes(Objective(LOGISTIC, X, y), np.array([20.0, 0.0]))
    True
    """
    now = objective.at(theta, hessian=True)
    assert now.hessian is not None
    step = -Factor.of(now.hessian).solve(now.gradient)
    away = objective.away(step)
    farthest = float(away.max(initial=0.0))
    return farthest > 0.1 and float(away.min(initial=0.0)) >= -1e-3 * farthest
