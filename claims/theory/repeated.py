"""The whole experiment, repeated: draw P_gen and P_samples afresh, and see whether some f_θ tells them apart by more than ε.

The supremum over θ has a closed form for each class here, and only a sufficient statistic is drawn: multinomial counts,
binomials, or the points themselves where they are few. So m may be ten thousand, and N millions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import atan, erf, pi, sqrt
from typing import Any

import numpy as np
import torch

from claims.numerics.balls import Balls
from claims.numerics.floats import Floats, RoundedMatrix, exactly
from claims.numerics.matrix import Matrix
from claims.numerics.matrix import sqrt as root
from claims.numerics.sampling import Bernoulli, Samples
from claims.numerics.verdict import OutsideArithmetic
from claims.theory.cases import Number, exact_number, spell
from claims.theory.seeded import Seeded

__all__ = [
    "LAWS", "Cells", "Corners", "HeavyTail", "Repeated", "RepeatedCase", "SampledClass", "WeightedFeatures", "repeated_cells",
    "repeated_corners", "repeated_features", "repeated_heavy_tail",
]  # fmt: skip

_UNIT = 2.0**-53


class SampledClass(ABC):
    """A class and a law of x: what the theorem is told (`m`, L², Δ and moments of f), and one experiment many times.

    Attributes:
        m: the number of trainable weights.
        lipschitz_squared: L².
        width: Δ, or None for unbounded f.
        first_moment, second_moment: sup_θ E|f_θ| and sup_θ E f_θ² (None where infinite), or bounds for them.
        median: sup_θ of the median of |f_θ|, or a bound for it.
    """

    m: int
    lipschitz_squared: Fraction
    width: Fraction | None
    first_moment: Fraction | None
    second_moment: Fraction | None
    median: Fraction | None

    @abstractmethod
    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        """In how many of ``samples.n`` experiments sup_θ |E_gen f_θ − E_samples f_θ| > ε, surely and possibly."""


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
    """f_θ(x) = clip(√m·θ_{i(x)}, −1, 1): L = √m, Δ = 2. The supremum is Σ_i |n_i − n′_i|/N, a whole number over N.

    "pushforward": x = g(z) for a random network g in the plane, and the 4 cells are its quadrants.
    """

    m: int
    law: str
    seed: int
    width = Fraction(2)
    first_moment = second_moment = median = Fraction(1)

    @property
    def lipschitz_squared(self) -> Fraction:  # type: ignore[override]
        return Fraction(self.m)

    def exceeded(self, N: int, epsilon: Fraction, samples: Samples) -> tuple[int, int]:
        mine, other = (self._counts(N, samples) for _ in range(2))
        distance = np.abs(mine - other).sum(axis=1)
        count = sum(int(d) > epsilon * N for d in distance)
        return count, count

    def _counts(self, N: int, samples: Samples) -> np.ndarray:
        if self.law == "pushforward":
            g = Seeded(2, 2, "leaky_relu(1/2)", self.seed).into(Floats()).g
            pushed = g(exactly(samples.normal(samples.n * N, 2, 1)))
            assert isinstance(pushed, RoundedMatrix)
            x = pushed.mid[..., 0]
            quadrant = 2 * (x[:, 0] > 0).long() + (x[:, 1] > 0).long()
            return torch.nn.functional.one_hot(quadrant.view(samples.n, N), 4).sum(1).numpy()
        return samples.generator.multinomial(N, _shares(self.law, self.m, self.seed), size=samples.n)

    def __repr__(self) -> str:
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
        count = sum(4 * int(s) > epsilon**2 * self.m * N**2 for s in squares)
        return count, count

    def __repr__(self) -> str:
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

    def __repr__(self) -> str:
        return f"repeated_features({self.m}, atoms={self.atoms}, seed={self.seed}"


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
        for _ in range(samples.n):
            size = (1 - samples.generator.random((2, N))) ** (-1 / float(self.a))
            f = np.where(samples.generator.random((2, N)) < 0.5, -size, size)
            difference, error = abs(f[0].mean() - f[1].mean()), (N + 64) * _UNIT * np.abs(f).sum() / N
            surely += bool(difference - error > float(epsilon))
            possibly += bool(difference + error >= float(epsilon))
        return surely, possibly

    def __repr__(self) -> str:
        return f"repeated_heavy_tail({spell(self.a)}"


@dataclass(frozen=True)
class Repeated:
    """What the theorem reads, in balls, and how often an experiment failed."""

    m: Matrix
    L: Matrix
    width: Matrix | None
    epsilon: Matrix
    delta: Matrix
    first_moment: Matrix | None
    second_moment: Matrix | None
    median: Matrix | None
    case: RepeatedCase
    samples: Samples

    def failures(self, N: int) -> Bernoulli:
        """How many of the repetitions had some θ with |E_gen f_θ − E_samples f_θ| > ε, both laws of support N."""
        return Bernoulli(*self.case.F.exceeded(max(1, N), self.case.epsilon, self.samples), self.samples.n)


@dataclass(frozen=True)
class RepeatedCase:
    """A class that is sampled, ε, and δ."""

    F: SampledClass
    epsilon: Fraction
    delta: Fraction

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return self.F.m > 1

    def __repr__(self) -> str:
        return f"{self.F!r}, epsilon={spell(self.epsilon)}, delta={spell(self.delta)})"

    def into(self, arithmetic: Any) -> Repeated:
        if not isinstance(arithmetic, Samples):
            raise OutsideArithmetic("this class is decided by sampling")

        def ball(value: Any) -> Any:
            return None if value is None else Balls().matrix([[value]])

        F = self.F
        return Repeated(
            ball(F.m), root(ball(F.lipschitz_squared)), ball(F.width), ball(self.epsilon), ball(self.delta),
            ball(F.first_moment), ball(F.second_moment), ball(F.median), self, arithmetic,
        )  # fmt: skip


def _case(F: SampledClass, epsilon: Number, delta: Number) -> RepeatedCase:
    accuracy, failure = exact_number(epsilon), exact_number(delta)
    if accuracy <= 0 or not 0 < failure < 1:
        raise ValueError(f"ε > 0 and 0 < δ < 1 are needed, got ε = {accuracy}, δ = {failure}")
    if F.m < 1:
        raise ValueError(f"a class has at least one parameter, got m = {F.m}")
    return RepeatedCase(F, accuracy, failure)


def repeated_cells(
    m: int, *, law: str = "uniform", seed: int = 0, epsilon: Number, delta: Number = "1/10"
) -> RepeatedCase:
    """The cell class on m cells under one of `LAWS`. Raises ValueError for an unknown law, and for a pushforward on other
    than 4 cells."""
    if law not in LAWS:
        raise ValueError(f"unknown law {law!r}; known: {', '.join(LAWS)}")
    if law == "pushforward" and m != 4:
        raise ValueError(f"the pushforward lives on the 4 quadrants of the plane, got m = {m}")
    return _case(Cells(m, law, seed), epsilon, delta)


def repeated_corners(m: int, *, epsilon: Number, delta: Number = "1/10") -> RepeatedCase:
    """Linear discriminators on the corners of a cube."""
    return _case(Corners(m), epsilon, delta)


def repeated_features(
    m: int, *, atoms: int = 32, seed: int = 0, epsilon: Number, delta: Number = "1/10"
) -> RepeatedCase:
    """m random features. Raises ValueError for fewer than two atoms."""
    if atoms < 2:
        raise ValueError(f"a law on one point has nothing to tell apart, got {atoms} atoms")
    return _case(WeightedFeatures(m, atoms, seed), epsilon, delta)


def repeated_heavy_tail(a: Number, *, epsilon: Number, delta: Number = "1/10") -> RepeatedCase:
    """One function with tail index a. Raises ValueError for a ≤ 1, where E f does not exist."""
    index = exact_number(a)
    if index <= 1:
        raise ValueError(f"E f exists for a tail index above 1, got {index}")
    return _case(HeavyTail(index), epsilon, delta)
