"""Export: verify, find the stable forms, write the file, and let it through the gate."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

from checker.export.function import Function, function_of
from checker.export.gate import Report, passed
from checker.export.proved import all_proved, proven
from checker.export.refusals import NotExported
from checker.export.rules import rules_of
from checker.export.stable import stabilised
from checker.export.unfolding import unfolded
from checker.language.claim import Derivation, Result

TARGETS: Final = {"numpy": "numpy_code", "jax": "jax_code", "torch": "torch_code",
                  "numba": "numba_code", "c": "c_code"}
"""Each target and the module that writes it, imported when it is asked for."""
DIFFERENTIATED: Final = frozenset({"jax", "torch"})
"""Targets that are told the derivative of a function."""
LIMIT: Final = 4.0
"""Units in the last place that an exported value may be off at the hard places."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """An exported file that has passed the gate."""

    text: str
    """The file: it stands alone."""
    target: str
    functions: tuple[Function, ...]
    measured: tuple[Report, ...]
    """What the gate measured."""

    def write(self, path: str | Path) -> None:
        """Write the file: wholly, or not at all; for C its header beside it."""
        path = Path(path)
        if self.target == "c":
            from checker.export.c_code import header

            guard = "".join(c if c.isalnum() else "_" for c in path.stem.upper()) + "_H"
            _written(path.with_suffix(".h"), header(self.functions, guard))
        _written(path, self.text)

    def load(self, name: str = "exported") -> Any:
        """The file as a module, for use at once; write the file to pickle its functions."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.py"
            path.write_text(self.text, encoding="utf-8")
            spec = spec_from_file_location(name, path)
            assert spec is not None and spec.loader is not None
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
        return module


def _written(path: Path, text: str) -> None:
    """Write a file beside its place, then move it there."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def export(derivation: Derivation, result: str | None = None, target: str = "numpy", *,
           seconds: float = 2.0, limit: float = LIMIT) -> Artefact:
    """The file with one result of a derivation, or with all of them.

    `result` is its name: "dz", or "gradient" for gradient/dw and gradient/db together. Every
    step of the derivation is verified first, `seconds` for each. `NotExported` says what is not
    proved, what no target can write, or which value is off by more than `limit` units in the
    last place.

    >>> import derivations
    >>> artefact = export(derivations.load("sigmoid"), "derivative")
    >>> artefact.load().derivative(0.0)
    np.float64(0.25)
    """
    if target not in TARGETS:
        raise NotExported(f"no target is called {target!r}; there are {', '.join(TARGETS)}")
    all_proved(derivation, seconds)
    functions = functions_of(derivation, result, seconds)
    writer = import_module(f"checker.export.{TARGETS[target]}")
    if target in DIFFERENTIATED:
        everything = functions_of(derivation, None, seconds)
        rules = rules_of(derivation, functions, everything, seconds)
        text: str = writer.module(derivation, functions, limit, rules)
    else:
        text = writer.module(derivation, functions, limit)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("exported.c" if target == "c" else "exported.py")
        path.write_text(text, encoding="utf-8")
        measured = passed(path, functions, limit, target)
    return Artefact(text, target, functions, tuple(measured))


def functions_of(derivation: Derivation, result: str | None,
                 seconds: float = 2.0) -> tuple[Function, ...]:
    """The functions that a derivation's results make, tied to it and in stable form."""
    groups: dict[str, list[Result]] = {}
    for one in derivation.results:
        groups.setdefault(one.name.partition("/")[0], []).append(one)
    if result is not None and result not in groups:
        known = ", ".join(groups) or "none"
        raise NotExported(f"{derivation.name} has no result {result!r}; there are: {known}")
    if not groups:
        raise NotExported(f"{derivation.name} has no results: nothing to export")
    stable = {one.name: stabilised(one.term, derivation.context, seconds)
              for one in derivation.results}
    return tuple(
        function_of(name, [(proven(derivation, r, seconds), stable[r.name]) for r in members],
                    derivation.context, [r.term for r in derivation.results
                                         if r.arguments == members[0].arguments])
        for name, members in groups.items() if result in (None, name))


def formula(derivation: Derivation, result: str, seconds: float = 2.0) -> str:
    """A proved result as SymPy text, its definitions written out: the plain road to lambdify.

    >>> import derivations
    >>> formula(derivations.load("softplus"), "value")
    'log(1 + exp(z))'
    """
    all_proved(derivation, seconds)
    for one in derivation.results:
        if one.name == result:
            proven(derivation, one, seconds)
            return str(unfolded(one.term, derivation.context))
    raise NotExported(f"{derivation.name} has no result {result!r}")
