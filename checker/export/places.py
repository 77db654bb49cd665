"""The places of an expression where a stable form may fit, and what it may be told in."""

from __future__ import annotations

from collections.abc import Iterator

from checker.language.term import MINUS_ONE, ONE, Term, add, build, neg


def signed(sign: int, term: Term) -> Term:
    """The term with a sign.

    >>> from checker.language.term import name
    >>> signed(-1, name("x"))
    -x
    """
    return term if sign > 0 else neg(term)


def scaled_sum(term: Term) -> tuple[int, Term, Term] | None:
    """(sign, m, sum) of a term that is +-1/m times a sum, otherwise None."""
    if term.head == "neg":
        inner = scaled_sum(term.args[0])
        return inner and (-inner[0], *inner[1:])
    if term.head == "div" and term.args[0].head == "sum":
        return 1, term.args[1], term.args[0]
    if term.head != "mul" or len(term.args) != 2 or term.args[1].head != "sum":
        return None
    scale, total = term.args
    sign = 1
    if scale.head == "neg":
        sign, scale = -1, scale.args[0]
    if scale.head != "div" or scale.args[0] not in (ONE, MINUS_ONE):
        return None
    return (-sign if scale.args[0] is MINUS_ONE else sign), scale.args[1], total


def transcendental(term: Term) -> bool:
    """Whether an exponential or a logarithm stands in it."""
    own = term.head == "call" and term.data in ("exp", "log")
    return own or any(map(transcendental, term.args))


def logits(term: Term) -> list[Term]:
    """The arguments of exponentials that stand outside of sums, without their minus signs.

    >>> from checker.language.term import exp, name
    >>> logits(add(ONE, exp(neg(name("z")))))
    [z]
    """
    found: dict[Term, None] = {}

    def walk(t: Term) -> None:
        if t.head == "call" and t.data == "exp":
            u = t.args[0]
            while u.head == "neg":
                u = u.args[0]
            if u.head != "number":
                found[u] = None
        elif t.head != "sum":
            for arg in t.args:
                walk(arg)

    walk(term)
    return list(found)


def groups(term: Term) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    """The term as one place; then what has exponentials in it, apart from the rest."""
    yield term, ()
    if term.head in ("add", "mul"):
        heart = tuple(a for a in term.args if transcendental(a))
        rest = tuple(a for a in term.args if not transcendental(a))
        if rest and len(heart) > 1:
            yield build(term.head, heart), rest


def exponentials(term: Term) -> list[Term]:
    """The different exp(a - b) inside a term."""
    own = [term] if term.head == "call" and term.data == "exp" else []
    return list(dict.fromkeys([*own, *(e for arg in term.args for e in exponentials(arg))]))


def others(term: Term, u: Term) -> list[Term]:
    """What y may be: what is added without an exponential, a name, an entry, another logit."""
    found: dict[Term, None] = {}
    if term.head == "add":
        rest = [a for a in term.args if not transcendental(a)]
        if rest:
            found[rest[0].args[0] if len(rest) == 1 and rest[0].head == "neg"
                  else neg(add(*rest))] = None

    def walk(t: Term) -> None:
        if t is not u and t.head in ("name", "entry"):
            found[t] = None
        elif t.head != "sum":
            for arg in t.args:
                walk(arg)

    walk(term)
    return [*found, *(other for other in logits(term) if other is not u)]
