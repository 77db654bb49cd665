"""Why nothing is exported, in one sentence."""

from __future__ import annotations

from checker.language.errors import CheckerError


class NotExported(CheckerError):
    """An unproved step, a form that no target can write, or a file that failed its gate."""
