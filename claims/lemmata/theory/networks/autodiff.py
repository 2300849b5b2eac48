"""The Jacobian of g⁻¹ by automatic differentiation in floats, with a bound on its rounding errors."""

from __future__ import annotations

import torch
from torch import Tensor

from lemmata.numerics.floats import RoundedMatrix
from lemmata.numerics.rounding import unit, upwards
from lemmata.theory.networks.site import Site

__all__ = ["jacobian_by_autodiff"]


# Reverse mode pushes a cotangent through the operations of s instead of multiplying it by s′: at most 16 roundings for any
# activation here, whose partial paths sum to at most 4|s′| in absolute value (5/2 + 3/2 against a slope of at least 1 for the
# smooth leaky ReLU; the others have paths of one sign).
_ROUNDINGS_THROUGH_S = 64


def jacobian_by_autodiff(site: Site) -> RoundedMatrix:
    """J_x g⁻¹ for a batch of networks, row by row in reverse mode.

    Bound: reverse mode multiplies a unit row by W_1⁻¹, s′(ĥ_2), W_2⁻¹, … in turn. Each factor is known to a radius
    (an inverse by its residual; torch's derivative of s at the computed ĥ_k by its distance from the enclosure of s′
    at the exact h_k), and each multiplication rounds like the running bound of a product of such factors, in the same
    order, plus the roundings inside s [Higham 2002, §3.5]. The radius is that running bound; the value never enters it.
    """
    inverses = [_rounded(W.inverse()) for W in site.W]
    l = site.l
    with torch.enable_grad():
        x = _rounded(site.x).mid.detach().clone().requires_grad_()
        h = inverses[l - 1].mid @ (x - _rounded(site.b[l]).mid)
        hidden = [h]
        for k in range(l - 1, 0, -1):
            h = inverses[k - 1].mid @ (site.activation.s(h) - _rounded(site.b[k]).mid)
            hidden.append(h)
        # the networks of a batch share nothing: the gradient of a sum over them holds the gradient of each
        rows = [torch.autograd.grad(h[:, i].sum(), x, retain_graph=True)[0] for i in range(site.d)]
    radius = inverses[0]
    for k in range(2, l + 1):
        radius = radius.product(_derivative_used(site, k, hidden[l - k].detach()).diagonal())
        radius = radius.product(inverses[k - 1])
    return RoundedMatrix(torch.cat(rows, -1).mT.contiguous(), radius.rad)


def _derivative_used(site: Site, k: int, h: Tensor) -> RoundedMatrix:
    """The slope that autodiff takes at its own ĥ_k, as a ball around that slope which holds s′(h_k)."""
    with torch.enable_grad():
        leaf = h.clone().requires_grad_()
        (column,) = torch.autograd.grad(site.activation.s(leaf).sum(), leaf)
    enclosure = _rounded(site.slopes[k])
    distance = (column - enclosure.mid).abs() + enclosure.rad
    return RoundedMatrix(column, upwards(distance + column.abs() * (_ROUNDINGS_THROUGH_S * unit(h.dtype)), 4))


def _rounded(matrix: object) -> RoundedMatrix:
    assert isinstance(matrix, RoundedMatrix)
    return matrix
