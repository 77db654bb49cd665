"""Fits: the optimum, the same optimum as others, weights of samples, data without an optimum."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.train import (
    LinearRegression,
    LogisticRegression,
    NotConverged,
    SeparableData,
    verified,
)
from checker.train.curvature import Factor
from checker.train.direct import Direct
from checker.train.exported import logistic
from checker.train.fit import Demand
from checker.train.newton import EVERY, MANY
from checker.train.objective import BLOCK_BYTES, Objective
from checker.train.solvers import SOLVERS, minimise
from tests import exported

SEEDS = st.integers(0, 10**6)


def samples(seed: int, m: int = 200, n: int = 4, noise: float = 1.0
            ) -> tuple[verified.Array, verified.Array]:
    random = np.random.default_rng(seed)
    X = random.normal(size=(m, n)) * 10.0 ** random.uniform(-1, 1, n) + random.normal(size=n)
    z = X @ (random.normal(size=n) / X.std(axis=0)) + 0.3
    y = (z + noise * random.logistic(size=m) > np.median(z)).astype(float)
    y[:2] = 0, 1
    return X, y


def numeric(objective: Objective, theta: verified.Array) -> verified.Array:
    steps = np.eye(len(theta)) * 1e-5
    return np.array([(objective.at(theta + h).loss - objective.at(theta - h).loss) / 2e-5
                     for h in steps])


# --- the verified functions -----------------------------------------------------------------------


@pytest.mark.parametrize("name", verified.EXPORTED)
def test_the_functions_are_what_export_writes(name: str) -> None:
    kept = (exported.FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert exported.without_certificates(kept) == \
        exported.without_certificates(exported.fresh(name)), "make docs renews them"


# --- the objective --------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.booleans(), st.booleans(), st.sampled_from([verified.LOGISTIC, verified.SQUARED]))
def test_gradient_and_hessian_are_those_of_the_loss(seed: int, weighted: bool, intercept: bool,
                                                    pieces: verified.Pieces) -> None:
    X, y = samples(seed, 40, 3)
    X /= np.abs(X).max(axis=0)
    random = np.random.default_rng(seed)
    s = random.uniform(0, 3, 40) if weighted else None
    J = Objective(pieces, X, y, s, 0.3, intercept)
    theta = random.normal(size=J.size)
    now = J.at(theta, hessian=True)
    assert now.hessian is not None
    np.testing.assert_allclose(now.gradient, numeric(J, theta), atol=1e-8)
    columns = [(J.at(theta + h).gradient - J.at(theta - h).gradient) / 2e-5
               for h in np.eye(J.size) * 1e-5]
    np.testing.assert_allclose(now.hessian, np.array(columns), atol=1e-8)
    np.testing.assert_allclose(J.diagonal(theta), now.hessian.diagonal(), rtol=1e-12)
    slopes = [J.slope(i, theta) for i in range(40)]
    np.testing.assert_allclose(np.mean(slopes, axis=0), now.gradient, rtol=1e-9, atol=1e-12)


def test_blocks_of_rows_add_up_to_the_whole() -> None:
    m = 2 * BLOCK_BYTES // (8 * 4) + 5
    X, y = samples(3, m)
    J = Objective(verified.LOGISTIC, X, y, np.linspace(0, 2, m))
    assert len(list(J.blocks())) == 3
    theta = np.array([0.1, -0.2, 0.3, 0.0, 0.1])
    whole, z = J.at(theta, hessian=True), X @ theta[:4] + theta[4]
    wide, s = np.c_[X, np.ones(m)], np.linspace(0, 2, m)
    np.testing.assert_allclose(whole.loss, np.average(logistic.loss(z, y), weights=s))
    np.testing.assert_allclose(whole.gradient, wide.T @ (s * logistic.dz(z, y)) / s.sum())
    np.testing.assert_allclose(whole.hessian, wide.T @ (wide * (s * logistic.d2z(z, y))[:, None])
                               / s.sum())
    assert whole.margin == np.where(y == 1, z, -z)[1:].min(), "the first sample counts 0 times"


def test_a_factor_solves_and_leaves_flat_directions_alone() -> None:
    A = np.random.default_rng(0).normal(size=(20, 6)) * 10.0 ** np.arange(-6, 6, 2)
    H = A.T @ A
    right = H @ np.ones(6)
    np.testing.assert_allclose(H @ Factor.of(H).solve(right), right, rtol=1e-8)
    flat = np.c_[A, A[:, 0]]
    step = Factor.of(flat.T @ flat).solve(flat.T @ np.ones(20))
    assert np.isfinite(step).all()
    np.testing.assert_allclose(flat.T @ (flat @ step - 1), 0, atol=1e-6)


# --- optima ---------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from([0.1, 1.0, 100.0, np.inf]), st.booleans())
def test_at_the_optimum_the_gradient_is_zero(seed: int, C: float, intercept: bool) -> None:
    X, y = samples(seed)
    model = LogisticRegression(C, fit_intercept=intercept).fit(X, y)
    if model.separable_:
        return
    w, b = model.coef_[0], model.intercept_[0]
    dz = logistic.dz(X @ w + b, y)
    np.testing.assert_allclose(X.T @ dz + w / C, 0, atol=1e-8 * len(y))
    if intercept:
        assert abs(dz.sum()) < 1e-8 * len(y)
    else:
        assert b == 0


@pytest.mark.parametrize("solver", ["newton", "lbfgs", "gradient-descent"])
def test_every_solver_finds_the_same_optimum(solver: str) -> None:
    X, y = samples(5)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    best = LogisticRegression().fit(X, y)
    other = LogisticRegression(solver=solver, max_iter=20_000).fit(X, y)
    np.testing.assert_allclose(other.coef_, best.coef_, rtol=1e-5)
    assert abs(other.loss_ - best.loss_) < 1e-12
    assert (np.diff(other.losses_) <= 1e-12).all(), "the loss falls step by step"


def test_sample_descent_comes_near_the_optimum() -> None:
    X, y = samples(5)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    best = LogisticRegression().fit(X, y)
    for seed in (None, 0):
        with pytest.warns(NotConverged):
            near = LogisticRegression(solver="sample-descent", max_iter=50, random_state=seed,
                                      rate=0.01).fit(X, y)
        assert best.loss_ <= near.loss_ < best.loss_ + 1e-3


def test_one_step_of_each_descent_is_the_update_rule() -> None:
    X, y = samples(8, 5, 2)
    J = Objective(verified.LOGISTIC, X, y)
    alpha = 0.25
    fit = minimise(J, "gradient-descent", Demand(max_iter=1), rate=alpha)
    a = verified.sigma(np.zeros(5))
    np.testing.assert_allclose(fit.theta, -alpha * np.append((a - y) @ X, (a - y).sum()) / 5)
    w, b = np.zeros(2), 0.0
    for x, label in zip(X, y, strict=True):
        dz = verified.sigma(x @ w + b) - label
        w, b = w - alpha * dz * x, b - alpha * dz
    fit = minimise(J, "sample-descent", Demand(max_iter=1), rate=alpha)
    np.testing.assert_allclose(fit.theta, np.append(w, b), rtol=1e-12)


def test_many_samples_are_fitted_by_some_of_them_first() -> None:
    X, y = samples(2, MANY)
    J = Objective(verified.LOGISTIC, X, y, penalty=1 / MANY)
    fit = minimise(J)
    assert fit.converged and fit.iterations <= 4
    slow = minimise(J, "lbfgs", Demand(tol=1e-9))
    np.testing.assert_allclose(fit.theta, slow.theta, rtol=1e-5, atol=1e-7)


def test_samples_in_an_unlucky_order_do_no_harm() -> None:
    X, y = samples(2, MANY)
    y[::EVERY] = 1.0  # every sample that is looked at first is of one class
    fit = minimise(Objective(verified.LOGISTIC, X, y, penalty=1 / MANY))
    assert fit.converged


def test_a_rate_that_is_too_large_is_told() -> None:
    X, y = samples(1)
    with pytest.warns(NotConverged, match="too large"):
        LinearRegression(solver="gradient-descent", rate=1e3).fit(X, y)


def test_a_solver_that_does_not_exist_is_named() -> None:
    X, y = samples(1)
    with pytest.raises(ValueError, match="no solver is called 'sag'; there are auto, newton"):
        LogisticRegression(solver="sag").fit(X, y)
    assert SOLVERS[0] == "auto"


# --- weights of samples ---------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.sampled_from(["newton", "lbfgs"]))
def test_a_weight_is_a_repetition(seed: int, solver: str) -> None:
    X, y = samples(seed, 60, 3)
    times = np.random.default_rng(seed).integers(0, 4, 60)
    times[:2] = 1, 2
    for model in (LogisticRegression(solver=solver), LinearRegression(1.0, solver=solver)):
        model.fit(X, y, sample_weight=times)
        weighted = np.append(model.coef_, model.intercept_)
        model.fit(np.repeat(X, times, axis=0), np.repeat(y, times))
        np.testing.assert_allclose(weighted, np.append(model.coef_, model.intercept_),
                                   rtol=1e-5, atol=1e-6)


# --- no optimum -----------------------------------------------------------------------------------


@pytest.mark.parametrize("solver", ["newton", "lbfgs", "gradient-descent", "sample-descent"])
def test_separable_data_without_a_penalty_is_flagged(solver: str) -> None:
    X = np.array([[-2.0, 0.5], [-1.0, -0.5], [1.0, 0.3], [2.0, -0.1]])
    y = np.array([0, 0, 1, 1])
    with pytest.warns(SeparableData, match="set a finite C"):
        model = LogisticRegression(np.inf, solver=solver).fit(X, y)
    assert model.separable_ and (model.predict(X) == y).all()
    assert np.abs(model.coef_).max() < 100, "not followed to infinity"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not LogisticRegression(1.0).fit(X, y).separable_


def test_data_that_touch_at_the_border_are_flagged_too() -> None:
    X = np.array([[-1.0], [0.0], [0.0], [1.0]])
    with pytest.warns(SeparableData):
        assert LogisticRegression(np.inf).fit(X, [0, 0, 1, 1]).separable_


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_data_that_overlap_are_not_flagged(seed: int) -> None:
    X, y = samples(seed)
    X, y = np.r_[X, X], np.r_[y, 1 - y]  # every sample with both labels
    X = np.r_[X, X[:1] + 0.1]
    model = LogisticRegression(np.inf).fit(X, np.r_[y, 1.0])
    assert not model.separable_


# --- as an estimator ------------------------------------------------------------------------------


def test_probabilities_are_right_far_out() -> None:
    model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["a", "b", "a", "b"])
    far = np.array([[-2000.0], [0.0], [2000.0]])
    p, log_p = model.predict_proba(far), model.predict_log_proba(far)
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-15)
    assert np.isfinite(log_p).all()
    np.testing.assert_allclose(np.exp(log_p), p, atol=1e-15)
    assert model.score(far, ["a", "a", "b"]) == 1.0


def test_a_fitted_estimator_pickles() -> None:
    X, y = samples(0)
    model = LogisticRegression().fit(X, y)
    again = pickle.loads(pickle.dumps(model))
    assert (again.predict_proba(X) == model.predict_proba(X)).all()


def test_linear_regression_is_exact_in_a_step() -> None:
    X, _ = samples(0)
    y = X @ [1.0, -2.0, 3.0, 0.5] + 7
    model = LinearRegression().fit(X, y)
    np.testing.assert_allclose(np.append(model.coef_, model.intercept_), [1, -2, 3, 0.5, 7],
                               rtol=1e-9)
    assert model.score(X, y) == pytest.approx(1.0)


def test_features_in_very_different_units_are_fitted() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(100, 5)) * [1, 1e3, 1e-3, 10, 1] + [0, 1e4, 0, 5, 1]
    for unit in (1e-9, 1.0, 1e9):
        y = (X @ random.normal(size=5) + random.normal(size=100)) * unit
        even = (X - X.mean(axis=0)) / X.std(axis=0)
        best = np.linalg.lstsq(even, y - y.mean(), rcond=None)[0] / X.std(axis=0)
        np.testing.assert_allclose(LinearRegression().fit(X, y).coef_, best, rtol=1e-9)


def test_features_that_repeat_are_no_trouble() -> None:
    X, y = samples(0)
    twice = np.c_[X, X, np.ones(len(y))]
    for model in (LogisticRegression(np.inf), LinearRegression()):
        once = model.fit(X, y).loss_
        assert model.fit(twice, y).loss_ == pytest.approx(once, rel=1e-9)


def test_exported_functions_as_they_stand_have_the_same_optimum() -> None:
    X, y = samples(4, 80, 3)

    def loss(X, y, w, b):
        return logistic.loss(X @ w + b, y).mean()

    def gradient(X, y, w, b):
        dz = logistic.dz(X @ w + b, y)
        return dz @ X / len(y), dz.mean()

    direct = Direct(loss, gradient, None, X, y, 0.01, labels=True)
    fit = minimise(direct, "lbfgs")
    best = minimise(Objective(verified.LOGISTIC, X, y, penalty=0.01))
    np.testing.assert_allclose(fit.theta, best.theta, rtol=1e-5, atol=1e-7)
