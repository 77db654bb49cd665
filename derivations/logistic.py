"""The loss of one sample as a function of its logit z, with two derivatives.

The label y may be any number: 0 and 1 are labels, what lies between is a soft label.
"""

from sympy import exp, log

from checker.reader.authoring import D, by, deriving, frac

with deriving("logistic", "The logistic loss in its logit") as d:
    z, y = d.real("z y")
    sigma = d.define("sigma(z)", 1/(1 + exp(-z)))
    L = d.define("L", -y*log(sigma(z)) - (1 - y)*log(1 - sigma(z)))

    d.chain(
        L,
        by("definition of L"), -y*log(sigma(z)) - (1 - y)*log(1 - sigma(z)),
        by("definition of sigma"),
        -y*log(1/(1 + exp(-z))) - (1 - y)*log(1 - 1/(1 + exp(-z))),
        by("common denominator"),
        -y*log(1/(1 + exp(-z))) - (1 - y)*log(exp(-z)/(1 + exp(-z))),
        by("logarithm of a quotient"),
        y*log(1 + exp(-z)) - (1 - y)*(log(exp(-z)) - log(1 + exp(-z))),
        by("logarithm of an exponential"),
        y*log(1 + exp(-z)) - (1 - y)*(-z - log(1 + exp(-z))),
        by("expand"), log(1 + exp(-z)) + z - y*z,
        by("logarithm of a product"), log(exp(z)*(1 + exp(-z))) - y*z,
        by("expand"), log(1 + exp(z)) - y*z,
        title="The loss without a quotient")

    d.chain(
        D(L, z),
        by("the loss without a quotient"), D(log(1 + exp(z)) - y*z, z),
        by("linearity"), D(log(1 + exp(z)), z) - D(y*z, z),
        by("chain rule"), frac(1, 1 + exp(z))*D(1 + exp(z), z) - D(y*z, z),
        by("exponential rule"), frac(1, 1 + exp(z))*exp(z) - D(y*z, z),
        by("constant factor"), frac(1, 1 + exp(z))*exp(z) - y*D(z, z),
        by("power rule"), frac(1, 1 + exp(z))*exp(z) - y,
        by("cancel"), 1/(1 + exp(-z)) - y,
        by("definition of sigma"), sigma(z) - y,
        title="The first derivative")

    d.chain(
        D(L, z, 2),
        by("the first derivative"), D(sigma(z) - y, z),
        by("linearity"), D(sigma(z), z) - D(y, z),
        by("derivative of a constant"), D(sigma(z), z),
        by("the derivative of the sigmoid"), sigma(z)*(1 - sigma(z)),
        title="The second derivative")

    d.result("loss(z, y)", log(1 + exp(z)) - y*z)
    d.result("dz(z, y)", sigma(z) - y)
    d.result("d2z(z, y)", sigma(z)*(1 - sigma(z)))

derivation = d.finish()
