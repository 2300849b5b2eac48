"""A network of torch as a generator of the lecture, number by number: a float is a dyadic rational, and is taken as that."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeGuard, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from lemmata.numerics.exact_numbers import Number
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.rounding import is_derived_for
from lemmata.theory.networks.activations import Activation, by_name
from lemmata.theory.networks.generator_case import GeneratorCase, generator

__all__ = ["from_torch"]

_NOT_ONE_TO_ONE = (
    nn.ReLU, nn.ReLU6, nn.GELU, nn.SiLU, nn.Mish, nn.Hardtanh, nn.Hardswish, nn.Hardsigmoid, nn.Hardshrink, nn.Softshrink,
    nn.Threshold,
)  # fmt: skip
_DROPOUTS = (nn.Dropout, nn.Dropout1d, nn.Dropout2d, nn.Dropout3d, nn.AlphaDropout, nn.FeatureAlphaDropout)
_ACTIVATIONS = {nn.Tanh: "tanh", nn.Sigmoid: "logistic"}
_KNOWN = "Linear, LeakyReLU, PReLU with one slope, Tanh, Sigmoid, Identity, and Dropout after eval()"

M = TypeVar("M", bound=nn.Module)
Rows = list[list[Fraction]]


def from_torch(module: nn.Module, *, z: Sequence[Number] | Tensor | None = None) -> GeneratorCase:
    """The generator g that an ``nn.Sequential`` of Linear layers and activations is, at the latent point z (0 by default).

    g is what the module computes without its rounding. Weights, biases and a tensor z are taken exactly. So is the slope of a
    LeakyReLU, in the dtype of the weights: 0.01 is there the float that torch multiplies by, which is not 1/100. A Linear
    without a bias has the bias 0, a Sequential within another one is read in its place, Identity and a Dropout that is
    switched off are passed over, a parametrised weight is the one that the layer uses. Nothing in the module is changed.

    Arguments:
        module: W_1 (d×d), σ, W_2, …, σ, W_l, in float32 or float64, with one σ: LeakyReLU, PReLU with one slope, Tanh or
            Sigmoid.
        z: d exact numbers, or a tensor of shape (d,).

    Raises ValueError, naming the layer by its number as torch prints it ("2", or "2.0" within the third), for all that is not
    such a network: other layers, an activation that is not 1-to-1, weights that are not square, not finite or singular.
    """
    if not isinstance(module, nn.Sequential):
        raise ValueError(f"from_torch reads an nn.Sequential, got {type(module).__name__}: put its layers into one")
    layers = list(_layers(module, "the Sequential", ""))
    linear = {number: layer for number, layer in layers if _is(layer, nn.Linear)}
    dtype = next((layer.weight.dtype for layer in linear.values() if is_derived_for(layer.weight.dtype)), torch.float64)
    activations = {number: _activation(layer, number, dtype) for number, layer in layers if number not in linear}
    _require_alternating([number for number, _ in layers], linear)
    weights = {number: _matrix(layer, number) for number, layer in linear.items()}
    _require_one_kind(
        {number: f"a map of R^{len(W)} in {linear[number].weight.dtype}" for number, W in weights.items()}
    )
    _require_one_kind({number: str(activation) for number, activation in activations.items()})
    return generator(
        list(weights.values()),
        [_bias(layer, number) for number, layer in linear.items()],
        next(iter(activations.values()), by_name("leaky_relu(1/2)")),  # in one layer no activation acts
        z=_point(z) if isinstance(z, Tensor) else z,
    )


def _layers(sequential: nn.Sequential, name: str, prefix: str) -> Iterator[tuple[str, nn.Module]]:
    """The layers with their numbers, in order; without those that change nothing."""
    _require_its_own_forward(sequential, name)
    if type(sequential).forward is not nn.Sequential.forward:
        raise ValueError(f"{name} has a forward of its own, and may compute something else than its layers say")
    # one module may stand in several places: `named_children` would name it once
    for k, layer in enumerate(sequential):
        number = f"{prefix}{k}"
        if isinstance(layer, nn.Sequential):
            yield from _layers(layer, f"layer {number}", f"{number}.")
            continue
        _require_its_own_forward(layer, f"layer {number}")
        if isinstance(layer, _DROPOUTS) and layer.training and layer.p > 0:
            raise ValueError(f"layer {number} is {type(layer).__name__} in training, which draws: call eval() first")
        if type(layer) not in (nn.Identity, *_DROPOUTS):
            yield number, layer


def _require_its_own_forward(module: nn.Module, name: str) -> None:
    hooks = module._forward_hooks or module._forward_pre_hooks
    if hooks or "forward" in vars(module):
        what = "hooks" if hooks else "a forward put in the place of its own"
        raise ValueError(f"{name} has {what}, and may compute something else than its weights say")
    if parametrize.is_parametrized(module) and module.training:
        raise ValueError(f"{name} is parametrised and in training, where its weights may change: call eval() first")


def _is(layer: nn.Module, kind: type[M]) -> TypeGuard[M]:
    """Whether a layer is of this very class, parametrised or not: a subclass may compute something else."""
    return parametrize.type_before_parametrizations(layer) is kind


def _require_alternating(numbers: list[str], linear: Container[str]) -> None:
    """Linear, activation, Linear, …, Linear."""
    if not numbers:
        raise ValueError("a generator has at least one Linear layer, and this Sequential has no layer")
    for number, after in pairwise(numbers):
        if (number in linear) == (after in linear):
            kind, other = ("Linear", "an activation") if number in linear else ("activations", "a Linear layer")
            raise ValueError(f"layers {number} and {after} are both {kind}: a generator has {other} between them")
    for number, verb in ((numbers[0], "begins"), (numbers[-1], "ends")):
        if number not in linear:
            raise ValueError(f"layer {number} is an activation: a generator {verb} with a Linear layer")


def _require_one_kind(kinds: dict[str, str]) -> None:
    """The same for all layers with these numbers."""
    for (first, kind), (number, other) in pairwise(kinds.items()):
        if kind != other:
            raise ValueError(f"layer {first} is {kind} and layer {number} is {other}: in a generator they are the same")


def _matrix(layer: nn.Linear, number: str) -> Rows:
    """The weights of a Linear layer, square and invertible."""
    W = layer.weight
    exact = _exactly(W, f"the weight of layer {number}")
    rows, columns = W.shape
    if rows != columns:
        raise ValueError(f"layer {number} maps R^{columns} to R^{rows}: a generator keeps its dimension")
    matrix = [exact[i * columns : (i + 1) * columns] for i in range(rows)]
    if Rationals().matrix(matrix).raw.det() == 0:
        raise ValueError(
            f"the weight of layer {number} is singular: a generator is 1-to-1 only with invertible weights"
        )
    return matrix


def _bias(layer: nn.Linear, number: str) -> list[Fraction]:
    bias: Tensor | None = layer.bias
    return [Fraction(0)] * len(layer.weight) if bias is None else _exactly(bias, f"the bias of layer {number}")


def _point(z: Tensor) -> list[Fraction]:
    if z.ndim != 1:
        raise ValueError(f"z is one point, a tensor of shape (d,), got shape {tuple(z.shape)}")
    return _exactly(z, "z")


def _activation(layer: nn.Module, number: str, dtype: torch.dtype) -> Activation:
    name = type(layer).__name__
    if type(layer) in _ACTIVATIONS:
        return by_name(_ACTIVATIONS[type(layer)])
    if type(layer) in _NOT_ONE_TO_ONE:
        raise ValueError(f"layer {number} is {name}, which is not 1-to-1: a generator has an inverse")
    if _is(layer, nn.LeakyReLU):
        slope = torch.as_tensor(layer.negative_slope, dtype=dtype, device="cpu")
    elif _is(layer, nn.PReLU) and layer.weight.numel() == 1:
        slope = layer.weight
    else:
        raise ValueError(f"layer {number} is {name}: from_torch knows {_KNOWN}")
    (exact,) = _exactly(slope, f"the slope of layer {number}")
    if exact <= 0:
        raise ValueError(
            f"layer {number} is {name} with slope {float(exact)}, which is not 1-to-1: a generator has an inverse"
        )
    return by_name(f"leaky_relu({exact})")


def _exactly(values: Tensor, what: str) -> list[Fraction]:
    """The numbers of a tensor, row by row, each float as the dyadic rational that it is."""
    if not is_derived_for(values.dtype):
        raise ValueError(
            f"{what} is in {values.dtype}: float32 and float64 are read, and double() keeps a shorter float"
        )
    if values.is_meta or values.layout is not torch.strided:
        raise ValueError(f"{what} holds no numbers that can be read: move it to the CPU as a dense tensor")
    exact = values.detach().flatten()
    if not exact.numel() or not bool(exact.isfinite().all()):
        raise ValueError(f"{what} is {'not finite' if exact.numel() else 'empty'}")
    return [Fraction(v) for v in exact.tolist()]
