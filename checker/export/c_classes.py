"""C99 for functions of samples with classes: one function for a row, one for many rows."""

from __future__ import annotations

from math import prod
from typing import Final

from checker.export.class_loops import RowSyntax, row_of
from checker.export.function import Function
from checker.export.loops import Syntax
from checker.export.other_shapes import other_shapes
from checker.export.refusals import NotExported
from checker.export.shapes import Argument
from checker.export.writing import flat, joined

OWN: Final = frozenset({"rows", "row", "out", "work"})
"""Names that the functions use themselves."""


def row_syntax(loops: Syntax) -> RowSyntax:
    """How C writes what only classes need."""
    return RowSyntax(loops, put=lambda place, value: f"{place} = {value};",
                     same=lambda a, b: f"({a} == {b})", largest=_largest)


def _largest(name: str, index: str, size: str, lines: list[str], value: str) -> list[str]:
    peak = f"{name}_value"
    return [f"size_t {name} = 0;", f"real {peak} = -INFINITY;",
            f"for (size_t {index} = 0; {index} < {size}; {index}++) {{",
            *("    " + line for line in lines),
            f"    if ({value} > {peak}) {{", f"        {peak} = {value};",
            f"        {name} = {index};", "    }", "}"]


def signature(function: Function, loops: Syntax) -> str:
    """Rows and sizes first, then the arguments, where the values go, and room to work in."""
    arguments = [f"size_t {size}" for size in ("rows", _size(function))]
    arguments += [f"const {_type(a)} *{a.name}" for a in function.arguments]
    arguments += ["real *out", *["real *work"] * bool(work_of(function, loops))]
    return f"void {function.name}({', '.join(arguments)})"


def work_of(function: Function, loops: Syntax) -> int:
    """How many arrays of one number for each class it needs to work in."""
    return len(row_of(function, row_syntax(loops)).work)


def shapes_of_rows(function: Function, loops: Syntax) -> str:
    """Shapes of the arguments and of what is written, in a sentence or two."""
    size = _size(function)
    given = ", ".join(f"{a.name} class numbers (rows,) from 0 to {size} - 1" if a.classes
                      else f"{a.name} (rows, {size})" if a.axes else f"{a.name} (rows,)"
                      for a in function.arguments)
    axes = ", ".join(["rows", *_sizes(function)])
    work = work_of(function, loops)
    room = f" work: room for {work}*{size} numbers." if work else ""
    return f"Shapes: {given}. Written: out ({axes}).{room} All are pure numbers, without units."


def definitions(function: Function, loops: Syntax) -> tuple[str, str]:
    """The function of one row, and the one that calls it for each."""
    if used := OWN & {name for a in function.arguments for name in (a.name, *a.axes)}:
        raise NotExported(f"{min(used)} cannot be the name of an argument in C: the function of "
                          f"{function.name} has one of its own called so")
    row, size = row_of(function, row_syntax(loops)), _size(function)
    outputs = [] if row.returned else ["out"]
    own = [f"size_t {size}",
           *(f"const real *{a.name}" if a.axes else f"{_type(a)} {a.name}"
             for a in function.arguments), *(f"real *{name}" for name in (*outputs, *row.work))]
    unused = [f"(void){name};" for name in (size, *(a.name for a in function.arguments))
              if not any(_stands(name, line) for line in (*row.lines, row.returned))]
    lines = [*unused, *row.lines, *([f"return {row.returned};"] if row.returned else [])]
    one = "\n".join([f"static {'real' if row.returned else 'void'} {function.name}_of_row("
                     f"{', '.join(own)}) {{", *("    " + line for line in lines), "}"])
    length = " * ".join(_sizes(function))
    given = [size, *(f"{a.name} + row*{size}" if a.axes else f"{a.name}[row]"
                     for a in function.arguments), *([f"out + row*{length}"] if outputs else []),
             *(f"work + {k}*{size}" if k else "work" for k in range(len(row.work)))]
    call = f"{function.name}_of_row({', '.join(given)});"
    every = "\n".join([signature(function, loops) + " {",
                       "    for (size_t row = 0; row < rows; row++)",
                       f"        {'out[row] = ' if row.returned else ''}{call}", "}"])
    return one, every


def self_test(function: Function, loops: Syntax) -> str:
    """Some rows at once, compared with their exact values."""
    case = other_shapes(function, "float64")[0]
    exact = [float(v) for v in flat(joined(case.expected, function))]
    rows = len(case.arguments[0])
    classes = next(len(value[0]) for argument, value in
                   zip(function.arguments, case.arguments, strict=True) if argument.axes)
    lines = ["    {"]
    for argument, value in zip(function.arguments, case.arguments, strict=True):
        numbers = ", ".join(str(v) if argument.classes else float(v).hex() for v in flat(value))
        kind = "size_t" if argument.classes else "double"
        lines.append(f"        const {kind} {argument.name}[] = {{{numbers}}};")
    work = work_of(function, loops)
    lines += [f"        const double exact[] = {{{', '.join(map(repr, exact))}}};",
              f"        double found[{len(exact)}];",
              *([f"        double work[{work * classes}];"] if work else []),
              f"        {function.name}({rows}, {classes}, "
              + ", ".join(a.name for a in function.arguments)
              + f", found{', work' if work else ''});",
              f"        for (size_t k = 0; k < {len(exact)}; k++)",
              "            worst = fmax(worst, off(found[k], exact[k])"
              f" * fmin(1, fabs(exact[k]) / {max(map(abs, exact)) / 8!r}));", "    }"]
    assert len(exact) == rows * prod([classes] * len(_sizes(function)))
    return "\n".join(lines)


def _size(function: Function) -> str:
    return next(a.axes[0] for a in function.arguments if a.axes)


def _sizes(function: Function) -> list[str]:
    return [index.size for index in function.parts[0].indices]


def _type(argument: Argument) -> str:
    return "size_t" if argument.classes else "real"


def _stands(name: str, line: str) -> bool:
    return name in "".join(c if c.isalnum() or c == "_" else " " for c in line).split()
