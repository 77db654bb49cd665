"""LaTeX formulas become the terms that were meant, or one clear refusal with its place."""

from __future__ import annotations

import random
import string
import time
from pathlib import Path

import pytest

from checker.language import term as t
from checker.language.context import POSITIVE, REAL, Context, Definition
from checker.language.errors import Unreadable
from checker.language.term import name, number
from checker.language.text import text
from checker.reader.latex import Scope, latex, parse_expression, read, scope_of
from checker.reader.latex.reading import Ambiguous
from checker.reader.sympy_text import parse

LINES = [tuple(line.split("\t")) for line in
         (Path(__file__).parent / "latex_lines.tsv").read_text(encoding="utf-8").splitlines()
         if line and not line.startswith("#")]


def scope_from(declared: str) -> Scope:
    """The scope that the first column of a line declares."""
    functions: dict[str, int] = {}
    names, families = set(), set()
    ranges = {}
    for word in declared.split():
        if word.endswith("()"):
            functions[word[:-2]] = 0
        elif word.endswith("[]"):
            families.add(word[:-2])
        elif ":" in word:
            index, _, ends = word.partition("=")
            low, _, high = ends.partition(":")
            ranges[index] = number(int(low)), name(high)
        else:
            names.add(word)
    return Scope(functions=functions, names=frozenset(names), families=frozenset(families),
                 ranges=ranges)


def is_read(reading: str) -> bool:
    return not reading.startswith(("unreadable: ", "refused: "))


@pytest.mark.parametrize(("declared", "line", "reading"), LINES)
def test_a_line_is_read_as_it_is_meant(declared: str, line: str, reading: str) -> None:
    scope = scope_from(declared)
    if not is_read(reading):
        with pytest.raises(Unreadable) as refusal:
            read(line, scope)
        assert reading.partition(": ")[2] in refusal.value.message
        assert refusal.value.line == 1 and 1 <= refusal.value.column <= len(line) + 1
        return
    found = read(line, scope)
    assert text(found) == reading
    if "^" not in reading and "'" not in reading and " = " not in reading \
            and "lambda" not in reading:
        assert text(parse(reading, functions=scope.functions)) == reading


def test_there_are_many_lines_and_nearly_all_that_mean_one_thing_are_read() -> None:
    refused = sum(reading.startswith("refused: ") for _, _, reading in LINES)
    meant = refused + sum(is_read(reading) for _, _, reading in LINES)
    assert meant >= 400 and refused <= 0.03 * meant
    assert len({(declared, line) for declared, line, _ in LINES}) == len(LINES)


@pytest.mark.parametrize(("line", "reading"), [
    (line, reading) for declared, line, reading in LINES if is_read(reading) and not declared])
def test_what_is_read_is_printed_and_read_again(line: str, reading: str) -> None:
    found = read(line, Scope())
    names, families, functions = set(), set(), set()
    stack = [found]
    while stack:
        part = stack.pop()
        stack.extend(part.args)
        if part.head == "name":
            names.add(str(part.data))
        elif part.head == "entry":
            families.add(str(part.data))
        elif part.head == "apply":
            functions.add(part.data[0])
    scope = Scope(functions={f: 0 for f in functions}, names=frozenset(names),
                  families=frozenset(families), lower=frozenset(families),
                  raised=frozenset(f[:-3] for f in families if f.endswith("^()")))
    assert read(latex(found), scope) is found


# --- contexts -----------------------------------------------------------------------------------


def test_a_context_says_what_is_a_function_and_what_a_name() -> None:
    context = Context(names=(("y", REAL),), functions=(("h", REAL),))
    assert parse_expression("y(1 - h(x))", context) is t.mul(
        name("y"), t.sub(t.ONE, t.apply("h", name("x"))))


def test_a_definition_fixes_the_number_of_arguments() -> None:
    context = Context(definitions=(Definition("f", ("x",), name("x")),))
    assert text(parse_expression("f(2)", context)) == "f(2)"
    with pytest.raises(Unreadable, match="takes 1 argument, not 2"):
        parse_expression("f(1, 2)", context)


def test_a_name_may_be_declared_in_latex() -> None:
    context = Context(names=((r"\alpha", POSITIVE), (r"\hat{y}", REAL)))
    assert parse_expression(r"\alpha + \hat{y}", context) is t.add(
        name(r"\alpha"), name(r"\hat{y}"))


def test_hypotheses_declare_a_range() -> None:
    j, n = name("j"), name("n")
    context = Context(hypotheses=(t.relation("le", t.ONE, j), t.relation("le", j, n)))
    assert text(parse_expression(r"\sum_j x_j", context)) == "Sum(x[j], (j, 1, n))"


def test_signs_of_arrays_are_read_where_arrays_are_spoken_of() -> None:
    scope = Scope(families=frozenset("wx"), shapes={"w": (number(2),), "x": (number(2),)},
                  arrays=True)
    w, x = name("w"), name("x")
    product = t.mul(t.call("transpose", w), x)
    assert read("w^T x + b", scope) is t.add(product, name("b"))
    assert read(r"w^{\top}x", scope) is product
    assert read("w^Tx + w_1", scope) is t.add(product, t.entry("w", number(1)))
    assert read(r"\|w - x\|^2", scope) is t.power(t.call("norm", t.sub(w, x)), t.TWO)
    assert read(r"\nabla_w L", scope) is t.derivative(name("L"), w)
    assert read(r"A^{[1]T} \odot w", scope) is t.call(
        "hadamard", t.call("transpose", name("A^[1]")), w)


def test_the_logarithm_may_have_another_base() -> None:
    assert text(read(r"\log x + \ln x", Scope(log_base=10))) == "log(x)/log(10) + log(x)"


def test_an_operator_before_a_bracket_is_read_as_asked() -> None:
    line = r"\frac{d}{dx}(x + 1)(x + 2)"
    assert text(read(line, Scope(derivative="wide"))) == "Derivative((x + 1)*(x + 2), x)"
    assert text(read(line, Scope(derivative="near"))) == "Derivative(x + 1, x)*(x + 2)"


def test_what_depends_on_the_variable_by_its_definition_is_seen() -> None:
    line = r"\frac{\partial}{\partial w}(z + 1) q"
    assert text(read(line, Scope())) == "Derivative((z + 1)*q, w)"
    with pytest.raises(Ambiguous):
        read(line, Scope(depends={"z": frozenset({"w"})}))


def test_families_of_a_page_decide_what_a_number_below_a_name_is() -> None:
    assert read("w_1", scope_of(Context(families=(("w", REAL),)))).head == "entry"
    assert read("w_{12}", Scope(families=frozenset("w"), arities={"w": 2})).args == (
        number(1), number(2))


# --- places and readings ------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "row", "column"), [
    ("x^23", 1, 2), ("a +\n  1/2x", 2, 6), ("(a + b", 1, 1), (r"\frac{a}{b", 1, 9),
    ("f(x)", 1, 1), ("a b c + abcdef", 1, 9), ("", 1, 1), ("a + ", 1, 5),
])
def test_a_refusal_has_its_place(line: str, row: int, column: int) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(line, Scope())
    assert (refusal.value.line, refusal.value.column) == (row, column)


def test_an_ambiguity_shows_its_readings() -> None:
    with pytest.raises(Ambiguous) as refusal:
        read("h(x)", Scope())
    assert refusal.value.readings == ("a function, `h` applied to `(x)`",
                                      r"a product, `h \cdot (x)`")


# --- bounds -------------------------------------------------------------------------------------

HOSTILE = {
    "braces": "{" * 100_000, "closed braces": "{" * 49_000 + "x" + "}" * 49_000,
    "brackets": "(" * 99_000, "closed brackets": "(" * 49_000 + "x" + ")" * 49_000,
    "fractions": r"\frac{" * 16_000, "roots": r"\sqrt{" * 50 + "x" + "}" * 50,
    "exponents": "x^{" * 33_000, "bars": "|" * 99_000, "letters": "a" * 99_000,
    "digits": "1" * 99_000, "signs": "-" * 99_000, "sum": "x+" * 40_000 + "x",
    "product": "x " * 40_000, "functions": r"\log" * 20_000 + "x", "left": r"\left(" * 16_000,
    "sums": r"\sum_{i=1}^n" * 8_000 + "x", "tower": "9^{9^{9^{9^9}}}",
    "texts": r"\text{" * 16_000,
    "dots": r"+ \dots" * 10_000, "scripts": "x_{1}^{(i)}" * 9_000, "accents": r"\hat{" * 90 + "x"
    + "}" * 90, "too long": "x" * 200_000, "primes": "f" + "'" * 90_000 + "(x)",
    "operators": r"\frac{d}{dx}" * 8_000 + "x", "cases": r"\begin{cases}" * 7_000,
    "over": "{" * 40 + r"a \over b}" * 40, "runs": "ab" * 40_000,
    "factorials": "x" + "!" * 90_000, "overset": r"\overset{" * 10_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_formulas_are_answered_at_once(kind: str) -> None:
    started = time.perf_counter()
    try:
        read(HOSTILE[kind], Scope(names=frozenset({"a", "b", "ab"})))
    except Unreadable as error:
        assert error.line
    assert time.perf_counter() - started < 2


ALPHABET = [*string.ascii_letters[:30], *"0123456789+-*/=^_{}()[]|!',.&<>: \n$~%",
            *r"\frac \sqrt \left \right \sum \int \log \sin \hat \partial \text{if} \begin{cases} "
            r"\end{cases} \\ \alpha \cdot \to \infty \lim \dots \over ^{ _{ } dx \in \{ \} \, "
            r"\Big| \exp \max \binom \prod ^{(i)} ^{[2]} \mathrm{ \quad \because".split()]


def mutated(chance: random.Random) -> str:
    """A formula of the list, damaged."""
    line = chance.choice(LINES)[1]
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(line))
        match chance.randint(0, 3):
            case 0:
                line = line[:at] + line[at + chance.randint(1, 4):]
            case 1:
                line = line[:at] + chance.choice(ALPHABET) + line[at:]
            case 2:
                other = chance.choice(LINES)[1]
                line = line[:at] + other[chance.randint(0, len(other)):]
            case _:
                end = at + chance.randint(1, 8)
                line = line[:at] + line[at:end] * 2 + line[end:]
    return line


def check_mutants(count: int, seed: int) -> None:
    chance = random.Random(seed)
    scopes = [Scope(), scope_from("x y a b f() g() h() w[] i=1:n da dz SSE")]
    for _ in range(count):
        line = mutated(chance)
        try:
            read(line, chance.choice(scopes))
        except Unreadable as error:
            assert error.line >= 1 and error.column >= 1, line


def test_damaged_formulas_are_read_or_refused() -> None:
    check_mutants(3000, 1)


@pytest.mark.fuzz
def test_very_many_damaged_formulas_are_read_or_refused() -> None:
    check_mutants(200_000, int(time.time()))


def test_formulas_are_read_fast() -> None:
    lines = [(line, scope_from(declared)) for declared, line, reading in LINES
             if is_read(reading)]
    started = time.perf_counter()
    for line, scope in lines:
        read(line, scope)
    assert len(lines) / (time.perf_counter() - started) > 1000
