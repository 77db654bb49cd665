"""Sheets as bytes of a format, and files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from checker.language.errors import CheckerError
from checker.report.sheet.model import Sheet
from checker.sheets.engines import pdf

FORMATS: Final = ("tex", "pdf", "html", "md")
"""The formats, each the ending of its files."""


def format_of(path: str) -> str:
    """The format that a file's ending names.

    >>> format_of("sheet.pdf"), format_of("sheet.markdown")
    ('pdf', 'md')
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    found = {"markdown": "md", "htm": "html"}.get(ending, ending)
    if found not in FORMATS:
        raise CheckerError(f"{path}: a sheet ends in .tex, .pdf, .html or .md; a folder, such as "
                           "sheets/, takes --format")
    return found


def text(sheets: Sequence[Sheet], style: str) -> str:
    """The sheets as text of the format `tex`, `md` or `html`."""
    module = {"tex": "tex", "md": "markdown", "html": "html"}[style]
    try:
        render: Callable[..., str] = import_module(f"checker.report.sheet.{module}").render
    except ModuleNotFoundError as error:
        if error.name == f"checker.report.sheet.{module}":
            raise CheckerError(f"this version makes no sheets in {style}") from None
        raise CheckerError(f"sheets need {error.name}: pip install "
                           "'derivation-checker[sheets]'") from None
    if style != "html":
        return render(sheets)
    if len(sheets) != 1:
        raise CheckerError("an HTML file holds one sheet; name a folder: -o sheets/ --format html")
    return render(sheets[0])


def data(sheets: Sequence[Sheet], style: str, engine: str | None = None) -> bytes:
    """The sheets as the bytes of a file."""
    if style == "pdf":
        return pdf(text(sheets, "tex"), engine)
    return text(sheets, style).encode()


def write(path: Path, content: bytes) -> None:
    """Write a file by moving it into its place: what was there stays until it is complete."""
    try:
        descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
