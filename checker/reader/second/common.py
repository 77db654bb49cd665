"""One spelling for the names of both readers, so that their terms can be compared.

Ours are plain (`y_hat`, entries `w[j, k]`), those of latex2sympy2 are pieces of LaTeX (`\\hat{y}`,
`w_{jk}`). Here a name is its letters, accents before them, and a script of letters and numbers
is a row of indices:

| ours | theirs | common |
|---|---|---|
| `y_hat[k]` | `\\hat{y}_k` | `haty[k]` |
| `w[j, k]` | `w_{jk}`, `w_{j,k}` | `w[j, k]` |
| `x_1` | `x_1` | `x[1]` |
| `x_max` | `x_{\\text{max}}`, `x_{max}` | `x.max` |

The number of indices belongs to the family's name: `w_j` and `w_{jk}` are two families here.
"""

from __future__ import annotations

import re
from typing import Final

from checker.language.context import POSITIVE_INTEGER, REAL, Context
from checker.language.term import (
    EULER,
    Term,
    apply,
    build,
    call,
    entry,
    limit,
    log,
    mul,
    name,
    number,
    power,
)
from checker.reader.latex.alphabet import ACCENTS
from checker.reader.latex.indices import WORDS
from checker.reader.latex.letters import FUNCTION_WORDS
from checker.reader.latex.spelling import GREEK, latex_name

_NOISE: Final = re.compile(r"\\(?:text|mathrm|operatorname|mathit)(?![a-z])|[{}\\,\s*]")
_COMMAND: Final = re.compile(r"\\[A-Za-z]+")
_BINDERS: Final = frozenset({"sum", "product", "integral", "limit"})
_LOG_E: Final = log(EULER)
_PART: Final = re.compile(r"[0-9]+|[A-Za-z]")


def common(term: Term) -> Term:
    """The term with its names in the common spelling; what a derivative leaves open is a name.

    The derivative of L by a, where L does not show a, would be zero to the checker: it is a
    name of its own here.
    """
    head = term.head
    if head == "name":
        return _name(str(term.data))
    if head == "entry":
        return _entry(str(term.data), term.args)
    args = tuple(map(common, term.args))
    if head == "apply":
        function, orders = term.data
        letters = _letters(latex_name(function))
        known = "gamma" if letters == "Gamma" else FUNCTION_WORDS.get(letters)
        if known is not None and not any(orders):
            return call(known, *args)
        return apply(f"{letters}()", *args, orders=orders)
    if head == "call" and term.data == "delta":
        return _scripted("delta", "".join(map(_letters, map(str, args))))
    if head == "derivative" and args[0].free.isdisjoint(args[1].free):
        return name(str(build(head, args, term.data)))
    if head == "div" and args[1] is _LOG_E:
        return args[0]  # how SymPy holds a logarithm to the base e
    if head == "root" and args[1].head == "number" and args[1].value.denominator == 1 \
            and args[1].value % 2:
        return power(args[0], number(1, args[1].value.numerator))
    if head == "limit" and term.data == "+":
        return limit(args[1], args[0], args[2])  # to latex2sympy2 every limit comes from above
    if head in _BINDERS and args[0].head != "name" or head == "at" and args[1].head != "name":
        return term  # a bound name with a script: its entries would be free
    return build(head, args, term.data)


def _name(spelling: str) -> Term:
    """A name of either reader."""
    if spelling.startswith("Delta_"):  # one quantity to us, a product to them
        return mul(name("Delta"), _name(spelling[6:]))
    written = spelling if "{" in spelling or "\\" in spelling else latex_name(spelling)
    base, _, below = written.partition("_")
    if not below:
        return name(_letters(written))
    return _scripted(_letters(base), _letters(below))


def _entry(family: str, indices: tuple[Term, ...]) -> Term:
    if family.startswith("Delta_"):
        return mul(name("Delta"), _entry(family[6:], indices))
    spelled = "".join(_letters(str(index)) for index in indices)
    return _scripted(_letters(latex_name(family)), spelled)


def _scripted(base: str, below: str) -> Term:
    parts = [below] if below in GREEK else _PART.findall(below)
    if "".join(parts) != below or below in WORDS:
        return name(f"{base}.{below}")
    indices = [number(int(part)) if part.isdigit() else name(part) for part in parts]
    return entry(f"{base}.{len(indices)}", *indices)


def _letters(written: str) -> str:
    """A piece of LaTeX without what is only written; accents and fonts have one word each."""
    return _NOISE.sub("", _COMMAND.sub(lambda found: ACCENTS.get(found[0], found[0]), written))


def common_context(context: Context, *terms: Term) -> Context:
    """The domains of a context for the common spelling of the names in these terms.

    All functions are declared, and indices are whole numbers.
    """
    parts = _parts(terms)
    names = {str(index.data): POSITIVE_INTEGER for part in parts if part.head == "entry"
             for index in part.args if index.head == "name"}
    functions = {str(part.data[0]): REAL for part in parts if part.head == "apply"}
    names |= {str(_name(n).data): domain for n, domain in context.names
              if _name(n).head == "name"}
    families = {f"{_letters(latex_name(family))}.{count}": domain
                for family, domain in context.families for count in (1, 2, 3)}
    ranges = {f"{_letters(latex_name(f))}()": domain for f, domain in context.functions}
    functions |= {f: domain for f, domain in ranges.items() if f in functions}
    return Context(tuple(names.items()), tuple(families.items()), tuple(functions.items()))


def _parts(terms: tuple[Term, ...]) -> set[Term]:
    """Everything that stands somewhere in the terms."""
    found: set[Term] = set()
    stack = list(terms)
    while stack:
        part = stack.pop()
        if part not in found:
            found.add(part)
            stack.extend(part.args)
    return found
