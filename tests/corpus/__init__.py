"""Pages with the formulas a reader sees in them: `page . formulas .`, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from checker.reader.documents import Block


class Page(NamedTuple):
    """A page and its formulas, as `shown` writes them."""

    title: str
    text: str
    formulas: list[str]


def pages(name: str) -> list[Page]:
    """The pages of a file of this folder."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    lines = text.partition("\n\n")[2].split("\n")
    found = []
    while "." in lines:
        first = lines.index(".")
        second = lines.index(".", first + 1)
        third = lines.index(".", second + 1)
        found.append(Page(lines[first - 1], "\n".join(lines[first + 1:second]),
                          lines[second + 1:third]))
        lines = lines[third + 1:]
    return found


def shown(block: Block) -> str:
    """A formula as the corpus writes it."""
    kind = "error" if block.error else block.kind
    text = block.text.replace("\n", "⏎")
    return f"{kind} {block.delimiter or '-'} {block.line}:{block.column} {text}"
