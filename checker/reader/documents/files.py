"""A file as text, whatever its encoding: formulas are ASCII, and prose need not be read."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from checker.language.errors import CheckerError, TooLarge

MAX_BYTES: Final = 10_000_000
"""Larger files are refused."""

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
                 (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_file(path: Path) -> str:
    """The text of a file, in one sentence why not."""
    try:
        if not path.is_file():
            raise CheckerError(f"{path} is {'a folder' if path.is_dir() else 'no file'}"
                               if path.exists() else f"there is no file {path}")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CheckerError(f"{path} cannot be read: {reason}") from None
    if len(raw) > MAX_BYTES:
        raise TooLarge(f"{path} has more than {MAX_BYTES // 1_000_000} MB")
    return decoded(raw)


def decoded(raw: bytes) -> str:
    r"""Bytes as text with `\n` between its lines; what is no UTF-8 becomes a mark of its own.

    >>> decoded(b"\xef\xbb\xbf\xb0\xa1 $x$\r\n")
    '\ufffd\ufffd $x$\n'
    """
    encoding = "utf-8"
    for mark, named in _MARKS:
        if raw.startswith(mark):
            raw, encoding = raw[len(mark):], named
            break
    return plain(raw.decode(encoding, errors="replace"))


def plain(text: str) -> str:
    r"""The text with `\n` at the end of its lines and without halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", errors="replace").decode("utf-8")
    return text
