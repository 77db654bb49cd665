r"""Lists of names: `x, y`, `y^{(i)}, y`, and `x_1, \dots, x_n`, which are entries of one family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from checker.language.term import Term, entry, name, number
from checker.reader.latex.layout import CLOSING, OPENING
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.reading import Reading
from checker.reader.latex.rows import in_number


@dataclass(frozen=True, slots=True)
class Extent:
    """The entries of a family that a list with dots names: those from `low` to `high`."""

    family: str
    low: Term
    high: Term


def read_subjects(r: Reading, first: int, end: int) -> tuple[tuple[Term, ...], tuple[Extent, ...]]:
    """Names or entries with commas between them; with dots, an entry for all of them."""
    found: list[Term] = []
    extents: list[Extent] = []
    r.i = first
    dots = -1
    while r.i < end:
        start = r.i
        if r.kinds[r.i] == "\\dots" and found and dots < 0:
            dots = r.i
            r.i += 1
        else:
            subject = r.sum()
            if subject.head not in ("name", "entry"):
                r.refuse(f"`{r.written(start, r.i)}` is declared, which is no name", start,
                         "a name")
            if dots >= 0:
                extent = _gathered(r, found, subject, dots)
                extents.append(extent)
                subject = entry(extent.family, _index(extent))
                dots = -1
            found.append(subject)
        if r.kinds[r.i] == ",":
            r.i += 1
        elif r.i != end:
            r.refuse(f"{r.shown()} stands in a list of names", expected="a comma")
    if not found:
        r.refuse("no name stands before this", end, "a name")
    if dots >= 0:
        r.refuse("it is not said where this list ends", dots, "`x_1, \\dots, x_n`")
    return tuple(found), tuple(extents)


def _index(extent: Extent) -> Term:
    """An index that stands for all of an extent."""
    taken = extent.low.free | extent.high.free
    return name(next(letter for letter in "ijkl" if letter not in taken))


def _gathered(r: Reading, found: list[Term], last: Term, dots: int) -> Extent:
    """The list that ends with an entry; what was read of it before is taken away."""
    family, high = _numbered(last)
    low: int | None = None
    while found:
        before, index = _numbered(found[-1])
        if before != family or index is None or index.head != "number" \
                or low is not None and index.value != low - 1:
            break
        low = int(index.value)
        found.pop()
    if low is None or high is None or high.head == "number" and high.value <= low:
        r.refuse("the pattern of these dots is not plain", dots, "`x_1, \\dots, x_n`")
    return Extent(family, number(low), high)


def _numbered(term: Term) -> tuple[str, Term | None]:
    """The family and the only index of an entry, or of a name such as `x_1`."""
    if term.head == "entry":
        return str(term.data), term.args[0] if len(term.args) == 1 else None
    base, _, index = str(term.data).rpartition("_")
    return (base, number(int(index))) if base and index.isdecimal() and len(index) < 6 \
        else (str(term.data), None)


Range = tuple[int, int]
_ORDERED: Final = frozenset({"<", "\\le", ">", "\\ge", "\\ne"})
MAX_CHAINS: Final = 50
"""Lists that stand for more chains than this are refused."""


def listed_sides(tokens: Tokens, first: int, last: int, places: list[int]) -> list[list[Range]]:
    """The sides of a chain of inequalities as lists, `x, y > 0`; nothing if none is a list."""
    if not places or places[0] == first \
            or not _ORDERED.issuperset(tokens.kinds[place] for place in places):
        return []
    starts = [first, *(place + 1 for place in places)]
    sides = [parts(tokens, *side) for side in zip(starts, (*places, last), strict=True)]
    return sides if any(len(side) > 1 for side in sides) else []


def parts(tokens: Tokens, first: int, last: int) -> list[Range]:
    """The members of a list between its commas."""
    found: list[Range] = []
    depth, start = 0, first
    for i in range(first, last):
        kind = tokens.kinds[i]
        depth += (kind in OPENING) - (kind in CLOSING)
        if kind == "," and depth == 0 and not in_number(tokens, i):
            found.append((start, i))
            start = i + 1
    return [*found, (start, last)]
