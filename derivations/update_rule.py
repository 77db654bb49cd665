"""One step of gradient descent on the mean loss (notes 001, 002 and 004)."""

from sympy import Sum, exp, log

from checker.reader.authoring import D, by, deriving

with deriving("update-rule", "A step down the mean loss",
              source="note 001, lines 73-77; note 004, lines 95-105") as d:
    m, n = d.natural("m n")
    j = d.index("j", 1, n)
    i, q = d.index("i q")
    X, y, w = d.family("X y w")
    b, t = d.real("b t")
    alpha = d.positive("alpha")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    a = d.define("a[i]", sigma(Sum(w[q]*X[i, q], (q, 1, n)) + b))
    J = d.define("J", -1/m*Sum(y[i]*log(a[i]) + (1 - y[i])*log(1 - a[i]), (i, 1, m)))
    dw = d.define("dw[j]", D(J, w[j]))
    db = d.define("db", D(J, b))

    d.chain(
        w[j] - alpha*dw[j],
        by("definition of dw"), w[j] - alpha*D(J, w[j]),
        by("the gradient of the mean loss"),
        w[j] - alpha*(-1/m*Sum((y[i] - a[i])*X[i, j], (i, 1, m))),
        by("expand"), w[j] + alpha/m*Sum((y[i] - a[i])*X[i, j], (i, 1, m)),
        title="The next weight")

    d.chain(
        b - alpha*db,
        by("definition of db"), b - alpha*D(J, b),
        by("the gradient of the mean loss"), b - alpha*(-1/m*Sum(y[i] - a[i], (i, 1, m))),
        by("expand"), b + alpha/m*Sum(y[i] - a[i], (i, 1, m)),
        title="The next bias")

    d.update(w[j], w[j] - alpha*dw[j], title="One step down")
    d.update(b, b - alpha*db)

derivation = d.finish()
