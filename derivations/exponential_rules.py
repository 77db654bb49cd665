"""The exponential function to any base and of any function (note 003, lines 302-312)."""

from sympy import exp, log

from checker.reader.authoring import D, by, deriving

with deriving("exponential-rules", "Derivatives of exponentials",
              source="note 003, lines 302-312") as d:
    x = d.real("x")
    b = d.positive("b")
    h = d.function("h")

    d.chain(
        D(exp(x), x),
        by("exponential rule"), exp(x),
        title="The exponential is its own derivative")

    d.chain(
        D(exp(-x), x),
        by("chain rule"), exp(-x)*D(-x, x),
        by("constant factor"), exp(-x)*(-D(x, x)),
        by("power rule"), exp(-x)*(-1),
        by("expand"), -exp(-x),
        title="A minus in the exponent: the exponent keeps it")

    d.chain(
        D(exp(h(x)), x),
        by("chain rule"), exp(h(x))*D(h(x), x),
        title="The exponential of a function")

    d.chain(
        D(b**x, x),
        by("a power is an exponential"), D(exp(x*log(b)), x),
        by("chain rule"), exp(x*log(b))*D(x*log(b), x),
        by("constant factor"), exp(x*log(b))*(log(b)*D(x, x)),
        by("power rule"), exp(x*log(b))*(log(b)*1),
        by("an exponential is a power"), b**x*log(b),
        title="Any base")

derivation = d.finish()
