"""Linear discriminators f_θ(x) = L⟨θ, x⟩ on a parameter set with a net: everything about them is rational.

They show what a net of some radius can miss: with x of norm 1, L is the parameter-Lipschitz constant and no less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["LinearNet", "LinearNetCase", "linear_net"]


@dataclass(frozen=True)
class LinearNet:
    """L and ε in rational arithmetic, and what is true of the net: its radius and the deviations of E_samples − E_gen."""

    L: Matrix
    epsilon: Matrix
    case: LinearNetCase

    def radius_is_at_most(self, radius: Matrix) -> bool:
        """Whether every θ∈Θ is within ``radius`` of the net."""
        return bool(radius.constant(self.case.radius_squared()).raw[0, 0] <= (radius * radius).raw[0, 0])  # type: ignore[attr-defined]

    @property
    def net_deviation(self) -> Fraction:
        return max(abs(self.case.deviation(theta)) for theta in self.case.net)

    @property
    def deviation(self) -> Fraction:
        """sup over Θ of |E_samples f_θ − E_gen f_θ|: convex in θ, so attained at an end of an interval."""
        return max(abs(self.case.deviation(theta)) for theta in self.case.extremes)


@dataclass(frozen=True)
class LinearNetCase(Case):
    """Θ = [−1, 1] (``theta`` None) or a finite set, a net in it, and the difference of the two means of x, of norm ≤ 2."""

    arithmetics = (Rationals,)
    elsewhere = "the radius of a net is compared exactly"

    L: Fraction
    epsilon: Fraction
    net: tuple[tuple[Fraction, ...], ...]
    difference: tuple[Fraction, ...]
    theta: tuple[tuple[Fraction, ...], ...] | None

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return len(self.difference) > 1

    @property
    def extremes(self) -> tuple[tuple[Fraction, ...], ...]:
        return ((Fraction(-1),), (Fraction(1),)) if self.theta is None else self.theta

    def deviation(self, theta: tuple[Fraction, ...]) -> Fraction:
        return self.L * sum((a * b for a, b in zip(theta, self.difference, strict=True)), Fraction(0))

    def radius_squared(self) -> Fraction:
        """The squared distance of the point of Θ that is furthest from the net."""
        if self.theta is None:
            points = sorted(p[0] for p in self.net)
            gaps = [points[0] + 1, 1 - points[-1], *((b - a) / 2 for a, b in pairwise(points))]
            return max(gaps) ** 2
        return max(min(_distance_squared(p, q) for q in self.net) for p in self.theta)

    def lift(self, arithmetic: Rationals) -> LinearNet:
        L, epsilon = arithmetic.numbers(self.L, self.epsilon)
        return LinearNet(L, epsilon, self)


@makes(LinearNetCase)
def linear_net(
    *,
    L: Number,
    epsilon: Number,
    net: Sequence[Sequence[Number]],
    difference: Sequence[Number],
    theta: Sequence[Sequence[Number]] | None = None,
) -> LinearNetCase:
    """f_θ(x) = L⟨θ, x⟩ with E_samples x − E_gen x = ``difference``, and a net of Θ.

    Raises ValueError for L ≤ 0, ε ≤ 0, an empty net, a net outside Θ, Θ outside the unit ball, ‖difference‖ > 2.
    """
    constant, accuracy = exact_number(L), exact_number(epsilon)
    if constant <= 0 or accuracy <= 0:
        raise ValueError(f"L and ε are positive, got L = {constant}, ε = {accuracy}")
    points, shift = _vectors(net), exact_row(difference)
    inside = None if theta is None else _vectors(theta)
    if not points:
        raise ValueError("a net has at least one point")
    if inside is None and len(shift) != 1:
        raise ValueError("Θ = [−1, 1] has one parameter: name a finite Θ for more")
    if any(len(p) != len(shift) for p in (*points, *(inside or ()))):
        raise ValueError(f"all θ have {len(shift)} coordinates, as the difference of the means has")
    ball = points if inside is None else inside
    if any(sum(v * v for v in p) > 1 for p in ball):
        raise ValueError("Θ lies in the unit ball")
    if inside is not None and not set(points) <= set(inside):
        raise ValueError("the net lies in Θ")
    if sum(v * v for v in shift) > 4:
        raise ValueError("two means of points of norm ≤ 1 are at most 2 apart")
    return LinearNetCase(constant, accuracy, points, shift, inside)


def _vectors(rows: Sequence[Sequence[Number]]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(exact_row(row) for row in rows)


def _distance_squared(p: tuple[Fraction, ...], q: tuple[Fraction, ...]) -> Fraction:
    return sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))
