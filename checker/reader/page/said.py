"""One statement of a page in its place, with the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from checker.reader.documents.blocks import Block
from checker.reader.latex.records import Statement
from checker.reader.page.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a page in its place; its relation k stands at `position + k`."""

    statement: Statement
    block: Block
    position: int
    last: int
    """The last place of its formula: what is defined for one display only holds up to it."""
    number: int = 0
    """Which statement of its formula it is."""
    loose: bool = False
    """A formula in the prose, outside of any delimiters: it defines, but claims nothing."""
    words: Words = NO_WORDS
    """What the words around its formula say of it."""
    until: int = 0
    """The last place of its paragraph: what is supposed for a case holds up to it."""
    since: int = 0
    """The first place of its section."""
    anew: int = 0
    """The first place of its sentence."""
    section_end: int = 0
    """The last place of its section."""
    behind: tuple[Statement, ...] = ()
    """Conditions that stand behind its formula: "for $x > 0$"."""
    premise: bool = False
    """Whether something is said to follow from it: `x^2 = 4` in `x^2 = 4 \\implies x = 2`."""

    @property
    def display(self) -> bool:
        """Whether the formula stands on lines of its own."""
        return self.block.kind in ("display", "fenced")

    @property
    def given(self) -> bool:
        """Whether it was given to the page."""
        return self.position < 0

    @property
    def inline(self) -> bool:
        """Whether the formula stands in a sentence, which may say what is meant by it."""
        return self.block.kind == "inline" and not self.loose
