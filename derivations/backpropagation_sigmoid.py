"""Squared error behind a sigmoid output layer (note 002, lines 471-483)."""

from sympy import KroneckerDelta, Rational, Sum, exp

from checker.reader.authoring import D, by, deriving, prime

with deriving("backpropagation-sigmoid", "Backpropagation through the sigmoid",
              source="note 002, lines 471-483") as d:
    n, K = d.natural("n K")
    j = d.index("j", 1, n)
    k = d.index("k", 1, K)
    p, q = d.index("p q")
    w, a, y = d.family("w a y")
    t = d.real("t")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    z = d.define("z[k]", Sum(w[p, k]*a[p], (p, 1, n)))
    yhat = d.define("yhat[k]", sigma(z[k]))
    E = d.define("E", Sum(Rational(1, 2)*(y[q] - yhat[q])**2, (q, 1, K)))
    outputs = (q, 1, K)

    d.chain(
        D(E, w[j, k]),
        by("definition of E"),
        D(Sum(Rational(1, 2)*(y[q] - yhat[q])**2, outputs), w[j, k]),
        by("linearity"), Sum(Rational(1, 2)*D((y[q] - yhat[q])**2, w[j, k]), outputs),
        by("chain rule"), Sum(-(y[q] - yhat[q])*D(yhat[q], w[j, k]), outputs),
        by("chain rule"),
        Sum(-(y[q] - yhat[q])*prime(sigma)(z[q])*D(z[q], w[j, k]), outputs),
        by("a weight reaches one output only"),
        Sum(-(y[q] - yhat[q])*prime(sigma)(z[q])*(KroneckerDelta(q, k)*a[j]), outputs),
        by("sum over one index"), -(y[k] - yhat[k])*prime(sigma)(z[k])*a[j],
        by("the derivative of the sigmoid"),
        -(y[k] - yhat[k])*(sigma(z[k])*(1 - sigma(z[k])))*a[j],
        by("definition of yhat"), -(y[k] - yhat[k])*(yhat[k]*(1 - yhat[k]))*a[j])

derivation = d.finish()
