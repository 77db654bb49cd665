"""Every target computes the same values; JAX and PyTorch differentiate by the verified rules."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from sympy import Sum, exp, log

import derivations
from checker import by, deriving
from checker.commands import commands
from checker.export.artefact import TARGETS as TARGET_NAMES
from checker.export.artefact import Artefact, export
from checker.export.refusals import NotExported
from checker.language.claim import Derivation

INSTALLED = {
    "numpy": True, "c": shutil.which("cc") is not None,
    **{name: find_spec(name) is not None for name in ("jax", "torch", "numba")}}
TARGETS = [pytest.param(name, marks=pytest.mark.skipif(
    not installed, reason=f"{name} is not installed")) for name, installed in INSTALLED.items()]
needs_jax = pytest.mark.skipif(not INSTALLED["jax"], reason="jax is not installed")
needs_numba = pytest.mark.skipif(not INSTALLED["numba"], reason="numba is not installed")
needs_torch = pytest.mark.skipif(not INSTALLED["torch"], reason="torch is not installed")


@cache
def artefact(derivation: str, target: str) -> Artefact:
    return export(derivations.load(derivation), target=target)


@cache
def module(derivation: str, target: str) -> Any:
    if target == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)
    return artefact(derivation, target).load(f"{target}_{derivation.replace('-', '_')}")


SHELF = [name for name in derivations.NAMES if derivations.load(name).results]
WORST = {"derivative": 4, "d2z": 4, "loss": 4, "dZ": 4, "gradient": 4, "hessian": 4, "d2Z": 8}
"""Units in the last place of a double; of other results, and of the loss of one number, two."""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("derivation", SHELF)
def test_the_gate_lets_the_file_through(derivation: str, target: str) -> None:
    found = artefact(derivation, target)
    for one in found.measured:
        single = one.function == "loss" and derivation == "logistic"
        worst = 2 if single else WORST.get(one.function, 2)
        assert one.worst <= (worst if one.kind == "float64" else max(worst, 4)), one
    others = {one.target: one.worst for one in found.compared}
    assert target == "numpy" or others["numpy"] <= 4 + 4*(derivation == "softmax")


@pytest.mark.parametrize("target", ["numpy", pytest.param("jax", marks=needs_jax),
                                    pytest.param("torch", marks=needs_torch)])
@pytest.mark.parametrize(("derivation", "one"), [("squared", 1.0), ("logistic", 0.25)])
@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_an_argument_without_influence_has_a_say_in_the_shape(
        kind: str, derivation: str, one: float, target: str) -> None:
    z, y = np.zeros((3, 1), kind), np.ones(4, kind)
    if target == "torch":
        import torch

        z, y = torch.from_numpy(z), torch.from_numpy(y)
    found = np.asarray(module(derivation, target).d2z(z, y))
    assert found.shape == (3, 4) and found.dtype == kind and (found == one).all()


@pytest.mark.parametrize("target", ["numpy", pytest.param("jax", marks=needs_jax),
                                    pytest.param("torch", marks=needs_torch)])
def test_no_samples_are_refused(target: str) -> None:
    function = module("logistic-mean", target).loss
    with pytest.raises(ValueError, match="m must be positive"):
        function(np.zeros((0, 3)), np.zeros(0), np.zeros(3), 0.0)


SELF_TESTED = [("logistic", tuple(TARGET_NAMES)), ("logistic-mean", ("numpy", "c")),
               ("softmax", ("c", "numba"))]


@pytest.mark.parametrize(("derivation", "target"), [
    pytest.param(derivation, *one.values, marks=one.marks) for derivation, targets in SELF_TESTED
    for one in TARGETS if one.values[0] in targets])
def test_the_file_tests_itself(derivation: str, target: str, tmp_path: Path) -> None:
    file = tmp_path / ("exported.c" if target == "c" else "exported.py")
    artefact(derivation, target).write(file)
    command = [sys.executable, str(file)]
    if target == "c":
        declared = file.with_suffix(".h").read_text()
        assert declared.count(";") == len(artefact(derivation, target).functions)
        subprocess.run(["cc", "-std=c99", "-Wall", "-DSELF_TEST", str(file), "-o",
                        str(tmp_path / "test"), "-lm"], check=True)
        command = [str(tmp_path / "test")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0 and done.stdout.endswith("ulp: ok\n"), done.stdout + done.stderr


# --- target against target --------------------------------------------------------------------


ALL = tuple(name for name, installed in INSTALLED.items() if installed)
needs_c = pytest.mark.skipif(not INSTALLED["c"], reason="there is no C compiler")


def test_all_targets_that_are_installed_agree() -> None:
    found = export(derivations.load("softmax"), "dZ", against="all").compared
    assert [one.target for one in found] == [name for name in TARGET_NAMES if name in ALL[1:]]
    assert all(one.values > 300 and one.worst <= 8 for one in found)


@needs_c
def test_a_file_is_compared_with_the_quick_targets_unasked() -> None:
    assert [one.target for one in artefact("logistic", "numpy").compared] == ["c"]
    assert [one.target for one in artefact("logistic", "c").compared] == ["numpy"]


def changed(monkeypatch: pytest.MonkeyPatch, target: str, old: str, new: str) -> None:
    """The writer of a target with a mistake."""
    writer = import_module(f"checker.export.{TARGET_NAMES[target]}")
    good = writer.module

    def wrong(*given: Any) -> str:
        text: str = good(*given)
        assert old in text
        return text.replace(old, new)

    monkeypatch.setattr(writer, "module", wrong)


@needs_c
@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("fmax(z, 0)", "(fmax(z, 0) + (z == 2.5 ? 1e-9 : 0))",
     r"numpy and c disagree: loss\(2\.5, .*\) in float64 gives [0-9.]+ in numpy and [0-9.]+ in c; "
     r"[0-9.e+]+ ulp apart is more than 8"),
    ("fmax(z, 0)", "(z == 2.5 ? NAN : fmax(z, 0))", "gives [0-9.]+ in numpy and nan in c; inf ulp"),
])
def test_a_disagreement_names_both_targets_the_place_and_both_values(
        old: str, new: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "c", old, new)
    with pytest.raises(NotExported, match=sentence):
        export(derivations.load("logistic"), "loss")


@needs_c
def test_a_row_that_one_target_forgets_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # Six rows are right, as many as the self-test has; thirty-seven are not.
    changed(monkeypatch, "c", "first + ROWS : m;", "first + ROWS : m > 6 ? m - 1 : m;")
    with pytest.raises(NotExported, match="numpy and c disagree"):
        export(derivations.load("logistic-mean"), "loss")
    with pytest.raises(NotExported, match="the exact value is"):
        export(derivations.load("logistic-mean"), "loss", "c", against="none")


@needs_c
def test_nothing_is_written_where_two_targets_disagree(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "c", "fmax(z, 0)", "(fmax(z, 0) + (z == 2.5 ? 1e-9 : 0))")
    file = tmp_path / "loss.py"
    done = CliRunner().invoke(commands, ["export", "logistic:loss", "-o", str(file)])
    assert done.exit_code == 1 and "numpy and c disagree" in done.stderr
    assert list(tmp_path.iterdir()) == []
    done = CliRunner().invoke(
        commands, ["export", "logistic:loss", "--against", "none", "-o", str(file)])
    assert done.exit_code == 0 and "against" not in done.output and file.exists()


def test_what_does_not_run_here_is_left_out_unless_it_is_named(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.export.compiled.shutil.which", lambda _: None)
    assert export(derivations.load("sigmoid")).compared == ()
    with pytest.raises(NotExported, match=r"no comparison with c: .*no C compiler"):
        export(derivations.load("sigmoid"), against=["c"])
    with pytest.raises(NotExported, match="no target is called 'abacus'"):
        export(derivations.load("sigmoid"), against=["abacus"])


def test_an_export_to_numpy_loads_no_other_library() -> None:
    program = ("import sys, derivations; from checker.export.artefact import export; "
               "export(derivations.load('sigmoid')); "
               "print([m for m in ('jax', 'torch', 'numba') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                          check=True, timeout=120)
    assert done.stdout == "[]\n"


# --- classes ----------------------------------------------------------------------------------


def over_classes() -> Derivation:
    with deriving("own", "Sums over classes") as d:
        size = d.natural("K")
        j, y = d.index("j y", 1, size)
        k = d.index("k")
        b = d.real("b")
        logits = d.family("Z")
        total = d.define("T", Sum(exp(logits[k]), (k, 1, size)))
        largest = d.define("L", log(total))
        d.define("p[j]", exp(logits[j])/total)
        d.define("R", b*logits[y])
        d.define("S[j]", b*logits[j])
        d.chain(largest, by("definition of L"), log(total))
        d.result("logsum(Z)", log(total))
        d.result("p(Z)", exp(logits[j])/total)
        d.result("chosen(Z, b, y)", b*logits[y])
        d.result("scaled(b, Z)", b*logits[j])
    return d.finish()


@pytest.mark.parametrize("target", TARGETS)
def test_sums_over_classes_need_no_softmax(target: str) -> None:
    found = export(over_classes(), None, target)
    assert {one.function for one in found.measured} == {"logsum", "p", "chosen", "scaled"}
    assert all(one.worst <= 4 for one in found.measured)


@needs_c
@pytest.mark.parametrize(("result", "old", "new"), [
    ("dZ", "Z + row*K", "Z"), ("dZ", "out + row*K", "out"), ("loss", "y[row]", "y[0]"),
    ("d2Z", "work + 1*K", "work"), ("loss", "k = 0; k < K", "k = 0; k + 1 < K")])
def test_a_wrong_stride_is_noticed(result: str, old: str, new: str,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "c", old, new)
    with pytest.raises(NotExported, match="the file is not written"):
        export(derivations.load("softmax"), result, "c", against="none")


@needs_c
def test_the_header_declares_softmax_in_rows(tmp_path: Path) -> None:
    artefact("softmax", "c").write(tmp_path / "softmax.c")
    declared = (tmp_path / "softmax.h").read_text()
    assert "void dZ(size_t rows, size_t K, const double *Z, const size_t *y, double *out);" \
        in declared
    assert "const size_t *y, double *out, double *work);" in declared
    text = (tmp_path / "softmax.c").read_text()
    assert "Written: out (rows, K, K). work: room for 2*K numbers." in " ".join(text.split())


@needs_c
def test_an_argument_may_not_be_called_like_what_c_adds() -> None:
    with deriving("own", "Own") as d:
        size = d.natural("rows")
        k = d.index("k")
        logits = d.family("Z")
        d.define("T", Sum(exp(logits[k]), (k, 1, size)))
        largest = d.define("L", log(Sum(exp(logits[k]), (k, 1, size))))
        d.chain(largest, by("definition of L"), log(Sum(exp(logits[k]), (k, 1, size))))
        d.result("logsum(Z)", log(Sum(exp(logits[k]), (k, 1, size))))
    with pytest.raises(NotExported, match="rows cannot be the name of an argument in C"):
        export(d.finish(), target="c")


def test_what_is_no_row_of_numbers_is_refused_with_a_sentence() -> None:
    with deriving("own", "Own") as d:
        m, n = d.natural("m"), d.natural("n")
        d.index("i", 1, m)
        j = d.index("j", 1, n)
        k = d.index("k")
        x, u = d.family("x"), d.family("u")
        d.define("T[j]", u[j]*Sum(exp(x[k]), (k, 1, m)))
        d.chain(u[j]*Sum(exp(x[k]), (k, 1, m)), by("so"), Sum(exp(x[k]), (k, 1, m))*u[j])
        d.result("both(x, u)", u[j]*Sum(exp(x[k]), (k, 1, m)))
    for target in ("c", "numba"):
        with pytest.raises(NotExported, match="this target has no loop for both"):
            export(d.finish(), target=target)


@needs_numba
def test_numba_takes_one_sample_or_many() -> None:
    softmax, other = module("softmax", "numba"), module("softmax", "numpy")
    random = np.random.default_rng(4)
    Z, y = random.normal(size=(2, 30, 4)), random.integers(4, size=(2, 30))
    for name in ("loss", "dZ", "d2Z"):
        found = getattr(softmax, name)(Z, y)
        np.testing.assert_allclose(found, getattr(other, name)(Z, y), rtol=1e-13)
    assert softmax.dZ(Z.astype(np.float32), y).dtype == np.float32
    turned = softmax.dZ(Z[0, ::-2, ::-1], y[0, ::2])
    np.testing.assert_allclose(turned, other.dZ(Z[0, ::-2, ::-1], y[0, ::2]), rtol=1e-13)
    assert np.ndim(softmax.loss([1.0, 2.0], 1)) == 0 and softmax.loss([800.0, -800.0], 1) == 1600
    with pytest.raises(ValueError, match="y must be from 0 to 3"):
        softmax.loss(Z, y + 4)


def data() -> tuple[Any, ...]:
    random = np.random.default_rng(2)
    return random.normal(size=(200, 4)), (random.random(200) < 0.5).astype(float)


@needs_jax
def test_jax_differentiates_by_the_verified_rule() -> None:
    import jax
    import jax.numpy as jnp

    logistic = module("logistic", "jax")
    assert jax.grad(logistic.loss)(0.0, 1.0) == -0.5
    assert jax.grad(logistic.loss)(0.0, 0.0) == 0.5
    assert jax.grad(jax.grad(logistic.loss))(0.0, 1.0) == 0.25
    assert jax.grad(logistic.loss, argnums=1)(2.0, 1.0) == -2.0
    z = jnp.linspace(-50, 50, 11)
    slopes = jax.jit(jax.vmap(jax.grad(logistic.loss), in_axes=(0, None)))(z, 1.0)
    np.testing.assert_allclose(slopes, logistic.dz(z, 1.0), rtol=1e-14)
    assert jax.grad(module("softplus", "jax").value)(0.0) == 0.5
    assert jax.grad(jax.grad(module("softplus", "jax").value))(0.0) == 0.25
    assert jax.grad(logistic.loss)(jnp.float32(0), 1).dtype == jnp.float32


@needs_jax
def test_jax_is_right_where_training_starts() -> None:
    import jax
    import jax.numpy as jnp

    mean = module("logistic-mean", "jax")
    X, y = data()
    w = jnp.zeros(4)
    slope, at_b = jax.jit(jax.grad(mean.loss, argnums=(2, 3)))(X, y, w, 0.0)
    np.testing.assert_allclose(slope, X.T @ (0.5 - y)/200, atol=1e-15)
    np.testing.assert_allclose(at_b, (0.5 - y).mean(), atol=1e-15)
    hessian = jax.hessian(mean.loss, argnums=2)(X, y, w, 0.0)
    np.testing.assert_allclose(hessian, X.T @ X/800, rtol=1e-12)


@needs_jax
def test_jax_softmax() -> None:
    import jax
    import jax.numpy as jnp

    softmax = module("softmax", "jax")
    Z = jnp.array([[1.0, 2.0, 2.0], [0.0, 0.0, 0.0]])
    slope = jax.grad(lambda Z: softmax.loss(Z, np.array([1, 2])).sum())(Z)
    p = np.exp(Z)/np.exp(Z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(slope, p - np.eye(3)[[1, 2]], rtol=1e-14)


@needs_torch
def test_torch_differentiates_by_the_verified_rule() -> None:
    import torch

    logistic = module("logistic", "torch")
    z = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    y = torch.tensor([0.0, 1.0, 0.3], dtype=torch.float64)
    (slope,) = torch.autograd.grad(logistic.loss(z, y).sum(), z, create_graph=True)
    assert slope.tolist() == [0.5, -0.5, 0.2]
    (second,) = torch.autograd.grad(slope.sum(), z)
    assert second.tolist() == [0.25, 0.25, 0.25]
    single = torch.zeros((), dtype=torch.float32, requires_grad=True)
    logistic.loss(single, 1.0).backward()
    assert single.grad.dtype == torch.float32 and single.grad == -0.5
    many = torch.func.vmap(torch.func.grad(logistic.loss), in_dims=(0, None))(
        torch.linspace(-3, 3, 5), torch.tensor(1.0))
    np.testing.assert_allclose(many, logistic.dz(torch.linspace(-3, 3, 5), 1.0), rtol=1e-6)


@needs_torch
def test_torch_refuses_to_differentiate_by_data() -> None:
    import torch

    with pytest.raises(ValueError, match="y is data"):
        module("logistic", "torch").loss(0.0, torch.ones((), requires_grad=True))


@needs_torch
def test_torch_is_right_where_training_starts() -> None:
    import torch

    mean = module("logistic-mean", "torch")
    X, y = map(torch.tensor, data())
    w = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    slope, at_b = torch.autograd.grad(mean.loss(X, y, w, b), (w, b), create_graph=True)
    np.testing.assert_allclose(slope.detach(), X.T @ (0.5 - y)/200, atol=1e-15)
    np.testing.assert_allclose(at_b.detach(), (0.5 - y).mean(), atol=1e-15)
    (row,) = torch.autograd.grad(slope[0], w)
    np.testing.assert_allclose(row, X.T @ X[:, 0]/800, rtol=1e-12)
