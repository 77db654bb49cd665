"""Sum and mean of squared errors over m samples, and their gradients (note 002).

SSE and MSE carry the factor 1/2, as in the note; T and M are the same without it.
The results are those of MSE, the mean with the factor 1/2.
"""

from sympy import Rational, S, Sum

from checker.reader.authoring import D, by, deriving

with deriving("squared-error", "The squared error over m samples",
              source="note 002, lines 140-151") as d:
    m, n = d.natural("m n")
    j = d.index("j", 1, n)
    i, q = d.index("i q")
    X, y, w = d.family("X y w")
    b = d.real("b")
    samples = (i, 1, m)
    half = Rational(1, 2)
    yhat = d.define("yhat[i]", Sum(w[q]*X[i, q], (q, 1, n)) + b)
    SSE = d.define("SSE", Sum(half*(y[i] - yhat[i])**2, samples))
    MSE = d.define("MSE", 1/m*Sum(half*(y[i] - yhat[i])**2, samples))
    T = d.define("T", Sum((y[i] - yhat[i])**2, samples))
    M = d.define("M", 1/m*Sum((y[i] - yhat[i])**2, samples))
    error = y[i] - yhat[i]

    d.chain(
        D(SSE, w[j]),
        by("definition of SSE"), D(Sum(half*error**2, samples), w[j]),
        by("linearity"), Sum(half*D(error**2, w[j]), samples),
        by("chain rule"), Sum(half*(2*error*D(error, w[j])), samples),
        by("cancel"), Sum(error*D(error, w[j]), samples),
        by("linearity"), Sum(error*(D(y[i], w[j]) - D(yhat[i], w[j])), samples),
        by("derivative of a constant"), Sum(error*(0 - D(yhat[i], w[j])), samples),
        by("sum over one index"), Sum(error*(0 - X[i, j]), samples),
        by("linearity"), -Sum(error*X[i, j], samples),
        title="The sum by one weight")

    d.chain(
        D(SSE, b),
        by("definition of SSE"), D(Sum(half*error**2, samples), b),
        by("linearity"), Sum(half*D(error**2, b), samples),
        by("chain rule"), Sum(half*(2*error*D(error, b)), samples),
        by("cancel"), Sum(error*D(error, b), samples),
        by("linearity"), Sum(error*(D(y[i], b) - D(yhat[i], b)), samples),
        by("derivative of a constant"), Sum(error*(S(0) - 1), samples),
        by("linearity"), -Sum(error, samples),
        title="The sum by the bias")

    d.chain(
        D(MSE, w[j]),
        by("definition of MSE"), D(1/m*Sum(half*error**2, samples), w[j]),
        by("constant factor"), 1/m*D(Sum(half*error**2, samples), w[j]),
        by("the sum by one weight"), 1/m*(-Sum(error*X[i, j], samples)),
        by("expand"), 1/m*Sum((yhat[i] - y[i])*X[i, j], samples),
        title="The mean by one weight")

    d.chain(
        D(MSE, b),
        by("definition of MSE"), D(1/m*Sum(half*error**2, samples), b),
        by("constant factor"), 1/m*D(Sum(half*error**2, samples), b),
        by("the sum by the bias"), 1/m*(-Sum(error, samples)),
        by("expand"), 1/m*Sum(yhat[i] - y[i], samples),
        title="The mean by the bias")

    d.chain(
        D(T, w[j]),
        by("definition of T"), D(Sum(error**2, samples), w[j]),
        by("linearity"), Sum(D(error**2, w[j]), samples),
        by("chain rule"), Sum(2*error*D(error, w[j]), samples),
        by("sum over one index"), Sum(2*error*(0 - X[i, j]), samples),
        by("constant factor"), -2*Sum(error*X[i, j], samples),
        title="Without one half: the sum by one weight")

    d.chain(
        D(M, w[j]),
        by("definition of M"), D(1/m*Sum(error**2, samples), w[j]),
        by("constant factor"), 1/m*D(Sum(error**2, samples), w[j]),
        by("the sum without one half"), 1/m*(-2*Sum(error*X[i, j], samples)),
        by("expand"), -2/m*Sum(error*X[i, j], samples),
        title="Without one half: the mean by one weight")

    d.result("loss(X, y, w, b)", 1/m*Sum(half*error**2, samples))
    d.result("gradient/dw(X, y, w, b)", 1/m*Sum((yhat[i] - y[i])*X[i, j], samples))
    d.result("gradient/db(X, y, w, b)", 1/m*Sum(yhat[i] - y[i], samples))

derivation = d.finish()
