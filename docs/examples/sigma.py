"""The derivative of the sigmoid function by the quotient rule."""

from sympy import exp

from checker import D, by, deriving

with deriving("sigma", "The derivative of sigma") as d:
    z = d.real("z")
    d.chain(
        D(1/(1 + exp(-z)), z),
        by("quotient rule"), exp(-z)/(1 + exp(-z))**2,
        by("add and subtract 1"), (1 + exp(-z) - 1)/(1 + exp(-z))**2,
        by("cancel"), 1/(1 + exp(-z)) - 1/(1 + exp(-z))**2,
        by("factor"), 1/(1 + exp(-z))*(1 - 1/(1 + exp(-z))),
    )

derivation = d.finish()
