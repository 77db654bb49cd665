"""Values at many places, not only at those of the gate: sums of one sample, and JAX under jit."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import derivations
from checker.export.artefact import Artefact, export
from checker.export.exact import exact_value
from checker.export.function import Function
from checker.export.gate import FLUSHING, run
from checker.export.hard_places import HARD, rounded, ulps

INSTALLED = {
    "numpy": True, "c": shutil.which("cc") is not None,
    **{name: find_spec(name) is not None for name in ("jax", "torch", "numba")}}
TARGETS = [pytest.param(name, marks=pytest.mark.skipif(
    not installed, reason=f"{name} is not installed")) for name, installed in INSTALLED.items()]
needs_jax = pytest.mark.skipif(not INSTALLED["jax"], reason="jax is not installed")


@cache
def exported(derivation: str, target: str) -> Artefact:
    return export(derivations.load(derivation), target=target)


def function(artefact: Artefact, name: str) -> Function:
    return next(f for f in artefact.functions if f.name == name)


def places(kind: str) -> list[float]:
    random = np.random.default_rng(3)
    spread = [*HARD, *random.uniform(-40, 40, 100), *random.uniform(-750, 750, 40),
              *(random.choice([-1, 1], 40) * np.exp(random.uniform(-40, 4, 40)))]
    return [rounded(float(z), kind) for z in spread]


@pytest.mark.parametrize("kind", ["float64", "float32"])
@pytest.mark.parametrize("target", TARGETS)
def test_a_sum_of_one_sample_is_as_right_as_its_summand(target: str, kind: str,
                                                        tmp_path: Path) -> None:
    # C has an exponential of its own for these sums, and no other test sees it one by one.
    artefact = exported("logistic-mean", target)
    path = tmp_path / ("exported.c" if target == "c" else "exported.py")
    artefact.write(path)
    chosen = [(z, y) for z in places(kind) for y in (0.0, 1.0)]
    answers = run(path, artefact.functions, [
        ("gradient", kind, ([[1.0]], [y], [z], 0.0)) for z, y in chosen], target)
    (dz,) = function(exported("logistic", "numpy"), "dz").parts
    for (z, y), (at_w, at_b) in zip(chosen, answers, strict=True):
        assert at_w == at_b
        exact = exact_value(dz.exact, {"z": z, "y": y}, {})
        assert exact is not None
        error = ulps(float.fromhex(at_b), exact, exact, kind, target in FLUSHING)
        assert error <= (2 if kind == "float64" else 4), (z, y)


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_no_number_stays_none(target: str, tmp_path: Path) -> None:
    artefact = exported("logistic-mean", target)
    path = tmp_path / ("exported.c" if target == "c" else "exported.py")
    artefact.write(path)
    wild = [float("nan"), float("inf"), float("-inf")]
    nan, plus, minus = run(path, artefact.functions, [
        ("gradient", "float64", ([[1.0]], [0.0], [0.0], b)) for b in wild], target)
    assert nan[1] == "nan"
    assert (float.fromhex(plus[1]), float.fromhex(minus[1])) == (1.0, 0.0)


@needs_jax
def test_jax_is_right_to_two_units_under_jit_and_vmap() -> None:
    import jax

    jax.config.update("jax_enable_x64", True)
    artefact = exported("softplus", "jax")
    value = artefact.load("jax_softplus_places").value
    (part,) = function(artefact, "value").parts
    # Below a power of two e = exp(-|z|) has the larger unit, and log(1 + e) feels it most.
    tight = [-k * float(np.log(2)) + d for k in range(12) for d in (-1e-3, 1e-6, 1e-4, 1e-3)]
    for kind, limit in (("float64", 2), ("float32", 4)):
        z = np.array([*places(kind), *tight], dtype=kind)
        for found in (jax.jit(value)(z), jax.vmap(value)(z), value(z)):
            assert str(found.dtype) == kind
            for at, one in zip(z.tolist(), np.asarray(found).tolist(), strict=True):
                exact = exact_value(part.exact, {"z": at}, {})
                assert exact is not None
                assert ulps(one, exact, exact, kind, flushed=True) <= limit, at
