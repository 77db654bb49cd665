"""Accuracy of the exports on every installed target: worst errors in units in the last place.

The exact values are the kernel's balls, at the hard places and at many random ones. The exit
code is 1 if a promise is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

import derivations
from checker.export.artefact import Artefact, export
from checker.export.exact import exact_value
from checker.export.function import Function
from checker.export.gate import FLUSHING, run
from checker.export.hard_places import HARD, rounded, ulps
from checker.export.refusals import NotExported
from checker.export.writing import flat

PROMISES = {"loss": 2, "dz": 2, "value": 2, "log_sigmoid": 2, "derivative": 4, "d2z": 4, "dZ": 4}
"""At most so many units in float64 for |z| <= 1e4 and labels 0 and 1; in float32 at most 4."""
SOFTMAX = 4
TARGETS = [name for name in ("numpy", "jax", "torch", "numba", "c")
           if (shutil.which("cc") if name == "c" else find_spec(name)) is not None]


def places(function: Function, kind: str, count: int) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Arguments as the file takes them, and as the derivation does."""
    random = np.random.default_rng(7)
    spread = [*HARD, *random.uniform(-40, 40, count), *random.uniform(-750, 750, count // 2),
              *random.uniform(-1e4, 1e4, count // 4),
              *(random.choice([-1, 1], count)*np.exp(random.uniform(-40, 4, count)))]
    if function.entrywise:
        labels = (0.0, 1.0) if len(function.arguments) > 1 else (0.0,)
        for z in spread:
            for y in labels:
                point = (rounded(float(z), kind), y)[:len(function.arguments)]
                yield point, dict(zip((a.name for a in function.arguments), point, strict=True))
        return
    for k in range(count // 4):
        row = [rounded(float(v), kind) for v in random.choice(spread, 2 + k % 4)]
        number = int(random.integers(len(row)))
        yield (row, number), {"Z": row, "y": number + 1, "K": len(row)}


def exact(function: Function, values: dict[str, Any]) -> list[Fraction]:
    """The exact value, or one for each class."""
    (part,) = function.parts
    if not part.indices:
        return [exact_value(part.exact, values, {}) or Fraction(0)]
    (index,) = part.indices
    return [exact_value(part.exact, values, {index.name: k}) or Fraction(0)
            for k in range(1, values[index.size] + 1)]


def errors(artefact: Artefact, kind: str, count: int) -> dict[str, float]:
    """The worst error of each function of an export."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("exported.c" if artefact.target == "c" else "exported.py")
        artefact.write(path)
        for function in artefact.functions:
            if len(function.parts[0].indices) > 1:
                continue
            chosen = list(places(function, kind, count))
            answers = run(path, artefact.functions, [(function.name, kind, given)
                                                     for given, _ in chosen], artefact.target)
            worst = 0.0
            for (_, values), answer in zip(chosen, answers, strict=True):
                if isinstance(answer, str):
                    worst = math.inf
                    break
                for text, value in zip(flat(answer), exact(function, values), strict=True):
                    worst = max(worst, ulps(float.fromhex(text), value, value, kind,
                                            artefact.target in FLUSHING))
            found[function.name] = worst
    return found


def at_zero(artefact: Artefact) -> bool:
    """Whether the gradient at z = 0 is exactly 1/2 - y."""
    labels = (0.0, 1.0, 0.3, 0.5, 0.1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("exported.c" if artefact.target == "c" else "exported.py")
        artefact.write(path)
        answers = run(path, artefact.functions, [("dz", "float64", (0.0, y)) for y in labels],
                      artefact.target)
    return [float.fromhex(a[0]) for a in answers] == [0.5 - y for y in labels]


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="random places of each kind")
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--json", metavar="FILE")
    given = parser.parse_args()
    targets = given.targets.split(",")
    table: dict[str, dict[str, float]] = {}
    missed = []
    for derivation in ("sigmoid", "softplus", "logistic", "softmax"):
        for target in targets:
            try:
                artefact = export(derivations.load(derivation), target=target)
            except NotExported as refusal:
                print(f"{derivation} for {target}: {refusal}")
                continue
            for kind in ("float64", "float32"):
                for name, worst in errors(artefact, kind, given.count).items():
                    table.setdefault(f"{derivation}:{name} {kind}", {})[target] = worst
                    promise = 4 if kind == "float32" else \
                        SOFTMAX if derivation == "softmax" else PROMISES[name]
                    if not worst <= promise:
                        missed.append(f"{derivation}:{name} {kind} on {target}: {worst:.2f} ulp")
            if derivation == "logistic" and not at_zero(artefact):
                missed.append(f"{target}: not exactly 1/2 - y at z = 0")
    print(f"{'worst error in ulp':32}" + "".join(f"{t:>8}" for t in targets))
    for row, cells in table.items():
        print(f"{row:32}" + "".join(
            f"{cells[t]:8.2f}" if t in cells else f"{'-':>8}" for t in targets))
    if given.json:
        Path(given.json).write_text(json.dumps(table, indent=2))
    print("every promise is kept" if not missed else "missed: " + "; ".join(missed))
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
