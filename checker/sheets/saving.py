"""Where the sheets of a command go: sections of one file, or files of a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.language.errors import CheckerError
from checker.language.findings import PageFindings
from checker.sheets.building import sheet
from checker.sheets.formats import data, format_of, write


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a folder with a file for each sheet."""

    path: Path
    style: str
    folder: bool


def places(output: str, style: str | None) -> Place:
    """What the name of the output means; `CheckerError` where it means nothing.

    >>> places("sheets/", "html").folder, places("sheet.pdf", None).style
    (True, 'pdf')
    """
    path = Path(output)
    if output.endswith("/") or path.is_dir() or style is not None and not path.suffix:
        if style is None:
            raise CheckerError(f"{output} is a folder: say the format of its files, as in "
                               "--format html")
        return Place(path, style, True)
    found = format_of(output)
    if style is not None and style != found:
        raise CheckerError(f"{output} is no {style} file")
    if not path.parent.is_dir():
        raise CheckerError(f"{path.parent}: no such folder")
    return Place(path, found, False)


def save(pages: Sequence[PageFindings], place: Place, engine: str | None,
         stable: bool = False) -> Iterator[str]:
    """Write the sheets; a line for each file says what it holds.

    `stable` has them show the proved steps to the forms that an export computes.
    """
    from checker.report.sheet.notes import summary

    if not pages:
        raise CheckerError("nothing was verified, so there is no sheet")
    found = [(page, sheet(page, stable)) for page in pages]
    if not place.folder:
        write(place.path, data([one for _, one in found], place.style, engine))
        total: dict[str, int] = {}
        for _, one in found:
            for outcome, n in one.counts:
                total[outcome] = total.get(outcome, 0) + n
        yield f"{place.path}: {summary(tuple(total.items()))}"
        return
    place.path.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for page, one in found:
        file = place.path / f"{_stem(page, taken)}.{place.style}"
        write(file, data([one], place.style, engine))
        yield f"{file}: {summary(one.counts)}"


def _stem(page: PageFindings, taken: set[str]) -> str:
    """A file's name without its ending, unlike all before."""
    name = page.derivation.name if page.derivation is not None else Path(page.path).stem
    plain = stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "sheet"
    number = 2
    while stem in taken:
        stem = f"{plain}-{number}"
        number += 1
    taken.add(stem)
    return stem
