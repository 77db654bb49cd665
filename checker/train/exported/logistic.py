"""The logistic loss in its logit: loss, dz, d2z

Exported by checker 0.1.0 for NumPy from the derivation logistic. Every step of it is proved,
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


def loss(z: ArrayLike, y: ArrayLike) -> Any:
    """loss = L = log(1 + exp(z)) - y*z

    z, y: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: log(1 + exp(z)) - y*z = Max(z, 0) - y*z + log(1 + exp(-Abs(z))).

    Certificate of loss: sha256 588e1ec62c6d7fe17dfe0f1d5b7b96e235b33dee54575e5cfe9aa064f00b18f2
    """
    z, y = _floats(z=z, y=y)
    e = np.exp(-np.abs(z))
    return (np.maximum(z, 0) - y*z + np.log1p(e))[()]


def dz(z: ArrayLike, y: ArrayLike) -> Any:
    """dz = Derivative(L, z) = sigma(z) - y

    z, y: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: 1/(1 + exp(-z)) - y = (1/2*(1 + sign(z)) - y) - sign(z)*(exp(-Abs(z)) -
        exp(-Abs(z))*(exp(-Abs(z))/(1 + exp(-Abs(z))))).

    Certificate of dz: sha256 85b1f765b6f89b2149145f7dafeafe935187c0bcca5744bc50e59aecd6c0951c
    """
    z, y = _floats(z=z, y=y)
    t = np.sign(z)
    e = np.exp(-np.abs(z))
    return ((0.5*(1 + t) - y) - t*(e - e*(e/(1 + e))))[()]


def d2z(z: ArrayLike, y: ArrayLike) -> Any:
    """d2z = Derivative(L, z, 2) = sigma(z)*(1 - sigma(z))

    z, y: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: 1/(1 + exp(-z))*(1 - 1/(1 + exp(-z))) = exp(-Abs(z))/(1 +
        exp(-Abs(z)))/(1 + exp(-Abs(z))).

    Certificate of d2z: sha256 dd0e8d481a5540e376ef96f8aba914b7be1a6aaa68f24d8f2927dd7d2fb73f83
    """
    z, y = _floats(z=z, y=y)
    e = np.exp(-np.abs(z))
    t = 1 + e
    return (_shaped(e/t/t, z, y))[()]


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


def _shaped(value: Any, *given: Any) -> Any:
    """The value in the common shape of the arguments, also of one that it does not depend on."""
    shape = np.broadcast(*given).shape
    alike = getattr(value, "shape", None) == shape
    return value if alike else np.full(shape, value, given[0].dtype)


_EXACT: list[tuple[str, tuple[Any, ...], Any]] = [
    ("loss", (0.0, 0.0), 0.6931471805599453),
    ("loss", (5e-324, 0.0), 0.6931471805599453),
    ("loss", (-5e-324, 0.0), 0.6931471805599453),
    ("loss", (1e-310, 0.0), 0.6931471805599453),
    ("loss", (-1e-310, 0.0), 0.6931471805599453),
    ("loss", (1e-40, 0.0), 0.6931471805599453),
    ("loss", (-1e-40, 0.0), 0.6931471805599453),
    ("loss", (1e-20, 0.0), 0.6931471805599453),
    ("loss", (-1e-17, 0.0), 0.6931471805599453),
    ("loss", (1e-08, 0.0), 0.6931471855599454),
    ("loss", (-1e-08, 0.0), 0.6931471755599453),
    ("loss", (0.001, 0.0), 0.6936473055599401),
    ("loss", (-0.1, 0.0), 0.6443966600735709),
    ("loss", (0.5, 0.0), 0.9740769841801067),
    ("loss", (-0.6931471805599453, 0.0), 0.4054651081081644),
    ("loss", (1.0, 0.0), 1.3132616875182228),
    ("loss", (-1.0, 0.0), 0.3132616875182228),
    ("loss", (2.5, 1.0), 0.07888973429254963),
    ("loss", (-5.0, 1.0), 5.006715348489118),
    ("loss", (17.0, 0.3), 11.900000041399377),
    ("loss", (36.0, 0.0), 36.0),
    ("loss", (-36.0, 0.0), 2.319522830243569e-16),
    ("loss", (37.0, 1.0), 8.533047625744066e-17),
    ("loss", (-37.0, 1.0), 37.0),
    ("loss", (88.0, 0.3), 61.6),
    ("loss", (104.0, 0.0), 104.0),
    ("loss", (-104.0, 0.0), 6.813556821545298e-46),
    ("loss", (709.0, 1.0), 1.216780750623423e-308),
    ("loss", (-709.0, 1.0), 709.0),
    ("loss", (710.0, 0.3), 497.0),
    ("loss", (745.0, 0.0), 745.0),
    ("loss", (-745.0, 0.0), 5e-324),
    ("loss", (746.0, 1.0), 0.0),
    ("loss", (-746.0, 1.0), 746.0),
    ("loss", (10000.0, 0.3), 7000.0),
    ("dz", (0.0, 0.0), 0.5),
    ("dz", (5e-324, 1.0), -0.5),
    ("dz", (1e-310, 0.0), 0.5),
    ("dz", (-1e-310, 1.0), -0.5),
    ("dz", (-1e-40, 0.0), 0.5),
    ("dz", (1e-20, 1.0), -0.5),
    ("dz", (1e-08, 0.0), 0.5000000025),
    ("dz", (-1e-08, 1.0), -0.5000000025),
    ("dz", (-0.1, 0.0), 0.47502081252106),
    ("dz", (0.5, 1.0), -0.37754066879814546),
    ("dz", (-0.6931471805599453, 1.0), -0.6666666666666666),
    ("dz", (1.0, 0.3), 0.4310585786300049),
    ("dz", (2.5, 0.0), 0.9241418199787564),
    ("dz", (-5.0, 0.0), 0.0066928509242848554),
    ("dz", (17.0, 1.0), -4.1399375473943306e-08),
    ("dz", (-18.0, 1.0), -0.9999999847700205),
    ("dz", (36.0, 0.3), 0.6999999999999997),
    ("dz", (37.0, 0.0), 0.9999999999999999),
    ("dz", (-37.0, 0.0), 8.533047625744065e-17),
    ("dz", (88.0, 1.0), -6.054601895401186e-39),
    ("dz", (-88.0, 1.0), -1.0),
    ("dz", (104.0, 0.3), 0.7),
    ("dz", (709.0, 0.0), 1.0),
    ("dz", (-709.0, 0.0), 1.216780750623423e-308),
    ("dz", (710.0, 1.0), -4.47628622567513e-309),
    ("dz", (-710.0, 1.0), -1.0),
    ("dz", (745.0, 0.3), 0.7),
    ("dz", (746.0, 0.0), 1.0),
    ("dz", (-746.0, 0.0), 0.0),
    ("dz", (10000.0, 1.0), 0.0),
    ("dz", (-10000.0, 1.0), -1.0),
    ("d2z", (0.0, 0.0), 0.25),
    ("d2z", (5e-324, 0.0), 0.25),
    ("d2z", (-5e-324, 0.0), 0.25),
    ("d2z", (1e-310, 0.0), 0.25),
    ("d2z", (-1e-310, 0.0), 0.25),
    ("d2z", (1e-40, 0.0), 0.25),
    ("d2z", (-1e-40, 0.0), 0.25),
    ("d2z", (1e-20, 0.0), 0.25),
    ("d2z", (-1e-17, 0.0), 0.25),
    ("d2z", (1e-08, 0.0), 0.25),
    ("d2z", (-1e-08, 0.0), 0.25),
    ("d2z", (0.001, 0.0), 0.24999993750001043),
    ("d2z", (-0.1, 0.0), 0.24937604019289197),
    ("d2z", (0.5, 0.0), 0.2350037122015945),
    ("d2z", (-0.6931471805599453, 0.0), 0.22222222222222224),
    ("d2z", (1.0, 0.0), 0.19661193324148185),
    ("d2z", (-1.0, 0.0), 0.19661193324148185),
    ("d2z", (2.5, 0.0), 0.07010371654510816),
    ("d2z", (-5.0, 0.0), 0.006648056670790155),
    ("d2z", (17.0, 0.0), 4.1399373760035016e-08),
    ("d2z", (-18.0, 0.0), 1.5229979280808073e-08),
    ("d2z", (36.0, 0.0), 2.319522830243568e-16),
    ("d2z", (-36.0, 0.0), 2.319522830243568e-16),
    ("d2z", (37.0, 0.0), 8.533047625744065e-17),
    ("d2z", (-37.0, 0.0), 8.533047625744065e-17),
    ("d2z", (88.0, 0.0), 6.054601895401186e-39),
    ("d2z", (-88.0, 0.0), 6.054601895401186e-39),
    ("d2z", (104.0, 0.0), 6.813556821545298e-46),
    ("d2z", (-104.0, 0.0), 6.813556821545298e-46),
    ("d2z", (709.0, 0.0), 1.216780750623423e-308),
    ("d2z", (-709.0, 0.0), 1.216780750623423e-308),
    ("d2z", (710.0, 0.0), 4.47628622567513e-309),
    ("d2z", (-710.0, 0.0), 4.47628622567513e-309),
    ("d2z", (745.0, 0.0), 5e-324),
    ("d2z", (-745.0, 0.0), 5e-324),
    ("d2z", (746.0, 0.0), 0.0),
    ("d2z", (-746.0, 0.0), 0.0),
    ("d2z", (10000.0, 0.0), 0.0),
    ("d2z", (-10000.0, 0.0), 0.0),
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
