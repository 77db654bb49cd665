"""Known functions: `\\log(x)`, `\\sin 2x`, `\\sin^2 x`, `\\max(0, x)`, `\\log_2 x`."""

from __future__ import annotations

from typing import Final

from checker.language.term import Term, call, derivative, div, log, mul, number, power
from checker.reader.latex.alphabet import ACCENTS, FUNCTIONS, LETTERS
from checker.reader.latex.derivatives import is_derivative
from checker.reader.latex.letters import FUNCTION_WORDS
from checker.reader.latex.names import piece
from checker.reader.latex.reading import Reading
from checker.reader.sympy_names import KNOWN, MANY

_BRACKETS: Final = frozenset({"(", "[", "\\{"})
_ARITY: Final = {ours: (least, most) for ours, least, most in KNOWN.values()}
_MANY_WORDS: Final = frozenset({"gamma", "re"})
_SIMPLE: Final = frozenset({"name", "number", "constant", "entry"})
_CIRCULAR: Final = frozenset("\\sin \\cos \\tan \\cot \\sec \\csc".split())
_CLOSED: Final = frozenset({"\\frac", "\\sqrt", "\\binom", "begin"})


def word_function(r: Reading, text: str) -> str:
    """The known function that an upright word names; "" if it is none."""
    if r.is_word(text):
        return ""
    return FUNCTION_WORDS.get(text, text if text in _MANY_WORDS else "")


def letter_function(r: Reading, piece: str) -> str:
    """The known function that a piece of a run of letters names; "" if it is none."""
    return "" if len(piece) < 2 or r.is_word(piece) else FUNCTION_WORDS.get(piece, "")


def known(r: Reading, ours: str, word: str) -> Term:
    """A known function, whose name is read already, with its power and its arguments."""
    first = r.i - 1
    base = exponent = None
    primes = 0
    if r.kinds[r.i] == "_":
        base = _subscript(r, ours, first)
    while r.kinds[r.i] == "'":
        primes += 1
        r.i += 1
    if r.kinds[r.i] == "^":
        exponent = _exponent(r, word, first)
    if r.kinds[r.i] == "_" and base is None:
        base = _subscript(r, ours, first)
    args = _arguments(r, ours, word, first)
    if ours in ("log", "ln"):
        found = log(args[0])
        if base is None and ours == "log" and r.scope.log_base and word not in ("\\ln", "ln"):
            base = number(r.scope.log_base)
        if base is not None:
            found = div(found, log(base))
    else:
        found = call(ours, *args)
    if primes:
        found = _derivative(r, found, primes, first)
    return found if exponent is None else power(found, exponent)


def _subscript(r: Reading, ours: str, first: int) -> Term:
    if ours not in ("log", "ln"):
        r.refuse(f"a subscript of {r.shown(first)}", expected="brackets with all its arguments")
    r.i += 1
    return r.argument()


def _exponent(r: Reading, word: str, first: int) -> Term:
    r.i += 1
    if r.kinds[r.i] == "{" and r.kinds[r.i + 1] == "(" and r.kinds[r.i + 3] == ")":
        r.ambiguous(f"a raised bracket behind {r.shown(first)}", first, "a derivative of it, "
                    "`\\frac{d^2}{dx^2}`", "a power, without the bracket")
    exponent = r.argument()
    if exponent.head == "number" and exponent.value < 0 or exponent.head == "neg":
        r.ambiguous(f"a negative exponent on {r.shown(first)}", first, "the inverse function",
                    "one over the function")
    if exponent.head not in ("number", "name"):
        r.refuse(f"this exponent on {r.shown(first)}", first, "brackets around the whole power")
    return exponent


def _derivative(r: Reading, found: Term, primes: int, first: int) -> Term:
    if len(found.args) != 1 or found.args[0].head != "name":
        r.refuse("a prime on a known function of an expression", first, "`\\frac{d}{dx}`")
    return derivative(found, found.args[0], primes)


def _arguments(r: Reading, ours: str, word: str, first: int) -> list[Term]:
    least, most = _ARITY.get(ours, (1, 1))
    if r.kinds[r.i] not in _BRACKETS:
        if least > 1:
            r.refuse(f"{r.shown(first)} without brackets", first, "`(a, b)`")
        return [_bare(r, first)]
    opening = r.i
    args = r.arguments()
    if not least <= len(args) <= most:
        wanted = "at least 2" if most >= MANY else str(least)
        r.refuse(f"{r.shown(first)} takes {wanted} argument{'s' * (least > 1)}, not {len(args)}",
                 first)
    if r.kinds[r.i] == "^" and len(args) == 1 and args[0].head not in ("name", "entry", "apply"):
        inner = r.written(opening, r.i)
        name = r.written(first, opening)
        r.ambiguous("an exponent behind the brackets of a function", r.i,
                    f"({name}{inner})^...", f"{name}({inner}^...)")
    return args


def _bare(r: Reading, first: int) -> Term:
    """The argument of a function without brackets: the plain factors that follow."""
    if not r.begins_factor():
        r.refuse(f"{r.shown()} stands where the argument of {r.shown(first)} is expected",
                 expected="an argument")
    r.bars, r.norms, r.integrals = r.enter()  # what is open around goes on
    factors = []
    plain = True
    while plain:
        begin = r.kinds[r.i]
        factor = r.factor()
        factors.append(factor)
        inner = factor.args[0] if factor.head in ("pow", "call") else factor
        plain = (begin in LETTERS or begin in ACCENTS or begin in ("letters", "number", "word")) \
            and (inner.head in _SIMPLE and (factor.head != "call" or factor.data == "exp"))
        if not _continues(r, plain, first):
            _check_sign(r, factors, first)
            break
        if r.kinds[r.i] == "number":
            r.refuse("a number stands behind a factor without a sign between them",
                     expected="`\\cdot`")
    r.depth -= 1
    return mul(*factors)


def _check_sign(r: Reading, factors: list[Term], first: int) -> None:
    """Refuse `\\sin 2\\pi \\cdot x`: an angle of numbers alone is hardly the whole angle."""
    if r.kinds[first] in _CIRCULAR and r.kinds[r.i] in ("\\cdot", "\\times", "*") \
            and all(factor.head in ("number", "constant") for factor in factors):
        name, written = r.written(first, first + 1), r.written(first + 1, r.i)
        r.ambiguous("a sign behind an angle of numbers alone", r.i, f"{name}({written}) \\cdot ...",
                    f"{name}({written} \\cdot ...)")


def _continues(r: Reading, plain: bool, first: int) -> bool:
    """Whether the factor that follows belongs to the argument without brackets."""
    kind = r.kinds[r.i]
    if kind == "/":
        written = r.written(first, r.i)
        r.ambiguous("a slash behind an argument without brackets", r.i,
                    f"({written}) / ...", f"{r.shown(first)[1:-1]}(.../...)")
    if kind in FUNCTIONS or kind in _BRACKETS or not r.begins_factor():
        return False
    if kind == "letters":
        if letter_function(r, piece(r)) or piece(r) in r.scope.functions:
            return False
    elif kind == "word":
        if word_function(r, r.texts[r.i]) or r.texts[r.i] in r.scope.functions:
            return False
    elif kind in LETTERS:
        if LETTERS[kind] in r.scope.functions:
            return False
    elif kind not in ACCENTS and kind != "number":
        if kind in _CLOSED and not (kind == "\\frac" and is_derivative(r)):
            _two(r, first)
        return False
    if not plain or kind == "letters" and _is_exponential(r):
        _two(r, first)
    return True


def _is_exponential(r: Reading) -> bool:
    """Whether a power of e stands at the place: `\\sin x e^x` is mostly no sine of `x e^x`."""
    return piece(r) == "e" and r.kinds[r.i + 1] == "^" and len(r.pieces[r.i]) == 1


def _two(r: Reading, first: int) -> None:
    name, written = r.written(first, first + 1), r.written(first + 1, r.i)
    after = r.written(r.i, r.i + 1)
    r.ambiguous(f"a factor behind the argument of {r.shown(first)}, which has no brackets", r.i,
                f"{name}({written}) \\cdot {after}...", f"{name}({written} \\cdot {after}...)")
