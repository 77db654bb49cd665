"""The commands: arguments and printing, nothing else.

Everything heavy is imported inside the command that needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker.cli import interrupted, silence, stream, why
from checker.failure import Failure
from checker.training import train
from checker.version import VERSION

if TYPE_CHECKING:
    from checker.language.findings import PageFindings
    from checker.language.term import Term
    from checker.pages import Manner, Problem, Target

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("text", "json", "junit", "sarif", "github")
SHEETS = ("tex", "pdf", "html", "md")


class _Commands(click.Group):
    """The commands, any of which may be interrupted."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; Ctrl-C is answered in one line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            interrupted()


@click.group(cls=_Commands, context_settings={
    "help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(VERSION, prog_name="checker")
def commands() -> None:
    """Say of every step of a derivation: proved, refuted at a point, or undecided.

    Exit code: 0 all proved; 1 something refuted; 2 something unreadable, or a usage error;
    3 something undecided. Of several the most serious: 2 before 1 before 3.

    \b
    Example:
      checker verify
    """


def _jobs(command: Command) -> Command:
    return click.option("--jobs", type=click.IntRange(1, 256), default=1, metavar="N",
                        help="Worker processes (default 1).")(command)


def _time_limit(command: Command) -> Command:
    return click.option("--time-limit", type=click.FloatRange(0, 3600, min_open=True), default=2.0,
                        metavar="S", help="Seconds for one step (default 2).")(command)


@commands.command(short_help="Prove or refute every step of notes and derivations.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--given", metavar="FILE",
              help="What the notes leave to their reader, one declaration a line.")
@click.option("--log-base", type=click.IntRange(2, 1000), metavar="B",
              help="The base of \\log in notes (default: the natural logarithm).")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text",
              help="How to report (default text).")
@click.option("--echo", is_flag=True, help="Show every claim as it was read.")
@click.option("--second-reader", is_flag=True,
              help="Have latex2sympy2 read the notes too, and remark what it reads otherwise.")
@click.option("--certificates", metavar="FILE", help="Store the certificates of proved steps.")
@_jobs
@_time_limit
def verify(paths: tuple[str, ...], given: str | None, log_base: int | None, style: str,
           echo: bool, second_reader: bool, certificates: str | None, jobs: int,
           time_limit: float) -> None:
    """Prove or refute every step of notes and derivations.

    PATH is a note (.md, .tex, .ipynb, .txt), a folder of notes, a derivation of the shelf by
    name, or a Python module that holds derivations; no PATH means the whole shelf. A note is
    only read; a module is run, so it is verified only where it is named itself.

    \b
    Example:
      checker verify lecture.md
      checker verify lecture.tex --given givens.md --echo
      checker verify sigmoid
      checker verify homework.py --format json
      checker verify --certificates proofs.json && checker replay proofs.json
    """
    if given is not None:
        _text_of(given)
    from time import perf_counter

    from checker.language.findings import exit_code
    from checker.pages import Manner, Problem, targets

    begun = perf_counter()
    pages: list[PageFindings] = []
    problems = 0
    show = _Shown(style, echo, unheard=certificates is not None)
    manner = Manner(time_limit, given, log_base or 0, second_reader)
    try:
        for item in _verified(targets(paths), jobs, manner, show):
            if isinstance(item, Problem):
                problems += 1
                show.problem(item)
                pages.append(item.page())
            else:
                show.page(item)
                pages.append(item)
    finally:
        show.bar.hide()
    if certificates is not None:
        import json

        from checker.report.certificates import certificates_data

        _store(certificates, json.dumps(certificates_data(pages, VERSION)))
    show.close(pages, perf_counter() - begun)
    raise SystemExit(2 if problems else exit_code(tuple(pages)))


class _Shown:
    """What `verify` prints: at once for people, at the end for programs."""

    def __init__(self, style: str, echo: bool, unheard: bool) -> None:
        from checker.report.terminal import Bar, Report

        self.style = style
        self.unheard = unheard
        """Whether to go on where nobody reads on: certificates are to be stored."""
        self.bar = Bar(sys.stderr)
        self.report: Report | None = None
        if style == "text":
            self.report = Report(sys.stdout, echo=echo, latex=_latex() if echo else None)

    def problem(self, problem: Problem) -> None:
        self.bar.hide()
        click.echo(f"checker: {problem}", err=True)

    def page(self, page: PageFindings) -> None:
        if self.report is not None:
            self.bar.hide()
            try:
                self.report.page(page)
            except BrokenPipeError:
                if not self.unheard:
                    raise
                silence()

    def close(self, pages: list[PageFindings], seconds: float) -> None:
        self.bar.hide()
        if self.report is not None:
            self.report.close(seconds)
        else:
            click.echo(_formatted(self.style, pages))


def _latex() -> Callable[[Term], str]:
    from checker.reader.latex.printing import latex

    return latex


def _formatted(style: str, pages: list[PageFindings]) -> str:
    import json

    match style:
        case "junit":
            from checker.report.junit import junit

            return junit(pages)
        case "sarif":
            from checker.report.sarif import sarif_data

            return json.dumps(sarif_data(pages, VERSION), indent=2)
        case "github":
            from checker.report.github import github

            return "\n".join(github(pages))
        case _:
            from checker.report.json_report import report_data

            return json.dumps(report_data(pages, VERSION), indent=2)


def _verified(found: list[Target | Problem], jobs: int, manner: Manner,
              show: _Shown) -> Iterator[PageFindings | Problem]:
    """The findings of every target, in order."""
    from checker.pages import Problem, verify_target

    tasks = [(item, manner) for item in found]
    if jobs == 1 or len(found) == 1:
        for task in tasks:
            yield from verify_target(task, show.bar.advance)
        return
    from checker.workers import ordered

    def died(task: tuple[Target | Problem, Manner]) -> list[PageFindings | Problem]:
        return [Problem(task[0].path, "the process that verified it died")]

    for pages in ordered(verify_target, tasks, jobs, late=died):
        show.bar.advance()
        yield from pages


@commands.command(short_help="Answer claims, one JSON object a line.")
@click.argument("file", metavar="FILE.jsonl|-")
@_jobs
@_time_limit
def steps(file: str, jobs: int, time_limit: float) -> None:
    """Answer claims: one JSON object a line in, one verdict a line out, in order.

    \b
    Example:
      echo '{"id": 1, "lhs": "log(x**2)", "rhs": "2*log(x)"}' | checker steps -
    """
    raise SystemExit(stream(file, jobs, time_limit))


@commands.command(short_help="Make proof sheets: LaTeX, PDF, HTML or Markdown.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-o", "--output", required=True, metavar="FILE",
              help="A file .tex, .pdf, .html or .md; or a folder, with a file for each sheet.")
@click.option("--format", "style", type=click.Choice(SHEETS),
              help="The format of the files in a folder.")
@click.option("--engine", type=click.Choice(("xelatex", "lualatex", "pdflatex", "tectonic")),
              help="Which TeX engine makes the PDF (default: one that is installed).")
@click.option("--stable", is_flag=True,
              help="Show how the numbers are computed: the proved steps to the stable forms.")
@click.option("--given", metavar="FILE",
              help="What the notes leave to their reader, one declaration a line.")
@click.option("--log-base", type=click.IntRange(2, 1000), metavar="B",
              help="The base of \\log in notes (default: the natural logarithm).")
@_time_limit
def sheet(paths: tuple[str, ...], output: str, style: str | None, engine: str | None,
          stable: bool, given: str | None, log_base: int | None, time_limit: float) -> None:
    """Make a proof sheet of what a PATH names: every step with its rule and its verdict.

    PATH is as for `verify`. Several sheets become the sections of one file, or the files of a
    folder; an HTML file holds one sheet. The exit code is that of `verify`.

    \b
    Example:
      checker sheet sigmoid -o sigmoid.pdf
      checker sheet lecture.md --given givens.md -o lecture.tex
      checker sheet logistic --stable -o logistic.pdf
      checker sheet -o sheets/ --format html
    """
    if given is not None:
        _text_of(given)
    from checker.language.errors import CheckerError
    from checker.language.findings import exit_code
    from checker.pages import Manner
    from checker.report.terminal import Bar
    from checker.sheets.gathering import verified
    from checker.sheets.saving import places, save

    try:
        place = places(output, style)
    except CheckerError as error:
        raise Failure(str(error)) from None
    bar = Bar(sys.stderr)
    pages, problems = verified(paths, Manner(time_limit, given, log_base or 0), bar.advance)
    bar.hide()
    for problem in problems:
        click.echo(f"checker: {problem}", err=True)
    if problems and not pages:
        raise SystemExit(2)
    try:
        for line in save(pages, place, engine, stable):
            click.echo(line)
    except CheckerError as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{error.filename or output}: {why(error)}") from None
    raise SystemExit(2 if problems else exit_code(tuple(pages)))


@commands.command(short_help="Write a proved result as a file of numeric functions.")
@click.argument("path", metavar="PATH[:RESULT]")
@click.option("--target", default="numpy", metavar="T", show_default=True,
              help="numpy, jax, torch, numba or c.")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file to write.")
@click.option("--against", default="quick", metavar="T,T",
              help="Targets to compare with: names; or all, quick (the default: numpy and c), as "
                   "far as they run here; or none.")
@click.option("--ulp", type=click.FloatRange(0.5, 1e6), default=4.0, metavar="U",
              help="Largest error allowed at the hard places (default 4).")
@_time_limit
def export(path: str, target: str, output: str, against: str, ulp: float,
           time_limit: float) -> None:
    """Write a proved result as a file of numeric functions that stands alone.

    PATH is a derivation of the shelf by name, or a Python module that holds one. RESULT is
    one of its results; without it all are written. Every step is verified first, and the file
    is run against exact values and against other targets before it is written: what is not
    proved, or not accurate, or computed otherwise elsewhere, is not written.

    Exit code: 0 written; 1 not written, with the reason; 2 a usage error.

    \b
    Example:
      checker export sigmoid:derivative --target numpy -o grad.py
      checker export logistic-mean -o logistic.py && python logistic.py
    """
    from checker.export.artefact import SETS, TARGETS
    from checker.export.artefact import export as exported
    from checker.export.refusals import NotExported
    from checker.pages import Problem, derivation_in

    companions = against if against in SETS else tuple(against.split(","))
    for one in (target, *(() if against in SETS else companions)):
        if one not in TARGETS:
            raise Failure(f"no target is called {one!r}; there are {', '.join(TARGETS)}")
    place, _, result = path.rpartition(":") if ":" in path else (path, "", "")
    found = derivation_in(place)
    if isinstance(found, Problem):
        raise Failure(str(found))
    try:
        artefact = exported(found[0], result or None, target, seconds=time_limit, limit=ulp,
                            against=companions)
        artefact.write(output)
    except NotExported as error:
        click.echo(f"checker: {error}", err=True)
        raise SystemExit(1) from None
    except OSError as error:
        raise Failure(f"{output}: {why(error)}") from None
    for one in artefact.measured:
        click.echo(f"{one.function}: {one.values} {one.kind} values, "
                   f"worst error {one.worst:.1f} ulp")
    for other in artefact.compared:
        click.echo(f"against {other.target}: {other.values} values, at most {other.worst:.1f} ulp "
                   "apart")
    click.echo(f"written: {output}")


@commands.command(short_help="Replay stored certificates with the kernel alone.")
@click.argument("file", metavar="FILE.json")
def replay(file: str) -> None:
    """Replay stored certificates with the kernel alone.

    Exit code: 0 the kernel accepts every certificate; 1 it refuses one; 2 the file cannot
    be read.

    \b
    Example:
      checker verify --certificates proofs.json
      checker replay proofs.json
    """
    from checker.stored import records, replayed

    try:
        rows = records(_text_of(file))
    except ValueError as error:
        raise Failure(f"{file}: {error}") from None
    code = accepted = 0
    for number, row in enumerate(rows, 1):
        outcome, sentence = replayed(row)
        if outcome == "accepted":
            accepted += 1
        else:
            click.echo(f"certificate {number}: {outcome}: {sentence}")
            code = 2 if outcome == "unreadable" else code or 1
    click.echo(f"{accepted} of {len(rows)} certificates replayed by the kernel")
    raise SystemExit(code)


@commands.command(short_help="Print the table of rules.")
@click.option("--format", "style", type=click.Choice(("text", "markdown")), default="text",
              help="Text, or the page docs/rules.md.")
def rules(style: str) -> None:
    """Print the table of rules: all the mathematics that certificates may cite.

    \b
    Example:
      checker rules
      checker rules --format markdown > docs/rules.md
    """
    from checker.kernel.rules import TABLE
    from checker.report.rules_report import markdown, text

    rows = [(rule.name, rule.title, rule.statement, rule.source) for rule in TABLE]
    click.echo(markdown(rows) if style == "markdown" else text(rows))


@commands.command(short_help="Draw the computation graph, the loss or the decision boundary.")
@click.argument("path", metavar="PATH")
@click.option("--what", type=click.Choice(("graph", "loss", "boundary")), default="graph",
              help="What to draw (default graph).")
@click.option("--set", "values", multiple=True, metavar="NAME=NUMBER",
              help="A value of a name, for a boundary; once for each.")
@click.option("--given", metavar="FILE",
              help="What the note leaves to its reader, one declaration a line.")
@click.option("-o", "--output", metavar="FILE", required=True, help="A .svg, .png or .pdf file.")
def plot(path: str, what: str, values: tuple[str, ...], given: str | None, output: str) -> None:
    """Draw a note or a derivation: its graph, its loss, or its decision boundary.

    The graph shows how each quantity is computed from others, with local derivatives on its
    arrows and gradients on the way back, each one proved; the loss its values against the
    prediction for y = 0 and y = 1; the boundary where z = 0 over two features.

    \b
    Example:
      checker plot computation-graph -o graph.svg
      checker plot loss-of-one-sample --what loss -o loss.png
      checker plot computation-graph --what boundary \\
          --set b=-3 --set w_1=1 --set w_2=1 -o boundary.pdf
    """
    from checker.plots.definitions import Undrawable
    from checker.plots.drawing import suffix_of
    from checker.plots.pictures import picture, settings, subject_of

    if given is not None:
        _text_of(given)
    try:
        suffix = suffix_of(output)
        drawn = picture(subject_of(path, given), what, suffix, settings(values))
    except Undrawable as error:
        raise Failure(str(error)) from None
    _store(output, drawn)


commands.add_command(train)


def _text_of(file: str) -> str:
    try:
        with open(file, encoding="utf-8") as stream:
            return stream.read()
    except OSError as error:
        raise Failure(f"{file}: {why(error)}") from None
    except UnicodeDecodeError as error:
        raise Failure(f"{file}: not UTF-8 text (byte {error.start})") from None


def _store(file: str, content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else f"{content}\n".encode()
    try:
        with open(file, "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise Failure(f"{file}: {why(error)}") from None
