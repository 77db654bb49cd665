"""Terms, claims and certificates as plain JSON data, and back.

A leaf is a string or a number where that is unambiguous; every other term is a list
`[head, data, argument, ...]`. Reading refuses whatever it does not know: stored
certificates come from strangers.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

from checker.language.certificate import (
    Cases,
    Certificate,
    Constant,
    Leaf,
    Lemma,
    Node,
    Point,
    Split,
    Undefined,
)
from checker.language.claim import Claim
from checker.language.context import Context, Definition, Domain
from checker.language.errors import CheckerError, Unreadable
from checker.language.term import MAX_DEPTH, Term, build, name, number

_ARITY: Final[dict[str, tuple[int, int]]] = {
    "constant": (0, 0), "entry": (1, 9), "index": (2, 2), "add": (2, 10**5), "mul": (2, 10**5),
    "neg": (1, 1), "div": (2, 2), "pow": (2, 2), "root": (2, 2), "call": (1, 10**5),
    "apply": (1, 9), "derivative": (2, 2), "at": (3, 3), "sum": (4, 4), "product": (4, 4),
    "integral": (2, 4), "limit": (3, 3), "cases": (2, 10**4), "eq": (2, 2), "ne": (2, 2),
    "lt": (2, 2), "le": (2, 2), "gt": (2, 2), "ge": (2, 2), "and": (2, 10**4), "or": (2, 10**4),
    "not": (1, 1), "true": (0, 0), "false": (0, 0),
}


def term_data(term: Term) -> Any:
    """The term as JSON data.

    >>> from checker.language.term import add, exp, name, number
    >>> term_data(add(name("x"), exp(number(1, 2))))
    ['add', None, 'x', ['call', 'exp', '1/2']]
    """
    if term.head == "name":
        return term.data
    if term.head == "number":
        p, q = term.data
        return p if q == 1 and abs(p) < 2**53 else f"{p}/{q}"
    data: Any = term.data
    if term.head == "apply":
        data = [data[0], *data[1]]
    return [term.head, data, *map(term_data, term.args)]


def read_term(data: Any, depth: int = 0) -> Term:
    """The term written down by `term_data`; `Unreadable` if it is not one."""
    if isinstance(data, bool) or depth > MAX_DEPTH:
        raise Unreadable("a term of a certificate is malformed or too deep")
    if isinstance(data, int):
        return number(data)
    if isinstance(data, str):
        if data and (data[0].isdigit() or data[0] == "-"):
            return number(_fraction(data))
        if not data:
            raise Unreadable("a name of a certificate is empty")
        return name(data)
    if not isinstance(data, list) or len(data) < 2 or data[0] not in _ARITY:
        raise Unreadable(f"not a term: {str(data)[:60]}")
    head, inner, *rest = data
    least, most = _ARITY[head]
    if not least <= len(rest) <= most:
        raise Unreadable(f"{head} with {len(rest)} arguments")
    args = tuple(read_term(part, depth + 1) for part in rest)
    if head == "apply":
        if not isinstance(inner, list) or len(inner) != len(args) + 1:
            raise Unreadable("an abstract function without its orders")
        orders = tuple(_whole(k) for k in inner[1:])
        return build("apply", args, (_string(inner[0]), orders))
    if head in ("derivative", "index"):
        return build(head, args, _whole(inner))
    if head in ("constant", "entry", "call", "limit"):
        return build(head, args, _string(inner))
    binds = {"sum": ("name", "index"), "product": ("name", "index"), "integral": ("name",),
             "limit": ("name",)}
    if head in binds and args[0].head not in binds[head]:
        raise Unreadable(f"{head} over something that is no name")
    if inner is not None:
        raise Unreadable(f"{head} carries unexpected data")
    return build(head, args)


def _string(data: Any) -> str:
    if not isinstance(data, str):
        raise Unreadable(f"expected text, found {str(data)[:40]}")
    return data


def _whole(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 0 <= data <= 10**6:
        raise Unreadable(f"expected a whole number, found {str(data)[:40]}")
    return data


def _fraction(data: Any) -> Fraction:
    text = str(data)
    if len(text) > 10_000:
        raise Unreadable("a number of a certificate has more than 10,000 digits")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Unreadable(f"expected a fraction, found {text[:40]}") from None


# --- points and certificates ------------------------------------------------------------------


def point_data(point: Point) -> dict[str, Any]:
    """The point as JSON data: one entry for each name, family entry and function.

    >>> from fractions import Fraction
    >>> point_data(Point(names=(("x", Fraction(1, 2)),)))
    {'x': '1/2'}
    """
    data: dict[str, Any] = {n: str(v) for n, v in point.names}
    for family, table in point.entries:
        data[family] = {",".join(map(str, index)): str(value) for index, value in table}
    for function, parameters, body in point.functions:
        data[function] = [list(parameters), term_data(body)]
    return data


def read_point(data: Any) -> Point:
    """The point written down by `point_data`."""
    names, entries, functions = [], [], []
    for key, value in _mapping(data).items():
        if isinstance(value, dict):
            try:
                table = tuple((tuple(int(k) for k in index.split(",")), _fraction(v))
                              for index, v in value.items())
            except ValueError:
                raise Unreadable(f"an index of {key} is not a whole number") from None
            entries.append((key, table))
        elif isinstance(value, list) and len(value) == 2:
            functions.append((key, tuple(map(_string, value[0])), read_term(value[1])))
        else:
            names.append((key, _fraction(value)))
    return Point(tuple(names), tuple(entries), tuple(functions))


def _mapping(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Unreadable(f"expected an object, found {str(data)[:40]}")
    return data


def _lemma_data(lemma: Lemma) -> list[Any]:
    data: list[Any] = [lemma.rule, {k: term_data(v) for k, v in lemma.values}]
    return [*data, list(map(term_data, lemma.forms))] if lemma.forms else data


def _read_lemma(data: Any) -> Lemma:
    if not isinstance(data, list) or not 2 <= len(data) <= 3:
        raise Unreadable("a lemma is [rule, values] or [rule, values, forms]")
    values = tuple((k, read_term(v)) for k, v in _mapping(data[1]).items())
    return Lemma(_string(data[0]), values, tuple(map(read_term, data[2:] and data[2])))


def _node_data(node: Node) -> dict[str, Any]:
    match node:
        case Leaf():
            data: dict[str, Any] = {"leaf": {
                stage: list(map(_lemma_data, lemmas))
                for stage, lemmas in (("before", node.before), ("between", node.between),
                                      ("after", node.after)) if lemmas}}
            if node.forms:
                data["leaf"]["forms"] = list(map(term_data, node.forms))
            if node.point is not None:
                data["leaf"]["point"] = point_data(node.point)
            return data
        case Cases():
            return {"cases": node.name,
                    "branches": [[str(value), _node_data(n)] for value, n in node.branches]}
        case Split():
            return {"split": term_data(node.term),
                    "branches": [[sign, _node_data(n)] for sign, n in node.branches]}
        case Undefined():
            return {"undefined": True}
        case Constant():
            return {"constant": node.name, "value": str(node.value),
                    "derivative": _node_data(node.derivative), "start": _node_data(node.start)}


def _read_node(data: Any, depth: int = 0) -> Node:
    data = _mapping(data)
    if depth > 40:
        raise Unreadable("a certificate's tree is deeper than 40")
    if "leaf" in data:
        leaf = _mapping(data["leaf"])
        before, between, after = (tuple(map(_read_lemma, leaf.get(stage, ())))
                                  for stage in ("before", "between", "after"))
        point = read_point(leaf["point"]) if "point" in leaf else None
        return Leaf(before, between, after, tuple(map(read_term, leaf.get("forms", ()))), point)
    if "undefined" in data:
        return Undefined()
    if "constant" in data:
        return Constant(_string(data["constant"]), _fraction(data.get("value")),
                        _read_node(data.get("derivative"), depth + 1),
                        _read_node(data.get("start"), depth + 1))
    branches = data.get("branches")
    if not isinstance(branches, list) or not all(
            isinstance(b, list) and len(b) == 2 for b in branches):
        raise Unreadable("a node of a certificate has no branches")
    if "cases" in data:
        return Cases(_string(data["cases"]), tuple(
            (_fraction(v), _read_node(n, depth + 1)) for v, n in branches))
    if "split" in data:
        return Split(read_term(data["split"]), tuple(
            (_string(s), _read_node(n, depth + 1)) for s, n in branches))
    raise Unreadable("a node of a certificate is none of leaf, cases, split, constant, undefined")


def certificate_data(certificate: Certificate) -> dict[str, Any]:
    """The certificate as JSON data."""
    return {"proof": _node_data(certificate.proof), "point": point_data(certificate.point)}


def read_certificate(data: Any) -> Certificate:
    """The certificate written down by `certificate_data`."""
    data = _mapping(data)
    return Certificate(_read_node(data.get("proof")), read_point(data.get("point", {})))


# --- contexts and claims ----------------------------------------------------------------------


def _domain_data(domain: Domain) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key in ("lo", "hi"):
        end = getattr(domain, key)
        if end is not None:
            data[key] = str(end)
            data[key + "_open"] = getattr(domain, key + "_open")
    for flag in ("integer", "rational", "nonzero", "complex"):
        if getattr(domain, flag):
            data[flag] = True
    if domain.values is not None:
        data["values"] = list(map(str, domain.values))
    return data


def _read_domain(data: Any) -> Domain:
    data = _mapping(data)
    lo, hi = (_fraction(data[key]) if key in data else None for key in ("lo", "hi"))
    values = tuple(map(_fraction, data["values"])) if "values" in data else None
    integer, rational, nonzero, imaginary = (
        bool(data.get(flag)) for flag in ("integer", "rational", "nonzero", "complex"))
    return Domain(lo, hi, bool(data.get("lo_open", True)), bool(data.get("hi_open", True)),
                  integer, rational, nonzero, values, imaginary)


def _context_data(context: Context) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key in ("names", "families", "functions"):
        pairs: Iterable[tuple[str, Domain]] = getattr(context, key)
        if pairs:
            data[key] = {n: _domain_data(d) for n, d in pairs}
    if context.definitions:
        data["definitions"] = [[d.name, list(d.parameters), term_data(d.body), d.family]
                               for d in context.definitions]
    if context.hypotheses:
        data["hypotheses"] = list(map(term_data, context.hypotheses))
    return data


def _read_context(data: Any) -> Context:
    data = _mapping(data)
    names, families, functions = (
        tuple((n, _read_domain(d)) for n, d in _mapping(data.get(key, {})).items())
        for key in ("names", "families", "functions"))
    try:
        definitions = tuple(
            Definition(_string(n), tuple(map(_string, p)), read_term(b), bool(f))
            for n, p, b, f in data.get("definitions", ()))
    except (TypeError, ValueError):
        raise Unreadable("a definition is [name, parameters, body, family]") from None
    hypotheses = tuple(map(read_term, data.get("hypotheses", ())))
    return Context(names, families, functions, definitions, hypotheses)


def claim_data(claim: Claim) -> dict[str, Any]:
    """The claim as JSON data: what the kernel needs to know of it."""
    return {"lhs": term_data(claim.lhs), "relation": claim.relation,
            "rhs": term_data(claim.rhs), "context": _context_data(claim.context)}


def read_claim(data: Any) -> Claim:
    """The claim written down by `claim_data`."""
    data = _mapping(data)
    try:
        return Claim(read_term(data["lhs"]), read_term(data["rhs"]),
                     _read_context(data.get("context", {})), _string(data.get("relation", "=")))
    except KeyError as missing:
        raise Unreadable(f"a stored claim has no {missing}") from None
    except CheckerError:
        raise
    except (TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"a stored claim is malformed: {error}") from None


def digest(claim: Claim, certificate: Certificate) -> str:
    """The sha256 of the claim and its certificate, in hexadecimal."""
    import hashlib
    import json

    record = {"claim": claim_data(claim), "certificate": certificate_data(certificate)}
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
