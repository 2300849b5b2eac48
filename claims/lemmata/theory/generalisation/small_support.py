"""How far two independent samples of N points are apart, on average, in the eyes of a class: d_F(P_gen, P_samples)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from flint import arb, fmpq, fmpz, fmpz_poly

from lemmata.numerics.balls import Balls, ball
from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["CellClassCase", "Cloud", "CloudCase", "Crowd", "CubeCloudCase", "cell_class", "cloud", "cube_cloud"]

# A law on more values than this takes longer than a claim may.
_VALUES = 8000


@dataclass(frozen=True)
class Crowd:
    """m and ε, and E d_F for the cell class, in rational arithmetic."""

    m: int
    epsilon: Matrix
    case: CellClassCase

    def mean_distance(self, N: int) -> Matrix:
        """E d_F(P_gen, P_samples) = Σ_i E|n_i − n′_i|/N, the n_i and n′_i binomial."""
        everything = sum(self.case.counts)
        of_cells = (lattice([everything - count, count]).mean_distance(N) for count in self.case.counts)
        return self.epsilon.constant(sum(of_cells, fmpq(0)))


@dataclass(frozen=True)
class CellClassCase(Case):
    """f_θ(x) = clip(√m·θ_{i(x)}, −1, 1) on m cells, whose probabilities are proportional to whole counts."""

    arithmetics = (Rationals,)
    elsewhere = "means of binomials are rational"

    counts: tuple[int, ...]
    epsilon: Fraction

    @property
    def generic(self) -> bool:
        """At least three cells, not all equally likely."""
        return len(self.counts) >= 3 and len(set(self.counts)) > 1

    def lift(self, arithmetic: Rationals) -> Crowd:
        return Crowd(len(self.counts), arithmetic.matrix([[self.epsilon]]), self)


@makes(CellClassCase)
def cell_class(counts: Sequence[int], *, epsilon: Number) -> CellClassCase:
    """The cell class on cells of these counts. Raises ValueError for ε ≤ 0, and for other than two or more positive counts."""
    accuracy = exact_number(epsilon)
    if accuracy <= 0 or len(counts) < 2 or any(count < 1 or count != int(count) for count in counts):
        raise ValueError(f"two cells at least, whole counts ≥ 1, and ε > 0, got {list(counts)} and ε = {accuracy}")
    return CellClassCase(tuple(counts), accuracy)


@dataclass(frozen=True)
class Cloud:
    """d and ε, and E d_F and E d_F² for linear discriminators ⟨θ, x⟩, ‖θ‖ ≤ 1, whose supremum is ‖x̄ − ȳ‖."""

    d: int
    epsilon: Matrix
    case: CloudCase | CubeCloudCase

    def mean_squared_distance(self, N: int) -> Matrix:
        """E‖x̄ − ȳ‖² = E‖x − x′‖²/N, x and x′ independent: the pairs of N differences are uncorrelated."""
        return self.epsilon.constant(self.case.mean_squared_step / N)

    def mean_distance(self, N: int) -> Matrix:
        """E d_F(P_gen, P_samples) = E‖x̄ − ȳ‖, in balls. Raises OutsideArithmetic where the law of x̄ − ȳ is out of reach."""
        lengths = (arb(probability) * ball(square).sqrt() for square, probability in self.case.law(N).items())
        return self.epsilon.constant(sum(lengths, arb(0)))


@dataclass(frozen=True)
class CloudCase(Case):
    """A law on finitely many points of the unit ball in R^d."""

    arithmetics = (Rationals, Balls)
    elsewhere = "a mean square is rational, and a mean distance a sum of roots"

    points: tuple[tuple[Fraction, ...], ...]
    weights: tuple[Fraction, ...]
    epsilon: Fraction

    @property
    def generic(self) -> bool:
        """d ≥ 2, and not all points equally likely."""
        return len(self.points[0]) >= 2 and len(set(self.weights)) > 1

    @property
    def mean_squared_step(self) -> Fraction:
        """E‖x − x′‖²."""
        of_pairs = (
            p * q * sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))
            for x, p in zip(self.points, self.weights, strict=True)
            for y, q in zip(self.points, self.weights, strict=True)
        )
        return sum(of_pairs, Fraction(0))

    def law(self, N: int) -> dict[Fraction, fmpq]:
        """‖x̄ − ȳ‖² and its probabilities.

        With p the generating polynomial of the counts of all points but the last, (p(t)·p(1/t))^N has the law of the differences
        of the counts; the exponents of the several points stand side by side in one number, as digits of base 2N + 1.
        """
        base, others = 2 * N + 1, len(self.points) - 1
        _within_reach(base**others)
        scale = lcm(*(w.denominator for w in self.weights))
        places = [base**i for i in range(others)] + [0]
        step: dict[int, int] = {}
        for i, p in zip(places, self.weights, strict=True):
            for j, q in zip(places, self.weights, strict=True):
                # digits of −1, 0 and 1 are moved to 0, 1 and 2: their sums over N steps lie between 0 and 2N
                exponent = i - j + sum(places)
                step[exponent] = step.get(exponent, 0) + int(p * scale) * int(q * scale)
        powers = fmpz_poly([step.get(k, 0) for k in range(max(step) + 1)]) ** N
        found: dict[Fraction, fmpq] = {}
        for number, mass in enumerate(powers.coeffs()):
            if mass:
                digits = [number // base**i % base - N for i in range(others)]
                square = self._square([*digits, -sum(digits)], N)
                found[square] = found.get(square, fmpq(0)) + fmpq(mass, fmpz(scale) ** (2 * N))
        return found

    def _square(self, counts: list[int], N: int) -> Fraction:
        coordinates = (
            sum((c * x[k] for c, x in zip(counts, self.points, strict=True)), Fraction(0))
            for k in range(len(self.points[0]))
        )
        return sum((v * v for v in coordinates), Fraction(0)) / N**2

    def lift(self, arithmetic: Rationals | Balls) -> Cloud:
        return Cloud(len(self.points[0]), arithmetic.matrix([[self.epsilon]]), self)


@dataclass(frozen=True)
class CubeCloudCase(Case):
    """x uniform on the corners {±1/√d}^d of a cube in the unit ball: as far apart as can be, in every direction alike."""

    arithmetics = (Rationals, Balls)
    elsewhere = "a mean square is rational, and a mean distance a sum of roots"

    d: int
    epsilon: Fraction

    @property
    def generic(self) -> bool:
        """d ≥ 2."""
        return self.d >= 2

    @property
    def mean_squared_step(self) -> Fraction:
        """E‖x − x′‖²: of two signs, for each of the d coordinates."""
        signs = (1, -1)
        return self.d * Fraction(sum((s - t) ** 2 for s in signs for t in signs), 4 * self.d)

    def law(self, N: int) -> dict[Fraction, fmpq]:
        """‖x̄ − ȳ‖² = 4/(dN²)·Σ k_i², the k_i independent differences of two Bin(N, ½), and its probabilities."""
        _within_reach(self.d * N * N)
        of_one, denominator = lattice([1, 1]).differences(N)
        squares = [fmpz(0)] * (N * N + 1)
        for k, mass in enumerate(of_one, start=-N):
            squares[k * k] += mass
        sums = fmpz_poly(squares) ** self.d
        return {
            Fraction(4 * s, self.d * N * N): fmpq(mass, denominator**self.d)
            for s, mass in enumerate(sums.coeffs())
            if mass
        }

    def lift(self, arithmetic: Rationals | Balls) -> Cloud:
        return Cloud(self.d, arithmetic.matrix([[self.epsilon]]), self)


def _within_reach(values: int) -> None:
    if values > _VALUES:
        raise OutsideArithmetic(f"a law on {values} values is out of reach")


@makes(CloudCase)
def cloud(points: Sequence[Sequence[Number]], weights: Sequence[Number], *, epsilon: Number) -> CloudCase:
    """A finite law in the unit ball.

    Raises ValueError for weights that do not sum to 1, for points of different dimensions or outside the unit ball, and for
    ε ≤ 0.
    """
    chosen = tuple(exact_row(x) for x in points)
    law, accuracy = exact_row(weights), exact_number(epsilon)
    if len(law) != len(chosen) or any(w < 0 for w in law) or sum(law) != 1:
        raise ValueError(f"one weight ≥ 0 for each point, with sum 1, got sum {sum(law, Fraction(0))}")
    if len({len(x) for x in chosen}) != 1 or any(sum(v * v for v in x) > 1 for x in chosen):
        raise ValueError("the points lie in one unit ball")
    if accuracy <= 0:
        raise ValueError(f"ε is positive, got {accuracy}")
    return CloudCase(chosen, law, accuracy)


@makes(CubeCloudCase)
def cube_cloud(d: int, *, epsilon: Number) -> CubeCloudCase:
    """The corners of a cube in d dimensions. Raises ValueError for d < 1 and for ε ≤ 0."""
    accuracy = exact_number(epsilon)
    if d < 1 or accuracy <= 0:
        raise ValueError(f"d ≥ 1 and ε > 0 are needed, got d = {d}, ε = {accuracy}")
    return CubeCloudCase(d, accuracy)
