"""The size of what must be believed, as a table; `python -m tests.kernel_size` renews the page."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "how-it-knows.md"
BETWEEN = re.compile(r"(<!-- kernel size: begin .*?-->\n).*?(<!-- kernel size: end -->)", re.DOTALL)


def table() -> str:
    """The kernel's files with their lines, and how many of these are code."""
    rows = ["| file | what it is | lines | of code |", "|---|---|---:|---:|"]
    total = total_code = 0
    for file in sorted((ROOT / "checker" / "kernel").glob("*.py")):
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source)
        if not tree.body:
            continue
        lines, code = len(source.splitlines()), code_lines(source)
        total, total_code = total + lines, total_code + code
        about = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
        about = about.replace("|", "\\|")
        rows.append(f"| `{file.name}` | {about} | {lines} | {code} |")
    rows.append(f"| | together | {total} | {total_code} |")
    return "\n".join(rows) + "\n"


def code_lines(source: str) -> int:
    """Lines that are neither blank, nor comment, nor docstring."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
              tokenize.ENCODING, tokenize.ENDMARKER}
    lines: set[int] = set()
    begins = True
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING and begins:
            begins = False
            continue
        if token.type not in silent:
            lines.update(range(token.start[0], token.end[0] + 1))
            begins = False
        elif token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            begins = True
    return len(lines)


def renewed(page: str) -> str:
    """The page with the table of today."""
    return BETWEEN.sub(lambda found: found[1] + table() + found[2], page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
