"""The derivative of the sigmoid by the quotient rule (note 003, lines 282-480).

The trick is to add one and take it away again, so that the fraction splits.
"""

from sympy import exp

from checker.reader.authoring import D, by, deriving

with deriving("sigmoid", "The derivative of the sigmoid, by the quotient rule",
              source="note 003, lines 282-480") as d:
    z = d.real("z")
    sigma = d.define("sigma(z)", 1/(1 + exp(-z)))

    d.chain(
        D(sigma(z), z),
        by("definition of sigma"), D(1/(1 + exp(-z)), z),
        by("quotient rule"), -D(1 + exp(-z), z)/(1 + exp(-z))**2,
        by("linearity"), -(D(1, z) + D(exp(-z), z))/(1 + exp(-z))**2,
        by("derivative of a constant"), -(0 + D(exp(-z), z))/(1 + exp(-z))**2,
        by("exponential rule"), -(0 - exp(-z))/(1 + exp(-z))**2,
        by("expand"), exp(-z)/(1 + exp(-z))**2,
        by("add and subtract"), (1 + exp(-z) - 1)/(1 + exp(-z))**2,
        by("expand"), (1 + exp(-z))/(1 + exp(-z))**2 - 1/(1 + exp(-z))**2,
        by("cancel"), 1/(1 + exp(-z)) - (1/(1 + exp(-z)))**2,
        by("definition of sigma"), sigma(z) - sigma(z)**2,
        by("factor"), sigma(z)*(1 - sigma(z)))

    d.result("value(z)", sigma(z))
    d.result("derivative(z)", sigma(z)*(1 - sigma(z)))

derivation = d.finish()
