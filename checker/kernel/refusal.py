"""Refusals: every guard of the kernel has a name."""

from __future__ import annotations


class Refusal(Exception):
    """The kernel does not accept a certificate; `reason` names the guard that refused.

    The details are put into words only when somebody reads them: the prover is refused often.
    """

    def __init__(self, reason: str, *details: object) -> None:
        super().__init__(reason, *details)
        self.reason = reason

    @property
    def detail(self) -> str:
        """What was refused, in words; nothing if the reason says it all."""
        return " ".join(map(str, self.args[1:]))

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


def require(holds: bool, reason: str, *details: object) -> None:
    """Refuse with this reason unless the guard holds."""
    if not holds:
        raise Refusal(reason, *details)
