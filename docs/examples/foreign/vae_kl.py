"""The Kullback-Leibler term of a variational autoencoder [Kingma & Welling 2014, appendix B], with a slip in its sign."""

from lemmata import claim, equal, exp, integral, log, pi, rationals, refuted, sqrt


def with_a_plus(m, s):
    return (m**2 + s**2 + 1 + log(s**2)) / 2


def with_a_minus(m, s):
    return (m**2 + s**2 - 1 - log(s**2)) / 2


@claim(
    "KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² + 1 + log σ²)",
    printed=refuted(with_a_plus, "1 and log σ² are subtracted"),
    corrected=with_a_minus,
    m=rationals(at_least=-2, at_most=2), s=rationals(at_least="1/2", at_most=2),
)  # fmt: skip
def claim_kl_of_a_gaussian(formula, m, s):
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − 1 − log σ²) for σ > 0: ∫ q log(q/p), here within 12 standard deviations."""
