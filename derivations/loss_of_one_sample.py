"""The cross entropy of one sample by its weight and bias (note 003, lines 82-657).

Logarithm and sigmoid cancel, and h - y is left.
"""

from sympy import exp, log

from checker.reader.authoring import D, by, deriving, frac

with deriving("loss-of-one-sample", "The loss of one sample by w and b",
              source="note 003, lines 82-657") as d:
    x, w, b, y, t = d.real("x w b y t")
    sigmoid = d.define("sigmoid(t)", 1/(1 + exp(-t)))
    z = d.define("z", x*w + b)
    h = d.define("h", sigmoid(z))
    L = d.define("L", -y*log(h) - (1 - y)*log(1 - h))

    d.chain(
        D(h, w),
        by("definition of h"), D(sigmoid(z), w),
        by("chain rule"), D(sigmoid(z), z)*D(z, w),
        by("the derivative of the sigmoid"), sigmoid(z)*(1 - sigmoid(z))*D(z, w),
        by("definition of h"), h*(1 - h)*D(z, w),
        title="The hypothesis by the weight")

    d.chain(
        D(L, w),
        by("definition of L"), D(-y*log(h) - (1 - y)*log(1 - h), w),
        by("linearity"), -D(y*log(h), w) - D((1 - y)*log(1 - h), w),
        by("constant factor"), -y*D(log(h), w) - (1 - y)*D(log(1 - h), w),
        by("chain rule"),
        -y*frac(1, h)*D(h, w) - (1 - y)*frac(1, 1 - h)*D(-h, w),
        by("constant factor"),
        -y*frac(1, h)*D(h, w) + (1 - y)*frac(1, 1 - h)*D(h, w),
        by("factor"), (-y*frac(1, h) + (1 - y)*frac(1, 1 - h))*D(h, w),
        by("the hypothesis by the weight"),
        (-y*frac(1, h) + (1 - y)*frac(1, 1 - h))*h*(1 - h)*D(z, w),
        by("cancel"), (-y*(1 - h) + (1 - y)*h)*D(z, w),
        by("expand"), (-y + y*h + h - y*h)*D(z, w),
        by("cancel"), (h - y)*D(z, w),
        by("definition of z"), (h - y)*D(x*w + b, w),
        by("linearity"), (h - y)*(D(x*w, w) + D(b, w)),
        by("derivative of a constant"), (h - y)*D(x*w, w),
        by("constant factor"), (h - y)*(x*D(w, w)),
        by("power rule"), (h - y)*x,
        title="The loss by the weight")

    d.chain(
        D(L, b),
        by("chain rule"), D(L, z)*D(z, b),
        by("chain rule"), D(L, h)*D(h, z)*D(z, b),
        by("logarithm rule"), (-y*frac(1, h) + (1 - y)*frac(1, 1 - h))*D(h, z)*D(z, b),
        by("the derivative of the sigmoid"),
        (-y*frac(1, h) + (1 - y)*frac(1, 1 - h))*(h*(1 - h))*D(z, b),
        by("cancel"), (h - y)*D(z, b),
        by("definition of z"), (h - y)*D(x*w + b, b),
        by("linearity"), (h - y)*(D(x*w, b) + D(b, b)),
        by("derivative of a constant"), (h - y)*(0 + D(b, b)),
        by("power rule"), h - y,
        title="The loss by the bias")

derivation = d.finish()
