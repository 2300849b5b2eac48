"""Two independent uniform points U, V of the unit sphere of R^d."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import Balls, ball
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["Sphere", "SphereCase", "cap", "sphere_points"]


def cap(d: int, t: Fraction) -> arb:
    """P(⟨U, V⟩ ≥ t): ⟨U, V⟩ is symmetric, and its square has the law Beta(½, (d − 1)/2)."""
    beyond = ball(1 - t * t).beta_lower(arb(d - 1) / 2, arb(1) / 2, regularized=1) / 2
    return beyond if t >= 0 else 1 - beyond


@dataclass(frozen=True)
class Sphere:
    """d, t, and the probability that U and V are t-close, in balls."""

    d: Matrix
    t: Matrix
    close: Matrix
    case: SphereCase


@dataclass(frozen=True)
class SphereCase(Case):
    """A dimension and a number t of [−1, 1]."""

    arithmetics = (Balls,)
    elsewhere = "the beta law needs balls"

    d: int
    t: Fraction

    @property
    def generic(self) -> bool:
        """d ≥ 3, and t not 0."""
        return self.d >= 3 and self.t != 0

    def lift(self, arithmetic: Balls) -> Sphere:
        d, t, close = arithmetic.numbers(self.d, self.t, cap(self.d, self.t))
        return Sphere(d, t, close, self)


@makes(SphereCase)
def sphere_points(*, d: int, t: Number) -> SphereCase:
    """U and V in d ≥ 2 dimensions, and −1 ≤ t ≤ 1. Raises ValueError otherwise."""
    closeness = exact_number(t)
    if d < 2 or abs(closeness) > 1:
        raise ValueError(f"d ≥ 2 and −1 ≤ t ≤ 1 are needed, got d = {d}, t = {closeness}")
    return SphereCase(d, closeness)
