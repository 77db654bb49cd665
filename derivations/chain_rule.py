"""The chain rule for arbitrary differentiable functions (note 004, line 37; note 003)."""

from checker.reader.authoring import D, by, deriving, prime

with deriving("chain-rule", "The chain rule",
              source="note 004, line 37; note 003, lines 166-174") as d:
    x = d.real("x")
    f, g, h = d.function("f g h")
    u = d.define("u", g(x))
    y = d.define("y", f(u))

    d.chain(
        D(f(g(x)), x),
        by("chain rule"), prime(f)(g(x))*prime(g)(x),
        title="For functions")

    d.chain(
        D(y, x),
        by("chain rule"), D(y, u)*D(u, x),
        by("definition of y"), D(f(u), u)*D(u, x),
        by("definition of u"), D(f(u), u)*D(g(x), x),
        by("definition of u"), prime(f)(g(x))*prime(g)(x),
        title="For quantities")

    d.chain(
        D(f(g(h(x))), x),
        by("chain rule"), prime(f)(g(h(x)))*D(g(h(x)), x),
        by("chain rule"), prime(f)(g(h(x)))*(prime(g)(h(x))*prime(h)(x)),
        title="Three functions deep")

derivation = d.finish()
