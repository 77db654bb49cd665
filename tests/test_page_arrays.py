"""Vectors and matrices of a page: told entry by entry, whatever their shapes allow, no more."""

from __future__ import annotations

import time
from typing import Any

import pytest

from checker.language.findings import Finding, PageFindings, Unread
from checker.language.term import mul, name, number
from checker.notes.judge import Judge, Options
from checker.notes.verify import verify_text
from checker.reader.page.arrays import Arrays

GIVEN = r"""X \in \mathbb{R}^{m \times n}, \quad w, v \in \mathbb{R}^n, \quad y \in \mathbb{R}^m
A, B \in \mathbb{R}^{2 \times 2}, \quad u \in \mathbb{R}^2
x^{(i)} \in \mathbb{R}^n, \quad c, \alpha \in \mathbb{R}
"""


def outcomes(text: str) -> list[str]:
    return [f.outcome for f in verify_text(text, GIVEN).findings]


def only(text: str) -> PageFindings:
    return verify_text(text, GIVEN)


@pytest.mark.parametrize("claim", [
    r"v^T w = w^T v",
    r"(X w)^T y = w^T X^T y",
    r"X (v + w) = X v + X w",
    r"X^T X w = X^T (X w)",
    r"(v w^T)^T = w v^T",
    r"\|v + w\|^2 = \|v\|^2 + 2 v^T w + \|w\|^2",
    r"\|c v\|^2 = c^2 \|v\|^2",
    r"v \odot w = w \odot v",
    r"(A B)^T = B^T A^T",
    r"\nabla_w (w^T v) = v",
    r"\nabla_w \|w\|^2 = 2 w",
    r"\frac{\partial}{\partial w} \frac{1}{2} \|X w - y\|^2 = X^T (X w - y)",
    r"\frac{\partial}{\partial w_j} (v^T w) = v_j",
    r"\sum_{i=1}^m (w^T x^{(i)}) c = c w^T \sum_{i=1}^m x^{(i)}",
    r"A u = \begin{pmatrix} A_{11} u_1 + A_{12} u_2 \\ A_{21} u_1 + A_{22} u_2 \end{pmatrix}",
])
def test_true_claims_are_proved(claim: str) -> None:
    assert set(outcomes(f"$${claim}$$")) == {"proved"}


@pytest.mark.parametrize("claim", [
    r"A B = B A",
    r"(A B)^T = A^T B^T",
    r"\|v + w\|^2 = \|v\|^2 + \|w\|^2",
    r"\nabla_w \|w\|^2 = w",
    r"\frac{\partial}{\partial w} \frac{1}{2} \|X w - y\|^2 = X^T (y - X w)",
    r"v w^T = w v^T",
    r"A = A^T",
])
def test_false_claims_are_refuted(claim: str) -> None:
    assert "refuted" in outcomes(f"$${claim}$$")
    assert "unreadable" not in outcomes(f"$${claim}$$")


@pytest.mark.parametrize(("claim", "why"), [
    (r"X v = v", "the left side is a column of length m, the right side a column of length n"),
    (r"X + v = X", "a sum of"),
    (r"X y = v", "a product of"),
    (r"w^2 = v", "a power of an array"),
    (r"t^T v = 1", "is no declared vector or matrix"),
    (r"\frac{\partial (X w)}{\partial w} = X", "read in two ways, by rows or by columns"),
    (r"\|X\| = 1", "only vectors have this norm"),
    (r"v + w > v", "only compared by `=`"),
])
def test_what_does_not_fit_is_refused_with_its_shapes(claim: str, why: str) -> None:
    finding = only(f"$${claim}$$").findings[0]
    assert isinstance(finding.verdict, Unread)
    assert why in finding.verdict.message


def test_a_product_of_columns_is_read_by_what_it_is_equal_to() -> None:
    assert outcomes(r"$$v \cdot w = \sum_{k=1}^n v_k w_k$$") == ["proved"]
    assert outcomes(r"$$v \cdot w = w \odot v$$") == ["proved"]


def test_an_array_may_be_defined_by_its_entries_or_by_other_arrays() -> None:
    page = r"""
$$r = X w - y, \quad L = \frac{1}{2} r^T r$$
$$\nabla_w L = X^T r = \nabla_w \frac12 \|r\|^2$$
$$\frac{\partial L}{\partial w_j} = \sum_{i=1}^m r_i X_{ij} = -\sum_{i=1}^m r_i X_{ij}$$
"""
    assert outcomes(page) == ["stated", "stated", "proved", "proved", "proved", "refuted"]


def test_a_step_of_a_vector_is_an_update() -> None:
    page = only(r"$$L = \|w\|^2$$ $$w := w - \alpha \nabla_w L$$")
    assert [f.claim.kind for f in page.findings if f.claim] == ["definition", "update"]


def test_every_entry_of_a_known_size_is_told() -> None:
    page = only(r"$$A B = \begin{pmatrix} A_{11} B_{11} + A_{12} B_{21} & A_{11} B_{12} + "
                r"A_{12} B_{22} \\ A_{21} B_{11} + A_{22} B_{21} & 0 \end{pmatrix}$$")
    assert [(f.message, f.outcome) for f in page.findings] == [
        ("entry (1, 1)", "proved"), ("entry (1, 2)", "proved"), ("entry (2, 1)", "proved"),
        ("entry (2, 2)", "refuted")]


SQUARE = r"A, B \in \mathbb{R}^{%d \times %d}"


def test_all_entries_of_a_claim_share_its_time() -> None:
    begun = time.monotonic()
    found = verify_text("$$A B = B A A B A B$$", SQUARE % (8, 8), options=Options(seconds=0.5))
    assert time.monotonic() - begun < 10
    assert [f.outcome for f in found.findings] == ["undecided"]*64
    assert "entry (8, 8): the time limit" in str(found.findings[-1].message)


def test_what_was_refuted_in_time_stays_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []
    verdict = Judge.verdict

    def slow(*arguments: Any) -> Finding:
        judged.append(len(judged))
        found = verdict(*arguments)
        if len(judged) == 2:
            time.sleep(1)
        return found

    monkeypatch.setattr(Judge, "verdict", slow)
    found = verify_text("$$A B = B A$$", SQUARE % (2, 2), options=Options(seconds=1))
    assert [f.outcome for f in found.findings] == ["refuted"]*2 + ["undecided"]*2
    assert judged == [0, 1]


def test_a_product_of_matrices_has_one_reading() -> None:
    three = (number(3), number(3))
    arrays = Arrays({"A": three, "B": three, "u": three[:1]}, {}, {})
    product = mul(*map(name, "ABABAB"))
    (links,) = arrays.links(product, product)
    assert len(links) == 9
    column = mul(*map(name, "ABABu"))
    assert len(arrays.links(column, column)) == 1


@pytest.mark.parametrize(("claim", "size", "why"), [
    ("A B = B A A B A B", 4, "put together from more than 2000 entries"),
    ("A B = (A B A)(B A B)(A B A)(A B A)", 4, "put together from more than 2000 entries"),
    ("A = " + 6*"(A + A + A + A)", 3, "more than 2000 entries"),
    ("u v w x y z = z y x w v u", 4, "more than 32 readings"),
])
def test_large_products_are_refused_before_they_are_written_out(
        claim: str, size: int, why: str) -> None:
    given = SQUARE % (size, size) + r", \quad u, v, w, x, y, z \in \mathbb{R}^" + str(size)
    begun = time.monotonic()
    (found,) = verify_text(f"$${claim}$$", given).findings
    assert isinstance(found.verdict, Unread) and why in found.verdict.message
    assert time.monotonic() - begun < 5
