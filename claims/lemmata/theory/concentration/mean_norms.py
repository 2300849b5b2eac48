"""How far the mean of N i.i.d. vectors is from its expectation: E d_F(P_samples, P_real) for linear discriminators.

F = {⟨θ, x⟩ : ‖θ‖ ≤ 1} has d_F(P, Q) = ‖E_P x − E_Q x‖; on the line that is F = {x, −x} and |E_P x − E_Q x|.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import arb, fmpz, fmpz_poly

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.concentration.lattice_laws import Lattice
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["CornersCase", "LineSamplesCase", "MeanNorm", "corners_of_a_cube", "mean_distance_row", "samples_on_a_line"]


@dataclass(frozen=True)
class MeanNorm:
    """N, d, C; the variance E‖x − E x‖² and the absolute mean E‖x − E x‖; and E d_F(P_samples, P_real).

    Attributes:
        signs: N, where x is one of two equally likely numbers; 0 for any other law.
    """

    N: Matrix
    d: Matrix
    C: Matrix
    variance: Matrix
    absolute_mean: Matrix
    mean_distance: Matrix
    signs: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class LineSamplesCase(Case):
    """N values of a lattice law, and the constant C of a bound C/N."""

    law: Lattice
    N: int
    C: Fraction

    @property
    def generic(self) -> bool:
        """At least two samples, and three levels or levels that are not equally likely."""
        return self.N >= 2 and (len(self.law.counts) > 2 or len(set(self.law.counts)) > 1)

    def lift(self, arithmetic: Numbers) -> MeanNorm:
        law = self.law
        distance = law.mean_deviation(self.N)
        numbers = arithmetic.numbers(self.N, 1, self.C, law.variance, law.mean_absolute_deviation, distance)
        # |x − E x| is one number just for such a law
        return MeanNorm(*numbers, signs=self.N if law.variance == law.mean_absolute_deviation**2 else 0)


@dataclass(frozen=True)
class CornersCase(Case):
    """N uniform corners of {−1, 1}^d; ‖x̄‖² = Σ k_i²/N², with independent differences k_i of heads and tails."""

    arithmetics = (Balls,)
    elsewhere = "a Euclidean norm has roots in it: balls decide"

    d: int
    N: int
    C: Fraction

    @property
    def generic(self) -> bool:
        """At least two samples."""
        return self.N >= 2

    def lift(self, arithmetic: Balls) -> MeanNorm:
        heads = (fmpz_poly([1, 1]) ** self.N).coeffs()
        squares = [fmpz(0)] * (self.N**2 + 1)
        for k, ways in enumerate(heads):
            squares[(2 * k - self.N) ** 2] += ways
        law = (fmpz_poly(squares) ** self.d).coeffs()
        norm = sum((arb(q).sqrt() * ways for q, ways in enumerate(law) if ways), arb(0))
        distance = norm / self.N / arb(2) ** (self.N * self.d)
        return MeanNorm(*arithmetic.numbers(self.N, self.d, self.C, self.d, arb(self.d).sqrt(), distance))


@makes(LineSamplesCase)
def samples_on_a_line(law: Lattice, *, N: int, C: Number = 1) -> LineSamplesCase:
    """N samples of a law on a lattice. Raises ValueError for N < 1 and C ≤ 0."""
    return LineSamplesCase(law, N, _constant(N, C))


@makes(CornersCase)
def corners_of_a_cube(d: int, *, N: int, C: Number = 1) -> CornersCase:
    """N samples of the uniform law on {−1, 1}^d. Raises ValueError for d < 2, N < 1 and C ≤ 0."""
    if d < 2:
        raise ValueError(
            f"a cube of two dimensions or more is expected, got d = {d}: on the line use samples_on_a_line"
        )
    return CornersCase(d, N, _constant(N, C))


def mean_distance_row(law: str, case: LineSamplesCase | CornersCase) -> dict[str, Any]:
    """One point of the figure of the rate, rounded to float64."""
    with precision(128):
        S = case.into(Balls())
        distance, variance = (float(as_ball(v)) for v in (S.mean_distance, S.variance))
    return {
        "law": law,
        "N": case.N,
        "deviation": variance**0.5,
        "mean_distance": distance,
        "times_root_N": distance * case.N**0.5,
    }


def _constant(N: int, C: Number) -> Fraction:
    constant = exact_number(C)
    if N < 1 or constant <= 0:
        raise ValueError(f"N ≥ 1 and C > 0 are needed, got N = {N}, C = {constant}")
    return constant
