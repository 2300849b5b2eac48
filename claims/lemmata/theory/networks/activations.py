"""Activations σ of the lecture's generators, each with s = σ⁻¹, s′ and log|s′|, written on the common vocabulary.

The lecture asks σ to be "invertible and differentiable". What its density formula needs is more exact: σ increasing or
decreasing, onto R wherever a further layer follows, with s′ ≠ 0 off a finite set. Every activation here says which of
these it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from lemmata.numerics.vocabulary import (
    absolute,
    asinh,
    atanh,
    by_sign,
    cosh,
    exp,
    inverse_of_increasing,
    log,
    log1p,
    sinh,
    sqrt,
    tanh,
)

__all__ = [
    "Activation", "by_name", "cube", "decreasing", "hyperbolic_sine", "inverse_hyperbolic_sine", "leaky_relu",
    "logistic", "names", "smooth_leaky_relu", "softplus_like", "tangent",
]  # fmt: skip

Map = Callable[[Any], Any]


@dataclass(frozen=True)
class Activation:
    """σ with its inverse s, entrywise maps of any arithmetic.

    Attributes:
        sigma, s: σ and s = σ⁻¹.
        ds: s′ (on the kink of a piecewise-linear s: the slope on one side).
        log_abs_ds: log|s′|.
        range: the open interval σ(R); None for all of R.
        steepest: sup|s′|; None where it is infinite.
        increasing: False when σ decreases; then s′ < 0 and only |s′| has a logarithm.
        piecewise_linear: σ maps rationals to rationals, so exact arithmetic can decide.
    """

    name: str
    sigma: Map
    s: Map
    ds: Map
    log_abs_ds: Map
    range: tuple[Fraction, Fraction] | None = None
    steepest: Fraction | int | None = None
    increasing: bool = True
    piecewise_linear: bool = False

    def __repr__(self) -> str:
        return self.name  # no call that builds it: what holds one is spelled with its name


def leaky_relu(slope: Fraction | int) -> Activation:
    """σ(t) = t for t ≥ 0 and slope·t for t < 0 (slope > 0). Raises ValueError for a slope that is not positive."""
    a = Fraction(slope)
    if a <= 0:
        raise ValueError(f"leaky ReLU needs a positive slope, got {slope}")
    p, q = a.numerator, a.denominator
    return Activation(
        name=f"leaky_relu({a})",
        sigma=lambda t: by_sign(t, p * t / q, t),
        s=lambda y: by_sign(y, q * y / p, y),
        ds=lambda y: by_sign(y, 1 / a, 1),
        log_abs_ds=lambda y: log(by_sign(y, 1 / a, 1)),
        steepest=max(1 / a, Fraction(1)),
        piecewise_linear=True,
    )


# σ = sinh, s = asinh: s grows like a logarithm.
hyperbolic_sine = Activation(
    "sinh", sinh, asinh,
    ds=lambda y: 1 / sqrt(y * y + 1),
    log_abs_ds=lambda y: -log1p(y * y) / 2,
    steepest=1,
)  # fmt: skip

# σ = asinh, s = sinh: s grows exponentially; points must be drawn as x = g(z).
inverse_hyperbolic_sine = Activation(
    "asinh", asinh, sinh,
    ds=cosh,
    log_abs_ds=lambda y: log(cosh(y)),
)  # fmt: skip

# s(y) = (y + log(1 + eʸ))/2, a bijection of R with slopes in (½, 1); σ has no closed form.
_softplus_s: Map = lambda y: (y + log1p(exp(y))) / 2  # noqa: E731
_softplus_ds: Map = lambda y: (1 + 1 / (1 + exp(-y))) / 2  # noqa: E731
softplus_like = Activation(
    "softplus_like",
    sigma=lambda t: inverse_of_increasing(_softplus_s, _softplus_ds, Fraction(1, 2), t),
    s=_softplus_s,
    ds=_softplus_ds,
    log_abs_ds=lambda y: log(_softplus_ds(y)),
    steepest=1,
)


# The squareplus analogue of leaky ReLU, with slopes ¼ and 1 [Barron 2021]: σ(t) = (5t + 3(√(t²+1) − 1))/8. Solving the
# quadratic with v = 8y + 3 gives s(y) = (5v − 3√(v² + 16))/16, whose slopes lie in (1, 4).
def _smooth_leaky_ds(y: Any) -> Any:
    v = 8 * y + 3
    return (5 - 3 * (v / sqrt(v * v + 16))) / 2


smooth_leaky_relu = Activation(
    "smooth_leaky_relu",
    sigma=lambda t: (5 * t + 3 * (sqrt(t * t + 1) - 1)) / 8,
    s=lambda y: (5 * (8 * y + 3) - 3 * sqrt((8 * y + 3) * (8 * y + 3) + 16)) / 16,
    ds=_smooth_leaky_ds,
    log_abs_ds=lambda y: log(_smooth_leaky_ds(y)),
    steepest=4,
)

# Bounded ranges: a further layer cannot reach all of R, so the law has bounded support from l = 2 on.
tangent = Activation(
    "tanh", tanh, atanh,
    ds=lambda y: 1 / ((1 - y) * (1 + y)),
    log_abs_ds=lambda y: -log((1 - y) * (1 + y)),
    range=(Fraction(-1), Fraction(1)),
)  # fmt: skip

logistic = Activation(
    "logistic",
    sigma=lambda t: 1 / (1 + exp(-t)),
    s=lambda y: log(y / (1 - y)),
    ds=lambda y: 1 / (y * (1 - y)),
    log_abs_ds=lambda y: -log(y * (1 - y)),
    range=(Fraction(0), Fraction(1)),
)

# Invertible and differentiable, yet s′ is infinite at 0: the lecture's two words are not enough.
cube = Activation(
    "cube",
    sigma=lambda t: t * t * t,
    s=lambda y: by_sign(y, -exp(log(absolute(y)) / 3), exp(log(absolute(y)) / 3)),
    ds=lambda y: exp(-2 * log(absolute(y)) / 3) / 3,
    log_abs_ds=lambda y: -2 * log(absolute(y)) / 3 - log(y * 0 + 3),
)


def decreasing(increasing: Activation) -> Activation:
    """t ↦ −σ(t), with inverse y ↦ s(−y) and derivative −s′(−y): the absolute value in log|s′| starts to matter."""
    base = increasing
    return Activation(
        name=f"decreasing({base.name})",
        sigma=lambda t: -base.sigma(t),
        s=lambda y: base.s(-y),
        ds=lambda y: -base.ds(-y),
        log_abs_ds=lambda y: base.log_abs_ds(-y),
        range=None if base.range is None else (-base.range[1], -base.range[0]),
        steepest=base.steepest,
        increasing=not base.increasing,
        piecewise_linear=base.piecewise_linear,
    )


_NAMED = {
    a.name: a
    for a in (
        leaky_relu(Fraction(1, 2)), leaky_relu(Fraction(1, 4)), leaky_relu(3), decreasing(leaky_relu(Fraction(1, 2))),
        hyperbolic_sine, inverse_hyperbolic_sine, softplus_like, smooth_leaky_relu, tangent, logistic,
        decreasing(inverse_hyperbolic_sine), decreasing(smooth_leaky_relu),
    )
}  # fmt: skip


def names() -> tuple[str, ...]:
    """The names of all activations that generators may be drawn with."""
    return tuple(_NAMED)


def by_name(name: str) -> Activation:
    """The activation of this name; ``leaky_relu(p/q)`` and ``decreasing(…)`` are understood for any p/q and any name.

    One name gives one object, so that networks can be asked whether they share their σ.
    Raises ValueError for a name nobody knows, listing those there are.
    """
    return _NAMED[name] if name in _NAMED else _put_together(name)


@cache
def _put_together(name: str) -> Activation:
    if name == cube.name:
        return cube
    if inner := re.fullmatch(r"decreasing\((.+)\)", name):
        return decreasing(by_name(inner[1]))
    if slope := re.fullmatch(r"leaky_relu\((\d+(?:/\d+)?)\)", name):
        return leaky_relu(Fraction(slope[1]))
    raise ValueError(f"unknown activation {name!r}; known: {', '.join(_NAMED)}")
