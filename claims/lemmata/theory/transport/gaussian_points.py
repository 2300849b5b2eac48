"""N points and a Gaussian: between which numbers W₁ lies, for the best points and for random ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flint import arb, fmpz

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.transport.dyadic_upper_bounds import (
    GaussianLine,
    gaussian_intervals,
    in_words,
    mean_distance_from_above,
    spread_of,
)
from lemmata.theory.transport.norms_of_gaussians import mean_norm, wasserstein_from_below

__all__ = [
    "POINTS",
    "GaussianPoints",
    "GaussianPointsCase",
    "best_points",
    "gaussian_points",
    "random_points",
    "random_points_from_below",
]

POINTS = ("random", "best")

# "With high probability": all but one time in a hundred. Then W₁ is within √(2 ln 100/N) of its mean, on either side: as a
# function of the samples it has the Lipschitz constant 1/√N [Gaussian concentration: Boucheron, Lugosi & Massart 2013, 5.6].
_RARELY = 100
# A grid has at most so many points on an axis: more do not change which side of 1.1 it is on.
_GRID = 256


# What is between the bounds stays undecided at any precision: so they are computed once, at this one.
_BITS = 128


@lru_cache(maxsize=1 << 12)
def best_points(d: int, N: int) -> arb:
    """The least W₁ between N(0, I_d) and a law on N points, enclosed: from above by a grid, or by one point at 0."""
    with precision(_BITS):
        axis = min(int(fmpz(N).root(d)), _GRID)
        grid = (d * spread_of(gaussian_intervals(axis, _BITS))).sqrt()
        return wasserstein_from_below(N, d).union(grid.min(mean_norm(d)))


@lru_cache(maxsize=1 << 12)
def random_points(d: int, N: int) -> arb:
    """What W₁ between N(0, I_d) and the law of N samples lies within, with a probability of at least 99 % for each end."""
    with precision(_BITS):
        mean = mean_distance_from_above(GaussianLine(), d, N).min(arb(2).sqrt() * mean_norm(d))
        return random_points_from_below(d, N).union(mean + _deviation(N))


def random_points_from_below(d: int, N: int) -> arb:
    """The lower end: that of every law on N points, or the mean less what is rare.

    On average a fresh point and a sample are √2 times as far apart as a point and 0, and so is a point from the nearest sample.
    """
    with precision(_BITS):
        every = wasserstein_from_below(N, d)
        return every.max(arb(2).sqrt() * every - _deviation(N))


def _deviation(N: int) -> arb:
    return (2 * arb(_RARELY).log() / N).sqrt()


@dataclass(frozen=True)
class GaussianPoints:
    """d and N = d^power as numbers, and W₁ as a ball."""

    d: int
    N: int
    random: bool
    distance: Matrix

    @property
    def words(self) -> str:
        """The two ends of the ball: its middle tells nothing."""
        return in_words("W₁", self.distance)


@dataclass(frozen=True)
class GaussianPointsCase(Case):
    """N = d^power points, the best ones or random ones, and N(0, I_d), or N(0, I_d/d), whose points have norm 1 or so."""

    arithmetics = (Balls,)
    elsewhere = "the chi-square law needs balls"

    d: int
    power: int
    points: str
    unit: bool

    @property
    def generic(self) -> bool:
        """More points than dimensions."""
        return self.power >= 2

    def lift(self, arithmetic: Balls) -> GaussianPoints:
        N = self.d**self.power
        enclosure: Any = (random_points if self.points == "random" else best_points)(self.d, N)
        if self.unit:
            enclosure = enclosure / arb(self.d).sqrt()
        return GaussianPoints(self.d, N, self.points == "random", arithmetic.matrix([[enclosure]]))


@makes(GaussianPointsCase)
def gaussian_points(*, d: int, power: int, points: str = "random", unit: bool = False) -> GaussianPointsCase:
    """d^power points beside a Gaussian in d ≥ 2 dimensions. Raises ValueError for d < 2, power < 1, or another kind of points."""
    if d < 2 or power < 1:
        raise ValueError(f"d ≥ 2 and a power ≥ 1 are needed, got d = {d}, power = {power}")
    if points not in POINTS:
        raise ValueError(f"unknown points {points!r}; known: {', '.join(POINTS)}")
    return GaussianPointsCase(d, power, points, unit)
