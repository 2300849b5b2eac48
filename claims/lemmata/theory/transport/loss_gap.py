"""How far the loss with N samples is from the loss with infinitely many, on average: d_F(P_samples, P_g) − d_F(P_real, P_g).

At P_g = P_real it is E d_F(P_samples, P_real): the worst case over P_g, by the triangle inequality. P_real lives on [0, 1].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import comb

from flint import fmpq, fmpq_poly

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["FUNCTIONS", "LargeClass", "LargeClassCase", "large_class", "mean_deviation"]


def mean_deviation(N: int, p: Fraction) -> Fraction:
    """E|Bin(N, p)/N − p|, term by term."""
    return sum((comb(N, k) * p**k * (1 - p) ** (N - k) * abs(Fraction(k, N) - p) for k in range(N + 1)), Fraction(0))


def _all_functions(law: Sequence[Fraction] | None, N: int) -> Fraction:
    """E sup |E_samples f − E_real f| over all |f| ≤ 1: E Σ_i |p̂_i − p_i|."""
    if law is None:
        # the functions that are constant on each of 1/h cells of mass h approach all functions as h → 0; for h < 1/N their
        # E Σ |p̂_i − p_i| = h⁻¹·E|Bin(N, h)/N − h| is a polynomial in h, whose terms have the signs of k = 0 and k ≥ 1
        h, deviation = fmpq_poly([0, 1]), fmpq_poly([0])
        for k in range(N + 1):
            difference = h if k == 0 else fmpq(k, N) - h
            deviation += comb(N, k) * h**k * (1 - h) ** (N - k) * difference
        limit = (deviation // h)(fmpq(0))
        return Fraction(int(limit.p), int(limit.q))
    return sum((mean_deviation(N, p) for p in law), Fraction(0))


def _lipschitz(law: Sequence[Fraction] | None, N: int) -> Fraction:
    """The same over 1-Lipschitz f: ∫ E|F_N − F|, with M atoms from 0 to 1 in equal steps, or the uniform law on [0, 1]."""
    if law is not None:
        return sum((mean_deviation(N, F) for F in accumulate(law[:-1])), Fraction(0)) / (len(law) - 1)
    # E|Bin(N, x)/N − x| = Σ_k C(N, k) x^k (1 − x)^{N−k} |k/N − x|, where the sign changes at x = k/N
    x, total = fmpq_poly([0, 1]), fmpq(0)
    for k in range(N + 1):
        primitive = (x**k * (1 - x) ** (N - k) * (fmpq(k, N) - x) * comb(N, k)).integral()
        total += 2 * primitive(fmpq(k, N)) - primitive(fmpq(0)) - primitive(fmpq(1))
    return Fraction(int(total.p), int(total.q))


def _one_function(law: Sequence[Fraction] | None, N: int) -> Fraction:
    """The same for one f, which is 1 on the first half of the atoms, or of [0, 1], and −1 on the rest."""
    return 2 * mean_deviation(N, Fraction(1, 2) if law is None else sum(law[: (len(law) + 1) // 2], Fraction(0)))


FUNCTIONS: dict[str, Callable[[Sequence[Fraction] | None, int], Fraction]] = {
    "all": _all_functions,
    "lipschitz": _lipschitz,
    "one": _one_function,
}


@dataclass(frozen=True)
class LargeClass:
    """N, the largest probability of an atom, and the mean gap between the two losses, in rational arithmetic."""

    functions: str
    N: int
    largest_atom: Matrix
    gap: Matrix


@dataclass(frozen=True)
class LargeClassCase(Case):
    """A class of functions, a law on atoms whose probabilities are proportional to whole counts (or an atomless one), and N."""

    arithmetics = (Rationals,)
    elsewhere = "means over binomials are rational"

    functions: str
    counts: tuple[int, ...] | None
    N: int

    @property
    def generic(self) -> bool:
        """More than one sample, and atoms that are not all equally likely."""
        return self.N > 1 and (self.counts is None or len(set(self.counts)) > 1)

    def lift(self, arithmetic: Rationals) -> LargeClass:
        law = None if self.counts is None else [Fraction(count, sum(self.counts)) for count in self.counts]
        numbers = Fraction(0) if law is None else max(law), FUNCTIONS[self.functions](law, self.N)
        largest_atom, gap = arithmetic.numbers(*numbers)
        return LargeClass(self.functions, self.N, largest_atom, gap)


@makes(LargeClassCase)
def large_class(functions: str, *, N: int, counts: Sequence[int] | None = None) -> LargeClassCase:
    """A class ("all" functions with |f| ≤ 1, "lipschitz" ones, or "one"), N samples, and a law; without counts an atomless one.

    Raises ValueError for another class, N < 1, or counts that are not at least two whole numbers ≥ 1.
    """
    if functions not in FUNCTIONS:
        raise ValueError(f"unknown class {functions!r}; known: {', '.join(FUNCTIONS)}")
    if N < 1:
        raise ValueError(f"at least one sample is needed, got N = {N}")
    if counts is not None and (len(counts) < 2 or any(count < 1 or count != int(count) for count in counts)):
        raise ValueError(f"two atoms at least, with whole counts ≥ 1, got {list(counts)}")
    return LargeClassCase(functions, None if counts is None else tuple(counts), N)
