"""Adversarial pairs of networks: gradient ascent towards |f_θ(x) − f_θ̂(x)| = L‖θ − θ̂‖, rounded to rationals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from lemmata.late import torch
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.network_pairs import NetworkPair

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["adversarial_pair"]

# Numbers of the rounded case are multiples of 1/_GRID.
_GRID = 2**14
_STARTS = 8
# ‖θ − θ̂‖: the bound is approached as θ̂ → θ, and the grid must still resolve the difference.
_APART = 2**-6


def adversarial_pair(d: int, hidden: tuple[int, ...], sigma: str, seed: int, steps: int = 30) -> NetworkPair:
    """Normed gradient steps on log‖∂f_θ(x)/∂θ‖ over the ball from a seeded start; θ̂ lies down its slope, and B = ‖x‖.

    Of a few starts the one with the largest |f_θ(x)| is taken: many ReLU networks are 0. Rounding is towards 0, so that the
    ball is never left.
    """
    rng = np.random.default_rng(seed)
    family = BiasFreeNetworks(d, hidden, sigma)
    point = torch.from_numpy(rng.standard_normal((d, 1)))
    starts = torch.from_numpy(rng.standard_normal((_STARTS, family.m)))
    theta = starts[family.values(starts, point)[:, 0].abs().argmax()]
    theta = theta / theta.norm()
    for step in range(steps):
        theta = theta + _unit(_slopes(family, theta, point)[1]) * (0.5 * 0.85**step)
        theta = theta / theta.norm()
    value = float(family.values(theta.unsqueeze(0), point))
    down = _unit(_slopes(family, theta, point)[0]) * (-1 if value > 0 else 1)
    other = theta + down * _APART
    x = tuple(_rounded(v) for v in point[:, 0].tolist())
    nets = [_weights(family, vector / vector.norm().clamp_min(1.0)) for vector in (theta, other)]
    return NetworkPair(nets[0], nets[1], x if any(x) else (Fraction(1), *x[1:]), Fraction(1, 1 + seed % 7), sigma)


def _slopes(family: BiasFreeNetworks, theta: Tensor, point: Tensor) -> tuple[Tensor, Tensor]:
    """∂f/∂θ, and the gradient of the logarithm of its norm."""
    with torch.enable_grad():
        variable = theta.detach().requires_grad_()
        value = family.values(variable.unsqueeze(0), point).sum()
        (slope,) = torch.autograd.grad(value, variable, create_graph=True)
        if not slope.any():
            return slope.detach(), slope.detach()
        (steeper,) = torch.autograd.grad(slope.norm().log(), variable)
        return slope.detach(), steeper


def _unit(vector: Tensor) -> Tensor:
    return vector / vector.norm() if vector.any() else vector


def _rounded(value: float) -> Fraction:
    return Fraction(int(value * _GRID), _GRID)


def _weights(family: BiasFreeNetworks, theta: Tensor) -> tuple[tuple[tuple[Fraction, ...], ...], ...]:
    # a norm that rounding left a little above 1 is brought below it first
    inside = theta * (1 - 2.0**-40)
    return tuple(
        tuple(tuple(_rounded(v) for v in row) for row in W[0].tolist()) for W in family.tensors(inside.unsqueeze(0))
    )
