"""Thin exceptions: where a condition t != 0 of the right side may be assumed and reported.

Assuming it is honest only if it fails on a thin set. A function that is analytic on a
connected domain and not zero at one point is zero on a thin set only. Quotients, exp and the
circular and hyperbolic functions are analytic on the complex plane without isolated points,
which is connected. Logarithms, roots and inverse functions are taken where their arguments
are evidently inside their domain and the names range over intervals. |x| - x is zero on
a half line: absolute values, extrema and cases must be resolved first, whole numbers never.
Nothing else may confine the names to a set with isolated parts.

Source: W. Rudin, Real and Complex Analysis, 3rd ed., 10.18.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

from checker.kernel.case import Case
from checker.kernel.confined import MEROMORPHIC, confined, mentioned
from checker.kernel.elaborate import elaborate
from checker.language.term import Term, sub

LOCAL: Final = frozenset({"log", "asin", "acos", "atan", "asinh", "acosh", "atanh"})


def thin(case: Case, term: Term) -> bool:
    """Whether the zeros of a term are thin, provided that one point is none."""
    ring = case.ring
    n, d = ring.normal(term)
    if ring.vanishes(n) or confined(case, term.free) or not _independent(case, term):
        return False
    return all(_analytic(case, ring.atoms[k]) for k in ring.generators((n, d)))


def _independent(case: Case, term: Term) -> bool:
    """Whether different entries of a family are different coordinates: w[i], w[j] may be one."""
    entries: dict[object, list[Term]] = {}
    stack = [case.ring.atoms[k] for k in case.ring.generators(case.ring.normal(term))]
    while stack:
        top = stack.pop()
        if top.head == "entry" and top not in entries.setdefault(top.data, []):
            entries[top.data].append(top)
        stack += top.args
    return all(any(case.evident(sub(i, j), "ne") for i, j in zip(a.args, b.args, strict=False))
               for family in entries.values() for a, b in combinations(family, 2))


def _analytic(case: Case, atom: Term) -> bool:
    context = case.context
    match atom.head:
        case "name":
            domain = context.domain(str(atom.data))
            return not (domain.integer or domain.rational or domain.values)
        case "entry":
            domain = context.entries(str(atom.data))
            return not (domain.integer or domain.rational or domain.values)
        case "number" | "constant" | "index" | "apply" | "sum":
            return all(_analytic(case, a) for a in atom.args if a.head != "index")
        case "add" | "neg" | "mul" | "div":
            return all(_analytic(case, a) for a in atom.args)
        case "pow" if atom.args[1].head == "number" and atom.args[1].value.denominator == 1:
            return _analytic(case, atom.args[0])
        case "call" if atom.data in MEROMORPHIC:
            return all(_analytic(case, a) for a in atom.args)
        case "call" if atom.data in LOCAL:
            return _local(case, atom)
        case "pow" | "root":
            return Case(case.plain).evident(atom.args[0], "gt") and _local(case, atom)
        case _:
            return False


def _local(case: Case, atom: Term) -> bool:
    """Defined throughout by the declared intervals alone: the domain of the term is connected."""
    bare = Case(case.plain)
    given = frozenset().union(*(mentioned(elaborate(h, case.context))
                                for h in case.context.hypotheses))
    return (all(case.context.domain(text).continuous and case.context.entries(text).continuous
                for text in atom.free)
            and atom.free.isdisjoint(given)
            and all(_analytic(case, a) for a in atom.args)
            and all(opened is None or bare.proved(opened)
                    for opened in map(bare.open, elaborate(atom, case.plain).requirements)))
