"""LaTeX -> PDF by an engine that is installed, in a folder of its own, with nothing allowed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from checker.language.errors import CheckerError

ENGINES: Final = ("xelatex", "lualatex", "pdflatex", "tectonic")
"""The engines, in the order in which they are tried: those that know every script first,
and last the one that may want to fetch its packages."""
SECONDS: Final = 120.0
"""So long an engine may take: the first run of lualatex lists the fonts of the machine."""
NONE: Final = ("no TeX engine is installed; on Debian and Ubuntu `apt-get install texlive-xetex "
               "texlive-latex-recommended lmodern` is enough, elsewhere TeX Live, MiKTeX or "
               "Tectonic; or write the sheet as .tex, .html or .md")


def installed() -> tuple[str, ...]:
    """The engines that are found on this machine."""
    return tuple(engine for engine in ENGINES if shutil.which(engine))


def pdf(source: str, engine: str | None = None, seconds: float = SECONDS) -> bytes:
    """The document as PDF; `CheckerError` says what is missing or where the engine stopped.

    Without a name every installed engine is tried until one succeeds. The engine may run no
    program and reads no file that is not part of TeX; equal sources give equal bytes.
    """
    if engine is not None and shutil.which(engine) is None:
        raise CheckerError(f"{engine} is not installed")
    engines = (engine,) if engine is not None else installed()
    if not engines:
        raise CheckerError(NONE)
    failures = []
    for name in engines:
        with TemporaryDirectory(prefix="checker-sheet-") as folder:
            failure = compiled(name, source, Path(folder), seconds)
            made = Path(folder, "sheet.pdf")
            if failure is None and made.exists():
                return made.read_bytes()
            failures.append(f"{name}: {failure or 'no PDF came out'}")
    raise CheckerError("the sheet could not be set: " + "; ".join(failures))


def compiled(engine: str, source: str, folder: Path,
             seconds: float = SECONDS) -> str | None:
    """Run an engine in a folder, where PDF and log stay; why it failed, or None."""
    (folder / "sheet.tex").write_text(source, encoding="utf-8")
    process = subprocess.Popen(
        _command(engine), cwd=folder, env=_environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"stopped after {seconds:g} s"
    if process.returncode == 0:
        return None
    said = output.decode("utf-8", "replace").splitlines()
    return next((line for line in said if line.startswith(("!", "error"))),
                f"exit code {process.returncode}")


def _command(engine: str) -> Sequence[str]:
    if engine == "tectonic":
        return engine, "--untrusted", "--chatter=minimal", "sheet.tex"
    return (engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape",
            "sheet.tex")


def _environment() -> dict[str, str]:
    """No file outside, and one day for all: that of SOURCE_DATE_EPOCH, or none."""
    return {**os.environ, "openin_any": "p", "openout_any": "p", "shell_escape": "f",
            "max_print_line": "1000", "FORCE_SOURCE_DATE": "1",
            "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"), "TZ": "UTC"}
