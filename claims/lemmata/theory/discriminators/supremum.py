"""The supremum of |Σ_i w_i f_θ(x_i)| over the unit ball B^m, m ≤ 3: rigorous bounds from both sides, by branch and bound.

With w_i = 1/N on the points of one sample and −1/n on those of another it is the distance d_F of the two.

The cube [−1, 1]^m is cut into boxes c ± h; boxes outside of the ball are dropped. With g(θ) = Σ_i w_i f_θ(x_i):

- *below*: |g(q)| for the point q of the ball next to c.
- *above*, from the Lipschitz constants L_i of θ ↦ f_θ(x_i): |g| ≤ |g(q)| + ‖h‖ Σ_i |w_i|L_i, since ‖θ − q‖ ≤ ‖θ − c‖ ≤ ‖h‖.
- *above*, from the slopes over the box, D ∈ M ± R (`slopes`): ±g(θ) = ±g(c) ± ⟨M, θ − c⟩ ± ⟨D − M, θ − c⟩ for θ in the box,
  hence ±g ≤ ±g(c) + max ±⟨M, θ − c⟩ + Σ R_j h_j. For the maximum over box and ball the ball is replaced by its half-space
  ⟨u, θ⟩ ≤ 1, u = c/‖c‖; by duality every λ ≥ 0 gives the bound λ(1 − ⟨u, c⟩) + Σ|±M_j − λu_j|h_j, and the best λ is 0 or a
  quotient ±M_j/u_j.

Rounding: how far g is wrong is derived in `Family.rounding_of_sums`, for ‖c‖ ≤ √m as for ‖q‖ ≤ 1; the
bounds above are sums of at most 3m + 4 numbers, whose absolute values add up to at most |g(c)| + 8Σ(|M_j| + R_j) while
λ ≤ Σ|M_j|, and the computed u is a unit vector up to four roundings: 4(m + 8) roundings of that are added. Centres and halves
are dyadic, hence exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import torch
from torch import Tensor

from lemmata.numerics.rounding import unit
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.open_boxes import OpenBoxes
from lemmata.theory.discriminators.slopes import enclosed_slopes

__all__ = ["Enclosure", "supremum"]

_U = unit(torch.float64)
# Numbers in one array of a step: a few such arrays fit into the cache together.
_NUMBERS = 1 << 16


@dataclass(frozen=True)
class Enclosure:
    """lower ≤ sup ≤ upper.

    Attributes:
        witness: a θ of the unit ball with |Σ_i w_i f_θ(x_i)| ≥ lower.
        boxes: how many boxes were looked at.
        tolerance: the width that was asked for; a search that was stopped by its cap may be wider.
    """

    lower: float
    upper: float
    witness: tuple[Fraction, ...]
    boxes: int
    tolerance: float

    @property
    def complete(self) -> bool:
        """Whether upper − lower is within the tolerance."""
        return self.upper - self.lower <= self.tolerance

    def exceeds(self, number: float) -> bool | None:
        """Whether the supremum exceeds a number; None where the enclosure does not tell."""
        return True if self.lower > number else False if self.upper <= number else None


def supremum(
    family: Family,
    points: Tensor,
    weights: Tensor,
    tolerance: float,
    *,
    against: float | None = None,
    max_boxes: int = 1 << 22,
) -> Enclosure:
    """Bounds of sup over θ ∈ B^m of |Σ_i w_i f_θ(x_i)|, no further apart than ``tolerance`` unless ``max_boxes`` is reached.

    Args:
        points: (d, N) float64; entries may be the nearest floats of the numbers that are meant.
        weights: (N,) float64, likewise.
        against: only whether the supremum exceeds this number is asked: the search ends as soon as lower > against, and no
            box whose bound is at most that is cut further.

    Raises:
        ValueError: for m > 3, shapes or dtypes that do not fit, a tolerance that float64 cannot reach, and a comparison
            with a number that is negative or infinite.
    """
    search = _Search(family, points, weights)
    if not 4 * search.error < tolerance < float("inf"):
        raise ValueError(f"a tolerance above {4 * search.error:.1e} is expected: float64 has no more; got {tolerance}")
    if max_boxes < 1:
        raise ValueError(f"max_boxes must be at least 1, got {max_boxes}")
    m = family.m
    centre, half = torch.zeros(1, m, dtype=torch.float64), torch.ones(1, m, dtype=torch.float64)
    upper, axis = search.bounds(centre, half)
    if against is not None and not 0 <= against < float("inf"):
        raise ValueError(f"a supremum is compared with a finite number from 0 on, got {against}")
    low_enough = 0.0 if against is None else against
    closed, bar = 0.0, float("-inf")
    at_once = max(32, _NUMBERS // (search.width * search.points.shape[1]))
    waiting = OpenBoxes(_rows(upper, centre, half, axis))
    while search.boxes < max_boxes and not (against is not None and search.lower > against):
        # the largest bounds first: only they can lower the result
        rows = waiting.take(at_once)
        done = rows[:, 0] <= bar
        closed = max(closed, float(rows[done, 0].max())) if done.any() else closed
        rows = rows[~done]
        if not len(rows):
            break  # what waits has no larger bounds than what was taken
        parts = _halves(*_parts(rows))
        near = _meets_the_ball(*parts)
        centre, half = (part[near] for part in parts)
        found, axis = search.bounds(centre, half)
        # a part is bounded by what bounds the whole
        found = torch.minimum(found, rows[:, 0].repeat(2)[near])
        bar = max(search.lower + tolerance, low_enough)
        done = found <= bar
        closed = max(closed, float(found[done].max())) if done.any() else closed
        waiting.add(_rows(found, centre, half, axis)[~done])
    highest = max(closed, search.lower, waiting.highest)
    witness = tuple(Fraction(v) for v in search.witness)
    return Enclosure(search.lower, highest, witness, search.boxes, tolerance)


class _Search:
    """One function g, the best value found so far, and the number of boxes looked at."""

    def __init__(self, family: Family, points: Tensor, weights: Tensor) -> None:
        _check(family, points, weights)
        # the merged weights are taken as exact; that they are not is part of the errors
        given = points, weights
        points, weights = _merged(points, weights)
        self.family, self.points, self.weights = family, points, weights
        self.stages = family.stages(points)
        self.width = 1 if self.stages is None else max(max(shape) for shape, _ in self.stages[1])
        self.steepness = float(weights.abs() @ family.steepness(points)) * (1 + 4 * (len(weights) + 8) * _U)
        reaches = 1.0, family.m**0.5 * (1 + 4 * _U)
        self.error, self.error_outside = (
            family.rounding_of_sums(*given, reach) + family.rounding_of_sums(points, weights, reach)
            for reach in reaches
        )
        self.lower, self.witness, self.boxes = 0.0, [0.0] * family.m, 0

    def _g(self, theta: Tensor) -> Tensor:
        return self.family.values(theta, self.points) @ self.weights

    def bounds(self, centre: Tensor, half: Tensor) -> tuple[Tensor, Tensor]:
        """An upper bound of |g| on each box within the ball, and the axis along which it varies most."""
        self.boxes += len(centre)
        at_centre = self._g(centre)
        norm = torch.linalg.vector_norm(centre, dim=1)
        outside = norm > 1 - 8 * _U
        q, at_q = centre, at_centre
        if outside.any():
            q, at_q = centre.clone(), at_centre.clone()
            # the norm and the quotient are rounded: (1 − 16u) keeps q inside
            q[outside] = centre[outside] / norm[outside].unsqueeze(1) * (1 - 16 * _U)
            at_q[outside] = self._g(q[outside])
        if len(at_q) and float(at_q.abs().max()) - self.error > self.lower:
            best = int(at_q.abs().argmax())
            self.lower, self.witness = float(at_q[best].abs()) - self.error, q[best].tolist()
        # ‖θ − q‖ ≤ ‖h‖ + 32u: q may lie that far from the nearest point of the ball
        far = torch.linalg.vector_norm(half, dim=1) * (1 + 16 * _U) + 32 * _U
        upper = at_q.abs() + (self.steepness * far) * (1 + 16 * _U) + self.error * (1 + 2.0**-20)
        upper = upper * (1 + 8 * _U)
        if self.stages is None:
            return upper, half.argmax(1)
        points, layers = self.stages
        middle, radius = enclosed_slopes(layers, centre, half, points, self.weights)
        linear = self._from_slopes(at_centre, centre, half, middle, radius)
        return torch.minimum(upper, linear), ((middle.abs() + radius) * half).argmax(1)

    def _from_slopes(self, at_centre: Tensor, centre: Tensor, half: Tensor, middle: Tensor, radius: Tensor) -> Tensor:
        above = at_centre + _linear(middle, centre, half)
        below = -at_centre + _linear(-middle, centre, half)
        sizes = at_centre.abs() + 8 * (middle.abs() + radius).sum(1)
        slack = 4 * (self.family.m + 8) * _U * sizes + self.error_outside
        return (torch.maximum(above, below) + (radius * half).sum(1) + slack) * (1 + 4 * _U)


def _linear(M: Tensor, centre: Tensor, half: Tensor) -> Tensor:
    """An upper bound of ⟨M, θ − c⟩ over the part of each box that lies in the ball, up to rounding."""
    norm = torch.linalg.vector_norm(centre, dim=1, keepdim=True)
    u = centre / norm.clamp_min(_U)
    most = M.abs().sum(1, keepdim=True)
    # wherever u_j = 0 any λ will do; λ = 0 is the box alone
    multipliers = torch.cat([torch.where(u == 0, 0.0, M / u), torch.zeros_like(most)], 1)
    multipliers = torch.minimum(multipliers.clamp_min(0), most)
    room = 1 - (u * centre).sum(1, keepdim=True)
    spread = ((M.unsqueeze(1) - multipliers.unsqueeze(2) * u.unsqueeze(1)).abs() @ half.unsqueeze(2)).squeeze(2)
    return (multipliers * room + spread).amin(1)


def _check(family: Family, points: Tensor, weights: Tensor) -> None:
    if family.m > 3:
        raise ValueError(f"boxes are cut in at most 3 dimensions, and {family!r} has m = {family.m}")
    if points.dtype != torch.float64 or weights.dtype != torch.float64:
        raise ValueError(f"points and weights must be float64, got {points.dtype} and {weights.dtype}")
    if points.ndim != 2 or points.shape[0] != family.dimension or weights.shape != points.shape[1:] or not len(weights):
        raise ValueError(
            f"points must have shape ({family.dimension}, N) and weights (N,), N ≥ 1, "
            f"got {tuple(points.shape)} and {tuple(weights.shape)}"
        )
    if not (points.isfinite().all() and weights.isfinite().all()):
        raise ValueError("points and weights must be finite")


def _merged(points: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Equal points once, with the sum of their weights: on laws of few atoms two large samples nearly cancel.

    Each sum has at most N terms, so Σ_i w_i f_θ(x_i) changes by less than `Family.rounding_of_sums` of what was given.
    """
    distinct, place = torch.unique(points, dim=1, return_inverse=True)
    if distinct.shape[1] == points.shape[1]:
        return points, weights
    return distinct.contiguous(), torch.zeros_like(distinct[0]).index_add_(0, place, weights)


def _rows(upper: Tensor, centre: Tensor, half: Tensor, axis: Tensor) -> Tensor:
    """Boxes for `OpenBoxes`, one a row."""
    return torch.cat([upper.unsqueeze(1), centre, half, axis.unsqueeze(1)], 1)


def _parts(rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Centre, half and axis of boxes in rows."""
    m = (rows.shape[1] - 2) // 2
    return rows[:, 1 : m + 1], rows[:, m + 1 : -1], rows[:, -1].long()


def _halves(centre: Tensor, half: Tensor, axis: Tensor) -> tuple[Tensor, Tensor]:
    """Both halves of each box along its axis: first all lower ones, then all upper ones."""
    smaller = half.scatter(1, axis.unsqueeze(1), half.gather(1, axis.unsqueeze(1)) / 2)
    step = half - smaller
    return torch.cat([centre - step, centre + step]), smaller.repeat(2, 1)


def _meets_the_ball(centre: Tensor, half: Tensor) -> Tensor:
    """False only for boxes that lie outside of the unit ball: the computed square exceeds 1 by more than its rounding."""
    nearest = (centre.abs() - half).clamp_min(0)
    return nearest.square().sum(1) <= 1 + 16 * _U
