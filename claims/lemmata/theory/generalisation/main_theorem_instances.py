"""One instance of the main theorem: a class of generators, ε, δ, and the polynomial in d alone that one slide asks for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import Balls
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.generalisation.generator_classes import Realisable

__all__ = ["Learning", "LearningCase", "learning"]


@dataclass(frozen=True)
class Learning:
    """What the theorem reads, in balls: d, the number p of parameters, ε, δ, c; and the exact probability of failure."""

    d: Matrix
    p: Matrix
    epsilon: Matrix
    delta: Matrix
    c: Matrix
    case: LearningCase

    def failure(self, N: int) -> Matrix:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε) for N samples."""
        return self.d.constant(self.case.G.failure(max(1, N), self.case.epsilon))


@dataclass(frozen=True)
class LearningCase(Case):
    """The class, ε, δ, and the sample size c·d^power of a theorem that forgets ε."""

    arithmetics = (Balls,)
    elsewhere = "the sample size has a logarithm in it: balls decide"

    G: Realisable
    epsilon: Fraction
    delta: Fraction
    c: Fraction
    power: int

    @property
    def generic(self) -> bool:
        """More than one dimension."""
        return self.G.d > 1

    def lift(self, arithmetic: Balls) -> Learning:
        G = self.G
        d, p, epsilon, delta, c = arithmetic.numbers(G.d, G.parameters, self.epsilon, self.delta, self.c)
        return Learning(d, p, epsilon, delta, c, self)


@makes(LearningCase)
def learning(G: Realisable, *, epsilon: Number, delta: Number = "1/10", c: Number = 1, power: int = 1) -> LearningCase:
    """An instance of the theorem. Raises ValueError for ε outside (0, 1], δ outside (0, 1), c ≤ 0 and a negative power."""
    accuracy, failure, constant = exact_number(epsilon), exact_number(delta), exact_number(c)
    if not 0 < accuracy <= 1:
        raise ValueError(f"0 < ε ≤ 1 is needed, got ε = {accuracy}")
    if not 0 < failure < 1:
        raise ValueError(f"δ is a probability strictly between 0 and 1, got {failure}")
    if constant <= 0 or power < 0:
        raise ValueError(f"a polynomial c·d^power needs c > 0 and power ≥ 0, got c = {constant}, power = {power}")
    return LearningCase(G, accuracy, failure, constant, power)
