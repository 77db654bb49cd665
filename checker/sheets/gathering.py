"""What paths name, verified: a part that could not be read stays on the sheet of its whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from checker.language.findings import PageFindings
from checker.pages import Manner, Problem, targets, verify_target


def verified(paths: Sequence[str], manner: Manner, on_finding: Callable[[], None] | None = None,
             ) -> tuple[list[PageFindings], list[Problem]]:
    """The pages of all paths, and what could not be read.

    Where a module could be read in part only, its derivations get what could not be as
    findings of their own: no sheet looks whole that is not.

    >>> pages, problems = verified(["sigmoid", "nowhere.md"], Manner())
    >>> len(pages), *map(str, problems)
    (1, 'nowhere.md: no such file')
    """
    pages: list[PageFindings] = []
    problems: list[Problem] = []
    for target in targets(paths):
        found = verify_target((target, manner), on_finding)
        troubles = [item for item in found if isinstance(item, Problem)]
        unread = tuple(finding for item in troubles for finding in item.page().findings)
        pages += [replace(item, findings=(*item.findings, *unread))
                  for item in found if isinstance(item, PageFindings)]
        problems += troubles
    return pages, problems
