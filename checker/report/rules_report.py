"""The table of rules as text, and as the page `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Sequence

Row = tuple[str, str, str, str]
"""Name, family, statement, source."""

_HEAD = """# The rules

All the mathematics that a certificate may cite, besides the arithmetic of fractions of
polynomials. Each line holds wherever both of its sides are defined and its conditions hold.
This page is printed by `checker rules --format markdown`.
"""


def text(rows: Sequence[Row]) -> str:
    """One rule a line, under its family.

    >>> print(text([("exp-add", "exponential rule", "exp(a + b) = exp(a)*exp(b)", "DLMF 4.8")]))
    exponential rule
      exp-add  exp(a + b) = exp(a)*exp(b)  [DLMF 4.8]
    """
    width = max((len(name) for name, *_ in rows), default=0)
    lines = []
    for family in dict.fromkeys(title for _, title, *_ in rows):
        lines.append(family)
        lines += [f"  {name:<{width}}  {statement}  [{source}]"
                  for name, title, statement, source in rows if title == family]
    return "\n".join(lines)


def markdown(rows: Sequence[Row]) -> str:
    """One table for each family.

    >>> markdown([("abs", "absolute value", "|a| = a, if a >= 0", "")]).splitlines()[-1]
    '| `abs` | `\\\\|a\\\\| = a, if a >= 0` |  |'
    """
    parts = [_HEAD]
    for family in dict.fromkeys(title for _, title, *_ in rows):
        parts.append(f"## {family}\n\n| name | statement | source |\n|---|---|---|")
        parts.append("".join(
            f"| `{name}` | `{_cell(statement)}` | {_cell(source)} |\n"
            for name, title, statement, source in rows if title == family))
    return "\n".join(parts).rstrip()


def _cell(content: str) -> str:
    return content.replace("|", "\\|").replace("\n", " ")
