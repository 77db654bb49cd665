"""Logarithms over irreducible factors and primes."""

from __future__ import annotations

from flint import fmpz

from checker.kernel.indices import replace_index
from checker.language.term import ONE, Term, call, log, mul, name, neg, number, power
from checker.prover.draft import Draft
from checker.prover.forms import too_large

PLACE = name("_")


def logarithms(draft: Draft) -> None:
    """log(prod p_i^k_i) = sum k_i log p_i, for the signs that are evident."""
    for term in draft.calls("log"):
        _split(draft, term.args[0])


def _factors(draft: Draft, argument: Term) -> list[tuple[Term, int]] | None:
    """The irreducible factors of an argument, with exponents; None if that is too much."""
    ring = draft.case.ring
    n, d = ring.reduced(ring.normal(argument))
    if n.is_zero() or too_large(n, d):
        return None
    found: list[tuple[Term, int]] = []
    sign = 1
    for p, direction in ((n, 1), (d, -1)):
        content, factors = p.factor()
        scalar = int(content)
        sign *= -1 if scalar < 0 else 1
        if abs(scalar) != 1:
            if abs(scalar).bit_length() > 80:
                found.append((number(abs(scalar)), direction))
            else:
                found += [(number(int(prime)), direction * int(e))
                          for prime, e in fmpz(abs(scalar)).factor()]
        for factor, e in factors:
            found.append((ring.term_of((factor, ring.one)), direction * int(e)))
    if sign < 0:
        odd = next((i for i, (_, e) in enumerate(found) if e % 2), None)
        if odd is None:
            return None
        found[odd] = (neg(found[odd][0]), found[odd][1])
    return found


def _split(draft: Draft, argument: Term) -> None:
    case = draft.case
    found = _factors(draft, argument)
    if found is None:
        return
    if not found:
        draft.use("log-one")
        return
    pieces: list[Term] = []
    flips = 0
    unknown: list[Term] = []
    for base, e in found:
        raised = base if e == 1 else power(base, number(e))
        if case.evident(base, "gt") or e % 2 == 0:
            pieces.append(raised)
        elif case.evident(base, "lt"):
            flips += 1
            pieces.append(neg(base) if e == 1 else power(neg(base), number(e)))
        else:
            unknown.append(raised)
    if unknown:
        rest = mul(*unknown)
        pieces.append(neg(rest) if flips % 2 else rest)
    elif flips % 2:
        return
    for position in range(len(pieces) - 1):
        draft.use("log-product", a=pieces[position], b=mul(*pieces[position + 1:]))
    for piece in pieces:
        _single(draft, piece)


def _single(draft: Draft, piece: Term) -> None:
    """log of one factor: of a power, of an exponential, of a root."""
    if piece.head == "pow":
        base, exponent = piece.args
        if exponent.head == "number" and exponent.value.denominator == 1 \
                and exponent.value % 2 == 0 and not draft.case.evident(base, "gt"):
            draft.use("log-power-abs", a=base, n=exponent)
            draft.use("log-power-abs", a=base, n=exponent)
            draft.notice(log(call("abs", base)))
            return
        draft.use("log-power", a=base, c=exponent)
        if base.head in ("call", "pow", "root"):
            _single(draft, base)
    elif piece.head == "product":
        index, body, lo, hi = piece.args
        draft.use("log-of-product", f=replace_index(body, index, PLACE), lo=lo, hi=hi)
    elif piece.head == "root":
        draft.use("log-power", a=piece.args[0], c=number(1 / piece.args[1].value))
    elif piece.head == "call" and piece.data == "exp":
        draft.use("log-exp", a=piece.args[0])


__all__ = ["ONE", "logarithms"]
