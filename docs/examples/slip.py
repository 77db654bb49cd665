"""The derivative of the sigmoid function by the quotient rule, with the wrong sign."""

from sympy import exp

from checker import D, by, deriving

with deriving("slip", "The derivative of sigma, with a slip") as d:
    z = d.real("z")
    d.chain(
        D(1/(1 + exp(-z)), z),
        by("quotient rule"), -exp(-z)/(1 + exp(-z))**2,
        by("factor"), -1/(1 + exp(-z))*(1 - 1/(1 + exp(-z))),
    )

derivation = d.finish()
