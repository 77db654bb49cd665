"""A note as a document: chosen by its suffix, read to its formulas, macros expanded."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from checker.language.errors import CheckerError
from checker.reader.documents.blocks import Block, Document, Heading, Language, Source
from checker.reader.documents.definitions import Definition
from checker.reader.documents.files import plain, read_file
from checker.reader.documents.front_matter import read_front_matter
from checker.reader.documents.macros import expanded
from checker.reader.documents.markdown import read_markdown
from checker.reader.documents.notebook import read_cells
from checker.reader.documents.tex import read_tex

LANGUAGES: Final[dict[str, Language]] = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "markdown",
    ".tex": "tex", ".ltx": "tex", ".ipynb": "notebook",
}
"""The suffixes of notes, and how each is read."""


def read_document(path: Path) -> Document:
    """The formulas of a note; `CheckerError` says in one sentence why it cannot be read."""
    language = LANGUAGES.get(path.suffix.lower())
    if language is None:
        known = ", ".join(LANGUAGES)
        raise CheckerError(f"{path} is no note: a note ends in one of {known}")
    return read_text(read_file(path), language, str(path), path.parent)


def read_text(text: str, language: Language = "markdown", path: str = "<text>",
              folder: Path | None = None) -> Document:
    r"""The formulas of a text; `folder` is where a TeX text may include files from.

    >>> document = read_text("# Sums\n\nLet $x > 0$.\n\n$$x = x$$")
    >>> [(block.kind, block.text, block.line) for block in document.blocks]
    [('inline', 'x > 0', 3), ('display', 'x = x', 5)]
    """
    text = plain(text)
    if language == "tex":
        read = read_tex(Source.of(path, text), folder)
        return Document(path, language, tuple(expanded(read.items)), (), tuple(read.headings),
                        tuple(read.problems), tuple(read.sources))
    sources = read_cells(path, text) if language == "notebook" else [Source.of(path, text)]
    pairs: tuple[tuple[str, str], ...] = ()
    items: list[Block | Definition] = []
    headings: list[Heading] = []
    for number, source in enumerate(sources):
        start = 0
        if number == 0:
            matter = read_front_matter(source)
            start, pairs = matter.end, matter.pairs
            items += matter.given
        items += read_markdown(source, start, headings)
    return Document(path, language, tuple(expanded(items)), pairs, tuple(headings), (),
                    tuple(sources))
