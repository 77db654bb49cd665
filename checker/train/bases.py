"""scikit-learn's base classes and checks of input where it is installed; else plain ones.

With scikit-learn (the extra `train`) an estimator of ours is one of its own: it can be cloned,
searched, put in a pipeline. Without it the same class fits and predicts with NumPy alone.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from checker.train.verified import Array

__all__ = ["BaseEstimator", "ClassifierMixin", "RegressorMixin", "ConvergenceWarning",
           "NotConverged", "SeparableData", "samples", "features", "weights", "two_classes"]

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.utils.multiclass import check_classification_targets, type_of_target
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

    SKLEARN = True
except ImportError:
    SKLEARN = False

    class BaseEstimator:  # type: ignore[no-redef]
        """Parameters are what `__init__` takes."""

        def get_params(self, deep: bool = True) -> dict[str, Any]:
            """The parameters by name."""
            return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

        def set_params(self, **parameters: Any) -> Any:
            """Change parameters by name."""
            known = self.get_params()
            for name, value in parameters.items():
                if name not in known:
                    raise ValueError(f"no parameter is called {name!r}; there are "
                                     f"{', '.join(known)}")
                setattr(self, name, value)
            return self

    class ClassifierMixin:  # type: ignore[no-redef]
        """A score: the part of labels that are predicted right."""

        def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
            """The accuracy."""
            right = np.asarray(self.predict(X)) == np.asarray(y)  # type: ignore[attr-defined]
            return float(np.average(right, weights=sample_weight))

    class RegressorMixin:  # type: ignore[no-redef]
        """A score: R squared."""

        def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
            """1 - (squared error)/(squared error of the mean)."""
            y = np.asarray(y, dtype=float)
            s = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, float)
            left = s @ (y - self.predict(X))**2  # type: ignore[attr-defined]
            return float(1 - left / (s @ (y - np.average(y, weights=s))**2))

    class ConvergenceWarning(UserWarning):  # type: ignore[no-redef]
        """A fit stopped before its gradient was small enough."""


class NotConverged(ConvergenceWarning):  # type: ignore[misc]
    """The fit stopped before its gradient was small enough."""


class SeparableData(UserWarning):
    """The classes can be separated, and nothing penalises large weights: no minimum exists."""


def samples(estimator: Any, X: Any, y: Any, numeric: bool) -> tuple[Array, Any]:
    """X of shape (m, n) in float64 and y of shape (m,), checked; the features are noted."""
    if _plain(X, y):
        estimator.n_features_in_ = X.shape[1]
        if hasattr(estimator, "feature_names_in_"):
            del estimator.feature_names_in_
        return X, y
    if SKLEARN:
        X, y = validate_data(estimator, X, y, dtype=np.float64, y_numeric=numeric)
        return X, y
    X, y = features(estimator, X, first=True), np.asarray(y)
    if y.ndim != 1 or len(y) != len(X):
        raise ValueError(f"y has the shape {y.shape}, where X has {len(X)} samples")
    if numeric:
        y = y.astype(float)
        if not np.isfinite(y).all():
            raise ValueError("y contains NaN or infinity")
    return X, y


def _plain(X: Any, y: Any) -> bool:
    """Whether these are arrays of numbers that need no conversion and hold no NaN or infinity.

    A sum of squares is finite only if everything in it is, and nothing reads numbers as fast; one
    that overflows is looked at more closely.
    """
    if not (type(X) is np.ndarray and type(y) is np.ndarray and X.dtype == np.float64
            and y.dtype.kind in "iuf" and X.ndim == 2 and X.size > 0 and y.shape == X.shape[:1]):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        numbers = X.ravel(order="K") if X.flags.forc else None
        total = X.sum() if numbers is None else numbers @ numbers
        return bool(np.isfinite(total + y.sum()))


def features(estimator: Any, X: Any, first: bool = False) -> Array:
    """X of shape (m, n) in float64, checked against the fit."""
    if SKLEARN:
        check_is_fitted(estimator)
        found: Array = validate_data(estimator, X, dtype=np.float64, reset=False)
        return found
    plain: Array = np.asarray(X, dtype=np.float64)
    if plain.ndim != 2:
        raise ValueError(f"X has the shape {plain.shape}; (samples, features) is expected")
    if not np.isfinite(plain).all():
        raise ValueError("X contains NaN or infinity")
    n = plain.shape[1]
    if first:
        estimator.n_features_in_ = n
    elif not hasattr(estimator, "n_features_in_"):
        raise ValueError(f"this {type(estimator).__name__} is not fitted yet; call fit first")
    elif n != estimator.n_features_in_:
        raise ValueError(f"X has {n} features, the fit had {estimator.n_features_in_}")
    return plain


def weights(sample_weight: Any, X: Array) -> Array | None:
    """How often each sample counts, (m,), checked; None for once each."""
    if sample_weight is None:
        return None
    if SKLEARN:
        found: Array = _check_sample_weight(sample_weight, X, dtype=np.float64,
                                            ensure_non_negative=True)
    else:
        found = np.broadcast_to(np.asarray(sample_weight, dtype=np.float64), (len(X),)).copy()
        if not (np.isfinite(found) & (found >= 0)).all():
            raise ValueError("sample weights must be numbers that are not negative")
    if not found.any():
        raise ValueError("all sample weights are zero")
    return found


def two_classes(y: Any) -> tuple[Any, Array]:
    """The two classes in y, sorted, and y as 0.0 and 1.0 of shape (m,)."""
    classes = _two_numbers(y)
    if classes is None:
        if SKLEARN:
            kind = type_of_target(y, input_name="y", raise_unknown=True)
            if kind != "binary":
                check_classification_targets(y)  # its words for y that holds no classes
                raise ValueError("Only binary classification is supported. The type of the "
                                 f"target is {kind}.")
        classes = np.unique(y)
        if len(classes) != 2:
            raise ValueError("y must hold two classes, but it holds "
                             + (f"{len(classes)} classes" if len(classes) > 1 else "one class"))
    return classes, (y == classes[1]).astype(np.float64)


def _two_numbers(y: Any) -> Any:
    """The two whole numbers that y holds, found without sorting it; None if it holds others."""
    if y.dtype.kind not in "iuf" or not len(y):
        return None
    first, last = found = np.array([y.min(), y.max()])
    if first == last or not float(first).is_integer() or not float(last).is_integer():
        return None
    return found if np.count_nonzero(y == first) + np.count_nonzero(y == last) == len(y) else None
