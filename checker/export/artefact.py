"""Export: verify, find the stable forms, write the file, and let it through the gate."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

from checker.export.agreement import Agreement
from checker.export.function import Function, function_of
from checker.export.gate import Other, Report, passed
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
SETS: Final = {"quick": ("numpy", "c"), "all": tuple(TARGETS), "none": ()}
"""Targets to compare with; the quick ones start within a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """An exported file that has passed the gate."""

    text: str
    """The file: it stands alone."""
    target: str
    functions: tuple[Function, ...]
    measured: tuple[Report, ...]
    """What the gate measured."""
    compared: tuple[Agreement, ...] = ()
    """How far it is from the files of other targets."""

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
           seconds: float = 2.0, limit: float = LIMIT,
           against: str | Sequence[str] = "quick") -> Artefact:
    """The file with one result of a derivation, or with all of them.

    `result` is its name: "dz", or "gradient" for gradient/dw and gradient/db together. Every
    step of the derivation is verified first, `seconds` for each. `against` names targets to compare
    with, or one of `SETS`, of which those are left out that do not run here. `NotExported` says
    what is not proved, what no target can write, which value is off by more than `limit` units
    in the last place, or where two targets disagree.

    >>> import derivations
    >>> artefact = export(derivations.load("sigmoid"), "derivative")
    >>> artefact.load().derivative(0.0)
    np.float64(0.25)
    """
    asked = not isinstance(against, str)
    companions = SETS.get(against, (against,)) if isinstance(against, str) else tuple(against)
    for one in (target, *companions):
        if one not in TARGETS:
            raise NotExported(f"no target is called {one!r}; there are {', '.join(TARGETS)}")
    all_proved(derivation, seconds)
    functions = functions_of(derivation, result, seconds)
    text = _text(derivation, functions, target, seconds, limit)
    with tempfile.TemporaryDirectory() as folder:
        others = []
        for one in dict.fromkeys(companions):
            try:
                if one != target:
                    theirs = _text(derivation, functions, one, seconds, limit)
                    others.append(Other(one, _placed(theirs, one, folder), asked))
            except NotExported as error:
                if asked:
                    raise NotExported(f"no comparison with {one}: {error}") from None
        found = passed(_placed(text, target, folder), functions, limit, target, others=others)
    return Artefact(text, target, functions, found.reports, found.agreements)


def _text(derivation: Derivation, functions: tuple[Function, ...], target: str, seconds: float,
          limit: float) -> str:
    """The file of a target, before its gate."""
    writer = import_module(f"checker.export.{TARGETS[target]}")
    if target in DIFFERENTIATED:
        everything = functions_of(derivation, None, seconds)
        rules = rules_of(derivation, functions, everything, seconds)
        found: str = writer.module(derivation, functions, limit, rules)
    else:
        found = writer.module(derivation, functions, limit)
    return found


def _placed(text: str, target: str, folder: str) -> Path:
    """The file in a folder for the gate."""
    path = Path(folder) / (f"exported_{target}.c" if target == "c" else f"exported_{target}.py")
    path.write_text(text, encoding="utf-8")
    return path


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
