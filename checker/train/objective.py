"""What is minimised: the mean loss over the samples, plus a penalty on the weights.

    J(w, b) = 1/S Σ_i s_i L(z_i, y_i) + λ/2 Σ_j w_j²,   z = X w + b,   S = Σ_i s_i

L and its derivatives by z are verified functions; the sums over samples are matrix products:

    dJ/dw = 1/S Xᵀ (s L') + λ w          dJ/db = 1/S Σ_i s_i L'_i
    d²J/dw dwᵀ = 1/S Xᵀ diag(s L'') X + λ 1

`derivations/linear_model.py` proves these three for any L. X is read once, block of rows by
block of rows: a block stays in the cache while z, L, L', L'' and the products are made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from checker.train.verified import Array, Pieces

BLOCK_BYTES: Final = 1 << 21
"""The size of a block of rows: it and its scaled copy stay in a common cache."""
Rows = slice | NDArray[np.intp]


@dataclass(slots=True)
class Evaluation:
    """The objective at one point (w, b), the intercept last."""

    loss: float
    gradient: Array
    """(p,)"""
    hessian: Array | None = None
    """(p, p), where it was asked for."""
    margin: float = -np.inf
    """The smallest z where y = 1, -z where y = 0: above 0, no sample is on the wrong side.
    Minus infinity where nobody asks: with a penalty there is a minimum in any case."""

    norm: float = field(init=False)
    """The largest component of the gradient."""

    def __post_init__(self) -> None:
        """Look at the gradient once: solvers ask for its size again and again."""
        self.norm = float(np.abs(self.gradient).max(initial=0.0))


class Minimand(Protocol):
    """What a solver asks of what it minimises; theta is (w, b), of shape (p,)."""

    @property
    def X(self) -> Array:
        """(m, n)"""
    @property
    def y(self) -> Array:
        """(m,)"""
    @property
    def penalty(self) -> float:
        """λ of the penalty λ/2 |w|²."""
    @property
    def labels(self) -> bool:
        """Whether y holds only 0 and 1."""
    @property
    def size(self) -> int:
        """p"""
    @property
    def total(self) -> float:
        """The number of samples as they count."""
    def at(self, theta: Array, hessian: bool = False) -> Evaluation:
        """The loss, the gradient and perhaps the Hessian."""
    def along(self, theta: Array, direction: Array) -> float:
        """The slope at theta in a direction (p,)."""
    def diagonal(self, theta: Array) -> Array:
        """The diagonal of the Hessian, (p,)."""
    def loss_at_zero(self) -> float:
        """The loss at theta = 0."""
    def some(self, rows: Rows) -> Minimand:
        """The same on some of the samples."""
    def slope(self, i: int, theta: Array) -> Array:
        """The gradient of what sample i adds, (p,)."""
    def away(self, theta: Array) -> Array:
        """How far each sample lies on its right side, (m,)."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A penalised mean loss over given samples.

    >>> from checker.train.verified import LOGISTIC
    >>> J = Objective(LOGISTIC, np.array([[1.0], [-2.0]]), np.array([1.0, 0.0]))
    >>> J.at(np.zeros(2)).gradient
    array([-0.75,  0.  ])
    """

    pieces: Pieces
    X: Array
    """(m, n): samples by features."""
    y: Array
    """(m,)"""
    weights: Array | None = None
    """(m,): s, how often each sample counts; None for once each."""
    penalty: float = 0.0
    """λ, of the mean loss."""
    intercept: bool = True
    """Whether b is fitted; it is never penalised."""
    labels: bool = True
    """Whether y holds only 0 and 1, so that samples can be on the wrong side."""

    @property
    def size(self) -> int:
        """The number p of parameters: n weights and perhaps the intercept."""
        return int(self.X.shape[1]) + self.intercept

    @property
    def total(self) -> float:
        """S, the number of samples as they count."""
        return float(len(self.y) if self.weights is None else self.weights.sum())

    def blocks(self) -> Iterator[slice]:
        """Rows that are read together."""
        m, n = self.X.shape
        step = max(256, BLOCK_BYTES // (8 * max(n, 1)))
        for first in range(0, m, step):
            yield slice(first, min(first + step, m))

    def at(self, theta: Array, hessian: bool = False) -> Evaluation:
        """The loss, the gradient and, if asked for, the Hessian at theta = (w, b)."""
        n, p = self.X.shape[1], self.size
        w, b = theta[:n], float(theta[n]) if self.intercept else 0.0
        loss, margin = 0.0, np.inf
        gradient = np.zeros(p)
        curvature = np.zeros((p, p)) if hessian else None
        scaled: Array | None = None
        for rows in self.blocks():
            X, y = self.X[rows], self.y[rows]
            s = None if self.weights is None else self.weights[rows]
            z = X @ w
            z += b
            losses, slopes = self.pieces.loss(z, y), self.pieces.dz(z, y)
            if s is not None:
                losses, slopes = losses * s, slopes * s
            loss += float(np.add.reduce(losses))
            gradient[:n] += slopes @ X
            if self.intercept:
                gradient[n] += np.add.reduce(slopes)
            if self.labels and not self.penalty:
                margin = min(margin, float(_sides(z, y, s).min(initial=np.inf)))
            if curvature is not None:
                bends = self.pieces.d2z(z, y)
                if s is not None:
                    bends = bends * s
                if self.intercept:
                    curvature[n, :n] += bends @ X
                    curvature[n, n] += np.add.reduce(bends)
                if scaled is None:
                    scaled = np.empty((len(z), n))
                part = scaled[:len(z)]
                np.multiply(X, np.sqrt(bends)[:, None], out=part)
                curvature[:n, :n] += part.T @ part  # of one array: NumPy calls dsyrk, half the work
        return self._mean(w, loss, gradient, curvature, margin)

    def _mean(self, w: Array, loss: float, gradient: Array, curvature: Array | None,
              margin: float) -> Evaluation:
        """Sums over samples as means, with the penalty."""
        n, total = len(w), self.total
        gradient /= total
        if curvature is not None:
            curvature /= total
            curvature[:n, n:] = curvature[n:, :n].T
        if self.penalty:
            gradient[:n] += self.penalty * w
            loss += 0.5 * self.penalty * total * float(w @ w)
            if curvature is not None:
                p = len(curvature)
                curvature.ravel()[:n * p:p + 1] += self.penalty  # the diagonal, but for b
        return Evaluation(loss / total, gradient, curvature,
                          margin if margin < np.inf else -np.inf)

    def along(self, theta: Array, direction: Array) -> float:
        """The slope at theta in a direction, (p,), without the rest of the gradient."""
        n, found = self.X.shape[1], 0.0
        for rows in self.blocks():
            X = self.X[rows]
            z, moved = X @ theta[:n], X @ direction[:n]
            if self.intercept:
                z += theta[n]
                moved += direction[n]
            slopes = self.pieces.dz(z, self.y[rows])
            if self.weights is not None:
                slopes = slopes * self.weights[rows]
            found += float(slopes @ moved)
        return found / self.total + self.penalty * float(theta[:n] @ direction[:n])

    def diagonal(self, theta: Array) -> Array:
        """The diagonal of the Hessian at theta, (p,), without the rest of it."""
        n, found = self.X.shape[1], np.zeros(self.size)
        b = float(theta[n]) if self.intercept else 0.0
        for rows in self.blocks():
            X, y = self.X[rows], self.y[rows]
            bends = self.pieces.d2z(X @ theta[:n] + b, y)
            if self.weights is not None:
                bends = bends * self.weights[rows]
            found[:n] += bends @ (X * X)
            if self.intercept:
                found[n] += bends.sum()
        found /= self.total
        found[:n] += self.penalty
        return found

    def loss_at_zero(self) -> float:
        """J(0, 0), which needs no look at X, and for labels not even one at each sample."""
        if self.labels:
            ones = float(self.y.sum() if self.weights is None else self.y @ self.weights)
            zero, one = self.pieces.loss(np.zeros(2), np.array([0.0, 1.0]))
            return float((self.total - ones) * zero + ones * one) / self.total
        losses = self.pieces.loss(np.zeros(len(self.y)), self.y)
        return float(losses.mean() if self.weights is None else losses @ self.weights / self.total)

    def some(self, rows: Rows) -> Objective:
        """The same objective on some of the samples."""
        return Objective(self.pieces, np.ascontiguousarray(self.X[rows]), self.y[rows],
                         None if self.weights is None else self.weights[rows], self.penalty,
                         self.intercept, self.labels)

    def slope(self, i: int, theta: Array) -> Array:
        """The gradient (p,) of what sample i adds to the mean: s_i/S m L(z_i, y_i) + penalty."""
        n, x = self.X.shape[1], self.X[i]
        z = x @ theta[:n] + (theta[n] if self.intercept else 0.0)
        slope = self.pieces.dz(z, self.y[i])
        if self.weights is not None:
            slope = slope * (self.weights[i] * len(self.y) / self.total)
        found = np.empty(self.size)
        np.multiply(x, slope, out=found[:n])
        found[:n] += self.penalty * theta[:n]
        if self.intercept:
            found[n] = slope
        return found

    def away(self, theta: Array) -> Array:
        """How far each sample that counts lies on its right side: z where y = 1, else -z."""
        z = self.X @ theta[:self.X.shape[1]] + (theta[-1] if self.intercept else 0.0)
        return _sides(z, self.y, self.weights)


def _sides(z: Array, y: Array, s: Array | None) -> Array:
    sides = np.where(y > 0.5, z, -z)
    return sides if s is None else sides[s > 0]
