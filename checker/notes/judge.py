"""One claim of a page at its place: proved at any level, refuted only where all is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from checker.check import check, contradicted
from checker.language.claim import Claim
from checker.language.errors import TooLarge, Unreadable
from checker.language.findings import Finding
from checker.language.source import Span
from checker.language.substitution import substitute
from checker.language.term import Term, add, number
from checker.language.verdict import Proved, Refuted, Undecided
from checker.reader.narrowing import whole_names
from checker.reader.page.levels import Level, Levels, NotOpened
from checker.reader.page.reading import Page
from checker.reader.page.symbols import Symbol, variables

MAX_EARLIER: Final = 3
"""So many earlier definitions of a name are tried for a hint."""


@dataclass(frozen=True, slots=True)
class Options:
    """How claims are judged."""

    hints: bool = True
    rules: bool = True
    seconds: float = 2.0


class Judge:
    """Judges claims with what a page declares and defines at their place."""

    def __init__(self, page: Page, options: Options) -> None:
        self.page = page
        self.options = options
        self.levels = Levels(page.declared, page.definitions, page.symbols)

    def verdict(self, claim: Claim, position: int,
                values: Mapping[str, tuple[Term, Span]]) -> Finding:
        """The verdict on a claim; `Unreadable` where it says nothing that can be judged.

        `values` are numbers that the text gave to names before: "let n = 3". They may be
        meant for this claim or for an example only, so both readings are judged.
        """
        self._differentiable(claim, position)
        found = self._at_levels(claim, position)
        used = {text: value for text, value in values.items()
                if text in claim.lhs.free | claim.rhs.free}
        if not used or isinstance(found.verdict, Proved):
            return found
        numbers = {text: term for text, (term, _) in used.items()}
        told = ", ".join(f"{text} = {term}" for text, term in sorted(numbers.items()))
        try:
            with_values = self._at_levels(replace(
                claim, lhs=substitute(claim.lhs, numbers), rhs=substitute(claim.rhs, numbers)),
                position)
        except (Unreadable, TooLarge):
            return found
        if isinstance(with_values.verdict, Proved):
            return replace(with_values, message=f"with {told}, as the text says above")
        if isinstance(found.verdict, Refuted) and not isinstance(with_values.verdict, Refuted):
            return Finding(Undecided(claim, ()), message=f"false in general; with {told}, as the "
                           "text says above, it is undecided")
        return found

    def agree(self, claim: Claim, position: int) -> Finding:
        """Whether two meanings of a name are the same: a refutation always counts here."""
        finding = self._checked(self.levels.full(claim, position), hints=False)
        if isinstance(finding.verdict, Undecided):
            return self._proved(self.levels.partial(claim, position)) or finding
        return finding

    # --- levels --------------------------------------------------------------------------------

    def _at_levels(self, claim: Claim, position: int) -> Finding:
        general = self._proved(self.levels.general(claim, position))
        try:
            full = self.levels.full(claim, position)
        except NotOpened as reason:
            return general or self._proved(self.levels.partial(claim, position)) or Finding(
                Undecided(claim, ()), message=str(reason))
        if general is not None and not contradicted(full.claim):
            return general
        finding = self._fully(full, claim, position)
        if isinstance(finding.verdict, Undecided):
            return self._proved(self.levels.partial(claim, position)) or finding
        return finding

    def _proved(self, levels: Iterable[Level]) -> Finding | None:
        """The first proof at one of these levels."""
        for level in levels:
            finding = self._checked(level, hints=False)
            if isinstance(finding.verdict, Proved):
                return finding
        return None

    def _fully(self, full: Level, claim: Claim, position: int) -> Finding:
        """The verdict where everything is opened."""
        finding = self._checked(full, hints=self.options.hints)
        if not isinstance(finding.verdict, Refuted):
            return finding
        doubt = self._in_doubt(full, position)
        if doubt and not self._never(full, finding.verdict):
            names = ", ".join(sorted(doubt))
            one = len(doubt) == 1
            return Finding(
                Undecided(full.claim, ()), read=(claim.lhs, claim.rhs), seconds=finding.seconds,
                message=f"{names} {'stands' if one else 'stand'} on one side only, and the page "
                        f"does not say what {'it is' if one else 'they are'}: not equal in "
                        f"general, but perhaps for what is meant; declare or define "
                        f"{'it' if one else 'them'}")
        if finding.hint is None and self.options.hints:
            for level in (*self.levels.general(claim, position),
                          *self.levels.partial(claim, position)):
                hinted = self._checked(level, hints=True)
                if hinted.hint is not None:
                    return replace(finding, hint=hinted.hint, repaired=hinted.repaired)
            return self._with_other_definitions(finding, claim, position)
        return finding

    def _with_other_definitions(self, finding: Finding, claim: Claim, position: int) -> Finding:
        """A refuted claim with what an earlier definition of one of its names makes of it."""
        definitions = self.page.definitions
        used = self.page.symbols.of(claim.lhs) | self.page.symbols.of(claim.rhs)
        for symbol in sorted(definitions.closure(used, position)):
            now = definitions.in_force(symbol, position)
            for earlier in definitions.all_of(symbol)[-MAX_EARLIER:]:
                if earlier is now or earlier.position > position:
                    continue
                levels = Levels(self.page.declared, definitions.with_other(earlier),
                                self.page.symbols)
                try:
                    other = self._checked(levels.full(claim, position), hints=True)
                except (NotOpened, Unreadable):
                    continue
                where = f"with {earlier.left} as in line {earlier.span.line}"
                if isinstance(other.verdict, Proved):
                    return replace(finding, message=f"{where} it would hold")
                if other.hint is not None:
                    return replace(finding, hint=f"{where}: {other.hint}",
                                   repaired=other.repaired)
        return finding

    def _checked(self, level: Level, hints: bool) -> Finding:
        finding = check(level.claim, hints=hints, rules=self.options.rules,
                        seconds=self.options.seconds)
        return replace(finding, read=(level.claim.lhs, level.claim.rhs))

    # --- guards --------------------------------------------------------------------------------

    def _differentiable(self, claim: Claim, position: int) -> None:
        """Refuse derivatives of names that the page never defines: they are no constants."""
        stack = [claim.lhs, claim.rhs]
        while stack:
            part = stack.pop()
            stack.extend(part.args)
            if part.head != "derivative" or part.args[0].head not in ("name", "entry"):
                continue
            body, variable = part.args
            kind = "name" if body.head == "name" else "family"
            symbol = Symbol(kind, str(body.data))  # type: ignore[arg-type]
            if body is variable or self.page.definitions.in_force(symbol, position) is not None:
                continue
            if symbol == Symbol(kind, str(variable.data)):  # type: ignore[arg-type]
                continue
            raise Unreadable(
                f"{body} is differentiated by {variable}, and the page never says what {body} is",
                expected=f"a definition `{body} = ...`, here or in a file of givens")

    def _in_doubt(self, full: Level, position: int) -> set[str]:
        """Names on one side only, of which the page says nothing: they permit no refutation."""
        claim = full.claim
        bodies = {d.name: d.body for d in claim.context.definitions}
        left, right = (_leaves(side, bodies) for side in (claim.lhs, claim.rhs))
        known = {text for text, _ in claim.context.functions}
        for d in claim.context.definitions:
            known |= {d.name, *d.parameters} | d.body.free
        by = frozenset().union(*map(variables, (claim.lhs, claim.rhs, *bodies.values())))
        known |= {str(v.data) for v in by}
        known |= whole_names((claim.lhs, claim.rhs, *bodies.values())).keys()
        doubt = set()
        for text in left ^ right:
            plain = text.rstrip("_")
            symbols = (Symbol("name", plain), Symbol("family", plain))
            if text in known or any(s in self.page.introduced
                                    or self.page.declared.domain(s, position) is not None
                                    for s in symbols):
                continue
            doubt.add(text)
        return doubt

    def _never(self, full: Level, refuted: Refuted) -> bool:
        """Whether the two sides differ by one and the same number everywhere."""
        gap = _exact_gap(refuted)
        if gap is None or gap == 0:
            return False
        claim = full.claim
        shifted = replace(claim, rhs=add(claim.rhs, number(gap)))
        return isinstance(check(shifted, hints=False, rules=False,
                                seconds=self.options.seconds).verdict, Proved)


def _leaves(term: Term, bodies: Mapping[str, Term]) -> frozenset[str]:
    """The names that a term reaches through definitions, without the defined ones."""
    found: set[str] = set()
    ahead = list(term.free)
    seen = set(ahead)
    while ahead:
        text = ahead.pop()
        body = bodies.get(text)
        if body is None:
            found.add(text)
            continue
        new = body.free - seen
        seen |= new
        ahead += new
    return frozenset(found)


def _exact_gap(refuted: Refuted) -> Fraction | None:
    """Left minus right at the point, if it is near a number with a small denominator."""
    try:
        left, right = (Fraction(value.strip("[]").partition(" ")[0]) for value in
                       (refuted.lhs, refuted.rhs))
    except (ValueError, ZeroDivisionError):
        return None
    gap = left - right
    near = gap.limit_denominator(1000)
    return near if abs(gap - near) < Fraction(1, 10**6) else None
