"""The derivative of the sigmoid as a power with exponent -1 (note 004, lines 64-75)."""

from sympy import exp

from checker.reader.authoring import D, by, deriving, frac, power

with deriving("sigmoid-by-powers", "The derivative of the sigmoid, as a power",
              source="note 004, lines 64-75") as d:
    z = d.real("z")
    a = d.define("a", 1/(1 + exp(-z)))

    d.chain(
        D(a, z),
        by("definition of a"), D(1/(1 + exp(-z)), z),
        by("a quotient is a power"), D(power(1 + exp(-z), -1), z),
        by("chain rule"), -(1 + exp(-z))**(-2)*D(1 + exp(-z), z),
        by("linearity"), -(1 + exp(-z))**(-2)*(D(1, z) + D(exp(-z), z)),
        by("derivative of a constant"), -(1 + exp(-z))**(-2)*D(exp(-z), z),
        by("exponential rule"), -(1 + exp(-z))**(-2)*(-exp(-z)),
        by("expand"), exp(-z)/(1 + exp(-z))**2,
        by("factor"), frac(1, 1 + exp(-z))*(exp(-z)/(1 + exp(-z))),
        by("add and subtract"), frac(1, 1 + exp(-z))*((1 + exp(-z) - 1)/(1 + exp(-z))),
        by("cancel"), frac(1, 1 + exp(-z))*(1 - 1/(1 + exp(-z))),
        by("definition of a"), a*(1 - a))

derivation = d.finish()
