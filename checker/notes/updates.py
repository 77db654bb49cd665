r"""Updates: `w := w - \alpha dw` gives w a new value.

An update of a name that the page never defines is a step of an algorithm, and what is said
of w goes on. Where w was defined, it has the value that follows, or one that is not known.
"""

from __future__ import annotations

from dataclasses import replace

from checker.language.source import Span
from checker.language.substitution import substitute
from checker.language.term import Term, entry, name
from checker.reader.page.definitions import Defined


def updates(left: Term, right: Term, sign: str) -> bool:
    """Whether `w = w - ...` assigns a new value to w.

    >>> from checker.language.term import mul, number, sub
    >>> w = name("w")
    >>> updates(w, sub(w, number(1)), "="), updates(w, mul(w, w), "="), updates(w, mul(w, w), ":=")
    (True, False, True)
    """
    if left.head not in ("name", "entry"):
        return False
    if sign == ":=":
        return left in _parts(right)
    return right.head == "add" and left in right.args


def updated(before: Defined, right: Term, position: int, span: Span) -> Defined:
    """The definition of a name that was defined before, after its update.

    >>> from checker.language.term import add, number
    >>> from checker.reader.page.symbols import Symbol
    >>> one = Defined(Symbol("name", "w"), (), number(1), 3, Span("note.md", 1))
    >>> updated(one, add(name("w"), number(1)), 4, Span("note.md", 2)).body
    1 + 1
    """
    text = before.symbol.text
    if before.symbol.kind == "name":
        body = substitute(right, {text: before.body})
    else:
        body = entry(text + "'", *map(name, before.parameters))
    return replace(before, body=body, position=position, span=span, until=None)


def _parts(term: Term) -> set[Term]:
    found: set[Term] = set()
    stack = [term]
    while stack:
        part = stack.pop()
        if part not in found:
            found.add(part)
            stack.extend(part.args)
    return found
