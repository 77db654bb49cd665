"""Declarations of a line: names with their domains, functions with their ranges."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, Final

from checker.language.context import Context, Domain
from checker.language.errors import Unreadable
from checker.reader.domains import read_domain, read_function_range
from checker.reader.sympy_calls import CALLS
from checker.reader.sympy_names import CONSTANTS, KNOWN, UNREAL

_FIXED: Final = CONSTANTS.keys() | UNREAL | {"True", "False", "None", "and", "or", "not"}
"""Words whose meaning nobody can change."""


def declared(variables: Any, functions: Any, *, plain: bool = True) -> Context:
    """The context that the fields `variables` and `functions` declare.

    With `plain`, every name must be one that SymPy text can say.

    >>> declared({"x": "positive"}, {"h": "(0,1)"}).domain("x").contains(0)
    False
    """
    names = _table("variables", variables)
    ranges = _table("functions", functions)
    for name in (*names, *ranges):
        if name in names and name in ranges:
            raise Unreadable(f"`{name}` is declared both as a variable and as a function")
        _check(name, plain)
    for name in ranges:
        if name in KNOWN or name in CALLS:
            raise Unreadable(f"`{name}` is a known function and cannot be declared")
    return Context(
        names=tuple((name, _read(read_domain, name, word)) for name, word in names.items()),
        functions=tuple((name, _read(read_function_range, name, word))
                        for name, word in ranges.items()))


def _table(field: str, found: Any) -> dict[str, str]:
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(w, str) for w in found.values()):
        raise Unreadable(f"the field `{field}` is not an object of texts")
    return found


def _check(name: str, plain: bool) -> None:
    if name in _FIXED:
        raise Unreadable(f"`{name}` has a fixed meaning and cannot be declared")
    if not name.strip() or plain and not name.isidentifier():
        shown = ascii(name if len(name) <= 40 else name[:37] + "...")
        raise Unreadable(f"{shown} is not a name")
    if plain and not name.isascii() and unicodedata.normalize("NFKC", name) != name:
        raise Unreadable(f"`{name}` is written with compatibility characters",
                         expected=f"`{unicodedata.normalize('NFKC', name)}`")


def _read(read: Callable[[str], Domain], name: str, word: str) -> Domain:
    try:
        return read(word)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error.message}", expected=error.expected) from None
