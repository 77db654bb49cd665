"""The expansion of one formula: what TeX does with macros and their arguments, within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from checker.reader.documents.blocks import Block, Origin
from checker.reader.documents.definitions import Macro

MAX_DEPTH: Final = 60
"""Macros nested deeper are refused: as a rule, one of them calls itself."""
MAX_LENGTH: Final = 100_000
"""A formula that is longer after expansion is refused."""
COMMAND: Final = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_STEP: Final = re.compile(r"\\.|[{}\]]", re.DOTALL)
_BLANK: Final = re.compile(r"\s*")
_WORD_ENDS: Final = re.compile(r"\\[A-Za-z]+\Z")
_EXPANSION_COST: Final = 20
"""What one expansion counts for, besides its characters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text on its way through expansion, and where it comes from."""

    text: str
    start: int
    end: int
    offset: int
    """Where the text begins in the source, if it is copied; else where its macro stands."""
    length: int
    copied: bool
    depth: int
    final: bool = False

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The part between two places of the same text."""
        return Piece(self.text, start, self.end if end is None else end, self.offset,
                     self.length, self.copied, self.depth, self.final)

    @property
    def place(self) -> int:
        """Where it begins in the source, or where its macro stands."""
        return self.offset + self.start if self.copied else self.offset

    @property
    def content(self) -> str:
        """Its characters."""
        return self.text[self.start:self.end]


class Refused(Exception):
    """Why a formula cannot be expanded, and where in the source."""

    def __init__(self, message: str, piece: Piece) -> None:
        super().__init__(message)
        self.message = message
        self.offset = piece.place


class Expansion:
    r"""The expansion of one formula; at most so many characters are read for it.

    >>> from checker.reader.documents.blocks import Source
    >>> block = Block("inline", r"2\R", "$", Source.of("p.md", r"$2\R$"), 1, 3)
    >>> run = Expansion(block, {"R": Macro("R", ("r",))}, 1000)
    >>> run.expand()
    '2r'
    """

    def __init__(self, block: Block, known: dict[str, Macro], budget: int) -> None:
        self.first = Piece(block.text, 0, len(block.text), block.offset, 0, True, 0)
        self.known = known
        self.budget = budget
        self.work = 0
        self.input = [self.first]
        """What is still to be read, the next piece last."""
        self.texts: list[str] = []
        self.origins: list[Origin] = []
        self.length = 0
        self.ends_in_word = False

    def expand(self) -> str:
        """The expanded text; `origins` then lead to its source."""
        while self.input:
            piece = self.input.pop()
            for found in COMMAND.finditer(piece.text, piece.start, piece.end):
                macro = None if piece.final else self.known.get(found[1])
                if macro is None:
                    continue
                self._emit(piece.cut(piece.start, found.start()))
                self.input.append(piece.cut(found.end()))
                self._call(macro, piece.cut(found.start(), found.end()))
                break
            else:
                self._emit(piece)
        return "".join(self.texts)

    def _call(self, macro: Macro, call: Piece) -> None:
        if macro.refusal:
            raise Refused(f"the macro \\{macro.name} is not expanded: {macro.refusal}", call)
        if call.depth >= MAX_DEPTH:
            raise Refused(f"the macro \\{macro.name} is nested more than {MAX_DEPTH} deep, "
                           "as if it called itself", call)
        self._spend(_EXPANSION_COST, call)
        if macro.stars:
            self._skip_star()
        arguments: list[list[Piece]] = []
        for number in range(1, macro.arity + 1):
            argument = None
            if number == 1 and macro.default is not None:
                argument = self._bracketed()
                if argument is None:
                    argument = [self._of_macro(macro.default, macro, call)]
            arguments.append(self._argument(macro, call) if argument is None else argument)
        for part in reversed(macro.body):
            if isinstance(part, int):
                self.input += reversed(arguments[part - 1])
            else:
                self.input.append(self._of_macro(part, macro, call))

    @staticmethod
    def _of_macro(text: str, macro: Macro, call: Piece) -> Piece:
        length = call.end - call.start if call.copied else call.length
        return Piece(text, 0, len(text), call.place, length, False, call.depth + 1, macro.final)

    # --- arguments ----------------------------------------------------------------------------

    def _peek(self) -> str:
        """The next character that is not blank; the blanks before it are dropped."""
        while self.input:
            piece = self.input.pop()
            blanks = _BLANK.match(piece.text, piece.start, piece.end)
            start = blanks.end() if blanks else piece.start
            if start < piece.end:
                self.input.append(piece.cut(start))
                return piece.text[start]
        return ""

    def _drop(self) -> Piece:
        """Drop the next character."""
        piece = self.input.pop()
        self.input.append(piece.cut(piece.start + 1))
        return piece

    def _skip_star(self) -> None:
        if self._peek() == "*":
            self._drop()
        self._bracketed()

    def _argument(self, macro: Macro, call: Piece) -> list[Piece]:
        following = self._peek()
        if following in ("", "}"):
            counted = "1 argument" if macro.arity == 1 else f"{macro.arity} arguments"
            raise Refused(f"the macro \\{macro.name} takes {counted}", call)
        if following == "{":
            return self._until("}")
        piece = self.input.pop()
        command = COMMAND.match(piece.text, piece.start, piece.end)
        end = command.end() if command else piece.start + 1
        self.input.append(piece.cut(end))
        return [piece.cut(piece.start, end)]

    def _bracketed(self) -> list[Piece] | None:
        return self._until("]") if self._peek() == "[" else None

    def _until(self, closing: str) -> list[Piece]:
        """The pieces up to the bracket that closes the one that comes next."""
        opening = self._drop()
        pieces: list[Piece] = []
        depth = 0
        while self.input:
            piece = self.input.pop()
            for step in _STEP.finditer(piece.text, piece.start, piece.end):
                if depth == 0 and step[0] == closing:
                    self._spend(step.end() - piece.start, piece)
                    pieces.append(piece.cut(piece.start, step.start()))
                    self.input.append(piece.cut(step.end()))
                    return [part for part in pieces if part.start < part.end]
                depth += (step[0] == "{") - (step[0] == "}")
            self._spend(piece.end - piece.start, piece)
            pieces.append(piece)
        raise Refused("an argument of a macro is never closed", opening)

    # --- output -------------------------------------------------------------------------------

    def _emit(self, piece: Piece) -> None:
        content = piece.content
        if not content:
            return
        if self.ends_in_word and content[0].isalpha():
            self._put(" ", Origin(self.length, piece.place, 0, False))
        length = len(content) if piece.copied else piece.length
        self._put(content, Origin(self.length, piece.place, length, piece.copied))
        self._spend(len(content), piece)
        self.ends_in_word = _WORD_ENDS.search(content[-80:]) is not None

    def _put(self, content: str, origin: Origin) -> None:
        if self.length + len(content) > MAX_LENGTH:
            raise Refused(f"with its macros expanded, the formula has more than {MAX_LENGTH} "
                           "characters", self.first)
        self.origins.append(origin)
        self.texts.append(content)
        self.length += len(content)

    def _spend(self, characters: int, piece: Piece) -> None:
        self.work += characters
        if self.work > self.budget:
            raise Refused("expanding the macros of this formula takes too long: does one of "
                           "them call itself?", piece)
