"""A Hessian, looked at once and used for several steps, and what the steps tell of its changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from checker.train.verified import Array

SINGULAR: Final = 1e-12
"""A pivot of a matrix with ones on its diagonal that is lost in rounding errors."""
MEMORY: Final = 10
"""Pairs that are remembered."""
CURVED: Final = 1e-10
"""A pair that shows less curvature than this part of its lengths is not remembered."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A positive semidefinite Hessian as H = D E D, with ones on the diagonal of E.

    So features of any size are welcome. `solve` gives zero in directions in which H does not curve.

    >>> Factor.of(np.array([[4.0, 0.0], [0.0, 0.0]])).solve(np.array([2.0, 0.0]))
    array([0.5, 0. ])
    """

    scale: Array
    """1/D, (p,)"""
    even: Array
    """E, (p, p)"""
    flat: Array | None
    """Where E is singular: (p, r) with E⁻¹ = flat @ flat.T where E curves."""

    @staticmethod
    def of(hessian: Array) -> Factor:
        """The scaled Hessian, and its eigenvectors if it has flat directions."""
        diagonal = hessian.diagonal()
        if not (diagonal > 0).all():
            diagonal = np.where(diagonal > 0, diagonal, 1.0)
        scale = 1.0 / np.sqrt(diagonal)
        even = hessian * scale * scale[:, None]
        try:
            pivots = np.linalg.cholesky(even).diagonal()
            if pivots.min(initial=1.0) ** 2 > SINGULAR:
                return Factor(scale, even, None)
        except np.linalg.LinAlgError:
            pass
        values, vectors = np.linalg.eigh(even)
        kept = values > SINGULAR * max(values[-1], 0.0)
        return Factor(scale, even, vectors[:, kept] / np.sqrt(values[kept]))

    def solve(self, right: Array) -> Array:
        """H⁻¹ right, of shape (p,)."""
        scaled = right * self.scale
        found = np.linalg.solve(self.even, scaled) if self.flat is None \
            else self.flat @ (scaled @ self.flat)
        return np.multiply(found, self.scale, dtype=np.float64)


class Pairs:
    """Changes of theta with the changes of the gradient that they made, the last few (BFGS).

    They correct an inverse Hessian that is not that of the place.

    >>> pairs = Pairs()
    >>> pairs.add(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    >>> pairs.applied(lambda right: right, np.array([4.0, 1.0]))
    array([1., 1.])
    """

    def __init__(self) -> None:
        self._kept: deque[tuple[Array, Array, float]] = deque(maxlen=MEMORY)

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(self, moved: Array, bent: Array) -> None:
        """Remember a pair if it shows that the loss curves."""
        curved = float(moved @ bent)
        if curved > CURVED * float(np.sqrt((moved @ moved) * (bent @ bent))):
            self._kept.append((moved, bent, curved))

    def clear(self) -> None:
        """Forget all of them."""
        self._kept.clear()

    def scale(self, inverse: Array) -> float:
        """How much an inverse diagonal has to grow to be right along the last pair."""
        if not self._kept:
            return 1.0
        _, bent, curved = self._kept[-1]
        return curved / float(bent @ (inverse * bent))

    def applied(self, solve: Callable[[Array], Array], gradient: Array) -> Array:
        """The corrected inverse Hessian times the gradient: the two loops of Nocedal."""
        if not self._kept:
            return solve(gradient)
        vector, parts = gradient.copy(), []
        for moved, bent, curved in reversed(self._kept):
            part = float(moved @ vector) / curved
            vector -= part * bent
            parts.append(part)
        vector = solve(vector)
        for (moved, bent, curved), part in zip(self._kept, reversed(parts), strict=True):
            vector += (part - float(bent @ vector) / curved) * moved
        return vector
