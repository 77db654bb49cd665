"""Names: runs of letters, Greek letters, words, letters with accents."""

from __future__ import annotations

import re
from typing import Final

from checker.language.term import EULER, PI, Term, name
from checker.reader.latex.alphabet import ACCENTS, LETTERS
from checker.reader.latex.indices import is_exponent
from checker.reader.latex.inline import inline
from checker.reader.latex.letters import FUNCTION_WORDS, MAX_PRODUCT, split
from checker.reader.latex.reading import Reading
from checker.reader.latex.scripted import OPENING, applied, scripted

_PLAIN: Final = re.compile(r"[^\s{}]+")


def piece(r: Reading) -> str:
    """The name or function word that begins the run of letters at the place.

    What follows in the run remains for the next factor.
    """
    pieces = r.pieces.get(r.i)
    if pieces is None:
        run = r.texts[r.i]
        pieces = r.pieces[r.i] = [run] if len(run) == 1 else _split(r, run)
    return pieces[0]


def _split(r: Reading, run: str) -> list[str]:
    following = ""
    if r.kinds[r.i + 1] == "_":
        inside = r.i + 2 + (r.kinds[r.i + 2] == "{")
        following = "_" + r.texts[inside]

    def known(word: str) -> bool:
        return r.is_word(word) or bool(following) and run.endswith(word) \
            and r.scope.knows(word + following)

    body = run
    tail: list[str] = []
    if r.integrals and len(run) > 1 and run[-2] == "d" and not known(run):
        body, tail = run[:-2], [run[-2:]]
        if len(body) < 2:
            return [body, *tail] if body else tail
    ways = split(body, known)
    if len(ways) == 1:
        return [*ways[0], *tail]
    if ways:
        r.ambiguous(f"`{run}` can be split in two ways", r.i, *(" ".join(way) for way in ways))
    if r.kinds[r.i + 1] in OPENING and len(body) <= MAX_PRODUCT and not tail:
        r.ambiguous(f"`{run}` stands in front of a bracket and is not known", r.i,
                    f"a function `\\mathrm{{{run}}}` that is declared",
                    "a product of declared names")
    if len(body) <= MAX_PRODUCT and not (body.isupper() and len(body) > 1) \
            and not any(body[k:k + 2] in FUNCTION_WORDS for k in range(len(body) - 1)):
        return [*body, *tail]
    r.refuse(f"`{run}` is neither a known word nor a product of known names", r.i,
             "a declared name, `\\mathrm{" + run + "}`, or spaces and `\\cdot` between factors")


def letters(r: Reading) -> Term:
    """A name that begins a run of letters."""
    word = piece(r)
    first = r.i
    if word == "e" and "e" not in r.bound and not _has_index(r, first):
        if not r.scope.is_name("e"):
            r.pass_piece()
            return EULER
        if r.kinds[first + 1] == "^" and len(r.pieces[first]) == 1:
            r.ambiguous("`e` is a name here, and a power of it is written", first,
                        "the exponential function, `\\exp(...)`", "a power of the name")
    if word == "d" and not r.is_word("d"):
        found = inline(r)
        if found is not None:
            return found
        _check_d(r)
    upright = r.tokens.text.startswith("\\", r.place(first))
    r.pass_piece()
    found = scripted(r, word, first)
    if word in _AVERAGES and found.head in ("name", "entry") and word not in r.scope.functions \
            and (r.kinds[r.i] == "[" or upright and r.begins_factor()):
        r.alone.discard(word)
        expects(r, word, first)
    return found


def _has_index(r: Reading, first: int) -> bool:
    """Whether an index stands behind the letter that the run at the place ends with."""
    after = r.kinds[first + 1] if len(r.pieces[first]) == 1 else ""
    if after != "^" or r.kinds[first + 2] != "{" or r.kinds[first + 3] not in ("(", "["):
        return after == "_"
    if r.kinds[first + 3] == "[":
        return not is_exponent(r, first + 3)
    return r.kinds[first + 5] == ")"


def of(r: Reading, spelling: str) -> Term:
    """A name without scripts; `e` and `\\pi` are constants unless they are declared."""
    if spelling in ("e", "pi") and not r.scope.is_name(spelling) and spelling not in r.bound:
        return EULER if spelling == "e" else PI
    r.alone.add(spelling)
    if spelling in r.scope.functions and spelling not in r.scope.names:
        r.refuse(f"`{spelling}` is a function and stands without arguments", r.i - 1,
                 f"`{spelling}(x)`")
    return name(r.scope.spellings.get(spelling, spelling))


def is_name(r: Reading) -> bool:
    """Whether a word in upright letters is a name, and not a remark."""
    text = r.texts[r.i]
    if r.is_word(text):
        return True
    return _PLAIN.fullmatch(text) is not None and text.isascii() \
        and text.lower().strip(".,:") not in REMARKS and (text[0].isalpha() or "_" in text)


REMARKS: Final = frozenset(
    "if for where when as and or since because otherwise else with so then thus hence let by "
    "such that on at is are const const. s.t. not iff all any either unless except provided "
    "whenever assuming given excluding".split())


def _check_d(r: Reading) -> None:
    """`d` may stand alone, but is never a factor."""
    i = r.i
    if len(r.pieces[i]) == 1 and r.kinds[i + 1] == "_":
        return
    before = r.kinds[i - 1] if i else "stop"
    after = r.kinds[i + 1]
    begins = before in _FREE and len(r.pieces[i]) == 1 or i == 0
    if not begins or len(r.pieces[i]) > 1 or after not in _ENDS:
        following = "".join(r.pieces[i][:2]) if len(r.pieces[i]) > 1 else f"d{r.texts[i + 1]}"
        r.refuse(f"`d` is no factor, and `{following}` is no known quantity", i,
                 "a fraction such as `\\frac{dy}{dx}`, or a declaration of the name")


_FREE: Final = frozenset("stop { ( [ = < > , + - & \\le \\ge \\ne \\in \\to := \\equiv".split())
_ENDS: Final = frozenset("stop } ) ] = < > , + - & _ \\le \\ge \\ne \\in \\to \\\\ end".split())


def greek(r: Reading) -> Term:
    """A letter that is a command; `\\pi` is the constant unless it is declared."""
    command = r.kinds[r.i]
    first = r.i
    r.i += 1
    word = LETTERS[command]
    if word == "Delta" and not r.is_word("Delta"):
        return _difference(r, first)
    if word == "pi" and not r.is_word("pi") and r.kinds[r.i] != "_":
        return PI
    return scripted(r, word, first)


def _difference(r: Reading, first: int) -> Term:
    """`\\Delta w` is one quantity."""
    kind = r.kinds[r.i]
    if kind == "letters":
        word = piece(r)
        if word not in FUNCTION_WORDS:
            r.pass_piece()
            return scripted(r, "Delta_" + word, first)
    elif kind in LETTERS:
        r.i += 1
        return scripted(r, "Delta_" + LETTERS[kind], first)
    elif kind in ACCENTS:
        base, closers = _accented(r)
        return scripted(r, "Delta_" + base, first, closers)
    return scripted(r, "Delta", first)


def word(r: Reading) -> Term:
    """A name in upright letters: `\\mathrm{SSE}`."""
    first = r.i
    r.i += 1
    met = r.texts[first] in r.alone
    found = scripted(r, r.texts[first], first)
    operator = r.tokens.text.startswith("\\operatorname", r.place(first))
    if found.head != "apply" and r.begins_factor() and (
            r.texts[first] in _OPERATORS or operator and not r.is_word(str(found.data))):
        if r.kinds[r.i] in OPENING and not (r.texts[first] in _OPERATORS
                                            and r.scope.is_name(r.texts[first])):
            return found  # the function is asked for
        after = r.written(r.i, r.i + 1)
        if not met:  # what is refused here is no name elsewhere
            r.alone.discard(str(found.data))
        r.ambiguous(f"`{r.written(first, r.i)}` is an operator that is not declared", first,
                    f"the operator applied to `{after}...`", f"a product with `{after}...`")
    return found


_OPERATORS: Final = frozenset(
    "Var Cov Corr Pr Prob Tr tr diag rank div grad curl rot Log Ln Arg".split())
"""Words that are operators, on all that follows."""
_AVERAGES: Final = frozenset({"E", "P", "V"})
"""Letters that are an expectation, a probability or a variance where they are set so."""


def expects(r: Reading, base: str, first: int) -> None:
    """Refuse a letter that is an expectation or a probability: it is no factor."""
    r.refuse(f"`{r.written(first, r.i)}` is an operator; expectations and probabilities are not "
             "read", first, f"the sum or integral that it stands for, or a name other than {base}")


def accented(r: Reading) -> Term:
    """A letter with an accent, or in another font."""
    first = r.i
    base, closers = _accented(r)
    if base.endswith("_bb") and base[:-3] in _AVERAGES:
        expects(r, base[0], first)
    if base.endswith("_cal") and r.kinds[r.i] == "\\{":
        r.refuse("a transform, an operator on what stands in braces, is not read", first,
                 "the integral that it stands for")
    if base.endswith(("_dot", "_ddot")) and not r.is_word(base):
        function, _, dots = base.rpartition("_")
        while closers:
            r.take("}")
            closers -= 1
        if r.kinds[r.i] not in OPENING:
            r.refuse(f"the time of the dot over `{function}` is not written", first,
                     f"`{function}(t)` under the dot, or a declaration of {base}")
        r.primed.add(function)
        return applied(r, function, 2 if dots == "ddot" else 1, first)
    return scripted(r, base, first, closers)


def _accented(r: Reading) -> tuple[str, int]:
    """The spelling of an accented letter, and how many braces are still open behind it."""
    accent = ACCENTS[r.kinds[r.i]]
    command = r.i
    r.i += 1
    closers = 0
    while r.kinds[r.i] == "{":
        r.i += 1
        closers += 1
    kind = r.kinds[r.i]
    if kind in ACCENTS:
        base, inner = _accented(r)
        closers += inner
    elif kind == "letters" and (closers or len(r.texts[r.i]) == 1):
        base = r.texts[r.i]
        if len(base) > 1 and not (r.is_word(base) or base.isupper()):
            r.refuse(f"{r.shown(command)} stands over `{base}`", command, "one letter under it")
        r.i += 1
    elif kind == "letters":
        base = r.texts[r.i][0]
        r.pieces[r.i] = [base, r.texts[r.i][1:]]
        r.pass_piece()
        r.pieces.pop(r.i, None)
    elif kind in LETTERS:
        base = LETTERS[kind]
        r.i += 1
    elif kind == "word":
        base = r.texts[r.i]
        r.i += 1
    else:
        r.refuse(f"{r.shown(command)} stands over something else than a letter", command,
                 "one letter under it")
    while closers and r.kinds[r.i] == "}":
        r.i += 1
        closers -= 1
    return f"{base}_{accent}", closers
