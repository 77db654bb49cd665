"""The exported functions that `checker.train` uses; `python -m tests.exported` renews them."""

from __future__ import annotations

import re
from pathlib import Path

import checker.train.exported
import derivations
from checker.export.artefact import export
from checker.train.verified import EXPORTED

FOLDER = Path(checker.train.exported.__file__).parent
CERTIFICATE = re.compile(r"(?<=sha256 )[0-9a-f]{64}")


def fresh(name: str) -> str:
    """What `checker export` writes today."""
    return export(derivations.load(name)).text


def without_certificates(text: str) -> str:
    """The text apart from the certificates: another proof of the same is no other function."""
    return CERTIFICATE.sub("...", text)


if __name__ == "__main__":
    for one in EXPORTED:
        (FOLDER / f"{one}.py").write_text(fresh(one), encoding="utf-8")
