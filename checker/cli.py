"""The command line's door.

`checker steps FILE` is answered from here: pipelines start it often, and importing the
library of the other commands takes as long as twenty steps.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def main() -> None:
    """Run the command line."""
    try:
        match sys.argv[1:]:
            case ["steps", file] if file == "-" or not file.startswith("-"):
                sys.exit(stream(file))
            case _:
                from checker.commands import commands

                commands(prog_name="checker")
    except BrokenPipeError:  # whoever reads us has read enough
        silence()
        sys.exit(1)
    except KeyboardInterrupt:
        interrupted()


def silence() -> None:
    """Whatever is printed from here on goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def interrupted() -> NoReturn:
    """Say in one line that Ctrl-C was pressed, and end with the exit code that shells expect.

    At once: a thread that waits for the next line of a pipe holds the pipe, and an orderly
    end would wait for it. Workers end when the pipe from here does.
    """
    try:
        sys.stdout.flush()
        print("checker: interrupted", file=sys.stderr, flush=True)
    finally:
        os._exit(130)


def stream(file: str, jobs: int = 1, seconds: float = 2.0) -> int:
    """Answer every line of the file as soon as it is read; the exit code."""
    gc.disable()  # while modules are loaded there is no garbage to be found
    from checker.steps import answers, exit_code

    gc.freeze()
    gc.enable()
    try:
        # SIM115: it is read as long as the process lives.
        source = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: SIM115
    except OSError as error:
        print(f"checker: {file}: {why(error)}", file=sys.stderr)
        return 2
    # Bytes that are no UTF-8 spoil only their line.
    lines = (line.decode("utf-8", "replace") for line in source)
    seen: set[str] = set()
    for verdict, answer in answers(lines, seconds, jobs):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
        seen.add(verdict)
    source.close()
    return exit_code(seen)


def why(error: OSError) -> str:
    """What the system says, in words.

    >>> why(FileNotFoundError(2, "No such file or directory"))
    'no such file'
    """
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return (error.strerror or str(error)).lower()
