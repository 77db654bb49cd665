r"""How fast a whole note is verified, and how its time grows with its length.

    python benchmarks/notes.py
    python benchmarks/notes.py --quick
    python benchmarks/notes.py --write 500 > note.md

The README beside this file says what the note is made of, and what is measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

from rich.console import Console

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

NOTE: Final = 500
"""The formulas of the note whose time is promised."""
LONGER: Final = (1000, 5000, 20_000)
"""The formulas of the notes that show how the time grows."""
GROWTH: Final = 1.5
"""What the time per formula may grow by from 1,000 formulas to 20,000: noise, no square."""

SECTIONS: Final = (
    (r"""## @. A neuron

Let $x_@, w_@, b_@ \in \mathbb{R}$ and $y_@ \in \{0, 1\}$. The logit and the activation are
""", r"""
$$z_@ = w_@ x_@ + b_@, \qquad a_@ = \frac{1}{1 + e^{-z_@}}$$

and the loss is
""", r"""
$$L_@ = -(y_@ \log(a_@) + (1 - y_@) \log(1 - a_@)).$$

By the quotient rule
""", r"""
$$\begin{aligned}
\frac{da_@}{dz_@} &= \frac{e^{-z_@}}{(1 + e^{-z_@})^2} \\
&= a_@ (1 - a_@)
\end{aligned}$$

so that
""", r"""
$$\frac{dL_@}{dz_@} = \frac{dL_@}{da_@} \frac{da_@}{dz_@} = a_@ - y_@$$

and
""", r"""
$$\frac{dL_@}{dw_@} = (a_@ - y_@) x_@, \qquad \frac{dL_@}{db_@} = a_@ - y_@.$$
"""),
    (r"""## @. A polynomial

Here $u > 0$. We expand
""", r"""
$$(u + @)^2 = u^2 + 2 \cdot @ u + @^2$$

and differentiate
""", r"""
$$\frac{d}{du} (u + @)^3 = 3 (u + @)^2.$$

A logarithm of $u$ comes apart,
""", r"""
$$\log(@ u^2) = \log @ + 2 \log u,$$

and
""", r"""
$$\frac{d}{du} \left( u \log u - u \right) = \log u$$

by the product rule. A slip:
""", r"""
$$\frac{d}{du} \frac{1}{u} = \frac{1}{u^2}$$
"""),
    (r"""## @. Least squares

For samples $t_i \in \mathbb{R}$ with weights $v_j \in \mathbb{R}$, let
""", r"""
$$S_@ = \frac{1}{2} \sum_{i=1}^{m} (t_i - @)^2.$$

Then
""", r"""
$$S_@ = \frac{1}{2} \sum_{i=1}^{m} t_i^2 - @ \sum_{i=1}^{m} t_i + \frac{@^2 m}{2}$$

and the derivative of
""", r"""
$$R_@ = \sum_{j=1}^{n} v_j^2 + @ \sum_{j=1}^{n} v_j$$

is
""", r"""
$$\frac{\partial R_@}{\partial v_j} = 2 v_j + @.$$

The sum of the first numbers is
""", r"""
$$\sum_{k=1}^{n} k = \frac{n (n + 1)}{2}.$$
"""),
    (r"""## @. A curve

Now let $f(s) = s^2 e^{-@ s}$.
""", r"""
Then $f'(s) = (2 s - @ s^2) e^{-@ s}$,
""", r"""
$$f''(s) = (@^2 s^2 - 4 \cdot @ s + 2) e^{-@ s}$$

and
""", r"""
$$p_@ = f(@), \qquad p_@ = @^2 e^{-@^2}.$$

The circle gives
""", r"""
$$\sin^2 s + \cos^2 s = 1, \qquad \sin(2 s) = 2 \sin s \cos s$$

and
""", r"""
$$\frac{d}{ds} \tanh(@ s) = @ \left(1 - \tanh^2(@ s)\right).$$
"""),
)


def note(formulas: int) -> str:
    """A note of so many formulas: its sections in turn, their names numbered anew each time."""
    parts = ["# A note\n"]
    left = formulas
    for number in count(1):
        for piece in SECTIONS[number % len(SECTIONS)]:
            inside = _formulas(piece)
            if inside > left:
                return "\n".join(parts)
            parts.append(piece.strip("\n").replace("_@", f"_{{{number}}}")
                         .replace("@", str(number)) + "\n")
            left -= inside
    raise AssertionError


def _formulas(piece: str) -> int:
    """How many formulas stand in dollar signs."""
    return piece.replace("$$", "$").count("$") // 2


def verified(text: str) -> float:
    """The processor seconds to verify a note once: other programs do not count."""
    from checker.notes.verify import verify_text

    start = time.process_time()
    verify_text(text)
    return time.process_time() - start


def median(run: Callable[[], float], runs: int) -> float:
    """The median of several runs, after one that may load modules."""
    run()
    return statistics.median(run() for _ in range(runs))


def cold(path: Path) -> float:
    """The wall time of the command, which may exit with any code."""
    quiet = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "checker", "verify", str(path)], capture_output=True,
                   env=quiet, cwd=ROOT, check=False)
    return time.perf_counter() - start


def loads_sympy(path: Path) -> bool:
    """Whether verifying a note imports SymPy."""
    code = ("import sys; from checker.commands import commands\n"
            "try: commands(['verify', sys.argv[1]])\n"
            "except SystemExit: pass\n"
            "print('\\nsympy' if 'sympy' in sys.modules else '\\nnone')")
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True,
                         cwd=ROOT, check=True)
    return ran.stdout.endswith("sympy\n")


def promises(quick: bool) -> Iterator[tuple[str, str, str, bool]]:
    """What is measured, what is promised, and whether it is kept."""
    text = note(NOTE)
    seconds = median(lambda: verified(text), 3 if quick else 7)
    yield f"a note of {NOTE} formulas", f"{seconds:.2f} s", "<= 1 s", seconds <= 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "note.md"
        path.write_text(text, encoding="utf-8")
        wall = median(lambda: cold(path), 1 if quick else 5)
        yield "the same, `checker verify note.md`", f"{wall:.2f} s", "", True
        sympy = loads_sympy(path)
        yield "  imports SymPy", "yes" if sympy else "no", "no", not sympy
    each = []
    for formulas in LONGER[:2] if quick else LONGER:
        text = note(formulas)
        seconds = verified(text)
        each.append(seconds / formulas)
        told = f"{formulas:,} formulas, {len(text) / 1e6:.2f} MB"
        yield told, f"{seconds:.1f} s, {each[-1] * 1e3:.2f} ms each", "", True
    growth = each[-1] / each[0]
    told = f"time per formula, {LONGER[len(each) - 1]:,} : {LONGER[0]:,}"
    yield told, f"{growth:.2f}", f"<= {GROWTH}", growth <= GROWTH


def main() -> int:
    """Print the promises; 1 if one is missed."""
    from proving import Target
    from proving import promises as table

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs, without 20,000 formulas")
    parser.add_argument("--write", type=int, metavar="N", help="only print a note of N formulas")
    asked = parser.parse_args()
    if asked.write:
        print(note(asked.write))
        return 0
    found = [Target(name, measured, promised, kept)
             for name, measured, promised, kept in promises(asked.quick)]
    Console().print(table(found))
    return int(not all(target.kept for target in found))


if __name__ == "__main__":
    sys.exit(main())
