"""JS and TV of two generators in any dimension, from samples of the mixture M = ½(P_g + P_h).

With r = log P_g − log P_h, as the network evaluates it, JS = E_M[ln 2 − H(1/(1 + e^{−r}))], H the entropy of a coin, and
TV = E_M|tanh(r/2)|. Both integrands lie between 0 and a bound, ln 2 and 1, where those of KL do not: so their means have
intervals that hold at every sample size [Maurer & Pontil 2009].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flint import arb

from lemmata.late import torch
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.floats import RoundedMatrix, exactly
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.sampling import ALPHA, BoundedMean, Samples
from lemmata.numerics.vocabulary import absolute
from lemmata.theory.densities.difference_network import difference_network
from lemmata.theory.densities.log_density_network import log_density_network
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["MixtureSamples"]


@dataclass(frozen=True)
class MixtureSamples:
    """P_g and P_h on R^d; each of JS and TV is a ball that holds the number with probability 1 − ALPHA/2."""

    g_case: GeneratorCase
    h_case: GeneratorCase
    samples: Samples

    @property
    def jensen_shannon(self) -> BallMatrix:
        """JS(P_g, P_h)."""
        return BallMatrix.of([[_enclosed(self._means[0]) * arb(2).log()]])

    @property
    def total_variation(self) -> BallMatrix:
        """TV(P_g, P_h)."""
        return BallMatrix.of([[_enclosed(self._means[1])]])

    @cached_property
    def _means(self) -> tuple[BoundedMean, BoundedMean]:
        """Of both integrands, each as a share of its bound."""
        size = absolute(self._log_ratio())
        t = (-size).apply("exp")
        log_two = t.constant(2).apply("log")
        entropy = (t + 1).apply("log") + size * t / (t + 1)
        return BoundedMean.of((log_two - entropy) / log_two, 1.0), BoundedMean.of((1 - t) / (1 + t), 1.0)

    def _log_ratio(self) -> Matrix:
        """r at n samples of the mixture, (n, 1, 1)."""
        floats, n, d = self.samples.floats, self.samples.n, self.g_case.size[0]
        g, h = (case.into(floats).g for case in (self.g_case, self.h_case))
        from_g = self.samples.uniform(n) < 0.5
        z = self.samples.normal(n, d, 1)
        drawn = [generator(exactly(z[chosen])) for generator, chosen in ((g, from_g), (h, ~from_g))]
        x = RoundedMatrix(*(torch.cat([getattr(part, name) for part in drawn]) for name in ("mid", "rad")))
        return difference_network(log_density_network(g), log_density_network(h))(x)


def _enclosed(mean: BoundedMean) -> arb:
    low, high = mean.interval(ALPHA / 2)
    return arb(low).union(arb(high))
