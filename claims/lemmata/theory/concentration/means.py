"""The mean of N i.i.d. values of one function, and how far it strays from its expectation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["Average", "AverageCase", "CoinTest", "CoinTestCase", "average", "coin_test", "levels"]


@dataclass(frozen=True)
class Average:
    """N, ε and the range Δ of f in one arithmetic, and the exact law of the mean."""

    N: Matrix
    epsilon: Matrix
    width: Matrix
    case: AverageCase

    def tail(self, share: Fraction) -> Matrix:
        """P(|E_real f − E_gen f| ≥ share·ε), where P_gen is uniform over N i.i.d. samples."""
        probability = self.case.law.tail(self.case.N, share * self.case.epsilon)
        return self.N.constant(probability)


@dataclass(frozen=True)
class AverageCase(Case):
    """The law of f(x), the number of samples and a deviation."""

    law: Lattice
    N: int
    epsilon: Fraction

    @property
    def generic(self) -> bool:
        """At least two samples, and a law that is not symmetric about its middle."""
        return self.N >= 2 and self.law.counts != self.law.counts[::-1]

    def lift(self, arithmetic: Numbers) -> Average:
        N, epsilon, width = arithmetic.numbers(self.N, self.epsilon, self.law.width)
        return Average(N, epsilon, width, self)


@makes(AverageCase)
def average(law: Lattice, *, N: int, epsilon: Number) -> AverageCase:
    """The mean of N values with this law, against the deviation ε. Raises ValueError for N < 1 or ε ≤ 0."""
    if N < 1:
        raise ValueError(f"a mean needs at least one sample, got N = {N}")
    deviation = exact_number(epsilon)
    if deviation <= 0:
        raise ValueError(f"ε is positive, got {deviation}")
    return AverageCase(law, N, deviation)


def levels(values: Sequence[Fraction], weights: Sequence[int], K: int) -> Lattice:
    """The law of f(x) rounded down to multiples of 1/K, for values f(x_i) clipped to [0, 1] and whole weights.

    Raises ValueError where the two lists differ in length.
    """
    if len(values) != len(weights):
        raise ValueError(f"expected one weight for each of {len(values)} values, got {len(weights)}")
    counts = [0] * (K + 1)
    for value, weight in zip(values, weights, strict=True):
        counts[floor(K * min(max(value, Fraction(0)), Fraction(1)))] += weight
    return lattice(counts)


@dataclass(frozen=True)
class CoinTest:
    """m, ε and Δ in one arithmetic, for a coin whose mean is estimated from any number of samples."""

    m: Matrix
    epsilon: Matrix
    width: Matrix
    case: CoinTestCase

    def tail(self, n: int) -> Matrix:
        """P(|E_real f − E_samples f| ≥ ε/4) for n samples."""
        return self.m.constant(self.case.coin.tail(n, self.case.epsilon / 4))


@dataclass(frozen=True)
class CoinTestCase(Case):
    """A coin, the number of parameters m whose exp(−m) is promised, and ε."""

    counts: tuple[int, ...]
    m: int
    epsilon: Fraction

    @cached_property
    def coin(self) -> Lattice:
        """The law of one throw."""
        return lattice(self.counts)

    @property
    def generic(self) -> bool:
        """The coin is not fair."""
        return self.counts[0] != self.counts[1]

    def lift(self, arithmetic: Numbers) -> CoinTest:
        m, epsilon, width = arithmetic.numbers(self.m, self.epsilon, self.coin.width)
        return CoinTest(m, epsilon, width, self)


@makes(CoinTestCase)
def coin_test(counts: Sequence[int], *, m: int, epsilon: Number) -> CoinTestCase:
    """A coin with values 0 and 1. Raises ValueError for m < 1 or ε ≤ 0, and for other than two counts."""
    accuracy = exact_number(epsilon)
    if len(counts) != 2:
        raise ValueError(f"a coin has two sides, got {len(counts)} counts")
    if m < 1 or accuracy <= 0:
        raise ValueError(f"m ≥ 1 and ε > 0 are needed, got m = {m}, ε = {accuracy}")
    return CoinTestCase(lattice(counts).counts, m, accuracy)
