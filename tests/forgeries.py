"""Forged certificates: proofs of what is not so, each with the guard that must refuse it.

A forgery is a claim that is false, says nothing, or is not what its words say, and a
certificate for it whose point is chosen so that the false claim happens to hold there. Where
the claim is false, `wrong` is a point of the domain at which that shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from checker.language.certificate import (
    Cases,
    Certificate,
    Constant,
    Leaf,
    Lemma,
    Node,
    Point,
    Split,
    Undefined,
)
from checker.language.claim import Claim
from checker.language.context import (
    COMPLEX,
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    REAL,
    UNIT,
    Context,
    Definition,
    Domain,
    finite,
    interval,
)
from checker.language.term import (
    HALF,
    INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    add,
    apply,
    at,
    build,
    call,
    cases,
    constant,
    derivative,
    div,
    entry,
    exp,
    limit,
    log,
    mul,
    name,
    neg,
    number,
    power,
    relation,
    sqrt,
    sub,
    sum_of,
)

Number = int | Fraction


@dataclass(frozen=True)
class Forgery:
    """A claim, a certificate that does not prove it, and the reason of the refusal."""

    kind: str
    claim: Claim
    certificate: Certificate
    reason: str
    wrong: Point | None = None
    """A point of the domain where the claim certainly fails, where there is one."""
    inner: str = ""
    """The reason of a second guard, after whose refusal that of the first is given."""

    def __str__(self) -> str:
        return self.kind


def point(entries: Mapping[str, Mapping[int | tuple[int, ...], Number]] | None = None,
          functions: Mapping[str, Term] | None = None, **names: Number) -> Point:
    """A point: numbers for names, tables for families, bodies in `t` for functions."""
    tables = tuple((family, tuple((k if isinstance(k, tuple) else (k,), Fraction(v))
                                  for k, v in table.items()))
                   for family, table in (entries or {}).items())
    bodies = tuple((f, ("t",), body) for f, body in (functions or {}).items())
    return Point(tuple((n, Fraction(v)) for n, v in names.items()), tables, bodies)


def given(*hypotheses: Term, families: Mapping[str, Domain] | None = None,
          functions: Mapping[str, Domain] | None = None,
          definitions: tuple[Definition, ...] = (), **names: Domain) -> Context:
    """A context with these declarations."""
    return Context(tuple(names.items()), tuple((families or {}).items()),
                   tuple((functions or {}).items()), definitions, hypotheses)


def lemma(rule: str, *forms: Term, **values: Term) -> Lemma:
    """A line of the table at these terms, with other forms for its conditions."""
    return Lemma(rule, tuple(values.items()), forms)


def split(term: Term, **branches: Node) -> Split:
    """Branches by sign: minus, zero and plus."""
    signs = {"minus": "-", "zero": "0", "plus": "+"}
    return Split(term, tuple((signs[word], node) for word, node in branches.items()))


def branches(text: str, *values: Number) -> Cases:
    """The same empty leaf for each of these values."""
    return Cases(text, tuple((Fraction(v), Leaf()) for v in values))


FORGERIES: Final[list[Forgery]] = []
HOLES: Final[list[Forgery]] = []
"""Forgeries that no guard stops."""


def forge(kind: str, left: Term, right: Term, proof: Node, at_point: Point, reason: str,
          wrong: Point | None = None, context: Context | None = None,
          shelf: list[Forgery] = FORGERIES, inner: str = "") -> None:
    """Put a forgery on the list."""
    claim = Claim(left, right, context or Context())
    shelf.append(Forgery(kind, claim, Certificate(proof, at_point), reason, wrong, inner))


def index(lo: Term | int, hi: Term | int, height: int = 1) -> Term:
    """A bound index of the kernel."""
    ends = tuple(number(end) if isinstance(end, int) else end for end in (lo, hi))
    return build("index", ends, height)


def absolute(a: Term) -> Term:
    """The absolute value."""
    return call("abs", a)


def delta(a: Term, b: Term) -> Term:
    """One where the two are equal, else zero."""
    return call("delta", a, b)


x, y, z, n, m, i, j, k, t, v = map(name, "x y z n m i j k t v".split())
NOTHING, HERE = Leaf(), point(x=1)
WIDE = interval(Fraction(-1), Fraction(1))
EMPTY_RANGE = index(9, -9)
NO_INTERVAL = "constant-needs-interval"
arctangents = add(call("atan", x), call("atan", div(ONE, x)))
at_one = Leaf(before=(lemma("atan-1"),))


def h(a: Term) -> Term:
    """An abstract function."""
    return apply("h", a)


def w(*a: Term) -> Term:
    """An entry of a family."""
    return entry("w", *a)


# --- claims that say nothing, and points that hide it -----------------------------------------

nowhere = log(sub(MINUS_ONE, power(x, TWO)))
forge("says nothing: a logarithm of what is negative", nowhere, number(5), Undefined(), HERE,
      "point-undefined")
forge("says nothing: no value is given for a name", nowhere, number(5), Undefined(), point(),
      "point-unknown")
forge("says nothing: the point is outside the domain", mul(ZERO, log(neg(x))), add(x, ONE),
      Undefined(), point(x=-1), "point-domain", context=given(x=POSITIVE))
forge("says nothing: an entry is outside the domain", mul(ZERO, log(neg(w(ONE)))),
      add(w(ONE), ONE), Undefined(), point({"w": {1: -1}}), "point-domain",
      context=given(families={"w": POSITIVE}))
forge("says nothing: the point violates a hypothesis", mul(ZERO, log(neg(x))), add(x, ONE),
      Undefined(), point(x=-1), "point-hypothesis", context=given(relation("gt", x, ZERO)))
forge("says nothing: no point satisfies the hypotheses", x, power(x, TWO), Leaf(
    before=(lemma("hypothesis", a=x, b=ZERO),)), point(x=0), "point-hypothesis",
    context=given(relation("eq", x, ZERO), relation("eq", x, ONE)))
abstract = given(functions={"h": REAL})
forge("says nothing: the stand-in leaves its range", mul(ZERO, log(neg(h(x)))), sub(x, ONE),
      Undefined(), point(functions={"h": neg(add(ONE, power(t, TWO)))}, x=1), "stand-in-range",
      context=given(functions={"h": POSITIVE}))
forge("the stand-in is not total", neg(neg(h(x))), h(x), NOTHING,
      point(functions={"h": div(ONE, t)}, x=1), "stand-in-total", context=abstract)
forge("the stand-in has a kink", neg(neg(h(x))), h(x), NOTHING,
      point(functions={"h": absolute(t)}, x=1), "stand-in-smooth", context=abstract)
forge("the stand-in has a free name", mul(ZERO, h(x)), ZERO, NOTHING, Point(
    (("x", Fraction(1)),), (), (("h", ("t", "t"), t),)), "stand-in-closed", context=abstract)
forge("the stand-in is of no declared function", neg(neg(x)), x, NOTHING,
      point(functions={"h": t}, x=1), "unknown-function")
forge("the point gives a value to a defined name", neg(neg(y)), y, NOTHING, point(x=1, y=1),
      "point-of-defined-name", context=given(definitions=(Definition("y", (), x),)))
forge("the point gives entries to a defined family", neg(neg(w(ONE))), w(ONE), NOTHING,
      point({"w": {1: 2}}, x=1), "point-of-defined-name",
      context=given(definitions=(Definition("w", ("i",), x, True),)))
forge("the sides differ at the point", x, add(x, ONE), NOTHING, HERE, "point-differs", HERE)

# --- words that the kernel does not know ------------------------------------------------------

stand_in = name("@0:x")
forge("a reserved name in the claim", at(add(stand_in, x), x, number(3)), number(6), NOTHING,
      Point((("@0:x", Fraction(3)),)), "reserved-name")
forge("a reserved name in a definition", at(mul(y, x), x, number(3)), number(9), NOTHING,
      Point((("@0:x", Fraction(3)),)), "reserved-name",
      context=given(definitions=(Definition("y", (), stand_in),)))
forge("an index of the kernel in the claim", mul(ZERO, log(sub(EMPTY_RANGE, ONE))), ZERO, NOTHING,
      point(), "reserved-name")


def forge_relation(kind: str, left: Term, sign: str, right: Term, proof: Node, at_point: Point,
                   reason: str, wrong: Point | None = None) -> None:
    """Put a forgery of another relation than equality on the list."""
    FORGERIES.append(Forgery(kind, Claim(left, right, relation=sign),
                             Certificate(proof, at_point), reason, wrong))


square = power(x, TWO)
forge_relation("what is only stated", x, ":=", x, NOTHING, HERE, "not-a-relation")
forge_relation("equal, and said to be less", x, "<", x, NOTHING, HERE, "point-differs", HERE)
forge_relation("equal, and said to be different", x, "!=", x, NOTHING, HERE, "point-differs", HERE)
forge_relation("a square is greater than zero", square, ">", ZERO, NOTHING, HERE, "not-zero",
               point(x=0))
forge_relation("an order shown by a form of another term", x, ">", ZERO,
               Leaf(forms=(add(square, ONE),)), HERE, "not-zero", point(x=-1))
forge_relation("an order shown by a form that is not defined", square, ">", ZERO,
               Leaf(forms=(div(power(x, number(4)), square),)), HERE, "not-zero", point(x=0))
forge_relation("an order shown by derivatives", x, "<", add(mul(TWO, x), ONE), Constant(
    "x", Fraction(0), NOTHING, NOTHING), HERE, "constant-is-no-sign", point(x=-2))
forge_relation("an order without one of its cases", x, "<", square, split(x, minus=NOTHING),
               point(x=-1), "split-incomplete", point(x=HALF.value))
forge_relation("an order of nothing", log(sub(MINUS_ONE, square)), "<", number(5), Undefined(),
               HERE, "point-undefined")
forge_relation("the greater side is not defined", MINUS_ONE, "<", power(log(x), TWO), NOTHING,
               HERE, "requirement", point(x=-1))
forge("a complex number taken for a real one", power(absolute(z), TWO), power(z, TWO),
      Leaf(before=(lemma("abs-square", a=z),)), point(z=1), "complex",
      context=given(z=COMPLEX))
forge("a complex entry taken for a real one", power(absolute(w(ONE)), TWO), power(w(ONE), TWO),
      Leaf(before=(lemma("abs-square", a=w(ONE)),)), point({"w": {1: 1}}), "complex",
      context=given(families={"w": COMPLEX}))
forge("a complex function taken for a real one", power(absolute(h(x)), TWO), power(h(x), TWO),
      Leaf(before=(lemma("abs-square", a=h(x)),)), point(functions={"h": t}, x=1), "stand-in-range",
      context=given(functions={"h": COMPLEX}))
forge("an infinite number", mul(ZERO, INFINITY), ZERO, NOTHING, point(), "not-a-real-number")
forge("the imaginary unit", absolute(constant("I")), constant("I"), NOTHING, point(),
      "not-a-real-number")
forge("a function nobody knows", call("foo", x), call("foo", x), NOTHING, HERE,
      "unsupported-function")
forge("a function nobody declared", h(x), h(x), NOTHING, point(functions={"h": t}, x=1),
      "unknown-function")
forge("a function of too many arguments", mul(ZERO, call("delta", n, m, k)), ZERO, NOTHING,
      point(n=1, m=1, k=1), "function-arity", context=given(n=INTEGER, m=INTEGER, k=INTEGER))
forge("an integral", build("integral", (x, x)), ZERO, NOTHING, point(x=0), "unsupported")
forge("a root of no degree", build("root", (x, ZERO)), ONE, NOTHING, HERE, "root-degree")

# --- definitions, derivatives, sums -----------------------------------------------------------

forge("a definition that refers to itself", y, ZERO, NOTHING, HERE, "circular-definition",
      context=given(definitions=(Definition("y", (), add(y, ONE)),)))
forge("two definitions in a circle", y, ZERO, NOTHING, HERE, "circular-definition",
      context=given(definitions=(Definition("y", (), z), Definition("z", (), y))))
forge("two definitions in a circle, under a bound name", at(y, x, number(3)), ZERO, NOTHING, HERE,
      "circular-definition",
      context=given(definitions=(Definition("y", (), add(z, x)), Definition("z", (), y))))
forge("a definition captured by a sum", sum_of(y, i, ONE, TWO), mul(TWO, x, i), NOTHING,
      point(x=1, i=1), "capture", context=given(definitions=(Definition("y", (), mul(x, i)),)))
forge("a function without its argument", y, power(x, TWO), NOTHING, HERE, "definition-arity",
      context=given(definitions=(Definition("y", ("x",), power(x, TWO)),)))
forge("a function with too many arguments", apply("y", x, x), power(x, TWO), NOTHING, HERE,
      "definition-arity", context=given(definitions=(Definition("y", ("x",), power(x, TWO)),)))
forge("a family with too many indices", entry("y", ONE, TWO), ONE, NOTHING, HERE,
      "definition-arity", context=given(definitions=(Definition("y", ("i",), i, True),)))
forge("a derivative by an index", sum_of(derivative(power(i, TWO), i), i, ONE, n),
      mul(n, add(n, ONE)), Leaf(between=(lemma("sum-first-powers", lo=ONE, hi=n),)), point(n=1),
      "derivative-by-index", context=given(n=NONNEGATIVE_INTEGER))
forge("a derivative by a whole number", derivative(power(n, TWO), n), mul(TWO, n), NOTHING,
      point(n=1), "derivative-by-discrete", context=given(n=INTEGER))
forge("a derivative by a sum", derivative(x, add(x, y)), ZERO, NOTHING, point(x=1, y=1),
      "derivative-by-no-variable")
forge("a derivative on the edge of a domain", ONE, derivative(cases((x, relation("ge", x, ZERO))),
      x), NOTHING, HERE, "leaf-without-point", context=given(x=NONNEGATIVE))
forge("a derivative of steps", derivative(call("floor", x), x), ZERO, NOTHING,
      point(x=Fraction(1, 2)), "no-derivative-rule")
forge("a derivative by the end of a sum", derivative(sum_of(ONE, i, ONE, x), x), ONE, NOTHING,
      HERE, "derivative-of-discrete")
forge("a name that is a family too", derivative(w(ONE), name("w")), ZERO, NOTHING,
      point({"w": {1: 1}}, w=1), "family-and-name")
forge("a name by an entry of its family", derivative(name("w"), w(ONE)), ONE, NOTHING,
      point({"w": {1: 1}}, w=1), "family-and-name")
forge("an index that depends on the variable", derivative(w(w(ONE)), w(ONE)), ZERO, NOTHING,
      point({"w": {1: 1}}), "derivative-of-discrete")
forge("a derivative loses a condition", div(ONE, x), derivative(log(x), x), Leaf(point=HERE),
      HERE, "requirement", point(x=-1))
forge("an evaluated derivative loses a condition", div(ONE, x),
      at(derivative(log(t), t), t, x), Leaf(point=HERE), HERE, "requirement", point(x=-1))
forge("a derivative under a sum loses a condition", sum_of(div(ONE, w(i)), i, ONE, n),
      sum_of(at(derivative(log(t), t), t, w(i)), i, ONE, n), Leaf(point=point({"w": {1: 1}}, n=1)),
      point({"w": {1: 1}}, n=1), "requirement", point({"w": {1: -1}}, n=1),
      context=given(n=POSITIVE_INTEGER))
forge("a factor zero loses a condition", ZERO, mul(ZERO, log(x)), NOTHING, HERE, "requirement",
      point(x=-1))
forge("a sum to less than nothing", add(n, TWO), sum_of(ONE, i, MINUS_ONE, n), NOTHING,
      point(n=1), "requirement", point(n=-3), context=given(n=INTEGER))
forge("a sum to a fraction", x, sum_of(ONE, i, ONE, x), NOTHING, HERE, "requirement",
      point(x=Fraction(1, 2)), context=given(x=POSITIVE))
forge("an entry at a fraction", ZERO, mul(ZERO, w(x)), NOTHING, point({"w": {1: 1}}, x=1),
      "requirement", point({"w": {1: 1}}, x=Fraction(1, 2)))
forge("a case is missing", x, cases((x, relation("gt", x, ZERO))), NOTHING, HERE, "requirement",
      point(x=-1))
forge("one index for both of two sums", sum_of(sum_of(exp(mul(w(i), entry("u", j))), j, ONE, n),
      i, ONE, n), mul(n, sum_of(exp(mul(w(i), entry("u", i))), i, ONE, n)), NOTHING,
      point({"w": {1: 1}, "u": {1: 1}}, n=1), "not-zero",
      point({"w": {1: 1, 2: 2}, "u": {1: 1, 2: 3}}, n=2), context=given(n=POSITIVE_INTEGER))

# --- limits -----------------------------------------------------------------------------------

forge("infinite minus infinite", limit(div(ONE, sub(log(exp(x)), add(x, ONE))), x, INFINITY), ZERO,
      NOTHING, point(), "indeterminate")
forge("zero times infinite", limit(div(ONE, mul(exp(neg(x)), x)), x, INFINITY), ZERO, NOTHING,
      point(), "indeterminate")
forge("one over zero", limit(div(ONE, x), x, ZERO), ZERO, NOTHING, point(), "infinite-limit")
forge("a limit at a jump", limit(call("sign", x), x, ZERO), ZERO,
      Leaf((lemma("sign-zero", a=ZERO),)), point(), "no-limit-rule")
forge("a limit of a high odd power", limit(exp(neg(power(x, number(65)))), x, neg(INFINITY)), ZERO,
      NOTHING, point(), "no-limit-rule")
forge("a limit from a side that there is not", limit(x, x, ZERO, "?"), ZERO, NOTHING, point(),
      "no-limit-rule")
forge("a limit of what swings", limit(call("sin", x), x, INFINITY), ZERO, NOTHING, point(),
      "no-limit-rule")
forge("a limit of cases", limit(cases((ONE, relation("gt", x, ZERO)), otherwise=ZERO), x, ZERO),
      ZERO, NOTHING, point(), "no-limit-rule")
forge("an infinite limit", limit(x, x, INFINITY), ZERO, NOTHING, point(), "infinite-limit")
forge("a limit from the wrong side", limit(sqrt(x), x, ZERO), ZERO,
      Leaf((lemma("radical-value", a=ZERO, b=ZERO, n=TWO),)), point(), "limit-sign")
forge("a factor whose sign nobody knows", limit(div(ONE, mul(y, x)), x, INFINITY), ZERO, NOTHING,
      point(y=1), "limit-sign", context=given(y=REAL))
forge("a limit of a logarithm at zero", limit(div(ONE, log(x)), x, ZERO), ZERO, NOTHING,
      point(), "limit-sign")

half_pi = mul(HALF, PI)
forge("Taylor's formula where a function is not defined", limit(mul(x, call("cot", x)), x, ZERO),
      ZERO, NOTHING, point(), "no-limit-rule")
forge("Taylor's formula at a pole", limit(mul(sub(x, half_pi), call("tan", x)), x, half_pi), ZERO,
      NOTHING, point(), "no-limit-rule", inner="limit-sign")
forge("a numerator with a zero of lower order", limit(div(call("sin", x), mul(x, x)), x, ZERO),
      ZERO, NOTHING, point(), "infinite-limit")
nothing = sub(add(power(call("sin", y), TWO), power(call("cos", y), TWO)), ONE)
forge("a denominator that is zero all around", limit(div(ZERO, mul(nothing, x)), x, ZERO), ZERO,
      NOTHING, point(y=1), "limit-requirement", inner="limit-sign")

# --- trees ------------------------------------------------------------------------------------

forge("a value is left out", y, power(y, TWO), branches("y", 0, 1), point(y=1),
      "cases-incomplete", point(y=2), context=given(y=finite(0, 1, 2)))
forge("cases of a name that takes every value", x, power(x, TWO), branches("x", 0, 1), HERE,
      "cases-of-no-finite-domain", point(x=2))
forge("a sign is left out", absolute(x), x, split(
    x, zero=Leaf((lemma("abs-nonnegative", a=x),)), plus=Leaf((lemma("abs-nonnegative", a=x),))),
    HERE, "split-incomplete", point(x=-1))
forge("a split on what is undefined", power(call("sign", x), TWO), ONE, split(
    div(ONE, div(ONE, x)), minus=Leaf((lemma("sign-negative", a=x),)),
    plus=Leaf((lemma("sign-positive", a=x),))), HERE, "split-of-undefined", point(x=0))
over = index(1, n)
forge("a split on the sign of an index", power(sum_of(absolute(sub(i, TWO)), i, ONE, n), TWO),
      power(sum_of(sub(i, TWO), i, ONE, n), TWO), split(
    sub(over, TWO), minus=Leaf((lemma("abs-nonpositive", a=sub(over, TWO)),)),
    zero=Leaf((lemma("abs-nonnegative", a=sub(over, TWO)),)),
    plus=Leaf((lemma("abs-nonnegative", a=sub(over, TWO)),))), point(n=1), "reserved-name",
    point(n=3), context=given(n=POSITIVE_INTEGER))
forge("nothing is claimed, but it is", log(x), x, split(
    x, minus=Undefined(), zero=Undefined(), plus=Undefined()), HERE, "point-differs", HERE)
forge("the left side may be defined", log(x), sub(x, ONE), split(
    x, minus=Undefined(), zero=Undefined(), plus=Undefined()), HERE, "left-side-may-be-defined",
    point(x=2))
forge("a condition fails in no case that applies", cases((log(x), relation("gt", y, ZERO)),
      otherwise=ZERO), ZERO, split(x, minus=Undefined(), zero=Undefined(), plus=Undefined()),
      point(x=1, y=1), "left-side-may-be-defined", point(x=2, y=1))
forge("constant on two half lines", arctangents, mul(HALF, PI), Constant(
    "x", Fraction(1), NOTHING, at_one), HERE, NO_INTERVAL, point(x=-1),
    context=given(x=NONZERO))
forge("constant under a hypothesis", arctangents, mul(HALF, PI), Constant(
    "x", Fraction(1), NOTHING, at_one), HERE, NO_INTERVAL, point(x=-1),
    context=given(relation("ne", x, ZERO)))
forge("constant in a case", arctangents, mul(HALF, PI), split(
    x, minus=Constant("x", Fraction(1), NOTHING, at_one), zero=Undefined(),
    plus=Constant("x", Fraction(1), NOTHING, at_one)), HERE, NO_INTERVAL, point(x=-1))
forge("constant among whole numbers", call("sin", mul(PI, n)), ZERO, Constant(
    "n", Fraction(0), NOTHING, NOTHING), point(n=0), NO_INTERVAL,
    context=given(n=INTEGER))
forge("constant where a side is undefined", number(5), add(number(5), mul(ZERO, log(x))),
      Constant("x", Fraction(1), NOTHING, NOTHING), HERE, NO_INTERVAL, point(x=-1))
forge("constant though the derivative has a gap", call("sign", x), ONE, Constant(
    "x", Fraction(1), Leaf(point=HERE), Leaf((lemma("sign-positive", a=ONE),))), HERE,
    NO_INTERVAL, point(x=-1))
forge("constant from outside the domain", arctangents, mul(HALF, PI), Constant(
    "x", Fraction(1), NOTHING, at_one), point(x=Fraction(-1, 2)), "point-differs",
    point(x=Fraction(-1, 2)), context=given(x=NEGATIVE))
forge("constant from another domain's value", mul(x, x), mul(x, x, number(4)), Constant(
    "x", Fraction(0), NOTHING, NOTHING), HERE, "point-differs", HERE)
forge("a start outside the domain", mul(arctangents, y), mul(HALF, PI, y), Constant(
    "x", Fraction(1), NOTHING, at_one), point(x=-1, y=0), "constant-start",
    point(x=-1, y=1), context=given(x=NEGATIVE))
forge("a start that does not agree", mul(arctangents, y), mul(PI, y), Constant(
    "x", Fraction(1), NOTHING, at_one), point(x=1, y=0), "not-zero", point(x=1, y=1),
    context=given(x=POSITIVE))
forge("a value for a bound name", ZERO, sum_of(mul(ZERO, log(sub(number(3), i))), i, ONE, n),
      branches("i", 1), point(i=1, n=2), "requirement", point(i=1, n=4),
      context=given(i=finite(1), n=POSITIVE_INTEGER))

# --- leaves -----------------------------------------------------------------------------------

forge("the normal forms differ", x, power(x, TWO), NOTHING, HERE, "not-zero", point(x=2))
forge("a right side that needs x > 0", x, exp(log(x)), Leaf(after=(lemma("exp-log", a=x),),
      point=HERE), HERE, "requirement", point(x=-1))
forge("a right side undefined on a half line", ONE, div(sub(absolute(x), x), sub(absolute(x), x)),
      Leaf(point=point(x=-1)), point(x=-1), "condition-not-thin", point(x=1))
forge("a right side undefined at half the whole numbers", ONE, div(sub(n, m), sub(n, m)),
      Leaf(point=point(n=1, m=2)), point(n=1, m=2), "condition-not-thin", point(n=1, m=1),
      context=given(n=INTEGER, m=INTEGER))
forge("a right side that is never defined in a case", ONE, div(mul(y, x), mul(y, x)),
      Cases("y", ((Fraction(0), Leaf(point=point(x=1, y=1))),
                  (Fraction(1), Leaf(point=point(x=1, y=1))))), point(x=1, y=1),
      "condition-not-thin", point(x=1, y=0), context=given(y=finite(0, 1)))
shy = Cases("y", ((Fraction(0), Leaf(point=point(x=1, y=1))),
                  (Fraction(1), Leaf(point=point(x=1, y=1)))))
forge("a condition without a point", log(power(x, number(3))), mul(number(3), log(x)),
      Leaf(between=(lemma("log-power", a=x, c=number(3)),)), HERE, "leaf-without-point",
      context=given(x=REAL))
forge("an assumption without a point", ONE, div(x, x), NOTHING, HERE, "leaf-without-point")
forge("the point of a leaf is outside its case", y, mul(y, div(x, x)), shy, point(x=1, y=1),
      "point-outside-case", context=given(y=finite(0, 1)))
doubtful = sub(mul(sqrt(x), sqrt(x)), TWO)
forge("nobody knows whether the point of a leaf is inside its case", y, mul(y, div(z, z)),
      split(doubtful, minus=Leaf(point=point(x=1, y=1, z=1)),
            zero=Leaf(point=point(x=2, y=1, z=1)), plus=Leaf(point=point(x=3, y=1, z=1))),
      point(x=1, y=1, z=1), "point-unknown", context=given(x=NONNEGATIVE))
forge("an assumption that fails at its point", ONE, div(x, x), Leaf(point=point(x=0)), HERE,
      "point-undefined")

# --- lemmas -----------------------------------------------------------------------------------

forge("a condition of a lemma is not proved", absolute(x), x,
      Leaf((lemma("abs-nonnegative", a=x),)), HERE, "lemma-condition", point(x=-1))
forge("the logarithm of two negative factors", log(mul(x, y)), add(log(x), log(y)),
      Leaf(between=(lemma("log-product", a=x, b=y),)), point(x=1, y=1), "lemma-condition",
      point(x=-1, y=-1))
forge("a root with the wrong sign", sqrt(power(x, TWO)), x,
      Leaf((lemma("radical-value", a=power(x, TWO), b=x, n=TWO),)), HERE, "lemma-condition",
      point(x=-1))
forge("a root of something else", sqrt(x), x, Leaf((lemma("radical-value", a=x, b=x, n=TWO),)),
      HERE, "premise", point(x=4), context=given(x=NONNEGATIVE))
forge("an angle outside the main branch", call("asin", call("sin", x)), x,
      Leaf((lemma("asin-sin", a=x),)), point(x=0), "lemma-condition", point(x=3))
forge("a form that is another term", absolute(x), x,
      Leaf((lemma("abs-nonnegative", power(x, TWO), a=x),)), HERE, "lemma-condition",
      point(x=-1))
forge("a form that is not defined", delta(n, ZERO), ZERO,
      Leaf((lemma("delta-different", div(ONE, div(ONE, n)), a=n, b=ZERO),)), point(n=1),
      "lemma-condition", point(n=0), context=given(n=INTEGER))
forge("a form for the right side that is another term", ZERO, mul(ZERO, log(x)),
      Leaf(forms=(exp(x),)), HERE, "requirement", point(x=-1))
forge("a rule nobody knows", x, power(x, TWO), Leaf((lemma("square-is-itself", a=x),)), HERE,
      "unknown-rule", point(x=2))
forge("a letter without a value", x, power(x, TWO), Leaf((lemma("exp-sum", a=x),)), HERE,
      "missing-value", point(x=2))
forge("a body without a value", sum_of(w(i), i, ONE, n), ZERO,
      Leaf((lemma("sum-one", m=ONE),)), point({"w": {1: 0}}, n=1), "missing-value",
      point({"w": {1: 1}}, n=1), context=given(n=POSITIVE_INTEGER))
forge("half a hypothesis", x, power(x, TWO), Leaf((lemma("hypothesis", a=x),)), HERE,
      "missing-value", point(x=2))
forge("a fraction for a whole number", x, sqrt(power(x, TWO)),
      Leaf((lemma("pow-multiple", a=x, b=TWO, n=HALF),)), HERE, "not-a-whole-number",
      point(x=-1))
forge("a name for a whole number", x, sqrt(power(x, TWO)),
      Leaf((lemma("pow-multiple", a=x, b=TWO, n=y),)), HERE, "not-a-whole-number", point(x=-1))
forge("a hypothesis nobody made", x, y, Leaf((lemma("hypothesis", a=x, b=y),)),
      point(x=1, y=1), "unknown-hypothesis", point(x=1, y=2))
forge("a hypothesis read the other way", x, neg(y), Leaf((lemma("hypothesis", a=x, b=neg(y)),)),
      point(x=0, y=0), "unknown-hypothesis", point(x=1, y=1),
      context=given(relation("eq", x, y)))
forge("a hypothesis about what is undefined", x, add(y, mul(ZERO, log(x))), Leaf(
      (lemma("hypothesis", a=x, b=add(y, mul(ZERO, log(x)))),)), point(x=1, y=1),
      "lemma-condition", point(x=-1, y=-1), context=given(relation("eq", x, y)))
forge("a derivative inside a lemma", exp(x), x,
      Leaf((lemma("exp-log", a=derivative(power(x, TWO), x)),)), point(x=0), "point-differs",
      point(x=0))
forge("a derivative inside a lemma, hidden", mul(y, exp(x)), mul(y, x),
      Leaf((lemma("exp-log", a=derivative(power(x, TWO), x)),)), point(x=0, y=0),
      "lemma-with-derivative", point(x=0, y=1), context=given(x=POSITIVE))
FORGERIES[-1] = Forgery(FORGERIES[-1].kind, FORGERIES[-1].claim, Certificate(
    FORGERIES[-1].certificate.proof, point(x=1, y=0)), "lemma-with-derivative", point(x=1, y=1))
forge("a lemma whose left side is a sum", mul(add(x, y), z), ZERO,
      Leaf((lemma("hypothesis", a=add(x, y), b=ONE),)), point(x=0, y=1, z=0), "lemma-shape",
      point(x=0, y=1, z=1), context=given(relation("eq", add(x, y), ONE)))
forge("a lemma in a circle", mul(x, y), ZERO,
      Leaf((lemma("hypothesis", a=x, b=sub(mul(TWO, x), ONE)),)), point(x=1, y=0),
      "lemma-circular", point(x=1, y=1),
      context=given(relation("eq", x, sub(mul(TWO, x), ONE))))

# --- indices ----------------------------------------------------------------------------------

bound = name("@k")
forge("the binder of a rule captured", n, ONE, Leaf(tuple(
    lemma("sum-delta", f=body, lo=ONE, hi=m, m=at_index)
    for at_index in (n, ONE) for body in (bound, name("_")))), point(n=1, m=5), "reserved-name",
    point(n=2, m=5), context=given(n=finite(1, 2), m=finite(5, 6)))
forge("a domain for the kernel's name of an index", ZERO,
      sum_of(sum_of(mul(ZERO, log(x)), j, ONE, i), i, ONE, number(3)), NOTHING, HERE,
      "reserved-name", None, Context((("i~0", NEGATIVE),)))
forge("a domain for the kernel's name of a variable", ONE,
      at(add(ONE, mul(ZERO, power(x, n))), n, HALF), NOTHING, HERE, "reserved-name", None,
      Context((("@0:n", NONNEGATIVE_INTEGER),)))
forge("an empty range proves a sign", absolute(x), x, Leaf((
    lemma("abs-nonnegative", add(x, EMPTY_RANGE, neg(EMPTY_RANGE)), a=x),)),
    point(x=Fraction(1, 2)), "lemma-condition", point(x=Fraction(-1, 2)), context=given(x=WIDE))
padded = add(x, EMPTY_RANGE, neg(EMPTY_RANGE))
forge("an empty range hidden in a lemma", absolute(x), x, Leaf((
    lemma("abs-nonnegative", a=padded),)), point(x=Fraction(1, 2)), "lemma-condition",
    point(x=Fraction(-1, 2)), context=given(x=WIDE))
forge("an empty range proves an equation", x, HALF, Leaf((
    lemma("hypothesis", a=x, b=add(HALF, EMPTY_RANGE, neg(EMPTY_RANGE))),)),
    point(x=Fraction(1, 2)), "unknown-hypothesis", point(x=Fraction(1, 4)), context=given(x=WIDE))
forge("an inequality about an empty range", mul(absolute(x), y), mul(x, y), Leaf((
    lemma("log-below", a=add(padded, TWO)),)), point(x=Fraction(-1, 2), y=0), "lemma-condition",
    point(x=Fraction(-1, 2), y=1), context=given(x=WIDE))
forge("a sum captures an index", sum_of(exp(mul(w(i), i)), i, ONE, n),
      sum_of(exp(mul(w(sub(add(ONE, n), i)), i)), i, ONE, n), Leaf((
          lemma("sum-reverse", f=exp(mul(w(name("_")), over)), lo=ONE, hi=n),)),
      point({"w": {1: 1}}, n=1), "index-capture", point({"w": {1: 1, 2: 3}}, n=2),
      context=given(n=POSITIVE_INTEGER))
forge("an index outside its range", sum_of(mul(delta(i, m), w(i)), i, ONE, n), w(m), Leaf((
    lemma("sum-delta", f=w(name("_")), lo=ONE, hi=n, m=m),)), point({"w": {1: 1}}, n=1, m=1),
    "lemma-condition", point({"w": {1: 1, 2: 1}}, n=1, m=2),
    context=given(n=POSITIVE_INTEGER, m=INTEGER))
forge("a split of a range outside of it", sum_of(w(i), i, ONE, n),
      add(sum_of(w(i), i, ONE, m), sum_of(w(i), i, add(m, ONE), n)), Leaf((
          lemma("sum-split", f=w(name("_")), lo=ONE, hi=n, m=m),)),
      point({"w": {1: 1, 2: 2}}, n=2, m=1), "lemma-condition",
      point({"w": {1: 1, 2: 2}}, n=1, m=2), context=given(n=POSITIVE_INTEGER, m=INTEGER))

# --- bound names, guards, thin sets -----------------------------------------------------------

shadowing = sum_of(cases((ONE, relation("gt", i, ZERO)), otherwise=ZERO), i, m, n)
squared = given(definitions=(Definition("y", (), power(x, TWO)),))
guarded = cases((log(y), relation("gt", x, ZERO)), otherwise=ZERO)
entries = sub(w(i), w(j))
forge("a guard about a bound name, decided by the free one", shadowing, add(sub(n, m), ONE),
      NOTHING, point(m=1, n=3), "not-zero", point(m=-2, n=3),
      given(relation("ge", sub(n, m), ZERO), i=POSITIVE, m=INTEGER, n=INTEGER))
forge("a condition under a guard about a bound name", ZERO, sum_of(mul(ZERO, cases(
      (log(sub(number(3), i)), relation("gt", i, ZERO)), otherwise=ZERO)), i, ONE, n),
      NOTHING, point(n=2), "requirement", point(n=4), given(i=NEGATIVE, n=POSITIVE_INTEGER))
forge("the end of an inner range, rewritten like the free name", ZERO, sum_of(sum_of(mul(
      ZERO, log(sub(number(3), j))), j, ONE, i), i, ONE, n),
      Leaf((lemma("hypothesis", a=i, b=TWO),)), point(i=2, n=2), "requirement", point(i=2, n=4),
      given(relation("eq", i, TWO), i=INTEGER, n=POSITIVE_INTEGER))
forge("an evaluation captures the index of a condition", ZERO,
      at(sum_of(mul(ZERO, log(add(t, i))), i, ONE, n), t, i), NOTHING, point(i=1, n=2),
      "requirement", point(i=-5, n=2), given(i=INTEGER, n=POSITIVE_INTEGER))
forge("a definition captured in a condition", ZERO,
      derivative(sum_of(mul(ZERO, log(add(v, i))), i, ONE, n), v), NOTHING, point(i=1, n=2),
      "capture", None, given(i=INTEGER, n=POSITIVE_INTEGER,
                                 definitions=(Definition("v", (), i),)))
lost = mul(ZERO, log(x))
forge("a limit does not see what a derivative required", ONE,
      limit(derivative(add(x, lost), x), x, MINUS_ONE), NOTHING, HERE, "limit-requirement")
forge("a limit along what is no whole number", ONE,
      limit(derivative(add(y, mul(ZERO, w(x))), y), x, ONE), NOTHING, point(y=1),
      "limit-requirement")
forge("a limit of zero to the power zero",
      limit(power(x, div(ONE, log(mul(TWO, x)))), x, ZERO, "+"), ONE, NOTHING, point(),
      "limit-sign")
forge("a limit loses a condition", ZERO, limit(div(ONE, add(log(y), x)), x, INFINITY), NOTHING,
      point(y=1), "requirement")
forge("an assumption of one case, used in the other", guarded, add(guarded, mul(ZERO, log(y))),
      Leaf(point=point(x=1, y=1)), point(x=1, y=1), "condition-under-guard",
      point(x=-1, y=-1))
forge("a condition that fails on a branch of a curve", y, mul(y, div(x, x)),
      Leaf(point=point(x=1, y=0)), point(x=1, y=0), "condition-not-thin", point(x=0, y=5),
      given(relation("eq", mul(x, y), ZERO)))
forge("a derivative at a jump of its guard", ZERO, derivative(cases(
      (ZERO, relation("gt", call("sign", x), HALF)), otherwise=ONE), x), split(
    sub(call("sign", x), HALF), minus=NOTHING, zero=NOTHING, plus=NOTHING), HERE,
    "condition-not-thin", None, given(relation("ne", sub(call("sign", x), HALF), ZERO)))

forge("an index that only the writing of an atom contains", mul(absolute(x), sub(x, HALF)), ZERO,
      Leaf((lemma("hypothesis", a=absolute(padded), b=ZERO),)), point(x=Fraction(1, 2)),
      "unknown-hypothesis", point(x=Fraction(1, 4)), given(x=UNIT))
forge("an assumption about an empty range", sum_of(mul(ZERO, log(add(x, i, neg(i)))), i, ONE, n),
      mul(ZERO, log(x)), Leaf(point=point(x=1, n=1)), point(x=1, n=1), "index-leak",
      point(x=-1, n=0), given(n=NONNEGATIVE_INTEGER))
forge("an evaluation passes a definition by", at(y, x, number(3)), power(x, TWO), NOTHING,
      point(x=3), "not-zero", point(x=1), squared)
forge("a derivative, evaluated, passes a definition by", at(derivative(y, x), x, number(3)), ZERO,
      NOTHING, HERE, "point-differs", HERE, squared)
forge("a limit passes a definition by", limit(y, x, ZERO), power(x, TWO), NOTHING, HERE,
      "point-differs", HERE, squared)
forge("an evaluation passes a function by", at(apply("y", ONE), x, number(3)), x, NOTHING, HERE,
      "capture", context=given(definitions=(Definition("y", ("z",), mul(z, x)),)))
forge("an evaluation passes a derivative by a defined name by",
      at(derivative(mul(y, y), y), x, number(3)), mul(TWO, power(x, TWO)), NOTHING, HERE, "capture",
      context=squared)
forge("an evaluation passes a definition by another by", at(derivative(z, y), x, number(3)), ZERO,
      NOTHING, HERE, "capture", context=given(definitions=(
          Definition("z", (), y), Definition("y", (), power(x, TWO)))))
forge("a sum passes a defined family by", sum_of(w(ONE), i, ONE, TWO), mul(TWO, i), NOTHING,
      point(i=1), "capture", context=given(definitions=(Definition("w", ("j",), mul(i, j), True),)))
forge("a maximum of two for one of three", call("max", x, y), call("max", x, y, z), NOTHING,
      point(x=1, y=2, z=0), "not-zero", point(x=1, y=2, z=3))
forge("one index for two", w(ONE), w(ONE, TWO), NOTHING, point({"w": {1: 1, (1, 2): 1}}),
      "not-zero", point({"w": {1: 1, (1, 2): 2}}))
forge("a condition that fails at equal indices", ONE, div(entries, entries),
      Leaf(point=point({"w": {1: 1, 2: 2}}, i=1, j=2)), point({"w": {1: 1, 2: 2}}, i=1, j=2),
      "condition-not-thin", point({"w": {1: 1}}, i=1, j=1), given(i=INTEGER, j=INTEGER))
forge("a right side that is defined for an empty sum only", ZERO,
      sum_of(sum_of(div(ZERO, entries), j, ONE, n), i, ONE, n), Leaf(point=point(n=0)),
      point(n=0), "condition-not-thin", point({"w": {1: 1}}, n=1), given(n=NONNEGATIVE_INTEGER))

# --- too much to do ---------------------------------------------------------------------------


def origin(count: int, *others: str) -> Point:
    """The point where x0, x1, ... and these other names are zero."""
    texts = (*(f"x{k}" for k in range(count)), *others)
    return Point(tuple((text, Fraction(0)) for text in texts))


long = power(add(*(name(f"x{count}") for count in range(9))), number(9))
forge("a long sum", mul(y, sum_of(power(i, TWO), i, ONE, number(130))), ZERO, NOTHING,
      point(y=0), "budget", point(y=1))
forge("a long sum of fractions", mul(y, sum_of(div(ONE, i), i, ONE, number(300))), ZERO, NOTHING,
      point(y=0), "point-unknown")
forge("sums in sums", mul(y, sum_of(sum_of(sum_of(mul(i, j, k), k, ONE, number(40)), j, ONE,
      number(40)), i, ONE, number(40))), ZERO, NOTHING, point(y=0), "budget")
forge("a high power of a long sum", long, ZERO, NOTHING, origin(9), "budget")
forge("a product of long sums", mul(*[add(x, *(name(f"x{count}") for count in range(9)))] * 9),
      ZERO, NOTHING, origin(9, "x"), "budget")
forge("a power with more digits than fit", mul(y, power(number(7), number(10**9))), ZERO, NOTHING,
      point(y=0), "budget", point(y=1))
forge("a number with more digits than fit", mul(y, number(10**20_000)), ZERO, NOTHING,
      point(y=0), "budget", point(y=1))
forge("more letters than there is room for", mul(z, add(*(name(f"x{k}") for k in range(200)))),
      ZERO, NOTHING, origin(200, "z"), "budget")
forge("a derivative of high order", mul(y, derivative(mul(x, exp(x)), x, 10**6)), ZERO, NOTHING,
      point(x=1, y=0), "budget")

# --- definitions that depend on a name about to be bound ---------------------------------------


def chain(end: Term) -> Context:
    """Names c0 to c30, each defined as the next one, and the last one as this term."""
    steps = (Definition(f"c{k}", (), name(f"c{k + 1}")) for k in range(30))
    return given(definitions=(*steps, Definition("c30", (), end)))


first = name("c0")
by_square = given(definitions=(Definition("f", ("x",), y), Definition("y", (), power(x, TWO))))
forge("an evaluation passes a long chain of definitions by", at(first, x, number(3)), power(x, TWO),
      NOTHING, point(x=3), "not-zero", point(x=1), chain(power(x, TWO)))
forge("a derivative passes a long chain of definitions by", at(derivative(first, x), x, number(3)),
      ZERO, NOTHING, HERE, "point-differs", HERE, chain(power(x, TWO)))
forge("a limit passes a long chain of definitions by", limit(first, x, ZERO), power(x, TWO),
      NOTHING, HERE, "point-differs", HERE, chain(power(x, TWO)))
forge("a sum passes a long chain of definitions by", sum_of(first, i, ONE, TWO), mul(TWO, i),
      NOTHING, point(i=1), "capture", None, chain(i))
forge("an argument passes a definition by", apply("f", number(3)), power(x, TWO), NOTHING,
      point(x=3), "not-zero", None, by_square)
forge("a derivative by an argument passes a definition by", build("apply", (number(3),), (
      "f", (1,))), ZERO, NOTHING, HERE, "point-differs", None, by_square)
forge("an index passes a definition by", w(TWO), i, NOTHING, point(i=2), "not-zero", None,
      given(definitions=(Definition("w", ("i",), y, True), Definition("y", (), i))))

# --- an index of the kernel put under a sum that binds it ---------------------------------------


def whole(lo: int, hi: int) -> Domain:
    """The whole numbers from lo to hi."""
    return Domain(lo=Fraction(lo), hi=Fraction(hi), lo_open=False, hi_open=False, integer=True,
                  rational=True)


def g(*a: Term) -> Term:
    """An entry of a family with two indices."""
    return entry("g", *a)


first_end, second_end = name("A"), name("B")
captured = index(ONE, first_end, 3)
forge("an index captured by a sum in a lemma",
      sum_of(sum_of(mul(delta(k, j), sum_of(g(i, k), i, ONE, first_end)), k, ONE, second_end), j,
             ONE, first_end),
      mul(first_end, sum_of(g(i, i), i, ONE, first_end)),
      Leaf(before=(lemma("sum-delta", f=build("sum", (captured, g(captured, name("_")), ONE,
                                                      first_end)),
                         m=captured, lo=ONE, hi=second_end),)),
      point({"g": {(row, column): row * column for row in range(1, 10) for column in range(1, 10)}},
            A=1, B=5),
      "index-capture",
      point({"g": {(row, column): row * column for row in range(1, 10) for column in range(1, 10)}},
            A=2, B=5), given(A=whole(1, 5), B=whole(5, 9)))
forge("a name of the kernel's own in a lemma", mul(x, sum_of(delta(k, m), k, ONE, n)), ZERO,
      Leaf(before=(lemma("sum-delta", f=sum_of(mul(sub(mul(TWO, i), number(3)), add(
          name("i~1"), mul(ZERO, name("_")))), i, ONE, TWO), m=m, lo=ONE, hi=n),)),
      point(x=0, m=2, n=6), "not-zero", point(x=1, m=2, n=6),
      given(m=whole(1, 5), n=whole(5, 9)))


# --- an argument that the body of a definition differentiates by --------------------------------

by_argument = given(definitions=(Definition("f", ("y",), derivative(mul(y, x), x)),
                                 Definition("u", ("y",), derivative(mul(y, w(ONE)), w(ONE)))))
forge("an argument that the body differentiates by", apply("f", x), mul(TWO, x), NOTHING,
      point(x=0), "not-zero", point(x=1), by_argument)
forge("an entry that the body differentiates by", apply("u", w(ONE)), mul(TWO, w(ONE)), NOTHING,
      point({"w": {1: 0}}), "not-zero", point({"w": {1: 1}}), by_argument)
primed = name("x'")
beside = Definition("d", (), primed)
forge("an argument meets a name that renaming would give", apply("f", power(x, TWO)),
      mul(TWO, power(x, TWO)), NOTHING, point({}, None, **{"x": 1, "x'": 2}), "not-zero",
      point({}, None, **{"x": 1, "x'": 1}),
      given(definitions=(Definition("f", ("x",), derivative(mul(name("d"), x), x)), beside)))
forge("an evaluation inside another passes a definition by",
      at(at(mul(name("d"), x), x, number(3)), y, TWO), mul(number(3), add(x, TWO)), NOTHING,
      point(x=3), "capture", None, given(definitions=(Definition("d", (), add(x, y)),)))

# --- what confines the names to a set with isolated parts ---------------------------------------

crossing = neg(mul(power(x, TWO), power(sub(y, ONE), TWO)))
"""It is >= 0 on the lines x = 0 and y = 1 only."""
on_a_line = point(x=2, y=1)
beyond = Leaf(point=on_a_line)
for title, condition in {
    "a root": relation("gt", sqrt(crossing), MINUS_ONE),
    "an inverse function": relation("lt", call("asin", sub(ONE, crossing)), number(5)),
    "an index": relation("lt", w(mul(x, sub(y, ONE))), number(5)),
    "a sum's end": relation("lt", sum_of(ZERO, i, ONE, x), number(5)),
    "what a derivative required": relation("lt", derivative(
        add(z, mul(ZERO, sqrt(crossing))), z), TWO),
}.items():
    forge(f"a strict condition is defined on two lines only: {title}", ONE, div(x, x), beyond,
          point({"w": {0: 1}}, x=2, y=1), "condition-not-thin", point({"w": {0: 1}}, x=0, y=1)
          if title == "a sum's end" else point({"w": {0: 1}}, x=0, y=5), given(condition))
forge("the left side is defined on two lines only", add(ONE, mul(ZERO, sqrt(crossing))), div(x, x),
      beyond, on_a_line, "condition-not-thin", point(x=0, y=5))
forge("the left side is defined at whole numbers only",
      add(ONE, div(ZERO, add(call("floor", x), call("floor", neg(x)), ONE))),
      div(sub(x, ONE), sub(x, ONE)), Leaf(point=point(x=2)), point(x=2), "condition-not-thin",
      point(x=1))
product = mul(x, sub(y, ONE))
forge("a case is two lines", add(ONE, mul(ZERO, sqrt(neg(power(product, TWO))))), div(x, x),
      split(product, minus=Undefined(), zero=beyond, plus=Undefined()), on_a_line,
      "condition-not-thin", point(x=0, y=5))
forge("a line is handed on by an equation", ONE, div(sub(y, ONE), sub(y, ONE)),
      Leaf(point=point(y=2, z=2)), point(y=2, z=2), "condition-not-thin", point(y=1, z=1),
      given(relation("eq", mul(sub(z, ONE), sub(z, TWO)), ZERO), relation("eq", y, z)))
forge("a definition leaves two intervals", div(x, absolute(x)), ONE,
      Constant("x", Fraction(1), Leaf((lemma("abs-square", a=x),)),
               Leaf((lemma("abs-nonnegative", a=ONE),))), HERE, NO_INTERVAL, point(x=-1),
      given(relation("gt", name("d"), ZERO), definitions=(Definition("d", (), absolute(x)),)))

# --- sums and products by differences and quotients --------------------------------------------

place, length = name("_"), given(i=INTEGER, j=INTEGER, n=NONNEGATIVE_INTEGER)
same = delta(i, j)
forge("a factor that may be zero is taken out of an equation",
      sum_of(k, k, ONE, n), mul(HALF, add(power(n, TWO), mul(same, n))),
      Leaf(before=(lemma("delta-square", a=i, b=j), lemma("sum-telescope", lo=ONE, hi=n, f=mul(
          same, add(power(place, TWO), mul(sub(same, ONE), place)))))),
      point(i=1, j=1, n=2), "lemma-factor", point(i=1, j=2, n=2), length)
