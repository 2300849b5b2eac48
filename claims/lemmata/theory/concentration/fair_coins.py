"""Tails of fair coins in balls, for any number of tosses: where the polynomial of `lattice_laws` would not fit into memory."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from flint import arb, fmpz

from lemmata.numerics.balls import ball

__all__ = ["deviation_tail", "difference_tail", "heads_at_least"]

# So many terms of a tail are added one by one. The rest is enclosed between two geometric series.
_TERMS = 512
# How far the lower one goes, in units of 1/(1 − its first ratio).
_MULTIPLES = (1, 4, 32)


def heads_at_least(n: int, k: int) -> arb:
    """P(Bin(n, ½) ≥ k) for k > n/2, at the current precision.

    The terms t_j = C(n, j)/2ⁿ fall with ratios r_j = (n − j)/(j + 1), and so do the ratios. Hence for each J
    t_k(1 − ρᴶ)/(1 − ρ) ≤ Σ_{j≥k} t_j ≤ t_k/(1 − r_k), with ρ = r_{k+J−1} the least ratio of the first J. Where
    2k − n ≥ 2√n the best of a few J comes within a factor of 2 of the upper end: a wide ball decides less, and nothing wrongly.
    """
    if not 2 * k > n >= 1:
        raise ValueError(f"a tail of n ≥ 1 tosses begins above n/2, got n = {n}, k = {k}")
    if k > n:
        return arb(0)
    term, found = arb(fmpz(n) + 1).lgamma() - arb(fmpz(k) + 1).lgamma() - arb(fmpz(n - k) + 1).lgamma(), arb(0)
    term = (term - fmpz(n) * arb(2).log()).exp()
    for _ in range(_TERMS):
        found += term
        term = term * fmpz(n - k) / fmpz(k + 1)
        k += 1
        if k > n:
            return found
    first, least = ball(Fraction(n - k, k + 1)), arb(0)
    for multiple in _MULTIPLES:
        J = max(1, min(floor(multiple * Fraction(k + 1, 2 * k + 1 - n)), n - k + 1))
        ratio = ball(Fraction(n - k - J + 1, k + J))
        least = least.max(term * (1 - ratio**J) / (1 - ratio))
    return found + least.union(term / (1 - first))


def difference_tail(N: int, share: Fraction) -> arb:
    """P(|S − S′| > share·N) for independent S, S′ ~ Bin(N, ½) and share ≥ 0: S + N − S′ ~ Bin(2N, ½)."""
    return 2 * heads_at_least(2 * N, N + floor(share * N) + 1)


def deviation_tail(N: int, share: Fraction) -> arb:
    """P(|S − N/2| > share·N) for S ~ Bin(N, ½) and share ≥ 0."""
    return 2 * heads_at_least(N, floor(Fraction(N, 2) + share * N) + 1)
