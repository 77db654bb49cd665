"""The cost of a label in two cases, as one formula (note 002, lines 160-303; note 004)."""

from sympy import Eq, Piecewise, S, log

from checker.reader.authoring import by, deriving

with deriving("two-case-cost", "Two cases in one formula",
              source="note 002, lines 160-303; note 004, lines 14-21") as d:
    y = d.among("y", 0, 1)
    a = d.between("a", 0, 1)
    t = d.real("t")
    loss = d.define("L(t)", -(t*log(a) + (1 - t)*log(1 - a)))

    d.chain(
        Piecewise((-log(a), Eq(y, 1)), (-log(1 - a), Eq(y, 0))),
        by("by cases"), -y*log(a) - (1 - y)*log(1 - a),
        by("factor"), -(y*log(a) + (1 - y)*log(1 - a)),
        by("definition of L"), loss(y),
        title="The label switches one half off")

    d.chain(
        loss(1),
        by("definition of L"), -(1*log(a) + (S(1) - 1)*log(1 - a)),
        by("cancel"), -log(a),
        title="A positive sample")

    d.chain(
        loss(0),
        by("definition of L"), -(0*log(a) + (S(1) - 0)*log(1 - a)),
        by("cancel"), -log(1 - a),
        title="A negative sample")

derivation = d.finish()
