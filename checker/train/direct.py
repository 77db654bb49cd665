"""The exported functions of a derivation, as they stand, as something to minimise.

A derivation with the results `loss(X, y, w, b)` and `gradient(X, y, w, b)` can be trained with,
whoever wrote it; a `hessian(X, y, w, b)` lets Newton's method do it. `checker.train.objective`
is the faster road for the two losses of this house.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from checker.train.objective import Evaluation, Rows
from checker.train.verified import Array


@dataclass(frozen=True, slots=True)
class Direct:
    """loss(X, y, w, b) + penalty/2 |w|², with the gradient and perhaps the Hessian of the loss.

    >>> J = Direct(lambda X, y, w, b: np.mean((X @ w + b - y)**2)/2,
    ...            lambda X, y, w, b: ((X @ w + b - y) @ X/len(y), np.mean(X @ w + b - y)), None,
    ...            np.array([[-1.0], [1.0]]), np.array([0.0, 4.0]))
    >>> J.at(np.zeros(2)).gradient
    array([-2., -2.])
    """

    loss: Callable[..., Any]
    """X (m, n), y (m,), w (n,), b -> a number."""
    gradient: Callable[..., Any]
    """The same -> (dw, db) of shapes (n,) and ()."""
    hessian: Callable[..., Any] | None
    """The same -> (n + 1, n + 1), b last."""
    X: Array
    y: Array
    penalty: float = 0.0
    labels: bool = False
    intercept: bool = True

    @property
    def size(self) -> int:
        """The number p = n + 1 of parameters."""
        return int(self.X.shape[1]) + 1

    @property
    def total(self) -> float:
        """The number of samples."""
        return float(len(self.y))

    def at(self, theta: Array, hessian: bool = False) -> Evaluation:
        """The loss, the gradient and, if asked for, the Hessian at theta."""
        w = theta[:-1]
        given = self.X, self.y, w, float(theta[-1])
        dw, db = self.gradient(*given)
        bends = None
        if hessian and self.hessian is not None:
            bends = np.array(self.hessian(*given))
            bends[range(len(w)), range(len(w))] += self.penalty
        return Evaluation(float(self.loss(*given)) + 0.5 * self.penalty * float(w @ w),
                          np.append(dw + self.penalty * w, db), bends,
                          float(self.away(theta).min(initial=np.inf)) if self.labels else -np.inf)

    def along(self, theta: Array, direction: Array) -> float:
        """The slope at theta in a direction, (p,)."""
        return float(self.at(theta).gradient @ direction)

    def diagonal(self, theta: Array) -> Array:
        """The diagonal of the Hessian, (p,); ones where no Hessian is known."""
        found = self.at(theta, hessian=True).hessian
        return np.ones(self.size) if found is None else found.diagonal()

    def loss_at_zero(self) -> float:
        """J(0, 0)."""
        return float(self.loss(self.X, self.y, np.zeros(self.size - 1), 0.0))

    def some(self, rows: Rows) -> Direct:
        """The same on some of the samples."""
        return replace(self, X=np.ascontiguousarray(self.X[rows]), y=self.y[rows])

    def slope(self, i: int, theta: Array) -> Array:
        """The gradient (p,) of the loss of sample i alone, with the penalty."""
        w = theta[:-1]
        dw, db = self.gradient(self.X[i:i + 1], self.y[i:i + 1], w, float(theta[-1]))
        return np.append(dw + self.penalty * w, db)

    def away(self, theta: Array) -> Array:
        """How far each sample lies on its right side: z where y = 1, else -z."""
        z = self.X @ theta[:-1] + theta[-1]
        away: Array = np.where(self.y > 0.5, z, -z)
        return away
