"""One instance of the generalisation theorem: a class, ε, and how many times as many training samples as needed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.numerics.balls import Balls
from lemmata.numerics.matrix import Matrix, sqrt
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.numbers import Number, exact_number
from lemmata.theory.exact.spelling import typed
from lemmata.theory.generalisation.exact_classes import UniformClass

__all__ = ["Promise", "PromiseCase", "promise"]


@dataclass(frozen=True)
class Promise:
    """What the theorem reads, in balls: m, L, Δ, ε, the constant c of the slide, δ; and the exact failure probability."""

    m: Matrix
    L: Matrix
    width: Matrix
    epsilon: Matrix
    c: Matrix
    delta: Matrix
    first_moment: Matrix
    second_moment: Matrix
    median: Matrix
    case: PromiseCase

    def failure(self, N: int) -> Matrix:
        """P(∃θ: |E_gen f_θ − E_samples f_θ| > ε) for a generator of support N."""
        return self.failure_at(N, self.case.epsilon)

    def failure_at(self, N: int, epsilon: Fraction) -> Matrix:
        """The same for another ε."""
        N, F = max(1, N), self.case.F
        n = N if self.case.times is None else self.case.times * N
        if not F.affordable(N, n):
            raise OutsideArithmetic(f"the exact law of {N} against {n} draws is out of reach")
        if self.case.times is None:
            return self.m.constant(F.failure_against_the_law(N, epsilon))
        return self.m.constant(F.failure(N, n, epsilon))


@dataclass(frozen=True)
class PromiseCase:
    """The class, ε, c, δ, and n = times·N; P_samples = P_real where ``times`` is None."""

    F: UniformClass
    epsilon: Fraction
    c: Fraction
    delta: Fraction
    times: int | None

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return self.F.m > 1

    def __repr__(self) -> str:
        return (
            f"promise({self.F!r}, epsilon={typed(self.epsilon)}, c={typed(self.c)}, delta={typed(self.delta)}, "
            f"times={self.times})"
        )

    def into(self, arithmetic: Any) -> Promise:
        if not isinstance(arithmetic, Balls):
            raise OutsideArithmetic("the sample size has a logarithm in it: balls decide")
        F = self.F
        numbers = (self.epsilon, self.c, self.delta, F.first_moment, F.second_moment, F.median)
        epsilon, c, delta, first, second, median = (arithmetic.matrix([[v]]) for v in numbers)
        m, squared, width = (arithmetic.matrix([[v]]) for v in (F.m, F.lipschitz_squared, F.width))
        return Promise(m, sqrt(squared), width, epsilon, c, delta, first, second, median, self)


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
