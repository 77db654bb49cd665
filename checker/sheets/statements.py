r"""What each rule says, in one line: the box of rules at the end of a sheet."""

from __future__ import annotations

from typing import Final

from checker.language.context import Context
from checker.report.sheet.model import Math, Rule
from checker.sheets.typesetting import Typeset, plainly

_FORMULAS: Final[dict[str, str]] = {
    "product rule": r"(u v)' = u' v + u v'",
    "quotient rule": r"\left(\frac{u}{v}\right)' = \frac{u' v - u v'}{v^{2}}",
    "chain rule": r"\frac{dy}{dx} = \frac{dy}{du} \frac{du}{dx}",
    "linearity": r"(a u + b v)' = a u' + b v'",
    "constant factor": r"(c u)' = c u'",
    "derivative of a constant": r"c' = 0",
    "power rule": r"(x^{r})' = r x^{r - 1}",
    "exponential rule": r"(e^{x})' = e^{x}, \quad e^{a + b} = e^{a} e^{b}, \quad e^{\log a} = a",
    "logarithm rule": r"(\log x)' = \frac{1}{x}, \quad \log(a b) = \log a + \log b, "
                      r"\quad \log e^{a} = a",
    "root rule": r"(\sqrt[n]{a})^{n} = a",
    "absolute value": r"|a| = a \text{ if } a \ge 0, \quad |a| = -a \text{ if } a \le 0",
    "trigonometric identity": r"\sin^{2} x + \cos^{2} x = 1",
    "definition of hyperbolic functions":
        r"\sinh x = \frac{e^{x} - e^{-x}}{2}, \quad \cosh x = \frac{e^{x} + e^{-x}}{2}",
    "sum over one index": r"\sum_{i} \delta_{i j} x_{i} = x_{j}, "
                          r"\quad \frac{\partial x_{i}}{\partial x_{j}} = \delta_{i j}",
    "sum rule": r"\sum_{k = a}^{b} x_{k} = \sum_{k = a}^{m} x_{k} + \sum_{k = m + 1}^{b} x_{k}",
    "product over an index":
        r"\prod_{k = a}^{b} c \, x_{k} = c^{b - a + 1} \prod_{k = a}^{b} x_{k}, \quad "
        r"\prod_{k = a}^{b} x_{k} = \prod_{k = a}^{m} x_{k} \prod_{k = m + 1}^{b} x_{k}",
    "common denominator": r"\frac{a}{b} + \frac{c}{d} = \frac{a d + b c}{b d}",
    "cancel": r"\frac{a c}{b c} = \frac{a}{b}, \quad a - a = 0",
    "expand": r"a (b + c) = a b + a c",
    "factor": r"a b + a c = a (b + c)",
    "add and subtract": r"a = a + b - b",
    "factorial": r"(n + 1)! = (n + 1) \, n!",
    "binomial coefficient": r"\binom{n}{k} = \frac{n!}{k! \, (n - k)!}, \quad "
                            r"\binom{n + 1}{k + 1} = \binom{n}{k} + \binom{n}{k + 1}",
    "derivative of sin": r"(\sin x)' = \cos x",
    "derivative of cos": r"(\cos x)' = -\sin x",
    "derivative of tan": r"(\tan x)' = \frac{1}{\cos^{2} x}",
    "derivative of cot": r"(\cot x)' = -\frac{1}{\sin^{2} x}",
    "derivative of sinh": r"(\sinh x)' = \cosh x",
    "derivative of cosh": r"(\cosh x)' = \sinh x",
    "derivative of tanh": r"(\tanh x)' = 1 - \tanh^{2} x",
    "derivative of asin": r"(\arcsin x)' = \frac{1}{\sqrt{1 - x^{2}}}",
    "derivative of acos": r"(\arccos x)' = -\frac{1}{\sqrt{1 - x^{2}}}",
    "derivative of atan": r"(\arctan x)' = \frac{1}{1 + x^{2}}",
    "derivative of abs": r"|x|' = \frac{x}{|x|}",
}
_WORDS: Final[dict[str, str]] = {
    "limit": "continuous functions are evaluated at the point; at infinity their terms "
             "are compared",
    "by cases": "the equality holds in every case that the domain allows",
    "arithmetic": "both sides have one normal form as fractions of polynomials",
    "inverse functions": "a function of its inverse gives the argument back",
    "inequality": "the logarithm lies below, the exponential above, their tangents",
}


def rule(name: str, context: Context, typeset: Typeset) -> Rule:
    """A rule with its statement; a definition states what the context defines.

    >>> print(rule("product rule", Context(), Typeset()).statement)
    (u v)' = u' v + u v'
    """
    kind, found, of = name.partition(" of ")
    definition = context.definition(of.partition("(")[0]) if found else None
    if definition is not None and kind in ("definition", "derivative"):
        words = "" if kind == "definition" else "by its definition and the rules of this list"
        statement = typeset.definition(definition) if kind == "definition" else None
        return Rule(f"{kind} of {plainly(definition.name)}", statement, words)
    if name in _FORMULAS:
        return Rule(name, Math(_FORMULAS[name]))
    if found and kind == "definition" and name not in _WORDS:
        return Rule(f"{kind} of {plainly(of)}", None, "as it is defined here")
    return Rule(name, None, _WORDS.get(name, ""))


STATED: Final = (*_FORMULAS, *_WORDS)
"""The rules that have a statement of their own."""
