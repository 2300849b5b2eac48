"""What one rounded operation may lose: the constants and helpers from which every radius in `floats` is built.

Notation: u is the unit roundoff (2⁻²⁴ or 2⁻⁵³), γ_n = nu/(1 − nu) [Higham 2002, §3.1]. Assumed: IEEE round-to-nearest,
gradual underflow, and matrix products that multiply and add in the format itself, in any order; `require_ieee` refuses
the settings of torch under which the last two fail.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from lemmata.late import torch

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "ULPS", "determinant_error", "function_error", "gamma", "inverse_radius", "is_derived_for", "nearest",
    "require_dtype", "require_ieee", "tiny", "unit", "up", "upwards",
]  # fmt: skip

# The error of a torch elementary function, in units in the last place of the exact value: the largest of what is
# documented for the libraries that torch calls. On the CPU SLEEF's u10 functions (1.0 ulp, SLEEF reference manual),
# MKL's high-accuracy mode (1.0 ulp, oneMKL Vector Mathematics) or the libm of the system (at most 3 ulp for these
# functions, glibc manual, "Known Maximum Errors in Math Functions"); CUDA at most 4 ulp (CUDA C++ Programming Guide,
# "Mathematical Functions"). These are documents, not theorems: a test compares with 300-bit values (worst seen: 1.6).
ULPS = 4


def is_derived_for(dtype: torch.dtype) -> bool:
    """Whether the bounds here are for numbers of this dtype: float32 or float64."""
    return dtype in (torch.float32, torch.float64)


def require_dtype(dtype: torch.dtype) -> None:
    """Raises ValueError unless the dtype is float32 or float64."""
    if not is_derived_for(dtype):
        raise ValueError(f"rounded arithmetic is derived for torch.float32 and torch.float64 only, got {dtype}")


def require_ieee(dtype: torch.dtype) -> None:
    """Raises ValueError where torch is set to lose more than the bounds allow (TF32 or bfloat16 products, flushing)."""
    if dtype == torch.float32:
        places = (torch.backends, torch.backends.cuda.matmul, torch.backends.mkldnn.matmul)  # type: ignore[attr-defined]
        reduced = {place.fp32_precision for place in places} - {"none", "ieee"}
        if reduced:
            raise ValueError(f"float32 products must be computed in float32, but torch is set to {sorted(reduced)}")
    if (torch.full((), tiny(dtype), dtype=dtype) / 2).item() == 0:
        raise ValueError("rounded arithmetic needs gradual underflow, but torch.set_flush_denormal(True) is in force")


@lru_cache
def unit(dtype: torch.dtype) -> float:
    """The unit roundoff u: fl(a ∘ b) = (a ∘ b)(1 + δ), |δ| ≤ u, and also |fl(a ∘ b) − a ∘ b| ≤ u|fl(a ∘ b)|."""
    return torch.finfo(dtype).eps / 2


@lru_cache
def tiny(dtype: torch.dtype) -> float:
    """The smallest normal number. A product or quotient that underflows loses at most half the smallest subnormal
    number, which is 2⁻⁵² (2⁻²³) times this one: so one ``tiny`` covers the underflows of up to 2⁵² (2²³) operations."""
    return torch.finfo(dtype).tiny


@lru_cache
def gamma(n: int, dtype: torch.dtype) -> float:
    """γ_n = nu/(1 − nu), the relative error of n roundings in a row; for nu ≥ 1 nothing is known and γ_n = ∞."""
    nu = n * unit(dtype)
    return nu / (1 - nu) if nu < 1 else float("inf")


def upwards(r: Tensor, n: int) -> Tensor:
    """An upper bound of the exact value r* of a sum of non-negative floats, computed with at most n roundings in a row.

    r* ≤ r/(1 − u)ⁿ ≤ r/(1 − nu), and r(1 + 2(n + 2)u)(1 − u) ≥ r/(1 − nu) while nu ≤ ½ (the factor is itself a float:
    1 plus an even multiple of u). Sums do not underflow: below the normal range they are exact. So 0 stays 0.
    """
    return r * (1 + 2 * (n + 2) * unit(r.dtype))


def up(r: Tensor, n: int) -> Tensor:
    """`upwards` for sums of products and quotients of non-negative upper bounds, which may underflow: adds ``tiny``.

    What was lost by underflow may be multiplied afterwards: so call it before, not only at the end.
    """
    return upwards(r, n + 1) + tiny(r.dtype)


def function_error(value: Tensor) -> Tensor:
    """A bound of |f(x) − value| for value = torch's f(x), before `up`.

    |f(x) − value| ≤ ULPS·ulp(f(x)) ≤ ULPS·2u|f(x)| ≤ ULPS·2u|value|/(1 − ULPS·2u): the denominator counts as 2·ULPS
    roundings. Where f(x) is subnormal its ulps are covered by the ``tiny`` of `up`.
    """
    return ULPS * 2 * unit(value.dtype) * value.abs()


@lru_cache(maxsize=4096)
def nearest(q: Fraction, dtype: torch.dtype) -> tuple[float, float]:
    """A float m of this dtype next to q and a float r ≥ |q − m|, r = 0 where q is a float. Overflow: m = r = ∞."""
    try:
        m = torch.tensor(float(q), dtype=dtype)
    except OverflowError:
        m = torch.tensor(float("inf"), dtype=dtype)
    if not torch.isfinite(m):
        return float("inf"), float("inf")
    error = abs(q - Fraction(m.item()))
    r = torch.tensor(float(error), dtype=dtype)
    if Fraction(r.item()) < error:
        r = torch.nextafter(r, torch.full_like(r, float("inf")))
    return m.item(), r.item()


def inverse_radius(X: Tensor, E: Tensor, v: Tensor) -> Tensor:
    """A bound of |A⁻¹ − X| for every A with |I − AX| ≤ E, however X was computed; ∞ for a network where none is shown.

    X, E: (B, d, d). v: (B, d, 1), any positive scale of the rows of A. Let α = max_i (Ev)_i/v_i. If α < 1 then
    AX = I − R with |R| ≤ E is invertible and A⁻¹ − X = X(R + R² + …), so |A⁻¹ − X| ≤ |X|S with S = E + E² + … = E + ES.
    For s_j = max_i S_ij/v_i the last identity gives s_j ≤ max_i E_ij/v_i + αs_j, hence

        |A⁻¹ − X| ≤ |X|E + (|X|Ev) eᵀ/(1 − α),   e_j = max_i E_ij/v_i.
    """
    d = X.shape[-1]
    alpha = up((up(E @ v, d) / v).amax(-2, keepdim=True), 1)
    XE = up(X.abs() @ E, d)
    tail = up(E / v, 1).amax(-2, keepdim=True) / (1 - alpha)
    return torch.where(alpha < 1, upwards(XE + up(up(XE @ v, d) * tail, 3), 1), float("inf"))


def determinant_error(V: Tensor, D: Tensor) -> Tensor:
    """δ ≥ |log|det F| − log|det A||, (B, 1, 1), if |F − A| ≤ D and |A_t⁻¹| ≤ V on the segment A_t = A + t(F − A).

    V, D: (B, d, d). By Jacobi's formula the derivative of log|det A_t| is tr(A_t⁻¹(F − A)), at most tr VD in absolute
    value: the first-order bound of componentwise perturbation theory, here without a remainder. All A_t are invertible,
    so det F and det A have one sign.
    """
    return up((V * D.mT).sum((1, 2), keepdim=True), V.shape[-1] ** 2)
