"""Where the sigmoid goes: to 1, through 1/2, to 0 (note 002, lines 29-61)."""

from sympy import Limit, Rational, exp, oo

from checker.reader.authoring import by, deriving

with deriving("sigmoid-limits", "The limits of the sigmoid", source="note 002, lines 29-61") as d:
    x = d.real("x")
    sigma = d.define("sigma(x)", 1/(1 + exp(-x)))

    d.chain(
        Limit(sigma(x), x, oo),
        by("definition of sigma"), Limit(1/(1 + exp(-x)), x, oo),
        by("limit"), 1,
        title="Far to the right")

    d.chain(
        Limit(sigma(x), x, 0, "+-"),
        by("definition of sigma"), Limit(1/(1 + exp(-x)), x, 0, "+-"),
        by("limit"), 1/(1 + exp(0)),
        by("cancel"), Rational(1, 2),
        title="In the middle")

    d.chain(
        Limit(sigma(x), x, -oo),
        by("definition of sigma"), Limit(1/(1 + exp(-x)), x, -oo),
        by("limit"), 0,
        title="Far to the left")

derivation = d.finish()
