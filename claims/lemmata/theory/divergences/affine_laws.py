"""P_g = N(b, WWᵀ) and P_h = N(c, VVᵀ) on R^d: divergences in closed form, and means of quadratics from 2d + 1 values."""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import inverse, log_abs_determinant, stack, total
from lemmata.theory.divergences.pair_networks import Function, GeneratorPair
from lemmata.theory.networks.generator import Generator

__all__ = ["AffinePair"]


@dataclass(frozen=True)
class AffinePair(GeneratorPair):
    """g(z) = Wz + b and h(z) = Vz + c on R^d, in rationals or balls."""

    g: Generator
    h: Generator

    def mean_P(self, f: Function) -> Matrix:
        return _mean_of_a_quadratic(self.g, f)

    def mean_Q(self, f: Function) -> Matrix:
        return _mean_of_a_quadratic(self.h, f)

    @property
    def kl(self) -> Matrix:
        """KL(P_g‖P_h) = ½(tr Σ_h⁻¹Σ_g + δᵀΣ_h⁻¹δ − d) + log|det V| − log|det W|, Σ = WWᵀ and VVᵀ, δ = b − c."""
        return _kl_of_gaussians(self.g, self.h)

    @property
    def kl_reversed(self) -> Matrix:
        """KL(P_h‖P_g)."""
        return _kl_of_gaussians(self.h, self.g)


def _mean_of_a_quadratic(g: Generator, f: Function) -> Matrix:
    """E f(b + WZ) = f(b) + ½ Σ_i (f(b + We_i) + f(b − We_i) − 2f(b)) for a quadratic f."""
    W, b = g.W[1], g.b[1]
    one, zero, d = b.entry(1) * 0 + 1, b.entry(1) * 0, g.dimension
    centre = f(b)
    bends = [
        f(b + step) + f(b - step) - 2 * centre
        for i in range(d)
        for step in [W @ stack([[one if j == i else zero] for j in range(d)])]
    ]
    return centre + sum(bends[1:], start=bends[0]) / 2


def _kl_of_gaussians(g: Generator, h: Generator) -> Matrix:
    between = inverse(h.W[1]) @ g.W[1]
    shift = inverse(h.W[1]) @ (g.b[1] - h.b[1])
    traces = (total(between * between) + total(shift * shift) - g.dimension) / 2
    return traces + log_abs_determinant(h.W[1]) - log_abs_determinant(g.W[1])
