"""Dots: `w_1 + \\dots + w_n` is a sum, if the pattern is plain."""

from __future__ import annotations

from typing import Final, NoReturn

from checker.language.term import Term, add, build, mul, name, number
from checker.reader.latex.reading import Reading

_INDICES: Final = ("k", "i", "j", "l", "q", "r", "s", "t")
_HERE: Final = name("@dots")


def gathered(r: Reading, items: list[Term], dots: list[int], head: str) -> Term:
    """Summands or factors with dots among them, as a sum or product over an index.

    The last item before the dots shows a number where the first one behind them shows the
    end; counting down from that number must give the items before it.
    """
    join = add if head == "sum" else mul
    if len(dots) != 1 or not 0 < dots[0] < len(items):
        _refuse(r)
    behind = dots[0]
    end = items[behind]
    pattern, start, high = _pattern(items[behind - 1], end)
    if pattern is None or start is None or high is None:
        _refuse(r)
    first, low = behind - 1, start
    while first > 0 and items[first - 1] is _put(pattern, number(low - 1)):
        first, low = first - 1, low - 1
    others = items[:first] + items[behind + 1:]
    if any(_pattern(other, pattern)[1] is not None for other in others):
        _refuse(r)
    if first == behind - 1 and not _indexes(pattern):
        _refuse(r)
    if high.head == "number" and (high.value.denominator != 1 or high.value <= start):
        _refuse(r)
    taken = pattern.free | high.free | set(r.bound)
    index = name(next(letter for letter in (*_INDICES, "dots") if letter not in taken))
    total = build(head, (index, _put(pattern, index), number(low), high))
    return join(*items[:first], total, *items[behind + 1:])


def _refuse(r: Reading) -> NoReturn:
    r.refuse("the pattern of these dots is not plain", expected="`\\sum_{i=1}^{n}`")


def _pattern(first: Term, last: Term) -> tuple[Term | None, int | None, Term | None]:
    """The common pattern of two items, and what each has where they differ."""
    if first is last:
        return last, None, None
    if first.head == "number" and first.value.denominator == 1:
        return _HERE, first.value.numerator, last
    if first.head != last.head or first.data != last.data or len(first.args) != len(last.args):
        return None, None, None
    parts = []
    start: int | None = None
    high: Term | None = None
    for a, b in zip(first.args, last.args, strict=True):
        part, low, top = _pattern(a, b)
        if part is None or start is not None and low is not None and (low, top) != (start, high):
            return None, None, None
        parts.append(part)
        if low is not None:
            start, high = low, top
    return build(last.head, tuple(parts), last.data), start, high


def _put(pattern: Term, value: Term) -> Term:
    if pattern is _HERE:
        return value
    if not pattern.args:
        return pattern
    return build(pattern.head, tuple(_put(part, value) for part in pattern.args), pattern.data)


def _indexes(pattern: Term) -> bool:
    """Whether the running number is an index of an entry."""
    return pattern.head == "entry" and _HERE in pattern.args or any(map(_indexes, pattern.args))
