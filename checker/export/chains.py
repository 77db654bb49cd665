"""The way to the form that is computed, as chains like any others: for sheets and for readers."""

from __future__ import annotations

from dataclasses import dataclass

from checker.export.proved import proven
from checker.export.stable import Step, stabilised
from checker.language.claim import Chain, Claim, Derivation, Result
from checker.language.term import Term


@dataclass(frozen=True, slots=True)
class Way:
    """One chain on the way: of the result as a whole, or of a part of it."""

    chain: Chain
    stands: Term | None = None
    """u = z[i]: what a name of the chain stands for."""


def stable_chains(derivation: Derivation, result: Result, seconds: float = 2.0
                  ) -> tuple[Chain, ...]:
    """The proved steps from the quantity to the form that is computed.

    >>> import derivations
    >>> sigmoid = derivations.load("sigmoid")
    >>> [c.claims[-1].reason for c in stable_chains(sigmoid, sigmoid.results[1])]
    ['(e/(1 + e))/(1 + e)']
    """
    return tuple(way.chain for way in ways(derivation, result, seconds))


def ways(derivation: Derivation, result: Result, seconds: float = 2.0) -> tuple[Way, ...]:
    """The same chains, each with what a name of it stands for.

    >>> import derivations
    >>> mean = derivations.load("logistic-mean")
    >>> [str(way.stands.args[0]) for way in ways(mean, mean.results[0]) if way.stands]
    ['f[i]', 'z']
    """
    tie = proven(derivation, result, seconds).claim
    whole: list[Claim] = [tie] if tie.lhs is not tie.rhs else []
    parts: list[Step] = []
    for step in stabilised(result.term, derivation.context, seconds).steps:
        if step.stands is None and (not whole or whole[-1].rhs is step.claim.lhs):
            whole.append(step.claim)
        else:
            parts.append(step)
    first = (Way(Chain(tuple(whole), f"The form of {result.name} that is computed")),) \
        if whole else ()
    return (*first, *(Way(Chain((step.claim,), _title(step)), step.stands) for step in parts))


def _title(step: Step) -> str:
    return "A part of it" + (f", {step.manner}" if step.manner else "")
