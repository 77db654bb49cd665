"""Worker processes: order, time limits, deaths."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from checker.workers import ordered


def double(x: int) -> int:
    return 2 * x


def wait(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def die_at_two(x: int) -> int:
    if x == 2:
        os._exit(1)
    return x


def test_many_tasks_keep_their_order() -> None:
    assert list(ordered(double, range(1000), 2)) == [2 * n for n in range(1000)]


def test_no_task_no_answer() -> None:
    assert list(ordered(double, [], 2)) == []


def test_a_late_worker_is_killed_and_the_others_go_on() -> None:
    begun = time.monotonic()
    assert list(ordered(wait, [0.0, 60.0, 0.1], 2, limit=1.0, late=lambda _: -1.0)) == [
        0.0, -1.0, 0.1]
    assert time.monotonic() - begun < 20


def test_a_dead_worker_is_replaced() -> None:
    assert list(ordered(die_at_two, [1, 2, 3], 1, late=lambda _: -1)) == [1, -1, 3]


def test_an_error_among_the_tasks_is_raised() -> None:
    def tasks() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        list(ordered(double, tasks(), 2))


def test_an_error_of_the_work_is_raised() -> None:
    with pytest.raises(RuntimeError, match="TypeError"):
        list(ordered(len, [7], 1))  # type: ignore[list-item]
