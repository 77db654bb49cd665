"""Declarations: `x, w \\in \\mathbb{R}`, `y \\in \\{0, 1\\}`, `h : \\mathbb{R} \\to (0, 1)`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from checker.language.context import (
    COMPLEX,
    INTEGER,
    NEGATIVE,
    NONNEGATIVE,
    NONNEGATIVE_INTEGER,
    NONZERO,
    POSITIVE,
    POSITIVE_INTEGER,
    RATIONAL,
    REAL,
    Domain,
    finite,
    interval,
)
from checker.language.errors import TooLarge, Unreadable
from checker.language.exact import exact
from checker.language.term import Term, name
from checker.reader.latex.alphabet import LETTERS
from checker.reader.latex.reading import Reading


@dataclass(frozen=True, slots=True)
class Declaration:
    """Names with their domain; a function's arguments; the shape of a vector or matrix."""

    subjects: tuple[Term, ...] = ()
    domain: Domain | None = None
    """The domain of the names, or of a function's values."""
    arguments: int = 0
    """How many arguments a declared function takes; 0 for names."""
    shape: tuple[Term, ...] = ()
    """The exponents of `\\mathbb{R}^{m \\times n}`."""
    ends: tuple[Term, Term] | None = None
    """The ends of an index's range, `i = 1, \\dots, n`."""
    trouble: Unreadable | None = None


_SETS: Final = {"R": REAL, "N": POSITIVE_INTEGER, "Z": INTEGER, "Q": RATIONAL, "C": COMPLEX}
_SUBSETS: Final = {
    ("R", "+"): POSITIVE, ("R", "++"): POSITIVE, ("R", ">0"): POSITIVE, ("R", "-"): NEGATIVE,
    ("R", "<0"): NEGATIVE, ("R", "\\ge0"): NONNEGATIVE, ("R", "0+"): NONNEGATIVE,
    ("R", "\\ne0"): NONZERO, ("R", "*"): NONZERO, ("N", "0"): NONNEGATIVE_INTEGER,
    ("N", "+"): POSITIVE_INTEGER, ("N", "*"): POSITIVE_INTEGER, ("N", ">0"): POSITIVE_INTEGER,
    ("N", "\\ge1"): POSITIVE_INTEGER, ("N", "\\ge0"): NONNEGATIVE_INTEGER,
    ("Z", "+"): POSITIVE_INTEGER, ("Z", ">0"): POSITIVE_INTEGER,
    ("Z", "\\ge0"): NONNEGATIVE_INTEGER,
}


def read_declaration(r: Reading, first: int, last: int, relations: list[int]) -> Declaration | None:
    """What these tokens declare; None if they are no declaration."""
    kinds = r.kinds
    colon = next((i for i in range(first, last) if kinds[i] == ":"), -1)
    member = next((i for i in relations if kinds[i] == "\\in"), -1)
    dots = "\\dots" in kinds[first:last] and len(relations) == 1 and kinds[relations[0]] == "="
    listed = dots and "," in kinds[first:last]
    if colon < 0 and member < 0 and not listed:
        return None
    held = kinds[last]
    kinds[last] = "stop"
    try:
        if listed:
            return _range(r, first, relations[0])
        if colon >= 0 and (member < 0 or colon < member):
            return _function(r, first, colon)
        if relations[0] != member:
            r.refuse("a relation before a membership", relations[0])
        subjects = _subjects(r, first, member)
        r.i = member + 1
        domain, shape = read_set(r)
        _end(r)
        return Declaration(subjects, domain, shape=shape)
    except Unreadable as error:
        return Declaration(trouble=error)
    except (TooLarge, RecursionError):
        return Declaration(trouble=r.tokens.unreadable("nested too deep", r.place(first)))
    finally:
        kinds[last] = held


def _end(r: Reading) -> None:
    while r.kinds[r.i] in (".", ","):
        r.i += 1
    if r.kinds[r.i] != "stop":
        r.refuse(f"{r.shown()} stands behind a declaration")


def _subjects(r: Reading, first: int, end: int) -> tuple[Term, ...]:
    """Names or entries with commas between them."""
    found = []
    r.i = first
    while r.i < end:
        start = r.i
        subject = r.sum()
        if subject.head not in ("name", "entry"):
            r.refuse(f"`{r.written(start, r.i)}` is declared, which is no name", start, "a name")
        found.append(subject)
        if r.kinds[r.i] == ",":
            r.i += 1
        elif r.i != end:
            r.refuse(f"{r.shown()} stands in a list of names", expected="a comma")
    if not found:
        r.refuse("no name stands before this", end, "a name")
    return tuple(found)


def _function(r: Reading, first: int, colon: int) -> Declaration:
    """`f, g : \\mathbb{R} \\to (0, 1)`."""
    subjects = []
    i = first
    while i < colon:
        spelling = LETTERS.get(r.kinds[i]) or (
            r.texts[i] if r.kinds[i] in ("letters", "word") else "")
        if not spelling or r.kinds[i + 1] not in (",", ":"):
            r.i = i
            held, r.kinds[colon] = r.kinds[colon], "stop"
            subject = r.sum()
            r.kinds[colon] = held
            if subject.head != "name" or r.i != colon and r.kinds[r.i] != ",":
                r.refuse(f"`{r.written(i, r.i)}` is declared, which is no name", i, "a name")
            subjects.append(subject)
            i = r.i + 1
            continue
        subjects.append(name(spelling))
        i += 2
    if not subjects:
        r.refuse("no name stands before this", colon, "a name")
    r.i = colon + 1
    arguments = 0
    while True:
        _, shape = read_set(r)
        arguments += int(shape[0].value) if shape and shape[0].head == "number" else 1
        if r.kinds[r.i] != "\\times":
            break
        r.i += 1
    r.take("\\to", "`\\to` and the set of values")
    domain, shape = read_set(r)
    _end(r)
    return Declaration(tuple(subjects), domain, arguments=arguments, shape=shape)


def _range(r: Reading, first: int, relation: int) -> Declaration:
    """`i = 1, \\dots, n`."""
    subjects = _subjects(r, first, relation)
    r.i = relation + 1
    low = before = r.sum()
    while r.kinds[r.i] == "," and r.kinds[r.i + 1] == "number":
        r.i += 1
        after = r.sum()
        if _exact(r, after) - _exact(r, before) != 1:
            r.refuse("these numbers do not follow each other", r.i - 1, "`i = 1, 2, \\dots, n`")
        before = after
    r.take(",")
    r.take("\\dots")
    r.take(",")
    high = r.sum()
    _end(r)
    return Declaration(subjects, INTEGER, ends=(low, high))


def read_set(r: Reading) -> tuple[Domain, tuple[Term, ...]]:
    """A set of numbers, or of vectors of them with their shape."""
    kind = r.kinds[r.i]
    if kind == "\\mathbb" or kind in ("\\mathbf", "\\bold") or kind == "letters":
        domain, shape = _named(r)
    elif kind == "\\{":
        domain, shape = finite(*(_exact(r, value) for value in r.arguments())), ()
    elif kind in ("(", "[", "]"):
        domain, shape = _interval(r), ()
    else:
        r.refuse(f"{r.shown()} stands where a set is expected", expected="`\\mathbb{R}`")
    if r.kinds[r.i] in ("\\setminus", "\\backslash"):
        r.i += 1
        if r.kinds[r.i] != "\\{" or [v.data for v in r.arguments()] != [(0, 1)]:
            r.refuse("only zero can be left out of a set", expected="`\\setminus \\{0\\}`")
        domain = replace(domain, nonzero=True)
    return domain, shape


def _named(r: Reading) -> tuple[Domain, tuple[Term, ...]]:
    """`\\mathbb{R}`, `\\mathbb{R}_{>0}`, `\\mathbb{R}^{m \\times n}`."""
    start = r.i
    if r.kinds[r.i] != "letters":
        r.i += 1
    braced = r.kinds[r.i] == "{"
    r.i += braced
    letter = r.texts[r.i]
    if letter not in _SETS:
        r.refuse("this is no set that is known", start, "`\\mathbb{R}`")
    r.i += 1 + braced
    domain = _SETS[letter]
    shape: tuple[Term, ...] = ()
    while r.kinds[r.i] in ("_", "^"):
        script = r.i
        r.i += 1
        opening = r.i
        end = r.tokens.partner[r.i] if r.kinds[r.i] == "{" else r.i + 1
        inside = r.kinds[opening + 1:end] if r.kinds[opening] == "{" else [r.kinds[opening]]
        spelled = "".join(r.texts[opening + 1 + k] if kind == "number" else kind
                          for k, kind in enumerate(inside)) if r.kinds[opening] == "{" else \
            (r.texts[opening] if inside == ["number"] else inside[0])
        special = _SUBSETS.get((letter, spelled))
        if special is not None:
            domain = special
            r.i = end + (r.kinds[opening] == "{")
        elif r.kinds[script] == "^":
            shape = _shape(r)
        else:
            r.refuse("this is no set that is known", start, "`\\mathbb{R}_{>0}`")
    return domain, shape


def _shape(r: Reading) -> tuple[Term, ...]:
    if r.kinds[r.i] != "{":
        return (r.argument(),)
    r.i += 1
    found = [r.factor()]
    while r.kinds[r.i] == "\\times":
        r.i += 1
        found.append(r.factor())
    r.take("}")
    return tuple(found)


def _exact(r: Reading, value: Term) -> Fraction:
    found = exact(value, {})
    if found is None:
        r.refuse("the members of a set are numbers", expected="`\\{0, 1\\}`")
    return found


def _interval(r: Reading) -> Domain:
    """`(0, 1)`, `[0, \\infty)`."""
    opening = r.kinds[r.i]
    r.i += 1
    low = _bound(r)
    r.take(",")
    high = _bound(r)
    closing = r.kinds[r.i]
    if closing not in (")", "]", "["):
        r.refuse(f"{r.shown()} stands where an interval should close", expected="`)`")
    r.i += 1
    if low is not None and high is not None and low >= high:
        r.refuse("this interval is empty", r.i - 1)
    return interval(low, high, lo_open=opening != "[" or low is None,
                    hi_open=closing != "]" or high is None)


def _bound(r: Reading) -> Fraction | None:
    found = r.sum()
    far = found.args[0] if found.head == "neg" else found
    return None if far.head == "constant" and far.data == "oo" else _exact(r, found)
