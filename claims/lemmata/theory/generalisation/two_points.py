"""Networks on a P_real of two points: the supremum over θ is certified, and the law of the two samples exact.

E_gen f_θ − E_samples f_θ = (p̂ − p̂′)(f_θ(x) − f_θ(y)) with the shares p̂ and p̂′ of x in the two samples. So only the spread
s = sup_θ |f_θ(x) − f_θ(y)| counts: branch and bound encloses it where all weights are trained, and where they are the last
ones alone it is the norm of a difference of features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import arb, fmpq

from lemmata.late import torch
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.features import Features
from lemmata.theory.exact.roots import root_above
from lemmata.theory.exact.spelling import makes
from lemmata.theory.generalisation.exact_classes import UniformClass

__all__ = ["TwoPoints", "two_points"]

# How closely the spread is enclosed, and in how many boxes at most: a failure probability that is a step function of it
# seldom asks for more.
_TOLERANCE = 2.0**-16
_BOXES = 1 << 16

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class TwoPoints(UniformClass):
    """A family of discriminators, two points, and whole counts as their weights."""

    family: Family
    x: Point
    y: Point
    counts: tuple[int, int]

    @property
    def m(self) -> int:  # type: ignore[override]
        return self.family.m

    @property
    def lipschitz_squared(self) -> Fraction:
        return self.family.lipschitz_squared

    @property
    def width(self) -> Fraction:
        return self.family.bounded_width

    @property
    def second_moment(self) -> Fraction:
        # of values in an interval of length Δ about 0
        return self.width**2 / 4

    @cached_property
    def spread(self) -> tuple[Fraction, Fraction]:
        """s, from below and from above."""
        if isinstance(self.family, Features):
            one, other = (self.family.features(Rationals().matrix([[v] for v in p])) for p in (self.x, self.y))
            difference = one - other
            assert isinstance(difference, RationalMatrix)
            square = sum((Fraction(int(v.p), int(v.q)) ** 2 for v in difference.entries()), Fraction(0))
            above = root_above(square)
            return (square / above if above else above), above
        from lemmata.theory.discriminators.supremum import (
            supremum,  # it loads torch, which a text that is listed has no need of
        )

        points = torch.tensor(
            [[float(v) for v in row] for row in zip(self.x, self.y, strict=True)], dtype=torch.float64
        )
        weights = torch.tensor([1.0, -1.0], dtype=torch.float64)
        found = supremum(self.family, points, weights, _TOLERANCE, max_boxes=_BOXES)
        return Fraction(found.lower), Fraction(found.upper)

    def affordable(self, N: int, n: int) -> bool:
        # a coin's law, for the difference of two equal samples
        return (n == N and N <= 8000) or super().affordable(N, n)

    def failure(self, N: int, n: int, epsilon: Fraction) -> fmpq | arb:
        shares, (low, high) = lattice(self.counts), self.spread
        most = shares.two_sample_tail(N, n, epsilon / high) if high > 0 else fmpq(0)
        least = shares.two_sample_tail(N, n, epsilon / low) if low > 0 else fmpq(0)
        return most if most == least else arb(most).union(arb(least))

    def failure_against_the_law(self, N: int, epsilon: Fraction) -> fmpq | arb:
        shares, (low, high) = lattice(self.counts), self.spread
        most = shares.strict_tail(N, epsilon / high) if high > 0 else fmpq(0)
        least = shares.strict_tail(N, epsilon / low) if low > 0 else fmpq(0)
        return most if most == least else arb(most).union(arb(least))


@makes(TwoPoints)
def two_points(family: Family, x: Sequence[Number], y: Sequence[Number], counts: Sequence[int]) -> TwoPoints:
    """A family on two points of its domain, weighted by whole counts.

    Raises ValueError for other than two counts, points of the wrong dimension or outside of the family's domain, unbounded
    families, and families that branch and bound cannot search (more than three parameters, other than `Features`).
    """
    law = lattice(counts)
    if len(law.counts) != 2:
        raise ValueError(f"two points have two counts, got {len(law.counts)}")
    points = (exact_row(x), exact_row(y))
    if any(len(p) != family.dimension for p in points):
        raise ValueError(f"{family!r} lives in dimension {family.dimension}, got points of {[len(p) for p in points]}")
    radius_squared = getattr(family, "radius_squared", None)
    if radius_squared is not None and any(sum(v * v for v in p) > radius_squared for p in points):
        raise ValueError(f"{family!r} promises nothing outside of ‖x‖² ≤ {radius_squared}")
    if family.m > 3 and not isinstance(family, Features):
        raise ValueError(f"branch and bound searches up to three parameters, {family!r} has {family.m}")
    family.bounded_width  # noqa: B018 - says so where f is unbounded
    return TwoPoints(family, points[0], points[1], (law.counts[0], law.counts[1]))
