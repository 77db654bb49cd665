r"""Definitions of macros: `\newcommand`, `\def`, `\let`, `\DeclareMathOperator` and their kin.

A macro whose body does more than stand for text (that defines, counts, reads or branches) is
kept with the reason why it is not expanded; a formula that uses it says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_BODY: Final = 10_000
"""A definition with a longer body is refused."""

DEFINING: Final = re.compile(
    r"\\(?P<command>(?:re|provide)?newcommand|(?:re|provide)command|[gex]?def|let"
    r"|DeclareMathOperator|DeclarePairedDelimiter|DeclareRobustCommand"
    r"|(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand|(?:re)?newenvironment"
    r"|(?:New|Renew|Provide|Declare)DocumentEnvironment)"
    r"(?![A-Za-z])\*?")
_BLANKS: Final = re.compile(r"\s*")
_NAME: Final = re.compile(r"\s*(?:\{\s*\\(?P<braced>[A-Za-z@]+|[^A-Za-z\s])\s*\}"
                          r"|\\(?P<plain>[A-Za-z@]+|[^A-Za-z\s]))")
_ARITY: Final = re.compile(r"\s*\[\s*(\d)\s*\]")
_DEFAULT: Final = re.compile(r"\s*\[((?:\{[^{}\]]*\}|[^{}\[\]])*)\]")
_PARAMETERS: Final = re.compile(r"(?:#\d)*+\s*(?=\{)")
_UNTIL_BRACE: Final = re.compile(r"[^{}\n]{0,200}")
_LET: Final = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|[^A-Za-z\s])|\S)")
_PARAMETER: Final = re.compile(r"#(\d)")
_EFFECTS: Final = re.compile(
    r"\\(?:[gex]?def|let|global|(?:re|provide)?newcommand|newif|if[A-Za-z]*|else|fi|loop|repeat"
    r"|csname|expandafter|catcode|input|include|write|read|openout|openin|immediate|special"
    r"|(?:step|set|addto|refstep)counter|advance|multiply|count|everymath|@[A-Za-z]+)"
    r"(?![A-Za-z])|##")


@dataclass(frozen=True, slots=True)
class Macro:
    """What a name stands for."""

    name: str
    """Without its backslash."""
    body: tuple[str | int, ...] = ()
    """Texts, and the numbers of arguments."""
    arity: int = 0
    default: str | None = None
    """The first argument where it is left out."""
    stars: bool = False
    """Whether a star or an argument in brackets may follow and changes nothing."""
    final: bool = False
    r"""Whether the body is not expanded again: `\let` keeps what a name meant."""
    refusal: str = ""
    """Why it cannot be expanded."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition at its place in a text."""

    start: int
    end: int
    command: str
    macro: Macro | None
    """None where nothing is defined that a formula could use."""


def definition_at(text: str, found: re.Match[str], braces: dict[int, int]) -> Definition:
    r"""The definition that a match of `DEFINING` begins; `braces` leads from `{` to its `}`.

    >>> text = r"\newcommand{\norm}[1]{\|#1\|}"
    >>> macro = definition_at(text, DEFINING.match(text), matching_braces(text)).macro
    >>> macro.name, macro.body, macro.arity
    ('norm', ('\\|', 1, '\\|'), 1)
    """
    start, place, command = found.start(), found.end(), found["command"]
    if command.lower().endswith("environment"):
        return Definition(start, _groups(text, place, braces), command, None)
    named = _NAME.match(text, place)
    if named is None:
        return Definition(start, place, command, None)
    name, place = named["braced"] or named["plain"], named.end()

    def done(end: int, macro: Macro) -> Definition:
        return Definition(start, end, command, macro)

    if command == "let":
        target = _LET.match(text, place)
        if target is None:
            return done(place, Macro(name, refusal=r"its \let names nothing"))
        return done(target.end(), Macro(name, (target[1],), final=True))
    if command.endswith("DocumentCommand") or command in ("edef", "xdef"):
        return done(_groups(text, place, braces), Macro(name, refusal=f"\\{command} is not read"))
    if command == "DeclarePairedDelimiter":
        left = _group(text, place, braces)
        right = _group(text, left[1], braces) if left else None
        if left is None or right is None:
            return done(place, Macro(name, refusal="its delimiters are never closed"))
        return done(right[1], Macro(name, (left[0], 1, right[0]), 1, stars=True))
    arity, default = 0, None
    if command.endswith("def"):
        parameters = _PARAMETERS.match(text, place)
        if parameters is None:
            skipped = _UNTIL_BRACE.match(text, place)
            body = _group(text, skipped.end() if skipped else place, braces)
            return done(body[1] if body else place,
                        Macro(name, refusal="it takes its arguments between delimiters"))
        arity, place = parameters[0].count("#"), parameters.end()
    elif counted := _ARITY.match(text, place):
        arity, place = int(counted[1]), counted.end()
        if given := _DEFAULT.match(text, place):
            default, place = given[1], given.end()
    body = _group(text, place, braces)
    if body is None:
        return done(place, Macro(name, refusal="its definition is never closed"))
    if command == "DeclareMathOperator":
        star = "*" if found[0].endswith("*") else ""
        return done(body[1], Macro(name, (rf"\operatorname{star}{{{body[0]}}}",), final=True))
    return done(body[1], _macro(name, body[0], arity, default))


def environment_at(text: str, found: re.Match[str],
                   braces: dict[int, int]) -> tuple[str, str, bool] | None:
    r"""The name, the beginning, and whether it takes arguments, of an environment defined there.

    >>> text = r"\newenvironment{eq}[1]{\begin{equation}}{\end{equation}}"
    >>> environment_at(text, DEFINING.match(text), matching_braces(text))
    ('eq', '\\begin{equation}', True)
    """
    name = _group(text, found.end(), braces)
    if name is None:
        return None
    place, arguments = name[1], False
    if found["command"].endswith("DocumentEnvironment"):
        taken = _group(text, place, braces)
        if taken is None:
            return None
        arguments, place = bool(taken[0].strip()), taken[1]
    elif counted := _ARITY.match(text, place):
        arguments, place = counted[1] != "0", counted.end()
        if given := _DEFAULT.match(text, place):
            place = given.end()
    begin = _group(text, place, braces)
    return None if begin is None else (name[0].strip(), begin[0].strip(), arguments)


def matching_braces(text: str) -> dict[int, int]:
    r"""Where each closed group of a text ends, by where it begins.

    >>> matching_braces(r"{a\}{b}}{")
    {4: 6, 0: 7}
    """
    opened: list[int] = []
    closed: dict[int, int] = {}
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            closed[opened.pop()] = found.start()
    return closed


def _macro(name: str, body: str, arity: int, default: str | None) -> Macro:
    if len(body) > MAX_BODY:
        return Macro(name, refusal=f"its body has more than {MAX_BODY} characters")
    effect = _EFFECTS.search(body)
    if effect:
        return Macro(name, refusal=f"its body contains {effect[0]}, which is more than notation")
    parts: list[str | int] = []
    place = 0
    for used in _PARAMETER.finditer(body):
        if used.start() and body[used.start() - 1] == "\\":
            continue
        if not 1 <= int(used[1]) <= arity:
            return Macro(name, refusal=f"its body uses {used[0]}, which it does not take")
        parts += [body[place:used.start()], int(used[1])]
        place = used.end()
    parts.append(body[place:])
    return Macro(name, tuple(part for part in parts if part != ""), arity, default)


def _group(text: str, place: int, braces: dict[int, int]) -> tuple[str, int] | None:
    """The content of the group that comes next, or one token, and where it ends."""
    blanks = _BLANKS.match(text, place)
    assert blanks is not None, "no blanks are blanks"
    place = blanks.end()
    if text[place:place + 1] == "{":
        end = braces.get(place)
        return None if end is None else (text[place + 1:end], end + 1)
    token = _LET.match(text, place)
    return (token[1], token.end()) if token and token[1] != "}" else None


def _groups(text: str, place: int, braces: dict[int, int]) -> int:
    """Where the groups in braces and brackets end that follow."""
    while True:
        blanks = re.compile(r"[ \t]*\n?[ \t]*(?:\[[^\[\]\n]{0,200}\])?").match(text, place)
        start = blanks.end() if blanks else place
        end = braces.get(start) if text[start:start + 1] == "{" else None
        if end is None:
            return place
        place = end + 1
