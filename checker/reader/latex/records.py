"""What a display says: statements with their sides, roles, reasons and guards."""

from __future__ import annotations

from dataclasses import dataclass

from checker.language.errors import Unreadable
from checker.language.source import Span
from checker.language.term import Term, limit
from checker.reader.latex.declaration import Declaration


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation: as written, and as read; `trouble` says why it was not."""

    text: str
    span: Span
    term: Term | None = None
    trouble: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain of relations: `sides[k] relations[k] sides[k + 1]`.

    `relations` are "=", ":=", "==" (`\\equiv`), "~" (`\\approx`), "->", "<", "<=", ">", ">=",
    "!=". Where `continues`, the first side is empty: it is the last side of the main chain
    before. A formula without a relation is one side.
    """

    sides: tuple[Side, ...]
    relations: tuple[str, ...] = ()
    role: str = "main"
    """main; implied (behind an arrow); because, therefore (a reason); where; case (a row of
    cases behind an expression)."""
    reasons: tuple[str, ...] = ()
    """The remark at each relation, "" if there is none."""
    continues: bool = False
    guard: Statement | None = None
    """The condition behind "if" or "for"."""
    declaration: Declaration | None = None
    """What it declares, if it does; then there are no sides."""
    after: int = 0
    """How many relations of the main chain stand before it: a reason is one for the last."""

    @property
    def trouble(self) -> Unreadable | None:
        """The first reason why a part of it could not be read."""
        if self.declaration is not None and self.declaration.trouble is not None:
            return self.declaration.trouble
        return next((side.trouble for side in self.sides if side.trouble is not None), None)


def limit_of(statement: Statement) -> tuple[Term, Term] | None:
    """The two sides of `f(x) -> a if x -> b`, as an equation for a limit.

    >>> from checker.language.term import INFINITY, ONE, name
    >>> here = Span("", 1)
    >>> f, x, one, oo = (Side("", here, t) for t in (name("f"), name("x"), ONE, INFINITY))
    >>> limit_of(Statement((f, one), ("->",), guard=Statement((x, oo), ("->",))))
    (Limit(f, x, oo), 1)
    """
    guard = statement.guard
    if guard is None or statement.relations[-1:] != ("->",) or guard.relations != ("->",):
        return None
    body, value = statement.sides[-2].term, statement.sides[-1].term
    variable, point = guard.sides[0].term, guard.sides[1].term
    if body is None or value is None or variable is None or point is None \
            or variable.head != "name":
        return None
    return limit(body, variable, point), value
