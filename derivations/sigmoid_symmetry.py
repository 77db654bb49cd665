"""The sigmoid seen from the other side: sigma(-x) = 1 - sigma(x)."""

from sympy import exp, tanh

from checker.reader.authoring import D, by, deriving, prime

with deriving("sigmoid-symmetry", "The symmetry of the sigmoid") as d:
    x = d.real("x")
    sigma = d.define("sigma(x)", 1/(1 + exp(-x)))

    d.chain(
        sigma(-x),
        by("definition of sigma"), 1/(1 + exp(x)),
        by("cancel"), exp(-x)/(exp(-x)*(1 + exp(x))),
        by("expand"), exp(-x)/(exp(-x) + 1),
        by("add and subtract"), (1 + exp(-x) - 1)/(1 + exp(-x)),
        by("expand"), (1 + exp(-x))/(1 + exp(-x)) - 1/(1 + exp(-x)),
        by("cancel"), 1 - 1/(1 + exp(-x)),
        by("definition of sigma"), 1 - sigma(x),
        title="What is missing to one")

    d.chain(
        prime(sigma)(-x),
        by("the derivative of the sigmoid"), sigma(-x)*(1 - sigma(-x)),
        by("the symmetry above"), (1 - sigma(x))*(1 - (1 - sigma(x))),
        by("cancel"), (1 - sigma(x))*sigma(x),
        by("the derivative of the sigmoid"), D(sigma(x), x),
        title="The slope is the same on both sides")

    d.chain(
        (1 + tanh(x/2))/2,
        by("tanh as a quotient of exponentials"), (1 + (1 - exp(-x))/(1 + exp(-x)))/2,
        by("common denominator"), (1 + exp(-x) + 1 - exp(-x))/(1 + exp(-x))/2,
        by("cancel"), 1/(1 + exp(-x)),
        by("definition of sigma"), sigma(x),
        title="A shifted hyperbolic tangent")

derivation = d.finish()
