"""The mean of any loss of z = X w + b by its weights and bias, over samples that count differently.

L(z, y) is any differentiable function of a prediction and a label; s[i] says how often sample i
counts, and S what the s[i] add up to. So a fit needs nothing of a loss but L and its
derivatives by the prediction, sample by sample; the rest is a product with X. The penalty P
stands apart, because it looks at no sample.
"""

from sympy import Sum

from checker.reader.authoring import D, by, deriving

with deriving("linear-model", "Any loss of a linear model, over weighted samples") as d:
    m, n = d.natural("m n")
    j, k = d.index("j k", 1, n)
    i, q = d.index("i q")
    X, y, w, s = d.family("X y w s")
    b = d.real("b")
    S, lam = d.positive("S lambda")
    L = d.function("L")
    z = d.define("z[i]", Sum(w[q]*X[i, q], (q, 1, n)) + b)
    J = d.define("J", 1/S*Sum(s[i]*L(z[i], y[i]), (i, 1, m)))
    P = d.define("P", lam/2*Sum(w[q]**2, (q, 1, n)))
    samples, features = (i, 1, m), (q, 1, n)
    loss = L(z[i], y[i])
    slope = D(loss, z[i])

    d.chain(
        D(J, w[j]),
        by("definition of J"), D(1/S*Sum(s[i]*loss, samples), w[j]),
        by("linearity"), 1/S*Sum(s[i]*D(loss, w[j]), samples),
        by("chain rule"), 1/S*Sum(s[i]*slope*D(z[i], w[j]), samples),
        by("sum over one index"), 1/S*Sum(s[i]*slope*X[i, j], samples),
        title="By one weight")

    d.chain(
        D(J, b),
        by("definition of J"), D(1/S*Sum(s[i]*loss, samples), b),
        by("linearity"), 1/S*Sum(s[i]*D(loss, b), samples),
        by("chain rule"), 1/S*Sum(s[i]*slope*D(z[i], b), samples),
        by("derivative of a constant"), 1/S*Sum(s[i]*slope, samples),
        title="By the bias")

    d.chain(
        D(D(J, w[j]), w[k]),
        by("the first derivative"), D(1/S*Sum(s[i]*slope*X[i, j], samples), w[k]),
        by("linearity"), 1/S*Sum(s[i]*D(slope, w[k])*X[i, j], samples),
        by("chain rule"), 1/S*Sum(s[i]*D(loss, z[i], 2)*X[i, j]*X[i, k], samples),
        title="By two weights")

    d.chain(
        D(D(J, w[j]), b),
        by("the first derivative"), D(1/S*Sum(s[i]*slope*X[i, j], samples), b),
        by("chain rule"), 1/S*Sum(s[i]*D(loss, z[i], 2)*X[i, j], samples),
        title="By a weight and the bias")

    d.chain(
        D(J, b, 2),
        by("the first derivative"), D(1/S*Sum(s[i]*slope, samples), b),
        by("chain rule"), 1/S*Sum(s[i]*D(loss, z[i], 2), samples),
        title="By the bias, twice")

    d.chain(
        D(P, w[j]),
        by("definition of P"), D(lam/2*Sum(w[q]**2, features), w[j]),
        by("constant factor"), lam/2*D(Sum(w[q]**2, features), w[j]),
        by("sum over one index"), lam/2*(2*w[j]),
        by("cancel"), lam*w[j],
        title="The penalty by one weight")

    d.chain(
        D(P, w[j], 2),
        by("the first derivative"), D(lam*w[j], w[j]),
        by("constant factor"), lam,
        title="The penalty by one weight, twice")

derivation = d.finish()
