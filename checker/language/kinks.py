"""Kinks: values of a name at which an expression may change its formula or its domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import isqrt
from typing import Final

from checker.language.context import Context
from checker.language.exact import linear_root
from checker.language.substitution import substitute
from checker.language.term import RELATIONS, ZERO, Term

MAX_PARTS: Final = 400
MAX_PAIRS: Final = 24

_ONE_SIDED: Final = frozenset({
    "abs", "sign", "heaviside", "log", "asin", "acos", "acosh", "atanh", "floor", "ceiling"})


def parts(terms: Iterable[Term], context: Context) -> Iterator[Term]:
    """Every subterm, with definitions unfolded, up to a bounded number.

    >>> from checker.language.context import EMPTY
    >>> from checker.language.term import neg, name
    >>> list(parts([neg(name("x"))], EMPTY))
    [-x, x]
    """
    stack = list(terms)[::-1]
    seen: set[Term] = set()
    while stack and len(seen) < MAX_PARTS:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        yield term
        stack.extend(reversed(term.args))
        if term.head in ("name", "entry", "apply"):
            text = str(term.data[0] if term.head == "apply" else term.data)
            definition = context.definition(text)
            if definition is not None and len(definition.parameters) == len(term.args):
                stack.append(substitute(definition.body,
                                        dict(zip(definition.parameters, term.args, strict=True))))


def kinks(terms: Iterable[Term], context: Context, reals: Iterable[str],
          names: Mapping[str, Fraction]) -> dict[str, list[Fraction]]:
    """For each name the values where, the others fixed, something special happens.

    Zeros of denominators and of arguments of log, Abs and roots, ends of cases, ties of Max,
    and then the numbers that occur at all.

    >>> from checker.language.context import EMPTY
    >>> from checker.language.term import call, name, number
    >>> kinks([call("max", name("x"), number(1000))], EMPTY, ["x"], {})["x"]
    [Fraction(1000, 1), Fraction(0, 1), Fraction(1, 1), Fraction(-1, 1), Fraction(-1000, 1)]
    """
    pairs: dict[tuple[Term, Term], None] = {}
    plain: dict[tuple[Term, Term], None] = {}
    numbers: dict[Fraction, None] = dict.fromkeys(map(Fraction, (0, 1, -1)))
    for part in parts(terms, context):
        head, args = part.head, part.args
        if head == "number":
            value = part.value
            numbers[value] = numbers[-value] = None
            if value > 0 and isqrt(value.numerator) ** 2 == value.numerator \
                    and isqrt(value.denominator) ** 2 == value.denominator:
                side = Fraction(isqrt(value.numerator), isqrt(value.denominator))
                numbers[side] = numbers[-side] = None
        elif head in RELATIONS:
            pairs[args] = None  # type: ignore[index]
        elif head == "call" and part.data in ("max", "min"):
            pairs.update({(a, b): None for k, a in enumerate(args) for b in args[:k]})
        elif head == "call" and part.data in _ONE_SIDED or head == "root":
            pairs[args[0], ZERO] = None
        elif head == "div":
            pairs[args[1], ZERO] = None
        elif head == "pow":
            pairs[args[0], ZERO] = None
        elif head == "add" and part.size <= 12:
            plain[part, ZERO] = None
    found: dict[str, list[Fraction]] = {}
    for text in reals:
        values: dict[Fraction, None] = {}
        for a, b in [*pairs, *plain][:MAX_PAIRS]:
            if text in a.free or text in b.free:
                root = linear_root(a, b, text, names)
                if root is not None:
                    values[root[0]] = None
        values.update(numbers)
        found[text] = list(values)
    return found
