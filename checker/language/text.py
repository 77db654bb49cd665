"""Terms as SymPy text: `1 + exp(-x) - 1`, parentheses only where they are needed.

`checker.reader.sympy_text` reads the same term back, with these exceptions: a minus sign
before a literal is read as the literal's own (`-2*x`), a fraction that is one number as a
quotient (`1/2`), a limit without a side as one from the right; primes (`h'(x)`) and names
that are no identifiers are not read at all.
"""

from __future__ import annotations

from typing import Final

from checker.language.term import Term

_RELATION, _SUM, _SIGNED, _PRODUCT, _POWER, _ATOM = range(6)
"""How strongly a text holds together; `_SIGNED` is a product that begins with a minus sign."""
_SYMBOLS: Final = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_NAMES: Final = {
    "abs": "Abs", "max": "Max", "min": "Min", "heaviside": "Heaviside",
    "delta": "KroneckerDelta", "arcsin": "asin",
}


def text(term: Term) -> str:
    """The term in SymPy's text syntax, as written.

    >>> from checker.language.term import *
    >>> text(add(ONE, exp(neg(name("x"))), neg(ONE)))
    '1 + exp(-x) - 1'
    """
    return _print(term)[0]


def _print(term: Term) -> tuple[str, int]:
    head = term.head
    match head:
        case "number":
            value = term.value
            if value < 0:
                return str(value), _SIGNED
            return str(value), _ATOM if value.denominator == 1 else _PRODUCT
        case "name":
            return str(term.data), _ATOM
        case "constant":
            return {"e": "E"}.get(str(term.data), str(term.data)), _ATOM
        case "entry":
            return f"{term.data}[{_list(term.args)}]", _ATOM
        case "index":
            lo, hi = map(text, term.args)
            return f"i{term.data}", _ATOM
        case "add":
            return _addition(term.args), _SUM
        case "neg":
            return "-" + _bracket(term.args[0], _PRODUCT), _SUM
        case "mul":
            first, *others = term.args
            left = f"({text(first)})" if first.head == "mul" else _bracket(first, _SIGNED)
            factors = "*".join([left, *(_bracket(arg, _POWER) for arg in others)])
            return factors, _SIGNED if left[0] == "-" else _PRODUCT
        case "div":
            top, bottom = term.args
            left = _bracket(top, _SIGNED)
            quotient = f"{left}/{_bracket(bottom, _POWER)}"
            return quotient, _SIGNED if left[0] == "-" else _PRODUCT
        case "pow":
            base, exponent = term.args
            return f"{_bracket(base, _ATOM)}**{_bracket(exponent, _ATOM)}", _POWER
        case "root":
            if term.args[1].data == (2, 1):
                return f"sqrt({text(term.args[0])})", _ATOM
            return f"real_root({_list(term.args)})", _ATOM
        case "call":
            return f"{_NAMES.get(str(term.data), term.data)}({_list(term.args)})", _ATOM
        case "apply":
            return _application(term), _ATOM
        case "derivative":
            body, variable = map(text, term.args)
            order = f", {term.data}" if term.data != 1 else ""
            return f"Derivative({body}, {variable}{order})", _ATOM
        case "at":
            return f"Subs({_list(term.args)})", _ATOM
        case "sum" | "product":
            index, body, lo, hi = map(text, term.args)
            return f"{head.capitalize()}({body}, ({index}, {lo}, {hi}))", _ATOM
        case "integral":
            variable, body, *ends = map(text, term.args)
            if not ends:
                return f"Integral({body}, {variable})", _ATOM
            return f"Integral({body}, ({variable}, {ends[0]}, {ends[1]}))", _ATOM
        case "limit":
            variable, body, point = map(text, term.args)
            infinite = term.args[2].free == frozenset() and "oo" in point
            side = f', "{term.data}"' if term.data else "" if infinite else ', "+-"'
            return f"Limit({body}, {variable}, {point}{side})", _ATOM
        case "cases":
            args = term.args
            pairs = [f"({text(v)}, {text(c)})" for v, c in zip(args[::2], args[1::2], strict=False)]
            if len(args) % 2:
                pairs.append(f"({text(args[-1])}, True)")
            return f"Piecewise({', '.join(pairs)})", _ATOM
        case "true" | "false":
            return head.capitalize(), _ATOM
        case "and" | "or" | "not":
            return f"{head.capitalize()}({_list(term.args)})", _ATOM
        case _:
            left, right = map(text, term.args)
            return f"{left} {_SYMBOLS[head]} {right}", _RELATION


def _list(terms: tuple[Term, ...]) -> str:
    return ", ".join(map(text, terms))


def _bracket(term: Term, at_least: int) -> str:
    written, strength = _print(term)
    return written if strength >= at_least else f"({written})"


def _addition(terms: tuple[Term, ...]) -> str:
    first, *others = terms
    out = [_print(first)[0] if first.head != "add" else f"({text(first)})"]
    for summand in others:
        if summand.head == "neg":
            out.append(" - " + _bracket(summand.args[0], _PRODUCT))
        else:
            out.append(" + " + _bracket(summand, _PRODUCT))
    return "".join(out)


def _application(term: Term) -> str:
    function, orders = _jet(term)
    arguments = _list(term.args)
    if not any(orders):
        return f"{function}({arguments})"
    if len(orders) == 1:
        return f"{function}{chr(39) * orders[0]}({arguments})"
    return f"{function}^({','.join(map(str, orders))})({arguments})"


def _jet(term: Term) -> tuple[str, tuple[int, ...]]:
    """The name and the orders of an abstract function."""
    data = term.data
    assert isinstance(data, tuple) and isinstance(data[0], str) and isinstance(data[1], tuple)
    return data[0], data[1]
