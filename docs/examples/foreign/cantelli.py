"""Cantelli's one-sided inequality [Cantelli 1928], with the two-sided constant of Chebyshev's in its place."""

from lemmata import at_most, claim, law, laws, rationals, refuted


def half_of_chebyshev(variance, t):
    return variance / (2 * t**2)


def cantelli(variance, t):
    return variance / (variance + t**2)


@claim(
    "P(X − μ ≥ t) ≤ σ²/(2t²)",
    printed=refuted(half_of_chebyshev, "a tail on one side is not half of both: X may be skewed"),
    corrected=cantelli,
    X=laws(points=(2, 4)),
    t=rationals(above=0),
    cases=[{"X": law([-1, 1]), "t": 1}, {"X": law([0, 4], weights=[3, 1]), "t": 3}],
)
def claim_cantelli(formula, X, t):
    """P(X − μ ≥ t) ≤ σ²/(σ² + t²) for every X with mean μ and variance σ², and every t > 0."""
    return at_most(X.probability(lambda x: x - X.mean >= t), formula(X.variance, t))
