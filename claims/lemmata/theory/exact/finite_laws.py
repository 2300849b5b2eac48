"""Laws on finitely many points: expectations, variances and probabilities as sums, in any arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.calculus import expectation
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Measure, measure
from lemmata.theory.exact.spelling import makes, typed

__all__ = ["FiniteLaw", "LawCase", "law"]


@dataclass(frozen=True)
class FiniteLaw:
    """The law of X with P(X = points[i]) = probabilities[i].

    Attributes:
        points: x_1 … x_n, different from each other: numbers on the line, columns in R^d.
        probabilities: the column p_1 … p_n of positive numbers with sum 1.
    """

    points: tuple[Matrix, ...]
    probabilities: Matrix

    @property
    def d(self) -> int:
        """The dimension of the space."""
        return self.points[0].rows

    def expectation(self, f: Callable[[Matrix], Any]) -> Matrix:
        """E f(X) = Σ p_i f(x_i), for an f with values in numbers, columns or matrices."""
        return expectation(f, self)

    def probability(self, event: Callable[[Matrix], bool]) -> Matrix:
        """P(X ∈ A) = Σ p_i over the x_i of which the event is true: ``law.probability(lambda x: x >= 1)``.

        Raises TypeError for an event that is neither true nor false of a point, and what a comparison raises that its
        arithmetic does not decide (in balls Unresolved, where they are not apart).
        """
        found = self.probabilities.constant(0)
        for p, x in zip(self.probabilities, self.points, strict=True):
            happens: Any = event(x)
            if not isinstance(happens, bool):
                raise TypeError(f"an event is true or false of each point, as x >= 1 is, got {happens!r}")
            if happens:
                found = found + p
        return found

    @property
    def mean(self) -> Matrix:
        """μ = E X."""
        return self.expectation(lambda x: x)

    @property
    def variance(self) -> Matrix:
        """σ² = E (X − μ)² on the line. Raises ValueError for a law on R^d, d ≥ 2."""
        if self.d != 1:
            raise ValueError(f"the variance is that of a law on the line, and this one is on R^{self.d}")
        mean = self.mean
        return self.expectation(lambda x: (x - mean) * (x - mean))


@dataclass(frozen=True)
class LawCase(Measure, Case):
    """A finite measure as a case: it lifts to a `FiniteLaw`."""

    @property
    def symmetric(self) -> bool:
        """Whether X and 2μ − X have one law."""
        masses, mean = self.masses, self.mean
        mirrored = {tuple(2 * m - v for m, v in zip(mean, x, strict=True)): w for x, w in masses.items()}
        return mirrored == masses

    @property
    def generic(self) -> bool:
        """Three points or more, and no symmetry about the mean."""
        return len(self.points) > 2 and not self.symmetric

    def argument(self, name: str) -> Any:
        if name != "weights":
            return super().argument(name)
        if len(set(self.weights)) == 1:
            return None
        denominator = lcm(*(w.denominator for w in self.weights))
        counts = [int(w * denominator) for w in self.weights]
        return [c // gcd(*counts) for c in counts]

    def lift(self, arithmetic: Numbers) -> FiniteLaw:
        points = tuple(arithmetic.matrix([[v] for v in x]) for x in self.points)
        return FiniteLaw(points, arithmetic.matrix([[w] for w in self.weights]))


@makes(LawCase)
def law(points: Sequence[Number | Sequence[Number]], *, weights: Sequence[Number] | None = None) -> LawCase:
    """A law on finitely many points, with probabilities proportional to the weights; without weights all are equally likely.

    ``law([0, 1, 4], weights=[1, 2, 1])`` has P(X = 1) = 1/2, and ``law([[0, 0], [1, 2]])`` is a fair coin in the plane.
    Raises ValueError for weights that are not positive, for points that are given twice or have different dimensions, and
    TypeError for floats.
    """
    counts = exact_row([1] * len(points) if weights is None else weights)
    if any(c <= 0 for c in counts):
        raise ValueError(f"the weights of a law are positive, got {typed(counts)}: leave out a point without mass")
    found = measure(points, [c / sum(counts, Fraction(0)) for c in counts])
    return LawCase(found.points, found.weights)
