"""Notes as people write them: on every line of a page is found what its table says, no more."""

from __future__ import annotations

import pytest

from tests.expected import SILENT
from tests.note_pages import PAGES, NotePage, Row


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 20
    told = " ".join(row.told for page in PAGES for row in page.rows.values()).split()
    assert told.count("proved") >= 180
    assert told.count("refuted") >= 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.name)
def test_a_page_is_found_as_its_table_says(page: NotePage) -> None:
    found = page.found()
    for where in [*found, *(page.rows.keys() - found.keys())]:
        line = found.get(where, SILENT)
        row = page.rows.get(where, Row("", ()))
        assert line.told == row.told, f"{page.path.name}:{where}: {line.texts}"
        for part in row.parts:
            assert line.says(part), f"{page.path.name}:{where}: {part!r} is not in {line.texts}"
