"""The second reader: its answers, its process, and where it reads otherwise than ours."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.language.context import Context, interval
from checker.language.errors import CheckerError
from checker.language.term import Term, name
from checker.reader.latex import read
from checker.reader.second import Read, SecondReader, Unread, process
from checker.reader.second.common import common
from checker.reader.second.spoken import MAX_LENGTH, spoken
from checker.reader.sympy_text import parse
from checker.second import Agree, Differ, Unknown, differs, notice
from tests.test_latex_expression import LINES, is_read, scope_from

pytest.importorskip("latex2sympy2")


@pytest.fixture(scope="module")
def reader() -> Iterator[SecondReader]:
    with SecondReader(seconds=20) as found:
        yield found


def term_from(reader: SecondReader, line: str) -> Term:
    answer = reader.read(line)
    assert isinstance(answer, Read), answer
    return answer.term


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "reading"), [
    ("x + 1", "x + 1"), (r"\frac{x}{x}", "x/x"), (r"\log x^2", "log(x**2)"),
    (r"\log_2 x", "log(x)/log(2)"), (r"\sum_{i=1}^n w_i x_i", "Sum(w[i]*x[i], (i, 1, n))"),
])
def test_a_formula_becomes_a_term(reader: SecondReader, line: str, reading: str) -> None:
    assert differs(parse(reading), term_from(reader, line)) == Agree()


@pytest.mark.parametrize(("line", "reason"), [
    (r"\frac{1}{2", "expected"), ("a = b", "one side"), (r"a \le b", "one side"),
    ("x + " * MAX_LENGTH, "characters"), (r"\begin{pmatrix} a & b \end{pmatrix}", "Dense"),
    (r"\|v\|", "norm"), ("", ""),
])
def test_what_it_does_not_read_has_a_reason(reader: SecondReader, line: str, reason: str) -> None:
    answer = reader.read(line)
    assert isinstance(answer, Unread) and reason in answer.reason and answer.reason


def test_a_formula_that_poisons_it_leaves_the_next_one_whole(reader: SecondReader) -> None:
    assert isinstance(reader.read("x_1 dz"), Read)
    assert term_from(reader, "x") is name("x")


def test_a_process_that_ends_is_started_again() -> None:
    with SecondReader(seconds=20) as reader:
        assert isinstance(reader.read("x"), Read)
        assert reader._process is not None
        reader._process.kill()
        reader._process.join()
        assert reader.read("x") == Unread("its process ended")
        assert isinstance(reader.read("x"), Read)


def test_a_formula_that_takes_too_long_is_given_up() -> None:
    with SecondReader(seconds=1) as reader:
        start = time.monotonic()
        assert isinstance(reader.read("x"), Read | Unread)
        assert reader.read(r"\binom{1000000000}{500000000}") == Unread("no answer within 1 seconds")
        assert time.monotonic() - start < 60


def test_its_logarithm_is_natural_unless_a_base_is_given() -> None:
    assert spoken(r"\log x \log^2 x \log_2 x \log^2_3 x \logo") \
        == r"\ln x \ln^2 x \log_2 x \log^2_3 x \logo"
    assert spoken(r"\log x \ln x", 10) == r"\log_{10} x \ln x"


def test_without_it_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "find_spec", lambda _: None)
    with pytest.raises(CheckerError, match=r"pip install 'derivation-checker\[second-reader\]'"):
        SecondReader()


# --- comparing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("ours", "theirs"), [
    ("y_hat", r"\hat{y}"), ("y_hat[k]", r"\hat{y}_k"), ("w[j, k]", "w_{jk}"),
    ("w[j, k]", "w_{j,k}"), ("x_1", "x_1"), ("x[1]", "x_1"), ("x_max", r"x_{\text{max}}"),
    ("x[i + 1]", "x_{i+1}"), ("theta_bold", r"\boldsymbol{\theta}"), ("alpha", "alpha"),
    ("x[alpha]", r"x_{\alpha}"), ("SSE", r"\mathrm{SSE}"), ("mu[B]", "mu_B"),
])
def test_names_have_a_common_spelling(ours: str, theirs: str) -> None:
    assert common(parse(ours)) is common(name(theirs))


def test_only_what_is_refuted_differs() -> None:
    x, i = name("x"), name("i")
    assert isinstance(differs(parse("x**2"), parse("x**3")), Differ)
    assert differs(parse("2*x"), parse("x + x")) == Agree()
    assert isinstance(differs(x, parse("Integral(x*exp(x**3), (x, 0, 1))")), Differ | Unknown)
    difference = differs(parse("y[i]"), parse("y**i"))
    assert isinstance(difference, Differ) and difference.only_second == ("y",)
    assert i.data not in difference.only_second


def test_the_domains_of_the_context_count() -> None:
    positive = Context(names=(("x", interval(0, None)),))
    assert isinstance(differs(parse("Abs(x)"), name("x")), Differ)
    assert differs(parse("Abs(x)"), name("x"), positive) == Agree()


def test_a_derivative_by_a_name_that_is_not_seen_is_not_zero() -> None:
    assert differs(parse("Derivative(L, a)"), parse("Derivative(L, a)")) == Agree()
    assert isinstance(differs(parse("Derivative(L, a)"), parse("0")), Differ)


def test_the_notice_shows_both_readings(reader: SecondReader) -> None:
    line = r"\sigma^{(i)} + 1"
    difference = differs(parse("sigma[i] + 1"), term_from(reader, line))
    assert isinstance(difference, Differ)
    assert notice(line, difference) == (
        r"the second reader reads `\sigma^{(i)} + 1` as sigma**i + 1 (with sigma, unknown to the "
        "first), the first as sigma[i] + 1")


# --- the lines ----------------------------------------------------------------------------------

KNOWN = frozenset(
    line for line in (Path(__file__).parent / "second_reader.txt").read_text("utf-8").splitlines()
    if not line.startswith("# "))


def counted(reader: SecondReader, lines: list[tuple[str, ...]]) -> dict[str, int]:
    """How often the readers agree; where they differ, the line is known for it."""
    counts = {"agree": 0, "differ": 0, "unknown": 0, "unread": 0}
    for declared, line, _ in lines:
        answer = reader.read(line)
        if isinstance(answer, Unread):
            counts["unread"] += 1
            continue
        match differs(read(line, scope_from(declared)), answer.term):
            case Agree():
                counts["agree"] += 1
            case Differ():
                counts["differ"] += 1
                assert line in KNOWN, f"{line}: {answer.term}"
            case Unknown():
                counts["unknown"] += 1
    return counts


READ = [line for line in LINES if is_read(line[2])]


def test_where_the_readers_differ_the_second_one_is_wrong(reader: SecondReader) -> None:
    some = READ[::6]
    assert counted(reader, some)["agree"] >= 0.6 * len(some)


@pytest.mark.slow
def test_on_all_lines_the_readers_differ_where_it_is_known(reader: SecondReader) -> None:
    counts = counted(reader, READ)
    assert counts["agree"] >= 330 and counts["unknown"] <= 5, counts
    assert counts["differ"] == len(KNOWN), counts
