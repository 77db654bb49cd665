"""What every solver is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from checker.train.objective import Evaluation
from checker.train.verified import Array


class Step(NamedTuple):
    """What is told while a fit goes on."""

    iteration: int
    loss: float
    norm: float
    """The largest component of the gradient."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a solver stopped."""

    theta: Array
    """(p,): the weights, then the intercept if it is fitted."""
    steps: tuple[Step, ...]
    """Every step, the start as step 0."""
    converged: bool
    separable: bool = False
    """The classes can be separated, so without a penalty the loss has no minimum."""
    steady: bool = True
    """Whether the gradient may still fall by a steady factor, as on the way to infinity."""
    diverged: bool = False
    """The loss grew beyond bounds: the rate is too large."""

    @property
    def iterations(self) -> int:
        """The number of steps taken."""
        return self.steps[-1].iteration

    @property
    def loss(self) -> float:
        """The objective at the end."""
        return self.steps[-1].loss

    @property
    def norm(self) -> float:
        """The largest component of the gradient at the end."""
        return self.steps[-1].norm


@dataclass(frozen=True, slots=True)
class Demand:
    """When a solver may stop."""

    tol: float = 1e-8
    """The largest component that the gradient of the mean loss may keep."""
    max_iter: int = 1000
    """Steps; for the descents, epochs."""
    told: Callable[[Step], None] | None = None
    """Hears of every step."""
    watched: bool = False
    """Whether a point that separates the classes ends the fit: without a penalty the loss has
    no minimum then, only an infimum at infinity."""

    def ends(self, now: Evaluation) -> bool:
        """Whether the point is the answer, or shows that there is none."""
        return now.norm <= self.tol or self.separates(now)

    def separates(self, now: Evaluation) -> bool:
        """Whether the point shows that there is no minimum."""
        return self.watched and now.margin > 0

    def tell(self, iteration: int, now: Evaluation) -> Step:
        """Report a step."""
        step = Step(iteration, now.loss, now.norm)
        if self.told is not None:
            self.told(step)
        return step

    def fit(self, theta: Array, steps: list[Step], now: Evaluation) -> Fit:
        """The answer of a solver that ends here."""
        separated = self.separates(now)
        return Fit(theta, tuple(steps), now.norm <= self.tol and not separated, separated)
