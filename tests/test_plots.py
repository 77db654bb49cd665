"""Pictures of derivations: what stands on them, that it is proved, and that bytes repeat."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.commands import commands
from checker.language.text import text
from checker.plots.boundary import logit_of
from checker.plots.definitions import Undrawable
from checker.plots.graph import Graph, graph_of
from checker.plots.graph_picture import layers
from checker.plots.loss import heights, loss_of
from checker.plots.pictures import picture, settings, subject_of
from tests import pictures

GRAPHS = ["computation-graph", "neuron", "backpropagation", "logistic", "logistic-mean",
          "loss-of-one-sample", "squared-error", "update-rule", "sigmoid", "softplus",
          "docs/examples/gradient.md", "docs/examples/circle.md"]


def graph(path: str) -> Graph:
    return graph_of(subject_of(path))


def labels(found: Graph) -> dict[tuple[str, str], str]:
    return {(e.source, e.target): "" if e.derivative is None else text(e.derivative)
            for e in found.edges}


def plot(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["plot", *arguments])


def test_the_graph_of_note_001() -> None:
    found = graph("computation-graph")
    assert layers(found) == [["w_1", "x_1", "w_2", "x_2", "b"], ["z"], ["y", "a"], ["L"]]
    assert labels(found) == {
        ("y", "L"): "-log(a) + log(1 - a)", ("a", "L"): "-y/a + (1 - y)/(1 - a)",
        ("z", "a"): "a*(1 - a)", ("w_1", "z"): "x_1", ("x_1", "z"): "w_1",
        ("w_2", "z"): "x_2", ("x_2", "z"): "w_2", ("b", "z"): "1"}
    back = {node.key: text(node.gradient[1]) for node in found.nodes if node.gradient}
    assert back == {"a": "-y/a + (1 - y)/(1 - a)", "z": "a - y", "w_1": "x_1*dz",
                    "w_2": "x_2*dz", "b": "dz"}


def test_a_sum_of_features_is_differentiated_by_one_of_them() -> None:
    assert labels(graph("neuron"))["w", "z"] == "x[k]"
    assert labels(graph("backpropagation"))["z", "yhat"] == "g'(z[k])"


def test_a_refuted_step_gives_no_gradient() -> None:
    back = {node.key: node.gradient for node in graph("docs/examples/gradient.md").nodes}
    assert back["w"] is not None and text(back["w"][1]) != "(y - a)*x"


def test_a_wrong_derivative_in_a_chain_changes_no_arrow(tmp_path: Path) -> None:
    note = tmp_path / "wrong.md"
    note.write_text(r"$x, w \in \mathbb{R}$ $$z = w x^2$$ "
                    r"$$\frac{\partial z}{\partial w} = 3x$$", encoding="utf-8")
    found = graph(str(note))
    assert labels(found) == {("w", "z"): "x**2", ("x", "z"): "2*w*x"}
    assert all(node.gradient is None for node in found.nodes)


@pytest.mark.parametrize("path", GRAPHS)
def test_a_graph_is_drawn_with_the_same_bytes(path: str) -> None:
    subject = subject_of(path)
    first, second = picture(subject, "graph", "svg"), picture(subject, "graph", "svg")
    assert first == second
    drawn = first.decode()
    assert "<dc:date>" not in drawn and "<script" not in drawn
    addresses = set(re.findall(r'(?:href|src)="([^"]*)"', drawn))
    assert all(address.startswith("#") for address in addresses)


@pytest.mark.parametrize("suffix", ["png", "pdf"])
@pytest.mark.parametrize("what", ["graph", "loss", "boundary"])
def test_every_kind_of_file_repeats(what: str, suffix: str) -> None:
    subject, values = subject_of("computation-graph"), settings(("b=-3", "w_1=1", "w_2=1"))
    first = picture(subject, what, suffix, values)
    assert first == picture(subject, what, suffix, values)
    assert first.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[suffix])


def test_the_loss_of_one_sample() -> None:
    _, body, prediction, label = loss_of(subject_of("computation-graph"))
    right = dict(heights(body, prediction, label, 1))
    wrong = dict(heights(body, prediction, label, 0))
    assert right[0.5] == wrong[0.5] == pytest.approx(0.6931471805599453)
    assert right[0.25] == wrong[0.75] == pytest.approx(1.3862943611198906)


def test_the_line_and_the_circle_of_note_002() -> None:
    _, line, names = logit_of(subject_of("computation-graph"),
                              settings(("b=-3", "w_1=1", "w_2=1")))
    assert (text(line), names) == ("x_1 + x_2 - 3", ("x_1", "x_2"))
    _, circle, _ = logit_of(subject_of("docs/examples/circle.md"),
                            settings(("w_0=-1", "w_1=1", "w_2=1")))
    assert text(circle) == "-1 + x_1**2 + x_2**2"


def test_plot_writes_a_file(tmp_path: Path) -> None:
    file = tmp_path / "graph.svg"
    done = plot("computation-graph", "-o", str(file))
    assert done.exit_code == 0 and done.output == ""
    assert pictures.labels(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("product-rule", "-o", "x.svg"), "defines no quantity by others"),
    (("sigmoid", "-o", "x.gif"), "a picture is .svg, .png or .pdf"),
    (("nowhere", "-o", "x.svg"), "no derivation of the shelf has this name"),
    (("nowhere.md", "-o", "x.svg"), "no such file"),
    (("sigmoid", "--what", "loss", "-o", "x.svg"), "no loss of one prediction"),
    (("computation-graph", "--what", "boundary", "-o", "x.svg"), "needs the values"),
    (("computation-graph", "--what", "boundary", "--set", "q=1", "-o", "x.svg"),
     "defines no quantity of two features"),
    (("computation-graph", "--set", "w_1", "-o", "x.svg"), "expected NAME=NUMBER"),
    (("computation-graph", "-o", "no/such/folder/x.svg"), "no such file"),
    (("computation-graph", "--given", "no.md", "-o", "x.svg"), "no such file"),
])
def test_what_cannot_be_drawn_is_told_in_one_sentence(
        arguments: tuple[str, ...], sentence: str) -> None:
    done = plot(*arguments)
    assert done.exit_code == 2
    assert sentence in done.output and len(done.output.splitlines()) == 1


@pytest.mark.parametrize("missing", ["matplotlib", "networkx"])
def test_a_missing_library_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [m for m in sys.modules if m.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    done = plot("computation-graph", "-o", "x.svg")
    assert done.exit_code == 2 and "pip install 'derivation-checker[plots]'" in done.output


def test_definitions_in_a_circle_have_no_graph(tmp_path: Path) -> None:
    note = tmp_path / "circle.md"
    note.write_text("$x \\in \\mathbb{R}$ $$a := b + x, \\quad b := a + x$$ $$x = x$$",
                    encoding="utf-8")
    with pytest.raises(Undrawable, match="circle"):
        picture(subject_of(str(note)), "graph", "svg")


def test_a_graph_that_no_picture_shows_is_refused(tmp_path: Path) -> None:
    names = [f"x_{{{k}}}" for k in range(60)]
    note = tmp_path / "wide.md"
    note.write_text(f"$$z := {' + '.join(names)}$$ $$z = z$$", encoding="utf-8")
    with pytest.raises(Undrawable, match="more than 40"):
        picture(subject_of(str(note)), "graph", "svg")


@pytest.mark.parametrize("name", ["\\text{<script>alert(1)</script>}", "\\mathrm{--><script>}"])
def test_names_of_a_note_are_no_markup(name: str, tmp_path: Path) -> None:
    note = tmp_path / "evil.md"
    note.write_text(f"$x \\in \\mathbb{{R}}$ $$z := x^2 + {name}$$ $$x = x$$", encoding="utf-8")
    try:
        drawn = picture(subject_of(str(note)), "graph", "svg").decode()
    except Undrawable:
        return
    assert "<script" not in drawn
