"""F = {x ↦ sin(θx)}: one parameter, and a capacity that only a bound on θ limits.

The capacity at given points is R = E_ε sup_θ |n⁻¹ Σ ε_i sin(θx_i)| over independent signs, the Rademacher complexity.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isqrt

import numpy as np
from flint import arb, ctx

from lemmata.numerics.balls import Balls, ball
from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["DigitsCase", "PointsCase", "SineClass", "SinesCase", "powers_of", "sines"]

# At 128 bits the supremum is enclosed by about this much, an eighth of it each time that the bits double; at least and at
# most so many values of θ are tried for it.
_GAP, _BITS = Fraction(1, 500), 128
_FEWEST, _MOST = 64, 1 << 16


@dataclass(frozen=True)
class SineClass:
    """n, the bound R on |θ| (none where there is none), Σ x_i², max|x_i|, C; and the capacity, as a ball."""

    n: Matrix
    radius: Matrix | None
    sum_of_squares: Matrix
    largest: Matrix
    C: Matrix
    capacity: Matrix
    case: PointsCase


class PointsCase(Case):
    """Points x_1, …, x_n of a sine class, and the constant C of a bound C/√n."""

    arithmetics = (Balls,)
    elsewhere = "sines need balls"

    points: tuple[Fraction, ...]
    C: Fraction

    @property
    def generic(self) -> bool:
        """At least two points."""
        return len(self.points) >= 2

    @property
    def radius(self) -> Fraction | None:
        """R, where |θ| ≤ R is asked."""
        return None

    @abstractmethod
    def capacity(self) -> arb:
        """Bounds of the capacity."""

    def lift(self, arithmetic: Balls) -> SineClass:
        x, radius = self.points, None if self.radius is None else arithmetic.matrix([[self.radius]])
        n, sum_of_squares, largest, C, capacity = arithmetic.numbers(
            len(x), sum(v * v for v in x), max(map(abs, x)), self.C, self.capacity()
        )
        return SineClass(n, radius, sum_of_squares, largest, C, capacity, self)


@dataclass(frozen=True)
class SinesCase(PointsCase):
    """Points x_i and the bound on |θ|; without one the points are whole numbers, and |θ| ≤ π is enough."""

    points: tuple[Fraction, ...]
    bound: Fraction | None
    C: Fraction

    @property
    def radius(self) -> Fraction | None:
        return self.bound

    def capacity(self) -> arb:
        """By values at θ_j = jR/k, j = 0 … k.

        Between neighbours g is within h²/8·max|g″| of the larger one of |g(θ_j)| and |g(θ_{j+1})|, h = R/k, and
        |g″| ≤ Σ x_i²/n. As |g| is even, θ ≥ 0 is enough. Sines are balls rounded to float64 (they err by 2⁻⁵² at most); sums of n
        such numbers with signs err by n times that and n more roundings of at most n.
        """
        n, curvature = len(self.points), sum(x * x for x in self.points) / len(self.points)
        R = Fraction(22, 7) if self.bound is None else self.bound
        gap = _GAP * Fraction(_BITS, ctx.prec) ** 3
        k = min(_MOST, max(_FEWEST, isqrt(ceil(R * R * curvature / (8 * gap))) + 1))
        steps = [ball(x * R / k) for x in self.points]
        table = np.array([[float((step * j).sin().mid()) for j in range(k + 1)] for step in steps])
        signs = np.array([[1 - 2 * (pattern >> i & 1) for i in range(n)] for pattern in range(2 ** (n - 1))])
        suprema = np.abs(signs @ table).max(1)
        error = Fraction(n * (n + 1), 2**52)
        mean = sum(map(Fraction, suprema.tolist()), Fraction(0)) / (n * len(signs))
        return ball(mean - error).union(ball(mean + error + (R / k) ** 2 * curvature / 8))


@dataclass(frozen=True)
class DigitsCase(PointsCase):
    """x_i = B^{i−1}, B a multiple of 4, θ free: the digits of θ/2π in base B choose the sign of every sin(θx_i).

    θ = 2π Σ_j c_j B^{−j} with c_j = B/4 or 3B/4 has θx_i/2π = whole + c_i/B + t_i, 0 ≤ t_i ≤ (3/4)/(B − 1). So
    ε_i sin(θx_i) = cos(2πt_i) ≥ cos(2π·¾/(B − 1)) for any signs: the capacity is at least that, and at most 1.
    """

    base: int
    n: int
    C: Fraction

    @property
    def points(self) -> tuple[Fraction, ...]:  # type: ignore[override]
        return tuple(Fraction(self.base**i) for i in range(self.n))

    def capacity(self) -> arb:
        return (2 * arb.pi() * ball(Fraction(3, 4 * (self.base - 1)))).cos().union(arb(1))


@makes(SinesCase)
def sines(points: Sequence[Number], *, radius: Number | None = None, C: Number = 1) -> SinesCase:
    """sin(θx) at these points, |θ| ≤ radius. Raises ValueError without points or with more than 10, for a radius that is not
    positive, for points that are not whole numbers where there is no radius, and for C ≤ 0."""
    x, R = exact_row(points), None if radius is None else exact_number(radius)
    if not 1 <= len(x) <= 10 or not any(x):
        raise ValueError(f"one to ten points that are not all 0 are expected, got {len(x)}")
    if R is not None and R <= 0:
        raise ValueError(f"the bound on |θ| is positive, got {R}")
    if R is None and any(v.denominator > 1 for v in x):
        raise ValueError("without a bound on θ the points are whole numbers: then sin(θx) has the period 2π in θ")
    return SinesCase(x, R, _positive(C))


@makes(DigitsCase)
def powers_of(base: int, *, n: int, C: Number = 1) -> DigitsCase:
    """The points 1, B, …, B^{n−1}. Raises ValueError for a base that is no multiple of 4, or below 8, for n < 1 and C ≤ 0."""
    if base < 8 or base % 4 or n < 1:
        raise ValueError(f"a multiple of 4 from 8 on and n ≥ 1 are needed, got base {base}, n = {n}")
    return DigitsCase(base, n, _positive(C))


def _positive(C: Number) -> Fraction:
    constant = exact_number(C)
    if constant <= 0:
        raise ValueError(f"C is positive, got {constant}")
    return constant
