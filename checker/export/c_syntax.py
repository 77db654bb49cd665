"""How C writes numbers and loops, and the small functions that a file may need."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from checker.export.loops import Syntax

FUNCTIONS: Final = {
    "abs": "fabs", "max": "fmax", "min": "fmin",
    **{f: f for f in "exp expm1 hypot log log1p sqrt sin cos tan sinh cosh tanh asin acos atan "
       "asinh acosh atanh".split()},
    "sign": "sign_of"}


def _entry(name: str, indices: tuple[str, ...], sizes: tuple[str, ...]) -> str:
    if len(indices) == 1:
        return f"{name}[{indices[0]}]"
    return f"{name}[{indices[0]}*{sizes[1]} + {indices[1]}]"


def _loop(index: str, size: str, lines: list[str], total: str) -> list[str]:
    pragma = [f"#pragma omp simd reduction(+:{total})"] if total else []
    if not total and len(lines) == 1:
        pragma = ["#pragma omp simd"]
    return [*pragma, f"for (size_t {index} = 0; {index} < {size}; {index}++) {{",
            *("    " + line for line in lines), "}"]


def _number(value: Fraction) -> str:
    if value.denominator == 1 and abs(value) < 2**24:
        return str(value.numerator)
    if Fraction(float(value)) == value:
        return f"(real){float(value)!r}"
    return f"((real){value.numerator} / {value.denominator})"


SYNTAX: Final = Syntax(
    functions=FUNCTIONS,
    where=lambda condition, value, otherwise: f"({condition} ? {value} : {otherwise})",
    entry=_entry,
    assign=lambda name, text: f"const real {name} = {text};",
    start=lambda name, text: f"real {name} = {text};",
    plus=lambda name, text: f"{name} += {text};",
    loop=_loop,
    number=_number,
)
IN_ROWS: Final = replace(SYNTAX, functions={**FUNCTIONS, "exp": "exp_of"})
"""In sums over samples the exponential is one that a compiler can compute for several at once."""

SIGN: Final = '''
/* 1 for a positive number, -1 for a negative one, 0 for zero. */
static inline real sign_of(real x) {
    return (real)((x > 0) - (x < 0));
}
'''
EXP: Final = '''
/* exp(x), without branches, so that a loop can be vectorised. x = k log(2) + r with |r| < 0.35;
   k log(2) is subtracted in two parts, the first of them exactly. exp(r) = 1 + r + r^2 p(r), where
   1 + high is a sum with what its rounding loses. The result is off by less than 0.8 units in the
   last place of a double, of subnormal numbers too; inf, 0 and nan come out as they should. */
static inline double exp_of(double x) {
    const double shift = 0x1.8p52; /* the last bits of k + shift are the whole number k */
    const double bounded = x < -1100 ? -1100 : x > 1100 ? 1100 : x;
    const double shifted = bounded * 0x1.71547652b82fep+0 + shift;
    const double k = shifted - shift;
    const double high = bounded - k * 0x1.62e42feep-1;
    const double low = k * 0x1.a39ef35793c76p-33;
    const double r = high - low;
    double p = 1 / 6227020800.0; /* Taylor's series up to r^13/13! */
    p = p * r + 1 / 479001600.0;
    p = p * r + 1 / 39916800.0;
    p = p * r + 1 / 3628800.0;
    p = p * r + 1 / 362880.0;
    p = p * r + 1 / 40320.0;
    p = p * r + 1 / 5040.0;
    p = p * r + 1 / 720.0;
    p = p * r + 1 / 120.0;
    p = p * r + 1 / 24.0;
    p = p * r + 1 / 6.0;
    p = p * r + 1 / 2.0;
    const double sum = 1 + high;
    const double value = sum + ((1 - sum + high) + (r * r * p - low));
    /* 2^k as a product of two powers, each of them a normal number even where exp(x) is not. */
    const double half = 0.5 * k + shift;
    const double rest = k - (half - shift) + shift;
    uint64_t first, second;
    memcpy(&first, &half, sizeof first);
    memcpy(&second, &rest, sizeof second);
    first = (first + 1023) << 52;
    second = (second + 1023) << 52;
    double power, other;
    memcpy(&power, &first, sizeof power);
    memcpy(&other, &second, sizeof other);
    return value * power * other;
}
'''
ROWS: Final = '''
/* So many samples are taken at a time: their numbers are computed together, and their rows are
   still in the nearest cache when they are added up. */
enum { ROWS = 32 };
'''


def helpers(text: str) -> list[str]:
    """The helpers that the functions call."""
    called = {"sign_of(": SIGN, "exp_of(": EXP, "[ROWS]": ROWS}
    return [helper.strip() for name, helper in called.items() if name in text]
