"""No step can hang: each of these ends, undecided, proved, refuted or unreadable, in time."""

from __future__ import annotations

import json
import time
from functools import reduce

import pytest

from checker.check import check
from checker.reader.steps import BadStep, read_step

TWELVE = "+".join(f"a{i}" for i in range(1, 13))


def nested(outside: str, times: int, inside: str = "x") -> str:
    """`outside` with {} replaced by itself, so many times."""
    return reduce(lambda text, k: outside.format(text, k), range(times), inside)


STEPS = {
    "a power of twelve names": (f"({TWELVE})**12", f"({TWELVE})**6*({TWELVE})**6"),
    "64 logarithms": ("+".join(f"log(x{i}*y{i})" for i in range(64)),
                      "log(" + "*".join(f"x{i}*y{i}" for i in range(64)) + ")"),
    "a product of 64 logarithms": ("*".join(f"log(x{i} + 1)" for i in range(64)), "0"),
    "a giant exponent": ("(1 + x)**1000000", "(1 + x)**999999*(1 + x)"),
    "a larger exponent": ("x**(10**9)", "x**(10**9 - 1)*x"),
    "a giant number": ("(1 + 1/10**20)**(10**6)", "1"),
    "a tower": ("2**2**2**100", "1"),
    "three names to a power": ("(x + y + z)**200", "(x + y + z)**199*(x + y + z)"),
    "nested exponentials": (nested("exp({})", 60), nested("exp({})", 60) + " + 0"),
    "a continued fraction": (nested("1 + 1/({})", 60), nested("1 + 1/({})", 60) + "*1"),
    "nested absolute values": (nested("Abs({} - {})", 40), "x"),
    "nested maxima": (nested("Max({}, {}*y)", 40), "x"),
    "nested cases": (nested("Piecewise(({1}, x > {1}), ({0}, True))", 30, "0"), "0"),
    "a large angle": ("sin(100*x)", "2*sin(50*x)*cos(50*x)"),
    "an angle in an exponent": ("cos(27*x)*exp(cos(26*x))", "cos(27*x)*exp(cos(26*x)) + 0"),
    "a high derivative": ("Derivative(exp(sin(exp(x))), (x, 50))", "0"),
    "a derivative of tangents": ("Derivative(tan(tan(tan(x))), (x, 8))", "1"),
    "a long sum": ("Sum(x[i], (i, 1, 10**9))", "1"),
    "a nested sum": ("Sum(Sum(Sum(Sum(a[i, j]*b[j, k]*c[k, l], (i, 1, n)), (j, 1, n)), "
                     "(k, 1, n)), (l, 1, n))", "1"),
    "a factorial": ("factorial(10**6)", "factorial(10**6) + 1"),
    "twenty roots": ("+".join(f"sqrt(x{i})" for i in range(20)), "0"),
    "25 fractions": ("+".join(f"1/(x{i} + y{i})" for i in range(25)),
                     "+".join(f"1/(y{i} + x{i})" for i in range(25))),
    "200 exponentials": ("+".join(f"exp({i}*x/7)" for i in range(200)),
                         "+".join(f"exp(x/7)**{i}" for i in range(200))),
    "twelve maxima": ("+".join(f"Max(x{i}, y{i})" for i in range(12)),
                      "+".join(f"(x{i} + y{i} + Abs(x{i} - y{i}))/2" for i in range(12))),
    "a power of a sine": ("sin(x)**40 + cos(x)**40", "1"),
    "a floor": ("floor(10**50*x)", "10**50*x"),
    "10,000 brackets": ("(" * 10_000 + "x" + ")" * 10_000, "x"),
    "3,000 summands": ("+".join(f"x{i}" for i in range(3000)), "0"),
}
LIMIT = 20.0
"""Far more than the two seconds a step has: the machine may be busy."""


@pytest.mark.parametrize("kind", STEPS)
def test_every_step_ends(kind: str) -> None:
    lhs, rhs = STEPS[kind]
    start = time.monotonic()
    step = read_step(json.dumps({"lhs": lhs, "rhs": rhs}), 1)
    if isinstance(step, BadStep):
        assert step.message
    else:
        assert check(step.claim).outcome in ("proved", "refuted", "undecided")
    assert time.monotonic() - start < LIMIT
