"""One instance of the main theorem for a finite class of laws: the class, ε, δ, and a sample size that forgets |G| and ε."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.generalisation.generator_classes import FiniteClass

__all__ = ["FiniteLearning", "FiniteLearningCase", "finite_learning"]


@dataclass(frozen=True)
class FiniteLearning:
    """What the theorem reads, in balls: |G|, ε, δ, c, and the probability that it fails with N samples."""

    size: Matrix
    epsilon: Matrix
    delta: Matrix
    c: Matrix
    case: FiniteLearningCase

    @property
    def largest_log_ratio(self) -> Matrix | None:
        """K, the largest |log P_a − log P_b|; None where it is infinite."""
        found = self.case.G.largest_log_ratio
        return None if found is None else BallMatrix.of([[found]])

    def failure_of_jensen_shannon(self, N: int) -> Matrix:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and JS(P_real, P_g) > ε/2)."""
        return BallMatrix.of([[self.case.G.failure_of_jensen_shannon(max(1, N), self.case.epsilon)]])

    def failure_of_jeffreys(self, N: int) -> Matrix:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε)."""
        return BallMatrix.of([[self.case.G.failure_of_jeffreys(max(1, N), self.case.epsilon)]])


@dataclass(frozen=True)
class FiniteLearningCase(Case):
    """The class, ε, δ, and the sample size c of a theorem that asks for a number of samples alone."""

    arithmetics = (Balls,)
    elsewhere = "the sample size has a logarithm in it: balls decide"

    G: FiniteClass
    epsilon: Fraction
    delta: Fraction
    c: Fraction

    @property
    def generic(self) -> bool:
        """More than two laws."""
        return self.G.size > 2

    def lift(self, arithmetic: Balls) -> FiniteLearning:
        size, epsilon, delta, c = arithmetic.numbers(self.G.size, self.epsilon, self.delta, self.c)
        return FiniteLearning(size, epsilon, delta, c, self)


@makes(FiniteLearningCase)
def finite_learning(G: FiniteClass, *, epsilon: Number, delta: Number = "1/10", c: Number = 1) -> FiniteLearningCase:
    """An instance of the theorem. Raises ValueError for ε ≤ 0, δ outside (0, 1) and c ≤ 0."""
    accuracy, failure, constant = exact_number(epsilon), exact_number(delta), exact_number(c)
    if accuracy <= 0 or constant <= 0:
        raise ValueError(f"ε > 0 and c > 0 are needed, got ε = {accuracy}, c = {constant}")
    if not 0 < failure < 1:
        raise ValueError(f"δ is a probability strictly between 0 and 1, got {failure}")
    return FiniteLearningCase(G, accuracy, failure, constant)
