"""A Hessian, factored once and used for several steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from checker.train.verified import Array

SINGULAR: Final = 1e-12
"""A pivot of a matrix with ones on its diagonal that is lost in rounding errors."""


@dataclass(frozen=True, slots=True)
class Factor:
    """H⁻¹ as root @ root.T; on directions in which H does not curve, zero.

    >>> Factor.of(np.array([[4.0, 0.0], [0.0, 0.0]])).solve(np.array([2.0, 0.0]))
    array([0.5, 0. ])
    """

    root: Array
    """(p, r)"""

    @staticmethod
    def of(hessian: Array) -> Factor:
        """The factor of a positive semidefinite matrix.

        The diagonal is scaled to ones first, so that features of any size are welcome.
        """
        diagonal = hessian.diagonal()
        scale = 1.0 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
        even = hessian * scale * scale[:, None]
        try:
            lower = np.linalg.cholesky(even)
            if lower.diagonal().min(initial=1.0) ** 2 > SINGULAR:
                return Factor(np.linalg.solve(lower, np.diag(scale)).T)
        except np.linalg.LinAlgError:
            pass
        values, vectors = np.linalg.eigh(even)
        kept = values > SINGULAR * max(values[-1], 0.0)
        return Factor(vectors[:, kept] / np.sqrt(values[kept]) * scale[:, None])

    def solve(self, right: Array) -> Array:
        """H⁻¹ right, of shape (p,)."""
        return self.root @ (right @ self.root)
