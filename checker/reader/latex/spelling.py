"""Names: from a LaTeX spelling to the plain one, and back.

`\\hat{y}` is y_hat, `\\alpha` is alpha, `w_1` is w_1, `x_{\\text{max}}` is x_max,
`a^{[2]}` is a^[2], `\\theta^*` is theta_star, `\\mathbf{w}` is w_bold, `\\Delta w` is Delta_w.
"""

from __future__ import annotations

import re
from typing import Final

from checker.reader.latex.alphabet import ACCENTS, LETTERS

GREEK: Final = frozenset(LETTERS.values())
_BACK: Final = {"hat": "\\hat", "bar": "\\bar", "tilde": "\\tilde", "vec": "\\vec",
                "ring": "\\mathring", "check": "\\check", "breve": "\\breve", "acute": "\\acute",
                "grave": "\\grave", "under": "\\underline", "bold": "\\mathbf",
                "cal": "\\mathcal", "scr": "\\mathscr", "bb": "\\mathbb", "frak": "\\mathfrak",
                "sf": "\\mathsf", "tt": "\\mathtt", "dot": "\\dot", "ddot": "\\ddot"}
_PARTS: Final = re.compile(
    r"(?P<base>[A-Za-z][A-Za-z0-9]*)"
    rf"(?P<accents>(?:_(?:{'|'.join(_BACK)})(?![A-Za-z0-9]))*)"
    r"(?:_(?!star\b)(?P<below>[0-9]+|[A-Za-z][A-Za-z0-9]*))?"
    r"(?P<above>\^(?:\[[0-9A-Za-z]*\]|\([0-9]*\)))?"
    r"(?P<star>_star)?")
_ACCENT: Final = re.compile(r"\\([A-Za-z]+)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|\s(\\?[A-Za-z]+))")
_LABEL: Final = re.compile(r"\[([A-Za-z]{2,})\]")
"""A word that is raised."""
_ESCAPED: Final = re.compile(r"[&%#$_\\]")


def plain_spelling(written: str) -> str:
    """The plain spelling of a name that may be written in LaTeX.

    >>> plain_spelling("\\\\hat{y}"), plain_spelling("\\\\alpha_1"), plain_spelling("w_{1}")
    ('y_hat', 'alpha_1', 'w_1')
    """
    text = written.strip()
    found = _ACCENT.match(text)
    while found is not None and "\\" + found[1] in ACCENTS:
        inner = (found[2] or found[3]).removeprefix("\\")
        text = f"{inner}_{ACCENTS[chr(92) + found[1]]}{text[found.end():]}"
        found = _ACCENT.match(text)
    text = re.sub(r"\\(?:text|mathrm|mathit|operatorname|textrm)\s*\{([A-Za-z0-9]+)\}", r"\1", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: LETTERS.get(m[0], m[0]), text)
    return re.sub(r"([_^])\{([^{}]*)\}", r"\1\2", text)


def latex_name(name: str, below: str = "", above: str = "", *, entries: bool = False) -> str:
    """The name as it is written in LaTeX, with indices below and above it.

    With `entries`, a numbered name is told from an entry of a family.

    >>> print(latex_name("y_hat"), latex_name("alpha_1"), latex_name("SSE"), latex_name("x_max"))
    \\hat{y} \\alpha_{1} \\mathrm{SSE} x_{\\text{max}}
    """
    if len(name) == 1 and name.isalpha() and name.isascii():
        return name + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
    if name.startswith("Delta_") and len(name) > 6:
        rest = latex_name(name[6:], below, above, entries=entries)
        return f"\\Delta {rest}" if not rest.startswith("\\text") else _text(name, below, above)
    found = _PARTS.fullmatch(name)
    if found is None or found["below"] and below or found["star"] and above:
        return _text(name, below, above)
    written = _base(found["base"])
    for accent in found["accents"].split("_")[1:]:
        written = f"{_BACK[accent]}{{{written}}}"
    if found["below"]:
        number = found["below"].isdigit() and not entries
        below = found["below"] if number else f"\\text{{{found['below']}}}"
    raised = _LABEL.sub(r"\\text{\1}", found["above"] or "")[1:]
    above = raised.replace("[]", "").replace("()", "") + above
    above += "*" if found["star"] else ""
    return written + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _base(base: str) -> str:
    if base in GREEK:
        return "\\" + base
    if len(base) == 1 or len(base) == 2 and base[0] == "d" and base[1].isalpha():
        return base
    return f"\\mathrm{{{base}}}"


def _text(name: str, below: str, above: str) -> str:
    written = f"\\text{{{_ESCAPED.sub(_escape, name)}}}"
    return written + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _escape(found: re.Match[str]) -> str:
    return "\\" + found[0]
