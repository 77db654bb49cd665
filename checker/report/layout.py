"""Findings as lines of styled text: what the terminal shows, before any colour is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checker.language.claim import Claim
from checker.language.findings import OUTCOMES, Finding, PageFindings, Unread
from checker.language.term import Term
from checker.language.text import text
from checker.language.verdict import Proved, Refuted, Undecided
from checker.report.remarks import sides

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with its style: a word that the terminal knows a colour for."""

SYMBOLS: Final = {"proved": "✓", "refuted": "✗", "undecided": "?", "unreadable": "!",
                  "stated": "·"}
"""The marks where the terminal can show them."""
WORDS: Final = {"proved": "proved    ", "refuted": "REFUTED   ", "undecided": "undecided ",
                "unreadable": "unreadable", "stated": "stated    "}
"""The marks where it cannot."""

_WIDEST: Final = 56
"""Rules stand to the right of a step no longer than this, else under it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to lay out: the marks, whether to echo the reading, the width (0: no end)."""

    symbols: bool = False
    echo: bool = False
    width: int = 0
    latex: Callable[[Term], str] | None = None
    """How a term is printed in LaTeX, for readings that are echoed in both."""


def page_lines(page: PageFindings, style: Style) -> Iterator[Line]:
    """A heading, the steps chain by chain, and the notices."""
    place = (("  " + page.path, "dim"),) if page.title else ()
    yield ((page.title or page.path, "title"), *place)
    for chain in _chains(page.findings):
        yield from _chain_lines(chain, style)
    for notice in page.notices:
        mark = "»" if style.symbols else "notice    "
        yield from _wrapped(((f"  {mark} {notice.span.line:>4}  ", "notice"), (notice.text, "")),
                            style)


def summary(counts: dict[str, int], seconds: float) -> Line:
    """How many steps have each verdict, and the time.

    >>> print(plain(summary({"proved": 3, "refuted": 1}, 0.25)))
    4 steps: 3 proved, 1 refuted; 0.25 s
    """
    steps = sum(counts.get(outcome, 0) for outcome in OUTCOMES if outcome != "stated")
    line: list[tuple[str, str]] = [(f"{steps} step{'s' if steps != 1 else ''}: ", "")]
    told = [(f"{counts[outcome]} {outcome}", outcome) for outcome in OUTCOMES
            if counts.get(outcome)]
    for number, piece in enumerate(told or [("nothing to verify", "undecided")]):
        line += [(", ", ""), piece] if number else [piece]
    line.append((f"; {seconds:.2f} s", "dim"))
    return tuple(line)


def plain(line: Line) -> str:
    """The line's text without its styles."""
    return "".join(piece for piece, _ in line).rstrip()


def _chains(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings whose left side is the right side before belong to one chain.

    What is supposed, declared or assigned is said on its own: it is no step from the line before.
    """
    chains: list[list[Finding]] = []
    last: Term | None = None
    for finding in findings:
        read, claim = finding.reading, finding.claim
        alone = finding.outcome == "stated" and claim is not None and claim.kind != "step"
        if read is not None and last is not None and read[0] is last and not alone:
            chains[-1].append(finding)
        else:
            chains.append([finding])
        goes_on = read is not None and (not alone or claim is not None
                                        and claim.kind == "definition")
        last = read[1] if read is not None and goes_on else None
    return chains


def _chain_lines(chain: list[Finding], style: Style) -> Iterator[Line]:
    first = chain[0].claim
    blank = " " * len(_mark(chain[0], style))
    if first is not None and len(chain) == 1 and chain[0].outcome == "stated":
        yield from _wrapped(((_mark(chain[0], style), "stated"), (
            f"{sides(first)[0]} {first.relation} {sides(first)[1]}", "term")), style)
        for line in _explanation(chain[0], first, style):
            yield from _wrapped(((blank + "    ", ""), *line), style)
        return
    if first is not None:
        yield from _wrapped(((blank, ""), (sides(first)[0], "term")), style)
    steps = [f"{f.claim.relation} {sides(f.claim)[1]}" for f in chain if f.claim is not None]
    column = max((len(step) for step in steps if len(step) <= _WIDEST), default=0)
    for finding in chain:
        yield from _finding_lines(finding, blank, column, style)


def _mark(finding: Finding, style: Style) -> str:
    mark = (SYMBOLS if style.symbols else WORDS)[finding.outcome]
    line = finding.span.line if finding.span is not None else ""
    return f"  {mark} {line:>4}  "


def _finding_lines(finding: Finding, blank: str, column: int, style: Style) -> Iterator[Line]:
    outcome = finding.outcome
    mark = (_mark(finding, style), outcome)
    verdict = finding.verdict
    if isinstance(verdict, Unread):
        yield from _wrapped((mark, (verdict.message, outcome)), style)
        if verdict.source:
            for row in _caret(verdict):
                yield ((blank + "  ", ""), (row, "term"))
        elif verdict.written:
            yield from _wrapped(((blank + "  ", ""), (verdict.written, "term")), style)
        return
    claim = verdict.claim
    step = f"{claim.relation} {sides(claim)[1]}"
    reasons = _reasons(finding, claim)
    beside = len(step) <= _WIDEST and (
        not style.width or len(blank) + column + 3 + len(plain(reasons)) <= style.width)
    if reasons and beside:
        gap = " " * (column - len(step) + 3)
        yield (mark, (step, "term"), (gap, ""), *reasons)
    else:
        yield from _wrapped((mark, (step, "term")), style)
        if reasons:
            yield from _wrapped(((blank + "    ", ""), *reasons), style)
    for line in _explanation(finding, claim, style):
        yield from _wrapped(((blank + "    ", ""), *line), style)


def _caret(unread: Unread) -> tuple[str, str]:
    """The source line around the place, and a caret under it."""
    line, column = unread.source, max(1, unread.span.column)
    start = max(0, column - 41) if len(line) > 80 else len(line) - len(line.lstrip())
    shown = line[start:start + 80].rstrip()
    return shown, " " * (column - 1 - start) + "^"


def _reasons(finding: Finding, claim: Claim) -> Line:
    """The rules, and the conditions under which the step is proved."""
    names = ", ".join(finding.rules) or claim.reason or ""
    line: list[tuple[str, str]] = [(names, "dim")] if names else []
    if isinstance(finding.verdict, Proved) and finding.verdict.conditions:
        conditions = ", ".join(map(str, finding.verdict.conditions))
        line.append((f"{'; ' if names else ''}where {conditions}", "condition"))
    return tuple(line)


def _explanation(finding: Finding, claim: Claim, style: Style) -> Iterator[Line]:
    """What is said under the step, a word and its text to a line."""
    verdict = finding.verdict
    if style.echo and claim.relation != "in":
        read = finding.reading or (claim.lhs, claim.rhs)
        reading = f"{text(read[0])} {claim.relation} {text(read[1])}"
        yield (("read as  ", "dim"), (reading, ""))
        if style.latex is not None:
            shown = " = ".join(map(style.latex, read)) if claim.relation == "=" else \
                f"{style.latex(read[0])} {claim.relation} {style.latex(read[1])}"
            yield (("in LaTeX ", "dim"), (shown, ""))
    if isinstance(verdict, Refuted):
        left, right = sides(claim)
        yield (("left     ", "dim"), (left, "term"), (" is ", "dim"), (verdict.lhs, "value"))
        yield (("right    ", "dim"), (right, "term"), (" is ", "dim"), (verdict.rhs, "value"))
        yield (("at       ", "dim"), (str(verdict.point) or "every point", "value"))
    if isinstance(verdict, Undecided) and verdict.tried:
        yield (("tried    ", "dim"), ("; ".join(verdict.tried), ""))
    if finding.hint:
        yield (("hint     ", "dim"), (finding.hint, "hint"))
    if finding.message:
        yield (("note     ", "dim"), (finding.message, ""))


def _wrapped(line: Line, style: Style) -> Iterator[Line]:
    """The line, broken at spaces where the terminal ends, continued under its second piece."""
    if not style.width or len(plain(line)) <= style.width:
        yield line
        return
    indent = len(line[0][0]) + 2
    row: list[tuple[str, str]] = [line[0]]
    used = len(line[0][0])
    for piece, name in line[1:]:
        row.append(("", name))
        for word in piece.replace(" ", " \0").split("\0"):
            if used > indent and used + len(word.rstrip()) > style.width:
                yield tuple(row)
                row = [(" " * indent, ""), ("", name)]
                used = indent
            row[-1] = (row[-1][0] + word, name)
            used += len(word)
    yield tuple(row)
