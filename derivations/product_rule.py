"""The product rule for arbitrary differentiable functions."""

from checker.reader.authoring import D, by, deriving

with deriving("product-rule", "The product rule") as d:
    x = d.real("x")
    f, g, h = d.function("f g h")

    d.chain(
        D(f(x)*g(x), x),
        by("product rule"), D(f(x), x)*g(x) + f(x)*D(g(x), x),
        title="Two factors")

    d.chain(
        D(f(x)*g(x)*h(x), x),
        by("product rule"), D(f(x)*g(x), x)*h(x) + f(x)*g(x)*D(h(x), x),
        by("product rule"),
        (D(f(x), x)*g(x) + f(x)*D(g(x), x))*h(x) + f(x)*g(x)*D(h(x), x),
        by("expand"),
        D(f(x), x)*g(x)*h(x) + f(x)*D(g(x), x)*h(x) + f(x)*g(x)*D(h(x), x),
        title="Three factors")

    d.chain(
        D(f(x)**2, x),
        by("a square is a product"), D(f(x)*f(x), x),
        by("product rule"), D(f(x), x)*f(x) + f(x)*D(f(x), x),
        by("factor"), 2*f(x)*D(f(x), x),
        title="The square of a function")

derivation = d.finish()
