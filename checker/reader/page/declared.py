r"""What a page declares: domains of names and families, ranges of functions, hypotheses.

As with definitions, what is said of a name last before a place holds there, else what is said
first behind it ("where x > 0" stands below its formula). An inequality narrows what is known
already; one that contradicts it begins anew: "for x > 0 ...; for x < 0 ...". What is supposed for
a case, "if x > 0", ends with the case: it proves nothing any more, but what is false without it
may be meant with it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import itemgetter
from typing import Final

from checker.language.context import COMPLEX, INTEGER, REAL, Domain
from checker.language.exact import exact
from checker.language.term import ONE, Term, build, name, relation
from checker.reader.latex.declaration import Declaration
from checker.reader.narrowing import bound_of, bounds, common, is_boundless, narrowed
from checker.reader.page.extents import outside
from checker.reader.page.symbols import Kind, Symbol
from checker.reader.page.unread import Unread, spoken_of


@dataclass(slots=True)
class _History:
    """What was said of one symbol, in the order of places."""

    places: list[int] = field(default_factory=list)
    domains: list[Domain | None] = field(default_factory=list)
    """None where nothing is said any more."""
    since: int = 0
    """From where on what was said first holds: "where x > 0" stands below its formula."""

    def say(self, position: int, domain: Domain, reach: Reach) -> None:
        """Say it from a place on, or for a case, behind which what was said before holds again."""
        if not self.places:
            self.since = reach.since
        until = reach.until
        first = bisect_right(self.places, position)
        last = len(self.places) if until is None else bisect_right(self.places, until + 1)
        behind = self.domains[last - 1] if last else None
        end: tuple[int, ...] = () if until is None else (until + 1,)
        self.places[first:last] = [position, *end]
        self.domains[first:last] = [domain, *(behind for _ in end)]

    def at(self, position: int) -> Domain | None:
        found = bisect_right(self.places, position)
        if not self.places or not found and position < self.since:
            return None
        return self.domains[max(0, found - 1)]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where it holds what a statement declares or supposes."""

    since: int = -(10**9)
    """From where on, if nothing else is said before it."""
    until: int | None = None
    """Up to where, for what is supposed for a case."""
    anew: int | None = None
    """What was said of its names before this place is no longer meant: "let x be ..." in another
    paragraph begins anew."""
    line: int = 0


EVERYWHERE: Final = Reach()


@dataclass(frozen=True, slots=True)
class Supposed:
    """A relation that a page supposes, and where."""

    relation: Term
    position: int
    until: int | None
    """The last place where it holds; None if it holds from its place on."""
    line: int = 0
    since: int = 10**9
    """From where on, where nothing else is said before it."""

    def holds(self, position: int) -> bool:
        """Whether it is in force at a place."""
        return self.position <= position and (self.until is None or position <= self.until)


@dataclass(frozen=True, slots=True)
class FamilyShape:
    """The indices with which a family was declared or defined: `x_j^{(i)}` is (i, j)."""

    family: str
    indices: tuple[str, ...]


class Declared:
    """The declarations of a page, each with its place.

    >>> from checker.language.context import finite
    >>> from checker.language.term import name
    >>> page = Declared()
    >>> page.declare(Declaration((name("y"),), finite(0, 1)), 3)
    >>> str(page.domain(Symbol("name", "y"), 1))
    '{0, 1}'
    """

    def __init__(self) -> None:
        self._domains: dict[Symbol, _History] = {}
        self.shapes: dict[str, tuple[Term, ...]] = {}
        """Vectors with their length, matrices with the numbers of their rows and columns."""
        self.members: dict[str, tuple[int, tuple[Term, ...]]] = {}
        """Families of vectors and matrices: how many indices they take, and the shape."""
        self.ranges: dict[str, tuple[Term, Term]] = {}
        """Indices with a declared range."""
        self.whole: dict[str, Domain] = {}
        """Names at which a declared range or shape ends: whole numbers, nothing else is said."""
        self.extents: dict[str, tuple[Term, Term]] = {}
        """The entries that are declared of a family, where these are not all."""
        self.imaginary: set[str] = set()
        """Letters that stand for the imaginary unit, where they are no index."""
        self.complex: set[Symbol] = set()
        """What is made of it: never a real number."""
        self.counts: dict[str, Domain] = {}
        """Names that are declared nowhere, and count something: whole numbers from 0 or 1 on."""
        self.unread: dict[str, Unread] = {}
        """The letters and words of declarations that could not be read."""
        self.arities: dict[str, int] = {}
        """How many arguments a declared function takes."""
        self.families: dict[FamilyShape, None] = {}
        """The shapes in which families were declared or defined, in order."""
        self._hypotheses: dict[str, list[tuple[int, Supposed]]] = {}
        """Relations with their number, by the rarest of their names."""
        self._mentions: dict[str, list[Supposed]] = {}
        """The same relations by each of their names."""
        self._relations = 0
        self._cases: list[Supposed] = []
        """What is supposed for a case, with its end."""

    def declare(self, declaration: Declaration, position: int,
                reach: Reach = EVERYWHERE) -> None:
        """Take down a declaration."""
        if reach.anew is not None:
            self._end({str(subject.data) for subject in declaration.subjects}, reach.anew, position)
        if declaration.ends is not None:
            self._range(declaration, position, reach)
            return
        for extent in declaration.extents:
            self.extents[extent.family] = extent.low, extent.high
            self._ends_at(extent.high, extent.low)
        for length in declaration.shape:
            self._ends_at(length, ONE)
        if declaration.domain is not None:
            self._members(declaration, declaration.domain, position, reach)
        for one in declaration.relations:
            self.suppose(one, position, reach)

    def _range(self, declaration: Declaration, position: int, reach: Reach) -> None:
        """An index with its range is a whole number in it."""
        assert declaration.ends is not None
        low, high = declaration.ends
        for subject in declaration.subjects:
            text = str(subject.data)
            if subject.head == "name":
                self.ranges[text] = declaration.ends
                self._say(Symbol("name", text), position, declaration.domain or INTEGER, reach)
                for one in (relation("le", low, subject), relation("le", subject, high)):
                    if one.free != subject.free:
                        self.suppose(one, position, reach)
            else:
                self._say(Symbol("family", text), position, declaration.domain or INTEGER, reach)
        self._ends_at(high, low)

    def _ends_at(self, high: Term, low: Term) -> None:
        """Where something runs from `low` to n, n is a whole number, and not below `low`."""
        shift, text = Fraction(0), ""
        for part in high.args if high.head == "add" else (high,):
            value = exact(part, {})
            if value is not None:
                shift += value
            elif part.head == "name" and not text:
                text = str(part.data)
            else:
                return
        least = exact(low, {})
        if text:
            whole = INTEGER if least is None else narrowed(INTEGER, "ge", least - shift)
            known = self.whole.get(text, INTEGER)
            self.whole[text] = common(known, whole or INTEGER) or known

    def _members(self, declaration: Declaration, domain: Domain, position: int,
                 reach: Reach) -> None:
        """Names and families whose values lie in a set, and functions with such values."""
        for subject in declaration.subjects:
            text = str(subject.data)
            if declaration.arguments:
                self.arities[text] = declaration.arguments
                self._say(Symbol("function", text), position, domain, reach)
            elif subject.head == "entry" and declaration.shape:
                self.members[text] = len(subject.args), declaration.shape
                self._say(Symbol("family", text), position, domain, reach)
            elif subject.head == "entry" and any(
                    index.head != "name" for index in subject.args):
                self._entry(subject, domain, position, reach)
            elif subject.head == "entry":
                if not any(extent.family == text for extent in declaration.extents):
                    self.family(text, tuple(str(i.data) for i in subject.args if i.head == "name"))
                self._say(Symbol("family", text), position, domain, reach)
            elif declaration.shape:
                self.shapes[text] = declaration.shape
                self._say(Symbol("family", text), position, domain, reach)
            else:
                self._say(Symbol("name", text), position, domain, reach)

    def _entry(self, subject: Term, domain: Domain, position: int, reach: Reach) -> None:
        """One entry of a family: what is said of x_1 is not said of x_2."""
        symbol = Symbol("family", str(subject.data))
        if symbol not in self._domains:
            self._say(symbol, position, REAL, reach)
        for one in bounds(subject, domain):
            self._keep(one, position, reach)

    def family(self, family: str, indices: tuple[str, ...]) -> None:
        """Note with which indices a family stands where it is declared or defined."""
        self.families.setdefault(FamilyShape(family, indices))

    def not_read(self, about: str, unread: Unread) -> None:
        """Note that a declaration could not be read, and what it speaks of."""
        for word in spoken_of(about):
            self.unread.setdefault(word, unread)

    def suppose(self, said: Term, position: int, reach: Reach = EVERYWHERE) -> None:
        """Take down a relation: a bound narrows its name's domain, any other is kept.

        A bound that says no more than is known begins anew: "let $x > 0$ ...; let $x \\ne 0$".
        """
        if is_boundless(said):
            return
        if reach.until is not None:
            self.case(said, position, reach.until, reach.line)
        if said.head == "eq":
            self._keep(said, position, reach)
            return
        member = next((side for side in said.args if side.head == "entry"
                       and all(index.head == "name" for index in side.args)), None)
        kind_of: Kind = "name"
        if member is not None:  # w_i > 0 speaks of every entry of w, whatever its index is called
            kind_of, stand_in = "family", name(str(member.data))
            bound = bound_of(build(said.head, tuple(
                stand_in if side is member else side for side in said.args)))
        else:
            bound = bound_of(said)
        if bound is None:
            self._keep(said, position, reach)
            return
        if member is not None and str(member.data) not in self.extents:
            self.family(str(member.data), tuple(str(index.data) for index in member.args))
        text, kind, value = bound
        symbol = Symbol(kind_of, text)
        known = self._domains.get(symbol)
        before = None
        if known is not None and known.places[0] <= position:
            before = known.at(position)
        domain = narrowed(before or REAL, kind, value)
        if domain is None or domain == before and reach.anew is not None \
                and known is not None and self._said_before(symbol, reach.anew):
            bare = REAL if before is None else replace(
                REAL, integer=before.integer, rational=before.rational)
            domain = narrowed(bare, kind, value) or narrowed(REAL, kind, value)
            if reach.anew is not None:
                self._end({text}, reach.anew, position)
                if before is not None and kind_of == "name":
                    self._was(name(text), before, position)
        if domain is not None:
            self._say(symbol, position, domain, reach)
            if kind == "ne" and domain.contains(value) and member is None:
                self._keep(said, position, reach)

    def _said_before(self, symbol: Symbol, position: int) -> bool:
        """Whether something was said of a symbol before a place."""
        return self._domains[symbol].places[0] < position

    def _end(self, texts: Set[str], before: int, position: int) -> None:
        """Relations that were said of names before a place hold no more: a name begins anew."""
        for one in list(self._mentioned(texts)):
            if one.position < before and one.holds(position):
                ended = replace(one, until=position - 1)
                for text in one.relation.free:
                    known = self._mentions.get(text, [])
                    known[:] = [ended if other is one else other for other in known]
                    numbered = self._hypotheses.get(text, [])
                    numbered[:] = [(k, ended if other is one else other) for k, other in numbered]
                self._cases.append(ended)

    def _was(self, term: Term, domain: Domain, position: int) -> None:
        """Note what was said of a name until now: a claim below may still mean it."""
        told = tuple(bounds(term, domain))
        if told:
            both = told[0] if len(told) == 1 else build("and", told)
            self._cases.append(Supposed(both, position - 1, position - 1))

    def _mentioned(self, texts: Set[str]) -> Iterator[Supposed]:
        return (one for text in texts for one in self._mentions.get(text, ()))

    def case(self, relation: Term, position: int, until: int, line: int) -> None:
        """Note what is supposed for a case, whatever makes it hold there."""
        self._cases.append(Supposed(relation, position, until, line))

    def _keep(self, said: Term, position: int, reach: Reach) -> None:
        rarest = min(said.free, default="",
                     key=lambda text: (len(self._hypotheses.get(text, ())), text))
        supposed = Supposed(said, position, reach.until, since=reach.since)
        for text in said.free:
            self._mentions.setdefault(text, []).append(supposed)
        self._relations += 1
        self._hypotheses.setdefault(rarest, []).append((self._relations, supposed))

    def _say(self, symbol: Symbol, position: int, domain: Domain, reach: Reach) -> None:
        self._domains.setdefault(symbol, _History()).say(position, domain, reach)

    def domain(self, symbol: Symbol, position: int) -> Domain | None:
        """What is declared of a symbol at a place; None if it is declared nowhere."""
        known = self._domains.get(symbol)
        found = None if known is None else known.at(position)
        if found is None and (symbol in self.complex or self._conjugate(symbol, position)):
            return COMPLEX
        whole = self.whole.get(symbol.text) if symbol.kind == "name" else None
        return found if whole is None else whole if found is None else \
            common(found, whole) or found

    def _conjugate(self, symbol: Symbol, position: int) -> bool:
        """Whether it is `\\bar{z}` or `z^*` of a complex number z, which is no name of its own."""
        base, _, mark = symbol.text.rpartition("_")
        if mark not in ("bar", "star") or not base:
            return False
        of = self.domain(Symbol(symbol.kind, base), position)
        return of is not None and of.complex

    def lengths(self) -> dict[str, tuple[Term, ...]]:
        """The shapes of vectors and matrices, and the lists that begin at 1."""
        return {**{text: (high,) for text, (low, high) in self.extents.items() if low is ONE},
                **self.shapes}

    def outside(self, symbol: Symbol, terms: Iterable[Term]) -> bool:
        """Whether terms show entries of a family that are perhaps not among the declared ones."""
        extent = self.extents.get(symbol.text) if symbol.kind == "family" else None
        return extent is not None and any(
            outside(term, symbol.text, *extent) for term in terms)

    def ever(self, symbol: Symbol) -> tuple[Domain, ...]:
        """All that is declared of a symbol somewhere."""
        known = self._domains.get(symbol)
        return () if known is None else tuple(one for one in known.domains if one is not None)

    def given(self, symbol: Symbol) -> bool:
        """Whether a declaration of the symbol was given to the page."""
        known = self._domains.get(symbol)
        return known is not None and known.places[0] < 0

    def symbols(self) -> frozenset[Symbol]:
        """Everything that is declared somewhere."""
        return frozenset(self._domains)

    def relations_of(self, text: str, position: int, behind: bool = False) -> Iterator[Term]:
        """The relations that hold at a place of a name, and perhaps of others.

        `behind` adds what is said behind the place of names of which nothing was said before.
        """
        said = self._mentions.get(text, ())
        before = {one.relation.free for one in said if one.position <= position}
        return (one.relation for one in said if one.holds(position)
                or behind and one.since <= position < one.position
                and one.relation.free not in before)

    def hypotheses(self, position: int, texts: Set[str]) -> tuple[Term, ...]:
        """The relations in force at a place that speak of nothing but these names."""
        found = [(number, one.relation) for text in ("", *texts)
                 for number, one in self._hypotheses.get(text, ())
                 if one.holds(position) and one.relation.free <= texts]
        return tuple(relation for _, relation in sorted(found, key=itemgetter(0)))

    def ended(self, position: int, texts: Set[str]) -> Iterator[Supposed]:
        """What was supposed before a place of these names, and holds no more; the last first."""
        return (one for one in reversed(self._cases) if one.until is not None
                and one.until < position and not one.relation.free.isdisjoint(texts))
