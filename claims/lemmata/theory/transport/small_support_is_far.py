"""P_real = N(0, I_d) and a generator with N points: how far apart they are, whatever the discriminators say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import Balls
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import log
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.transport.norms_of_gaussians import wasserstein_from_below

__all__ = ["DISTANCES", "Fooled", "FooledCase", "fooled"]

DISTANCES = ("wasserstein", "total_variation", "jensen_shannon")


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
    """Discriminators on R^d, and a distance: wasserstein, total_variation, or jensen_shannon (twice JS, at most 2 log 2).

    Raises ValueError for d < 1, m < 1, L ≤ 0, ε ≤ 0, or another distance.
    """
    constant, accuracy = exact_number(L), exact_number(epsilon)
    if min(d, m) < 1 or constant <= 0 or accuracy <= 0:
        raise ValueError(f"d, m ≥ 1 and L, ε > 0 are needed, got d = {d}, m = {m}, L = {constant}, ε = {accuracy}")
    if distance not in DISTANCES:
        raise ValueError(f"unknown distance {distance!r}; known: {', '.join(DISTANCES)}")
    return FooledCase(d, m, constant, accuracy, distance)
