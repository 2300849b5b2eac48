"""Elementary functions of rounded floats: a value, and a proven bound of how far it is from the exact one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.numerics import rounding
from lemmata.numerics.rounding import gamma, up
from lemmata.numerics.verdict import OutsideArithmetic

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["enclosed"]

_INF = float("inf")


def _as_torch(name: str) -> Callable[[Tensor], Tensor]:
    return lambda t: getattr(torch, name)(t)


def _in_double(name: str) -> Callable[[Tensor], Tensor]:
    """A function of torch by way of float64. In float32 torch has a polynomial for erf that is good in absolute terms only,
    and a sine of 3.5 ulp; rounding the float64 value costs half an ulp, so `rounding.ULPS` covers both steps."""
    return lambda t: getattr(torch, name)(t.double()).to(t.dtype)


def _sigmoid(t: Tensor) -> Tensor:
    e = torch.exp(-t.abs())
    return torch.where(t < 0, e, torch.ones_like(e)) / (1 + e)


def _sigmoid_error(value: Tensor) -> Tensor:
    """With e = exp(−|t|): 2·ULPS roundings for e in the numerator, 2·ULPS·e/(1 + e) ≤ ULPS for it in 1 + e, one for that
    sum, one for the quotient."""
    return gamma(3 * rounding.ULPS + 2, value.dtype) * value.abs()


def _function_error(value: Tensor) -> Tensor:
    return rounding.function_error(value)


@dataclass(frozen=True)
class _Function:
    """How torch computes f, a bound of |f(x) − value| before `up`, and whether an exact 0 stays one."""

    computed: Callable[[Tensor], Tensor]
    error: Callable[[Tensor], Tensor] = _function_error
    zero_at_zero: bool = False


# Increasing on their domain; cosh after |·|.
_INCREASING: dict[str, _Function] = {
    **{name: _Function(_as_torch(name)) for name in ("exp", "log", "cosh")},
    **{
        name: _Function(_as_torch(name), zero_at_zero=True)
        for name in ("log1p", "sqrt", "sinh", "asinh", "tanh", "atanh")
    },
    "erf": _Function(_in_double("erf"), zero_at_zero=True),
    "sigmoid": _Function(_sigmoid, _sigmoid_error),
}
# |f(x) − f(y)| ≤ |x − y|, and |f| ≤ 1.
_OSCILLATING: dict[str, _Function] = {
    "sin": _Function(_in_double("sin"), zero_at_zero=True),
    "cos": _Function(_in_double("cos")),
}


def enclosed(function: str, mid: Tensor, rad: Tensor) -> tuple[Tensor, Tensor]:
    """f of every entry of [mid − rad, mid + rad] as a midpoint y and a radius; ∞ outside the domain and where it overflows.

    Increasing f (cosh x = cosh|x|): with floats lo ≤ m − r, hi ≥ m + r,

        f(m*) − y ≤ fl(f(hi)) − y + error,   y − f(m*) ≤ y − fl(f(lo)) + error,   y = fl(f(m)).

    sin and cos are 1-Lipschitz and lie in [−1, 1]: |f(m*) − y| ≤ min(r + error, 1 + |y|). A zero that is exact stays so
    where f(0) = 0.

    Raises OutsideArithmetic for an unknown function.
    """
    of = _INCREASING.get(function) or _OSCILLATING.get(function)
    if of is None:
        known = ", ".join([*_INCREASING, *_OSCILLATING])
        raise OutsideArithmetic(f"no elementary function {function!r} of floats; known: abs, {known}")
    if function in _OSCILLATING:
        y = of.computed(mid)
        radius = torch.minimum(up(rad + of.error(y), 2 * rounding.ULPS + 3), up(1 + y.abs(), 1))
    else:
        y, radius = _between(of, mid.abs() if function == "cosh" else mid, rad, below_zero=function != "cosh")
    if of.zero_at_zero:
        radius = torch.where((mid == 0) & (rad == 0), 0.0, radius)
    return y, torch.where(torch.isfinite(rad), radius, _INF)


def _between(of: _Function, m: Tensor, rad: Tensor, *, below_zero: bool) -> tuple[Tensor, Tensor]:
    # fl(m ± r) is within half an ulp, so its neighbour is beyond
    lo = torch.where(rad == 0, m, torch.nextafter(m - rad, m.new_full((), -_INF)))
    hi = torch.where(rad == 0, m, torch.nextafter(m + rad, m.new_full((), _INF)))
    if not below_zero:
        lo = lo.clamp(min=0)
    y, low, high = of.computed(m), of.computed(lo), of.computed(hi)
    above = (high - y).clamp(min=0) + of.error(high)
    below = (y - low).clamp(min=0) + of.error(low)
    return y, up(torch.maximum(above, below), 3 * rounding.ULPS + 6)
