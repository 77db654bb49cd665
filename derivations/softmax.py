"""Softmax cross entropy of one sample with K classes: the loss, its gradient, its Hessian.

Z[k] is the logit of class k, and y the number of the class that is true.
"""

from sympy import KroneckerDelta, Sum, exp, log

from checker.reader.authoring import D, by, deriving, frac

with deriving("softmax", "Softmax cross entropy with K classes") as d:
    K = d.natural("K")
    j, q, y = d.index("j q y", 1, K)
    k = d.index("k")
    Z = d.family("Z")
    total = d.define("T", Sum(exp(Z[k]), (k, 1, K)))
    p = d.define("p[j]", exp(Z[j])/total)
    L = d.define("L", log(total) - Z[y])

    d.chain(
        -log(p[y]),
        by("definition of p"), -log(exp(Z[y])/total),
        by("logarithm of a quotient"), -(log(exp(Z[y])) - log(total)),
        by("logarithm of an exponential"), -(Z[y] - log(total)),
        by("expand"), log(total) - Z[y],
        by("definition of L"), L,
        title="The loss without a quotient")

    d.chain(
        D(total, Z[j]),
        by("definition of T"), D(Sum(exp(Z[k]), (k, 1, K)), Z[j]),
        by("linearity"), Sum(D(exp(Z[k]), Z[j]), (k, 1, K)),
        by("exponential rule"), Sum(exp(Z[k])*KroneckerDelta(k, j), (k, 1, K)),
        by("sum over one index"), exp(Z[j]),
        title="The derivative of the sum")

    d.chain(
        D(L, Z[j]),
        by("definition of L"), D(log(total) - Z[y], Z[j]),
        by("linearity"), D(log(total), Z[j]) - D(Z[y], Z[j]),
        by("logarithm rule"), frac(1, total)*D(total, Z[j]) - D(Z[y], Z[j]),
        by("the derivative of the sum"), frac(1, total)*exp(Z[j]) - D(Z[y], Z[j]),
        by("definition of p"), p[j] - D(Z[y], Z[j]),
        by("one logit of many"), p[j] - KroneckerDelta(y, j),
        title="The gradient is p - y")

    d.chain(
        D(p[j], Z[q]),
        by("definition of p"), D(exp(Z[j])/total, Z[q]),
        by("quotient rule"), (D(exp(Z[j]), Z[q])*total - exp(Z[j])*D(total, Z[q]))/total**2,
        by("the derivative of the sum"),
        (D(exp(Z[j]), Z[q])*total - exp(Z[j])*exp(Z[q]))/total**2,
        by("exponential rule"),
        (exp(Z[j])*KroneckerDelta(j, q)*total - exp(Z[j])*exp(Z[q]))/total**2,
        by("factor"), exp(Z[j])/total*(KroneckerDelta(j, q) - exp(Z[q])/total),
        by("definition of p"), p[j]*(KroneckerDelta(j, q) - p[q]),
        title="The derivative of one probability")

    d.chain(
        D(D(L, Z[q]), Z[j]),
        by("linearity"), D(D(log(total), Z[q]), Z[j]) - D(D(Z[y], Z[q]), Z[j]),
        by("a Kronecker delta is a constant"), D(D(log(total), Z[q]), Z[j]),
        by("logarithm rule"),
        D(frac(1, total)*Sum(exp(Z[k])*KroneckerDelta(k, q), (k, 1, K)), Z[j]),
        by("quotient rule"),
        frac(1, total)*Sum(exp(Z[k])*KroneckerDelta(k, j)*KroneckerDelta(k, q), (k, 1, K))
        - p[j]*p[q],
        by("sum over one index"), exp(Z[j])*KroneckerDelta(j, q)/total - p[j]*p[q],
        by("factor"), p[j]*(KroneckerDelta(j, q) - p[q]),
        title="The Hessian is diag(p) - p p^T")

    d.result("loss(Z, y)", log(total) - Z[y])
    d.result("dZ(Z, y)", p[j] - KroneckerDelta(y, j))
    d.result("d2Z(Z, y)", p[j]*(KroneckerDelta(j, q) - p[q]))

derivation = d.finish()
