r"""What a page supposes, and for how long: cases end, equations are solved, denials claim nothing.

"If $x = 2$ ..." must prove nothing in the paragraphs below, nor may what is meant for it there be
refuted.
"""

from __future__ import annotations

import pytest

from checker.notes.judge import Options
from checker.notes.verify import verify_text

PLAIN = Options(hints=False)

PAGES: dict[str, tuple[str, str]] = {
    "a base case ends": (
        "Base case $n = 1$: $1 = 1^2$. True.\n\nInduction step:\n$$(n+1)^2 = n^2 + 3n$$",
        "stated proved undecided"),
    "a case ends with the next": (
        "Case 1: $x = 0$. Then $x^2 = 0$.\n\nCase 2: $x > 0$. Then $x^3 = x$.",
        "stated proved stated refuted"),
    "otherwise ends a case": (
        "If $x = y$ there is nothing to show. Otherwise\n\n$$x^2 - y^2 = (x - y)^2$$",
        "stated refuted"),
    "a value for a sentence is none for all": (
        "Let $x$ be arbitrary. If $x = 2$, then $x^2 = 4$.\n\nHence for all $x$: $x^2 = 2x$.",
        "stated proved undecided"),
    "a list item is a case": (
        "- If $y = 1$, then $y^2 = 1$.\n- If $y = 0$, then $y^2 = 0$.\n\n$$y^2 = 1 + y$$",
        "stated proved stated proved refuted"),
    "displays behind a case belong to it": (
        "If $y = 1$:\n\n$$y^2 = y$$\n\n$$y + 1 = 2$$", "stated proved proved"),
    "a value that is let stays": (
        "Let $n = 3$.\n\nThen $$n^2 = 9$$ and later\n\n$$n + 1 = 5$$", "stated proved refuted"),
    "a bound for a case ends": (
        "Let $x > 0$. If $x > 1$, then $|\\log x| = \\log x$.\n\nNow $|\\log x| = \\log x$.",
        "stated stated proved undecided"),
    "cases in Korean": (
        "$y = 1$일 때 $$y^2 = 1$$\n\n다음은 모든 값에 대하여 $$y^2 = y$$",
        "stated proved undecided"),
    "a condition behind its formula": (
        "$|x| = x$ for $x \\ge 0$ and $|x| = -x$ for $x < 0$.", "proved stated proved stated"),
    "a condition behind a display": (
        "$$\\log x^2 = 2 \\log x$$\n\nfor $x > 0$, and\n\n$$|x| = x$$", "proved stated refuted"),
    "two conditions behind": (
        "$\\sqrt{xy} = \\sqrt{x} \\sqrt{y}$ if $x > 0$ and $y > 0$.", "proved stated stated"),
    "an equation that is supposed": (
        "Let $p_k > 0$ with $\\sum_{k=1}^K p_k = 1$.\n\n$$\\sum_{k=1}^K (p_k + 1) = 1 + K$$",
        "stated stated proved"),
    "what is false under a supposition": (
        "Suppose $ab = 0$. Then $(a + b)^2 = a^2 + b^2 + 1$.", "stated refuted"),
    "an equation is set to zero": (
        "Let $x > 0$ and $f(x) = x^2 - 4x$.\n\n$$f'(x) = 2x - 4 = 0$$\n\nso $x = 2$.",
        "stated stated proved stated stated"),
    "an equation that looks for a minimum": (
        "At the minimum the gradient vanishes: $$2x - 4 = 0$$", "stated"),
    "an equation is solved": (
        "$$3(x - 2) = x + 4 \\\\ 2x = 10 \\\\ x = 5$$", "stated proved proved"),
    "an equation is solved wrongly": (
        "$$3(x - 2) = x + 4 \\\\ 2x = 10 \\\\ x = 4$$", "undecided proved refuted"),
    "a row of a solution is wrong": (
        "$$3x - 6 = x + 4 \\\\ 2x = -2 \\\\ x = -1$$", "undecided refuted proved"),
    "a solution is lost": (
        "$$x^2 = 2x \\\\ x = 2$$", "stated refuted"),
    "a solution is none for the next exercise": (
        "$$2x = 10 \\\\ x = 5$$\n\nNext: $$(x + 1)^2 = x^2 + 2x + 1$$ $$x^2 = 25$$",
        "stated proved proved undecided"),
    "a constraint is no identity": (
        "Minimise $x^2 + y^2$ subject to $x + y = 10$ with $x, y \\in \\mathbb{R}$.",
        "stated stated"),
    "a denial claims nothing": (
        "Let $A, B, C \\in \\mathbb{R}^{n \\times n}$. Then $A(B + C) = AB + AC$.\n\n"
        "In general $AB = BA$ does not hold.", "stated proved"),
    "it is false that": ("It is false that $x > 0$. $|x| = x$", "refuted"),
    "a conclusion is no assumption": (
        "Let $x \\in \\mathbb{R}$. Then $x > 1$. Now\n\n$$|x| = x$$", "stated undecided undecided"),
    "a theorem begins anew": (
        "**Theorem 1.** Let $x > 0$. Then $\\sqrt{x^2} = x$.\n\n"
        "**Theorem 2.** Let $x \\neq 0$. Then $\\sqrt{x^2} = x$.",
        "stated proved stated undecided"),
    "relations end where their names are declared anew": (
        "Let $x > y$. Then $\\sqrt{(x-y)^2} = x-y$.\n\n"
        "Let $x, y \\in \\mathbb{R}$. Then $\\sqrt{(x-y)^2} = x-y$.",
        "stated proved stated undecided"),
    "a wider bound begins anew": (
        "Let $x \\in (0,1)$. $$x^2 < x$$\nFor $x > 0$: $$x^2 < x$$",
        "stated proved stated undecided"),
    "a narrower bound narrows": (
        "Let $x > 0$. Suppose also $x < 1$. Then $x^2 < x$.", "stated stated proved"),
    "a value ends where its name is declared": (
        "Let $x = 2$. Then $x^2 = 4$.\n\n## Next\n\nLet $x \\in \\mathbb{R}$. $$x^2 = 4$$",
        "stated proved stated undecided"),
    "a definition ends where its name is declared": (
        "Let $f(x) = x^2$. $$f'(x) = 2x$$\n\nLet $f : \\mathbb{R} \\to \\mathbb{R}$ be "
        "differentiable. $$f'(x) = 2x$$", "stated proved stated refuted"),
    "what one section supposes does not hold in another": (
        "# A\n\n$$\\sqrt{x^2} = x$$\n\n# B\n\nLet $x > 0$. $$x + 1 > 1$$", "refuted stated proved"),
    "a display goes on from the expression before it": (
        "$$A = x + 1$$ Then $$A^2$$ $$= x^2 + 2x + 1$$ $$A + 1$$ $$= x + 1$$",
        "stated proved refuted"),
    "two declared names define nothing": (
        "Let $x, y \\in \\mathbb{R}^n$. $$x y^T = y x^T$$ holds if $$x = y$$",
        "stated refuted refuted"),
    "an example defines nothing above it": (
        "For all $a, b \\in \\mathbb{R}$, $$(a+b)^2 = a^2 + b^2.$$ For example, $$a = 0.$$",
        "stated refuted stated"),
    "an implication is no two claims": (
        "Let $a, b \\in \\mathbb{R}$. $$a = b \\implies a^2 = b^2$$ $$x^2 = 4 \\implies x = 2$$",
        "stated stated proved stated refuted"),
    "a false implication": (
        "Let $x \\in \\mathbb{R}$. $$x^2 = 4 \\iff x = 2$$", "stated stated refuted"),
    "what is concluded of something supposed is a claim": (
        "Let $x, y \\in \\mathbb{R}$ with $x + y = 1$ and $x - y = 1$. Then $$y = 1$$ and "
        "$$y^2 = 1$$",
        "stated stated stated refuted refuted"),
    "a conclusion in a display": ("Let $x > 0$. Then $$x > 1.$$", "stated refuted"),
    "numbers are compared": ("$$3 < 2$$ $$2 < 3$$", "refuted proved"),
    "a bound on a name is none on a family": (
        "Let $x > 0$ and $n \\in \\mathbb{N}$. "
        "$$\\sum_{i=1}^n |x_i| = \\sum_{i=1}^n x_i$$ $$|x_2| = -x_2$$",
        "stated stated undecided undecided"),
    "the classes of softmax": (
        "Let $p_i = \\frac{e^{z_i}}{\\sum_{j=1}^K e^{z_j}}$. Then $$\\sum_{i=1}^K p_i = 1$$",
        "stated proved"),
    "what a function maps to is not read, and not passed over": (
        "Let $f: \\mathbb{R} \\to \\mathbb{R}, x \\mapsto x^2$. $$f(2) = 4$$",
        "stated unreadable undecided"),
    "in this case nothing is supposed": (
        "If $a > 0$, and in this case $(a + b)^2 = a^2 + b^2$.", "stated refuted"),
    "when we expand nothing is supposed": (
        "When we expand this we have $(a + b)^2 = a^2 + b^2$. Let us see: $2(a + b) = 2a + b$. "
        "On the training set $a(b + 1) = a + b$. Once it is expanded, $a(a + b) = a^2 + b$.",
        "refuted refuted refuted refuted"),
    "the minimum is a value": (
        "Let $f(x) = x^2$. The minimum is $f(0) = 1$.", "stated refuted"),
    "a slope that is one is not zero": (
        "Let $f(x) = x$. $$f'(x) = 1 = 0$$", "stated proved refuted"),
    "declared in words": (
        "Let $x$ be a positive real number. $$\\sqrt{x^2} = x$$\n\n"
        "For every positive integer $n$: $$|n| = n$$\n\nLet $x$ be real. $$\\sqrt{x^2} = x$$",
        "stated proved stated proved stated refuted"),
    "denied in words": ("Let $x$ be a number that is not a positive number. $$\\sqrt{x^2} = x$$",
                        "refuted"),
    "a recurrence defines": (
        "$$F_{n+2} = F_{n+1} + F_n$$ $$x_{n+1} = x_n - \\frac{f(x_n)}{f'(x_n)}$$ "
        "with $f(x) = x^2 - 2$.", "stated stated stated"),
    "not supposed": ("Do not suppose $x + y = 1$. $$x^2 - y^2 = x - y$$", "refuted"),
    "where it fails": ("The formula fails for $x < 0$. $$\\sqrt{x^2} = -x$$", "refuted"),
    "a product of declared letters": (
        "Let $x, y \\in \\mathbb{R}$. Then $xy = yx + 1$ and $(x+y)^2 = x^2 + 2xy + y^2$.",
        "stated refuted proved"),
    "a product of declared matrices": (
        "Let $A, B \\in \\mathbb{R}^{n \\times n}$. Then $AB = BA$.", "stated refuted"),
    "a product of positive letters": ("Let $x > 0$ and $y > 0$. $$xy = yx + 1$$",
                                      "stated stated refuted"),
    "a quantity of two letters stays one": (
        "Let $d, a \\in \\mathbb{R}$. $$da = 2a$$ $$da + a = 3a$$", "stated stated proved"),
}


@pytest.mark.parametrize("case", PAGES)
def test_suppositions(case: str) -> None:
    page, outcomes = PAGES[case]
    found = verify_text(page)
    assert " ".join(finding.outcome for finding in found.findings) == outcomes, [
        (finding.outcome, finding.message, str(finding.claim)) for finding in found.findings]


# --- conditions inside of a display ---------------------------------------------------------------

@pytest.mark.parametrize(("claim", "outcome"), [
    (r"|x| = x \text{ if not } x > 0", "unreadable"),
    (r"|x| = x \text{ except for } x > 0", "unreadable"),
    (r"|x| = x \text{ unless } x > 0", "unreadable"),
    (r"|x| = x \text{ only if } x > 0", "unreadable"),
    (r"|x| = x \text{ if } x > 0 \text{ does not hold}", "unreadable"),
    (r"|x| = x \text{ if } x > 0 \text{ and not } x < 2", "unreadable"),
    (r"|x| = x \text{ if } x \text{ is positive}", "undecided"),
    (r"|x| = x \text{ provided } x \ge 0", "proved"),
    (r"|x| = x \text{ whenever } x \ge 0", "proved"),
    (r"|x| = x \text{ s.t. } x \ge 0", "proved"),
    (r"|x| = x \quad (x > 0)", "proved"), (r"|x| = x \quad \forall x > 0", "proved"),
    (r"|x| = -x \quad (x > 0)", "refuted"),
    (r"\text{If } x > 0, \text{ then } |x| = x", "proved"),
    (r"\text{If } x > 0, |x| = x", "proved"), (r"\text{For } x > 0: |x| = x", "proved"),
    (r"\text{If } x < 0, \text{ then } |x| = x", "refuted"),
    (r"\text{If } x < 0, y < 0, |xy| = xy", "unreadable"),
    (r"\text{If } x > 0: \quad & |x| = x \\ & |x| = x", "proved refuted"),
    (r"|x| = x \\ & \text{if } x > 0", "proved"),
])
def test_a_condition_in_a_display_is_said_of_its_claim(claim: str, outcome: str) -> None:
    found = verify_text(f"$${claim}$$", options=PLAIN).findings
    assert " ".join(finding.outcome for finding in found) == outcome
