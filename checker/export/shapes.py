"""What an exported function takes: its arguments with their axes, read off the result."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from typing import Final

from checker.export.refusals import NotExported
from checker.language.context import Context
from checker.language.term import ONE, Term

OWN_NAMES: Final = frozenset("np jnp jax torch math numba sys int double float size_t".split())
"""Names that the exported files use themselves."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an exported function."""

    name: str
    axes: tuple[str, ...] = ()
    """The size of each axis: ("m", "n") for X[i, j] with i up to m and j up to n."""
    classes: str = ""
    """For a class number its number of classes; it counts from 0 in the exported function."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index with the size it runs up to."""

    name: str
    size: str


def sizes_of(term: Term, context: Context) -> dict[str, str]:
    """The size that each index runs up to: those of sums, and those declared 1 <= j <= n.

    >>> from checker.language.term import entry, name, sum_of
    >>> sizes_of(sum_of(entry("x", name("i")), name("i"), ONE, name("m")), Context())
    {'i': 'm'}
    """
    found: dict[str, str] = {}
    for hypothesis in context.hypotheses:
        if hypothesis.head == "le" and all(a.head == "name" for a in hypothesis.args):
            index, size = (str(a.data) for a in hypothesis.args)
            if context.domain(index).integer:
                found[index] = size

    def walk(t: Term) -> None:
        if t.head == "sum":
            index, _, lo, hi = t.args
            if lo is not ONE or hi.head != "name":
                raise NotExported(f"no target can write the sum over {index} from {lo} to {hi}")
            found[str(index.data)] = str(hi.data)
        for arg in t.args:
            walk(arg)

    walk(term)
    return found


def arguments_of(names: tuple[str, ...], terms: tuple[Term, ...],
                 context: Context) -> tuple[Argument, ...]:
    """The arguments with the axes that the terms give them.

    >>> from checker.language.term import entry, name, sum_of
    >>> total = sum_of(entry("x", name("i")), name("i"), ONE, name("m"))
    >>> arguments_of(("x",), (total,), Context())
    (Argument(name='x', axes=('m',), classes=''),)
    """
    axes: dict[str, tuple[str, ...]] = {}
    classes: dict[str, str] = {}
    for term in terms:
        sizes = sizes_of(term, context)
        _axes(term, sizes, axes)
        classes |= {n: sizes[n] for n in names if n in sizes}
    for n in names:
        legal(n)
    return tuple(Argument(n, axes.get(n, ()), classes.get(n, "")) for n in names)


def legal(text: str) -> None:
    """Refuse a name that no file could use."""
    if not text.isidentifier() or not text.isascii() or keyword.iskeyword(text) \
            or text.startswith("_") or text in OWN_NAMES:
        raise NotExported(f"{text!r} cannot be a name in an exported file")


def _axes(term: Term, sizes: dict[str, str], found: dict[str, tuple[str, ...]]) -> None:
    if term.head == "entry":
        family = str(term.data)
        if not all(a.head == "name" and a.data in sizes for a in term.args):
            raise NotExported(f"no target knows how far {term} goes")
        axes = tuple(sizes[str(a.data)] for a in term.args)
        if found.setdefault(family, axes) != axes:
            raise NotExported(f"{family} stands with two different shapes")
    for arg in term.args:
        _axes(arg, sizes, found)


def free_indices(term: Term, names: tuple[str, ...], context: Context) -> tuple[Index, ...]:
    """The indices of a result that stay: one axis each, in the order of their declaration."""
    sizes = sizes_of(term, context)
    order = [str(h.args[0].data) for h in context.hypotheses
             if h.head == "le" and h.args[0].head == "name"]
    return tuple(Index(n, sizes[n]) for n in dict.fromkeys(order)
                 if n in term.free and n not in names and n in sizes)
