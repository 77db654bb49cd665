"""What can go wrong with an input: one family of exceptions, each with its place."""

from __future__ import annotations


class CheckerError(Exception):
    """Anything the program tells its user instead of a traceback."""


class TooLarge(CheckerError):
    """An expression beyond the bounds that keep every later step short."""


class Unreadable(CheckerError):
    """Text that cannot be read, or that could be read in two ways.

    `line` and `column` count from 1; `expected` says what would have been readable.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0, expected: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.expected = expected

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}: " if self.line else ""
        return place + self.message + (f" (expected {self.expected})" if self.expected else "")


class Unsupported(CheckerError):
    """A construct that is read but that no proof method of the kernel covers yet."""
