"""One instance of the generalisation theorem: a class, ε, and how many times as many training samples as needed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import Balls
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.generalisation.exact_classes import UniformClass
from lemmata.theory.generalisation.theorem_inputs import TheoremInputs

__all__ = ["Promise", "PromiseCase", "promise"]


@dataclass(frozen=True)
class Promise(TheoremInputs):
    """What the theorem reads, the constant c of the slide, and the exact probability of failure."""

    c: Matrix
    case: PromiseCase

    def failure(self, N: int) -> Matrix:
        """P(∃θ: |E_gen f_θ − E_samples f_θ| > ε) for a generator of support N."""
        return self.failure_at(N, self.case.epsilon)

    def failure_at(self, N: int, epsilon: Fraction) -> Matrix:
        """The same for another ε."""
        if self.case.times is None:
            return self.against_the_law(N, epsilon)
        return self._against(N, self.case.times * max(1, N), epsilon)

    def with_as_many(self, N: int, epsilon: Fraction) -> Matrix:
        """P(∃θ: |E_gen f_θ − E_samples f_θ| > ε) for N points and N samples, however many training samples the case has."""
        return self._against(N, max(1, N), epsilon)

    def against_the_law(self, N: int, epsilon: Fraction) -> Matrix:
        """P(∃θ: |E_gen f_θ − E_real f_θ| > ε)."""
        self._require(max(1, N), max(1, N))
        return self.m.constant(self.case.F.failure_against_the_law(max(1, N), epsilon))

    def _against(self, N: int, n: int, epsilon: Fraction) -> Matrix:
        self._require(max(1, N), n)
        return self.m.constant(self.case.F.failure(max(1, N), n, epsilon))

    def _require(self, N: int, n: int) -> None:
        if not self.case.F.affordable(N, n):
            raise OutsideArithmetic(f"the exact law of {N} against {n} draws is out of reach")


@dataclass(frozen=True)
class PromiseCase(Case):
    """The class, ε, c, δ, and n = times·N; P_samples = P_real where ``times`` is None."""

    arithmetics = (Balls,)
    elsewhere = "the sample size has a logarithm in it: balls decide"

    F: UniformClass
    epsilon: Fraction
    c: Fraction
    delta: Fraction
    times: int | None

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return self.F.m > 1

    def lift(self, arithmetic: Balls) -> Promise:
        return Promise.of(self.F, self.epsilon, self.delta, c=arithmetic.matrix([[self.c]]), case=self)


@makes(PromiseCase)
def promise(
    F: UniformClass, *, epsilon: Number, c: Number = 1, delta: Number = "1/10", times: int | None = 1
) -> PromiseCase:
    """An instance of the theorem. Raises ValueError for ε ≤ 0, c ≤ 0, δ outside (0, 1), or fewer samples than N."""
    accuracy, constant, failure = exact_number(epsilon), exact_number(c), exact_number(delta)
    if accuracy <= 0 or constant <= 0:
        raise ValueError(f"ε and c are positive, got ε = {accuracy}, c = {constant}")
    if not 0 < failure < 1:
        raise ValueError(f"δ is a probability strictly between 0 and 1, got {failure}")
    if times is not None and times < 1:
        raise ValueError(f"n is at least N, got n = {times}·N")
    return PromiseCase(F, accuracy, constant, failure, times)
