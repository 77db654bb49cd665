"""The power rule, for every real exponent where the base is positive."""

from sympy import exp, log, sqrt

from checker.reader.authoring import D, by, deriving, frac, open_interval, power

with deriving("power-rule", "The power rule") as d:
    x = d.positive("x")
    r, t = d.real("r t")
    h = d.function("h", range=open_interval(0, None))

    d.chain(
        D(x**r, x),
        by("a power is an exponential"), D(exp(r*log(x)), x),
        by("chain rule"), exp(r*log(x))*D(r*log(x), x),
        by("constant factor"), exp(r*log(x))*(r*D(log(x), x)),
        by("logarithm rule"), exp(r*log(x))*(r*frac(1, x)),
        by("an exponential is a power"), x**r*(r*frac(1, x)),
        by("cancel"), r*x**(r - 1),
        title="From the logarithm rule and the exponential rule")

    d.chain(
        D(t**3, t),
        by("product rule"), D(t**2, t)*t + t**2*D(t, t),
        by("power rule"), 2*t*t + t**2*1,
        by("expand"), 3*t**2,
        title="A whole exponent needs no logarithm")

    d.chain(
        D(1/x, x),
        by("a quotient is a power"), D(power(x, -1), x),
        by("power rule"), -x**(-2),
        by("expand"), -1/x**2,
        title="The reciprocal")

    d.chain(
        D(sqrt(x), x),
        by("power rule"), 1/(2*sqrt(x)),
        title="The square root")

    d.chain(
        D(h(t)**r, t),
        by("chain rule"), r*h(t)**(r - 1)*D(h(t), t),
        title="A power of a function")

derivation = d.finish()
