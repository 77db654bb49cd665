"""The text of an exported Python file: head, functions with their docstrings, self-test."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

from checker.export.function import Function, body_of
from checker.export.hard_places import Case
from checker.export.stable import PREPARING
from checker.language.claim import Derivation
from checker.version import VERSION

WIDTH: Final = 96
SELF_TEST: Final = '''
def _errors(found: Any, expected: Any) -> Iterator[float]:
    """How far each number is from the exact one, in units in the last place of the largest."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if found.shape != expected.shape:
        raise ValueError(f"shape {found.shape} instead of {expected.shape}")
    size = np.maximum(np.abs(expected), np.max(np.abs(expected), initial=0)/8)
    yield from (np.abs(found - expected)/np.spacing(size)).ravel().tolist()


def _self_test() -> int:
    """Compare with the exact values; the exit code."""
    worst = [error for function, arguments, expected in _EXACT
             for error in _errors(_joined(globals()[function](*arguments)), expected)]
    good = all(error <= LIMIT for error in worst)  # a nan is not good
    print(f"{len(worst)} values, worst error {max(worst):.1f} ulp: {'ok' if good else 'WRONG'}")
    return 0 if good else 1


def _joined(returned: Any) -> Any:
    """Several returned values as one row of numbers."""
    if not isinstance(returned, tuple):
        return returned
    return np.concatenate([np.ravel(part) for part in returned])


if __name__ == "__main__":
    sys.exit(_self_test())
'''


def head(derivation: Derivation, functions: Iterable[Function], target: str,
         imports: str) -> str:
    """The docstring of the file and its imports."""
    names = ", ".join(f.name for f in functions)
    source = f" ({clean(derivation.source)})" if derivation.source else ""
    told = (f"Exported by checker {VERSION} for {target} from the derivation "
            f"{clean(derivation.name)}{source}. Every step of it is proved, and so is every step "
            "to the stable forms that are computed here. Run the file to compare it with exact "
            "values.")
    return (f'"""{clean(derivation.title)}: {names}\n\n{textwrap.fill(told, WIDTH)}\n"""\n\n'
            f"from __future__ import annotations\n\n{imports}")


def limit_of(functions: Iterable[Function], limit: float) -> str:
    """The line that says how good the values of the self-test must be."""
    return f"LIMIT = {max(f.limit(limit) for f in functions)!r}\n" \
        '"""Units in the last place that a value may be off in the self-test."""\n'


def docstring(function: Function, shapes: str) -> list[str]:
    """What a function computes, of what, and which certificate says so; indented lines."""
    lines: list[str] = []
    for part in function.parts:
        claim = part.proven.claim
        called = part.name or function.name
        lines += _wrapped(f"{called} = {claim.lhs} = {claim.rhs}")
    lines += ["", *_wrapped(shapes), ""]
    for part in function.parts:
        for condition in part.proven.conditions:
            lines += _wrapped(f"It holds where {condition}.")
    forms = {f"Stable form, proved: {step.claim.lhs} = {step.claim.rhs}"
             + (f", {step.place}." if step.part else "."): None
             for part in function.parts for step in part.stable.steps
             if step.claim.reason not in PREPARING}
    for told in forms:
        lines += _wrapped(told)
    lines += ["", *(f"Certificate of {p.name or function.name}: sha256 {p.proven.certificate}"
                    for p in function.parts)]
    lines[0] = '"""' + lines[0]
    return [*lines, '"""']


def shapes_of(function: Function) -> str:
    """Shapes and units of the arguments and of what is returned, in a sentence or two."""
    names = [a.name for a in function.arguments]
    if function.entrywise:
        told = f"{', '.join(names)}: numbers, or arrays of shapes that broadcast together."
        return told + " Returned is an array of their common shape, of numbers a number." \
            " All are pure numbers, without units."
    if not body_of(function).samples:
        return _shapes_of_classes(function)
    given = ", ".join(f"{a.name} {_shape(a.axes)}" for a in function.arguments)
    if function.bordered:
        n = function.parts[0].indices[0].size
        returned = f"one matrix of shape ({n} + 1, {n} + 1), " \
            f"{function.arguments[-1].name} in its last row and column"
    else:
        returned = ", ".join(f"{p.name or function.name} {_shape(tuple(i.size for i in p.indices))}"
                             for p in function.parts)
    return f"Shapes: {given}. Returned: {returned}. All are pure numbers, without units."


def _shapes_of_classes(function: Function) -> str:
    """The shapes of a function of one sample, which takes many with leading axes."""
    size = next(a.axes[0] for a in function.arguments if a.axes)
    given = ", ".join(f"{a.name} class numbers of shape (...), from 0 to {size} - 1"
                      if a.classes else f"{a.name} (..., {size})" if a.axes else f"{a.name} (...)"
                      for a in function.arguments)
    axes = ", ".join(["...", *(i.size for p in function.parts for i in p.indices)])
    return f"Shapes: {given}. Returned: ({axes}). The leading axes are samples, or none. " \
        "All are pure numbers, without units."


def exact_table(functions: Iterable[Function], cases: Callable[[Function], list[Case]]) -> str:
    """The stored exact values, each rounded once to the nearest double."""
    rows = []
    for function in functions:
        for case in telling(cases(function), function):
            row = f'    ("{function.name}", {case.arguments!r}, ' \
                f"{_nearest(joined(case.expected, function))!r}),"
            rows += [row] if len(row) <= WIDTH else textwrap.wrap(
                row, WIDTH, initial_indent="    ", subsequent_indent="        ")
    return "_EXACT: list[tuple[str, tuple[Any, ...], Any]] = [\n" + "\n".join(rows) + "\n]\n" \
        '"""Function, arguments, exact values rounded to the nearest double."""\n'


def joined(expected: tuple[Any, ...], function: Function) -> Any:
    """What the function should return, several parts as one row of numbers."""
    if function.bordered:
        ww, wb, bb = expected
        return [[*row, last] for row, last in zip(ww, wb, strict=True)] + [[*wb, bb]]
    return expected[0] if len(expected) == 1 else [v for part in expected for v in flat(part)]


def flat(values: Any) -> list[Any]:
    """The numbers of nested lists in a row."""
    return [v for part in values for v in flat(part)] if isinstance(values, list) else [values]


def clean(text: str) -> str:
    """Text that cannot end a docstring or escape from one."""
    plain = text.replace("\\", "/").replace('"', "'")
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())


def telling(cases: list[Case], function: Function) -> list[Case]:
    """Some thirty cases of an entrywise function, evenly spread; all of the few others."""
    if not function.entrywise:
        return cases
    sharp = [c for c in cases if all(s <= 2 * abs(v) for s, v in
                                     zip(c.scales, c.expected, strict=True))]
    return sharp[::max(1, len(sharp) // 30)]


def _nearest(values: Any) -> Any:
    return [_nearest(v) for v in values] if isinstance(values, list) else _float(values)


def _float(value: Fraction) -> float:
    return float(value)


def _shape(axes: tuple[str, ...]) -> str:
    return "a number" if not axes else f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(clean(text), WIDTH - 4, subsequent_indent="    ",
                         break_long_words=False, break_on_hyphens=False)
