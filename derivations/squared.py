"""The squared error of one sample as a function of its prediction z, with two derivatives."""

from sympy import Rational

from checker.reader.authoring import D, by, deriving

with deriving("squared", "The squared error in its prediction") as d:
    z, y = d.real("z y")
    L = d.define("L", Rational(1, 2)*(y - z)**2)

    d.chain(
        D(L, z),
        by("definition of L"), D(Rational(1, 2)*(y - z)**2, z),
        by("constant factor"), Rational(1, 2)*D((y - z)**2, z),
        by("chain rule"), Rational(1, 2)*(2*(y - z)*D(y - z, z)),
        by("linearity"), Rational(1, 2)*(2*(y - z)*(-1)),
        by("expand"), z - y,
        title="The first derivative")

    d.chain(
        D(L, z, 2),
        by("the first derivative"), D(z - y, z),
        by("linearity"), D(z, z) - D(y, z),
        by("derivative of a constant"), D(z, z) - 0,
        by("power rule"), 1,
        title="The second derivative")

    d.result("loss(z, y)", Rational(1, 2)*(y - z)**2)
    d.result("dz(z, y)", z - y)
    d.result("d2z(z, y)", 1)

derivation = d.finish()
