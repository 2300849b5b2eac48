"""Wasserstein GAN training of B generators beside one another [Arjovsky, Chintala and Bottou 2017], in plain torch.

Points lie on the last, contiguous axis. Randomness comes from one torch.Generator, step counts are fixed, nothing is stored:
on one thread the same seed gives the same iterates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.theory.networks.activations import Activation
from lemmata.theory.training.adam import Adam
from lemmata.theory.training.critics import Opponent

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Generate", "Iterate", "Plan", "estimated", "pushed", "signed", "trained"]

# Parameters of B generators, and latent points (B, d, n), to x = g(z), (B, d, n).
Generate = Callable[["Sequence[Tensor]", "Tensor"], "Tensor"]

# Iterates are kept in multiples of this: short numbers that exact arithmetic reads.
_GRID = 2.0**-6


@dataclass(frozen=True)
class Plan:
    """How long and how fast.

    Attributes:
        steps: descents of the generators, each after ``ascents`` steps of the discriminators.
        points: generated points of one step.
        settling: more ascents before the distance of an iterate is taken, on ``settled_on`` points; it is measured on
            ``measured_on`` others.
        every: steps between two iterates that are kept.
        rate, ascent_rate: of Adam for generators, falling linearly to 0, and for discriminators.
    """

    steps: int = 80
    ascents: int = 5
    points: int = 256
    settling: int = 20
    settled_on: int = 2048
    measured_on: int = 16_384
    every: int = 8
    rate: float = 0.04
    ascent_rate: float = 0.1


@dataclass(frozen=True)
class Iterate:
    """The generators after so many steps, on the grid, and the distance that their discriminators see, (B,)."""

    step: int
    parameters: tuple[Tensor, ...]
    distance: Tensor


def pushed(activation: Activation, parameters: Sequence[Tensor], z: Tensor) -> Tensor:
    """x = g(z), (B, d, n) to (B, d, n), for weights (B, l, d, d) and biases (B, l, d); differentiable in them."""
    weights, biases = parameters
    layers = weights.shape[1]
    for k in range(layers):
        z = torch.baddbmm(biases[:, k].unsqueeze(-1), weights[:, k], z)
        z = activation.sigma(z) if k + 1 < layers else z
    return z


def signed(samples: Tensor, generated: Tensor) -> Tensor:
    """1/N at each of the N samples, then −1/n at each of the n generated points: what `Opponent.deviation` asks for."""
    N, n = samples.shape[-1], generated.shape[-1]
    return torch.cat((samples.new_full((N,), 1 / N), samples.new_full((n,), -1 / n)))


def trained(
    parameters: Sequence[Tensor],
    generate: Generate,
    samples: Tensor,
    opponent: Opponent,
    random: torch.Generator,
    plan: Plan,
    project: Callable[[Sequence[Tensor]], None] = lambda parameters: None,
) -> Iterator[Iterate]:
    """The iterates of B generators, each trained on its own ``samples`` (B, d, N), from ``parameters`` on.

    The batch is B runs that know nothing of each other: Adam works entry by entry. After each step ``project`` moves the
    generators back into their class, in place. Raises ArithmeticError where a weight is no
    longer finite.
    """
    generators = [tensor.clone().requires_grad_() for tensor in parameters]
    descent, ascent = Adam(generators, plan.rate), _adam(opponent, plan)
    for step in range(plan.steps + 1):
        generated = generate(generators, _latent(samples, plan.points, random))
        x, weights = torch.cat((samples, generated), -1), signed(samples, generated)
        _ascend(opponent, ascent, x.detach(), weights, plan.ascents)
        if step % plan.every == 0:
            kept = tuple((tensor.detach() / _GRID).round() * _GRID for tensor in generators)
            distance = estimated(kept, generate, samples, deepcopy(opponent), random, plan)
            yield Iterate(step, kept, distance)
        descent.rate = plan.rate * (1 - step / plan.steps)
        descent.step(torch.autograd.grad(opponent.deviation(x, weights).sum(), generators))
        if not all(tensor.isfinite().all() for tensor in (*generators, *opponent.parameters)):
            raise ArithmeticError(f"training diverged: after {step + 1} steps a weight is no longer finite")
        project(generators)


def estimated(
    parameters: Sequence[Tensor],
    generate: Generate,
    samples: Tensor,
    opponent: Opponent,
    random: torch.Generator,
    plan: Plan,
) -> Tensor:
    """The deviation (B,) that ``plan.settling`` ascents of the opponent reach: the distance itself for a supremum that is
    known, else a lower bound for it; up to the sampling of P_g, on points that the opponent was not fitted to. Its sign
    may turn there, and F holds −f with every f."""

    @torch.no_grad()
    def against(n: int) -> tuple[Tensor, Tensor]:
        generated = generate(parameters, _latent(samples, n, random))
        return torch.cat((samples, generated), -1), signed(samples, generated)

    _ascend(opponent, _adam(opponent, plan), *against(plan.settled_on), plan.settling)
    return opponent.deviation(*against(plan.measured_on)).detach().abs()


def _latent(samples: Tensor, n: int, random: torch.Generator) -> Tensor:
    networks, d, _ = samples.shape
    return torch.randn(networks, d, n, generator=random, dtype=samples.dtype, device=samples.device)


def _adam(opponent: Opponent, plan: Plan) -> Adam | None:
    return Adam(opponent.parameters, plan.ascent_rate) if opponent.parameters else None


def _ascend(opponent: Opponent, optimiser: Adam | None, x: Tensor, weights: Tensor, times: int) -> None:
    if optimiser is None:
        return
    for _ in range(times):
        optimiser.step(torch.autograd.grad(-opponent.deviation(x, weights).sum(), opponent.parameters))
        opponent.project()
