"""Discriminator classes whose supremum is known from a sufficient statistic, which is drawn in place of the samples.

Multinomial counts, binomials, or the points themselves where they are few: so m may be ten thousand, and N millions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import atan, erf, floor, pi, sqrt

import numpy as np

from lemmata.late import torch
from lemmata.numerics.sampling import Samples
from lemmata.theory.discriminators import shallow
from lemmata.theory.exact.spelling import typed
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.seeded_networks import Seeded

__all__ = ["LAWS", "Cells", "Corners", "HeavyTail", "RareBumps", "SampledClass", "WeightedFeatures"]

_UNIT = 2.0**-53
# How many experiments are drawn at once: more would need more memory and be no faster.
_EXPERIMENTS = 64


class SampledClass(ABC):
    """A class and a law of x: what the theorem is told (`ClassNumbers`), and one experiment many times."""

    m: int
    lipschitz_squared: Fraction
    width: Fraction | None
    first_moment: Fraction | None
    second_moment: Fraction | None
    median: Fraction | None

    @abstractmethod
    def spelled(self) -> str:
        """How a case with this class begins when it is typed: a constructor and its first arguments."""

    @abstractmethod
    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        """In how many of ``samples.n`` experiments sup_θ |E_gen f_θ − E_samples f_θ| > ε, surely and possibly."""


def _above(counted: np.ndarray, threshold: Fraction) -> tuple[int, int]:
    """How many whole numbers are above a threshold, surely and possibly: an integer is above q where it is above ⌊q⌋."""
    count = int((counted > floor(threshold)).sum())
    return count, count


def _shares(density: str, m: int, seed: int) -> np.ndarray:
    """Probabilities of m cells under a law: of cells in [−4, 4] and the rest of the line beside them for laws on R."""
    random = np.random.default_rng((seed, m))
    if density == "degenerate":
        p = np.zeros(m)
        p[int(random.integers(m))] = 1
    elif density == "uniform":
        p = np.ones(m)
    elif density == "finite":
        p = random.integers(1, 10, size=m).astype(float)
    elif density == "rare":
        p = 1.0 / np.arange(1, m + 1) ** 2
    else:
        edges = np.linspace(-4, 4, m + 1)
        below = np.array([_BELOW[density](t) for t in edges])
        below[0], below[-1] = 0, 1
        p = np.diff(below)
    return p / p.sum()


def _normal(t: float) -> float:
    return (1 + erf(t / sqrt(2))) / 2


_BELOW = {
    "gaussian": _normal,
    "mixture": lambda t: (_normal((t + 2) / 0.5) + _normal((t - 2) / 0.5)) / 2,
    "cauchy": lambda t: 0.5 + atan(t) / pi,
}
LAWS = ("uniform", "finite", "rare", "degenerate", *_BELOW, "pushforward")


@dataclass(frozen=True)
class Cells(SampledClass):
    """The cell class (`shallow.Cells`) on m cells. The supremum is Σ_i |n_i − n′_i|/N, a whole number over N.

    "pushforward": x = g(z) for a random network g in the plane, and the 4 cells are its quadrants.
    """

    m: int
    law: str
    seed: int
    first_moment = second_moment = median = Fraction(1)

    @property
    def lipschitz_squared(self) -> Fraction:  # type: ignore[override]
        return shallow.Cells(self.m).lipschitz_squared

    @property
    def width(self) -> Fraction:  # type: ignore[override]
        return shallow.Cells(self.m).width

    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        mine, other = (self._counts(N, samples) for _ in range(2))
        distance = np.abs(mine - other).sum(axis=1)
        return _above(distance, epsilon * N)

    def _counts(self, N: int, samples: Samples) -> np.ndarray:
        if self.law == "pushforward":
            # whatever rounding does to x, it stays an i.i.d. sample of a law: P_real is the law of the rounded x
            network = Seeded(2, 2, "leaky_relu(1/2)", self.seed)
            W, b, _ = map(torch.from_numpy, network.arrays())
            hidden = by_name(network.activation).sigma(samples.normal(samples.n * N, 2) @ W[0].mT + b[0])
            x = hidden @ W[1].mT + b[1]
            quadrant = 2 * (x[:, 0] > 0).long() + (x[:, 1] > 0).long()
            return torch.nn.functional.one_hot(quadrant.view(samples.n, N), 4).sum(1).numpy()
        return samples.generator.multinomial(N, _shares(self.law, self.m, self.seed), size=samples.n)

    def spelled(self) -> str:
        return f"repeated_cells({self.m}, law={self.law!r}, seed={self.seed}"


@dataclass(frozen=True)
class Corners(SampledClass):
    """f_θ(x) = ⟨θ, x⟩ with x uniform on {±1/√m}^m: L = 1, Δ = 2. The squared supremum is 4Σ(S_i − S′_i)²/(mN²) with
    binomials S_i and S′_i, a whole number over mN²."""

    m: int
    width = Fraction(2)
    lipschitz_squared = first_moment = median = Fraction(1)

    @property
    def second_moment(self) -> Fraction:  # type: ignore[override]
        return Fraction(1, self.m)

    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        mine, other = (samples.generator.binomial(N, 0.5, size=(samples.n, self.m)) for _ in range(2))
        squares = ((mine - other) ** 2).sum(axis=1)
        return _above(squares, epsilon**2 * self.m * N**2 / 4)

    def spelled(self) -> str:
        return f"repeated_corners({self.m}"


@dataclass(frozen=True)
class WeightedFeatures(SampledClass):
    """f_θ(x) = ⟨θ, φ(x)⟩, φ = m random ReLU features of norm at most 1, x uniform on ``atoms`` points: L = 1, Δ = 2.

    The supremum is ‖Φᵀd‖, d the differences of the shares; in floats it is known up to (m + atoms + 8) roundings of Σ|d|.
    """

    m: int
    atoms: int
    seed: int
    width = Fraction(2)
    lipschitz_squared = first_moment = second_moment = median = Fraction(1)

    def phi(self) -> torch.Tensor:
        """φ of every atom, in columns. Features that are 0 on all atoms stay 0."""
        random = np.random.default_rng((self.seed, self.m))
        weights, points = random.standard_normal((self.m, 8)), random.standard_normal((8, self.atoms))
        phi = torch.from_numpy(np.maximum(weights @ points, 0))
        longest = float(phi.norm(dim=0).max())
        return phi / (longest or 1.0) * (1 - 2.0**-20)

    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        share = np.full(self.atoms, 1 / self.atoms)
        mine, other = (samples.generator.multinomial(N, share, size=samples.n) for _ in range(2))
        d = torch.from_numpy((mine - other) / N)
        supremum = (d @ self.phi().T).norm(dim=1)
        error = 2 * (self.m + self.atoms + 8) * _UNIT * d.abs().sum(1)
        surely = int((supremum - error > float(epsilon)).sum())
        return surely, int((supremum + error >= float(epsilon)).sum())

    def spelled(self) -> str:
        return f"repeated_features({self.m}, atoms={self.atoms}, seed={self.seed}"


@dataclass(frozen=True)
class RareBumps(SampledClass):
    """K independent bumps along θ∈[−1, 1] (`exact_classes.Bumps`), of values M with probability 1/M² and 0 otherwise.

    E f² = 1, and E|f| = 1/M, while Δ = M: L = M(K − 1). The supremum is M/N times the largest |S_j − S′_j| of binomials.
    """

    M: int
    K: int
    m = 1
    second_moment = Fraction(1)
    median = Fraction(0)

    @property
    def lipschitz_squared(self) -> Fraction:  # type: ignore[override]
        return Fraction(self.M * (self.K - 1)) ** 2

    @property
    def width(self) -> Fraction:  # type: ignore[override]
        return Fraction(self.M)

    @property
    def first_moment(self) -> Fraction:  # type: ignore[override]
        return Fraction(1, self.M)

    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        p = 1 / self.M**2
        mine, other = (samples.generator.binomial(N, p, size=(samples.n, self.K)) for _ in range(2))
        largest = np.abs(mine - other).max(axis=1)
        return _above(largest, epsilon * N / self.M)

    def spelled(self) -> str:
        return f"repeated_rare_bumps({self.M}, {self.K}"


@dataclass(frozen=True)
class HeavyTail(SampledClass):
    """f_θ = f with P(|f| > t) = t^{−a} for t ≥ 1, a > 1, of either sign: unbounded; Lipschitz in θ with every L.

    E|f| = a/(a − 1), E f² is infinite for a ≤ 2, and the median of |f| is 2^{1/a} ≤ 2.
    """

    a: Fraction
    m: int = 1
    width = second_moment = None
    median = Fraction(2)
    lipschitz_squared = Fraction(1, 10**6)

    @property
    def first_moment(self) -> Fraction:  # type: ignore[override]
        return self.a / (self.a - 1)

    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        surely = possibly = 0
        for first in range(0, samples.n, _EXPERIMENTS):
            shape = min(_EXPERIMENTS, samples.n - first), 2, N
            f = (1 - samples.generator.random(shape)) ** (-1 / float(self.a))
            np.negative(f, out=f, where=samples.generator.random(shape) < 0.5)
            mean = f.mean(axis=2)
            difference, error = np.abs(mean[:, 0] - mean[:, 1]), (N + 64) * _UNIT * np.abs(f).sum(axis=(1, 2)) / N
            surely += int((difference - error > float(epsilon)).sum())
            possibly += int((difference + error >= float(epsilon)).sum())
        return surely, possibly

    def spelled(self) -> str:
        return f"repeated_heavy_tail({typed(self.a)}"
