r"""Two ways of writing are never one name by accident, and what is said of w_i is said of w_j."""

from __future__ import annotations

import pytest

from checker.language.findings import Unread
from checker.notes.verify import verify_text


@pytest.mark.parametrize("page", [
    r"$$\hat{y} := 2$$ $$y_{hat} + 1 = 3$$",
    r"$$\bar{x} := 2$$ $$x_{\text{bar}} + 1 = 3$$",
    r"$$x^* := 2$$ $$x_{\text{star}} + 1 = 3$$",
    r"$$\mathbf{w} := 2$$ $$w_{\text{bold}} + 1 = 3$$",
    r"$$\Delta w := 2$$ $$\Delta_{\text{w}} + 1 = 3$$",
    r"$$\Delta w := 2$$ $$\Delta_w + 1 = 3$$",
])
def test_a_claim_about_one_spelling_is_not_proved_by_another(page: str) -> None:
    assert "proved" not in [finding.outcome for finding in verify_text(page).findings]


def test_the_refusal_says_what_is_like_it() -> None:
    verdict = verify_text("$$y_{hat} = y_{hat}$$").findings[0].verdict
    assert isinstance(verdict, Unread)
    assert "makes one name" in verdict.message


def outcome(page: str) -> str:
    return verify_text(page).findings[-1].outcome


def test_an_inequality_of_one_entry_speaks_of_all() -> None:
    assert outcome("Let $w_i > 0$. $$|w_j| = w_j$$") == "proved"
    assert outcome("Let $w_i > 0$. $$|w_j| = -w_j$$") == "refuted"
    assert outcome("Let $w_1 > 0$. $$|w_j| = w_j$$") != "proved"


def test_what_is_said_of_a_transpose_is_a_claim() -> None:
    matrix = r"$$A = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$$"
    right = verify_text(matrix + r" $$A^T = \begin{pmatrix} 1 & 3 \\ 2 & 4 \end{pmatrix}$$")
    wrong = verify_text(matrix + r" $$A^T = \begin{pmatrix} 1 & 3 \\ 2 & 5 \end{pmatrix}$$")
    assert [f.outcome for f in right.findings] == ["stated", *["proved"] * 4]
    assert [f.outcome for f in wrong.findings] == ["stated", *["proved"] * 3, "refuted"]
    assert not [n for n in right.notices if n.kind == "redefinition"]
