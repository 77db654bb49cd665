r"""The words around the formulas of a page: paragraphs, and how a formula is introduced.

"If $x = 2$, then $x^2 = 4$" supposes the first formula for its own paragraph and concludes the
second; "let $n = 3$" says something for good; "solving $2x = 10$" claims nothing. Words are
looked at for such cues alone, and where there is none a formula says what it says by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from checker.language.context import Domain
from checker.reader.documents.blocks import Block, Source
from checker.reader.page.prose_domains import told_domain

Cue = Literal["", "let", "where", "case", "for", "equation", "denied", "conclusion"]
"""What introduces a formula: "let" and "where" suppose for good, "case" and "for" for a paragraph;
"where" and "for" may define; an "equation" is to be solved or satisfied, and one that is "denied"
is said not to hold."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the words around a formula say of it."""

    paragraph: int
    """Formulas of one paragraph, and displays right behind it, have one number."""
    cue: Cue
    apart: bool = False
    """Whether "otherwise" or "in general" before it ends what was supposed for a case."""
    behind: bool = False
    """Whether it is a condition on the formula before it: "$|x| = x$ for $x > 0$"."""
    sentence: int = -1
    """Formulas of one sentence have one number."""
    domain: Domain | None = None
    """What it is said to be: "let $n$ be an integer"."""


MAX_WORDS: Final = 400
"""So many characters in front of a formula are looked at, and behind it."""
NO_WORDS: Final = Words(-1, "")
"""Nothing is said."""
_NEAR: Final = r"(?=\W*(?:\w+\W+){0,2}$)"
"""Words that are said of many things count only where they stand right before a formula."""
_OF_IT: Final = (r"(?!.*\b(?:have|gets?|sees?|finds?|know|use|write|compute|expand|note)\b)"
                 r"(?=[^,;]*$)(?=\W*(?:\w+\W+){0,5}$)")
"""What is supposed stands in the same clause: in "when we expand, ..." nothing is."""
_CUES: Final[tuple[tuple[Cue, str], ...]] = (
    ("denied", r"(?:false|not true|not the case|wrong|untrue) that|counterexample to"),
    ("conclusion", r"(?:in\s+)?(?:this|that|which|either|each|every|any|both|all)\s+cases?|"
                   r"(?:then|so|hence|thus|therefore|thereby|consequently|gives?|gets?|obtains?|"
                   r"yields?|follows|implies|shows that|conclude|means|dann|folglich|daher|"
                   rf"somit|그러면|따라서|그러므로|즉){_NEAR}"),
    ("equation", r"solv(?:e|es|ing)|setting|set to zero|subject to|s\.\s?t\.|constraints?|"
                 r"equations?|whether|satisf(?:y|ies|ying)|requires?|requiring"),
    ("case", rf"(?:if|when(?:ever)?|while|once|wenn|falls|만약|만일){_OF_IT}|"
             r"cases?(?=(?:\s+\w{1,4})?\W*(?:(?:of|where|that)\W+)?$)"),
    ("for", rf"e\.\s?g\.|example|instance|(?:for|at|für|bei){_NEAR}"),
    ("let", r"(?:let(?!\s+(?:us|me)\b)|take|taking|choose|suppose|supposing|"
            rf"assum(?:e|es|ed|ing)|such that|provided(?: that)?|sei|seien){_OF_IT}|"
            rf"(?:(?:we|us|now|and|then)\s+|^\W*)(?:set|put|fix){_NEAR}|(?:with|mit){_NEAR}"),
    ("where", r"where|given|define|denote|wobei|wo"),
)
_CUE: Final = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))"
                                  for name, words in _CUES), re.IGNORECASE | re.DOTALL)
_SOUGHT: Final = re.compile(
    r"(?<!\w)(?:solv(?:e|es|ing)|(?:set|setting|equat(?:e|ing))(?!\w).*(?<!\w)(?:zero|equal)|"
    r"stationary|first[- ]order|vanish(?:es)?|normal equations?|subject to|constraints?|"
    r"nullsetzen)(?!\w)",
    re.IGNORECASE | re.DOTALL)
"""Words of a sentence that looks for a point where its equations hold."""
_AFTER_CASE: Final = re.compile(
    r"\W{0,3}(?:일|인|이)?\s*(?:때|이?면|라면|경우|의 경우|에서는?)(?!\w)")
_AFTER_DENIED: Final = re.compile(
    r"\W{0,3}\s*(?:does not|doesn't|need not|do not|cannot|fails? to) hold|"
    r"\W{0,3}\s*(?:is|are) (?:false|wrong|not true|not valid)|\W{0,3}\s*fails\b", re.IGNORECASE)
_APART: Final = re.compile(
    r"(?<!\w)(?:otherwise|else|conversely|in general|generally|for all|for every|for any|for each|"
    r"arbitrary|now let|induction step|inductive step|im allgemeinen|sonst|일반적으로)(?!\w)",
    re.IGNORECASE)
_BEHIND: Final = re.compile(
    r"[\s,;()*_]*(?:for|if|when|whenever|provided(?: that)?|assuming(?: that)?|as long as|für|"
    r"falls|wenn)(?:\s+(?:all|every|each|any|both|alle))?[\s*_(]*")
"""What stands between a formula and its condition; a capital letter begins a new sentence."""
_NEW: Final = re.compile(
    r"\n[ \t]*\n|\n[ \t]*(?:[-*+]|\d+[.)])[ \t]|\n[ \t]*#|\\(?:item|par|(?:sub)*section|paragraph|"
    r"chapter)(?![A-Za-z])|\n[ \t]*(?:```|~~~)|<(?:p|li|h\d|br)\b")
_MARKUP: Final = re.compile(r"\\[A-Za-z]+\*?(?:\{[^{}]*\})?|\$+|\\[\[\]()]|&\w+;|<[^<>]*>|`+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SENTENCE: Final = re.compile(r"(?<!\w\.\w)(?<![Cc]ase)[.!?;。](?:\s|$)")
_CAPITAL: Final = re.compile(r"\W*[A-ZÄÖÜ][\wäöü]")
_NOT: Final = re.compile(
    r"(?<!\w)(?:(?:not|never|fails?|except|wrong|false|no longer)(?:\s+(?:even|always|true|hold|"
    r"holds|valid))?\s+(?:for|if|when|at|suppose|assume|with|unless)|unless)(?:\s+\w+){0,2}\W*$",
    re.IGNORECASE)
"""Where a condition does not hold, or is not supposed."""
_JOINED: Final = re.compile(r"[\s,;&*_(){}\[\]]*(?:and|or|und|oder|both|also)?[\s,;&*_(){}\[\]]*",
                            re.IGNORECASE)


def words_around(blocks: Sequence[Block]) -> dict[int, Words]:
    r"""What the words say of each block, by its place in the sequence.

    >>> from checker.reader.documents import read_text
    >>> note = read_text("If $x = 2$ and $y = 3$, then $x y = 6$.\n\nIn general $$xy = yx$$")
    >>> for words in words_around(note.blocks).values():
    ...     print(words.paragraph, words.cue, words.apart)
    0 case False
    0 case False
    0 conclusion False
    1  True
    """
    found: dict[int, Words] = {}
    last = NO_WORDS
    for source, members in _by_source(blocks):
        last = Words(last.paragraph + 1, "", sentence=last.sentence)
        before, ended = 0, False
        for (k, block), (_, following) in pairwise((*members, (-1, None))):
            assert block is not None
            gap = source.text[before:block.offset]
            before = block.offset + block.length
            after = source.text[before:following.offset if following else before + MAX_WORDS]
            last = _words(gap, after, last, k == members[0][0], ended)
            ended = block.kind != "inline" or block.text.rstrip()[-1:] in ".;:"
            found[k] = last
    return found


def _by_source(blocks: Sequence[Block]) -> Iterator[
        tuple[Source, list[tuple[int, Block | None]]]]:
    """The blocks of each text in the order in which they stand there."""
    texts: dict[int, tuple[Source, list[tuple[int, Block | None]]]] = {}
    for k, block in enumerate(blocks):
        texts.setdefault(id(block.source), (block.source, []))[1].append((k, block))
    for source, members in texts.values():
        members.sort(key=lambda one: one[1].offset if one[1] else 0)
        yield source, members


def _words(gap: str, after: str, last: Words, first: bool, ended: bool) -> Words:
    """The words of a formula from what stands between it and the last one.

    `ended` says whether that one ended its sentence, as far as it shows by itself.
    """
    *_, own = pieces = [_MARKUP.sub(" ", piece) for piece in _NEW.split(gap)]
    new = len(pieces) > 1 and any(map(_WORD.search, pieces[1:]))
    told = " ".join(pieces[1:]) if new else " ".join(pieces)
    apart = _APART.search(told) is not None
    fresh = first or new or _SENTENCE.search(told) is not None \
        or ended and _CAPITAL.match(told) is not None
    sentence = _SENTENCE.split(own if new else told)[-1][-MAX_WORDS:]
    here = Words(last.paragraph + new, "", apart, sentence=last.sentence + fresh,
                 domain=told_domain(sentence, _MARKUP.sub(" ", after.removeprefix("$"))))
    if _AFTER_DENIED.match(after):
        return replace(here, cue="denied")
    if not first and _BEHIND.fullmatch(_MARKUP.sub(" ", gap)):
        return replace(here, paragraph=last.paragraph, cue="for", apart=False, behind=True)
    if _AFTER_CASE.match(after):
        return replace(here, cue="case")
    if not first and not new and _JOINED.fullmatch(told):
        return replace(here, cue=last.cue, behind=last.behind)
    if last.cue == "equation" and not first and not fresh and not _WORD.search(told):
        return replace(here, cue="equation")
    if _NOT.search(sentence):
        return replace(here, cue="denied")
    return replace(here, cue="equation" if _SOUGHT.search(sentence) else _last_cue(sentence))


def _last_cue(sentence: str) -> Cue:
    """The cue that stands last before a formula."""
    found: Cue = ""
    for match in _CUE.finditer(sentence):
        for name, _ in _CUES:
            if match[name]:
                found = name
    return found


def ends_of(places: Iterable[tuple[int, Words]]) -> list[int]:
    """For each statement, from the last place of its formula: where what it supposes for a case
    ends: with its paragraph, or before an "otherwise" in it.

    >>> case, other = Words(0, "case"), Words(0, "", apart=True)
    >>> ends_of([(0, case), (2, case), (2, case), (3, other), (4, case)])
    [2, 2, 2, 4, 4]
    """
    ends: list[int] = []
    next_last, after = -1, NO_WORDS
    for last, words in reversed([*places]):
        new = after.paragraph != words.paragraph or after.apart and next_last != last
        ends.append(last if new or not ends else ends[-1])
        next_last, after = last, words
    return ends[::-1]
