"""Bishop, Pattern Recognition and Machine Learning (2006), (9.15). Erratum: Takada, More PRML Errata (2018)."""

from lemmata import claim, determinant, equal, exp, eye, integers, inverse, pi, rationals, refuted, sqrt, total


def one_dimension(s, D):
    return 1 / (sqrt(2 * pi(s)) * s)


def every_dimension(s, D):
    return 1 / (sqrt(2 * pi(s)) * s) ** D


@claim(
    "N(xₙ | xₙ, σ²I) = 1/((2π)^½ σ)",
    printed=refuted(one_dimension, "each of the D coordinates brings a factor"),
    corrected=every_dimension,
    s=rationals(above=0), D=integers(1, 4), cases=[{"s": 1, "D": 2}],
)  # fmt: skip
def claim_density_at_its_mean(formula, s, D):
    """N(xₙ | xₙ, σ²I) = 1/((2π)^{D/2} σ^D) in R^D, for σ > 0."""
    S, x = s**2 * eye(D), 0 * s * eye(D)[1, 1]  # N(x | μ, S) at x − μ = 0
    return equal(exp(-total(x * inverse(S) * x) / 2) / sqrt(determinant(2 * pi(s) * S)), formula(s, D))
