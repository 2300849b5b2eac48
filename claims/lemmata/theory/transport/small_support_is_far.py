"""P_real = N(0, I_d) and a generator with N points: how far apart they are, whatever the discriminators say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx

from lemmata.numerics.balls import Balls
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.transport.gaussian_points import best_points
from lemmata.theory.transport.norms_of_gaussians import norm_below

__all__ = ["DISTANCES", "Fooled", "FooledCase", "fooled"]


@dataclass(frozen=True)
class Fooled:
    """What the theorem reads, in balls, and enclosures of distances between N(0, I_d) and a law on N points."""

    m: Matrix
    L: Matrix
    width: Matrix
    epsilon: Matrix
    case: FooledCase

    def distance(self, N: int) -> Matrix:
        """The distance of the case between N(0, I_d) and a law on N points, enclosed: for W₁ the best such law, for total
        variation and for JS/log 2 any of them."""
        return self.m.constant(_ENCLOSURES[self.case.distance](N, self.case.d))


def _near_the_points(N: int, d: int) -> arb:
    """A bound for the mass of N(0, I_d) within r of N points, wherever they are, with an r for which it is below 2^−precision.

    It is at most N·P(‖Z‖ < r) [Anderson 1955], and P(‖Z‖ < r) ≤ r^d, since the density is at most (2π)^{−d/2} and the
    ball of radius r has the volume π^{d/2}/Γ(d/2 + 1)·r^d, while 2^{d/2}Γ(d/2 + 1) ≥ 1.
    """
    halvings = (ctx.prec + N.bit_length()) // d + 1
    return N * norm_below(d, Fraction(1, 2**halvings))


def _total_variation(N: int, d: int) -> arb:
    # of the sets within r of the points: mass 1 under the law on them, at most q under the Gaussian
    q = _near_the_points(N, d)
    return (1 - q).union(arb(1))


def _jensen_shannon(N: int, d: int) -> arb:
    # JS does not grow where all that is seen is whether a point is within r: JS of (1, 0) and (p, 1 − p) with p ≤ q, which is
    # ½(log(2/(1 + p)) + p log(2p/(1 + p)) + (1 − p) log 2). It falls with p, and is log 2 at p = 0, the most there is.
    q, two = _near_the_points(N, d), arb(2)
    seen = ((2 / (1 + q)).log() + q * (2 * q / (1 + q)).log() + (1 - q) * two.log()) / 2
    return (seen / two.log()).union(arb(1))


_ENCLOSURES: dict[str, Callable[[int, int], arb]] = {
    "wasserstein": lambda N, d: best_points(d, N),
    "total_variation": _total_variation,
    "jensen_shannon": _jensen_shannon,
}
DISTANCES = tuple(_ENCLOSURES)


@dataclass(frozen=True)
class FooledCase(Case):
    """d, and a class with m parameters, constant L, values in [−1, 1], and ε."""

    arithmetics = (Balls,)
    elsewhere = "the chi-square law needs balls"

    d: int
    m: int
    L: Fraction
    epsilon: Fraction
    distance: str

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return self.m > 1

    def lift(self, arithmetic: Balls) -> Fooled:
        m, L, width, epsilon = arithmetic.numbers(self.m, self.L, 2, self.epsilon)
        return Fooled(m, L, width, epsilon, self)


@makes(FooledCase)
def fooled(*, d: int, m: int, L: Number, epsilon: Number, distance: str = "wasserstein") -> FooledCase:
    """Discriminators on R^d, and a distance: wasserstein, total_variation, or jensen_shannon (JS/log 2, at most 1).

    Raises ValueError for d < 1, m < 1, L ≤ 0, ε ≤ 0, or another distance.
    """
    constant, accuracy = exact_number(L), exact_number(epsilon)
    if min(d, m) < 1 or constant <= 0 or accuracy <= 0:
        raise ValueError(f"d, m ≥ 1 and L, ε > 0 are needed, got d = {d}, m = {m}, L = {constant}, ε = {accuracy}")
    if distance not in DISTANCES:
        raise ValueError(f"unknown distance {distance!r}; known: {', '.join(DISTANCES)}")
    return FooledCase(d, m, constant, accuracy, distance)
