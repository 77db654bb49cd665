"""Jupyter notebooks: their Markdown cells, each a source of its own with its number."""

from __future__ import annotations

import json
from typing import Any

from checker.language.errors import CheckerError
from checker.reader.documents.blocks import Source
from checker.reader.documents.files import plain


def read_cells(path: str, text: str) -> list[Source]:
    """The Markdown cells of a notebook, and a first raw cell, which may hold front matter.

    >>> cell = '{"cell_type": "markdown", "source": ["so\\\\n", "$x$"]}'
    >>> source, = read_cells("n.ipynb", f'{{"cells": [{cell}]}}')
    >>> source.name, source.text
    ('n.ipynb (cell 1)', 'so\\n$x$')
    """
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise CheckerError(f"{path} is not a notebook: line {error.lineno}, column {error.colno} "
                           f"is not JSON ({error.msg})") from None
    except (RecursionError, ValueError):
        raise CheckerError(f"{path} is not a notebook: its JSON is too deep or too long to "
                           "read") from None
    cells = _cells(notebook)
    if cells is None:
        raise CheckerError(f"{path} is not a notebook: it has no list of cells")
    sources: list[Source] = []
    for number, cell in enumerate(cells, 1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if kind == "markdown" or kind == "raw" and number == 1:
            content = _text(cell.get("source"))
            if content is None:
                raise CheckerError(f"{path} is not a notebook: the source of cell {number} is "
                                   "no text")
            if kind == "markdown" or content.startswith("---"):
                sources.append(Source.of(path, plain(content), number))
    return sources


def _cells(notebook: Any) -> list[Any] | None:
    """The cells of a notebook, also of the format before 2015."""
    if not isinstance(notebook, dict):
        return None
    cells = notebook.get("cells")
    sheets = notebook.get("worksheets")
    if cells is None and isinstance(sheets, list) and sheets and isinstance(sheets[0], dict):
        cells = sheets[0].get("cells")
    return cells if isinstance(cells, list) else None


def _text(source: Any) -> str | None:
    """The source of a cell: a text, or a list of lines."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None
