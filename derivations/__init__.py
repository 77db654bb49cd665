"""The shelf: one module per derivation, a chain of equal expressions with a reason a step.

>>> load("sigmoid").title
'The derivative of the sigmoid, by the quotient rule'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from checker.language.errors import Unreadable

if TYPE_CHECKING:
    from checker.language.claim import Derivation

NAMES: Final[dict[str, str]] = {module.replace("_", "-"): module for module in (
    "logarithm_rules",
    "exponential_rules",
    "power_rule",
    "chain_rule",
    "product_rule",
    "quotient_rule",
    "sigmoid",
    "sigmoid_by_powers",
    "sigmoid_symmetry",
    "sigmoid_limits",
    "softplus",
    "two_case_cost",
    "logistic",
    "loss_of_one_sample",
    "computation_graph",
    "neuron",
    "logistic_mean",
    "second_derivative",
    "softmax",
    "update_rule",
    "linear_model",
    "squared",
    "squared_error_of_one_sample",
    "squared_error",
    "backpropagation",
    "backpropagation_sigmoid",
    "backpropagation_cross_entropy",
)}
"""Every derivation in reading order: its name and its module. Nothing is imported yet."""


def load(name: str) -> Derivation:
    """The derivation with this name; only its own module is imported."""
    module = NAMES.get(name)
    if module is None:
        from difflib import get_close_matches

        near = get_close_matches(name, NAMES, n=3)
        raise Unreadable(f"no derivation of the shelf is called {name!r}",
                         expected=" or ".join(near) or "one of " + ", ".join(NAMES))
    found: Derivation = import_module(f"derivations.{module}").derivation
    return found
