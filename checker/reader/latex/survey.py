"""What the formulas of a page tell of each other: functions, names, families, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import replace
from typing import Final

from checker.language.errors import Unreadable
from checker.language.source import Span
from checker.reader.latex.alphabet import ACCENTS, LETTERS, RELATIONS
from checker.reader.latex.letters import FUNCTION_WORDS
from checker.reader.latex.lexer import Tokens
from checker.reader.latex.rows import Piece, pieces, simplified
from checker.reader.latex.scope import Scope
from checker.reader.latex.spelling import plain_spelling
from checker.reader.latex.statement import read_with

_NUMBERED: Final = re.compile(r"[A-Za-z]+(?:_[0-9]+)?")
_HERE: Final = Span("", 1)


def survey(texts: Iterable[str], scope: Scope, known: dict[str, Tokens] | None = None) -> Scope:
    """The scope with what the displays of a page add: read them all once, believe nothing else.

    A name is a function where it stands as a left side `f(x) =` or with a prime, and stands
    alone where nothing is in brackets behind it; a run of letters that is a left side is one
    name, unless each of them is declared, and so are capitals that never all stand alone. `known`
    keeps the tokens of the texts for whoever reads them next.

    >>> found = survey([r"f(x) = x + da", "da = 2", "SSE = 3"], Scope())
    >>> sorted(found.functions), sorted(found.names)
    (['f'], ['SSE', 'da', 'x'])
    """
    known = {} if known is None else known
    declared = {*scope.names, *scope.families, *scope.shapes}
    tables = []
    for text in texts:
        try:
            tokens = known.get(text) or Tokens(text)
        except Unreadable:
            continue
        known[text] = tokens
        tables.append(tokens)
    functions = dict(scope.functions)
    words: set[str] = set()
    letters: set[str] = set()
    runs: set[str] = set()
    for tokens in tables:
        shown = simplified(tokens)
        for piece in pieces(shown, lambda word: False):
            _left_sides(shown, piece, functions, words, declared)
        for kind, text in zip(shown.kinds, shown.texts, strict=True):
            if kind == "letters":
                (runs if len(text) > 1 else letters).add(text)
    for spelling in functions.keys() - scope.functions.keys():
        base, _, accent = spelling.rpartition("_")
        if accent in ("dot", "ddot") and base in functions:  # x'(t), as Newton wrote it
            del functions[spelling]
    words |= {run for run in runs if run.isupper() and run not in FUNCTION_WORDS
              and not letters.issuperset(run)}
    names, lower, raised = {*scope.names, *words}, set(scope.lower), set(scope.raised)
    growing = replace(scope, functions=functions, names=names, lower=lower, raised=raised)
    arities: dict[str, int] = {}
    for tokens in tables:
        grammar = read_with(tokens, growing, _HERE)
        for family, count in grammar.arities.items():
            arities[family] = count if arities.get(family, count) == count else -1
        functions.update(dict.fromkeys(grammar.primed - functions.keys(), 0))
        names |= grammar.alone
        lower |= grammar.lower
        raised |= grammar.raised
    found = replace(growing, names=frozenset(names), lower=frozenset(lower),
                    raised=frozenset(raised), arities={**arities, **scope.arities})
    return _without_entries(found, scope.names)


def _without_entries(found: Scope, declared: Set[str]) -> Scope:
    """The scope where `w_1` is no name of its own if the page has a family w."""
    entries: dict[str, str] = {}
    for spelling in found.names - declared:
        base, _, number = spelling.rpartition("_")
        if number.isdigit() and (base in found.lower or base in found.families
                                 or base in found.shapes):
            entries[spelling] = f"{base}[]"
    if not entries:
        return found
    return replace(found, names=found.names - entries.keys() | set(entries.values()))


def _left_sides(tokens: Tokens, piece: Piece, functions: dict[str, int], words: set[str],
                declared: Set[str]) -> None:
    """Note the sides before a relation that are a function of names, or a run of letters."""
    kinds = tokens.kinds
    start = piece.first
    for i in range(piece.first, piece.last):
        if kinds[i] not in RELATIONS:
            continue
        if kinds[i] in ("=", ":=", "\\equiv", "\\to"):
            _left_side(tokens, start, i, functions, words, declared)
        start = i + 1


def _left_side(tokens: Tokens, first: int, last: int, functions: dict[str, int],
               words: set[str], declared: Set[str]) -> None:
    kinds = tokens.kinds
    if first >= last:
        return
    behind = _behind_name(tokens, first)
    if behind < 0 or behind > last:
        return
    spelling = plain_spelling(tokens.text[tokens.places[first]:tokens.ends[behind - 1]])
    if behind == last:
        run = tokens.texts[first]
        if kinds[first] == "letters" and run not in FUNCTION_WORDS \
                and _NUMBERED.fullmatch(spelling) and not _is_product(run, declared):
            words |= {spelling, run} if len(run) > 1 else {spelling}
        return
    if kinds[behind] != "(" or kinds[last - 1] != ")":
        return
    count = 0
    i = behind + 1
    while i < last - 1:
        after = _behind_name(tokens, i)
        if after < 0 or after > last - 1 or after < last - 1 and kinds[after] not in (",", ";"):
            return
        count += 1
        i = after + 1
    if count:
        functions.setdefault(spelling, 0)


def _is_product(run: str, declared: Set[str]) -> bool:
    """Whether a run of letters is a product of declared ones, as AB is; `da` is one quantity."""
    return len(run) > 1 and run[0] != "d" and run not in declared and set(run) <= declared


def _behind_name(tokens: Tokens, i: int) -> int:
    """The token behind a name with its scripts; -1 if none stands there."""
    kinds = tokens.kinds
    if kinds[i] in ACCENTS:
        i += 1
        if kinds[i] == "{":
            i = tokens.partner[i] + 1
        else:
            i += 1
    elif kinds[i] in ("letters", "word") or kinds[i] in LETTERS:
        i += 1
    else:
        return -1
    while kinds[i] in ("_", "^"):
        i += 1
        i = tokens.partner[i] + 1 if kinds[i] == "{" else i + 1
    return i
