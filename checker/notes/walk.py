"""A page from its first statement to its last: declarations, relations, limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from checker.language.claim import Claim
from checker.language.errors import TooLarge, Unreadable
from checker.language.findings import Finding, PageFindings, Stated
from checker.language.substitution import replaced
from checker.language.term import limit, name, relation
from checker.language.verdict import Proved, Refuted, Undecided
from checker.notes.equalities import Equalities
from checker.notes.judge import Judge, Options
from checker.notes.told import Told, around, both, claimed
from checker.reader.latex.reading import Reach
from checker.reader.latex.records import Side, Statement
from checker.reader.page.definitions import Defined
from checker.reader.page.guards import conditions
from checker.reader.page.placed import both_ways
from checker.reader.page.reading import Page
from checker.reader.page.said import Said
from checker.reader.page.supposed import (
    INEQUALITIES,
    inequalities,
    is_condition,
    reach_of,
    supposes,
    told_in_words,
)
from checker.reader.page.symbols import Kind, Symbol

PLAIN: Final = Options()
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
        walk.told.unread(Side("", problem.span), Unreadable(problem.message))
    contexts = walk.judge.levels.contexts
    walk.told.undeclared(sorted(contexts.undeclared), contexts.counts)
    return PageFindings(page.path, tuple(walk.told.findings), tuple(walk.told.notices), page.title)


class _Walk:
    """The place on a page, and what has been found up to it."""

    def __init__(self, page: Page, options: Options,
                 on_finding: Callable[[Finding], None] | None) -> None:
        self.page = page
        self.judge = Judge(page, options)
        self.told = Told(page, on_finding)
        self.equalities = Equalities(page, self.judge, self.told)
        self.main: Side | None = None
        """The last side of the main chain, which a display that begins with `=` goes on from."""
        self.first: Side | None = None
        """The first side of that chain: cases behind it may speak of it."""
        self.premise: Statement | None = None
        """What was said before an arrow, and is no identity: what follows holds where it does."""

    # --- statements ----------------------------------------------------------------------------

    def statement(self, said: Said) -> None:
        """Judge whatever a statement says."""
        statement = said.statement
        if statement.role == "implied" and self.premise is not None:
            said = replace(said, behind=(self.premise, *said.behind))
        before = len(self.told.findings)
        self._statement(said)
        self.equalities.above = said
        proved = all(f.outcome == "proved" or f.claim is not None and f.claim.kind == "definition"
                     for f in self.told.findings[before:])
        self.premise = statement if said.premise and not proved else None

    def _statement(self, said: Said) -> None:
        statement = said.statement
        if statement.declaration is not None:
            self._declaration(said)
        elif supposes(said) or is_condition(said):
            self._supposed(said)
        elif not statement.relations:
            side = statement.sides[0]
            lost = "\\mapsto" in side.text \
                or said.block.error is not None and "=" in side.text  # a claim, as it seems
            if side.trouble is not None and (said.display or lost):
                self.told.unread(side, side.trouble)
            elif said.display and statement.role == "main" and not said.loose:
                self.main = self.first = side
            told = told_in_words(said)
            if told is not None and side.term is not None:
                self.equalities.begin_anew(said, Symbol("name", str(side.term.data)))
                self.told.found(Finding(Stated(Claim(
                    side.term, side.term, relation="in", kind="declaration", span=side.span,
                    written=(side.text, str(told.domain))))))
        elif statement.role == "question" or said.inline and said.words.cue == "denied":
            return
        else:
            self._relations(said)

    def _declaration(self, said: Said) -> None:
        declaration = said.statement.declaration
        assert declaration is not None
        written = " ".join(said.block.text.split())
        span = said.block.span()
        if declaration.trouble is not None:
            self.told.unread(Side(written, span), declaration.trouble)
        elif not said.given:
            for one in declaration.subjects:
                kind: Kind = "function" if declaration.arguments else "family" \
                    if one.head == "entry" or declaration.shape else "name"
                self.equalities.begin_anew(said, Symbol(kind, str(one.data)))
            subject = declaration.subjects[0]
            left, sign, right = declaration.written
            self.told.found(Finding(Stated(Claim(
                subject, subject, relation=sign, kind="declaration", span=span,
                written=(left, right)))))

    def _supposed(self, said: Said) -> None:
        if said.given:
            return
        for k, _ in enumerate(inequalities(said.statement)):
            left, right = said.statement.sides[k], said.statement.sides[k + 1]
            self.told.found(Finding(Stated(claimed(
                left, right, said.statement.relations[k], "declaration"))))

    def _relations(self, said: Said) -> None:
        statement = said.statement
        sides = list(statement.sides)
        if statement.continues:
            if self.main is None or self.main.term is None and self.main.trouble is None:
                self.told.unread(replace(sides[0], span=sides[1].span), Unreadable(
                    "nothing stands before this `=`", expected="a left side"))
                return
            sides[0] = replace(self.main, span=sides[1].span)
        defines = self.page.expected.get(said.position, {})
        for k, sign in enumerate(statement.relations):
            left, right = sides[k], sides[k + 1]
            if isinstance(left.trouble, Reach) or isinstance(right.trouble, Reach):
                sides[k + 1] = self._either(said, k, sign, sides)
            elif right.trouble is not None:
                self.told.unread(right, right.trouble,
                                 around(sides, statement.relations, k + 1))
            elif left.trouble is not None:
                if k == 0 and statement.continues:
                    self.told.unread(right, Unreadable("what this goes on from could not be read"))
                elif k == 0:
                    self.told.unread(left, left.trouble, around(sides, statement.relations, 0))
            elif left.term is not None and right.term is not None:
                reason = statement.reasons[k] if k < len(statement.reasons) else ""
                try:
                    self._relation(said, k, sign, left, right, defines.get(said.position + k),
                                   reason or None)
                except (Unreadable, TooLarge) as error:
                    told = error if isinstance(error, Unreadable) else Unreadable(str(error))
                    self.told.unread(both(left, right, sign), told)
        if statement.role == "main" and said.display and not said.loose:
            self.main = sides[-1]
            self.first = self.first if statement.continues else sides[0]

    def _either(self, said: Said, k: int, sign: str, sides: list[Side]) -> Side:
        """Judge a relation whose operators may reach far or near; it must be the same verdict.

        Gives the right side to go on from: the far reading, if both are proved.
        """
        right = sides[k + 1]
        found: list[list[Finding]] = []
        kept, told = (self.told.findings, self.told.notices), self.told.on_finding
        self.told.on_finding = None
        read: list[Side] = []
        try:
            for statement in both_ways(said, self.page.scope):
                self.told.findings, self.told.notices = [], []
                a, b = statement.sides[k], statement.sides[k + 1]
                if said.statement.continues and k == 0:
                    a = sides[0]
                if a.term is None or b.term is None:
                    break
                self._relation(said, k, sign, a, b, None, None)
                found.append(self.told.findings)
                read.append(b)
        except (Unreadable, TooLarge):
            pass
        finally:
            (self.told.findings, self.told.notices), self.told.on_finding = kept, told
        outcomes = [[finding.outcome for finding in one] for one in found]
        if len(found) == 2 and outcomes[0] == outcomes[1]:
            for finding in found[0]:
                self.told.found(finding)
            proved = all(outcome == "proved" for outcome in outcomes[0])
            return read[0] if proved else right
        trouble = right.trouble or sides[k].trouble
        assert trouble is not None
        self.told.unread(right, trouble, around(sides, said.statement.relations, k + 1))
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
        self.told.counted(read[1])
        arrays = any(map(self.page.arrays.touches, terms))
        if arrays and sign in _EQUAL:
            self.equalities.arrays(said, k, sign, *read, defined, reason)
        elif arrays and sign != "~":
            raise Unreadable("vectors and matrices are only compared by `=`")
        elif sign == "~":
            self.told.found(Finding(Stated(claimed(*read, "~", "step"))))
        elif sign in INEQUALITIES:
            self._inequality(said, *read, sign, position)
        elif sign in _EQUAL:
            self.equalities.equality(said, k, sign, *read, defined, reason)
        else:
            raise Unreadable(f"the relation {sign} is not read here")

    # --- the other relations -------------------------------------------------------------------

    def _inequality(self, said: Said, left: Side, right: Side, sign: str, position: int) -> None:
        claim = replace(claimed(left, right, sign, "condition"),
                        context=conditions(said.statement, said.behind))
        finding = self.judge.verdict(claim, position, self.equalities.values(position))
        if said.block.kind == "inline" and not isinstance(finding.verdict, Proved):
            assert left.term is not None and right.term is not None
            one = relation(INEQUALITIES[sign], left.term, right.term)
            if said.words.cue == "conclusion":  # perhaps from words: nothing follows from it
                self.page.declared.case(one, position, position, said.block.line)
                self.told.judged(finding if not isinstance(finding.verdict, Refuted) else Finding(
                    Undecided(claim, ()), seconds=finding.seconds,
                    message="false for what is declared, unless the words above say more"), claim)
                return
            self.page.declared.suppose(one, position, reach_of(said))
            self.told.found(Finding(Stated(replace(claim, kind="declaration"))))
        else:
            self.told.judged(finding, claim)

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
            inside = replaced(body, variable, stand_in)
            if inside.free & variable.free:
                raise Unreadable(f"{left.text} depends on {guard.sides[0].text} and on its parts",
                                 expected="a name that tends to a point")
            body, variable = inside, stand_in
        claim = replace(claimed(left, right, "=", "limit"),
                        lhs=limit(body, variable, point), rhs=right.term,
                        context=conditions(statement, said.behind))
        values = self.equalities.values(position)
        self.told.judged(self.judge.verdict(claim, position, values), claim)
