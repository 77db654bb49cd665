"""Fits on proved, exported functions: estimators in the manner of scikit-learn.

>>> from checker.train import LogisticRegression
>>> LogisticRegression().fit([[0.0], [1.0], [3.0]], [0, 1, 1]).predict([[5.0]])
array([1])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.train.bases import NotConverged, SeparableData
    from checker.train.estimators import LinearRegression, LogisticRegression

__all__ = ["LogisticRegression", "LinearRegression", "SeparableData", "NotConverged"]


def __getattr__(name: str) -> Any:
    """A name, imported when it is asked for: the command line needs no scikit-learn."""
    if name in __all__:
        from checker.train import bases, estimators

        return getattr(bases if hasattr(bases, name) else estimators, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
