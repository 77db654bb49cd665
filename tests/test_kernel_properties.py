"""Properties of the kernel on random terms: every part against certain enclosures of values.

The quick run draws a fixed set of terms. `make fuzz SECONDS=60` draws new ones for so long, the
time shared evenly by the properties; what fails is printed with its seed.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Final

import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.check import check
from checker.kernel import bounds
from checker.kernel.balls import Evaluation, Undefined, Unknown, precision
from checker.kernel.bounds import Bounds, Signs
from checker.kernel.derivatives import differentiate
from checker.kernel.elaborate import Elaborated, elaborate
from checker.kernel.indices import replace_index
from checker.kernel.points import defined_at, value_of
from checker.kernel.refusal import Refusal
from checker.kernel.refutation import refute
from checker.kernel.replay import replay
from checker.kernel.ring import Ring
from checker.kernel.rules import TABLE, Rule
from checker.language.certificate import Certificate, Point
from checker.language.claim import Claim
from checker.language.context import (
    EMPTY,
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    REAL,
    UNIT,
    Context,
    Domain,
    finite,
    interval,
)
from checker.language.errors import TooLarge
from checker.language.samples import samples
from checker.language.term import (
    INDEX,
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    build,
    call,
    cases,
    derivative,
    div,
    entry,
    exp,
    mul,
    name,
    neg,
    number,
    power,
    product_of,
    relation,
    sqrt,
    sub,
    sum_of,
)
from checker.language.verdict import Proved, Refuted
from checker.prover.search import prove
from checker.reader.steps import BadStep, read_steps
from tests.pages import cases as page_cases

SECONDS: Final = float(os.environ.get("FUZZ_SECONDS", "60"))
SEEDS: Final = st.integers(0, 2**32)
x, y, z, n, i, j = map(name, "x y z n i j".split())
NAMES: Final = (x, y, z)
WHOLE: Final = Context((("n", INTEGER),))
PROBLEMS: Final = (Refusal, TooLarge)


def quick(examples: int) -> Callable[[Callable[[int], None]], Callable[[], None]]:
    """A property of one seed, tried on a fixed set of seeds."""
    def decorate(test: Callable[[int], None]) -> Callable[[], None]:
        return settings(max_examples=examples, deadline=None, derandomize=True, database=None)(
            given(SEEDS)(test))
    return decorate


# --- random terms and points ------------------------------------------------------------------


def rational(rng: random.Random, size: int = 4) -> Fraction:
    """A small fraction of either sign."""
    return Fraction(rng.randint(-size * 4, size * 4), rng.choice((1, 1, 2, 3, 4)))


SMOOTH: Final = ("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh")
PARTIAL: Final = ("log", "tan", "asin", "acos", "acosh", "atanh", "coth", "acot", "sec", "gamma")
KINKED: Final = ("abs", "sign", "max", "min", "heaviside")


def term(rng: random.Random, depth: int, leaves: tuple[Term, ...] = NAMES,
         calls: tuple[str, ...] = SMOOTH + PARTIAL + KINKED, sums: bool = True) -> Term:
    """A random term; its parts may well be undefined somewhere."""
    def part() -> Term:
        return term(rng, depth - 1, leaves, calls, sums)

    if depth == 0 or rng.random() < 0.1:
        return rng.choice((*leaves, *leaves, number(rational(rng)), ONE, TWO))
    match rng.randrange(12 if sums else 11):
        case 0 | 1:
            return add(*(part() for _ in range(rng.choice((2, 2, 3)))))
        case 2 | 3:
            return mul(*(part() for _ in range(rng.choice((2, 2, 3)))))
        case 4:
            return neg(part())
        case 5:
            return sub(part(), part())
        case 6:
            return div(part(), part())
        case 7:
            return power(part(), number(rng.choice((2, 3, -1, -2, 0, 1))))
        case 8:
            return rng.choice((sqrt, lambda a: power(a, number(3, 2)),
                               lambda a: build("root", (a, number(3)))))(part())
        case 9 | 10:
            f = rng.choice(calls)
            return call(f, part(), part()) if f in ("max", "min") else call(f, part())
        case _:
            if rng.random() < 0.5:
                guard = relation(rng.choice(("lt", "le", "gt", "ge")), part(), part())
                return cases((part(), guard), otherwise=part())
            bound = rng.choice((i, j))
            inner = term(rng, depth - 1, (*leaves, bound, entry("w", bound)), calls, sums)
            over = rng.choice((sum_of, sum_of, product_of))
            return over(inner, bound, ONE, rng.choice((n, number(rng.randint(0, 3)))))


def somewhere(rng: random.Random, context: Context = EMPTY) -> Point:
    """A random point with values for every name, and for enough entries."""
    names = [(str(v.data), member(rng, context.domain(str(v.data)))) for v in NAMES]
    table = tuple(((k,), rational(rng)) for k in range(-1, 6))
    return Point((*names, ("n", Fraction(rng.randint(0, 4)))), (("w", table),))


def member(rng: random.Random, domain: Domain) -> Fraction:
    """A random member of a domain."""
    while True:
        value = rational(rng)
        if domain.values is not None:
            return rng.choice(domain.values)
        if domain.lo is not None and domain.hi is not None:
            value = domain.lo + (domain.hi - domain.lo) * Fraction(rng.randint(0, 8), 8)
        elif domain.lo is not None:
            value = domain.lo + abs(value)
        elif domain.hi is not None:
            value = domain.hi - abs(value)
        if domain.contains(value):
            return value


def value(term: Term, point: Point, bits: int = 128) -> arb | None:
    """The enclosure of a term as written; None where it has no value, or none is found."""
    with precision(bits):
        try:
            found = Evaluation(point).value(term)
        except (Undefined, Unknown):
            return None
    return found if found.is_finite() else None


def defined_value(side: Elaborated, point: Point, bits: int = 128) -> arb | None:
    """The enclosure of an elaborated term where all it requires certainly holds."""
    with precision(bits):
        try:
            return value_of(side, Evaluation(point))
        except (Undefined, Unknown):
            return None


def with_names(term: Term) -> Term:
    """The term with named indices in its sums instead of those of the kernel."""
    if not term.flags & INDEX:
        return term
    args = tuple(map(with_names, term.args))
    if term.head in ("sum", "product") and term.args[0].head == "index":
        height = term.args[0].data
        bound = name(f"i_{height}")
        body = with_names(replace_index(term.args[1], term.args[0], bound))
        return build(term.head, (bound, body, *args[2:]))
    return build(term.head, args, term.data)


# --- the table of rules -----------------------------------------------------------------------


DISCRETE: Final = ("sum", "product", "log-of", "delta", "factorial", "binomial", "pow-zero")
"""Rules whose letters stand for whole numbers."""


def instance(rule: Rule, rng: random.Random) -> dict[str, Term]:
    """Random values for the letters of a rule."""
    free = rule.left.free.union(rule.right.free, *(t.free for _, t in rule.conditions))
    values: dict[str, Term] = {}
    plain = rng.random() < 0.7
    for letter in sorted(free):
        if letter[0] == "@":
            continue
        values[letter] = number(rational(rng, 2)) if plain else term(rng, 2, sums=False)
        if letter in rule.integers:
            values[letter] = number(rng.choice((1, 2, 3, 4, -1, 0)))
        elif rule.name.startswith(DISCRETE) and letter != "r":
            values[letter] = number(rng.randint(-2, 5))
    for letter in rule.functions:
        u, v = name("_"), name("__")
        values[letter] = rng.choice((mul(x, u), power(u, TWO), entry("w", u), exp(mul(u, y)),
                                     add(u, mul(v, x)) if rule.name == "sum-swap" else u))
    for before, after in rule.premises:
        if after.head == "name":
            from checker.kernel.case import instantiate

            values[str(after.data)] = instantiate(before, values, rule.functions)
    return values


def holds_at(rule: Rule, values: dict[str, Term], point: Point) -> bool | None:
    """Whether the line holds there; None where a side or a condition does not."""
    from checker.kernel.case import instantiate

    def at(part: Term) -> Elaborated:
        return elaborate(instantiate(part, values, rule.functions), WHOLE)

    try:
        left, right = (defined_value(at(side), point) for side in (rule.left, rule.right))
        if left is None or right is None:
            return None
        for kind, condition in rule.conditions:
            found = defined_value(at(condition), point)
            if found is None:
                return None
            with precision(128):
                if not {"gt": found > 0, "ge": found >= 0, "lt": found < 0, "le": found <= 0,
                        "ne": not found.contains(0), "eq": found.is_zero()}[kind]:
                    return None
    except (*PROBLEMS, ZeroDivisionError):
        return None
    with precision(128):
        return left.overlaps(right) if rule.relation == "=" else not left < right


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.name)
def test_a_rule_holds(rule: Rule) -> None:
    rng = random.Random(rule.name)
    seen = 0
    for _ in range(120):
        values = instance(rule, rng)
        holds = holds_at(rule, values, somewhere(rng, WHOLE))
        assert holds is not False, values
        seen += holds is True
        if seen >= 25:
            break
    assert seen > 0, "no instance was defined"


def a_rule_holds(seed: int) -> None:
    rng = random.Random(seed)
    rule = rng.choice(TABLE)
    values = instance(rule, rng)
    point = somewhere(rng, WHOLE)
    assert holds_at(rule, values, point) is not False, (rule.name, values, point)


# --- normal forms -----------------------------------------------------------------------------


def normal_form_keeps_the_value(seed: int) -> None:
    rng = random.Random(seed)
    written = term(rng, 4)
    try:
        side = elaborate(written, WHOLE)
        ring = Ring(64)
        form = ring.normal(side.term)
        back = with_names(ring.term_of(ring.reduced(form)))
    except PROBLEMS:
        return
    for _ in range(3):
        point = somewhere(rng, WHOLE)
        direct = defined_value(side, point)
        if direct is None:
            continue
        again = value(back, point)
        assert again is None or again.overlaps(direct), (written, back, point)


def equal_normal_forms_have_equal_values(seed: int) -> None:
    rng = random.Random(seed)
    leaves, calls = (x, y), ("exp", "abs", "max", "log")
    first = term(rng, rng.choice((1, 2, 3)), leaves, calls)
    second = rewritten(first, rng) if rng.random() < 0.5 else term(rng, 2, leaves, calls)
    if rng.random() < 0.3:
        second = changed(first, rng) or second
    try:
        one, other = elaborate(first, WHOLE), elaborate(second, WHOLE)
        if not Ring(64).equal(one.term, other.term):
            return
    except PROBLEMS:
        return
    for _ in range(3):
        point = somewhere(rng, WHOLE)
        a, b = defined_value(one, point), defined_value(other, point)
        assert a is None or b is None or a.overlaps(b), (first, second, point)


def rewritten(whole: Term, rng: random.Random) -> Term:
    """Another way to write a term: it has the same value wherever it is defined."""
    args = tuple(rewritten(a, rng) for a in whole.args) \
        if whole.head in ("add", "mul", "neg", "div", "call", "pow", "root") else whole.args
    match whole.head:
        case "add" | "mul":
            args = tuple(rng.sample(args, len(args)))
            factors = [a for a in args if a.head == "add"]
            if whole.head == "mul" and factors and rng.random() < 0.5:
                others = list(args)
                others.remove(factors[0])
                return add(*(mul(a, *others) for a in factors[0].args))
            return build(whole.head, args)
        case "neg":
            return rng.choice((neg(args[0]), mul(number(-1), args[0])))
        case "div":
            return rng.choice((div(*args), mul(args[0], div(ONE, args[1])),
                               neg(div(neg(args[0]), args[1]))))
        case "pow" if args[1] is TWO and rng.random() < 0.5:
            return mul(args[0], args[0])
        case "name" if rng.random() < 0.2:
            return rng.choice((sub(add(whole, ONE), ONE), div(mul(TWO, whole), TWO)))
    return whole if args == whole.args else build(whole.head, args, whole.data)


def changed(whole: Term, rng: random.Random) -> Term | None:
    """The term with one place changed: a sign, an exponent, a factor, a function."""
    places = [whole]
    for part in places:
        if part.head not in ("sum", "product", "derivative", "at", "limit", "cases", "entry"):
            places += part.args
    target = rng.choice(places)
    match target.head:
        case "number":
            new = number(target.value + rng.choice((1, -1, 2)))
        case "pow" if target.args[1].head == "number":
            new = power(target.args[0], number(target.args[1].value + 1))
        case "call" if target.data in ("sin", "cos"):
            new = call("cos" if target.data == "sin" else "sin", *target.args)
        case "add":
            new = add(neg(target.args[0]), *target.args[1:])
        case _:
            new = rng.choice((neg(target), mul(TWO, target), add(target, ONE),
                              power(target, TWO)))
    return replaced(whole, target, new)


def replaced(whole: Term, target: Term, new: Term) -> Term:
    if whole is target:
        return new
    if not whole.args:
        return whole
    return build(whole.head, tuple(replaced(a, target, new) for a in whole.args), whole.data)


# --- derivatives ------------------------------------------------------------------------------


def derivative_is_the_limit_of_quotients(seed: int) -> None:
    rng = random.Random(seed)
    written = term(rng, 3, (x, x, y))
    try:
        clean = elaborate(written, WHOLE)
        slope = elaborate(derivative(written, x), WHOLE)
    except PROBLEMS:
        return
    point = somewhere(rng, WHOLE)
    found = defined_value(slope, point, 400)
    if found is None:
        return
    step = Fraction(1, 2**80)
    at = dict(point.names)["x"]
    values = []
    for moved in (at + step, at - step):
        names = tuple((k, moved if k == "x" else v) for k, v in point.names)
        values.append(defined_value(clean, Point(names, point.entries), 400))
    before, after = values[1], values[0]
    if before is None or after is None:
        return  # a singularity nearer than the step
    with precision(400):
        quotient = (after - before) / arb(fmpq(2, 2**80))
        size = 1 + abs(found) + abs(after)
        if size > arb(10) ** 8:
            return
        assert not abs(quotient - found) > size * arb(2) ** -40, (written, point)


def zero_derivative_is_said_of_constants_only(seed: int) -> None:
    rng = random.Random(seed)
    written = term(rng, 3, (x, y), SMOOTH, sums=False)
    try:
        clean = elaborate(written, EMPTY)
        slope = differentiate(clean.term, x)
        vanishes = Ring(64).equal(slope, ZERO)
    except PROBLEMS:
        return
    if vanishes:
        point = somewhere(rng)
        names = tuple((k, v + 1 if k == "x" else v) for k, v in point.names)
        a, b = defined_value(clean, point), defined_value(clean, Point(names))
        assert a is None or b is None or a.overlaps(b) or _has_kink(written), written


def _has_kink(whole: Term) -> bool:
    return whole.head in ("div", "root", "pow") or any(map(_has_kink, whole.args))


# --- signs ------------------------------------------------------------------------------------


DOMAINS: Final = (REAL, POSITIVE, NEGATIVE, NONNEGATIVE, NONZERO, UNIT, INTEGER, finite(0, 1),
                  finite(-2, 3), interval(Fraction(-1), Fraction(1), lo_open=False),
                  interval(Fraction(1), None, lo_open=False), interval(None, Fraction(-2)),
                  interval(Fraction(1, 2), Fraction(7, 2), hi_open=False))


def inside(found: arb, hull: Bounds) -> bool:
    """Whether a value may lie in an interval."""
    lo, lo_open, hi, hi_open = hull
    if lo is not None and (found < arb(lo) or (lo_open and found <= arb(lo))):
        return False
    return not (hi is not None and (found > arb(hi) or (hi_open and found >= arb(hi))))


def bounds_contain_the_value(seed: int) -> None:
    rng = random.Random(seed)
    context = Context((*((str(v.data), rng.choice(DOMAINS)) for v in NAMES), ("n", INTEGER)))
    written = term(rng, 4)
    try:
        side = elaborate(written, context)
    except PROBLEMS:
        return
    signs = Signs(context)
    hull = signs.bounds(side.term)
    for _ in range(3):
        point = somewhere(rng, context)
        found = defined_value(side, point)
        if found is None:
            continue
        with precision(128):
            assert inside(found, hull), (written, str(hull), point, found)
            for kind, holds in (("gt", found <= 0), ("ge", found < 0), ("lt", found >= 0),
                                ("le", found > 0), ("ne", found.is_zero()),
                                ("eq", not found.contains(0))):
                assert not (holds and signs.holds(side.term, kind)), (written, kind, point)


@pytest.mark.parametrize(("hull", "constant"), [
    (bounds.PI, arb.pi), (bounds.EULER, arb.const_e),
    (Bounds(None, True, bounds.HALF_PI, True), lambda: arb.pi() / 2)])
def test_the_constants_are_bounded(hull: Bounds, constant: Callable[[], arb]) -> None:
    with precision(128):
        for end, below in ((hull.lo, True), (hull.hi, False)):
            if end is not None:
                assert (arb(end) < constant()) if below else (constant() < arb(end))


def ends_of_functions_are_certain(seed: int) -> None:
    rng = random.Random(seed)
    f = rng.choice(sorted(bounds.FUNCTIONS))
    lo, hi = sorted(rational(rng, 3) for _ in range(2))
    domain = interval(lo, hi, lo_open=rng.random() < 0.5 and lo < hi, hi_open=False)
    side = elaborate(call(f, x), EMPTY)
    hull = bounds.FUNCTIONS[f](bounds.of_domain(domain))
    for at in (lo, hi, lo + (hi - lo) * Fraction(rng.randint(0, 9), 9)):
        if domain.contains(at):
            found = defined_value(side, Point((("x", at),)))
            with precision(128):
                assert found is None or inside(found, hull), (f, str(domain), at)


# --- requirements -----------------------------------------------------------------------------


def what_has_a_value_meets_its_requirements(seed: int) -> None:
    rng = random.Random(seed)
    written = term(rng, 4)
    try:
        side = elaborate(written, WHOLE)
    except PROBLEMS:
        return
    for _ in range(3):
        point = somewhere(rng, WHOLE)
        if value(written, point) is None:
            continue
        with precision(128):
            try:
                defined_at(side, Evaluation(point))
            except Unknown:
                continue
            except Undefined as undefined:
                assert _asks_for_more(written), (written, point, undefined)


def _asks_for_more(whole: Term) -> bool:
    """Whether cases or sums stand inside: what a guard, or a body without the index, requires
    is required in every case and of every range.
    """
    return whole.head in ("cases", "sum", "product") or any(map(_asks_for_more, whole.args))


# --- what a relation leaves known ---------------------------------------------------------------


def what_a_relation_leaves_known_is_found_anew(seed: int) -> None:
    """Normal forms that outlive a relation are those that a ring without memory finds."""
    rng = random.Random(seed)
    ring = Ring(64)
    calls = ("exp", "log", "sin", "abs")
    terms = [term(rng, 3, (x, y, z), calls) for _ in range(4)]
    terms += [term(rng, 2, (x, y), calls) for _ in range(4)]
    known = [t for t in terms if normal(ring, t) is not None]
    for _ in range(4):
        value = normal(ring, rng.choice(terms))
        free = [k for k in range(len(ring.atoms)) if k not in ring.rewritten]
        if value is None or not free:
            continue
        generator, degree = rng.choice(free), rng.choice((1, 1, 2))
        value = ring.reduced(value)
        top, bottom = (p.degrees()[generator] for p in value)
        if top >= degree or bottom > 0 or any(r.generator == generator for r in ring.relations):
            continue  # the kernel refuses these
        try:
            ring.relate(generator, degree, value)
        except PROBLEMS:
            return
        kept = [normal(ring, t) for t in known]
        lowest = [ring.canonical(t) if form else None for t, form in zip(known, kept, strict=True)]
        ring.cache, ring.lowest = {}, {}
        assert kept == [normal(ring, t) for t in known], (terms, ring.atoms, generator, degree)
        assert lowest == [ring.canonical(t) if form else None
                          for t, form in zip(known, kept, strict=True)]


def normal(ring: Ring, of: Term) -> object:
    try:
        return ring.normal(of)
    except PROBLEMS:
        return None


# --- claims -----------------------------------------------------------------------------------


def nothing_true_is_refuted_and_nothing_false_proved(seed: int) -> None:
    rng = random.Random(seed)
    left = term(rng, 3, (x, y), ("exp", "log", "sin", "abs", "tanh"))
    context = Context((("x", rng.choice((REAL, POSITIVE, UNIT))), ("n", INTEGER)))
    right = rewritten(left, rng)
    assert not isinstance(verdict(left, right, context), Refuted), (left, right)
    other = changed(right, rng)
    if other is not None and differs(left, other, context, rng):
        assert not isinstance(verdict(left, other, context), Proved), (left, other)


def verdict(left: Term, right: Term, context: Context) -> object:
    return check(Claim(left, right, context), hints=False, rules=False, seconds=0.1).verdict


def differs(left: Term, right: Term, context: Context, rng: random.Random) -> bool:
    """Whether the sides certainly differ at some random point of the domain."""
    try:
        one, other = elaborate(left, context), elaborate(right, context)
    except PROBLEMS:
        return False
    for _ in range(4):
        point = somewhere(rng, context)
        a, b = defined_value(one, point), defined_value(other, point)
        if a is not None and b is not None and not a.overlaps(b):
            return True
    return False


@cache
def proofs() -> tuple[Proved, ...]:
    """What the prover says of the proved steps of the pages."""
    lines = [json.dumps(case.step) for case in page_cases("proved")]
    read = [step for step in read_steps(lines) if not isinstance(step, BadStep)]
    found = [prove(step.claim) for step in read[::PACE]]
    return tuple(proved for proved in found if proved is not None)


PACE: Final = 4
"""The quick run takes one of so many steps."""


def mutants(claim: Claim, rng: random.Random, most: int) -> Iterator[Claim]:
    """Claims with one place of the right side changed that certainly fail at some sample."""
    for _ in range(most):
        other = changed(claim.rhs, rng)
        if other is None or other is claim.rhs:
            continue
        wrong = Claim(claim.lhs, other, claim.context)
        try:
            points = [point for point, _ in zip(samples(wrong), range(3), strict=False)]
        except PROBLEMS:
            continue
        if any(refute(wrong, point) is not None for point in points):
            yield wrong


def forged(proof: Proved, wrong: Claim) -> bool:
    """Whether the kernel takes a proof for that of a false claim."""
    for point in (proof.certificate.point, *(p for p, _ in zip(samples(wrong), range(2),
                                                              strict=False))):
        try:
            replay(wrong, Certificate(proof.certificate.proof, point))
        except PROBLEMS:
            continue
        return True
    return False


def test_no_certificate_proves_a_mutated_claim() -> None:
    rng = random.Random(7)
    tried = 0
    for proof in proofs():
        for wrong in mutants(proof.claim, rng, 3):
            tried += 1
            assert not forged(proof, wrong), (proof.claim, wrong)
    assert tried > 60


def no_certificate_proves_a_mutant(seed: int) -> None:
    rng = random.Random(seed)
    proof = rng.choice(proofs())
    for wrong in mutants(proof.claim, rng, 2):
        assert not forged(proof, wrong), (proof.claim, wrong)


def no_mutant_is_proved(seed: int) -> None:
    rng = random.Random(seed)
    proof = rng.choice(proofs())
    for wrong in mutants(proof.claim, rng, 1):
        assert prove(wrong, seconds=0.2) is None, wrong


# --- runs -------------------------------------------------------------------------------------


PROPERTIES: Final[dict[Callable[[int], None], int]] = {
    a_rule_holds: 0,
    normal_form_keeps_the_value: 250,
    equal_normal_forms_have_equal_values: 250,
    derivative_is_the_limit_of_quotients: 250,
    zero_derivative_is_said_of_constants_only: 60,
    bounds_contain_the_value: 300,
    ends_of_functions_are_certain: 200,
    what_has_a_value_meets_its_requirements: 250,
    what_a_relation_leaves_known_is_found_anew: 250,
    nothing_true_is_refuted_and_nothing_false_proved: 40,
    no_certificate_proves_a_mutant: 0,
    no_mutant_is_proved: 20,
}
"""Each property of a seed, with the number of seeds in the quick run."""


@pytest.mark.parametrize("holds", [p for p, many in PROPERTIES.items() if many],
                         ids=lambda p: p.__name__)
def test_quickly(holds: Callable[[int], None]) -> None:
    quick(PROPERTIES[holds])(holds)()


@pytest.mark.fuzz
@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda p: p.__name__)
def test_for_a_while(holds: Callable[[int], None]) -> None:
    end = time.monotonic() + SECONDS / len(PROPERTIES)
    seeds = random.SystemRandom()
    while time.monotonic() < end:
        seed = seeds.getrandbits(32)
        try:
            holds(seed)
        except AssertionError as error:
            raise AssertionError(f"{holds.__name__}({seed}): {error}") from error


@pytest.mark.slow
@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda p: p.__name__)
def test_at_length(holds: Callable[[int], None]) -> None:
    for seed in range(2_000):
        holds(seed)
