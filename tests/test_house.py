"""The house: who may import whom, who constructs verdicts, what a quick start leaves out."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import checker

HOUSE = Path(checker.__file__).parent
MODULES = sorted(HOUSE.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "language": set(),
    "kernel": {"language"},
    "prover": {"language", "kernel"},
    "refuter": {"language", "kernel"},
    "reader": {"language"},
    "report": {"language"},
    "check": {"reader", "prover", "refuter", "kernel", "language"},
    "second": {"language", "check", "reader"},
    "export": {"language", "kernel", "check", "version"},
    "train": {"language", "export", "plots", "version"},
    "workers": set(),
    "failure": set(),
    "version": set(),
    "stored": {"language", "kernel"},
    "notes": {"language", "reader", "check", "second"},
    "partial": set(),
    "modules": {"language", "reader", "partial"},
    "pages": {"language", "check", "notes", "modules"},
    "sheets": {"language", "kernel", "reader", "report", "check", "export", "pages", "version"},
    "plots": {"language", "kernel", "reader", "check", "pages"},
    "steps": {"language", "check", "reader", "report", "workers"},
    "cli": {"steps", "commands"},
    "commands": {"language", "kernel", "reader", "report", "check", "export", "pages", "plots",
                 "sheets", "stored", "workers", "training", "failure", "version", "cli"},
    "training": {"language", "export", "train", "pages", "failure"},
    "__main__": {"cli"},
    "__init__": {"language", "check", "export", "reader", "report", "kernel", "sheets",
                 "version"},
}
"""Each part of the house, and the parts below it."""

FROM_OUTSIDE: dict[str, set[str]] = {
    "kernel": {"flint"},
    "prover": {"flint"},
    "refuter": {"flint"},
    "reader": {"sympy", "latex2sympy2"},
    "report": {"rich", "jinja2", "markupsafe", "latex2mathml"},
    "export": {"flint"},
    "pages": {"derivations"},
    "modules": {"derivations"},
    "plots": {"matplotlib", "networkx"},
    "train": {"numpy", "sklearn", "pyarrow"},
    "training": {"click", "rich"},
    "failure": {"click"},
    "commands": {"click"},
}
"""What a part may import besides the standard library."""


def part_of(module: Path) -> str:
    return module.relative_to(HOUSE).parts[0].removesuffix(".py")


def imported(source: str) -> Iterator[str]:
    """Every module a source imports, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "checker":
                yield from (f"checker.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_part_imports_only_what_is_below_it(module: Path) -> None:
    part = part_of(module)
    for name in imported(module.read_text(encoding="utf-8")):
        top, _, rest = name.partition(".")
        if top == "checker":
            neighbour = rest.partition(".")[0]
            assert neighbour in MAY_IMPORT[part] | {part}, f"{module} imports {name}"
        elif top not in sys.stdlib_module_names:
            assert top in FROM_OUTSIDE.get(part, set()), f"{module} imports {name}"


VERDICTS = {"Proved", "Refuted"}


def constructions(source: str) -> list[int]:
    """The lines that construct, or could come to construct, a verdict only the kernel gives."""
    tree = ast.parse(source)
    lines = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func, args=args):
                kind = func.id if isinstance(func, ast.Name) else ""
                handed_on = [] if kind in ("isinstance", "issubclass") else args
                names = [spelt(part) for part in (func, *handed_on)]
                if set(names) & VERDICTS:
                    lines.append(node.lineno)
            case ast.ImportFrom(names=names):
                if any(alias.name in VERDICTS and alias.asname not in (None, alias.name)
                       for alias in names):
                    lines.append(node.lineno)
            case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.Return(value=value) \
                    | ast.NamedExpr(value=value):
                if value is not None and spelt(value) in VERDICTS:
                    lines.append(node.lineno)
    return lines


def spelt(node: ast.expr) -> str:
    """The last word of a name, of an attribute, or of a text such as getattr takes."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Constant(value=str(text)):
            return text
        case _:
            return ""


@pytest.mark.parametrize("module", [m for m in MODULES if part_of(m) != "kernel"],
                         ids=lambda file: str(file.relative_to(HOUSE)))
def test_only_the_kernel_says_proved_and_refuted(module: Path) -> None:
    assert constructions(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", [
    "Proved(claim, certificate)",
    "verdict.Refuted(claim, point, left, right)",
    "checker.language.verdict.Proved(claim, certificate)",
    "from checker.language.verdict import Proved as Done",
    "make = Proved",
    "make = verdict.Proved",
    "getattr(verdict, 'Proved')(claim)",
    "list(map(Proved, claims))",
    "def kind(): return Refuted",
    "(make := Proved)(claim)",
])
def test_every_spelling_of_a_construction_is_found(source: str) -> None:
    assert constructions(source) == [1]


@pytest.mark.parametrize("source", [
    "isinstance(verdict, Proved)",
    "match verdict:\n    case Proved(conditions=found): pass",
    "def f(verdict: Proved | None) -> Proved: ...",
    "from checker.language.verdict import Proved",
    "Verdict = Proved | Refuted | Undecided",
])
def test_looking_at_a_verdict_is_no_construction(source: str) -> None:
    assert constructions(source) == []


HEAVY = ("click sympy numpy rich importlib.metadata asyncio ssl unittest email xml "
         "concurrent").split()


def loaded_by(code: str) -> set[str]:
    """The heavy modules that are loaded after running the code in a fresh process."""
    script = f"{code}\nimport sys\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          check=True, timeout=60)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("module", ["cli", "pages", "steps", "stored", "check"])
def test_a_start_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import checker.{module}") == set()


def test_the_commands_load_nothing_heavy() -> None:
    assert loaded_by("import checker.commands") == {"click"}


def test_one_step_loads_nothing_heavy() -> None:
    step = '{"id": 1, "lhs": "Derivative(log(x), x)", "rhs": "1/x"}'
    assert loaded_by(f"from checker.steps import answers; list(answers([{step!r}], 2.0))") == set()


def test_the_kernel_loads_neither_prover_nor_reader() -> None:
    code = ("import sys, pkgutil, importlib, checker.kernel as k\n"
            "for m in pkgutil.iter_modules(k.__path__): importlib.import_module("
            "'checker.kernel.' + m.name)\n"
            "print(*{m.split('.')[1] for m in sys.modules if m.startswith('checker.')})")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          check=True, timeout=60)
    assert set(done.stdout.split()) == {"kernel", "language"}
