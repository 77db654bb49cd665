"""`checker steps`: one claim a line in, one verdict a line out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.check import check
from checker.reader.steps import BadStep, Step, read_steps
from checker.report.steps_report import answer, undecided, unreadable

_PATIENCE = 3.0
"""A worker may take this much longer than the time limit before it is killed."""


def answers(lines: Iterable[str], seconds: float, jobs: int = 1) -> Iterator[tuple[str, str]]:
    """For every line its verdict and its answer, before the next line is waited for."""
    steps = read_steps(lines)
    if jobs == 1:
        for step in steps:
            yield respond((step, seconds))
    else:
        from checker.workers import ordered

        yield from ordered(respond, ((step, seconds) for step in steps), jobs,
                           limit=seconds + _PATIENCE, late=_stopped)


def respond(task: tuple[Step | BadStep, float]) -> tuple[str, str]:
    """The verdict and the answer to one step; whatever goes wrong is an answer too."""
    step, seconds = task
    if isinstance(step, BadStep):
        return "unreadable", unreadable(step.id, step.message)
    try:
        finding = check(step.claim, seconds=seconds)
        return finding.outcome, answer(step.id, finding)
    except Exception as error:
        return "undecided", undecided(step.id, f"{type(error).__name__}: {error}")


def exit_code(verdicts: set[str]) -> int:
    """0 all proved; 1 something refuted; 2 unreadable; 3 undecided. 2 before 1 before 3.

    >>> exit_code({"proved", "refuted", "undecided"})
    1
    """
    return next((code for verdict, code in (("unreadable", 2), ("refuted", 1), ("undecided", 3))
                 if verdict in verdicts), 0)


def _stopped(task: tuple[Step | BadStep, float]) -> tuple[str, str]:
    step, seconds = task
    reason = f"stopped: no verdict within {seconds + _PATIENCE:g} seconds"
    return "undecided", undecided(step.id, reason)
