r"""Long formulas in several rows: broken before a sign, a relation or a factor."""

from __future__ import annotations

from typing import Final

from checker.report.sheet.measure import Item, items
from checker.report.sheet.model import Math

_LEAST: Final = 0.45
"""A row is filled at least so far, if there is a place to break behind."""
_COST: Final = {"relation": 0.0, "sign": 0.0, "dot": 1.0, "": 1.5, "open": 1.5}


def rows(math: Math, budget: float, later: float) -> tuple[Math, ...]:
    r"""The formula in rows, the first within `budget` em, the others within `later`, if it can.

    Where a bracket that grows is broken, both parts get a bracket that is not seen.

    >>> print(*rows(Math(r"\left(b + c + d + e + f\right)"), 7, 7), sep="\n")
    \left(b + c + d + e\right.
    \left.{} + f\right)
    """
    pieces = items(math)
    out: list[Math] = []
    open_: list[Item] = []
    start = 0
    while start < len(pieces):
        room = later if out else budget
        end = _end(pieces, start, room)
        row = pieces[start:end]
        text = "\\left." * sum(item.stretches for item in open_) if out else ""
        if out:
            text += "{} " if pieces[start].kind in ("relation", "sign", "dot") else "{} \\cdot "
        for item in row:
            if item.kind == "open":
                open_.append(item)
            elif item.kind == "close" and open_:
                open_.pop()
        text += math[row[0].start:row[-1].end]
        if end < len(pieces):
            text += "\\right." * sum(item.stretches for item in open_)
        out.append(Math(text))
        start = end
    return tuple(out) or (math,)


def _end(pieces: list[Item], start: int, room: float) -> int:
    """Behind which item a row ends."""
    if sum(item.width for item in pieces[start:]) <= room:
        return len(pieces)
    used, depth = pieces[start].width, int(pieces[start].kind == "open")
    best: tuple[float, int] | None = None
    for k in range(start + 1, len(pieces)):
        item = pieces[k]
        if item.kind == "close":
            depth = max(depth - 1, 0)
        cost = _cost(pieces, k)
        if cost is not None and (used <= room or best is None):
            unfilled = max(0.0, _LEAST - used / room) * 8 + max(0.0, used / room - 1) * 8
            score = cost + 2.5 * depth + unfilled - 0.5 * used / room
            if best is None or score <= best[0]:
                best = (score, k)
        if used > room and best is not None:
            break
        if item.kind == "open":
            depth += 1
        used += item.width
    return best[1] if best is not None else len(pieces)


def _cost(pieces: list[Item], k: int) -> float | None:
    """How bad it is to break before an item; None where it cannot be."""
    item, before = pieces[k], pieces[k - 1]
    if item.kind in ("relation", "sign", "dot"):
        return _COST[item.kind]
    if item.kind in ("open", "") and before.kind == "close" and item.text != "!":
        return _COST[item.kind]
    return None
