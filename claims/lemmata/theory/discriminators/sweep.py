"""The largest |E_P f_θ − E_Q f_θ| over many given parameters: what a net of the ball, or a sample of it, says of d_F(P, Q).

A lower bound of the supremum over the ball; with a net of radius r it is one up to 2Lr. `supremum` encloses it for m ≤ 3.

Work goes in blocks of parameters and of points, with the points on the contiguous axis: one matrix product for all
parameters of a block, entrywise maps in place, and one product with the weights 1/N and −1/n of the points. So the memory
beyond the arguments is a few blocks, whatever the numbers of parameters and points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from lemmata.numerics.rounding import require_ieee
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.contractions import contraction
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.shallow import Linear

__all__ = ["Farthest", "difference_of_laws", "parameters_on_the_sphere", "sweep"]

# Bytes of the largest array of a block: it is written once and read two or three times, so it should stay in the cache.
_BLOCK_CPU = 1 << 21
_BLOCK_DEVICE = 1 << 28
# Points of a block: long rows, and still several parameters to a block.
_POINTS = 2048

# (parameters, points, weights) ↦ Σ_i w_i f_θ(x_i)
Sums = Callable[[Tensor, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Farthest:
    """The largest difference of means, the number of a parameter that attains it, and how many
    parameters there were."""

    value: float
    index: int
    theta: Tensor
    count: int


def difference_of_laws(P: Tensor, Q: Tensor) -> tuple[Tensor, Tensor]:
    """All points, (d, N + n), and their weights 1/N and −1/n: Σ_i w_i f(x_i) = E_P f − E_Q f for samples (d, N) and (d, n).

    Raises ValueError for samples that are empty, of another shape, not finite, or do not agree in dtype and device.
    """
    if P.ndim != 2 or Q.ndim != 2 or P.shape[0] != Q.shape[0] or 0 in (*P.shape, *Q.shape):
        raise ValueError(f"samples must have shapes (d, N) and (d, n), got {tuple(P.shape)} and {tuple(Q.shape)}")
    if P.dtype != Q.dtype or P.device != Q.device:
        raise ValueError(
            f"samples must agree in dtype and device, got {P.dtype} on {P.device} and {Q.dtype} on {Q.device}"
        )
    for name, sample in (("first", P), ("second", Q)):
        if not (finite := sample.isfinite().all(0)).all():
            raise ValueError(f"samples must be finite: point {int((~finite).nonzero()[0])} of the {name} one is not")
    weights = [sign * torch.full_like(sample[0], 1 / sample.shape[1]) for sign, sample in ((1, P), (-1, Q))]
    return torch.cat([P, Q], 1), torch.cat(weights)


def parameters_on_the_sphere(
    m: int, count: int, seed: int, *, dtype: torch.dtype = torch.float64, device: str = "cpu", at_once: int = 4096
) -> Iterator[Tensor]:
    """Uniform points of the unit sphere of R^m, in tensors of at most ``at_once`` rows; the same for every ``device``."""
    generator = torch.Generator().manual_seed(seed)
    for first in range(0, count, at_once):
        rows = torch.randn(min(at_once, count - first), m, generator=generator, dtype=torch.float64)
        yield torch.nn.functional.normalize(rows, dim=1).to(device, dtype)


@torch.no_grad()
def sweep(
    family: Family, thetas: Tensor | Iterable[Tensor], P: Tensor, Q: Tensor, *, block_bytes: int | None = None
) -> Farthest:
    """max over T parameters of |E_P f_θ − E_Q f_θ|.

    Args:
        thetas: (T, m), or several such tensors one after the other, for more parameters than fit into memory.
        P, Q: samples, (d, N) and (d, n), of the dtype and on the device of the parameters.
        block_bytes: the size of the largest array of a block; by default what fits into the cache, or 256 MB on an
            accelerator.

    The values differ from exact ones by at most `Family.rounding_of_sums`, for any size of the blocks.

    Raises:
        ValueError: for shapes, dtypes and devices that do not fit, no parameters at all, values that are not finite, and
            blocks too small for one parameter at one point.
    """
    points, weights = difference_of_laws(P, Q)
    require_ieee(points.dtype)
    if block_bytes is None:
        block_bytes = _BLOCK_CPU if points.device.type == "cpu" else _BLOCK_DEVICE
    width = max(family.hidden, default=1) if isinstance(family, BiasFreeNetworks) else 1
    numbers = block_bytes // points.element_size()
    if numbers < width:
        raise ValueError(
            f"a block of {block_bytes} bytes is too small: {family!r} needs {width * points.element_size()} for one "
            f"parameter at one point"
        )
    n = min(points.shape[1], _POINTS, numbers // width)
    parts = [(p.contiguous(), w) for p, w in zip(points.split(n, 1), weights.split(n), strict=True)]
    at_once, sums = numbers // (width * n), _kernel(family, points, numbers)
    found: Farthest | None = None
    count = 0
    for block in _blocks(thetas, at_once):
        family.require_batches(block, points)
        total = sums(block, *parts[0])
        for part in parts[1:]:
            total += sums(block, *part)
        size = total.abs()
        value, index = size.max(0)
        best = float(value)
        if not best < float("inf"):  # max keeps NaN
            bad = int((~size.isfinite()).nonzero()[0])
            raise ValueError(f"E_P f − E_Q f is not finite at parameter {count + bad}")
        if found is None or best > found.value:
            found = Farthest(best, count + int(index), block[int(index)].clone(), 0)
        count += len(block)
    if found is None:
        raise ValueError("a maximum needs at least one parameter")
    return Farthest(found.value, found.index, found.theta, count)


def _blocks(thetas: Tensor | Iterable[Tensor], at_once: int) -> Iterator[Tensor]:
    for tensor in [thetas] if isinstance(thetas, Tensor) else thetas:
        if tensor.ndim != 2:
            raise ValueError(f"parameters must have shape (T, m), got {tuple(tensor.shape)}")
        yield from (block for block in tensor.split(max(1, at_once)) if len(block))


def _kernel(family: Family, points: Tensor, numbers: int) -> Sums:
    if isinstance(family, Linear):
        return _linear(family, points.new_empty(numbers))
    if isinstance(family, BiasFreeNetworks) and family.depth == 2:
        return _one_hidden_layer(family, points.new_empty(numbers))
    return lambda thetas, x, w: family.values(thetas, x) @ w


def _linear(family: Linear, room: Tensor) -> Sums:
    if not family.clipped:  # E f_θ = ⟨θ, E x⟩
        return lambda thetas, x, w: thetas @ (x @ w)

    def sums(thetas: Tensor, x: Tensor, w: Tensor) -> Tensor:
        f = _product(thetas, x, room)
        return f.clamp_(-1, 1) @ w

    return sums


def _one_hidden_layer(family: BiasFreeNetworks, room: Tensor) -> Sums:
    H, d = family.shapes[0]
    sigma = contraction(family.sigma)
    outputs = room.new_empty(len(room) // H)

    def sums(thetas: Tensor, x: Tensor, w: Tensor) -> Tensor:
        t, n = len(thetas), x.shape[1]
        first, last = thetas[:, : H * d].reshape(t * H, d), thetas[:, H * d :]
        hidden = _product(first, x, room)
        hidden = hidden.clamp_min_(0) if sigma.name == "relu" else sigma.sigma(hidden)
        if not family.clipped:  # the last layer is linear: it may as well come after the mean
            return ((hidden @ w).view(t, H) * last).sum(1)
        f = outputs[: t * n].view(t, 1, n)
        torch.bmm(last.unsqueeze(1), hidden.view(t, H, n), out=f)
        return f.view(t, n).clamp_(-1, 1) @ w

    return sums


def _product(left: Tensor, right: Tensor, room: Tensor) -> Tensor:
    """left @ right in the memory of ``room``: a new allocation per block would cost more than the product."""
    shape = len(left), right.shape[1]
    return torch.mm(left, right, out=room[: shape[0] * shape[1]].view(shape))
