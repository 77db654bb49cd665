"""C files run for the gate: compiled as they will be, and called in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from checker.export.c_classes import work_of
from checker.export.c_code import FLAGS
from checker.export.c_syntax import SYNTAX
from checker.export.function import Function
from checker.export.refusals import NotExported

RUNNER: Final = r"""
import ctypes, json, math, sys
task = json.load(sys.stdin)
TYPES = {"float64": ctypes.c_double, "float32": ctypes.c_float}
libraries = {kind: ctypes.CDLL(path) for kind, path in task["libraries"].items()}
def flat(value):
    return [x for part in value for x in flat(part)] if isinstance(value, list) else [value]
def length(axes, sizes, more=0):
    return math.prod(sizes[axis] + more for axis in axes)
def answer(name, kind, arguments):
    real, what = TYPES[kind], task["functions"][name]
    function = getattr(libraries[kind], name)
    sizes, given = {}, []
    if what["rows"]:
        array = next(v for v, axes in zip(arguments, what["axes"]) if axes)
        if not isinstance(array[0], list):  # one sample is one row
            arguments, array = [[value] for value in arguments], [array]
        sizes["rows"] = len(arguments[0])
    for value, axes, classes in zip(arguments, what["axes"], what["classes"]):
        axes = ["rows", *axes] if what["rows"] else axes
        inner = value
        for axis in axes:
            sizes[axis] = len(inner)
            inner = inner[0]
        numbers, type_ = flat(value), ctypes.c_size_t if classes else real
        given.append((type_ * len(numbers))(*numbers) if axes else real(value))
    call = [*(ctypes.c_size_t(s) for s in sizes.values()), *given]
    if what["returns"]:
        function.restype = real
        return [float(function(*call)).hex()]
    rows = ["rows"] if what["rows"] else []
    outputs = [(real * length([*rows, *axes], sizes, what["bordered"]))()
               for axes in what["outputs"]]
    work = [(real * (what["work"] * len(array[0])))()] if what["work"] else []
    function.restype = None
    function(*call, *outputs, *work)
    return [float(x).hex() for output in outputs for x in output]
json.dump([answer(*call) for call in task["calls"]], sys.stdout)
"""


def run_compiled(path: Path, functions: Sequence[Function],
                 calls: Sequence[tuple[str, str, tuple[Any, ...]]]) -> list[Any]:
    """What the file answers to each call: numbers in hexadecimal."""
    libraries = {kind: str(_compiled(path, real)) for kind, real in
                 (("float64", "double"), ("float32", "float"))}
    told = {f.name: {
        "axes": [a.axes for a in f.arguments], "bordered": int(f.bordered), "rows": f.in_rows,
        "classes": [bool(a.classes) for a in f.arguments],
        "work": work_of(f, SYNTAX) if f.in_rows else 0,
        "returns": len(f.parts) == 1 and not f.parts[0].indices and not f.in_rows,
        "outputs": [[i.size for i in p.indices] for p in (f.parts[:1] if f.bordered else f.parts)],
    } for f in functions}
    task = json.dumps({"libraries": libraries, "functions": told, "calls": calls})
    done = subprocess.run([sys.executable, "-c", RUNNER], input=task, text=True,
                          capture_output=True, timeout=300, check=False)
    if done.returncode:
        raise NotExported("the file is not written: it does not run: "
                          f"{(done.stderr.strip().splitlines() or ['no word'])[-1]}")
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _compiled(path: Path, real: str) -> Path:
    """The shared library, compiled with every warning an error."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NotExported("the file is not written: there is no C compiler (cc) to try it with")
    library = path.with_suffix(f".{real}.so")
    if not library.exists():
        done = subprocess.run(
            [compiler, *FLAGS.split(), "-Wall", "-Wextra", "-Werror", f"-DREAL={real}", "-shared",
             "-fPIC", str(path), "-o", str(library), "-lm"],
            capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            told = next((line for line in done.stderr.splitlines() if "error" in line), "")
            raise NotExported(f"the file is not written: it does not compile: {told}")
    return library
