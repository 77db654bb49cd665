"""From a derivation and a table to a fitted model: what `checker train` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from checker.export.artefact import Artefact
from checker.language.claim import Derivation
from checker.language.context import finite
from checker.train import verified
from checker.train.direct import Direct
from checker.train.fit import Demand, Fit, Step
from checker.train.model import Model
from checker.train.objective import Minimand, Objective
from checker.train.solvers import SOLVERS, minimise
from checker.train.table import BadData, Table
from checker.train.verified import Array, Pieces

KNOWN: Final[dict[str, Pieces]] = {"logistic-mean": verified.LOGISTIC,
                                   "squared-error": verified.SQUARED}
"""Derivations of the shelf whose loss is a mean of a loss in z: these are fitted block by block."""
ARGUMENTS: Final = ("X", "y", "w", "b")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a fit is made."""

    solver: str = "auto"
    C: float = float("inf")
    """The inverse weight of the penalty |w|²/2 against the sum of the losses; infinite: none."""
    rate: float | None = None
    epochs: int = 1000
    """Steps of any solver."""
    tol: float = 1e-8
    """The largest component that the gradient of the mean loss may keep."""
    seed: int | None = None
    """For a random order of the samples; None keeps their order."""


@dataclass(frozen=True, slots=True)
class Task:
    """A derivation and a table that it can be fitted to, as soon as it is proved and exported."""

    derivation: Derivation
    features: tuple[str, ...]
    target: str
    classes: tuple[Any, ...] | None
    X: Array
    y: Array
    on_shelf: bool


def prepared(derivation: Derivation, table: Table, target: str,
             features: Sequence[str] = (), on_shelf: bool = False) -> Task:
    """The columns as X of shape (m, n) and y (m,); `BadData` where they cannot be."""
    _suited(derivation)
    column = table.column(target)
    names = tuple(features) or tuple(name for name in table.columns if name != target)
    if target in names:
        raise BadData(f"{table.path}: {target!r} is both target and feature")
    if not names:
        raise BadData(f"{table.path}: no column besides the target {target!r}")
    X = np.stack([table.numbers(name) for name in names], axis=1)
    if _takes_labels(derivation, on_shelf):
        classes, y = _two_classes(table, target, column)
        return Task(derivation, names, target, classes, X, y, on_shelf)
    y = table.numbers(target)
    if (y == y[0]).all():
        raise BadData(f"{table.path}: the target {target!r} is {y[0]:g} in every row")
    return Task(derivation, names, target, None, X, y, on_shelf)


def _suited(derivation: Derivation) -> None:
    """Refuse a derivation without the results that a fit needs."""
    arguments = {result.name.partition("/")[0]: result.arguments for result in derivation.results}
    for name in ("loss", "gradient", "hessian"):
        if name not in arguments:
            if name == "hessian":
                return
            raise BadData(f"{derivation.name} has no result {name}(X, y, w, b), which a fit needs")
        if arguments[name] != ARGUMENTS:
            raise BadData(f"{derivation.name}: {name} takes ({', '.join(arguments[name])}), "
                          "where a fit needs (X, y, w, b)")


def _takes_labels(derivation: Derivation, on_shelf: bool) -> bool:
    """Whether y stands for two classes: in `logistic-mean`, or where it is declared {0, 1}."""
    return on_shelf and derivation.name == "logistic-mean" \
        or dict(derivation.context.families).get("y") == finite(0, 1)


def _two_classes(table: Table, target: str,
                 column: NDArray[Any]) -> tuple[tuple[Any, ...], Array]:
    if column.dtype.kind == "f":
        column = table.numbers(target)
    elif (column == "").any():
        row = int((column == "").argmax())
        raise BadData(f"{table.path}: column {target!r}, row {row + 1} is empty")
    found, numbers = np.unique(column, return_inverse=True)
    shown = ", ".join(map(str, found[:5])) + (", ..." if len(found) > 5 else "")
    if len(found) == 1:
        raise BadData(f"{table.path}: the target {target!r} is {shown} in every row; "
                      "two classes are needed")
    if len(found) > 2:
        raise BadData(f"{table.path}: the target {target!r} holds {len(found)} classes "
                      f"({shown}); two are needed")
    return tuple(_plain(value) for value in found), numbers.astype(np.float64)


def _plain(value: Any) -> Any:
    if isinstance(value, np.str_):
        return str(value)
    return int(value) if float(value).is_integer() else float(value)


def fitted(task: Task, artefact: Artefact, settings: Settings,
           told: Callable[[Step], None] | None = None) -> Model:
    """The model of the task; its last gradient is that of the exported functions themselves."""
    penalty = 1.0 / (settings.C * len(task.y))
    direct = _direct(task, artefact, penalty)
    objective: Minimand = direct
    if task.on_shelf and task.derivation.name in KNOWN:
        objective = Objective(KNOWN[task.derivation.name], task.X, task.y, penalty=penalty,
                              labels=task.classes is not None)
    solver = settings.solver
    if direct.hessian is None and objective is direct:
        if solver == "newton":
            raise BadData(f"{task.derivation.name} has no result hessian, which newton needs")
        if solver.endswith("descent") and settings.rate is None:
            raise BadData(f"{task.derivation.name} has no result hessian to find a rate by; "
                          "say one with --rate")
        solver = "lbfgs" if solver == "auto" else solver
    elif solver == "auto":
        solver = SOLVERS[1] if objective.size <= 1000 else SOLVERS[2]
    fit = minimise(objective, solver, Demand(settings.tol, settings.epochs, told), settings.rate,
                   settings.seed)
    return Model(task.derivation.name, _certificates(artefact), task.features, task.target,
                 task.classes, _said(replace(settings, solver=solver)), len(task.y),
                 _confirmed(fit, direct))


def _direct(task: Task, artefact: Artefact, penalty: float) -> Direct:
    module = artefact.load(task.derivation.name.replace("-", "_"))
    return Direct(module.loss, module.gradient, getattr(module, "hessian", None), task.X, task.y,
                  penalty, task.classes is not None)


def _confirmed(fit: Fit, direct: Direct) -> Fit:
    """The fit with its last loss and gradient as the exported functions give them."""
    if not np.isfinite(fit.theta).all():
        return fit
    end = direct.at(fit.theta)
    last = Step(fit.steps[-1].iteration, end.loss, end.norm)
    return replace(fit, steps=(*fit.steps[:-1], last))


def _certificates(artefact: Artefact) -> dict[str, str]:
    return {f"{function.name}/{part.name}".rstrip("/"): part.proven.certificate
            for function in artefact.functions for part in function.parts}


def _said(settings: Settings) -> dict[str, Any]:
    return {"solver": settings.solver, "C": settings.C if np.isfinite(settings.C) else None,
            "rate": settings.rate, "epochs": settings.epochs, "tol": settings.tol,
            "seed": settings.seed}
