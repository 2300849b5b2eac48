"""Boxes of R^d whose probability under g(Z) is estimated from i.i.d. samples, against the mass of a density on them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import torch

from lemmata.numerics.floats import RoundedMatrix, exactly
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rounding import upwards
from lemmata.numerics.sampling import Bernoulli, Samples
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import log_abs_determinant
from lemmata.theory.exact.case import Case
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.seeded_networks import Batch, Seeded

__all__ = ["Box", "BoxCase"]

# Latent samples that only choose the box; they are never counted.
_PILOT = 400
# Plan: with ceiling · volume ≤ 4 and a mass of 0.1 or more, one uniform point in 40 lies under the density: of the second
# stage's 80,000 points as many as pin the mass to a factor of 1.25 as a rule, of the third's 320,000 always.
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

    def hits_under(self, density: Callable[[Generator, Matrix], Matrix], ceiling: float) -> Bernoulli:
        """How many of n i.i.d. points, uniform on box × [0, ceiling], lie under the density: mass / (volume · ceiling)."""
        uniform, n, d = self.samples.part(2).uniform, self.samples.n, self.g.dimension
        x = self.lower + (self.upper - self.lower) * uniform(n, d, 1)
        height = (ceiling * uniform(n, 1, 1))[:, 0, 0]
        low, high = self._per_cell(density, x)
        # a density that may leave [0, ceiling] in a cell is looked at point by point, and so is a height within its range
        far = (low >= 0) & (high <= ceiling) & ((height < low) | (height > high))
        near = ~far
        f = density(self.g, exactly(x[near]))
        assert isinstance(f, RoundedMatrix)
        least, most = ((f.mid + sign * f.rad)[:, 0, 0] for sign in (-1, 1))
        below = int((far & (height < low)).sum())
        surely, possibly = height[near] < least, ~(height[near] > most)
        escaped = (most < 0) | (least > ceiling)
        return Bernoulli(below + int(surely.sum()), below + int(possibly.sum()), n, int(escaped.sum()))

    def _per_cell(
        self, density: Callable[[Generator, Matrix], Matrix], x: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """(n,), (n,): what the density at least and at most is on the cell of each of the points x, (n, d, 1).

        A cell is the ball around all points of a part of the box; how the parts are told apart need not be exact. Of k
        parts along each axis kᵈ cells and some n/k points near the graph are computed: k is of the order n^(1/(d + 1)).
        """
        n, d = x.shape[:2]
        parts = max(round(2 * n ** (1 / (d + 1))), 1)
        place = ((x - self.lower) / (self.upper - self.lower) * parts).long().clamp(0, parts - 1)[..., 0]
        index = (place * parts ** torch.arange(d, device=x.device)).sum(1)
        _, cell = index.unique(return_inverse=True)
        none, to = x.new_zeros(int(cell.max()) + 1, d, 1), cell[:, None, None].expand_as(x)
        ends = [none.scatter_reduce(0, to, x, how, include_self=False) for how in ("amin", "amax")]
        middle = (ends[0] + ends[1]) / 2
        radius = upwards(torch.maximum(middle - ends[0], ends[1] - middle), 1)
        f = density(self.g, RoundedMatrix(middle, radius))
        assert isinstance(f, RoundedMatrix)
        low, high = ((f.mid + sign * upwards(f.rad, 1))[:, 0, 0] for sign in (-1, 1))
        return low[cell], high[cell]

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
