r"""Plain text and formulas -> Markdown that shows them and does nothing else."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ESCAPED: Final = re.compile(r"([\\`*_\[\]|~$@]|^\s*[-+#=]|^\s*\d+(?=[.)](?:\s|$)))")
"""What would be markup: everywhere, or where a line begins."""
_LESS: Final = {"<": "\\lt ", ">": "\\gt "}


def markdown(text: str) -> str:
    r"""The text as Markdown: no character of it is markup, a link or a tag.

    >>> print(markdown("<b> *a* www.x.org"), markdown("- http://x"), markdown("1. a_b"))
    &lt;b&gt; \*a\* www\.x.org \- http\://x 1\. a\_b
    """
    clean = "".join(c if not unicodedata.category(c).startswith("C") else " " for c in text)
    out = _ESCAPED.sub(_escaped, clean.replace("&", "&amp;"))
    out = out.replace("<", "&lt;").replace(">", "&gt;")
    return out.replace("www.", "www\\.").replace("://", "\\://")


def _escaped(found: re.Match[str]) -> str:
    written = found[0]
    if written.strip().isdigit():
        return f"{written}\\"
    return f"{written[:-1]}\\{written[-1]}"


def code(text: str) -> str:
    """The text as code in a line, whatever backticks it holds.

    >>> print(code("a `b`"))
    `` a `b` ``
    """
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    longest = max((len(run) for run in re.findall("`+", clean)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{clean}{space}{fence}" if clean else ""


def math(formula: str) -> str:
    r"""A formula as it may stand between dollar signs: nothing that a browser takes for a tag.

    >>> print(math("a<b"))
    a\lt b
    """
    return re.sub("[<>]", lambda found: _LESS[found[0]], formula)


def words(text: str) -> str:
    r"""Text as it may stand in `\text{...}` of a formula: letters, digits, simple signs.

    >>> print(words("the rule} $x$ <b>"))
    the rule x b
    """
    return re.sub(r"[^\w .,:;'()/=+-]", "", text).replace("_", " ")
