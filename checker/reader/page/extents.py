r"""Which entries a list declares: `x_1, \dots, x_n > 0` says nothing of x_0."""

from __future__ import annotations

from checker.language.exact import exact
from checker.language.term import Term


def outside(term: Term, family: str, low: Term, high: Term) -> bool:
    """Whether an entry of a family is perhaps none of those from `low` to `high`.

    An index that stands free is one of them, and so is the number of an entry that is written
    out, unless it is less than `low`: who writes x_2 has two of them.

    >>> from checker.language.term import ONE, add, entry, name, number, sum_of
    >>> i, n = name("i"), name("n")
    >>> outside(sum_of(entry("x", i), i, ONE, n), "x", ONE, n)
    False
    >>> outside(sum_of(entry("x", i), i, number(0), n), "x", ONE, n)
    True
    >>> outside(entry("x", add(n, ONE)), "x", ONE, n)
    True
    """
    return _outside(term, family, low, high, {})


def _outside(term: Term, family: str, low: Term, high: Term,
             bound: dict[str, tuple[Term, Term] | None]) -> bool:
    if family not in term.free:
        return False
    if term.head == "entry" and term.data == family:
        return not any(_within(index, low, high, bound) for index in term.args[:1])
    if term.head in ("sum", "product"):
        index, body, *ends = term.args
        inner = {**bound, str(index.data): (ends[0], ends[1])}
        return _outside(body, family, low, high, inner) \
            or any(_outside(end, family, low, high, bound) for end in ends)
    if term.head in ("integral", "limit", "at"):
        text = str(term.args[1 if term.head == "at" else 0].data)
        bound = {**bound, text: None}
    return any(_outside(arg, family, low, high, bound) for arg in term.args)


def _within(index: Term, low: Term, high: Term,
            bound: dict[str, tuple[Term, Term] | None]) -> bool:
    """Whether an index is surely one of those from `low` to `high`."""
    if index is high or index is low:
        return True
    first, last = exact(low, {}), exact(high, {})
    value = exact(index, {})
    if value is not None:
        return (first is None or value >= first) and (last is None or value <= last)
    if index.head != "name":
        return False
    text = str(index.data)
    if text not in bound:
        return True
    ends = bound[text]
    return ends is not None and _within(ends[0], low, high, {}) and (
        ends[1] is high or exact(ends[1], {}) is not None and _within(ends[1], low, high, {}))
