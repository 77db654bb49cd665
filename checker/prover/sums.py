"""Sums over an index: Kronecker deltas, split and shifted ranges, closed forms, differences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, permutations

from flint import fmpz_mpoly

from checker.kernel.indices import free_indices, replace_index
from checker.kernel.literals import folded
from checker.kernel.refusal import Refusal
from checker.kernel.ring import Fraction as Fractions
from checker.kernel.ring import Ring, RingFull
from checker.language.errors import TooLarge
from checker.language.substitution import replaced, substitute
from checker.language.term import (
    BINDER,
    ONE,
    ZERO,
    Term,
    add,
    build,
    div,
    log,
    mul,
    name,
    neg,
    number,
    power,
    sub,
)
from checker.prover.draft import Draft
from checker.prover.exponents import exponentials, general_powers
from checker.prover.factorials import binomials, factorials
from checker.prover.forms import factored, too_large

PLACE = name("_")
OTHER = name("__")
MAX_SPLIT = 8
"""No more terms than this are split off a range."""


def sums(draft: Draft) -> None:
    """Whatever the sums that do not cancel need to become comparable."""
    _sums(draft, swaps=True)


def plain_sums(draft: Draft) -> None:
    """The same without exchanging the order of double sums, which is seldom needed."""
    _sums(draft, swaps=False)


def _sums(draft: Draft, swaps: bool) -> None:
    if not draft.summing:
        return
    for _ in range(12):
        try:
            found = live_sums(draft)
        except TooLarge:
            return
        if not found:
            return
        before = draft.case.ring.accepted
        for term in found:
            if term.head == "sum":
                _deltas(draft, term)
        if draft.case.ring.accepted > before:
            continue
        for term in found:
            if term.head == "sum":
                _closed_forms(draft, term)
            else:
                _closed_products(draft, term)
        if draft.case.ring.accepted == before and not _ranges(draft, found, swaps) \
                and not telescopes(draft):
            return


def deltas(draft: Draft) -> None:
    """delta(1, 1) = 1 and delta(1, 2) = 0: a sum over few indices is written out before."""
    for term in draft.calls("delta"):
        a, b = term.args
        if a is b:
            draft.use("delta-equal", a=a)
        elif a.head == "number" and b.head == "number":
            draft.use("delta-different", a=a, b=b)


def live_sums(draft: Draft) -> list[Term]:
    """The sums in the difference of the two sides, those inside others first."""
    found: dict[Term, None] = {}
    for atom in draft.live():
        _collect(draft, atom, found)
    return list(found)


def _collect(draft: Draft, term: Term, found: dict[Term, None]) -> None:
    for part in draft.parts(term):
        _collect(draft, part, found)
    if term.head in ("sum", "product") and term.args[0].head == "index":
        found[term] = None


def _factors(body: Term) -> list[Term]:
    top = body.args[0] if body.head == "div" else body
    return list(top.args) if top.head == "mul" else [top]


def _without(body: Term, factor: Term) -> Term:
    """The body with one factor of its numerator taken out."""
    from checker.language.term import build

    if body.head == "div":
        return build("div", (_without(body.args[0], factor), body.args[1]))
    factors = _factors(body)
    position = next(i for i, f in enumerate(factors) if f is factor)
    return mul(*factors[:position], *factors[position + 1:])


def _deltas(draft: Draft, term: Term) -> None:
    """sum_k delta(k, m) f(k) = f(m) for m inside the range."""
    index, body, lo, hi = term.args
    for factor in _factors(body):
        power_of = factor.args[0] if factor.head == "pow" else factor
        if power_of.head != "call" or power_of.data != "delta":
            continue
        left, right = power_of.args
        if right is index:
            draft.use("delta-symmetric", a=left, b=right)
            left, right = right, left
        if left is not index or index in free_indices(right):
            continue
        rest = _without(body, factor)
        if power_of is not factor:
            rest = mul(power_of, rest)
            draft.use("delta-equal", a=right)
        f = replace_index(rest, index, PLACE)
        if draft.use("sum-delta", f=f, m=right, lo=lo, hi=hi) or \
                draft.use("sum-delta-outside", f=f, m=right, lo=lo, hi=hi):
            return


def telescopes(draft: Draft) -> bool:
    """sum_k (F(k) - F(k-1)) = F(hi) - F(lo-1), where F is what the claim says the sum is.

    So with products, and quotients of neighbours.
    """
    for head, whole, lo, hi in chain(_totals(draft), _ratios(draft)):
        ends = draft.case.ring.canonical(lo), draft.case.ring.canonical(hi)
        index = build("index", ends, 1)
        f = _of_the_end(whole, lo, hi)
        if f is None or index in free_indices(f):
            continue
        key = head, (f, lo, hi, number(draft.case.ring.accepted))
        if key in draft.tried:
            continue
        draft.tried.add(key)
        steps = [replaced(f, PLACE, at) for at in (index, sub(index, ONE))]
        for step in steps:
            draft.notice_inside(step)
        for theory in (general_powers, exponentials, binomials, factorials):
            theory(draft)
        body = replace_index(sub(*steps) if head == "sum" else div(*steps), index, PLACE)
        if _is_live(draft, build(head, (PLACE, body, lo, hi))) \
                and draft.use(f"{head}-telescope", f=f, lo=lo, hi=hi):
            return True
    return False


Said = tuple[str, Term, Term, Term]
"""sum or product, what it is said to be, and the ends of its range."""


def _totals(draft: Draft) -> Iterator[Said]:
    """What the claim says of the sums over one range together, or of one product."""
    ring = draft.case.ring
    n, d = ring.reduced(_difference(draft))
    if too_large(n):
        return
    degrees = n.degrees()
    for (head, lo, hi), sums in _by_range(ring, (n, d)).items():
        if any(degrees[k] != 1 for k in sums) or head == "product" and len(sums) > 1:
            continue
        rest = ring.ring.from_dict(
            {e: c for e, c in n.to_dict().items() if not any(e[k] for k in sums)})
        over = ring.one
        if len(sums) == 1:
            over, left = divmod(n - rest, ring.ring.gen(sums[0]))
            if left:
                continue
        if not over.is_zero():
            yield from _said(ring, head, (-rest, over), lo, hi)


def _ratios(draft: Draft) -> Iterator[Said]:
    """What the claim says of the products over one range together, if they are factors of it."""
    ring = draft.case.ring
    (n1, d1), (n2, d2) = ring.normal(draft.left), ring.normal(draft.right)
    if n1.is_zero() or n2.is_zero():
        return
    n, d = ring.reduced((ring.times(n1, d2), ring.times(n2, d1)))
    if too_large(n, d):
        return
    for (head, lo, hi), products in _by_range(ring, (n, d)).items():
        if head == "product":
            yield from _said(ring, head, (_without_factors(ring, d, products),
                                          _without_factors(ring, n, products)), lo, hi)


def _without_factors(ring: Ring, p: fmpz_mpoly, generators: list[int]) -> fmpz_mpoly:
    """The polynomial without these generators as factors."""
    for k in generators:
        least = min(e[k] for e in p.to_dict())
        p = p / ring.ring.gen(k) ** int(least)
    return p


def _by_range(ring: Ring, a: Fractions) -> dict[tuple[str, Term, Term], list[int]]:
    """The sums and products of a fraction by their ranges."""
    groups: dict[tuple[str, Term, Term], list[int]] = {}
    for k in sorted(ring.generators(a)):
        atom = ring.atoms[k]
        if atom.head in ("sum", "product"):
            groups.setdefault((atom.head, *atom.args[2:]), []).append(k)  # type: ignore[arg-type]
    return groups


def _said(ring: Ring, head: str, value: Fractions, lo: Term, hi: Term) -> Iterator[Said]:
    """A value as it is best written, unless there are other sums in it."""
    up, down = ring.reduced(value)
    if not any(ring.atoms[k].flags & BINDER for k in ring.generators((up, down))):
        top = _gathered(ring.term_of((up, ring.one)))
        yield head, top if down.is_one() else div(top, factored(ring, down)), lo, hi


def _difference(draft: Draft) -> Fractions:
    ring = draft.case.ring
    (n1, d1), (n2, d2) = ring.normal(draft.left), ring.normal(draft.right)
    return ring.sum((n1, d1), (-n2, d2))


def _gathered(term: Term) -> Term:
    """q*q**n as q**(n + 1), which is defined for n = -1 even where q is zero."""
    if term.head in ("add", "neg"):
        return build(term.head, tuple(map(_gathered, term.args)))
    if term.head != "mul":
        return term
    exponents: dict[Term, list[Term]] = {}
    others: list[Term] = []
    for factor in term.args:
        base, exponent = factor.args if factor.head == "pow" else (factor, ONE)
        if base.head == "pow":
            base, exponent = base.args[0], mul(base.args[1], exponent)
        if base.head == "number":
            others.append(factor)
        else:
            exponents.setdefault(base, []).append(exponent)
    return mul(*others, *(base if e == [ONE] else power(base, add(*e))
                          for base, e in exponents.items()))


def _of_the_end(whole: Term, lo: Term, hi: Term) -> Term | None:
    """What is said of the sum as a function of its upper end."""
    for text in sorted(hi.free - lo.free):
        end = name(text)
        rest = substitute(hi, {text: ZERO})
        if hi is end:
            return substitute(whole, {text: PLACE})
        if hi.head == "add" and end in hi.args:
            return substitute(whole, {text: sub(PLACE, folded(rest))})
    return None


def _is_live(draft: Draft, term: Term) -> bool:
    """Whether a sum or product consists of such as are left in the claim."""
    ring = draft.case.ring
    try:
        made = {k for k in ring.generators(ring.normal(term)) if ring.atoms[k].head == term.head}
    except RingFull:
        raise
    except (Refusal, TooLarge):
        return False
    return bool(made) and made <= ring.generators(ring.reduced(_difference(draft)))


def _closed_forms(draft: Draft, term: Term) -> None:
    index, body, lo, hi = term.args
    if body is index:
        draft.use("sum-first-powers", lo=lo, hi=hi)
    elif body.head == "pow" and body.args[0] is index and lo is ONE:
        rule = {2: "sum-squares", 3: "sum-cubes"}.get(int(body.args[1].value)) \
            if body.args[1].head == "number" else None
        if rule is not None:
            draft.use(rule, n=hi)
    elif body.head == "pow" and body.args[1] is index and index not in free_indices(body.args[0]):
        draft.use("sum-geometric", r=body.args[0], lo=lo, hi=hi)


def _closed_products(draft: Draft, term: Term) -> None:
    """prod_k exp(f) = exp(sum_k f), prod_k k = n!"""
    index, body, lo, hi = term.args
    if body is index and lo is ONE:
        draft.use("product-factorial", n=hi)
    elif body.head == "call" and body.data == "exp":
        draft.use("product-of-exp", f=replace_index(body.args[0], index, PLACE), lo=lo, hi=hi)
    elif any(t.flags & BINDER for t in draft.calls("exp")):
        draft.use("exp-log", a=body)
        draft.use("product-of-exp", f=log(replace_index(body, index, PLACE)), lo=lo, hi=hi)


def _gap(draft: Draft, a: Term, b: Term) -> Fraction | None:
    """a - b, if it is a number."""
    n, d = draft.case.ring.reduced(draft.case.ring.normal(sub(a, b)))
    if not (n.is_constant() and d.is_constant()):
        return None
    return Fraction(int(n.leading_coefficient()) if n else 0, int(d.leading_coefficient()))


def _ranges(draft: Draft, found: list[Term], swaps: bool) -> bool:
    """Split, shift or swap one sum so that it meets another; True if something was done."""
    for one, other in permutations(found, 2):
        i, f, lo, hi = one.args
        j, g, low, high = other.args
        body, head = replace_index(f, i, PLACE), one.head
        if body.free != replace_index(g, j, PLACE).free or head != other.head:
            continue
        start, end = _gap(draft, low, lo), _gap(draft, hi, high)
        if start is not None and end is not None:
            if start == -end and start != 0:
                if draft.use(f"{head}-shift", f=body, lo=lo, hi=hi, s=number(start)):
                    return True
            elif 0 < start <= MAX_SPLIT and lo.head == "number":
                if draft.use(f"{head}-split", f=body, lo=lo, hi=hi, m=sub(low, ONE)):
                    return True
            elif 0 < end <= MAX_SPLIT:
                if draft.use(f"{head}-split", f=body, lo=lo, hi=hi, m=sub(hi, ONE)):
                    draft.use(f"{head}-one", f=body, m=hi)
                    return True
            elif 0 < start <= MAX_SPLIT \
                    and draft.use(f"{head}-split", f=body, lo=lo, hi=hi, m=lo):
                draft.use(f"{head}-one", f=body, m=lo)
                return True
        elif _adjacent(draft, one, other, found):
            return True
    for term in found if swaps else ():
        if _swap(draft, term, found):
            return True
    for term in found:
        i, f, lo, hi = term.args
        if _gap(draft, hi, lo) == 0 \
                and draft.use(f"{term.head}-one", f=replace_index(f, i, PLACE), m=lo):
            return True
    return False


def _adjacent(draft: Draft, one: Term, other: Term, found: list[Term]) -> bool:
    """sum_lo^hi meets sum_lo^m and sum_(m+1)^hi: split there."""
    i, f, lo, hi = one.args
    _, _, low, high = other.args
    if _gap(draft, lo, low) != 0:
        return False
    if not any(_gap(draft, third.args[2], high) == 1 and _gap(draft, third.args[3], hi) == 0
               for third in found):
        return False
    return draft.use(f"{one.head}-split", f=replace_index(f, i, PLACE), lo=lo, hi=hi, m=high)


def _swap(draft: Draft, term: Term, found: list[Term]) -> bool:
    """Exchange the order of a double sum over independent ranges."""
    outer, body, lo, hi = term.args
    for factor in _factors(body):
        if factor.head != "sum":
            continue
        inner, g, a, b = factor.args
        if outer in free_indices(a) | free_indices(b):
            continue
        rest = _without(body, factor)
        f = replace_index(replace_index(mul(rest, g), outer, PLACE), inner, OTHER)
        if draft.use("sum-swap", f=f, lo=lo, hi=hi, a=a, b=b):
            return True
    return False


__all__ = ["add", "deltas", "neg", "sums"]
