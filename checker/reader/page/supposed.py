r"""What the statements of a page suppose, and how long it holds; what they claim instead.

`0 < x < 1` declares; "suppose $x^2 = 2$" supposes an equation, and "let $n = 3$" a number. "Then
$x > 1$" claims, and so does "then $x = 1$" where something was supposed of x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

from checker.language.term import Term, relation
from checker.reader.latex.declaration import Declaration
from checker.reader.latex.records import Statement
from checker.reader.page.declared import EVERYWHERE, Reach
from checker.reader.page.said import Said
from checker.reader.page.unknowns import Unknown

INEQUALITIES: Final = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "!=": "ne"}
Number = Literal["supposed", "defined", "claimed"]
"""What `name = number` is."""


def inequalities(statement: Statement) -> Iterator[Term]:
    """The relations of a chain of inequalities."""
    for k, sign in enumerate(statement.relations):
        left, right = statement.sides[k].term, statement.sides[k + 1].term
        if sign in INEQUALITIES and left is not None and right is not None:
            yield relation(INEQUALITIES[sign], left, right)


def supposes(said: Said) -> bool:
    """Whether a chain of inequalities declares: `0 < a < 1`, or whatever is given."""
    statement = said.statement
    if not statement.relations or not INEQUALITIES.keys() >= set(statement.relations):
        return False
    if said.words.cue == "conclusion" or said.inline and said.words.cue in ("equation", "denied"):
        return False
    terms = [side.term for side in statement.sides]
    if all(term is not None and not term.free for term in terms) \
            or any(a is b for a, b in pairwise(terms)):
        return False  # `2 < 3` and `x < x` speak of no member of anything
    plain = all(side.term is not None and (
        side.term.head in ("name", "entry", "number", "neg") and side.term.size < 3
        or not said.display and not side.term.free) for side in statement.sides)
    return said.given or plain and statement.guard is None


def supposed_equation(said: Said) -> Term | None:
    """The equation that a sentence supposes: "suppose $x^2 = 2$", "with $\\sum_k p_k = 1$"."""
    statement = said.statement
    if not said.inline or said.words.cue not in ("let", "case", "for") or said.words.behind \
            or statement.relations != ("=",) or statement.role != "main" \
            or statement.guard is not None:
        return None
    left, right = statement.sides[0].term, statement.sides[1].term
    return None if left is None or right is None else relation("eq", left, right)


def told_in_words(said: Said) -> Declaration | None:
    """What words declare of a name that stands alone: "let $n$ be an integer"."""
    statement = said.statement
    if said.words.domain is None or not said.inline or statement.relations \
            or len(statement.sides) != 1 or statement.declaration is not None:
        return None
    term = statement.sides[0].term
    return Declaration((term,), said.words.domain) if term is not None \
        and term.head == "name" else None


def is_value(equation: Term) -> bool:
    """Whether an equation gives a name its number: "let n = 3" is no hypothesis."""
    left, right = equation.args
    return left.head == "name" and not right.free


def reach_of(said: Said) -> Reach:
    """Where it holds what a statement declares or supposes."""
    if said.given:
        return EVERYWHERE
    cue = said.words.cue if said.inline else ""
    opens = cue in ("let", "case", "for")
    return Reach(said.position if opens else said.since,
                 said.until if cue in ("case", "for") else None,
                 said.anew if opens else None, said.block.line)


def is_condition(said: Said) -> bool:
    """Whether a formula is nothing but a condition on the one before it."""
    statement = said.statement
    return said.inline and said.words.behind and (
        statement.declaration is not None and statement.declaration.trouble is None
        or bool(statement.relations) and INEQUALITIES.keys() >= set(statement.relations)
        and statement.trouble is None)


def numbers(said: Sequence[Said], solved: dict[int, Unknown],
            declared: Callable[[str, int], bool]) -> dict[int, Number]:
    """What each `name = number` of a page is, by its place.

    A solution is supposed, and so is what is said for a case or as an example. What is concluded
    of a name that was declared or supposed something of is claimed.
    """
    solutions = {one.position for one in solved.values()}
    bound: set[str] = set()
    found: dict[int, Number] = {}
    for one in said:
        equation = supposed_equation(one)
        if equation is not None and not is_value(equation):
            bound |= equation.free
        statement = one.statement
        if statement.relations != ("=",) or statement.guard is not None:
            continue
        left, right = statement.sides[0].term, statement.sides[1].term
        if left is None or right is None or left.head != "name" or right.free:
            continue
        text = str(left.data)
        if one.position in solutions or one.words.cue in ("case", "for"):
            role: Number = "supposed"
        elif statement.role == "implied" or one.words.cue == "conclusion" and (
                text in bound or declared(text, one.position)):
            role = "claimed"
        else:
            role = "supposed" if one.inline else "defined"
        found[one.position] = role
    return found
