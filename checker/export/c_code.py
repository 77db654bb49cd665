"""C99: the proved forms as loops, with a header and the line that compiles them.

Sums over features and samples may be added up in any order (`omp simd reduction`); nothing else
may be rearranged, so there is no -ffast-math, and -std=c99 keeps products and sums apart.
"""

from __future__ import annotations

import re
from math import prod
from typing import Final

from checker.export import c_classes
from checker.export.arrays import Body
from checker.export.c_rows import over_samples
from checker.export.c_syntax import SYNTAX, helpers
from checker.export.function import Function, body_of
from checker.export.hard_places import Case, cases
from checker.export.loops import Loops
from checker.export.refusals import NotExported
from checker.export.writing import clean, docstring, flat, joined, shapes_of, telling
from checker.language.claim import Derivation
from checker.version import VERSION

FLAGS: Final = "-std=c99 -O3 -march=native -fno-math-errno -fno-trapping-math -fopenmp-simd"


def module(derivation: Derivation, functions: tuple[Function, ...], limit: float) -> str:
    """The C file; `header` makes what goes with it."""
    names = ", ".join(f.name for f in functions)
    parts = [
        _comment([
            f"{clean(derivation.title)}: {names}", "",
            f"Exported by checker {VERSION} for C99 from the derivation {clean(derivation.name)}.",
            "Every step of it is proved, and so is every step to the stable forms computed here.",
            "", f"Makefile:  grad.so: grad.c; $(CC) {FLAGS} -shared -fPIC $< -o $@ -lm",
            "Self-test: cc -std=c99 -DSELF_TEST grad.c -o grad -lm && ./grad",
            "For single precision add -DREAL=float."]),
        "#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <string.h>\n"
        "#include <tgmath.h>\n\n"
        "#ifndef REAL\n#define REAL double\n#endif\n\ntypedef REAL real;"]
    written = [_function(function, body_of(function)) for function in functions]
    parts += [*helpers("\n".join(written)), *written]
    parts.append(_self_test(functions, limit))
    return "\n\n".join(parts) + "\n"


def header(functions: tuple[Function, ...], guard: str) -> str:
    """The declarations, for one C type of numbers."""
    lines = "\n".join(re.sub(r"\breal\b", "double", _signature(f, body_of(f))) + ";"
                      for f in functions)
    return (f"#ifndef {guard}\n#define {guard}\n\n#include <stddef.h>\n\n"
            f"#ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n{lines}\n\n"
            f"#ifdef __cplusplus\n}}\n#endif\n\n#endif\n")


def _signature(function: Function, body: Body) -> str:
    """Sizes first, then the arguments in their own order, then where the values go."""
    if function.in_rows:
        return c_classes.signature(function, SYNTAX)
    sizes = dict.fromkeys(size for a in function.arguments for size in a.axes)
    arguments = [*(f"size_t {size}" for size in sizes),
                 *(f"const real *{a.name}" if a.axes else f"real {a.name}"
                   for a in function.arguments)]
    if _returns(function):
        return f"real {function.name}({', '.join(arguments)})"
    arguments += ["real *matrix"] if function.bordered else [
        f"real *{o.name or 'out'}" for o in body.outputs]
    return f"void {function.name}({', '.join(arguments)})"


def _comment(lines: list[str]) -> str:
    """A comment that nothing inside can end."""
    text = "\n   ".join(line.replace("*/", "* /").replace("/*", "/ *") for line in lines)
    return "/* " + "\n".join(line.rstrip() for line in text.split("\n")) + " */"


def _returns(function: Function) -> bool:
    return len(function.parts) == 1 and not function.parts[0].indices


def _function(function: Function, body: Body) -> str:
    rows = function.in_rows
    told = docstring(function, c_classes.shapes_of_rows(function, SYNTAX) if rows
                     else shapes_of(function))
    comment = _comment([told[0].strip('"'), *told[1:-1]])
    if rows:
        one, every = c_classes.definitions(function, SYNTAX)
        return f"{one}\n\n{comment}\n{every}"
    lines = over_samples(function, body) if body.samples else _of_numbers(function, body)
    lines = [*(f"(void){a.name};" for a in function.arguments
               if not any(re.search(rf"\b{a.name}\b", line) for line in lines)), *lines]
    return "\n".join([comment, _signature(function, body) + " {",
                      *("    " + line for line in lines), "}"])


def _of_numbers(function: Function, body: Body) -> list[str]:
    if not function.entrywise or len(body.outputs) != 1:
        raise NotExported(f"this target has no loop for {function.name}")
    names = {a.name for a in function.arguments}
    loops = Loops(SYNTAX, {}, {}, {*names, "real"}, dict(body.names))
    loops.prepare([body.outputs[0].value], "")
    return [*loops.lines, f"return {loops.text(body.outputs[0].value)};"]


def _self_test(functions: tuple[Function, ...], limit: float) -> str:
    """A program that compares functions of numbers with stored exact values."""
    calls = []
    for function in functions:
        if function.entrywise:
            for case in telling(cases(function), function):
                call = f"{function.name}({', '.join(map(_literal, case.arguments))})"
                calls.append(f"    worst = fmax(worst, off({call}, {_value(case, function)}));")
        elif function.in_rows:
            calls.append(c_classes.self_test(function, SYNTAX))
        else:
            calls.append(_array_test(function))
    return "\n".join([
        "#ifdef SELF_TEST", "",
        "/* How far a value is from the exact one, in units in the last place of a double. */",
        "static double off(double found, double exact) {",
        "    const double size = fabs(exact) < 2.2250738585072014e-308 "
        "? 2.2250738585072014e-308 : fabs(exact);",
        "    const double unit = ldexp(1.0, ilogb(size) - 52);",
        "    return found - found == 0 ? fabs(found - exact) / unit : 1e300;", "}", "",
        "int main(void) {", "    double worst = 0;", *calls,
        f"    const int good = worst <= {max(f.limit(limit) for f in functions)!r};",
        '    printf("worst error %.1f ulp: %s\\n", worst, good ? "ok" : "WRONG");',
        "    return !good;", "}", "", "#endif"])


def _array_test(function: Function) -> str:
    """The last case of a function of arrays, whose values are far from zero."""
    body = body_of(function)
    case = cases(function)[1]
    lines = ["    {"]
    sizes: dict[str, int] = {}
    given = []
    for argument, value in zip(function.arguments, case.arguments, strict=True):
        inner = value
        for axis in argument.axes:
            sizes[axis] = len(inner)
            inner = inner[0]
        if argument.axes:
            numbers = ", ".join(map(_literal, flat(value)))
            lines.append(f"        const double {argument.name}[] = {{{numbers}}};")
            given.append(argument.name)
        else:
            given.append(_literal(value))
    exact = [float(v) for v in flat(joined(case.expected, function))]
    largest = max(map(abs, exact))
    lines.append(f"        const double exact[] = {{{', '.join(map(repr, exact))}}};")
    called = ", ".join([*map(str, sizes.values()), *given])
    if _returns(function):
        lines.append(f"        const double found[] = {{{function.name}({called})}};")
    else:
        lines.append(f"        double found[{len(exact)}];")
        places, at = [], 0
        for part in body.outputs[:1] if function.bordered else body.outputs:
            places.append(f"found + {at}")
            at += prod(sizes[axis] for axis in part.axes)
        lines.append(f"        {function.name}({called}, {', '.join(places)});")
    lines += [f"        for (size_t k = 0; k < {len(exact)}; k++)",
              "            worst = fmax(worst, off(found[k], exact[k])"
              f" * fmin(1, fabs(exact[k]) / {largest / 8!r}));", "    }"]
    return "\n".join(lines)


def _literal(value: float) -> str:
    return float(value).hex()


def _value(case: Case, function: Function) -> str:
    return float(joined(case.expected, function)).hex()
