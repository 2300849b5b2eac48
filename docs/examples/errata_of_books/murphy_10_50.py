"""Murphy, Probabilistic Machine Learning: Advanced Topics (2023), (10.50). Erratum: probml/pml2-book, issue 297."""

from lemmata import claim, equal, log, rationals, refuted


def as_it_stood(m, s):
    return -log(s) + s**2 / 2 + m**2


def halved(m, s):
    return (m**2 + s**2 - log(s**2) - 1) / 2


@claim(
    "KL(N(μ, σ²) ‖ N(0, 1)) = −log σ + ½σ² + μ²",
    printed=refuted(as_it_stood, "½ stands before μ² too, and ½ is subtracted: at μ = 0, σ = 1 it is 0"),
    corrected=halved,
    m=rationals(), s=rationals(above=0), cases=[{"m": 0, "s": 1}],
)  # fmt: skip
def claim_kl_to_a_standard_normal(formula, m, s):
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − log σ² − 1) for σ > 0."""
    # E log(q/p) under q: the mean of (x² − (x − μ)²/σ²)/2 − log σ, with E x² = μ² + σ² and E (x − μ)² = σ²
    return equal((m**2 + s**2 - s**2 / s**2) / 2 - log(s), formula(m, s), unit=1)
