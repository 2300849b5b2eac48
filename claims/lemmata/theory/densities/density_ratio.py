"""log P_g − log P_h of many pairs of generators at many points: the discriminator of the theorem, in plain torch.

Arithmetic in floating point, which decides nothing by itself. As in the network of the lecture, two copies stand side by
side and read the same x; only their outputs are subtracted.
"""

from __future__ import annotations

from torch import Tensor

from lemmata.theory.networks.activations import Activation
from lemmata.theory.networks.batched import GeneratorBatch

__all__ = ["DensityRatio"]


class DensityRatio:
    """B pairs of generators g and h of one size (d, l) with one activation.

    Arguments:
        weights: (B, 2, l, d, d), float32 or float64; ``weights[:, 0]`` belong to g and ``weights[:, 1]`` to h.
        biases: (B, 2, l, d), of the same dtype and on the same device.
        activation: σ, applied after every layer but the last.

    Raises:
        ValueError: for shapes that are not those of pairs, and for what `GeneratorBatch` refuses.
    """

    def __init__(self, weights: Tensor, biases: Tensor, activation: Activation) -> None:
        for name, tensor, axes in (("weights", weights, "(B, 2, l, d, d)"), ("biases", biases, "(B, 2, l, d)")):
            if tensor.ndim != axes.count(",") + 1 or tensor.shape[1] != 2:
                raise ValueError(f"{name} of pairs must have shape {axes}, got {tuple(tensor.shape)}")
        self._both = GeneratorBatch(weights.flatten(0, 1), biases.flatten(0, 1), activation)

    def __call__(self, x: Tensor) -> Tensor:
        """log P_g(x) − log P_h(x), (B, d, N) to (B, N), without gradients.

        ±inf where one of the two densities is 0, and NaN where both are. Raises ValueError for points that do not fit.
        """
        log_p, log_q = self._both.log_density(x, sharing=2).unflatten(0, (-1, 2)).unbind(1)
        return log_p - log_q
