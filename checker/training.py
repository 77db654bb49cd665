"""The command `train`: arguments and printing, nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from checker.failure import Failure

if TYPE_CHECKING:
    from checker.export.artefact import Artefact
    from checker.language.claim import Derivation
    from checker.train.fit import Step
    from checker.train.model import Model
    from checker.train.session import Settings, Task

SOLVERS = ("auto", "newton", "lbfgs", "gradient-descent", "sample-descent")
PICTURES = (".svg", ".png", ".pdf")


@click.command(short_help="Fit a model with the proved gradient of a derivation.")
@click.argument("path", metavar="PATH[:RESULT]")
@click.option("--data", required=True, metavar="FILE",
              help="The samples: .csv with a line of names, .parquet or .npz.")
@click.option("--target", required=True, metavar="COLUMN", help="The column to be predicted.")
@click.option("--features", metavar="A,B,...", help="The columns to predict by (default: all).")
@click.option("--solver", type=click.Choice(SOLVERS), default="auto", show_default=True,
              help="auto is newton, or lbfgs for more than 1000 parameters.")
@click.option("--penalty", type=click.Choice(("none", "l2")), default=None,
              help="Penalise large weights; the intercept never.")
@click.option("--C", "inverse", type=click.FloatRange(0, min_open=True), default=None, metavar="C",
              help="Weight of the losses against the penalty (default 1); implies l2.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), default=None, metavar="ALPHA",
              help="The rate of the descents (default: found from the data).")
@click.option("--epochs", type=click.IntRange(1), default=1000, show_default=True, metavar="N",
              help="Most steps that are made.")
@click.option("--tol", type=click.FloatRange(0), default=1e-8, show_default=True, metavar="T",
              help="Stop when no component of the gradient of the mean loss is larger.")
@click.option("--seed", type=click.IntRange(0), default=None, metavar="N",
              help="Samples in random order (sample-descent).")
@click.option("-o", "--output", metavar="MODEL.json", help="Write the model as JSON.")
@click.option("--plot", metavar="FILE", help="Draw the losses, and the border if there are two "
                                             "features: .svg, .png or .pdf.")
def train(path: str, data: str, target: str, features: str | None, solver: str,
          penalty: str | None, inverse: float | None, rate: float | None, epochs: int, tol: float,
          seed: int | None, output: str | None, plot: str | None) -> None:
    """Fit a model with the proved loss and gradient of a derivation.

    PATH is a derivation of the shelf, such as logistic-mean or squared-error, or a Python
    module that holds one with the results loss(X, y, w, b) and gradient(X, y, w, b). Every
    step of it is verified first. RESULT is loss, what is minimised.

    Exit code: 0 fitted; 1 the derivation is not proved; 2 the data or the arguments are no
    good; 3 no minimum was reached, or none exists because the classes can be separated.
    With 1 and 2 nothing is written.

    \b
    Example:
      checker train logistic-mean:loss --data tumours.csv --target malignant -o model.json
      checker train squared-error --data houses.csv --target price --features area,rooms
      checker train logistic-mean --data points.csv --target class --solver gradient-descent
        --rate 0.5 --epochs 200 --plot border.svg
    """
    from checker.pages import Problem, derivation_in
    from checker.train.session import Settings, prepared
    from checker.train.table import BadData, read_table

    if penalty == "none" and inverse is not None:
        raise Failure("--penalty none and --C contradict each other")
    if plot is not None and Path(plot).suffix.lower() not in PICTURES:
        raise Failure(f"--plot {plot}: the ending must be {', '.join(PICTURES[:-1])} "
                      f"or {PICTURES[-1]}")
    for file in filter(None, (output, plot)):
        if not Path(file).parent.is_dir():
            raise Failure(f"{file}: no such folder")
    settings = Settings(solver, inverse or (1.0 if penalty == "l2" else float("inf")), rate,
                        epochs, tol, seed)
    name, _, result = path.rpartition(":") if ":" in path else (path, "", "loss")
    if result not in ("", "loss"):
        raise Failure(f"{path}: a fit minimises the result loss, and takes the others from the "
                      "same derivation")
    try:
        table = read_table(data)
        found = derivation_in(name)
        if isinstance(found, Problem):
            raise Failure(str(found))
        derivation, on_shelf = found
        chosen = [part.strip() for part in features.split(",")] if features else ()
        task = prepared(derivation, table, target, chosen, on_shelf)
        artefact = _exported(derivation)
        _begin(task, artefact, data)
        begun = perf_counter()
        model = _watched(task, artefact, settings)
        seconds = perf_counter() - begun
        code = _end(model, seconds)
        _write(task, model, output, plot)
    except BadData as error:
        raise Failure(str(error)) from None
    raise SystemExit(code)


def _exported(derivation: Derivation) -> Artefact:
    from checker.export.artefact import export
    from checker.export.refusals import NotExported

    try:
        return export(derivation)
    except NotExported as error:
        click.echo(f"checker: {error}", err=True)
        raise SystemExit(1) from None


def _begin(task: Task, artefact: Artefact, data: str) -> None:
    m, n = task.X.shape
    target = task.target if task.classes is None else \
        f"{task.target} is {task.classes[0]} or {task.classes[1]}"
    parts = sum(len(function.parts) for function in artefact.functions)
    click.echo(f"{task.derivation.name}: every step proved, {parts} results exported")
    click.echo(f"{data}: {m} samples, {n} features; {target}")


def _watched(task: Task, artefact: Artefact, settings: Settings) -> Model:
    """Fit while a bar moves, on a terminal, or lines are printed, in a pipe."""
    from checker.train.session import fitted

    if not sys.stdout.isatty():
        return fitted(task, artefact, settings, _line)
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.completed} steps"), BarColumn(),
                  TextColumn("loss {task.fields[loss]:.6g}, gradient {task.fields[norm]:.1e}"),
                  TimeElapsedColumn(), console=Console(), transient=True) as bar:
        line = bar.add_task("fit", total=None, loss=0.0, norm=0.0)
        return fitted(task, artefact, settings, lambda step: bar.update(
            line, completed=step.iteration, loss=step.loss, norm=step.norm))


def _line(step: Step) -> None:
    """One line for each of the first steps, then for fewer and fewer."""
    k = step.iteration
    if k <= 10 or k % 10 ** (len(str(k)) - 1) == 0:
        click.echo(f"step {k:5}   loss {step.loss:<12.6g} gradient {step.norm:.1e}")


def _end(model: Model, seconds: float) -> int:
    """Say what came of it; the exit code."""
    fit = model.fit
    *weights, intercept = fit.theta
    if fit.diverged:
        raise Failure("the loss grew beyond bounds; a smaller --rate is needed")
    click.echo(f"{model.settings['solver']}: {fit.iterations} steps, loss {fit.loss:.8g}, largest "
               f"component of the exported gradient {fit.norm:.1e}; {seconds:.2f} s")
    width = max(map(len, (*model.features, "intercept")))
    for name, value in zip((*model.features, "intercept"), (*weights, intercept), strict=True):
        click.echo(f"  {name:<{width}}  {value: .6g}")
    if fit.separable:
        click.echo("checker: the classes can be separated, so without a penalty no minimum "
                   "exists: these weights separate the samples, their size means nothing; "
                   "--C 1 penalises large weights", err=True)
    elif not fit.converged:
        click.echo(f"checker: stopped before the gradient was below {model.settings['tol']:g}; "
                   "more --epochs, features of one scale or --solver newton may help", err=True)
    return 0 if fit.converged else 3


def _write(task: Task, model: Model, output: str | None, plot: str | None) -> None:
    from checker.train.model import write

    files = []
    if output is not None:
        files.append((output, model.text().encode()))
    if plot is not None:
        from checker.train.picture import drawn

        files.append((plot, drawn(model, task.X, task.y, plot)))
    for file, content in files:
        try:
            write(file, content)
        except OSError as error:
            raise Failure(f"{file}: {(error.strerror or str(error)).lower()}") from None
        click.echo(f"written: {file}")
