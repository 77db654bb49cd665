"""The derivative of the sigmoid, by the quotient rule: value, derivative

Exported by checker 0.1.0 for NumPy from the derivation sigmoid (note 003, lines 282-480). Every
step of it is proved, and so is every step to the stable forms that are computed here. Run the
file to compare it with exact values.
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
    """value = sigma(z) = sigma(z)

    z: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: 1/(1 + exp(-z)) = 1/2*(1 + sign(z)) - sign(z)*(exp(-Abs(z)) -
        exp(-Abs(z))*(exp(-Abs(z))/(1 + exp(-Abs(z))))).

    Certificate of value: sha256 da172bcd7eff68a810090ccc0e0c21fd243fdc8043f6080c96973749b16764a0
    """
    z, = _floats(z=z)
    t = np.sign(z)
    e = np.exp(-np.abs(z))
    return (0.5*(1 + t) - t*(e - e*(e/(1 + e))))[()]


def derivative(z: ArrayLike) -> Any:
    """derivative = Derivative(sigma(z), z) = sigma(z)*(1 - sigma(z))

    z: numbers, or arrays of shapes that broadcast together. Returned is an array of their
        common shape, of numbers a number. All are pure numbers, without units.

    Stable form, proved: 1/(1 + exp(-z))*(1 - 1/(1 + exp(-z))) = exp(-Abs(z))/(1 +
        exp(-Abs(z)))/(1 + exp(-Abs(z))).

    Certificate of derivative: sha256 7bf89285cba67ce1d09f90a388f81ca62602df8156278f4e2dc3dbbf35bbd7b4
    """
    z, = _floats(z=z)
    e = np.exp(-np.abs(z))
    t = 1 + e
    return (e/t/t)[()]


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
    ("value", (0.0,), 0.5),
    ("value", (5e-324,), 0.5),
    ("value", (-5e-324,), 0.5),
    ("value", (1e-310,), 0.5),
    ("value", (-1e-310,), 0.5),
    ("value", (1e-40,), 0.5),
    ("value", (-1e-40,), 0.5),
    ("value", (1e-20,), 0.5),
    ("value", (-1e-17,), 0.5),
    ("value", (1e-08,), 0.5000000025),
    ("value", (-1e-08,), 0.4999999975),
    ("value", (0.001,), 0.5002499999791666),
    ("value", (-0.1,), 0.47502081252106),
    ("value", (0.5,), 0.6224593312018546),
    ("value", (-0.6931471805599453,), 0.3333333333333333),
    ("value", (1.0,), 0.7310585786300049),
    ("value", (-1.0,), 0.2689414213699951),
    ("value", (2.5,), 0.9241418199787564),
    ("value", (-5.0,), 0.0066928509242848554),
    ("value", (17.0,), 0.9999999586006245),
    ("value", (-18.0,), 1.522997951276035e-08),
    ("value", (36.0,), 0.9999999999999998),
    ("value", (-36.0,), 2.3195228302435686e-16),
    ("value", (37.0,), 0.9999999999999999),
    ("value", (-37.0,), 8.533047625744065e-17),
    ("value", (88.0,), 1.0),
    ("value", (-88.0,), 6.054601895401186e-39),
    ("value", (104.0,), 1.0),
    ("value", (-104.0,), 6.813556821545298e-46),
    ("value", (709.0,), 1.0),
    ("value", (-709.0,), 1.216780750623423e-308),
    ("value", (710.0,), 1.0),
    ("value", (-710.0,), 4.47628622567513e-309),
    ("value", (745.0,), 1.0),
    ("value", (-745.0,), 5e-324),
    ("value", (746.0,), 1.0),
    ("value", (-746.0,), 0.0),
    ("value", (10000.0,), 1.0),
    ("value", (-10000.0,), 0.0),
    ("derivative", (0.0,), 0.25),
    ("derivative", (5e-324,), 0.25),
    ("derivative", (-5e-324,), 0.25),
    ("derivative", (1e-310,), 0.25),
    ("derivative", (-1e-310,), 0.25),
    ("derivative", (1e-40,), 0.25),
    ("derivative", (-1e-40,), 0.25),
    ("derivative", (1e-20,), 0.25),
    ("derivative", (-1e-17,), 0.25),
    ("derivative", (1e-08,), 0.25),
    ("derivative", (-1e-08,), 0.25),
    ("derivative", (0.001,), 0.24999993750001043),
    ("derivative", (-0.1,), 0.24937604019289197),
    ("derivative", (0.5,), 0.2350037122015945),
    ("derivative", (-0.6931471805599453,), 0.22222222222222224),
    ("derivative", (1.0,), 0.19661193324148185),
    ("derivative", (-1.0,), 0.19661193324148185),
    ("derivative", (2.5,), 0.07010371654510816),
    ("derivative", (-5.0,), 0.006648056670790155),
    ("derivative", (17.0,), 4.1399373760035016e-08),
    ("derivative", (-18.0,), 1.5229979280808073e-08),
    ("derivative", (36.0,), 2.319522830243568e-16),
    ("derivative", (-36.0,), 2.319522830243568e-16),
    ("derivative", (37.0,), 8.533047625744065e-17),
    ("derivative", (-37.0,), 8.533047625744065e-17),
    ("derivative", (88.0,), 6.054601895401186e-39),
    ("derivative", (-88.0,), 6.054601895401186e-39),
    ("derivative", (104.0,), 6.813556821545298e-46),
    ("derivative", (-104.0,), 6.813556821545298e-46),
    ("derivative", (709.0,), 1.216780750623423e-308),
    ("derivative", (-709.0,), 1.216780750623423e-308),
    ("derivative", (710.0,), 4.47628622567513e-309),
    ("derivative", (-710.0,), 4.47628622567513e-309),
    ("derivative", (745.0,), 5e-324),
    ("derivative", (-745.0,), 5e-324),
    ("derivative", (746.0,), 0.0),
    ("derivative", (-746.0,), 0.0),
    ("derivative", (10000.0,), 0.0),
    ("derivative", (-10000.0,), 0.0),
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
