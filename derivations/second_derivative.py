"""The second derivative of one sample's loss, which Newton's method needs."""

from sympy import KroneckerDelta, Sum, exp, log

from checker.reader.authoring import D, by, deriving

with deriving("second-derivative", "The second derivative of the loss") as d:
    n = d.natural("n")
    j, k = d.index("j k", 1, n)
    q = d.index("q")
    w, x = d.family("w x")
    b, y, t = d.real("b y t")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    z = d.define("z", b + Sum(w[q]*x[q], (q, 1, n)))
    L = d.define("L", -y*log(sigma(z)) - (1 - y)*log(1 - sigma(z)))

    d.chain(
        D(L, w[j]),
        by("chain rule"), D(L, z)*D(z, w[j]),
        by("the loss by the logit"), (sigma(z) - y)*D(z, w[j]),
        by("sum over one index"), (sigma(z) - y)*x[j],
        title="The first derivative")

    d.chain(
        D(D(L, w[j]), w[k]),
        by("the first derivative"), D((sigma(z) - y)*x[j], w[k]),
        by("constant factor"), D(sigma(z) - y, w[k])*x[j],
        by("linearity"), (D(sigma(z), w[k]) - D(y, w[k]))*x[j],
        by("derivative of a constant"), D(sigma(z), w[k])*x[j],
        by("chain rule"), D(sigma(z), z)*D(z, w[k])*x[j],
        by("the derivative of the sigmoid"), sigma(z)*(1 - sigma(z))*D(z, w[k])*x[j],
        by("linearity"),
        sigma(z)*(1 - sigma(z))*Sum(KroneckerDelta(q, k)*x[q], (q, 1, n))*x[j],
        by("sum over one index"), sigma(z)*(1 - sigma(z))*x[j]*x[k],
        title="By two weights")

    d.chain(
        D(D(L, w[j]), b),
        by("the first derivative"), D((sigma(z) - y)*x[j], b),
        by("constant factor"), D(sigma(z) - y, b)*x[j],
        by("chain rule"), sigma(z)*(1 - sigma(z))*D(z, b)*x[j],
        by("derivative of a constant"), sigma(z)*(1 - sigma(z))*x[j],
        title="By a weight and the bias")

    d.chain(
        D(L, b, 2),
        by("the loss by the logit"), D(sigma(z) - y, b),
        by("chain rule"), sigma(z)*(1 - sigma(z))*D(z, b),
        by("derivative of a constant"), sigma(z)*(1 - sigma(z)),
        title="By the bias, twice")

derivation = d.finish()
