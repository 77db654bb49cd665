"""Every guard of the kernel is needed: without it, some forgery passes.

A guard is a call of `require`, or a `raise` of a refusal, in the kernel's sources. Each is cut
out in turn: the function is compiled again without that statement, and its code is put in the
place of the old. What a guard alone stops is then proved. The guards for which nothing is are
listed below, each with the reason why it may stay.

    python -m tests.test_ablation       prints the table: guard, and the forgeries it alone stops
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import pytest

import checker.kernel
from checker.kernel.refusal import Refusal
from checker.kernel.replay import replay
from checker.kernel.ring import Atom, Fraction, Ring
from checker.language.claim import Claim
from checker.language.context import Context
from tests.forgeries import FORGERIES, Forgery

KERNEL: Final = Path(checker.kernel.__file__).parent
MODULES: Final[dict[str, ModuleType]] = {
    path.stem: importlib.import_module(f"checker.kernel.{path.stem}")
    for path in sorted(KERNEL.glob("*.py")) if path.stem not in ("__init__", "refusal")}
NOT_TRIED: Final = ("budget", "RingFull")
"""Guards against work without end: cutting one out would be the forgery's success."""

ENDS: Final = "what follows it cannot go on"
POINT: Final = "balls find no value for such a thing at the claim's point"
REDUNDANT: Final[dict[str, str]] = {
    "case.Case._resolve_cases: no-case-applies": "that some case applies is required besides",
    "case.Case.lemma: lemma-with-derivative": "elaboration takes derivatives out of a rule too",
    "case.Case.lemma: unknown-rule": ENDS,
    "case.Case._known: missing-value": ENDS,
    "case.Case._known: lemma-condition":
        "the equation's normal form is the hypothesis's own, defined or not",
    "case.Case._solved: lemma-shape": ENDS,
    "case.Case._equation: lemma-circular":
        "an equation stays true however it is turned; rewriting must only come to an end",
    "case.instantiate: missing-value #1": ENDS,
    "case.instantiate: missing-value #2": ENDS,
    "derivatives.differentiate: no-derivative-rule #1": "the degree of a root is a number",
    "derivatives.differentiate: no-derivative-rule #2": ENDS,
    "derivatives._entry: family-and-name": ENDS,
    "derivatives._entry: index-depends-on-variable":
        "an index that moves would have to be whole, which no derivative allows",
    "derivatives._call: no-derivative-rule": ENDS,
    "derivatives._over_index: no-derivative-rule":
        "an end that moves would have to be whole, which no derivative allows",
    "elaborate._Walk._constant: not-a-real-number": POINT,
    "elaborate._Walk.own: unsupported-function": ENDS,
    "elaborate._Walk.own: function-arity": ENDS,
    "elaborate._Walk.own: unknown-function": "no point may say what an undeclared function is",
    "elaborate._Walk.own: unsupported": POINT,
    "elaborate._Walk._unfold: circular-definition": "unfolding in a circle has no end",
    "elaborate._Walk._unfold: capture": "a bound index has a name of its own",
    "elaborate._Walk._pattern: definition-arity": ENDS,
    "elaborate._Walk._apply: unknown-function": "no point may say what an undeclared function is",
    "elaborate._Walk._derivative: derivative-of-discrete":
        "the gaps of the derivative's cases require the same",
    "elaborate._Walk._exposed: circular-definition": ENDS,
    "elaborate._Walk._root: root-degree": POINT,
    "case.Case.assumable: requirement #1": "what is left is asked to be thin, and is of no sign",
    "limits._start: no-limit-rule": ENDS,
    "limits.limit_value: infinite-limit": ENDS,
    "limits._Limits.by_parts: no-limit-rule": ENDS,
    "limits._Limits.sign: limit-sign": ENDS,
    "limits._Limits.inverse: indeterminate": ENDS,
    "limits._Limits.positive_power: no-limit-rule": ENDS,
    "limits._Limits.function: no-limit-rule #1": ENDS,
    "limits._Limits.function: limit-sign": "the limit's own value requires the same",
    "points._admit_function: stand-in-closed": "inside a stand-in only its parameters have values",
    "points.agrees: point-differs": "a second look: the normal forms differ too",
    "replay.prepare: not-a-relation": ENDS,
    "replay.certain: point-outside-case #2": "that a condition is defined is looked at before",
    "replay.at_value: shadowed-name": "a bound index has a name of its own",
    "ring.Ring.normal: unsupported": ENDS,
    "ring.Ring.power: division-by-zero": "that a denominator is not zero is required besides",
    "ring.Ring._replaced: division-by-zero": "that a denominator is not zero is required besides",
    "ring._div: division-by-zero": "that a denominator is not zero is required besides",
}
"""Guards without which nothing passes, and why."""


@dataclass(frozen=True)
class Guard:
    """One guard: where it stands, which reason it gives, and which one of these it is."""

    module: str
    function: str
    reason: str
    place: int
    line: int

    def __str__(self) -> str:
        place = f" #{self.place}" if self.place else ""
        return f"{self.module}.{self.function}: {self.reason}{place}"


def reason_of(statement: ast.stmt) -> str | None:
    """The reason that a statement refuses with, None if it is no guard."""
    match statement:
        case ast.Expr(ast.Call(ast.Name("require"), args=[_, reason, *_])):
            return text_of(reason)
        case ast.Raise(exc=ast.Call(ast.Name("Refusal"), args=[reason, *_])):
            return text_of(reason)
        case ast.Raise(exc=ast.Call(ast.Name(name))) if name in ("UnprovedCondition", "RingFull"):
            return name
    return None


def text_of(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant) and isinstance(node.value, str), ast.dump(node)
    return node.value


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((KERNEL / f"{module}.py").read_text(encoding="utf-8"))


def functions_of(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions and methods of a module, those inside others left in them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.{part.name}", part


def guards() -> list[Guard]:
    """Every guard of the kernel, in reading order."""
    found = []
    for module in MODULES:
        for function, node in functions_of(tree_of(module)):
            told: Counter[str] = Counter()
            seen = [(s.lineno, reason) for s in ast.walk(node) if isinstance(s, ast.stmt)
                    and (reason := reason_of(s)) is not None]
            many = Counter(reason for _, reason in seen)
            for line, reason in sorted(seen):
                told[reason] += 1
                place = told[reason] if many[reason] > 1 else 0
                found.append(Guard(module, function, reason, place, line))
    return found


class Without(ast.NodeTransformer):
    """Puts another statement in the place of the guard on a line."""

    def __init__(self, line: int, instead: ast.stmt) -> None:
        self.line = line
        self.instead = instead

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        return self.cut(node)

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        return self.cut(node)

    def cut(self, node: ast.stmt) -> ast.stmt:
        if node.lineno == self.line and reason_of(node) is not None:
            return ast.copy_location(self.instead, node)
        return node


INSTEAD: Final[dict[str, Callable[[], ast.stmt]]] = {
    "pass": ast.Pass,
    "return []": lambda: ast.Return(ast.List([], ast.Load())),
    "return": lambda: ast.Return(None),
}
"""What may stand in the place of a guard: the work goes on, or its part is done."""


def function_named(module: ModuleType, qualified: str) -> FunctionType:
    found: Any = module
    for part in qualified.split("."):
        found = inspect.getattr_static(found, part)
    if isinstance(found, property):
        found = found.fget
    found = inspect.unwrap(getattr(found, "__func__", found))
    assert isinstance(found, FunctionType)
    return found


def code_named(code: CodeType, qualified: str) -> CodeType:
    """The code of a function or method inside the code of its module."""
    for part in qualified.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return code


@contextmanager
def without(guard: Guard, instead: str = "pass") -> Iterator[None]:
    """The kernel without one of its guards."""
    node: ast.stmt = deepcopy(dict(functions_of(tree_of(guard.module)))[guard.function])
    node = Without(guard.line, INSTEAD[instead]()).visit(node)
    *outer, _ = guard.function.split(".")
    for name in outer:
        node = ast.ClassDef(name, [], [], [node], [])
    tree = ast.fix_missing_locations(ast.Module([node], []))
    flags = importlib.import_module("__future__").annotations.compiler_flag
    compiled = compile(tree, str(KERNEL / f"{guard.module}.py"), "exec", flags, dont_inherit=True)
    target = function_named(MODULES[guard.module], guard.function)
    before = target.__code__
    target.__code__ = code_named(compiled, guard.function)
    try:
        yield
    finally:
        target.__code__ = before


def passes(forgery: Forgery) -> bool:
    """Whether the kernel, as it is now, accepts a forgery."""
    context = forgery.claim.context
    fresh = Context(context.names, context.families, context.functions, context.definitions,
                    context.hypotheses)
    claim = Claim(forgery.claim.lhs, forgery.claim.rhs, fresh, forgery.claim.relation)
    try:
        replay(claim, forgery.certificate)
    except Refusal:
        return False
    except Exception:
        return False
    return True


def passing(reason: str | None = None) -> list[str]:
    """The forgeries that pass: all that are refused with this reason are tried, or all."""
    wanted = {"UnprovedCondition": "lemma-condition"}.get(reason or "", reason)
    return [f.kind for f in FORGERIES
            if f.reason != "budget" and wanted in (None, f.reason, f.inner) and passes(f)]


def tried() -> list[Guard]:
    return [guard for guard in guards() if guard.reason not in NOT_TRIED]


def stopped_by(guard: Guard) -> list[str]:
    """The forgeries that pass without this guard."""
    found: dict[str, None] = {}
    for instead in INSTEAD:
        with without(guard, instead):
            found.update(dict.fromkeys(passing(guard.reason)))
    return list(found)


def test_with_every_guard_in_its_place_nothing_passes() -> None:
    assert passing() == []


def test_the_guards_are_found() -> None:
    assert len(guards()) > 80
    reasons = {guard.reason for guard in guards()}
    assert {"not-zero", "index-leak", "leaf-without-point", "point-differs"} <= reasons


def test_without_a_guard_some_forgery_passes() -> None:
    table = {str(guard): stopped_by(guard) for guard in tried()}
    idle = {guard for guard, stopped in table.items() if not stopped}
    assert idle - set(REDUNDANT) == set(), "guards that stop no forgery"
    assert set(REDUNDANT) - idle == set(), "guards said to be redundant that are not, or are gone"
    assert len(table) - len(idle) >= 40


def known_by_any_count(ring: Ring, known: list[Atom], args: tuple[Fraction, ...]) -> int | None:
    """The generator of a function where arguments that the other lacks do not matter."""
    return next((atom.generator for atom in known
                 if all(map(ring.same, args, atom.args))), None)


PARTS: Final[dict[str, tuple[str, str, Callable[..., Any]]]] = {
    "points agree": ("replay", "agrees", lambda *a: None),
    "a leaf's point is in its case": ("replay", "certain", lambda *a: None),
    "conditions of the right side are thin": ("thin", "thin", lambda *a: True),
    "nothing confines the names": ("thin", "confined", lambda case, names: False),
    "a form is defined": ("case", "Case.defined", lambda self, term: True),
    "nothing is known of an empty range": ("bounds", "Signs.inhabited", lambda self, index: True),
    "what a range requires is evident inside of it": ("case", "Case._under", lambda *a: True),
    "entries are different coordinates": ("thin", "_independent", lambda case, term: True),
    "definitions that a bound name would capture":
        ("elaborate", "_Walk._hidden", lambda self, body, text: []),
    "definitions unfolded before a name is bound":
        ("elaborate", "_Walk._exposed", lambda self, body, text: body),
    "one function, one number of arguments": ("ring", "Ring._known", known_by_any_count),
    "what is demanded of a lemma": ("case", "Case._demand", lambda *a: None),
    "conditions of derivatives": ("elaborate", "_Walk._pass_on", lambda *a: None),
    "heights of indices": ("ring", "height_of", lambda *a, **k: 0),
    "points lie in the domain": ("points", "_admit", lambda *a: None),
    "stand-ins are admitted": ("points", "_admit_function", lambda *a: None),
}
"""Parts of the kernel that guard as a whole, and what they are when they do not."""


@pytest.mark.parametrize("part", PARTS)
def test_without_a_part_some_forgery_passes(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, qualified, instead = PARTS[part]
    owner: Any = MODULES[module]
    *outer, attribute = qualified.split(".")
    for name in outer:
        owner = getattr(owner, name)
    assert hasattr(owner, attribute)
    monkeypatch.setattr(owner, attribute, instead)
    assert passing() != []


def report() -> str:
    """The table as text."""
    lines = []
    for guard in tried():
        idle = f"(nothing: {REDUNDANT.get(str(guard), 'and nobody knows why')})"
        lines.append(f"{guard}\n    {'; '.join(stopped_by(guard)) or idle}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
