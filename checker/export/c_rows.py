"""Sums over samples in C: some rows at a time.

The inner products of these rows come first, then everything that is made of single numbers, in
a loop that the compiler vectorises, then what each row adds to the outputs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from checker.export.arrays import Body
from checker.export.c_syntax import IN_ROWS
from checker.export.function import Function
from checker.export.loops import Stage
from checker.export.row_sums import Samples, samples_of

INLINED: Final = frozenset({"exp_of", "sign_of", "fabs", "sqrt"})
"""Calls that do not keep a compiler from vectorising a loop."""


def over_samples(function: Function, body: Body) -> list[str]:
    """The body of a function that sums over samples."""
    if function.bordered:
        return _bordered(function, body)
    totals = [o.name or "total" for o in body.outputs]
    local = {total: f"{total}_total" for total, o in zip(totals, body.outputs, strict=True)
             if not o.axes}
    samples = samples_of(function, body, IN_ROWS, [local.get(t, t) for t in totals])
    returns = len(function.parts) == 1 and not function.parts[0].indices
    start, finish = [], []
    for total, output in zip(totals, body.outputs, strict=True):
        if output.axes:
            size = " * ".join(output.axes)
            start.append(f"for (size_t k = 0; k < {size}; k++) {total}[k] = 0;")
            finish.append(f"for (size_t k = 0; k < {size}; k++) {total}[k] /= {body.samples};")
            continue
        start.append(f"real {local[total]} = 0;")
        mean = f"{local[total]} / {body.samples}" if output.divisor else local[total]
        finish.append(f"return {mean};" if returns else f"*{total} = {mean};")
    return [*start, *_rows(samples, body.samples), *finish]


def _bordered(function: Function, body: Body) -> list[str]:
    """The three blocks are added up inside the matrix itself, its upper half first."""
    n = function.parts[0].indices[0].size
    ww, wb, _ = (o.name for o in body.outputs)

    def entry(name: str, indices: tuple[str, ...], sizes: tuple[str, ...]) -> str:
        if name == ww:
            return f"matrix[{indices[0]}*side + {indices[1]}]"
        return f"matrix[{n}*side + {indices[0]}]" if name == wb \
            else IN_ROWS.entry(name, indices, sizes)

    samples = samples_of(function, body, replace(IN_ROWS, entry=entry),
                         [ww, wb, f"matrix[{n}*side + {n}]"])
    return [f"const size_t side = {n} + 1;",
            "for (size_t k = 0; k < side*side; k++) matrix[k] = 0;",
            *_rows(samples, body.samples),
            f"for (size_t k = 0; k < side*side; k++) matrix[k] /= {body.samples};",
            f"for (size_t k = 0; k < {n}; k++) matrix[k*side + {n}] = matrix[{n}*side + k];"]


@dataclass(slots=True)
class _Loop:
    """One loop over the rows that are taken together."""

    vector: bool
    """Whether it computes single numbers only, several rows at once."""
    lines: list[str]
    assigned: list[str]
    sums: list[str]
    """What it adds up."""


def _rows(samples: Samples, size: str) -> list[str]:
    """The loops over samples: what one computes and another needs is kept in arrays."""
    loops = samples.loops
    first, last = loops.fresh("first"), loops.fresh("last")
    parts = [part for stage in loops.stages for part in _parts(stage)]
    adding = _Loop(False, [], [], [])
    for total, adds in samples.added:
        if total.isidentifier() and len(adds) == 1:
            part = _Loop(_vectorises(adds[0]), [], [], [])
            if parts and parts[-1].vector and part.vector:
                part = parts[-1]
            else:
                parts.append(part)
            part.lines += adds
            part.sums.append(total)
        else:
            adding.lines += adds
    parts = [part for part in (*parts, adding) if part.lines]
    kept = {name: loops.fresh(f"{name}_rows") for k, part in enumerate(parts)
            for name in part.assigned if any(_used(name, other) for other in parts[k + 1:])}
    at = f"[{samples.index} - {first}]"
    lines = [f"const size_t {last} = {first} + ROWS < {size} ? {first} + ROWS : {size};"]
    if kept:
        lines.append(f"real {', '.join(f'{array}[ROWS]' for array in kept.values())};")
    for part in parts:
        taken = [f"const real {name} = {array}{at};" for name, array in kept.items()
                 if name not in part.assigned and _used(name, part)]
        left = [f"{array}{at} = {name};" for name, array in kept.items() if name in part.assigned]
        lines += _loop(samples.index, first, last, [*taken, *part.lines, *left], part)
    return [f"for (size_t {first} = 0; {first} < {size}; {first} += ROWS) {{",
            *("    " + line for line in lines), "}"]


def _parts(stage: Stage) -> list[_Loop]:
    """A stage as loops: what a compiler vectorises apart from what it does not."""
    if stage.sums:
        return [_Loop(False, stage.lines, stage.names, [])]
    return [_Loop(vector, [line for line, _ in group], [name for _, name in group], [])
            for vector, group in ((v, list(g)) for v, g in groupby(
                zip(stage.lines, stage.names, strict=True), lambda pair: _vectorises(pair[0])))]


def _vectorises(line: str) -> bool:
    """Whether a line calls nothing but what becomes a few instructions."""
    return set(re.findall(r"\b(\w+)\(", line)) <= INLINED


def _loop(index: str, first: str, last: str, lines: Sequence[str], part: _Loop) -> list[str]:
    pragma = []
    if part.vector:
        sums = f" reduction(+:{', '.join(part.sums)})" if part.sums else ""
        pragma = [f"#pragma omp simd{sums}"]
    return [*pragma, f"for (size_t {index} = {first}; {index} < {last}; {index}++) {{",
            *("    " + line for line in lines), "}"]


def _used(name: str, part: _Loop) -> bool:
    return any(re.search(rf"\b{name}\b", line) for line in part.lines)
