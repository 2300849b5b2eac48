"""Three classes of discriminators that generators are trained against, B of each beside one another, in torch.

A discriminator sees points x, (B, d, n), with signed weights (n,): 1/N at each of the N samples, −1/n at each generated point.
Its deviation is Σ weight·f(x), that is E_{P_samples} f − E_{P_g} f, of shape (B,); training ascends it in the parameters.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.theory.densities.difference_network import difference_parameter_count
from lemmata.theory.networks.activations import Activation

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["CLASSES", "Differences", "Linear", "Opponent", "ReluNetworks", "opponent"]

# Weights of ReLU networks are clipped to [−1, 1], not to 1/100: with about ten units they would be too flat.
_CLIP = 1.0
# ‖W_k⁻¹‖ and ‖W_k⁻¹b_k‖ of the theorem's class, in units of √d. Every ½ more doubles the distances.
_BOUND = 1.5


class Opponent(ABC):
    """B discriminators of one class, and what training may change in them."""

    @property
    @abstractmethod
    def parameters(self) -> list[Tensor]:
        """Tensors that ascent moves; none where the supremum is known."""

    @abstractmethod
    def deviation(self, x: Tensor, weights: Tensor) -> Tensor:
        """Σ weight·f(x), (B, d, n) and (n,) to (B,): differentiable in x and in the parameters."""

    @abstractmethod
    def project(self) -> None:
        """Back into the class, after a step that may have left it."""


class Linear(Opponent):
    """f(x) = ⟨θ, x⟩, ‖θ‖ ≤ 1: the supremum is the distance of the two means. The weak class."""

    @property
    def parameters(self) -> list[Tensor]:
        return []

    def deviation(self, x: Tensor, weights: Tensor) -> Tensor:
        return torch.linalg.vector_norm(x @ weights, dim=1)

    def project(self) -> None:
        pass


@dataclass
class ReluNetworks(Opponent):
    """f(x) = v·relu(Ux + c), all weights clipped [Arjovsky, Chintala and Bottou 2017].

    ``inner`` (B, m, d), ``shift`` (B, m, 1), ``outer`` (B, 1, m). An output bias would change no deviation.
    """

    inner: Tensor
    shift: Tensor
    outer: Tensor

    @property
    def parameters(self) -> list[Tensor]:
        return [self.inner, self.shift, self.outer]

    def deviation(self, x: Tensor, weights: Tensor) -> Tensor:
        hidden = torch.relu(torch.baddbmm(self.shift, self.inner, x))
        return (self.outer @ (hidden @ weights).unsqueeze(-1)).flatten()

    def project(self) -> None:
        with torch.no_grad():
            for parameter in self.parameters:
                parameter.clamp_(-_CLIP, _CLIP)


@dataclass
class Differences(Opponent):
    """f = log P_a − log P_b for generators a and b with ‖W_k⁻¹‖, ‖W_k⁻¹b_k‖ ≤ bound (Frobenius): the theorem's F, by its own
    parameters V_k = W_k⁻¹ and c_k = −W_k⁻¹b_k.

    The supremum over F is two problems, sup_a D(a) − inf_b D(b) for D(a) = E_{P_samples} log P_a − E_{P_g} log P_a, in which
    the constant Σ log|det V_k| cancels. All a and b are one batch, ``inverses`` (2B, l, d, d) and ``shifts`` (2B, l, d, 1): the
    first half is to be raised, the second to be lowered. Where s is piecewise linear, ascent does not see the jumps of log|s′|:
    their derivative is 0 almost everywhere.
    """

    inverses: Tensor
    shifts: Tensor
    activation: Activation
    bound: float

    @property
    def parameters(self) -> list[Tensor]:
        return [self.inverses, self.shifts]

    def deviation(self, x: Tensor, weights: Tensor) -> Tensor:
        raised, lowered = (self._exponent(torch.cat((x, x))) @ weights).chunk(2)
        return raised - lowered

    def _exponent(self, x: Tensor) -> Tensor:
        """log P_a(x) up to its constant: −½|h_1|² + Σ_{k≥2} Σ_i log|s′((h_k)_i)|, (2B, d, n) to (2B, n)."""
        value: Tensor | float = 0.0
        for k in range(self.inverses.shape[1] - 1, -1, -1):
            h = torch.baddbmm(self.shifts[:, k], self.inverses[:, k], x)
            if k:
                value = value + self.activation.log_abs_ds(h).sum(1)
                x = self.activation.s(h)
        return value - h.square().sum(1) / 2

    def project(self) -> None:
        with torch.no_grad():
            for parameter in self.parameters:
                sizes = torch.linalg.vector_norm(parameter, dim=(2, 3), keepdim=True)
                parameter.mul_(self.bound / sizes.clamp_min(self.bound))


def opponent(name: str, parameters: Sequence[Tensor], activation: Activation, random: torch.Generator) -> Opponent:
    """Discriminators of the class of this name against generators with weights (B, l, d, d) and biases (B, l, d).

    log P_a and log P_b start at these generators. Raises ValueError for a name nobody knows, listing those there are.
    """
    if name not in _NAMED:
        raise ValueError(f"unknown class of discriminators {name!r}; known: {', '.join(CLASSES)}")
    weights, biases = parameters
    return _NAMED[name](weights, biases, activation, random)


def _differences(weights: Tensor, biases: Tensor, activation: Activation, random: torch.Generator) -> Differences:
    inverses = torch.linalg.inv(weights).repeat(2, 1, 1, 1)
    shifts = -(inverses @ biases.repeat(2, 1, 1).unsqueeze(-1))
    bound = _BOUND * math.sqrt(weights.shape[-1])
    return Differences(inverses.requires_grad_(), shifts.requires_grad_(), activation, bound)


def _linear(weights: Tensor, biases: Tensor, activation: Activation, random: torch.Generator) -> Linear:
    return Linear()


def _relu_networks(weights: Tensor, biases: Tensor, activation: Activation, random: torch.Generator) -> ReluNetworks:
    """About as many weights, m(d + 2), as log P_a − log P_b has parameters."""
    networks, layers, d, _ = weights.shape
    m = max(1, difference_parameter_count(d, layers) // (d + 2))
    shapes = (networks, m, d), (networks, m, 1), (networks, 1, m)
    inner, shift, outer = (weights.new_empty(shape).uniform_(-_CLIP, _CLIP, generator=random) for shape in shapes)
    return ReluNetworks(inner.requires_grad_(), shift.requires_grad_(), outer.requires_grad_())


_NAMED = {"differences": _differences, "linear": _linear, "relu network": _relu_networks}
CLASSES = tuple(_NAMED)
