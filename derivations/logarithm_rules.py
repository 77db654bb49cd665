"""Three logarithm rules, and why log(1 - a) brings a minus (note 000)."""

from sympy import S, log

from checker.reader.authoring import D, by, deriving, frac, open_interval

with deriving("logarithm-rules", "Derivatives of logarithms", source="note 000") as d:
    x = d.positive("x")
    b = d.between("b", 1, None)
    h = d.function("h", range=open_interval(0, None))
    a = d.between("a", 0, 1)
    y = d.real("y")

    d.chain(
        D(log(x), x),
        by("logarithm rule"), 1/x,
        title="The natural logarithm")

    d.chain(
        D(log(x)/log(b), x),
        by("constant factor"), D(log(x), x)/log(b),
        by("logarithm rule"), frac(1, x)/log(b),
        by("expand"), 1/(x*log(b)),
        title="The logarithm to any base")

    d.chain(
        D(log(h(x)), x),
        by("chain rule"), frac(1, h(x))*D(h(x), x),
        by("expand"), D(h(x), x)/h(x),
        title="The logarithm of a function")

    d.chain(
        D(log(1 - a), a),
        by("chain rule"), frac(1, 1 - a)*D(1 - a, a),
        by("linearity"), frac(1, 1 - a)*(D(1, a) - D(a, a)),
        by("derivative of a constant"), frac(1, 1 - a)*(0 - D(a, a)),
        by("power rule"), frac(1, 1 - a)*(S(0) - 1),
        by("expand"), -1/(1 - a),
        title="The inner derivative turns the sign")

    d.chain(
        D((1 - y)*log(1 - a), a),
        by("constant factor"), (1 - y)*D(log(1 - a), a),
        by("logarithm rule"), (1 - y)*(-frac(1, 1 - a)),
        by("expand"), -(1 - y)/(1 - a),
        title="The second half of the loss")

derivation = d.finish()
