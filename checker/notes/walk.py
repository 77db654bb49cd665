"""A page from its first statement to its last: definitions, claims, updates, limits, notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from checker.check import rule_remark
from checker.language.claim import Claim
from checker.language.errors import TooLarge, Unreadable
from checker.language.findings import Finding, PageFindings, Stated, Unread
from checker.language.source import Notice, Span
from checker.language.term import DERIVATIVE, Term, build, limit, name, relation
from checker.language.text import text
from checker.language.verdict import Proved, Refuted, Undecided
from checker.notes.judge import Judge, Options
from checker.notes.updates import updated, updates
from checker.reader.latex.reading import Reach
from checker.reader.latex.records import Side
from checker.reader.page.counting import miscounts
from checker.reader.page.definitions import Defined, subject
from checker.reader.page.guards import conditions
from checker.reader.page.levels import NotOpened
from checker.reader.page.reading import (
    INEQUALITIES,
    Page,
    Said,
    both_ways,
    inequalities,
    supposes,
)
from checker.reader.page.symbols import Symbol

PLAIN: Final = Options()
_CONDITION: Final = re.compile(
    r"(?:if|when|whenever|while|for|unless|except|provided|assuming|given|as long)\b", re.I)
"""How a remark begins that may be a condition."""
_EQUAL: Final = frozenset({"=", ":=", "=="})


def check_page(page: Page, options: Options = PLAIN,
               on_finding: Callable[[Finding], None] | None = None) -> PageFindings:
    """Every claim of a page with its verdict, and what a careful reader would remark.

    >>> from checker.reader.documents import read_text
    >>> from checker.reader.page.reading import read_page
    >>> note = read_text("Let $f(x) = x^2$. $$f'(x) = 2x = 3x$$", path="note.md")
    >>> [finding.outcome for finding in check_page(read_page(note)).findings]
    ['stated', 'proved', 'refuted']
    """
    walk = _Walk(page, options, on_finding)
    for said in page.said:
        walk.statement(said)
    for problem in page.problems:
        walk.unread(Side("", problem.span), Unreadable(problem.message))
    walk.undeclared()
    return PageFindings(page.path, tuple(walk.findings), tuple(walk.notices), page.title)


class _Walk:
    """The place on a page, and what has been found up to it."""

    def __init__(self, page: Page, options: Options,
                 on_finding: Callable[[Finding], None] | None) -> None:
        self.page = page
        self.judge = Judge(page, options)
        self.findings: list[Finding] = []
        self.notices: list[Notice] = []
        self.on_finding = on_finding
        self.main: Side | None = None
        """The last side of the main chain, which a display that begins with `=` goes on from."""
        self.first: Side | None = None
        """The first side of that chain: cases behind it may speak of it."""
        self.values: dict[str, tuple[Term, Span]] = {}
        """Numbers that the text gave to names: "let n = 3"."""
        self.circles: set[Symbol] = set()
        """What the page says to be something that was defined by it, which is not proved."""
        self._told: set[tuple[str, str]] = set()

    # --- statements ----------------------------------------------------------------------------

    def statement(self, said: Said) -> None:
        """Judge whatever a statement says."""
        statement = said.statement
        if statement.declaration is not None:
            self._declaration(said)
        elif supposes(said):
            self._supposed(said)
        elif not statement.relations:
            side = statement.sides[0]
            if side.trouble is not None and said.display:
                self.unread(side, side.trouble)
        elif statement.role == "question":
            return
        else:
            self._relations(said)

    def _declaration(self, said: Said) -> None:
        declaration = said.statement.declaration
        assert declaration is not None
        written = " ".join(said.block.text.split())
        span = said.block.span()
        if declaration.trouble is not None:
            self.unread(Side(written, span), declaration.trouble)
        elif not said.given:
            subject = declaration.subjects[0]
            ends = declaration.ends is not None
            self._found(Finding(Stated(Claim(
                subject, subject, relation="=" if ends else "in", kind="declaration", span=span,
                written=_split_declaration(written, ends)))))

    def _supposed(self, said: Said) -> None:
        if said.given:
            return
        for k, _ in enumerate(inequalities(said.statement)):
            left, right = said.statement.sides[k], said.statement.sides[k + 1]
            self._found(Finding(Stated(self._claim(
                left, right, said.statement.relations[k], "declaration"))))

    def _relations(self, said: Said) -> None:
        statement = said.statement
        sides = list(statement.sides)
        if statement.continues:
            if self.main is None or self.main.term is None and self.main.trouble is None:
                self.unread(replace(sides[0], span=sides[1].span), Unreadable(
                    "nothing stands before this `=`", expected="a left side"))
                return
            sides[0] = replace(self.main, span=sides[1].span)
        defines = self.page.expected.get(said.position, {})
        for k, sign in enumerate(statement.relations):
            left, right = sides[k], sides[k + 1]
            if isinstance(left.trouble, Reach) or isinstance(right.trouble, Reach):
                sides[k + 1] = self._either(said, k, sign, sides)
            elif right.trouble is not None:
                self.unread(right, right.trouble)
            elif left.trouble is not None:
                if k == 0 and statement.continues:
                    self.unread(right, Unreadable("what this goes on from could not be read"))
                elif k == 0:
                    self.unread(left, left.trouble)
            elif left.term is not None and right.term is not None:
                reason = statement.reasons[k] if k < len(statement.reasons) else ""
                try:
                    self._relation(said, k, sign, left, right, defines.get(said.position + k),
                                   reason or None)
                except (Unreadable, TooLarge) as error:
                    told = error if isinstance(error, Unreadable) else Unreadable(str(error))
                    self.unread(_both(left, right, sign), told)
        if statement.role == "main" and said.display and not said.loose:
            self.main = sides[-1]
            self.first = self.first if statement.continues else sides[0]

    def _either(self, said: Said, k: int, sign: str, sides: list[Side]) -> Side:
        """Judge a relation whose operators may reach far or near; it must be the same verdict.

        Gives the right side to go on from: the far reading, if both are proved.
        """
        right = sides[k + 1]
        found: list[list[Finding]] = []
        kept, told = (self.findings, self.notices), self.on_finding
        self.on_finding = None
        read: list[Side] = []
        try:
            for statement in both_ways(said, self.page.scope):
                self.findings, self.notices = [], []
                a, b = statement.sides[k], statement.sides[k + 1]
                if said.statement.continues and k == 0:
                    a = sides[0]
                if a.term is None or b.term is None:
                    break
                self._relation(said, k, sign, a, b, None, None)
                found.append(self.findings)
                read.append(b)
        except (Unreadable, TooLarge):
            pass
        finally:
            (self.findings, self.notices), self.on_finding = kept, told
        outcomes = [[finding.outcome for finding in one] for one in found]
        if len(found) == 2 and outcomes[0] == outcomes[1]:
            for finding in found[0]:
                self._found(finding)
            proved = all(outcome == "proved" for outcome in outcomes[0])
            return read[0] if proved else right
        trouble = right.trouble or sides[k].trouble
        assert trouble is not None
        self.unread(right, trouble)
        return right

    def _relation(self, said: Said, k: int, sign: str, left: Side, right: Side,
                  defined: Defined | None, reason: str | None) -> None:
        statement = said.statement
        position = said.position + k
        guarded = statement.guard is not None and "->" in statement.guard.relations
        if sign == "->" or guarded:
            self._limit(said, left, right, sign, position)
            return
        assert left.term is not None and right.term is not None
        terms = tuple(self.page.elision.written_out(side) for side in (left.term, right.term))
        read = Side(left.text, left.span, terms[0]), Side(right.text, right.span, terms[1])
        self._counted(read[1])
        arrays = any(map(self.page.arrays.touches, terms))
        if arrays and sign in _EQUAL:
            self._arrays(said, k, sign, *read, defined, reason)
        elif arrays and sign != "~":
            raise Unreadable("vectors and matrices are only compared by `=`")
        elif sign == "~":
            self._found(Finding(Stated(self._claim(*read, "~", "step"))))
        elif sign in INEQUALITIES:
            self._inequality(said, *read, sign, position)
        elif sign in _EQUAL:
            self._equality(said, k, sign, *read, defined, reason)
        else:
            raise Unreadable(f"the relation {sign} is not read here")

    # --- equalities ----------------------------------------------------------------------------

    def _equality(self, said: Said, k: int, sign: str, left: Side, right: Side,
                  defined: Defined | None, reason: str | None) -> None:
        assert left.term is not None and right.term is not None
        position = said.position + k
        if (k == 0 or sign == ":=") and updates(left.term, right.term, sign):
            if sign != ":=":
                self._notice("assignment", f"{text(left.term)} stands on both sides: read as an "
                             "update, which is usually written with `:=`", left.span)
            self._updated(left, right, position)
            self._stated(said, left, right, ":=", "update")
            return
        number = not right.term.free and left.term.head == "name"
        if number and said.block.kind == "inline" and sign == "=" and k == 0 \
                and len(said.statement.relations) == 1 \
                and self._supposes(str(left.term.data), left, right.term, position):
            self._stated(said, left, right, "=", "declaration")
            return
        claim = replace(self._claim(left, right, "=", "step"), reason=reason,
                        context=conditions(said.statement))
        circular = defined is not None and defined.circular
        if defined is not None and not circular and (
                k == 0 or sign == ":="
                or not self.page.definitions.reached(defined.symbol, position)):
            self._definition(said, replace(defined, body=right.term), claim)
        elif not said.loose:
            finding = self.judge.verdict(claim, position, self.values)
            if circular and defined is not None and not isinstance(finding.verdict, Proved):
                self.circles.add(defined.symbol)
            if circular and isinstance(finding.verdict, Refuted):
                finding = Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
                    f"it would define {text(left.term)} by itself, through what was defined "
                    "by it before; it does not follow from that"))
            self._judged(finding, claim)

    def _supposes(self, told: str, left: Side, value: Term, position: int) -> bool:
        """Take down "let n = 3": for good, if the page gives n another meaning below.

        What was defined before is claimed to have this value, and not supposed.
        """
        symbol = Symbol("name", told)
        definitions = self.page.definitions
        before = definitions.reached(symbol, position)
        if before is not None and told not in self.values:
            return False
        self.values[told] = value, left.span
        if definitions.expected(symbol):
            definitions.accept(Defined(symbol, (), value, position, left.span))
        return True

    def _updated(self, left: Side, right: Side, position: int) -> None:
        """Give a name that was defined its new value."""
        assert left.term is not None and right.term is not None
        found = subject(left.term)
        before = None if found is None else self.page.definitions.reached(found[0], position)
        if before is not None and not before.given:
            self.page.definitions.accept(updated(before, right.term, position, left.span))

    def _arrays(self, said: Said, k: int, sign: str, left: Side, right: Side,
                defined: Defined | None, reason: str | None) -> None:
        """An equality of vectors or matrices, entry by entry."""
        page = self.page
        assert left.term is not None and right.term is not None
        if (k == 0 or sign == ":=") and updates(left.term, right.term, sign):
            self._equality(said, k, sign, left, right, None, reason)
            return
        blank = replace(self._claim(left, right, "=", "step"), reason=reason,
                        context=conditions(said.statement))
        if defined is not None and (k == 0 or sign == ":="
                                    or not page.definitions.reached(
                                        defined.symbol, defined.position)):
            body = page.elision.written_out(defined.body)
            self._definition(said, replace(defined, body=body),
                             replace(blank, lhs=defined.left, rhs=body))
            return
        readings = page.arrays.links(left.term, right.term)
        outcomes = []
        for links in readings:
            found = []
            for link in links:
                claim = replace(blank, lhs=link.left, rhs=link.right)
                finding = self.judge.verdict(claim, said.position + k, self.values)
                if link.place and finding.message is None:
                    finding = replace(finding, message=link.place)
                found.append((finding, claim))
            outcomes.append(found)
        first = [finding.outcome for finding, _ in outcomes[0]]
        for other in outcomes[1:]:
            if [finding.outcome for finding, _ in other] != first:
                a, b = outcomes[0][0][1], other[0][1]
                raise Unreadable(
                    "a product of arrays can be read in two ways, and they differ: "
                    f"{text(a.lhs)} = {text(a.rhs)}, or {text(b.lhs)} = {text(b.rhs)}",
                    expected="the sums over the entries, or a transpose")
        for finding, claim in outcomes[0]:
            self._judged(finding, claim)

    def _definition(self, said: Said, defined: Defined, claim: Claim) -> None:
        """A side that defines its name, or says something of what is defined already."""
        definitions = self.page.definitions
        symbol = defined.symbol
        left = Side(defined.written[0], defined.span, claim.lhs)
        right = Side(defined.written[1], defined.span, claim.rhs)
        before = definitions.reached(symbol, defined.position)
        if before is None:
            domain = self.page.declared.domain(symbol, defined.position)
            if domain is not None and domain.values is not None and not defined.strict:
                self._notice("redefinition", f"{symbol.text} was declared to be in {domain}, and "
                             f"is given here as {text(claim.rhs)}: the declaration stays in force",
                             defined.span)
            else:
                definitions.accept(defined)
            self._stated(said, left, right, ":=", "definition")
            return
        if defined.strict:
            self._redefined(before, defined, claim, None)
            self._stated(said, left, right, ":=", "definition")
            return
        try:
            finding = self.judge.agree(claim, defined.position)
        except (Unreadable, NotOpened):
            finding = Finding(Undecided(claim, ()))
        derived = before.body.flags & DERIVATIVE and not defined.body.flags & DERIVATIVE
        if said.loose and isinstance(finding.verdict, Proved):
            return
        if isinstance(finding.verdict, Proved) or derived and not said.loose:
            self._judged(self.judge.verdict(claim, defined.position, self.values), claim)
            return
        if self.values and not said.loose:
            meant = self.judge.verdict(claim, defined.position, self.values)
            if isinstance(meant.verdict, Proved):
                self._judged(meant, claim)
                return
        self._redefined(before, defined, claim, finding)
        self._stated(said, left, right, ":=", "definition")

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
            self._notice("redefinition", told, defined.span,
                         once=f"{left}|{text(before.body)}|{text(claim.rhs)}")
        if not pinned:
            self.page.definitions.accept(defined)

    # --- the other relations -------------------------------------------------------------------

    def _inequality(self, said: Said, left: Side, right: Side, sign: str, position: int) -> None:
        claim = replace(self._claim(left, right, sign, "condition"),
                        context=conditions(said.statement))
        finding = self.judge.verdict(claim, position, self.values)
        if said.block.kind == "inline" and not isinstance(finding.verdict, Proved):
            assert left.term is not None and right.term is not None
            self.page.declared.suppose(relation(INEQUALITIES[sign], left.term, right.term),
                                       position)
            self._found(Finding(Stated(replace(claim, kind="declaration"))))
        else:
            self._judged(finding, claim)

    def _limit(self, said: Said, left: Side, right: Side, sign: str, position: int) -> None:
        """`f(x) -> a if x -> b`; what tends may be named by the chain before the cases."""
        statement = said.statement
        guard = statement.guard
        if guard is None or guard.relations != ("->",):
            raise Unreadable(f"{left.text} tends to {right.text}, but it is not said when",
                             expected="`if x \\to a` behind it")
        variable, point = guard.sides[0].term, guard.sides[1].term
        for side in guard.sides:
            if side.trouble is not None:
                raise side.trouble
        assert left.term is not None and right.term is not None
        if variable is None or point is None:
            raise Unreadable(f"{left.text} tends to {right.text}, but it is not said where")
        body = left.term
        if statement.role == "case" and self.first is not None and self.main is not None \
                and self.first.term is left.term and self.main.term is not None:
            body = self.main.term
        if variable.head != "name":
            stand_in = name("t")
            while str(stand_in.data) in body.free:
                stand_in = name(str(stand_in.data) + "'")
            inside = _replaced(body, variable, stand_in)
            if inside.free & variable.free:
                raise Unreadable(f"{left.text} depends on {guard.sides[0].text} and on its parts",
                                 expected="a name that tends to a point")
            body, variable = inside, stand_in
        claim = replace(self._claim(left, right, "=", "limit"),
                        lhs=limit(body, variable, point), rhs=right.term,
                        context=conditions(statement))
        self._judged(self.judge.verdict(claim, position, self.values), claim)

    # --- findings and notices --------------------------------------------------------------------

    def _claim(self, left: Side, right: Side, sign: str, kind: str) -> Claim:
        assert left.term is not None and right.term is not None
        return Claim(left.term, right.term, relation=sign, kind=kind,
                     span=right.span if kind == "step" else left.span,
                     written=(left.text, right.text))

    def _stated(self, said: Said, left: Side, right: Side, sign: str, kind: str) -> None:
        if not said.given and not said.loose:
            self._found(Finding(Stated(self._claim(left, right, sign, kind))))

    def _judged(self, finding: Finding, claim: Claim) -> None:
        if self.circles and isinstance(finding.verdict, Refuted):
            doubt = self.circles & (self.page.symbols.of(claim.lhs)
                                    | self.page.symbols.of(claim.rhs))
            if doubt:
                finding = Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
                    f"false by the definitions, but the page says above what {min(doubt).text} "
                    "is by what was defined by it"))
        if claim.reason and isinstance(finding.verdict, Refuted) \
                and _CONDITION.match(claim.reason):
            finding = Finding(Undecided(claim, ()), seconds=finding.seconds, message=(
                f"false in general; the condition `{claim.reason}` is not read"))
        finding = replace(finding, read=(claim.lhs, claim.rhs))
        if claim.reason and claim.span is not None:
            remark = rule_remark(finding, claim.span)
            if remark is not None:
                self._notice(remark.kind, remark.text, remark.span)
        self._found(finding)

    def unread(self, side: Side, error: Unreadable) -> None:
        """Say why something could not be read, and where."""
        expected_ = f" (expected {error.expected})" if error.expected else ""
        span = side.span
        if error.line:
            span = Span(span.path, error.line, error.column)
        source = self.page.sources.get(span.path)
        line = source.line(span.line) if source is not None \
            and 0 < span.line <= len(source.starts) else ""
        self._found(Finding(Unread(error.message + expected_, side.text, span, line)))

    def _found(self, finding: Finding) -> None:
        self.findings.append(finding)
        if self.on_finding is not None:
            self.on_finding(finding)

    def _notice(self, kind: str, told: str, span: Span, once: str = "") -> None:
        key = (kind, once or f"{span}")
        if key not in self._told:
            self._told.add(key)
            self.notices.append(Notice(kind, told, span))

    def undeclared(self) -> None:
        """Remark the names that were declared nowhere, with what was made of them."""
        symbols = sorted(self.judge.levels.undeclared)
        spans = [f.span for f in self.findings if f.span is not None and f.outcome != "stated"]
        if not symbols or not spans:
            return
        told = [f"{s.text}[...]" if s.kind == "family" else s.text for s in symbols]
        shown = ", ".join(told[:12]) + (", ..." if len(told) > 12 else "")
        one = len(told) == 1
        self._notice("undeclared", f"{shown} {'is' if one else 'are'} declared nowhere, and read "
                     f"as {'a real number' if one else 'real numbers'}; say more in the text, as "
                     "in `$x > 0$`, or in a file of givens", spans[0])

    def _counted(self, side: Side) -> None:
        """Remark sums that are divided by another number than that of their summands."""
        if side.term is None:
            return
        for total, divisor, gap in miscounts(side.term):
            more = f"{abs(gap)} {'more' if gap > 0 else 'fewer'}"
            index, _, lo, hi = total.args
            self._notice("count", f"the sum over {text(index)} = {text(lo)}, ..., {text(hi)} has "
                         f"{more} summand{'s' * (abs(gap) != 1)} than the {text(divisor)} it is "
                         "divided by", side.span)


def _replaced(term: Term, old: Term, new: Term) -> Term:
    """The term with every occurrence of another term replaced."""
    if term is old:
        return new
    if not term.args:
        return term
    return build(term.head, tuple(_replaced(arg, old, new) for arg in term.args), term.data)


def _both(left: Side, right: Side, sign: str) -> Side:
    return Side(f"{left.text} {sign} {right.text}".strip(), right.span)


def _split_declaration(written: str, ends: bool) -> tuple[str, str]:
    """Both sides of a declaration as they were typed."""
    for mark in ("=",) if ends else ("\\in", ":"):
        before, found, after = written.partition(mark)
        if found:
            return before.strip(), after.strip()
    return written, ""


__all__ = ["check_page"]
