"""`checker train`: what it reads, prints, writes, and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from checker.commands import commands
from checker.train.table import Table, read_table

ROWS = """u,v,class
0.5,1.5,yes
1.5,-0.5,no
-0.5,0.25,yes
2,1,no
1,2,no
-1,0.5,yes
0.25,-1,no
"""


def train(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["train", *map(str, arguments)], prog_name="checker")


@pytest.fixture
def points(tmp_path: Path) -> Path:
    file = tmp_path / "points.csv"
    file.write_text(ROWS)
    return file


def test_a_model_is_fitted_printed_and_written(points: Path) -> None:
    model = points.with_name("model.json")
    done = train("logistic-mean:loss", "--data", points, "--target", "class", "--C", "1",
                 "-o", model)
    assert done.exit_code == 0, done.output
    assert "logistic-mean: every step proved, 6 results exported\n" in done.output
    assert "7 samples, 2 features; class is no or yes\n" in done.output
    assert "step     0   loss 0.693147     gradient" in done.output
    assert "newton: " in done.output and f"written: {model}\n" in done.output
    data = json.loads(model.read_text())
    assert data["derivation"] == "logistic-mean" and data["classes"] == ["no", "yes"]
    assert list(data["weights"]) == ["u", "v"] and data["target"] == "class"
    assert set(data["certificates"]) == {"loss", "gradient/dw", "gradient/db", "hessian/ww",
                                         "hessian/wb", "hessian/bb"}
    assert data["settings"]["C"] == 1.0 and data["fit"]["converged"]
    table = read_table(str(points))
    X = np.c_[table.numbers("u"), table.numbers("v")]
    y = (table.column("class") == "yes").astype(float)
    w = np.array(list(data["weights"].values()))
    errors = 1 / (1 + np.exp(-(X @ w + data["intercept"]))) - y
    np.testing.assert_allclose(X.T @ errors + w, 0, atol=1e-7)
    assert [file.name for file in sorted(points.parent.iterdir())] == ["model.json", "points.csv"]


def test_every_kind_of_file_gives_the_same_model(points: Path) -> None:
    table = read_table(str(points))
    arrays = {name: table.column(name) for name in table.columns}
    np.savez(points.with_suffix(".npz"), **arrays)
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `train`)")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table(arrays), points.with_suffix(".parquet"))
    points.with_suffix(".tsv").write_text("\ufeff" + ROWS.replace(",", "\t"), encoding="utf-8")
    weights = set()
    for ending in (".csv", ".npz", ".parquet", ".tsv"):
        done = train("logistic-mean", "--data", points.with_suffix(ending), "--target", "class",
                     "--C", "1")
        assert done.exit_code == 0, done.output
        weights.add("".join(done.output.splitlines(keepends=True)[-3:]))
    assert len(weights) == 1


def test_a_matrix_of_an_npz_file_is_columns(tmp_path: Path) -> None:
    file = tmp_path / "samples.npz"
    np.savez(file, X=np.arange(6.0).reshape(3, 2), y=np.array([1.0, 2.0, 4.0]))
    assert list(read_table(str(file)).columns) == ["X0", "X1", "y"]
    assert train("squared-error:loss", "--data", file, "--target", "y",
                 "--features", "X0").exit_code == 0


def test_a_line_is_fitted_in_one_step(points: Path) -> None:
    done = train("squared-error", "--data", points, "--target", "u", "--features", "v")
    assert done.exit_code == 0 and "newton: 1 steps" in done.output


@pytest.mark.parametrize("solver", ["lbfgs", "gradient-descent", "sample-descent"])
def test_other_solvers_report_their_steps(points: Path, solver: str) -> None:
    done = train("logistic-mean", "--data", points, "--target", "class", "--solver", solver,
                 "--rate", "0.3", "--epochs", "25", "--C", "1", "--seed", "3")
    assert f"{solver}: " in done.output and done.exit_code in (0, 3)
    if solver == "sample-descent":
        assert "step    20 " in done.output and "step    11 " not in done.output
        assert "stopped before the gradient was below 1e-08" in done.output


@pytest.mark.parametrize("name", ["border.svg", "border.png"])
def test_the_picture_is_the_same_every_time(points: Path, name: str) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed (extra `plots`)")
    picture = points.with_name(name)
    contents = set()
    for _ in range(2):
        done = train("logistic-mean", "--data", points, "--target", "class", "--C", "1",
                     "--plot", picture)
        assert done.exit_code == 0 and f"written: {picture}" in done.output
        contents.add(picture.read_bytes())
    assert len(contents) == 1


def test_separable_data_are_flagged(points: Path) -> None:
    points.write_text("u,class\n1,a\n2,a\n3,b\n4,b\n")
    model = points.with_name("model.json")
    done = train("logistic-mean", "--data", points, "--target", "class", "-o", model)
    assert done.exit_code == 3 and "the classes can be separated" in done.output
    assert json.loads(model.read_text())["fit"]["separable"]
    assert train("logistic-mean", "--data", points, "--target", "class",
                 "--penalty", "l2").exit_code == 0


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "sentence"), [
    ("", "points.csv: the file is empty"),
    ("u,v,class\n", "points.csv: there are no rows"),
    ("\n\n", "points.csv: the first line must name the columns"),
    ("u,v,clas\n1,2,a\n", "no column is called 'class'; did you mean 'clas'?"),
    ("a,b,c\n1,2,3\n", "no column is called 'class'; there are a, b, c"),
    ("u,class\n1,a\nnan,b\n", "column 'u', row 2 is nan; only finite numbers can be fitted"),
    ("u,class\n1,a\n-inf,b\n", "column 'u', row 2 is -inf; only finite numbers can be fitted"),
    ("u,class\n1,0\n2,nan\n", "column 'class', row 2 is nan; only finite numbers can be fitted"),
    ("u,class\n1,a\n,b\n", "column 'u', row 2 is empty"),
    ("u,class\n1,a\n2,\n", "column 'class', row 2 is empty"),
    ("u,class\n1,a\nred,b\n", "column 'u', row 2 is 'red', no number"),
    ("u,class\n1,a\n2,b\n3,c\n", "the target 'class' holds 3 classes (a, b, c); two are needed"),
    ("u,class\n1,a\n2,a\n", "the target 'class' is a in every row; two classes are needed"),
    ("u,class\n1,a\n2\n", "points.csv:3: 1 cells, where the first line names 2 columns"),
    ("u,u,class\n1,2,a\n", "two columns are called 'u'"),
    ("u,,class\n1,2,a\n", "column 2 has no name"),
    ("class\na\nb\n", "no column besides the target 'class'"),
])
def test_bad_data_are_refused_in_a_sentence(points: Path, text: str, sentence: str) -> None:
    points.write_text(text)
    model = points.with_name("model.json")
    done = train("logistic-mean", "--data", points, "--target", "class", "-o", model)
    assert done.exit_code == 2
    assert sentence in done.output and done.output.count("\n") == 1, done.output
    assert not model.exists()


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("logistic-mean", "--target", "class", "--C", "1", "--penalty", "none"),
     "--penalty none and --C contradict each other"),
    (("logistic-mean", "--target", "class", "--plot", "a.bmp"), "the ending must be .svg"),
    (("logistic-mean", "--target", "class", "-o", "nowhere/m.json"), "no such folder"),
    (("logistic-mean:gradient", "--target", "class"), "a fit minimises the result loss"),
    (("logistic-meen", "--target", "class"), "did you mean logistic-mean?"),
    (("sigmoid", "--target", "class"), "sigmoid has no result loss(X, y, w, b)"),
    (("logistic", "--target", "class"),
     "logistic: loss takes (z, y), where a fit needs (X, y, w, b)"),
    (("logistic-mean", "--target", "class", "--features", "u,w"), "no column is called 'w'"),
    (("logistic-mean", "--target", "class", "--features", "class"), "both target and feature"),
    (("squared-error", "--target", "class"), "column 'class', row 1 is 'yes', no number"),
    (("squared-error", "--target", "u", "--features", "v", "--solver", "gradient-descent",
      "--rate", "1000"), "a smaller --rate is needed"),
])
def test_bad_arguments_are_refused_in_a_sentence(points: Path, arguments: tuple[str, ...],
                                                 sentence: str) -> None:
    done = train(*arguments, "--data", points)
    assert done.exit_code == 2 and sentence in done.output, done.output


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("a.xlsx", b"PK", ".xlsx is neither .csv, .parquet nor .npz"),
    ("a.npz", b"PK", "no readable .npz file"),
    ("a.parquet", b"PAR1", "no readable Parquet file"),
    ("a.csv", b"u,\xff\n1,2\n", "not UTF-8 text"),
])
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes,
                                   sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    done = train("logistic-mean", "--data", file, "--target", "u")
    assert done.exit_code == 2 and sentence in done.output, done.output


OWN = """
from sympy import Sum
from checker.reader.authoring import D, by, deriving

with deriving("absolute-scale", "Twice the squared error") as d:
    m, n = d.natural("m n")
    j = d.index("j", 1, n)
    i, q = d.index("i q")
    X, y, w = d.family("X y w")
    b = d.real("b")
    samples = (i, 1, m)
    z = d.define("z[i]", Sum(w[q]*X[i, q], (q, 1, n)) + b)
    J = d.define("J", 1/m*Sum((y[i] - z[i])**2, samples))
    d.chain(D(J, w[j]), by("chain rule"), {sign}2/m*Sum((z[i] - y[i])*X[i, j], samples))
    d.chain(D(J, b), by("chain rule"), 2/m*Sum(z[i] - y[i], samples))
    d.result("loss(X, y, w, b)", 1/m*Sum((y[i] - z[i])**2, samples))
    d.result("gradient/dw(X, y, w, b)", 1/m*Sum(2*(z[i] - y[i])*X[i, j], samples))
    d.result("gradient/db(X, y, w, b)", 1/m*Sum(2*(z[i] - y[i]), samples))

derivation = d.finish()
"""


def test_a_derivation_of_ones_own_is_trained_with(points: Path) -> None:
    own = points.with_name("own.py")
    own.write_text(OWN.format(sign=""))
    done = train(f"{own}:loss", "--data", points, "--target", "u", "--features", "v")
    shelf = train("squared-error", "--data", points, "--target", "u", "--features", "v")
    assert done.exit_code == 0 and "lbfgs: " in done.output, done.output
    assert done.output.splitlines()[-2:] == shelf.output.splitlines()[-2:]
    done = train(own, "--data", points, "--target", "u", "--features", "v", "--solver", "newton")
    assert done.exit_code == 2 and "no result hessian, which newton needs" in done.output


def test_an_unproved_derivation_is_refused(points: Path) -> None:
    slip = points.with_name("slip.py")
    slip.write_text(OWN.format(sign="-"))
    model = points.with_name("model.json")
    done = train(slip, "--data", points, "--target", "u", "--features", "v", "-o", model)
    assert done.exit_code == 1 and "is refuted" in done.output and not model.exists()


def test_columns_keep_their_text_and_numbers() -> None:
    table = Table("t", {"a": np.array([1.0, 2.0])})
    assert table.rows == 2 and table.numbers("a").sum() == 3.0
