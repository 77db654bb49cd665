"""The second reader's process: started when it is needed, ended when it does not answer.

latex2sympy2 keeps state between its calls, may run for very long, and is no dependency of ours.
So it is imported in a process of its own, formulas and answers pass as JSON, and whatever happens
to the process happens to one formula.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any, Final

from checker.language.data import read_term
from checker.language.errors import CheckerError
from checker.reader.second.readings import Read, SecondReading, Unread
from checker.reader.second.spoken import spoken
from checker.reader.second.work import serve

START: Final = 60.0
"""Seconds that the process may take to start."""
ABSENT: Final = ("the second reader needs latex2sympy2, which is not installed: "
                 "pip install 'derivation-checker[second-reader]'")


class SecondReader:
    """Reads formulas with latex2sympy2, each within a limit of seconds.

    >>> with SecondReader() as reader:  # doctest: +SKIP
    ...     reader.read(r"\\log x^2")
    Read(term=log(x**2)/log(E))
    """

    def __init__(self, log_base: int = 0, seconds: float = 3.0) -> None:
        if find_spec("latex2sympy2") is None:
            raise CheckerError(ABSENT)
        self.log_base = log_base
        self.seconds = seconds
        self._pipe: Connection | None = None
        self._process: SpawnProcess | None = None

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def read(self, latex: str) -> SecondReading:
        """What the second reader makes of an expression, without relations at its top."""
        text = spoken(latex, self.log_base)
        if isinstance(text, Unread):
            return text
        try:
            answer = self._answer(text)
        except TimeoutError:
            self.close()
            return Unread(f"no answer within {self.seconds:g} seconds")
        except (EOFError, OSError):
            self.close()
            return Unread("its process ended")
        if "reason" in answer:
            return Unread(str(answer["reason"]))
        try:
            return Read(read_term(answer["term"]))
        except CheckerError as refusal:
            return Unread(str(refusal))

    def close(self) -> None:
        """End the process; the next formula starts another one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._pipe = self._process = None

    def _answer(self, text: str) -> dict[str, Any]:
        pipe = self._pipe or self._start()
        pipe.send_bytes(json.dumps(text).encode())
        if not pipe.poll(self.seconds):
            raise TimeoutError
        found: dict[str, Any] = json.loads(pipe.recv_bytes())
        return found

    def _start(self) -> Connection:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        if not self._pipe.poll(START):
            raise TimeoutError
        failure = json.loads(self._pipe.recv_bytes())
        if failure:
            self.close()
            raise CheckerError(f"the second reader cannot be started: {failure}")
        return self._pipe
