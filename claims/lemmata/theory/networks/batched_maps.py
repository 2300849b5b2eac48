"""s = σ⁻¹ and log|s′| over blocks of a batch, entry by entry and in place: the part of a density that is not a product.

A density needs Σ_i log|s′(h_i)| and not its terms. So a map writes one number per entry, its *slope factor*, which is
cheap to gather over layers and entries, and turns gathered factors into logarithms once.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Protocol

import torch
from torch import Tensor

from lemmata.theory.networks.activations import Activation, hyperbolic_sine, inverse_hyperbolic_sine

__all__ = ["Entrywise", "LeakyMaps", "PlainMaps", "SquaredMaps", "fast_maps"]


class Entrywise(Protocol):
    """How one activation is applied to a block h of shape (b, d, n)."""

    may_overflow: bool  # can a finite log|s′| come out as an infinity or NaN?

    def apply(self, h: Tensor, slope: Tensor, spare: Tensor) -> None:
        """Writes the slope factors of h into ``slope`` and s(h) into ``h``; ``spare`` is left with anything."""

    def gather(self, gathered: Tensor, slope: Tensor) -> None:
        """Takes the slope factors of one more layer into ``gathered``, in place."""

    def add_log_slopes(self, gathered: Tensor, value: Tensor) -> None:
        """Adds Σ_i log|s′|, (b, n), of the gathered factors (b, d, n) to ``value``, in place."""

    def layers_together(self, d: int) -> int:
        """How many layers may be gathered before `add_log_slopes`."""


class PlainMaps:
    """Any activation, from its own s and log|s′|; the slope factor is log|s′|. Nothing overflows before s does."""

    may_overflow = False

    def __init__(self, activation: Activation) -> None:
        self.s, self.log_abs_ds, self.range = activation.s, activation.log_abs_ds, activation.range
        # log|s′| as the activation writes it squares y or takes cosh(y), which overflows long before s(y)² does
        if activation is hyperbolic_sine:
            self.log_abs_ds = lambda y: -torch.hypot(y, torch.ones_like(y)).log()
        if activation is inverse_hyperbolic_sine:
            self.log_abs_ds = lambda y: torch.logaddexp(y, -y) - math.log(2)

    def outside(self, h: Tensor) -> bool:
        """Whether an entry of h lies outside of the open interval σ(R)."""
        return self.range is not None and bool(self._outside(h).any())

    def _outside(self, h: Tensor) -> Tensor:
        assert self.range is not None
        return (h <= float(self.range[0])) | (h >= float(self.range[1]))

    def apply(self, h: Tensor, slope: Tensor, spare: Tensor) -> None:
        if self.range is None:
            slope.copy_(self.log_abs_ds(h))
            h.copy_(self.s(h))
            return
        # Outside of σ(R) the density is 0: its logarithm −inf enters the sum, and the layers below go on with a number.
        outside = self._outside(h)
        h.masked_fill_(outside, float(sum(self.range)) / 2)
        slope.copy_(self.log_abs_ds(h)).masked_fill_(outside, -math.inf)
        h.copy_(self.s(h))

    def gather(self, gathered: Tensor, slope: Tensor) -> None:
        gathered.add_(slope)

    def add_log_slopes(self, gathered: Tensor, value: Tensor) -> None:
        value.add_(gathered.sum(1))

    def layers_together(self, d: int) -> int:
        return 1


class LeakyMaps:
    """Leaky ReLU of slope a: s(y) = y/a and log s′(y) = −log a below 0. The slope factor is 1 there and 0 elsewhere."""

    may_overflow = False

    def __init__(self, slope: Fraction) -> None:
        self.steepness = float(1 / slope)
        self.log_steepness = math.log(slope.denominator) - math.log(slope.numerator)

    def apply(self, h: Tensor, slope: Tensor, spare: Tensor) -> None:
        torch.lt(h, 0, out=slope)
        torch.nn.functional.leaky_relu_(h, self.steepness)

    def gather(self, gathered: Tensor, slope: Tensor) -> None:
        gathered.add_(slope)

    def add_log_slopes(self, gathered: Tensor, value: Tensor) -> None:
        value.add_(gathered.sum(1), alpha=self.log_steepness)

    def layers_together(self, d: int) -> int:
        return 1 << 20  # counts are exact far beyond this


class SquaredMaps:
    """s with |s′| = (1 + t²)^±½: s = sinh has t = s(y) and +, s = asinh has t = y and −. The slope factor is 1 + t².

    Up to ``factors`` slope factors are multiplied before one logarithm is taken. The product carries a relative error
    of about 2u per factor, which is an absolute error of as many u in the logarithm: the size of the rounding error
    of the sum it replaces as soon as −d/2 log 2π is added.
    """

    may_overflow = True

    def __init__(self, s_is_sinh: bool, dtype: torch.dtype) -> None:
        self.s_is_sinh = s_is_sinh
        self.factors = 16 if dtype == torch.float64 else 8  # |t| up to 4·10⁹ and 6·10⁴ before the product overflows

    def apply(self, h: Tensor, slope: Tensor, spare: Tensor) -> None:
        one = h.new_ones(())
        if self.s_is_sinh:
            h.sinh_()
            torch.addcmul(one, h, h, out=slope)
            return
        # asinh y = sign(y) log1p(|y| + y²/(1 + √(1+y²))) has a small relative error for every y. torch.asinh takes
        # twice the time; √ is taken as v·(1/√v), because 1/√ is the faster of the two in float64.
        torch.addcmul(one, h, h, out=slope)
        torch.rsqrt(slope, out=spare).mul_(slope).add_(1)
        torch.div(h, spare, out=spare).abs_()
        torch.addcmul(h, h, spare, out=spare).abs_().log1p_()
        torch.copysign(spare, h, out=h)

    def gather(self, gathered: Tensor, slope: Tensor) -> None:
        gathered.mul_(slope)

    def add_log_slopes(self, gathered: Tensor, value: Tensor) -> None:
        rows = max(1, self.factors // self.layers_together(gathered.shape[1]))
        for part in gathered.split(rows, dim=1):
            product = part.prod(1)
            overflow = not math.isfinite(product.sum().item())
            value.add_(part.log().sum(1) if overflow else product.log_(), alpha=0.5 if self.s_is_sinh else -0.5)

    def layers_together(self, d: int) -> int:
        return max(1, self.factors // d)


def fast_maps(activation: Activation, dtype: torch.dtype) -> Entrywise:
    """The fastest maps known for this activation; those of its own formulas where there are none."""
    if activation is hyperbolic_sine or activation is inverse_hyperbolic_sine:
        return SquaredMaps(activation is inverse_hyperbolic_sine, dtype)
    name, _, slope = activation.name.partition("(")
    if name == "leaky_relu" and activation.piecewise_linear:
        return LeakyMaps(Fraction(slope.rstrip(")")))
    return PlainMaps(activation)
