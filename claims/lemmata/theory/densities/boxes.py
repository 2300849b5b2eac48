"""Boxes of R^d whose probability under g(Z) is estimated from i.i.d. samples, against the mass of a density on them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from lemmata.late import torch
from lemmata.numerics.floats import RoundedMatrix, exactly
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.sampling import Bernoulli, BoundedMean, Samples
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import log_abs_determinant
from lemmata.theory.exact.case import Case
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.seeded_networks import Batch, Seeded

__all__ = ["Box", "BoxCase"]

# Latent samples that only choose the box; they are never counted.
_PILOT = 400
# Plan: with ceiling · volume ≤ 4 and a mass of 0.1 or more, the mean of the density is at least 1/40 of the ceiling, and its
# variance at most that of a coin with this chance: the third stage's 320,000 points pin the mass to a factor of 1.25 always,
# the first one's 20,000 as a rule, since few densities are as uneven.
_FLATNESS = 4.0


@dataclass(frozen=True)
class Box:
    """A box in x-space, the generator, and an i.i.d. sampler."""

    g: Generator
    lower: torch.Tensor
    upper: torch.Tensor
    samples: Samples

    @cached_property
    def hits(self) -> Bernoulli:
        """How many of n i.i.d. samples g(Z) fall into the box."""
        n, d = self.samples.n, self.g.dimension
        x = self.g(exactly(self.samples.part(1).normal(n, d, 1)))
        assert isinstance(x, RoundedMatrix)
        surely = ((x.mid - x.rad > self.lower) & (x.mid + x.rad < self.upper)).all(1).sum()
        # written with ~ so that a value that is not known counts as possible
        possibly = (~(x.mid + x.rad < self.lower) & ~(x.mid - x.rad > self.upper)).all(1).sum()
        return Bernoulli(int(surely), int(possibly), n)

    def mean_of(self, density: Callable[[Generator, Matrix], Matrix], ceiling: float) -> BoundedMean:
        """The mean of a density, cut off at 0 and at the ceiling, over n i.i.d. points uniform on the box: mass / volume."""
        n, d = self.samples.n, self.g.dimension
        x = self.lower + (self.upper - self.lower) * self.samples.part(2).uniform(n, d, 1)
        return BoundedMean.of(density(self.g, exactly(x)), ceiling)

    @cached_property
    def ceiling(self) -> float:
        """An upper bound of P_g: (2π)^(−d/2) Π_k |det W_k|⁻¹ (sup|s′|)^(d(l−1)). Raises ValueError where s′ is unbounded."""
        steepest = self.g.activation.steepest
        if steepest is None:
            raise ValueError(f"s′ of {self.g.activation.name} is unbounded: its density has no ceiling")
        d, log_volume = self.g.dimension, 0.0
        for W in self.g.W:
            log_volume -= float(log_abs_determinant(W).mid)  # type: ignore[attr-defined]
        return math.exp(log_volume - d / 2 * math.log(2 * math.pi)) * float(steepest) ** (d * (self.g.depth - 1))

    @property
    def volume(self) -> float:
        return float((self.upper - self.lower).prod())


@dataclass(frozen=True)
class BoxCase(Case):
    """A seeded generator; the box spans the middle half of each coordinate of a pilot sample."""

    arithmetics = (Samples,)
    elsewhere = "a box is decided by sampling"

    network: Seeded

    @property
    def size(self) -> tuple[int, int]:
        return self.network.size

    @property
    def generic(self) -> bool:
        return self.network.generic

    def lift(self, arithmetic: Samples) -> Box:
        n = self.network
        g = Batch(n.d, n.l, n.activation, 1, n.seed).into(arithmetic.floats).g
        pilot = g(exactly(Samples(self.network.seed, _PILOT).normal(_PILOT, g.dimension, 1)))
        assert isinstance(pilot, RoundedMatrix)
        ordered = pilot.mid[..., 0].sort(0).values
        lower, upper = ordered[_PILOT // 4][:, None], ordered[3 * _PILOT // 4][:, None]
        box = Box(g, lower, upper, arithmetic)
        if box.ceiling * box.volume > _FLATNESS:
            raise OutsideArithmetic("the density is too uneven on this box for the planned sample sizes")
        return box
