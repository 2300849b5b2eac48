"""A 1-Lipschitz function that is 0 at the samples bounds their distance from another law from below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["Distances", "WitnessCase", "witness"]

Points = tuple[tuple[Fraction, ...], ...]
# 6! ways to match the points
_MOST = 6


@dataclass(frozen=True)
class Distances:
    """‖y − x_i‖ for some points y (rows) and the samples x_i."""

    rows: tuple[tuple[Fraction, ...], ...]
    like: Matrix

    def least(self) -> Matrix:
        """Each row's least entry, as a column."""
        return self._column([min(row) for row in self.rows])

    def second(self) -> Matrix:
        """The second least; the least where there is only one sample."""
        return self._column([sorted(row)[:2][-1] for row in self.rows])

    def sums(self) -> Matrix:
        """Each row's sum."""
        return self._column([sum(row, Fraction(0)) for row in self.rows])

    def _column(self, values: Sequence[Fraction]) -> Matrix:
        return self.like.stack([[self.like.constant(v)] for v in values])


@dataclass(frozen=True)
class Compared:
    """Distances of the other points, and of the samples themselves, from the samples; and W₁ between the two laws."""

    others: Distances
    samples: Distances
    W1: Matrix
    n: int


@dataclass(frozen=True)
class WitnessCase(Case):
    """n samples and n other points of R^d, all of mass 1/n."""

    arithmetics = (Rationals,)
    elsewhere = "distances in the sum norm are rational"

    samples: Points
    others: Points

    @property
    def generic(self) -> bool:
        """d ≥ 2 and at least two samples."""
        return len(self.samples[0]) >= 2 and len(self.samples) >= 2

    def lift(self, arithmetic: Rationals) -> Compared:
        n = len(self.samples)
        like = arithmetic.matrix([[0]])
        others, samples = (
            Distances(tuple(tuple(_distance(y, x) for x in self.samples) for y in points), like)
            for points in (self.others, self.samples)
        )
        # between n and n points of mass 1/n the cheapest way is a matching [Birkhoff 1946]
        costs = (sum((others.rows[j][i] for j, i in enumerate(order)), Fraction(0)) for order in permutations(range(n)))
        return Compared(others, samples, like.constant(min(costs) / n), n)


def _distance(y: Sequence[Fraction], x: Sequence[Fraction]) -> Fraction:
    """‖y − x‖ in the sum norm."""
    return sum((abs(a - b) for a, b in zip(y, x, strict=True)), Fraction(0))


@makes(WitnessCase)
def witness(samples: Sequence[Sequence[Number]], others: Sequence[Sequence[Number]]) -> WitnessCase:
    """n samples and n other points. Raises ValueError unless there are as many of both, 1 ≤ n ≤ 6, in one space."""
    mine, theirs = (tuple(map(exact_row, points)) for points in (samples, others))
    if not 1 <= len(mine) == len(theirs) <= _MOST:
        raise ValueError(f"as many samples as other points, from 1 to {_MOST}, got {len(mine)} and {len(theirs)}")
    if len({len(x) for x in mine + theirs}) != 1 or not mine[0]:
        raise ValueError("all points lie in one space R^d, d ≥ 1")
    return WitnessCase(mine, theirs)
