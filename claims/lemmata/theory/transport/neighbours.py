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

# Dimensions up to which a k-d tree is the faster way, on the CPU; beyond, it looks at most of the points.
_TREE = 8
# Bytes of a block of squared distances: it is written once and read three times.
_BLOCK_CPU = 1 << 21
_BLOCK_DEVICE = 1 << 28
_POINTS = 4096


@dataclass(frozen=True)
class Nearest:
    """For each query the distance to its nearest point and that point's number (one of them, where several are as near)."""

    distance: Tensor
    index: Tensor


def nearest(points: Tensor, queries: Tensor, *, block_bytes: int | None = None) -> Nearest:
    """The nearest of ``points``, (d, N), for each of ``queries``, (d, M).

    ‖x − x_i‖ for the point returned exceeds the least distance by a factor of 1 + 2γ_{d+3} at most. Float32 or float64, on any
    device; the work goes in blocks of ``block_bytes``, by default what fits into the cache, or 256 MB on an accelerator.

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
    if not (points.isfinite().all() and queries.isfinite().all()):
        raise ValueError("points and queries must be finite")
    on_cpu = points.device.type == "cpu"
    if block_bytes is None:
        block_bytes = _BLOCK_CPU if on_cpu else _BLOCK_DEVICE
    if (numbers := block_bytes // points.element_size()) < 1:
        raise ValueError(f"a block of {block_bytes} bytes holds no number")
    if on_cpu and points.shape[0] <= _TREE:
        index = _by_tree(points, queries)
    else:
        require_ieee(points.dtype)
        index = _by_products(points, queries, numbers)
    return Nearest(torch.linalg.vector_norm(queries - points[:, index], dim=0), index)


def _by_tree(points: Tensor, queries: Tensor) -> Tensor:
    from scipy.spatial import cKDTree  # a second of import that only few dimensions need

    tree = cKDTree(points.mT.contiguous().numpy())
    return torch.from_numpy(tree.query(queries.mT.contiguous().numpy())[1])


def _by_products(points: Tensor, queries: Tensor, numbers: int) -> Tensor:
    d, N = points.shape
    # the middle of the box: no sum that could overflow or lose what the points share
    origin = points.amin(1, keepdim=True) / 2 + points.amax(1, keepdim=True) / 2
    shifted = points - origin
    squares = shifted.square().sum(0)
    longest = squares.max().sqrt()
    n = min(N, _POINTS, numbers)
    m = max(1, min(numbers // n, queries.shape[1]))
    room = points.new_empty(m * n)
    parts = [
        (first, shifted[:, first : first + n].contiguous(), squares[first : first + n]) for first in range(0, N, n)
    ]
    found = queries.new_empty(queries.shape[1], dtype=torch.long)
    for start in range(0, queries.shape[1], m):
        block = queries[:, start : start + m]
        x = (block - origin).mT.contiguous()
        best = second = index = None
        for first, part, square in parts:
            values = room[: len(x) * len(square)].view(len(x), len(square))
            torch.addmm(square, x, part, alpha=-2, out=values)
            least, where = values.min(1)
            next_least = values.scatter_(1, where[:, None], torch.inf).amin(1)
            if best is None or second is None or index is None:
                best, second, index = least, next_least, where
            else:
                second = torch.minimum(torch.minimum(second, next_least), torch.maximum(best, least))
                index = torch.where(least < best, where + first, index)
                best = torch.minimum(best, least)
        assert best is not None and second is not None and index is not None
        # differences from the origin, squares and products err by γ_{d+4}(‖x‖ + ‖y‖)² together, in each of two values
        error = 2 * gamma(d + 8, points.dtype) * (x.square().sum(1).sqrt() + longest).square()
        # not (>): a value that overflowed decides nothing
        doubtful = (~(second - best > 2 * error)).nonzero().squeeze(1)
        for query in doubtful.tolist():
            index[query] = (points - block[:, query : query + 1]).square().sum(0).argmin()
        found[start : start + m] = index
    return found
