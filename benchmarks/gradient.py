"""Throughput of the weight gradient of mean logistic loss, one thread, all programs in one run.

Times are medians, told as a multiple of the time to read X once. The exit code is 1 if a
promise is missed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                 "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"
# These settings are for older builds of OpenBLAS and slow a current NumPy.
os.environ.pop("OPENBLAS_CORETYPE", None)
os.environ.pop("OPENBLAS_L2_SIZE", None)
# JAX takes a second thread whatever its flags say: two cores would show 1.6 seconds of work in one.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

# E402: NumPy reads the settings above when it is loaded.
import numpy as np  # noqa: E402

import derivations  # noqa: E402
from checker.export.artefact import export  # noqa: E402
from checker.export.c_code import FLAGS  # noqa: E402

SIZES = ((1_000, 10), (100_000, 30), (1_000_000, 30), (100_000, 300))
PROMISES = {("numpy", 1_000_000, 30): 2.5, ("numpy", 100_000, 300): 2.0,
            ("c", 1_000_000, 30): 2.0, ("c", 100_000, 300): 1.6}
"""At most so many times the time to read X once."""
ROUNDS = 10
"""How often each program has its turn."""
RIVALS = ("jax jit", "scikit-learn")
"""Programs that our export is to be faster than, at every size."""

Gradient = Callable[[], Any]


def ours(folder: Path, X: Any, y: Any, w: Any, b: float) -> Iterator[tuple[str, Gradient]]:
    """The exports, each through its gate."""
    derivation = derivations.load("logistic-mean")
    numpy = export(derivation, "gradient").load()
    yield "numpy", lambda: numpy.gradient(X, y, w, b)
    file = folder / "grad.c"
    export(derivation, "gradient", target="c").write(file)
    library = folder / "grad.so"
    subprocess.run(["cc", *FLAGS.split(), "-shared", "-fPIC", str(file), "-o", str(library), "-lm"],
                   check=True)
    compiled = ctypes.CDLL(str(library)).gradient
    compiled.restype = None
    dw, db = np.empty(len(w)), ctypes.c_double()
    place = ctypes.POINTER(ctypes.c_double)
    # Made once: what ctypes takes for it is no part of the function, which is called from C.
    given = (*(ctypes.c_size_t(k) for k in X.shape),
             *(a.ctypes.data_as(place) for a in (X, y, w)), ctypes.c_double(b),
             dw.ctypes.data_as(place), ctypes.byref(db))

    def call() -> Any:
        compiled(*given)
        return dw, db.value

    yield "c", call
    if find_spec("numba"):
        looped = export(derivation, "gradient", target="numba").load("numba_export")
        yield "numba", lambda: looped.gradient(X, y, w, b)


def others(X: Any, y: Any, w: Any, b: float) -> Iterator[tuple[str, Gradient]]:
    """What people use today, where it is installed."""
    m = len(y)

    def naive() -> Any:
        p = 1/(1 + np.exp(-(X @ w + b)))
        return X.T @ (p - y)/m, (p - y).mean()

    yield "numpy, textbook", naive
    yield from lambdified(X, y, w, b)
    try:
        from sklearn._loss import HalfBinomialLoss
        from sklearn.linear_model._linear_loss import LinearModelLoss

        loss = LinearModelLoss(HalfBinomialLoss(), fit_intercept=True)
        coefficients = np.append(w, b)

        def sklearn() -> Any:
            found = loss.gradient(coefficients, X, y, n_threads=1)
            return found[:-1], found[-1]

        yield "scikit-learn", sklearn
    except ImportError:
        pass
    try:
        import jax

        jax.config.update("jax_enable_x64", True)
        import jax.numpy as jnp

        def mean(w: Any, b: Any, X: Any, y: Any) -> Any:
            z = X @ w + b
            return (jnp.maximum(z, 0) - y*z + jnp.log1p(jnp.exp(-jnp.abs(z)))).mean()

        slope = jax.jit(jax.grad(mean, argnums=(0, 1)))
        there = tuple(map(jnp.asarray, (w, b, X, y)))
        yield "jax jit", lambda: jax.block_until_ready(slope(*there))
    except ImportError:
        pass
    try:
        import torch

        torch.set_num_threads(1)
        Xt, yt = torch.from_numpy(X), torch.from_numpy(y)
        wt = torch.from_numpy(w.copy()).requires_grad_()
        bt = torch.tensor(b, dtype=torch.float64, requires_grad=True)

        def grad() -> Any:
            found = torch.nn.functional.binary_cross_entropy_with_logits(Xt @ wt + bt, yt)
            return tuple(g.numpy() for g in torch.autograd.grad(found, (wt, bt)))

        yield "torch", grad
    except ImportError:
        pass


def lambdified(X: Any, y: Any, w: Any, b: float) -> Iterator[tuple[str, Gradient]]:
    """The plain road: the final form of one sample by lambdify, on the columns of X."""
    import sympy

    z, label, *columns = sympy.symbols(f"z y x0:{X.shape[1]}")
    weights = sympy.symbols(f"w0:{X.shape[1]}")
    logit = sum(c*v for c, v in zip(columns, weights, strict=True)) + z
    r = 1/(1 + sympy.exp(-logit)) - label
    compute = sympy.lambdify([z, label, columns, weights], [r*c for c in columns] + [r], cse=True)

    def call() -> Any:
        *parts, last = compute(b, y, X.T, w)
        return np.array([p.mean() for p in parts]), last.mean()

    yield "lambdify, by columns", call


def batch(call: Gradient, seconds: float) -> list[float]:
    """The times of some calls in a row, after one that warms up."""
    call()
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - begun < seconds and len(times) < 50):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return times


def measured(m: int, n: int, seconds: float) -> dict[str, float]:
    """The median times of everybody at one size; all agree with each other.

    The programs take turns, so that whatever else the machine does meets all of them.
    """
    random = np.random.default_rng(0)
    X = random.normal(size=(m, n))
    y = (random.random(m) < 0.5).astype(float)
    w, b = random.normal(size=n)/n**0.5, 0.1
    with tempfile.TemporaryDirectory() as folder:
        calls = {"read X once": lambda: X.sum(),
                 **dict((*ours(Path(folder), X, y, w, b), *others(X, y, w, b)))}
        found = {name: call() for name, call in calls.items() if name != "read X once"}
        for slope, last in found.values():
            np.testing.assert_allclose(np.asarray(slope), found["numpy"][0], rtol=1e-8, atol=1e-12)
            np.testing.assert_allclose(float(last), found["numpy"][1], rtol=1e-8, atol=1e-12)
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            for name, call in calls.items():
                times[name] += batch(call, seconds/ROUNDS)
    return {name: median(spent) for name, spent in times.items()}


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for one program at one size")
    parser.add_argument("--sizes", help="such as 1000x10,100000x30")
    parser.add_argument("--json", metavar="FILE")
    given = parser.parse_args()
    sizes = SIZES if given.sizes is None else [
        tuple(map(int, size.split("x"))) for size in given.sizes.split(",")]
    everything, missed = {}, []
    for m, n in sizes:
        times = measured(m, n, given.seconds)
        everything[f"{m}x{n}"] = times
        once = times["read X once"]
        print(f"\n{m} x {n}: reading X once takes {once*1e3:.3f} ms")
        for name, spent in times.items():
            print(f"  {name:22} {spent*1e3:10.3f} ms   {spent/once:8.2f}")
        for target in ("numpy", "c"):
            promise = PROMISES.get((target, m, n))
            if promise is not None and times[target] > promise*once:
                missed.append(f"{target} at {m} x {n}: {times[target]/once:.2f} > {promise}")
        missed += [f"{target} at {m} x {n} is slower than {rival}" for target in ("numpy", "c")
                   for rival in RIVALS if rival in times and times[target] > times[rival]]
    if given.json:
        Path(given.json).write_text(json.dumps(everything, indent=2))
    print("\n" + ("every promise is kept" if not missed else "missed: " + "; ".join(missed)))
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
