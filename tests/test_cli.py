"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import derivations
from checker.commands import commands
from checker.version import VERSION

ROOT = Path(__file__).parent.parent
SIGMA, SLIP = (str(ROOT / "docs" / "examples" / f"{name}.py") for name in ("sigma", "slip"))
FIRST = next(iter(derivations.NAMES))

MODULE = """
from checker.reader.authoring import by, deriving

with deriving("own", "My own") as d:
    x = d.real("x")
    d.chain({chain})

derivation = d.finish()
"""


def checker(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(commands, arguments, input=given, prog_name="checker")


def own(folder: Path, chain: str, name: str = "own.py") -> str:
    file = folder / name
    file.write_text(MODULE.format(chain=chain))
    return str(file)


# --- help -------------------------------------------------------------------------------------


def test_every_command_has_help_with_an_example() -> None:
    for command in ([], *([name] for name in commands.commands)):
        result = checker(*command, "--help")
        assert result.exit_code == 0
        assert "Example:\n    checker" in result.output or "    echo" in result.output


def test_version() -> None:
    assert VERSION in checker("--version").output


def test_python_m_checker_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "checker", "--version"], capture_output=True,
                          text=True, check=True, timeout=60)
    assert done.stdout == f"checker, version {VERSION}\n"


# --- verify -----------------------------------------------------------------------------------


def test_a_derivation_of_the_shelf_is_proved() -> None:
    result = checker("verify", FIRST)
    assert result.exit_code == 0, result.output
    assert "REFUTED" not in result.output
    assert "proved" in result.output


def test_a_slip_is_refuted_with_both_values_and_a_point() -> None:
    result = checker("verify", SLIP)
    assert result.exit_code == 1
    for word in ("REFUTED", "left  ", "right  ", "at  ", "1 refuted"):
        assert word in result.output


def test_a_pipe_gets_neither_colours_nor_marks() -> None:
    assert "\x1b" not in checker("verify", SLIP).output
    assert checker("verify", SLIP).output.isascii()


def test_json_has_every_key_in_order() -> None:
    result = checker("verify", SIGMA, SLIP, "--format", "json")
    report = json.loads(result.stdout)
    assert list(report) == ["schema", "version", "pages"]
    assert (report["schema"], report["version"], len(report["pages"])) == (1, VERSION, 2)
    assert [page["counts"]["refuted"] for page in report["pages"]] == [0, 1]
    refuted = report["pages"][1]["claims"][0]
    assert refuted["verdict"] == "refuted"
    assert refuted["witness"].keys() == {"z"}
    assert refuted["values"].keys() == {"lhs", "rhs"}


@pytest.mark.parametrize("style", ["junit", "sarif", "github"])
def test_reports_for_other_programs_name_the_slip(style: str) -> None:
    result = checker("verify", SLIP, "--format", style)
    assert result.exit_code == 1
    assert "slip.py" in result.stdout
    assert "refuted" in result.stdout


def test_echo_shows_the_reading() -> None:
    assert "read as" in checker("verify", SIGMA, "--echo").output


def test_two_jobs_say_the_same_as_one() -> None:
    one, two = (checker("verify", SIGMA, SLIP, "--format", "github", "--jobs", n) for n in "12")
    assert one.output == two.output
    assert one.exit_code == two.exit_code == 1


def test_a_folder_means_its_notes_and_no_module_of_it_is_run(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("Let $x > 0$. $$x + x = 2x$$")
    trace = tmp_path / "trace"
    for name in ("homework.py", "setup.py"):
        (tmp_path / name).write_text(f"open({str(trace)!r}, 'w')\n")
    module = Path(own(tmp_path, "x + x, 2*x", "homework.py"))
    module.write_text(f"open({str(trace)!r}, 'w')\n{module.read_text()}")
    result = checker("verify", str(tmp_path))
    assert result.exit_code == 2 and "1 step: 1 proved" in result.output
    assert "homework.py: a module is run only where it is named itself" in result.stderr
    assert "setup.py" not in result.stderr and not trace.exists()
    result = checker("verify", str(tmp_path), str(module))
    assert result.exit_code == 0 and "2 steps: 2 proved" in result.output
    assert trace.exists() and not result.stderr


def test_the_folder_of_the_shelf_is_the_shelf() -> None:
    result = checker("verify", str(Path(derivations.__file__).parent), "--format", "json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["pages"]) == len(derivations.NAMES)


@pytest.mark.parametrize("path", ["-", "/dev/stdin"])
@pytest.mark.parametrize("command", ["verify", "sheet"])
def test_what_is_piped_is_no_path(command: str, path: str) -> None:
    more = ["-o", "sheet.html"] if command == "sheet" else []
    result = checker(command, path, *more, given="$x = x$")
    assert result.exit_code == 2
    assert f"checker: {path}: a path is expected" in result.stderr


def test_a_derivation_that_is_never_finished_is_told(tmp_path: Path) -> None:
    whole = Path(own(tmp_path, "x + x, 2*x")).read_text()
    file = tmp_path / "open.py"
    file.write_text(whole.replace("derivation = d.finish()", ""))
    result = checker("verify", str(file))
    assert result.exit_code == 2
    assert "open.py:4: the derivation that is opened here is never finished" in result.stderr
    assert "derivation = d.finish()" in result.stderr
    file.write_text(whole.replace("derivation = ", ""))
    assert "is finished, but has no name" in checker("verify", str(file)).stderr
    file.write_text(whole + "with deriving('more', 'More') as e:\n    e.chain(x, x + 1)\n")
    result = checker("verify", str(file))
    assert result.exit_code == 2 and "1 step: 1 proved" in result.output
    assert "open.py:9: the derivation that is opened here is never finished" in result.stderr


BAD = {
    "nowhere.py": (None, "no such file"),
    "raises.py": ("x = 1\n\nx / 0\n", "raises.py:3: ZeroDivisionError: division by zero"),
    "syntax.py": ("x = 1\nx = = 2\n", "syntax.py:2: SyntaxError: invalid syntax"),
    "leaves.py": ("import sys\nsys.exit('no')\n", "leaves.py:2: SystemExit: no"),
    "empty.py": ("x = 1\n", "empty.py: the module holds no derivation"),
    "page.md": ("no formula\n", "page.md: the note claims nothing"),
    "data.csv": ("x\n", "neither a derivation (.py) nor a note"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_and_nothing_else_is_lost(name: str, tmp_path: Path) -> None:
    content, sentence = BAD[name]
    if content is not None:
        (tmp_path / name).write_text(content)
    result = checker("verify", str(tmp_path / name), own(tmp_path, "x + x, 2*x"))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "1 step: 1 proved" in result.stdout


def test_an_empty_chain_is_one_sentence(tmp_path: Path) -> None:
    result = checker("verify", own(tmp_path, "x"))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "own.py:6: a chain of fewer than two lines" in result.stderr


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    result = checker("verify", str(tmp_path))
    assert result.exit_code == 2
    assert "the folder holds no derivation and no note" in result.stderr


def test_a_misspelt_name_is_told_its_neighbour() -> None:
    result = checker("verify", FIRST + "x")
    assert result.exit_code == 2
    assert f"did you mean {FIRST}?" in result.stderr


def test_what_a_module_prints_does_not_spoil_the_report(tmp_path: Path) -> None:
    file = Path(own(tmp_path, "x + x, 2*x"))
    file.write_text("print('hello')\n" + file.read_text())
    assert json.loads(checker("verify", str(file), "--format", "json").stdout)["schema"] == 1


def test_usage_errors_are_code_2() -> None:
    for arguments in (["verify", "--format", "paper"], ["steps"], ["verify", "--jobs", "0"],
                      ["nothing"], ["verify", "--time-limit", "-1"], ["steps", "nowhere.jsonl"],
                      ["replay", "nowhere.json"], ["verify", "--given", "nowhere.md"]):
        assert checker(*arguments).exit_code == 2, arguments


def test_certificates_are_stored_though_nobody_reads_on(tmp_path: Path) -> None:
    stored = tmp_path / "proofs.json"
    command = [sys.executable, "-m", "checker", "verify", "--certificates", str(stored)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode in (0, 1)
    assert len(json.loads(stored.read_text())["certificates"]) > 100


# --- certificates -----------------------------------------------------------------------------

WITHOUT_PROVER = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("checker.prover", "checker.refuter", "checker.reader",
                            "checker.check", "sympy")):
            raise ImportError(name + " is out of reach")
sys.meta_path.insert(0, Wall())
sys.argv = ["checker", "replay", sys.argv[1]]
from checker.cli import main
main()
"""


def test_certificates_replay_where_no_prover_can_be_imported(tmp_path: Path) -> None:
    stored = tmp_path / "proofs.json"
    assert checker("verify", FIRST, SIGMA, "--certificates", str(stored)).exit_code == 0
    number = len(json.loads(stored.read_text())["certificates"])
    assert number > 0
    done = subprocess.run([sys.executable, "-c", WITHOUT_PROVER, str(stored)],
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{number} of {number} certificates replayed by the kernel\n"


def test_a_forged_certificate_is_refused(tmp_path: Path) -> None:
    stored = tmp_path / "proofs.json"
    checker("verify", SIGMA, "--certificates", str(stored))
    proofs = json.loads(stored.read_text())
    proofs["certificates"][0]["claim"]["rhs"] = 7
    stored.write_text(json.dumps(proofs))
    result = checker("replay", str(stored))
    assert result.exit_code == 1
    assert "certificate 1: refused: digest" in result.output


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": 2, "certificates": []}',
                                  '{"schema": 1, "certificates": [{"claim": 1}]}',
                                  '{"schema": 1, "certificates": [7]}', "[" * 100_000])
def test_a_malformed_file_of_certificates_is_code_2(text: str, tmp_path: Path) -> None:
    stored = tmp_path / "proofs.json"
    stored.write_text(text)
    result = checker("replay", str(stored))
    assert result.exit_code == 2
    assert result.output


# --- steps ------------------------------------------------------------------------------------

STEPS = [
    '{"id": 1, "lhs": "x + x", "rhs": "2*x"}',
    '{"id": "two", "lhs": "x + x", "rhs": "3*x"}',
    '{"id": 3, "lhs": "x + ", "rhs": "3*x"}',
    "no json",
    '{"id": 5, "lhs": "1/x", "rhs": "x**-1", "variables": {"x": "nonzero"}}',
]
VERDICTS = ["proved", "refuted", "unreadable", "unreadable", "proved"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_steps_are_answered_in_order(jobs: str) -> None:
    result = checker("steps", "-", "--jobs", jobs, given="\n".join(STEPS) + "\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["verdict"] for answer in answers] == VERDICTS
    assert [answer["id"] for answer in answers] == [1, "two", 3, None, 5]
    assert result.exit_code == 2
    for answer in answers:
        assert list(answer)[:5] == ["id", "verdict", "witness", "conditions", "seconds"]
    assert answers[1]["witness"].keys() == {"x"}
    assert "line 4" in answers[3]["message"]


@pytest.mark.parametrize(("verdict", "code"), [(0, 0), (1, 1), (2, 2)])
def test_the_exit_code_of_steps(verdict: int, code: int, tmp_path: Path) -> None:
    file = tmp_path / "steps.jsonl"
    file.write_text(STEPS[verdict] + "\n" + STEPS[0] + "\n")
    assert checker("steps", str(file)).exit_code == code


def test_bytes_that_are_no_text_spoil_only_their_line() -> None:
    result = checker("steps", "-", given=b"\xff\xfe\n" + STEPS[0].encode())
    assert [json.loads(line)["verdict"] for line in result.stdout.splitlines()] == [
        "unreadable", "proved"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_answer_does_not_wait_for_the_next_line(jobs: str) -> None:
    command = [sys.executable, "-m", "checker", "steps", "-", "--jobs", jobs]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for step, verdict in zip(STEPS, VERDICTS, strict=True):
            process.stdin.write(step + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["verdict"] == verdict
        process.stdin.close()
        assert process.wait(timeout=30) == 2


# --- rules ------------------------------------------------------------------------------------


def test_the_rules_are_printed() -> None:
    result = checker("rules")
    assert result.exit_code == 0
    assert "log(a*b) = log(a) + log(b)" in result.output


SEVERAL = """
from sympy import Function, exp, zeta
from checker import by, deriving

with deriving("first", "The first") as d:
    x = d.real("x")
    d.chain(x*x,
            by("power rule"), x**2,
            by("a slip of the pen"), Function("foo")(x),
            by("expand"), (x + 1)**2 - 2*x - 1,
            by("expand"), x**2)
    d.chain(sech9(x), by("?"), x)
    d.holds(exp(x) > 0)
    d.chain(zeta(x, 2), by("?"), x)
    d.result("value(x)", nope)
first = d.finish()

with deriving("second", "The second") as d:
    y = d.real("y")
    f = d.define("f(y)", Function("bar")(y))
    d.chain(f(y), by("definition of f"), y)
second = d.finish()
"""


def test_a_line_that_fails_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "several.py"
    file.write_text(SEVERAL)
    done = checker("verify", str(file), "--format", "json")
    assert done.exit_code == 2
    claims = [claim for page in json.loads(done.stdout)["pages"] for claim in page["claims"]]
    said = {claim["line"]: claim["verdict"] for claim in claims}
    assert said == {8: "proved", 9: "unreadable", 11: "proved", 12: "unreadable", 13: "proved",
                    14: "unreadable", 15: "unreadable", 20: "unreadable"}
    assert f"{file}:9: the function foo is neither declared nor defined\n" in done.stderr
    assert done.stderr.count("\n") == 5


@pytest.mark.parametrize("arguments", [("verify", "{file}"), ("steps", "-"),
                                       ("steps", "-", "--jobs", "2")], ids=" ".join)
def test_an_interruption_is_one_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "slow.py"
    file.write_text("import time\nprint('begun', flush=True)\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "checker", *(a.format(file=file) for a in arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write('{"lhs": "x + x", "rhs": "2*x"}\n')
        process.stdin.flush()
        heard = process.stderr if arguments[0] == "verify" else process.stdout
        assert heard.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        assert process.stderr.read() == "checker: interrupted\n"
