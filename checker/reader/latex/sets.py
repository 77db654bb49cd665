r"""Sets of numbers: `\mathbb{R}_{>0}`, `\{0, 1\}`, `\{1, \dots, n\}`, `(0, \frac{\pi}{2})`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from checker.language.context import (
    COMPLEX,
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    RATIONAL,
    REAL,
    Domain,
    finite,
    interval,
)
from checker.language.exact import exact
from checker.language.term import INFINITY, Term, neg
from checker.reader.latex.reading import Reading
from checker.reader.narrowing import narrowed

_SETS: Final = {"R": REAL, "N": POSITIVE_INTEGER, "Z": INTEGER, "Q": RATIONAL, "C": COMPLEX}
_SUBSETS: Final = {
    ("R", "+"): POSITIVE, ("R", "++"): POSITIVE, ("R", "-"): NEGATIVE,
    ("R", "0+"): NONNEGATIVE, ("R", "+0"): NONNEGATIVE, ("R", "*"): NONZERO,
    ("R", "*+"): POSITIVE, ("R", "+*"): POSITIVE,
    ("N", "0"): NONNEGATIVE_INTEGER, ("N", "+"): POSITIVE_INTEGER, ("N", "*"): POSITIVE_INTEGER,
    ("Z", "+"): POSITIVE_INTEGER, ("Q", "+"): replace(POSITIVE, rational=True),
}
BOUNDS: Final = {">": "gt", "\\ge": "ge", "<": "lt", "\\le": "le", "\\ne": "ne"}
"""Signs of inequalities, and the relations that they are."""


@dataclass(frozen=True, slots=True)
class NumberSet:
    """What it says of a name that it is a member: a domain, a shape, and what these leave over."""

    domain: Domain
    shape: tuple[Term, ...] = ()
    """The exponents of `\\mathbb{R}^{m \\times n}`."""
    bounds: tuple[tuple[str, Term], ...] = ()
    """Relations of a member to numbers that are not rational, as (relation, number)."""
    ends: tuple[Term, Term] | None = None
    """The ends of `\\{1, \\dots, n\\}`."""


def read_set(r: Reading) -> NumberSet:
    """A set of numbers, or of vectors of them with their shape."""
    kind = r.kinds[r.i]
    if kind == "\\mathbb" or kind in ("\\mathbf", "\\bold") or kind == "letters":
        found = _named(r)
    elif kind == "\\{":
        found = _finite(r)
    elif kind in ("(", "[", "]"):
        found = _interval(r)
    else:
        r.refuse(f"{r.shown()} stands where a set is expected", expected="`\\mathbb{R}`")
    if r.kinds[r.i] in ("\\setminus", "\\backslash"):
        found = _without(r, found)
    return found


def _without(r: Reading, found: NumberSet) -> NumberSet:
    """`\\setminus \\{0, 1\\}`: numbers that are left out."""
    start = r.i
    r.i += 1
    if r.kinds[r.i] != "\\{" or found.ends is not None or found.shape:
        r.refuse("only numbers can be left out of a set of numbers", start,
                 "`\\setminus \\{0\\}`")
    domain, bounds = found.domain, found.bounds
    for value in r.arguments():
        number_ = exact(value, {})
        if number_ is None:
            bounds = (*bounds, ("ne", value))
            continue
        rest = narrowed(domain, "ne", number_)
        if rest is None:
            r.refuse("this set is empty", start)
        domain = rest
        if domain.contains(number_):
            bounds = (*bounds, ("ne", value))
    return replace(found, domain=domain, bounds=bounds)


def _named(r: Reading) -> NumberSet:
    """`\\mathbb{R}`, `\\mathbb{R}_{>0}`, `\\mathbb{R}^{m \\times n}`."""
    start = r.i
    if r.kinds[r.i] != "letters":
        r.i += 1
    braced = r.kinds[r.i] == "{"
    r.i += braced
    letter = r.texts[r.i]
    if letter not in _SETS:
        r.refuse("this is no set that is known", start, "`\\mathbb{R}`")
    r.i += 1 + braced
    domain = _SETS[letter]
    shape: tuple[Term, ...] = ()
    marks = ""
    while r.kinds[r.i] in ("_", "^"):
        script = r.i
        r.i += 1
        opening = r.i
        braces = r.kinds[opening] == "{"
        end = r.tokens.partner[opening] if braces else opening + 1
        inside = range(opening + braces, end)
        spelled = "".join(r.texts[k] if r.kinds[k] == "number" else r.kinds[k] for k in inside)
        special = _subset(letter, marks + spelled)
        if special is not None:
            domain = special
            marks += spelled
            r.i = end + braces
        elif r.kinds[script] == "^" and not shape:
            shape = _shape(r)
        else:
            r.refuse("this is no set that is known", start, "`\\mathbb{R}_{>0}`")
    return NumberSet(domain, shape)


def _subset(letter: str, marks: str) -> Domain | None:
    """The part of a set of numbers that its scripts say: `+`, `0`, `>0`, `\\ge1`."""
    known = _SUBSETS.get((letter, marks))
    if known is not None or letter == "C":
        return known
    for sign, kind in BOUNDS.items():
        least = marks.removeprefix(sign)
        if least != marks and least.removeprefix("-").isdecimal() and len(least) < 10 \
                and (kind != "ne" or least == "0"):
            return narrowed(_SETS[letter], kind, Fraction(int(least)))
    return None


def _shape(r: Reading) -> tuple[Term, ...]:
    if r.kinds[r.i] != "{":
        return (r.argument(),)
    lengths = r.kinds[r.i:r.tokens.partner[r.i]].count("\\times")
    r.i += 1
    found = [r.factor() if lengths else r.sum()]
    for _ in range(lengths):
        r.take("\\times")
        found.append(r.factor())
    r.take("}")
    return tuple(found)


def _finite(r: Reading) -> NumberSet:
    """`\\{0, 1\\}`, `\\{1, \\dots, n\\}`."""
    start = r.i
    depth = 0
    while True:  # dots in front of the closing brace?
        kind = r.kinds[start]
        depth += (kind in ("\\{", "(", "{")) - (kind in ("\\}", ")", "}"))
        if depth == 0 or kind == "stop" or kind == "\\dots" and depth == 1:
            break
        start += 1
    if r.kinds[start] != "\\dots":
        values = []
        for value in r.arguments():
            found = exact(value, {})
            if found is None:
                r.refuse("the members of a set are numbers", expected="`\\{0, 1\\}`")
            values.append(found)
        return NumberSet(finite(*values))
    r.i += 1
    low, high = read_range(r, "\\}")
    r.take("\\}")
    return numbers_from(low, high)


def numbers_from(low: Term, high: Term | None) -> NumberSet:
    """The whole numbers from one on, up to another or without an end."""
    domain = INTEGER
    for kind, end in (("ge", low), ("le", high)):
        value = None if end is None else exact(end, {})
        if value is not None:
            domain = narrowed(domain, kind, value) or domain
    return NumberSet(domain, ends=None if high is None else (low, high))


def read_range(r: Reading, closing: str) -> tuple[Term, Term | None]:
    """`1, 2, \\dots, n`: the first and the last number; None if it goes on without end."""
    low = before = r.sum()
    counted = 1
    while r.kinds[r.i] == "," and r.kinds[r.i + 1] != "\\dots":
        r.i += 1
        place = r.i
        after = r.sum()
        first, second = exact(before, {}), exact(after, {})
        if first is None or second is None or second - first != 1:
            r.refuse("these numbers do not follow each other", place, "`1, 2, \\dots, n`")
        before = after
        counted += 1
    r.take(",")
    r.take("\\dots")
    if r.kinds[r.i] in ("stop", closing) or r.kinds[r.i] in (".", ",") \
            and r.kinds[r.i + 1] in ("stop", closing):
        value = exact(low, {})
        if counted < 2 or value is None or value.denominator != 1:
            r.refuse("it is not said how these numbers go on", expected="`1, 2, 3, \\dots`")
        return low, None
    r.take(",")
    place = r.i
    high = r.sum()
    if high is INFINITY:
        return low, None
    first, last = exact(low, {}), exact(high, {})
    if first is not None and (first.denominator != 1 or last is not None
                              and (last.denominator != 1 or last < first)):
        r.refuse("these are no whole numbers in order", place, "`1, 2, \\dots, n`")
    return low, high


def _interval(r: Reading) -> NumberSet:
    """`(0, 1)`, `[0, \\infty)`, `(0, \\frac{\\pi}{2})`."""
    opening = r.kinds[r.i]
    r.i += 1
    low = r.sum()
    r.take(",")
    high = r.sum()
    closing = r.kinds[r.i]
    if closing not in (")", "]", "["):
        r.refuse(f"{r.shown()} stands where an interval should close", expected="`)`")
    r.i += 1
    lo_open, hi_open = opening != "[", closing != "]"
    least, most = exact(low, {}), exact(high, {})
    if low is INFINITY or high is neg(INFINITY) \
            or least is not None and most is not None and least >= most:
        r.refuse("this interval is empty", r.i - 1)
    bounds: list[tuple[str, Term]] = []
    if least is None and low is not neg(INFINITY):
        bounds.append(("gt" if lo_open else "ge", low))
    if most is None and high is not INFINITY:
        bounds.append(("lt" if hi_open else "le", high))
    return NumberSet(interval(least, most, lo_open=lo_open or least is None,
                              hi_open=hi_open or most is None), bounds=tuple(bounds))
