"""Derivatives: `\\frac{d}{dx}`, `\\frac{\\partial L}{\\partial w_j}`, `\\frac{d^2 y}{dx^2}`."""

from __future__ import annotations

from typing import Final

from checker.language.term import Term, build, derivative, name
from checker.reader.latex.alphabet import ACCENTS, LETTERS, RELATIONS
from checker.reader.latex.reading import Reading

MAX_ORDER: Final = 100
"""Derivatives of higher order are refused."""
NAMES: Final = frozenset({"letters", "word", "{", "("}) | LETTERS.keys() | ACCENTS.keys()
"""Tokens that may begin a name."""


def is_derivative(r: Reading) -> bool:
    """Whether the `\\frac` at the place is a derivative."""
    i = r.i
    if r.kinds[i + 1] != "{":
        return False
    close = r.tokens.partner[i + 1]
    return r.kinds[close + 1] == "{" and is_operator(r, i + 2, close + 2)


def is_operator(r: Reading, top: int, bottom: int) -> bool:
    """Whether a fraction whose parts begin at these tokens is a derivative."""
    top, bottom = _inside(r, top), _inside(r, bottom)
    if not (is_d(r, top) and is_d(r, bottom)):
        return False
    return len(r.texts[bottom]) > 1 and r.kinds[bottom] == "letters" \
        or r.kinds[bottom + 1] in NAMES


def _inside(r: Reading, i: int) -> int:
    while r.kinds[i] == "{":
        i += 1
    return i


def is_d(r: Reading, i: int) -> bool:
    """Whether `d` or `\\partial` stands at a token, alone or before letters."""
    return r.kinds[i] == "\\partial" or r.kinds[i] == "letters" and r.texts[i][0] == "d"


def fraction(r: Reading, top: int, top_end: int, bottom: int, bottom_end: int) -> Term:
    """A derivative that is written as a fraction; an operator takes what follows."""
    first = r.i - 2
    state = r.enter()
    r.i = top
    while r.kinds[r.i] == "{":
        r.i += 1
    pass_d(r)
    order = order_of(r)
    body = None
    if r.kinds[r.i] != "}" and r.i < top_end:
        body = r.product()
        if r.kinds[r.i] in ("+", "-"):
            r.refuse("a sum behind a differential", expected="brackets")
    _close(r, top_end)
    r.i = bottom
    while r.kinds[r.i] == "{":
        r.i += 1
    variables = _variables(r, bottom_end, order)
    _close(r, bottom_end)
    r.leave(state)
    braces = r.kinds[top_end] != "\\over"
    r.i += braces
    if body is None:
        if not braces:
            r.refuse("an operator that is written with `\\over`", top, "`\\frac{d}{dx}`")
        return reach(r, first, variables)
    if r.kinds[r.i] == "(" and r.kinds[r.i + 1] in ("number", "letters") \
            and r.kinds[r.i + 2] == ")" and body.head == "name":
        r.ambiguous("a derivative in front of one name or number in brackets", first,
                    "its value there, `f'(3)`", "a product, with `\\cdot`")
    return _nested(body, variables)


def _close(r: Reading, end: int) -> None:
    while r.kinds[r.i] == "}" and r.i < end:
        r.i += 1
    if r.i != end:
        r.refuse(f"{r.shown()} stands where a part of a derivative should end", expected="`}`")


def pass_d(r: Reading) -> None:
    """Pass over `d` or `\\partial`; what follows in a run of letters remains."""
    if not is_d(r, r.i):
        r.refuse(f"{r.shown()} stands where a differential is expected", expected="`d`")
    if r.kinds[r.i] == "letters" and len(r.texts[r.i]) > 1:
        r.pieces.pop(r.i, None)
        r.texts[r.i] = r.texts[r.i][1:]
        r.tokens.places[r.i] += 1
    else:
        r.i += 1


def order_of(r: Reading) -> int:
    """The order behind `d` or a variable: `^2`, 1 if there is none."""
    if r.kinds[r.i] != "^":
        return 1
    at = r.i
    r.i += 1
    found = r.argument()
    if found.head != "number" or found.value.denominator != 1 or not 1 <= found.value <= MAX_ORDER:
        r.refuse(f"the order of a derivative is a whole number up to {MAX_ORDER}", at)
    return int(found.value)


def _variables(r: Reading, end: int, order: int) -> list[tuple[Term, int]]:
    """The variables of a denominator with their orders, which sum up to the numerator's."""
    found: list[tuple[Term, int]] = []
    while r.i < end and r.kinds[r.i] != "}":
        pass_d(r)
        first = r.i
        run = r.texts[first]
        if r.kinds[first] == "letters" and len(run) > 2 and run[1] == "d" and not r.is_word(run):
            r.pieces[first] = [run[0], run[1:]]
        r.resume = -1
        variable = r.primary()
        resume, r.resume = r.resume, -1
        if variable.head not in ("name", "entry"):
            r.refuse(f"a derivative by `{r.written(first, r.i)}`, which is no variable", first,
                     "a name, or an entry of a family")
        power = order_of(r)
        if resume >= 0:
            r.i = resume
        if power > 1 and order == 1 and not found:
            quantity = f"{variable.data}^{power}"
            if quantity not in r.scope.names:
                r.refuse(f"a first derivative by `{r.written(first, r.i)}`", first,
                         "`\\partial^2` above, or a declaration of the power as one quantity")
            variable, power = name(quantity), 1
        found.append((variable, power))
    if not found or sum(power for _, power in found) != order:
        r.refuse("the orders above and below a derivative differ", end, f"order {order} below")
    return found


def _nested(body: Term, variables: list[tuple[Term, int]]) -> Term:
    for variable, order in reversed(variables):
        body = derivative(body, variable, order)
    return body


def reach(r: Reading, first: int, variables: list[tuple[Term, int]]) -> Term:
    """An operator and the factors it acts on, up to the next + or -."""
    if not r.begins_factor():
        r.refuse(f"{r.shown()} stands where something to differentiate is expected",
                 expected="an expression; a sum needs brackets")
    opening = r.i
    sign = _next_operator(r)
    if sign:
        operator, rest = r.written(first, opening), r.written(sign + 1, sign + 2)
        if r.scope.derivative == "near":
            held, r.kinds[sign] = r.kinds[sign], "stop"
            try:
                return _nested(r.product(), variables)
            finally:
                r.kinds[sign] = held
        if r.scope.derivative != "wide":
            r.reach("an operator before a sign and another operator", first,
                    f"{operator} [... {rest} ...]", f"[{operator} ...] {rest} ...")
    bracketed = r.kinds[opening] in ("(", "[", "\\{")
    near = r.factor()
    behind = r.i
    wide = r.product(near)
    if not bracketed or wide is near or r.scope.derivative == "wide":
        return _nested(wide, variables)
    variable = str(variables[0][0].data)
    if not r.scope.reaches(near, variable):
        return _nested(wide, variables)
    if r.scope.derivative == "near":
        return _replaced(wide, near, _nested(near, variables))
    if not _others(wide, near):
        return _nested(wide, variables)
    operator = r.written(first, opening)
    bracket, rest = r.written(opening, behind), r.written(behind, r.i)
    r.reach("an operator before a bracket and further factors", first,
            f"{operator} [{bracket} {rest}]", f"[{operator} {bracket}] {rest}")


_FAR: Final = 200
"""So many tokens behind an operator another one is looked for."""


def _next_operator(r: Reading) -> int:
    """The sign before the next operator in the same product, `\\cdot \\frac{d}{dx}`; 0 if none."""
    depth, here = 0, r.i
    for i in range(here, min(here + _FAR, len(r.kinds) - 2)):
        kind = r.kinds[i]
        if kind in ("(", "[", "{", "\\{", "begin"):
            depth += 1
        elif kind in (")", "]", "}", "\\}", "end"):
            depth -= 1
        if depth < 0 or not depth and (kind in ("+", "-", ",", "stop", "\\\\", "&", "\\quad")
                                       or kind in RELATIONS):
            return 0
        if not depth and kind in ("\\cdot", "\\times", "*") and r.kinds[i + 1] == "\\frac":
            r.i = i + 1
            found = is_derivative(r)
            r.i = here
            if found:
                return i
    return 0


def _replaced(product: Term, first: Term, new: Term) -> Term:
    """A product whose first factor is replaced."""
    if product is first:
        return new
    head, *rest = product.args
    return build(product.head, (_replaced(head, first, new), *rest), product.data)


def _others(product: Term, first: Term) -> frozenset[str]:
    """The names in the factors behind the first one."""
    if product is first:
        return frozenset()
    head, *rest = product.args
    return _others(head, first).union(*(part.free for part in rest))


def partial(r: Reading) -> Term:
    """`\\partial_x f`; a lone `\\partial` is no factor."""
    first = r.i
    r.i += 1
    if r.kinds[r.i] != "_":
        r.refuse("`\\partial` is no factor", first, "`\\frac{\\partial}{\\partial x}`")
    r.i += 1
    variable = r.argument()
    if variable.head not in ("name", "entry"):
        r.refuse("a derivative by something that is no variable", first, "a name")
    return reach(r, first, [(variable, 1)])
