"""How far two correct floating-point evaluations of one log-density may lie apart, derived to first order.

Every contender computes, for k = l, …, 1, the products W_k⁻¹y + c_k with the same computed inverse V_k ≈ W_k⁻¹ and
shift c_k = −V_k b_k, the entrywise s and log|s′|, and one sum. With u the unit roundoff and γ_n = nu/(1 − nu)
[Higham, Accuracy and Stability, §3.1]:

- the product and the addition err by at most γ_{d+2}(|V_k||y| + |c_k|), componentwise; a contender that adds −b_k
  before it multiplies errs by at most γ_{d+2}|V_k|(|y| + |b_k|) ≥ the former's share in c_k, and c_k itself carries
  γ_d|V_k||b_k|: together e_k = 2γ_{d+2}|V_k|(|y| + |b_k|) covers both;
- s has a relative error of at most 10u (its formulas, with elementary functions good to two units in the last place),
  which the next product turns into 10u|V_k||y|;
- an error in h_k moves the result by its product with ∂log P_g/∂h_k, taken here by automatic differentiation. This is
  what keeps the bound useful at l = 8, where products of |V_k| would exceed every value;
- log|det V_k| and −log|det W_k| differ by at most Σ_i |(I − W_kV_k)_ii| + second order, and an LU factorisation is
  exact for a matrix that differs by γ_d|L||U|: the trace of its product with the inverse;
- the final sum has at most l·d + 10 terms, each with a relative error of 10u, slope factors included.

A contender that multiplies the Jacobian out and factorises it errs further: the factor R_k = R_{k−1}D(h_k)V_k by
γ_{d+1}|R_{k−1}D(h_k)||V_k| and the LU factorisation by γ_d|L||U|, each of which moves log|det| by its trace with the
inverse. At d = 64, l = 8 that is more than the logarithm itself: there slogdet of the Jacobian is not determined in
float64, and the assertion says nothing about it.

The sum of these is doubled, because both sides err, and once more for all that is of second order in u.
A point whose h_k lies within its error of the kink of leaky ReLU may differ by log a more; the seeds of the benchmarks
have none, and the assertion would show one.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from benchmarks.peers import LEAKY_SLOPE

__all__ = ["disagreement_bound", "jacobian_determinant_bound", "same_number"]


def disagreement_bound(weights: Tensor, biases: Tensor, name: str, x: Tensor) -> Tensor:
    """The bound above, (B, N), for the activation ``name`` of the peers at points x of shape (B, d, N)."""
    layers, d = weights.shape[1], weights.shape[2]
    u = torch.finfo(x.dtype).eps / 2
    V = torch.linalg.inv(weights)
    c = -(V @ biases.unsqueeze(-1))
    products: list[Tensor] = []  # e_k + 10u|V_k||y|, and the h_k they belong to
    hidden: list[Tensor] = []
    y, slopes = x, torch.zeros_like(x)
    with torch.enable_grad():
        for k in reversed(range(layers)):
            size = V[:, k].abs() @ (y.detach().abs() + biases[:, k].abs().unsqueeze(-1))
            products.append((2 * _gamma(d + 2, u) + 10 * u) * size)
            h = (V[:, k] @ y + c[:, k]).requires_grad_()
            hidden.append(h)
            if k > 0:
                y, log_slope = _s_and_log_slope(name, h)
                slopes = slopes + log_slope
        log_density = slopes.sum(1) - hidden[-1].square().sum(1) / 2
        gradients = torch.autograd.grad(log_density.sum(), hidden, allow_unused=True)
    moved = sum(
        ((g.abs() * e).sum(1) for g, e in zip(gradients, products, strict=True) if g is not None),
        torch.zeros_like(log_density),
    )
    log_det = torch.linalg.slogdet(weights).logabsdet.abs().sum(1, keepdim=True)
    terms = d / 2 * math.log(2 * math.pi) + hidden[-1].square().sum(1) + slopes.abs().sum(1) + log_det + layers * d
    summed = (layers * d + 10) * 10 * u * terms
    return (4 * (moved + summed + _determinant_error(weights, V, u).sum(1, keepdim=True))).detach()


def jacobian_determinant_bound(weights: Tensor, biases: Tensor, name: str, x: Tensor) -> Tensor:
    """What a contender may add to `disagreement_bound` if it takes log|det J_x g⁻¹| from the Jacobian, (B, N)."""
    d = weights.shape[2]
    points = max(1, (1 << 21) // (d * d))
    parts = []
    for b in range(len(weights)):
        V = torch.linalg.inv(weights[b])
        c = -(V @ biases[b].unsqueeze(-1))
        parts.append(torch.cat([_product_error(weights[b], V, c, name, part) for part in x[b].split(points, dim=1)]))
    return 4 * torch.stack(parts)


def _product_error(W: Tensor, V: Tensor, c: Tensor, name: str, y: Tensor) -> Tensor:
    layers, d = W.shape[:2]
    u = torch.finfo(y.dtype).eps / 2
    slopes: list[Tensor] = []  # of h_2, …, h_l, with points in front: (N, d)
    for k in reversed(range(1, layers)):
        y, log_slope = _s_and_log_slope(name, V[k] @ y + c[k])
        slopes.insert(0, log_slope.exp().mT)
    product, inverse = V[0].expand(y.shape[1], d, d), W[0].expand(y.shape[1], d, d)
    error = y.new_zeros(y.shape[1])
    for k, slope in enumerate(slopes, start=1):
        scaled = product * slope.unsqueeze(1)
        product, inverse = scaled @ V[k], W[k] @ (inverse / slope.unsqueeze(2))
        error = error + _gamma(d + 1, u) * (inverse.mT.abs() * (scaled.abs() @ V[k].abs())).sum((1, 2))
    P, L, U = torch.linalg.lu(product)
    return error + _gamma(d, u) * (inverse.mT.abs() * (P @ (L.abs() @ U.abs()))).sum((1, 2))


def same_number(ours: Tensor, theirs: Tensor, bound: Tensor, who: str) -> float:
    """The largest |ours − theirs|/bound. Raises AssertionError where it exceeds 1, or is no number."""
    excess = float(((ours - theirs).abs() / bound).max())
    assert excess <= 1, f"{who} and ours differ by {excess:.3g} times what rounding allows"
    return excess


def _gamma(n: int, u: float) -> float:
    return n * u / (1 - n * u)


def _s_and_log_slope(name: str, h: Tensor) -> tuple[Tensor, Tensor]:
    if name == "leaky_relu":
        below = (h < 0).to(h)
        return h * (1 + below * (1 / LEAKY_SLOPE - 1)), below * -math.log(LEAKY_SLOPE)
    if name == "sinh":
        return torch.asinh(h), -torch.hypot(h, torch.ones_like(h)).log()
    return torch.sinh(h), torch.cosh(h).log()


def _determinant_error(W: Tensor, V: Tensor, u: float) -> Tensor:
    d = W.shape[-1]
    residual = (torch.eye(d, dtype=W.dtype, device=W.device) - W @ V).abs() + _gamma(d + 1, u) * (W.abs() @ V.abs())
    error = residual.diagonal(dim1=-2, dim2=-1).sum(-1)
    for A, inverse in ((W, V), (V, W)):
        P, L, U = torch.linalg.lu(A)
        error = error + _gamma(d, u) * (inverse.mT.abs() * (P @ (L.abs() @ U.abs()))).sum((-2, -1))
    return error
