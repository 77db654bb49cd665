"""A step of the case list as SymPy objects, with everything SymPy can be told of its domain.

Runs in the environments of the other programs, so it imports nothing but SymPy.
"""

from __future__ import annotations

import re
from typing import Any

import sympy

ASSUMPTIONS: dict[str, dict[str, bool]] = {
    "real": {"real": True}, "rational": {"rational": True}, "positive": {"positive": True},
    "negative": {"negative": True}, "nonnegative": {"nonnegative": True},
    "nonzero": {"real": True, "nonzero": True}, "integer": {"integer": True},
    "positive_integer": {"integer": True, "positive": True},
    "nonnegative_integer": {"integer": True, "nonnegative": True}, "complex": {},
}
WORD = re.compile(r"[A-Za-z_]\w*")
SIGNS = {"> 0": {"positive": True}, ">= 0": {"nonnegative": True}, "< 0": {"negative": True},
         "!= 0": {"nonzero": True}, ">= 1": {"positive": True}}


def assumptions(domain: str) -> dict[str, bool]:
    """What a SymPy symbol can say of a domain; an interval only by its signs."""
    if domain in ASSUMPTIONS:
        return dict(ASSUMPTIONS[domain])
    ends = _members(domain)
    found = {"real": True}
    if min(ends) > 0 or (min(ends) == 0 and not domain.startswith("{")):
        found["positive"] = True
    elif max(ends) < 0 or (max(ends) == 0 and not domain.startswith("{")):
        found["negative"] = True
    if domain.startswith("{"):
        if min(ends) == 0:
            found["nonnegative"] = True
        if all(end == int(end) for end in ends):
            found["integer"] = True
    return found


def _members(domain: str) -> list[Any]:
    inner = domain.removeprefix("interval:").strip("{}()[]")
    return [sympy.sympify(part) for part in inner.split(",")]


def read(step: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
    """Both sides of the step, and what its names stand for."""
    text = f"{step['lhs']} , {step['rhs']}"
    domains = step.get("variables", {})
    known = {name: assumptions(domains.get(name, "real")) for name in set(WORD.findall(text))
             if name in domains or not hasattr(sympy, name) or len(name) == 1 and name not in "EI"}
    for index in re.findall(r"(?:Sum|Product)\(.*?\(\s*(\w+)\s*,", text):
        known[index] = {"integer": True}
    for index in re.findall(r"\(\s*(\w+)\s*,\s*[^(),]+,\s*[^(),]+\)", text):
        known.setdefault(index, {"real": True})
        if "Sum(" in text:
            known[index] = {"integer": True, **known[index]}
    for condition in step.get("conditions", ()):
        for sign, more in SIGNS.items():
            name = condition.removesuffix(sign).strip()
            if condition.endswith(sign) and name in known:
                known[name].update(more)
    names: dict[str, Any] = {}
    for name, facts in known.items():
        if name in step.get("functions", {}):
            names[name] = sympy.Function(name, **assumptions(_range(step["functions"][name])))
        elif re.search(rf"\b{name}\[", text):
            names[name] = sympy.IndexedBase(name, **facts)
        else:
            names[name] = sympy.Symbol(name, **facts)
    lhs, rhs = (sympy.sympify(step[side], locals=names, rational=True) for side in ("lhs", "rhs"))
    return lhs, rhs, names


def _range(text: str) -> str:
    return f"interval:{text.strip('()')}" if "," in text else text


def inside(step: dict[str, Any], point: dict[str, str], lhs: Any, names: dict[str, Any]) -> bool:
    """Whether a point lies in the declared domain, with a real left side."""
    values = {names[name]: sympy.sympify(value) for name, value in point.items()}
    for name, value in point.items():
        domain = step.get("variables", {}).get(name, "real")
        if not _contains(domain, sympy.sympify(value)):
            return False
    for condition in step.get("conditions", ()):
        if sympy.sympify(condition, locals=names).subs(values) is not sympy.true:
            return False
    return bool(lhs.subs(values).evalf().is_real)


def _contains(domain: str, value: Any) -> bool:
    if domain in ASSUMPTIONS:
        return all(getattr(value, f"is_{fact}") is truth
                   for fact, truth in ASSUMPTIONS[domain].items())
    ends = _members(domain)
    return value in ends if domain.startswith("{") else bool(ends[0] < value < ends[1])
