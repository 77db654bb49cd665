"""Softplus, whose derivative is the sigmoid, and the logarithm of the sigmoid."""

from sympy import exp, log

from checker.reader.authoring import D, by, deriving, frac

with deriving("softplus", "Softplus and the logarithm of the sigmoid") as d:
    z = d.real("z")
    sigma = d.define("sigma(z)", 1/(1 + exp(-z)))
    softplus = d.define("softplus(z)", log(1 + exp(z)))

    d.chain(
        D(softplus(z), z),
        by("definition of softplus"), D(log(1 + exp(z)), z),
        by("chain rule"), frac(1, 1 + exp(z))*D(1 + exp(z), z),
        by("linearity"), frac(1, 1 + exp(z))*(D(1, z) + D(exp(z), z)),
        by("derivative of a constant"), frac(1, 1 + exp(z))*D(exp(z), z),
        by("exponential rule"), frac(1, 1 + exp(z))*exp(z),
        by("cancel"), 1/(1 + exp(-z)),
        by("definition of sigma"), sigma(z),
        title="The derivative of softplus")

    d.chain(
        log(sigma(z)),
        by("definition of sigma"), log(1/(1 + exp(-z))),
        by("logarithm of a quotient"), -log(1 + exp(-z)),
        by("definition of softplus"), -softplus(-z),
        title="The logarithm of the sigmoid")

    d.chain(
        softplus(z) - softplus(-z),
        by("definition of softplus"), log(1 + exp(z)) - log(1 + exp(-z)),
        by("factor"), log(exp(z)*(exp(-z) + 1)) - log(1 + exp(-z)),
        by("logarithm of a product"), log(exp(z)) + log(exp(-z) + 1) - log(1 + exp(-z)),
        by("cancel"), z,
        title="Left and right differ by z")

    d.chain(
        D(log(sigma(z)), z),
        by("the logarithm of the sigmoid"), D(-softplus(-z), z),
        by("constant factor"), -D(softplus(-z), z),
        by("chain rule"), -(sigma(-z)*D(-z, z)),
        by("power rule"), sigma(-z),
        title="The derivative of the logarithm of the sigmoid")

    d.chain(
        D(softplus(z), z, 2),
        by("the derivative of softplus"), D(sigma(z), z),
        by("the derivative of the sigmoid"), sigma(z)*(1 - sigma(z)),
        title="The second derivative of softplus")

    d.chain(
        D(log(sigma(z)), z, 2),
        by("the derivative above"), D(sigma(-z), z),
        by("chain rule"), -(sigma(z)*(1 - sigma(z))),
        title="The second derivative of the logarithm of the sigmoid")

    d.result("value(z)", log(1 + exp(z)))
    d.result("log_sigmoid(z)", -log(1 + exp(-z)))

derivation = d.finish()
