"""Certificates: plain data from which the kernel replays a proof.

A certificate is a tree. Its inner nodes distinguish cases, its leaves say which lines of
the rule table hold at which terms. Nothing in it is believed: see `checker.kernel.replay`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.language.term import Term


@dataclass(frozen=True, slots=True)
class Point:
    """An exact point of a context's domain."""

    names: tuple[tuple[str, Fraction], ...] = ()
    entries: tuple[tuple[str, tuple[tuple[tuple[int, ...], Fraction], ...]], ...] = ()
    """For each family its values by index."""
    functions: tuple[tuple[str, tuple[str, ...], Term], ...] = ()
    """For each abstract function a concrete one: its parameters and its body."""

    def __str__(self) -> str:
        from checker.language.text import text

        parts = [f"{name} = {value}" for name, value in self.names]
        parts += [f"{family}[{', '.join(map(str, index))}] = {value}"
                  for family, table in self.entries for index, value in table]
        parts += [f"{name}({', '.join(parameters)}) = {text(body)}"
                  for name, parameters, body in self.functions]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Lemma:
    """A line of the rule table at given terms.

    `forms` is a queue: a side condition that is not evident takes the next form, a term
    equal to it whose sign is evident.
    """

    rule: str
    values: tuple[tuple[str, Term], ...]
    forms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """The two sides have one normal form, given these lemmas."""

    before: tuple[Lemma, ...] = ()
    """Lemmas that need nothing but the domain."""
    between: tuple[Lemma, ...] = ()
    """Lemmas that may use the left side's conditions."""
    after: tuple[Lemma, ...] = ()
    """Lemmas that may use the right side's conditions too."""
    forms: tuple[Term, ...] = ()
    """Equal terms with evident signs, for the conditions of both sides."""
    point: Point | None = None
    """Where both sides are defined and agree; needed if a condition is assumed."""


@dataclass(frozen=True, slots=True)
class Cases:
    """One branch for each value of a name with a finite domain."""

    name: str
    branches: tuple[tuple[Fraction, Node], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """One branch for each sign ("-", "0", "+") that the term can have."""

    term: Term
    branches: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Undefined:
    """In this case the left side is certainly undefined, so nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Constant:
    """The difference has derivative zero on an interval, and is zero at one value."""

    name: str
    value: Fraction
    derivative: Node
    start: Node


Node = Leaf | Cases | Split | Undefined | Constant


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof tree and a point at which the claim says something."""

    proof: Node
    point: Point
