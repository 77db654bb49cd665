"""Substitution of names by terms, without capture."""

from __future__ import annotations

from collections.abc import Mapping

from checker.language.term import Term, at, build, name


def fresh(stem: str, taken: frozenset[str]) -> Term:
    """A name like `stem` that is not taken."""
    stem = stem.rstrip("'") or "i"
    candidate = stem
    while candidate in taken:
        candidate += "'"
    return name(candidate)


def replaced(term: Term, old: Term, new: Term) -> Term:
    """The term with every occurrence of another term replaced, whatever is bound there.

    >>> from checker.language.term import add, entry
    >>> z = entry("z", name("i"))
    >>> replaced(add(z, name("x")), z, name("u"))
    u + x
    """
    if term is old:
        return new
    if not term.args:
        return term
    return build(term.head, tuple(replaced(arg, old, new) for arg in term.args), term.data)


def substitute(term: Term, values: Mapping[str, Term]) -> Term:
    """The term with every free name of `values` replaced; bound names are renamed if needed.

    >>> from checker.language.term import ONE, add, entry, name, sum_of
    >>> i, n, x = name("i"), name("n"), name("x")
    >>> substitute(sum_of(add(entry("w", i), x), i, ONE, n), {"x": i})
    Sum(w[i'] + i, (i', 1, n))
    """
    if not values or term.free.isdisjoint(values):
        return term
    head = term.head
    if head == "name":
        return values[str(term.data)]
    if head in ("sum", "product", "integral", "limit"):
        bound = term.args[0]
        body, kept = _under(bound, term.args[1], values)
        others = tuple(substitute(arg, values) for arg in term.args[2:])
        return build(head, (kept, body, *others), term.data)
    if head == "at":
        body, kept = _under(term.args[1], term.args[0], values)
        return at(body, kept, substitute(term.args[2], values))
    if head == "derivative":
        return _derivative(term, values)
    return build(head, tuple([a if a.free.isdisjoint(values) else substitute(a, values)
                              for a in term.args]), term.data)


def _under(bound: Term, body: Term, values: Mapping[str, Term]) -> tuple[Term, Term]:
    """The body under a binder, and the bound name it has now."""
    inner = {k: v for k, v in values.items() if k != bound.data and k in body.free}
    if not inner:
        return body, bound
    captured = frozenset().union(*(v.free for v in inner.values()))
    if bound.data in captured:
        renamed = fresh(str(bound.data), captured | body.free)
        body = substitute(body, {str(bound.data): renamed})
        bound = renamed
    return substitute(body, inner), bound


def _derivative(term: Term, values: Mapping[str, Term]) -> Term:
    """A derivative at a replaced variable is the derivative, evaluated there."""
    body, variable = term.args
    if variable.head == "name" and variable.data in values:
        value = values[str(variable.data)]
        others = {k: v for k, v in values.items() if k != variable.data}
        taken = body.free.union(value.free, *(v.free for v in others.values()))
        if value.head == "name" and value.data not in (
                body.free - {variable.data}).union(*(v.free for v in others.values())):
            inner = substitute(body, values)
            return build("derivative", (inner, value), term.data)
        renamed = fresh(str(variable.data), taken)
        inner = substitute(body, {str(variable.data): renamed, **others})
        return at(build("derivative", (inner, renamed), term.data), renamed, value)
    new = substitute(variable, values)
    return build("derivative", (substitute(body, values), new), term.data)
