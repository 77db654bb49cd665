"""What a reader takes for granted of indices: the j of w_j runs where the sums over w_j run.

Differentiating z = \\sum_{j=1}^n w_j x_j by w_j means one of these w_j, so 1 <= j <= n.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.language.term import ONE, Term, name, relation

Slot = tuple[str, int]
"""A place for an index: the family, and which of its indices."""
Range = tuple[Term, Term]


def index_ranges(terms: Iterable[tuple[Term, tuple[str, ...]]], declared: Mapping[str, Range],
                 shapes: Mapping[str, tuple[Term, ...]]) -> tuple[Term, ...]:
    """The hypotheses lo <= j and j <= hi for the free indices of terms with their parameters.

    >>> from checker.language.term import add, entry, name, number, sum_of
    >>> i, j, n = name("i"), name("j"), name("n")
    >>> term = add(sum_of(entry("w", i), i, number(1), n), entry("w", j))
    >>> index_ranges([(term, ())], {}, {})
    (1 <= j, j <= n)
    """
    free: dict[str, list[Slot]] = {}
    summed: dict[Slot, list[Range]] = {}
    for term, parameters in terms:
        _walk(term, dict.fromkeys(parameters), free, summed)
    found: dict[Term, None] = {}
    for text, slots in sorted(free.items()):
        ranges = [declared[text]] if text in declared else []
        if not ranges:
            for slot in slots:
                ranges += summed.get(slot, ())
                shape = shapes.get(slot[0], ())
                if slot[1] < len(shape):
                    ranges.append((ONE, shape[slot[1]]))
        index = name(text)
        for lo, hi in ranges:
            if text in lo.free or text in hi.free:
                continue
            found[relation("le", lo, index)] = None
            found[relation("le", index, hi)] = None
    return tuple(found)


def _walk(term: Term, around: Mapping[str, Range | None], free: dict[str, list[Slot]],
          summed: dict[Slot, list[Range]]) -> None:
    inner: Mapping[str, Range | None] = around
    inside = -1
    if term.head == "entry":
        for place, index in enumerate(term.args):
            if index.head != "name":
                continue
            slot = (str(term.data), place)
            text = str(index.data)
            if text not in around:
                free.setdefault(text, []).append(slot)
            elif around[text] is not None:
                known = summed.setdefault(slot, [])
                one = around[text]
                if one is not None and one not in known \
                        and not (one[0].free | one[1].free) & around.keys():
                    known.append(one)
    elif term.head in ("sum", "product"):
        index, _, lo, hi = term.args
        inner, inside = {**around, str(index.data): (lo, hi)}, 1
    elif term.head in ("integral", "limit"):
        inner, inside = {**around, str(term.args[0].data): None}, 1
    elif term.head == "at":
        inner, inside = {**around, str(term.args[1].data): None}, 0
    for place, arg in enumerate(term.args):
        _walk(arg, inner if place == inside else around, free, summed)
