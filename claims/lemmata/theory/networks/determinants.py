"""The determinant by its definition, as another road than elimination."""

from __future__ import annotations

from itertools import permutations

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import absolute

__all__ = ["hadamard", "leibniz"]


def leibniz(A: Matrix) -> Matrix:
    """det A = Σ_π sign(π) Π_i A_{i,π(i)}, by enumeration (d! terms: for small d)."""
    d, terms = A.rows, A.constant(0)
    for order in permutations(range(1, d + 1)):
        inversions = sum(order[i] > order[j] for i in range(d) for j in range(i + 1, d))
        term = A.constant((-1) ** inversions)
        for i, j in enumerate(order, start=1):
            term = term * A.entry(i, j)
        terms = terms + term
    return terms


def hadamard(A: Matrix) -> Matrix:
    """Π_i Σ_j |A_ij| ≥ |det A|: the size of the terms that cancel in a determinant."""
    bound = A.constant(1)
    for i in range(1, A.rows + 1):
        bound = bound * sum((absolute(A.entry(i, j)) for j in range(1, A.columns + 1)), start=A.constant(0))
    return bound
