"""checker: which line of a derivation is right.

The front door, in reading order:

- write: `deriving`, `by` and `D` make a derivation of SymPy chains; `parse` reads one term
- say: a `Claim` relates two terms in a `Context`, whose names have `DOMAINS`;
  a `Derivation` is chains of claims
- check: `check_claim` and `check_derivation` prove or refute, and say why; `verify` takes a
  path too, and its report shows itself in Jupyter and saves itself as a sheet
- verdict: `Proved` with its certificate, `Refuted` at a point, or `Undecided`
- use: `export` turns a proved result into a file of numeric functions
- again: `replay` has the kernel alone judge a certificate; it refuses with a `Refusal`
- trouble: `Unreadable` is raised for text that cannot be read, with its place

>>> finding = check_claim(Claim(parse("(x - 1)*(x + 1)"), parse("x**2 - 1")))
>>> finding.outcome
'proved'
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all of this
if TYPE_CHECKING:
    from typing import Any, Final

    from checker.check import check as check_claim
    from checker.check import check_derivation
    from checker.export.artefact import export
    from checker.kernel.refusal import Refusal
    from checker.kernel.replay import replay
    from checker.language.claim import Claim, Derivation
    from checker.language.context import DOMAINS, Context
    from checker.language.errors import Unreadable
    from checker.language.verdict import Proved, Refuted, Undecided
    from checker.reader.authoring import D, by, deriving
    from checker.reader.sympy_text import parse
    from checker.sheets.report import verify

__all__ = [
    "deriving", "by", "D", "parse",
    "Context", "DOMAINS", "Claim", "Derivation",
    "check_claim", "check_derivation", "verify",
    "Proved", "Refuted", "Undecided",
    "export",
    "replay", "Refusal",
    "Unreadable",
]

_HOME: Final = {
    "checker.reader.authoring": ("deriving", "by", "D"),
    "checker.reader.sympy_text": ("parse",),
    "checker.language.context": ("Context", "DOMAINS"),
    "checker.language.claim": ("Claim", "Derivation"),
    "checker.check": ("check_claim", "check_derivation"),
    "checker.sheets.report": ("verify",),
    "checker.language.verdict": ("Proved", "Refuted", "Undecided"),
    "checker.kernel.replay": ("replay",),
    "checker.kernel.refusal": ("Refusal",),
    "checker.language.errors": ("Unreadable",),
}
"""Where each name lives; its module is imported when the name is first asked for."""
_INSIDE: Final = {"check_claim": "check"}
"""Names that are shorter at home: here `check` would be the module `checker.check`."""


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "export":  # the package, which can be called
        return import_module("checker.export")
    for module, names in _HOME.items():
        if name in names:
            found = globals()[name] = getattr(import_module(module), _INSIDE.get(name, name))
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
