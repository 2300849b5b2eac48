"""The vocabulary in which every formula is written, once.

A formula says ``diagonal(slopes) @ inverse(W)`` and does not know whether W holds symbols, rationals, balls, rounded
floats or plain tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lemmata.numerics.matrix import Matrix

__all__ = [
    "absolute", "asinh", "atanh", "by_sign", "cosh", "determinant", "diagonal", "exp", "inverse",
    "inverse_of_increasing", "log", "log1p", "log_abs_determinant", "log_two_pi", "sinh", "sqrt", "stack", "tanh", "total",
    "transpose",
]  # fmt: skip


def _elementary(name: str) -> Callable[[Any], Any]:
    def function(t: Any) -> Any:
        if isinstance(t, Matrix):
            return t.apply(name)
        import torch

        return getattr(torch, name)(t)

    function.__name__ = name
    function.__doc__ = f"{name}, entrywise, in the arithmetic of its argument (plain tensors included)."
    return function


absolute = _elementary("abs")
exp = _elementary("exp")
log = _elementary("log")
log1p = _elementary("log1p")
sqrt = _elementary("sqrt")
sinh = _elementary("sinh")
cosh = _elementary("cosh")
asinh = _elementary("asinh")
tanh = _elementary("tanh")
atanh = _elementary("atanh")


def by_sign(t: Any, negative: Any, positive: Any) -> Any:
    """Entrywise: ``negative`` where t < 0, ``positive`` where t ≥ 0. Numbers broadcast."""
    if isinstance(t, Matrix):
        return t.by_sign(t._same(negative), t._same(positive))
    import torch

    # torch.where(mask, float, float) would be float32 whatever t is
    below, above = (
        v if isinstance(v, torch.Tensor) else torch.as_tensor(float(v), dtype=t.dtype, device=t.device)
        for v in (negative, positive)
    )
    return torch.where(t < 0, below, above)


def inverse_of_increasing(s: Callable[[Any], Any], ds: Callable[[Any], Any], slope_at_least: Any, t: Any) -> Any:
    """y with s(y) = t, for a convex increasing s with s′ ≥ slope_at_least > 0 everywhere.

    Newton's method proposes a midpoint m, in 40 steps or, once every entry rests or goes to and fro in its last digit,
    fewer; the mean value theorem encloses: |y − m| ≤ |s(m) − t| / inf s′. For plain tensors the midpoint alone is returned.
    """
    if not isinstance(t, Matrix):
        y = t
        for _ in range(40):
            y = y - (s(y) - t) / ds(y)
        return y
    centre = t.midpoint()
    y = before = centre
    for _ in range(40):
        following = (y - (s(y) - centre) / ds(y)).midpoint()
        if ((following - y) * (following - before)).is_zero():
            break
        y, before = following, y
    return y.widened((s(y) - t) / slope_at_least)


def inverse(A: Matrix) -> Matrix:
    """A⁻¹."""
    return A.inverse()


def transpose(A: Matrix) -> Matrix:
    """Aᵀ."""
    return A.transpose()


def determinant(A: Matrix) -> Matrix:
    """det A."""
    return A.determinant()


def log_abs_determinant(A: Matrix) -> Matrix:
    """log|det A|."""
    return A.log_abs_determinant()


def diagonal(v: Matrix) -> Matrix:
    """diag(v) for a column v."""
    return v.diagonal()


def log_two_pi(like: Matrix) -> Matrix:
    """log 2π, in the arithmetic of ``like``."""
    return like.log_two_pi()


def total(v: Matrix) -> Matrix:
    """Σ of all entries."""
    return v.total()


def stack(rows: Sequence[Sequence[Matrix]]) -> Matrix:
    """The matrix whose entries are the given 1×1 matrices."""
    return rows[0][0].stack(rows)
