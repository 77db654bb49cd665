"""Words and intervals -> domains: `positive`, `interval:0,1`, `[0, 1)`, `{0, 1}`.

word       real, positive, negative, nonzero, nonnegative, integer, positive_integer,
nonnegative_integer, rational, complex
interval   interval:a,b  (a, b)  [a, b]  [a, b)  (a, b]     open unless a bracket closes it
set        {a, b, ...}
end        a whole number, a fraction, a decimal, oo or -oo
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from checker.language.context import DOMAINS, NONZERO, Domain, finite, interval
from checker.language.errors import Unreadable
from checker.reader.magnitude import exact

_INTERVAL: Final = re.compile(r"(?:interval:)?\s*([(\[])([^,]*),([^,]*)([)\]])")
_BARE: Final = re.compile(r"interval:()([^,()\[\]]*),([^,()\[\]]*)()")
_EXPECTED: Final = ", ".join(DOMAINS) + ", interval:a,b or {a,b}"
_MOST_VALUES: Final = 1000


@lru_cache(maxsize=256)
def read_domain(word: str) -> Domain:
    """The domain that a word, an interval or a finite set describes; else `Unreadable`.

    >>> print(read_domain("interval:0,1/2"), read_domain("[0, 1)"), read_domain("{1, 0}"))
    (0, 1/2) [0, 1) {0, 1}
    >>> read_domain("interval:0,oo") == read_domain("positive")
    True
    """
    word = word.strip()
    known = DOMAINS.get(word)
    if known is not None:
        return known
    found = _INTERVAL.fullmatch(word) or _BARE.fullmatch(word)
    if found is not None:
        return _interval(word, *found.groups())
    if word.startswith("{") and word.endswith("}"):
        members = word[1:-1].split(",")
        if len(members) > _MOST_VALUES:
            raise Unreadable(f"a finite set has more than {_MOST_VALUES} members")
        return finite(*(_number(member, word) for member in members))
    raise Unreadable(f"{_shown(word)} is not a known domain", expected=_EXPECTED)


@lru_cache(maxsize=256)
def read_function_range(word: str) -> Domain:
    """The range of an abstract function, which is smooth: an interval, or all but zero.

    >>> print(read_function_range("(0,1)"), read_function_range("real"))
    (0, 1) real
    """
    domain = read_domain(word)
    if domain.continuous or domain == NONZERO:
        return domain
    raise Unreadable(f"a declared function is smooth, and {_shown(word.strip())} is no interval",
                     expected="real, positive, or an interval such as (0,1)")


def _interval(word: str, opening: str, low: str, high: str, closing: str) -> Domain:
    lo = None if low.strip() == "-oo" else _number(low, word)
    hi = None if high.strip() in ("oo", "+oo") else _number(high, word)
    lo_open, hi_open = opening != "[" or lo is None, closing != "]" or hi is None
    if lo is not None and hi is not None:
        if lo > hi or (lo == hi and (lo_open or hi_open)):
            raise Unreadable(f"the interval {_shown(word)} is empty")
        if lo == hi:
            return finite(lo)
    return interval(lo, hi, lo_open=lo_open, hi_open=hi_open)


def _number(text: str, word: str) -> Fraction:
    value = exact(text)
    if value is None:
        raise Unreadable(f"{_shown(text.strip())} is no number, in the domain {_shown(word)}",
                         expected="a whole number, a fraction, a decimal, oo or -oo")
    return value


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 40 else text[:37] + "...")
