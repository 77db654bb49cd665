"""The squared error of one sample by its weight and bias (note 004, lines 30-44).

Without a factor 1/2 the gradient keeps the 2 that the square brings; with it the 2 goes.
"""

from sympy import Rational

from checker.reader.authoring import D, by, deriving

with deriving("squared-error-of-one-sample", "The squared error of one sample",
              source="note 004, lines 30-44") as d:
    w, x, b, y = d.real("w x b y")
    yhat = d.define("yhat", w*x + b)
    SE = d.define("SE", (y - yhat)**2)
    H = d.define("H", Rational(1, 2)*(y - yhat)**2)

    d.chain(
        D(SE, w),
        by("chain rule"), D(SE, yhat)*D(yhat, w),
        by("definition of SE"), D((y - yhat)**2, yhat)*D(yhat, w),
        by("chain rule"), 2*(y - yhat)*D(y - yhat, yhat)*D(yhat, w),
        by("linearity"), 2*(y - yhat)*(-1)*D(yhat, w),
        by("expand"), -2*(y - yhat)*D(yhat, w),
        by("definition of yhat"), -2*(y - yhat)*D(w*x + b, w),
        by("linearity"), -2*(y - yhat)*x,
        title="By the weight")

    d.chain(
        D(SE, b),
        by("chain rule"), D(SE, yhat)*D(yhat, b),
        by("chain rule"), -2*(y - yhat)*D(yhat, b),
        by("definition of yhat"), -2*(y - yhat)*D(w*x + b, b),
        by("linearity"), -2*(y - yhat)*1,
        title="By the bias")

    d.chain(
        D(H, w),
        by("definition of H"), D(Rational(1, 2)*(y - yhat)**2, w),
        by("constant factor"), Rational(1, 2)*D((y - yhat)**2, w),
        by("chain rule"), Rational(1, 2)*(2*(y - yhat)*D(y - yhat, w)),
        by("cancel"), (y - yhat)*D(y - yhat, w),
        by("linearity"), (y - yhat)*(D(y, w) - D(yhat, w)),
        by("derivative of a constant"), (y - yhat)*(0 - D(yhat, w)),
        by("definition of yhat"), (y - yhat)*(0 - x),
        by("expand"), -(y - yhat)*x,
        title="By the weight, with one half in front")

derivation = d.finish()
