"""Check: read, prove or refute, replay, report."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import islice

from checker.kernel.refusal import Refusal
from checker.kernel.replay import prepare
from checker.language.certificate import Point
from checker.language.claim import Claim, Derivation
from checker.language.errors import TooLarge
from checker.language.findings import Finding, PageFindings, Stated
from checker.language.source import Notice, Span
from checker.language.verdict import Proved, Refuted, Undecided
from checker.prover.explain import explain, rule_notice
from checker.prover.search import prove
from checker.refuter.search import deep_search, first_look

MAX_REPAIRS = 6
"""No more repaired steps than this are tried for a hint."""
STATED = frozenset({"definition", "declaration", "update"})
"""Kinds of claims that are taken as said."""
_STAND_IN = re.compile(r"@\d+:|~\d+")
"""What the kernel adds to a name that is bound."""


def check(claim: Claim, *, hints: bool = True, rules: bool = True,
          seconds: float = 2.0) -> Finding:
    """The verdict on one claim, with what explains it.

    `hints` asks for what the author of a refuted step probably did, `rules` for the names of
    the rules that explain a proved one. After `seconds` the step is left undecided.

    >>> from checker.language.term import add, mul, name, number
    >>> x = name("x")
    >>> check(Claim(add(x, x), mul(number(2), x))).outcome
    'proved'
    """
    start = time.perf_counter()
    try:
        finding = _check(claim, hints, rules, seconds)
    except Exception as surprise:  # whatever goes wrong proves nothing and refutes nothing
        finding = Finding(Undecided(claim, ("an unexpected error",)),
                          message=f"unexpected {type(surprise).__name__}: {surprise}")
    return finding.taking(time.perf_counter() - start)


def _check(claim: Claim, hints: bool, rules: bool, seconds: float) -> Finding:
    if claim.relation == ":=" or claim.kind in STATED:
        return Finding(Stated(claim))
    try:
        prepare(claim)
    except Refusal as refusal:
        return Finding(Undecided(claim, ("reading the claim",)), message=_unsupported(refusal))
    except TooLarge as error:
        return Finding(Undecided(claim, ("reading the claim",)), message=str(error))
    seen = first_look(claim)
    if isinstance(seen, Refuted):
        return _refuted(claim, seen, hints)
    proved = prove(claim, seen, seconds)
    if proved is not None:
        return Finding(proved, rules=_rules(proved) if rules and claim.relation == "=" else ())
    refuted = deep_search(claim, seconds)
    if refuted is not None:
        return _refuted(claim, refuted, hints)
    tried = ("a few exact points", "normal form with the rule table", "cases and splits",
             "many exact points")
    return Finding(Undecided(claim, tried))


def contradicted(claim: Claim) -> bool:
    """Whether one of the first exact points refutes a claim: a quick second opinion.

    >>> from checker.language.term import add, name
    >>> contradicted(Claim(add(name("x"), name("x")), name("x")))
    True
    """
    return isinstance(first_look(claim), Refuted)


def rule_remark(finding: Finding, place: Span) -> Notice | None:
    """A notice where a step is proved, but not by the rule that its author names."""
    if not isinstance(finding.verdict, Proved) or finding.verdict.claim.relation != "=":
        return None
    told = rule_notice(finding.verdict, finding.rules)
    return None if told is None else Notice("rule", told, place)


def _rules(proved: Proved) -> tuple[str, ...]:
    """The rules that explain a proved step; none if that fails: the verdict stands anyway."""
    try:
        return explain(proved)
    except Exception:
        return ()


def _refuted(claim: Claim, refuted: Refuted, hints: bool) -> Finding:
    """The refuted step with a hint; without one if that fails: the verdict stands anyway."""
    if hints and refuted.claim.relation == "=":
        from checker.refuter.edits import repairs

        try:
            for repair in islice(repairs(refuted), MAX_REPAIRS):
                if prove(repair.claim, repair.point, 0.2) is not None:
                    return Finding(refuted, hint=repair.hint, repaired=repair.claim)
        except Exception:
            return Finding(refuted)
    return Finding(refuted)


def _unsupported(refusal: Refusal) -> str:
    """Why the kernel has no rules for a claim, in one sentence."""
    words = {
        "complex": "complex variables are not supported yet",
        "unsupported": "this construct is not supported yet",
        "unsupported-function": "no rules for this function yet",
        "not-a-real-number": "infinite and imaginary values are not supported yet",
        "no-derivative-rule": "no rule for this derivative yet",
        "no-limit-rule": "no rule for this limit yet",
        "indeterminate": "the limit has an indeterminate form; rewrite it first",
        "infinite-limit": "the limit is infinite",
        "not-a-relation": "no relation that can be proved",
        "circular-definition": "a definition refers to itself",
        "limit-requirement": "what the limit requires near its point is not evident",
        "limit-sign": "the limit depends on a sign that is not evident",
        "capture": "a definition depends on a name that is bound here; write it out",
        "function-arity": "this function takes another number of arguments",
        "derivative-by-index": "a bound index is no variable to differentiate by",
        "derivative-by-discrete": "a derivative by a name that takes whole or single values",
        "derivative-of-discrete": "a derivative of something that is defined for whole values",
        "budget": "the step is too large",
        "definition-arity": "a definition is used with another number of arguments",
        "unknown-function": "this function is neither known nor declared",
        "root-degree": "the degree of a root must be a whole number from 2 to 64",
        "reserved-name": "names with @ or ~ are the kernel's own",
        "family-and-name": "one name stands both for a variable and for an indexed family",
    }
    known = words.get(refusal.reason, refusal.reason.replace("-", " "))
    return f"{known}: {_STAND_IN.sub('', str(refusal.detail))}" if refusal.detail else known


def check_derivation(derivation: Derivation, *, hints: bool = True, rules: bool = True,
                     seconds: float = 2.0,
                     on_finding: Callable[[Finding], None] | None = None) -> PageFindings:
    """Every claim of a derivation, in order, with the notices that go with them."""
    findings = []
    notices = list(derivation.notices)
    for claim in derivation.claims:
        finding = check(claim, hints=hints, rules=rules, seconds=seconds)
        findings.append(finding)
        if rules:
            remark = rule_remark(finding, claim.span or Span(derivation.name, 0))
            if remark is not None:
                notices.append(remark)
        if on_finding is not None:
            on_finding(finding)
    path = derivation.claims[0].span.path if derivation.claims and derivation.claims[0].span \
        else derivation.name
    return PageFindings(path, tuple(findings), tuple(notices), derivation.title, derivation)


__all__ = ["Point", "check", "check_derivation"]
