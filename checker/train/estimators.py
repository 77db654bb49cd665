"""`LogisticRegression` and `LinearRegression`, with the methods that scikit-learn's users know."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from checker.train import bases, verified
from checker.train.bases import BaseEstimator, ClassifierMixin, RegressorMixin
from checker.train.fit import Demand, Fit
from checker.train.objective import Objective
from checker.train.solvers import minimise
from checker.train.verified import Array


class _Linear(BaseEstimator):  # type: ignore[misc]
    """What both have: z = X @ coef + intercept, fitted by `minimise`."""

    solver: str
    tol: float
    max_iter: int
    rate: float | None
    random_state: int | None

    def _minimise(self, objective: Objective, tol: float) -> tuple[Array, np.float64]:
        """Fit, keep what is said of the fit, warn where it is no minimum; (w, b)."""
        fit = minimise(objective, self.solver, Demand(tol, self.max_iter), self.rate,
                       self.random_state)
        n = objective.X.shape[1]
        self.n_iter_, self.loss_, self.separable_ = fit.iterations, fit.loss, fit.separable
        self.losses_ = np.array([step.loss for step in fit.steps])
        warning = said(fit, objective, self.solver)
        if warning is not None:
            warnings.warn(warning, stacklevel=3)
        return fit.theta[:n], np.float64(fit.theta[n] if objective.intercept else 0.0)


def said(fit: Fit, objective: Objective, solver: str) -> UserWarning | None:
    """What the user must be told of a fit that is no minimum."""
    if fit.separable:
        return bases.SeparableData(
            "the classes can be separated, so without a penalty the loss falls for ever while "
            "the weights grow; the weights given separate the samples, but their size means "
            "nothing: set a finite C")
    if fit.diverged:
        return bases.NotConverged("the loss grew beyond bounds: the rate is too large")
    if not fit.converged:
        return bases.NotConverged(
            f"{solver} stopped after {fit.iterations} steps with a gradient of {fit.norm:.1e}; "
            "more steps (max_iter), a looser tol, features of one scale, or the solver newton "
            "may help")
    return None


class LogisticRegression(ClassifierMixin, _Linear):  # type: ignore[misc]
    """Logistic regression for two classes, on the verified loss `logistic`.

    It minimises C Σ_i s_i L(z_i, y_i) + |w|²/2 with z = X w + b, as scikit-learn's class of
    this name does; b is not penalised, and `C=np.inf` leaves the penalty out.

    After `fit`: `classes_`, `coef_` of shape (1, n), `intercept_` (1,), `n_iter_`, `loss_` (the
    mean, with the penalty), `losses_` (after every step), `separable_`.

    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array(["no", "yes", "no", "yes"])
    >>> model = LogisticRegression(C=np.inf).fit(X, y)
    >>> model.coef_.round(6), model.predict([[0.5], [2.5]])
    (array([[0.908184]]), array(['no', 'yes'], dtype='<U3'))
    """

    def __init__(self, C: float = 1.0, *, fit_intercept: bool = True, solver: str = "auto",
                 tol: float = 1e-8, max_iter: int = 1000, rate: float | None = None,
                 random_state: int | None = None) -> None:
        self.C = C
        self.fit_intercept = fit_intercept
        self.solver = solver
        self.tol = tol
        self.max_iter = max_iter
        self.rate = rate
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> LogisticRegression:
        """Fit to X of shape (m, n) and labels y (m,); each sample counts `sample_weight` times."""
        if not self.C > 0:
            raise ValueError(f"C must be positive, or infinite for no penalty; it is {self.C}")
        X, y = bases.samples(self, X, y, numeric=False)
        self.classes_, labels = bases.two_classes(y)
        s = bases.weights(sample_weight, X)
        total = len(labels) if s is None else float(s.sum())
        objective = Objective(verified.LOGISTIC, X, labels, s, 1.0 / (self.C * total),
                              self.fit_intercept)
        w, b = self._minimise(objective, self.tol)
        self.coef_, self.intercept_ = w[None, :], np.array([b])
        return self

    def decision_function(self, X: Any) -> Array:
        """z = X w + b, of shape (m,): above 0 for the second class."""
        X = bases.features(self, X)
        z: Array = X @ self.coef_[0] + self.intercept_[0]
        return z

    def predict(self, X: Any) -> Any:
        """The likelier class of each sample, of shape (m,)."""
        second = self.decision_function(X) > 0
        return self.classes_[second.astype(int)]

    def predict_proba(self, X: Any) -> Array:
        """The probabilities of both classes, of shape (m, 2): sigma(-z) and sigma(z)."""
        z = self.decision_function(X)
        return np.stack([verified.sigma(-z), verified.sigma(z)], axis=1)

    def predict_log_proba(self, X: Any) -> Array:
        """The logarithms of the probabilities, of shape (m, 2), right where these underflow."""
        z = self.decision_function(X)
        return np.stack([verified.log_sigma(-z), verified.log_sigma(z)], axis=1)

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn asks: two classes only."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


class LinearRegression(RegressorMixin, _Linear):  # type: ignore[misc]
    """Linear regression, on the verified squared error.

    It minimises Σ_i s_i (y_i - z_i)² + alpha |w|² with z = X w + b; b is not penalised. Newton's
    method is exact here in one step, which is repeated while rounding errors can be mended.

    After `fit`: `coef_` of shape (n,), `intercept_`, `n_iter_`, `loss_` (half the mean square,
    with the penalty), `losses_`.

    >>> model = LinearRegression().fit([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0])
    >>> model.coef_.round(12), float(round(model.intercept_, 12))
    (array([2.]), 1.0)
    """

    def __init__(self, alpha: float = 0.0, *, fit_intercept: bool = True, solver: str = "auto",
                 tol: float = 1e-12, max_iter: int = 1000, rate: float | None = None,
                 random_state: int | None = None) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.solver = solver
        self.tol = tol
        self.max_iter = max_iter
        self.rate = rate
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> LinearRegression:
        """Fit to X of shape (m, n) and y (m,); `tol` is relative to the gradient at zero."""
        if not self.alpha >= 0:
            raise ValueError(f"alpha must not be negative; it is {self.alpha}")
        X, y = bases.samples(self, X, y, numeric=True)
        s = bases.weights(sample_weight, X)
        total = len(y) if s is None else float(s.sum())
        objective = Objective(verified.SQUARED, X, np.asarray(y, dtype=np.float64), s,
                              self.alpha / total, self.fit_intercept, labels=False)
        at_zero = objective.at(np.zeros(objective.size)).norm
        self.coef_, self.intercept_ = self._minimise(objective, self.tol * at_zero)
        return self

    def predict(self, X: Any) -> Array:
        """z = X w + b, of shape (m,)."""
        X = bases.features(self, X)
        z: Array = X @ self.coef_ + self.intercept_
        return z
