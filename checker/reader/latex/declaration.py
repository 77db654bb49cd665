"""Declarations: `x, w \\in \\mathbb{R}`, `y \\in \\{0, 1\\}`, `h : \\mathbb{R} \\to (0, 1)`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.language.context import NONZERO, Domain
from checker.language.errors import TooLarge, Unreadable
from checker.language.term import Term, name, relation
from checker.reader.latex.alphabet import LETTERS
from checker.reader.latex.listed import Extent, read_subjects
from checker.reader.latex.reading import Reading
from checker.reader.latex.sets import numbers_from, read_range, read_set


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
    relations: tuple[Term, ...] = ()
    """What is said besides the domain: `a < x` and `x < b` for `x \\in (a, b)`."""
    extents: tuple[Extent, ...] = ()
    """The families of which only some entries are declared: `x_1, \\dots, x_n`."""
    written: tuple[str, str, str] = ("", "", "")
    """What stands before the sign, the relation, and what stands behind it."""
    about: str = ""
    """The text whose names it speaks of, where it could not be read."""
    trouble: Unreadable | None = None


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
    function = colon >= 0 and (member < 0 or colon < member)
    sign = relations[0] if listed else colon if function else member
    try:
        if listed:
            found = _range(r, first, sign)
        elif function:
            found = _function(r, first, sign)
        else:
            found = _member(r, first, sign, relations[0])
        return replace(found, written=(r.whole(first, sign), "=" if listed else "in",
                                       r.whole(sign + 1, last)))
    except Unreadable as error:
        return Declaration(trouble=error, about=r.whole(first, min((*relations, sign))))
    except (TooLarge, RecursionError):
        return Declaration(trouble=r.tokens.unreadable("nested too deep", r.place(first)))
    finally:
        kinds[last] = held


def _end(r: Reading) -> None:
    while r.kinds[r.i] in (".", ","):
        r.i += 1
    if r.kinds[r.i] != "stop":
        r.refuse(f"{r.shown()} stands behind a declaration")


def _member(r: Reading, first: int, place: int, relation_: int) -> Declaration:
    """`x, y \\in \\mathbb{R}`."""
    if relation_ != place:
        r.refuse("a relation before a membership", relation_)
    subjects, extents = read_subjects(r, first, place)
    r.i = place + 1
    found = read_set(r)
    _end(r)
    relations = tuple(relation(sign, subject, value)
                      for subject in subjects for sign, value in found.bounds)
    if any(subject.head == "entry" for subject in subjects) and (
            relations or found.ends is not None and found.ends[1].free):
        r.refuse("entries are declared to lie in a set whose ends are no rational numbers", place,
                 "a set such as `\\{0, 1\\}` or `(0, 1)`")
    single = next((subject for subject in subjects if subject.head == "entry" and any(
        index.head != "name" for index in subject.args)), None)
    if single is not None and not found.shape and not (
            found.domain.continuous or found.domain == NONZERO):
        r.refuse("one entry alone is declared to lie in a set that is no interval", place,
                 "a declaration of all entries, such as `x_i \\in \\{0, 1\\}`")
    return Declaration(subjects, found.domain, shape=found.shape, ends=found.ends,
                       relations=relations, extents=extents)


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
        shape = read_set(r).shape
        arguments += int(shape[0].value) if shape and shape[0].head == "number" else 1
        if r.kinds[r.i] != "\\times":
            break
        r.i += 1
    r.take("\\to", "`\\to` and the set of values")
    place = r.i
    values = read_set(r)
    if values.bounds or values.ends is not None:
        r.refuse("the values of a function lie in a set whose ends are no rational numbers", place,
                 "`(0, 1)`, or `\\mathbb{R}`")
    _end(r)
    return Declaration(tuple(subjects), values.domain, arguments=arguments, shape=values.shape)


def _range(r: Reading, first: int, relation: int) -> Declaration:
    """`i = 1, \\dots, n`, or `n = 1, 2, 3, \\dots` without an end."""
    subjects, extents = read_subjects(r, first, relation)
    if extents or any(subject.head != "name" for subject in subjects):
        r.refuse("entries are no index", first, "a name")
    r.i = relation + 1
    found = numbers_from(*read_range(r, "stop"))
    _end(r)
    return Declaration(subjects, found.domain, ends=found.ends)
