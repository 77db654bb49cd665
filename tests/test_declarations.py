"""Declarations as people write them: what each says of its names, and what it does not say."""

from __future__ import annotations

import pytest

from checker.language.findings import PageFindings
from checker.notes.verify import verify_text
from checker.reader.documents import read_text
from checker.reader.page.reading import Page, read_page
from checker.reader.page.symbols import Kind, Symbol


def outcomes(text: str) -> list[str]:
    """The outcomes of a page's claims, without what is only stated."""
    found = verify_text(text).findings
    return [finding.outcome for finding in found if finding.outcome != "stated"]


def messages(page: PageFindings) -> str:
    return " | ".join(finding.message or "" for finding in page.findings)


def declared(text: str, name: str, kind: Kind = "name") -> str:
    """What a page declares of a name in the end."""
    return str(page_of(text).declared.domain(Symbol(kind, name), 1000))


def page_of(text: str) -> Page:
    return read_page(read_text(text))


# --- domains ------------------------------------------------------------------------------------

DOMAINS: list[tuple[str, str, str]] = [
    (r"Let $x, y > 0$.", "x", "positive"),
    (r"Let $x, y > 0$.", "y", "positive"),
    (r"$\sigma_1, \sigma_2 > 0$", "sigma_2", "positive"),
    (r"$a, b \ge 0$", "a", "nonnegative"),
    (r"$a,b,c \geqslant 0$", "b", "nonnegative"),
    (r"$c, d \neq 0$", "d", "nonzero"),
    (r"$0 < x, y < 1$", "x", "(0, 1)"),
    (r"$0 < x, y < 1$", "y", "(0, 1)"),
    (r"$-1 \le x, y, z \le 1$", "y", "[-1, 1]"),
    (r"$1 > x, y > 0$", "y", "(0, 1)"),
    (r"$1 < p, q < \infty$", "q", "(1, oo)"),
    (r"$0 < x, y < 1, z > 2$", "z", "(2, oo)"),
    (r"$0 < \epsilon, \delta_1$", "delta_1", "positive"),
    (r"$p \neq 0, 1$", "p", "nonzero"),
    (r"$\alpha \in (0, \frac{\pi}{2})$", "alpha", "positive"),
    (r"$m \in \{1, \dots, n\}$", "m", "positive_integer"),
    (r"$m \in \{0, 1, \ldots, 5\}$", "m", "integers in [0, 5]"),
    (r"$\forall h \in \mathbb{R}$", "h", "real"),
    (r"$\forall x > 0$", "x", "positive"),
    (r"$\forall x, y > 0$", "y", "positive"),
    (r"$n = 1, 2, 3, \dots$", "n", "positive_integer"),
    (r"$k = 0, 1, 2, \ldots$", "k", "nonnegative_integer"),
    (r"$k = 2, 3, \dots, \infty$", "k", "integers in [2, oo)"),
    (r"$x \in \mathbb{R} \setminus \{0\}$", "x", "nonzero"),
    (r"$x \in (0, \infty)$", "x", "positive"),
    (r"$x \in \mathbb{R}^+$", "x", "positive"),
    (r"$x \in \mathbb{R}^+_0$", "x", "nonnegative"),
    (r"$x \in \mathbb{R}_{>0}$", "x", "positive"),
    (r"$x \in \mathbb{R}_{\le 0}$", "x", "(-oo, 0]"),
    (r"$n \in \mathbb{N}_0$", "n", "nonnegative_integer"),
    (r"$n \in \mathbb{N}_{\ge 2}$", "n", "integers in [2, oo)"),
    (r"$k \in \mathbb{Z}_{\ge 0}$", "k", "nonnegative_integer"),
    (r"$i = 1, \dots, n$", "i", "positive_integer"),
    (r"$i = 1, \dots, n$", "n", "positive_integer"),
    (r"$i = 0, \dots, n - 1$", "n", "positive_integer"),
    (r"$w \in \mathbb{R}^d$", "d", "positive_integer"),
    (r"$w \in \mathbb{R}^{d + 1}$", "d", "nonnegative_integer"),
    (r"$A \in \mathbb{R}^{m \times n}$", "m", "positive_integer"),
    (r"$x_1, \dots, x_n \in \mathbb{R}$", "n", "positive_integer"),
    (r"$n > 3$ and $w \in \mathbb{R}^n$", "n", "integers in [4, oo)"),
]


@pytest.mark.parametrize(("text", "name", "domain"), DOMAINS)
def test_a_declaration_means_what_a_reader_takes_it_to_mean(
        text: str, name: str, domain: str) -> None:
    page = page_of(text)
    assert not page.declared.unread
    assert str(page.declared.domain(Symbol("name", name), 1000)) == domain


@pytest.mark.parametrize(("text", "family", "domain"), [
    (r"$x_1, \dots, x_n > 0$", "x", "positive"),
    (r"$x_1, x_2, \ldots, x_n \in \{0, 1\}$", "x", "{0, 1}"),
    (r"$x^{(1)}, \dots, x^{(m)} \in \mathbb{R}$", "x", "real"),
    (r"$\lambda_1, \dots, \lambda_n \in \mathbb{Z}$ and $\lambda_1, \dots, \lambda_n > 0$",
     "lambda", "positive_integer"),
    (r"$0 < p_1, \dots, p_k < 1$", "p", "(0, 1)"),
    (r"$p_1, \dots, p_k > \frac{1}{2}$", "p", "(1/2, oo)"),
])
def test_a_list_with_dots_declares_a_family(text: str, family: str, domain: str) -> None:
    assert not page_of(text).declared.unread
    assert declared(text, family, "family") == domain


@pytest.mark.parametrize("text", [
    r"$x, x^2 > 0$", r"$f(x), y > 0$", r"$x > 0, 1$", r"$x, y = 0$", r"$x \in \Omega$",
    r"$x_1, \dots > 0$", r"$x_1, \dots, y_n > 0$", r"$x_1, \dots, x_n > a$",
    r"$n = 2, 4, 6, \dots$", r"$n = 1, \dots$", r"$n \in \{1, 3, \dots, n\}$", r"$x \in (1, 0)$",
    r"$x \in (-\infty, 0) \cup (0, \infty)$", r"$(x, y) \in \mathbb{R}^2$", r"$\exists x > 0$",
    r"$x \in \mathbb{R}_0$", r"$x_1 \in \{0, 1\}$ and $x_i$", r"$y_i \in \{1, \dots, K\}$",
    r"$x \in [0, 1]^2$", r"$h : \mathbb{R} \to (0, \pi)$",
])
def test_what_is_not_represented_is_not_read(text: str) -> None:
    assert "unreadable" in outcomes(text)


# --- claims -------------------------------------------------------------------------------------

TRUE = [
    r"Let $x, y > 0$. $$\log(xy) = \log x + \log y$$",
    r"$$\log(xy) = \log x + \log y, \quad x, y > 0$$",
    r"$$\log(xy) = \log x + \log y \quad \text{for } x, y > 0$$",
    r"$$\log(xy) = \log x + \log y \qquad (x, y > 0)$$",
    r"$$\log x^2 = 2 \log x \quad \forall x > 0$$",
    r"$$\forall x > 0: \quad \log x^2 = 2 \log x$$",
    r"$$\forall x > 0, \quad \log x^2 = 2 \log x$$",
    r"$$\forall x, y: \quad (x + y)^2 = x^2 + 2xy + y^2$$",
    r"$$(x + y)^2 = x^2 + 2xy + y^2 \quad \text{for all } x, y$$",
    r"$$|p| = p \quad \text{for } 1 < p < \infty$$",
    r"$$\sqrt{x^2} = x \quad (x \in [0, \pi))$$",
    r"Let $\sigma_1, \sigma_2 > 0$. $$\sqrt{\sigma_1^2 \sigma_2^2} = \sigma_1 \sigma_2$$",
    r"Let $0 < x, y < 1$. $$|1 - x| + |1 - y| = 2 - x - y$$",
    r"Let $x \in (0, \pi)$. $$|\pi - x| + |x| = \pi$$",
    r"Let $x \in (a, b)$. $$|x - a| = x - a$$",
    r"Let $m \in \{1, \dots, n\}$. $$|n - m| = n - m$$",
    r"Let $x_1, \dots, x_n > 0$. $$\sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i$$",
    r"Let $x_1, \dots, x_n > 0$. $$|x_1| = x_1$$",
    r"Let $x_1, \dots, x_n > 0$. $$|n| = n$$",
    r"Let $w \in \mathbb{R}^d$. $$|d| = d$$",
    r"Let $i = 1, \dots, n$. $$\sqrt{i^2} = i$$",
    r"Let $n = 1, 2, 3, \dots$ $$(-1)^{2n} = 1$$",
    r"Let $n > 0$. $$\frac{1}{n} \sum_{i=1}^n c = c$$",
    r"Let $1 \le j \le n$. $$\frac{\partial}{\partial w_j} \sum_{i=1}^n w_i x_i = x_j$$",
]


@pytest.mark.parametrize("text", TRUE)
def test_a_true_claim_is_proved(text: str) -> None:
    assert outcomes(text) == ["proved"]


@pytest.mark.parametrize("text", [
    r"Let $x, y > 0$. $$\log(xy) = \log x - \log y$$",
    r"Let $0 < x, y < 1$. $$|1 - x| = 1 - y$$",
    r"Let $m \in \{1, \dots, n\}$. $$|m - n| = m - n$$",
    r"$$\log x^2 = 2 \log x \quad \forall x > 0$$ $$\log x^2 = 2 \log x$$",
    r"$$\forall x \in \mathbb{R}: \quad \log x^2 = 2 \log x$$",
    r"$$\log(xy) = \log x + \log y \quad (x, y > 0)$$ $$\sqrt{y^2} = y$$",
    r"Let $x > y, z > 0$. $$|x| = x$$",
    r"Let $i = 1, \dots, n$. $$n + |1 - n| = 1$$",
])
def test_a_false_claim_is_refuted(text: str) -> None:
    assert outcomes(text)[-1] == "refuted"


@pytest.mark.parametrize("text", [
    r"$$x, y > 0 \text{ if } z > 1$$ $$|y| = y$$ $$|x| = x$$",
    r"$$x = 1 \text{ or } x, y > 0$$ $$|y| = y$$",
    r"$$|u| = u \begin{cases} x, y > 0 & \text{if } z > 0 \end{cases}$$ $$|y| = y$$",
])
def test_what_holds_only_sometimes_is_not_declared(text: str) -> None:
    assert "proved" not in outcomes(text)


@pytest.mark.parametrize("text", [
    r"Let $\alpha \in (0, \frac{\pi}{2})$. $$\sqrt{1 - \sin^2 \alpha} = \cos \alpha$$",
    r"$$\sqrt{1 - \cos^2 \alpha} = \sin \alpha$$ where $\alpha > 0$ and $\alpha < \pi$",
    r"$$|x - a| = x - a$$ where $x \in (a, b)$",
])
def test_a_true_claim_is_not_refuted(text: str) -> None:
    assert outcomes(text) != ["refuted"]


def test_what_is_said_later_of_two_names_proves_nothing_above_it() -> None:
    first, last = outcomes(r"$$|b - a| = b - a$$ Let $a < b$. $$|b - a| = b - a$$")
    assert first != "proved" and last == "proved"


@pytest.mark.parametrize("claim", [
    r"|x_0| = x_0", r"|x_{n+1}| = x_{n+1}", r"\sum_{i=0}^n |x_i| = \sum_{i=0}^n x_i",
    r"\sum_{i=1}^m |x_i| = \sum_{i=1}^m x_i",
])
def test_a_list_says_nothing_of_other_entries(claim: str) -> None:
    page = verify_text(rf"Let $x_1, \dots, x_n > 0$. $${claim}$$")
    assert page.findings[-1].outcome == "undecided"
    assert "entries of x that are not declared" in messages(page)


def test_what_is_said_of_one_entry_is_not_said_of_the_others() -> None:
    text = r"Let $x_1 \in (0, \infty)$. $$|x_1| = x_1$$ $$|x_i| = x_i$$"
    assert outcomes(text) == ["proved", "undecided"]


# --- what was not read --------------------------------------------------------------------------

@pytest.mark.parametrize("said", [
    r"x, y \in \Omega", r"(x, y) \in (0, \infty)^2", r"f(x), x, y > 0", r"\exists x, y > 0",
    r"x, y \gg 0 \text{ and } x \in S", r"y > \frac{1",
])
def test_an_unread_declaration_keeps_its_names_from_being_refuted(said: str) -> None:
    page = verify_text(f"Let ${said}$.\n\n" r"$$\log(xy) = \log x + \log y$$ $$u + 1 = 2u$$")
    told = [finding.outcome for finding in page.findings]
    assert told[-2:] == ["undecided", "refuted"]
    assert "line 1" in messages(page)


def test_what_is_false_for_every_number_is_refuted_all_the_same() -> None:
    assert outcomes(r"Let $x \in \Omega$. $$x + 1 = x$$ $$x + x = 2x$$") \
        == ["unreadable", "refuted", "proved"]


# --- the imaginary unit -------------------------------------------------------------------------

@pytest.mark.parametrize("text", [
    r"Here $i^2 = -1$. $$(a + bi)(a - bi) = a^2 + b^2$$",
    r"Here $i = \sqrt{-1}$. $$|i|^2 = i^2$$",
    r"$$i = \sqrt{-1}$$ $$|i|^2 = i^2$$",
    r"With the imaginary unit $i$: $$|a + bi|^2 = a^2 + b^2$$",
    r"Let $z \in \mathbb{C}$. $$|a + bi|^2 = a^2 + b^2$$",
    r"$$e^{i\theta} = \cos\theta + i \sin\theta$$",
    r"$$|e^{ix}| = 1$$",
    r"$$\exp(2 \pi i k) = 1$$",
    r"Here $j^2 = -1$. $$\sqrt{j^2} = |j|$$",
    r"Let $z_k \in \mathbb{C}$. $$\sqrt{z_1^2} = |z_1|$$",
    r"Let $z \in \mathbb{C}$. $$\sqrt{\bar{z}^2} = |\bar{z}|$$",
    r"Let $f : \mathbb{R} \to \mathbb{C}$. $$\sqrt{f(x)^2} = |f(x)|$$",
])
def test_a_claim_with_complex_numbers_is_undecided(text: str) -> None:
    page = verify_text(text)
    assert page.findings[-1].outcome == "undecided"
    assert "refuted" not in outcomes(text)


@pytest.mark.parametrize("definition", [r"z = r e^{i\theta}", r"w = e^{i\theta}, z = w^2"])
def test_what_is_made_of_complex_numbers_is_no_real_number(definition: str) -> None:
    page = verify_text(rf"$${definition}$$ $$\sqrt{{z^2}} = |z|$$ $$\theta + \theta = 2\theta$$")
    assert [f.outcome for f in page.findings[-2:]] == ["undecided", "proved"]
    assert "complex variables are not supported" in messages(page)


def test_what_is_made_of_a_number_that_is_declared_complex_is_complex_too() -> None:
    text = "# One\n\n$$x + x = 2x$$\n\n# Two\n\nLet $z \\in \\mathbb{C}$ and $w = z^2$. "
    assert outcomes(text + r"$$\sqrt{w^2} = |w|$$")[-1] == "undecided"


@pytest.mark.parametrize(("text", "last"), [
    (r"Here $i = \sqrt{-1}$. $$\sum_{i=1}^n x_i = \sum_{k=1}^n x_k$$", "proved"),
    (r"Let $i > 0$. $$e^{it} e^{it} = e^{2it}$$", "proved"),
    (r"Let $i = 0.05$. $$V = P e^{it}$$ $$\frac{dV}{dt} = i V$$", "proved"),
    (r"Let $P = i^2 R$. $$\frac{dP}{di} = 2 i R$$", "proved"),
    (r"$$\sum_{i=1}^n x_i e^{2i} = \sum_{i=1}^n e^{2i} x_i$$ $$e^{ix} = e^{xi}$$", "proved"),
    (r"Let $i = 1, \dots, n$. $$e^{ix} = e^{xi}$$", "proved"),
    (r"$$e^{j\theta} e^{j\theta} = e^{2j\theta}$$", "proved"),
    (r"$$\sqrt{i^2} = i$$", "refuted"),
])
def test_an_i_that_counts_or_is_declared_is_no_imaginary_unit(text: str, last: str) -> None:
    assert outcomes(text)[-1] == last


# --- how many there are -------------------------------------------------------------------------

MEAN = r"Let $\bar{x} = \frac{1}{n} \sum_{i=1}^n x_i$. "


def test_there_is_one_number_at_least_where_a_mean_is_taken() -> None:
    page = verify_text(
        MEAN + r"$$\sum_{i=1}^n (x_i - \bar{x}) = \sum_{i=1}^n x_i - n \bar{x} = 0$$")
    assert [f.outcome for f in page.findings if f.outcome != "stated"] == ["proved", "proved"]
    assert [n.text for n in page.notices if "n >= 1" in n.text]


@pytest.mark.parametrize(("text", "last"), [
    (MEAN + r"$$|n| = n$$", "proved"),
    (MEAN + r"$$n^2 = n$$", "refuted"),
    (MEAN + r"Let $n \in \mathbb{Z}$. $$|n| = n$$", "refuted"),
    (r"$$\sum_{i=1}^n i = \frac{n(n+1)}{2}$$ $$|n| = n$$", "proved"),
    (r"$$\sum_{i=1}^n i = \frac{n(n+1)}{2}$$ $$n + |n - 1| = 2n - 1$$", "refuted"),
    (r"$$\frac{1}{n} \sum_{i=0}^n 1 = 1 + \frac{1}{n}$$ $$n + |n - 1| = 2n - 1$$", "refuted"),
    (r"$$\sum_{n=1}^m \sum_{i=1}^n c = c \sum_{n=1}^m n$$ $$|n| = n$$", "refuted"),
    (r"Let $n = m - 5$. $$\frac{1}{n} \sum_{i=1}^n c = c$$ $$|n| = n$$", "refuted"),
])
def test_it_is_a_count_only_where_it_must_be(text: str, last: str) -> None:
    page = verify_text(text)
    assert page.findings[-1].outcome == last
    if "mathbb" in text or "i=0" in text:
        assert "n >= 1" not in " ".join(notice.text for notice in page.notices)
