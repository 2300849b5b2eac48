"""How well a finite class fits signs at random, and how far it sees a sample stray from its law: both by enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement
from math import comb, factorial, lcm

import numpy as np

from lemmata.numerics.exact_numbers import Number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.discriminators.finite_classes import Function, expectation, on_points
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Law, exact_law
from lemmata.theory.exact.spelling import makes

__all__ = ["Sampled", "SampledCase", "complexity_at", "sampled"]

# Every choice of signs is tried, 2^n of them, for each sample up to order.
_MOST_SIGNS, _MOST_SAMPLES = 16, 2000


def complexity_at(values: Sequence[Sequence[Fraction]], *, absolute: bool = True) -> Fraction:
    """E_ε sup_f |n⁻¹ Σ ε_i f(x_i)| over all 2ⁿ signs, for the rows f(x_1), …, f(x_n); without the bars if not ``absolute``."""
    n = len(values[0])
    unit = lcm(*(v.denominator for row in values for v in row))
    sums = np.zeros((1, len(values)), dtype=np.int64)
    for i in range(n):
        column = np.array([int(row[i] * unit) for row in values], dtype=np.int64)
        sums = np.concatenate([sums + column, sums - column])
    suprema = (np.abs(sums) if absolute else sums).max(1)
    return Fraction(int(suprema.sum()), 2**n * n * unit)


@dataclass(frozen=True)
class Sampled:
    """n samples of P and a class F, in rational arithmetic."""

    case: SampledCase

    def _samples(self) -> Iterator[tuple[tuple[int, ...], Fraction]]:
        """Every sample up to order, with its probability."""
        P, n = self.case.P, self.case.n
        for sample in combinations_with_replacement(range(len(P)), n):
            probability = Fraction(factorial(n))
            for x in set(sample):
                probability *= P[x] ** sample.count(x) / factorial(sample.count(x))
            if probability:
                yield sample, probability

    @cached_property
    def centred(self) -> tuple[Function, ...]:
        """F − E F."""
        means = [expectation(f, self.case.P) for f in self.case.F]
        return tuple(tuple(v - e for v in f) for f, e in zip(self.case.F, means, strict=True))

    @cached_property
    def mean_distance(self) -> Matrix:
        """E d_F(P̂_n, P)."""
        total = Fraction(0)
        for sample, probability in self._samples():
            total += probability * max(abs(sum((f[x] for x in sample), Fraction(0))) for f in self.centred)
        return Rationals().matrix([[total / self.case.n]])

    def complexity(self, *, centred: bool = False, absolute: bool = True) -> Matrix:
        """R_n = E sup_f |n⁻¹ Σ ε_i f(x_i)| over signs and samples, for F or for F − E F."""
        F = self.centred if centred else self.case.F
        total = Fraction(0)
        for sample, probability in self._samples():
            total += probability * complexity_at([[f[x] for x in sample] for f in F], absolute=absolute)
        return Rationals().matrix([[total]])


@dataclass(frozen=True)
class SampledCase(Case):
    """A class on the points 1, …, k, a law there, and a sample size."""

    arithmetics = (Rationals,)
    elsewhere = "all samples and signs are tried in exact arithmetic"

    F: tuple[Function, ...]
    P: Law
    n: int

    @property
    def generic(self) -> bool:
        """At least three points, two functions and two samples."""
        return min(len(self.P), len(self.F) + 1) >= 3 and self.n >= 2

    def lift(self, arithmetic: Rationals) -> Sampled:
        return Sampled(self)


@makes(SampledCase)
def sampled(F: Sequence[Sequence[Number]], *, P: Sequence[Number], n: int) -> SampledCase:
    """n samples of a law on finitely many points, and a class there.

    Raises ValueError for an empty class, for weights that do not sum to 1, for n outside 1, …, 16, and for more samples than
    can be tried.
    """
    law = exact_law(P, "P")
    if not F:
        raise ValueError("a class of discriminators has at least one function")
    if not 1 <= n <= _MOST_SIGNS or comb(n + len(law) - 1, n) > _MOST_SAMPLES:
        raise ValueError(
            f"1 ≤ n ≤ {_MOST_SIGNS} and at most {_MOST_SAMPLES} samples up to order, got n = {n}, {len(law)} points"
        )
    return SampledCase(on_points(F, len(law)), law, n)
