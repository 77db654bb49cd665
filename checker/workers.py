"""Worker processes: many tasks at once, answers in the order of the tasks.

A worker that does not answer within the limit is killed and replaced: code of C
libraries hears no signal, a process can always be ended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 256
"""How many tasks may be read ahead of the answer that is printed next."""


def ordered(work: Callable[[T], R], tasks: Iterable[T], jobs: int, *, limit: float | None = None,
            late: Callable[[T], R] | None = None) -> Iterator[R]:
    """The answers of `work` to the tasks, in order, each as soon as it and those before are known.

    `work` is a function of a module; `late(task)` is the answer for a task whose worker
    did not answer within `limit` seconds, or died.

    >>> list(ordered(abs, [3, -4, 5], jobs=2))
    [3, 4, 5]
    """
    room = threading.Semaphore(_AHEAD)
    state: _State[T, R] = _State(iter(tasks), room)
    threads = [threading.Thread(target=_serve, args=(state, work, limit, late), daemon=True)
               for _ in range(jobs)]
    for thread in threads:
        thread.start()
    try:
        yield from state.answers()
    finally:
        state.stop = True
        for _ in threads:
            room.release()


class _State(Generic[T, R]):
    """The tasks not yet taken and the answers not yet given."""

    def __init__(self, tasks: Iterator[T], room: threading.Semaphore) -> None:
        self.tasks = tasks
        self.room = room
        self.taking = threading.Lock()
        self.news = threading.Condition()
        self.ready: dict[int, R] = {}
        self.failure: BaseException | None = None
        self.taken = 0
        self.stop = False

    def take(self) -> tuple[int, T] | None:
        """The next task with its number; None if there is none."""
        self.room.acquire()
        with self.taking:
            if self.stop:
                return None
            try:
                task = next(self.tasks)
            except StopIteration:
                self.finish(None)
                return None
            except BaseException as error:
                self.finish(error)
                return None
            self.taken += 1
            return self.taken - 1, task

    def finish(self, failure: BaseException | None) -> None:
        """No more tasks; every waiting worker may go."""
        with self.news:
            self.stop = True
            self.failure = self.failure or failure
            self.news.notify_all()
        for _ in range(_AHEAD):
            self.room.release()

    def put(self, number: int, answer: R) -> None:
        """Hand in an answer."""
        with self.news:
            self.ready[number] = answer
            self.news.notify_all()

    def answers(self) -> Iterator[R]:
        """The answers in the order of the tasks."""
        number = 0
        while True:
            with self.news:
                while number not in self.ready:
                    if self.stop and (number >= self.taken or self.failure is not None):
                        if self.failure is not None:
                            raise self.failure
                        return
                    self.news.wait()
                answer = self.ready.pop(number)
            self.room.release()
            number += 1
            yield answer


def _serve(state: _State[T, R], work: Callable[[T], R], limit: float | None,
           late: Callable[[T], R] | None) -> None:
    """Drive one worker process until the tasks are used up."""
    worker: _Worker[T, R] | None = None
    try:
        while (taken := state.take()) is not None:
            number, task = taken
            worker = worker or _Worker(work)
            try:
                answer = worker.answer(task, limit)
            except (TimeoutError, EOFError, OSError):
                worker.kill()
                worker = None
                if late is None:
                    raise
                answer = late(task)
            state.put(number, answer)
    except BaseException as error:
        state.finish(error)
    finally:
        if worker is not None:
            worker.kill()


class _Worker(Generic[T, R]):
    """One process that answers tasks through a pipe."""

    def __init__(self, work: Callable[[T], R]) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_loop, args=(other, work), daemon=True)
        self.process.start()
        other.close()
        self.pipe.recv()  # it has started; the limit counts from here

    def answer(self, task: T, limit: float | None) -> R:
        """The answer of the process; `TimeoutError` beyond the limit."""
        self.pipe.send(task)
        if not self.pipe.poll(limit):
            raise TimeoutError
        failure, answer = self.pipe.recv()
        if failure is not None:
            raise RuntimeError(failure)
        found: R = answer
        return found

    def kill(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _loop(pipe: Connection, work: Callable[[T], R]) -> None:
    """What runs in the worker process."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the parent
    with suppress(EOFError, ConnectionError):  # the parent has gone
        pipe.send(None)
        while True:
            task = pipe.recv()
            try:
                pipe.send((None, work(task)))
            except Exception as error:
                pipe.send((f"{type(error).__name__}: {error}", None))
