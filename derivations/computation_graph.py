"""Backwards through the graph of two features: da, dz, dw_1, dw_2, db (note 001).

`da` is the derivative of the loss by a, and so on: each is a quantity of its own.
"""

from sympy import exp, log

from checker.reader.authoring import D, by, deriving, frac

with deriving("computation-graph", "Backwards through the computation graph",
              source="note 001, lines 18-77") as d:
    w_1, w_2, x_1, x_2, b, y, t = d.real("w_1 w_2 x_1 x_2 b y t")
    alpha = d.positive("alpha")
    sigma = d.define("sigma(t)", 1/(1 + exp(-t)))
    z = d.define("z", w_1*x_1 + w_2*x_2 + b)
    a = d.define("a", sigma(z))
    L = d.define("L", -(y*log(a) + (1 - y)*log(1 - a)))
    da = d.define("da", D(L, a))
    dz = d.define("dz", D(L, z))
    dw_1 = d.define("dw_1", D(L, w_1))
    dw_2 = d.define("dw_2", D(L, w_2))
    db = d.define("db", D(L, b))

    d.chain(
        da,
        by("definition of da"), D(L, a),
        by("definition of L"), D(-(y*log(a) + (1 - y)*log(1 - a)), a),
        by("linearity"), -(D(y*log(a), a) + D((1 - y)*log(1 - a), a)),
        by("constant factor"), -(y*D(log(a), a) + (1 - y)*D(log(1 - a), a)),
        by("logarithm rule"), -(y*frac(1, a) + (1 - y)*(-frac(1, 1 - a))),
        by("expand"), -y/a + (1 - y)/(1 - a),
        title="From the loss to the activation")

    d.chain(
        D(a, z),
        by("definition of a"), D(sigma(z), z),
        by("the derivative of the sigmoid"), sigma(z)*(1 - sigma(z)),
        by("definition of a"), a*(1 - a),
        title="From the activation to the logit")

    d.chain(
        dz,
        by("definition of dz"), D(L, z),
        by("chain rule"), D(L, a)*D(a, z),
        by("the two steps above"), (-y/a + (1 - y)/(1 - a))*(a*(1 - a)),
        by("cancel"), -y*(1 - a) + (1 - y)*a,
        by("expand"), -y + y*a + a - y*a,
        by("cancel"), a - y,
        title="From the loss to the logit")

    for weight, its_derivative, feature in ((w_1, dw_1, x_1), (w_2, dw_2, x_2)):
        d.chain(
            its_derivative,
            by(f"definition of {its_derivative}"), D(L, weight),
            by("chain rule"), D(L, z)*D(z, weight),
            by("definition of dz"), dz*D(z, weight),
            by("definition of z"), dz*D(w_1*x_1 + w_2*x_2 + b, weight),
            by("linearity"), dz*(feature*D(weight, weight)),
            by("power rule"), feature*dz,
            title=f"To the weight {weight}")

    d.chain(
        db,
        by("definition of db"), D(L, b),
        by("chain rule"), D(L, z)*D(z, b),
        by("definition of dz"), dz*D(z, b),
        by("definition of z"), dz*D(w_1*x_1 + w_2*x_2 + b, b),
        by("linearity"), dz*(D(w_1*x_1, b) + D(w_2*x_2, b) + D(b, b)),
        by("derivative of a constant"), dz*D(b, b),
        by("power rule"), dz,
        title="To the bias")

    d.update(w_1, w_1 - alpha*dw_1, title="One step down")
    d.update(w_2, w_2 - alpha*dw_2)
    d.update(b, b - alpha*db)

derivation = d.finish()
