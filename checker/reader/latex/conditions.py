"""Conditions, and the cases that they guard: `y = 1`, `0 < x < 1`, `\\begin{cases} ... `."""

from __future__ import annotations

from typing import Final

from checker.language.term import FALSE, TRUE, Term, both, build, either, relation
from checker.language.term import cases as cases_of
from checker.reader.latex.reading import Reading

_KINDS: Final = {"=": "eq", "\\ne": "ne", "<": "lt", "\\le": "le", ">": "gt", "\\ge": "ge",
                 "\\equiv": "eq"}
_IF: Final = frozenset(
    "if for when where as with provided whenever assuming given".split())
_ELSE: Final = frozenset({"otherwise", "else", "elsewhere", "other"})
_TABLES: Final = frozenset({"cases", "dcases", "array", "cases*"})


def condition(r: Reading) -> Term:
    """Conditions joined by "or", each of some joined by "and"."""
    found = [_all(r)]
    while r.kinds[r.i] == "\\lor" or _word(r) == "or":
        r.i += 1
        found.append(_all(r))
    return either(*found)


def _all(r: Reading) -> Term:
    found = [_one(r)]
    while r.kinds[r.i] in ("\\land", ",") or _word(r) == "and":
        if r.kinds[r.i] == "," and r.kinds[r.i + 1] in ("\\\\", "stop", "end", "word", "\\quad"):
            break
        r.i += 1
        found.append(_one(r))
    return both(*found)


def _word(r: Reading) -> str:
    kind = r.kinds[r.i]
    return r.texts[r.i].lower().strip(" ,.:") if kind in ("word", "letters") else ""


def _one(r: Reading) -> Term:
    """One condition: a chain of relations, a negation, or conditions in brackets."""
    kind = r.kinds[r.i]
    word = _word(r)
    if kind == "\\neg" or word == "not":
        r.i += 1
        return build("not", (_one(r),))
    if kind == "word" and word in ("true", "false"):
        r.i += 1
        return TRUE if word == "true" else FALSE
    if kind == "(" and _holds_condition(r):
        state = r.enter()
        r.i += 1
        found = condition(r)
        r.take(")")
        r.leave(state)
        return found
    return relations(r)


def _holds_condition(r: Reading) -> bool:
    """Whether a bracket holds a relation and not a number."""
    depth = 0
    for i in range(r.i, len(r.kinds)):
        kind = r.kinds[i]
        if kind in ("(", "[", "{"):
            depth += 1
        elif kind in (")", "]", "}"):
            depth -= 1
            if depth <= 0:
                return False
        elif depth == 1 and (kind in _KINDS or kind in ("\\land", "\\lor", "\\neg")):
            return True
    return False


def relations(r: Reading) -> Term:
    """A chain of relations as a condition."""
    left = r.sum()
    found = []
    if r.kinds[r.i] == "\\in":
        return _member(r, left)
    while r.kinds[r.i] in _KINDS:
        kind = _KINDS[r.kinds[r.i]]
        r.i += 1
        right = r.sum()
        found.append(relation(kind, left, right))
        left = right
    if not found:
        r.refuse(f"{r.shown()} stands where a relation is expected", expected="a condition")
    return both(*found)


def _member(r: Reading, left: Term) -> Term:
    """`y \\in \\{0, 1\\}` as a condition."""
    r.i += 1
    if r.kinds[r.i] != "\\{":
        r.refuse("only membership of a finite set is a condition here", expected="`\\{0, 1\\}`")
    return either(*(relation("eq", left, value) for value in r.arguments()))


def cases(r: Reading) -> Term:
    """`\\begin{cases} value & condition \\\\ ... \\end{cases}`."""
    first = r.i
    name = r.texts[first]
    if name not in _TABLES or name == "array" and (not first or r.kinds[first - 1] != "\\{"):
        r.refuse(f"`{name}` is not read inside an expression", expected="`cases`")
    state = r.enter()
    r.i += 1
    branches: list[tuple[Term, Term]] = []
    otherwise: Term | None = None
    while r.kinds[r.i] != "end":
        if r.kinds[r.i] == "stop":
            r.refuse(f"`{name}` is never closed", first, f"`\\end{{{name}}}`")
        if otherwise is not None:
            r.refuse("a row behind the one for all other cases")
        value = r.sum()
        guard = _guard(r)
        if guard is None:
            otherwise = value
        else:
            branches.append((value, guard))
        if r.kinds[r.i] == "\\\\":
            r.i += 1
        elif r.kinds[r.i] != "end":
            r.refuse(f"{r.shown()} stands in a row of cases", expected="`\\\\`")
    if r.texts[r.i] != name:
        r.refuse(f"`{name}` is closed as `{r.texts[r.i]}`")
    r.i += 1
    r.leave(state)
    if not branches:
        r.refuse("cases without a condition", first, "`& \\text{if } x > 0`")
    return cases_of(*branches, otherwise=otherwise)


def _guard(r: Reading) -> Term | None:
    """The condition of a row; None for all other cases."""
    for kind in (",", "&", "\\quad", "&"):
        while r.kinds[r.i] == kind:
            r.i += 1
    while _word(r) in _IF:
        r.i += 1
    guard: Term | None = None
    if _word(r) in _ELSE:
        r.i += 1
    elif r.kinds[r.i] not in ("\\\\", "end"):
        guard = condition(r)
    while r.kinds[r.i] in (",", ".", ";"):
        r.i += 1
    return guard
