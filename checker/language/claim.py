"""Claims, chains and derivations: what is to be verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from checker.language.context import EMPTY, Context
from checker.language.source import Notice, Span
from checker.language.term import Term

KINDS: Final = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
"""The relations that can be proved, as written, with the heads of their terms."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation between two neighbouring terms, with its reason and its place.

    `lhs = rhs` claims: wherever the context makes the left side defined, the right side
    is defined and equal; `lhs < rhs`, that it is defined and greater.
    """

    lhs: Term
    rhs: Term
    context: Context = EMPTY
    relation: str = "="
    """"=" for a step; "<", "<=", ">", ">=", "!=" for a condition; ":=" where it is stated."""
    kind: str = "step"
    """step, definition, declaration, limit, update or condition."""
    reason: str | None = None
    """The author's own reason, such as "quotient rule"."""
    span: Span | None = None
    written: tuple[str, str] | None = None
    """Both sides as the author typed them, where the source is text."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms e0 = e1 = ... = en, as their n claims."""

    claims: tuple[Claim, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A named final form of a derivation: what `checker export` turns into a function."""

    name: str
    arguments: tuple[str, ...]
    term: Term


@dataclass(frozen=True, slots=True)
class Derivation:
    """A titled context with chains and named results."""

    name: str
    title: str
    context: Context
    chains: tuple[Chain, ...]
    results: tuple[Result, ...] = ()
    source: str = ""
    """The note and lines it comes from."""
    notices: tuple[Notice, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims of all chains, in order."""
        return tuple(claim for chain in self.chains for claim in chain.claims)
