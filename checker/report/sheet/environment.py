"""Templates whose every value is escaped, unless it is said to be ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined


class Ready(str):
    """Text that is in the format already: a template puts it in as it is."""

    __slots__ = ()


def rendered(template: str, escape: Callable[[str], str], values: Mapping[str, Any]) -> str:
    """The template with its values; what is no `Ready` is escaped.

    Values stand between `<<` and `>>`, statements between `<%` and `%>`.
    """
    def put(value: object) -> str:
        return str(value) if isinstance(value, Ready) else escape(str(value))

    environment = Environment(
        block_start_string="<%", block_end_string="%>", variable_start_string="<<",
        variable_end_string=">>", comment_start_string="<#", comment_end_string="#>",
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False,
        undefined=StrictUndefined, finalize=put)
    environment.filters["ready"] = Ready  # what a macro made of values that were put in so
    source = (files("checker.report.sheet") / template).read_text(encoding="utf-8")
    return environment.from_string(source).render(values)
