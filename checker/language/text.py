"""Terms as SymPy text: `1 + exp(-x) - 1`, parentheses only where they are needed."""

from __future__ import annotations

from typing import Final

from checker.language.term import Term

_SUM, _PRODUCT, _UNARY, _POWER, _ATOM = 1, 2, 3, 4, 5
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
            p, q = term.data  # type: ignore[misc]
            if q != 1:
                return f"{p}/{q}", _PRODUCT if p >= 0 else _UNARY - 2  # type: ignore[operator]
            return str(p), _ATOM if p >= 0 else _SUM  # type: ignore[operator]
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
            parts = [_bracket(term.args[0], _PRODUCT)]
            parts += [_bracket(arg, _UNARY) for arg in term.args[1:]]
            return "*".join(parts), _PRODUCT
        case "div":
            top, bottom = term.args
            return f"{_bracket(top, _PRODUCT)}/{_bracket(bottom, _POWER)}", _PRODUCT
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
            side = f', "{term.data}"' if term.data else ""
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
            return f"{left} {_SYMBOLS[head]} {right}", 0


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
    function, orders = term.data  # type: ignore[misc]
    arguments = _list(term.args)
    if not any(orders):  # type: ignore[arg-type]
        return f"{function}({arguments})"
    if len(term.args) == 1:
        return f"{function}{chr(39) * orders[0]}({arguments})"  # type: ignore[index]
    marks = ",".join(map(str, orders))  # type: ignore[arg-type]
    return f"{function}^({marks})({arguments})"
