"""Squared error behind an output layer with any differentiable g (note 002, line 389).

w[j, k] leads from the hidden node j to the output node k; entry by entry this is the
matrix form, where the dot multiplies elementwise.
"""

from sympy import KroneckerDelta, Rational, Sum

from checker.reader.authoring import D, by, deriving, prime

with deriving("backpropagation", "Backpropagation through any activation",
              source="note 002, lines 385-391") as d:
    n, K = d.natural("n K")
    j = d.index("j", 1, n)
    k = d.index("k", 1, K)
    p, q = d.index("p q")
    w, a, y = d.family("w a y")
    g = d.function("g")
    z = d.define("z[k]", Sum(w[p, k]*a[p], (p, 1, n)))
    yhat = d.define("yhat[k]", g(z[k]))
    E = d.define("E", Sum(Rational(1, 2)*(y[q] - yhat[q])**2, (q, 1, K)))
    outputs = (q, 1, K)

    d.chain(
        D(z[q], w[j, k]),
        by("definition of z"), D(Sum(w[p, q]*a[p], (p, 1, n)), w[j, k]),
        by("linearity"), Sum(D(w[p, q], w[j, k])*a[p], (p, 1, n)),
        by("a weight changes with itself only"),
        Sum(KroneckerDelta(p, j)*KroneckerDelta(q, k)*a[p], (p, 1, n)),
        by("sum over one index"), KroneckerDelta(q, k)*a[j],
        title="A weight reaches one output only")

    d.chain(
        D(E, w[j, k]),
        by("definition of E"),
        D(Sum(Rational(1, 2)*(y[q] - yhat[q])**2, outputs), w[j, k]),
        by("linearity"),
        Sum(Rational(1, 2)*D((y[q] - yhat[q])**2, w[j, k]), outputs),
        by("chain rule"),
        Sum(Rational(1, 2)*(2*(y[q] - yhat[q])*D(y[q] - yhat[q], w[j, k])), outputs),
        by("linearity"), Sum(-(y[q] - yhat[q])*D(yhat[q], w[j, k]), outputs),
        by("definition of yhat"), Sum(-(y[q] - yhat[q])*D(g(z[q]), w[j, k]), outputs),
        by("chain rule"),
        Sum(-(y[q] - yhat[q])*prime(g)(z[q])*D(z[q], w[j, k]), outputs),
        by("a weight reaches one output only"),
        Sum(-(y[q] - yhat[q])*prime(g)(z[q])*(KroneckerDelta(q, k)*a[j]), outputs),
        by("sum over one index"), -(y[k] - yhat[k])*prime(g)(z[k])*a[j],
        title="The error by one weight")

derivation = d.finish()
