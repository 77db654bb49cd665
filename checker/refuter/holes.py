"""Holes: what each place of the right side would have to be worth for the claim to hold.

The left side's values are handed down the right side: a summand must be worth the rest, a
factor the quotient, an argument of exp the logarithm. Where a place and what it should be
differ by something simple, that place is probably where the author slipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from flint import arb

from checker.language.term import Term, build
from checker.refuter.probes import Probes, Values

MAX_PLACES: Final = 40
MAX_LEVELS: Final = 10

_INVERSES: Final[dict[str, Callable[[arb], arb]]] = {
    "exp": arb.log, "log": arb.exp, "tanh": arb.atanh, "sinh": arb.asinh, "asinh": arb.sinh,
    "atanh": arb.tanh, "atan": arb.tan,
}
"""Known functions with what undoes them; where that is impossible the ball is not finite."""

Path = tuple[int, ...]


class Place(NamedTuple):
    """A place of the right side, with what it is worth and what it should be worth."""

    term: Term
    path: Path
    role: str
    """whole, summand, factor, exponent, numerator, denominator, base or argument."""
    actual: Values
    wanted: Values


def put(whole: Term, path: Path, new: Term) -> Term:
    """The whole with the place at the path replaced.

    >>> from checker.language.term import add, name
    >>> put(add(name("x"), name("y")), (1,), name("z"))
    x + z
    """
    if not path:
        return new
    args = list(whole.args)
    args[path[0]] = put(args[path[0]], path[1:], new)
    return build(whole.head, tuple(args), whole.data)


def places(rhs: Term, probes: Probes) -> list[Place]:
    """The places of the right side for which it is known what they should be worth, outside in."""
    actual = probes.values(rhs)
    if actual is None:
        return []
    found = [Place(rhs, (), "whole", actual, probes.left)]
    for place in found:
        if len(place.path) < MAX_LEVELS and len(found) < MAX_PLACES:
            found += _inside(place, probes)
    return found


def _inside(place: Place, probes: Probes) -> Iterator[Place]:
    term, args = place.term, place.term.args
    role = {"add": "summand", "neg": "summand", "mul": "factor", "call": "argument",
            "root": "argument", "div": "numerator", "pow": "base"}.get(term.head)
    if role is None or (term.head == "call" and term.data not in _INVERSES):
        return
    if term.head == "neg":
        role = place.role
    elif term.data == "exp":
        role = "exponent"
    known = [probes.values(a) for a in args]
    for k, (arg, own) in enumerate(zip(args, known, strict=True)):
        if own is None or (term.head == "root" and k == 1):
            continue
        if k == 1 and term.head in ("div", "pow"):
            role = {"div": "denominator", "pow": "exponent"}[term.head]
        wanted = _handed(term, k, place.wanted, place.actual, own, known)
        if wanted is not None and all(w.is_finite() for w in wanted):
            yield Place(arg, (*place.path, k), role, own, wanted)


def _handed(term: Term, k: int, wanted: Values, actual: Values, own: Values,
            known: list[Values | None]) -> Values | None:
    """What argument k should be worth if the term should be worth `wanted`."""
    def each(operation: Callable[[arb, arb, arb], arb | None]) -> Values | None:
        row = [operation(w, a, o) for w, a, o in zip(wanted, actual, own, strict=True)]
        return None if any(v is None for v in row) else [v for v in row if v is not None]

    match term.head:
        case "add":
            return each(lambda w, a, o: w - (a - o))
        case "neg":
            return each(lambda w, a, o: -w)
        case "mul":
            return each(lambda w, a, o: None if a.contains(0) else w * o / a)
        case "div" if k == 0:
            return each(lambda w, a, o: None if a.contains(0) else w * o / a)
        case "div":
            return each(lambda w, a, o: None if w.contains(0) else o * a / w)
        case "call":
            return [_INVERSES[str(term.data)](w) for w in wanted]
        case "root":
            degree = known[1]
            return None if degree is None else each(
                lambda w, a, o: w ** degree[0] if w >= 0 else None)
        case _:
            return _power(term, k, wanted, known)


def _power(term: Term, k: int, wanted: Values, known: list[Values | None]) -> Values | None:
    bases, exponents = known
    if bases is None or exponents is None:
        return None
    row = []
    for w, b, e in zip(wanted, bases, exponents, strict=True):
        size = abs(b)
        if w.contains(0) or b.contains(0) or e.contains(0) or (size - 1).contains(0):
            return None
        if k == 0 and not (w > 0 and b > 0):
            return None
        row.append((w.log() / e).exp() if k == 0 else abs(w).log() / size.log())
    return row
