"""Answers steps with another program: `python worker.py METHOD`, one JSON object a line.

Every answer says whether the program calls the step true, false or unknown, the seconds it
took, and the seconds spent on reading the text.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import sympy
from reading import inside, read

Answer = bool | None
LIMIT = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0


def simplify(lhs: Any, rhs: Any, step: dict[str, Any], names: dict[str, Any]) -> Answer:
    return True if sympy.simplify(lhs - rhs) == 0 else None


def doit(lhs: Any, rhs: Any, step: dict[str, Any], names: dict[str, Any]) -> Answer:
    return True if sympy.simplify((lhs - rhs).doit()) == 0 else None


def equals(lhs: Any, rhs: Any, step: dict[str, Any], names: dict[str, Any]) -> Answer:
    found: Answer = (lhs - rhs).equals(0)
    return found


def math_verify() -> Callable[..., Answer]:
    from math_verify import verify

    def method(lhs: Any, rhs: Any, step: dict[str, Any], names: dict[str, Any]) -> Answer:
        return bool(verify(lhs, rhs, timeout_seconds=max(1, int(LIMIT))))

    return method


def pycodemath() -> Callable[..., Answer]:
    from pycodemath.core.ir import Expr
    from pycodemath.verify import check_equal

    def method(lhs: Any, rhs: Any, step: dict[str, Any], names: dict[str, Any]) -> Answer:
        # It cannot be told a domain, so a counterexample outside of it is not held against it:
        # its own symbolic proof, with SymPy's assumptions, then decides.
        lhs, rhs = lhs.doit(), rhs.doit()
        verdict = check_equal(Expr(lhs), Expr(rhs), budget=0.9*LIMIT)
        if verdict.status.value == "verified":
            return True
        if verdict.status.value == "refuted":
            if inside(step, verdict.counterexample or {}, lhs, names):
                return False
            return True if Expr(lhs).equivalent(Expr(rhs)) else None
        return None

    return method


def answers(method: Callable[..., Answer]) -> None:
    """Answer every line of the standard input."""
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": sympy.__version__}), flush=True)
    for line in sys.stdin:
        step = json.loads(line)
        start = time.perf_counter()
        read_at = start
        answer: Answer = None
        error = None
        try:
            lhs, rhs, names = read(step)
            read_at = time.perf_counter()
            answer = method(lhs, rhs, step, names)
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"[:200]
        end = time.perf_counter()
        print(json.dumps({"id": step["id"], "answer": answer, "error": error,
                          "seconds": end - read_at, "reading": read_at - start}), flush=True)


METHODS: dict[str, Callable[[], Callable[..., Answer]]] = {
    "simplify": lambda: simplify, "doit": lambda: doit, "equals": lambda: equals,
    "math-verify": math_verify, "pycodemath": pycodemath,
}

if __name__ == "__main__":
    import logging
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    logging.disable(logging.WARNING)
    answers(METHODS[sys.argv[1]]())
