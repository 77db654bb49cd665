"""Sheet -> HTML: one file that asks nothing of any network and runs no script.

Formulas are MathML, steps fold with `details`, a counterexample is drawn as SVG. Whatever a
note says is text: the template escapes it, and the page's own policy forbids scripts, frames,
links to styles and anything from elsewhere.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from checker.report.sheet.curve_svg import curve_svg
from checker.report.sheet.mathml import mathml
from checker.report.sheet.model import Curve, Display, Sheet
from checker.report.sheet.notes import counted, summary

MARKS: Final = {"proved": "✓", "refuted": "✗", "undecided": "?", "unreadable": "!", "stated": "≔"}
"""Each outcome's mark; the word always stands beside it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of its own to stand in the sheet, such as the computation graph."""

    svg: str
    """It is shown as an image: nothing in it can run or load."""
    caption: str

    @property
    def source(self) -> str:
        """The picture as a data address."""
        return "data:image/svg+xml;base64," + b64encode(self.svg.encode()).decode()


def render(sheet: Sheet, figures: tuple[Figure, ...] = ()) -> str:
    """The sheet as a page of HTML; equal sheets give equal bytes.

    >>> page = render(Sheet("Twice <b>", "", (), (), (), (), (), (), (), "0.1.0", "", ""))
    >>> "<h1>Twice &lt;b&gt;</h1>" in page, "<script" in page
    (True, False)
    """
    style = (files(__package__) / "sheet.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _template().render(
        sheet=sheet, figures=figures, style=Markup(style), style_digest=digest, marks=MARKS)


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True, keep_trailing_newline=True)
    numbers = iter(range(1, 100_000))

    def drawn(curve: Curve) -> Markup:
        return curve_svg(curve, next(numbers))

    environment.filters.update(math=mathml, curve=drawn, tally=tally, language=language,
                               summed=lambda displays: summary(counted(displays)))
    return environment.from_string((files(__package__) / "sheet.html.jinja").read_text("utf-8"))


def tally(display: Display) -> str:
    """How a chain came out, in words.

    >>> from checker.report.sheet.model import Line, Math
    >>> right = Math("x")
    >>> tally(Display(right, (Line("proved", right, right), Line("refuted", right, right))))
    '1 proved, 1 refuted'
    """
    counts = {outcome: sum(line.outcome == outcome for line in display.lines)
              for outcome in MARKS}
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)


def language(text: str) -> Markup:
    """A lang attribute for text whose script says its language, for those who hear the page.

    >>> language("로지스틱 회귀"), language("Logistic regression")
    (Markup(' lang="ko"'), Markup(''))
    """
    if any("가" <= c <= "힣" for c in text):
        return Markup(' lang="ko"')
    if any("ぁ" <= c <= "ヿ" for c in text):
        return Markup(' lang="ja"')
    return Markup("")


__all__ = ["Figure", "render"]
