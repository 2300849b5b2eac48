"""The nearest of N points: x ↦ min_i ‖x − x_i‖ is 1-Lipschitz and 0 at the points, so its mean under P is at most W₁(P̂, P).

Two ways, the faster one where each is. In few dimensions, scipy's k-d tree. Else one matrix product for a block of queries and
points, ‖x − y‖² = ‖x‖² − 2⟨x, y⟩ + ‖y‖² after a shift of the origin into the points, which only proposes: where two points
are closer to each other's value than its rounding error, all differences x − y are taken. The distance that is returned is
always the norm of a difference: accurate to a few units in the last place at any offset, unlike that of the expansion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.numerics.rounding import gamma, require_dtype, require_ieee

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Nearest", "nearest"]

# On the CPU a k-d tree is the faster way as long as it has so many points for each of the 3^d cells around that of a query;
# with fewer, it looks at most of them, one by one.
_TREE = 4
# Bytes of a block of squared distances, and points in a block: on the CPU 1024 queries by 1024 points.
_BLOCK_CPU, _POINTS_CPU = 1 << 23, 1024
_BLOCK_DEVICE, _POINTS_DEVICE = 1 << 28, 4096
# Bytes of a number in a block: all products are taken in float64.
_NUMBER = 8


@dataclass(frozen=True)
class Nearest:
    """For each query the distance to its nearest point and that point's number (one of them, where several are as near)."""

    distance: Tensor
    index: Tensor


def nearest(points: Tensor, queries: Tensor, *, block_bytes: int | None = None) -> Nearest:
    """The nearest of ``points``, (d, N), for each of ``queries``, (d, M).

    ‖x − x_i‖ for the point returned exceeds the least distance by a factor of 1 + 2γ_{d+3} at most, and where a tree is used
    by 1 + γ_{d+8N} of float64 more. Float32 or float64, on any device; the work goes in blocks of ``block_bytes``, by default
    8 MB, or 256 MB on an accelerator.

    Raises:
        ValueError: for shapes, dtypes and devices that do not fit, no points, values that are not finite, and blocks too
            small for one number.
    """
    if points.ndim != 2 or queries.ndim != 2 or points.shape[0] != queries.shape[0] or 0 in points.shape:
        raise ValueError(f"shapes (d, N) and (d, M) are needed, got {tuple(points.shape)} and {tuple(queries.shape)}")
    if points.dtype != queries.dtype or points.device != queries.device:
        raise ValueError(
            f"points and queries must agree in dtype and device, got {points.dtype} on {points.device} and "
            f"{queries.dtype} on {queries.device}"
        )
    require_dtype(points.dtype)
    if any(
        (cloud - cloud).any() for cloud in (points, queries)
    ):  # ∞ − ∞ and NaN are not 0, and this takes a quarter of the time
        raise ValueError("points and queries must be finite")
    on_cpu = points.device.type == "cpu"
    if block_bytes is None:
        block_bytes = _BLOCK_CPU if on_cpu else _BLOCK_DEVICE
    if (numbers := block_bytes // _NUMBER) < 1:
        raise ValueError(f"a block of {block_bytes} bytes holds no number")
    with torch.no_grad():
        # a point in a row: the norm of a short row takes a tenth of the time of that of a short column
        points, queries = points.mT.contiguous(), queries.mT.contiguous()
        if on_cpu and len(points) >= _TREE * 3.0 ** min(points.shape[1], 100):
            index = _by_tree(points, queries)
        else:
            require_ieee(points.dtype)
            index = _by_products(points, queries, numbers)
        return Nearest(torch.linalg.vector_norm(queries - points[index], dim=1), index)


def _by_tree(points: Tensor, queries: Tensor) -> Tensor:
    """The tree works in float64. It leaves a box out where the square of the distance to it, as computed, is more than one that
    was found. That square is a sum of d terms, and one of them is replaced by a larger one, by adding new − old, on each of the
    k < N levels down to the box. All summands are ≥ 0, so none exceeds the sum, and squares of differences err by γ_3 of
    themselves: the sum errs by γ_{d+3+8k} of itself.
    """
    from scipy.spatial import cKDTree  # a second of import that only few dimensions need

    # leaves of 32 points are gone through by a loop in C; to look for medians would cost more than it saves
    tree = cKDTree(points.numpy(), leafsize=32, balanced_tree=False)
    return torch.from_numpy(tree.query(queries.numpy())[1])


def _by_products(points: Tensor, queries: Tensor, numbers: int) -> Tensor:
    points, queries = points.double(), queries.double()  # squares of what float32 holds neither overflow nor vanish
    N, d = points.shape
    # the middle of the box: no sum that could overflow or lose what the points share
    origin = points.amin(0) / 2 + points.amax(0) / 2
    shifted = points - origin
    squares = shifted.square().sum(1)
    longest = squares.max().sqrt()
    # one product for −2⟨x, y⟩ + ‖y‖²: (x, 1) with (−2y, ‖y‖²), in which −2y is exact
    factors = torch.cat((-2 * shifted, squares[:, None]), 1)
    n = min(N, _POINTS_CPU if points.device.type == "cpu" else _POINTS_DEVICE, numbers)
    m = max(1, min(numbers // n, len(queries)))
    room = points.new_empty(m * n)
    parts = [(first, factors[first : first + n].mT.contiguous()) for first in range(0, N, n)]
    found = torch.empty(len(queries), dtype=torch.long, device=queries.device)
    for start in range(0, len(queries), m):
        block = queries[start : start + m]
        x = torch.cat((block - origin, block.new_ones(len(block), 1)), 1)
        best = second = index = None
        for first, part in parts:
            values = room[: len(x) * part.shape[1]].view(len(x), part.shape[1])
            torch.mm(x, part, out=values)
            where = _argmin(values)[:, None]
            least = values.gather(1, where).squeeze(1)
            next_least, where = values.scatter_(1, where, torch.inf).amin(1), where.squeeze(1) + first
            if best is None or second is None or index is None:
                best, second, index = least, next_least, where
            else:
                second = torch.minimum(torch.minimum(second, next_least), torch.maximum(best, least))
                index = torch.where(least < best, where, index)
                best = torch.minimum(best, least)
        assert best is not None and second is not None and index is not None
        # differences from the origin, squares, and a product of d + 1 terms err by γ_{2d+8}(‖x‖ + ‖y‖)² together, in each of
        # two values
        error = 2 * gamma(d + 8, points.dtype) * (x[:, :d].square().sum(1).sqrt() + longest).square()
        # not (>): a value that overflowed decides nothing
        doubtful = (~(second - best > 2 * error)).nonzero().squeeze(1)
        for query in doubtful.tolist():
            index[query] = _by_differences(points, block[query])
        found[start : start + m] = index
    return found


def _by_differences(points: Tensor, query: Tensor) -> Tensor:
    return (points - query).square().sum(1).argmin()


def _argmin(values: Tensor) -> Tensor:
    """The place of the least number of each row; numpy finds it on the CPU in a quarter of the time."""
    return torch.from_numpy(values.numpy().argmin(1)) if values.device.type == "cpu" else values.argmin(1)
