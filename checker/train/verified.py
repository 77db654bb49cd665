"""The one door to the verified functions: what a fit may use of a loss.

The losses of this house depend on a sample through one number, z = x @ w + b. So a fit needs
the loss and two derivatives as functions of z and y; how they are contracted with X is proved
once for any loss (`derivations/linear_model.py`) and written in `checker.train.objective`.

The modules of `checker.train.exported` are what `checker export` writes, to the letter: the
suite exports them again and compares, `make docs` renews them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from checker.train.exported import logistic, sigmoid, softplus, squared

Array = NDArray[np.float64]
Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A loss L of one sample by its z, with two derivatives; each maps (k,), (k,) to (k,)."""

    name: str
    """The derivation that proves them."""
    loss: Function
    """L(z, y)"""
    dz: Function
    """dL/dz"""
    d2z: Function
    """d²L/dz²"""


LOGISTIC: Final = Pieces("logistic", logistic.loss, logistic.dz, logistic.d2z)
SQUARED: Final = Pieces("squared", squared.loss, squared.dz, squared.d2z)
sigma: Final[Function] = sigmoid.value
"""sigma(z), of any shape."""
log_sigma: Final[Function] = softplus.log_sigmoid
"""log sigma(z), of any shape."""
EXPORTED: Final = ("logistic", "squared", "sigmoid", "softplus")
"""The derivations whose exported functions are kept in `checker.train.exported`."""
