"""P_real = N(0, I_d) and a generator with N points: how far apart they are, whatever the discriminators say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb, ctx

from claims.numerics.balls import Balls
from claims.numerics.matrix import Matrix, log
from claims.numerics.verdict import OutsideArithmetic
from claims.theory.cases import Number, exact_number, spell

__all__ = ["DISTANCES", "Fooled", "FooledCase", "fooled", "wasserstein_from_below"]

# Radii at which the bound is tried, as multiples of √d: the best one is near 1 where N is a power of d.
_RADII = [Fraction(k, 32) for k in range(4, 40)]


DISTANCES = ("wasserstein", "total_variation", "jensen_shannon")


@lru_cache(maxsize=4096)
def _of_chi_square(d: int, radius: Fraction, bits: int) -> arb:
    """P(χ²_d < (radius)²·d)."""
    r_squared = arb(radius.numerator) ** 2 / arb(radius.denominator) ** 2 * d
    return (r_squared / 2).gamma_lower(arb(d) / 2, regularized=1)


def wasserstein_from_below(N: int, d: int) -> arb:
    """max_r r·(1 − N·P(χ²_d < r²)) ≤ W₁(ν, N(0, I_d)) for every law ν on N points.

    At most N·P(‖x − p‖ < r) ≤ N·P(χ²_d < r²) of the Gaussian lies within r of the N points p, since balls around the origin hold
    the most [Anderson 1955]; the rest travels r or more.
    """
    best = arb(0)
    for radius in _RADII:
        r = arb(radius.numerator) / radius.denominator * arb(d).sqrt()
        bound = r * (1 - N * _of_chi_square(d, radius, ctx.prec))
        if bound > best:
            best = bound
    return best


@dataclass(frozen=True)
class Fooled:
    """What the theorem reads, in balls, and enclosures of distances between N(0, I_d) and a law on N points."""

    m: Matrix
    L: Matrix
    width: Matrix
    epsilon: Matrix
    case: FooledCase

    def distance_at_least(self, N: int) -> Matrix:
        """A lower bound for the distance of the case; attained by every law on N points for total variation and JS."""
        # a set of N points has mass 1 under ν and 0 under the Gaussian
        if self.case.distance == "total_variation":
            return self.m.constant(1)
        # laws that live on sets apart from each other have density 2 or 0 with respect to their mixture
        if self.case.distance == "jensen_shannon":
            return 2 * log(self.m.constant(2))
        return self.m.constant(wasserstein_from_below(N, self.case.d))


@dataclass(frozen=True)
class FooledCase:
    """d, and a class with m parameters, constant L, values in [−1, 1], and ε."""

    d: int
    m: int
    L: Fraction
    epsilon: Fraction
    distance: str

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return self.m > 1

    def __repr__(self) -> str:
        return f"fooled(d={self.d}, m={self.m}, L={spell(self.L)}, epsilon={spell(self.epsilon)}, distance={self.distance!r})"

    def into(self, arithmetic: Any) -> Fooled:
        if not isinstance(arithmetic, Balls):
            raise OutsideArithmetic("the chi-square law needs balls")
        m, L, width, epsilon = (arithmetic.matrix([[v]]) for v in (self.m, self.L, 2, self.epsilon))
        return Fooled(m, L, width, epsilon, self)


def fooled(*, d: int, m: int, L: Number, epsilon: Number, distance: str = "wasserstein") -> FooledCase:
    """Discriminators on R^d, and a distance: wasserstein, total_variation, or jensen_shannon (twice JS, at most 2 log 2).

    Raises ValueError for d < 1, m < 1, L ≤ 0, ε ≤ 0, or another distance.
    """
    constant, accuracy = exact_number(L), exact_number(epsilon)
    if min(d, m) < 1 or constant <= 0 or accuracy <= 0:
        raise ValueError(f"d, m ≥ 1 and L, ε > 0 are needed, got d = {d}, m = {m}, L = {constant}, ε = {accuracy}")
    if distance not in DISTANCES:
        raise ValueError(f"unknown distance {distance!r}; known: {', '.join(DISTANCES)}")
    return FooledCase(d, m, constant, accuracy, distance)
