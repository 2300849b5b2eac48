"""Training runs on exact data: P_real is a drawn leaky-ReLU generator, or a mixture, and every iterate is an exact case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.conversions import as_ball
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, two_generators
from lemmata.theory.divergences.pair_networks import GeneratorPair
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.generator_case import GeneratorCase, generator
from lemmata.theory.training.critics import opponent
from lemmata.theory.training.wgan import Iterate, Plan, pushed, trained

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "CENTRES",
    "SIGMA",
    "SPREAD",
    "Runs",
    "between",
    "drawn_generators",
    "jeffreys",
    "kept_invertible",
    "mixture_runs",
    "runs",
    "written",
]

# Little slope to lose: ascent does not see the jumps of log|s′|, which are log 4/3 here.
SIGMA = "leaky_relu(3/4)"
# A mixture of three modes that hardly overlap.
CENTRES, SPREAD = (-2, 0, 2), Fraction(1, 4)
# Evaluations of the density for an estimate of J, where it has no closed form.
_DRAWS = 20_000
_LEAST = 1 / 16


def drawn_generators(networks: int, layers: int, d: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """B generators with W_k = QD, Q orthogonal and D between ¾ and 3/2, and b_k ~ N(0, ¼I), rounded to multiples of ⅛."""
    Q, _ = torch.linalg.qr(torch.randn(networks, layers, d, d, generator=random, dtype=torch.float64))
    D = torch.empty(networks, layers, 1, d, dtype=torch.float64).uniform_(0.75, 1.5, generator=random)
    b = torch.randn(networks, layers, d, generator=random, dtype=torch.float64) / 2
    return (8 * Q * D).round() / 8, (8 * b).round() / 8


def kept_invertible(parameters: Sequence[Tensor]) -> None:
    """Generators back into the class of those with ‖W_k⁻¹‖ ≤ 16: singular values of weights (B, l, d, d) from 1/16 on."""
    weights = parameters[0]
    with torch.no_grad():
        U, S, V = torch.linalg.svd(weights)
        weights.copy_(U * S.clamp_min(_LEAST).unsqueeze(-2) @ V)


def between(points: Tensor) -> Tensor:
    """The nearest odd multiples of 1/128: exact samples, none of them a kink x = b_l of an iterate on the line."""
    return ((64 * points).floor() + 0.5) / 64


@dataclass(frozen=True)
class Runs:
    """B runs of one size: the generators behind P_real (none for a mixture), the samples (B, d, N), and the iterates."""

    real: tuple[GeneratorCase, ...]
    samples: Tensor
    iterates: tuple[Iterate, ...]

    def generated(self, run: int, iterate: Iterate) -> GeneratorCase:
        """An iterate, exactly. Raises ValueError where its weights have become singular."""
        return written(*(tensor[run] for tensor in iterate.parameters))

    def pair(self, run: int, iterate: Iterate) -> GeneratorPairCase:
        """P_real beside the law of an iterate."""
        return two_generators(self.real[run], self.generated(run, iterate))

    def data(self, run: int) -> list[list[Fraction]]:
        """The samples of one run, exactly."""
        return [[Fraction(v) for v in point] for point in self.samples[run].T.tolist()]


def written(weights: Tensor, biases: Tensor) -> GeneratorCase:
    """A generator (l, d, d), (l, d) of floats as the same one in exact numbers. Raises ValueError for singular weights."""
    W, b = weights.tolist(), biases.tolist()
    return generator(
        [[[Fraction(v) for v in row] for row in w] for w in W], [[Fraction(v) for v in c] for c in b], SIGMA
    )


@cache
def runs(name: str, d: int, layers: int, *, networks: int, N: int, seed: int, plan: Plan) -> Runs:
    """Training against the class of this name, where P_real is the law of a drawn generator."""
    random = torch.Generator().manual_seed(seed)
    behind = drawn_generators(networks, layers, d, random)
    z = torch.randn(networks, d, N, generator=random, dtype=torch.float64)
    samples = between(pushed(by_name(SIGMA), behind, z))
    real = tuple(written(W, b) for W, b in zip(*behind, strict=True))
    return Runs(real, samples, _trained(name, samples, layers, random, plan))


@cache
def mixture_runs(
    name: str, centres: tuple[float, ...], spread: float, layers: int, *, networks: int, N: int, seed: int, plan: Plan
) -> Runs:
    """The same on the line, where P_real is a mixture of N(m, spread²), all centres m equally likely: no P_g is that."""
    random = torch.Generator().manual_seed(seed)
    chosen = torch.tensor(centres, dtype=torch.float64)[torch.randint(len(centres), (networks, 1, N), generator=random)]
    noise = torch.randn(networks, 1, N, generator=random, dtype=torch.float64)
    samples = between(chosen + spread * noise)
    return Runs((), samples, _trained(name, samples, layers, random, plan))


def _trained(name: str, samples: Tensor, layers: int, random: torch.Generator, plan: Plan) -> tuple[Iterate, ...]:
    """From drawn generators on."""
    networks, d, _ = samples.shape
    sigma, start = by_name(SIGMA), drawn_generators(networks, layers, d, random)
    rival = opponent(name, start, sigma, random)
    return tuple(trained(start, partial(pushed, sigma), samples, rival, random, plan, kept_invertible))


def jeffreys(pair: GeneratorPairCase, seed: int) -> tuple[float, float]:
    """J, and 0 where it is known; else an estimate and its standard error."""
    d, layers = pair.size
    if d > 1 and layers > 1:
        return estimated_jeffreys(pair, seed)
    with precision(64):
        exact = pair.into(Balls(64))
        assert isinstance(exact, GeneratorPair)
        return float(as_ball(exact.jeffreys)), 0.0


def estimated_jeffreys(pair: GeneratorPairCase, seed: int) -> tuple[float, float]:
    """The mean of log P_real − log P_g, exact densities both, over points of P_real, minus that over points of P_g, and its
    standard error."""
    from lemmata.theory.densities.density_ratio import DensityRatio  # it loads torch: see `lemmata.late`

    random = torch.Generator().manual_seed(seed)
    sigma, parameters = pair.g.activation, [_tensors(case) for case in (pair.g, pair.h)]
    weights, biases = (torch.stack(both, 1) for both in zip(*parameters, strict=True))
    log_ratio = DensityRatio(weights, biases, sigma)
    J = variance = 0.0
    for sign, both in ((1, parameters[0]), (-1, parameters[1])):
        z = torch.randn(1, pair.size[0], _DRAWS, generator=random, dtype=torch.float64)
        values = sign * log_ratio(pushed(sigma, both, z))
        J, variance = J + float(values.mean()), variance + float(values.var()) / _DRAWS
    return J, variance**0.5


def _tensors(case: GeneratorCase) -> tuple[Tensor, Tensor]:
    """Weights (1, l, d, d) and biases (1, l, d)."""
    weights = [[[[float(v) for v in row] for row in w] for w in case.weights]]
    biases = [[[float(v) for v in b] for b in case.biases]]
    return torch.tensor(weights, dtype=torch.float64), torch.tensor(biases, dtype=torch.float64)
