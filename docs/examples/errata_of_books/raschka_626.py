"""Raschka, Liu & Mirjalili, Machine Learning with PyTorch and Scikit-Learn (2022), p. 626. Erratum: the book's own list."""

from lemmata import claim, equal, log, refuted, total, vectors


def minus_without_log(p, q):
    return -total(p * (p / q))


def with_log(p, q):
    return total(p * log(p / q))


@claim(
    "KL(P ‖ Q) = −Σ P(xᵢ) · P(xᵢ)/Q(xᵢ)",
    printed=refuted(minus_without_log, "the logarithm is missing, and the sign is that of Q/P"),
    corrected=with_log,
    p=vectors(3, above=0), q=vectors(3, above=0), cases=[{"p": [1, 1, 1], "q": [1, 1, 1]}],
)  # fmt: skip
def claim_kl_of_finite_laws(formula, p, q):
    """KL(P ‖ Q) = Σ P(xᵢ) log(P(xᵢ)/Q(xᵢ)), which is the cross-entropy less the entropy; both weights sum to 1."""
    P, Q = p / total(p), q / total(q)
    return equal(total(P * log(P)) - total(P * log(Q)), formula(P, Q), unit=1)
