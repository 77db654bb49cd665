"""SymPy text becomes the term that was typed, or one clear refusal with its place."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language import term as t
from checker.language.context import REAL, Context, Definition
from checker.language.errors import Unreadable
from checker.language.exact import exact
from checker.language.term import Term, add, call, div, log, mul, name, neg, number, power, sub
from checker.language.text import text
from checker.reader.sympy_text import parse, parse_relation

A, B, C, K, J, N, X, Y = map(name, "abcijnxy")
ZERO, ONE, TWO = t.ZERO, t.ONE, t.TWO

READ: dict[str, Term] = {
    "a + b - c": add(A, B, neg(C)),
    "a - b + c": add(A, neg(B), C),
    "(a + b) + c": add(add(A, B), C),
    "a + (b + c)": add(A, add(B, C)),
    "1 + exp(-x) - 1": add(ONE, t.exp(neg(X)), neg(ONE)),
    "a*b*c": mul(A, B, C),
    "(a*b)*c": mul(mul(A, B), C),
    "a*b/c": div(mul(A, B), C),
    "a/b*c": mul(div(A, B), C),
    "a/b/c": div(div(A, B), C),
    "a/(b/c)": div(A, div(B, C)),
    "x/x": div(X, X),
    "-x": neg(X),
    "+x": X,
    "--x": neg(neg(X)),
    "-x*y": neg(mul(X, Y)),
    "-x*y/a": neg(div(mul(X, Y), A)),
    "(-x)*y": mul(neg(X), Y),
    "-2": number(-2),
    "-(2)": neg(TWO),
    "-2*x": mul(number(-2), X),
    "-2/x": div(number(-2), X),
    "-2**2": neg(power(TWO, TWO)),
    "(-2)**2": power(number(-2), TWO),
    "-x**2": neg(power(X, TWO)),
    "x**-2": power(X, number(-2)),
    "x**-y*a": mul(power(X, neg(Y)), A),
    "2**3**2": power(TWO, power(number(3), TWO)),
    "1/2": div(ONE, TWO),
    "0.1": number(1, 10),
    ".5": number(1, 2),
    "5.": number(5),
    "1e-12": number(1, 10**12),
    "1_000": number(1000),
    "1e400": number(10**400),
    "Rational(1, 2)": number(1, 2),
    "Rational(-3, 6)": number(-1, 2),
    "Rational('0.1')": number(1, 10),
    "Float('0.1', precision=53)": number(1, 10),
    "Integer(3)": number(3),
    "S(1)/2": div(ONE, TWO),
    "S.Half + S.One": add(number(1, 2), ONE),
    "sqrt(x)": t.root(X, TWO),
    "real_root(x, 3)": t.root(X, number(3)),
    "root(x, 3)": power(X, number(1, 3)),
    "root(x, n)": power(X, div(ONE, N)),
    "cbrt(x)": power(X, number(1, 3)),
    "exp(1)": t.exp(ONE),
    "E**x": power(t.EULER, X),
    "pi + oo*I": add(t.PI, mul(t.INFINITY, t.constant("I"))),
    "ln(x)": log(X),
    "log(x, b)": div(log(X), log(B)),
    "abs(x) + Abs(y)": add(call("abs", X), call("abs", Y)),
    "Max(x, y, 1)": call("max", X, Y, ONE),
    "min(x, y)": call("min", X, Y),
    "Heaviside(x)": call("heaviside", X),
    "KroneckerDelta(i, j)": call("delta", K, J),
    "arcsin(x)": call("asin", X),
    "atan2(y, x)": call("atan2", Y, X),
    "factorial(n)": call("factorial", N),
    "Derivative(log(x), x)": t.derivative(log(X), X),
    "Derivative(h(x), x, 2)": t.derivative(t.apply("h", X), X, 2),
    "diff(h(x), (x, 2))": t.derivative(t.apply("h", X), X, 2),
    "Derivative(h(x), Tuple(x, Integer(2)))": t.derivative(t.apply("h", X), X, 2),
    "Derivative(x*y, x, y)": t.derivative(t.derivative(mul(X, Y), X), Y),
    "Derivative(x*y, x, 2, y)": t.derivative(t.derivative(mul(X, Y), X, 2), Y),
    "Derivative(w[i], w[j])": t.derivative(t.entry("w", K), t.entry("w", J)),
    "Subs(x**2, x, 3)": t.at(power(X, TWO), X, number(3)),
    "Subs(x*y, (x, y), (1, 2))": t.at(t.at(mul(X, Y), X, ONE), Y, TWO),
    "Sum(x[i], (i, 1, n))": t.sum_of(t.entry("x", K), K, ONE, N),
    "Sum(i*j, (i, 1, j), (j, 1, n))": t.sum_of(
        t.sum_of(mul(K, J), K, ONE, J), J, ONE, N),
    "Product(i, (i, 1, n))": t.product_of(K, K, ONE, N),
    "Integral(x, x)": t.integral(X, X),
    "Integral(x*y, (x, 0, 1), y)": t.integral(t.integral(mul(X, Y), X, ZERO, ONE), Y),
    "Limit(1/x, x, 0)": t.limit(div(ONE, X), X, ZERO, "+"),
    "Limit(1/x, x, 0, dir='-')": t.limit(div(ONE, X), X, ZERO, "-"),
    "limit(1/x, x, 0, '+-')": t.limit(div(ONE, X), X, ZERO),
    "Limit(1/x, x, -oo)": t.limit(div(ONE, X), X, neg(t.INFINITY)),
    "Piecewise((x, x > 0), (0, True))": t.cases((X, t.relation("gt", X, ZERO)), otherwise=ZERO),
    "Piecewise((1, Eq(y, 1)), (2, y = 0))": t.cases(
        (ONE, t.relation("eq", Y, ONE)), (TWO, t.relation("eq", Y, ZERO))),
    "x[i, j + 1]": t.entry("x", K, add(J, ONE)),
    "Indexed(IndexedBase('x'), i)": t.entry("x", K),
    "IndexedBase('x')[i]": t.entry("x", K),
    "Symbol('x', real=True)": X,
    "Function('g')(x)": t.apply("g", X),
    "Mul(2, 3, evaluate=False)": mul(TWO, number(3)),
    "Add(x, y) + Pow(x, 2)": add(add(X, Y), power(X, TWO)),
    "lambda*x + is": add(mul(name("lambda"), X), name("is")),
    "Symbol('lambda')": name("lambda"),
    "α + é": add(name("α"), name("é")),
    "gamma + S": add(name("gamma"), name("S")),
    "  x\n": X,
    "(x\n + y)": add(X, Y),
    "x\t+\ty": add(X, Y),
    "2**100": power(TWO, number(100)),
    "1**10**100 + x**10**9": add(
        power(ONE, power(number(10), number(100))), power(X, power(number(10), number(9)))),
}


@pytest.mark.parametrize("source", READ)
def test_it_is_read_as_it_is_typed(source: str) -> None:
    assert parse(source, functions={"h"}) is READ[source]


RELATIONS = {
    "x > 0": "x > 0", "x = 1": "x = 1", "x == 1": "x = 1", "Eq(x, 1)": "x = 1",
    "Ne(x, 0)": "x != 0", "x != 0": "x != 0", "Unequality(x, 0)": "x != 0",
    "0 < x < 1": "And(0 < x, x < 1)", "0 < x = y": "And(0 < x, x = y)",
    "(x > 0) & (y > 0) & (a > 0)": "And(x > 0, y > 0, a > 0)",
    "~(x > 0) | (y < 1)": "Or(Not(x > 0), y < 1)", "not x > 0 and y < 1": "And(Not(x > 0), y < 1)",
    "And(x > 0, Or(y > 1, y = 0))": "And(x > 0, Or(y > 1, y = 0))", "True": "True",
    "StrictGreaterThan(x, 0)": "x > 0", "h(x, evaluate=False) = 2": "h(x) = 2",
}


@pytest.mark.parametrize("source", RELATIONS)
def test_conditions(source: str) -> None:
    assert text(parse_relation(source, functions={"h"})) == RELATIONS[source]


REFUSED = {
    "": (1, "missing"),
    "x +": (4, "breaks off"),
    "x^2": (2, "expected **"),
    "x\n+ y": (2, "a line ends"),
    "foo(x)": (1, "`foo` is not a known function; declare it"),
    "2*Sin(x)": (3, "expected `sin`"),
    "x(y + 1)": (1, "not a known function"),
    "2(x)": (1, "expected *"),
    "(a + b)(c)": (1, "expected *"),
    "2x": (1, "a number runs into a name"),
    "1or x": (1, "a number runs into a name"),
    "x y": (3, "expected an operator"),
    "(x": (1, "never closed"),
    "x)": (2, "no partner"),
    "h'(x)": (2, "a prime"),
    "sin": (1, "without arguments"),
    "h + 1": (1, "h(...)"),
    "f.diff(x)": (1, "Derivative(f, x)"),
    "x.T": (1, "`.T`"),
    "lambda x: x": (1, "lambda"),
    "[x for x in y]": (1, "not readable"),
    "x if y > 0 else 0": (1, "if/else"),
    "{x}": (1, "a set"),
    "(x, y)": (1, "a tuple"),
    "'x'": (1, "quotation marks"),
    "\"x": (1, "never closed"),
    "sin(x, y)": (1, "2 arguments"),
    "sin(x, deg=True)": (12, "`deg=`"),
    "sin(*x)": (5, "starred"),
    "sin(**x)": (7, "`**=`"),
    "x := 2": (3, "`:`"),
    "x % 2": (3, "`%`"),
    "x // 2": (3, "floor"),
    "n!": (2, "factorial"),
    "x # note": (3, "`#`"),
    "0x1F": (1, "`0x`"),
    "007": (1, "begins with 0"),
    "1j": (1, "2*I"),
    "zoo + nan": (1, "`zoo` is no number"),
    "x > 0": (1, "a condition stands"),
    "x + (y > 0)": (6, "a condition stands"),
    "x = y": (1, "a condition stands"),
    "Eq(x, y)": (1, "a condition stands"),
    "Piecewise((x, y))": (15, "a number stands"),
    "Piecewise((1, True), (x, x > 0))": (22, "never reached"),
    "Sum(x, i)": (8, "both ends"),
    "Sum(x, (2, 1, n))": (9, "not a variable"),
    "Derivative(x)": (1, "1 argument"),
    "Derivative(x, x, 1000)": (18, "order"),
    "Derivative(x, x**2)": (15, "not a variable"),
    "Subs(x + y, (x, y), (y, x))": (1, "replaced too"),
    "Limit(x, x, 0, 'up')": (16, "side"),
    "x[1:2]": (3, "slice"),
    "h[1]": (1, "only a name"),
    "Symbol('a b')": (8, "not a plain name"),
    "Symbol('E')": (8, "mistaken"),
    "Function('sin')(x)": (1, "known function"),
    "Rational(1, 0)": (1, "denominator 0"),
    "Rational(0.1)": (10, "not a whole number"),
    "10**10**10": (1, "more than 100000 digits"),
    "x + 2**2**2**100": (8, "more than 100000 digits"),
    "9**(10**6)": (1, "more than 100000 digits"),
    "factorial(10**9)": (1, "more than 100000 digits"),
    "1e999999999999": (1, "digits"),
    "1" * 5000: (1, "digits"),
    "𝑥 + 1": (1, "expected `x`"),
    "α + 𝑥": (5, "expected `x`"),
    "µ": (1, "expected `μ`"),
    "π": (1, "pi"),
    "x·y": (2, "expected *"),
    "x − y": (3, "expected -"),
    "\ufeffx": (1, "ufeff"),
    "x\u200b": (2, "u200b"),
    "x\0": (2, "null byte"),
    "x\ud800": (2, "surrogate"),
    "x" * 200_001: (0, "characters"),
    "(" * 10_000 + "x" + ")" * 10_000: (151, "nested more than 150 deep"),
    "sin(" * 10_000 + "x" + ")" * 10_000: (604, "nested more than 150 deep"),
    "-" * 10_000 + "x": (1, "nested too deep"),
    "x" + "[0]" * 10_000: (1, "nested too deep"),
    "**".join("x" * 10_000): (1, "nested too deep"),
    "/".join("x" * 10_000): (301, "nested more than 150 deep"),
    "+".join("x" * 30_000): (1, "more than 20000 parts"),
}


@pytest.mark.parametrize("source", REFUSED, ids=lambda s: ascii(s[:30]))
def test_a_refusal_says_where_and_what(source: str) -> None:
    column, message = REFUSED[source]
    begun = time.perf_counter()
    with pytest.raises(Unreadable) as caught:
        parse(source, functions={"h"})
    assert message in str(caught.value)
    assert caught.value.column == column
    assert time.perf_counter() - begun < 2


def test_the_line_of_a_refusal() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("(x\n + foo(y))")
    assert (caught.value.line, caught.value.column) == (2, 4)


def test_a_relation_is_no_number() -> None:
    for source in ("x", "x > 0 & y > 0", "= 2", "x = ", "And(x)"):
        with pytest.raises(Unreadable):
            parse_relation(source)


def test_long_sums_and_products_stay_flat() -> None:
    terms = [name(f"x{k}") for k in range(9000)]
    assert parse(" + ".join(map(text, terms))) is add(*terms)
    assert parse(" * ".join(map(text, terms))) is mul(*terms)
    signed = parse("-x0*2" + "".join(f" - x{k}*2" for k in range(1, 4000)))
    assert signed is add(*(neg(mul(term, TWO)) for term in terms[:4000]))
    inside = parse("x/log((" + "+".join("αβ" for _ in range(3000)) + ")*foo)*y")
    assert inside is mul(div(X, log(mul(add(*[name("αβ")] * 3000), name("foo")))), Y)


@pytest.mark.parametrize("first", ["a", "-a", "-2", "--a", "-(-a)", "-a**2", "(-a)", "-2**2"])
@pytest.mark.parametrize("operator", ["*", "/", "+"])
def test_long_and_short_are_read_alike(first: str, operator: str) -> None:
    short, long = (parse(f"{first}{operator}" + "*".join("b" * n)) for n in (3, 600))
    assert text(long).replace("*b" * 597, "", 1) == text(short)


def test_functions_of_the_context() -> None:
    context = Context(names=(("product", REAL),), functions=(("g", REAL),),
                      definitions=(Definition("s", ("z",), X), Definition("c", (), X)))
    assert parse("g(x)*s(y)", context=context) is mul(t.apply("g", X), t.apply("s", Y))
    assert parse("product + c", context=context) is add(name("product"), name("c"))
    for source in ("s(x, y)", "c(x)", "g", "s + 1", "product(x)"):
        with pytest.raises(Unreadable):
            parse(source, context=context)


def test_sympy_is_not_imported() -> None:
    program = ("import sys; from checker.reader.steps import read_steps; "
               "sys.exit('sympy' in sys.modules or 'flint' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# --- round trip -------------------------------------------------------------------------------

NAMES = st.sampled_from([name(word) for word in ("x", "y", "w_1", "lambda", "α", "n", "in")])
LEAVES = NAMES | st.integers(0, 20).map(number) | st.sampled_from([t.PI, t.EULER])
ONE_ARGUMENT = st.sampled_from(["exp", "log", "sin", "abs", "sign", "floor", "heaviside"])
TWO_ARGUMENTS = st.sampled_from(["max", "min", "delta", "atan2", "binomial"])


def minus(term: Term) -> Term:
    """The negative, as it is read back: the minus sign before a literal is the literal's."""
    first = term
    while first.head == "div" or (first.head == "mul" and first.args[0].head != "mul"):
        first = first.args[0]
    return term if first.head == "number" else neg(term)


@st.composite
def terms(draw: Any, depth: int = 4) -> Term:
    """A term of everything that the printer promises to be read back."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(LEAVES)  # type: ignore[no-any-return]

    def one() -> Term:
        return draw(terms(depth - 1))  # type: ignore[no-any-return]

    match draw(st.integers(0, 17)):
        case 0:
            return add(*(one() for _ in range(draw(st.integers(2, 4)))))
        case 1:
            return mul(*(one() for _ in range(draw(st.integers(2, 4)))))
        case 2:
            return minus(one())
        case 3:
            return sub(one(), one())
        case 4:
            return div(one(), one())
        case 5:
            return power(one(), draw(LEAVES))
        case 6:
            return t.root(one(), number(draw(st.integers(2, 3))))
        case 7:
            return call(draw(ONE_ARGUMENT), one())
        case 8:
            return call(draw(TWO_ARGUMENTS), one(), one())
        case 9:
            return t.apply("h", one(), *([one()] if draw(st.booleans()) else []))
        case 10:
            return t.entry("z", one(), *([one()] if draw(st.booleans()) else []))
        case 11:
            variable = draw(NAMES) if draw(st.booleans()) else t.entry("z", draw(LEAVES))
            return t.derivative(one(), variable, draw(st.integers(1, 3)))
        case 12:
            return t.at(one(), draw(NAMES), one())
        case 13:
            return t.sum_of(one(), draw(NAMES), one(), one())
        case 14:
            return t.product_of(one(), draw(NAMES), one(), one())
        case 15:
            return t.integral(one(), draw(NAMES), *([one(), one()] * draw(st.integers(0, 1))))
        case 16:
            return t.limit(one(), draw(NAMES), draw(NAMES), draw(st.sampled_from("+-")))
        case _:
            otherwise = one() if draw(st.booleans()) else None
            return t.cases((one(), draw(conditions(depth - 1))), otherwise=otherwise)


@st.composite
def conditions(draw: Any, depth: int = 2) -> Term:
    """A relation, or several joined."""
    if depth <= 0 or draw(st.booleans()):
        kind = draw(st.sampled_from(sorted(t.RELATIONS)))
        return t.relation(kind, draw(terms(min(depth, 1))), draw(terms(min(depth, 1))))
    parts = [draw(conditions(depth - 1)) for _ in range(draw(st.integers(1, 3)))]
    return t.build("not", (parts[0],)) if len(parts) == 1 else draw(
        st.sampled_from([t.both, t.either]))(*parts)  # type: ignore[no-any-return]


@settings(max_examples=300, deadline=None)
@given(terms())
def test_what_is_printed_is_read_back(term: Term) -> None:
    assert parse(text(term), functions={"h"}) is term


@settings(max_examples=100, deadline=None)
@given(conditions())
def test_printed_conditions_are_read_back(condition: Term) -> None:
    assert parse_relation(text(condition), functions={"h"}) is condition


@pytest.mark.parametrize("term", [
    number(-3), add(X, number(-3)), mul(number(-3), X), mul(X, number(-3)), power(number(-3), X),
    power(X, number(-3)), div(number(-3), X), add(X, mul(number(-2), Y)), neg(number(-3)),
    sub(X, number(-3)), neg(mul(number(-2), X)), mul(mul(A, B), C), neg(mul(mul(A, B), C)),
    sub(A, TWO), sub(A, mul(TWO, B)), neg(power(TWO, X)), mul(neg(A), B), neg(mul(A, B)),
    mul(div(number(-2), X), Y), power(power(A, B), C), neg(neg(A)), add(add(A, B), C),
    mul(mul(number(-2), X), Y), div(mul(number(-2), X), Y), call("max", number(-1), X),
], ids=text)
def test_signs_and_brackets_are_read_back(term: Term) -> None:
    assert parse(text(term)) is term


@pytest.mark.parametrize("term", [
    number(1, 2), number(-1, 2), mul(number(1, 2), X), mul(number(-1, 2), X), neg(TWO),
    neg(mul(TWO, X)), power(X, number(1, 2)), neg(div(ONE, X)), div(X, number(1, 2)),
], ids=text)
def test_what_is_read_back_as_another_term_is_printed_alike(term: Term) -> None:
    again = parse(text(term))
    assert text(again) == text(term)
    assert exact(again, {"x": Fraction(4)}) == exact(term, {"x": Fraction(4)})


# --- against Python ---------------------------------------------------------------------------

ARITHMETIC = st.recursive(
    st.sampled_from(["x", "y", "2", "3", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", " - ", " + "]), inner).map("".join),
        inner.map("-{}".format), inner.map("({})".format), inner.map("+{}".format),
        st.tuples(inner, st.sampled_from(["**2", "**-1", "**3"])).map("".join)),
    max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(ARITHMETIC)
def test_the_value_is_the_one_python_computes(source: str) -> None:
    values = {"x": Fraction(3, 7), "y": Fraction(-5, 2)}
    try:
        expected = eval(source.replace("0.5", "half"), {**values, "half": Fraction(1, 2)})
    except ZeroDivisionError:
        return
    if "**" in source and not isinstance(expected, (int, Fraction)):
        return
    found = exact(parse(source), values)
    if found is not None and isinstance(expected, Fraction):
        assert found == expected


# --- garbage ----------------------------------------------------------------------------------

PIECES = ["x", "y", "h", "sin", "Sum", "Derivative", "Piecewise", "Limit", "S", "Symbol", "lambda",
          "(", ")", "[", "]", "{", "}", ",", "+", "-", "*", "/", "**", "^", "=", "==", "<", ">=",
          "&", "|", "~", "not", "and", "if", "else", "for", "in", ".", ":", "'", '"', "'x'", "1",
          "2.5", "1e9", "1e", "0x", "0", "True", "None", " ", "\n", "\t", "#", "\\", "!", "E", "oo",
          "𝑥", "α", "·", "π", "\0", "\ud800", "\ufeff", "\r", "yield",
          "await", "f'", "b'", "@", ";",
          "1or", "2if", "1.and"]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40))
def test_garbage_is_unreadable_at_worst(source: str) -> None:
    for read in (parse, parse_relation):
        try:
            found = read(source, functions={"h"})
        except Unreadable as error:
            assert error.line <= source.count("\n") + 1
            assert error.column <= len(source) + 1
        else:
            assert text(found)


@settings(max_examples=200, deadline=None)
@given(terms(3).map(text), st.data())
def test_a_damaged_text_is_unreadable_at_worst(source: str, data: Any) -> None:
    place = data.draw(st.integers(0, len(source)))
    length = data.draw(st.integers(0, 3))
    damaged = source[:place] + data.draw(st.sampled_from(PIECES)) + source[place + length:]
    try:
        parse(damaged, functions={"h"})
    except Unreadable as error:
        assert error.message
