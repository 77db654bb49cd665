"""The cursor over the tokens of one formula, and what its parts need of each other."""

from __future__ import annotations

from typing import Final, NoReturn

from checker.language.errors import Unreadable
from checker.language.term import MAX_DEPTH, Term
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.scope import Scope
from checker.reader.magnitude import Size

MAX_NESTING: Final = 60
"""Brackets, fractions and scripts that are nested deeper are refused."""
assert MAX_NESTING < MAX_DEPTH


class Ambiguous(Unreadable):
    """A formula that could be read in several ways, which `readings` show.

    >>> Ambiguous("two readings", 1, 1, "x or y", ("x", "y")).readings
    ('x', 'y')
    """

    def __init__(self, message: str, line: int = 0, column: int = 0, expected: str = "",
                 readings: tuple[str, ...] = ()) -> None:
        super().__init__(message, line, column, expected)
        self.readings = readings


class Reach(Ambiguous):
    """An operator before a bracket and factors: it may reach over all of them or not."""


class Reading:
    """A place in the tokens of one formula, and what was met on the way.

    The methods without a body are the grammar's: `expression.Reader` has them.
    """

    __slots__ = ("tokens", "kinds", "texts", "i", "scope", "bound", "bars", "norms", "integrals",
                 "depth", "alone", "undecided", "lower", "raised", "numbered", "primed", "arities",
                 "several", "trailing",
                 "closed", "barred", "visible", "slashed", "pieces",
                 "resume", "overs", "sizes")

    def __init__(self, tokens: Tokens, scope: Scope) -> None:
        self.tokens = tokens
        self.kinds = tokens.kinds
        self.texts = tokens.texts
        self.i = 0
        self.scope = scope
        self.bound: list[str] = []
        """The bound names around the place."""
        self.bars = 0
        """How many plain bars are open inside the innermost bracket."""
        self.norms = 0
        """How many norms are open inside the innermost bracket."""
        self.integrals = 0
        """How many integrals wait for their differential inside the innermost bracket."""
        self.depth = 0
        self.alone: set[str] = set()
        """Names met without a bracket behind them; families as `w[]`."""
        self.undecided: dict[str, list[int]] = {}
        """Names met in front of a bracket and read as a factor, with their places."""
        self.lower: set[str] = set()
        self.raised: set[str] = set()
        self.numbered: set[str] = set()
        """Bases met with a number as subscript or in a raised bracket, read as part of a name."""
        self.primed: set[str] = set()
        self.arities: dict[str, int] = {}
        """Families met with letters as subscripts, and with how many; -1 if now so, now so."""
        self.several: dict[str, list[int]] = {}
        """Families of unknown arity met with a number such as 12 below, with their places."""
        self.trailing: list[tuple[str, int]] = []
        """Indices of the sums that end the current summand, with the places of the sums."""
        self.closed = ""
        """The variable of the integral whose differential stood in a numerator."""
        self.barred = ""
        """The variable of an evaluation bar in the current summand."""
        self.visible: Term | None = None
        """What the bracket read last holds together."""
        self.slashed = False
        """Whether a quotient was written with a slash."""
        self.pieces: dict[int, list[str]] = {}
        """How runs of letters are split, as far as they are not yet read."""
        self.resume = -1
        """Where to go on behind an exponent that was followed by a subscript."""

        self.sizes: dict[Term, Size | None] = {}
        """How long the constants are that were measured."""
        self.overs = "\\over" in tokens.kinds or "\\choose" in tokens.kinds
        """Whether a quotient or binomial is written with a sign inside of braces somewhere."""

    # --- the cursor ---------------------------------------------------------------------------

    def place(self, i: int | None = None) -> int:
        """Where a token begins in the text; the next one unless said otherwise."""
        return self.tokens.places[self.i if i is None else i]

    def written(self, first: int, last: int) -> str:
        """The text of the tokens from `first` up to but not including `last`, shortened."""
        text = self.tokens.text[self.tokens.places[first]:self.tokens.ends[max(first, last - 1)]]
        text = " ".join(text.split())
        return text if len(text) <= 60 else text[:57] + "..."

    def restart(self, i: int) -> None:
        """Begin anew at a token, with nothing around it."""
        self.i = i
        self.bound.clear()
        self.trailing.clear()
        self.bars = self.norms = self.integrals = self.depth = 0
        self.closed = ""

    def whole(self, first: int, last: int) -> str:
        """The text of the tokens from `first` up to but not including `last`, on one line."""
        if first >= last:
            return ""
        return " ".join(
            self.tokens.text[self.tokens.places[first]:self.tokens.ends[last - 1]].split())

    def shown(self, i: int | None = None) -> str:
        """A token as a message shows it."""
        at = self.i if i is None else i
        if self.kinds[at] == "stop":
            return "the end"
        return f"`{self.written(at, at + 1)}`"

    def refuse(self, message: str, i: int | None = None, expected: str = "") -> NoReturn:
        """Refuse the formula at a token; at the next one unless said otherwise."""
        raise self.tokens.unreadable(message, self.place(i), expected)

    def ambiguous(self, message: str, i: int, *readings: str) -> NoReturn:
        """Refuse the formula at a token as one of several readings."""
        raise self.ambiguity(message, i, *readings)

    def ambiguity(self, message: str, i: int, *readings: str) -> Ambiguous:
        """The refusal of the formula at a token as one of several readings."""
        line, column = self.tokens.position(self.place(i))
        return Ambiguous(message, line, column, " or ".join(readings), readings)

    def reach(self, message: str, i: int, *readings: str) -> NoReturn:
        """Refuse an operator at a token that may reach far or near."""
        error = self.tokens.unreadable(message, self.place(i))
        raise Reach(message, error.line, error.column, " or ".join(readings), readings)

    def take(self, kind: str, expected: str = "") -> int:
        """Pass over a token of this kind and give its index; refuse any other."""
        if self.kinds[self.i] != kind:
            self.refuse(f"{self.shown()} stands where {expected or '`' + kind + '`'} is expected",
                        expected=expected or f"`{kind}`")
        self.i += 1
        return self.i - 1

    def pass_piece(self) -> None:
        """Pass over the first piece of the run of letters at the place."""
        pieces = self.pieces[self.i]
        first = pieces.pop(0)
        if pieces:
            self.tokens.places[self.i] += len(first)
            self.texts[self.i] = self.texts[self.i][len(first):]
        else:
            del self.pieces[self.i]
            self.i += 1

    def enter(self) -> tuple[int, int, int]:
        """Begin what is closed in itself: bars and integrals outside do not end inside."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.refuse(f"the formula is nested more than {MAX_NESTING} deep")
        state = self.bars, self.norms, self.integrals
        self.bars = self.norms = self.integrals = 0
        return state

    def leave(self, state: tuple[int, int, int]) -> None:
        """End what was begun with `enter`."""
        self.depth -= 1
        self.bars, self.norms, self.integrals = state
        self.trailing.clear()

    def is_word(self, spelling: str) -> bool:
        """Whether a spelling is a name in scope, or bound around the place."""
        return spelling in self.bound or self.scope.knows(spelling)

    # --- the grammar --------------------------------------------------------------------------

    def sum(self) -> Term:
        """Summands, up to something else."""
        raise NotImplementedError

    def product(self, head: Term | None = None) -> Term:
        """Factors, up to a sign or something else; `head` is the first one if it is read."""
        raise NotImplementedError

    def factor(self) -> Term:
        """One factor with its power."""
        raise NotImplementedError

    def begins_factor(self) -> bool:
        """Whether the next token begins a factor."""
        raise NotImplementedError

    def primary(self) -> Term:
        """One factor without its power."""
        raise NotImplementedError

    def argument(self) -> Term:
        """What a command takes: a group in braces, or one token."""
        raise NotImplementedError

    def group(self) -> Term:
        """The expression inside braces."""
        raise NotImplementedError

    def quotient(self, top: int, top_end: int, bottom: int, bottom_end: int) -> Term:
        """The fraction of the tokens in these two ranges, the next token being the first."""
        raise NotImplementedError

    def arguments(self) -> list[Term]:
        """Expressions in brackets, with commas between them."""
        raise NotImplementedError

    def condition(self) -> Term:
        """A chain of relations, or several joined by "and" or "or"."""
        raise NotImplementedError
