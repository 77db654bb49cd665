r"""TeX files: environments, `\[ \]`, `$` and `$$`, macros, and the files they include.

Comments, verbatim text and pictures are passed over. The files of `\input` and `\include` are
read where they stand, from the note's own folder only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from checker.language.errors import CheckerError
from checker.reader.documents.blocks import Block, Heading, Kind, Problem, Source
from checker.reader.documents.definitions import (
    DEFINING,
    Definition,
    definition_at,
    environment_at,
    matching_braces,
)
from checker.reader.documents.displays import SHOWN, Displays, opening_of, unclosed
from checker.reader.documents.dollars import closing_dollar
from checker.reader.documents.environments import DISPLAYS, INNER, UNREAD, after_begin
from checker.reader.documents.inputs import Inputs
from checker.reader.documents.masking import masked
from checker.reader.documents.seeking import Next

LEVELS: Final = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph",
                 "subparagraph")
"""The commands of headings, the most general first."""

_TOKEN: Final = re.compile(
    r"\\begin\s*\{(?P<environment>[A-Za-z]+\*?)\}|(?P<define>" + DEFINING.pattern + r")"
    r"|\\(?:input|include|subfile)(?:\s*\{\s*(?P<file>[^{}\n]*?)\s*\}|[ \t]+(?P<bare>[\w./-]+))"
    r"|\\(?P<heading>" + "|".join(LEVELS) + r")\*?\s*(?:\[[^\[\]\n]*\]\s*)?(?=\{)"
    r"|(?P<stop>\\end\s*\{document\}|\\endinput(?![A-Za-z]))"
    r"|(?P<bracket>\\[\[(])|\\(?P<word>[A-Za-z]+)|\\.|(?P<dollars>\$\$?)", re.DOTALL)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_SHORTHAND: Final = re.compile(
    r"\s*(?P<opens>\\begin\{[A-Za-z]+\*?\}|\\\[)\s*|\s*(?P<closes>\\end\{[A-Za-z]+\*?\}|\\\])\s*")
"""The body of a macro that stands for the beginning or the end of a display."""
_SHOWS: Final = re.compile(r"\\begin\s*\{(?P<name>[A-Za-z]+\*?)\}|\\\[|\$\$")
"""What begins a display inside of a definition."""


def read_tex(source: Source, folder: Path | None = None) -> TexReader:
    r"""The formulas and definitions of a text and of the files of its folder that it includes.

    >>> read = read_tex(Source.of("note.tex", r"\section{A} \[ x = 1 \] % $y$"))
    >>> [item.text for item in read.items], read.headings[0].title
    (['x = 1'], 'A')
    """
    reader = TexReader(folder)
    reader.read(source, () if folder is None else (Path(source.path).resolve(),))
    return reader


class TexReader:
    """What is found in a TeX file and in the files it includes."""

    def __init__(self, folder: Path | None) -> None:
        self.items: list[Block | Definition] = []
        """Formulas and definitions, in the order in which TeX meets them."""
        self.headings: list[Heading] = []
        self.problems: list[Problem] = []
        self.sources: list[Source] = []
        self.begins: dict[str, str] = {}
        """The macros that stand for the beginning of a display, and what they stand for,"""
        self.ends: dict[str, str] = {}
        """and for each end of a display the macro that stands for it."""
        self.environments: dict[str, str] = {}
        """Environments that stand for a display, and for which; "" if it is not read."""
        self.showing: set[str] = set()
        """Macros whose bodies hold a display."""
        self.inputs = None if folder is None else Inputs(folder)

    def define(self, definition: Definition) -> None:
        """Keep a definition; a shorthand such as `\\be` for `\\begin{equation}` is kept apart."""
        macro = definition.macro
        body = macro.body[0] if macro and len(macro.body) == 1 and not macro.arity else ""
        short = _SHORTHAND.fullmatch(body) if isinstance(body, str) else None
        if macro is not None:
            self.showing.discard(macro.name)
        if short is not None and short["opens"] and not _shows(short["opens"]):
            short = None
        if macro is None or short is None:
            self.items.append(definition)
            if macro is not None and any(isinstance(part, str) and _shows(part)
                                         for part in macro.body):
                self.showing.add(macro.name)
        elif short["opens"]:
            self.begins[macro.name] = short["opens"]
        else:
            self.ends[short["closes"]] = f"\\{macro.name}"

    def environment(self, name: str, begin: str, arguments: bool) -> None:
        """Keep an environment that is defined, if it stands for a display."""
        if name in DISPLAYS or name in INNER:
            return
        short = _SHORTHAND.fullmatch(begin)
        plain = short is not None and short["opens"] or ""
        if not arguments and (_shows(plain) and plain[7:-1] not in INNER
                              or re.fullmatch(r"\\[A-Za-z]+", begin)
                              or plain[7:-1] in self.environments):
            self.environments[name] = plain or begin
        elif _shows(begin) or "$" in begin:
            self.environments[name] = ""
        else:
            self.environments.pop(name, None)

    def opening(self, name: str) -> str | None:
        r"""What an environment that the text defines opens: `\[`, `\begin{align}`; "" if unread."""
        found: str | None = self.environments.get(name)
        for _ in range(len(self.environments)):
            if found and found[1:] in self.begins:
                return self.begins[found[1:]]
            if not found or found[7:-1] not in self.environments:
                break
            found = self.environments[found[7:-1]]
        return found if not found or _shows(found) else None

    def read(self, source: Source, within: tuple[Path, ...]) -> None:
        """Read a text; `within` are the files that include it, and its own."""
        self.sources.append(source)
        for name, offset in _Scanner(source, self).scan():
            try:
                if self.inputs is None:
                    raise CheckerError(f"{name} cannot be included: the note is no file")
                path, text = self.inputs.open(name, within)
            except CheckerError as error:
                self.problems.append(Problem(str(error), source.span(offset, len(name))))
                continue
            self.read(Source.of(str(path), text), (*within, path.resolve()))


class _Scanner:
    def __init__(self, source: Source, reader: TexReader) -> None:
        self.source = source
        self.reader = reader
        self.text = masked(source.text)
        self.displays = Displays(self.text)
        self.paragraph = Next(_PARAGRAPH, self.text)
        self.braces: dict[int, int] | None = None

    def scan(self) -> Iterator[tuple[str, int]]:
        """Hand on what is found; every name of an included file where it stands."""
        place = 0
        while token := _TOKEN.search(self.text, place):
            start, place = token.span()
            if token["stop"]:
                return
            if token["environment"]:
                place = self._environment(start, place, token["environment"])
            elif token["define"]:
                place = self._define(start)
            elif token["heading"]:
                self._heading(token["heading"], place)
            elif token["bracket"]:
                place = self._bracket(start, place, token[0])
            elif token["dollars"]:
                place = self._dollars(start) if token[0] == "$$" else self._dollar(start)
            elif token["word"] in self.reader.begins:
                place = self._shorthand(start, place, token[0])
            elif token["word"] in self.reader.showing:
                self._refused(start, self.source.line_end(start), token["word"],
                              f"the display inside of the macro \\{token['word']} is not read")
            elif token["file"] or token["bare"]:
                group = "file" if token["file"] else "bare"
                yield token[group], token.start(group)

    # --- formulas -----------------------------------------------------------------------------

    def _environment(self, start: int, place: int, name: str) -> int:
        if name not in DISPLAYS and name not in INNER:
            return self._other(start, place, name)
        opening, closing = opening_of(name), rf"\end{{{name}}}"
        stop = self.displays.end(opening if name in DISPLAYS else closing, closing, place)
        if stop < 0:
            return self._unclosed("display", start, place, name, opening, closing)
        if name in INNER:
            return self._add("display", start, stop + len(closing), name)
        begin = after_begin(self.text, place, name)
        return self._add("display", begin, stop, name, len(closing))

    def _other(self, start: int, place: int, name: str) -> int:
        """An environment that the text defines, or one that is known and not read."""
        opens = "" if name in UNREAD else self.reader.opening(name)
        if opens is None:
            return place
        closing = rf"\end{{{name}}}"
        stop = self.displays.end(opening_of(name), closing, place)
        if stop < 0:
            return self._unclosed("display", start, place, name, opening_of(name), closing)
        if not opens:
            self._refused(start, stop + len(closing), name,
                          f"the environment `{name}` is not read")
            return stop + len(closing)
        delimiter = opens if opens == r"\[" else opens[7:-1]
        return self._add("display", place, stop, delimiter, len(closing))

    def _refused(self, start: int, stop: int, delimiter: str, message: str) -> None:
        """A display that is found and not read."""
        text = self.text[start:min(stop, start + SHOWN)].rstrip()
        error = self.source.unreadable(start, message, "`equation`, `align` or another display")
        self.reader.items.append(Block(
            "display", text, delimiter, self.source, start, len(text),
            section=len(self.reader.headings) - 1, error=error))

    def _bracket(self, start: int, place: int, opening: str) -> int:
        kind: Kind = "display" if opening == r"\[" else "inline"
        closing = r"\]" if kind == "display" else r"\)"
        stop = self.displays.end(opening, closing, place)
        if stop < 0 or kind == "inline" and -1 < self.paragraph.after(place) < stop:
            return self._unclosed(kind, start, place, opening, opening, closing)
        return self._add(kind, place, stop, opening, len(closing))

    def _dollars(self, start: int) -> int:
        stop = self.displays.end("$$", "$$", start + 2)
        if stop < 0:
            return self._unclosed("display", start, start + 2, "$$", "$$", "$$")
        return self._add("display", start + 2, stop, "$$", 2)

    def _dollar(self, start: int) -> int:
        paragraph = self.paragraph.after(start)
        limit = len(self.text) if paragraph < 0 else paragraph
        stop = closing_dollar(self.text, start + 1, limit)
        if stop < 0:
            return self._unclosed("inline", start, start + 1, "$", "$", "$")
        return self._add("inline", start + 1, stop, "$", 1)

    def _shorthand(self, start: int, place: int, command: str) -> int:
        """A display between two macros that stand for its beginning and its end."""
        opens = self.reader.begins[command[1:]]
        closes = r"\]" if opens == r"\[" else opens.replace("begin", "end")
        delimiter = opens if opens == r"\[" else opens[7:-1]
        for closing in (self.reader.ends.get(closes, closes), closes):
            stop = self.displays.end(command, closing, place)
            if stop >= 0:
                return self._add("display", place, stop, delimiter, len(closing))
        return self._unclosed("display", start, place, delimiter, command, closes)

    # --- what else is found -------------------------------------------------------------------

    def _define(self, start: int) -> int:
        found = DEFINING.match(self.text, start)
        assert found is not None, "the token is a definition"
        definition = definition_at(self.text, found, self._braces())
        self.reader.define(definition)
        if definition.command.lower().endswith("environment"):
            environment = environment_at(self.text, found, self._braces())
            if environment is not None:
                self.reader.environment(*environment)
        return definition.end

    def _heading(self, name: str, place: int) -> None:
        end = min(self._braces().get(place, self.source.line_end(place)), place + SHOWN)
        title = " ".join(self.text[place + 1:end].split())
        span = self.source.span(place + 1, end - place - 1)
        self.reader.headings.append(Heading(LEVELS.index(name) + 1, title, span))

    def _braces(self) -> dict[int, int]:
        if self.braces is None:
            self.braces = matching_braces(self.text)
        return self.braces

    def _unclosed(self, kind: Kind, start: int, place: int, delimiter: str, opening: str,
                  closing: str) -> int:
        block = unclosed(self.source, self.text, kind, start, delimiter, opening, closing)
        self.reader.items.append(replace(block, section=len(self.reader.headings) - 1))
        return place

    def _add(self, kind: Kind, start: int, stop: int, delimiter: str, width: int = 0) -> int:
        piece = self.text[start:stop]
        text = piece.strip()
        if text:
            offset = start + len(piece) - len(piece.lstrip())
            self.reader.items.append(Block(kind, text, delimiter, self.source, offset, len(text),
                                           section=len(self.reader.headings) - 1))
        return stop + width


def _shows(text: str) -> bool:
    """Whether a display begins in a text."""
    return any(not found["name"] or found["name"] in DISPLAYS or found["name"] in INNER
               for found in _SHOWS.finditer(text))
