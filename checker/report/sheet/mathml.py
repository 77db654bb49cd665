r"""LaTeX -> MathML that every browser lays out, and that cannot be anything but MathML.

A converter makes a tree of the formula; the tree is then built anew from the elements and
attributes named here, its text escaped. So whatever a formula or the converter may say, no
link, style, script or event reaches the page. What cannot be converted is shown as LaTeX.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from checker.report.sheet.breaking import pieces
from checker.report.sheet.model import Math

_ELEMENTS: Final = frozenset(
    "mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
    "mtable mtr mtd mstyle".split())
_ATTRIBUTES: Final = frozenset(
    "stretchy fence form accent movablelimits minsize maxsize linethickness width displaystyle "
    "scriptlevel lspace rspace".split())
_HARMLESS: Final = re.compile(r"-?[\w.]{1,24}")
_SCRIPTED: Final = frozenset("msub msup msubsup munder mover munderover".split())
_COUNTS: Final = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
                  "msubsup": 3, "munderover": 3}
_WORD: Final = re.compile(r"\\?([A-Za-z]{2,})")
_FENCES: Final = {"⌊": "prefix", "⌋": "postfix", "⌈": "prefix", "⌉": "postfix"}
_OPENING: Final = frozenset("([{|⌊⌈")
_CLOSING: Final = frozenset(")]}⌋⌉!")
_OWN_COMMANDS: Final = frozenset({"arccot", "arcsec", "arccsc"})
"""Functions that the printer writes as commands and the converter does not know."""
_THIN: Final = "0.167em"
_BIG: Final = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SUMS: Final = frozenset("∑∏")
_UNARY: Final = frozenset("+−-±∓")


class _Strange(Exception):
    """The converter's answer is not what a formula looks like."""


def mathml(math: Math, *, display: bool = False, relation: Math | None = None) -> Markup:
    r"""The formula as MathML; a long one as several, between which a line may break.

    >>> print(mathml(Math(r"\frac{x}{2}")))
    <math alttext="\frac{x}{2}"><mfrac><mi>x</mi><mn>2</mn></mfrac></math>
    >>> print(mathml(Math(r"\text{<script>}")))
    <math alttext="\text{&lt;script&gt;}"><mtext>&lt;script&gt;</mtext></math>
    """
    whole = f"{relation} {math}" if relation else str(math)
    try:
        return Markup("<wbr>").join(
            _one(piece, display=display, later=k > 0 or relation is not None)
            for k, piece in enumerate(pieces(whole)))
    except _Strange:
        return Markup('<code class="latex">{}</code>').format(whole)


def _one(latex: str, *, display: bool, later: bool) -> Markup:
    """One math element; `later` if it goes on from a formula that stands before it."""
    body = _built(_converted(latex))
    if later:
        for child in body:
            if child.tag == "mo":
                child.set("form", "infix")
            break
    style = Markup(' displaystyle="true"') if display else Markup("")
    return Markup('<math{} alttext="{}">{}</math>').format(
        style, latex, Markup("").join(map(_written, body)))


def _converted(latex: str) -> list[Element]:
    from latex2mathml.converter import convert_to_element

    try:
        root = convert_to_element(latex, display="block")
    except Exception:  # the converter has no error of its own for what it cannot read
        raise _Strange from None
    return list(root)


def _built(nodes: list[Element]) -> list[Element]:
    """The nodes anew, groups without a meaning opened, names of functions set apart."""
    made: list[Element] = []
    for node in nodes:
        built = _node(node)
        made += list(built) if _plain(built) and len(nodes) == 1 else [built]
    return _spaced(made)


def _plain(node: Element) -> bool:
    return node.tag == "mrow" and not node.attrib


def _node(node: Element) -> Element:
    """One node anew; refused if it is nothing that a formula is made of."""
    tag = "mrow" if node.tag == "mpadded" else node.tag
    if tag not in _ELEMENTS:
        raise _Strange
    new = Element(tag, {key: value for key, value in node.attrib.items()
                        if key in _ATTRIBUTES and _HARMLESS.fullmatch(value)})
    if node.attrib.get("columnalign") == "left":
        new.set("class", "left")
    variant = node.attrib.get("mathvariant", "")
    if variant.startswith("bold"):
        new.set("class", "bold")
    elif variant == "normal":
        new.set("mathvariant", "normal")
    if len(node) == 0:
        new.text = unescape(node.text or "")
        return _leaf(new)
    if tag in _COUNTS:
        if len(node) != _COUNTS[tag]:
            raise _Strange
        new.extend([_single(child) for child in node])
        return _limits(new)
    new.extend(_spaced([_node(child) for child in node]))
    return _word(new)


def _single(node: Element) -> Element:
    """A node in a place for exactly one: a group of one is that one."""
    new = _node(node)
    return new[0] if _plain(new) and len(new) == 1 else new


def _leaf(leaf: Element) -> Element:
    text = leaf.text or ""
    if leaf.tag in ("mi", "mo") and text in _FENCES:
        leaf.tag = "mo"
        leaf.set("form", _FENCES[text])
    word = _WORD.fullmatch(text) if leaf.tag in ("mi", "mo") else None
    if word is not None:
        if text[0] == "\\" and word[1] not in _OWN_COMMANDS:
            raise _Strange
        leaf.tag, leaf.text = "mi", word[1]
    elif leaf.tag == "mi" and text in {"&", "}", "{"} or "\\" in text and leaf.tag != "mtext":
        raise _Strange
    return leaf


def _word(row: Element) -> Element:
    """Upright letters in a row are one word: SSE, not S S E."""
    if row.tag == "mrow" and len(row) > 1 and all(
            part.tag == "mi" and part.get("mathvariant") == "normal" for part in row):
        word = Element("mi")
        word.text = "".join(part.text or "" for part in row)
        return word
    return row


def _limits(scripted: Element) -> Element:
    """What stands at `lim` stands below it, the ends of a sum below and above."""
    base = scripted[0]
    if base.tag == "mo" and base.text in _SUMS:
        scripted.tag = _BIG.get(scripted.tag, scripted.tag)
    if base.tag == "mi" and base.text in ("lim", "max", "min") and scripted.tag == "msub":
        scripted.tag = "munder"
        base.tag = "mo"
        base.attrib.update({"movablelimits": "true", "lspace": "0", "rspace": _THIN})
    return scripted


def _spaced(row: list[Element]) -> list[Element]:
    """The row with a thin space around names of functions that no bracket or sign stands at.

    A sign behind another one, or behind nothing, is that of a number: `= -x`. Two signs that
    are one, `:=`, become one.
    """
    out: list[Element] = []
    for k, node in enumerate(row):
        if node.tag == "mo" and (node.text or "") in _UNARY and (not out or _sign(out[-1])):
            node.set("form", "prefix")
        if node.tag == "mo" and node.text == "=" and out and out[-1].text == ":":
            out[-1].tag, out[-1].text = "mo", ":="
        elif _is_function(node):
            if out and not _sign(out[-1]):
                out.append(_space())
            out.append(node)
            if k + 1 < len(row) and not _bracket(row[k + 1]):
                out.append(_space())
        else:
            out.append(node)
    return out


def _is_function(node: Element) -> bool:
    base = node[0] if node.tag in _SCRIPTED else node
    return base.tag == "mi" and len(base.text or "") > 1


def _sign(node: Element) -> bool:
    return node.tag == "mspace" or node.tag == "mo" and (node.text or "") not in _CLOSING


def _bracket(node: Element) -> bool:
    """Whether the node is a sign, or begins with an opening bracket."""
    base = node[0] if node.tag in _SCRIPTED or node.tag == "mrow" and len(node) else node
    return base.tag == "mspace" or base.tag == "mo" and (
        base is node or (base.text or "") in _OPENING)


def _space() -> Element:
    return Element("mspace", {"width": _THIN})


def _written(node: Element) -> Markup:
    tag = Markup(node.tag)  # one of those allowed above
    attributes = Markup("").join(Markup(' {}="{}"').format(Markup(key), value)
                                 for key, value in sorted(node.attrib.items()))
    inner = Markup("").join(map(_written, node)) if len(node) else escape(node.text or "")
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, inner)
