"""numba for functions of samples with classes: a compiled loop over the rows, shapes as NumPy's."""

from __future__ import annotations

from collections.abc import Sequence

from checker.export.class_loops import RowSyntax, row_of
from checker.export.function import Function
from checker.export.loops import Syntax

UNTYPED = "  # type: ignore[no-untyped-def]"


def row_syntax(loops: Syntax) -> RowSyntax:
    """How numba writes what only classes need."""
    return RowSyntax(loops, put=lambda place, value: f"{place} = {value}",
                     same=lambda a, b: f"({a} == {b})", largest=_largest)


def _largest(name: str, index: str, size: str, lines: list[str], value: str) -> list[str]:
    peak = f"{name}_value"
    return [f"{name}, {peak} = 0, -np.inf", f"for {index} in range({size}):",
            *("    " + line for line in lines), f"    if {value} > {peak}:",
            f"        {name}, {peak} = {index}, {value}"]


def compiled(function: Function, loops: Syntax) -> list[str]:
    """The functions of one row and of all rows."""
    row, size = row_of(function, row_syntax(loops)), size_of(function)
    names = [a.name for a in function.arguments]
    array = next(a.name for a in function.arguments if a.axes)
    own = [*names, size, *([] if row.returned else ["out"]), *row.work]
    lines = [f"zero = {array}.dtype.type(0)", *row.lines,
             *([f"return {row.returned}"] if row.returned else [])]
    one = ["@numba.njit", f"def _row_of_{function.name}({', '.join(own)}):{UNTYPED}",
           *("    " + line for line in lines)]
    given = [*(f"{n}[row]" for n in names), size,
             *([] if row.returned else ["out[row]"]), *row.work]
    call = f"_row_of_{function.name}({', '.join(given)})"
    every = ["@numba.njit",
             f"def _compiled_{function.name}({', '.join([*names, size])}, out):{UNTYPED}",
             *(f"    {name} = np.empty({size}, out.dtype)" for name in row.work),
             f"    for row in range(len({array})):",
             f"        {'out[row] = ' if row.returned else ''}{call}"]
    return ["\n".join(one), "\n".join(every)]


def called(function: Function) -> Sequence[str]:
    """The body of the public function: what is given is checked, and laid out in rows."""
    size = size_of(function)
    floats = [a for a in function.arguments if not a.classes]
    array = next(a.name for a in function.arguments if a.axes)
    names = ", ".join(a.name for a in floats) + ("," if len(floats) == 1 else "")
    shape = ", ".join([f"*{array}.shape[:-1]", *(i.size for i in function.parts[0].indices)])
    rows = []
    for a in function.arguments:
        if a.axes:
            rows.append(f"{a.name}.reshape(-1, {size})")
        elif a.classes:
            rows.append(f"{a.name}.reshape(-1)")
        else:
            rows.append(f"np.broadcast_to({a.name}, {array}.shape[:-1]).reshape(-1)")
    flat = ", ".join(["-1", *(i.size for i in function.parts[0].indices)])
    return [f"{names} = _floats({', '.join(f'{a.name}={a.name}' for a in floats)})",
            f'{size} = _size("{array}", {array})',
            *(f'{a.name} = _classes("{a.name}", {a.name}, {array}.shape).astype(np.intp)'
              for a in function.arguments if a.classes),
            f"found = np.empty(({shape},), {array}.dtype)",
            f"_compiled_{function.name}({', '.join([*rows, size])}, found.reshape({flat}))",
            "return found[()]"]


def size_of(function: Function) -> str:
    """How many classes there are."""
    return next(a.axes[0] for a in function.arguments if a.axes)
