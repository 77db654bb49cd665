"""Only what is proved leaves: a result, with the certificate that ties it to its derivation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.check import check, check_derivation
from checker.export.refusals import NotExported
from checker.language.claim import Claim, Derivation, Result
from checker.language.data import digest
from checker.language.findings import Finding
from checker.language.term import Term, apply, entry, name
from checker.language.verdict import Proved


@dataclass(frozen=True, slots=True)
class Proven:
    """A result that equals, by a replayed certificate, a quantity of its derivation."""

    result: Result
    claim: Claim
    """quantity = result."""
    certificate: str
    """The sha256 of the claim and its certificate."""
    conditions: tuple[str, ...] = ()
    """Where the equality holds, if the declared domain does not say so."""


def all_proved(derivation: Derivation, seconds: float = 2.0) -> None:
    """Return if every step is proved; else `NotExported` names the first that is not.

    >>> from checker.language.claim import Chain
    >>> from checker.language.context import EMPTY
    >>> x, y = name("x"), name("y")
    >>> all_proved(Derivation("slip", "", EMPTY, (Chain((Claim(x, y),)),)))
    Traceback (most recent call last):
    checker.export.refusals.NotExported: slip is not exported: x = y is refuted
    """
    if not derivation.claims:
        raise NotExported(f"{derivation.name} is not exported: it proves nothing")
    for finding in check_derivation(derivation, hints=False, rules=False, seconds=seconds).findings:
        if finding.outcome not in ("proved", "stated"):
            raise NotExported(f"{derivation.name} is not exported: {_told(finding)}")


def _told(finding: Finding) -> str:
    place = f"{finding.span.path}:{finding.span.line}: " if finding.span else ""
    claim = finding.claim
    if claim is None:
        return f"{place}a line is {finding.outcome}"
    why = f" ({finding.message})" if finding.message else ""
    return f"{place}{claim.lhs} {claim.relation} {claim.rhs} is {finding.outcome}{why}"


def proven(derivation: Derivation, result: Result, seconds: float = 2.0) -> Proven:
    """The result with its tie to the derivation, all of whose steps are already proved.

    A result that is a line of a chain is proved equal to the first line of that chain; any
    other must be proved equal to a first line or to something that is defined.
    """
    for quantity in _quantities(derivation, result.term):
        claim = Claim(quantity, result.term, derivation.context, reason="the chain as a whole")
        tied = proof(claim, seconds)
        if tied is not None:
            return Proven(result, claim, digest(claim, tied.certificate),
                          tuple(map(str, tied.conditions)))
    raise NotExported(f"the result {result.name} of {derivation.name} is not exported: "
                      f"{result.term} is not proved equal to the first line of a chain or to "
                      "anything that is defined")


def proof(claim: Claim, seconds: float = 2.0) -> Proved | None:
    """The kernel's verdict where it is `Proved`."""
    verdict = check(claim, hints=False, rules=False, seconds=seconds).verdict
    return verdict if isinstance(verdict, Proved) else None


def _quantities(derivation: Derivation, term: Term) -> Iterator[Term]:
    """What the term may be proved equal to, the likeliest first."""
    heads = [chain.claims[0].lhs for chain in derivation.chains if chain.claims
             and chain.claims[0].relation == "="]
    with_term = [chain.claims[0].lhs for chain in reversed(derivation.chains)
                 if any(term in (claim.lhs, claim.rhs) for claim in chain.claims)]
    defined = [_left(d.name, d.parameters, d.family) for d in derivation.context.definitions]
    yield from dict.fromkeys([*(h for h in with_term if h is not term), *defined,
                              *(h for h in heads if h is not term)])


def _left(text: str, parameters: tuple[str, ...], family: bool) -> Term:
    if not parameters:
        return name(text)
    return entry(text, *map(name, parameters)) if family else apply(text, *map(name, parameters))
