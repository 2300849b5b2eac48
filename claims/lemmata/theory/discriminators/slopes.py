"""Enclosures of the slopes of θ ↦ Σ_i w_i f_θ(x_i) over boxes of parameters, for chains of trained layers.

Slopes are those of chords from the centre c: f_θ − f_c = Σ_j D_j(θ_j − c_j) for every θ of the box, with D in the enclosure
[Neumaier 1990, §2.3]. So a kink inside of a box needs no derivative: there the slopes of σ are all those between its
one-sided ones. And W z − W_c z_c = W_c(z − z_c) + (W − W_c)z: on the way back the weights are those of the centre.

Where the N terms of a sum move together with θ they must not be enclosed one by one, or nothing would cancel between two
samples. So the slopes in W_2, Σ_i w_i δ_i σ(t_i), are taken from their value at the centre and from their own slopes in W_1.

Rounding: |θ_j| ≤ 1 in all boxes, so every intermediate number has a bound M that is known in advance. A sum of n products
of numbers up to M is wrong by at most γ_{n+4}·n·M (two roundings more for each factor that is itself the nearest float of a
number), and the enclosure is widened by that much at each step, before its sign is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from lemmata.numerics.rounding import gamma, tiny
from lemmata.theory.discriminators.contractions import Contraction
from lemmata.theory.discriminators.families import Stages

__all__ = ["enclosed_slopes"]

_DOUBLE = torch.float64
# Widened bounds stay below this multiple of the bound: n·u is far below 2⁻²⁰ for the sizes that fit into memory.
_MORE = 1 + 2.0**-20

Interval = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class _First:
    """The first layer over the boxes: t = W_1 x at the centre, its range, and the slopes of σ over it."""

    sigma: Contraction
    half: Tensor
    at_centre: Tensor
    low: Tensor
    high: Tensor
    bound: float


def enclosed_slopes(stages: Stages, centre: Tensor, half: Tensor, points: Tensor, weights: Tensor) -> Interval:
    """Midpoints and radii, (T, m) each, of enclosures of the slopes of Σ_i w_i f_θ(x_i) over the boxes centre ± half.

    centre, half: (T, m) with |centre| + half ≤ 1. points: (d, N) as they enter the first layer; weights: (N,). All float64.
    """
    boxes = [
        (c.reshape(len(c), *shape), h.reshape(len(h), *shape))
        for (shape, _), c, h in zip(stages, _split(stages, centre), _split(stages, half), strict=True)
    ]
    first = _first_layer(stages[0][1], *boxes[0], points)
    low, high, bound = first.low, first.high, first.bound
    outputs: list[tuple[Tensor, Tensor, float]] = []  # of each layer but the last, after its activation
    steep = [stages[0][1].slopes(low, high)]
    for (shape, sigma), (_, before), (c, h) in zip(stages[1:], stages[:-1], boxes[1:], strict=True):
        error = gamma(before.roundings, _DOUBLE) * bound + tiny(_DOUBLE)
        low, high = _image(before.sigma(low), before.sigma(high), low, high, before.name)
        low, high, bound = low - error, high + error, bound * _MORE
        outputs.append((low, high, bound))
        low, high, bound = _product(c - h, c + h, low, high, bound, shape[1])
        steep.append(sigma.slopes(low, high))
    return _backwards(stages, boxes, first, outputs, steep, points, weights)


def _split(stages: Stages, theta: Tensor) -> tuple[Tensor, ...]:
    return theta.split([rows * columns for (rows, columns), _ in stages], dim=1)


def _first_layer(sigma: Contraction, centre: Tensor, half: Tensor, points: Tensor) -> _First:
    d = len(points)
    bound = float(points.abs().sum(0).max()) * _MORE
    error = gamma(d + 5, _DOUBLE) * d * bound + tiny(_DOUBLE)
    shape = *centre.shape[:2], points.shape[1]
    middle = (centre.reshape(-1, d) @ points).view(shape)
    radius = (half.reshape(-1, d) @ points.abs()).add_(error).view(shape)
    return _First(sigma, half, middle, middle - radius, middle + radius, bound * _MORE)


def _image(at_low: Tensor, at_high: Tensor, low: Tensor, high: Tensor, name: str) -> Interval:
    """σ([low, high]). All contractions but |·| increase."""
    if name == "abs":
        straddles = (low < 0) & (high > 0)
        return torch.where(straddles, 0.0, torch.minimum(at_low, at_high)), torch.maximum(at_low, at_high)
    return at_low, at_high


def _times(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Interval:
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
    boxes: list[Interval],
    first: _First,
    outputs: list[tuple[Tensor, Tensor, float]],
    steep: list[Interval],
    points: Tensor,
    weights: Tensor,
) -> Interval:
    mass, (low, high), bound = float(weights.abs().sum()) * _MORE, steep[-1], 1.0
    found: list[Interval] = []  # from the last layer to the first
    for k in range(len(stages) - 1, 0, -1):
        a, b, size = outputs[k - 1]
        if k == 1:
            found.append(_second_layer(first, steep[0], (low, high), (a, b), points, weights, mass * bound * size))
        else:
            ends = _times(low.unsqueeze(2), high.unsqueeze(2), a.unsqueeze(1), b.unsqueeze(1))
            found.append(_weighted(*ends, weights, mass * bound * size))
        c = boxes[k][0].mT
        low, high, bound = _product(c, c, low, high, bound, stages[k][0][0])
        low, high = _times(*steep[k - 1], low, high)
        error = gamma(2, _DOUBLE) * bound + tiny(_DOUBLE)
        low, high = low - error, high + error
    # the points do not vary: only the sign of w_i x_ij says which end counts
    scaled = points * weights
    found.append(_weighted(low, high, scaled.mT, mass * bound * float(points.abs().max())))
    middles, radii = ([part[i].flatten(1) for part in reversed(found)] for i in (0, 1))
    return torch.cat(middles, 1), torch.cat(radii, 1)


def _second_layer(
    first: _First, steep: Interval, after: Interval, outputs: Interval, points: Tensor, weights: Tensor, size: float
) -> Interval:
    """Midpoint and radius of Σ_i w_i δ_i σ(t_i), (T, rows, H), with δ in ``after``, (T, rows, N), and t = W_1 x.

    With δ = δ_m ± δ_r it is Σ w_i δ_m σ(t_i) at the centre, up to Σ_j h_j|Σ_i w_i δ_m S_i x_ij| for the slopes S of σ over the
    box, and up to Σ_i |w_i| δ_r max|σ(t_i)|. ``size`` bounds all these sums; t at the centre is wrong by γ_{d+5} d M.
    """
    d, N = points.shape
    roundings = N + d * (d + 5) + first.sigma.roundings + 8
    error = 4 * (d + 2) * gamma(roundings, _DOUBLE) * size + tiny(_DOUBLE)
    middle, radius = (after[0] + after[1]) / 2, (after[1] - after[0]) / 2
    slope, spread = (steep[0] + steep[1]) / 2, (steep[1] - steep[0]) / 2
    scaled = middle * weights
    value = scaled @ first.sigma.sigma(first.at_centre).mT
    reach = (radius * weights.abs()) @ torch.maximum(outputs[0].abs(), outputs[1].abs()).mT + error
    for j, x in enumerate(points):
        along = ((scaled * x) @ slope.mT).abs() + (scaled * x).abs() @ spread.mT
        reach = reach + along * first.half[:, :, j].unsqueeze(1)
    return value, reach


def _weighted(low: Tensor, high: Tensor, weights: Tensor, size: float) -> Interval:
    """Midpoint and radius of Σ_i w_i [low_i, high_i] over the last axis, for sums of up to ``size`` in absolute value."""
    error = 4 * gamma(low.shape[-1] + 8, _DOUBLE) * size + tiny(_DOUBLE)
    middle = ((low + high) / 2) @ weights
    radius = ((high - low) / 2) @ weights.abs()
    return middle, radius + error
