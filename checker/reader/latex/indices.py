"""The scripts of a name: subscripts `_{jk}`, `_{max}`, raised brackets `^{(i)}`, `^{[2]}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from checker.language.term import Term, name, number
from checker.reader.latex.alphabet import LETTERS
from checker.reader.latex.reading import Reading

INDEX_LETTERS: Final = frozenset("abcijklmnpqrst")
"""Letters that are indices when several of them stand together."""
WORDS: Final = frozenset(
    "max min old new opt true pred train test val in out tot total ref obs avg mean std prev next "
    "init final best hat mid low high left right top bot eff net ext int abs rel".split())
"""Runs of letters that are a word when they stand below a name."""


@dataclass(slots=True)
class Lower:
    """A subscript: its spelling, if it has one, and its indices, if it may be some."""

    spelling: str = ""
    indices: tuple[Term, ...] = ()
    digits: bool = False
    """Only numbers stand there."""
    together: str = ""
    """A number that may be one index or several: 12."""
    joined: bool = False
    """A number stands before a letter: one product, or two indices."""

    def split(self, r: Reading, arity: int, first: int) -> tuple[Term, ...]:
        """The indices, of a family that has so many (0 if unknown, -1 if now so, now so)."""
        if self.together and arity < 0:
            r.ambiguous(f"`{self.together}` below a name with indices", first, "one index",
                        "several, with commas between them")
        if self.together and arity > 1:
            if len(self.together) != arity:
                r.refuse(f"`{self.together}` is not {arity} indices", first, "commas between them")
            return tuple(number(int(digit)) for digit in self.together)
        if self.joined and arity != len(self.indices):
            r.ambiguous("a number before a letter in a subscript", first, "a product as one index",
                        "two indices with a comma")
        return self.indices


@dataclass(slots=True)
class Upper:
    """What is raised and is no power: `^{[2](i)}`, `^{*}`, `^{\\prime}`."""

    layer: str = ""
    """What stands in square brackets, as part of the name."""
    order: str = ""
    """A number in round brackets."""
    indices: tuple[Term, ...] = ()
    letters: bool = False
    """A letter stands in the brackets."""
    squared: bool = False
    """The letter stands in square brackets."""
    orders: tuple[int, ...] = ()
    """Several numbers in round brackets: how often a function is differentiated."""
    star: bool = False
    transposed: bool = False
    """A T stands behind the brackets: `A^{[1]T}`."""
    primes: int = 0

    def __bool__(self) -> bool:
        return bool(self.layer or self.order or self.indices or self.orders or self.star
                    or self.primes)

    def number(self) -> Term:
        """The number in round brackets, as an index."""
        return number(int(self.order))


def read_lower(r: Reading, base: str) -> Lower:
    """The subscript at the place, behind its `_`."""
    kind = r.kinds[r.i]
    if kind == "{":
        return _braced(r)
    if kind == "number":
        digits = r.texts[r.i]
        if len(digits) > 1:
            r.refuse(f"`{base}_{digits}` has only its first digit as subscript",
                     expected=f"`{base}_{{{digits}}}`")
        r.i += 1
        return _digits(digits)
    if kind == "letters":
        run = r.texts[r.i]
        r.pieces[r.i] = [run[0]] if len(run) == 1 else [run[0], run[1:]]
        r.pass_piece()
        r.pieces.pop(r.i, None)
        return _letter(run[0])
    if kind in LETTERS:
        r.i += 1
        return _letter(LETTERS[kind])
    if kind in ("word", "\\max", "\\min"):
        r.i += 1
        return Lower(spelling=_spelling(r.texts[r.i - 1]))
    r.refuse(f"{r.shown()} is no subscript", expected="an index")


def _letter(spelling: str) -> Lower:
    return Lower(spelling, (name(spelling),))


def _digits(digits: str) -> Lower:
    return Lower(digits, (number(int(digits)),), digits=True,
                 together=digits if len(digits) > 1 else "")


def _spelling(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isalnum()) or "text"


def _braced(r: Reading) -> Lower:
    """A subscript in braces."""
    first, last = r.i + 1, r.tokens.partner[r.i]
    kinds = r.kinds[first:last]
    if not kinds:
        r.refuse("an empty subscript", expected="an index")
    if len(kinds) == 1:
        r.i = first
        if kinds[0] == "number" and r.texts[first].isdigit():
            r.i = last + 1
            return _digits(r.texts[first])
        if kinds[0] == "word" or kinds[0] in LETTERS or kinds[0] in ("\\max", "\\min"):
            found = read_lower(r, "")
            r.i = last + 1
            return found
    if kinds[0] in ("(", "[") and _closes(r, first) == last - 1:
        r.ambiguous(f"`{r.written(first, last)}` below a name", first, "an index",
                    "a place in the order of size")
    if all(kind == "letters" or kind == "number" for kind in kinds):
        r.i = last + 1
        return _row(r, first, last)
    return _list(r, first, last)


def _closes(r: Reading, opening: int) -> int:
    """The bracket that closes this one."""
    depth = 0
    for i in range(opening, len(r.kinds)):
        depth += (r.kinds[i] in ("(", "[")) - (r.kinds[i] in (")", "]"))
        if not depth:
            return i
    return -1


def _row(r: Reading, first: int, last: int) -> Lower:
    """Letters and numbers without anything between them."""
    texts = r.texts[first:last]
    spelling = "".join(texts)
    if last - first == 1 and len(spelling) > 1:
        word = texts[0]
        indices = all(c in r.bound or c in r.scope.ranges for c in word)
        if not indices and (word.lower() in WORDS or any(c not in INDEX_LETTERS for c in word)):
            if len(word) == 2 and word.lower() not in WORDS:
                r.ambiguous(f"`{word}` below a name", first,
                            f"two indices `{{{word[0]},{word[1]}}}`",
                            f"a word `{{\\text{{{word}}}}}`")
            return Lower(spelling=word)
    indices_found: list[Term] = []
    for text in texts:
        if text[0].isdigit() or text[0] == ".":
            if not text.isdigit():
                r.refuse("a subscript is no whole number", first)
            indices_found.append(number(int(text)))
        else:
            indices_found.extend(name(c) for c in text)
    joined = any(r.kinds[k] == "number" and r.kinds[k + 1] == "letters"
                 for k in range(first, last - 1))
    return Lower(spelling, tuple(indices_found), digits=all(t.isdigit() for t in texts),
                 joined=joined)


def _list(r: Reading, first: int, last: int) -> Lower:
    """Indices with commas between them, each an expression."""
    state = r.enter()
    r.i = first
    found = [r.sum()]
    while r.kinds[r.i] == ",":
        r.i += 1
        found.append(r.sum())
    r.take("}", "the end of the subscript")
    r.leave(state)
    numbers = all(term.head == "number" and term.value >= 0 for term in found)
    if any(term.head == "number" and term.value.denominator > 1 for term in found):
        r.refuse("a subscript is no whole number", first)
    spelling = ",".join(r.texts[k] for k in range(first, last) if r.kinds[k] == "number")
    if any(term.head == "mul" and all(part.head == "name" for part in term.args)
           for term in found):
        r.ambiguous("letters beside each other in a subscript", first, "a product", "two indices")
    return Lower(spelling if numbers else "", tuple(found), digits=numbers)


def read_upper(r: Reading, base: str) -> Upper | None:
    """What is raised behind the name, at its `^`; None if it is an exponent."""
    kind = r.kinds[r.i + 1]
    if kind == "*" or kind == "'":
        r.i += 2
        return Upper(star=kind == "*", primes=int(kind == "'"))
    label = r.i + 1 + (kind == "{")
    if r.kinds[label] == "word" and (kind != "{" or r.kinds[label + 1] == "}") \
            and len(r.texts[label]) > 1 and not r.is_word(r.texts[label]) \
            and (base != "e" or r.scope.is_name("e")):
        r.i = label + 1 + (kind == "{")
        return Upper(layer=_spelling(r.texts[label]))
    if kind != "{" or r.kinds[r.i + 2] not in ("(", "[", "*", "'") or is_exponent(r, r.i + 2):
        return None
    opening, last = r.i, r.tokens.partner[r.i + 1]
    r.i += 2
    upper = Upper()
    while r.i < last:
        kind = r.kinds[r.i]
        if kind == "[" and not upper.layer:
            _layer(r, upper, base)
        elif kind == "(" and not (upper.indices or upper.order):
            if not _raised(r, upper, base, opening, last):
                return None
        elif kind == "*" and not upper.star:
            upper.star = True
            r.i += 1
        elif kind == "'":
            upper.primes += 1
            r.i += 1
        elif r.scope.arrays and r.i == last - 1 and (
                kind == "\\top" or kind == "letters" and r.texts[r.i] == "T"):
            upper.transposed = True
            r.i += 1
        else:
            r.refuse(f"{r.shown()} stands behind a raised index", expected="`}`")
    r.i = last + 1
    return upper


def is_exponent(r: Reading, first: int) -> bool:
    """Whether a bracket that is raised is only a part of an exponent: `x^{(a + b) t}`."""
    last = r.tokens.partner[first - 1]
    i = first
    simple = True
    while i < last and r.kinds[i] in ("(", "["):
        depth, start = 0, i
        while i < last:
            depth += (r.kinds[i] in ("(", "[")) - (r.kinds[i] in (")", "]"))
            i += 1
            if not depth:
                break
        simple = simple and (i - start == 3 or r.kinds[start] == "[")
    return i < last and not simple


def _layer(r: Reading, upper: Upper, base: str) -> None:
    """Square brackets: a number or word belongs to the name, letters are an index."""
    r.i += 1
    if r.kinds[r.i + 1] == "]" and r.kinds[r.i] in ("number", "word"):
        inner = r.texts[r.i]
        r.i += 2
        if not inner.isdigit() or f"{base}^[]" not in r.scope.raised:
            r.numbered.add(f"{base}^[]")
            upper.layer = inner
            return
        upper.indices = (number(int(inner)),)
    else:
        upper.indices = (r.sum(),)
        r.take("]")
        r.raised.add(f"{base}^[]")
    upper.squared = True


def _raised(r: Reading, upper: Upper, base: str, opening: int, last: int) -> bool:
    """Round brackets: an index; False if they hold an exponent."""
    start = r.i
    r.i += 1
    if r.kinds[r.i] == "number" and r.kinds[r.i + 1] == ")":
        if not r.texts[r.i].isdigit():
            r.refuse("a raised index is no whole number")
        upper.order = r.texts[r.i]
        r.i += 2
        return True
    if r.kinds[r.i] == "number" and r.kinds[r.i + 1] == ",":
        upper.orders = _orders(r, start)
        return True
    simple = r.kinds[r.i + 1] == ")" and (
        r.kinds[r.i] == "letters" and len(r.texts[r.i]) == 1 or r.kinds[r.i] in LETTERS)
    index = r.sum()
    r.take(")")
    if not simple and base not in r.scope.raised:
        written = r.written(start, r.i)
        r.ambiguous(f"`{written}` is raised", start, "an index", "an exponent, in braces alone")
    if base == "e" and not r.scope.is_name("e") and str(index.data) not in INDEX_LETTERS:
        r.ambiguous("`e` with a raised bracket", start, "the name e with an index", "a power of e")
    upper.indices = (*upper.indices, index)
    upper.letters = True
    return True


def _orders(r: Reading, start: int) -> tuple[int, ...]:
    """Whole numbers with commas between them, and the closing bracket."""
    orders: list[int] = []
    while r.kinds[r.i] == "number" and r.texts[r.i].isdigit() and len(r.texts[r.i]) < 3:
        orders.append(int(r.texts[r.i]))
        r.i += 2
        if r.kinds[r.i - 1] == ")":
            return tuple(orders)
    r.refuse("this raised bracket is not readable", start, "an index")
