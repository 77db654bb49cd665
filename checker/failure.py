"""How a command fails."""

from __future__ import annotations

from typing import IO, Any

import click


class Failure(click.ClickException):
    """Bad input: one sentence on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(f"checker: {self.message}", err=True)
