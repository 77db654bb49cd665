"""Lines with one operation each compute the same to the last bit, and change no argument."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.export.artefact import export
from checker.export.in_place import in_place
from derivations import load

VECTORS = ("y_rows", "v_rows")
LEAVES = st.sampled_from(["z", "y_rows", "v_rows", "t", "b", "2", "0.5"])
TEXTS = st.recursive(LEAVES, lambda inner: st.one_of(
    st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
    inner.map(lambda t: f"(-{t})"),
    st.tuples(st.sampled_from(["abs", "exp", "sign", "log1p"]), inner).map(
        lambda p: f"np.{p[0]}({p[1]})"),
    inner.map(lambda t: f"np.maximum({t}, 0)"),
    inner.map(lambda t: f"np.where({t} > 0, {t}, 1)")), max_leaves=12)


def run(lines: list[str], dtype: Any) -> list[Any]:
    """What the lines compute for six rows."""
    rng = np.random.default_rng(3)
    given: dict[str, Any] = {
        "np": np, "X_rows": rng.normal(size=(6, 3)).astype(dtype), "w": np.ones(3, dtype),
        "b": np.asarray(0.3, dtype), "total": np.asarray(0, dtype),
        **{name: rng.normal(size=6).astype(dtype) for name in VECTORS}}
    kept = {name: np.copy(given[name]) for name in (*VECTORS, "X_rows", "w", "b")}
    with np.errstate(all="ignore"):
        exec("\n".join(lines), given)  # made from the alphabet above
    for name, value in kept.items():
        assert np.array_equal(given[name], value), name
    return [given["t2"], given["total"]]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(TEXTS, TEXTS, st.sampled_from(["float32", "float64"]))
def test_every_bit_is_the_same(first: str, second: str, dtype: str) -> None:
    lines = ["z = X_rows @ w + b", "t = z - y_rows", f"t2 = {first} + z*0",
             f"total += ({second} + t2).sum(axis=-1)"]
    for one, other in zip(run(lines, dtype), run(in_place(lines, VECTORS, ("b",), ("X_rows",)),
                                                  dtype), strict=True):
        assert np.asarray(one).dtype == np.asarray(other).dtype
        assert np.array_equal(one, other, equal_nan=True)


def test_lines_of_other_kinds_stay() -> None:
    lines = ["t = np.where(z > 0, z, 1)", "W += X_rows.T @ (t[:, None]*X_rows)",
             "total += 0.5*t"]
    assert in_place(lines, ("z",), (), ("X_rows",)) == lines


def test_an_array_with_another_name_is_not_written_to() -> None:
    for view in ("t = e", "t = e[:, None]"):
        lines = ["e = np.exp(z)", view, "u = np.abs(e)", "r = t + u"]
        assert in_place(lines, ("z",), (), ())[:3] == lines[:3]


def test_an_array_that_is_needed_is_not_written_to() -> None:
    assert in_place(["e = np.exp(z)", "f = np.abs(e)", "g = e + f"], ("z",), (), ()) == [
        "e = np.exp(z)", "f = np.abs(e)", "g = e + f"]
    assert in_place(["e = np.exp(z)", "f = np.abs(e)", "g = f + 1"], ("z",), (), ())[1] == \
        "f = np.abs(e, out=e)"


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_exported_sums_leave_their_arguments_alone(kind: Any) -> None:
    functions = [getattr(export(load("logistic-mean"), name, against="none").load(), name)
                 for name in ("loss", "gradient", "hessian")]
    rng = np.random.default_rng(0)
    X, y, w = rng.normal(size=(40, 3)), rng.integers(0, 2, 40).astype(float), rng.normal(size=3)
    given = [np.asarray(a, kind) for a in (X, y, w)]
    copies = [a.copy() for a in given]
    for function in functions:
        found = function(*given, kind(0.5))
        for part in found if isinstance(found, tuple) else (found,):
            assert part.dtype == kind
        assert all(np.array_equal(a, b) for a, b in zip(given, copies, strict=True))
