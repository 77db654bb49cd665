"""The report people read: colours and marks in a terminal, plain words in a pipe."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Final, TextIO

from checker.language.findings import PageFindings
from checker.language.term import Term
from checker.report.layout import SYMBOLS, Line, Style, page_lines, plain, summary

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_COLOURS: Final = {
    "title": "bold", "dim": "dim", "term": "", "condition": "cyan", "value": "bold",
    "hint": "bold yellow", "notice": "yellow", "proved": "green", "refuted": "bold red",
    "undecided": "yellow", "unreadable": "bold magenta", "stated": "dim", "": "",
}


class Report:
    """Prints page by page, then a summary.

    >>> import io, sys
    >>> Report(sys.stdout).close(0.25)
    0 steps: nothing to verify; 0.25 s
    """

    def __init__(self, stream: TextIO, *, echo: bool = False,
                 latex: Callable[[Term], str] | None = None) -> None:
        self._stream = stream
        self._console = _console(stream)
        width = self._console.width if self._console is not None else 0
        self._style = Style(symbols=self._console is not None, echo=echo, width=width,
                            latex=latex)
        self._counts: dict[str, int] = {}

    def page(self, page: PageFindings) -> None:
        """Print one page."""
        for line in page_lines(page, self._style):
            self._print(line)
        self._print(())
        for outcome, count in page.counts().items():
            self._counts[outcome] = self._counts.get(outcome, 0) + count

    def close(self, seconds: float) -> None:
        """Print the summary."""
        self._print(summary(self._counts, seconds))

    def _print(self, line: Line) -> None:
        if self._console is None:
            encoding = self._stream.encoding or "utf-8"
            text = plain(line).encode(encoding, "backslashreplace").decode(encoding)
            self._stream.write(text + "\n")
            return
        from rich.text import Text

        painted = Text.assemble(*((piece, _COLOURS[name]) for piece, name in line))
        self._console.print(painted, soft_wrap=True, highlight=False)


def _console(stream: TextIO) -> Console | None:
    """A console where colours and marks are welcome, else None."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return None
    try:
        "".join(SYMBOLS.values()).encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return None
    from rich.console import Console

    return Console(file=stream)


class Bar:
    """A moving bar on a terminal, for work that takes longer than a second.

    How many steps there are is known only when the last module is loaded, so it counts up.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._wanted = stream.isatty()
        self._stream = stream
        self._begun = time.monotonic()
        self._done = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        if not self._wanted or time.monotonic() - self._begun < 1:
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._progress = Progress(
                TextColumn("verifying"), BarColumn(), TextColumn("{task.completed} done"),
                TimeElapsedColumn(), console=Console(file=self._stream), transient=True)
            self._task = self._progress.add_task("verifying", total=None)
        self._progress.start()
        if self._task is not None:
            self._progress.update(self._task, completed=self._done)

    def hide(self) -> None:
        """Take the bar away, before anything else is printed."""
        if self._progress is not None:
            self._progress.stop()
