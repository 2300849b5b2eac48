"""The same log-density, built the way a careful user of each library would build it.

Every peer gets W⁻¹, its logarithmic determinant and points of shape (B, N, d), contiguous, which is the layout these
libraries expect; ours gets (B, d, N). None of the libraries has leaky ReLU, sinh or asinh as an invertible layer with
the slopes of the lecture, so each gets them as the custom layer its documentation describes, in the cheapest of the
textbook formulas (no peer computes a logarithm twice, or cosh where sinh is at hand).

torch.distributions, zuko and jacrev take a batch of networks (broadcasting, vmap). nflows and normflows do not: there
a Python loop runs over the networks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import normflows
import torch
import zuko
from nflows.distributions.normal import StandardNormal
from nflows.flows.base import Flow as NflowsFlow
from nflows.transforms.base import CompositeTransform, Transform as NflowsTransform
from nflows.transforms.linear import NaiveLinear
from torch import Tensor, nn
from torch.distributions import Distribution, Independent, Normal, TransformedDistribution, constraints
from torch.distributions.transforms import Transform
from torch.func import jacrev, vmap

__all__ = ["LEAKY_SLOPE", "PEERS", "LogDensity"]

LogDensity = Callable[[Tensor], Tensor]
LEAKY_SLOPE = 0.5


def s_and_log_slope(name: str, y: Tensor) -> tuple[Tensor, Tensor]:
    """s(y) and log s′(y), entry by entry. (A mask times a number would be float32.)"""
    if name == "leaky_relu":
        return nn.functional.leaky_relu(y, 1 / LEAKY_SLOPE), (y < 0) * y.new_tensor([-math.log(LEAKY_SLOPE)])
    if name == "sinh":
        return torch.asinh(y), torch.log1p(y * y) * -0.5
    x = torch.sinh(y)
    return x, torch.log1p(x * x) * 0.5


def affine(y: Tensor, inverse: Tensor, shift: Tensor) -> Tensor:
    """W⁻¹y + shift for points in rows: (…, N, d), (…, d, d), (…, d)."""
    if y.ndim == 2:
        return nn.functional.linear(y, inverse, shift)
    return torch.baddbmm(shift.unsqueeze(-2), y, inverse.mT)


def inverses(weights: Tensor, biases: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """W⁻¹, −W⁻¹b and log|det W|; for a single network without the axis of the batch."""
    V = torch.linalg.inv(weights)
    found = V, -(V @ biases.unsqueeze(-1)).squeeze(-1), torch.linalg.slogdet(weights).logabsdet
    return found if len(weights) > 1 else (found[0][0], found[1][0], found[2][0])


def batched(log_prob: LogDensity, networks: int) -> LogDensity:
    """Points (B, N, d) for a function that takes (N, d) when there is one network."""
    return log_prob if networks > 1 else lambda x: log_prob(x[0]).unsqueeze(0)


# torch.distributions: transforms map z to x, log_prob walks back through their inverses.


class TorchAffine(Transform):
    domain = codomain = constraints.real_vector
    bijective = True

    def __init__(self, V: Tensor, c: Tensor, log_det: Tensor, cache_size: int) -> None:
        super().__init__(cache_size)
        self.V, self.c, self.log_det = V, c, log_det.unsqueeze(-1)

    def _inverse(self, y: Tensor) -> Tensor:
        return affine(y, self.V, self.c)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        return self.log_det


class TorchActivation(Transform):
    domain = codomain = constraints.real
    bijective = True

    def __init__(self, name: str, cache_size: int) -> None:
        super().__init__(cache_size)
        self.name = name

    def _inverse(self, y: Tensor) -> Tensor:
        if self.name == "leaky_relu":
            return nn.functional.leaky_relu(y, 1 / LEAKY_SLOPE)
        return torch.asinh(y) if self.name == "sinh" else torch.sinh(y)

    def log_abs_det_jacobian(self, x: Tensor, y: Tensor) -> Tensor:
        if self.name == "leaky_relu":
            return (y < 0) * y.new_tensor([math.log(LEAKY_SLOPE)])
        return torch.log1p(y * y) * 0.5 if self.name == "sinh" else torch.log1p(x * x) * -0.5


def torch_distributions(cache_size: int) -> Callable[[Tensor, Tensor, str], LogDensity]:
    def prepare(weights: Tensor, biases: Tensor, name: str) -> LogDensity:
        V, c, log_det = inverses(weights, biases)
        layers = weights.shape[1]
        steps: list[Transform] = []
        for k in range(layers):
            steps.append(TorchAffine(V[..., k, :, :], c[..., k, :], log_det[..., k], cache_size))
            if k + 1 < layers:
                steps.append(TorchActivation(name, cache_size))
        zero = torch.zeros_like(c[..., 0, :]).unsqueeze(-2)
        zero = zero if len(weights) > 1 else zero[0]
        base = Independent(Normal(zero, torch.ones_like(zero), validate_args=False), 1, validate_args=False)
        return batched(TransformedDistribution(base, steps, validate_args=False).log_prob, len(weights))

    return prepare


# zuko: transforms map x to z, each returning its value and logarithmic slope at once.


class ZukoAffine(Transform):
    domain = codomain = constraints.real_vector
    bijective = True

    def __init__(self, V: Tensor, c: Tensor, log_det: Tensor) -> None:
        super().__init__()
        self.V, self.c, self.log_det = V, c, -log_det.unsqueeze(-1)

    def call_and_ladj(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return affine(x, self.V, self.c), self.log_det


class ZukoActivation(Transform):
    domain = codomain = constraints.real
    bijective = True

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def call_and_ladj(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return s_and_log_slope(self.name, x)


def zuko_flow(weights: Tensor, biases: Tensor, name: str) -> LogDensity:
    V, c, log_det = inverses(weights, biases)
    steps: list[Transform] = []
    for k in reversed(range(weights.shape[1])):
        steps.append(ZukoAffine(V[..., k, :, :], c[..., k, :], log_det[..., k]))
        if k > 0:
            steps.append(zuko.transforms.DependentTransform(ZukoActivation(name), 1))
    zero = torch.zeros_like(c[..., 0, :]).unsqueeze(-2)
    zero = zero if len(weights) > 1 else zero[0]
    base = zuko.distributions.DiagNormal(zero, torch.ones_like(zero))
    flow: Distribution = zuko.distributions.NormalizingFlow(zuko.transforms.ComposedTransform(*steps), base)
    return batched(flow.log_prob, len(weights))


# nflows: transforms map x to z. Its inverses call functions that torch has removed, so W⁻¹ is the weight of a cached
# linear layer, which is also its fastest way.


class NflowsActivation(NflowsTransform):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def forward(self, inputs: Tensor, context: Any = None) -> tuple[Tensor, Tensor]:
        y, log_slope = s_and_log_slope(self.name, inputs)
        return y, log_slope.sum(-1)


def nflows_flow(weights: Tensor, biases: Tensor, name: str) -> LogDensity:
    flows = []
    V = torch.linalg.inv(weights)
    shift = -(V @ biases.unsqueeze(-1)).squeeze(-1)
    for b in range(len(weights)):
        steps: list[nn.Module] = []
        for k in reversed(range(weights.shape[1])):
            linear = NaiveLinear(weights.shape[-1], orthogonal_initialization=False, using_cache=True)
            linear._weight = nn.Parameter(V[b, k], requires_grad=False)
            linear.bias = nn.Parameter(shift[b, k], requires_grad=False)
            steps.append(linear)
            if k > 0:
                steps.append(NflowsActivation(name))
        flows.append(NflowsFlow(CompositeTransform(steps), StandardNormal([weights.shape[-1]])).to(weights).eval())
    return lambda x: torch.stack([flow.log_prob(points) for flow, points in zip(flows, x, strict=True)])


# normflows: flows map z to x, log_prob goes through their inverses.


class NormflowsActivation(normflows.flows.Flow):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def inverse(self, z: Tensor) -> tuple[Tensor, Tensor]:
        y, log_slope = s_and_log_slope(self.name, z)
        return y, log_slope.sum(-1)


def normflows_flow(weights: Tensor, biases: Tensor, name: str) -> LogDensity:
    d = weights.shape[-1]
    V = torch.linalg.inv(weights)
    models = []
    for b in range(len(weights)):
        steps: list[nn.Module] = []
        for k in range(weights.shape[1]):
            linear = normflows.flows.InvertibleAffine(d, use_lu=False)
            linear.W = nn.Parameter(V[b, k].mT.contiguous(), requires_grad=False)  # inverse(x) = x W, points in rows
            translation = normflows.flows.AffineConstFlow((d,), scale=False)
            translation.t = nn.Parameter(biases[b, k].unsqueeze(0), requires_grad=False)
            steps += [linear, translation]
            if k + 1 < weights.shape[1]:
                steps.append(NormflowsActivation(name))
        base = normflows.distributions.DiagGaussian(d, trainable=False)
        models.append(normflows.NormalizingFlow(base, steps).to(weights))
    return lambda x: torch.stack([model.log_prob(points) for model, points in zip(models, x, strict=True)])


# torch.func: the density from the Jacobian that automatic differentiation finds.

_NUMBERS_OF_JACOBIANS = 1 << 22  # in memory at a time


def jacobians(weights: Tensor, biases: Tensor, name: str) -> LogDensity:
    d, layers = weights.shape[-1], weights.shape[1]
    V = torch.linalg.inv(weights)
    c = -(V @ biases.unsqueeze(-1)).squeeze(-1)

    def inverse(x: Tensor, V: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        for k in reversed(range(layers)):
            x = V[k] @ x + c[k]
            if k > 0:
                x = s_and_log_slope(name, x)[0]
        return x, x

    def log_density(V: Tensor, c: Tensor, points: Tensor) -> Tensor:
        J, z = vmap(jacrev(inverse, has_aux=True), in_dims=(0, None, None))(points, V, c)
        return torch.linalg.slogdet(J).logabsdet - d / 2 * math.log(2 * math.pi) - z.square().sum(-1) / 2

    def run(x: Tensor) -> Tensor:
        if len(x) == 1:
            parts = x[0].split(max(1, _NUMBERS_OF_JACOBIANS // d**2))
            return torch.cat([log_density(V[0], c[0], part) for part in parts]).unsqueeze(0)
        return vmap(log_density, chunk_size=max(1, _NUMBERS_OF_JACOBIANS // (x.shape[1] * d**2)))(V, c, x)

    return run


PEERS: dict[str, Callable[[Tensor, Tensor, str], LogDensity]] = {
    "torch.distributions": torch_distributions(0),
    "torch.distributions, cache 1": torch_distributions(1),
    "zuko": zuko_flow,
    "nflows": nflows_flow,
    "normflows": normflows_flow,
    "jacrev + slogdet": jacobians,
}
