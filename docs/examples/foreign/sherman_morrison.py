"""The inverse of a matrix after a change of rank 1 [Sherman & Morrison 1950], with a slip in its sign."""

from lemmata import claim, dot, equal, eye, inverse, matrices, refuted, transpose, vectors


def with_a_plus(A, u, v):
    return inverse(A) + inverse(A) @ u @ transpose(v) @ inverse(A) / (1 + dot(v, inverse(A) @ u))


def with_a_minus(A, u, v):
    return inverse(A) - inverse(A) @ u @ transpose(v) @ inverse(A) / (1 + dot(v, inverse(A) @ u))


@claim(
    "(A + uvᵀ)⁻¹ = A⁻¹ + A⁻¹uvᵀA⁻¹/(1 + vᵀA⁻¹u)",
    printed=refuted(with_a_plus, "the correction is subtracted"),
    corrected=with_a_minus,
    A=matrices(2, invertible=True), u=vectors(2), v=vectors(2),
    cases=[{"A": [[1, 0], [0, 1]], "u": [1, 0], "v": [1, 0]}],
    assumes=[("vᵀA⁻¹u ≠ −1", lambda A, u, v: dot(v, inverse(A) @ u) != -1)],
)  # fmt: skip
def claim_sherman_morrison(formula, A, u, v):
    """(A + uvᵀ)⁻¹ = A⁻¹ − A⁻¹uvᵀA⁻¹/(1 + vᵀA⁻¹u) where A is invertible and vᵀA⁻¹u ≠ −1."""
    return equal((A + u @ transpose(v)) @ formula(A, u, v), eye(2))
