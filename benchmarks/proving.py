"""How many steps each program proves, how many false ones it accepts, and how fast.

    python benchmarks/proving.py
    python benchmarks/proving.py --methods checker,simplify --limit 100
    python benchmarks/proving.py --json results.json

The README beside this file says what is measured, and how the other programs are asked.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

METHODS = ("checker", "simplify", "doit", "equals", "math-verify", "pycodemath")
PACKAGES = {"math-verify": "math-verify==0.9.0", "pycodemath": "pycodemath==0.4.0"}
"""The programs that get an environment of their own, and the version that is measured."""
TITLES = {
    "checker": "checker", "simplify": "simplify(lhs - rhs) == 0",
    "doit": "simplify((lhs - rhs).doit()) == 0", "equals": "(lhs - rhs).equals(0)",
    "math-verify": "Math-Verify", "pycodemath": "pycodemath check_equal",
}
START_UP = 120.0
STOPPED = "stopped"
T = TypeVar("T")
console = Console(stderr=True)


@dataclass(frozen=True)
class Task:
    """One step of the list: what is true of it, and how it is asked."""

    step: dict[str, Any]
    true: bool
    claim: Any = None
    """The claim as it stands on the shelf; None for a step of the pages."""
    domain: bool = False
    """Whether it is false only because the right side is undefined where the left is not."""


@dataclass
class Score:
    """What one program made of the list."""

    title: str
    seconds: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    true_proved: int = 0
    true_refuted: int = 0
    false_refuted: int = 0
    false_accepted: int = 0
    false_accepted_domain: int = 0
    undecided: int = 0
    stopped: int = 0
    answers: dict[str, bool | None] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def count(self, task: Task, answer: bool | None, seconds: float, reading: float) -> None:
        """Take down one answer."""
        self.answers[task.step["id"]] = answer
        self.seconds.append(seconds)
        self.reading.append(reading)
        if answer is None:
            self.undecided += 1
        elif task.true:
            self.true_proved += answer
            self.true_refuted += not answer
        else:
            self.false_refuted += not answer
            self.false_accepted += answer
            self.false_accepted_domain += answer and task.domain

    @property
    def total(self) -> float:
        """Seconds for all steps, without reading."""
        return sum(self.seconds)


def tasks(limit: int | None) -> list[Task]:
    """The true and false steps of the pages, and the shelf; `limit` of each, evenly spread."""
    from shelf import shelf

    from tests.pages import cases

    proved = [Task(case.step, True) for case in cases("proved")]
    refuted = [Task(case.step, False, domain=_only_the_domain(case)) for case in cases("refuted")]
    stand = [Task(step, True, claim) for claim, step in shelf()]
    return [task for group in (proved, refuted, stand) for task in _spread(group, limit)]


def _only_the_domain(case: Any) -> bool:
    """Whether the right side has no value at the page's point, although the left side has."""
    from tests.ruler import Point, Undefined, evaluate

    if not case.at:
        return False
    try:
        evaluate(case.step["rhs"], Point(case.step, 0, case.at))
    except Undefined:
        return True
    return False


def _spread(group: list[T], limit: int | None) -> list[T]:
    if limit is None or limit >= len(group):
        return group
    return [group[k * len(group) // limit] for k in range(limit)]


# --- the checker itself -----------------------------------------------------------------------


def ask_checker(todo: list[Task], named: bool = False) -> Score:
    """Every step in this process, warm; `named` asks for rules and hints too."""
    score = Score(TITLES["checker"])
    lines = [json.dumps(task.step) for task in todo]
    for task, line in _spread(list(zip(todo, lines, strict=True)), 20):
        _decide(task, line, named)
    gc.collect()
    gc.freeze()
    for task, line in zip(todo, lines, strict=True):
        answer, error, seconds, reading = _decide(task, line, named)
        if error:
            score.errors[task.step["id"]] = error
        score.count(task, answer, seconds, reading)
    gc.unfreeze()
    return score


def _decide(task: Task, line: str, named: bool) -> tuple[bool | None, str, float, float]:
    """The answer, what went wrong, and the seconds to decide and to read."""
    from checker.check import check
    from checker.reader.steps import BadStep, read_steps

    start = time.perf_counter()
    claim = task.claim
    if claim is None:
        (step,) = read_steps([line])
        if isinstance(step, BadStep):
            return None, step.message, 0.0, time.perf_counter() - start
        claim = step.claim
    read_at = time.perf_counter()
    try:
        finding = check(claim, hints=named, rules=named)
        outcome, error = finding.outcome, finding.message or ""
    except Exception as problem:
        outcome, error = "undecided", f"{type(problem).__name__}: {problem}"
    end = time.perf_counter()
    answer = {"proved": True, "refuted": False}.get(outcome)
    return answer, error, end - read_at, read_at - start


# --- the others, each in a process that can be killed -----------------------------------------


def environment(method: str) -> Path | str:
    """The Python that runs a method; text if its program cannot be installed."""
    package = PACKAGES.get(method)
    if package is None:
        return Path(sys.executable)
    folder = HERE / ".environments" / method
    python = folder / "bin" / "python"
    done = folder / "installed"
    if done.exists() and done.read_text() == package:
        return python
    console.print(f"making the environment of {package} ...")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    install = subprocess.run([str(python), "-m", "pip", "install", "--quiet", package],
                             capture_output=True, text=True, check=False)
    if install.returncode:
        return (install.stderr.strip().splitlines() or ["pip failed"])[-1]
    done.write_text(package)
    return python


class Worker:
    """A process of another program; it is killed when a step takes too long."""

    def __init__(self, python: Path, method: str, limit: float) -> None:
        self.command = [str(python), str(HERE / "worker.py"), method, str(limit)]
        self.limit = limit
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, step: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to a step, None if the process had to be killed or died."""
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if self._line(START_UP) is None:
                raise RuntimeError(f"{' '.join(self.command)} does not start")
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(step).encode() + b"\n")
        self.process.stdin.flush()
        line = self._line(self.limit)
        if line is None:
            self.stop()
        return line

    def _line(self, limit: float) -> dict[str, Any] | None:
        assert self.process is not None and self.process.stdout is not None
        with DefaultSelector() as selector:
            selector.register(self.process.stdout, EVENT_READ)
            if not selector.select(limit):
                return None
        line = self.process.stdout.readline()
        found: dict[str, Any] | None = json.loads(line) if line else None
        return found

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def ask_other(method: str, todo: list[Task], limit: float) -> Score | str:
    """Every step by another program; text if it cannot be installed."""
    python = environment(method)
    if isinstance(python, str):
        return python
    score = Score(TITLES[method])
    worker = Worker(python, method, limit)
    try:
        for task in _progress(todo, score.title):
            start = time.perf_counter()
            answer = worker.ask(task.step)
            if answer is None:
                score.stopped += 1
                score.errors[task.step["id"]] = STOPPED
                score.count(task, None, min(limit, time.perf_counter() - start), 0.0)
                continue
            if answer["error"]:
                score.errors[task.step["id"]] = answer["error"]
            score.count(task, answer["answer"], answer["seconds"], answer["reading"])
    finally:
        worker.stop()
    return score


def _progress(todo: list[Task], title: str) -> Iterable[Task]:
    from rich.progress import track

    return track(todo, title, console=console, transient=True, disable=not console.is_terminal)


# --- wall time from a cold start --------------------------------------------------------------


def cold(arguments: list[str], given: str, runs: int) -> float:
    """The median wall time of the command, in seconds."""
    command = Path(sys.executable).parent / "checker"
    whole = [str(command)] if command.exists() else [sys.executable, "-m", "checker"]
    quiet = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    seconds = []
    with tempfile.TemporaryDirectory() as elsewhere:
        for _ in range(runs + 1):
            start = time.perf_counter()
            subprocess.run([*whole, *arguments], input=given, text=True, capture_output=True,
                           env=quiet, cwd=elsewhere, check=False)
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:])  # the first run may compile


# --- what is printed --------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """One line of what the project promises of itself."""

    name: str
    measured: str
    promised: str
    kept: bool


def percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, math.ceil(share * len(seconds)) - 1)]


def targets(ours: Score, named: Score, simplify: Score | None) -> Iterator[Target]:
    """The promises, each with what was measured."""
    rate = len(ours.seconds) / (ours.total + sum(ours.reading))
    yield Target("steps a second, with reading", f"{rate:,.0f}", ">= 2,000", rate >= 2000)
    slow = len(named.seconds) / (named.total + sum(named.reading))
    yield Target("the same with rules and hints named", f"{slow:,.0f}", "", True)
    if simplify is not None:
        ratio = simplify.total / ours.total
        yield Target("times faster than simplify", f"{ratio:,.0f}", ">= 100", ratio >= 100)
        pairs = [(a, b) for a, b, label in zip(simplify.seconds, ours.seconds, simplify.answers,
                                               strict=True)
                 if simplify.errors.get(label) != STOPPED]
        finished = sum(a for a, _ in pairs) / sum(b for _, b in pairs)
        yield Target("the same over the steps it finished", f"{finished:,.0f}", "", True)
    median, tail = statistics.median(ours.seconds), percentile(ours.seconds, 0.99)
    yield Target("median of a step", f"{median * 1e3:.2f} ms", "<= 0.5 ms", median <= 0.5e-3)
    yield Target("99th percentile of a step", f"{tail * 1e3:.1f} ms", "<= 10 ms", tail <= 10e-3)
    yield Target("false steps accepted", str(ours.false_accepted), "0", not ours.false_accepted)
    yield Target("true steps refuted", str(ours.true_refuted), "0", not ours.true_refuted)
    line = json.dumps({"id": 1, "lhs": "x/x", "rhs": "1"})
    one = cold(["steps", "-"], line, 9)
    yield Target("cold `checker steps`, one step", f"{one * 1e3:.0f} ms", "<= 120 ms", one <= 0.12)
    shelf = cold(["verify"], "", 5)
    yield Target("`checker verify` of the shelf", f"{shelf:.2f} s", "<= 1.5 s", shelf <= 1.5)


def comparison(scores: dict[str, Score | str], todo: list[Task]) -> Table:
    """One row for each program."""
    true = sum(task.true for task in todo)
    table = Table(title=f"{true} true steps and {len(todo) - true} false ones")
    table.add_column("method")
    for head in ("true\nproved", "false\nrefuted", "true called\nfalse", "false\naccepted",
                 "undecided", "stopped", "total", "median", "p99", "times\nours"):
        table.add_column(head, justify="right")
    ours = scores.get("checker")
    for method, score in scores.items():
        if isinstance(score, str):
            table.add_row(TITLES[method], f"not installable here: {score}"[:60])
            continue
        accepted = str(score.false_accepted)
        if score.false_accepted_domain:
            accepted += f" ({score.false_accepted_domain}*)"
        ratio = f"{score.total / ours.total:,.0f}" if isinstance(ours, Score) else ""
        table.add_row(
            score.title, str(score.true_proved), str(score.false_refuted),
            str(score.true_refuted), accepted, str(score.undecided), str(score.stopped),
            f"{score.total:.2f} s", f"{statistics.median(score.seconds) * 1e3:.2f} ms",
            f"{percentile(score.seconds, 0.99) * 1e3:.1f} ms", ratio)
    if any(isinstance(s, Score) and s.false_accepted_domain for s in scores.values()):
        table.caption = "* false only because the right side is undefined where the left is not"
    return table


def promises(found: list[Target]) -> Table:
    table = Table(title="What the project promises")
    for head in ("", "measured", "promised", ""):
        table.add_column(head)
    for target in found:
        mark = "" if not target.promised else "kept" if target.kept else "[bold red]missed"
        table.add_row(target.name, target.measured, target.promised, mark)
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--methods", default=",".join(METHODS), help="some of: %(default)s")
    parser.add_argument("--limit", type=int, help="so many steps of each list only")
    parser.add_argument("--seconds", type=float, default=10.0,
                        help="time limit of a step for the other programs (default %(default)s)")
    parser.add_argument("--slowest", type=int, default=0, metavar="N",
                        help="name the N steps over which each program thinks longest")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured")
    chosen = parser.parse_args()
    methods = chosen.methods.split(",")
    if unknown := set(methods) - set(METHODS):
        parser.error(f"no such method: {', '.join(sorted(unknown))}")

    todo = tasks(chosen.limit)
    scores: dict[str, Score | str] = {}
    found: list[Target] = []
    for method in methods:
        if method == "checker":
            scores[method] = ask_checker(todo)
        else:
            scores[method] = ask_other(method, todo, chosen.seconds)
    out = Console(width=140 if not sys.stdout.isatty() else None)
    out.print(comparison(scores, todo))
    ours, simplify = scores.get("checker"), scores.get("simplify")
    if isinstance(ours, Score):
        found = list(targets(ours, ask_checker(todo, named=True),
                             simplify if isinstance(simplify, Score) else None))
        out.print(promises(found))
        for label, message in ours.errors.items():
            out.print(f"{label}: {message}", style="red", markup=False, highlight=False)
        for task in todo:
            answer = ours.answers[task.step["id"]]
            if answer is not task.true:
                what = {True: "accepted", False: "refuted", None: "undecided"}[answer]
                out.print(f"{what}: {task.step['id']}: {task.step['lhs']} = {task.step['rhs']}",
                          style="yellow", markup=False, highlight=False, overflow="ellipsis",
                          no_wrap=True)
    for score in scores.values():
        if chosen.slowest and isinstance(score, Score):
            order = sorted(zip(score.seconds, score.answers, strict=True), reverse=True)
            for seconds, label in order[:chosen.slowest]:
                out.print(f"{score.title}: {seconds * 1e3:9.1f} ms  {label}", markup=False,
                          highlight=False)
    if chosen.json:
        data = {"methods": {m: s if isinstance(s, str) else asdict(s) for m, s in scores.items()},
                "targets": [asdict(t) for t in found]}
        chosen.json.write_text(json.dumps(data, indent=1))
    return 0 if all(target.kept for target in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
