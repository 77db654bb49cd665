"""`--second-reader`: what another program reads otherwise is remarked, and changes no verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.commands import commands

pytest.importorskip("latex2sympy2")


def test_what_is_read_otherwise_is_a_notice_at_its_place(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("Let $x > 0$.\n\n$$\\log x \\cdot y = y \\log x$$\n\n$$x + x = 2x$$\n")
    plain = CliRunner().invoke(commands, ["verify", str(note)])
    both = CliRunner().invoke(commands, ["verify", str(note), "--second-reader"])
    told = [line for line in both.output.splitlines() if "second reader reads" in line]
    assert len(told) == 1
    assert told[0].split()[1] == "3"
    assert "log(x*y)" in told[0]
    assert "2 proved" in plain.output and "2 proved" in both.output
    assert "second reader" not in plain.output
