"""Derivatives by rule, in any arithmetic: a matrix with the directions in which it moves [Griewank and Walther 2008, ch. 3].

Each call of a derivative has a level of its own. A number of a lower level is a constant on a higher one, so derivatives of
derivatives do not mix up their directions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, ClassVar, cast

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.operators import levels, on_one_level
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import by_sign, stack

__all__ = ["TangentMatrix", "moving"]

# f′(t), where y = f(t) is already known
_SLOPES: dict[str, Callable[[Any, Any], Any]] = {
    "exp": lambda t, y: y,
    "log": lambda t, y: 1 / t,
    "log1p": lambda t, y: 1 / (1 + t),
    "sqrt": lambda t, y: 1 / (2 * y),
    "sin": lambda t, y: t.apply("cos"),
    "cos": lambda t, y: -t.apply("sin"),
    "sinh": lambda t, y: t.apply("cosh"),
    "cosh": lambda t, y: t.apply("sinh"),
    "tanh": lambda t, y: 1 - y * y,
    "asinh": lambda t, y: 1 / (1 + t * t).apply("sqrt"),
    "atanh": lambda t, y: 1 / (1 - t * t),
    "erf": lambda t, y: 2 * (-t * t).apply("exp") / t.pi().apply("sqrt"),
    "sigmoid": lambda t, y: y * (1 - y),
    "abs": lambda t, y: by_sign(t, -1, 1) * t.off_zero("the absolute value"),
    "s": lambda t, y: t.apply("ds"),
    "sigma": lambda t, y: 1 / y.apply("ds"),
}


def moving(x: Matrix) -> TangentMatrix:
    """A column with one direction for each of its entries, on a level of its own."""
    n = x.rows
    directions = [RationalMatrix.of([[int(i == j)] for i in range(n)]) for j in range(n)]
    return TangentMatrix(x, directions, next(levels))


class TangentMatrix(Matrix):
    """A matrix and its directions: value + Σ ηⱼ·tangents[j] + …, to first order in the ηⱼ of one level.

    Attributes:
        value: a matrix of any arithmetic, or of a lower level.
        tangents: matrices of the same shape, each of an arithmetic that meets that of the value.
    """

    called: ClassVar[str] = "numbers with tangents"

    def __init__(self, value: Matrix, tangents: Sequence[Matrix], level: int) -> None:
        self.value, self.tangents, self.level = value, tuple(tangents), level

    @property
    def shape(self) -> tuple[int, int]:
        return self.value.shape

    def adopt(self, other: Matrix) -> TangentMatrix:
        rows, columns = other.shape
        still = RationalMatrix.of([[0] * columns for _ in range(rows)])
        return TangentMatrix(other, [still] * len(self.tangents), self.level)

    def constant(self, value: Any) -> Matrix:
        return self.value.constant(value)

    def _linear(self, value: Matrix, of: Callable[[Matrix], Matrix]) -> TangentMatrix:
        return TangentMatrix(value, [of(t) for t in self.tangents], self.level)

    def _bilinear(self, other: Any, value: Callable[[Any, Any], Any], tangent: Callable[..., Any]) -> TangentMatrix:
        a, b = on_one_level(self, other)
        y = value(a.value, b.value)
        moved = [tangent(a.value, b.value, s, t, y) for s, t in zip(a.tangents, b.tangents, strict=True)]
        return TangentMatrix(y, moved, a.level)

    def plus(self, other: Matrix) -> Matrix:
        return self._bilinear(other, lambda a, b: a + b, lambda a, b, s, t, y: s + t)

    def times(self, other: Matrix) -> Matrix:
        return self._bilinear(other, lambda a, b: a * b, lambda a, b, s, t, y: s * b + a * t)

    def over(self, other: Matrix) -> Matrix:
        return self._bilinear(other, lambda a, b: a / b, lambda a, b, s, t, y: (s - y * t) / b)

    def product(self, other: Matrix) -> Matrix:
        return self._bilinear(other, lambda a, b: a @ b, lambda a, b, s, t, y: s @ b + a @ t)

    def __neg__(self) -> Matrix:
        return self._linear(-self.value, lambda t: -t)

    def transpose(self) -> Matrix:
        return self._linear(self.value.transpose(), lambda t: t.transpose())

    def diagonal(self) -> Matrix:
        return self._linear(self.value.diagonal(), lambda t: t.diagonal())

    def entry(self, i: int, j: int = 1) -> Matrix:
        return self._linear(self.value.entry(i, j), lambda t: t.entry(i, j))

    def total(self) -> Matrix:
        return self._linear(self.value.total(), lambda t: t.total())

    def inverse(self) -> Matrix:
        """(A⁻¹)′ = −A⁻¹A′A⁻¹."""
        V = self.value.inverse()
        return self._linear(V, lambda t: -(V @ t @ V))

    def determinant(self) -> Matrix:
        """(det A)′ = Σⱼ det(A with column j of A′ in the place of its own), for singular matrices too."""
        A, n = self.value, self.value.columns
        masks = [RationalMatrix.of([[int(k == j) for k in range(n)]] * n) for j in range(n)]
        return self._linear(
            A.determinant(),
            lambda t: reduce(lambda u, v: u + v, [(A * (1 - mask) + t * mask).determinant() for mask in masks]),
        )

    def log_abs_determinant(self) -> Matrix:
        """(log|det A|)′ = tr A⁻¹A′."""
        Vt = self.value.inverse().transpose()
        return self._linear(self.value.log_abs_determinant(), lambda t: (Vt * t).total())

    def stack(self, columns: Sequence[Sequence[Any]]) -> Matrix:
        highest = max((cell for row in columns for cell in row), key=lambda cell: cell.level)
        if highest.level != self.level:
            return cast(Matrix, highest.stack(columns))
        cells = [[cell if cell.level == self.level else self.adopt(cell) for cell in row] for row in columns]
        parts = [[[cell.tangents[k] for cell in row] for row in cells] for k in range(len(self.tangents))]
        value = stack([[cell.value for cell in row] for row in cells])
        return TangentMatrix(value, [stack(part) for part in parts], self.level)

    def apply(self, function: str) -> Matrix:
        """f of the value, and f′ times the tangents. Raises OutsideArithmetic where f has no derivative."""
        t, y = self.value, self.value.apply(function)
        if function not in _SLOPES:
            raise OutsideArithmetic(f"the derivative of {function} is not known")
        return self._by_the_chain_rule(y, lambda: _SLOPES[function](t, y), function)

    def _by_the_chain_rule(self, y: Matrix, slope: Callable[[], Matrix], words: str) -> Matrix:
        try:
            known = slope()
        except ZeroDivisionError:
            raise OutsideArithmetic(f"{words} has no derivative at {self.value}") from None
        return self._linear(y, lambda tangent: known * tangent)

    def root(self, n: int, power: int = 1) -> Matrix:
        y = self.value.root(n, power)
        return self._by_the_chain_rule(y, lambda: Fraction(power, n) * y / self.value, f"the power {power}/{n}")

    def raised(self, n: Matrix) -> Matrix:
        """(aⁿ)′ = aⁿ(n′ log a + n a′/a)."""

        def tangent(a: Any, b: Any, s: Any, t: Any, y: Any) -> Any:
            moved = b * s / a
            return y * (moved if t.is_zero() else moved + t * a.apply("log"))

        return self._bilinear(n, lambda a, b: a.raised(b), tangent)

    def by_sign(self, negative: Any, positive: Any) -> Matrix:
        """The choice, and the tangents of what is chosen. Raises what `off_zero` raises: at 0 there is a kink."""
        highest = max((self, negative, positive), key=lambda v: v.level)
        t, n, p = (v if v.level == highest.level else highest.adopt(v) for v in (self, negative, positive))
        if highest.level != self.level:
            return cast(Matrix, t.by_sign(n, p))
        known = t.value.off_zero("a choice by sign")
        chosen = [by_sign(t.value, u, v) * known for u, v in zip(n.tangents, p.tangents, strict=True)]
        return TangentMatrix(by_sign(t.value, n.value, p.value), chosen, self.level)

    def off_zero(self, what: str) -> Matrix:
        return self.value.off_zero(what)

    def possible_signs(self) -> Collection[int]:
        """Those of the value. Raises OutsideArithmetic at 0, where a branch on a number that moves would be a kink."""
        signs = self.value.possible_signs()
        if 0 in signs and not self._is_still():
            self.value.off_zero("a branch on a number's sign")
        return signs

    def _is_still(self) -> bool:
        return all(t.is_zero() for t in self.tangents)

    def as_rational(self) -> Fraction | None:
        return self.value.as_rational() if self._is_still() else None

    def is_zero(self) -> bool:
        return self.value.is_zero() and self._is_still()

    def log_two_pi(self) -> Matrix:
        return self.value.log_two_pi()

    def pi(self) -> Matrix:
        return self.value.pi()

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic("an equation that is solved by enclosure is not differentiated by rule")

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("an equation that is solved by enclosure is not differentiated by rule")

    def __str__(self) -> str:
        return f"{self.value} with tangents {', '.join(map(str, self.tangents))}"
