"""The estimators among scikit-learn's: its checks, its optima, its tools."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

sklearn = pytest.importorskip("sklearn", reason="scikit-learn is not installed (extra `train`)")

# E402: without scikit-learn nothing here is imported.
from sklearn.base import clone  # noqa: E402
from sklearn.datasets import load_breast_cancer, load_diabetes  # noqa: E402
from sklearn.linear_model import LinearRegression as TheirLine  # noqa: E402
from sklearn.linear_model import LogisticRegression as Theirs  # noqa: E402
from sklearn.linear_model import Ridge  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

from checker.train import LinearRegression, LogisticRegression  # noqa: E402
from checker.train.objective import Objective  # noqa: E402
from checker.train.verified import LOGISTIC  # noqa: E402

CHECKS = """
import sys, warnings
warnings.simplefilter("ignore")
from sklearn.utils.estimator_checks import check_estimator
from checker.train import LinearRegression, LogisticRegression
for estimator in (LogisticRegression(), LinearRegression()):
    found = check_estimator(estimator, on_skip=None, on_fail=None)
    for check in found:
        if check["status"] != "passed":
            print(check["check_name"], check["status"], check["exception"])
    print(type(estimator).__name__, sum(c["status"] == "passed" for c in found) >= 50)
"""


def test_every_check_of_an_estimator_passes() -> None:
    pytest.importorskip("pandas", reason="some checks need pandas")
    done = subprocess.run([sys.executable, "-c", CHECKS], capture_output=True, text=True,
                          timeout=300, check=True, env=environment(SCIPY_ARRAY_API="1"))
    assert done.stdout == "LogisticRegression True\nLinearRegression True\n"


def environment(**more: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **more}


@pytest.fixture(scope="module")
def tumours() -> tuple[np.ndarray, np.ndarray]:
    X, y = load_breast_cancer(return_X_y=True)
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.mark.parametrize("C", [0.01, 1.0, 1e6])
def test_the_optimum_is_theirs(tumours: tuple[np.ndarray, np.ndarray], C: float) -> None:
    X, y = tumours
    ours = LogisticRegression(C).fit(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = Theirs(C=C, solver="newton-cholesky", tol=1e-10, max_iter=1000).fit(X, y)
    J = Objective(LOGISTIC, X, y.astype(float), penalty=1 / (C * len(y)))
    there = J.at(np.append(theirs.coef_[0], theirs.intercept_))
    assert ours.loss_ <= there.loss + 1e-9
    if C <= 1:  # at 1e6 theirs stops where its line search fails, well above the optimum
        assert abs(ours.loss_ - there.loss) < 1e-9
        np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-7)


@pytest.mark.parametrize("solver", ["newton", "lbfgs"])
def test_lines_are_theirs(solver: str) -> None:
    X, y = load_diabetes(return_X_y=True)
    s = np.linspace(0.5, 2, len(y))
    ours = LinearRegression(solver=solver).fit(X, y, s)
    theirs = TheirLine().fit(X, y, s)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6)
    ours = LinearRegression(2.0, solver=solver).fit(X, y, s)
    np.testing.assert_allclose(ours.coef_, Ridge(2.0).fit(X, y, s).coef_, rtol=1e-6)


def test_their_tools_work(tumours: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    search = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()),
                          {"logisticregression__C": [0.1, 1.0]}, cv=3).fit(X, y)
    assert search.best_score_ > 0.95
    assert clone(LogisticRegression(2.0)).C == 2.0
    import pandas

    table = pandas.DataFrame(tumours[0][:, :3], columns=["a", "b", "c"])
    model = LogisticRegression().fit(table, y)
    assert list(model.feature_names_in_) == ["a", "b", "c"]


WITHOUT = """
import sys
sys.modules["sklearn"] = None
import numpy as np
from checker.train import LinearRegression, LogisticRegression, bases
assert not bases.SKLEARN
X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 3.0]])
model = LogisticRegression().fit(X, ["a", "b", "a", "b"], sample_weight=[1, 1, 2, 1])
print(model.predict(X), model.score(X, model.predict(X)), model.predict_proba(X).shape)
line = LinearRegression().set_params(alpha=0.0).fit(X, X @ [1, 2] + 3)
print(line.coef_.round(9), round(float(line.intercept_), 9), line.get_params()["alpha"])
for wrong in (lambda: model.predict(X[:, :1]), lambda: LogisticRegression().predict(X),
              lambda: model.fit(X, [0, 1, 2, 0]), lambda: model.fit(X, [1] * 4),
              lambda: model.fit(X * np.nan, [0, 1, 0, 1]), lambda: model.fit(X[0], [0]),
              lambda: model.fit(X, [0, 1]), lambda: model.fit(X, [0, 1, 0, 1], [0] * 4),
              lambda: model.fit(X, [0, 1, 0, 1], [-1] * 4), lambda: model.set_params(c=1)):
    try:
        wrong()
    except ValueError as error:
        print(error)
"""


def test_without_scikit_learn_numpy_is_enough() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True,
                          timeout=60, check=False, env=environment())
    assert done.stdout.splitlines() == [
        "['a' 'a' 'a' 'b'] 1.0 (4, 2)", "[1. 2.] 3.0 0.0",
        "X has 1 features, the fit had 2",
        "this LogisticRegression is not fitted yet; call fit first",
        "y must hold two classes, but it holds 3 classes",
        "y must hold two classes, but it holds one class",
        "X contains NaN or infinity",
        "X has the shape (2,); (samples, features) is expected",
        "y has the shape (2,), where X has 4 samples",
        "all sample weights are zero",
        "sample weights must be numbers that are not negative",
        "no parameter is called 'c'; there are C, fit_intercept, solver, tol, max_iter, rate, "
        "random_state"], done.stderr
