"""Properties of square matrices that a kind may ask for: how each is seen, and how matrices with it are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from lemmata.kinds.values import Row
from lemmata.numerics.exact_numbers import exact_row
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.vocabulary import eye

__all__ = ["PROPERTIES", "SYMBOLIC", "Property", "Rows", "is_diagonal", "is_symmetric"]

Rows = tuple[Row, ...]


@dataclass(frozen=True)
class Property:
    """A property of square matrices.

    Attributes:
        adjective: what a matrix with it is called.
        holds: whether a matrix has it.
        made: the matrix with this property that is made of any square matrix; None where most have it.
    """

    adjective: str
    holds: Callable[[Rows], bool]
    made: Callable[[Rows], Rows] | None = None


def _over(rows: Rows) -> RationalMatrix:
    return RationalMatrix.of(rows)


def _rows(matrix: RationalMatrix) -> Rows:
    entries = exact_row(matrix.entries())
    n = matrix.columns
    return tuple(entries[i : i + n] for i in range(0, len(entries), n))


def _transposed(rows: Rows) -> Rows:
    return tuple(zip(*rows, strict=True))


def _is_invertible(rows: Rows) -> bool:
    return not _over(rows).determinant().is_zero()


def is_symmetric(rows: Rows) -> bool:
    return rows == _transposed(rows)


def _is_positive_definite(rows: Rows) -> bool:
    """Sylvester's criterion: every leading principal minor is positive."""
    minors = (_over(tuple(row[:k] for row in rows[:k])).determinant() for k in range(1, len(rows) + 1))
    return is_symmetric(rows) and all(minor.entries()[0] > 0 for minor in minors)


def _is_orthogonal(rows: Rows) -> bool:
    Q = _over(rows)
    return (Q @ Q.transpose() - eye(len(rows))).is_zero()


def is_diagonal(rows: Rows) -> bool:
    return all(v == 0 for i, row in enumerate(rows) for j, v in enumerate(row) if i != j)


def _upper_as_lower(rows: Rows) -> Rows:
    return tuple(tuple(rows[min(i, j)][max(i, j)] for j in range(len(rows))) for i in range(len(rows)))


def _gram_and_little(rows: Rows) -> Rows:
    """AAᵀ + εI with ε = 1/(1 + 4|a₁₁|): its least eigenvalue may be small, and is ε where A is singular. Where a₁₁ < 0 it is
    divided by its trace, so that all eigenvalues are small: they add up to 1."""
    A, little = _over(rows), 1 / (1 + 4 * abs(rows[0][0]))
    gram = _rows(A @ A.transpose() + eye(len(rows)) * little)  # type: ignore[arg-type]
    trace = sum(gram[i][i] for i in range(len(gram))) if rows[0][0] < 0 else Fraction(1)
    return tuple(tuple(v / trace for v in row) for row in gram)


def _cayley(rows: Rows) -> Rows:
    """(I − S)(I + S)⁻¹ with S = A − Aᵀ, which is orthogonal [Cayley 1846]; the signs of A's diagonal change those of its rows."""
    A, one = _over(rows), eye(len(rows))
    S = A - A.transpose()
    rotation = _rows((one - S) @ (one + S).inverse())  # type: ignore[arg-type]
    return tuple(tuple(-v if rows[i][i] < 0 else v for v in row) for i, row in enumerate(rotation))


def _only_the_diagonal(rows: Rows) -> Rows:
    return tuple(tuple(v if i == j else Fraction(0) for j, v in enumerate(row)) for i, row in enumerate(rows))


PROPERTIES = {
    "invertible": Property("invertible", _is_invertible),
    "symmetric": Property("symmetric", is_symmetric, _upper_as_lower),
    "positive_definite": Property("positive definite", _is_positive_definite, _gram_and_little),
    "orthogonal": Property("orthogonal", _is_orthogonal, _cayley),
    "diagonal": Property("diagonal", is_diagonal, _only_the_diagonal),
}
# Which symbols have a property for free: nothing stands for all orthogonal or positive definite matrices.
SYMBOLIC = ("invertible", "symmetric", "diagonal")
