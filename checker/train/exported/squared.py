"""The squared error in its prediction: loss, dz, d2z

Exported by checker 0.1.0 for NumPy from the derivation squared. Every step of it is proved, and
so is every step to the stable forms that are computed here. Run the file to compare it with
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
    """loss = L = 1/2*(y - z)**2

    z, y: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.


    Certificate of loss: sha256 b2dba7dc0d4cd156a0a5022979d0d57434bf73bf13effae023c60b0b8d248f22
    """
    z, y = _floats(z=z, y=y)
    return (0.5*(y - z)**2)[()]


def dz(z: ArrayLike, y: ArrayLike) -> Any:
    """dz = Derivative(L, z) = z - y

    z, y: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.


    Certificate of dz: sha256 d6d6bbcbf741493de431b73db0566be996683085523864b66ff10f1e1ce55faf
    """
    z, y = _floats(z=z, y=y)
    return (z - y)[()]


def d2z(z: ArrayLike, y: ArrayLike) -> Any:
    """d2z = Derivative(L, z, 2) = 1

    z, y: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.


    Certificate of d2z: sha256 b7959174279499f2adbf503598a23f5e573614e1f905e9a7c4485b7dc2d5c0d8
    """
    z, y = _floats(z=z, y=y)
    return (_shaped(1, z, y))[()]


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
    ("loss", (0.0, 0.0), 0.0),
    ("loss", (5e-324, 0.001), 5e-07),
    ("loss", (-5e-324, -36.0), 648.0),
    ("loss", (1e-310, 745.0), 277512.5),
    ("loss", (1e-40, 1e-40), 0.0),
    ("loss", (-1e-40, -1.0), 0.5),
    ("loss", (1e-20, 104.0), 5408.0),
    ("loss", (-1e-17, -10000.0), 50000000.0),
    ("loss", (-1e-08, -1e-08), 0.0),
    ("loss", (0.001, 36.0), 647.9640005),
    ("loss", (-0.1, -710.0), 251979.005),
    ("loss", (-0.6931471805599453, -1e-310), 0.2402265069591007),
    ("loss", (1.0, 1.0), 0.0),
    ("loss", (-1.0, -88.0), 3784.5),
    ("loss", (2.5, 10000.0), 49975003.125),
    ("loss", (17.0, 1e-08), 144.49999983),
    ("loss", (-18.0, -18.0), 0.0),
    ("loss", (36.0, 710.0), 227138.0),
    ("loss", (37.0, 1e-310), 684.5),
    ("loss", (-37.0, -0.6931471805599453), 659.0937808262411),
    ("loss", (88.0, 88.0), 0.0),
    ("loss", (-88.0, -746.0), 216482.0),
    ("loss", (-104.0, -1e-17), 5408.0),
    ("loss", (709.0, 17.0), 239432.0),
    ("loss", (-709.0, -709.0), 0.0),
    ("loss", (-710.0, -5e-324), 252050.0),
    ("loss", (745.0, 0.5), 277140.125),
    ("loss", (-745.0, -37.0), 250632.0),
    ("loss", (746.0, 746.0), 0.0),
    ("loss", (10000.0, 1e-20), 50000000.0),
    ("loss", (-10000.0, -5.0), 49950012.5),
    ("dz", (0.0, 0.0), 0.0),
    ("dz", (5e-324, 1.0), -1.0),
    ("dz", (1e-310, 0.0), 1e-310),
    ("dz", (-1e-310, 1.0), -1.0),
    ("dz", (-1e-40, 0.0), -1e-40),
    ("dz", (1e-20, 1.0), -1.0),
    ("dz", (1e-08, 0.0), 1e-08),
    ("dz", (-1e-08, 1.0), -1.00000001),
    ("dz", (-0.1, 0.0), -0.1),
    ("dz", (0.5, 1.0), -0.5),
    ("dz", (-0.6931471805599453, 0.3), -0.9931471805599452),
    ("dz", (1.0, 0.3), 0.7),
    ("dz", (-1.0, 0.3), -1.3),
    ("dz", (2.5, 0.3), 2.2),
    ("dz", (-5.0, 0.3), -5.3),
    ("dz", (17.0, 0.3), 16.7),
    ("dz", (-18.0, 0.3), -18.3),
    ("dz", (36.0, 0.3), 35.7),
    ("dz", (-36.0, 0.3), -36.3),
    ("dz", (37.0, 0.3), 36.7),
    ("dz", (-37.0, 0.3), -37.3),
    ("dz", (88.0, 0.3), 87.7),
    ("dz", (-88.0, 0.3), -88.3),
    ("dz", (104.0, 0.3), 103.7),
    ("dz", (-104.0, 0.3), -104.3),
    ("dz", (709.0, 0.3), 708.7),
    ("dz", (-709.0, 0.3), -709.3),
    ("dz", (710.0, 0.3), 709.7),
    ("dz", (-710.0, 0.3), -710.3),
    ("dz", (745.0, 0.3), 744.7),
    ("dz", (-745.0, 0.3), -745.3),
    ("dz", (746.0, 0.3), 745.7),
    ("dz", (-746.0, 0.3), -746.3),
    ("dz", (10000.0, 0.3), 9999.7),
    ("dz", (-10000.0, 0.3), -10000.3),
    ("d2z", (0.0, 0.0), 1.0),
    ("d2z", (5e-324, 0.0), 1.0),
    ("d2z", (-5e-324, 0.0), 1.0),
    ("d2z", (1e-310, 0.0), 1.0),
    ("d2z", (-1e-310, 0.0), 1.0),
    ("d2z", (1e-40, 0.0), 1.0),
    ("d2z", (-1e-40, 0.0), 1.0),
    ("d2z", (1e-20, 0.0), 1.0),
    ("d2z", (-1e-17, 0.0), 1.0),
    ("d2z", (1e-08, 0.0), 1.0),
    ("d2z", (-1e-08, 0.0), 1.0),
    ("d2z", (0.001, 0.0), 1.0),
    ("d2z", (-0.1, 0.0), 1.0),
    ("d2z", (0.5, 0.0), 1.0),
    ("d2z", (-0.6931471805599453, 0.0), 1.0),
    ("d2z", (1.0, 0.0), 1.0),
    ("d2z", (-1.0, 0.0), 1.0),
    ("d2z", (2.5, 0.0), 1.0),
    ("d2z", (-5.0, 0.0), 1.0),
    ("d2z", (17.0, 0.0), 1.0),
    ("d2z", (-18.0, 0.0), 1.0),
    ("d2z", (36.0, 0.0), 1.0),
    ("d2z", (-36.0, 0.0), 1.0),
    ("d2z", (37.0, 0.0), 1.0),
    ("d2z", (-37.0, 0.0), 1.0),
    ("d2z", (88.0, 0.0), 1.0),
    ("d2z", (-88.0, 0.0), 1.0),
    ("d2z", (104.0, 0.0), 1.0),
    ("d2z", (-104.0, 0.0), 1.0),
    ("d2z", (709.0, 0.0), 1.0),
    ("d2z", (-709.0, 0.0), 1.0),
    ("d2z", (710.0, 0.0), 1.0),
    ("d2z", (-710.0, 0.0), 1.0),
    ("d2z", (745.0, 0.0), 1.0),
    ("d2z", (-745.0, 0.0), 1.0),
    ("d2z", (746.0, 0.0), 1.0),
    ("d2z", (-746.0, 0.0), 1.0),
    ("d2z", (10000.0, 0.0), 1.0),
    ("d2z", (-10000.0, 0.0), 1.0),
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
