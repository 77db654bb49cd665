"""What makes fits short: slopes along a step, corrections of a Hessian, arrays left as they are."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from checker.train import LinearRegression, LogisticRegression, verified
from checker.train.curvature import Pairs
from checker.train.direct import Direct
from checker.train.exported import logistic
from checker.train.fit import Demand
from checker.train.newton import MANY, newton
from checker.train.objective import Evaluation, Objective
from checker.train.verified import Array


def samples(m: int, n: int = 4) -> tuple[Array, Array]:
    random = np.random.default_rng(11)
    X = random.normal(size=(m, n))
    return X, (X @ random.normal(size=n) + random.logistic(size=m) > 0.3).astype(float)


@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("intercept", [True, False])
def test_the_slope_along_a_direction_is_the_gradient_times_it(intercept: bool,
                                                              weighted: bool) -> None:
    X, y = samples(70_000, 5)
    random = np.random.default_rng(1)
    s = random.random(len(y)) if weighted else None
    J = Objective(verified.LOGISTIC, X, y, s, 0.3, intercept)
    theta, direction = random.normal(size=(2, J.size))
    assert J.along(theta, direction) == pytest.approx(J.at(theta).gradient @ direction, rel=1e-10)


def test_exported_functions_have_the_same_slope() -> None:
    X, y = samples(50)
    J = Objective(verified.LOGISTIC, X, y, penalty=0.1)
    theta, direction = np.full(5, 0.2), np.linspace(-1, 1, 5)
    direct = Direct(
        lambda X, y, w, b: logistic.loss(X @ w + b, y).mean(),
        lambda X, y, w, b: ((r := logistic.dz(X @ w + b, y)) @ X / len(y), r.mean()),
        None, X, y, 0.1, labels=True)
    assert direct.along(theta, direction) == pytest.approx(J.along(theta, direction))


def test_pairs_make_a_wrong_inverse_right_along_what_was_seen() -> None:
    hessian = np.array([[4.0, 1.0], [1.0, 3.0]])
    pairs, moves = Pairs(), np.array([[1.0, 0.5], [-0.3, 2.0]])
    for move in moves:
        pairs.add(move, hessian @ move)
    pairs.add(np.array([1.0, 0.0]), np.array([-1.0, 0.0]))  # no curvature: not remembered
    found = pairs.applied(lambda right: right, hessian @ moves[1])
    assert found == pytest.approx(moves[1])


def test_many_samples_need_no_hessian_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    X, y = samples(2 * MANY)
    J = Objective(verified.LOGISTIC, X, y, penalty=1 / len(y))
    asked = []
    at = Objective.at

    def counted(self: Objective, theta: Array, hessian: bool = False) -> Evaluation:
        if len(self.y) == len(y):
            asked.append(hessian)
        return at(self, theta, hessian)

    monkeypatch.setattr(Objective, "at", counted)
    fit = newton(J, np.zeros(J.size), Demand(tol=1e-8))
    assert fit.converged and not any(asked) and len(asked) <= 8


@pytest.mark.parametrize("model", [LogisticRegression, LinearRegression])
def test_arrays_that_are_not_converted_give_the_same_fit(
        model: type[LogisticRegression | LinearRegression]) -> None:
    X, y = samples(60)
    plain, listed = model().fit(X, y), model().fit(X.tolist(), y.tolist())
    assert np.array_equal(plain.coef_, listed.coef_)
    assert plain.n_features_in_ == listed.n_features_in_ == 4


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("labels", [False, True])
def test_the_loss_at_zero_is_that_of_a_look_at_every_sample(labels: bool, weighted: bool) -> None:
    X, y = samples(60)
    y = y if labels else np.linspace(0, 1, 60)
    s = np.random.default_rng(2).integers(0, 4, 60).astype(float) if weighted else None
    J = Objective(verified.LOGISTIC, X, y, s, labels=labels)
    assert abs(J.loss_at_zero() - J.at(np.zeros(J.size)).loss) < 1e-15


LAYOUTS = {"rows": np.ascontiguousarray, "columns": np.asfortranarray,
           "every second": lambda X: np.repeat(X, 2, axis=0)[::2]}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused_without_a_warning(wrong: float, layout: str) -> None:
    X, y = samples(60)
    X[3, 1] = wrong
    X = LAYOUTS[layout](X)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            LogisticRegression().fit(X, y)


def test_numbers_whose_sum_overflows_are_numbers() -> None:
    y = np.array([0.0, 1.0, 0.0, 1.0])
    X = np.array([[1.5e308, 0.0], [1.5e308, 1.0], [0.0, 2.0], [0.0, 3.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert LogisticRegression().fit(X, y).coef_.shape == (1, 2)
