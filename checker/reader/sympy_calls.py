"""The calls of SymPy text: `Derivative(f, x)`, `Sum(f, (i, 1, n))`, `Piecewise(...)`, `sin(x)`.

One function for each kind of call, and the table `CALLS` that lists them.
"""

from __future__ import annotations

import ast
import unicodedata
from typing import Final

from checker.language.term import (
    ONE,
    TRUE,
    Term,
    add,
    apply,
    both,
    build,
    call,
    cases,
    div,
    either,
    log,
    mul,
    number,
    relation,
    root,
    sqrt,
)
from checker.language.term import name as name_term
from checker.reader.magnitude import MAX_DIGITS, exact, size
from checker.reader.sympy_calculus import CALCULUS
from checker.reader.sympy_names import CONSTANTS, KNOWN, MANY, RELATIONS, UNREAL
from checker.reader.sympy_reading import (
    Handler,
    Reading,
    arguments,
    parts_of,
    read_variable,
    read_whole,
)

MAX_FACTORIAL: Final = 25_000
"""The factorial of a greater number has more than `MAX_DIGITS` digits."""


def read_call(reader: Reading, node: ast.Call) -> Term:
    """A call, whatever its name."""
    function = node.func
    if isinstance(function, ast.Call):
        return _named_function(reader, node, function)
    if not isinstance(function, ast.Name):
        if isinstance(function, ast.Attribute):
            raise reader.unreadable(f"the method `.{function.attr[:40]}()` is not readable in "
                                    "SymPy text", node, _METHODS.get(function.attr, ""))
        raise reader.unreadable("only a function can stand in front of brackets", node,
                                "* if a product is meant")
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise reader.unreadable("a starred argument is not readable", argument)
    word = reader.identifier(function)
    if word not in _WITH_KEYWORDS:
        for keyword in node.keywords:
            flag = isinstance(keyword.value, ast.Constant) and type(keyword.value.value) is bool
            if keyword.arg != "evaluate" or not flag:
                raise reader.unreadable(f"`{keyword.arg or '**'}=` is not readable in a call of "
                                        f"`{word}`", keyword.value)
    if reader.is_function(word):
        return _application(reader, node, word)
    known = KNOWN.get(word)
    if known is not None:
        return _known(reader, node, word, *known)
    handler = CALLS.get(word)
    if handler is not None:
        return handler(reader, node, word)
    near = word.lower() if word.lower() in KNOWN or word.lower() in CALLS else word.capitalize()
    if near in KNOWN or near in CALLS:
        raise reader.unreadable(f"`{word}` is not a known function", node, f"`{near}`")
    raise reader.unreadable(f"`{word}` is not a known function; declare it in \"functions\", "
                            "or write * if a product is meant", node)


def _known(reader: Reading, node: ast.Call, word: str, ours: str, least: int, most: int) -> Term:
    """sin(x), Max(a, b): a known function."""
    if not least <= len(node.args) <= most:
        letters = ", ".join("abc"[:least]) + (", ..." if most > least else "")
        arguments(reader, node, least, most, f"{word}({letters})")
    args = [reader.number(argument) for argument in node.args]
    if ours == "factorial":
        measured = size(args[0], {})
        if measured is not None and (measured[0] is None or measured[0] > MAX_FACTORIAL):
            raise reader.unreadable(f"this factorial has more than {MAX_DIGITS} digits", node)
    return call(ours, *args)


def _application(reader: Reading, node: ast.Call, word: str) -> Term:
    """h(x): an abstract or defined function."""
    args = arguments(reader, node, 1, 9, f"{word}(x)")
    definition = reader.context.definition(word)
    if definition is not None and len(definition.parameters) != len(args):
        raise reader.unreadable(f"`{word}` is defined with {len(definition.parameters)} "
                                f"parameters, not {len(args)}", node)
    return apply(word, *map(reader.number, args))


def _named_function(reader: Reading, node: ast.Call, function: ast.Call) -> Term:
    """Function('h')(x)."""
    maker = function.func
    if not (isinstance(maker, ast.Name) and maker.id == "Function"):
        raise reader.unreadable("only a function can stand in front of brackets", node,
                                "* if a product is meant")
    word = _quoted(reader, function)
    if word in KNOWN or word in CALLS:
        raise reader.unreadable(f"`{word}` is a known function, not an abstract one", node)
    if node.keywords:
        raise reader.unreadable(f"a keyword is not readable in a call of `{word}`", node)
    return _application(reader, node, word)


def _quoted(reader: Reading, node: ast.Call) -> str:
    """The name in Symbol('x'), Function('h'), IndexedBase('x'); assumptions are ignored."""
    (argument,) = arguments(reader, node, 1, 1, "Symbol('x')")
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        word = argument.value
        if not word.isidentifier() or unicodedata.normalize("NFKC", word) != word:
            raise reader.unreadable(f"{word[:40]!a} is not a plain name", argument)
        if word in CONSTANTS or word in UNREAL:
            raise reader.unreadable(f"a symbol named `{word}` would be mistaken for the constant",
                                    argument)
        return word
    raise reader.unreadable("a name in quotation marks is missing", node, "Symbol('x')")


def _symbol(reader: Reading, node: ast.Call, word: str) -> Term:
    if word in ("IndexedBase", "Idx") and node.args and not isinstance(node.args[0], ast.Constant):
        return read_variable(reader, arguments(reader, node, 1, 1, f"{word}('x')")[0], "a name")
    if word == "Function":
        raise reader.unreadable("a function stands without arguments", node, "Function('h')(x)")
    found = _quoted(reader, node)
    if reader.is_function(found):
        raise reader.unreadable(f"`{found}` is a function and stands without arguments", node)
    return name_term(found)


def _indexed(reader: Reading, node: ast.Call, word: str) -> Term:
    """Indexed(x, i, j)."""
    family, *indices = arguments(reader, node, 2, 10, "Indexed(x, i)")
    return build("entry", tuple(map(reader.number, indices)),
                 str(read_variable(reader, family, "a name").data))


# --- numbers ----------------------------------------------------------------------------------


def _rational(reader: Reading, node: ast.Call, word: str) -> Term:
    """Rational(1, 2), Rational('0.5'), Integer(3), Float('0.1')."""
    most = 1 if word == "Integer" else 2
    args = arguments(reader, node, 1, most, f"{word}(1)")
    if isinstance(args[0], ast.Constant) and isinstance(args[0].value, str):
        value = exact(args[0].value)
        if value is None or word == "Integer" and value.denominator != 1:
            raise reader.unreadable(f"{args[0].value[:40]!a} is no number", args[0])
        if len(args) == 1 or word == "Float":
            return number(value)
    if word == "Float":
        found = reader.number(args[0])
        if found.head == "number":
            return found
        raise reader.unreadable("this is not a number", args[0], "a decimal number")
    p, q = read_whole(reader, args[0]), read_whole(reader, args[1]) if len(args) == 2 else 1
    if q == 0:
        raise reader.unreadable("a fraction with denominator 0", node)
    return number(p, q)


def _sympified(reader: Reading, node: ast.Call, word: str) -> Term:
    """S(1), UnevaluatedExpr(x): the argument itself."""
    return reader.number(arguments(reader, node, 1, 1, f"{word}(x)")[0])


def _sum_or_product(reader: Reading, node: ast.Call, word: str) -> Term:
    """Add(a, b), Mul(a, b)."""
    args = map(reader.number, arguments(reader, node, 1, MANY, f"{word}(a, b)"))
    return add(*args) if word == "Add" else mul(*args)


def _power(reader: Reading, node: ast.Call, word: str) -> Term:
    """Pow(a, b), cbrt(a), root(a, n): the principal powers a**b, a**(1/3), a**(1/n)."""
    if word == "cbrt":
        args = arguments(reader, node, 1, 1, "cbrt(x)")
        return reader.pow(reader.number(args[0]), number(1, 3), node)
    base, exponent = map(reader.number, arguments(reader, node, 2, 2, f"{word}(a, b)"))
    if word == "root":
        literal = exponent.head == "number" and exponent.value != 0
        exponent = number(1 / exponent.value) if literal else div(ONE, exponent)
    return reader.pow(base, exponent, node)


def _root(reader: Reading, node: ast.Call, word: str) -> Term:
    """sqrt(x), real_root(x, n)."""
    if word == "sqrt":
        return sqrt(reader.number(arguments(reader, node, 1, 1, "sqrt(x)")[0]))
    return root(*map(reader.number, arguments(reader, node, 2, 2, "real_root(x, n)")))


def _logarithm(reader: Reading, node: ast.Call, word: str) -> Term:
    """log(x), log(x, b)."""
    args = [reader.number(a) for a in arguments(reader, node, 1, 2, f"{word}(x)")]
    return log(args[0]) if len(args) == 1 else div(log(args[0]), log(args[1]))




# --- conditions -------------------------------------------------------------------------------


def _piecewise(reader: Reading, node: ast.Call, word: str) -> Term:
    """Piecewise((value, condition), ..., (value, True))."""
    branches: list[tuple[Term, Term]] = []
    for k, argument in enumerate(arguments(reader, node, 1, MANY, "Piecewise((f, x > 0), ...)")):
        pair = parts_of(argument)
        if pair is None or len(pair) != 2:
            raise reader.unreadable("this is not a branch", argument, "(value, condition)")
        value, guard = reader.number(pair[0]), reader.condition(pair[1])
        if guard is TRUE:
            if k + 1 < len(node.args):
                raise reader.unreadable("the branches after (value, True) are never reached",
                                        node.args[k + 1])
            return cases(*branches, otherwise=value) if branches else value
        branches.append((value, guard))
    return cases(*branches)


def _relation(reader: Reading, node: ast.Call, word: str) -> Term:
    """Eq(a, b), Ne(a, b), Lt(a, b)."""
    a, b = map(reader.number, arguments(reader, node, 2, 2, f"{word}(a, b)"))
    return relation(RELATIONS[word], a, b)


def _connective(reader: Reading, node: ast.Call, word: str) -> Term:
    """And(...), Or(...), Not(c)."""
    if word == "Not":
        return build("not", (reader.condition(arguments(reader, node, 1, 1, "Not(x > 0)")[0]),))
    args = map(reader.condition, arguments(reader, node, 1, MANY, f"{word}(x > 0, y > 0)"))
    return both(*args) if word == "And" else either(*args)


CALLS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("Symbol", "symbols", "IndexedBase", "Idx", "Function"), _symbol),
    "Indexed": _indexed,
    **dict.fromkeys(("Rational", "Integer", "Float"), _rational),
    **dict.fromkeys(("S", "sympify", "UnevaluatedExpr"), _sympified),
    **dict.fromkeys(("Add", "Mul"), _sum_or_product),
    **dict.fromkeys(("Pow", "cbrt", "root"), _power),
    **dict.fromkeys(("sqrt", "real_root"), _root),
    **dict.fromkeys(("log", "ln"), _logarithm),
    **CALCULUS,
    "Piecewise": _piecewise,
    **dict.fromkeys(RELATIONS, _relation),
    **dict.fromkeys(("And", "Or", "Not"), _connective),
}
"""Who reads the calls that are no known function of numbers."""

_WITH_KEYWORDS: Final = frozenset(
    {"Symbol", "symbols", "IndexedBase", "Idx", "Function", "Float", "Limit", "limit"})
"""Calls that may carry keywords besides `evaluate=False`."""
_METHODS: Final = {"diff": "Derivative(f, x)", "subs": "Subs(f, x, value)"}
