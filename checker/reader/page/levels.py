"""Claims in their context, at several levels: how many of the definitions are opened.

A step of a page may hold for what its names stand for, or whatever they stand for:

- functions that are declared (`g : R -> R`) stay abstract although they are defined too;
- everything is opened;
- what both sides mention stays abstract: h(x) = h(x) + 0 needs no definition of h;
- the same, but closed functions (sigma(t) := ..., with no other name inside) are opened.

A proof at any level proves the step. Only the second one can refute it: there the names have
the meaning that the page gives them. A name that is kept although it depends on the variable
of a derivative becomes a function of it: h(x) with h(x) := sigma(w x) is h(x, w) for d/dw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from checker.language.claim import Claim
from checker.language.context import REAL, Domain
from checker.language.errors import CheckerError
from checker.language.term import Term, apply, build, name
from checker.reader.page.contexts import Contexts
from checker.reader.page.declared import Declared
from checker.reader.page.definitions import Defined, Definitions
from checker.reader.page.symbols import (
    Symbol,
    Symbols,
    bound_names,
    renamed,
    variables,
)

NOTHING: Final[frozenset[Symbol]] = frozenset()
MAX_HYPOTHESES: Final = 40
"""Claims under more relations than this are left undecided: each costs at every point."""


class NotOpened(CheckerError):
    """Why a claim cannot be read at a level; another level may do."""


@dataclass(frozen=True, slots=True)
class Level:
    """A claim at one level."""

    claim: Claim
    full: bool
    """Whether everything is opened, so that a refutation counts."""


class Levels:
    """Builds the contexts of claims from what a page declares and defines."""

    def __init__(self, declared: Declared, definitions: Definitions, symbols: Symbols) -> None:
        self.declared = declared
        self.definitions = definitions
        self.symbols = symbols
        self.contexts = Contexts(declared, definitions, symbols)

    # --- which levels -------------------------------------------------------------------------

    def general(self, claim: Claim, position: int) -> Iterator[Level]:
        """The claim for every function that is declared, although the page defines it too."""
        reached = self._reached_definitions(claim, position)
        declared = frozenset(
            symbol for symbol in reached if symbol.kind == "function"
            and self.declared.domain(symbol, position) is not None)
        if declared:
            yield from self._levels(claim, position, (declared,))

    def partial(self, claim: Claim, position: int) -> Iterator[Level]:
        """The claim with what both sides mention kept abstract, the least opened first."""
        reached = self._reached_definitions(claim, position)
        common = frozenset(self.symbols.of(claim.lhs) & self.symbols.of(claim.rhs) & reached.keys())
        closed = frozenset(symbol for symbol, defined in reached.items()
                           if symbol.kind == "function"
                           and not self.definitions.free(symbol, defined))
        yield from self._levels(claim, position, (common, common - closed))

    def _reached_definitions(self, claim: Claim, position: int) -> dict[Symbol, Defined]:
        used = self.symbols.of(claim.lhs) | self.symbols.of(claim.rhs)
        return self.definitions.closure(used, position)

    def _levels(self, claim: Claim, position: int,
                kept: tuple[frozenset[Symbol], ...]) -> Iterator[Level]:
        tried: set[frozenset[Symbol]] = {NOTHING}
        for symbols in kept:
            if symbols in tried:
                continue
            tried.add(symbols)
            try:
                yield self.level(claim, position, symbols)
            except NotOpened:
                continue

    def full(self, claim: Claim, position: int) -> Level:
        """The claim with everything opened; `NotOpened` says why that cannot be."""
        return self.level(claim, position, NOTHING)

    def level(self, claim: Claim, position: int, kept: frozenset[Symbol]) -> Level:
        """The claim with these symbols kept abstract."""
        lhs, rhs = (self._quantities(side, position, kept) for side in (claim.lhs, claim.rhs))
        opened: dict[Symbol, Defined] = {}
        bodies: dict[Symbol, Term] = {}
        ahead = sorted(self.symbols.of(lhs) | self.symbols.of(rhs), reverse=True)
        while ahead:
            symbol = ahead.pop()
            defined = None if symbol in kept or symbol in opened else \
                self.definitions.in_force(symbol, position)
            if defined is not None:
                opened[symbol] = defined
                bodies[symbol] = self._quantities(defined.body, position, kept)
                own = {Symbol("name", parameter) for parameter in defined.parameters
                       if symbol.kind != "name"}
                ahead += sorted(self.symbols.of(bodies[symbol]) - own, reverse=True)
        self._contained(lhs, rhs, bodies)
        functions: dict[str, Domain] = {}
        terms = [lhs, rhs, *bodies.values()]
        if kept:
            terms = self._abstract(terms, kept, position, functions)
        terms, names = self._untangled(terms, opened)
        context = self.contexts.context(terms, list(opened.items()), names, functions, position,
                                        claim.context)
        if len(context.hypotheses) > MAX_HYPOTHESES:
            raise NotOpened(f"the page supposes more than {MAX_HYPOTHESES} relations of its names")
        return Level(Claim(terms[0], terms[1], context, claim.relation, claim.kind, claim.reason,
                           claim.span, claim.written),
                     not kept)

    # --- quantities: J(w) where w is a family --------------------------------------------------

    def _quantities(self, term: Term, position: int, kept: frozenset[Symbol]) -> Term:
        """The term, where J(w) is one name if its definition mentions entries of w only."""
        if not any(symbol.kind == "function" and self._whole(symbol, position)
                   for symbol in self.symbols.of(term)):
            return term
        args = tuple(self._quantities(arg, position, kept) for arg in term.args)
        if term.head == "apply":
            symbol = Symbol("function", term.data[0])
            defined = self._whole(symbol, position)
            if defined is not None and symbol not in kept:
                own = tuple(map(name, defined.parameters))
                if args != own or any(term.data[1]):
                    raise NotOpened(
                        f"{symbol.text} is defined by entries of {', '.join(defined.parameters)}, "
                        f"so {build('apply', args, term.data)} has no definition of its own")
                return name(f"{symbol.text}({', '.join(defined.parameters)})")
        return build(term.head, args, term.data)

    def _whole(self, symbol: Symbol, position: int) -> Defined | None:
        """The definition of a function whose body has its parameters as families only."""
        if symbol.kind != "function":
            return None
        defined = self.definitions.in_force(symbol, position)
        if defined is None:
            return None
        inside = self.symbols.of(defined.body)
        if any(Symbol("family", parameter) in inside for parameter in defined.parameters):
            return defined
        return None

    # --- guards --------------------------------------------------------------------------------

    def _contained(self, lhs: Term, rhs: Term, bodies: Mapping[Symbol, Term]) -> None:
        """Refuse derivatives by w of what mentions entries of w only, and the other way round."""
        for term in (lhs, rhs, *bodies.values()):
            stack = [term]
            while stack:
                part = stack.pop()
                stack.extend(part.args)
                if part.head != "derivative":
                    continue
                body, variable = part.args
                text = str(variable.data)
                own: Symbol = Symbol("name" if variable.head == "name" else "family", text)
                other = Symbol("family" if variable.head == "name" else "name", text)
                reached = self._reached(body, bodies)
                if other in reached and own not in reached:
                    raise NotOpened(f"{body} contains {_shown(other)} but no {_shown(own)}: its "
                                    f"derivative by {variable} is in doubt")

    def _reached(self, term: Term, bodies: Mapping[Symbol, Term]) -> frozenset[Symbol]:
        found = set(self.symbols.of(term))
        ahead = list(found)
        while ahead:
            body = bodies.get(ahead.pop())
            if body is not None:
                new = self.symbols.of(body) - found
                found |= new
                ahead += new
        return frozenset(found)

    # --- what is kept --------------------------------------------------------------------------

    def _abstract(self, terms: list[Term], kept: frozenset[Symbol], position: int,
                  functions: dict[str, Domain]) -> list[Term]:
        """The terms with kept symbols as names of their own, or functions of the variables."""
        by: frozenset[Term] = frozenset().union(*map(variables, terms))
        texts = frozenset(str(variable.data) for variable in by)
        if any(self.definitions.expected(Symbol("name", text)) for text in texts) \
                and any(self._depends(symbol, texts, position) for symbol in kept):
            raise NotOpened("a variable of a derivative is itself defined")
        bound = frozenset().union(*map(bound_names, terms))
        if any(self._depends(symbol, bound, position) for symbol in kept):
            raise NotOpened("what is kept depends on a name that is bound here")
        more: dict[Symbol, tuple[Term, ...]] = {}
        for symbol in sorted(kept):
            if symbol.text in texts and symbol.kind != "function":
                raise NotOpened(f"{symbol.text} is the variable of a derivative")
            reaching = tuple(sorted((v for v in by if self._depends(
                symbol, frozenset((str(v.data),)), position)), key=str))
            if reaching and symbol.kind == "family":
                raise NotOpened(f"the entries of {symbol.text} depend on the variable")
            more[symbol] = reaching
            if symbol.kind == "function" or reaching:
                functions[symbol.text] = self.declared.domain(symbol, position) or REAL
        if any(term.head == "entry" for term in by) and len(by) > 1:
            raise NotOpened("derivatives by several variables")
        return [_with_variables(term, more) for term in terms]

    def _depends(self, symbol: Symbol, texts: frozenset[str], position: int) -> bool:
        """Whether a symbol's definition reaches a name or a family of one of these spellings."""
        reached = self.definitions.closure((symbol,), position)
        return any(free.text in texts for one in reached.items()
                   for free in self.definitions.free(*one))

    # --- one spelling, one meaning --------------------------------------------------------------

    def _untangled(self, terms: list[Term], opened: Mapping[Symbol, Defined],
                   ) -> tuple[list[Term], dict[Symbol, str]]:
        """The terms where no spelling is both a name, a family and a function."""
        used: set[Symbol] = set()
        for term in terms:
            used |= self.symbols.of(term)
        used |= opened.keys()
        by_text: dict[str, list[Symbol]] = {}
        for symbol in sorted(used):
            by_text.setdefault(symbol.text, []).append(symbol)
        names: dict[Symbol, str] = {}
        for text, symbols in by_text.items():
            if len(symbols) == 1:
                continue
            for symbol in symbols:
                if symbol.kind == "name":
                    continue
                new = text + ("_" if symbol.kind == "family" else "_of")
                while new in by_text:
                    new += "_"
                names[symbol] = new
                terms = [renamed(term, symbol.kind, text, new) for term in terms]
        return terms, names


def _shown(symbol: Symbol) -> str:
    return f"{symbol.text}[...]" if symbol.kind == "family" else symbol.text


def _with_variables(term: Term, more: Mapping[Symbol, tuple[Term, ...]]) -> Term:
    """The term where kept names and functions take the variables as further arguments."""
    if term.head == "name":
        extra = more.get(Symbol("name", str(term.data)), ())
        return apply(str(term.data), *extra) if extra else term
    if not term.args:
        return term
    args = tuple(_with_variables(arg, more) for arg in term.args)
    if term.head == "derivative":
        args = (args[0], term.args[1])
    elif term.head in ("sum", "product", "integral", "limit"):
        args = (term.args[0], *args[1:])
    data = term.data
    if term.head == "apply":
        extra = more.get(Symbol("function", term.data[0]), ())
        if extra:
            args = (*args, *extra)
            data = (data[0], (*data[1], *(0 for _ in extra)))
    return build(term.head, args, data)
