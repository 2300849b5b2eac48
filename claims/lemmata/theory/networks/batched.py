"""Density, inverse and Jacobian of many generators at many points, in plain (eager) torch.

Everything here is arithmetic in floating point and decides nothing by itself; the claims compare it with bounds.

Layout: points lie on the last, contiguous axis, so that W⁻¹y is one product (d, d) @ (d, n) per network and every
entrywise map runs over long rows. Work goes in blocks small enough to stay in the cache between two operations.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from lemmata.theory.networks.activations import Activation
from lemmata.theory.networks.batched_maps import Entrywise, PlainMaps, fast_maps

__all__ = ["GeneratorBatch"]


class GeneratorBatch:
    """B generators x = g(z) = W_l σ(… σ(W_1 z + b_1) …) + b_l of one size (d, l) with one activation.

    Set-up inverts every W_k once and takes log|det W_k| from an LU factorisation. The methods then cost l products of
    a d×d matrix with a d×N matrix per network, and no further factorisation.

    Arguments:
        weights: (B, l, d, d), float32 or float64; ``weights[:, k - 1]`` holds W_k.
        biases: (B, l, d), of the same dtype and on the same device.
        activation: σ, applied after every layer but the last.

    Attributes:
        inverses: W_k⁻¹ as computed, (B, l, d, d).
        shifts: −W_k⁻¹ b_k, (B, l, d, 1), so that W_k⁻¹(y − b_k) is one multiply-add.
        log_abs_determinants: log|det W_k|, (B, l).

    All methods take and return tensors of the dtype and device of the weights, and none of them records gradients.

    Raises:
        ValueError: for shapes, dtypes or devices that do not fit, for entries that are not finite, and for a weight
            matrix that is singular in its arithmetic.
    """

    @torch.no_grad()
    def __init__(self, weights: Tensor, biases: Tensor, activation: Activation) -> None:
        _check_parameters(weights, biases)
        self.networks, self.layers, self.dimension, _ = weights.shape
        self.weights, self.biases, self.activation = weights.contiguous(), biases.contiguous(), activation
        _, self.log_abs_determinants = torch.linalg.slogdet(self.weights)
        self.inverses, _ = torch.linalg.inv_ex(self.weights)
        singular = ~(self.log_abs_determinants.isfinite() & self.inverses.isfinite().all(-1).all(-1))
        if singular.any():
            network, layer = singular.nonzero()[0].tolist()
            raise ValueError(f"W_{layer + 1} of network {network} is singular in {weights.dtype}")
        self.shifts = -(self.inverses @ self.biases.unsqueeze(-1))
        # per layer, with contiguous rows: LAPACK leaves inverses in columns, which doubles the time of small products
        self._downward = [
            (V.contiguous(), shift.contiguous())
            for V, shift in zip(self.inverses.unbind(1), self.shifts.unbind(1), strict=True)
        ]
        self._normaliser = -self.dimension / 2 * math.log(2 * math.pi) - self.log_abs_determinants.sum(-1)
        self._fast = fast_maps(activation, weights.dtype)
        self._plain = PlainMaps(activation)

    @torch.no_grad()
    def forward(self, z: Tensor) -> Tensor:
        """x = g(z), entry by entry of the batch: (B, d, N) to (B, d, N)."""
        self._check_points(z)
        x = torch.empty_like(z, memory_format=torch.contiguous_format)
        for nets, points in self._blocks(z):
            y = z[nets, :, points]
            for k in range(self.layers):
                y = torch.baddbmm(self.biases[nets, k].unsqueeze(-1), self.weights[nets, k], y)
                y = self.activation.sigma(y) if k + 1 < self.layers else y
            x[nets, :, points] = y
        return x

    def hidden(self, x: Tensor) -> list[Tensor]:
        """The pre-activations h_1, …, h_l of x: h_l = W_l⁻¹(x − b_l), h_k = W_k⁻¹(s(h_{k+1}) − b_k), s = σ⁻¹.

        Item k − 1 holds h_k, of shape (B, d, N). Raises ValueError for a point outside of g(R^d), which only an
        activation with a bounded range leaves room for.
        """
        return self._hidden(x, range(1, self.layers + 1))

    def inverse(self, x: Tensor) -> Tensor:
        """z = g⁻¹(x) = h_1, (B, d, N) to (B, d, N). Raises ValueError for a point outside of g(R^d)."""
        return self._hidden(x, range(1, 2))[0]

    @torch.no_grad()
    def log_density(self, x: Tensor, *, sharing: int = 1) -> Tensor:
        """log P_g(x) for z ~ N(0, I), (B, d, N) to (B, N).

        log P_g(x) = −d/2 log 2π − ½|h_1|² − Σ_{k=1}^l log|det W_k| + Σ_{k=2}^l Σ_i log|s′((h_k)_i)|,
        and −inf outside of g(R^d), where P_g is 0. Whether a point lies outside is read off the computed h_k. A point with
        NaN in it has the density NaN, and no other one has.

        ``sharing`` networks in a row take the same points: x is then (B/sharing, d, N), and is read once for all of them.
        """
        self._check_points(x, sharing)
        result = x.new_empty(self.networks, x.shape[2])
        room = self._room(x, sharing)
        for sets, points in self._blocks(x, sharing):
            nets = slice(sets.start * sharing, sets.stop * sharing)
            block, value = x[sets, :, points], result[nets, points]
            self._log_density(nets, block, self._fast, room, value)
            # The fast maps multiply slopes before they take one logarithm. An overflow on the way leaves an infinity
            # or NaN in the sum of all values, and the block is computed again without such products.
            if self._fast.may_overflow and not math.isfinite(value.sum().item()):
                self._log_density(nets, block, self._plain, room, value)
        return result

    @torch.no_grad()
    def jacobian_of_inverse(self, x: Tensor) -> Tensor:
        """J_x g⁻¹ = W_1⁻¹ D(h_2) W_2⁻¹ … D(h_l) W_l⁻¹, D(h) = diag(s′(h)): (B, d, N) to (B, N, d, d).

        Entry [b, n] is the matrix of network b at point n. Raises ValueError for a point outside of g(R^d).
        """
        h = self.hidden(x)
        b, d, n = x.shape
        # Rows of the product on axis 1, (point, column) on the last: every further factor is one matrix product.
        product = self.inverses[:, -1].unsqueeze(2).expand(b, d, n, d)
        for k in range(self.layers - 1, 0, -1):
            scaled = product * self.activation.ds(h[k]).unsqueeze(-1)
            product = torch.bmm(self.inverses[:, k - 1], scaled.view(b, d, n * d)).view(b, d, n, d)
        return product.transpose(1, 2).contiguous()

    @torch.no_grad()
    def _hidden(self, x: Tensor, wanted: range) -> list[Tensor]:
        self._check_points(x)
        result = {k: torch.empty_like(x, memory_format=torch.contiguous_format) for k in wanted}
        room = self._room(x)
        for nets, points in self._blocks(x):
            block = x[nets, :, points]
            for maps in (self._fast, self._plain):
                above, below, slope, _ = _shaped(room, block.shape)
                for k, h, spare in self._downwards(nets, block, above, below):
                    if k in result:
                        result[k][nets, :, points] = h
                    if k > 1:
                        if self._plain.outside(h):
                            raise ValueError(f"a point lies outside of g(R^d): its h_{k} is not in σ(R)")
                        maps.apply(h, slope, spare)
                if not maps.may_overflow or math.isfinite(h.sum().item()):
                    break
        return [result[k] for k in wanted]

    def _log_density(self, nets: slice, x: Tensor, maps: Entrywise, room: Tensor, value: Tensor) -> None:
        """Writes log P_g of a block x into ``value``, (b, n), for the b networks ``nets``; x is (b, d, n) or has fewer sets."""
        value.copy_(self._normaliser[nets].unsqueeze(-1))
        above, below, slope, gathered = _shaped(room, (len(value), *x.shape[1:]))
        together, held = maps.layers_together(self.dimension), 0
        for k, h, spare in self._downwards(nets, x, above, below):
            if k == 1:
                value.sub_(h.square_().sum(1), alpha=0.5)
                break
            maps.apply(h, slope if held else gathered, spare)
            if held:
                maps.gather(gathered, slope)
            held += 1
            if held == together or k == 2:
                maps.add_log_slopes(gathered, value)
                held = 0

    def _downwards(self, nets: slice, x: Tensor, above: Tensor, below: Tensor) -> Iterator[tuple[int, Tensor, Tensor]]:
        """Yields (k, h_k, spare), k = l, …, 1, in the two buffers; the caller turns h_k into s(h_k) before it goes on.

        ``spare`` is the buffer of the layer above, whose values h_k no longer needs.
        """
        y = x
        for k in range(self.layers, 0, -1):
            V, shift = (factor[nets].view(len(y), -1, factor.shape[2]) for factor in self._downward[k - 1])
            # networks that share their points stand on top of each other in the first product
            h = torch.baddbmm(shift, V, y, out=below.view(len(y), -1, y.shape[2])).view(below.shape)
            yield k, h, above
            y, below, above = h, above, below

    def _room(self, points: Tensor, sharing: int = 1) -> Tensor:
        """Four buffers for the blocks of one call: a new allocation per block would cost more than the arithmetic."""
        sets, block = next(self._blocks(points, sharing), (slice(0), slice(0)))
        return points.new_empty(4, points[sets, :, block].numel() * sharing)

    def _blocks(self, points: Tensor, sharing: int = 1) -> Iterator[tuple[slice, slice]]:
        """Slices of sets of points and of points, of about the same size and small enough for the cache."""
        size = _BLOCK_CPU if points.device.type == "cpu" else _BLOCK_DEVICE
        numbers = max(1, size // (points.element_size() * sharing))
        n = max(1, min(points.shape[2], numbers // self.dimension))
        b = max(1, numbers // (self.dimension * n))
        for first in range(0, len(points), b):
            for point in range(0, points.shape[2], n):
                yield slice(first, first + b), slice(point, point + n)

    def _check_points(self, points: Tensor, sharing: int = 1) -> None:
        if sharing < 1 or self.networks % sharing:
            raise ValueError(f"{self.networks} networks are not shared out by {sharing}")
        b, d = self.networks // sharing, self.dimension
        if points.ndim != 3 or points.shape[:2] != (b, d):
            raise ValueError(f"points must have shape ({b}, {d}, N), got {tuple(points.shape)}")
        if points.dtype != self.weights.dtype or points.device != self.weights.device:
            raise ValueError(
                f"points must be {self.weights.dtype} on {self.weights.device} like the weights, "
                f"got {points.dtype} on {points.device}"
            )


# Bytes of one of the buffers of a block: three or four are in use together, 3 to 4 MB on a CPU; on an accelerator large
# enough to hide the launches.
_BLOCK_CPU = 1 << 20
_BLOCK_DEVICE = 1 << 28


def _shaped(room: Tensor, shape: Sequence[int]) -> tuple[Tensor, ...]:
    """The buffers of ``room`` in the shape of a block, each contiguous also for the smaller last blocks."""
    return tuple(buffer[: math.prod(shape)].view(*shape) for buffer in room)


def _check_parameters(weights: Tensor, biases: Tensor) -> None:
    if weights.ndim != 4 or weights.shape[2] != weights.shape[3] or 0 in weights.shape:
        raise ValueError(f"weights must have shape (B, l, d, d) without a zero, got {tuple(weights.shape)}")
    if biases.shape != weights.shape[:3]:
        raise ValueError(f"biases must have shape {tuple(weights.shape[:3])}, got {tuple(biases.shape)}")
    for name, tensor in (("weights", weights), ("biases", biases)):
        if tensor.dtype not in (torch.float32, torch.float64):
            raise ValueError(f"{name} must be float32 or float64, got {tensor.dtype}")
        if not tensor.isfinite().all():
            raise ValueError(f"{name} must be finite")
    if weights.dtype != biases.dtype or weights.device != biases.device:
        raise ValueError(
            f"weights and biases must agree in dtype and device, got {weights.dtype} on {weights.device} "
            f"and {biases.dtype} on {biases.device}"
        )
