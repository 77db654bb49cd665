"""HTML sheets: valid, inert, the same bytes, and laid out by a real browser."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from checker.report.sheet.breaking import pieces
from checker.report.sheet.html import Figure, render
from checker.report.sheet.mathml import mathml
from checker.report.sheet.model import (
    Curve,
    Declared,
    Display,
    Line,
    Math,
    Refutation,
    Remark,
    Rule,
    Sheet,
    Side,
)
from tests import browser
from tests.sheet_samples import findings, sheet_of

KOREAN = "a Korean note"
PATHS = ["sigmoid", "docs/examples/slip.py", "backpropagation", "backpropagation-cross-entropy",
         "logistic-mean", "two-case-cost", "sigmoid-limits", "docs/examples/gradient.md",
         KOREAN]
EVIL = [
    "<script>document.documentElement.dataset.ran = 'yes'</script>",
    "<img src=x onerror=\"document.documentElement.dataset.ran = 'yes'\">",
    "</style><script>document.documentElement.dataset.ran = 'yes'</script>",
    "</title><svg onload=alert(1)>", "javascript:alert(1)", "{{ 7*7 }}{% raw %}",
    r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}", r"\class{a}{x}",
    r"\text{</math><script>document.documentElement.dataset.ran = 'yes'</script>}",
    r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}", r"\url{javascript:alert(1)}",
    r"\includegraphics{http://example.org/x.png}", r"\require{html}", r"\unicode{x3c}",
    '"><a href="javascript:alert(1)" style="x">', r"\color{red;background:url(http://a.b/)}x",
]


@cache
def page(path: str) -> str:
    return render(korean() if path == KOREAN else sheet_of(findings(path)))


def korean() -> Sheet:
    from checker.notes.verify import verify_text

    text = ("---\ntitle: 로지스틱 회귀의 경사 하강법\n---\n\n시그모이드는 다음과 같다. "
            r"$x \in \mathbb{R}$ $$\sigma(x) := \frac{1}{1 + e^{-x}}$$ 미분하면 "
            r"$$\sigma'(x) = \sigma(x)(1 + \sigma(x))$$")
    return replace(sheet_of(verify_text(text)), source="로지스틱.md")


def elements(html: str) -> list[Element]:
    """Every element of a page that a strict parser accepts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return list(parser.parse(html).iter())


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_valid(path: str) -> None:
    found = elements(page(path))
    ids = [e.get("id") for e in found if e.get("id")]
    assert len(ids) == len(set(ids))
    assert sum(e.tag == "h1" for e in found) == 1
    assert {"header", "main", "footer"} <= {e.tag for e in found}
    assert found[0].get("lang") == "en"
    for e in found:
        told = e.get("aria-labelledby")
        assert told is None or told in ids


@pytest.mark.parametrize("path", PATHS)
def test_every_formula_is_mathml_with_its_latex(path: str) -> None:
    assert '<code class="latex">' not in page(path)
    for e in elements(page(path)):
        if e.tag.endswith("}math") or e.tag == "math":
            assert e.get("alttext") and len(e)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = sheet_of(findings("docs/examples/slip.py"))
    assert render(sheet) == render(sheet)


def evil_sheet(text: str) -> Sheet:
    """A sheet with the text in every place."""
    math = Math(text)
    wrong = Refutation(Side(math, text), Side(math, text), ((math, math),), text, math,
                       Curve(text, (0.0, 1.0), (0.0, 1.0), (1.0, None), 0.0))
    line = Line("refuted", math, math, (text,), text, (math,), wrong, text, text, 1, text)
    unread = Line("unreadable", math, math, written=text, message=text)
    return Sheet(text, text, (Declared((math,), text),), (math,),
                 (Display(math, (line, unread), text), Display(math, (line,))),
                 (Rule(text, math, text),), ((text, math),), (Remark(text, text, 3),),
                 (("refuted", 1),), text, text, text)


@pytest.mark.parametrize("text", EVIL)
def test_nothing_from_a_note_becomes_markup(text: str) -> None:
    html = render(evil_sheet(text), (Figure(f"<svg>{text}</svg>", text),))
    found = elements(html)
    tags = {e.tag.rpartition("}")[2] for e in found if isinstance(e.tag, str)}
    assert not tags & {"script", "iframe", "object", "embed", "link", "base", "form", "a"}
    for e in found:
        for name, value in e.attrib.items():
            name = name.rpartition("}")[2].lower()
            assert not name.startswith("on") and name not in ("style", "href", "xlink:href")
            assert name != "src" or value.startswith("data:image/svg+xml;base64,")
    assert html.count("<style>") == html.count("</style>") == 1
    assert "49" not in html or "7*7" not in text


def test_the_policy_of_a_page_allows_its_own_style_only() -> None:
    html = render(evil_sheet("x"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1] and "unsafe" not in policy[1]
    assert "http:" not in html.replace("http-equiv", "") and "https:" not in html


@pytest.mark.parametrize(("latex", "inside"), [
    (r"\frac{\partial L}{\partial w_{1}}", "<mfrac>"),
    (r"\operatorname{sigmoid}\left(z\right)", "<mi>sigmoid</mi>"),
    (r"\begin{cases} x & \text{if } y = 1 \\ 2 & \text{if } y = 0 \end{cases}", "<mtable>"),
    (r"\mathring{y_k}", "<mover>"), (r"\hat{y}_{k}", "<mover"),
    (r"y^{(i)}", "<msup>"), (r"a^{[2](i)}", "<msup>"), (r"\sum_{i=1}^{m} x_{i}", "<munderover>"),
    (r"\left(\sum_{i=1}^{m} x_{i}\right)", "<munderover>"),
    (r"\lim_{x \to \infty} x", "<munder>"), (r"\left| x \right|", "<mo"), (r"x < y", "&lt;"),
    (r"\sqrt[3]{x}", "<mroot>"), (r"\binom{n}{k}", "<mfrac"), (r"\arccsc(x)", "<mi>arccsc</mi>"),
    (r"\left. x \right|_{x=1}", "<msub>"), (r"\mathrm{SSE}", "<mi>SSE</mi>"),
    (r"f'(x)", "′"), (r"z := x", ">:=<"), (r"= -x", 'form="prefix"'), (r"\mathbb{R}", "ℝ"),
    (r"\int_{0}^{1} x \, dx", "<msubsup>"), (r"\text{한국어}", "한국어"),
])
def test_a_formula_becomes_mathml(latex: str, inside: str) -> None:
    made = str(mathml(Math(latex)))
    assert made.startswith("<math") and inside in made


@pytest.mark.parametrize("latex", [r"\unknown{x}", "x_{", r"\frac{1}", "{", "}", "a" + "^" * 5000])
def test_what_is_no_formula_is_shown_as_it_is(latex: str) -> None:
    assert str(mathml(Math(latex))).startswith('<code class="latex">')


def test_a_long_formula_breaks_between_whole_pieces() -> None:
    latex = (r"-\frac{1}{m} \sum_{i=1}^{m} (y^{(i)} \log(a^{(i)}) + (1 - y^{(i)}) "
             r"\log(1 - a^{(i)})) + \left( \lambda + \mu \right) - \frac{a + b}{c + d}")
    found = pieces(latex)
    assert len(found) > 2 and "".join(found).replace(" ", "") == latex.replace(" ", "")
    assert all(p.count("{") == p.count("}") and p.count("\\left") == p.count("\\right")
               for p in found)


needs_browser = pytest.mark.skipif(browser.CHROMIUM is None, reason="chromium is not installed")


@needs_browser
@pytest.mark.parametrize("size", [browser.PHONE, browser.DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", PATHS)
def test_a_browser_lays_the_page_out(path: str, size: tuple[int, int]) -> None:
    found = browser.measured(page(path), size)
    assert found["width"] == size[0] and not found["wide"], found
    assert found["formulas"] and found["flat"] == 0 and found["stacked"], found
    if size == browser.DESKTOP:
        assert found["side"] == 0, "a formula scrolls although there is room"


@needs_browser
def test_the_dark_scheme_is_dark() -> None:
    light, dark = (browser.measured(page("sigmoid"), browser.DESKTOP, dark=dark)["background"]
                   for dark in (False, True))
    assert light == "rgb(255, 255, 255)" and dark == "rgb(20, 23, 27)"


@needs_browser
def test_nothing_from_a_note_runs_in_a_browser() -> None:
    found = browser.measured(render(evil_sheet(" ".join(EVIL))), browser.PHONE)
    assert found["ran"] == "" and found["scripts"] == 0 and found["width"] == 390, found


def _luminance(colour: str) -> float:
    parts = [int(colour[k:k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_stand_out_from_the_paper() -> None:
    style = (Path(browser.__file__).parent.parent / "checker/report/sheet/sheet.css").read_text()
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    for block in (light, dark):
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
        for name in ("ink", "soft", "proved", "refuted", "undecided", "stated", "left", "right"):
            for ground in ("paper", "tint"):
                low, high = sorted(map(_luminance, (colours[name], colours[ground])))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, ground)
