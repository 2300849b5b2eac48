"""The standard normal law N(0, I_d)."""

from __future__ import annotations

from fractions import Fraction

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import exp, log_two_pi, total

__all__ = ["log_phi", "phi"]


def log_phi(u: Matrix) -> Matrix:
    """log φ(u) = −½ Σ u_i² − (d/2) log 2π for a column u of length d."""
    return -total(u * u) / 2 + log_two_pi(u) * Fraction(-u.rows, 2)


def phi(u: Matrix) -> Matrix:
    """φ(u) = (2π)^(−d/2) exp(−½ Σ u_i²)."""
    return exp(log_phi(u))
