"""F = {x_1, x_2, …}: coordinates of independent fair signs, finitely many or countably many, alone or joined by segments."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["CoordinateCase", "CoordinateClass", "coordinates"]

_SIGN = lattice([1, 1], lowest=-1, step=2)


@dataclass(frozen=True)
class CoordinateClass:
    """The class in one arithmetic. ``count`` is None for countably many coordinates."""

    count: Matrix | None
    t: Matrix
    delta: Matrix
    case: CoordinateCase

    @property
    def joined(self) -> bool:
        return self.case.joined

    @property
    def patience(self) -> int:
        """An arbitrarily large sample size."""
        return self.case.patience

    def failure(self, N: int) -> Matrix:
        """P(∃ f∈F: |E_real f − E_gen f| ≥ t): 1 − (1 − p)^K over K independent coordinates, and 1 over countably many.

        Segments between coordinates add nothing: the deviation is convex along them.
        """
        if self.count is None:
            return self.t.constant(1)
        missed = 1 - _SIGN.tail(N, self.case.t)
        return 1 - self.t.constant(missed) ** (self.case.count or 0)


@dataclass(frozen=True)
class CoordinateCase(Case):
    """How many coordinates, the deviation t, the failure probability δ, and an arbitrarily large sample size."""

    count: int | None
    t: Fraction
    delta: Fraction
    patience: int
    joined: bool

    @property
    def generic(self) -> bool:
        """More than one coordinate."""
        return self.count != 1

    def lift(self, arithmetic: Numbers) -> CoordinateClass:
        count = None if self.count is None else arithmetic.matrix([[self.count]])
        t, delta = arithmetic.numbers(self.t, self.delta)
        return CoordinateClass(count, t, delta, self)


@makes(CoordinateCase)
def coordinates(
    count: int | None, *, t: Number, delta: Number, patience: int = 1000, joined: bool = False
) -> CoordinateCase:
    """The first ``count`` coordinates (None: countably many) of independent fair signs; ``joined``: with all segments between
    neighbours, a continuum.

    Raises ValueError for count < 1, t outside (0, 1], δ outside (0, 1), patience < 1.
    """
    deviation, failure = exact_number(t), exact_number(delta)
    if count is not None and count < 1:
        raise ValueError(f"a class has at least one function, got {count}")
    if not 0 < deviation <= 1:
        raise ValueError(f"a mean of signs deviates by t in (0, 1], got {deviation}")
    if not 0 < failure < 1:
        raise ValueError(f"δ is a probability strictly between 0 and 1, got {failure}")
    if patience < 1:
        raise ValueError(f"a sample has at least one point, got patience = {patience}")
    return CoordinateCase(count, deviation, failure, patience, joined)
