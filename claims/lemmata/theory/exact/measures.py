"""Finite measures in exact numbers: points of Q^d with rational weights that sum to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.theory.exact.points import Point, in_short, point_of
from lemmata.theory.exact.spelling import Spelled, makes, typed

__all__ = [
    "Law",
    "Measure",
    "difference",
    "exact_law",
    "measure",
]

Law = tuple[Fraction, ...]


def exact_law(weights: Sequence[Number], name: str = "a measure") -> Law:
    """Weights of a probability law. Raises ValueError for weights that are negative or do not sum to 1."""
    law = tuple(exact_number(w) for w in weights)
    if any(w < 0 for w in law) or sum(law) != 1:
        raise ValueError(f"the weights of {name} are ≥ 0 and sum to 1, got {typed(law)} with sum {sum(law)}")
    return law


@dataclass(frozen=True)
class Measure(Spelled):
    """A law on finitely many different points of Q^d, with positive weights."""

    points: tuple[Point, ...]
    weights: Law

    @property
    def d(self) -> int:
        return len(self.points[0])

    @property
    def masses(self) -> dict[Point, Fraction]:
        """Weight by point."""
        return dict(zip(self.points, self.weights, strict=True))

    @property
    def mean(self) -> Point:
        """E X, one number for each coordinate."""
        return tuple(
            sum((w * x[k] for x, w in zip(self.points, self.weights, strict=True)), Fraction(0)) for k in range(self.d)
        )

    def shifted(self, by: Fraction) -> Measure:
        """The law of X + by, in every coordinate."""
        return Measure(tuple(tuple(v + by for v in x) for x in self.points), self.weights)

    def argument(self, name: str) -> Any:
        return in_short(self.points) if name == "points" else super().argument(name)


@makes(Measure)
def measure(points: Sequence[Number | Sequence[Number]], weights: Sequence[Number]) -> Measure:
    """A finite measure: ``measure([0, 1], ["1/2", "1/2"])`` on the line, ``measure([[0, 0], [1, 2]], ["1/3", "2/3"])``.

    Raises ValueError for weights that are not positive or do not sum to 1, for points that are given twice or have
    different dimensions, and TypeError for floats.
    """
    chosen = tuple(point_of(x) for x in points)
    if len(chosen) != len(weights) or not chosen:
        raise ValueError(f"one weight for each point, got {len(chosen)} points and {len(weights)} weights")
    law = exact_law(weights)
    if 0 in law:
        raise ValueError(f"a point of weight 0 carries no mass: leave it out of {typed(law)}")
    if len({len(x) for x in chosen}) != 1 or not chosen[0]:
        raise ValueError(f"the points of a measure have one dimension, got {sorted({len(x) for x in chosen})}")
    if len(set(chosen)) != len(chosen):
        raise ValueError("a point is given twice: add its weights")
    return Measure(chosen, law)


def difference(P: Measure, Q: Measure) -> dict[Point, Fraction]:
    """P − Q by point, in increasing order of the points. Raises ValueError for measures on different spaces."""
    if P.d != Q.d:
        raise ValueError(f"two measures on one space are compared, got one on R^{P.d} and one on R^{Q.d}")
    mine, its = P.masses, Q.masses
    return {x: mine.get(x, Fraction(0)) - its.get(x, Fraction(0)) for x in sorted(mine | its)}
