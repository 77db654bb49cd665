"""Export: proved results as numeric functions, in files that stand alone.

`checker.export` is this package and, called, its one function: `checker.export(derivation,
"dz", target="numpy")`. See `checker.export.artefact.export`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """A package that can be called: the front door's `export` has the package's name."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from checker.export.artefact import export

        return export(*args, **options)


sys.modules[__name__].__class__ = _Callable
