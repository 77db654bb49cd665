"""The steps of the shelf as plain SymPy text, every definition written out.

The checker reads the derivations as they stand; other programs know no definitions, so they
are given what the definitions say: dL/da, where a is sigma(z), becomes
`Subs(Derivative(L, a), a, sigma(z))`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import derivations
from checker.language.claim import Claim
from checker.language.context import Context, Domain
from checker.language.substitution import substitute
from checker.language.term import Term, apply, at, build, derivative, name
from checker.language.text import text


def shelf() -> Iterator[tuple[Claim, dict[str, Any]]]:
    """Every equality of the shelf, with the same as an input line of `checker steps`."""
    for known in derivations.NAMES:
        for number, claim in enumerate(derivations.load(known).claims):
            if claim.relation == "=" and claim.kind in ("step", "limit"):
                yield claim, plain_step(f"shelf/{known}:{number + 1}", claim)


def plain_step(label: str, claim: Claim) -> dict[str, Any]:
    """The claim without definitions, as a JSON object."""
    context = claim.context
    variables = {n: _domain(d) for n, d in (*context.names, *context.families)}
    return {
        "id": label, "lhs": text(plain(claim.lhs, context)), "rhs": text(plain(claim.rhs, context)),
        "variables": variables, "functions": {f: _domain(d) for f, d in context.functions},
        "conditions": [text(plain(h, context)) for h in context.hypotheses],
    }


def _domain(domain: Domain) -> str:
    written = str(domain).replace(" ", "")
    return f"interval:{written.strip('()[]')}" if "," in written and "{" not in written \
        else written


def plain(term: Term, context: Context, stop: frozenset[str] = frozenset()) -> Term:
    """The term with definitions unfolded and derivatives of functions as `Subs`."""
    head = term.head
    if head == "derivative":
        return _derivative(term, context, stop)
    args = tuple(plain(arg, context, stop) for arg in term.args)
    if head in ("name", "entry", "apply"):
        data: Any = term.data
        known, orders = data if head == "apply" else (data, ())
        definition = None if known in stop else context.definition(known)
        if head == "apply" and any(orders):
            return _jet(known, orders, args, context, stop)
        if definition is not None:
            values = dict(zip(definition.parameters, args, strict=True))
            return plain(substitute(definition.body, values), context, stop)
    if head in ("eq", "ne"):  # in Python == would compare, not state
        return build("call", args, head.capitalize())
    return build(head, args, term.data) if args else term


def _derivative(term: Term, context: Context, stop: frozenset[str]) -> Term:
    body, variable = term.args
    known = str(variable.data)
    order: Any = term.data
    if variable.head == "entry":
        variable = build("entry", tuple(plain(a, context, stop) for a in variable.args), known)
    found = derivative(plain(body, context, stop | {known}), variable, order)
    if variable.head == "name" and known not in stop and context.definition(known) is not None:
        return at(found, variable, plain(variable, context, stop))
    return found


def _jet(function: str, orders: tuple[int, ...], args: tuple[Term, ...], context: Context,
         stop: frozenset[str]) -> Term:
    places = [name(f"_{k}") if order else arg
              for k, (arg, order) in enumerate(zip(args, orders, strict=True))]
    found = plain(apply(function, *places), context, stop)
    for place, order in zip(places, orders, strict=True):
        if order:
            found = derivative(found, place, order)
    for place, arg, order in zip(places, args, orders, strict=True):
        if order:
            found = at(found, place, arg)
    return found
