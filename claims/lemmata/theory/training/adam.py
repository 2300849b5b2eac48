"""Adam [Kingma and Ba 2015], entry by entry and in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lemmata.late import torch

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Adam"]

# β₁ and β₂: critics turn with every step, so that the gradients of long ago say little
_MOMENTA = (0.5, 0.9)
_EPSILON = 1e-8


class Adam:
    """Descent by m/(√v + ε), with m and v the running means of the gradients and of their squares, both without their bias
    towards 0: at step t the first is divided by 1 − β₁ᵗ, the second by 1 − β₂ᵗ.

    The operations are those of ``torch.optim.Adam`` on a CPU, in their order, so that the iterates are the same to the last
    bit. That class loads torch's compiler, which takes a second.

    Attributes:
        parameters: floating tensors of any shapes and devices; `step` moves them in place.
        rate: the length of a step; it may be changed between two of them.
    """

    def __init__(self, parameters: Sequence[Tensor], rate: float) -> None:
        self.parameters, self.rate, self._steps = parameters, rate, 0
        self._means = [torch.zeros_like(parameter) for parameter in parameters]
        self._squares = [torch.zeros_like(parameter) for parameter in parameters]

    def step(self, gradients: Sequence[Tensor]) -> None:
        """One step along the gradients, one for each parameter and of its shape; none of it is recorded."""
        first, second = _MOMENTA
        self._steps += 1
        length, scale = self.rate / (1 - first**self._steps), (1 - second**self._steps) ** 0.5
        with torch.no_grad():
            moved = zip(self.parameters, gradients, self._means, self._squares, strict=True)
            for parameter, gradient, mean, square in moved:
                mean.lerp_(gradient, 1 - first)
                square.mul_(second).addcmul_(gradient, gradient, value=1 - second)
                parameter.addcdiv_(mean, (square.sqrt() / scale).add_(_EPSILON), value=-length)
