"""Lines of `checker steps` -> claims: one JSON object a line.

    {"id": 1, "lhs": "log(x*y)", "rhs": "log(x) + log(y)", "syntax": "sympy",
     "variables": {"x": "positive"}, "conditions": ["y > 0"], "functions": {"h": "(0,1)"}}

`lhs_syntax` and `rhs_syntax` say the syntax of one side, `relation` what is claimed if not
equality: one of < <= > >= !=. Conditions are SymPy text. `note` and `comment` are passed over;
any other field is refused, since it may have been meant to change the claim. A name without a
domain is real, or an integer where its place says so (`checker.reader.narrowing`). A condition
between a name and a number also narrows the name's domain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

from checker.language.claim import KINDS, Claim
from checker.language.context import REAL, Context, Domain
from checker.language.errors import CheckerError, Unreadable
from checker.language.term import (
    APPLIED,
    BINDER,
    FALSE,
    PLACED,
    RELATIONS,
    TRUE,
    Term,
    negation,
)
from checker.reader.declarations import declared
from checker.reader.narrowing import bound_of, narrowed, whole_names
from checker.reader.sympy_text import parse, parse_relation

MAX_LINE: Final = 1_000_000
"""Longer lines are refused."""
_FIELDS: Final = ("id", "lhs", "relation", "rhs", "syntax", "lhs_syntax", "rhs_syntax",
                  "variables", "conditions", "functions")
_REMARKS: Final = ("note", "comment")
"""Fields that say nothing of the claim."""
_KNOWN: Final = frozenset(_FIELDS + _REMARKS)
_MISTAKEN: Final = {
    "left": "lhs", "right": "rhs", "variable": "variables", "vars": "variables",
    "domain": "variables", "domains": "variables", "symbols": "variables",
    "condition": "conditions", "assumptions": "conditions", "hypotheses": "conditions",
    "constraints": "conditions", "function": "functions", "op": "relation",
}
"""What people call a field, where that is spelt quite differently."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line that was read."""

    id: str | int | None
    claim: Claim


@dataclass(frozen=True, slots=True)
class BadStep:
    """A line that was not."""

    id: str | int | None
    message: str


def read_steps(lines: Iterable[str]) -> Iterator[Step | BadStep]:
    """Every line as a step or with the reason why it is none, in order, each at once.

    Blank lines are answered like any line, unless nothing follows them.

    >>> for step in read_steps(['{"id": 7, "lhs": "x + x", "rhs": "2*x"}', "nonsense"]):
    ...     print(step.claim.lhs if isinstance(step, Step) else step.message)
    x + x
    line 2 is not JSON: Expecting value (column 1)
    """
    answered = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        for blank in range(answered + 1, number):
            yield BadStep(None, f"line {blank} is blank")
        answered = number
        yield read_step(line, number)


def read_step(line: str, number: int = 1) -> Step | BadStep:
    """One line as a step; its id, if it gives none, is the line's number.

    >>> read_step('{"lhs": "x"}', 3)
    BadStep(id=3, message='the field `rhs` is missing')
    """
    try:
        fields = _fields(line, number)
    except Unreadable as error:
        return BadStep(None, error.message)
    identifier = fields.get("id")
    if identifier is None:
        identifier = number
    elif isinstance(identifier, bool) or not isinstance(identifier, (str, int)):
        return BadStep(number, "the field `id` is neither text nor a whole number")
    try:
        return Step(identifier, _claim(fields))
    except CheckerError as error:
        return BadStep(identifier, str(error))


def _fields(line: str, number: int) -> dict[str, Any]:
    """The fields of the object on a line; no key may stand twice."""
    if len(line) > MAX_LINE:
        raise Unreadable(f"line {number} has more than {MAX_LINE} characters")
    if number == 1:
        line = line.removeprefix("\ufeff")
    try:
        found = _JSON.decode(line)
    except Unreadable as error:
        raise Unreadable(f"line {number}: {error.message}") from None
    except RecursionError:
        raise Unreadable(f"line {number} is nested too deep") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"line {number} is not JSON: {error.msg} "
                         f"(column {error.colno})") from None
    if not isinstance(found, dict):
        raise Unreadable(f"line {number} is not a JSON object")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Unreadable(f"the key {_shown(twice)} stands twice")
    return found


def _no_number(word: str) -> Any:
    raise Unreadable(f"{word} is no number of JSON")


def _whole(digits: str) -> int:
    if len(digits) > 100:
        raise Unreadable("a whole number has more than 100 digits")
    return int(digits)


_JSON: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number,
                                parse_int=_whole)


def _claim(fields: dict[str, Any]) -> Claim:
    """The claim that the fields of a line describe."""
    for field in fields:
        if field not in _KNOWN:
            raise Unreadable(f"the field {_shown(field)} is not known; {_meant(field)}")
    lhs, rhs = _text(fields, "lhs"), _text(fields, "rhs")
    syntax = _syntax(fields, "syntax", "sympy")
    syntaxes = [_syntax(fields, side + "_syntax", syntax) for side in ("lhs", "rhs")]
    given = fields.get("conditions")
    if given is None:
        given = []
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise Unreadable("the field `conditions` is not a list of texts")
    context = declared(fields.get("variables"), fields.get("functions"),
                       plain="latex" not in syntaxes)
    left = _side("lhs", lhs, syntaxes[0], context)
    right = _side("rhs", rhs, syntaxes[1], context)
    conditions = tuple(relation for k, text in enumerate(given, 1)
                       for relation in _relations(f"condition {k}", text, context))
    return Claim(left, right, _context(context, (left, right), conditions),
                 _relation(fields), written=(lhs, rhs))


def _meant(field: str) -> str:
    """The known field that may be meant, or all of them."""
    close = get_close_matches(field.lower(), (*_FIELDS, *_MISTAKEN), n=1)
    if close:
        return f"`{_MISTAKEN.get(close[0], close[0])}` may be meant"
    return "known are " + ", ".join(f"`{known}`" for known in _FIELDS)


def _relation(fields: dict[str, Any]) -> str:
    found = fields.get("relation")
    if found is None:
        return "="
    if found not in tuple(KINDS):
        raise Unreadable("the field `relation` is none of " + ", ".join(KINDS))
    return str(found)


def _text(fields: dict[str, Any], field: str) -> str:
    if field not in fields:
        raise Unreadable(f"the field `{field}` is missing")
    found = fields[field]
    if not isinstance(found, str):
        raise Unreadable(f"the field `{field}` is not a text")
    return found


def _syntax(fields: dict[str, Any], field: str, default: str) -> str:
    found = fields.get(field)
    if found is None:
        return default
    if found not in ("sympy", "latex"):
        raise Unreadable(f"the field `{field}` is neither \"sympy\" nor \"latex\"")
    return str(found)


def _side(field: str, text: str, syntax: str, context: Context) -> Term:
    try:
        if syntax == "sympy":
            return parse(text, context=context)
        try:
            latex = import_module("checker.reader.latex")
        except ModuleNotFoundError:
            raise Unreadable("LaTeX is not read yet") from None
        term: Term = latex.parse_expression(text, context)
        return term
    except Unreadable as error:
        raise _placed(field, error) from None


def _placed(field: str, error: Unreadable) -> Unreadable:
    """The same refusal with the field's name before its place."""
    line = f", line {error.line}" if error.line > 1 else ""
    column = f"{line}, column {error.column}" if error.line else ""
    return Unreadable(f"{field}{column}: {error.message}", expected=error.expected)


def _relations(field: str, text: str, context: Context) -> Iterator[Term]:
    """The relations that a condition says at once."""
    try:
        stack = [parse_relation(text, context=context)]
    except Unreadable as error:
        raise _placed(field, error) from None
    while stack:
        condition = stack.pop()
        if condition.head == "not" and condition.args[0].head in RELATIONS | {"not"}:
            condition = negation(condition.args[0])
        if condition.head == "and":
            stack.extend(reversed(condition.args))
        elif condition is FALSE:
            raise Unreadable(f"{field} never holds")
        elif condition is not TRUE:
            yield condition


_ADDING: Final = APPLIED | BINDER | PLACED
"""Flags of terms that say more of their names than that they are numbers."""


def _context(context: Context, sides: tuple[Term, ...], conditions: tuple[Term, ...]) -> Context:
    """The context with what the sides and conditions add to the declarations."""
    if not conditions and not any([side.flags & _ADDING for side in sides]):
        return context
    functions = dict(context.functions)
    families: dict[str, Domain] = {}
    names = dict(context.names)
    for part in _parts(*sides, *conditions, flags=_ADDING):
        if part.head == "entry":
            families[str(part.data)] = names.get(str(part.data), REAL)
        elif part.head == "apply" and isinstance(part.data, tuple):
            word = str(part.data[0])
            if word in names:
                raise Unreadable(f"`{word}` is both a variable and a function")
            functions.setdefault(word, REAL)
    if not families.keys().isdisjoint(names):
        plain = {str(part.data) for part in _parts(*sides, *conditions)
                 if part.head == "name"}
        names = {name: domain for name, domain in names.items()
                 if name in plain or name not in families}
    if families or any(part.flags & BINDER for part in (*sides, *conditions)):
        for name, domain in whole_names((*sides, *conditions)).items():
            names.setdefault(name, domain)
    for condition in conditions:
        found = bound_of(condition)
        if found is not None:
            name, kind, value = found
            narrow = narrowed(names.get(name, REAL), kind, value)
            if narrow is None:
                raise Unreadable(f"the conditions leave no value for `{name}`")
            if narrow != REAL:
                names[name] = narrow
    return Context(tuple(names.items()), tuple((f, d) for f, d in families.items() if d != REAL),
                   tuple(functions.items()), (), conditions)


def _parts(*terms: Term, flags: int = 0) -> Iterator[Term]:
    """Every part of these terms, each once, in reading order; with `flags`, only such parts."""
    seen: set[Term] = set()
    stack = list(reversed(terms))
    while stack:
        term = stack.pop()
        if term not in seen and (not flags or term.flags & flags):
            seen.add(term)
            yield term
            stack.extend(reversed(term.args))


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 40 else text[:37] + "...")
