"""The table of rules: every identity and inequality a certificate may cite.

A line reads: wherever both sides are defined and the extra conditions hold, left = right
(or left >= right). So most lines need no condition: log(ab) = log a + log b says of itself
that a > 0 and b > 0. New mathematics is a new line here; the kernel's code stays as it is.

Letters a, b, c, r stand for any terms, n for a whole number, q for a degree of a root, f
for a body with one parameter (two for `sum-swap`), lo, hi, m, s for ends and shifts of ranges.
The bound names of the table begin with "@", which no claim and no certificate can write.

Sources: AS: Abramowitz and Stegun, Handbook of Mathematical Functions, Dover 1964.
GKP: Graham, Knuth, Patashnik, Concrete Mathematics, 2nd ed., Addison-Wesley 1994.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from checker.language.term import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    add,
    apply,
    call,
    div,
    exp,
    log,
    mul,
    name,
    neg,
    number,
    power,
    product_of,
    root,
    sqrt,
    sub,
    sum_of,
)
from checker.language.text import text


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    title: str
    """What people call it: the name shown with a proved step."""
    left: Term
    right: Term
    source: str
    relation: str = "="
    conditions: tuple[tuple[str, Term], ...] = ()
    """What must hold besides both sides being defined: gt, ge, lt, le, ne or eq, to 0."""
    premises: tuple[tuple[Term, Term], ...] = ()
    """Equalities that must hold by normal form."""
    integers: tuple[str, ...] = ()
    """Letters that stand for whole numbers, written as numbers."""
    functions: tuple[str, ...] = ()
    """Letters that stand for a body with parameters `_` (and `__`)."""

    @property
    def statement(self) -> str:
        """The line as text, with its conditions."""
        words = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "ne": "!=", "eq": "="}
        ifs = [f"{text(t)} {words[kind]} 0" for kind, t in self.conditions]
        ifs += [f"{text(a)} = {text(b)}" for a, b in self.premises]
        tail = f"  if {', '.join(ifs)}" if ifs else ""
        return f"{text(self.left)} {self.relation} {text(self.right)}{tail}".replace("@", "")


a, b, c, n, m, r, s = map(name, "abcnmrs")
lo, hi = name("lo"), name("hi")
k, h = name("@k"), name("@h")
THIRD = number(1, 3)


def _f(u: Term, *v: Term) -> Term:
    return apply("f", u, *v)


def _abs(u: Term) -> Term:
    return call("abs", u)


def _sin(u: Term) -> Term:
    return call("sin", u)


def _cos(u: Term) -> Term:
    return call("cos", u)


def _choose(u: Term, v: Term) -> Term:
    return call("binomial", u, v)


def _over(u: Term, v: Term) -> Term:
    return div(u, v)


def _at(value: Term) -> Term:
    return mul(value, PI)


EXP, LOG, POW, ROOT = "exponential rule", "logarithm rule", "power rule", "root rule"
ABS, CASE, TRIG = "absolute value", "by cases", "trigonometric identity"
HYP, INV, SUM = "definition of hyperbolic functions", "inverse functions", "sum rule"
CHOOSE, PRODUCT = "binomial coefficient", "product over an index"

TABLE: Final[tuple[Rule, ...]] = (
    # exponential and logarithm
    Rule("exp-sum", EXP, exp(add(a, b)), mul(exp(a), exp(b)), "AS 4.2.18"),
    Rule("exp-multiple", EXP, exp(mul(n, a)), power(exp(a), n), "AS 4.2.21", integers=("n",)),
    Rule("exp-zero", EXP, exp(ZERO), ONE, "AS 4.2.15"),
    Rule("exp-log", EXP, exp(log(a)), a, "AS 4.2.4"),
    Rule("exp-log-multiple", EXP, exp(mul(b, log(a))), power(a, b), "AS 4.2.7"),
    Rule("log-exp", LOG, log(exp(a)), a, "AS 4.2.3"),
    Rule("log-one", LOG, log(ONE), ZERO, "AS 4.1.12"),
    Rule("log-product", LOG, log(mul(a, b)), add(log(a), log(b)), "AS 4.1.6"),
    Rule("log-quotient", LOG, log(div(a, b)), sub(log(a), log(b)), "AS 4.1.8"),
    Rule("log-power", LOG, log(power(a, c)), mul(c, log(a)), "AS 4.1.11"),
    Rule("log-product-abs", LOG, log(mul(a, b)), add(log(_abs(a)), log(_abs(b))), "AS 4.1.6"),
    Rule("log-power-abs", LOG, log(power(a, n)), mul(n, log(_abs(a))), "AS 4.1.11",
         integers=("n",)),
    Rule("exp-above", "inequality", exp(a), add(ONE, a), "AS 4.2.30", relation=">="),
    Rule("log-below", "inequality", sub(a, ONE), log(a), "AS 4.1.33", relation=">="),
    # powers and roots
    Rule("pow-exp", POW, power(a, b), exp(mul(b, log(a))), "AS 4.2.7", conditions=(("gt", a),)),
    Rule("pow-sum", POW, power(a, add(b, c)), mul(power(a, b), power(a, c)), "AS 4.2.18"),
    Rule("pow-multiple", POW, power(a, mul(n, b)), power(power(a, b), n), "AS 4.2.21",
         integers=("n",)),
    Rule("pow-product", POW, power(mul(a, b), c), mul(power(a, c), power(b, c)), "AS 4.2.9"),
    Rule("minus-one-square", POW, power(power(MINUS_ONE, a), TWO), ONE, "AS 3.1.1"),
    Rule("pow-one", POW, power(ONE, a), ONE, "AS 4.2.7"),
    Rule("pow-zero", POW, power(a, b), ONE, "AS 4.2.7", conditions=(("eq", b),)),
    Rule("radical-power", ROOT, power(power(a, div(ONE, n)), n), a, "AS 3.1.1", integers=("n",)),
    Rule("radical-value", ROOT, power(a, div(ONE, n)), b, "AS 3.1.1", integers=("n",),
         conditions=(("ge", b),), premises=((power(b, n), a),)),
    Rule("root-power", ROOT, power(root(a, n), n), a, "AS 3.1.1", integers=("n",)),
    Rule("root-value", ROOT, root(a, n), b, "AS 3.1.1", integers=("n",),
         conditions=(("ge", b),), premises=((power(b, n), a),)),
    Rule("root-negative", ROOT, root(a, n), neg(root(neg(a), n)), "AS 3.1.1", integers=("n",)),
    # absolute value, sign, extrema
    Rule("abs-nonnegative", ABS, _abs(a), a, "AS 3.2.1", conditions=(("ge", a),)),
    Rule("abs-nonpositive", ABS, _abs(a), neg(a), "AS 3.2.1", conditions=(("le", a),)),
    Rule("abs-square", ABS, power(_abs(a), TWO), power(a, TWO), "AS 3.2.1"),
    Rule("abs-product", ABS, _abs(mul(a, b)), mul(_abs(a), _abs(b)), "AS 3.7.26"),
    Rule("abs-quotient", ABS, _abs(div(a, b)), div(_abs(a), _abs(b)), "AS 3.7.27"),
    Rule("sign-positive", CASE, call("sign", a), ONE, "definition", conditions=(("gt", a),)),
    Rule("sign-negative", CASE, call("sign", a), MINUS_ONE, "definition",
         conditions=(("lt", a),)),
    Rule("sign-zero", CASE, call("sign", a), ZERO, "definition", conditions=(("eq", a),)),
    Rule("heaviside-positive", CASE, call("heaviside", a), ONE, "definition",
         conditions=(("gt", a),)),
    Rule("heaviside-negative", CASE, call("heaviside", a), ZERO, "definition",
         conditions=(("lt", a),)),
    Rule("max-left", CASE, call("max", a, b), a, "definition", conditions=(("ge", sub(a, b)),)),
    Rule("max-right", CASE, call("max", a, b), b, "definition", conditions=(("le", sub(a, b)),)),
    Rule("min-left", CASE, call("min", a, b), a, "definition", conditions=(("le", sub(a, b)),)),
    Rule("min-right", CASE, call("min", a, b), b, "definition", conditions=(("ge", sub(a, b)),)),
    # circular functions
    Rule("cos-square", TRIG, power(_cos(a), TWO), sub(ONE, power(_sin(a), TWO)), "AS 4.3.10"),
    Rule("sin-sum", TRIG, _sin(add(a, b)),
         add(mul(_sin(a), _cos(b)), mul(_cos(a), _sin(b))), "AS 4.3.16"),
    Rule("cos-sum", TRIG, _cos(add(a, b)),
         sub(mul(_cos(a), _cos(b)), mul(_sin(a), _sin(b))), "AS 4.3.17"),
    Rule("sin-negative", TRIG, _sin(neg(a)), neg(_sin(a)), "AS 4.3.13"),
    Rule("cos-negative", TRIG, _cos(neg(a)), _cos(a), "AS 4.3.14"),
    Rule("tan-quotient", TRIG, call("tan", a), _over(_sin(a), _cos(a)), "AS 4.3.3"),
    Rule("cot-quotient", TRIG, call("cot", a), _over(_cos(a), _sin(a)), "AS 4.3.6"),
    Rule("sec-inverse", TRIG, call("sec", a), _over(ONE, _cos(a)), "AS 4.3.5"),
    Rule("csc-inverse", TRIG, call("csc", a), _over(ONE, _sin(a)), "AS 4.3.4"),
    Rule("sin-0", TRIG, _sin(ZERO), ZERO, "AS 4.3.46"),
    Rule("cos-0", TRIG, _cos(ZERO), ONE, "AS 4.3.46"),
    Rule("sin-pi", TRIG, _sin(PI), ZERO, "AS 4.3.46"),
    Rule("cos-pi", TRIG, _cos(PI), MINUS_ONE, "AS 4.3.46"),
    Rule("sin-pi/2", TRIG, _sin(_at(HALF)), ONE, "AS 4.3.46"),
    Rule("cos-pi/2", TRIG, _cos(_at(HALF)), ZERO, "AS 4.3.46"),
    Rule("sin-pi/3", TRIG, _sin(_at(THIRD)), mul(HALF, sqrt(number(3))), "AS 4.3.46"),
    Rule("cos-pi/3", TRIG, _cos(_at(THIRD)), HALF, "AS 4.3.46"),
    Rule("sin-pi/4", TRIG, _sin(_at(number(1, 4))), mul(HALF, sqrt(TWO)), "AS 4.3.46"),
    Rule("cos-pi/4", TRIG, _cos(_at(number(1, 4))), mul(HALF, sqrt(TWO)), "AS 4.3.46"),
    Rule("sin-pi/6", TRIG, _sin(_at(number(1, 6))), HALF, "AS 4.3.46"),
    Rule("cos-pi/6", TRIG, _cos(_at(number(1, 6))), mul(HALF, sqrt(number(3))), "AS 4.3.46"),
    # hyperbolic functions
    Rule("sinh-exp", HYP, call("sinh", a), mul(HALF, sub(exp(a), exp(neg(a)))), "AS 4.5.1"),
    Rule("cosh-exp", HYP, call("cosh", a), mul(HALF, add(exp(a), exp(neg(a)))), "AS 4.5.2"),
    Rule("tanh-exp", HYP, call("tanh", a),
         div(sub(exp(a), exp(neg(a))), add(exp(a), exp(neg(a)))), "AS 4.5.3"),
    Rule("coth-tanh", HYP, call("coth", a), div(ONE, call("tanh", a)), "AS 4.5.6"),
    Rule("sech-exp", HYP, call("sech", a), div(TWO, add(exp(a), exp(neg(a)))), "AS 4.5.5"),
    Rule("csch-sinh", HYP, call("csch", a), div(ONE, call("sinh", a)), "AS 4.5.4"),
    # inverse functions
    Rule("sin-asin", INV, _sin(call("asin", a)), a, "AS 4.4.1"),
    Rule("cos-asin", INV, _cos(call("asin", a)), sqrt(sub(ONE, power(a, TWO))), "AS 4.4.1"),
    Rule("cos-acos", INV, _cos(call("acos", a)), a, "AS 4.4.2"),
    Rule("sin-acos", INV, _sin(call("acos", a)), sqrt(sub(ONE, power(a, TWO))), "AS 4.4.2"),
    Rule("tan-atan", INV, call("tan", call("atan", a)), a, "AS 4.4.3"),
    Rule("sinh-asinh", INV, call("sinh", call("asinh", a)), a, "AS 4.6.1"),
    Rule("cosh-acosh", INV, call("cosh", call("acosh", a)), a, "AS 4.6.2"),
    Rule("tanh-atanh", INV, call("tanh", call("atanh", a)), a, "AS 4.6.3"),
    Rule("acos-asin", INV, call("acos", a), sub(_at(HALF), call("asin", a)), "AS 4.4.2"),
    Rule("sin-atan", INV, _sin(call("atan", a)), div(a, sqrt(add(ONE, power(a, TWO)))),
         "AS 4.4.3"),
    Rule("cos-atan", INV, _cos(call("atan", a)), div(ONE, sqrt(add(ONE, power(a, TWO)))),
         "AS 4.4.3"),
    Rule("acot-atan", INV, call("acot", a), call("atan", div(ONE, a)), "AS 4.4.8"),
    Rule("asin-sin", INV, call("asin", _sin(a)), a, "AS 4.4.1",
         conditions=(("ge", add(a, _at(HALF))), ("ge", sub(_at(HALF), a)))),
    Rule("acos-cos", INV, call("acos", _cos(a)), a, "AS 4.4.2",
         conditions=(("ge", a), ("ge", sub(PI, a)))),
    Rule("atan-tan", INV, call("atan", call("tan", a)), a, "AS 4.4.3",
         conditions=(("gt", add(a, _at(HALF))), ("gt", sub(_at(HALF), a)))),
    Rule("asin-negative", INV, call("asin", neg(a)), neg(call("asin", a)), "AS 4.4.14"),
    Rule("atan-negative", INV, call("atan", neg(a)), neg(call("atan", a)), "AS 4.4.16"),
    Rule("atan-inverse", INV, call("atan", div(ONE, a)), sub(_at(HALF), call("atan", a)),
         "AS 4.4.8", conditions=(("gt", a),)),
    Rule("asin-0", INV, call("asin", ZERO), ZERO, "AS 4.4.1"),
    Rule("asin-1", INV, call("asin", ONE), _at(HALF), "AS 4.4.1"),
    Rule("atan-0", INV, call("atan", ZERO), ZERO, "AS 4.4.3"),
    Rule("atan-1", INV, call("atan", ONE), _at(number(1, 4)), "AS 4.4.3"),
    Rule("asinh-log", INV, call("asinh", a), log(add(a, sqrt(add(power(a, TWO), ONE)))),
         "AS 4.6.20"),
    Rule("acosh-log", INV, call("acosh", a), log(add(a, sqrt(sub(power(a, TWO), ONE)))),
         "AS 4.6.21"),
    Rule("atanh-log", INV, call("atanh", a), mul(HALF, log(div(add(ONE, a), sub(ONE, a)))),
         "AS 4.6.22"),
    # factorials
    Rule("factorial-step", "factorial", call("factorial", add(a, ONE)),
         mul(add(a, ONE), call("factorial", a)), "AS 6.1.15"),
    Rule("factorial-zero", "factorial", call("factorial", ZERO), ONE, "AS 6.1.5"),
    Rule("gamma-step", "factorial", call("gamma", add(a, ONE)), mul(a, call("gamma", a)),
         "AS 6.1.15"),
    Rule("gamma-one", "factorial", call("gamma", ONE), ONE, "AS 6.1.15"),
    # binomial coefficients of a natural number, zero outside of 0 <= b <= a
    Rule("binomial-factorial", CHOOSE, _choose(a, b),
         div(call("factorial", a), mul(call("factorial", b), call("factorial", sub(a, b)))),
         "GKP 5.3"),
    Rule("binomial-zero", CHOOSE, _choose(a, ZERO), ONE, "GKP 5.1"),
    Rule("binomial-outside", CHOOSE, _choose(a, b), ZERO, "GKP 5.1",
         conditions=(("gt", sub(b, a)),)),
    Rule("binomial-next", CHOOSE, _choose(a, add(b, ONE)),
         div(mul(_choose(a, b), sub(a, b)), add(b, ONE)), "GKP 5.1"),
    Rule("binomial-symmetric", CHOOSE, _choose(a, b), _choose(a, sub(a, b)), "GKP 5.4"),
    Rule("binomial-absorb", CHOOSE, _choose(add(a, ONE), add(b, ONE)),
         div(mul(add(a, ONE), _choose(a, b)), add(b, ONE)), "GKP 5.5"),
    Rule("binomial-add", CHOOSE, _choose(add(a, ONE), add(b, ONE)),
         add(_choose(a, b), _choose(a, add(b, ONE))), "GKP 5.8"),
    # sums over an index
    Rule("delta-equal", SUM, call("delta", a, a), ONE, "definition"),
    Rule("delta-different", SUM, call("delta", a, b), ZERO, "definition",
         conditions=(("ne", sub(a, b)),)),
    Rule("delta-symmetric", SUM, call("delta", a, b), call("delta", b, a), "definition"),
    Rule("delta-square", SUM, power(call("delta", a, b), TWO), call("delta", a, b),
         "definition"),
    Rule("sum-delta", "sum over one index", sum_of(mul(call("delta", k, m), _f(k)), k, lo, hi),
         _f(m), "GKP 2.4", functions=("f",),
         conditions=(("ge", sub(m, lo)), ("ge", sub(hi, m)))),
    Rule("sum-delta-outside", "sum over one index",
         sum_of(mul(call("delta", k, m), _f(k)), k, lo, hi), ZERO, "GKP 2.4", functions=("f",),
         conditions=(("gt", sub(lo, m)),)),
    Rule("sum-split", SUM, sum_of(_f(k), k, lo, hi),
         add(sum_of(_f(k), k, lo, m), sum_of(_f(k), k, add(m, ONE), hi)), "GKP 2.20",
         functions=("f",)),
    Rule("sum-one", SUM, sum_of(_f(k), k, m, m), _f(m), "GKP 2.2", functions=("f",)),
    Rule("sum-shift", SUM, sum_of(_f(k), k, lo, hi),
         sum_of(_f(sub(k, s)), k, add(lo, s), add(hi, s)), "GKP 2.17", functions=("f",)),
    Rule("sum-reverse", SUM, sum_of(_f(k), k, lo, hi),
         sum_of(_f(sub(add(lo, hi), k)), k, lo, hi), "GKP 2.18", functions=("f",)),
    Rule("sum-swap", SUM, sum_of(sum_of(_f(k, h), h, a, b), k, lo, hi),
         sum_of(sum_of(_f(k, h), k, lo, hi), h, a, b), "GKP 2.27", functions=("f",)),
    Rule("sum-telescope", SUM, sum_of(sub(_f(k), _f(sub(k, ONE))), k, lo, hi),
         sub(_f(hi), _f(sub(lo, ONE))), "GKP 2.6", functions=("f",)),
    Rule("log-of-product", LOG, log(product_of(_f(k), k, lo, hi)),
         sum_of(log(_f(k)), k, lo, hi), "AS 4.1.6", functions=("f",)),
    Rule("product-of-exp", EXP, product_of(exp(_f(k)), k, lo, hi),
         exp(sum_of(_f(k), k, lo, hi)), "AS 4.2.18", functions=("f",)),
    Rule("product-split", PRODUCT, product_of(_f(k), k, lo, hi),
         mul(product_of(_f(k), k, lo, m), product_of(_f(k), k, add(m, ONE), hi)), "GKP 2.20",
         functions=("f",)),
    Rule("product-one", PRODUCT, product_of(_f(k), k, m, m), _f(m), "GKP 2.2",
         functions=("f",)),
    Rule("product-shift", PRODUCT, product_of(_f(k), k, lo, hi),
         product_of(_f(sub(k, s)), k, add(lo, s), add(hi, s)), "GKP 2.17", functions=("f",)),
    Rule("product-telescope", PRODUCT, product_of(div(_f(k), _f(sub(k, ONE))), k, lo, hi),
         div(_f(hi), _f(sub(lo, ONE))), "GKP 2.6", functions=("f",)),
    Rule("product-factorial", PRODUCT, product_of(k, k, ONE, n), call("factorial", n),
         "AS 6.1.5"),
    Rule("sum-first-powers", SUM, sum_of(k, k, lo, hi),
         mul(HALF, sub(mul(hi, add(hi, ONE)), mul(lo, sub(lo, ONE)))), "GKP 6.78"),
    Rule("sum-squares", SUM, sum_of(power(k, TWO), k, ONE, n),
         div(mul(n, add(n, ONE), add(mul(TWO, n), ONE)), number(6)), "GKP 2.38"),
    Rule("sum-cubes", SUM, sum_of(power(k, number(3)), k, ONE, n),
         power(mul(HALF, n, add(n, ONE)), TWO), "GKP 2.38"),
    Rule("sum-geometric", SUM, sum_of(power(r, k), k, lo, hi),
         div(sub(power(r, add(hi, ONE)), power(r, lo)), sub(r, ONE)), "GKP 2.25"),
)
"""Every rule, in reading order."""

RULES: Final[dict[str, Rule]] = {rule.name: rule for rule in TABLE}
"""The rules by name."""
