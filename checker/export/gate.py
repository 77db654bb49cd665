"""The gate: a file is run before it is handed over, and not written if a value is wrong.

The file runs in a process of its own, with every warning an error. Its values at the hard
places are compared with the kernel's balls, those of a derivative with differences of what it
is the derivative of, and all of them with what the files of other targets compute.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from checker.export.agreement import Agreement, Answers, Call, agreement
from checker.export.differences import differences
from checker.export.function import Function
from checker.export.hard_places import TYPES, cases, ulps
from checker.export.other_shapes import other_shapes
from checker.export.refusals import NotExported
from checker.export.writing import flat, joined

SECONDS: Final = 300
RUNNER: Final = r"""
import importlib.util, json, sys, warnings
warnings.simplefilter("error")
import numpy as np
task = json.load(sys.stdin)
spec = importlib.util.spec_from_file_location("exported", task["path"])
module = importlib.util.module_from_spec(spec)
sys.modules["exported"] = module
spec.loader.exec_module(module)
def numbers(value):
    if isinstance(value, (tuple, list)):
        return [x for part in value for x in numbers(part)]
    return [float(x).hex() for x in np.ravel(np.asarray(value))]
def answer(name, kind, arguments):
    given = [a if c else array(a, kind) for a, c in zip(arguments, task["classes"][name])]
    try:
        found = call(getattr(module, name))(*given)
        for part in found if isinstance(found, tuple) else (found,):
            if str(np.asarray(part).dtype) != kind:
                return f"{kind} becomes {np.asarray(part).dtype}"
        return numbers(found)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
json.dump([answer(*call) for call in task["calls"]], sys.stdout)
"""
"""What runs in the other process; it imports the file and nothing of checker."""
SET_UP: Final = {
    "numpy": "import numpy as np\narray = np.asarray\ndef call(f): return f\n",
    "jax": "import jax\njax.config.update('jax_enable_x64', True)\n"
           "import numpy as np\narray, call = np.asarray, jax.jit\n",
    "numba": "import numpy as np\narray = np.asarray\ndef call(f): return f\n",
    "torch": "import torch\ndef call(f): return f\n"
             "def array(a, kind): return torch.tensor(a, dtype=getattr(torch, kind))\n",
}
"""What each target needs before; `array` makes its arrays, `call` the function that is called.

JAX compiles a function as a whole, as it is used: what that rearranges, the gate sees.
"""

FLUSHING: Final = frozenset({"jax"})
"""Targets that take subnormal numbers for zero: XLA's processor code does."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the gate found of one function."""

    function: str
    kind: str
    values: int
    worst: float
    """The largest error in units in the last place."""


@dataclass(frozen=True, slots=True)
class Other:
    """The file of another target, to compare with."""

    target: str
    path: Path
    asked: bool = False
    """Whether it was asked for; if not, and it does not run here, it is left out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What was found of a file that is good."""

    reports: tuple[Report, ...]
    agreements: tuple[Agreement, ...] = ()


def passed(path: Path, functions: Sequence[Function], limit: float, target: str = "numpy",
           kinds: Sequence[str] = tuple(TYPES), others: Sequence[Other] = ()) -> Passage:
    """What was measured of a file that is good; `NotExported` says why another is not."""
    calls: list[Call] = [
        (function, kind, case) for function in functions for kind in kinds
        for case in (*cases(function, kind), *other_shapes(function, kind))]
    slopes = [(f, place, wanted) for f in functions for place, wanted in differences(f)]
    asked = [(f.name, kind, case.arguments) for f, kind, case in calls]
    answers = run(path, functions,
                  [*asked, *((f.name, "float64", place) for f, place, _ in slopes)], target)
    own = answers[:len(calls)]
    reports = _compare_with_exact(calls, own, limit, target)
    _compare_with_differences(slopes, answers[len(calls):])
    agreements = []
    for other in others:
        try:
            theirs = run(other.path, functions, asked, other.target)
        except NotExported as error:
            if other.asked:
                raise NotExported(f"no comparison with {other.target}: {error}") from None
            continue
        agreements.append(agreement(
            calls, Answers(target, own, target in FLUSHING),
            Answers(other.target, theirs, other.target in FLUSHING), limit))
    return Passage(tuple(reports), tuple(agreements))


def _compare_with_exact(calls: Sequence[Call], answers: Sequence[Any], limit: float,
                        target: str) -> list[Report]:
    worst: dict[tuple[str, str], list[float]] = {}
    for (function, kind, case), answer in zip(calls, answers, strict=True):
        place = f"{function.name}{tuple(case.arguments)!r}"[:200]
        if isinstance(answer, str):
            raise NotExported(f"the file is not written: {place} in {kind} fails: {answer}")
        expected = flat(joined(case.expected, function))
        scales = flat(joined(case.scales, function))
        if len(answer) != len(expected):
            raise NotExported(f"the file is not written: {place} returns {len(answer)} numbers "
                              f"instead of {len(expected)}")
        for text, value, scale in zip(answer, expected, scales, strict=True):
            found = float.fromhex(text)
            error = ulps(found, value, scale, kind, target in FLUSHING)
            allowed = function.limit(limit)
            if not error <= allowed:
                raise NotExported(
                    f"the file is not written: {place} in {kind} gives {found!r}, the exact value "
                    f"is {float(value)!r}, and {error:.3g} ulp is more than {allowed:g}")
            worst.setdefault((function.name, kind), []).append(error)
    return [Report(name, kind, len(errors), max(errors))
            for (name, kind), errors in worst.items()]


def _compare_with_differences(tasks: Sequence[tuple[Function, tuple[Any, ...], tuple[Any, ...]]],
                              answers: Sequence[Any]) -> None:
    for (function, place, wanted), answer in zip(tasks, answers, strict=True):
        expected = [float(v) for v in flat(joined(wanted, function))]
        if isinstance(answer, str) or len(answer) != len(expected) or any(
                abs(float.fromhex(a) - e) > 1e-7 * (1 + abs(e))
                for a, e in zip(answer, expected, strict=True)):
            raise NotExported(
                f"the file is not written: {function.name} at {place!r} is not the derivative that "
                f"differences give: {answer} instead of {expected}")


def run(path: Path, functions: Sequence[Function],
        calls: Sequence[tuple[str, str, tuple[Any, ...]]], target: str = "numpy") -> list[Any]:
    """What the file answers to each call: numbers in hexadecimal, or why there are none."""
    if not calls:
        return []
    if target == "c":
        from checker.export.compiled import run_compiled

        return run_compiled(path, functions, calls)
    task = {"path": str(path), "calls": calls,
            "classes": {f.name: [bool(a.classes) for a in f.arguments] for f in functions}}
    try:
        done = subprocess.run([sys.executable, "-c", SET_UP[target] + RUNNER],
                              input=json.dumps(task), text=True, capture_output=True,
                              timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NotExported(f"the file is not written: it ran for {SECONDS} s") from None
    if done.returncode:
        told = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise NotExported(f"the file is not written: it does not run: {told}")
    answers: list[Any] = json.loads(done.stdout)
    return answers
