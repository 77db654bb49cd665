r"""The files a TeX file includes: only those in its own folder or below it.

A name with `..`, an absolute one, or a link that leads out of the folder is refused, and so is a
file that includes itself.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from checker.language.errors import CheckerError
from checker.reader.documents.files import MAX_BYTES, read_file

MAX_FILES: Final = 200
MAX_NESTING: Final = 10
_SUFFIXES: Final = ("", ".tex", ".ltx", ".txt", ".sty")


class Inputs:
    """The files below one folder, read at most so many and so much."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.read = 0

    def open(self, name: str, within: tuple[Path, ...]) -> tuple[Path, str]:
        """The file of that name and its text; `within` are the files that lead to it."""
        path = self._path(name)
        if path.resolve() in within:
            raise CheckerError(f"{name} includes itself")
        if len(within) > MAX_NESTING:
            raise CheckerError(f"files are included more than {MAX_NESTING} deep")
        if self.files >= MAX_FILES:
            raise CheckerError(f"more than {MAX_FILES} files are included")
        text = read_file(path)
        self.files += 1
        self.read += len(text)
        if self.read > MAX_BYTES:
            raise CheckerError(f"the included files have more than {MAX_BYTES} characters")
        return path, text

    def _path(self, name: str) -> Path:
        pure = PurePosixPath(name)
        if (not name or pure.is_absolute() or PureWindowsPath(name).anchor or "\\" in name
                or "\0" in name or ".." in pure.parts or name.startswith("~")):
            raise CheckerError(f"only files in the folder of the note are included, not {name!r}")
        if pure.suffix not in _SUFFIXES:
            raise CheckerError(f"{name} is not a TeX file")
        path = self.folder / name
        try:
            if not path.is_file():
                path = self.folder / f"{name}.tex"
            inside = path.resolve().is_relative_to(self.folder.resolve())
            found = path.is_file()
        except (OSError, RuntimeError) as error:
            raise CheckerError(f"{name} cannot be read: {error}") from None
        if not inside:
            raise CheckerError(f"{name} leads out of the folder of the note")
        if not found:
            raise CheckerError(f"there is no file {name} beside the note")
        return path
