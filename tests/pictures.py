"""Pictures of the terminal, made by the program itself; `python -m tests.pictures` renews them.

The program writes to a terminal of our own; what it wrote, colours and all, becomes an SVG.
"""

from __future__ import annotations

import io
import os
import re
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.text import Text

from checker.pages import Manner, Problem, targets, verify_target
from checker.plots.pictures import picture, settings, subject_of
from checker.report.terminal import Report

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
PICTURES = {"proved.svg": "docs/examples/sigma.py", "refuted.svg": "docs/examples/slip.py",
            "note.svg": "docs/examples/gradient.md"}
"""Each picture and the derivation whose report it shows."""
PLOTS = {
    "graph.svg": ("computation-graph", "graph", ()),
    "graph-note.svg": ("docs/examples/gradient.md", "graph", ()),
    "loss.svg": ("computation-graph", "loss", ()),
    "boundary.svg": ("computation-graph", "boundary", ("b=-3", "w_1=1", "w_2=1")),
    "circle.svg": ("docs/examples/circle.md", "boundary", ("w_0=-1", "w_1=1", "w_2=1")),
}
"""Each drawing: what of, which kind, and the values that are set."""
WIDTH = 108
SECONDS = 0.01
OUTSIDE_FONTS = re.compile(r" *@font-face \{.*?\}\n", re.DOTALL)
SHOWN = re.compile(r"<text[^>]*>([^<]*)</text>")
SET = re.compile(r"<!-- (.*?) -->", re.DOTALL)


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def reported(path: str) -> str:
    """What `checker verify PATH` writes to a terminal, with its control sequences."""
    settings = {"COLUMNS": str(WIDTH), "LINES": "40", "TERM": "xterm-256color"}
    before, folder = dict(os.environ), Path.cwd()
    os.chdir(ROOT)
    try:
        os.environ.pop("NO_COLOR", None)
        os.environ.pop("COLORTERM", None)
        os.environ.update(settings)
        terminal = Terminal()
        report = Report(terminal)
        for target in targets([path]):
            for page in verify_target((target, Manner(60.0))):
                assert not isinstance(page, Problem), page
                report.page(page)
        report.close(SECONDS)
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
    return terminal.getvalue()


def drawn(path: str) -> str:
    """The picture of a report; it asks the network for nothing."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True,
                      color_system="truecolor", legacy_windows=False)
    console.print(Text.from_ansi(reported(path).rstrip()), soft_wrap=True)
    svg = console.export_svg(title=f"$ checker verify {path}", unique_id=Path(path).stem)
    return OUTSIDE_FONTS.sub("", svg)


def words(svg: str) -> list[str]:
    """The text that a picture shows, piece by piece."""
    return [unescape(piece).replace("\xa0", " ") for piece in SHOWN.findall(svg)]


def plotted(name: str) -> str:
    """The drawing as `checker plot` writes it."""
    path, what, values = PLOTS[name]
    where = path if path.count("/") == 0 else str(ROOT / path)
    return picture(subject_of(where), what, "svg", settings(values)).decode()


def labels(svg: str) -> list[str]:
    """The texts of a drawing, whose letters are shapes; each stands in a comment."""
    return SET.findall(svg)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in PLOTS:
        (FOLDER / name).write_text(plotted(name), encoding="utf-8")
    for picture, path in PICTURES.items():
        (FOLDER / picture).write_text(drawn(path), encoding="utf-8")
