"""The quotient rule with its right sign, and the reciprocal (note 003, lines 288-300)."""

from checker.reader.authoring import D, by, deriving, power

with deriving("quotient-rule", "The quotient rule", source="note 003, lines 288-300") as d:
    x = d.real("x")
    g, h = d.function("g h")

    d.chain(
        D(g(x)/h(x), x),
        by("a quotient is a product"), D(g(x)*power(h(x), -1), x),
        by("product rule"), D(g(x), x)*power(h(x), -1) + g(x)*D(power(h(x), -1), x),
        by("chain rule"),
        D(g(x), x)*power(h(x), -1) + g(x)*(-h(x)**(-2)*D(h(x), x)),
        by("common denominator"), (D(g(x), x)*h(x) - g(x)*D(h(x), x))/h(x)**2,
        title="From the product rule and the chain rule")

    d.chain(
        D(1/h(x), x),
        by("quotient rule"), (D(1, x)*h(x) - D(h(x), x))/h(x)**2,
        by("derivative of a constant"), (0*h(x) - D(h(x), x))/h(x)**2,
        by("expand"), -D(h(x), x)/h(x)**2,
        title="The reciprocal of a function")

derivation = d.finish()
