"""The picture of a loss against the prediction, for the labels 0 and 1."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from checker.kernel.balls import Evaluation, Undefined, Unknown, precision
from checker.kernel.elaborate import elaborate
from checker.kernel.points import value_of
from checker.kernel.refusal import Refusal
from checker.language.certificate import Point
from checker.language.context import Context
from checker.language.errors import TooLarge
from checker.language.substitution import replaced
from checker.language.term import DERIVATIVE, Term, name, number
from checker.plots.definitions import Subject, Undrawable, left
from checker.plots.drawing import BLUE, RED, SOFT, mathtext, new_figure, styled, written
from checker.plots.graph import parents, quantities_of

SAMPLES: Final = 400


def loss_of(subject: Subject) -> tuple[Term, Term, Term, Term]:
    """A quantity of one prediction and one label: its left side, its body, and the two."""
    quantities = quantities_of(subject)
    for definition in reversed(quantities.values()):
        found = [term for _, term in parents(definition, quantities)]
        if definition.body.flags & DERIVATIVE or len(found) != 2:
            continue
        labels = [t for t in found if _is_label(t)]
        if len(labels) == 1:
            (prediction,) = [t for t in found if t is not labels[0]]
            return left(definition), definition.body, prediction, labels[0]
    raise Undrawable(f"{subject.path} defines no loss of one prediction and one label y")


def _is_label(term: Term) -> bool:
    return term.head in ("name", "entry") and str(term.data).rstrip("^()[]") == "y"


def heights(body: Term, prediction: Term, label: Term, y: int) -> list[tuple[float, float]]:
    """The loss at predictions between 0 and 1, where it has a value.

    >>> from checker.language.term import log, neg
    >>> p = name("p")
    >>> values = heights(neg(log(p)), p, name("y"), 1)
    >>> round(dict(values)[0.5], 6)
    0.693147
    """
    open_name = name("t'")
    plain = replaced(replaced(body, prediction, open_name), label, number(y))
    try:
        side = elaborate(plain, Context())
    except (Refusal, TooLarge):
        raise Undrawable(f"the loss {body} has no value from the prediction alone") from None
    found = []
    for k in range(1, SAMPLES):
        at = Fraction(k, SAMPLES)
        try:
            with precision(64):
                value = float(value_of(side, Evaluation(Point((("t'", at),)))).mid())
        except (Undefined, Unknown):
            continue
        found.append((float(at), value))
    return found


def draw(subject: Subject, suffix: str) -> bytes:
    """The picture as the bytes of a file."""
    loss, body, prediction, label = loss_of(subject)
    figure = new_figure(7.2, 4.6)
    with styled():
        axes = figure.add_subplot()
        for y, colour, dashes in ((1, BLUE, "-"), (0, RED, (0, (6, 3)))):
            points = heights(body, prediction, label, y)
            if not points:
                raise Undrawable(f"{loss} has no value for {label} = {y}")
            axes.plot([p for p, _ in points], [v for _, v in points], color=colour,
                      linestyle=dashes, linewidth=2.4, label=f"{mathtext(label)} = {y}")
        axes.set_xlim(0, 1)
        low, high = axes.get_ylim()
        axes.set_ylim(min(0.0, low), min(high, 5.0))
        axes.grid(color="#e3e7eb", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.set_xlabel(f"prediction {mathtext(prediction)}", fontsize=13)
        axes.set_ylabel(f"loss {mathtext(loss)}", fontsize=13)
        axes.set_title(mathtext(body), fontsize=14, color=SOFT, pad=12)
        axes.legend(frameon=False, fontsize=13, loc="upper center")
        return written(figure, suffix)
