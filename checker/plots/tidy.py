"""A derivative as a person would write it: no factors 1, no minus of a minus.

These are proposals for the eye; whoever shows one lets the kernel prove it equal first.
"""

from __future__ import annotations

from fractions import Fraction

from checker.language.term import ONE, ZERO, Term, add, build, div, mul, neg, number


def tidy(term: Term) -> Term:
    """The term with ones, zeros and signs taken together.

    >>> from checker.language.term import name
    >>> a, y = name("a"), name("y")
    >>> tidy(neg(add(mul(y, div(ONE, a)), mul(number(-1), y, div(ONE, a)))))
    -y/a + y/a
    """
    args = tuple(map(tidy, term.args))
    match term.head:
        case "add":
            return _sum([part for a in args for part in (a.args if a.head == "add" else (a,))])
        case "neg":
            return _minus(args[0])
        case "mul":
            return _product(list(args))
        case "div":
            return _quotient(*args)
        case "call" if term.data == "delta" and all(a.head == "number" for a in args):
            return ONE if args[0] is args[1] else ZERO
        case "pow" if args[1] is ONE:
            return args[0]
    return build(term.head, args, term.data) if args else term


def _sum(parts: list[Term]) -> Term:
    shown = [part for part in parts if part is not ZERO]
    return add(*shown[:1], *(neg(number(-part.value)) if part.head == "number" and part.value < 0
                             else part for part in shown[1:]))


def _minus(a: Term) -> Term:
    if a is ZERO:
        return ZERO
    if a.head == "neg":
        return a.args[0]
    if a.head == "add":
        return add(*map(_minus, a.args))
    if a.head == "div":
        return _quotient(_minus(a.args[0]), a.args[1])
    return neg(a)


def _product(factors: list[Term]) -> Term:
    flat: list[Term] = []
    minus = False
    for factor in factors:
        if factor is ONE:
            continue
        if factor.head == "neg":
            minus, factor = not minus, factor.args[0]
        flat += factor.args if factor.head == "mul" else (factor,)
    if ZERO in flat:
        return ZERO
    scale = Fraction(1)
    above: list[Term] = []
    below: list[Term] = []
    for factor in flat:
        if factor.head == "div" and factor.args[1].head != "number":
            below.append(factor.args[1])
            factor = factor.args[0]
            if factor.head == "neg":
                minus, factor = not minus, factor.args[0]
        if factor.head == "number":
            scale *= factor.value
        else:
            above.append(factor)
    if scale < 0:
        minus, scale = not minus, -scale
    whole = mul(*above) if scale == 1 else mul(number(scale), *above)
    if below:
        whole = _quotient(whole, mul(*below))
    return _minus(whole) if minus else whole


def _quotient(top: Term, bottom: Term) -> Term:
    if bottom is ONE or top is ZERO:
        return top
    if top.head == "neg":
        return neg(div(top.args[0], bottom))
    return div(top, bottom)
