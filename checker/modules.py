"""Modules: a Python file -> the derivations that it holds, and what of it cannot be read."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Final

from checker.language.claim import Derivation
from checker.language.errors import CheckerError, Unreadable

MAX_TROUBLES: Final = 50
"""A module in which more lines fail is given up."""


def load(file: Path, shelf: str = "") -> tuple[tuple[Derivation, ...], list[Unreadable]]:
    """The derivations of a module, and what of it cannot be read, with its line.

    `shelf` is its name on the shelf, if it stands there.

    >>> load(Path("nowhere.py"))[1][0].message
    "FileNotFoundError: [Errno 2] No such file or directory: 'nowhere.py'"
    """
    if shelf:
        import derivations

        try:
            with _told(file):
                return (derivations.load(shelf),), []
        except Unreadable:
            pass  # run as any other file, it may hold something besides what failed
    try:
        with _told(file):
            tree = ast.parse(file.read_bytes(), str(file))
    except Unreadable as error:
        return (), [error]
    troubles: list[Unreadable] = []
    while True:
        found, trouble = _run(tree, file)
        if trouble is None:
            return found, troubles
        troubles = sorted([*troubles, trouble], key=lambda error: error.line)
        from checker.partial import without

        rest = without(tree, trouble.line) if len(troubles) < MAX_TROUBLES else None
        if rest is None:  # what was finished before stands
            return found, troubles
        tree = rest


def _run(tree: ast.Module, file: Path) -> tuple[tuple[Derivation, ...], Unreadable | None]:
    """The derivations that a module finishes, and what stops it."""
    module = ModuleType(f"derivation_{file.stem}")
    module.__file__ = str(file)
    trouble = None
    try:
        with _told(file), _beside(file):
            exec(compile(tree, str(file), "exec", dont_inherit=True), vars(module))
    except Unreadable as error:
        trouble = error
    found = {id(value): value for value in vars(module).values() if isinstance(value, Derivation)}
    if trouble is None:
        trouble = _unfinished(vars(module), bool(found))
    return tuple(found.values()), trouble


def _unfinished(names: dict[str, object], found: bool) -> Unreadable | None:
    """Why a module holds no derivation, or one less than it opens."""
    from checker.reader.authoring import Draft

    drafts = [(name, value) for name, value in names.items() if isinstance(value, Draft)]
    for name, draft in drafts:
        expected = f"derivation = {name}.finish()"
        if not draft.finished:
            return Unreadable("the derivation that is opened here is never finished",
                              draft.place.line, expected=expected)
        if not found:
            return Unreadable("the derivation that is opened here is finished, but has no name",
                              draft.place.line, expected=expected)
    return None if found else Unreadable("the module holds no derivation")


@contextmanager
def _beside(file: Path) -> Iterator[None]:
    """Modules in the folder of the file can be imported."""
    sys.path.insert(0, str(file.parent))
    try:
        yield
    finally:
        sys.path.remove(str(file.parent))


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Whatever a module raises becomes one sentence with its line; its prints go to stderr."""
    try:
        with redirect_stdout(sys.stderr):
            yield
    except SyntaxError as error:
        raise Unreadable(f"SyntaxError: {error.msg}", error.lineno or 0) from None
    except (Exception, SystemExit) as error:
        if isinstance(error, Unreadable):
            message = _without_place(error.message, file)
            raise Unreadable(message, error.line or _line_within(file, error), error.column,
                             error.expected) from None
        first_line = (str(error).splitlines() or [""])[0]
        kind = "" if isinstance(error, CheckerError) else type(error).__name__
        told = ": ".join(part for part in (kind, first_line) if part)
        raise Unreadable(told, _line_within(file, error)) from None


def _without_place(message: str, file: Path) -> str:
    place, colon, rest = message.partition(": ")
    return rest if colon and Path(place).resolve() == file.resolve() else message


def _line_within(file: Path, error: BaseException) -> int:
    """The last line of the file that was running when the error was raised."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if Path(trace.tb_frame.f_code.co_filename).name == file.name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
