"""What the generalisation theorem reads of an instance, whether its probability of failure is known exactly or sampled."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, Self

from lemmata.numerics.balls import Balls
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import sqrt

__all__ = ["ClassNumbers", "TheoremInputs"]


class ClassNumbers(Protocol):
    """What a class of discriminators tells of itself.

    Attributes:
        m: the number of trainable weights.
        lipschitz_squared: L², for θ ↦ f_θ(x) on the unit ball.
        width: Δ, the length of an interval that holds all values of all f_θ; None for unbounded f.
        first_moment, second_moment: sup_θ E|f_θ| and sup_θ E f_θ² (None where infinite), or bounds for them.
        median: sup_θ of the median of |f_θ|, or a bound for it.
    """

    @property
    def m(self) -> int: ...
    @property
    def lipschitz_squared(self) -> Fraction: ...
    @property
    def width(self) -> Fraction | None: ...
    @property
    def first_moment(self) -> Fraction | None: ...
    @property
    def second_moment(self) -> Fraction | None: ...
    @property
    def median(self) -> Fraction | None: ...


@dataclass(frozen=True)
class TheoremInputs:
    """`ClassNumbers` with L in the place of L², ε, and the probability δ that the theorem may fail with, as balls."""

    m: Matrix
    L: Matrix
    width: Matrix | None
    first_moment: Matrix | None
    second_moment: Matrix | None
    median: Matrix | None
    epsilon: Matrix
    delta: Matrix

    @classmethod
    def of(cls, F: ClassNumbers, epsilon: Fraction, delta: Fraction, **more: Any) -> Self:
        """The inputs for a class, ε and δ, with the fields that a derived class has beside them."""
        m, lipschitz_squared, accuracy, failure = Balls().numbers(F.m, F.lipschitz_squared, epsilon, delta)
        width, first, second, median = (
            None if value is None else Balls().matrix([[value]])
            for value in (F.width, F.first_moment, F.second_moment, F.median)
        )
        return cls(m, sqrt(lipschitz_squared), width, first, second, median, accuracy, failure, **more)
