"""The mean cross entropy over m samples, its gradient and its Hessian (note 002).

X[i, j] is feature j of sample i. The labels may be soft: nothing below needs 0 or 1.
"""

from sympy import Sum, exp, log

from checker.reader.authoring import D, by, deriving, prime

with deriving("logistic-mean", "The mean logistic loss over m samples",
              source="note 002, lines 300-437") as d:
    m, n = d.natural("m n")
    j, k = d.index("j k", 1, n)
    i, q = d.index("i q")
    X, y, w = d.family("X y w")
    b, t = d.real("b t")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    z = d.define("z[i]", Sum(w[q]*X[i, q], (q, 1, n)) + b)
    a = d.define("a[i]", sigma(z[i]))
    J = d.define("J", -1/m*Sum(y[i]*log(a[i]) + (1 - y[i])*log(1 - a[i]), (i, 1, m)))

    s = sigma(z[i])
    samples = (i, 1, m)
    cost = y[i]*log(s) + (1 - y[i])*log(1 - s)

    d.chain(
        D(J, w[j]),
        by("definition of J"),
        D(-1/m*Sum(y[i]*log(a[i]) + (1 - y[i])*log(1 - a[i]), samples), w[j]),
        by("definition of a"), D(-1/m*Sum(cost, samples), w[j]),
        by("linearity"), -1/m*Sum(D(y[i]*log(s), w[j]) + D((1 - y[i])*log(1 - s), w[j]), samples),
        by("chain rule"),
        -1/m*Sum(y[i]/s*D(s, w[j]) + (1 - y[i])/(1 - s)*D(1 - s, w[j]), samples),
        by("linearity"), -1/m*Sum(y[i]/s*D(s, w[j]) - (1 - y[i])/(1 - s)*D(s, w[j]), samples),
        by("factor"), -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*D(s, w[j]), samples),
        by("chain rule"),
        -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*prime(sigma)(z[i])*D(z[i], w[j]), samples),
        by("sum over one index"),
        -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*prime(sigma)(z[i])*X[i, j], samples),
        by("common denominator"),
        -1/m*Sum((y[i]*(1 - s) - s*(1 - y[i]))/(s*(1 - s))*prime(sigma)(z[i])*X[i, j], samples),
        by("the derivative of the sigmoid"),
        -1/m*Sum((y[i]*(1 - s) - s*(1 - y[i]))/(s*(1 - s))*(s*(1 - s))*X[i, j], samples),
        by("cancel"), -1/m*Sum((y[i]*(1 - s) - s*(1 - y[i]))*X[i, j], samples),
        by("expand"), -1/m*Sum((y[i] - s)*X[i, j], samples),
        by("definition of a"), -1/m*Sum((y[i] - a[i])*X[i, j], samples),
        by("expand"), 1/m*Sum((a[i] - y[i])*X[i, j], samples),
        title="By one weight")

    d.chain(
        D(J, b),
        by("definition of J"), D(-1/m*Sum(cost, samples), b),
        by("linearity"), -1/m*Sum(D(y[i]*log(s), b) + D((1 - y[i])*log(1 - s), b), samples),
        by("chain rule"), -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*D(s, b), samples),
        by("chain rule"),
        -1/m*Sum((y[i]/s - (1 - y[i])/(1 - s))*(s*(1 - s))*D(z[i], b), samples),
        by("cancel"), -1/m*Sum((y[i]*(1 - s) - s*(1 - y[i]))*D(z[i], b), samples),
        by("expand"), -1/m*Sum((y[i] - s)*D(z[i], b), samples),
        by("derivative of a constant"), -1/m*Sum(y[i] - s, samples),
        by("definition of a"), 1/m*Sum(a[i] - y[i], samples),
        title="By the bias")

    d.chain(
        D(D(J, w[j]), w[k]),
        by("the first derivative"), D(1/m*Sum((s - y[i])*X[i, j], samples), w[k]),
        by("linearity"), 1/m*Sum(D((s - y[i])*X[i, j], w[k]), samples),
        by("constant factor"), 1/m*Sum(D(s - y[i], w[k])*X[i, j], samples),
        by("chain rule"), 1/m*Sum(s*(1 - s)*D(z[i], w[k])*X[i, j], samples),
        by("sum over one index"), 1/m*Sum(s*(1 - s)*X[i, k]*X[i, j], samples),
        by("definition of a"), 1/m*Sum(a[i]*(1 - a[i])*X[i, j]*X[i, k], samples),
        title="By two weights")

    d.chain(
        D(D(J, w[j]), b),
        by("the first derivative"), D(1/m*Sum((s - y[i])*X[i, j], samples), b),
        by("linearity"), 1/m*Sum(D(s - y[i], b)*X[i, j], samples),
        by("chain rule"), 1/m*Sum(s*(1 - s)*D(z[i], b)*X[i, j], samples),
        by("derivative of a constant"), 1/m*Sum(s*(1 - s)*X[i, j], samples),
        by("definition of a"), 1/m*Sum(a[i]*(1 - a[i])*X[i, j], samples),
        title="By a weight and the bias")

    d.chain(
        D(J, b, 2),
        by("the first derivative"), D(1/m*Sum(s - y[i], samples), b),
        by("linearity"), 1/m*Sum(D(s - y[i], b), samples),
        by("chain rule"), 1/m*Sum(s*(1 - s)*D(z[i], b), samples),
        by("derivative of a constant"), 1/m*Sum(s*(1 - s), samples),
        by("definition of a"), 1/m*Sum(a[i]*(1 - a[i]), samples),
        title="By the bias, twice")

    d.result("loss(X, y, w, b)", -1/m*Sum(cost, samples))
    d.result("gradient/dw(X, y, w, b)", 1/m*Sum((s - y[i])*X[i, j], samples))
    d.result("gradient/db(X, y, w, b)", 1/m*Sum(s - y[i], samples))
    d.result("hessian/ww(X, y, w, b)", 1/m*Sum(s*(1 - s)*X[i, j]*X[i, k], samples))
    d.result("hessian/wb(X, y, w, b)", 1/m*Sum(s*(1 - s)*X[i, j], samples))
    d.result("hessian/bb(X, y, w, b)", 1/m*Sum(s*(1 - s), samples))

derivation = d.finish()
