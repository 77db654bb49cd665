"""What JAX and PyTorch files have alike: checked arguments, and the plain form of a function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from checker.export.function import Function, body_of
from checker.export.rules import Rule
from checker.export.spelling import Dialect, Spelling
from checker.export.writing import docstring, shapes_of


def checked(rule: Rule, exported: set[str], array: str, more: Sequence[str] = ()) -> str:
    """The function that checks its arguments and calls the one with the rule.

    `array` is what turns class numbers into an array; `more` are further lines.
    """
    function = rule.function
    floats = [a.name for a in function.arguments if not a.classes]
    public = function.name if function.name in exported else f"_{function.name}"
    called = ", ".join(a.name for a in function.arguments)
    lines = [*docstring(function, shapes_of(function)),
             f"{', '.join(floats)}{',' if len(floats) == 1 else ''} = "
             f"_floats({', '.join(f'{n}={n}' for n in floats)})",
             *(f"{a.name} = {array}({a.name})" for a in function.arguments if a.classes),
             *([f"_sizes({_axes(function)})"] if body_of(function).samples else []),
             *more, f"return _ruled_{function.name}({called})"]
    return "\n".join([f"def {public}({typed(function)}) -> Any:",
                      *("    " + line if line else "" for line in lines)])


def plain(function: Function, dialect: Dialect,
          bordered: Callable[[str, str, str], list[str]]) -> list[str]:
    """The lines of the form itself; `bordered` makes one matrix of three blocks."""
    body = body_of(function)
    floats = [a for a in function.arguments if not a.classes]
    sizes: dict[str, str] = {}
    for a in floats:
        for k, size in enumerate(a.axes):
            sizes.setdefault(size, f"{a.name}.shape[{k - len(a.axes)}]")
    spelling = Spelling(replace(dialect, like=f"{floats[0].name}.dtype"),
                        {*(a.name for a in function.arguments), *sizes}, dict(body.names))
    values = spelling.spell_shaped(function, body)
    values = [v if o.divisor is None else f"({v})/{spelling.text(o.divisor)}"
              for v, o in zip(values, body.outputs, strict=True)]
    returned = bordered(*values) if function.bordered else ["return " + ", ".join(values)]
    return [f"def _plain_{function.name}({typed(function)}) -> Any:",
            *("    " + line for line in (
                *(f"{size} = {text}" for size, text in sizes.items()), *spelling.lines,
                *returned))]


def typed(function: Function) -> str:
    """The arguments of a function as they stand in its definition."""
    return ", ".join(f"{a.name}: Any" for a in function.arguments)


def _axes(function: Function) -> str:
    return ", ".join(f'("{a.name}", {a.name}, {a.axes!r})' for a in function.arguments)
