"""Activations of discriminators: σ with |σ(s) − σ(t)| ≤ |s − t| and σ(0) = 0, on any arithmetic and on plain tensors.

Unlike the activations of a generator they need no inverse: ReLU is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lemmata.late import torch
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rounding import ULPS, nearest, unit
from lemmata.numerics.vocabulary import absolute, by_sign, tanh

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["CLIP", "IDENTITY", "Contraction", "clip", "contraction"]


@dataclass(frozen=True)
class Contraction:
    """σ, entrywise.

    Attributes:
        sigma: σ of a matrix of any arithmetic or of a tensor.
        slopes: (low, high) ↦ bounds of (σ(s) − σ(t))/(s − t) over low ≤ s, t ≤ high, as float64 tensors.
        roundings: |fl σ(t) − σ(t)| ≤ γ_roundings |t| for a float t.
        piecewise_linear: σ maps rationals to rationals.
    """

    name: str
    sigma: Callable[[Any], Any]
    slopes: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
    roundings: int = 0
    piecewise_linear: bool = True

    def __repr__(self) -> str:
        return self.name  # no call that builds it: what holds one is spelled with its name


def _leaky_relu(slope: Fraction) -> Contraction:
    name = "relu" if slope == 0 else f"leaky_relu({slope})"
    if not 0 <= slope <= 1:
        raise ValueError(f"σ must not expand: a slope in [0, 1] is expected, got {slope}")

    def sigma(t: Any) -> Any:
        if isinstance(t, torch.Tensor):
            return torch.nn.functional.leaky_relu(t, nearest(slope, torch.float64)[0]) if slope else t.clamp_min(0)
        return by_sign(t, slope.numerator * t / slope.denominator, t)

    def slopes(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
        (a, error), one = nearest(slope, torch.float64), torch.ones_like(low)
        # low > 0: all of it lies on the right; high > 0: some of it does
        return torch.where(low > 0, one, max(a - error, 0.0)), torch.where(high > 0, one, min(a + error, 1.0))

    # the slope as a float, and one product
    return Contraction(name, sigma, slopes, roundings=2 if slope else 0)


def _abs(t: Any) -> Any:
    # torch.abs would do, but its second derivative makes torch load its compiler
    return torch.where(t < 0, -t, t) if isinstance(t, torch.Tensor) else absolute(t)


def _slopes_of_abs(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    one = torch.ones_like(low)
    return torch.where(low > 0, one, -1.0), torch.where(high < 0, -one, 1.0)


def _slopes_of_tanh(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    # 1 − tanh² falls with |t|. A relative error of ULPS·2u in tanh moves it by less than (4·ULPS + 4)u.
    far, near = (
        torch.maximum(low.abs(), high.abs()),
        torch.where(low * high <= 0, 0.0, torch.minimum(low.abs(), high.abs())),
    )
    slack = (4 * ULPS + 4) * unit(torch.float64)
    smallest, largest = (1 - torch.tanh(t).square() for t in (far, near))
    return (smallest - slack).clamp_min(0), (largest + slack).clamp_max(1)


_NAMED = {
    c.name: c
    for c in (
        _leaky_relu(Fraction(0)),
        Contraction("abs", _abs, _slopes_of_abs),
        Contraction("tanh", tanh, _slopes_of_tanh, roundings=2 * ULPS, piecewise_linear=False),
    )
}


def contraction(name: str) -> Contraction:
    """The contraction of this name: relu, abs, tanh, or leaky_relu(p/q) with a slope in [0, 1].

    Raises ValueError for any other name, and for a slope outside of [0, 1].
    """
    if name in _NAMED:
        return _NAMED[name]
    if slope := re.fullmatch(r"leaky_relu\((\d+(?:/\d+)?)\)", name):
        return _leaky_relu(Fraction(slope[1]))
    raise ValueError(f"unknown contraction {name!r}; known: {', '.join(_NAMED)}, leaky_relu(p/q)")


def clip(t: Any) -> Any:
    """min(max(t, −1), 1), entrywise: a contraction too."""
    if isinstance(t, Matrix):
        return by_sign(t - 1, by_sign(t + 1, -1, t), 1)
    return t.clamp(-1, 1)


def _slopes_of_clip(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    one = torch.ones_like(low)
    inside, outside = (low >= -1) & (high <= 1), (low >= 1) | (high <= -1)
    return torch.where(inside, one, 0.0), torch.where(outside, 0.0, one)


def _slopes_of_the_identity(low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    return torch.ones_like(low), torch.ones_like(low)


# What comes after the last layer.
CLIP = Contraction("clip", clip, _slopes_of_clip)
IDENTITY = Contraction("identity", lambda t: t, _slopes_of_the_identity)
