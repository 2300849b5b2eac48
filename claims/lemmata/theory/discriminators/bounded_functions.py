"""The class of all functions with values in an interval: its distance by trying every function with extreme values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Law, exact_law
from lemmata.theory.exact.spelling import makes

__all__ = ["BoundedClass", "BoundedClassCase", "bounded_class", "largest_over_events", "largest_over_values"]

# Every function is tried: 2^n of them.
_MOST_POINTS = 16


def largest_over_values(differences: Sequence[Fraction], low: Fraction, high: Fraction) -> Fraction:
    """max |Σ f_i (p_i − q_i)| over all f with values ``low`` and ``high``: the corners of the cube of all functions between."""
    unit = lcm(*(v.denominator for v in (*differences, low, high)))
    a, b = int(low * unit), int(high * unit)
    sums = np.zeros(1, dtype=object if unit > 2**20 else np.int64)
    for v in differences:
        whole = int(v * unit)
        sums = np.concatenate([sums + a * whole, sums + b * whole])
    return Fraction(int(max(abs(sums.max()), abs(sums.min()))), unit * unit)


def largest_over_events(differences: Sequence[Fraction]) -> Fraction:
    """max |P(A) − Q(A)| over all events A."""
    return largest_over_values(differences, Fraction(0), Fraction(1))


@dataclass(frozen=True)
class BoundedClass:
    """P − Q at each point, and an interval for the values of f, in rational arithmetic."""

    differences: Matrix
    low: Matrix
    high: Matrix
    case: BoundedClassCase

    @property
    def distance(self) -> Matrix:
        """sup |E_P f − E_Q f| over low ≤ f ≤ high."""
        return self.low.constant(largest_over_values(self.case.differences, self.case.low, self.case.high))


@dataclass(frozen=True)
class BoundedClassCase(Case):
    """Two laws on the points 1, …, n, and the interval that all values of f lie in."""

    arithmetics = (Rationals,)
    elsewhere = "all functions are tried in exact arithmetic"

    P: Law
    Q: Law
    low: Fraction
    high: Fraction

    @property
    def differences(self) -> list[Fraction]:
        return [p - q for p, q in zip(self.P, self.Q, strict=True)]

    @property
    def generic(self) -> bool:
        """At least three points where the laws differ, and an interval that is neither [0, 1] nor centred."""
        return sum(v != 0 for v in self.differences) >= 3 and self.low + self.high != 0 and self.low != 0

    def lift(self, arithmetic: Rationals) -> BoundedClass:
        low, high = arithmetic.numbers(self.low, self.high)
        return BoundedClass(arithmetic.matrix([[v] for v in self.differences]), low, high, self)


@makes(BoundedClassCase)
def bounded_class(*, P: Sequence[Number], Q: Sequence[Number], low: Number = -1, high: Number = 1) -> BoundedClassCase:
    """All f with low ≤ f ≤ high on at most 16 points. Raises ValueError for laws on different points, and unless low < high."""
    mine, its, ends = exact_law(P, "P"), exact_law(Q, "Q"), (exact_number(low), exact_number(high))
    if len(mine) != len(its) or len(mine) > _MOST_POINTS:
        raise ValueError(f"two laws on the same points, at most {_MOST_POINTS}, got {len(mine)} and {len(its)} weights")
    if not ends[0] < ends[1]:
        raise ValueError(f"an interval of values has low < high, got {ends[0]} and {ends[1]}")
    return BoundedClassCase(mine, its, *ends)
