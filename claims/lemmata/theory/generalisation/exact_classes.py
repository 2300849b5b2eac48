"""Discriminator classes with a law of x for which P(∃θ: |E_gen f_θ − E_samples f_θ| > ε) is known exactly.

The supremum over θ has a closed form, and the two empirical means an exact law. P_gen is uniform over N i.i.d. samples,
P_samples over n others, independent of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import floor, isqrt

from flint import arb, fmpq, fmpz, fmpz_poly

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.fair_coins import deviation_tail, difference_tail
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.discriminators.shallow import Cells
from lemmata.theory.exact.spelling import Spelled, makes, typed

__all__ = [
    "Bumps", "CubeCorners", "OnALine", "OneFunction", "TwoCells", "UniformClass", "bumps", "cube_corners",
    "on_a_line", "one_function", "two_cells",
]  # fmt: skip

# Beyond this many steps of a sum (draws times levels) an exact law takes longer than a claim may.
_STEPS = 5000

_COIN = lattice([1, 1])
_SIGN = lattice([1, 1], lowest=-1, step=2)


def _two_sample_tail(law: Lattice, N: int, n: int, epsilon: Fraction) -> fmpq | arb:
    """`Lattice.two_sample_tail`; in balls for a fair coin that is tossed more often than a polynomial has room for."""
    if n == N > _STEPS and law.counts == _COIN.counts:
        return difference_tail(N, epsilon / law.step)
    return law.two_sample_tail(N, n, epsilon)


def _strict_tail(law: Lattice, N: int, epsilon: Fraction) -> fmpq | arb:
    if N > _STEPS and law.counts == _COIN.counts:
        return deviation_tail(N, epsilon / law.step)
    return law.strict_tail(N, epsilon)


class UniformClass(Spelled, ABC):
    """What the theorem is told (`ClassNumbers`), and what happens.

    Attributes:
        m: the number of trainable weights.
    """

    m: int

    @property
    @abstractmethod
    def lipschitz_squared(self) -> Fraction:
        """L², for θ ↦ f_θ(x) on the unit ball."""

    @property
    @abstractmethod
    def width(self) -> Fraction:
        """Δ, the length of an interval that holds all values of all f_θ on the support of P_real."""

    @property
    @abstractmethod
    def second_moment(self) -> Fraction:
        """sup_θ E f_θ²."""

    @property
    def first_moment(self) -> Fraction:
        """sup_θ E|f_θ|, or a bound for it: the values of all classes but the first two lie in [−Δ/2, Δ/2]."""
        return self.width / 2

    @property
    def median(self) -> Fraction:
        """sup_θ of the median of |f_θ|, or a bound for it."""
        return self.width / 2

    @abstractmethod
    def failure(self, N: int, n: int, epsilon: Fraction) -> fmpq | arb:
        """P(∃θ∈B^m: |E_gen f_θ − E_samples f_θ| > ε)."""

    def failure_against_the_law(self, N: int, epsilon: Fraction) -> fmpq | arb:
        """P(∃θ∈B^m: |E_gen f_θ − E_real f_θ| > ε): infinitely many training samples."""
        raise OutsideArithmetic(f"{self!r} against P_real itself has no exact law here")

    def affordable(self, N: int, n: int) -> bool:
        """Whether the exact law is within reach."""
        return self._steps(N, n) <= _STEPS

    def _steps(self, N: int, n: int, levels: int = 1) -> int:
        # unequal samples take a loop over the smaller one, and a sum alone is cheaper than a difference
        return N * levels if n == N else max(8 * N, n) * levels


class _OfOneMean(UniformClass):
    """The supremum over θ is the deviation of one mean, that of a lattice law: of a fair coin for any number of draws."""

    law: Lattice

    @property
    def second_moment(self) -> Fraction:
        return self.law.variance + self.law.mean**2

    @property
    def first_moment(self) -> Fraction:
        return self.law.absolute_mean

    @property
    def median(self) -> Fraction:
        return self.law.absolute_median

    def affordable(self, N: int, n: int) -> bool:
        return self._steps(N, n, len(self.law.counts) - 1) <= _STEPS or (n == N and self.law.counts == _COIN.counts)

    def failure(self, N: int, n: int, epsilon: Fraction) -> fmpq | arb:
        return _two_sample_tail(self.law, N, n, epsilon)

    def failure_against_the_law(self, N: int, epsilon: Fraction) -> fmpq | arb:
        return _strict_tail(self.law, N, epsilon)


@dataclass(frozen=True)
class OneFunction(_OfOneMean):
    """f_θ = f for every θ: Lipschitz with every L. Only the deviation of one function counts."""

    law: Lattice
    m: int
    L: Fraction

    @property
    def lipschitz_squared(self) -> Fraction:
        return self.L**2

    @property
    def width(self) -> Fraction:
        return self.law.width


@dataclass(frozen=True)
class OnALine(_OfOneMean):
    """f_θ(x) = ⟨θ, x⟩ with x = X·e_1: the supremum over the ball is the difference of the two means of X.

    L = max|X|, and Δ = 2L.
    """

    law: Lattice
    m: int

    @property
    def largest(self) -> Fraction:
        return max(abs(self.law.lowest), abs(self.law.lowest + self.law.width))

    @property
    def lipschitz_squared(self) -> Fraction:
        return self.largest**2

    @property
    def width(self) -> Fraction:
        return 2 * self.largest


@dataclass(frozen=True)
class CubeCorners(UniformClass):
    """f_θ(x) = ⟨θ, x⟩ with x uniform on the corners {±1/√m}^m: L = 1 and Δ = 2.

    The supremum is the norm of the difference of the means; its square is 4/(mN²)·Σ k_i², where the k_i are independent
    differences of two binomials.
    """

    m: int

    @property
    def lipschitz_squared(self) -> Fraction:
        return Fraction(1)

    @property
    def width(self) -> Fraction:
        return Fraction(2)

    @property
    def second_moment(self) -> Fraction:
        return Fraction(1, self.m)

    def affordable(self, N: int, n: int) -> bool:
        return n == N and self.m * N <= (1200 if self.m > 1 else _STEPS)

    def failure(self, N: int, n: int, epsilon: Fraction) -> fmpq:
        if n != N:
            raise OutsideArithmetic(f"{self!r} has an exact law for two samples of one size, got {N} and {n}")
        return _corners(self.m, N, epsilon)


@lru_cache(maxsize=256)
def _corners(m: int, N: int, epsilon: Fraction) -> fmpq:
    law, denominator = _COIN.differences(N)
    # Σ k_i² ≤ ε²mN²/4 is where nothing fails
    top = floor(epsilon**2 * m * N * N / 4)
    masses = [law[N], *(2 * mass for mass in law[N + 1 :])]  # of |k|
    within = list(accumulate(masses))
    squares = [fmpz(0)] * (min(top, N * N) + 1)
    for k in range(min(N, isqrt(top)) + 1):
        squares[k * k] = masses[k]
    one, others = fmpz_poly(squares), fmpz_poly([1])
    for _ in range(m - 1):
        others = fmpz_poly((others * one).coeffs()[: top + 1])
    # the last k is summed by its distribution function: of Σ k_i² only the sum up to ``top`` is asked for
    inside = sum((mass * within[min(N, isqrt(top - s))] for s, mass in enumerate(others.coeffs()) if mass), fmpz(0))
    return fmpq(denominator**m - inside, denominator**m)


@dataclass(frozen=True)
class TwoCells(UniformClass):
    """The cell class (`Cells`) on two cells, with counts as weights: the supremum is the ℓ1 distance of the two vectors of
    shares."""

    counts: tuple[int, int]
    m: int = 2

    @property
    def lipschitz_squared(self) -> Fraction:
        return Cells(self.m).lipschitz_squared

    @property
    def width(self) -> Fraction:
        return Cells(self.m).width

    @property
    def second_moment(self) -> Fraction:
        return Fraction(1)

    def failure(self, N: int, n: int, epsilon: Fraction) -> fmpq:
        return lattice(self.counts).two_sample_tail(N, n, epsilon / 2)

    def failure_against_the_law(self, N: int, epsilon: Fraction) -> fmpq:
        return lattice(self.counts).strict_tail(N, epsilon / 2)


@dataclass(frozen=True)
class Bumps(UniformClass):
    """f_θ(x) = h·Σ_j x_j·max(0, 1 − ‖θ − θ_j‖/r) with K = q^m independent fair signs x_j: L = h/r and Δ = 2h.

    The θ_j are a grid of q points an axis in the cube of side 2/√m, which lies in the ball, at r = 1/((q − 1)√m), half its step;
    or, where that r is larger, K points of a maximal 1/q-packing of the ball, at r = 1/(2q): the balls of radius 1/q around them
    cover it, so that there are so many. No two bumps meet. The supremum over the ball is the largest of K independent deviations:
    P(∃θ: > ε) = 1 − (1 − p)^K, computed in balls, for arbitrarily large K and N. With one function for each ball of a
    packing it shows what the logarithm in the theorem is for, and what m is for in front of it.
    """

    m: int
    q: int
    height: Fraction = Fraction(1)

    @property
    def lipschitz_squared(self) -> Fraction:
        return min((self.q - 1) ** 2 * self.m, 4 * self.q**2) * self.height**2

    @property
    def width(self) -> Fraction:
        return 2 * self.height

    @property
    def second_moment(self) -> Fraction:
        return self.height**2

    def affordable(self, N: int, n: int) -> bool:
        return n == N or super().affordable(N, n)

    def failure(self, N: int, n: int, epsilon: Fraction) -> arb:
        return self._some_of(_two_sample_tail(_SIGN, N, n, epsilon / self.height))

    def failure_against_the_law(self, N: int, epsilon: Fraction) -> arb:
        return self._some_of(_strict_tail(_SIGN, N, epsilon / self.height))

    def _some_of(self, p: fmpq | arb) -> arb:
        # 1 − (1 − p)^K with (1 − p)^K = exp(K·log(1 − p)): no digit is lost where p is tiny and K huge
        return -((-arb(p)).log1p() * arb(self.q) ** self.m).expm1() if p < 1 else arb(1)

    def __repr__(self) -> str:
        # nobody reads sixty zeros, as `makes` would write them
        height = "" if self.height == 1 else f", height={typed(self.height)}"
        return f"bumps({_whole(self.m)}, {_whole(self.q)}{height})"


def _whole(q: int) -> str:
    """A large whole number as it is typed: 10**30."""
    digits = str(q)
    zeros = len(digits) - len(digits.rstrip("0"))
    head = q // 10**zeros
    return digits if zeros < 4 else f"10**{zeros}" if head == 1 else f"{head} * 10**{zeros}"


@makes(OneFunction)
def one_function(law: Lattice, *, m: int, L: Number) -> OneFunction:
    """One function under m parameters that do nothing. Raises ValueError for m < 1 or L ≤ 0."""
    constant = exact_number(L)
    if m < 1 or constant <= 0:
        raise ValueError(f"m ≥ 1 and L > 0 are needed, got m = {m}, L = {constant}")
    return OneFunction(law, m, constant)


@makes(OnALine)
def on_a_line(law: Lattice, *, m: int) -> OnALine:
    """Linear discriminators of x = X·e_1. Raises ValueError for m < 1."""
    if m < 1:
        raise ValueError(f"a class has at least one parameter, got m = {m}")
    return OnALine(law, m)


@makes(CubeCorners)
def cube_corners(m: int) -> CubeCorners:
    """Linear discriminators on the corners of a cube. Raises ValueError for m < 1."""
    if m < 1:
        raise ValueError(f"a class has at least one parameter, got m = {m}")
    return CubeCorners(m)


@makes(TwoCells)
def two_cells(counts: Sequence[int]) -> TwoCells:
    """The cell class on two cells. Raises ValueError for other than two counts, or none positive."""
    law = lattice(counts)
    if len(law.counts) != 2:
        raise ValueError(f"two cells have two counts, got {len(law.counts)}")
    return TwoCells((law.counts[0], law.counts[1]))


def bumps(m: int, q: int, *, height: Number = 1) -> Bumps:
    """q^m independent signs ±height, each in a ball of its own in B^m. Raises ValueError for m < 1, q < 2 or height ≤ 0."""
    if m < 1 or q < 2:
        raise ValueError(f"m ≥ 1 parameters and q ≥ 2 points an axis are needed, got m = {m}, q = {q}")
    top = exact_number(height)
    if top <= 0:
        raise ValueError(f"bumps have a height above 0, got {top}")
    return Bumps(m, q, top)
