"""Exact laws of sums: the mean of N i.i.d. lattice values, by powering an integer polynomial.

A variable that takes the value lowest + k·step with probability c_k/D, c_k whole numbers with sum D, has the generating
polynomial p(t) = Σ c_k tᵏ; the sum of N independent copies has p(t)ᴺ/Dᴺ, and the difference of two such sums has
(p(t)·p(1/t))ᴺ. Both are exact, far into the tail, where convolution in floating point has long lost every digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from math import ceil, floor, log2
from typing import Any

from flint import fmpq, fmpz, fmpz_poly

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.theory.exact.spelling import Spelled, makes

__all__ = ["MEMORY", "Lattice", "lattice"]

# The largest law of a sum that is held in memory, in bytes. K = 64 levels and N = 2000 draws stay below it.
MEMORY = 2**30


@dataclass(frozen=True)
class Lattice(Spelled):
    """A law on the K + 1 levels lowest, lowest + step, …; level k has probability counts[k] / Σ counts."""

    counts: tuple[int, ...]
    lowest: Fraction
    step: Fraction

    @property
    def width(self) -> Fraction:
        """Δ: the length of the interval from the lowest to the highest level, whether or not they have mass."""
        return self.step * (len(self.counts) - 1)

    @cached_property
    def total(self) -> int:
        return sum(self.counts)

    @cached_property
    def mean(self) -> Fraction:
        return self.lowest + self.step * Fraction(sum(k * c for k, c in enumerate(self.counts)), self.total)

    @cached_property
    def variance(self) -> Fraction:
        second = sum(((self.lowest + self.step * k) ** 2 * c for k, c in enumerate(self.counts)), Fraction(0))
        return second / self.total - self.mean**2

    @cached_property
    def absolute_mean(self) -> Fraction:
        """E|f|."""
        values = (abs(self.lowest + self.step * k) * c for k, c in enumerate(self.counts))
        return sum(values, Fraction(0)) / self.total

    @cached_property
    def mean_absolute_deviation(self) -> Fraction:
        """E|f − E f|."""
        values = (abs(self.lowest + self.step * k - self.mean) * c for k, c in enumerate(self.counts))
        return sum(values, Fraction(0)) / self.total

    @cached_property
    def absolute_median(self) -> Fraction:
        """The least t with P(|f| ≤ t) ≥ 1/2."""
        by_size = sorted((abs(self.lowest + self.step * k), c) for k, c in enumerate(self.counts))
        masses = accumulate(c for _, c in by_size)
        return next(size for (size, _), mass in zip(by_size, masses, strict=True) if 2 * mass >= self.total)

    def sums(self, N: int) -> tuple[list[fmpz], fmpz]:
        """Numerators of the law of Σ k over N draws, for sums 0 … K·N, and their common denominator Dᴺ."""
        _require_draws(N)
        _fits(len(self.counts), N, self.total)
        return _coefficients(fmpz_poly(list(self.counts)) ** N, (len(self.counts) - 1) * N + 1), fmpz(self.total) ** N

    @lru_cache(maxsize=1024)  # noqa: B019 - the answer is one number, asked again at every precision
    def tail(self, N: int, t: Fraction) -> fmpq:
        """P(|mean of N draws − E| ≥ t)."""
        _require_draws(N)
        centre, radius = N * (self.mean - self.lowest) / self.step, N * t / self.step
        if radius <= 0:
            return fmpq(1)
        return self._outside(N, floor(centre - radius) + 1, ceil(centre + radius))

    @lru_cache(maxsize=1024)  # noqa: B019 - as above
    def strict_tail(self, N: int, t: Fraction) -> fmpq:
        """P(|mean of N draws − E| > t)."""
        _require_draws(N)
        centre, radius = N * (self.mean - self.lowest) / self.step, N * t / self.step
        return self._outside(N, ceil(centre - radius), floor(centre + radius) + 1)

    def _outside(self, N: int, first: int, end: int) -> fmpq:
        """P(not first ≤ Σ k < end)."""
        _fits(len(self.counts), N, self.total)
        first, end = max(first, 0), min(end, (len(self.counts) - 1) * N + 1)
        if first >= end:
            return fmpq(1)
        denominator = fmpz(self.total) ** N
        if len(self.counts) == 2 and all(self.counts):
            inside = _binomial(*self.counts, N, first, end)
        else:
            inside = _between(fmpz_poly(list(self.counts)) ** N, first, end, denominator)
        return fmpq(denominator - inside, denominator)

    @lru_cache(maxsize=1024)  # noqa: B019 - as above
    def mean_deviation(self, N: int) -> fmpq:
        """E|mean of N draws − E|."""
        law, denominator = self.sums(N)
        # in units of step/(N·D): |k·D − c|, c = N·D·(mean − lowest)/step a whole number
        centre = N * self.total * (self.mean - self.lowest) / self.step
        c = fmpz(centre.numerator)
        moment = sum((abs(k * self.total - c) * mass for k, mass in enumerate(law)), fmpz(0))
        return fmpq(moment, denominator * N * self.total) * fmpq(self.step.numerator, self.step.denominator)

    @lru_cache(maxsize=1024)  # noqa: B019 - as above
    def mean_distance(self, N: int) -> fmpq:
        """E|mean of N draws − mean of N other, independent draws|."""
        law, denominator = self.differences(N)
        middle = (len(law) - 1) // 2
        moment = sum((abs(k - middle) * mass for k, mass in enumerate(law)), fmpz(0))
        return fmpq(moment, denominator * N) * fmpq(self.step.numerator, self.step.denominator)

    def differences(self, N: int) -> tuple[list[fmpz], fmpz]:
        """Numerators of the law of Σ k − Σ k′ over two independent samples of N draws, for −K·N … K·N, and D²ᴺ."""
        both, denominator = self._both(N)
        return _coefficients(both, 2 * (len(self.counts) - 1) * N + 1), denominator

    def _both(self, N: int) -> tuple[Any, fmpz]:
        """The same as a polynomial, t^(K·N) for the difference 0."""
        _require_draws(N)
        _fits(2 * len(self.counts) - 1, N, self.total**2)
        both = fmpz_poly(list(self.counts)) * fmpz_poly(list(reversed(self.counts)))
        return both**N, fmpz(self.total) ** (2 * N)

    @lru_cache(maxsize=1024)  # noqa: B019 - as above
    def two_sample_tail(self, N: int, n: int, epsilon: Fraction) -> fmpq:
        """P(|mean of N draws − mean of n other, independent draws| > ε)."""
        if n == N:
            both, denominator = self._both(N)
            middle, radius = (len(self.counts) - 1) * N, floor(N * epsilon / self.step)
            inside = _between(both, max(middle - radius, 0), min(middle + radius, 2 * middle) + 1, denominator)
            return fmpq(denominator - inside, denominator)
        (mine, mine_total), (other, other_total) = self.sums(N), self.sums(n)
        cumulative = [fmpz(0), *accumulate(other)]
        inside_mass = fmpz(0)
        # |a/N − b/n| ≤ ε/step, all in whole numbers: |a·n − b·N| ≤ radius
        radius = floor(epsilon * n * N / self.step)
        for a, mass in enumerate(mine):
            low, high = max(-((radius - a * n) // N), 0), min((a * n + radius) // N, len(other) - 1)
            if low <= high:
                inside_mass += mass * (cumulative[high + 1] - cumulative[low])
        everything = mine_total * other_total
        return fmpq(everything - inside_mass, everything)


@makes(Lattice)
def lattice(counts: Sequence[int], *, lowest: Number = 0, step: Number | None = None) -> Lattice:
    """A law on equally spaced levels, from 0 to 1 by default: ``lattice([1, 1])`` is a fair coin.

    Raises ValueError for fewer than two levels, negative counts, no mass at all, or a step that is not positive.
    """
    if len(counts) < 2:
        raise ValueError(f"a lattice needs at least two levels, got {len(counts)}")
    if any(c < 0 or c != int(c) for c in counts) or not any(counts):
        raise ValueError(f"counts are whole numbers ≥ 0 that are not all 0, got {list(counts)}")
    spacing = Fraction(1, len(counts) - 1) if step is None else exact_number(step)
    if spacing <= 0:
        raise ValueError(f"the step between levels is positive, got {spacing}")
    return Lattice(tuple(int(c) for c in counts), exact_number(lowest), spacing)


def _coefficients(p: Any, length: int) -> list[fmpz]:
    # trailing levels without mass are not stored
    coefficients = list(p.coeffs())
    return coefficients + [fmpz(0)] * (length - len(coefficients))


def _between(p: Any, first: int, end: int, everything: fmpz) -> fmpz:
    """The sum of the coefficients first ≤ k < end, by these or by all others, whichever are fewer; ``everything`` is p(1)."""
    inside, length = range(first, end), p.length()
    if 2 * len(inside) <= length:
        return sum((p[k] for k in inside), fmpz(0))
    return everything - sum((p[k] for k in chain(range(first), range(end, length))), fmpz(0))


def _binomial(a: int, b: int, N: int, first: int, end: int) -> fmpz:
    """Σ C(N, k) a^(N−k) bᵏ over first ≤ k < end ≤ N + 1, for a, b > 0, each term from the one before."""
    term, found = fmpz.bin_uiui(N, first) * fmpz(a) ** (N - first) * fmpz(b) ** first, fmpz(0)
    for k in range(first, end):
        found += term
        term = term * ((N - k) * b) // ((k + 1) * a)
    return found


def _require_draws(N: int) -> None:
    if N < 1:
        raise ValueError(f"a mean needs at least one draw, got N = {N}")


def _fits(levels: int, N: int, total: int) -> None:
    # numerators, a bit length of N·log₂D each, held as a polynomial and once more as a list
    size = 2 * (levels - 1) * N * (N * log2(max(total, 2)) / 8 + 32)
    if size > MEMORY:
        raise ValueError(
            f"the law of {N} draws on {levels} levels takes about {size / 2**20:.0f} MB, more than the {MEMORY // 2**20} MB "
            "allowed: fewer draws or fewer levels"
        )
