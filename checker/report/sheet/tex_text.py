r"""Plain text -> TeX that prints it and does nothing else."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from checker.report.sheet.scripts import hangul, runs, transliterated

_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "^": r"\textasciicircum{}", "_": r"\_", "~": r"\textasciitilde{}", "%": r"\%",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}", "\u00ad": "", "€": r"\texteuro{}",
}
_SIGNS: Final = {
    "≠": r"\ne", "≤": r"\le", "≥": r"\ge", "∞": r"\infty", "→": r"\to", "×": r"\times",
    "÷": r"\div", "·": r"\cdot", "−": "-", "±": r"\pm", "∂": r"\partial", "∑": r"\sum",
    "∫": r"\int", "√": r"\surd", "∈": r"\in", "≈": r"\approx", "≡": r"\equiv", "⇒": r"\Rightarrow",
    "∇": r"\nabla", "′": r"{}^{\prime}", "ℝ": r"\mathbb{R}", "ŷ": r"\hat{y}", "²": "{}^{2}",
    "³": "{}^{3}", "µ": r"\mu", "¬": r"\neg", "°": r"{}^{\circ}", "¹": "{}^{1}",
    **{chr(0x3b1 + k): "\\" + word for k, word in enumerate(
        "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi - pi rho "
        "varsigma sigma tau upsilon varphi chi psi omega".split()) if word != "-"},
    **{chr(0x391 + k): "\\" + word for k, word in enumerate(
        "- - Gamma Delta - - - Theta - - Lambda - - Xi - Pi - - Sigma - Upsilon Phi - Psi "
        "Omega".split()) if word != "-"},
    "ϵ": r"\epsilon", "ϕ": r"\phi",
}
"""Signs that are set as mathematics."""
_ACCENTS: Final = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde"}
_ACCENTED: Final = re.compile("(.)([\u0302\u0304\u0303])")
_CHUNK: Final = 6
_SPACES: Final = re.compile(r"\s+")
_OUTSIDE: Final = re.compile("[^\x00-\x7f]+")


def tex(text: str) -> str:
    r"""The text as TeX: no character of it is a command.

    >>> print(tex(r"\input{a} & 50%"))
    \textbackslash{}input\{a\} \& 50\%
    >>> print(tex("σ of 한글"))
    \ensuremath{\sigma} of \hangul{한글}{hangeul}
    """
    text = _SPACES.sub(" ", _visible(text))
    out: list[str] = []
    for run, latin in runs(text):
        out.append("".join(map(_letter, run)) if latin else _others(run))
    return "".join(out).replace("--", "-{}-")


def code(text: str) -> str:
    """The text as source code, which may break after every few characters."""
    clean = " ".join(_visible(text).split())
    return "\\allowbreak{}".join(
        tex(clean[k:k + _CHUNK]) for k in range(0, len(clean), _CHUNK))


def math(formula: str) -> str:
    r"""A formula of a sheet as TeX: letters of other scripts, in its words, find their font.

    >>> print(math(r"x \text{ 한글 }"))
    x \text{ \hangul{한글}{hangeul} }
    """
    return _OUTSIDE.sub(lambda found: tex(found[0]), formula)


def _visible(text: str) -> str:
    """The text without control characters, in composed letters."""
    return "".join(c if not unicodedata.category(c).startswith("C") else " "
                   for c in unicodedata.normalize("NFC", text))


def _letter(letter: str) -> str:
    if letter in _SIGNS:
        return f"\\ensuremath{{{_SIGNS[letter]}}}"
    return _ESCAPES.get(letter, letter)


def _others(run: str) -> str:
    out: list[str] = []
    k = 0
    while k < len(run):
        accent = _ACCENTED.match(run, k)
        if accent is not None and (accent[1] in _SIGNS):
            inner = f"{_ACCENTS[accent[2]]}{{{_SIGNS[accent[1]]}}}"
            out.append(f"\\ensuremath{{{inner}}}")
            k += 2
        elif run[k] in _SIGNS:
            out.append(f"\\ensuremath{{{_SIGNS[run[k]]}}}")
            k += 1
        else:
            end = k + 1
            while end < len(run) and run[end] not in _SIGNS:
                end += 1
            part = run[k:end]
            macro = "hangul" if hangul(part) else "other"
            out.append(f"\\{macro}{{{part}}}{{{tex_plain(transliterated(part))}}}")
            k = end
    return "".join(out)


def tex_plain(text: str) -> str:
    """Latin text as TeX."""
    return "".join(map(_letter, text))
