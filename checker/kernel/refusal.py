"""Refusals: every guard of the kernel has a name."""

from __future__ import annotations


class Refusal(Exception):
    """The kernel does not accept a certificate; `reason` names the guard that refused."""

    def __init__(self, reason: str, detail: object = "") -> None:
        detail = str(detail)
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def require(holds: bool, reason: str, detail: object = "") -> None:
    """Refuse with this reason unless the guard holds."""
    if not holds:
        raise Refusal(reason, detail)
