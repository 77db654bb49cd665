"""Which function is the verified derivative of which: the rules of automatic differentiation.

The derivative of a stable form by a library's own rules is wrong where the form has a kink:
at z = 0, which is w = 0, it gives 0 or 1 where the truth is 1/2. So a library is handed the
derivative that was derived.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.export.function import Function, function_of
from checker.export.proved import proven
from checker.export.refusals import NotExported
from checker.export.stable import stabilised
from checker.language.claim import Derivation, Result
from checker.language.term import Term, derivative


@dataclass(frozen=True, slots=True)
class Rule:
    """A function with its verified derivative."""

    function: Function
    slope: Function | None = None
    """The derivative, None where the derivation has none."""
    variables: tuple[str, ...] = ()
    """The arguments it is the derivative by."""


def rules_of(derivation: Derivation, functions: tuple[Function, ...],
             everything: tuple[Function, ...], seconds: float) -> tuple[Rule, ...]:
    """A rule for each function and, in turn, for each derivative that a rule needs.

    Derivatives are looked for among the results, then among the chains: the last line of a
    proved chain that begins with D(f(z), z) is the derivative of f.
    """
    found: dict[str, Rule] = {}
    waiting = list(functions)
    while waiting:
        function = waiting.pop(0)
        if function.name in found:
            continue
        rule = _rule(derivation, function, everything, seconds)
        found[function.name] = rule
        if rule.slope is not None:
            waiting.append(rule.slope)
    return tuple(found.values())


def _rule(derivation: Derivation, function: Function, everything: tuple[Function, ...],
          seconds: float) -> Rule:
    first = function.parts[0].proven.claim.lhs
    for other in everything:
        variables = [_variable(part.proven.claim.lhs, first, function) for part in other.parts]
        if other.bordered:  # its last row is the derivative of the last part, by symmetry
            variables = [v for v in variables[:2] if v]
        if variables and all(variables) and [a.name for a in other.arguments] == \
                [a.name for a in function.arguments]:
            return Rule(function, other, tuple(str(v) for v in variables))
    if len(function.parts) > 1 or function.parts[0].indices:
        return Rule(function)
    return _from_a_chain(derivation, function, first, seconds)


def _from_a_chain(derivation: Derivation, function: Function, quantity: Term,
                  seconds: float) -> Rule:
    for chain in derivation.chains:
        variable = _variable(chain.claims[0].lhs, quantity, function) if chain.claims else ""
        if variable:
            result = Result(f"{function.name}_slope", tuple(a.name for a in function.arguments),
                            chain.claims[-1].rhs)
            tied = proven(derivation, result, seconds)
            stable = stabilised(result.term, derivation.context, seconds)
            try:
                return Rule(function, function_of(result.name, [(tied, stable)],
                                                  derivation.context), (variable,))
            except NotExported:
                continue
    return Rule(function)


def _variable(slope: Term, quantity: Term, function: Function) -> str:
    """The argument by which `slope` is the derivative of `quantity`; empty if it is none."""
    if slope.head != "derivative":
        return ""
    body, variable = slope.args
    if slope.data == 1:
        matches = body is quantity
    else:
        matches = quantity is derivative(body, variable, slope.data - 1)
    text = str(variable.data)
    return text if matches and text in {a.name for a in function.arguments} else ""
