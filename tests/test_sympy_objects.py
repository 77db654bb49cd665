"""SymPy objects become the terms that their authors typed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from sympy import Derivative, Function, Indexed, IndexedBase, Integral, Limit, Product, Subs, Sum

from checker.language import context as domains
from checker.language import term as t
from checker.language.context import Domain, finite
from checker.language.errors import CheckerError, TooLarge, Unreadable, Unsupported
from checker.language.text import text
from checker.reader.authoring import as_written, frac, power, prime
from checker.reader.sympy_objects import (
    CALLS,
    RELATIONS,
    D,
    SympyReader,
    domain_of,
    read_together,
    term_of,
)

NAMES: dict[str, Any] = {
    **{word: getattr(sympy, word) for word in sympy.__all__},
    **{letter: sympy.Symbol(letter) for letter in "abcklmnpqrtuvxyz"},
    **{letter: sympy.Symbol(letter, integer=True) for letter in "ij"},
    **{letter: Function(letter) for letter in "fgh"},
    "w": IndexedBase("w"), "X": IndexedBase("X"),
    "D": D, "frac": frac, "power": power, "prime": prime,
}

TYPED = """
1 + exp(-x) - 1
(1 + exp(-x) - 1)/(1 + exp(-x))**2
x - 1
-1 + x
x + 0
0*x
1*x
x**1
a + b + c - x - y
a - b - c
a - (b - c)
a - (b + c)
a + (b + c)
a - 2*b
a - 2*b*c
a - 3*b + c
a - b*c
a - b/c
a - b/2
a - x**2
a*(-b)
a*(-b)*c
a - (-b*c)
a - (-b*c/x)
-x - y
-2*x*y - 3
x*(-1)
-a*b
-a*b/c
-a/b
-(a + b)
-(a + b)*c
-a*(b + c)
-2*x
-2*x/y
-x**2
(-x)**2
a*b*c
a*(b*c)
a*b/c
a*b/c*x
a/b*c
a/b/c
a/(b*c)
a/(b/c)
a*(b/c)
(a + b)*(a - b)
(a + b)/(a - b)
x/x
x*x
x/2
x/2/3
2*x
x*2
2*x*3
1/x
1/x*y
1/(1 + exp(-z))
-1/x
-2/x
-1/m*x
-1/x**2
1/(2*m)
x**(-2)
x**(-1/2)
x**y
2**x
(a*b)**2
(a/b)**2
(a**b)**c
a**(b**c)
a**(b + 1)
sqrt(x)
sqrt(x**2)
1/sqrt(x)
sqrt(x)*sqrt(x)
exp(x)*exp(y)
exp(-x)**2
exp(log(x))
log(x**2)
log(exp(x))
log(1 - a)
-y*log(a) - (1 - y)*log(1 - a)
-(y*log(a) + (1 - y)*log(1 - a))
sin(x)**2 + cos(x)**2
Abs(-x)
Max(0, x)
sign(x)*Abs(x)
atan2(y, x)
gamma(x + 1)/gamma(x)
binomial(n, 2)
sinc(x)
floor(x) + ceiling(x)
pi*x + E
h(x)*h(x)
f(g(x))
f(x, y)
w[i]
w[i + 1]*X[i, j]
Sum(w[j]*X[i, j], (j, 1, n))
Sum(Sum(w[j]*X[i, j], (j, 1, n)), (i, 1, m))
Sum(x/2, (i, 1, n))/n
Sum(2*w[i], (i, 1, n))
Sum(-w[i], (i, 1, n))
-1/m*Sum(x, (i, 1, m))
1/m*Sum(x, (i, 1, m))
Product(w[i], (i, 1, n))
Integral(x**2, (x, 0, 1))
Integral(x, x)
Limit(1/(1 + exp(-x)), x, oo)
Limit(1/(1 + exp(-x)), x, -oo)
Piecewise((x, x > 0), (-x, True))
Piecewise((-log(a), y = 1), (-log(1 - a), y = 0))
And(y <= 1, x > 0)
Or(x < 0, y != 1)
Not(x >= 0)
x = x
""".strip().splitlines()


def read(source: str) -> t.Term:
    if " = " in source:
        source = "Eq(" + source.replace(" = ", ",") + ")" if "(" not in source \
            else source.replace("y = 1", "Eq(y, 1)").replace("y = 0", "Eq(y, 0)")
    if "y != 1" in source:
        source = source.replace("y != 1", "Ne(y, 1)")
    source = source.replace("(-1/2)", "Rational(-1, 2)")
    with as_written():
        return term_of(eval(source, {}, NAMES))


@pytest.mark.parametrize("source", TYPED)
def test_an_expression_is_read_as_it_is_typed(source: str) -> None:
    assert text(read(source)) == source


@pytest.mark.parametrize(("source", "shown"), [
    ("Derivative(h(x), x)", "Derivative(h(x), x)"),
    ("Derivative(h(x), x, x)", "Derivative(h(x), x, 2)"),
    ("Derivative(f(x, y), (x, 2), y)", "Derivative(Derivative(f(x, y), x, 2), y)"),
    ("D(x**2, x)", "Derivative(x**2, x)"),
    ("D(D(a, x), x)", "Derivative(Derivative(a, x), x)"),
    ("D(a, x, 3)", "Derivative(a, x, 3)"),
    ("D(x, w[j])", "Derivative(x, w[j])"),
    ("Subs(Derivative(g(t), t), t, h(x))", "g'(h(x))"),
    ("Subs(Derivative(g(t), t, t), t, h(x))", "g''(h(x))"),
    ("Subs(Derivative(f(t, y), t), t, x)", "f^(1,0)(x, y)"),
    ("Subs(Derivative(f(t, t), t), t, x)", "Subs(Derivative(f(t, t), t), t, x)"),
    ("Subs(x**2, x, y)", "Subs(x**2, x, y)"),
    ("prime(g)(x)*prime(h, 2)(x)", "g'(x)*h''(x)"),
    ("Limit(1/x, x, 0)", 'Limit(1/x, x, 0, "+")'),
    ("Limit(1/x, x, 0, '-')", 'Limit(1/x, x, 0, "-")'),
    ("Limit(1/x, x, 0, '+-')", 'Limit(1/x, x, 0, "+-")'),
    ("log(x, 10)", "log(x)/log(10)"),
    ("E**x", "exp(x)"),
    ("KroneckerDelta(i, j)", "KroneckerDelta(i, j)"),
    ("Heaviside(x)", "Heaviside(x)"),
    ("y*frac(1, h(x))", "y*(1/h(x))"),
    ("-y*frac(1, x) - frac(1, x)", "-y*(1/x) - 1/x"),
    ("power(1 + x, -1)", "(1 + x)**(-1)"),
    ("-power(x, -2)*(-exp(-x))", "-x**(-2)*(-exp(-x))"),
    ("a - UnevaluatedExpr(-b)", "a - (-b)"),
    ("S(1)/2 + Rational(1, 2)", "1/2 + 1/2"),
    ("Sum(x, (i, 1, n), (j, 1, m))", "Sum(Sum(x, (i, 1, n)), (j, 1, m))"),
    ("Float(0.5)*x - 0.25", "1/2*x - 1/4"),
    ("S(2)*3 + S(2)**3 - S(4)", "2*3 + 2**3 - 4"),
    ("S(0) - 1", "0 - 1"),
    ("-0.5*x", "-1/2*x"),
    ("cbrt(x)", "x**(1/3)"),
])
def test_what_is_shown_in_another_way(source: str, shown: str) -> None:
    assert text(read(source)) == shown


def test_the_terms_themselves() -> None:
    x, y = t.name("x"), t.name("y")
    assert read("1 + exp(-x) - 1") is t.add(t.ONE, t.exp(t.neg(x)), t.neg(t.ONE))
    assert read("x - y") is t.sub(x, y)
    assert read("-2*x") is t.neg(t.mul(t.TWO, x))
    assert read("x/y") is t.div(x, y)
    assert read("1/x") is t.div(t.ONE, x)
    assert read("sqrt(x)") is t.root(x, t.TWO)
    assert read("-oo") is t.neg(t.INFINITY)
    assert read("Subs(Derivative(g(t), t), t, x)") is t.apply("g", x, orders=(1,))
    assert term_of(3) is t.number(3)
    assert term_of(Fraction(1, 3)) is t.number(1, 3)
    assert term_of(sympy.Rational(-1, 2)) is t.number(-1, 2)


def test_evaluated_objects_are_read_too() -> None:
    x, u = sympy.symbols("x u")
    g, h = Function("g"), Function("h")
    assert text(term_of(x/x)) == "1"
    assert text(term_of(g(h(x)).diff(x))) == "g'(h(x))*Derivative(h(x), x)"
    assert text(term_of(x - u)) in ("-u + x", "x - u")


@pytest.mark.parametrize("call", CALLS.items(), ids=lambda c: c[1])
def test_every_known_function_is_read(call: tuple[Any, str]) -> None:
    function, name = call
    x, y = sympy.symbols("x y")
    two = name in ("atan2", "binomial", "max", "min", "delta")
    with as_written():
        term = term_of(function(x, y) if two else function(x))
    assert term.head == "call" and term.data == name and len(term.args) == 1 + two


@pytest.mark.parametrize(("kind", "name"), RELATIONS.items())
def test_every_relation_is_read(kind: Any, name: str) -> None:
    x, y = sympy.symbols("x y")
    assert term_of(kind(x, y)) is t.relation(name, t.name("x"), t.name("y"))


@pytest.mark.parametrize(("thing", "error"), [
    (sympy.Matrix([[1]]), Unsupported), (sympy.zoo, Unsupported), (sympy.nan, Unsupported),
    (sympy.EulerGamma, Unsupported), (sympy.LambertW(sympy.Symbol("x")), Unsupported),
    (sympy.Float(1)/3, Unreadable), (sympy.Symbol("n", even=True), Unsupported),
    (sympy.Symbol("A", commutative=False), Unsupported), ("x + 1", Unsupported),
    (IndexedBase("x"), Unsupported), (sympy.Wild("x"), Unsupported), (None, Unsupported),
    (sympy.Heaviside(sympy.Symbol("x"), 1), Unsupported),
    (Integral(1, (sympy.Symbol("x"), 1)), Unsupported), (D(1, sympy.sin(1)), Unreadable),
    (Derivative(Function("f")(sympy.Symbol("x")), (sympy.Symbol("x"), sympy.Symbol("n"))),
     Unsupported),
    (Subs(sympy.Symbol("x"), sympy.symbols("x y"), sympy.symbols("y x")), Unsupported),
])
def test_what_is_not_known_is_refused_with_a_sentence(thing: Any, error: type) -> None:
    with pytest.raises(error) as caught:
        term_of(thing)
    assert isinstance(caught.value, CheckerError) and len(str(caught.value)) > 8


def test_a_deep_expression_is_refused() -> None:
    x = sympy.Symbol("x")
    with as_written():
        deep = x
        for _ in range(300):
            deep = sympy.exp(deep)
        wide = sum((x for _ in range(3000)), x)
        with pytest.raises(TooLarge):
            term_of(deep)
        assert len(term_of(wide).args) == 3001


@pytest.mark.parametrize(("assumptions", "domain"), [
    ({}, domains.REAL), ({"real": True}, domains.REAL), ({"positive": True}, domains.POSITIVE),
    ({"negative": True}, domains.NEGATIVE), ({"nonnegative": True}, domains.NONNEGATIVE),
    ({"nonzero": True, "real": True}, domains.NONZERO), ({"integer": True}, domains.INTEGER),
    ({"integer": True, "positive": True}, domains.POSITIVE_INTEGER),
    ({"integer": True, "nonnegative": True}, domains.NONNEGATIVE_INTEGER),
    ({"integer": True, "negative": True}, Domain(hi=Fraction(-1), hi_open=False, integer=True,
                                                 rational=True)),
    ({"rational": True}, domains.RATIONAL), ({"complex": True}, domains.COMPLEX),
    ({"imaginary": True}, domains.COMPLEX), ({"zero": True}, finite(0)),
    ({"nonpositive": True}, domains.interval(None, Fraction(0), hi_open=False)),
    ({"rational": True, "positive": True}, Domain(lo=Fraction(0), rational=True)),
])
def test_assumptions_are_domains(assumptions: dict[str, bool], domain: Domain) -> None:
    assert domain_of(sympy.Symbol("s", **assumptions)) == domain
    assert domain_of(Function("s", **assumptions)) == domain


def test_the_context_of_a_claim() -> None:
    a = sympy.Symbol("a", positive=True)
    h = Function("h", positive=True)
    v = IndexedBase("v", real=True)
    i = sympy.Idx("i", (0, sympy.Symbol("n", integer=True)))
    (left, _), context = read_together(sympy.log(a) + h(a) + v[i], a)
    assert "v" in left.free
    assert dict(context.names)["a"] == domains.POSITIVE
    assert dict(context.names)["i"] == domains.INTEGER
    assert dict(context.functions) == {"h": domains.POSITIVE}
    assert dict(context.families) == {"v": domains.REAL}
    assert [text(h) for h in context.hypotheses] == ["0 <= i", "i <= n"]


def test_one_name_is_one_thing() -> None:
    x = sympy.Symbol("x")
    with pytest.raises(Unreadable, match="both"):
        term_of(x + Function("x")(1))
    with pytest.raises(Unreadable, match="both"):
        term_of(x + Indexed("x", 1))
    with pytest.raises(Unreadable, match="two different"):
        term_of(sympy.Symbol("p", positive=True) + sympy.Symbol("p", negative=True))


@pytest.mark.parametrize(("one", "other", "told"), [
    (sympy.Symbol("x", real=True), sympy.Symbol("x", positive=True),
     "x: Symbol('x', real=True) and Symbol('x', positive=True)"),
    (sympy.Symbol("x"), sympy.Symbol("x", real=True), "x: Symbol('x') and Symbol('x', real=True)"),
    (Function("f", real=True)(1), Function("f", positive=True)(1),
     "f: Function('f', real=True) and Function('f', positive=True)"),
    (Function("f")(1), Function("f", integer=True, positive=True)(1),
     "f: Function('f') and Function('f', integer=True, positive=True)"),
    (IndexedBase("w")[1], IndexedBase("w", nonzero=True)[1],
     "w: IndexedBase('w') and IndexedBase('w', nonzero=True)"),
    (sympy.Symbol("i", integer=True), sympy.Idx("i", (1, 3)),
     "i: Symbol('i', integer=True) and Idx('i', (1, 3))"),
    (sympy.Idx("i", (0, 3)), sympy.Idx("i", (1, 3)), "i: Idx('i', (0, 3)) and Idx('i', (1, 3))"),
    (sympy.Dummy("x"), sympy.Symbol("_x", positive=True),
     "_x: Dummy('x') and Symbol('_x', positive=True)"),
])
def test_two_things_of_one_spelling_are_refused(one: Any, other: Any, told: str) -> None:
    for pair in ((one, other), (other, one)):
        reader = SympyReader()
        reader.term(pair[0])
        if isinstance(pair[1], sympy.Dummy):
            assert text(reader.term(pair[1])) == "_x_2"
            continue
        with pytest.raises(Unreadable, match="two different things are called") as caught:
            reader.term(pair[1])
        assert pair[0] is not one or told in str(caught.value)


def test_assumptions_about_a_derivative_say_nothing_of_the_function() -> None:
    with pytest.raises(Unsupported, match="about a derivative"):
        term_of(Function("f'", positive=True)(1))


def test_dummies_stay_apart() -> None:
    x, other = sympy.Dummy("x"), sympy.Dummy("x")
    reader = SympyReader()
    names = [text(reader.term(s)) for s in (x, other, x, sympy.Symbol("x"))]
    assert names == ["_x", "_x_2", "_x", "x"]
    assert text(reader.term(sympy.Dummy("x_2"))) == "_x_2_2"


def test_operators_over_a_range() -> None:
    i, n, x = sympy.symbols("i n x")
    for kind in (Sum, Product, Integral):
        term = term_of(kind(x, (i, 1, n)))
        assert term.head == kind.__name__.lower()
        assert [text(a) for a in term.args] == ["i", "x", "1", "n"]
    assert term_of(Limit(x, x, sympy.oo)).data == ""
