"""The descent lemma for functions with an L-Lipschitz gradient, with L/4 in place of L/2 [Nesterov 2004, Lemma 1.2.3]."""

from lemmata import at_most, claim, dot, gradient, maximum, norm_squared, refuted, vectors


def a_quarter(L, step):
    return L / 4 * norm_squared(step)


def a_half(L, step):
    return L / 2 * norm_squared(step)


@claim(
    "f(y) ≤ f(x) + ∇f(x)ᵀ(y − x) + L/4 |y − x|²",
    printed=refuted(a_quarter, "it is L/2: a parabola attains it"),
    corrected=a_half,
    a=vectors(2, at_least=0), x=vectors(2), y=vectors(2),
    cases=[{"a": [1, 1], "x": [0, 0], "y": [1, 0]}],
)  # fmt: skip
def claim_descent_lemma(formula, a, x, y):
    """f(y) ≤ f(x) + ∇f(x)ᵀ(y − x) + L/2 |y − x|², here for f = Σ aᵢxᵢ²/2 with aᵢ ≥ 0, whose gradient is max aᵢ-Lipschitz."""
    f = lambda z: dot(a, z * z) / 2  # noqa: E731
    return at_most(f(y), f(x) + dot(gradient(f, x), y - x) + formula(maximum(*a), y - x))
