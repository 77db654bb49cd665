"""One neuron with n features: the loss by every weight and the bias (note 004)."""

from sympy import KroneckerDelta, Sum, exp, log

from checker.reader.authoring import D, by, deriving, frac

with deriving("neuron", "One neuron with n features", source="note 004, lines 46-105") as d:
    n = d.natural("n")
    i = d.index("i", 1, n)
    k = d.index("k")
    w, x = d.family("w x")
    b, y, t = d.real("b y t")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    z = d.define("z", b + Sum(w[k]*x[k], (k, 1, n)))
    a = d.define("a", sigma(z))
    L = d.define("L", -(y*log(a) + (1 - y)*log(1 - a)))

    d.chain(
        D(L, a),
        by("definition of L"), D(-(y*log(a) + (1 - y)*log(1 - a)), a),
        by("linearity"), -(y*D(log(a), a) + (1 - y)*D(log(1 - a), a)),
        by("logarithm rule"), -(y*frac(1, a) - (1 - y)*frac(1, 1 - a)),
        title="The loss by the activation")

    d.chain(
        D(a, z),
        by("definition of a"), D(sigma(z), z),
        by("the derivative of the sigmoid"), a*(1 - a),
        title="The activation by the logit")

    d.chain(
        D(z, w[i]),
        by("definition of z"), D(b + Sum(w[k]*x[k], (k, 1, n)), w[i]),
        by("linearity"), D(b, w[i]) + Sum(D(w[k]*x[k], w[i]), (k, 1, n)),
        by("derivative of a constant"), Sum(D(w[k]*x[k], w[i]), (k, 1, n)),
        by("constant factor"), Sum(D(w[k], w[i])*x[k], (k, 1, n)),
        by("a weight changes with itself only"), Sum(KroneckerDelta(k, i)*x[k], (k, 1, n)),
        by("sum over one index"), x[i],
        title="The logit by one weight")

    d.chain(
        D(L, w[i]),
        by("chain rule"), D(L, a)*D(a, z)*D(z, w[i]),
        by("the three steps above"),
        -(y*frac(1, a) - (1 - y)*frac(1, 1 - a))*(a*(1 - a))*x[i],
        by("cancel"), -(y*(1 - a) - (1 - y)*a)*x[i],
        by("expand"), -(y - y*a - a + y*a)*x[i],
        by("cancel"), -(y - a)*x[i],
        title="The loss by one weight")

    d.chain(
        D(L, z),
        by("chain rule"), D(L, a)*D(a, z),
        by("the first two steps"), -(y*frac(1, a) - (1 - y)*frac(1, 1 - a))*(a*(1 - a)),
        by("cancel"), -(y*(1 - a) - (1 - y)*a),
        by("expand"), -(y - a),
        title="The loss by the logit")

    d.chain(
        D(L, b),
        by("chain rule"), D(L, z)*D(z, b),
        by("the loss by the logit"), -(y - a)*D(z, b),
        by("definition of z"), -(y - a)*D(b + Sum(w[k]*x[k], (k, 1, n)), b),
        by("derivative of a constant"), -(y - a)*D(b, b),
        by("power rule"), -(y - a)*1,
        title="The loss by the bias")

    d.chain(
        w[i] - D(L, w[i]),
        by("the loss by one weight"), w[i] - (-(y - a)*x[i]),
        by("expand"), w[i] + (y - a)*x[i],
        title="What a step down adds to the weight")

    d.chain(
        b - D(L, b),
        by("the loss by the bias"), b - (-(y - a)*1),
        by("expand"), b + (y - a)*1,
        title="What a step down adds to the bias")

    d.update(w[i], w[i] - D(L, w[i]), title="One step down")
    d.update(b, b - D(L, b))

derivation = d.finish()
