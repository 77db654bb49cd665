"""What is known while a formula is read: functions, names, families, words, ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from checker.language.context import Context
from checker.language.term import Term
from checker.reader.latex.spelling import plain_spelling

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known while a formula is read; every name in its plain spelling (`y_hat`).

    >>> Scope(names=frozenset({"y"}), functions={"h": 1}).is_name("y")
    True
    """

    functions: Mapping[str, int] = field(default_factory=dict)
    """Names that are applied to arguments, with how many; 0 if any number will do."""
    names: Set[str] = _NONE
    """Names that stand alone; of several letters too: `da`, `SSE`, `w_1`; `w[]` where the
    entries of a family do."""
    families: frozenset[str] = _NONE
    """Names declared to carry indices: `w_1` is then an entry of w."""
    lower: Set[str] = _NONE
    """Names met with a letter as subscript: `w_j`."""
    raised: Set[str] = _NONE
    """Names met with a letter in a raised bracket: `x^{(i)}`, `W^{[l]}` (as `W^[]`)."""
    arities: Mapping[str, int] = field(default_factory=dict)
    """How many subscripts a family has, where it is known: `w_{12}` needs it."""
    shapes: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    """Vectors with their length, matrices with the numbers of their rows and columns."""
    ranges: Mapping[str, tuple[Term, Term]] = field(default_factory=dict)
    """Indices with their declared range: `\\sum_i` needs it."""
    depends: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Names with what they depend on by their definitions."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Plain spellings that are declared in another one, such as `\\alpha` for alpha."""
    arrays: bool = False
    """Whether vectors and matrices are spoken of, so that their signs are read."""
    log_base: int = 0
    """The base of `\\log`; 0 for the natural logarithm."""
    derivative: str = "ask"
    """What `\\frac{d}{dx} (a) b` means: "wide" d/dx (a b), "near" (da/dx) b, or "ask"."""

    def is_name(self, spelling: str) -> bool:
        """Whether a spelling is known to stand alone."""
        return spelling in self.names or spelling in self.families

    def is_spelled(self, word: str) -> bool:
        """Whether a word in upright letters is a name or a function, and no remark."""
        return word in self.names or word in self.functions or word in self.families

    def knows(self, spelling: str) -> bool:
        """Whether a spelling is known as a name, a family or a function."""
        return (spelling in self.names or spelling in self.families or spelling in self.shapes
                or spelling in self.lower or spelling in self.raised
                or spelling in self.functions)

    def reaches(self, term: Term, variable: str) -> bool:
        """Whether a term depends on a name, directly or by the definitions of its names."""
        return any(name == variable or variable in self.depends.get(name, _NONE)
                   for name in term.free)


_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def scope_of(context: Context) -> Scope:
    """The scope that a context's declarations and definitions give.

    >>> from checker.language.context import REAL
    >>> sorted(scope_of(Context(names=(("\\\\alpha", REAL), ("x", REAL)))).names)
    ['alpha', 'x']
    """
    spellings: dict[str, str] = {}

    def plain(name: str) -> str:
        if _IDENTIFIER.fullmatch(name):
            return name
        found = plain_spelling(name)
        if found != name:
            spellings[found] = name
        return found

    names = {plain(name) for name, _ in context.names}
    families = {plain(name) for name, _ in context.families}
    functions = {plain(name): 0 for name, _ in context.functions}
    for definition in context.definitions:
        name = plain(definition.name)
        if definition.family:
            families.add(name)
        elif definition.parameters:
            functions[name] = len(definition.parameters)
        else:
            names.add(name)
    return Scope(functions=functions, names=frozenset(names), families=frozenset(families),
                 ranges=_ranges(context), spellings=spellings)


def _ranges(context: Context) -> dict[str, tuple[Term, Term]]:
    """Indices that the hypotheses bound from both sides."""
    low: dict[str, Term] = {}
    high: dict[str, Term] = {}
    for relation in context.hypotheses:
        if relation.head in ("ge", "le") and len(relation.args) == 2:
            small, great = relation.args if relation.head == "le" else relation.args[::-1]
            if great.head == "name":
                low[str(great.data)] = small
            if small.head == "name":
                high[str(small.data)] = great
    return {name: (low[name], high[name]) for name in low if name in high}
