"""A fitted model as plain data: what `checker train` writes."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.train.fit import Fit
from checker.version import VERSION


@dataclass(frozen=True, slots=True)
class Model:
    """z = weights · features + intercept, with where it comes from."""

    derivation: str
    """The name of the derivation whose functions were minimised."""
    certificates: dict[str, str]
    """Of each exported part: the sha256 of its claim and certificate."""
    features: tuple[str, ...]
    target: str
    classes: tuple[Any, ...] | None
    """The labels that stand for y = 0 and y = 1; None for a numeric target."""
    settings: dict[str, Any]
    samples: int
    fit: Fit

    def data(self) -> dict[str, Any]:
        """The model as JSON data: numbers as Python writes them, which loses no bit."""
        *weights, intercept = map(float, self.fit.theta)
        return {
            "schema": 1, "version": VERSION, "derivation": self.derivation,
            "certificates": self.certificates, "target": self.target,
            "classes": None if self.classes is None else list(self.classes),
            "weights": dict(zip(self.features, weights, strict=True)), "intercept": intercept,
            "settings": self.settings,
            "fit": {"samples": self.samples, "steps": self.fit.iterations, "loss": self.fit.loss,
                    "gradient": self.fit.norm, "converged": self.fit.converged,
                    "separable": self.fit.separable}}

    def text(self) -> str:
        """The model as JSON text."""
        return json.dumps(self.data(), indent=2, allow_nan=False) + "\n"


def write(path: str, content: bytes) -> None:
    """Write a file wholly, or not at all: beside its place first, then moved there."""
    place = Path(path)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
