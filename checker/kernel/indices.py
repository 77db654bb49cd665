"""Bound indices of the kernel: variables that carry their range.

Inside a normal form the index of a sum is the term `index(height; lo, hi)`. Its height is
one more than that of the sums nested in what it is summed over, so two sums that differ in
the name of their index are one term.
"""

from __future__ import annotations

from functools import lru_cache

from checker.language.term import BINDER, INDEX, Term, build


@lru_cache(maxsize=4096)
def free_indices(term: Term) -> frozenset[Term]:
    """The index terms that occur free in a term."""
    if not term.flags & INDEX:
        return frozenset()
    if term.head == "index":
        return frozenset((term,)).union(*map(free_indices, term.args))
    if term.head in ("sum", "product") and term.args[0].head == "index":
        bound, body, lo, hi = term.args
        return (free_indices(body) - {bound}) | free_indices(lo) | free_indices(hi)
    return frozenset().union(*map(free_indices, term.args))


def bound_indices(term: Term) -> frozenset[Term]:
    """The index terms that sums and products inside a term bind."""
    if not term.flags & INDEX:
        return frozenset()
    own = frozenset(term.args[:1]) if term.head in ("sum", "product") else frozenset()
    return own.union(*map(bound_indices, term.args))


@lru_cache(maxsize=4096)
def height_of(term: Term, bound_only: bool = False) -> int:
    """The greatest height of a sum inside, or of a free index too; written sums count one each."""
    if not term.flags & (INDEX | BINDER):
        return 0
    own = 0
    if term.head == "index" and not bound_only:
        own = int(term.data)
    elif term.head in ("sum", "product"):
        bound, body = term.args[:2]
        own = int(bound.data) if bound.head == "index" else 1 + height_of(body, bound_only)
    if term.head == "index" and bound_only:
        return 0
    return max(own, *(height_of(a, bound_only) for a in term.args), 0)


def replace_index(term: Term, old: Term, new: Term) -> Term:
    """The term with one index replaced."""
    if term is old:
        return new
    if not term.flags & INDEX or old not in free_indices(term):
        return term
    return build(term.head, tuple([replace_index(a, old, new) if a.flags & INDEX else a
                                   for a in term.args]), term.data)
