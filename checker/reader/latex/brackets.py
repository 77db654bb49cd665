"""Brackets of every kind: groups, arguments, absolute values, floors, evaluation bars."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from checker.language.term import Term, at, call, name, sub
from checker.reader.latex.reading import Reading

BRACKETS: Final[dict[str, tuple[str, str]]] = {
    "(": (")", ""), "[": ("]", ""), "\\{": ("\\}", ""), "lbar": ("rbar", "abs"),
    "|": ("|", "abs"), "bar": ("bar", "abs"), "\\lfloor": ("\\rfloor", "floor"),
    "\\lceil": ("\\rceil", "ceiling"), "lnull": ("rnull", ""),
}
"""Each opening token with its closing one, and the function that the brackets mean."""


def bracket(r: Reading) -> Term:
    """What stands in brackets."""
    opening = r.i
    kind = r.kinds[opening]
    closing, function = BRACKETS[kind]
    state = r.enter()
    r.i += 1
    if kind in ("|", "bar"):
        r.bars = 1
    elif kind in ("lbar", "lnull"):
        r.bars = -1
    inner = r.sum()
    found = r.kinds[r.i]
    if kind == "lnull" and found == "rbar":
        r.i += 1
        r.leave(state)
        inner = evaluated(r, inner, opening)
        r.barred = ""
    else:
        if found != closing:
            _unclosed(r, opening, found)
        if kind in ("|", "bar"):
            _check_bars(r, opening, inner)
        r.i += 1
        r.leave(state)
    if r.kinds[r.i] in ("_", "^") and kind == "[" and _is_range(r):
        inner = evaluated(r, inner, opening)
        r.barred = ""
    elif kind in ("\\{", "["):
        _check_shape(r, opening, inner)
    r.visible = inner = call(function, inner) if function else inner
    return inner


def _check_shape(r: Reading, opening: int, inner: Term) -> None:
    """Refuse braces and square brackets that hold nothing together: `[2.5] = 2`, `\\{x\\}`.

    They are the whole part, the fractional part, or a set.
    """
    before = r.kinds[opening - 1] if opening else "stop"
    single = inner.head in _SINGLE or inner.head == "div" and all(
        part.head in _SINGLE for part in inner.args)
    alone = before in _AROUND and (r.kinds[r.i] in ("^", ".", ",", ";", "]", "}", "\\}", "\\\\")
                                   or r.kinds[r.i] in _AROUND or r.kinds[r.i] == ")")
    if alone and (single or r.kinds[opening] == "\\{" and before != "-"):
        shape = "`{...}`" if r.kinds[opening] == "\\{" else "`[...]`"
        r.ambiguous(f"{shape} with nothing beside it", opening,
                    "a whole or fractional part, or a set", "brackets, which may be left out")


_SINGLE: Final = frozenset({"name", "number", "entry", "constant"})
_AROUND: Final = frozenset("stop = + - < > , & ( [ { := \\le \\ge \\ne \\equiv \\approx "
                           "\\to".split())
"""Tokens beside which nothing needs brackets."""


def _check_bars(r: Reading, opening: int, inner: Term) -> None:
    """Refuse plain bars that could be paired in two ways, `|a|b|c|`, and the norm `||w||`."""
    kinds = r.kinds
    if inner.head == "call" and inner.data == "abs" and inner is r.visible \
            and kinds[opening + 1] == kinds[r.i - 1] == kinds[opening]:
        r.refuse("norms of vectors are not read yet", opening)
    closing = r.i
    r.i += 1
    between = r.begins_factor() and _next_bar(r, r.i)
    if between and between > r.i and kinds[between - 1] not in _SIGNS \
            and _next_bar(r, between + 1):
        first, second = r.written(opening, closing + 1), r.written(opening, between + 1)
        r.ambiguous("bars that can be paired in two ways", opening, f"{first} closed here",
                    f"{second} closed here, with bars inside")
    r.i = closing


_SIGNS: Final = frozenset("+ - / \\cdot \\times *".split())


def _next_bar(r: Reading, i: int) -> int:
    """The next plain bar on this level, 0 if there is none or a script stands behind it."""
    depth = 0
    while r.kinds[i] != "stop":
        kind = r.kinds[i]
        depth += (kind in ("(", "[", "{")) - (kind in (")", "]", "}"))
        if depth < 0 or kind in ("=", ",", ";"):
            return 0
        if not depth and kind in ("|", "bar"):
            return 0 if r.kinds[i + 1] == "_" else i
        i += 1
    return 0


def _is_range(r: Reading) -> bool:
    """Whether scripts behind a square bracket are ends to evaluate between."""
    return r.kinds[r.i] == "_"


def _unclosed(r: Reading, opening: int, found: str) -> None:
    if r.kinds[opening] in ("|", "bar"):
        r.refuse("a bar is opened here and not closed; a conditional bar is not read", opening,
                 "`|x|`, or another way to write it")
    if found in ("=", "<", ">", "\\le", "\\ge", "\\ne"):
        r.refuse("a relation inside brackets", expected="an expression")
    if found == "," or found == ";":
        r.ambiguous("a comma inside brackets", r.i, "the arguments of a function that is declared",
                    "a product")
    if found == "stop":
        r.refuse(f"{r.shown(opening)} is never closed", opening, "a closing bracket")
    r.refuse(f"{r.shown()} stands where a bracket should close", expected="a closing bracket")


def arguments(r: Reading) -> list[Term]:
    """Expressions in brackets, with commas or semicolons between them."""
    opening = r.i
    closing = BRACKETS[r.kinds[opening]][0]
    state = r.enter()
    r.i += 1
    found = [r.sum()]
    while r.kinds[r.i] in (",", ";"):
        r.i += 1
        found.append(r.sum())
    if r.kinds[r.i] != closing:
        if r.kinds[r.i] in ("|", "\\mid"):
            r.refuse("a conditional bar is not read", expected="a comma")
        _unclosed(r, opening, r.kinds[r.i])
    r.i += 1
    r.leave(state)
    return found


def group(r: Reading) -> Term:
    """The expression inside braces, `{a \\over b}` too."""
    opening = r.take("{")
    if r.kinds[r.i] == "}":
        r.refuse("empty braces", opening, "an expression")
    state = r.enter()
    over = r.overs and _over(r, opening)
    if over and r.kinds[over] == "\\choose":
        r.visible = inner = _chosen(r, over)
    elif over:
        r.visible = inner = r.quotient(opening + 1, over, over + 1, r.tokens.partner[opening])
    else:
        inner = r.sum()
    if r.kinds[r.i] != "}":
        r.refuse(f"{r.shown()} stands where a group should end", expected="`}`")
    r.i += 1
    r.leave(state)
    return inner


def _chosen(r: Reading, sign: int) -> Term:
    """`{n \\choose k}`, up to the closing brace."""
    top = r.sum()
    if r.i != sign:
        r.refuse(f"{r.shown()} stands where `\\choose` is expected")
    r.i += 1
    return call("binomial", top, r.sum())


def _over(r: Reading, opening: int) -> int:
    """The `\\over` or `\\choose` of this group, 0 if it has none."""
    i = opening + 1
    while i < r.tokens.partner[opening]:
        if r.kinds[i] in ("\\over", "\\choose"):
            return i
        i = r.tokens.partner[i] + 1 if r.kinds[i] == "{" else i + 1
    return 0


def literal(r: Reading) -> Fraction | None:
    """Pass over a literal number at the place: `2`, `0.5`, `{\\frac{1}{2}}`; None for others."""
    kinds, texts, i = r.kinds, r.texts, r.i
    if kinds[i] == "number" and kinds[i + 1] not in ("^", "!"):
        r.i += 1
        return Fraction(texts[i])
    if kinds[i] == "{" and kinds[i + 1] == "\\frac" and r.tokens.partner[i] == i + 8 \
            and kinds[i + 2:i + 8] == _FRACTION and kinds[i + 9] not in ("^", "!") \
            and texts[i + 3].isdigit() and texts[i + 6].isdigit() and int(texts[i + 6]):
        r.i += 9
        return Fraction(int(texts[i + 3]), int(texts[i + 6]))
    return None


_FRACTION: Final = ["{", "number", "}", "{", "number", "}"]


def evaluated(r: Reading, body: Term, bar: int) -> Term:
    """The body at the values that stand below and above a bar, at the scripts of the bar."""
    variable: Term | None = None
    ends: dict[str, Term] = {}
    while r.kinds[r.i] in ("_", "^") and r.kinds[r.i] not in ends:
        script = r.kinds[r.i]
        r.i += 1
        first = r.i
        if r.kinds[r.i] != "{":
            ends[script] = r.argument()
            continue
        state = r.enter()
        r.i += 1
        value = r.sum()
        if r.kinds[r.i] == "=":
            if value.head != "name" or variable is not None and value is not variable:
                r.refuse("an evaluation needs one variable", first, "`x = ...`")
            variable = value
            r.i += 1
            value = r.sum()
        r.take("}", "the end of the evaluation")
        r.leave(state)
        ends[script] = value
    if "_" not in ends:
        r.refuse("an evaluation bar without a value below it", bar, "`_{x = ...}`")
    if variable is None:
        free = [word for word in body.free if word in r.alone]
        if len(free) != 1 or "^" not in ends:
            r.refuse("the variable of this evaluation bar is not written", bar, "`_{x = ...}`")
        variable = name(free[0])
    r.barred = str(variable.data)
    low = at(body, variable, ends["_"])
    return sub(at(body, variable, ends["^"]), low) if "^" in ends else low
