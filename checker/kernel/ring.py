"""Normal forms: fractions of integer polynomials over generators.

Every term becomes a fraction n/d of polynomials in *generators*, one for each atom: a
name, an entry, a function at its arguments, a root, a sum. Two atoms are one generator
when their arguments have equal normal forms, so congruence needs no rule. Sums are linear
in what depends on their index: sum_i (c f(i) + g(i)) = c sum_i f(i) + sum_i g(i).

Relations g^q = n/d, accepted from lemmas, are substituted when a numerator is tested for
zero. Each substitution keeps the value of the numerator up to a factor that is not zero, so
what reduces to zero is zero wherever all denominators are not.

Sizes are bounded before every call into FLINT, which hears no signal.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import comb
from typing import Any, Final

from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

from checker.kernel.indices import free_indices, height_of, replace_index
from checker.kernel.literals import folded
from checker.kernel.refusal import Refusal, require
from checker.language.substitution import substitute
from checker.language.term import (
    BINDER,
    INDEX,
    ONE,
    RESERVED,
    Term,
    add,
    build,
    div,
    exp,
    mul,
    neg,
    number,
    power,
)

Fraction = tuple[fmpz_mpoly, fmpz_mpoly]
"""A numerator and a denominator that is not zero as a polynomial."""

MAX_TERMS: Final = 6_000
"""No product may have more terms than this."""
MAX_DEGREE: Final = 400
"""Fractions of a higher degree are not reduced."""
MAX_BITS: Final = 40_000
"""No power of a number may have more bits than this."""
SIZES: Final = (32, 64, 128)
"""Numbers of generators with which a leaf is tried."""
MAX_WRITTEN: Final = 1_500
"""No more summands than this are written out in one ring, nested sums counted through."""
REMEMBERED_SIZE: Final = 200
"""Larger bodies of sums are not kept in memory."""
MAX_NESTED: Final = 10
"""Sums inside sums deeper than this are refused: they may be an equation that turns in a circle."""
MAX_FACTORED: Final = 12
"""Polynomials of more terms are not factored."""
MAX_FACTORED_DEGREE: Final = 24
"""Polynomials of a higher degree are not factored."""
MAX_FACTORED_BITS: Final = 200
"""Polynomials with larger coefficients are not factored."""
MAX_RANGE: Final = 120
"""A sum with more numeric summands than this is not written out."""


class RingFull(Refusal):
    """More generators are needed than the ring has: start again with a larger one."""


class Relation:
    """g^degree = value, for the generator with this number."""

    __slots__ = ("generator", "degree", "value", "reach")

    def __init__(self, generator: int, degree: int, value: Fraction, reach: int) -> None:
        self.generator = generator
        self.degree = degree
        self.value = value
        self.reach = reach
        """The bits of the generators on both sides."""


class Atom:
    """One generator of a function: its arguments, and the generators they may hold, as bits."""

    __slots__ = ("args", "generator", "reach")

    def __init__(self, args: tuple[Fraction, ...], generator: int, reach: int) -> None:
        self.args = args
        self.generator = generator
        self.reach = reach


class Ring:
    """The generators of one proof, their relations, and the normal forms over them."""

    __slots__ = ("ring", "one", "atoms", "by_head", "cache", "lowest", "relations", "rewritten",
                 "reach", "touched", "written", "accepted", "nested")

    def __init__(self, size: int = SIZES[0]) -> None:
        self.ring = _ring(size)
        self.one = self.ring.constant(1)
        self.atoms: list[Term] = []
        """The term of each generator."""
        self.by_head: dict[object, list[Atom]] = {}
        self.cache: dict[Term, tuple[Fraction, int]] = {}
        """Normal forms, each with the generators that were met on the way to it, as bits."""
        self.lowest: dict[Term, Term] = {}
        self.relations: list[Relation] = []
        self.rewritten: dict[int, Fraction] = {}
        self.reach: list[int] = []
        """The bits of each generator and of those that it is rewritten to."""
        self.touched = 0
        """The bits of what was met so far on the way to the normal form at hand."""
        self.written = 0
        self.accepted = 0
        """How many relations have been accepted."""
        self.nested = 0
        """How many sums and products are being taken apart, each inside the one before."""

    # --- normal forms -------------------------------------------------------------------------

    def normal(self, term: Term) -> Fraction:
        """The fraction of a term without derivatives."""
        known = self.cache.get(term)
        if known is not None:
            self.touched |= known[1]
            return known[0]
        method = _NORMAL.get(term.head)
        if method is None:
            raise Refusal("unsupported", term.head)
        before, self.touched = self.touched, 0
        found = method(self, term)
        self.cache[term] = found, self.touched
        self.touched |= before
        return found

    def equal(self, a: Term, b: Term) -> bool:
        """Whether two terms have one normal form, given the relations."""
        return a is b or self.same(self.normal(a), self.normal(b))

    def same(self, a: Fraction, b: Fraction) -> bool:
        """Whether two fractions are equal, given the relations."""
        if a[1] == b[1]:
            difference = a[0] - b[0]
        else:
            difference = self.times(a[0], b[1]) - self.times(b[0], a[1])
        return self.vanishes(difference)

    def vanishes(self, n: fmpz_mpoly) -> bool:
        """Whether a numerator is zero, given the relations."""
        if n.is_zero():
            return True
        if not self.relations:
            return False
        for _ in range(8):
            degrees = n.degrees()
            due = [r for r in self.relations if degrees[r.generator] >= r.degree]
            if not due:
                return False
            for relation in reversed(due):
                n = self._reduced(n, relation)
                if n.is_zero():
                    return True
        return False

    def substituted(self, a: Fraction) -> Fraction:
        """The fraction with every relation applied once."""
        for relation in self.relations:
            self.touched |= relation.reach
            a = self._replaced(a, relation)
        return a

    def _reduced(self, n: fmpz_mpoly, relation: Relation) -> fmpz_mpoly:
        g, q, (up, down) = relation.generator, relation.degree, relation.value
        parts: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in n.to_dict().items():
            k, left = divmod(exponents[g], q)
            parts.setdefault(k, {})[(*exponents[:g], left, *exponents[g + 1:])] = coefficient
        most = max(parts)
        if most == 0:
            return n
        total = self.ring.constant(0)
        for k, part in parts.items():
            piece = self.times(self.ring.from_dict(part), self.to_power(up, k))
            total = total + self.times(piece, self.to_power(down, most - k))
        return total

    # --- polynomials, bounded -----------------------------------------------------------------

    def times(self, a: fmpz_mpoly, b: fmpz_mpoly) -> fmpz_mpoly:
        """The product, refused if it may have too many terms."""
        if a.is_one():
            return b
        if b.is_one():
            return a
        if len(a) * len(b) > MAX_TERMS:
            raise Refusal("budget", "product of polynomials")
        return a * b

    def to_power(self, a: fmpz_mpoly, n: int) -> fmpz_mpoly:
        """The n-th power, refused if it may be too large."""
        if n == 0:
            return self.one
        if n == 1 or a.is_one():
            return a
        length = len(a)
        require(n <= 100_000 and comb(length + n - 1, n) <= MAX_TERMS
                if length > 1 else n <= 10**9, "budget", "power of a polynomial")
        bits = max((int(abs(c)).bit_length() for c in a.coeffs()), default=0)
        require((bits if length == 1 and bits > 1 else length > 1 and bits + 1) * n <= MAX_BITS
                or bits <= 1 and length == 1, "budget", "power of a number")
        return a ** n

    def sum(self, a: Fraction, b: Fraction) -> Fraction:
        """a + b, over the least common denominator."""
        (n1, d1), (n2, d2) = a, b
        if d1 == d2:
            return n1 + n2, d1
        if d1.is_one():
            return self.times(n1, d2) + n2, d2
        if d2.is_one():
            return n1 + self.times(n2, d1), d1
        common = self.gcd(d1, d2)
        if not common.is_one():
            e1, e2 = d1 / common, d2 / common
            return self.times(n1, e2) + self.times(n2, e1), self.times(d1, e2)
        return self.times(n1, d2) + self.times(n2, d1), self.times(d1, d2)

    def product(self, a: Fraction, b: Fraction) -> Fraction:
        """a b."""
        return self.times(a[0], b[0]), self.times(a[1], b[1])

    def reduced(self, a: Fraction) -> Fraction:
        """The fraction in lowest terms, its denominator with a positive leading coefficient."""
        n, d = a
        common = self.gcd(n, d)
        if not common.is_one():
            n, d = n / common, d / common
        return (-n, -d) if d.leading_coefficient() < 0 else (n, d)

    def gcd(self, a: fmpz_mpoly, b: fmpz_mpoly) -> fmpz_mpoly:
        """A common divisor: the greatest, unless the degrees make that long to find."""
        if a.is_one() or b.is_one():
            return self.one
        if a and b and max(a.total_degree(), b.total_degree()) > MAX_DEGREE:
            return self.one
        return a.gcd(b)

    def power(self, base: Fraction, n: int) -> Fraction:
        """base to a whole power."""
        up, down = (base[1], base[0]) if n < 0 else base
        require(not down.is_zero(), "division-by-zero")
        return self.to_power(up, abs(n)), self.to_power(down, abs(n))

    # --- atoms --------------------------------------------------------------------------------

    def atom(self, key: object, term: Term, args: tuple[Fraction, ...] = ()) -> Fraction:
        """The generator of a function at its arguments, or what it is rewritten to."""
        known = self.by_head.setdefault(key, [])
        k = self._known(known, args)
        if k is None:
            k = len(self.atoms)
            if k == self.ring.nvars():
                raise RingFull("budget", "generators")
            self.atoms.append(term)
            self.reach.append(1 << k)
            known.append(Atom(args, k, self.touched if args else 0))
        self.touched |= self.reach[k]
        return self.rewritten.get(k) or (self.ring.gen(k), self.one)

    def relate(self, generator: int, degree: int, value: Fraction) -> None:
        """Accept the relation g^degree = value; for degree 1 no normal form holds g any more."""
        own = reach = 1 << generator
        for k in self.generators(value):
            reach |= 1 << k
        relation = Relation(generator, degree, value, reach)
        if degree > 1:
            self.accepted += 1
            self.relations.append(relation)
            self._forget(own, sums_only=True)  # these are written out with it
            return
        rewritten = {k: self._replaced(a, relation) for k, a in self.rewritten.items()
                     if self.reach[k] & own}
        values = [(other, self._replaced(other.value, relation)) for other in self.relations
                  if other.reach & own]
        moved = [(known, atom, tuple([self._replaced(a, relation) for a in atom.args]))
                 for known in self.by_head.values() for atom in known if atom.reach & own]
        self.accepted += 1  # nothing is refused from here on
        for k, a in rewritten.items():
            self.rewritten[k] = a
            self.reach[k] |= reach
        self.rewritten[generator] = value
        self.reach[generator] = reach
        for other, v in values:
            other.value = v
            other.reach |= reach
        met = False
        for known, atom, args in moved:
            atom.args = args
            atom.reach |= reach
            met = met or [a.args for a in known].count(args) > 1
        self._forget(~0 if met else own)

    def _forget(self, bits: int, sums_only: bool = False) -> None:
        """Forget the normal forms that a new relation may change.

        These are the forms on the way to which its generator was met; all of them, if two
        generators have become one.
        """
        kept = {term: known for term, known in self.cache.items()
                if not known[1] & bits or sums_only and not term.flags & BINDER}
        if len(kept) < len(self.cache):
            self.cache = kept
            if self.lowest:
                self.lowest = {t: known for t, known in self.lowest.items() if t in kept}

    def _replaced(self, a: Fraction, relation: Relation) -> Fraction:
        """The fraction with a generator replaced, in numerator and denominator."""
        n, d = a
        counts = [0 if p.is_constant() else p.degrees()[relation.generator] // relation.degree
                  for p in a]
        if not any(counts):
            return a
        n, d = (self._reduced(p, relation) if k else p for p, k in zip(a, counts, strict=True))
        require(not d.is_zero(), "division-by-zero")
        down = relation.value[1]
        n = self.times(n, self.to_power(down, max(counts[1] - counts[0], 0)))
        d = self.times(d, self.to_power(down, max(counts[0] - counts[1], 0)))
        return self.reduced((n, d))

    def generator_power(self, a: Fraction) -> tuple[int, int] | None:
        """(g, q) if the fraction is the bare power g^q of one generator, q >= 1."""
        n, d = a
        if not d.is_one() or len(n) != 1 or n.leading_coefficient() != 1:
            return None
        used = [(k, e) for k, e in enumerate(n.degrees()[:len(self.atoms)]) if e]
        return used[0] if len(used) == 1 else None

    def linear(self, a: Fraction) -> tuple[int, fmpz_mpoly, fmpz_mpoly] | None:
        """(g, factor, rest), if the numerator is factor g + rest for a sum or product g.

        g occurs nowhere else, and of several the one with the simplest factor is taken.
        """
        n, d = a
        above, below = n.degrees(), d.degrees()
        found = []
        for g, atom in enumerate(self.atoms):
            if above[g] == 1 and below[g] <= 0 and atom.head in ("sum", "product"):
                rest = self.ring.from_dict({e: c for e, c in n.to_dict().items() if not e[g]})
                found.append((g, (n - rest) / self.ring.gen(g), rest))
        return min(found, key=lambda parts: (len(parts[1]), parts[1].total_degree()), default=None)

    def generators(self, a: Fraction) -> set[int]:
        """The generators that occur in a fraction."""
        count = len(self.atoms)
        found: set[int] = set()
        for p in a:
            if not p.is_constant():
                found.update([k for k, e in enumerate(p.degrees()[:count]) if e > 0])
        return found

    def _known(self, known: list[Atom], args: tuple[Fraction, ...]) -> int | None:
        """The generator of the same function at equal arguments, if there is one."""
        for atom in known:
            if args == atom.args:
                return atom.generator
        for atom in known:
            if len(args) == len(atom.args) and all(map(self.same, args, atom.args)):
                return atom.generator
        return None

    # --- back to terms ------------------------------------------------------------------------

    def canonical(self, term: Term) -> Term:
        """The term that is written for every term with this normal form, in lowest terms."""
        found = self.lowest.get(term)
        if found is None:
            found = self.lowest[term] = self.term_of(self.reduced(self.normal(term)))
        return found

    def term_of(self, a: Fraction) -> Term:
        """A term with this normal form."""
        n, d = a
        top = self._polynomial(n)
        return top if d.is_one() else div(top, self._polynomial(d))

    def _polynomial(self, p: fmpz_mpoly) -> Term:
        summands = []
        count = len(self.atoms)
        if p.total_degree() == 1 and len(p) == 1 and p.leading_coefficient() == 1:
            return self.atoms[p.degrees().index(1)]
        for exponents, coefficient in p.to_dict().items():
            c = int(coefficient)
            factors = [self.atoms[k] if e == 1 else power(self.atoms[k], number(int(e)))
                       for k, e in enumerate(exponents[:count]) if e]
            if abs(c) != 1 or not factors:
                factors.insert(0, number(abs(c)))
            product = mul(*factors)
            summands.append(neg(product) if c < 0 else product)
        return add(*summands)


@cache
def _ring(size: int) -> fmpz_mpoly_ctx:
    return fmpz_mpoly_ctx.get([f"g{k}" for k in range(size)], Ordering.degrevlex)


# --- the normal form of each head -----------------------------------------------------------


def _number(ring: Ring, term: Term) -> Fraction:
    p, q = term.data
    require(max(abs(p), q).bit_length() <= MAX_BITS, "budget", "number")
    return ring.ring.constant(p), ring.one if q == 1 else ring.ring.constant(q)


def _name(ring: Ring, term: Term) -> Fraction:
    return ring.atom(term, term)


def _constant(ring: Ring, term: Term) -> Fraction:
    return ring.normal(exp(ONE)) if term.data == "e" else ring.atom(term, term)


def _add(ring: Ring, term: Term) -> Fraction:
    total = ring.normal(term.args[0])
    for a in term.args[1:]:
        total = ring.sum(total, ring.normal(a))
    return total


def _neg(ring: Ring, term: Term) -> Fraction:
    n, d = ring.normal(term.args[0])
    return -n, d


def _mul(ring: Ring, term: Term) -> Fraction:
    total = ring.normal(term.args[0])
    for a in term.args[1:]:
        total = ring.product(total, ring.normal(a))
    return total


def _div(ring: Ring, term: Term) -> Fraction:
    top, (n, d) = ring.normal(term.args[0]), ring.normal(term.args[1])
    require(not n.is_zero(), "division-by-zero", term)
    return ring.times(top[0], d), ring.times(top[1], n)


def _pow(ring: Ring, term: Term) -> Fraction:
    base, exponent = term.args[0], folded(term.args[1])
    if base.head == "constant" and base.data == "e":
        return ring.normal(exp(exponent))
    if exponent.head == "number":
        p, q = exponent.data
        if q == 1:
            return ring.power(ring.normal(base), p)
        return ring.power(_radical(ring, base, q), p)
    return ring.atom("pow", term, (ring.normal(base), ring.normal(exponent)))


def _radical(ring: Ring, base: Term, q: int) -> Fraction:
    """The principal root a^(1/q) of a >= 0."""
    return ring.atom(("radical", q), power(base, number(1, q)), (ring.normal(base),))


def _root(ring: Ring, term: Term) -> Fraction:
    base, degree = term.args
    if degree.head == "number" and degree.value % 2 == 0:
        return _radical(ring, base, int(degree.value))
    return ring.atom("root", term, (ring.normal(base), ring.normal(degree)))


def _application(ring: Ring, term: Term) -> Fraction:
    if term.flags & RESERVED and term.flags & BINDER:  # no certificate could write it
        term = build(term.head, tuple(map(ring.canonical, term.args)), term.data)
    return ring.atom((term.head, term.data), term, tuple(map(ring.normal, term.args)))


def _index(ring: Ring, term: Term) -> Fraction:
    return ring.atom(term, term)


def _opaque(ring: Ring, term: Term) -> Fraction:
    return ring.atom(term, term)


def _whole(a: Fraction) -> int | None:
    """The whole number a fraction is, if it is one."""
    n, d = a
    if not (n.is_constant() and d.is_constant()):
        return None
    top, bottom = int(n.leading_coefficient()) if n else 0, int(d.leading_coefficient())
    return top // bottom if top % bottom == 0 else None


def _written_out(ring: Ring, term: Term) -> list[Fraction] | None:
    """The normal form of every summand or factor, if the range is numeric."""
    index, body, lo, hi = term.args
    first, last = _whole(ring.normal(lo)), _whole(ring.normal(hi))
    if first is None or last is None:
        return None
    ring.written += last - first + 1
    require(0 <= last - first + 1 <= MAX_RANGE and ring.written <= MAX_WRITTEN, "budget",
            "range of a sum")
    return [ring.normal(instance(body, index, number(k))) for k in range(first, last + 1)]


def instance(body: Term, index: Term, value: Term) -> Term:
    """The body of a sum at one value of its index (a name, or an index of the kernel)."""
    place = _small_instance if body.size <= REMEMBERED_SIZE else _instance
    return place(body, index, value)


def _instance(body: Term, index: Term, value: Term) -> Term:
    if index.head == "index":
        return replace_index(body, index, value)
    return substitute(body, {str(index.data): value})


_small_instance: Final = lru_cache(maxsize=2048)(_instance)


def _product(ring: Ring, term: Term) -> Fraction:
    """The product of each factor that depends on its index, and the rest to the power length."""
    written = _written_out(ring, term)
    total = ring.one, ring.one
    if written is not None:
        for value in written:
            total = ring.product(total, value)
        return total
    body, high, start, end, lo, hi, moving = _opened(ring, term)
    length = ring.reduced(_length(ring, start, end))
    for sign, p in zip((1, -1), body, strict=True):
        for factor, exponent in _factors(ring, p, moving):
            base = ring.term_of((factor, ring.one))
            value = _single("product", ring, base, high, start, end, lo, hi) \
                if high in free_indices(base) else _as_often(ring, factor, base, length)
            total = ring.product(total, ring.power(value, sign * exponent))
    return total


def _last(p: fmpz_mpoly) -> int:
    """The coefficient of the least monomial, which is the constant one if there is one."""
    return int(p.coefficient(len(p) - 1))


def _as_often(ring: Ring, factor: fmpz_mpoly, base: Term, length: Fraction) -> Fraction:
    """A factor that does not move, to the power of the length of the range."""
    count = _whole(length)
    if count is not None or factor.is_one():
        return ring.power((factor, ring.one), count or 0)
    return ring.atom("pow", power(base, ring.term_of(length)), ((factor, ring.one), length))


def _factors(ring: Ring, p: fmpz_mpoly, moving: list[int]) -> list[tuple[fmpz_mpoly, int]]:
    """The factors of a polynomial with their exponents, each apart by whether it moves."""
    if p.is_zero():
        return [(p, 1)]
    bits = max(int(abs(c)).bit_length() for c in p.coeffs())
    if len(p) > MAX_FACTORED or p.total_degree() > MAX_FACTORED_DEGREE or bits > MAX_FACTORED_BITS:
        return [(part, 1) for part in _content(ring, p, moving)]
    content, factors = p.factor()
    number_ = int(content)
    found: list[tuple[fmpz_mpoly, int]] = []
    for factor, exponent in factors:
        if _last(factor) < 0:
            factor, number_ = -factor, number_ * (-1) ** int(exponent)
        found.append((factor, int(exponent)))
    if number_ < 0:
        found.append((ring.ring.constant(-1), 1))
    if abs(number_) != 1:
        found.append((ring.ring.constant(abs(number_)), 1))
    return found


def _sum(ring: Ring, term: Term) -> Fraction:
    """The sum, linear in what depends on its index."""
    summands = _written_out(ring, term)
    if summands is not None:
        total = ring.ring.constant(0), ring.one
        for summand in summands:
            total = ring.sum(total, summand)
        return total
    (n, d), high, start, end, lo, hi, moving = _opened(ring, term)
    fixed, under = _content(ring, d, moving)
    total = ring.ring.constant(0), ring.one
    for exponents, coefficient in _grouped(ring, n, moving).items():
        top = mul(*(ring.atoms[k] if e == 1 else power(ring.atoms[k], number(int(e)))
                    for k, e in zip(moving, exponents, strict=True) if e))
        single = top if under.is_one() else div(top, ring._polynomial(under))
        value = _single("sum", ring, single, high, start, end, lo, hi) \
            if high in free_indices(single) else \
            ring.product(_length(ring, start, end), ring.normal(single))
        total = ring.sum(total, ring.product((coefficient, ring.one), value))
    return total[0], ring.times(total[1], fixed)


def _grouped(ring: Ring, p: fmpz_mpoly, moving: list[int]) -> dict[tuple[int, ...], fmpz_mpoly]:
    """p as a polynomial in the moving generators: monomial -> coefficient."""
    groups: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
    for exponents, c in p.to_dict().items():
        rest = list(exponents)
        for k in moving:
            rest[k] = 0
        groups.setdefault(tuple(exponents[k] for k in moving), {})[tuple(rest)] = c
    return {key: ring.ring.from_dict(part) for key, part in groups.items()}


def _content(ring: Ring, d: fmpz_mpoly, moving: list[int]) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """d = fixed * under, where fixed does not depend on the moving generators."""
    if d.is_one():
        return d, d
    fixed = ring.ring.constant(0)
    for coefficient in _grouped(ring, d, moving).values():
        fixed = fixed.gcd(coefficient)
    return fixed, d / fixed


def _over_index(ring: Ring, term: Term) -> Fraction:
    """A sum or product; what is inside is read again, and may by an equation hold itself."""
    require(ring.nested < MAX_NESTED, "budget", "sums in sums")
    ring.nested += 1
    try:
        return _sum(ring, term) if term.head == "sum" else _product(ring, term)
    finally:
        ring.nested -= 1


def _opened(ring: Ring, term: Term) -> tuple[
        Fraction, Term, Fraction, Fraction, Term, Term, list[int]]:
    """The body of a sum or product at an index of its own, the ends, and what moves with it."""
    index, body, lo, hi = term.args
    start, end = ring.normal(lo), ring.normal(hi)
    lo, hi = ring.canonical(lo), ring.canonical(hi)
    high = build("index", (lo, hi), 1 + height_of(body))
    inside = ring.reduced(ring.substituted(ring.normal(instance(body, index, high))))
    ring.normal(high)
    moving = [k for k, a in enumerate(ring.atoms)
              if a.flags & INDEX and high in free_indices(a)]
    return inside, high, start, end, lo, hi, moving


def _length(ring: Ring, start: Fraction, end: Fraction) -> Fraction:
    """How many numbers there are in a range."""
    return ring.sum(ring.sum(end, (-start[0], start[1])), (ring.one, ring.one))


def _single(head: str, ring: Ring, body: Term, high: Term, start: Fraction, end: Fraction,
            lo: Term, hi: Term) -> Fraction:
    """The generator of the sum of one monomial, or of the product of one factor."""
    low = build("index", (lo, hi), 1 + height_of(body, bound_only=True))
    require(low is high or low not in free_indices(body), "index-capture", low)
    body = replace_index(body, high, low)
    term = build(head, (low, body, lo, hi))
    return ring.atom(head, term, (start, end, ring.normal(low), ring.normal(body)))


_NORMAL: Final = {
    "number": _number, "name": _name, "constant": _constant, "add": _add, "neg": _neg,
    "mul": _mul, "div": _div, "pow": _pow, "root": _root, "call": _application,
    "apply": _application, "entry": _application, "index": _index, "cases": _opaque,
    "sum": _over_index, "product": _over_index,
}
