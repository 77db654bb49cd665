"""Only what is proved is exported, in forms that are proved, through a gate that runs the file."""

from __future__ import annotations

import ast
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf
from sympy import Integral, Symbol, exp

import checker
import derivations
from checker import D, by, deriving
from checker.check import check
from checker.commands import commands
from checker.export.artefact import Artefact, export, formula
from checker.export.chains import stable_chains
from checker.export.forms import FORMS
from checker.export.gate import passed
from checker.export.refusals import NotExported
from checker.export.stable import stabilised
from checker.language.claim import Chain, Claim, Derivation, Result
from checker.language.context import Context, Definition
from checker.language.term import name

SHELF = ("sigmoid", "softplus", "logistic", "logistic-mean", "squared-error", "softmax")


@cache
def artefact(derivation: str) -> Artefact:
    return export(derivations.load(derivation))


@cache
def module(derivation: str) -> Any:
    return artefact(derivation).load()


# --- only what is proved ----------------------------------------------------------------------


def derived(result: Any, *lines: Any) -> Derivation:
    with deriving("own", "Own") as d:
        z = d.real("z")
        sigma = d.define("sigma(z)", 1/(1 + exp(-z)))
        chain = lines or (D(sigma(z), z), sigma(z)*(1 - sigma(z)))
        d.chain(chain[0], *(part for line in chain[1:] for part in (by("so"), line)))
        d.result("value(z)", result)
    return d.finish()


z = Symbol("z", real=True)


def test_a_false_step_is_named_and_nothing_is_exported() -> None:
    with pytest.raises(NotExported, match=r"test_export.py:\d+: z\*\*2 = z\*\*3 is refuted"):
        export(derived(z**2, z**2, z**3))


def test_an_undecided_step_is_named_and_nothing_is_exported() -> None:
    with pytest.raises(NotExported, match="is undecided"):
        export(derived(z, Integral(2*z, (z, 0, 1)), 1 + 0*z))


def test_a_result_that_nothing_proves_is_refused() -> None:
    with pytest.raises(NotExported, match="is not proved equal"):
        export(derived(z**2 + 1))


def test_a_result_that_no_line_says_is_tied_by_a_proof() -> None:
    tied = export(derived(exp(-z)/(1 + exp(-z))**2)).functions[0].parts[0].proven
    assert str(tied.claim.lhs) == "Derivative(sigma(z), z)"
    assert len(tied.certificate) == 64


def test_an_unknown_result_is_told_its_neighbours() -> None:
    with pytest.raises(NotExported, match="there are: value, derivative"):
        export(derivations.load("sigmoid"), "slope")


@pytest.mark.parametrize("bad", ["lambda", "_hidden", "np"])
def test_names_that_no_file_can_use_are_refused(bad: str) -> None:
    with deriving("own", "Own") as d:
        x = d.real("x")
        d.chain(x + x, by("so"), 2*x)
        d.result(f"{bad}(x)", 2*x)
    with pytest.raises(NotExported, match="cannot be a name"):
        export(d.finish())


def test_a_title_cannot_write_code() -> None:
    with deriving("own", 'evil"""\nraise SystemExit\n"""\\') as d:
        x = d.real("x")
        d.chain(x + x, by("so"), 2*x)
        d.result("twice(x)", 2*x)
    text = export(d.finish()).text
    assert not any(isinstance(node, ast.Raise) for node in ast.parse(text).body)


# --- stable forms -----------------------------------------------------------------------------


@pytest.mark.parametrize("derivation", SHELF)
def test_every_step_to_a_stable_form_is_proved(derivation: str) -> None:
    found = derivations.load(derivation)
    for result in found.results:
        chains = stable_chains(found, result)
        assert chains
        for chain in chains:
            for claim in chain.claims:
                assert check(claim).outcome == "proved", claim


WRITTEN = {
    "1/(1 + exp(-z))": "sigma", "exp(z)/(exp(z) + 1)": "sigma", "1 - 1/(1 + exp(-z))": "1 - sigma",
    "exp(-z)/(1 + exp(-z))**2": "(e/(1 + e))/(1 + e)", "log(exp(z) + 1)": "max(u, 0)",
    "log(1/(1 + exp(-z)))": "min(u, 0)", "z + log(1 + exp(-z)) - y*z": "max(u, 0) - y u",
    "-y*log(1/(1 + exp(-z))) - (1 - y)*log(1 - 1/(1 + exp(-z)))": "max(u, 0) - y u",
    "(1 + exp(z))**(-1)*exp(z) - y": "the error", "log(exp(y) + exp(z))": "max(u, y)",
    "(exp(z) - exp(-z))/(exp(z) + exp(-z))": "tanh",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_form_is_found_however_it_is_written(written: str) -> None:
    found = stabilised(checker.parse(written), Context())
    assert found.steps[-1].claim.reason.startswith(WRITTEN[written])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.reason)
def test_a_stable_form_stays_itself(form: Any) -> None:
    term = form.build(name("u"), name("y"))
    assert "exp" not in str(term) or "exp(-Abs(" in str(term)


@pytest.mark.parametrize(("written", "spelt"), [
    ("sqrt(x**2 + w**2)", "np.hypot(x, w)"), ("exp(x) - 1", "np.expm1(x)"),
    ("log(1 + x**2)", "np.log1p(x**2)"), ("exp(x) + 1", "np.exp(x)")])
def test_functions_that_lose_nothing_are_called_by_their_names(written: str, spelt: str) -> None:
    term = checker.parse(written)
    context = Context(definitions=(Definition("Q", (), term),))
    own = Derivation("own", "Own", context, (Chain((Claim(name("Q"), term, context),)),),
                     (Result("value", ("x", "w"), term),))
    assert spelt in export(own).text


def test_an_unknown_form_stays_as_it_is() -> None:
    term = checker.parse("exp(x)*sin(x) + 1/x")
    assert stabilised(term, Context()).term is term


# --- the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize("derivation", SHELF)
def test_the_file_stands_alone_and_tests_itself(derivation: str, tmp_path: Path) -> None:
    file = tmp_path / "exported.py"
    artefact(derivation).write(file)
    imported = {node.module if isinstance(node, ast.ImportFrom) else alias.name
                for node in ast.walk(ast.parse(file.read_text()))
                if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}
    assert imported <= {"__future__", "sys", "collections.abc", "typing", "numpy", "numpy.typing"}
    done = subprocess.run([sys.executable, "-W", "error", str(file)], capture_output=True,
                          text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("ulp: ok\n")
    assert [p.name for p in tmp_path.iterdir()] == ["exported.py"]


def test_the_self_test_notices_a_wrong_value(tmp_path: Path) -> None:
    file = tmp_path / "exported.py"
    file.write_text(artefact("sigmoid").text.replace("1 + e", "1 + 2*e"))
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=False,
                          timeout=60)
    assert done.returncode == 1 and "WRONG" in done.stdout


def test_the_docstring_names_the_certificate_shapes_and_source() -> None:
    text = artefact("logistic-mean").text
    for part in ("note 002, lines 300-437", "Certificate of dw: sha256 ", "X (m, n)", "units",
                 "Stable form, proved: "):
        assert part in text


def test_functions_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    artefact("sigmoid").write(tmp_path / "pickled_export.py")
    monkeypatch.syspath_prepend(tmp_path)
    import pickled_export  # type: ignore[import-not-found]

    assert pickle.loads(pickle.dumps(pickled_export.value))(0.0) == 0.5


# --- values -----------------------------------------------------------------------------------


def test_the_promises_of_accuracy_hold_at_the_hard_places() -> None:
    for derivation in ("sigmoid", "softplus", "logistic", "softmax"):
        for one in artefact(derivation).measured:
            allowed = {"derivative": 4, "d2z": 4, "loss": 2, "dZ": 4, "d2Z": 8}.get(one.function, 2)
            assert one.worst <= (allowed if one.kind == "float64" else max(allowed, 4)), one


@settings(deadline=None, max_examples=60)
@given(st.floats(-1e4, 1e4), st.sampled_from([0.0, 1.0]))
def test_loss_and_gradient_against_mpmath(z: float, y: float) -> None:
    logistic = module("logistic")
    with mp.workprec(16_000):
        exact = mp.log(1 + mp.exp(mpf(z))) - mpf(y)*mpf(z)
        slope = 1/(1 + mp.exp(-mpf(z))) - mpf(y)
        for found, wanted in ((logistic.loss(z, y), exact), (logistic.dz(z, y), slope)):
            unit = mpf(float(np.spacing(abs(float(wanted)))))
            assert abs(mpf(float(found)) - wanted) <= 2*unit


@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_at_zero_the_gradient_is_exactly_one_half_less_the_label(y: float) -> None:
    assert module("logistic").dz(0.0, y) == 0.5 - y


def test_a_scalar_gives_a_scalar_and_float32_stays() -> None:
    logistic = module("logistic")
    assert np.ndim(logistic.loss(1.0, 1)) == 0 and not isinstance(logistic.loss(1, 1), np.ndarray)
    single = np.linspace(-3, 3, 7, dtype=np.float32)
    assert logistic.loss(single, 1).dtype == np.float32
    assert logistic.dz(single, np.ones(7, int)).dtype == np.float32
    assert logistic.dz(np.float32(1), 0.5).dtype == np.float32
    assert logistic.loss(np.arange(6).reshape(2, 3), np.array([0, 1, 0])).shape == (2, 3)


def data(m: int = 1000, n: int = 5, kind: str = "float64") -> tuple[Any, ...]:
    random = np.random.default_rng(1)
    X = random.normal(size=(m, n)).astype(kind)
    return X, (random.random(m) < 0.5).astype(kind), random.normal(size=n).astype(kind), 0.25


def test_gradient_and_hessian_agree_with_the_plain_formula() -> None:
    X, y, w, b = data(70_000)
    found = module("logistic-mean")
    p = 1/(1 + np.exp(-(X @ w + b)))
    dw, db = found.gradient(X, y, w, b)
    np.testing.assert_allclose(dw, X.T @ (p - y)/len(y), rtol=1e-10)
    np.testing.assert_allclose(db, (p - y).mean(), rtol=1e-10)
    wide = np.column_stack([X, np.ones(len(y))])
    np.testing.assert_allclose(found.hessian(X, y, w, b),
                               (wide.T*(p*(1 - p))) @ wide/len(y), rtol=1e-10)
    np.testing.assert_allclose(found.loss(X, y, w, b),
                               -(y*np.log(p) + (1 - y)*np.log(1 - p)).mean(), rtol=1e-12)
    assert np.ndim(db) == 0 and found.hessian(X, y, w, b).shape == (6, 6)


def test_squared_error_agrees_with_the_plain_formula() -> None:
    X, y, w, b = data()
    found = module("squared-error")
    error = X @ w + b - y
    np.testing.assert_allclose(found.loss(X, y, w, b), (error**2).mean()/2, rtol=1e-12)
    np.testing.assert_allclose(found.gradient(X, y, w, b)[0], X.T @ error/len(y), rtol=1e-10)


def test_float32_data_stay_float32() -> None:
    found = module("logistic-mean")
    X, y, w, b = data(kind="float32")
    dw, db = found.gradient(X, y.astype(int), w, b)
    assert dw.dtype == db.dtype == found.loss(X, y, w, b).dtype == np.float32
    assert found.hessian(X, y, w, b).dtype == np.float32


def test_softmax_takes_one_sample_or_many() -> None:
    softmax = module("softmax")
    random = np.random.default_rng(3)
    Z, y = random.normal(size=(2, 50, 4)), random.integers(4, size=(2, 50))
    p = np.exp(Z)/np.exp(Z).sum(axis=-1, keepdims=True)
    hot = np.eye(4)[y]
    np.testing.assert_allclose(softmax.loss(Z, y), -np.log((p*hot).sum(axis=-1)), rtol=1e-12)
    np.testing.assert_allclose(softmax.dZ(Z, y), p - hot, rtol=1e-12)
    hessian = p[..., :, None]*(np.eye(4) - p[..., None, :])
    np.testing.assert_allclose(softmax.d2Z(Z, y), hessian, rtol=1e-11)
    assert np.ndim(softmax.loss([1.0, 2.0], 1)) == 0
    assert softmax.dZ(Z.astype(np.float32), y).dtype == np.float32
    assert softmax.loss([800.0, -800.0], 1) == 1600


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6), st.data())
@settings(deadline=None, max_examples=60)
def test_softmax_against_mpmath(Z: list[float], data: Any) -> None:
    y = data.draw(st.integers(0, len(Z) - 1))
    with mp.workprec(2_200):  # of the difference of two doubles every bit; then nothing cancels
        others = [v for k, v in enumerate(Z) if k != Z.index(max(Z))]
        below = mp.fsum(mp.exp(mpf(v) - mpf(max(Z))) for v in others)
        exact = mpf(max(Z)) - mpf(Z[y]) + mp.log1p(below)
        found = mpf(float(module("softmax").loss(Z, y)))
        assert abs(found - exact) <= 4*mpf(float(np.spacing(abs(float(exact)))))


@pytest.mark.parametrize(("Z", "y", "message"), [
    (1.0, 0, r"Z must have shape \(\.\.\., classes\), not \(\)"),
    ([1.0, 2.0], 2, "y must be from 0 to 1"), ([1.0, 2.0], -1, "y must be from 0 to 1"),
    ([[1.0, 2.0]], 0, r"y must have shape \(1,\), not \(\)")])
def test_wrong_classes_name_their_argument(Z: Any, y: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        module("softmax").loss(Z, y)


def test_the_plain_road_stays() -> None:
    from sympy import lambdify

    slope = lambdify(["z"], formula(derivations.load("sigmoid"), "derivative"))
    assert slope(0.0) == 0.25
    with pytest.raises(NotExported):
        formula(derived(z**2 + 1), "value")


@pytest.mark.parametrize(("change", "message"), [
    ({"X": np.zeros(3)}, r"X must have shape \(m, n\), not \(3,\)"),
    ({"y": np.zeros(3)}, r"y has shape \(3,\), but m is 1000"),
    ({"w": np.zeros((5, 1))}, r"w must have shape \(n,\), not \(5, 1\)"),
    ({"b": np.zeros(2)}, r"b must have shape \(\), not \(2,\)"),
    ({"X": np.zeros((0, 5)), "y": np.zeros(0)}, "m must be positive"),
])
def test_a_wrong_shape_names_its_argument(change: dict[str, Any], message: str) -> None:
    given = {**dict(zip("Xywb", data(), strict=True)), **change}
    with pytest.raises(ValueError, match=message):
        module("logistic-mean").gradient(**given)


def test_a_wrong_type_names_its_argument() -> None:
    with pytest.raises(TypeError, match="y must hold real numbers"):
        module("logistic").loss(1.0, "yes")
    with pytest.raises(TypeError, match="z must hold real numbers"):
        module("logistic").loss(1j, 1)


# --- the gate ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("np.maximum(z, 0) - y*z + np.log1p(e)", "np.log(1 + np.exp(z)) - y*z", "is more than 4"),
    ("e = np.exp(-np.abs(z))", "e = np.exp(-np.abs(z)); np.exp(z)", "overflow"),
    ("np.log1p(e)", "np.log(1 + e)", "is more than 4"),
    ("(1 + e))", "(1 + e) + 0j)", "becomes complex"),
    ("np.log1p(e))", "np.log1p(e) + 1e-9*z)", "is more than 4"),
    ("import sys", "import nothing_like_this", "does not run"),
])
def test_what_fails_the_gate_is_refused(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    good = artefact("logistic")
    assert old in good.text
    file = tmp_path / "exported.py"
    file.write_text(good.text.replace(old, new))
    with pytest.raises(NotExported, match=sentence):
        passed(file, good.functions, 4.0)


def test_an_inaccurate_form_is_not_written() -> None:
    with pytest.raises(NotExported, match="the file is not written"):
        export(_cancelling())


def _cancelling() -> Derivation:
    with deriving("own", "Cancellation") as d:
        x = d.real("x")
        d.chain(x, by("so"), (x + 1) - 1)
        d.result("value(x)", (x + 1) - 1)
    return d.finish()


# --- the command ------------------------------------------------------------------------------


def run(*arguments: str) -> Any:
    return CliRunner().invoke(commands, ["export", *arguments])


def test_the_command_writes_a_file_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "grad.py"
    result = run("sigmoid:derivative", "--target", "numpy", "-o", str(file))
    assert result.exit_code == 0 and f"written: {file}" in result.output
    assert "def derivative(z: ArrayLike)" in file.read_text()
    assert "def value" not in file.read_text()


def test_what_is_refused_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "grad.py"
    result = run("docs/examples/slip.py", "-o", str(file))
    assert result.exit_code == 1 and not file.exists()
    assert "slip.py:11: Derivative" in result.stderr and "is refuted" in result.stderr


@pytest.mark.parametrize("arguments", [
    ("sigmoid", "--target", "abacus", "-o", "x.py"), ("nothing", "-o", "x.py"), ("sigmoid",),
    ("README.md", "-o", "x.py"), ("sigmoid", "-o", "no/such/folder/x.py")])
def test_usage_errors_are_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_the_front_door_exports() -> None:
    assert checker.export(derivations.load("sigmoid"), "value").load().value(0.0) == 0.5
