"""One claim of a page at its place: proved at any level, refuted only where all is opened."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Final

from checker.check import check, contradicted
from checker.language.claim import Claim
from checker.language.errors import TooLarge, Unreadable
from checker.language.findings import Finding
from checker.language.source import Span
from checker.language.term import Term, add, at, name, number
from checker.language.text import text as text_of
from checker.language.verdict import Proved, Refuted, Undecided
from checker.reader.narrowing import whole_names
from checker.reader.page.definitions import Defined
from checker.reader.page.guards import supposing
from checker.reader.page.levels import Level, Levels, NotOpened
from checker.reader.page.reading import Page
from checker.reader.page.said_of import with_all_said
from checker.reader.page.symbols import Symbol, variables
from checker.reader.page.unread import unread_among

MAX_EARLIER: Final = 3
"""So many earlier definitions of a name are tried for a hint."""
MAX_ENDED: Final = 4
"""So many suppositions of cases that have ended are tried with a claim that is false."""


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
        self._deadline: float | None = None
        """Until when all that belongs to one claim must be judged."""

    @contextmanager
    def one_claim(self) -> Iterator[None]:
        """Inside, all verdicts together have the time of one claim."""
        self._deadline = time.monotonic() + self.options.seconds
        try:
            yield
        finally:
            self._deadline = None

    def late(self) -> bool:
        """Whether the time of the claim is used up."""
        return self._deadline is not None and time.monotonic() >= self._deadline

    def verdict(self, claim: Claim, position: int,
                values: Mapping[str, tuple[Term, Span]]) -> Finding:
        """The verdict on a claim; `Unreadable` where it says nothing that can be judged.

        `values` are numbers that the text gave to names before: "let n = 3". They may be
        meant for this claim or for an example only, so both readings are judged.
        """
        found = self._verdict(claim, position, values)
        if not isinstance(found.verdict, Refuted):
            return found
        doubt = self._unread(claim, position)
        if doubt is None or claim.relation == "=" and self._never(
                self.levels.full(claim, position), found.verdict):
            return found
        return Finding(Undecided(claim, ()), message=doubt, seconds=found.seconds)

    def _unread(self, claim: Claim, position: int) -> str | None:
        """Why a refutation counts for nothing: something said of the names is not read."""
        declared = self.page.declared
        reached = self._reach(claim.lhs, position) | self._reach(claim.rhs, position)
        lent = next((one for one in sorted(reached)
                     if self.levels.contexts.lent(one, position)), None)
        if lent is not None:
            return f"false for any numbers as entries of {lent.text}; what the page says of " \
                   f"{lent.text} it does not say of them"
        if not declared.unread and not declared.extents:
            return None
        found = unread_among(reached, declared.unread)
        if found is not None:
            text, unread = found
            return f"false by what could be read, but not what line {unread.line} says of " \
                   f"{text}: {unread.written}"
        opened = self.page.definitions.closure(reached, position)
        sides = (claim.lhs, claim.rhs, *(defined.body for defined in opened.values()))
        far = next((symbol for symbol in sorted(reached) if declared.outside(symbol, sides)), None)
        if far is None:
            return None
        low, high = declared.extents[far.text]
        return f"false for entries of {far.text} that are not declared: only those from " \
               f"{text_of(low)} to {text_of(high)} are"

    def _verdict(self, claim: Claim, position: int,
                 values: Mapping[str, tuple[Term, Span]]) -> Finding:
        self._differentiable(claim, position)
        found = self._valued(claim, position, values)
        if isinstance(found.verdict, Refuted):
            return self._meant_for_a_case(found, claim, position) or found
        return found

    def _meant_for_a_case(self, found: Finding, claim: Claim, position: int) -> Finding | None:
        """Undecided, if a false claim holds under what was supposed for a case above."""
        texts = {symbol.text for symbol in
                 self._reach(claim.lhs, position) | self._reach(claim.rhs, position)}
        for case in islice(self.page.declared.ended(position, texts), MAX_ENDED):
            try:
                under = replace(claim, context=supposing(claim.context, (case.relation,)))
                again = self._at_levels(under, position)
            except (Unreadable, TooLarge):
                continue
            if isinstance(again.verdict, Proved):
                return Finding(Undecided(claim, ()), read=found.read, seconds=found.seconds,
                               message=f"false in general; it holds for {text_of(case.relation)}, "
                                       f"which {f'line {case.line}' if case.line else 'the page'} "
                                       "supposes above for something else")
        return None

    def _valued(self, claim: Claim, position: int,
                values: Mapping[str, tuple[Term, Span]]) -> Finding:
        """The verdict in general, or with the values that the text gave to names."""
        found = self._at_levels(claim, position)
        used = self._reached(claim, position, values)
        if not used or isinstance(found.verdict, Proved):
            return found
        told = ", ".join(f"{text} = {term}" for text, term in sorted(used.items()))
        try:
            with_values = self._with_values(claim, position, used)
        except (Unreadable, TooLarge):
            return found
        if isinstance(with_values.verdict, Proved):
            return replace(with_values, message=f"with {told}, as the text says above")
        if isinstance(with_values.verdict, Refuted) and isinstance(found.verdict, Undecided) \
                and found.message is not None and found.read is not None:
            return replace(with_values, message=f"with {told}, as the text says above")
        if isinstance(found.verdict, Refuted) and not isinstance(with_values.verdict, Refuted):
            return Finding(Undecided(claim, ()), message=f"false in general; with {told}, as the "
                           "text says above, it is undecided")
        return found

    def _with_values(self, claim: Claim, position: int, used: Mapping[str, Term]) -> Finding:
        """The verdict where names have values: a variable of a derivative gets its last."""
        sides = (claim.lhs, claim.rhs)
        by = {str(v.data) for v in variables(claim.lhs) | variables(claim.rhs)}
        late = sorted(by & used.keys())
        for text in late:
            sides = (at(sides[0], name(text), used[text]), at(sides[1], name(text), used[text]))
        early = [Defined(Symbol("name", text), (), term, position, claim.span or Span("", 1))
                 for text, term in used.items() if text not in late]
        with self.page.definitions.supposed(early):
            return self._at_levels(replace(claim, lhs=sides[0], rhs=sides[1]), position)

    def _reached(self, claim: Claim, position: int,
                 values: Mapping[str, tuple[Term, Span]]) -> dict[str, Term]:
        """The values of names that a claim depends on, directly or by what it is made of."""
        if not values:
            return {}
        reached = self._reach(claim.lhs, position) | self._reach(claim.rhs, position)
        return {text: value for text, (value, _) in values.items()
                if Symbol("name", text) in reached}

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
        more = with_all_said(full.claim, self.page.declared, position)
        if more is not None:
            again = self._checked(replace(full, claim=more), hints=False)
            if isinstance(again.verdict, Proved):
                return again
            if not isinstance(again.verdict, Refuted) and self._possible(more):
                return replace(again, message="false for its own names, and undecided with all "
                               "that the page says of them")
        later = with_all_said(full.claim, self.page.declared, position, behind=True)
        if later is not None and later != more:
            again = self._checked(replace(full, claim=later), hints=False)
            if not isinstance(again.verdict, Refuted) and self._possible(later):
                return Finding(Undecided(full.claim, ()), read=(claim.lhs, claim.rhs),
                               seconds=finding.seconds, message="false for its own names, but "
                               "perhaps not with what the page says of them behind it")
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
        foreign = self._reach(claim.rhs, position) - self._reach(claim.lhs, position)
        if finding.hint is not None and foreign:
            other = self._with_other_definitions(finding, claim, position, foreign)
            if other.hint != finding.hint:
                return replace(finding, hint=f"{finding.hint}; {other.hint}")
        return finding

    def _reach(self, term: Term, position: int) -> frozenset[Symbol]:
        """The symbols that a term mentions, or reaches by the definitions in force."""
        definitions = self.page.definitions
        inside = self.page.symbols.of(term)
        return inside.union(*(definitions.free(*one) for one in
                              definitions.closure(inside, position).items()))

    def _with_other_definitions(self, finding: Finding, claim: Claim, position: int,
                                about: frozenset[Symbol] = frozenset()) -> Finding:
        """A refuted claim with what an earlier definition of one of its names makes of it.

        `about` are symbols of which the definition must speak, if any: a right side with
        y_i, where L has none, may be meant for an L that has.
        """
        definitions = self.page.definitions
        used = self.page.symbols.of(claim.lhs) | self.page.symbols.of(claim.rhs)
        for symbol in sorted(definitions.closure(used, position)):
            now = definitions.in_force(symbol, position)
            for earlier in definitions.all_of(symbol)[-MAX_EARLIER:]:
                if earlier is now or earlier.position > position \
                        or about and about.isdisjoint(self._reach(earlier.body, position)):
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
        finding = check(level.claim, hints=hints and not self.late(), rules=self.options.rules,
                        seconds=self._seconds())
        return replace(finding, read=(level.claim.lhs, level.claim.rhs))

    def _seconds(self) -> float:
        """The time for one check: all of it, or what is left to the claim."""
        if self._deadline is None:
            return self.options.seconds
        return max(0.0, min(self.options.seconds, self._deadline - time.monotonic()))

    # --- guards --------------------------------------------------------------------------------

    def _differentiable(self, claim: Claim, position: int) -> None:
        """Refuse derivatives of names that the page differentiates and never defines.

        They are no constants, neither in dx/dt itself nor inside what is made of them: with
        y = x^2 and dx/dt somewhere, dy/dt is not 0; and neither is v := dx/dt.
        """
        if not self.page.moving:
            return
        definitions, symbols = self.page.definitions, self.page.symbols
        opened = definitions.closure(symbols.of(claim.lhs) | symbols.of(claim.rhs), position)
        stack = [claim.lhs, claim.rhs, *(defined.body for defined in opened.values())]
        while stack:
            part = stack.pop()
            stack.extend(part.args)
            if part.head != "derivative":
                continue
            body, variable = part.args
            for symbol in sorted(self._reach(body, position)):
                if (symbol, str(variable.data)) in self.page.moving \
                        and definitions.in_force(symbol, position) is None:
                    raise Unreadable(
                        f"{symbol.text} is differentiated by {variable}, and the page never says "
                        f"what {symbol.text} is",
                        expected=f"a definition `{symbol.text} = ...`, here or in a file of givens")

    def _in_doubt(self, full: Level, position: int) -> set[str]:
        """Names on one side only, of which the page says nothing: they permit no refutation."""
        claim = full.claim
        bodies = {d.name: d.body for d in claim.context.definitions}
        left, right = (_leaves(side, bodies) for side in (claim.lhs, claim.rhs))
        known = {text for text, _ in claim.context.functions}
        for d in claim.context.definitions:
            known |= {d.name, *d.parameters} | d.body.free
        for one in claim.context.hypotheses:
            known |= one.free
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

    def _possible(self, claim: Claim) -> bool:
        """Whether anything satisfies the context of a claim: a page may contradict itself."""
        same = check(replace(claim, rhs=claim.lhs), hints=False, rules=False,
                     seconds=self._seconds())
        return isinstance(same.verdict, Proved)

    def _never(self, full: Level, refuted: Refuted) -> bool:
        """Whether the two sides differ by one and the same number everywhere."""
        gap = _exact_gap(refuted)
        if gap is None or gap == 0:
            return False
        claim = full.claim
        shifted = replace(claim, rhs=add(claim.rhs, number(gap)))
        return isinstance(check(shifted, hints=False, rules=False,
                                seconds=self._seconds()).verdict, Proved)


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
    middles = [value.strip("[]").partition(" ")[0] for value in (refuted.lhs, refuted.rhs)]
    if any(len(middle.partition("e")[2]) > 4 for middle in middles):
        return None  # so large that writing it out would take for ever
    try:
        left, right = map(Fraction, middles)
    except (ValueError, ZeroDivisionError):
        return None
    gap = left - right
    near = gap.limit_denominator(1000)
    return near if abs(gap - near) < Fraction(1, 10**6) else None
