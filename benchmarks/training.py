"""Fitting logistic regression: checker against scikit-learn's solvers, side by side in one run.

    env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE python benchmarks/training.py

Every program fits the same data to the same largest component of the mean gradient, 1e-6. The
times are those of `fit` alone, interleaved: one fit of each in turn, then the next round. The
exit code is 1 if a promise is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import sklearn
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression as Theirs
from threadpoolctl import threadpool_info

from checker.train import LogisticRegression as Ours
from checker.train import verified
from checker.train.objective import Objective

TOL = 1e-6
"""The largest component of the mean gradient that a fit may leave."""


class Data(NamedTuple):
    """One problem."""

    name: str
    X: Any
    y: Any
    C: float
    promise: dict[str, float]
    """Against each solver: the largest ratio of our time to its time."""


def tumours(C: float) -> Data:
    """The breast cancer data, standardised."""
    data = load_breast_cancer()
    X = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    return Data(f"breast cancer, C = {C:g}", X, data.target.astype(float), C,
                {"newton-cholesky": 0.5, "lbfgs": 0.5})


def drawn(m: int, n: int, even: bool, promised: bool = True) -> Data:
    """Normal samples with labels drawn from the model, three quarters predictable.

    Even: independent features of one scale, on which gradients alone go straight to the
    optimum. Uneven: neighbours correlate by about one half, and scales spread over a factor
    of ten, as columns in different units do.
    """
    random = np.random.default_rng(0)
    X = random.normal(size=(m, n))
    z = X @ random.normal(size=n) * 2 / np.sqrt(n) - 0.5
    y = (random.random(m) < 1 / (1 + np.exp(-z))).astype(float)
    if not even:
        X[:, 1:] += 0.6 * X[:, :-1]
        X *= 10.0 ** np.linspace(-0.5, 0.5, n)
    name = f"{m:.0e} x {n}, {'even' if even else 'uneven'}".replace("e+0", "e")
    return Data(name, X, y, 1.0, {"newton-cholesky": 0.6, "lbfgs": 0.2} if promised else {})


PROBLEMS: dict[str, Callable[[], Data]] = {
    "cancer": lambda: tumours(1.0),
    "cancer-weak": lambda: tumours(1e6),
    "100k": lambda: drawn(100_000, 50, even=False),
    "1m": lambda: drawn(1_000_000, 30, even=False),
    "100k-even": lambda: drawn(100_000, 50, even=True),
    "1m-even": lambda: drawn(1_000_000, 30, even=True),
}


def programs(C: float) -> dict[str, Callable[[], Any]]:
    """A new estimator of each kind."""
    return {"checker": lambda: Ours(C=C, tol=TOL),
            **{solver: lambda solver=solver: Theirs(C=C, solver=solver, tol=TOL, max_iter=100_000)
               for solver in ("newton-cholesky", "lbfgs")}}


def measure(data: Data, rounds: int) -> dict[str, dict[str, float]]:
    """Of each program: median seconds, steps, gradient and loss at its end."""
    made = programs(data.C)
    times: dict[str, list[float]] = {name: [] for name in made}
    last: dict[str, Any] = {}
    for turn in range(rounds + 1):
        for name, program in made.items():
            model = program()
            begun = time.perf_counter()
            model.fit(data.X, data.y)
            if turn:  # the first round warms up
                times[name].append(time.perf_counter() - begun)
            last[name] = model
    objective = Objective(verified.LOGISTIC, data.X, data.y, penalty=1 / (data.C * len(data.y)))
    found = {}
    for name, model in last.items():
        end = objective.at(np.append(model.coef_[0], model.intercept_))
        found[name] = {"seconds": median(times[name]), "best": min(times[name]),
                       "steps": float(np.max(model.n_iter_)), "gradient": end.norm,
                       "loss": end.loss}
    return found


def report(data: Data, found: dict[str, dict[str, float]]) -> bool:
    """Print a table; whether every promise is kept."""
    kept, ours = True, found["checker"]
    print(f"\n{data.name}\n  {'':16} {'seconds':>9} {'best':>9} {'steps':>6} {'gradient':>9} "
          f"{'loss - ours':>12} {'ours / its':>11}")
    for name, row in found.items():
        ratio = ours["seconds"] / row["seconds"]
        line = (f"  {name:16} {row['seconds']:9.4f} {row['best']:9.4f} {row['steps']:6.0f} "
                f"{row['gradient']:9.1e} {row['loss'] - ours['loss']:12.1e}")
        if name != "checker":
            line += f" {ratio:11.3f}"
            promise = data.promise.get(name)
            if promise is not None:
                kept &= ratio <= promise
                line += f"   promised {promise}: {'kept' if ratio <= promise else 'MISSED'}"
        if row["gradient"] > TOL:
            line += f"   (did not reach {TOL:g})"
            kept &= name != "checker"
        print(line)
    best = min(row["loss"] for row in found.values())
    return kept & (ours["loss"] - best <= 1e-9)


def main() -> int:
    """Measure with one thread and with as many as the machine has."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--problems", default=",".join(PROBLEMS), help=", ".join(PROBLEMS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, help="only with so many threads")
    parser.add_argument("--json", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.threads is None:
        return _in_turn()
    warnings.simplefilter("ignore")
    blas = next((f"{pool['internal_api']} {pool.get('architecture', '')}"
                 for pool in threadpool_info() if pool["user_api"] == "blas"), "no BLAS")
    print(f"{arguments.threads} thread(s); {platform.machine()}, NumPy {np.__version__} "
          f"({blas}), scikit-learn {sklearn.__version__}; load {os.getloadavg()[0]:.1f}")
    kept, everything = True, {}
    for key in arguments.problems.split(","):
        data = PROBLEMS[key]()
        rounds = arguments.rounds * (10 if len(data.y) < 10_000 else 1)
        everything[key] = measure(data, rounds)
        kept &= report(data, everything[key])
    if arguments.json:
        with open(f"{arguments.threads}-{arguments.json}", "w", encoding="utf-8") as stream:
            json.dump(everything, stream, indent=2)
    return 0 if kept else 1


def _in_turn() -> int:
    """A process for each number of threads: libraries read it when they are loaded."""
    code = 0
    for threads in dict.fromkeys((1, os.cpu_count() or 1)):
        limits = {f"{name}_NUM_THREADS": str(threads) for name in ("OPENBLAS", "OMP", "MKL")}
        done = subprocess.run([sys.executable, __file__, *sys.argv[1:], "--threads", str(threads)],
                              env=os.environ | limits, check=False)
        code = max(code, done.returncode)
        print()
    return code


if __name__ == "__main__":
    sys.exit(main())
