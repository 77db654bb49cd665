"""The names of the rules that explain a proved step, in the words people use.

Derivatives that stand on one side only are traced down to what stands on the other side;
definitions, cases and the certificate's lemmas add their names; what is left is algebra.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checker.kernel.rules import RULES
from checker.language.certificate import Cases, Constant, Leaf, Lemma, Node, Split
from checker.language.context import Context
from checker.language.substitution import substitute
from checker.language.term import Term, add, derivative
from checker.language.verdict import Proved

ALGEBRA: Final = ("expand", "factor", "common denominator", "cancel", "add and subtract",
                  "arithmetic")
LINEAR: Final = ("linearity", "constant factor", "derivative of a constant", "sum rule")
RECIPROCAL: Final = ("quotient rule", "power rule", "chain rule")
NAMED: Final = (*ALGEBRA, *LINEAR, *RECIPROCAL, "product rule", "logarithm rule",
                "exponential rule", "by cases", "sum over one index", "limit",
                "trigonometric identity", "root rule", "absolute value")
"""Rules that an author's reason may name."""

SILENT: Final = frozenset({"radical-power", "root-power", "abs-square", "cos-square",
                           "hypothesis", "exp-zero", "log-one", "delta-symmetric"})
"""Lemmas that carry no explanation of their own."""


SPEAKS_OF: Final = {
    "exponential rule": frozenset({"exp", "log", "pow", "root", "limit"}),
    "logarithm rule": frozenset({"log"}),
    "power rule": frozenset({"pow", "root", "exp", "log"}),
    "root rule": frozenset({"pow", "root"}),
}
"""The functions that a step must hold for a rule about them to explain it."""


def explain(proved: Proved) -> tuple[str, ...]:
    """The rules of a proved step, each once, the most telling first."""
    claim = proved.claim
    found: dict[str, None] = {}
    _definitions(claim.lhs, claim.rhs, claim.context, found)
    for side, other in ((claim.lhs, claim.rhs), (claim.rhs, claim.lhs)):
        there = set(subterms(other))
        for term in subterms(side):
            if term.head == "derivative" and term not in there:
                _trace(term, there, claim.context, found)
            elif term.head == "limit" and term not in there:
                found["limit"] = None
    for node in _nodes(proved.certificate.proof):
        if isinstance(node, Cases | Split):
            found["by cases"] = None
        elif isinstance(node, Leaf):
            for lemma in _lemmas(node):
                if lemma.rule in RULES and lemma.rule not in SILENT and \
                        _written(RULES[lemma.rule].title, claim.lhs, claim.rhs):
                    found[RULES[lemma.rule].title] = None
    if not found and _sums(claim.lhs) and _sums(claim.rhs):
        found["linearity"] = None
    if not found:
        found[_algebra(claim.lhs, claim.rhs)] = None
    return tuple(found)


def _sums(term: Term) -> bool:
    return any(part.head == "sum" for part in subterms(term))


def _written(title: str, lhs: Term, rhs: Term) -> bool:
    """Whether what a rule speaks of is written in the step, not only in its definitions."""
    heads = SPEAKS_OF.get(title)
    return heads is None or any(
        t.data in heads if t.head == "call" else t.head in heads
        for side in (lhs, rhs) for t in subterms(side))


def subterms(term: Term) -> Iterator[Term]:
    """Every part of a term, itself first, each once."""
    seen: set[Term] = set()
    stack = [term]
    while stack:
        top = stack.pop()
        if top not in seen:
            seen.add(top)
            yield top
            stack += reversed(top.args)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Cases | Split):
        for _, branch in node.branches:
            yield from _nodes(branch)
    elif isinstance(node, Constant):
        yield from _nodes(node.derivative)
        yield from _nodes(node.start)


def _lemmas(leaf: Leaf) -> tuple[Lemma, ...]:
    return (*leaf.before, *leaf.between, *leaf.after)


def _definitions(lhs: Term, rhs: Term, context: Context, found: dict[str, None]) -> None:
    """Names defined in the context that stand on one side only."""
    for d in context.definitions:
        if (d.name in lhs.free) != (d.name in rhs.free):
            found[f"definition of {d.name}"] = None


def _trace(term: Term, there: set[Term], context: Context, found: dict[str, None]) -> None:
    """The rules that take a derivative apart, down to derivatives that stand on the other side."""
    body, variable = term.args
    text = str(variable.data)

    def inner(part: Term) -> None:
        if text in _reach(part, context):
            smaller = derivative(part, variable)
            if smaller not in there:
                _trace(smaller, there, context, found)

    def moves(part: Term) -> bool:
        return text in _reach(part, context)

    if not moves(body):
        found["derivative of a constant"] = None
        return
    match body.head:
        case "add":
            found["linearity"] = None
        case "neg":
            found["constant factor"] = None
        case "mul":
            varying = sum(map(moves, body.args))
            found["constant factor" if varying == 1 else "product rule"] = None
        case "div":
            found["quotient rule" if moves(body.args[1]) else "constant factor"] = None
        case "pow" | "root":
            exponential = body.head == "pow" and moves(body.args[1])
            found["exponential rule" if exponential else "power rule"] = None
            _chain(body.args[1 if exponential else 0], variable, found)
        case "call":
            titles = {"exp": "exponential rule", "log": "logarithm rule"}
            function = str(body.data)
            found[titles.get(function, f"derivative of {function}")] = None
            _chain(body.args[0], variable, found)
        case "apply":
            _function(body, variable, there, context, found)
            return
        case "sum":
            found["linearity"] = None
        case "product":
            found["product rule"] = None
        case "entry" | "name":
            _name(body, variable, there, context, found)
            return
    for part in body.args:
        inner(part)


def _chain(inside: Term, variable: Term, found: dict[str, None]) -> None:
    if inside is not variable:
        found["chain rule"] = None


def _function(body: Term, variable: Term, there: set[Term], context: Context,
              found: dict[str, None]) -> None:
    definition = context.definition(str(body.data[0]))
    for argument in body.args:
        _chain(argument, variable, found)
        smaller = derivative(argument, variable)
        if argument is not variable and smaller not in there and \
                str(variable.data) in _reach(argument, context):
            _trace(smaller, there, context, found)
    if definition is not None and not any(body.data[1]):
        found[f"derivative of {definition.name}"] = None


def _name(body: Term, variable: Term, there: set[Term], context: Context,
          found: dict[str, None]) -> None:
    definition = context.definition(str(body.data))
    if body is variable:
        found["power rule"] = None  # x is its first power
        return
    if definition is None:
        return
    found[f"definition of {definition.name}"] = None
    unfolded = definition.body
    if definition.parameters:
        unfolded = substitute(unfolded, dict(zip(definition.parameters, body.args, strict=True)))
    if str(variable.data) not in definition.body.free:
        found["chain rule"] = None
    _trace(derivative(unfolded, variable), there, context, found)


def _reach(term: Term, context: Context, depth: int = 0) -> frozenset[str]:
    """The names a term depends on, through definitions."""
    names = set(term.free)
    if depth < 12:
        for text in term.free:
            definition = context.definition(text)
            if definition is not None:
                names |= _reach(definition.body, context, depth + 1)
    return frozenset(names)


def _algebra(lhs: Term, rhs: Term) -> str:
    """Which piece of algebra takes one side to the other, by their shapes."""
    left, right = _summands(lhs), _summands(rhs)
    fractions = [sum(1 for t in side if _fraction(t)) for side in (left, right)]
    if fractions[0] >= 2 and len(right) == 1 and fractions[1] == 1 or \
            fractions[1] >= 2 and len(left) == 1 and fractions[0] == 1:
        return "common denominator"
    if _padded(rhs) != _padded(lhs):
        return "add and subtract"
    below = [sum(t.args[1].size for t in subterms(side) if t.head == "div")
             for side in (lhs, rhs)]
    if below[1] < below[0]:
        return "cancel"
    products = [sum(1 for t in subterms(side) if t.head in ("mul", "pow", "neg") and any(
        a.head == "add" for a in t.args)) for side in (lhs, rhs)]
    if products[0] > products[1]:
        return "expand"
    if products[0] < products[1]:
        return "factor"
    return "arithmetic"


def _summands(term: Term) -> list[Term]:
    if term.head == "neg":
        return _summands(term.args[0])
    return list(term.args) if term.head == "add" else [term]


def _fraction(term: Term) -> bool:
    core = term.args[0] if term.head == "neg" else term
    return core.head == "div" or (core.head == "mul" and any(a.head == "div" for a in core.args))


def _padded(term: Term) -> bool:
    """Whether some sum holds a summand together with its opposite."""
    for part in subterms(term):
        if part.head == "add":
            for a in part.args:
                if a.head == "neg" and a.args[0] in part.args:
                    return True
    return False


def rule_notice(proved: Proved, rules: tuple[str, ...]) -> str | None:
    """What to remark if the author names a rule by which the step is not made.

    Names of algebra, of linearity, and the three roads to the derivative of a reciprocal
    pass for one another.
    """
    reason = (proved.claim.reason or "").lower()
    named = [rule for rule in NAMED if rule in reason]
    kinds = [set(ALGEBRA), set(LINEAR), set(RECIPROCAL)]
    for rule in named:
        alike = next((kind for kind in kinds if rule in kind), {rule})
        if rule in ALGEBRA or alike & set(rules):
            continue
        if rule == "sum over one index" and "linearity" in rules:
            continue
        if rule == "product rule" and "power rule" in rules and _derivatives(proved):
            continue  # a whole power is a product
        by = ", ".join(rules)
        return f"the step is true, but not by the {rule}: it follows by {by}"
    return None


def _derivatives(proved: Proved) -> bool:
    """Whether derivatives stand on both sides."""
    return all(any(t.head == "derivative" for t in subterms(side))
               for side in (proved.claim.lhs, proved.claim.rhs))


__all__ = ["add", "explain", "rule_notice", "subterms"]
