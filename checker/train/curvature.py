"""A Hessian, looked at once and used for several steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from checker.train.verified import Array

SINGULAR: Final = 1e-12
"""A pivot of a matrix with ones on its diagonal that is lost in rounding errors."""


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
        scale = 1.0 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
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
