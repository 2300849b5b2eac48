"""Logarithms kept exact: numbers of the form a + c·log 2π + log|q|.

Rationals and symbols have no logarithm of their own. Sums of such numbers are enough for every log-density of the lecture's
piecewise-linear generators, and two of them are equal whenever a, c and q² agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any, ClassVar, cast

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Comparison, OutsideArithmetic, Verdict

__all__ = ["LogMatrix"]


class LogMatrix(Matrix):
    """Entries a + c·log 2π + log|q|, with matrices a and q over one arithmetic and one rational c for all entries."""

    called: ClassVar[str] = "exact logarithms"

    def __init__(self, a: Matrix, q: Matrix, c: Fraction = Fraction(0)) -> None:
        self.a, self.q, self.c = a, q, c

    @classmethod
    def log_of(cls, q: Matrix) -> LogMatrix:
        """log|q|, entrywise."""
        return cls(q * 0, q)

    @property
    def shape(self) -> tuple[int, int]:
        return self.a.shape

    def constant(self, value: Any) -> Matrix:
        return self.a.constant(value)

    def log_two_pi(self) -> LogMatrix:
        logarithm = self.a.log_two_pi()
        assert isinstance(logarithm, LogMatrix)
        return logarithm

    @classmethod
    def number(cls, a: Matrix) -> LogMatrix:
        """Numbers as logarithms: a + log 1."""
        return cls(a, a * 0 + 1)

    def adopt(self, other: Matrix) -> LogMatrix | None:
        """Rationals and symbols as logarithms: their own are of this class. Other arithmetics take a logarithm as theirs."""
        own = other.level == 0 and isinstance(other.log_two_pi(), LogMatrix)
        return LogMatrix.number(other) if own else None

    def lifted_into(self, like: Matrix) -> Matrix | None:
        a, q = self.a.lifted_into(like), self.q.lifted_into(like)
        if a is None or like.level or isinstance(like.log_two_pi(), LogMatrix):
            return None
        return cast(Matrix, a + like.log_two_pi() * self.c + q.apply("abs").apply("log"))

    def plus(self, other: Matrix) -> LogMatrix:
        assert isinstance(other, LogMatrix)
        return LogMatrix(self.a + other.a, self.q * other.q, self.c + other.c)

    def scaled(self, n: Fraction | int) -> LogMatrix:
        """n times this: n·log|q| = log|qⁿ|. Raises OutsideArithmetic where n is a fraction and that power is none."""
        n = Fraction(n)
        if n.denominator == 1 or self.q_is_one():
            q = self.q ** abs(n.numerator if n.denominator == 1 else 0)
        else:
            q = self.q.apply("abs").root(n.denominator, abs(n.numerator))
        return LogMatrix(self.a * n, q if n >= 0 else 1 / q, self.c * n)

    def q_is_one(self) -> bool:
        """Whether the logarithmic part is log 1."""
        return (self.q - 1).is_zero()

    def as_rational(self) -> Fraction | None:
        return self.a.as_rational() if self.c == 0 and self.q_is_one() else None

    def possible_signs(self) -> Collection[int]:
        if self.equals(LogMatrix.number(self.a * 0)).verdict is Verdict.HOLDS:
            return (0,)
        return self.a.signs_of_logarithm(self)

    def __neg__(self) -> LogMatrix:
        return self.scaled(-1)

    def total(self) -> LogMatrix:
        rows, columns = self.shape
        product = self.q.constant(1)
        for i in range(1, rows + 1):
            for j in range(1, columns + 1):
                product = product * self.q.entry(i, j)
        return LogMatrix(self.a.total(), product, self.c * (rows * columns))

    def entry(self, i: int, j: int = 1) -> LogMatrix:
        return LogMatrix(self.a.entry(i, j), self.q.entry(i, j), self.c)

    def midpoint(self) -> Matrix:
        raise self._refuse("a midpoint")

    def apply(self, function: str) -> Matrix:
        if function == "exp":
            return self.a.exp_of_logarithm(self)
        raise self._refuse(function)

    def times(self, other: Matrix) -> Matrix:
        """A rational multiple. Raises OutsideArithmetic for other products."""
        if (factor := other.as_rational()) is not None:
            return self.scaled(factor)
        if (factor := self.as_rational()) is not None and isinstance(other, LogMatrix):
            return other.scaled(factor)
        raise self._refuse("a product")

    def over(self, other: Matrix) -> Matrix:
        """A rational part. Raises OutsideArithmetic for other quotients."""
        if (divisor := other.as_rational()) is None:
            raise self._refuse("a quotient")
        return self.scaled(1 / divisor)

    def product(self, other: Matrix) -> Matrix:
        raise self._refuse("a matrix product")

    def transpose(self) -> Matrix:
        return LogMatrix(self.a.transpose(), self.q.transpose(), self.c)

    def inverse(self) -> Matrix:
        raise self._refuse("an inverse")

    def determinant(self) -> Matrix:
        raise self._refuse("a determinant")

    def log_abs_determinant(self) -> Matrix:
        raise self._refuse("a determinant")

    def diagonal(self) -> Matrix:
        raise self._refuse("a diagonal matrix")

    def by_sign(self, negative: Matrix, positive: Matrix) -> Matrix:
        raise self._refuse("a choice by sign")

    def stack(self, columns: Sequence[Sequence[Matrix]]) -> Matrix:
        raise self._refuse("a block matrix")

    def widened(self, radius: Matrix) -> Matrix:
        raise self._refuse("a radius")

    def at_most(self, other: Matrix) -> Comparison:
        """Whether this logarithm is at most the other one: decided where their arithmetic sees the sign of the difference."""
        (sign,) = (self + -other).possible_signs()
        verdict = Verdict.HOLDS if sign <= 0 else Verdict.REFUTED
        return Comparison(
            verdict, str(self), str(other), relation="≤", trivial=sign == 0 and self.possible_signs() == (0,)
        )

    def equals(self, other: Matrix, unit: Any = None) -> Comparison:
        """Equal if a, c and |q| all agree; otherwise the arithmetic of the parts must tell the numbers apart."""
        its = other
        assert isinstance(its, LogMatrix)
        same = self.c == its.c and self.a.equals(its.a).verdict is Verdict.HOLDS and _equal_in_size(self.q, its.q)
        if not same:
            return self.a.logarithms_equal(self, its)
        trivial = self.c == 0 and self.q_is_one() and self.a.is_zero()
        return Comparison(Verdict.HOLDS, str(self), str(its), trivial=trivial)

    def __str__(self) -> str:
        parts = [str(self.a)]
        parts += [f"{self.c}·log 2π"] if self.c else []
        parts += [] if self.q_is_one() else [f"log|{self.q}|"]
        return " + ".join(parts)

    @staticmethod
    def _refuse(what: str) -> OutsideArithmetic:
        return OutsideArithmetic(f"{what} of logarithms is not of the form a + c·log 2π + log|q|: balls decide it")


def _equal_in_size(left: Matrix, right: Matrix) -> bool:
    """Whether |left| = |right|: numbers are, in any field, where left = ±right; entries where their squares agree."""
    pairs = [(left, right), (left, -right)] if left.shape == right.shape == (1, 1) else [(left * left, right * right)]
    return any(a.equals(b).verdict is Verdict.HOLDS for a, b in pairs)
