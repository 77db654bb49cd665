"""Softplus and the logarithm of the sigmoid: value, log_sigmoid

Exported by checker 0.1.0 for NumPy from the derivation softplus. Every step of it is proved,
and so is every step to the stable forms that are computed here. Run the file to compare it with
exact values.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


LIMIT = 4.0
"""Units in the last place that a value may be off in the self-test."""


def value(z: ArrayLike) -> Any:
    """value = softplus(z) = log(1 + exp(z))

    z: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: log(1 + exp(z)) = Max(z, 0) + log(1 + exp(-Abs(z))).

    Certificate of value: sha256 3f90c6b1686efa64269898949af8c7a5f47d455e74bf09bf18f966c4025bfebf
    """
    z, = _floats(z=z)
    e = np.exp(-np.abs(z))
    return (np.maximum(z, 0) + np.log1p(e))[()]


def log_sigmoid(z: ArrayLike) -> Any:
    """log_sigmoid = log(sigma(z)) = -log(1 + exp(-z))

    z: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: -log(1 + exp(-z)) = Min(z, 0) - log(1 + exp(-Abs(z))).

    Certificate of log_sigmoid: sha256 2037a85e350151bf789920ae0b9d13a5512536a942a6d94b177461c6e0fac409
    """
    z, = _floats(z=z)
    e = np.exp(-np.abs(z))
    return (np.minimum(z, 0) - np.log1p(e))[()]


def _floats(**given: ArrayLike) -> list[Any]:
    """The arguments as arrays of one floating type: float32 stays, whole numbers follow."""
    arrays = [np.asarray(value) for value in given.values()]
    double = np.dtype(np.float64)
    if all([array.dtype is double for array in arrays]):
        return arrays
    kinds = set()
    for (name, value), array in zip(given.items(), arrays, strict=True):
        if array.dtype.kind not in "fiub":
            raise TypeError(f"{name} must hold real numbers, not {array.dtype}")
        if array.dtype.kind == "f" and not isinstance(value, float):
            kinds.add(array.dtype)
    dtype = np.result_type(np.float32, *kinds) if kinds else double
    return [a if a.dtype == dtype else a.astype(dtype) for a in arrays]


_EXACT: list[tuple[str, tuple[Any, ...], Any]] = [
    ("value", (0.0,), 0.6931471805599453),
    ("value", (5e-324,), 0.6931471805599453),
    ("value", (-5e-324,), 0.6931471805599453),
    ("value", (1e-310,), 0.6931471805599453),
    ("value", (-1e-310,), 0.6931471805599453),
    ("value", (1e-40,), 0.6931471805599453),
    ("value", (-1e-40,), 0.6931471805599453),
    ("value", (1e-20,), 0.6931471805599453),
    ("value", (-1e-17,), 0.6931471805599453),
    ("value", (1e-08,), 0.6931471855599454),
    ("value", (-1e-08,), 0.6931471755599453),
    ("value", (0.001,), 0.6936473055599401),
    ("value", (-0.1,), 0.6443966600735709),
    ("value", (0.5,), 0.9740769841801067),
    ("value", (-0.6931471805599453,), 0.4054651081081644),
    ("value", (1.0,), 1.3132616875182228),
    ("value", (-1.0,), 0.3132616875182228),
    ("value", (2.5,), 2.5788897342925496),
    ("value", (-5.0,), 0.006715348489118068),
    ("value", (17.0,), 17.000000041399375),
    ("value", (-18.0,), 1.5229979628736488e-08),
    ("value", (36.0,), 36.0),
    ("value", (-36.0,), 2.319522830243569e-16),
    ("value", (37.0,), 37.0),
    ("value", (-37.0,), 8.533047625744066e-17),
    ("value", (88.0,), 88.0),
    ("value", (-88.0,), 6.054601895401186e-39),
    ("value", (104.0,), 104.0),
    ("value", (-104.0,), 6.813556821545298e-46),
    ("value", (709.0,), 709.0),
    ("value", (-709.0,), 1.216780750623423e-308),
    ("value", (710.0,), 710.0),
    ("value", (-710.0,), 4.47628622567513e-309),
    ("value", (745.0,), 745.0),
    ("value", (-745.0,), 5e-324),
    ("value", (746.0,), 746.0),
    ("value", (-746.0,), 0.0),
    ("value", (10000.0,), 10000.0),
    ("value", (-10000.0,), 0.0),
    ("log_sigmoid", (0.0,), -0.6931471805599453),
    ("log_sigmoid", (5e-324,), -0.6931471805599453),
    ("log_sigmoid", (-5e-324,), -0.6931471805599453),
    ("log_sigmoid", (1e-310,), -0.6931471805599453),
    ("log_sigmoid", (-1e-310,), -0.6931471805599453),
    ("log_sigmoid", (1e-40,), -0.6931471805599453),
    ("log_sigmoid", (-1e-40,), -0.6931471805599453),
    ("log_sigmoid", (1e-20,), -0.6931471805599453),
    ("log_sigmoid", (-1e-17,), -0.6931471805599453),
    ("log_sigmoid", (1e-08,), -0.6931471755599453),
    ("log_sigmoid", (-1e-08,), -0.6931471855599454),
    ("log_sigmoid", (0.001,), -0.6926473055599401),
    ("log_sigmoid", (-0.1,), -0.7443966600735709),
    ("log_sigmoid", (0.5,), -0.4740769841801067),
    ("log_sigmoid", (-0.6931471805599453,), -1.0986122886681098),
    ("log_sigmoid", (1.0,), -0.3132616875182228),
    ("log_sigmoid", (-1.0,), -1.3132616875182228),
    ("log_sigmoid", (2.5,), -0.07888973429254963),
    ("log_sigmoid", (-5.0,), -5.006715348489118),
    ("log_sigmoid", (17.0,), -4.139937633089748e-08),
    ("log_sigmoid", (-18.0,), -18.00000001522998),
    ("log_sigmoid", (36.0,), -2.319522830243569e-16),
    ("log_sigmoid", (-36.0,), -36.0),
    ("log_sigmoid", (37.0,), -8.533047625744066e-17),
    ("log_sigmoid", (-37.0,), -37.0),
    ("log_sigmoid", (88.0,), -6.054601895401186e-39),
    ("log_sigmoid", (-88.0,), -88.0),
    ("log_sigmoid", (104.0,), -6.813556821545298e-46),
    ("log_sigmoid", (-104.0,), -104.0),
    ("log_sigmoid", (709.0,), -1.216780750623423e-308),
    ("log_sigmoid", (-709.0,), -709.0),
    ("log_sigmoid", (710.0,), -4.47628622567513e-309),
    ("log_sigmoid", (-710.0,), -710.0),
    ("log_sigmoid", (745.0,), -5e-324),
    ("log_sigmoid", (-745.0,), -745.0),
    ("log_sigmoid", (746.0,), -0.0),
    ("log_sigmoid", (-746.0,), -746.0),
    ("log_sigmoid", (10000.0,), 0.0),
    ("log_sigmoid", (-10000.0,), -10000.0),
]
"""Function, arguments, exact values rounded to the nearest double."""


def _errors(found: Any, expected: Any) -> Iterator[float]:
    """How far each number is from the exact one, in units in the last place of the largest."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if found.shape != expected.shape:
        raise ValueError(f"shape {found.shape} instead of {expected.shape}")
    size = np.maximum(np.abs(expected), np.max(np.abs(expected), initial=0)/8)
    yield from (np.abs(found - expected)/np.spacing(size)).ravel().tolist()


def _self_test() -> int:
    """Compare with the exact values; the exit code."""
    worst = [error for function, arguments, expected in _EXACT
             for error in _errors(_joined(globals()[function](*arguments)), expected)]
    good = all(error <= LIMIT for error in worst)  # a nan is not good
    print(f"{len(worst)} values, worst error {max(worst):.1f} ulp: {'ok' if good else 'WRONG'}")
    return 0 if good else 1


def _joined(returned: Any) -> Any:
    """Several returned values as one row of numbers."""
    if not isinstance(returned, tuple):
        return returned
    return np.concatenate([np.ravel(part) for part in returned])


if __name__ == "__main__":
    sys.exit(_self_test())
