"""Verdicts: a closed union of values that carry their explanation.

Only `checker.kernel` constructs `Proved` and `Refuted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.language.certificate import Certificate, Point
from checker.language.claim import Claim
from checker.language.term import Term


@dataclass(frozen=True, slots=True)
class Condition:
    """A definedness condition that the declared domain does not imply.

    It is reported with the verdict: "proved, where h(x) != 0".
    """

    relation: Term
    """A relation between a term and 0."""
    cases: tuple[Term, ...] = ()
    """The case in which it is needed: relations such as y = 1."""

    def __str__(self) -> str:
        from checker.language.text import text

        tail = " if " + " and ".join(map(text, self.cases)) if self.cases else ""
        return re.sub(r"~\d+", "", text(self.relation) + tail)


@dataclass(frozen=True, slots=True)
class Proved:
    """The kernel has replayed a certificate of the claim."""

    claim: Claim
    certificate: Certificate
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuted:
    """At an exact point of the domain the two sides certainly differ."""

    claim: Claim
    point: Point
    lhs: str
    """Enclosure of the left side there, such as "[0.5 +/- 1e-19]"."""
    rhs: str
    """Enclosure of the right side there, or "undefined" with the condition that fails."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither proved nor refuted."""

    claim: Claim
    tried: tuple[str, ...]
    """What was attempted, in order, each in the strategy's own words."""


Verdict = Proved | Refuted | Undecided
