"""How far two independent samples of N points are apart, on average, in the eyes of a class: d_F(P_gen, P_samples)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["CellClassCase", "Cloud", "CloudCase", "Crowd", "cell_class", "cloud"]


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
    """d and ε, and E d_F² for linear discriminators ⟨θ, x⟩, ‖θ‖ ≤ 1, in rational arithmetic."""

    d: int
    epsilon: Matrix
    case: CloudCase

    def mean_squared_distance(self, N: int) -> Matrix:
        """E‖x̄ − ȳ‖² = E‖x − x′‖²/N, x and x′ independent: the pairs of N differences are uncorrelated."""
        points, weights = self.case.points, self.case.weights
        pairs = (
            p * q * sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))
            for x, p in zip(points, weights, strict=True)
            for y, q in zip(points, weights, strict=True)
        )
        return self.epsilon.constant(sum(pairs, Fraction(0)) / N)


@dataclass(frozen=True)
class CloudCase(Case):
    """A law on finitely many points of the unit ball in R^d."""

    arithmetics = (Rationals,)
    elsewhere = "a second moment of rational points is rational"

    points: tuple[tuple[Fraction, ...], ...]
    weights: tuple[Fraction, ...]
    epsilon: Fraction

    @property
    def generic(self) -> bool:
        """d ≥ 2, and not all points equally likely."""
        return len(self.points[0]) >= 2 and len(set(self.weights)) > 1

    def lift(self, arithmetic: Rationals) -> Cloud:
        return Cloud(len(self.points[0]), arithmetic.matrix([[self.epsilon]]), self)


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
