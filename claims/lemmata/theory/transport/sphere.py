"""Independent uniform points of the unit sphere of R^d, and how likely two of them are close."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import Balls, ball
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["Sphere", "SphereCase", "cap", "some_pair", "sphere_points"]


def cap(d: int, t: Fraction) -> arb:
    """P(⟨U, V⟩ ≥ t): ⟨U, V⟩ is symmetric, and its square has the law Beta(½, (d − 1)/2)."""
    beyond = ball(1 - t * t).beta_lower(arb(d - 1) / 2, arb(1) / 2, regularized=1) / 2
    return beyond if t >= 0 else 1 - beyond


def some_pair(d: int, t: Fraction, points: int) -> arb:
    """P(⟨U_i, U_j⟩ ≥ t for some i < j), enclosed.

    The M = N(N − 1)/2 events have one probability p and are independent two by two: given U_i, others are close to it
    independently, and with probability p wherever it lies. For their number X, P(X > 0) ≤ Mp, and
    P(X > 0) ≥ (E X)²/E X² = Mp/(1 + (M − 1)p).
    """
    M, p = points * (points - 1) // 2, cap(d, t)
    if M == 1:
        return p
    return (M * p / (1 + (M - 1) * p)).union((M * p).min(arb(1)))


@dataclass(frozen=True)
class Sphere:
    """d, t, and the probability that some two of the points are t-close, in balls."""

    d: Matrix
    t: Matrix
    close: Matrix
    case: SphereCase


@dataclass(frozen=True)
class SphereCase(Case):
    """A dimension, a number t of (−1, 1), and how many points there are."""

    arithmetics = (Balls,)
    elsewhere = "the beta law needs balls"

    d: int
    t: Fraction
    points: int

    @property
    def generic(self) -> bool:
        """d ≥ 3."""
        return self.d >= 3

    def lift(self, arithmetic: Balls) -> Sphere:
        d, t, close = arithmetic.numbers(self.d, self.t, some_pair(self.d, self.t, self.points))
        return Sphere(d, t, close, self)


@makes(SphereCase)
def sphere_points(*, d: int, t: Number, points: int = 2) -> SphereCase:
    """Points in d ≥ 2 dimensions, at least two, and −1 < t < 1, t ≠ 0. Raises ValueError otherwise."""
    closeness = exact_number(t)
    if d < 2 or points < 2 or not 0 < abs(closeness) < 1:
        raise ValueError(f"d ≥ 2, two points and 0 < |t| < 1 are needed, got d = {d}, t = {closeness}, {points} points")
    return SphereCase(d, closeness, points)
