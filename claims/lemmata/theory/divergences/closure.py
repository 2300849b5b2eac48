"""Where log P_g − log P_h lies, for affine generators: in which sets of functions, and with what it is represented.

f = log P_g − log P_h is a quadratic with −Hess f = A = Σ_g⁻¹ − Σ_h⁻¹. The log-density of an affine generator with −Hess = A
exists only for positive definite A, and its peak is then ½ log det A − (d/2) log 2π. Everything is doubled here: 2f and
twice such a peak are of the form a + c·log 2π + log|q| with rational a, c, q, which exact arithmetic compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.vocabulary import determinant, inverse, log_abs_determinant, log_two_pi, stack, transpose
from lemmata.theory.densities.gaussian import log_phi
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.pair_networks import Function
from lemmata.theory.networks.generator import Generator

__all__ = [
    "Member", "definite", "determining_points", "peak", "quadratic_of", "twice_a_log_density", "twice_the_difference",
]  # fmt: skip


@dataclass(frozen=True)
class Member:
    """A function of some class, doubled; where it is a network, with its depth and number of parameters."""

    doubled: Function
    depth: int | None = None
    parameters: int | None = None


def twice_the_difference(pair: AffinePair, x: Matrix) -> Matrix:
    """2(log P_g(x) − log P_h(x)), from φ and the determinants, not from a network."""

    def log_density(g: Generator) -> Matrix:
        return log_phi(inverse(g.W[1]) @ (x - g.b[1])) - log_abs_determinant(g.W[1])

    return (log_density(pair.g) - log_density(pair.h)) * 2


def quadratic_of(pair: AffinePair) -> Matrix:
    """A = Σ_g⁻¹ − Σ_h⁻¹."""
    V, U = inverse(pair.g.W[1]), inverse(pair.h.W[1])
    return transpose(V) @ V - transpose(U) @ U


def peak(pair: AffinePair, A: Matrix) -> Matrix:
    """The point where f is stationary, for an invertible A: A⁻¹(Σ_g⁻¹b − Σ_h⁻¹c)."""
    V, U = inverse(pair.g.W[1]), inverse(pair.h.W[1])
    return inverse(A) @ (transpose(V) @ (V @ pair.g.b[1]) - transpose(U) @ (U @ pair.h.b[1]))


def definite(A: Matrix, sign: int = 1) -> bool:
    """Whether sign·A is positive definite: its leading minors are positive, exactly."""
    assert isinstance(A, RationalMatrix)
    d = A.rows
    minors = (stack([[A.entry(i, j) for j in range(1, k + 1)] for i in range(1, k + 1)]) for k in range(1, d + 1))
    return all((determinant(minor) * sign**k).entries()[0] > 0 for k, minor in enumerate(minors, start=1))


def twice_a_log_density(A: Matrix, b: Matrix) -> Function:
    """x ↦ 2 log N(b, A⁻¹)(x) = log det A − d log 2π − (x − b)ᵀA(x − b)."""
    constant = log_abs_determinant(A) - log_two_pi(b) * A.rows
    return lambda x: constant - transpose(x - b) @ (A @ (x - b))


def determining_points(pair: AffinePair) -> list[Matrix]:
    """0, ±e_i and e_i + e_j: two quadratics that agree there are the same. And points of both laws, far from these: what is
    held against the difference need not be a quadratic."""
    d = pair.g.dimension
    one, zero = pair.g.b[1].entry(1) * 0 + 1, pair.g.b[1].entry(1) * 0
    e = [stack([[one if i == j else zero] for i in range(d)]) for j in range(d)]
    latent = sum(((i + 1) * v / (i + 3) for i, v in enumerate(e)), start=e[0] * 0)
    points = [g(latent * k) for g in (pair.g, pair.h) for k in (1, -7)]
    return [e[0] * 0, *e, *(-v for v in e), *(u + v for u, v in combinations(e, 2)), *points]
