"""Enclosures of the slopes of θ ↦ Σ_i w_i f_θ(x_i) over boxes of parameters, for chains of trained layers.

Slopes are those of chords: f_θ − f_c = Σ_j D_j(θ_j − c_j) with D in the enclosure, for all θ, c of the box [Neumaier 1990,
§2.3]. So a kink inside of a box needs no derivative: there the slopes of σ are all those between its one-sided ones.

Rounding: |θ_j| ≤ 1 in all boxes, so every intermediate number has a bound M that is known in advance. A sum of n products
of numbers up to M is wrong by at most γ_{n+4}·n·M (two roundings more for each factor that is itself the nearest float of a
number), and the enclosure is widened by that much at each step, before its sign is looked at.
"""

from __future__ import annotations

import torch
from torch import Tensor

from claims.numerics.rounding import gamma, tiny
from claims.theory.families import Stages

__all__ = ["enclosed_slopes"]

_DOUBLE = torch.float64
# Widened bounds stay below this multiple of the bound: n·u is far below 2⁻²⁰ for the sizes that fit into memory.
_MORE = 1 + 2.0**-20


def enclosed_slopes(
    stages: Stages, centre: Tensor, half: Tensor, points: Tensor, weights: Tensor
) -> tuple[Tensor, Tensor]:
    """Midpoints and radii, (T, m) each, of enclosures of the slopes of Σ_i w_i f_θ(x_i) over the boxes centre ± half.

    centre, half: (T, m) with |centre| + half ≤ 1. points: (d, N) as they enter the first layer; weights: (N,). All float64.
    """
    boxes = [
        (c.reshape(len(c), *shape), h.reshape(len(h), *shape))
        for (shape, _), c, h in zip(stages, _split(stages, centre), _split(stages, half), strict=True)
    ]
    low, high, bound = _first_layer(*boxes[0], points)
    outputs: list[tuple[Tensor, Tensor, float]] = []  # of each layer but the last, after its activation
    steep = [stages[0][1].slopes(low, high)]
    for (shape, sigma), (_, before), (c, h) in zip(stages[1:], stages[:-1], boxes[1:], strict=True):
        error = gamma(before.roundings, _DOUBLE) * bound + tiny(_DOUBLE)
        low, high = _image(before.sigma(low), before.sigma(high), low, high, before.name)
        low, high, bound = low - error, high + error, bound * _MORE
        outputs.append((low, high, bound))
        low, high, bound = _product(c - h, c + h, low, high, bound, shape[1])
        steep.append(sigma.slopes(low, high))
    return _backwards(stages, boxes, outputs, steep, points, weights)


def _split(stages: Stages, theta: Tensor) -> tuple[Tensor, ...]:
    return theta.split([rows * columns for (rows, columns), _ in stages], dim=1)


def _first_layer(centre: Tensor, half: Tensor, points: Tensor) -> tuple[Tensor, Tensor, float]:
    d = len(points)
    bound = float(points.abs().sum(0).max()) * _MORE
    error = gamma(d + 5, _DOUBLE) * d * bound + tiny(_DOUBLE)
    shape = *centre.shape[:2], points.shape[1]
    middle = (centre.reshape(-1, d) @ points).view(shape)
    radius = (half.reshape(-1, d) @ points.abs()).add_(error).view(shape)
    return middle - radius, middle + radius, bound * _MORE


def _image(at_low: Tensor, at_high: Tensor, low: Tensor, high: Tensor, name: str) -> tuple[Tensor, Tensor]:
    """σ([low, high]). All contractions but |·| increase."""
    if name == "abs":
        straddles = (low < 0) & (high > 0)
        return torch.where(straddles, 0.0, torch.minimum(at_low, at_high)), torch.maximum(at_low, at_high)
    return at_low, at_high


def _times(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> tuple[Tensor, Tensor]:
    """[a, b]·[c, d], each end a product of two ends: one rounding."""
    products = a * c, a * d, b * c, b * d
    low = torch.minimum(torch.minimum(products[0], products[1]), torch.minimum(products[2], products[3]))
    high = torch.maximum(torch.maximum(products[0], products[1]), torch.maximum(products[2], products[3]))
    return low, high


def _product(a: Tensor, b: Tensor, low: Tensor, high: Tensor, bound: float, n: int) -> tuple[Tensor, Tensor, float]:
    """The product of the matrices [a, b], (T, rows, n), with the columns [low, high], (T, n, N), up to ``bound``."""
    error = gamma(n + 4, _DOUBLE) * n * bound + tiny(_DOUBLE)
    found = _times(a.unsqueeze(-1), b.unsqueeze(-1), low.unsqueeze(1), high.unsqueeze(1))
    return found[0].sum(2) - error, found[1].sum(2) + error, n * bound * _MORE


def _backwards(
    stages: Stages,
    boxes: list[tuple[Tensor, Tensor]],
    outputs: list[tuple[Tensor, Tensor, float]],
    steep: list[tuple[Tensor, Tensor]],
    points: Tensor,
    weights: Tensor,
) -> tuple[Tensor, Tensor]:
    mass, (low, high), bound = float(weights.abs().sum()) * _MORE, steep[-1], 1.0
    found: list[tuple[Tensor, Tensor]] = []  # from the last layer to the first
    for k in range(len(stages) - 1, 0, -1):
        a, b, size = outputs[k - 1]
        ends = _times(low.unsqueeze(2), high.unsqueeze(2), a.unsqueeze(1), b.unsqueeze(1))
        found.append(_weighted(*ends, weights, mass * bound * size))
        c, h = (part.mT for part in boxes[k])
        low, high, bound = _product(c - h, c + h, low, high, bound, stages[k][0][0])
        low, high = _times(*steep[k - 1], low, high)
        error = gamma(2, _DOUBLE) * bound + tiny(_DOUBLE)
        low, high = low - error, high + error
    # the points do not vary: only the sign of w_i x_ij says which end counts
    scaled = points * weights
    found.append(_weighted(low, high, scaled.mT, mass * bound * float(points.abs().max())))
    middles, radii = ([part[i].flatten(1) for part in reversed(found)] for i in (0, 1))
    return torch.cat(middles, 1), torch.cat(radii, 1)


def _weighted(low: Tensor, high: Tensor, weights: Tensor, size: float) -> tuple[Tensor, Tensor]:
    """Midpoint and radius of Σ_i w_i [low_i, high_i] over the last axis, for sums of up to ``size`` in absolute value."""
    error = 4 * gamma(low.shape[-1] + 8, _DOUBLE) * size + tiny(_DOUBLE)
    middle = ((low + high) / 2) @ weights
    radius = ((high - low) / 2) @ weights.abs()
    return middle, radius + error
