"""Two readings of one formula compared: they differ where their equality is refuted.

The readers spell names in their own way: `\\hat{y}_k` is an entry of the family y_hat to one and
a symbol of that spelling to the other. Both are brought to one spelling first, whose scripts are
indices (`common`); then the checker decides. What it leaves undecided is no difference.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.check import check
from checker.language.claim import Claim
from checker.language.context import EMPTY, Context
from checker.language.errors import CheckerError
from checker.language.term import Term
from checker.language.text import text
from checker.language.verdict import Proved, Refuted
from checker.reader.second.common import common, common_context


@dataclass(frozen=True, slots=True)
class Agree:
    """The two readings are proved equal."""


@dataclass(frozen=True, slots=True)
class Differ:
    """The two readings are not equal."""

    first: Term
    second: Term
    only_first: tuple[str, ...]
    """The names that only the first reading has."""
    only_second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither is known."""


Comparison = Agree | Differ | Unknown


def differs(first: Term, second: Term, context: Context = EMPTY,
            seconds: float = 1.0) -> Comparison:
    """Whether the second reader's term says something else than ours.

    Of the context only the domains count: definitions would hide how a name was read.

    >>> from checker.language.term import add, entry, mul, name, number
    >>> w, wj = name("w_{j}"), entry("w", name("j"))
    >>> differs(add(wj, wj), mul(number(2), w))
    Agree()
    >>> differs(mul(wj, wj), mul(number(2), w)).only_first
    ()
    """
    try:
        ours, theirs = common(first), common(second)
        if ours is theirs:
            return Agree()
        claim = Claim(ours, theirs, common_context(context, ours, theirs))
        verdict = check(claim, hints=False, rules=False, seconds=seconds).verdict
    except CheckerError:
        return Unknown()
    if isinstance(verdict, Refuted):
        return Differ(first, second, _only(ours, theirs), _only(theirs, ours))
    return Agree() if isinstance(verdict, Proved) else Unknown()


def _only(one: Term, other: Term) -> tuple[str, ...]:
    """The names that only the one term has."""
    return tuple(sorted({spelled.partition(".")[0] for spelled in one.free - other.free}))


def notice(written: str, difference: Differ) -> str:
    """The text of the notice on a formula that the two readers read differently.

    >>> from checker.language.term import name, power
    >>> print(notice("y^{(i)}", Differ(name("y"), power(name("y"), name("i")), (), ("i",))))
    the second reader reads `y^{(i)}` as y**i (with i, unknown to the first), the first as y
    """
    strange = f" (with {', '.join(difference.only_second)}, unknown to the first)" \
        if difference.only_second else ""
    shown = written if len(written) <= 80 else written[:77] + "..."
    return (f"the second reader reads `{shown}` as {text(difference.second)}{strange}, "
            f"the first as {text(difference.first)}")


__all__ = ["Agree", "Comparison", "Differ", "Unknown", "differs", "notice"]
