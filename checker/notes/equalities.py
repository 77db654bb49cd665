"""An equality of a page: a definition, another one, an update, or a claim, of arrays too."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from checker.language.claim import Claim
from checker.language.errors import Unreadable
from checker.language.findings import Finding, Stated
from checker.language.source import Span
from checker.language.term import DERIVATIVE, ZERO, Term, name, relation
from checker.language.text import text
from checker.language.verdict import Proved, Refuted, Undecided
from checker.notes.entrywise import judged
from checker.notes.judge import Judge
from checker.notes.told import Told, claimed
from checker.notes.updates import updated, updates
from checker.reader.latex.records import Side
from checker.reader.page.definitions import Defined, subject
from checker.reader.page.guards import conditions
from checker.reader.page.levels import NotOpened
from checker.reader.page.reading import Page
from checker.reader.page.said import Said
from checker.reader.page.supposed import supposed_equation
from checker.reader.page.symbols import Symbol


class Value(NamedTuple):
    """A number that the text gave to a name."""

    term: Term
    span: Span
    position: int
    until: int | None
    """Up to where it holds; None for good."""


class Equalities:
    """Judges equalities, and takes down what they define."""

    def __init__(self, page: Page, judge: Judge, told: Told) -> None:
        self.page, self.judge, self.told = page, judge, told
        self._values: dict[str, Value] = {}
        """Numbers that the text gave to names: "let n = 3"."""
        self.above: Said | None = None
        """The statement before, for the rows of an equation that is being solved."""

    def values(self, position: int) -> dict[str, tuple[Term, Span]]:
        """The numbers that the text gave to names and that hold at a place."""
        return {text: (one.term, one.span) for text, one in self._values.items()
                if one.until is None or position <= one.until}

    def begin_anew(self, said: Said, symbol: Symbol) -> None:
        """A name is declared anew: in another sentence it has no value, and after "let" in
        another paragraph no definition any more.
        """
        value = self._values.get(symbol.text)
        if value is not None and symbol.kind == "name" and value.position < said.anew:
            del self._values[symbol.text]
            self._ended(name(symbol.text), value.term, value.position, said.position)
        before = self.page.definitions.reached(symbol, said.position)
        if before is not None and not before.given and said.words.cue == "let" \
                and before.position < said.anew:
            self.page.definitions.close(symbol, said.position)
            if symbol.kind == "name":
                self._ended(name(symbol.text), before.body, before.position, said.position)

    def _ended(self, left: Term, right: Term, since: int, position: int) -> None:
        """What is no longer said: a claim below may still mean it."""
        self.page.declared.case(relation("eq", left, right), since, position - 1, 0)

    def equality(self, said: Said, k: int, sign: str, left: Side, right: Side,
                 defined: Defined | None, reason: str | None) -> None:
        """A definition, an update, a value that is supposed, or a claim."""
        assert left.term is not None and right.term is not None
        position = said.position + k
        if (k == 0 or sign == ":=") and updates(left.term, right.term, sign):
            if sign != ":=":
                self.told.notice(
                    "assignment", f"{text(left.term)} stands on both sides: read as an update, "
                    "which is usually written with `:=`", left.span)
            self._updated(left, right, position)
            self.told.stated(said, left, right, ":=", "update")
            return
        if sign == "=" and self.page.numbers.get(position) == "supposed" \
                and self._supposes(said, str(left.term.data), left, right.term, position):
            claim = claimed(left, right, "=", "step")
            followed = self._followed(said, claim, position)
            if followed is None:
                self.told.stated(said, left, right, "=", "declaration")
            else:
                self.told.judged(followed, claim)
            return
        claim = replace(claimed(left, right, "=", "step"), reason=reason,
                        context=conditions(said.statement, said.behind))
        circular = defined is not None and defined.circular
        if defined is not None and not circular and (
                k == 0 or sign == ":="
                or not self.page.definitions.reached(defined.symbol, position)):
            self._definition(said, replace(defined, body=right.term), claim)
        elif not said.loose:
            finding = self.judge.verdict(claim, position, self.values(position))
            if circular and defined is not None and not isinstance(finding.verdict, Proved):
                self.told.circles.add(defined.symbol)
            if circular and isinstance(finding.verdict, Refuted):
                finding = Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
                    f"it would define {text(left.term)} by itself, through what was defined "
                    "by it before; it does not follow from that"))
            last = k == len(said.statement.relations) - 1
            if last and not isinstance(finding.verdict, Proved):
                finding = self._sought(said, finding, claim, position)
            self.told.judged(finding, claim)

    def _sought(self, said: Said, finding: Finding, claim: Claim, position: int) -> Finding:
        """An equation that is supposed, solved or satisfied: it claims nothing of every number."""
        if supposed_equation(said) is not None or said.premise:
            return Finding(Stated(replace(claim, kind="declaration")))
        if not claim.lhs.free and not claim.rhs.free:
            return finding  # 1 = 0 has no solution
        sought = Finding(Stated(replace(claim, kind="condition")))
        if _recurrence(claim) and not self.page.definitions.expected(
                Symbol("family", str(claim.lhs.data))):
            return sought
        unknown = self.page.unknowns.get(position)
        first = said.statement.sides[0].term
        if position > said.position and claim.rhs is ZERO and first is not None \
                and first.flags & DERIVATIVE:  # nobody computes a slope to say that it is zero
            return sought
        if unknown is None:
            return sought if said.words.cue == "equation" else finding
        followed = self._followed(said, claim, position)
        if followed is not None:
            return followed
        solution = Defined(Symbol("name", unknown.text), (), unknown.value, position,
                           claim.span or Span("", 1))
        try:
            with self.page.definitions.supposed([solution]):
                solved = self.judge.verdict(claim, position, {})
        except Unreadable:
            return sought
        if not isinstance(solved.verdict, Refuted):
            return sought
        return Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
            f"an equation for {unknown.text}, which {unknown.text} = {text(unknown.value)} in "
            f"line {unknown.line} does not solve"))

    def _followed(self, said: Said, claim: Claim, position: int) -> Finding | None:
        """The verdict on a row of an equation that is being solved: it follows from the one above.

        None if it is the first one, or nobody can tell.
        """
        above = self.above
        if above is None or above.block is not said.block or said.behind \
                or above.position not in self.page.unknowns or len(above.statement.relations) != 1:
            return None
        under = replace(claim, context=conditions(said.statement, (above.statement,)))
        found = self.judge.verdict(under, position, {})
        if isinstance(found.verdict, Undecided):
            return None
        return replace(found, message="where the equation above holds")

    def _supposes(self, said: Said, told: str, left: Side, value: Term, position: int) -> bool:
        """Take down "let n = 3", for good, or "if n = 3", for a paragraph.

        What was defined before is claimed to have this value, and not supposed.
        """
        symbol = Symbol("name", told)
        definitions = self.page.definitions
        before = definitions.reached(symbol, position)
        if before is not None and told not in self._values:
            return False
        until = None if said.given or said.words.cue in ("let", "where") else said.until
        self._values[told] = Value(value, left.span, position, until)
        if until is not None:
            assert left.term is not None
            self.page.declared.case(relation("eq", left.term, value), position, until,
                                    left.span.line)
        if definitions.expected(symbol):
            definitions.accept(Defined(symbol, (), value, position, left.span, until=until))
        return True

    def _updated(self, left: Side, right: Side, position: int) -> None:
        """Give a name that was defined its new value."""
        assert left.term is not None and right.term is not None
        found = subject(left.term)
        before = None if found is None else self.page.definitions.reached(found[0], position)
        if before is not None and not before.given:
            self.page.definitions.accept(updated(before, right.term, position, left.span))

    def arrays(self, said: Said, k: int, sign: str, left: Side, right: Side,
               defined: Defined | None, reason: str | None) -> None:
        """An equality of vectors or matrices, entry by entry."""
        page = self.page
        assert left.term is not None and right.term is not None
        if (k == 0 or sign == ":=") and updates(left.term, right.term, sign):
            self.equality(said, k, sign, left, right, None, reason)
            return
        if defined is None and (supposed_equation(said) is not None
                                or said.words.cue == "equation"
                                and k == len(said.statement.relations) - 1):
            self.told.stated(said, left, right, "=", "condition")
            return
        blank = replace(claimed(left, right, "=", "step"), reason=reason,
                        context=conditions(said.statement, said.behind))
        if defined is not None and (k == 0 or sign == ":="
                                    or not page.definitions.reached(
                                        defined.symbol, defined.position)):
            body = page.elision.written_out(defined.body)
            self._definition(said, replace(defined, body=body),
                             replace(blank, lhs=defined.left, rhs=body))
            return
        readings = page.arrays.links(left.term, right.term)
        place = said.position + k
        for finding, claim in judged(self.judge, blank, readings, place, self.values(place)):
            self.told.judged(finding, claim)

    def _definition(self, said: Said, defined: Defined, claim: Claim) -> None:
        """A side that defines its name, or says something of what is defined already."""
        definitions, values = self.page.definitions, self.values(defined.position)
        symbol = defined.symbol
        left = Side(defined.written[0], defined.span, claim.lhs)
        right = Side(defined.written[1], defined.span, claim.rhs)
        before = definitions.reached(symbol, defined.position)
        if before is None:
            domain = self.page.declared.domain(symbol, defined.position)
            if domain is not None and domain.values is not None and not defined.strict:
                self.told.notice(
                    "redefinition", f"{symbol.text} was declared to be in {domain}, and is given "
                    f"here as {text(claim.rhs)}: the declaration stays in force", defined.span)
            else:
                definitions.accept(defined)
            self.told.stated(said, left, right, ":=", "definition")
            return
        if defined.strict:
            self._redefined(before, defined, claim, None)
            self.told.stated(said, left, right, ":=", "definition")
            return
        try:
            finding = self.judge.agree(claim, defined.position)
        except (Unreadable, NotOpened):
            finding = Finding(Undecided(claim, ()))
        derived = before.body.flags & DERIVATIVE and not defined.body.flags & DERIVATIVE
        if said.loose and isinstance(finding.verdict, Proved):
            return
        if isinstance(finding.verdict, Proved) or derived and not said.loose:
            self.told.judged(self.judge.verdict(claim, defined.position, values), claim)
            return
        if values and not said.loose:
            meant = self.judge.verdict(claim, defined.position, values)
            if isinstance(meant.verdict, Proved):
                self.told.judged(meant, claim)
                return
        self._redefined(before, defined, claim, finding)
        self.told.stated(said, left, right, ":=", "definition")

    def _redefined(self, before: Defined, defined: Defined, claim: Claim,
                   finding: Finding | None) -> None:
        """A second meaning of a name: from here on it holds, unless the first was given."""
        pinned = self.page.definitions.pinned(defined.symbol)
        left = text(claim.lhs)
        same = finding is not None and isinstance(finding.verdict, Proved)
        if before.body is not defined.body and not same:
            where = "" if finding is None or not isinstance(finding.verdict, Refuted) else \
                f"; they differ at {finding.verdict.point}, where they are " \
                f"{finding.verdict.lhs} and {finding.verdict.rhs}"
            first = "was given as" if before.given else f"is defined in line {before.span.line} as"
            last = ": what was given stays in force" if pinned else ""
            told = f"{left} {first} {text(before.body)}, and here as {text(claim.rhs)}" \
                   f"{where}{last}"
            self.told.notice("redefinition", told, defined.span,
                         once=f"{left}|{text(before.body)}|{text(claim.rhs)}")
        if not pinned:
            self.page.definitions.accept(defined)


def _recurrence(claim: Claim) -> bool:
    """Whether an entry is told by others of its family: F_{n+2} = F_{n+1} + F_n."""
    family = claim.lhs.data
    if claim.lhs.head != "entry" or all(i.head in ("name", "number") for i in claim.lhs.args):
        return False
    ahead, inside = [claim.rhs], False
    while ahead:
        part = ahead.pop()
        ahead.extend(part.args)
        inside |= part.head == "entry" and part.data == family
    return inside
