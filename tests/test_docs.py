"""Documents tell the truth: their examples run, their generated parts are up to date."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import checker
from checker.commands import commands
from tests import console, kernel_size, pictures

PYCON = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^A complete module, `(.*?)`:\n\n```python\n(.*?)^```$",
                     re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
MODULES = ["checker", *(found.name for found in pkgutil.walk_packages(checker.__path__, "checker.")
           if not found.name.endswith("__main__"))]


@pytest.mark.parametrize("page", console.PAGES, ids=lambda page: page.name)
def test_page_tells_the_truth(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in PYCON.finditer(text):
        line = text.count("\n", 0, block.start(1))
        example = doctest.DocTestParser().get_doctest(block[1], names, page.name, str(page), line)
        outcome = doctest.DocTestRunner().run(example, clear_globs=False)
        names = example.globs
        assert outcome.failed == 0


@pytest.mark.parametrize(("page", "command", "output"), [
    pytest.param(page, block["command"], block["output"], id=f"{page.name}: {block['command']}")
    for page in console.PAGES
    for block in console.BLOCK.finditer(page.read_text(encoding="utf-8"))])
def test_commands_print_what_the_page_says(page: Path, command: str, output: str) -> None:
    assert console.run(command) == output, "make docs renews the pages"


@pytest.mark.parametrize("page", console.PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_size_of_the_kernel_is_up_to_date() -> None:
    page = kernel_size.PAGE.read_text(encoding="utf-8")
    assert kernel_size.BETWEEN.search(page)
    assert kernel_size.renewed(page) == page, "make docs renews the page"


def test_the_page_of_rules_is_up_to_date() -> None:
    printed = CliRunner().invoke(commands, ["rules", "--format", "markdown"]).output
    page = (console.ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert printed == page, "make docs renews the page"


def test_a_module_shown_whole_is_the_module() -> None:
    page = (console.ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    shown = EXAMPLE.findall(page)
    assert shown
    for path, text in shown:
        assert (console.ROOT / path).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("picture", pictures.PICTURES)
def test_a_picture_shows_what_the_program_prints(picture: str) -> None:
    drawn = pictures.drawn(pictures.PICTURES[picture])
    kept = (pictures.FOLDER / picture).read_text(encoding="utf-8")
    assert pictures.words(kept) == pictures.words(drawn), "make docs renews the pictures"
    assert "url(" not in kept.replace("url(#", ""), "a picture asks the network for nothing"


@pytest.mark.parametrize("drawing", pictures.PLOTS)
def test_a_drawing_shows_what_the_program_draws(drawing: str) -> None:
    kept = (pictures.FOLDER / drawing).read_text(encoding="utf-8")
    assert pictures.labels(kept) == pictures.labels(pictures.plotted(drawing)), \
        "make docs renews the pictures"


def test_the_front_door_names_what_it_opens() -> None:
    assert checker.__doc__ is not None
    for name in checker.__all__:
        assert f"`{name}`" in checker.__doc__
        assert getattr(checker, name) is not None
    assert set(checker.__all__) <= set(dir(checker))


def test_the_front_door_loads_nothing_until_it_is_asked() -> None:
    code = ("import sys, checker; print(*[m for m in sys.modules if m.startswith('checker.')])\n"
            "checker.parse; print('sympy' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          timeout=60, cwd=console.ROOT)
    assert done.stdout == "\nFalse\n"


@pytest.mark.parametrize("module", MODULES)
def test_examples_of_docstrings_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0
