"""ε-nets as cases whose size is asked for: nets that are built or given, and all nets at once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Comparison, OutsideArithmetic, Unresolved, Verdict
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.points import Point, in_short, point_of
from lemmata.theory.exact.spelling import makes, typed
from lemmata.theory.nets.constructions import grid_projected, maximal_packing, step_for
from lemmata.theory.nets.definition import checked_radius, is_generic, is_net
from lemmata.theory.nets.parameter_sets import ParameterSet

__all__ = [
    "AnyNet", "GivenNet", "GreedyNet", "NetCase", "ProjectedGrid", "SizedNet", "any_net", "greedy_net", "hard_for",
    "net", "projected_grid", "unless_a_smaller_one",
]  # fmt: skip


@dataclass(frozen=True)
class SizedNet:
    """How many points an ε-net in R^m has, in one arithmetic: this many, or, for all nets at once, at least this many."""

    m: int
    eps: Matrix
    size: Matrix
    known: bool = True


class NetCase(Case):
    """An ε-net whose points are known. It is certified before its size is used."""

    arithmetics = (Rationals,)
    elsewhere = "a net is decided exactly"

    theta: ParameterSet
    eps: Fraction

    @property
    @abstractmethod
    def points(self) -> tuple[Point, ...]:
        """Θ_ε."""

    @property
    def m(self) -> int:
        return self.theta.m

    @property
    def generic(self) -> bool:
        return is_generic(self.theta, self.eps) and len(self.points) > 1

    def lift(self, arithmetic: Rationals) -> SizedNet:
        """Raises ValueError, in one sentence, for what is no ε-net of Θ, and OutsideArithmetic for what was not decided."""
        try:
            points = self.points
        except Unresolved as undecided:
            raise OutsideArithmetic(str(undecided)) from None
        certificate = is_net(points, self.theta, self.eps)
        if certificate.verdict is Verdict.REFUTED:
            raise ValueError(f"{self!r} is no ε-net: {certificate.sentence}")
        if certificate.verdict is Verdict.UNDECIDED:
            raise OutsideArithmetic(f"{self!r} is not known to be an ε-net: {certificate.needs}")
        eps, size = arithmetic.numbers(self.eps, len(points))
        return SizedNet(self.m, eps, size)


@dataclass(frozen=True)
class GreedyNet(NetCase):
    """A maximal ε-packing of Θ, its points chosen in the order of their distance from ``start``."""

    theta: ParameterSet
    eps: Fraction
    start: Point | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        return maximal_packing(self.theta, self.eps, self.start)


@dataclass(frozen=True)
class ProjectedGrid(NetCase):
    """The multiples of ``step`` around Θ, moved to a nearest point of Θ."""

    theta: ParameterSet
    eps: Fraction
    step: Fraction

    @property
    def points(self) -> tuple[Point, ...]:
        return grid_projected(self.theta, self.step)


@dataclass(frozen=True)
class GivenNet(NetCase):
    """A net point by point."""

    theta: ParameterSet
    eps: Fraction
    points: tuple[Point, ...] = ()

    def argument(self, name: str) -> Any:
        return in_short(self.points) if name == "points" else super().argument(name)


@dataclass(frozen=True)
class AnyNet(Case):
    """Every ε-net of the unit ball of R^m at once, ε < 1: all that is known is that it has at least m + 1 points.

    [Lusternik, Schnirelmann 1930]: of m closed sets that cover the sphere of R^m, one holds two antipodes, which lie
    2 > 2ε apart. Any m ≥ 1 is allowed, since nothing is built.
    """

    m: int
    eps: Fraction

    @property
    def generic(self) -> bool:
        return self.m >= 2

    def lift(self, arithmetic: Numbers) -> SizedNet:
        eps, size = arithmetic.numbers(self.eps, self.m + 1)
        return SizedNet(self.m, eps, size, known=False)


def unless_a_smaller_one(net: SizedNet, comparison: Comparison) -> Comparison:
    """size ≤ bound. Where only a lower bound of the size is known, it can refute, and otherwise says nothing."""
    says_nothing = not net.known and comparison.verdict is Verdict.HOLDS
    return replace(comparison, trivial=comparison.trivial or says_nothing)


@makes(GreedyNet)
def greedy_net(theta: ParameterSet, eps: Number, *, start: Sequence[Number] | Number | None = None) -> GreedyNet:
    """A maximal packing: ``greedy_net(ball(2), "1/2", start=[0, 0])``; it starts at [−1, 0, …], or at the first point of a
    finite Θ, by default. Raises ValueError unless ε > 0 and the start has the dimension of Θ."""
    chosen = None if start is None else point_of(start)
    if chosen is not None and len(chosen) != theta.m:
        raise ValueError(f"the start {typed(chosen)} is not a point of R^{theta.m}")
    return GreedyNet(theta, checked_radius(eps), chosen)


@makes(ProjectedGrid)
def projected_grid(theta: ParameterSet, eps: Number, *, step: Number | None = None) -> ProjectedGrid:
    """A grid moved into Θ: its step is `step_for(m, ε)` by default. Raises ValueError unless ε > 0 and step > 0."""
    radius = checked_radius(eps)
    chosen = step_for(theta.m, radius) if step is None else exact_number(step)
    if chosen <= 0:
        raise ValueError(f"a grid needs a step above 0, got {chosen}")
    return ProjectedGrid(theta, radius, chosen)


@makes(GivenNet)
def net(theta: ParameterSet, eps: Number, points: Sequence[Sequence[Number] | Number]) -> GivenNet:
    """A net given explicitly: ``net(ball(1), "1/2", ["-1/2", "1/2"])``.

    Raises ValueError for a net without points, with points outside Θ, or unless ε > 0. Whether it covers Θ is asked later.
    """
    if not points:
        raise ValueError("a net needs at least one point")
    rows = tuple(point_of(p) for p in points)
    theta.require(rows, "the net")
    return GivenNet(theta, checked_radius(eps), rows)


@makes(AnyNet)
def any_net(m: int, eps: Number) -> AnyNet:
    """All ε-nets of the unit ball of R^m. Raises ValueError unless m ≥ 1 and 0 < ε < 1."""
    if not isinstance(m, int) or m < 1:
        raise ValueError(f"a ball has a dimension m ≥ 1, got {m}")
    radius = checked_radius(eps)
    if radius >= 1:
        raise ValueError(f"for ε = {radius} ≥ 1 one point covers the ball: at least m + 1 are needed only for ε < 1")
    return AnyNet(m, radius)


def hard_for(C: int) -> AnyNet:
    """A net that has more than C·(1/ε)^m points, whatever it is: m = C and ε = 1 − 1/(4m²), where C·ε^(−m) < m + 1/2."""
    m = max(ceil(C), 1)
    return AnyNet(m, 1 - Fraction(1, 4 * m**2))
