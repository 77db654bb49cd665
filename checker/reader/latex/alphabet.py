"""The alphabet of LaTeX mathematics: which commands are letters, accents, functions, relations."""

from __future__ import annotations

from typing import Final

_GREEK: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    "varepsilon vartheta varpi varrho varsigma varphi ell hbar imath jmath aleph").split()

LETTERS: Final[dict[str, str]] = {"\\" + word: word for word in _GREEK}
"""Commands that are a letter, and the letter's spelling in a name."""

ACCENTS: Final[dict[str, str]] = {
    "\\hat": "hat", "\\widehat": "hat", "\\bar": "bar", "\\overline": "bar", "\\tilde": "tilde",
    "\\widetilde": "tilde", "\\vec": "vec", "\\overrightarrow": "vec", "\\mathring": "ring",
    "\\check": "check", "\\breve": "breve", "\\acute": "acute", "\\grave": "grave",
    "\\underline": "under", "\\dot": "dot", "\\ddot": "ddot",
    "\\mathbf": "bold", "\\boldsymbol": "bold", "\\bm": "bold", "\\pmb": "bold", "\\bold": "bold",
    "\\mathcal": "cal", "\\mathscr": "scr", "\\mathbb": "bb", "\\mathfrak": "frak",
    "\\mathsf": "sf", "\\mathtt": "tt",
}
"""Commands that make another name of a letter, and what they append to its spelling."""

FUNCTIONS: Final[dict[str, str]] = {
    "\\" + word: word for word in (
        "exp sin cos tan cot sec csc sinh cosh tanh coth log ln max min").split()
} | {"\\arc" + word: "a" + word for word in ("sin", "cos", "tan", "cot", "sec", "csc")}
"""Commands that are a function, and its name in our language."""

WORDS: Final[dict[str, str]] = {
    "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "arcoth": "acoth", "arsech": "asech",
    "arcsch": "acsch", "Re": "re", "Im": "im", "sgn": "sign", "log": "log", "ln": "ln",
}
"""Function words beside those that SymPy text knows."""

KINDS: Final[dict[str, str]] = {
    "\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\cfrac": "\\frac", "\\dbinom": "\\binom",
    "\\tbinom": "\\binom", "\\nicefrac": "\\frac", "\\sfrac": "\\frac",
    "\\leq": "\\le", "\\leqslant": "\\le", "\\geq": "\\ge", "\\geqslant": "\\ge",
    "\\neq": "\\ne", "\\lt": "<", "\\gt": ">", "\\lbrace": "\\{",
    "\\rbrace": "\\}", "\\lbrack": "[", "\\rbrack": "]", "\\lvert": "lbar", "\\rvert": "rbar",
    "\\vert": "|", "\\mid": "\\mid", "\\Vert": "\\|", "\\lVert": "\\|", "\\rVert": "\\|",
    "\\rightarrow": "\\to", "\\longrightarrow": "\\to", "\\implies": "\\Rightarrow",
    "\\Longrightarrow": "\\Rightarrow", "\\iff": "\\Leftrightarrow",
    "\\Longleftrightarrow": "\\Leftrightarrow", "\\ldots": "\\dots", "\\cdots": "\\dots",
    "\\dotsc": "\\dots", "\\dotsb": "\\dots", "\\dotsm": "\\dots", "\\dotso": "\\dots",
    "\\ast": "*", "\\colon": ":", "\\coloneqq": ":=", "\\coloneq": ":=", "\\triangleq": ":=",
    "\\doteq": ":=", "\\simeq": "\\approx", "\\cong": "\\approx", "\\star": "*",
    "\\prime": "'", "\\cdotp": "\\cdot", "\\div": "/", "\\newline": "\\\\", "\\cr": "\\\\",
    "\\qquad": "\\quad", "\\lnot": "\\neg", "\\wedge": "\\land", "\\vee": "\\lor",
    "\\owns": "\\ni", "\\intercal": "\\top", "\\iint": "\\iint",
}
"""Spellings of one and the same token."""

SYMBOLS: Final[dict[str, str]] = {
    "−": "-", "–": "-", "·": "\\cdot", "⋅": "\\cdot", "×": "\\times", "÷": "/", "≤": "\\le",
    "≥": "\\ge", "≠": "\\ne", "∞": "\\infty", "→": "\\to", "⇒": "\\Rightarrow", "≈": "\\approx",
    "≡": "\\equiv", "∂": "\\partial", "∑": "\\sum", "∏": "\\prod", "∫": "\\int", "∈": "\\in",
    "′": "'", "’": "'", "±": "\\pm", "∓": "\\mp", "∇": "\\nabla", "√": "\\sqrt", "…": "\\dots",
    "⋯": "\\dots", "≔": ":=", "∵": "\\because", "∴": "\\therefore", "ϵ": "\\epsilon",
    "ϕ": "\\phi", "ℓ": "\\ell", "∗": "*", "⊤": "\\top", "ε": "\\varepsilon", "φ": "\\varphi",
    "⊙": "\\odot", "∘": "\\circ", "‖": "\\|", "∥": "\\|", "‐": "-", "‑": "-",
    **{chr(0x3b1 + k): "\\" + word for k, word in enumerate(
        "alpha beta gamma delta . zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "varsigma sigma tau upsilon . chi psi omega".split()) if word != "."},
    **{chr(0x391 + k): "\\" + word for k, word in enumerate(
        ". . Gamma Delta . . . Theta . . Lambda . . Xi . Pi . . Sigma . Upsilon Phi . Psi "
        "Omega".split()) if word != "."},
}
"""Characters that stand for a command."""

FONTS: Final = frozenset(
    "\\mathsf \\mathbf \\mathcal \\mathtt \\mathfrak \\bm \\boldsymbol".split())
"""Fonts in which the T of a transposed matrix may be set."""

RELATIONS: Final[dict[str, str]] = {
    "=": "=", ":=": ":=", "\\equiv": "==", "\\approx": "~", "<": "<", "\\le": "<=", ">": ">",
    "\\ge": ">=", "\\ne": "!=", "\\to": "->", "\\in": "in",
}
"""Tokens that stand between two sides, and how the relation is called."""
