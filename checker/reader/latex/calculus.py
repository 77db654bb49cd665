"""Sums, products, limits and integrals: operators that bind a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checker.language.term import ONE, Term, build, integral, limit, name
from checker.reader.latex.alphabet import ACCENTS, LETTERS
from checker.reader.latex.derivatives import pass_d
from checker.reader.latex.inline import partial_sign
from checker.reader.latex.reading import Reading

# --- sums, products, limits -------------------------------------------------------------------


def indexed(r: Reading) -> Term:
    """`\\sum_{i=1}^{n} x_i`, `\\prod_i x_i`; the body reaches to the next + or -."""
    first = r.i
    head = "sum" if r.kinds[first] == "\\sum" else "product"
    r.i += 1
    ranges: list[tuple[Term, Term | None, Term | None]] = []
    high: Term | None = None
    seen: set[str] = set()
    while r.kinds[r.i] in ("_", "^") and r.kinds[r.i] not in seen:
        script = r.kinds[r.i]
        seen.add(script)
        r.i += 1
        if script == "^":
            high = r.argument()
        else:
            ranges = _lower(r, first)
    if not r.begins_factor():
        r.refuse(f"{r.shown()} stands where the body of a {head} is expected",
                 expected="an expression; a sum needs brackets")
    r.bound.extend(str(index.data) for index, _, _ in ranges)
    body = r.product()
    del r.bound[len(r.bound) - len(ranges):]
    if not ranges:
        ranges = [_only(r, body, first, high)]
    for index, low, upper in reversed(ranges):
        if low is None or upper is None and high is None:
            low, top = _declared(r, index, first, high)
        else:
            top = upper or high or low
        body = build(head, (index, body, low, top))
        r.trailing.append((str(index.data), first))
    return body


def _lower(r: Reading, first: int) -> list[tuple[Term, Term | None, Term | None]]:
    """What stands below a sum: `i=1`, `i`, `i,j`, `1 \\le i \\le n`."""
    if r.kinds[r.i] != "{":
        return [(_index(r, r.argument(), first), None, None)]
    state = r.enter()
    r.i += 1
    found: list[tuple[Term, Term | None, Term | None]] = []
    while True:
        term = r.sum()
        kind = r.kinds[r.i]
        if kind == "=":
            r.i += 1
            found.append((_index(r, term, first), r.sum(), None))
        elif kind == "\\le":
            r.i += 1
            index = _index(r, r.sum(), first)
            r.take("\\le", "the upper end of the range")
            found.append((index, term, r.sum()))
        else:
            found.append((_index(r, term, first), None, None))
        if r.kinds[r.i] != ",":
            break
        r.i += 1
    if r.kinds[r.i] != "}":
        r.refuse(f"this range of a sum is not read, from {r.shown()} on",
                 expected="`i=1` below and `n` above")
    r.i += 1
    r.leave(state)
    return found


def _index(r: Reading, term: Term, first: int) -> Term:
    if term.head != "name":
        r.refuse("a sum runs over a name", first, "`i=1` below it")
    return term


def _declared(r: Reading, index: Term, first: int, high: Term | None) -> tuple[Term, Term]:
    found = r.scope.ranges.get(str(index.data))
    if found is None or high is not None:
        r.refuse(f"the range of `{index.data}` is not written", first,
                 f"`{index.data}=1` below and `n` above, or a declared range")
    return found


def _only(r: Reading, body: Term, first: int, high: Term | None,
          ) -> tuple[Term, Term | None, Term | None]:
    """The one index with a declared range that a body shows."""
    shown = [index for index in r.scope.ranges if index in body.free]
    if len(shown) != 1 or high is not None:
        r.refuse("the index of this sum is not written", first, "`i=1` below and `n` above")
    low, top = r.scope.ranges[shown[0]]
    return name(shown[0]), low, top


def limited(r: Reading) -> Term:
    """`\\lim_{x \\to 0^+} f(x)`."""
    first = r.i
    r.i += 1
    r.take("_", "`_{x \\to a}`")
    if r.kinds[r.i] != "{":
        r.refuse("a limit needs its variable and point", expected="`{x \\to a}`")
    end = r.tokens.partner[r.i]
    state = r.enter()
    r.i += 1
    variable = r.sum()
    if variable.head != "name" or r.kinds[r.i] != "\\to":
        r.refuse("a limit needs its variable and point", first, "`_{x \\to a}`")
    r.i += 1
    side = _side(r, end)
    point = r.sum()
    if r.kinds[r.i] != "}":
        r.refuse(f"{r.shown()} stands behind the point of a limit")
    r.i = end + 1
    r.leave(state)
    if not r.begins_factor():
        r.refuse(f"{r.shown()} stands where the body of a limit is expected",
                 expected="an expression; a sum needs brackets")
    r.bound.append(str(variable.data))
    body = r.product()
    r.bound.pop()
    r.trailing.append((str(variable.data), first))
    return limit(body, variable, point, side)


def _side(r: Reading, end: int) -> str:
    """The side in `0^+`, `0^{-}` or `0+`, which is then taken out of the tokens."""
    last = end - 1
    if r.kinds[last] == "}" and r.kinds[last - 1] in ("+", "-") and r.kinds[last - 2] == "{":
        last -= 1
        start = last - 2
    else:
        start = last - (r.kinds[last - 1] == "^")
    side = r.kinds[last]
    if side in ("+", "-") and start > r.i and (r.kinds[start] == "^" or start == last):
        r.kinds[start] = "}"
        return side
    return ""


# --- integrals --------------------------------------------------------------------------------


def is_differential(r: Reading) -> bool:
    """Whether the letters at the place are `dx`, or `d` before a variable."""
    text = r.texts[r.i]
    if text[0] != "d":
        return False
    if text == "d":
        kind = r.kinds[r.i + 1]
        return kind in LETTERS or kind in ACCENTS or kind == "letters"
    return len(text) == 2 or len(text) % 2 == 0 and set(text[::2]) == {"d"}


def at_differential(r: Reading) -> bool:
    """Whether a differential stands at the place."""
    return r.kinds[r.i] == "letters" and is_differential(r)


def differential(r: Reading) -> str:
    """Pass over a differential and give its variable."""
    first = r.i
    pass_d(r)
    text = r.texts[r.i]
    if r.kinds[r.i] == "letters" and len(text) > 1:
        r.pieces[r.i] = [text[0], text[1:]]
    waiting, r.integrals = r.integrals, 0
    variable = r.primary()
    r.integrals = waiting
    if variable.head != "name":
        r.refuse("an integral needs a name as its variable", first, "`dx`")
    return str(variable.data)


def integrated(r: Reading) -> Term:
    """`\\int_a^b f(x) \\, dx`: the integrand reaches to its differential."""
    first = r.i
    r.i += 1
    ends: dict[str, Term] = {}
    while r.kinds[r.i] in ("_", "^") and r.kinds[r.i] not in ends:
        script = r.kinds[r.i]
        r.i += 1
        ends[script] = r.argument()
    if len(ends) == 1:
        r.refuse("an integral with one end", first, "both ends, or none")
    r.integrals += 1
    empty = at_differential(r)
    body = ONE if empty else r.sum()
    r.integrals -= 1
    closed, r.closed = r.closed, ""
    if not closed:
        if not at_differential(r):
            r.refuse("the differential of this integral is missing", first, "`dx` at its end")
        closed = differential(r)
    r.trailing.clear()
    if empty and r.begins_factor():
        r.ambiguous("a differential before further factors", first,
                    "the integral of 1, times these factors", "the integral of these factors")
    if not ends:
        return integral(body, name(closed))
    return integral(body, name(closed), ends["_"], ends["^"])


HANDLERS: Final[dict[str, Callable[[Reading], Term]]] = {
    "\\sum": indexed, "\\prod": indexed, "\\lim": limited, "\\int": integrated,
    "\\partial": partial_sign,
}
