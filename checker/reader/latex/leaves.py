"""Factors by their first token: who reads what, and what is refused with a word of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checker.language.term import INFINITY, Term, number
from checker.reader.latex import arrays, calculus, fractions, functions, names
from checker.reader.latex.alphabet import ACCENTS, FUNCTIONS, LETTERS
from checker.reader.latex.brackets import BRACKETS, bracket, group, literal
from checker.reader.latex.conditions import cases
from checker.reader.latex.reading import Reading
from checker.reader.magnitude import exact

REFUSED: Final = {
    "\\pm": "plus-minus says two things at once", "\\mp": "plus-minus says two things at once",
    "\\oint": "this integral is not read", "\\iint": "this integral is not read; write two signs",
    "\\mid": "a conditional bar is not read", "\\middle": "a conditional bar is not read",
    "\\odot": "the elementwise product is not read here",
    "\\circ": "a composition is not read; write f(g(x))",
    "\\otimes": "the outer product is not read here",
    "\\lg": "the base of `\\lg` is 10 to some and 2 to others; write `\\log_{10}`",
    "\\atop": "`\\atop` is not read", "\\choose": "write `\\binom{n}{k}`",
    "?": "a question mark says nothing", "\\propto": "`\\propto` (proportional to) is not read",
    "\\sim": "`\\sim` (distributed as) is not read", "\\ll": "`\\ll` (much less) is not read",
    "\\gg": "`\\gg` (much greater) is not read", "\\not": "a negated sign is not read",
    "\\bf": "`\\bf` is not read; write `\\mathbf{...}`",
    "\\subset": "`\\subset` is not read",
    "&": "what stands behind this mark is no equation of its own, and no sign joins it to what "
         "stands before",
    "tag": "a number in brackets behind a space: the number of an equation, or a factor",
}
"""Tokens that are known and not read, and why."""


def _number(r: Reading) -> Term:
    text = r.texts[r.i]
    r.i += 1
    value = exact(text)
    if value is None:
        r.refuse(f"`{text[:40]}` is no number", r.i - 1)
    return number(value)


def _grouped(r: Reading) -> Term:
    """A number with `{,}` inside, or with an exponent of ten: `12{,}345{,}678`, `1e-3`."""
    at, text = r.i, r.texts[r.i]
    r.i += 1
    whole, *groups = text.split("{,}")
    if not groups:
        r.ambiguous(f"`{text}` may be one number", at, "`\\cdot 10^{...}` for a power of ten",
                    "the number e, with spaces around it")
    thousands = 0 < len(whole) < 4 and whole[0] != "0" and all(len(g) == 3 for g in groups)
    if len(groups) == 1 and not thousands:
        value = exact(f"{whole}.{groups[0]}")
    elif len(groups) == 1:
        r.ambiguous("a comma inside a number", at, f"{whole} thousand", f"{whole}.{groups[0]}")
    else:
        value = exact(text.replace("{,}", "")) if thousands else None
    if value is None:
        r.refuse(f"`{text[:40]}` is no number", at)
    return number(value)


def _infinity(r: Reading) -> Term:
    r.i += 1
    return INFINITY


def _letters(r: Reading) -> Term:
    word = names.piece(r)
    ours = functions.letter_function(r, word)
    if ours:
        r.pass_piece()
        return functions.known(r, ours, word)
    return names.letters(r)


def _greek(r: Reading) -> Term:
    if r.kinds[r.i] == "\\Gamma" and r.kinds[r.i + 1] == "(" and not r.is_word("Gamma"):
        r.i += 1
        return functions.known(r, "gamma", "\\Gamma")
    return names.greek(r)


def _word(r: Reading) -> Term:
    """A known function or a name in upright letters."""
    text = r.texts[r.i]
    ours = functions.word_function(r, text)
    if ours:
        r.i += 1
        return functions.known(r, ours, text)
    return names.word(r)


def _function(r: Reading) -> Term:
    command = r.kinds[r.i]
    r.i += 1
    return functions.known(r, FUNCTIONS[command], command)


def _braces(r: Reading) -> Term:
    """A group among factors: it must not hold together what is not seen to belong together."""
    first = r.i
    value = literal(r)
    if value is not None:
        return number(value)
    slashed, r.slashed, r.visible = r.slashed, False, None
    term = group(r)
    signed = term.head in ("add", "neg") or term.head == "number" and term.value < 0
    if (signed or r.slashed) and term is not r.visible:
        before = r.kinds[first - 1] if first else "stop"
        if before not in _OPEN or signed and before in ("+", "-") or r.kinds[r.i] not in _ENDS:
            r.refuse("braces are not seen on paper, and hold a sum or quotient together", first,
                     "brackets")
    r.slashed = slashed
    return term


def _environment(r: Reading) -> Term:
    """Cases, or a matrix."""
    return arrays.matrix(r) if r.texts[r.i] in arrays.MATRICES and r.scope.arrays else cases(r)


_OPEN: Final = frozenset(
    "stop { ( [ lbar = < > , + - & \\le \\ge \\ne \\in \\to := \\equiv \\approx \\{ ; \\\\ "
    "\\Rightarrow \\quad begin lnull \\over".split())
_ENDS: Final = frozenset(
    "stop } ) ] rbar = < > , + - & \\le \\ge \\ne \\in \\to := \\equiv \\approx \\\\ \\} ; . end "
    "\\Rightarrow \\quad rnull \\over".split())

PRIMARIES: Final[dict[str, Callable[[Reading], Term]]] = {
    "number": _number, "grouped": _grouped, "letters": _letters, "\\infty": _infinity, "{": _braces,
    "begin": _environment, "word": _word,
    **dict.fromkeys(LETTERS, _greek), **dict.fromkeys(ACCENTS, names.accented),
    **dict.fromkeys(FUNCTIONS, _function), **dict.fromkeys(BRACKETS, bracket),
    **fractions.HANDLERS, **calculus.HANDLERS, **arrays.HANDLERS,
}
"""Who reads the factor that begins with this kind of token."""
