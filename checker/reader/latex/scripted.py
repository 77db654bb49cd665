"""A name with its scripts: a name, an entry of a family, or a function that is applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from checker.language.term import Term, apply, call, entry, name
from checker.reader.latex.alphabet import ACCENTS
from checker.reader.latex.indices import Lower, Upper, read_lower, read_upper
from checker.reader.latex.reading import Reading

OPENING: Final = frozenset({"(", "["})


@dataclass(slots=True)
class _Scripts:
    """What stands around a name."""

    lower: Lower | None = None
    upper: Upper = field(default_factory=Upper)
    primes: int = 0


def scripted(r: Reading, base: str, first: int, closers: int = 0) -> Term:
    """A name with its scripts, as a name, an entry, or an application to what follows.

    `first` is the name's token; so many braces as `closers` are to be closed.
    """
    kind = r.kinds[r.i]
    if not closers and kind != "_" and kind != "^" and kind != "'":
        return _plain(r, base, first)
    scripts = _Scripts()
    resume = -1
    while True:
        kind = r.kinds[r.i]
        if kind == "}" and closers:
            closers -= 1
            r.i += 1
        elif kind == "_":
            if scripts.lower is not None:
                r.refuse("a second subscript", expected="one subscript")
            r.i += 1
            scripts.lower = read_lower(r, base)
        elif kind == "'":
            scripts.primes += 1
            r.i += 1
        elif kind == "^":
            upper = read_upper(r, base)
            if upper is not None:
                if scripts.upper:
                    r.refuse("a second superscript", expected="one superscript")
                scripts.upper = upper
                scripts.primes += upper.primes
                continue
            after = _behind_exponent(r)
            if r.kinds[after] == "_" and scripts.lower is None and not closers:
                exponent = r.i
                r.i = after + 1
                scripts.lower = read_lower(r, base)
                resume, r.i = r.i, exponent
            break
        else:
            break
    if closers:
        r.refuse(f"{r.shown()} stands inside an accent", expected="`}`")
    found = _combined(r, base, scripts, first)
    r.resume = resume
    return call("transpose", found) if scripts.upper.transposed else found


def _behind_exponent(r: Reading) -> int:
    at = r.i + 1
    return r.tokens.partner[at] + 1 if r.kinds[at] == "{" else at + 1


def _combined(r: Reading, base: str, scripts: _Scripts, first: int) -> Term:
    """The name, entry or application that a base and its scripts say."""
    lower, upper = scripts.lower, scripts.upper
    key = base
    indices: tuple[Term, ...] = ()
    if lower is not None:
        _other_spelling(r, base, lower, first)
    if lower is not None and lower.spelling and (
            not lower.indices or not upper.indices and base != "Delta"
            and _declared(r, base + "_" + lower.spelling)):
        key = base + "_" + lower.spelling
        if any(index.data in r.bound for index in lower.indices if index.head == "name"):
            r.refuse(f"`{key}` is one name, but `{lower.spelling}` is the index of a sum here",
                     first, "another index")
        lower = None
    if upper.layer or upper.squared:
        key += f"^[{upper.layer}]"
    if upper.orders:
        return _partial(r, key, upper.orders, first)
    if upper.order:
        if key in r.scope.functions and r.kinds[r.i] in OPENING:
            if key in r.scope.names and key not in r.scope.families \
                    and f"{key}^({upper.order})" not in r.scope.names:
                r.ambiguous(f"a number raised behind `{key}`, a function and a name", first,
                            "its derivative", "a name of its own, which is declared")
            if key not in r.scope.names:
                return applied(r, key, int(upper.order), first)
        if key in r.scope.raised or key in r.scope.families and lower is None:
            upper.indices = (*upper.indices, upper.number())
        else:
            r.numbered.add(key)
            key += f"^({upper.order})"
    elif upper.letters:
        r.raised.add(key)
    below: tuple[Term, ...] = ()
    if lower is not None:
        entries = bool(upper.indices) or not lower.digits or key in r.scope.lower \
            or key in r.scope.families or key in r.scope.shapes
        if entries:
            below = lower.split(r, r.scope.arities.get(key, 0), first)
            if lower.together and key not in r.scope.arities:
                r.several.setdefault(key, []).append(first)
            if _is_partial(r, base, upper, below):
                r.ambiguous(f"a letter below the function `{base}`", first,
                            "its partial derivative", "an entry of a family of the same name")
            if not lower.digits:
                if r.arities.setdefault(key, len(below)) != len(below):
                    r.arities[key] = -1
                if not upper.indices:
                    r.lower.add(key)
        else:
            r.numbered.add(key)
            key = _numbered(key, lower.spelling)
    if upper.star:
        key += "_star"
    indices = (*upper.indices, *below)
    if not indices:
        if scripts.primes:
            return _primed(r, key, scripts.primes, first)
        return _plain(r, key, first)
    if scripts.primes:
        r.refuse("a prime on an entry", first, "a function that is applied: `f'(x)`")
    family = key
    both = key in r.scope.raised and key in r.scope.lower
    if both and upper.indices and not below and not upper.squared:
        family += "^()"
    if key == "delta" and len(indices) == 2 and key not in r.scope.families:
        return call("delta", *indices)
    found = entry(r.scope.spellings.get(family, family), *indices)
    if r.kinds[r.i] in OPENING:
        if base in r.scope.functions and base not in r.scope.families:
            whole = r.written(first, r.i)
            r.refuse(f"`{base}` is a function, and `{whole}` is not declared as one", first,
                     "a declaration")
        if key not in r.scope.families and f"{key}[]" not in r.scope.names:
            r.undecided.setdefault(f"{key}[]", []).append(first)
    else:
        r.alone.add(f"{key}[]")
    return found


def _is_partial(r: Reading, base: str, upper: Upper, below: tuple[Term, ...]) -> bool:
    """Whether `f_x` may be the derivative of a function f by its argument x."""
    return base in r.scope.functions and base not in r.scope.families and not upper \
        and base not in r.scope.lower and bool(below) \
        and all(index.data in ("x", "y", "z", "u", "v", "w") for index in below)


def _other_spelling(r: Reading, base: str, lower: Lower, first: int) -> None:
    r"""Refuse a subscript that would spell a name as an accent or a difference spells another."""
    if lower.spelling in _TAKEN:
        other = "\\hat{y}` or `y^*"
    elif base == "Delta" and lower.spelling and not lower.indices:
        other = f"\\Delta {lower.spelling}"
    else:
        return
    r.refuse(f"the subscript `{lower.spelling}` makes one name of this and of what is written "
             f"like `{other}`", first, "another subscript, or another letter")


_TAKEN: Final = frozenset(ACCENTS.values()) | {"star"}
"""Endings by which the plain spelling of a name tells of an accent, a font or a star."""


def _numbered(key: str, number: str) -> str:
    """`w` or `w^[2]` with a numbered subscript."""
    base, caret, above = key.partition("^")
    return f"{base}_{number}{caret}{above}"


def _declared(r: Reading, spelling: str) -> bool:
    return spelling in r.scope.names or spelling in r.scope.functions or spelling in r.bound


def _plain(r: Reading, key: str, first: int) -> Term:
    """A name without indices: alone, or applied, or a factor before a bracket."""
    scope = r.scope
    if r.kinds[r.i] not in OPENING:
        if r.kinds[r.i] == "^" and r.kinds[_behind_exponent(r)] in OPENING and key not in r.bound \
                and not scope.knows(key):
            r.undecided.setdefault(key, []).append(first)  # f^{-1}(x)
            return name(key)
        if r.kinds[r.i] == "^" and key in scope.functions and key not in r.bound \
                and (key not in scope.names or r.kinds[_behind_exponent(r)] == "("):
            r.ambiguous(f"a power of the function `{key}`", r.i, f"`{key}(x)^{{...}}`",
                        "the function applied several times, or its inverse")
        r.alone.add(key)
        if key in scope.functions and key not in scope.names and key not in r.bound:
            r.refuse(f"`{key}` is a function and stands without arguments", first, f"`{key}(x)`")
        return name(scope.spellings.get(key, key))
    if key in scope.functions and key not in r.bound and (
            r.kinds[r.i] == "(" or key not in scope.names):
        return applied(r, key, 0, first)
    if key not in r.bound and not scope.is_name(key) and not (r.pieces.get(r.i)):
        r.undecided.setdefault(key, []).append(first)
    return name(scope.spellings.get(key, key))


def _primed(r: Reading, key: str, primes: int, first: int) -> Term:
    if r.kinds[r.i] in OPENING and key + "'" * primes not in r.scope.names:
        r.primed.add(key)
        return applied(r, key, primes, first)
    if key + "'" * primes in r.scope.names:
        return name(key + "'" * primes)
    r.refuse(f"the variable of `{key}{chr(39) * primes}` is not written", first, f"`{key}'(x)`")


def _partial(r: Reading, key: str, orders: tuple[int, ...], first: int) -> Term:
    """`f^{(1,0)}(x, y)`: a function, differentiated by its arguments."""
    if key not in r.scope.functions or r.kinds[r.i] != "(":
        r.refuse(f"several numbers are raised behind `{key}`, which is no function that is applied",
                 first, "a declared function with its arguments")
    args = r.arguments()
    if len(args) != len(orders):
        r.refuse(f"{len(orders)} orders for {len(args)} arguments of `{key}`", first)
    return apply(r.scope.spellings.get(key, key), *args, orders=orders)


def _mentions(term: Term, spelling: str) -> bool:
    """Whether a name stands alone in a term."""
    stack = [term]
    while stack:
        part = stack.pop()
        if part.head == "name" and part.data == spelling:
            return True
        if spelling in part.free:
            stack.extend(part.args)
    return False


def applied(r: Reading, key: str, order: int, first: int) -> Term:
    """A function and its arguments; `\\sigma(1 - \\sigma)` is hardly one."""
    opening = r.i
    args = r.arguments()
    if not order and any(_mentions(arg, r.scope.spellings.get(key, key)) for arg in args):
        r.ambiguous(f"`{key}` stands before a bracket and, as a quantity, inside of it", first,
                    f"the function `{key}` of it",
                    f"a product, `{key} \\cdot {r.written(opening, r.i)}`")
    arity = r.scope.functions.get(key, 0)
    if arity and len(args) != arity:
        r.refuse(f"`{key}` takes {arity} argument{'s' * (arity > 1)}, not {len(args)}", first)
    if order and len(args) != 1:
        r.refuse(f"a derivative of `{key}`, a function of several arguments, by a prime", first,
                 "`\\frac{\\partial}{\\partial x}`")
    if len(args) > 9:
        r.refuse("a function of more than nine arguments", first)
    return apply(r.scope.spellings.get(key, key), *args, orders=(order,) if order else None)
