"""Cross entropy behind a sigmoid output layer: the slope g' goes (note 002, lines 399-415).

Over a batch of m samples the gradient is a matrix product: column i of A and of Y
belongs to sample i.
"""

from sympy import KroneckerDelta, Sum, exp, log

from checker.reader.authoring import D, by, deriving

with deriving("backpropagation-cross-entropy", "Backpropagation under the cross entropy",
              source="note 002, lines 399-415 and 485-496") as d:
    m, n, K = d.natural("m n K")
    j = d.index("j", 1, n)
    k = d.index("k", 1, K)
    i, p, q = d.index("i p q")
    w, A, Y = d.family("w A Y")
    t = d.real("t")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    Z = d.define("Z[k, i]", Sum(w[p, k]*A[p, i], (p, 1, n)))
    H = d.define("H[k, i]", sigma(Z[k, i]))
    outputs, samples = (q, 1, K), (i, 1, m)
    y, h = Y[q, i], H[q, i]
    J = d.define("J", -1/m*Sum(Sum(y*log(h) + (1 - y)*log(1 - h), outputs), samples))

    d.chain(
        D(H[q, i], w[j, k]),
        by("definition of H"), D(sigma(Z[q, i]), w[j, k]),
        by("chain rule"), sigma(Z[q, i])*(1 - sigma(Z[q, i]))*D(Z[q, i], w[j, k]),
        by("definition of H"), h*(1 - h)*D(Z[q, i], w[j, k]),
        by("sum over one index"), h*(1 - h)*(KroneckerDelta(q, k)*A[j, i]),
        title="One output by one weight")

    d.chain(
        D(J, w[j, k]),
        by("definition of J"),
        D(-1/m*Sum(Sum(y*log(h) + (1 - y)*log(1 - h), outputs), samples), w[j, k]),
        by("linearity"),
        -1/m*Sum(Sum(y*D(log(h), w[j, k]) + (1 - y)*D(log(1 - h), w[j, k]), outputs), samples),
        by("chain rule"),
        -1/m*Sum(Sum((y/h - (1 - y)/(1 - h))*D(h, w[j, k]), outputs), samples),
        by("one output by one weight"),
        -1/m*Sum(Sum((y/h - (1 - y)/(1 - h))*(h*(1 - h)*(KroneckerDelta(q, k)*A[j, i])),
                     outputs), samples),
        by("cancel"),
        -1/m*Sum(Sum((y*(1 - h) - (1 - y)*h)*(KroneckerDelta(q, k)*A[j, i]), outputs), samples),
        by("expand"),
        -1/m*Sum(Sum((y - h)*(KroneckerDelta(q, k)*A[j, i]), outputs), samples),
        by("sum over one index"), -1/m*Sum((Y[k, i] - H[k, i])*A[j, i], samples),
        title="The mean cross entropy by one weight")

derivation = d.finish()
