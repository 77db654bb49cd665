"""Gradient descent as the notes teach it: w := w - alpha dw, b := b - alpha db.

Over the mean of all samples, one step an epoch; or sample by sample, m steps an epoch. The
rate alpha stays as it is. Both need many more epochs than Newton's method needs steps.
"""

from __future__ import annotations

import numpy as np

from checker.train.fit import Demand, Fit
from checker.train.objective import Evaluation, Minimand
from checker.train.verified import Array


def gradient_descent(objective: Minimand, theta: Array, demand: Demand,
                     rate: float | None = None) -> Fit:
    """theta := theta - alpha dJ/dtheta, once an epoch.

    Without a rate alpha is 1/λ for λ the largest eigenvalue of the Hessian at the start.

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import SQUARED
    >>> J = Objective(SQUARED, np.array([[-1.0], [1.0]]), np.array([0.0, 4.0]), labels=False)
    >>> gradient_descent(J, np.zeros(2), Demand(max_iter=2), rate=0.5).theta
    array([1.5, 1.5])
    """
    alpha = steady_rate(objective, theta) if rate is None else rate
    now = first = objective.at(theta)
    steps = [demand.tell(0, now)]
    while not demand.ends(now) and len(steps) <= demand.max_iter:
        theta = theta - alpha * now.gradient
        now = objective.at(theta)
        steps.append(demand.tell(len(steps), now))
        if grown(now, first):
            return Fit(theta, tuple(steps), False, diverged=True)
    return demand.fit(theta, steps, now)


def sample_descent(objective: Minimand, theta: Array, demand: Demand,
                   rate: float | None = None, seed: int | None = None) -> Fit:
    """theta := theta - alpha dJ_i/dtheta for sample after sample.

    J_i is the loss of sample i, times its weight over the mean weight, plus the penalty; so
    an epoch adds up to about m steps down the mean. The samples come in their order, or, with a
    seed, in a new random order every epoch. With a fixed rate theta ends near the optimum,
    not at it.

    >>> from checker.train.objective import Objective
    >>> from checker.train.verified import SQUARED
    >>> J = Objective(SQUARED, np.array([[-1.0], [1.0]]), np.array([0.0, 4.0]), labels=False)
    >>> sample_descent(J, np.zeros(2), Demand(max_iter=1), rate=0.5).theta
    array([2., 2.])
    """
    alpha = careful_rate(objective, theta) if rate is None else rate
    now = first = objective.at(theta)
    steps = [demand.tell(0, now)]
    m = len(objective.y)
    random = None if seed is None else np.random.default_rng(seed)
    while not demand.ends(now) and len(steps) <= demand.max_iter:
        for i in range(m) if random is None else random.permutation(m).tolist():
            theta = theta - alpha * objective.slope(i, theta)
        now = objective.at(theta)
        steps.append(demand.tell(len(steps), now))
        if grown(now, first):
            return Fit(theta, tuple(steps), False, diverged=True)
    return demand.fit(theta, steps, now)


def steady_rate(objective: Minimand, theta: Array) -> float:
    """1/λ, the largest rate that is safe everywhere if the loss curves most at the start."""
    hessian = objective.at(theta, hessian=True).hessian
    assert hessian is not None
    largest = float(np.linalg.eigvalsh(hessian)[-1]) if len(hessian) else 0.0
    return 1.0 / largest if largest > 0 else 1.0


def careful_rate(objective: Minimand, theta: Array) -> float:
    """A tenth of the rate at which a step for the longest sample alone would reach its minimum."""
    longest = int(np.einsum("ij,ij->i", objective.X, objective.X).argmax())
    return 0.1 * steady_rate(objective.some(np.array([longest])), theta)


def grown(now: Evaluation, first: Evaluation) -> bool:
    """Whether the loss left every bound: no rate that small steps down would do so."""
    return not now.loss <= 1e3 * max(1.0, first.loss)
