"""Reads the pages of `tests/cases`: Markdown in which fenced `steps` blocks hold one case a line.

    ```steps
    x: real                                  names, families and their domains
    a, u: (0, 1)
    y: {0, 1}
    h: R -> (0, 1)                           an abstract function with its range
    if j >= 1, j <= n                        hypotheses, for the cases that mention their names
    let s(t) = 1/(1 + exp(-t))               an abbreviation, only for this block

    x/x == 1                                 | where x != 0
    Abs(x) == x                              | at x = -1        # any remark
    Derivative(s(x), x)
        == s(x)*(1 - s(x))                   | where nothing
    exp(x) > 0
    ```

After a bar stand, in any order: `where` the conditions that must be reported (`nothing` if
none may be), `at` a point where a false step fails, `says` a part of the message for what
cannot be read, `if` further hypotheses, and domains that hold for this case only. A line that
is indented continues the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"
_BLOCK = re.compile(r"^```steps\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EQUALS = re.compile(r"(?:^|\s+)(==)(?:\s+|$)")
_ORDER = re.compile(r"\s+(!=|<=?|>=?)\s+")
_WORD = re.compile(r"[A-Za-z_]\w*")
_INTERVAL = re.compile(r"\(([^(),]+),([^(),]+)\)")
_LET = re.compile(r"let (\w+)(?:\((\w+(?:, *\w+)*)\))? = (.+)")


@dataclass(frozen=True)
class Case:
    """One step of a page with what is expected of it."""

    place: str
    """Folder, page and line: proved/rational.md:12."""
    step: dict[str, Any]
    """The input line of `checker steps`, as an object."""
    conditions: tuple[str, ...] | None = None
    """The conditions that must be reported, None if that is left open."""
    at: dict[str, str] = field(default_factory=dict)
    """A point where the sides differ, as text."""
    says: str = ""
    """A part of the message."""

    def __str__(self) -> str:
        return self.place


def cases(folder: str) -> list[Case]:
    """All cases of a folder: proved, refuted, undecided or unreadable."""
    return [case for page in sorted((CASES / folder).glob("*.md")) for case in read_page(page)]


def read_page(page: Path) -> Iterator[Case]:
    """The cases of one page, in order."""
    text = page.read_text()
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        yield from _Block(f"{page.parent.name}/{page.name}").read(block[1], first)


class _Block:
    """The declarations of one block, as far as they are read."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.names: dict[str, str] = {}
        self.functions: dict[str, str] = {}
        self.hypotheses: list[str] = []
        self.lets: dict[str, tuple[list[str], str]] = {}

    def read(self, text: str, first: int) -> Iterator[Case]:
        for number, line in _logical_lines(text, first):
            place = f"{self.page}:{number}"
            head, *fields = [part.strip() for part in re.split(r"\s\|\s", line)]
            if _relation(head):
                yield self._case(place, head, fields)
            else:
                self._declare(place, head)

    def _declare(self, place: str, line: str) -> None:
        if found := _LET.fullmatch(line):
            name, parameters, body = found.groups()
            self.lets[name] = (re.split(", *", parameters) if parameters else [], body)
        elif line.startswith("if "):
            self.hypotheses += _split(line[3:])
        else:
            _declare(place, line, self.names, self.functions)

    def _case(self, place: str, head: str, fields: list[str]) -> Case:
        left, sign, right = _relation(head)
        lhs, rhs = (self._expand(side.strip()) for side in (left, right))
        names, functions, given = dict(self.names), dict(self.functions), list(self.hypotheses)
        own: list[str] = []
        conditions: tuple[str, ...] | None = None
        at: dict[str, str] = {}
        says = ""
        for part in fields:
            word, _, rest = part.partition(" ")
            match word:
                case "where":
                    conditions = () if rest == "nothing" else tuple(_split(rest))
                case "at":
                    at = dict(re.split(r"\s*=\s*", value) for value in _split(rest))
                case "says":
                    says = rest.strip()
                case "if":
                    own += [self._expand(condition) for condition in _split(rest)]
                case _:
                    _declare(place, part, names, functions)
        used = {name for text in (lhs, rhs, *own) for name in _WORD.findall(text)}
        given = [g for g in given if set(_WORD.findall(g)) <= used]
        step: dict[str, Any] = {"id": place, "lhs": lhs, "rhs": rhs, "syntax": "sympy"}
        if sign != "==":
            step["relation"] = sign
        step["variables"] = {n: d for n, d in names.items() if n in used}
        bounds = [b for n, d in list(step["variables"].items()) for b in _closed(n, d, step)]
        if given or own or bounds:
            step["conditions"] = bounds + given + own
        if kept := {n: r for n, r in functions.items() if n in used}:
            step["functions"] = kept
        return Case(place, step, conditions, at, says)

    def _expand(self, text: str) -> str:
        """The text with every abbreviation written out, the later ones first."""
        for name, (parameters, body) in reversed(self.lets.items()):
            text = _expand(text, name, parameters, body)
        return text


def _relation(line: str) -> list[str]:
    """Both sides of a step and the sign between them; nothing if the line is none."""
    for sign in (_EQUALS, _ORDER):
        parts = sign.split(line, maxsplit=1)
        if len(parts) == 3 and not line.startswith(("if ", "let ")):
            return parts
    return []


def _declare(place: str, line: str, names: dict[str, str], functions: dict[str, str]) -> None:
    left, colon, right = line.partition(":")
    if not colon:
        raise ValueError(f"{place}: neither a declaration nor a step: {line}")
    words = [word.strip() for word in left.split(",")]
    if "->" in right:
        target = right.split("->")[1].strip()
        functions.update(dict.fromkeys(words, {"R": "real"}.get(target, target.replace(" ", ""))))
        return
    domain = right.strip()
    if found := _INTERVAL.fullmatch(domain):
        domain = f"interval:{found[1].strip()},{found[2].strip()}"
    names.update(dict.fromkeys(words, domain.replace(" ", "")))


def _closed(name: str, domain: str, step: dict[str, Any]) -> list[str]:
    """A closed interval as two hypotheses on a real name."""
    if not (domain.startswith("[") and domain.endswith("]")):
        return []
    low, high = domain[1:-1].split(",")
    step["variables"][name] = "real"
    return [f"{name} >= {low}", f"{name} <= {high}"]


def _logical_lines(text: str, first: int) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), first):
        line = re.sub(r"(^|\s)#\s.*$", "", line).rstrip()
        if line.startswith(" ") and lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
        elif line:
            lines.append((number, line))
    return lines


def _split(text: str) -> list[str]:
    """The parts between commas that stand outside of every bracket."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _expand(text: str, name: str, parameters: list[str], body: str) -> str:
    done = ""
    while found := re.search(rf"\b{name}\b{r'[(]' if parameters else ''}", text):
        done += text[:found.start()]
        values: list[str] = []
        rest = text[found.end():]
        if parameters:
            end = _closing(rest)
            values = [_expand(part, name, parameters, body) for part in _split(rest[:end])]
            rest = rest[end + 1:]
        table = dict(zip(parameters, map(_bracketed, values), strict=True))
        done += f"({_WORD.sub(lambda word, table=table: table.get(word[0], word[0]), body)})"
        text = rest
    return done + text


def _bracketed(text: str) -> str:
    return text if re.fullmatch(r"\w+(\[\w+(, *\w+)*\])?", text) else f"({text})"


def _closing(text: str) -> int:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return place
    raise ValueError(f"an abbreviation's bracket stays open: {text}")
