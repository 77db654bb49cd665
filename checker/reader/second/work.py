"""What runs in the second reader's process: latex2sympy2, watched by a canary.

A formula such as `x_1 dz` leaves latex2sympy2 in a state where it fails at every later one. So
after each formula it must still read the canary; if it does not, it is loaded anew, and if that
does not help, the process ends and its owner starts another one.
"""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from typing import Any, Final

from checker.language.data import term_data

CANARY: Final = r"x_1 + \frac{a}{b}"
MEMORY: Final = 2 << 30
"""So many bytes of memory the process may take, where the system knows limits."""


def serve(pipe: Connection) -> None:
    """Answer formulas until the other end of the pipe is closed."""
    import contextlib
    import io
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the parent
    _bound_memory()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            reader = _Latex2Sympy()
        except Exception as error:
            pipe.send_bytes(json.dumps(_sentence(error)).encode())
            return
        pipe.send_bytes(b'""')
        with contextlib.suppress(EOFError, OSError):
            while True:
                answer = reader.answer(json.loads(pipe.recv_bytes()))
                pipe.send_bytes(json.dumps(answer).encode())
                if not reader.healthy():
                    return


def _bound_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        return


class _Latex2Sympy:
    """latex2sympy2, and our reader of SymPy objects behind it."""

    def __init__(self) -> None:
        import latex2sympy2
        import sympy

        self.module = latex2sympy2
        self.sympy = sympy
        self.expected = self._canary()

    def answer(self, text: str) -> dict[str, Any]:
        """The term as data, or the reason why there is none."""
        from checker.reader.sympy_objects import term_of

        try:
            found = self.module.latex2sympy(text)
            if not isinstance(found, self.sympy.Expr):
                return {"reason": f"it gives no expression but a {type(found).__name__}"}
            return {"term": term_data(term_of(found))}
        except Exception as error:  # its own errors, and whatever else it stumbles over
            return {"reason": _sentence(error)}

    def healthy(self) -> bool:
        """Whether it still reads the canary, loaded anew if need be."""
        from importlib import reload

        if self._canary() == self.expected:
            return True
        try:
            self.module = reload(self.module)
        except Exception:
            return False
        return self._canary() == self.expected

    def _canary(self) -> str:
        try:
            return str(self.module.latex2sympy(CANARY))
        except Exception:
            return ""


def _sentence(error: Exception) -> str:
    """The first line of an error, without the picture that latex2sympy2 draws below it."""
    first = (str(error).splitlines() or [""])[0].strip()[:80]
    return first or type(error).__name__
