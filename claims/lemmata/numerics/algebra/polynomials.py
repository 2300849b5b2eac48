"""Polynomials in one variable with coefficients of any arithmetic: what can be integrated by the power rule.

A function is run on the variable. Where it leaves the polynomials the result is opaque, and what it has met is known all
the same: so it is seen whether balls take part, which integrate any function.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import zip_longest
from typing import Any, ClassVar, cast

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.operators import levels, on_one_level
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import stack

__all__ = ["PolynomialMatrix", "variable"]


def variable() -> PolynomialMatrix:
    """t itself, as a number."""
    return PolynomialMatrix([RationalMatrix.of([[0]]), RationalMatrix.of([[1]])], next(levels))


class PolynomialMatrix(Matrix):
    """Σ c_k tᵏ with matrices c_k of one shape; opaque (no coefficients, but a shape) outside of the polynomials.

    Attributes:
        met: the classes of all matrices that took part, each with one of them.
    """

    called: ClassVar[str] = "polynomials"

    def __init__(
        self,
        coefficients: Sequence[Matrix] | None,
        level: int,
        met: Iterable[Matrix] = (),
        shape: tuple[int, int] | None = None,
    ) -> None:
        self.coefficients, self.level = None if coefficients is None else list(coefficients), level
        while self.coefficients and len(self.coefficients) > 1 and self.coefficients[-1].is_zero():
            self.coefficients.pop()
        self._shape = shape or (self.coefficients[0].shape if self.coefficients else (1, 1))
        self.met = {type(v): v for v in (*met, *(coefficients or ()))}

    @property
    def shape(self) -> tuple[int, int]:
        return self._shape

    def adopt(self, other: Matrix) -> PolynomialMatrix:
        return PolynomialMatrix([other], self.level)

    def constant(self, value: Any) -> Matrix:
        return RationalMatrix.of([[value]])

    def _opaque(self, shape: tuple[int, int], *others: Any) -> PolynomialMatrix:
        met = [v for other in (self, *others) for v in (other.met.values() if other.level == self.level else [other])]
        return PolynomialMatrix(None, self.level, met, shape)

    def _each(self, of: Callable[[Any], Matrix], shape: tuple[int, int]) -> PolynomialMatrix:
        """A linear operation."""
        if self.coefficients is None:
            return self._opaque(shape)
        return PolynomialMatrix([of(c) for c in self.coefficients], self.level, self.met.values())

    def _of_a_constant(self, of: Callable[[Any], Matrix], shape: tuple[int, int]) -> PolynomialMatrix:
        """An operation that keeps no polynomial but the constant ones."""
        return self._each(of, shape) if self.coefficients and len(self.coefficients) == 1 else self._opaque(shape)

    def _entrywise_shape(self, other: Matrix) -> tuple[int, int]:
        return other.shape if self.shape == (1, 1) else self.shape

    def __neg__(self) -> Matrix:
        return self._each(lambda c: -c, self.shape)

    def plus(self, other: Any) -> Matrix:
        if self.level != other.level:
            a, b = on_one_level(self, other)
            return cast(Matrix, a + b)
        shape = self._entrywise_shape(other)
        if self.coefficients is None or other.coefficients is None:
            return self._opaque(shape, other)
        # the constants have the shape of the sum
        zero = RationalMatrix.of([[0] * shape[1]] * shape[0])
        pairs = zip_longest(self.coefficients, other.coefficients, fillvalue=zero)
        return self._joined([a + b for a, b in pairs], other)

    def times(self, other: Any) -> Matrix:
        return self._convolved(other, lambda a, b: a * b, self._entrywise_shape(other))

    def product(self, other: Any) -> Matrix:
        return self._convolved(other, lambda a, b: a @ b, (self.rows, other.columns))

    def _joined(self, coefficients: Sequence[Matrix], other: PolynomialMatrix) -> PolynomialMatrix:
        return PolynomialMatrix(coefficients, self.level, [*self.met.values(), *other.met.values()])

    def _convolved(self, other: Any, of: Callable[[Any, Any], Any], shape: tuple[int, int]) -> PolynomialMatrix:
        if self.level != other.level:
            return cast(PolynomialMatrix, of(*on_one_level(self, other)))
        if self.coefficients is None or other.coefficients is None:
            return self._opaque(shape, other)
        found: list[Any] = [RationalMatrix.of([[0] * shape[1]] * shape[0])] * (
            len(self.coefficients) + len(other.coefficients) - 1
        )
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                found[i + j] = found[i + j] + of(a, b)
        return self._joined(found, other)

    def over(self, other: Any) -> Matrix:
        if self.level != other.level:
            a, b = on_one_level(self, other)
            return cast(Matrix, a / b)
        shape = self._entrywise_shape(other)
        if self.coefficients is None or other.coefficients is None or len(other.coefficients) > 1:
            return self._opaque(shape, other)
        (divisor,) = other.coefficients
        return self._joined([c / divisor for c in self.coefficients], other)

    def transpose(self) -> Matrix:
        return self._each(lambda c: c.transpose(), (self.columns, self.rows))

    def diagonal(self) -> Matrix:
        return self._each(lambda c: c.diagonal(), (self.rows, self.rows))

    def entry(self, i: int, j: int = 1) -> Matrix:
        return self._each(lambda c: c.entry(i, j), (1, 1))

    def total(self) -> Matrix:
        return self._each(lambda c: c.total(), (1, 1))

    def stack(self, columns: Sequence[Sequence[Any]]) -> Matrix:
        highest = max((cell for row in columns for cell in row), key=lambda cell: cell.level)
        if highest.level != self.level:
            return cast(Matrix, highest.stack(columns))
        cells = [[v if v.level == self.level else self.adopt(v) for v in row] for row in columns]
        flat = [cell for row in cells for cell in row]
        shape = (len(cells), len(cells[0]))
        if any(cell.coefficients is None for cell in flat):
            return self._opaque(shape, *flat)
        degree = max(len(cell.coefficients or ()) for cell in flat)
        padded = [[[*(cell.coefficients or ()), *[0] * degree] for cell in row] for row in cells]
        found = [stack([[cell[k] for cell in row] for row in padded]) for k in range(degree)]
        return PolynomialMatrix(found, self.level, [v for cell in flat for v in cell.met.values()])

    def inverse(self) -> Matrix:
        return self._of_a_constant(lambda c: c.inverse(), self.shape)

    def determinant(self) -> Matrix:
        """By expansion along the first row: the entries of a matrix with t in it have no quotients."""
        if self.rows != self.columns:
            raise ValueError(f"only a square matrix has a determinant, got shape {self.shape}")
        entries = list(self.scalars())
        return _laplace([entries[i : i + self.columns] for i in range(0, len(entries), self.columns)])

    def log_abs_determinant(self) -> Matrix:
        return self._of_a_constant(lambda c: c.log_abs_determinant(), (1, 1))

    def apply(self, function: str) -> Matrix:
        return self._of_a_constant(lambda c: c.apply(function), self.shape)

    def root(self, n: int, power: int = 1) -> Matrix:
        return self._of_a_constant(lambda c: c.root(n, power), self.shape)

    def by_sign(self, negative: Any, positive: Any) -> Matrix:
        return self._opaque(self.shape, negative, positive)

    def raised(self, n: Any) -> Matrix:
        return self._opaque(self._entrywise_shape(n), n)

    def as_rational(self) -> Fraction | None:
        return self.coefficients[0].as_rational() if self.coefficients and len(self.coefficients) == 1 else None

    def is_zero(self) -> bool:
        return bool(self.coefficients) and all(c.is_zero() for c in self.coefficients or ())

    def possible_signs(self) -> Collection[int]:
        if self.coefficients and len(self.coefficients) == 1:
            return self.coefficients[0].possible_signs()
        raise OutsideArithmetic(
            "the variable of an integral has no sign to branch on: write absolute, maximum or by_sign"
        )

    def log_two_pi(self) -> Matrix:
        return self._opaque((1, 1))

    def pi(self) -> Matrix:
        return self._opaque((1, 1))

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic("the variable of an integral is not solved for")

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("the variable of an integral is not solved for")

    def __str__(self) -> str:
        return (
            "no polynomial"
            if self.coefficients is None
            else " + ".join(f"{c}·t^{k}" for k, c in enumerate(self.coefficients))
        )


def _laplace(rows: list[list[Matrix]]) -> Matrix:
    first, *others = rows
    if not others:
        return first[0]
    minors = ([row[:j] + row[j + 1 :] for row in others] for j in range(len(first)))
    terms = [
        (v if j % 2 == 0 else -v) * _laplace(minor) for j, (v, minor) in enumerate(zip(first, minors, strict=True))
    ]
    return reduce(lambda u, v: u + v, terms)
