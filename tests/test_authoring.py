"""Derivations are written with SymPy and stay as they are typed."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sympy import (
    Abs,
    Eq,
    Function,
    Idx,
    IndexedBase,
    Limit,
    Sum,
    Symbol,
    exp,
    oo,
    sqrt,
)

import derivations
from checker.language import context as domains
from checker.language import term as t
from checker.language.claim import Derivation
from checker.language.context import finite
from checker.language.errors import Unreadable
from checker.language.text import text
from checker.reader.authoring import (
    D,
    as_written,
    by,
    deriving,
    frac,
    open_interval,
    power,
    prime,
)
from checker.reader.sympy_objects import term_of

HERE = Path(__file__).name


def test_a_chain_keeps_its_lines_reasons_and_places() -> None:
    with deriving("add-one", "Add one", source="note 003") as d:
        z = d.real("z")
        d.chain(
            exp(-z),
            by("add and subtract"), 1 + exp(-z) - 1,
            by("cancel"), exp(-z),
            title="There and back")
        d.chain(z, z + 0)
    made = d.finish()
    first, second, third = made.claims
    assert (made.name, made.title, made.source) == ("add-one", "Add one", "note 003")
    assert [chain.title for chain in made.chains] == ["There and back", ""]
    assert first.rhs is t.add(t.ONE, t.exp(t.neg(t.name("z"))), t.neg(t.ONE))
    assert first.rhs is second.lhs
    assert (first.reason, second.reason, third.reason) == ("add and subtract", "cancel", None)
    assert first.span is not None and second.span is not None and third.span is not None
    assert first.span.path.endswith(HERE) and second.span.line == first.span.line + 1
    assert third.span.line == second.span.line + 2
    assert {claim.kind for claim in made.claims} == {"step"}
    assert all(claim.context is made.context for claim in made.claims)


def test_evaluation_comes_back_after_the_block() -> None:
    x = Symbol("x")
    with deriving("nothing", "Nothing"):
        assert (x/x).is_Mul
    assert x/x == 1
    with pytest.raises(ZeroDivisionError), deriving("broken", "Broken"):
        1/0  # noqa: B018 (it is meant to fail)
    assert x/x == 1


def test_declarations_become_the_context() -> None:
    with deriving("declared", "Declared") as d:
        r, _ = d.real("r s")
        d.positive("p")
        d.between("a", 0, 1)
        d.between("c", 1, None)
        d.among("y", 0, 1)
        d.negative("u")
        d.nonzero("v")
        d.nonnegative("q")
        n = d.natural("n")
        j = d.index("j", 1, n)
        d.function("h", range=open_interval(0, 1))
        d.family("labels", finite(0, 1))
        d.assume(Eq(r, 2), j > 1)
    context = d.finish().context
    assert {n: str(context.domain(n)) for n, _ in context.names} == {
        "r": "real", "s": "real", "p": "positive", "a": "(0, 1)", "c": "(1, oo)", "y": "{0, 1}",
        "u": "negative", "v": "nonzero", "q": "nonnegative", "n": "positive_integer",
        "j": "integer"}
    assert context.range("h") == domains.UNIT
    assert context.entries("labels") == finite(0, 1)
    assert [text(h) for h in context.hypotheses] == ["1 <= j", "j <= n", "r = 2", "j > 1"]


def test_definitions_are_kept_as_written() -> None:
    with deriving("defined", "Defined") as d:
        n = d.natural("n")
        i, k = d.index("i k")
        w, x = d.family("w x")
        b, t_ = d.real("b t")
        sigma = d.define("sigma(t)", 1/(1 + exp(-t_)))
        z = d.define("z[i]", b + Sum(w[k]*x[i, k], (k, 1, n)))
        a = d.define("a", sigma(z[1]))
        d.chain(D(a, b), prime(sigma)(z[1])*D(z[1], b))
    made = d.finish()
    shown = {f.name: (f.parameters, text(f.body), f.family) for f in made.context.definitions}
    assert shown == {
        "sigma": (("t",), "1/(1 + exp(-t))", False),
        "z": (("i",), "b + Sum(w[k]*x[i, k], (k, 1, n))", True),
        "a": ((), "sigma(z[1])", False)}
    (claim,) = made.claims
    assert claim.lhs is t.derivative(t.name("a"), t.name("b"))
    assert text(claim.rhs) == "sigma'(z[1])*Derivative(z[1], b)"


def test_limits_updates_conditions_and_results() -> None:
    with deriving("kinds", "Kinds") as d:
        w, alpha = d.real("w"), d.positive("alpha")
        d.chain(Limit(1/w, w, oo), by("limit"), 0)
        d.update(w, w - alpha*w, title="A step")
        d.holds(alpha > 0, by("declared positive"))
        d.result("next(w, alpha)", w - alpha*w)
        d.result("parts/first(w)", w)
    made = d.finish()
    assert [(c.kind, c.relation) for c in made.claims] == [
        ("limit", "="), ("update", ":="), ("condition", ">")]
    assert [(r.name, r.arguments) for r in made.results] == [
        ("next", ("w", "alpha")), ("parts/first", ("w",))]


def test_helpers_keep_what_sympy_would_merge() -> None:
    x, y = Symbol("x"), Symbol("y")
    with as_written():
        assert text(term_of(y*frac(1, x))) == "y*(1/x)"
        assert text(term_of(power(x, -1))) == "x**(-1)"
        assert text(term_of(prime(Function("g"), 2)(x))) == "g''(x)"
        assert text(term_of(D(y, x))) == "Derivative(y, x)"



def test_mistakes_are_told_with_their_line() -> None:
    with deriving("bad", "Bad") as d:
        x = d.real("x")
        f = Function("f")
        with pytest.raises(Unreadable, match="fewer than two") as caught:
            d.chain(x)
        assert caught.value.line > 0 and HERE in str(caught.value)
        with pytest.raises(Unreadable, match="ends in a reason"):
            d.chain(x, x, by("expand"))
        with pytest.raises(Unreadable, match="between two lines"):
            d.chain(by("expand"), x, x)
        with pytest.raises(Unreadable, match="between two lines"):
            d.chain(x, by("expand"), by("factor"), x)
        with pytest.raises(Unreadable, match="declared twice"):
            d.positive("x")
        with pytest.raises(Unreadable, match="a second time"):
            d.define("x", 1)
        with pytest.raises(Unreadable, match="no left side"):
            d.define("x + 1", 1)
        with pytest.raises(Unreadable, match="no relation"):
            d.holds(x)
        with pytest.raises(Unreadable, match="cannot be read") as caught:
            d.chain(
                x,
                by("expand"), object())
        assert caught.value.line > 0
        with pytest.raises(Unreadable, match="without a name"):
            d.real(" ")
        d.chain(f(x), x)
        with pytest.raises(Unreadable, match="neither declared nor defined"):
            d.finish()


def test_two_symbols_of_one_spelling_are_never_merged() -> None:
    with deriving("alike", "Alike") as d:
        x, p = d.real("x"), d.positive("p")
        h, w = d.function("h"), d.family("w")
        i = d.index("i")
        d.define("a", x + 1)
        other = Symbol("x", positive=True)
        with pytest.raises(Unreadable) as caught:
            d.chain(
                Abs(x),
                by("sign"), other)
        assert "called x: Symbol('x', real=True) and Symbol('x', positive=True)" \
            in caught.value.message
        here = caught.value.line
        with pytest.raises(Unreadable, match="called x") as caught:
            d.chain(sqrt(other**2), x)
        assert caught.value.line > here and HERE in caught.value.message
        for one in (x - Symbol("x"), Symbol("p", real=True), Function("h", positive=True)(x),
                    IndexedBase("w", positive=True)[i], Symbol("a", positive=True),
                    Symbol("i"), w[Idx(i, (1, 3))]):
            with pytest.raises(Unreadable, match="two different things are called"):
                d.chain(one, one)
        with pytest.raises(Unreadable, match="called x"):
            d.define("b", other)
        with pytest.raises(Unreadable, match="called x"):
            d.holds(other > 0)
        with pytest.raises(Unreadable, match="called x") as caught:
            d.assume(other > 0)
        assert HERE in caught.value.message
        with pytest.raises(Unreadable, match="declared real, and is Symbol"):
            d.symbols("q", domains.REAL, positive=True)
        d.chain(Symbol("a"), Symbol("x", real=True) + 1)
        d.chain(w[i], w[Idx(i)])
        d.chain(p*h(x), h(x)*p)
    assert len(d.finish().claims) == 3


def test_what_was_used_before_its_declaration_is_not_merged_either() -> None:
    with deriving("late", "Late") as d:
        d.chain(Symbol("x", positive=True), Abs(Symbol("x", positive=True)))
        with pytest.raises(Unreadable, match="called x"):
            d.real("x")
        d.chain(Symbol("a"), Symbol("b", positive=True))
        d.define("a", 1)
        with pytest.raises(Unreadable, match="called b"):
            d.define("b", 1)


# --- the shelf ---------------------------------------------------------------------------------


def test_every_module_is_on_the_shelf() -> None:
    modules = {module.name for module in iter_modules(derivations.__path__)}
    assert set(derivations.NAMES.values()) == modules


@pytest.mark.parametrize("name", derivations.NAMES)
def test_a_derivation_says_what_it_is(name: str) -> None:
    made = derivations.load(name)
    module = import_module(f"derivations.{derivations.NAMES[name]}")
    assert isinstance(made, Derivation) and made.name == name and made.title and module.__doc__
    assert made.claims
    for claim in made.claims:
        assert claim.span is not None and claim.span.path.endswith(f"{module.__name__[12:]}.py")
        assert claim.reason or claim.kind == "update", claim
        assert claim.lhs is not claim.rhs, claim


def test_the_results_that_scripts_rely_on() -> None:
    found = {f"{name}:{result.name}": result.arguments
             for name in derivations.NAMES for result in derivations.load(name).results}
    data = ("X", "y", "w", "b")
    assert found == {
        "sigmoid:value": ("z",), "sigmoid:derivative": ("z",),
        "softplus:value": ("z",), "softplus:log_sigmoid": ("z",),
        "logistic:loss": ("z", "y"), "logistic:dz": ("z", "y"), "logistic:d2z": ("z", "y"),
        "squared:loss": ("z", "y"), "squared:dz": ("z", "y"), "squared:d2z": ("z", "y"),
        "logistic-mean:loss": data, "logistic-mean:gradient/dw": data,
        "logistic-mean:gradient/db": data, "logistic-mean:hessian/ww": data,
        "logistic-mean:hessian/wb": data, "logistic-mean:hessian/bb": data,
        "squared-error:loss": data, "squared-error:gradient/dw": data,
        "squared-error:gradient/db": data, "softmax:loss": ("Z", "y"),
        "softmax:dZ": ("Z", "y"), "softmax:d2Z": ("Z", "y")}


def test_the_list_of_names_needs_no_sympy() -> None:
    code = "import sys, derivations; print(len(derivations.NAMES), 'sympy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == [str(len(derivations.NAMES)), "False"]


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(Unreadable, match="sigmoid"):
        derivations.load("sigmiod")


def test_the_ledger_is_complete() -> None:
    from tests.ledger_claims import RECORDS

    assert {r.verdict for r in RECORDS} == {"proved", "refuted"}
    assert {r.note for r in RECORDS} == {"000", "001", "002", "003", "004"}
    false = {(r.note, r.lines) for r in RECORDS if r.verdict == "refuted"}
    assert false == {("002", "485-486,495-496"), ("003", "294"), ("003", "312"),
                     ("003", "668,670"), ("004", "30-31")}
