"""How far a generator's N points are from P_real and from n training samples, on average, in the eyes of a class."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from flint import fmpq, fmpz_poly

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.concentration.lattice_laws import Lattice
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["MeanGap", "MeanGapCase", "mean_gap", "mean_of_the_largest"]

Law = dict[Fraction, fmpq]


def _from_the_law(law: Lattice, N: int) -> Law:
    """|mean of N draws − E f| and its probabilities."""
    masses, everything = law.sums(N)
    found: Law = {}
    for k, mass in enumerate(masses):
        size = abs(law.lowest + law.step * Fraction(k, N) - law.mean)
        found[size] = found.get(size, fmpq(0)) + fmpq(mass, everything)
    return found


def _from_samples(law: Lattice, N: int, n: int) -> Law:
    """|mean of N draws − mean of n others| and its probabilities: the law of n·Σk − N·Σk′, as powers of t."""
    K = len(law.counts) - 1
    mine, other = [0] * (K * n + 1), [0] * (K * N + 1)
    for k, count in enumerate(law.counts):
        mine[k * n], other[(K - k) * N] = count, count
    both = fmpz_poly(mine) ** N * fmpz_poly(other) ** n
    found: Law = {}
    for exponent, mass in enumerate(both.coeffs()):
        if mass:
            size = law.step * abs(Fraction(exponent - K * N * n, N * n))
            found[size] = found.get(size, fmpq(0)) + fmpq(mass, law.total ** (N + n))
    return found


def mean_of_the_largest(law: Law, count: int) -> Fraction:
    """E max of so many independent numbers ≥ 0 with one law: ∫₀^∞ (1 − F(t)^count) dt, in steps between the values."""
    values = sorted(law)
    below = accumulate(law[v] for v in values)
    found = fmpq(min(values).numerator, min(values).denominator)
    for (low, high), mass in zip(pairwise(values), below, strict=False):
        step = high - low
        found += fmpq(step.numerator, step.denominator) * (1 - mass**count)
    return Fraction(int(found.p), int(found.q))


@dataclass(frozen=True)
class MeanGap:
    """E d_F(P_gen, P_samples) and E d_F(P_gen, P_real), in rational arithmetic."""

    from_samples: Matrix
    from_the_law: Matrix
    case: MeanGapCase


@dataclass(frozen=True)
class MeanGapCase(Case):
    """F = {x ↦ x_j: j ≤ count}, the x_j independent with one lattice law; a generator with N points and n samples, or all of P_real
    (n = None). ``learnt``: P_gen is the law of the first N training samples, and n ≥ N; else the two are independent."""

    arithmetics = (Rationals,)
    elsewhere = "the mean of the largest of independent lattice values is rational"

    law: Lattice
    count: int
    N: int
    n: int | None
    learnt: bool

    @property
    def generic(self) -> bool:
        """More than one function, and more than one point."""
        return self.count > 1 and self.N > 1

    def lift(self, arithmetic: Rationals) -> MeanGap:
        of_the_law = _from_the_law(self.law, self.N)
        if self.n is None:
            of_samples = of_the_law
        elif not self.learnt:
            of_samples = _from_samples(self.law, self.N, self.n)
        elif self.n == self.N:
            of_samples = {Fraction(0): fmpq(1)}
        else:
            # (Σ of N)/N − (Σ of n)/n = (1 − N/n)·(mean of the N − mean of the n − N others)
            share, rest = 1 - Fraction(self.N, self.n), _from_samples(self.law, self.N, self.n - self.N)
            of_samples = {share * size: mass for size, mass in rest.items()}
        from_samples, from_the_law = arithmetic.numbers(
            mean_of_the_largest(of_samples, self.count), mean_of_the_largest(of_the_law, self.count)
        )
        return MeanGap(from_samples, from_the_law, self)


@makes(MeanGapCase)
def mean_gap(law: Lattice, *, count: int = 1, N: int, n: int | None, learnt: bool = False) -> MeanGapCase:
    """Raises ValueError for count < 1, N < 1, n < 1, and for a generator that has learnt more points than there are."""
    if min(count, N, N if n is None else n) < 1:
        raise ValueError(f"at least one function, one point and one sample are needed, got {count}, {N} and {n}")
    if learnt and n is not None and n < N:
        raise ValueError(f"of {n} samples no more than {n} can be learnt, got N = {N}")
    return MeanGapCase(law, count, N, n, learnt)
