"""The derivative of tanh by the quotient rule."""

from sympy import exp

from checker import D, by, deriving

with deriving("tanh", "The derivative of the hyperbolic tangent") as d:
    z = d.real("z")
    t = d.define("t(z)", (exp(z) - exp(-z))/(exp(z) + exp(-z)))
    d.chain(
        D(t(z), z),
        by("definition of t"), D((exp(z) - exp(-z))/(exp(z) + exp(-z)), z),
        by("quotient rule"), ((exp(z) + exp(-z))**2 - (exp(z) - exp(-z))**2)
                             / (exp(z) + exp(-z))**2,
        by("definition of t"), 1 - t(z)**2,
    )
    d.result("value(z)", t(z))
    d.result("derivative(z)", 1 - t(z)**2)

derivation = d.finish()
