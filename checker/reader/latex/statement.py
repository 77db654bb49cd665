"""A display -> statements: chains of relations with their roles, reasons, guards, declarations."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Final

from checker.language.errors import TooLarge, Unreadable
from checker.language.source import Span
from checker.reader.latex.alphabet import RELATIONS
from checker.reader.latex.declaration import Declaration, read_declaration
from checker.reader.latex.distributed import Distribution
from checker.reader.latex.expression import Reader
from checker.reader.latex.formula import doubts, read, settled
from checker.reader.latex.guards import as_relations, asks_nothing, is_set
from checker.reader.latex.joining import joined
from checker.reader.latex.layout import CLOSING, OPENING
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.listed import Range, listed_sides, parts
from checker.reader.latex.reading import Ambiguous
from checker.reader.latex.records import Side, Statement
from checker.reader.latex.rows import Piece, pieces, simplified
from checker.reader.latex.scope import Scope


def parse_statements(text: str, scope: Scope, span: Span,
                     tokens: Tokens | None = None) -> tuple[Statement, ...]:
    """The statements of a display whose text begins at `span`; nothing is raised.

    `tokens` are those of the text, if they are at hand.

    >>> found = parse_statements(r"a &= b + c \\\\ &= c + b", Scope(), Span("note.md", 3))
    >>> [(side.term, side.span.line) for side in found[0].sides]
    [(a, 3), (b + c, 3), (c + b, 3)]
    """
    try:
        tokens = tokens or Tokens(text)
        reader = _Statements(tokens, scope, span)
        found = reader.read()
        again = settled(reader.grammar)
        if again is not None:
            reader = _Statements(tokens, again, span)
            found = reader.read()
        return reader.decided(found)
    except Unreadable as error:
        side = Side(" ".join(text.split())[:200], span, trouble=_placed(error, span))
        return (Statement((side,)),)


def read_with(tokens: Tokens, scope: Scope, span: Span) -> Reader:
    """The grammar after it has read all statements of a display, for what it has met."""
    reader = _Statements(tokens, scope, span)
    reader.read()
    return reader.grammar


def _placed(error: Unreadable, span: Span) -> Unreadable:
    """The same refusal at its place in the source."""
    if error.line > 1:
        error.line += span.line - 1
    else:
        error.line, error.column = span.line, span.column + max(1, error.column) - 1
    return error


@dataclass(slots=True)
class _Draft:
    """A statement that may still grow."""

    role: str
    sides: list[tuple[int, int, Side]] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    continues: bool = False
    guard: _Draft | None = None
    needed: bool = True
    """Whether it says something: names alone, "for all i, j", are no condition."""
    declaration: Declaration | None = None
    after: int = 0
    listed: list[_Draft] = field(default_factory=list)
    """The chains that it stands for, where names are listed: `x, y > 0`."""

    def statement(self) -> Statement:
        return Statement(tuple(side for _, _, side in self.sides), tuple(self.relations), self.role,
                         tuple(self.reasons), self.continues,
                         None if self.guard is None else self.guard.statement(),
                         self.declaration, self.after)


class _Statements:
    """The reading of one display."""

    def __init__(self, tokens: Tokens, scope: Scope, span: Span) -> None:
        self.tokens = simplified(tokens)
        self.span = span
        self.scope = scope
        self.grammar = Reader(self.tokens, scope)
        self.drafts: list[_Draft] = []
        self.main: _Draft | None = None
        self.leading: _Draft | None = None
        """The condition that begins the row, and is said of what follows."""
        self.led = False
        """Whether something has followed."""
        self.before: Piece | None = None
        self.last: list[_Draft] = []
        """What the piece before says: several chains, where names are listed."""

    def read(self) -> list[_Draft]:
        """The statements of all pieces."""
        found = joined(self.tokens, pieces(self.tokens, self.scope.is_spelled))
        for k, piece in enumerate(found):
            if piece.role == "guard" and piece.row:
                self._lead(piece, found[k + 1:])
            else:
                self._piece(piece)
            self.before = piece
        if self.leading is not None and not self.led and self.leading.needed \
                and self.leading.statement().trouble is not None:
            self.drafts.append(self.leading)
        return self.drafts

    def _lead(self, piece: Piece, following: list[Piece]) -> None:
        """A condition that begins its row: of what follows in the row, else of what stands above.

        In "if x > 0, then ..." and "if x > 0, ..." a statement follows.
        """
        row: list[Piece] = []
        for one in following:
            if one.row:
                break
            row.append(one)
        said = [one for one in row if one.role in ("main", "implied", "therefore")]
        kinds = self.tokens.kinds
        if not self.drafts and not said and row and row[-1].role == "guard" \
                and kinds[row[-1].first - 1] in (",", "\\quad") \
                and "=" in kinds[row[-1].first:row[-1].last] \
                and "\\dots" not in kinds[row[-1].first:row[-1].last]:
            row[-1].role = "main"
            said = row[-1:]
        if self.drafts and not said:
            self._piece(piece)
            return
        self.leading, self.led = self._draft(piece.first, piece.last, "guard"), False
        for one in row:
            if one.role == "guard" and said and one.first < said[0].first:
                one.role = "further"

    def decided(self, drafts: list[_Draft]) -> tuple[Statement, ...]:
        """The statements, with the refusal of undecided names at the sides that hold them."""
        for token, doubt in doubts(self.grammar):
            self._spoil(drafts, token, _placed(doubt, self.span))
        for draft in drafts:
            guard = draft.guard
            trouble = guard.statement().trouble if guard is not None and guard.needed else None
            if trouble is not None:  # it would be said of more than it is said of
                for first, *_ in tuple(draft.sides):
                    self._spoil([draft], first, copy(trouble))
        return tuple(draft.statement() for draft in drafts)

    def _spoil(self, drafts: list[_Draft], token: int, error: Unreadable) -> None:
        for draft in (*drafts, *(draft.guard for draft in drafts if draft.guard is not None)):
            for k, (first, last, side) in enumerate(draft.sides):
                if first <= token < last:
                    draft.sides[k] = (first, last, replace(side, term=None, trouble=error))

    def _piece(self, piece: Piece) -> None:
        if piece.role == "remark":
            if self._unread(piece):
                return
            if self.drafts and self.drafts[-1].reasons:
                before = self.drafts[-1].reasons[-1]
                self.drafts[-1].reasons[-1] = (before + " " + piece.text).strip()
            return
        if piece.role == "case":
            self._cases(piece)
            return
        if piece.role in ("behind", "unclear"):
            self._behind(piece)
            return
        if piece.role == "further":
            assert self.leading is not None
            self._second(self.leading, self._draft(piece.first, piece.last, "guard"))
            return
        if piece.role == "denied":
            self._denied(piece)
            return
        if piece.row and self.led:
            self.leading = None
        role = "main" if piece.role == "or" else piece.role
        draft = self._draft(piece.first, piece.last, role)
        if piece.role == "or":
            self._either(draft, piece)
        if role == "guard":
            listed = bool(self.last) and self.last[-1] is self.drafts[-1]
            for one in self.last if listed else self.drafts[-1:]:
                self._guard(one, draft)
            return
        if draft.continues and self.main is not None and piece.role == "main":
            self.main.sides.extend(draft.sides[1:])
            self.main.relations.extend(draft.relations)
            self.main.reasons.extend(draft.reasons)
            return
        self.last = draft.listed or [draft]
        for one in self.last:
            if self.leading is not None and self.leading.needed and one.declaration is None:
                one.guard, self.led = self.leading, True
            one.after = len(self.main.relations) if self.main is not None else 0
            self.drafts.append(one)
        if role == "main" and draft.declaration is None and (
                draft.relations or piece.row and len(draft.sides) == 1):
            self.main = draft

    def _either(self, draft: _Draft, piece: Piece) -> None:
        """Refuse both statements that "or" stands between: neither is said to hold."""
        error = self.tokens.unreadable("alternatives are not read: it is not said which one holds",
                                       self.tokens.places[piece.first], "statements that all hold")
        for spoiled in (*self.last, *(draft.listed or (draft,))):
            if spoiled.declaration is not None:
                spoiled.declaration = Declaration(
                    about=spoiled.declaration.written[0], trouble=_placed(copy(error), self.span))
            for first, *_ in tuple(spoiled.sides):
                self._spoil([spoiled], first, _placed(copy(error), self.span))

    def _guard(self, draft: _Draft, guard: _Draft) -> None:
        """Put a condition behind a statement, which takes only one."""
        if draft.guard is not None:
            self._second(guard, guard)
        draft.guard = guard

    def _second(self, guard: _Draft, further: _Draft) -> None:
        """Refuse a second condition, which is not said to hold with the first one."""
        if further.needed:
            first, last, side = further.sides[0] if further.sides else (0, 0, Side("", self.span))
            error = self.tokens.unreadable("a second condition", self.tokens.places[first],
                                           "one condition, with `and` between its parts")
            guard.sides[:1] = [(first, last, replace(side, term=None,
                                                     trouble=_placed(error, self.span)))]
            guard.needed = True

    def _denied(self, piece: Piece) -> None:
        """Refuse what is said to hold only where something does not: "unless x > 0"."""
        first, last = piece.first, piece.last
        error = self.tokens.unreadable("a condition that is denied is not read",
                                       self.tokens.places[first], "the opposite: `x \\le 0`")
        side = Side(self._text(first, last), self._span(first, last),
                    trouble=_placed(error, self.span))
        guard = _Draft("guard", [(first, last, side)])
        if self.drafts:
            self.drafts[-1].guard = guard
        else:
            self.drafts.append(guard)

    def _unread(self, piece: Piece) -> bool:
        """Whether words are part of a condition: "if x is positive", "if x > 0 does not hold"."""
        last, drafts = self.before, self.drafts
        if last is None or last.role != "guard" or last.last != piece.first or not drafts:
            return False
        guard = drafts[-1].guard
        if guard is None or _REASON.match(piece.text):
            return False
        if guard.needed and guard.declaration is None and _DENIED.search(piece.text):
            self._denied(Piece(last.first, last.last, "denied", False))
            return True
        if guard.needed or drafts[-1].role == "question":
            return False
        text = f"if {self._text(last.first, last.last)} {piece.text}"
        drafts[-1].reasons = [text] * len(drafts[-1].reasons)
        return True

    def _behind(self, piece: Piece) -> None:
        """What stands behind cases that hold statements, or behind several conditions."""
        told = "this stands behind cases that are statements" if piece.role == "behind" else \
            "this stands behind several conditions"
        error = self.tokens.unreadable(told, self.tokens.places[piece.first],
                                       "a display of its own")
        side = Side(self._text(piece.first, piece.last), self._span(piece.first, piece.last),
                    trouble=_placed(error, self.span))
        self.drafts.append(_Draft("main", [(piece.first, piece.last, side)]))

    def _cases(self, piece: Piece) -> None:
        """The rows of cases behind an expression, each a statement with its guard."""
        kinds = self.tokens.kinds
        start = piece.first - 1
        row = _Draft("case")
        i = first = start + 1
        end = piece.last
        depth = 0
        guard = False
        while i <= end:
            kind = kinds[i]
            depth += (kind in ("(", "{", "[")) - (kind in (")", "}", "]"))
            marks = kind in ("&", "\\\\", "\\quad") or i == end or (
                kind in ("word", "letters") and self.tokens.texts[i] in ("if", "for", "when", "as"))
            if depth == 0 and marks:
                if i > first:
                    part = self._draft(first, i, "case")
                    if guard:
                        self._guard(row, part)
                    else:
                        row = part
                        self.drafts.append(row)
                guard = kind != "\\\\"
                first = i + 1
            i += 1

    def _draft(self, first: int, last: int, role: str) -> _Draft:
        """The chain of relations in these tokens."""
        kinds = self.tokens.kinds
        while last > first and kinds[last - 1] in (".", ",", ";", "\\quad"):
            last -= 1
        while first < last and kinds[first] in (":", "\\quad"):
            first += 1
        draft = _Draft("question" if "?" in kinds[first:last] else role)
        places = self._relations(first, last)
        draft.declaration = read_declaration(self.grammar, first, last, places)
        if draft.declaration is not None:
            if draft.declaration.trouble is not None:
                _placed(draft.declaration.trouble, self.span)
            if role == "guard":
                self._within(draft, first, last)
            return draft
        draft.needed = bool(places) or role != "guard"
        if role == "guard" and not places:  # for all x, y
            draft.sides = [(*part, self._side(*part)) for part in parts(self.tokens, first, last)]
            return draft
        sides = listed_sides(self.tokens, first, last, places)
        if sides:
            self._lists(draft, sides, [kinds[place] for place in places])
            return draft
        start = first
        for k, place in enumerate((*places, last)):
            if k == 0 and place == first and places:
                draft.continues = True
                empty = Side("", self._span(first, first))
                draft.sides.append((first, first, empty))
            else:
                within = 0 < k < len(places)
                draft.sides.append((start, place, self._side(start, place, within)))
            if k < len(places):
                draft.relations.append(RELATIONS[kinds[place]])
                draft.reasons.append(_above(self.tokens.texts[place]))
            start = place + 1
        return draft

    def _lists(self, draft: _Draft, sides: list[list[Range]], signs: list[str]) -> None:
        """Take down a chain in which names are listed, `x, y > 0`."""
        found = Distribution(
            self.grammar, self._side, lambda first, last: Side(
                self._text(first, last), self._span(first, last)),
            lambda error: _placed(error, self.span)).of(sides, signs, draft.role)
        relations = [RELATIONS[sign] for sign in signs]
        draft.declaration = found.declaration
        if found.unread:
            draft.sides, draft.relations = list(found.unread), relations
            draft.reasons = [""] * len(relations)
        elif found.chains and draft.role == "guard":
            draft.declaration = Declaration(relations=found.relations(signs))
        else:
            draft.listed = [_Draft(draft.role, list(chain), list(relations),
                                   [""] * len(relations)) for chain in found.chains]

    def _within(self, draft: _Draft, first: int, last: int) -> None:
        """Turn a membership behind "if" or "for" into the condition that it is."""
        declared = draft.declaration
        assert declared is not None
        found = as_relations(declared)
        if asks_nothing(declared) or found is None and is_set(declared):
            return
        text, span = self._text(first, last), self._span(first, last)
        draft.declaration = None
        if found is None:
            error = declared.trouble or Unreadable("this condition is not read", span.line,
                                                   span.column, "an interval, or relations")
            draft.sides = [(first, last, Side(text, span, trouble=error))]
            return
        terms, draft.relations = found
        draft.reasons = [""] * len(draft.relations)
        draft.sides = [(first, last, Side(text, span, term)) for term in terms]

    def _relations(self, first: int, last: int) -> list[int]:
        found = []
        depth = 0
        for i in range(first, last):
            kind = self.tokens.kinds[i]
            if kind in ("(", "[", "{", "\\{", "begin"):
                depth += 1
            elif kind in (")", "]", "}", "\\}", "end"):
                depth -= 1
            elif depth == 0 and kind in RELATIONS:
                found.append(i)
        return found

    def _span(self, first: int, last: int) -> Span:
        tokens = self.tokens
        start = tokens.places[first]
        length = max(0, tokens.ends[max(first, last - 1)] - start) if last > first else 0
        line, column = tokens.position(start)
        if line == 1:
            column += self.span.column - 1
        return Span(self.span.path, self.span.line + line - 1, column, length)

    def _text(self, first: int, last: int) -> str:
        """What is written there, on one line."""
        tokens = self.tokens
        return " ".join(tokens.text[tokens.places[first]:tokens.ends[last - 1]].split()) \
            if last > first else ""

    def _apart(self, first: int, last: int) -> Unreadable | None:
        """The doubt about a space in a side that may set two formulas apart, `a = 1 \\; b = 2`."""
        tokens, depth = self.tokens, 0
        for i in range(first + 1, min(last, first + _LONGEST_APART)):
            depth += (tokens.kinds[i - 1] in OPENING) - (tokens.kinds[i] in CLOSING)
            if depth or tokens.gap(i) < _APART:
                continue
            if self._reads(first, i) and self._reads(i, last):
                before, after = self._text(first, i), self._text(i, last)
                error = self.grammar.ambiguity(
                    "a space between two relations", i,
                    f"two formulas, with `\\quad` between `{before[-40:]}` and `{after[:40]}`",
                    "a product, with `\\cdot` or without the space")
                return _placed(error, self.span)
        return None

    def _reads(self, first: int, last: int) -> bool:
        """Whether these tokens are an expression of their own."""
        places, ends = self.tokens.places, self.tokens.ends
        try:
            read(self.tokens.text[places[first]:ends[last - 1]], self.scope)
        except Ambiguous:
            return True
        except Unreadable:
            return False
        return True

    def _side(self, first: int, last: int, within: bool = False) -> Side:
        """One side, read as an expression; `within` says that relations stand on both ends."""
        kinds, grammar = self.tokens.kinds, self.grammar
        span = self._span(first, last)
        text = self._text(first, last)
        if last == first + 1 and kinds[first] == "?":
            return Side(text, span)
        doubt = self._apart(first, last) if within else None
        if doubt is not None:
            return Side(text, span, trouble=doubt)
        held = kinds[last]
        kinds[last] = "stop"
        grammar.restart(first)
        try:
            if last == first:
                grammar.refuse("an expression is missing", expected="an expression")
            term = grammar.sum()
            if grammar.i != last:
                grammar.leftover()
            return Side(text, span, term)
        except Unreadable as error:
            return Side(text, span, trouble=_placed(error, self.span))
        except (TooLarge, RecursionError) as error:
            message = str(error) if isinstance(error, TooLarge) else "nested too deep"
            return Side(text, span, trouble=Unreadable(message, span.line, span.column))
        finally:
            kinds[last] = held


_APART: Final = .25
"""Spaces of this width may set two formulas apart; `\\,` stands between factors."""
_LONGEST_APART: Final = 60
"""In the beginning of a side, so many tokens long, such spaces are looked for."""
_REASON: Final = re.compile(r"[\s(\[]*(?:by|since|because|due|using|from|via|see|and|with)\b")
"""Words that begin a reason, and do not go on with a condition."""
_DENIED: Final = re.compile(r"\b(?:not|never|false|fails?|untrue|wrong|no)\b|n't\b")
_ABOVE: Final = re.compile(r"\\(?:stackrel|overset|underset)\s*\{(.*)\}\s*\{[^{}]*\}", re.DOTALL)


def _above(written: str) -> str:
    """The remark that stands above a relation."""
    found = _ABOVE.fullmatch(written)
    if found is None:
        return ""
    text = re.sub(r"\\(?:text|mathrm|textrm)\s*\{([^{}]*)\}", r"\1", found[1]).strip()
    return text if any(c.isalpha() for c in text) and "\\" not in text and text != "def" else ""
