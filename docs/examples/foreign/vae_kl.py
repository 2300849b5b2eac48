"""The Kullback-Leibler term of a variational autoencoder [Kingma & Welling 2014, appendix B], with a slip in its signs."""

from lemmata import claim, equal, log, rationals, refuted


def with_two_plusses(m, v):
    return (m**2 + v + 1 + log(v)) / 2


def with_two_minusses(m, v):
    return (m**2 + v - 1 - log(v)) / 2


@claim(
    "KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² + 1 + log σ²)",
    printed=refuted(with_two_plusses, "1 and log σ² are subtracted"),
    corrected=with_two_minusses,
    m=rationals(), v=rationals(above=0),
    cases=[{"m": 0, "v": 1}],
)  # fmt: skip
def claim_kl_of_a_gaussian(formula, m, v):
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − 1 − log σ²) for σ² > 0."""
    # log q − log p is a polynomial in x, so its mean under q needs the moments E x = μ and E x² = μ² + σ² alone
    log_ratio = lambda x, x2: (x2 - (x2 - 2 * m * x + m**2) / v - log(v)) / 2  # noqa: E731
    return equal(log_ratio(m, m**2 + v), formula(m, v), unit=1)
