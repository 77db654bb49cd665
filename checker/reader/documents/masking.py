r"""A TeX text without what TeX does not typeset as mathematics: comments and verbatim text.

What is taken out becomes blanks, so that every place stays where it is.
"""

from __future__ import annotations

import re
from typing import Final

from checker.reader.documents.environments import SILENT
from checker.reader.documents.seeking import Next

_HIDING: Final = re.compile(
    r"\\begin\s*\{(?P<environment>" + "|".join(re.escape(name) for name in sorted(SILENT)) + r")\}"
    r"|(?P<verb>\\(?:verb|lstinline)(?![A-Za-z])\*?(?P<mark>[^A-Za-z\s*])"
    r"(?:(?!(?P=mark))[^\n]){0,1000}(?P=mark))"
    r"|(?P<address>\\(?:url|path|nolinkurl|href)\s*\{[^{}\n]*\})"
    r"|(?P<skipped>\\iffalse(?![A-Za-z]))|\\.|(?P<comment>%[^\n]*)", re.DOTALL)
_VISIBLE: Final = re.compile(r"[^\n]")


def masked(text: str) -> str:
    r"""The text with blanks instead of comments, verbatim text and addresses.

    >>> masked(r"5\% of \verb|$x$| % $y$") == r"5\% of" + 17 * " "
    True
    """
    ends: dict[str, Next] = {}
    parts: list[str] = []
    place = 0
    while found := _HIDING.search(text, place):
        start, end = found.span()
        closing = (rf"\\end\s*\{{{re.escape(found['environment'])}\}}" if found["environment"]
                   else r"\\fi(?![A-Za-z])" if found["skipped"] else "")
        if closing:
            seeker = ends.setdefault(closing, Next(closing, text))
            end = seeker.end if seeker.after(end) >= 0 else len(text)
        elif found.lastgroup is None:
            parts.append(text[place:end])
            place = end
            continue
        parts += [text[place:start], _VISIBLE.sub(" ", text[start:end])]
        place = end
    return "".join(parts) + text[place:]
