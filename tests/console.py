"""Commands in the pages and what they print; `python -m tests.console` renews the outputs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```$", re.MULTILINE)
TIME = re.compile(r"; \d+\.\d\d s$", re.MULTILINE)


def run(command: str) -> str:
    """What the command prints, with its times replaced."""
    known = f'checker() {{ {shlex.quote(sys.executable)} -m checker "$@"; }}\n'
    done = subprocess.run(known + command, shell=True, cwd=ROOT, capture_output=True, text=True,
                          timeout=60, check=False)
    return TIME.sub("; 0.01 s", done.stdout + done.stderr)


def renewed(page: str) -> str:
    """The page with the outputs of today."""
    return BLOCK.sub(lambda found: f"```console\n$ {found['command']}\n{run(found['command'])}```",
                     page)


if __name__ == "__main__":
    for file in PAGES:
        file.write_text(renewed(file.read_text(encoding="utf-8")), encoding="utf-8")
