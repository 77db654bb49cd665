"""A PATH as a picture: what `checker plot` writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

from checker.pages import Manner, Problem, targets, verify_target
from checker.plots.definitions import Subject, Undrawable, of_derivation, of_note

KINDS: Final = ("graph", "loss", "boundary")
_SETTING: Final = re.compile(r"\s*([^\W\d]\w*)\s*=\s*([-+]?\d+(?:\.\d+|/[1-9]\d*)?)\s*")


def subject_of(path: str, given: str | None = None) -> Subject:
    """What there is to draw of a note or of a derivation; `Undrawable` says why there is nothing.

    >>> [definition.name for definition in subject_of("neuron").definitions]
    ['sigma', 'z', 'a', 'L']
    """
    found = targets([path])
    if len(found) != 1:
        raise Undrawable(f"{path}: a picture is of one note or one derivation")
    pages = verify_target((found[0], Manner(given=given)))
    if not pages:
        raise Undrawable(f"{path} defines nothing to draw")
    page = pages[0]
    if isinstance(page, Problem):
        raise Undrawable(str(page))
    if page.derivation is not None:
        return of_derivation(path, page.derivation, page)
    return of_note(path, page, None if given is None else Path(given))


def picture(subject: Subject, what: str, suffix: str,
            values: Mapping[str, Fraction] | None = None) -> bytes:
    """The picture of this kind, graph, loss or boundary, as the bytes of a file."""
    match what:
        case "loss":
            from checker.plots.loss import draw as draw_loss

            return draw_loss(subject, suffix)
        case "boundary":
            from checker.plots.boundary import draw as draw_boundary

            return draw_boundary(subject, values or {}, suffix)
        case _:
            from checker.plots.graph import graph_of
            from checker.plots.graph_picture import draw as draw_graph

            return draw_graph(graph_of(subject), suffix)


def settings(texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Values of names, as they are typed: `w_1=1`, `b=-3`, `w_0=1/2`.

    >>> settings(("w_1=1", "b = -0.5"))
    {'w_1': Fraction(1, 1), 'b': Fraction(-1, 2)}
    """
    found = {}
    for text in texts:
        said = _SETTING.fullmatch(text)
        if said is None or len(text) > 100:
            raise Undrawable(f"--set {text[:60]}: expected NAME=NUMBER, such as w_1=1")
        found[said[1]] = Fraction(said[2])
    return found
