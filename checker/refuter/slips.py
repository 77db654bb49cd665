"""Slips: simple changes at one place of the right side that make the claim hold at the probes."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checker.language.exact import exact
from checker.language.term import ZERO, Term, add, number
from checker.language.text import text
from checker.refuter.factors import Factor, common, negated, over, pool, quotients, times
from checker.refuter.holes import Place, places, put
from checker.refuter.probes import Probes, Values


class Slip(NamedTuple):
    """A changed right side, what was changed, and how far-fetched that is."""

    cost: float
    rhs: Term
    hint: str


def constant_slips(rhs: Term, probes: Probes) -> list[Slip]:
    """Signs, numbers, exponents and constant factors, the most plausible first."""
    found = []
    for place in places(rhs, probes):
        depth = 0.1 * len(place.path)
        for slip in _constants(place):
            found.append(Slip(slip.cost + depth, put(rhs, place.path, slip.rhs), slip.hint))
    return sorted(found, key=lambda slip: slip.cost)


def _constants(place: Place) -> list[Slip]:
    term = place.term
    found: list[Slip] = []
    written = exact(term, {})
    if written is not None:
        value = common(place.wanted, 10**6)
        if value is not None and value != written:
            if value == -written and place.role == "summand":
                found.append(Slip(0.7, negated(term), f"the sign of the summand {text(term)}"))
            elif place.role == "exponent":
                found.append(Slip(0.9, number(value), f"the exponent should be {value}"))
            else:
                found.append(Slip(1.6, number(value), f"{text(term)} should be {value}"))
        return found
    if all(w.contains(0) for w in place.wanted):
        if place.role == "summand":
            found.append(Slip(1.5, ZERO, f"the summand {text(term)} is too much"))
        elif place.role == "whole":
            found.append(Slip(3.0, ZERO, "the right side should be 0"))
        return found
    ratio = quotients(place.wanted, place.actual)
    factor = None if ratio is None else common(ratio)
    if factor is not None and factor not in (0, 1):
        found.append(_scaled(place, factor))
    if place.role == "whole" or term.head == "add":
        missing = common([w - a for w, a in zip(place.wanted, place.actual, strict=True)], 10**6)
        if missing is not None and missing != 0:
            found.append(Slip(2.5, plus(term, number(missing)),
                              f"the summand {missing} is missing"))
    return found


def _scaled(place: Place, factor: Fraction) -> Slip:
    term = place.term
    if factor == -1:
        new = negated(term)
        if place.role == "whole":
            if new.head == "div" and new.args[0].head == "add":
                return Slip(0.5, new, f"the sign: the numerator should be {text(new.args[0])}")
            return Slip(0.5, new, "the sign: the right side should be the negative")
        what = {"exponent": "the sign of the exponent", "summand": "the sign of the summand"}
        kind = what.get(place.role, "the sign of")
        return Slip(0.7, new, f"{kind} {text(term)}")
    new = times(number(factor), term)
    where = "" if place.role == "whole" else f" at {text(term)}"
    if factor.numerator == 1 and _leads_with(term, factor.denominator):
        words = f"the factor {factor.denominator} is too much{where}"
    else:
        words = f"the factor {factor} is missing{where}"
    plain = 1 in (abs(factor.numerator), factor.denominator)
    return Slip((1.0 if plain else 2.0) + (0.0 if place.role == "whole" else 0.4), new, words)


def _leads_with(term: Term, value: int) -> bool:
    while term.head in ("neg", "div", "mul"):
        term = term.args[0]
    return term.head == "number" and term.value == value


def factor_slips(rhs: Term, probes: Probes, most_places: int = 12) -> list[Slip]:
    """Lost, superfluous, or confused terms that occur in the claim."""
    found = []
    factors = pool(probes)
    for place in places(rhs, probes)[:most_places]:
        depth = 0.2 * len(place.path)
        for slip in _terms(place, factors):
            found.append(Slip(slip.cost + depth, put(rhs, place.path, slip.rhs), slip.hint))
    return sorted(found, key=lambda slip: slip.cost)


def _terms(place: Place, factors: list[Factor]) -> list[Slip]:
    term, whole = place.term, place.role == "whole"
    where = "" if whole else f" at {text(term)}"
    ratio = quotients(place.wanted, place.actual)
    found = []
    value = common(place.wanted)
    if value is not None and exact(term, {}) is None:
        what = "the right side" if whole else text(term)
        found.append(Slip(3.0, number(value), f"{what} should be {value}"))
    for factor in factors:
        if factor.term is term:
            continue
        if ratio is not None:
            k = _match(ratio, factor.values)
            if k is not None:
                lost = times(number(k), factor.term)
                found.append(Slip(_cost(k, factor), times(lost, term),
                                  f"the factor {text(lost)} is missing{where}"))
            inverse = [1 / v for v in factor.values]
            k = _match(ratio, inverse)
            if k is not None:
                new = times(number(k), over(term, factor.term))
                words = f"the factor {text(factor.term)} is too much" if new.size < term.size \
                    else f"the factor {_inverse(k, factor.term)} is missing"
                found.append(Slip(_cost(k, factor), new, words + where))
        if whole or term.head == "add":
            gap = [w - a for w, a in zip(place.wanted, place.actual, strict=True)]
            k = _match(gap, factor.values)
            if k is not None:
                summand = times(number(k), factor.term)
                found.append(Slip(_cost(k, factor) + 0.5, plus(term, summand),
                                  f"the summand {text(summand)} is missing"))
        k = _match(place.wanted, factor.values)
        if k is not None and not (whole and factor.term.size + 2 >= term.size > 3):
            new = times(number(k), factor.term)
            alike = 0.0 if factor.term.head == term.head and k == 1 else 1.5
            what = "the right side" if whole else text(term)
            found.append(Slip(_cost(k, factor) + alike, new, f"{what} should be {text(new)}"))
    return found


def _match(wanted: Values, values: Values) -> Fraction | None:
    """The constant by which the values must be multiplied, None if there is none."""
    if len(wanted) < 2:
        return None
    first = wanted[0] / values[0]
    second = wanted[1] / values[1]
    if not first.overlaps(second) or not first.is_finite():
        return None
    k = common([first, *(w / v for w, v in zip(wanted[1:], values[1:], strict=True))])
    return None if k == 0 else k


def _cost(k: Fraction, factor: Factor) -> float:
    return 1.0 + (0.0 if k == 1 else 0.3) + 0.02 * factor.term.size


def _inverse(k: Fraction, term: Term) -> str:
    return text(over(number(k) if k > 0 else number(-k), term)) if k > 0 \
        else text(negated(over(number(-k), term)))


def plus(term: Term, summand: Term) -> Term:
    """The sum with one more summand."""
    args = term.args if term.head == "add" else (term,)
    return add(*args, summand)


