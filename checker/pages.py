"""What a PATH names — a derivation of the shelf, a module, a note, a folder — and its findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from checker.language.claim import Derivation
from checker.language.errors import CheckerError, Unreadable
from checker.language.findings import Finding, PageFindings, Unread
from checker.language.source import Span
from checker.modules import load

NOTES: Final = frozenset({".md", ".markdown", ".tex", ".ltx", ".ipynb"})
"""The endings of the notes that a folder is searched for."""
NAMED_NOTES: Final = NOTES | {".txt"}
"""The endings of the notes that may be named."""
_STDIN: Final = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a PATH, or a part of it, gives nothing to verify.

    >>> print(Problem("sums.py", "ZeroDivisionError: division by zero", 12))
    sums.py:12: ZeroDivisionError: division by zero
    """

    path: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}{f':{self.line}' if self.line else ''}: {self.message}"

    def page(self) -> PageFindings:
        """The problem as a page of its own, for reports that list pages only."""
        span = Span(self.path, self.line or 1)
        return PageFindings(self.path, (Finding(Unread(self.message, "", span)),))


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to verify."""

    path: str
    """As the user named it."""
    shelf: str = ""
    """Its name on the shelf, if it stands there."""
    note: bool = False
    searched: bool = False
    """Whether it was found in a folder that the user named, and not named itself."""

    @property
    def foreign(self) -> bool:
        """Whether it is a module that nobody named: it is not run."""
        return self.searched and not self.note and not self.shelf


@dataclass(frozen=True, slots=True)
class Manner:
    """How targets are verified."""

    seconds: float = 2.0
    """For one step."""
    given: str | None = None
    """A file of declarations for the notes."""
    log_base: int = 0
    """The base of a logarithm without one in notes; 0 for the natural one."""
    second_reader: bool = False
    """Whether another program reads the formulas of notes too."""


def targets(paths: Sequence[str]) -> list[Target | Problem]:
    """What the paths name, in order; no path means the whole shelf.

    >>> targets(["nowhere.py"])
    [Problem(path='nowhere.py', message='no such file', line=0)]
    """
    from derivations import NAMES

    if not paths:
        return [Target(name, name) for name in NAMES]
    found: list[Target | Problem] = []
    for path in paths:
        if not path:
            found.append(Problem(path, "an empty path; name a derivation, a module or a folder"))
            continue
        found += [Target(path, path)] if path in NAMES else _named(path, NAMES)
    named = {Path(item.path).resolve() for item in found
             if isinstance(item, Target) and not item.searched}
    return [_not_run(item) if isinstance(item, Target) and item.foreign else item
            for item in found
            if not (isinstance(item, Target) and item.foreign
                    and Path(item.path).resolve() in named)]


def _not_run(target: Target) -> Problem:
    return Problem(target.path, "a module is run only where it is named itself, not in a folder; "
                                f"say checker verify {target.path}")


def _named(path: str, names: dict[str, str]) -> list[Target | Problem]:
    place = Path(path)
    if path in _STDIN:
        return [Problem(path, "a path is expected; only checker steps reads what is piped to it")]
    if place.is_dir():
        files = sorted(file for file in place.rglob("*")
                       if (file.suffix in NOTES or file.suffix == ".py" and _derives(file))
                       and file.is_file()
                       and not any(part.startswith((".", "_"))
                                   for part in file.relative_to(place).parts))
        inside = [replace(target, searched=True) if isinstance(target, Target) else target
                  for file in files for target in _named(str(file), names)]
        return inside or [Problem(path, "the folder holds no derivation and no note")]
    if not place.exists():
        if place.suffix or len(place.parts) > 1:
            return [Problem(path, "no such file")]
        return [Problem(path, "no derivation of the shelf has this name" + _like(path, names))]
    if place.suffix == ".py":
        return [Target(path, _on_the_shelf(place, names))]
    if place.suffix.lower() in NAMED_NOTES:
        return [Target(path, note=True)]
    return [Problem(path, "neither a derivation (.py) nor a note (.md, .tex, .ipynb, .txt)")]


def _derives(file: Path) -> bool:
    """Whether a module speaks of derivations at all; it is not run to find out."""
    try:
        return b"deriving" in file.read_bytes()
    except OSError:
        return False


def _like(name: str, names: dict[str, str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _on_the_shelf(file: Path, names: dict[str, str]) -> str:
    import derivations

    folder = Path(derivations.__file__ or "").parent
    if file.resolve().parent == folder.resolve():
        return next((name for name, module in names.items() if module == file.stem), "")
    return ""


def verify_target(task: tuple[Target | Problem, Manner],
                  on_finding: Callable[[], None] | None = None) -> list[PageFindings | Problem]:
    """The findings of a note, or of every derivation of a target; nothing is raised.

    The task is the target and how it is verified; a problem stays what it is.
    """
    target, manner = task
    if isinstance(target, Problem):
        return [target]
    if target.note:
        page = _note(target, manner, on_finding)
        if isinstance(page, PageFindings) and not page.findings:
            return [] if target.searched else [Problem(target.path, "the note claims nothing")]
        return [page]
    found, troubles = written_in(target)
    pages: list[PageFindings | Problem] = [
        Problem(_place(target), error.message + (
            f" (expected {error.expected})" if error.expected else ""), error.line)
        for error in troubles]
    for derivation in found:
        try:
            pages += _checked(derivation, target, manner.seconds, on_finding, whole=not troubles)
        except Exception as error:
            said = f"{derivation.name} could not be checked: {type(error).__name__}: {error}"
            pages.append(Problem(_place(target), said.splitlines()[0][:200]))
    return pages


def _note(target: Target, manner: Manner,
          on_finding: Callable[[], None] | None) -> PageFindings | Problem:
    from checker.notes.judge import Options
    from checker.notes.verify import verify_note

    def told(_: Finding) -> None:
        if on_finding is not None:
            on_finding()

    given = None if manner.given is None else Path(manner.given)
    try:
        return verify_note(Path(target.path), given, log_base=manner.log_base,
                           options=Options(seconds=manner.seconds),
                           second_reader=manner.second_reader, on_finding=told)
    except Unreadable as error:
        return Problem(target.path, error.message, error.line)
    except CheckerError as error:
        return Problem(target.path, str(error))
    except Exception as error:
        said = f"the note could not be checked: {type(error).__name__}: {error}"
        return Problem(target.path, said.splitlines()[0][:200])


def _checked(derivation: Derivation, target: Target, seconds: float,
             on_finding: Callable[[], None] | None, whole: bool) -> list[PageFindings | Problem]:
    from checker.check import check_derivation

    def told(_: Finding) -> None:
        if on_finding is not None:
            on_finding()

    empty = [chain for chain in derivation.chains if not chain.claims]
    pages: list[PageFindings | Problem] = []
    if derivation.claims:
        page = check_derivation(derivation, seconds=seconds, on_finding=told)
        if derivation.source and derivation.source not in page.title:
            page = replace(page, title=f"{page.title or derivation.name} ({derivation.source})")
        pages.append(page)
    if empty or whole and not derivation.chains:
        title = empty[0].title if empty else ""
        chain = f"the chain {title!r}" if title else "a chain"
        pages.append(Problem(_place(target), f"{chain} of {derivation.name} has no step"))
    return pages


def written_in(target: Target) -> tuple[tuple[Derivation, ...], list[Unreadable]]:
    """The derivations of a module, and what of it cannot be read."""
    return load(Path(_place(target)), target.shelf)


def derivation_in(name: str) -> tuple[Derivation, bool] | Problem:
    """The one derivation that a PATH names, and whether it stands on the shelf.

    >>> derivation_in("sigmoid")[0].name
    'sigmoid'
    >>> print(derivation_in("sigmund"))
    sigmund: no derivation of the shelf has this name; did you mean sigmoid?
    """
    (found, *others) = targets([name])
    if isinstance(found, Problem):
        return found
    if others or found.note:
        return Problem(name, "a note or a folder has no results; name one derivation")
    derivations, troubles = written_in(found)
    if troubles:
        return Problem(name, str(troubles[0]))
    if len(derivations) != 1:
        return Problem(name, f"{len(derivations)} derivations; a module with one is needed")
    return derivations[0], bool(found.shelf)


def _place(target: Target) -> str:
    """The file of the target, short where the user stands above it."""
    if not target.shelf:
        return target.path
    import derivations

    file = Path(derivations.__file__).parent / f"{derivations.NAMES[target.shelf]}.py"
    return str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
