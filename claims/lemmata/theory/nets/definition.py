"""What an ε-net of Θ is: the definition, decided exactly, and cases in which a net is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Comparison, Verdict
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.points import Point
from lemmata.theory.exact.spelling import makes, typed
from lemmata.theory.nets.coverings import covering
from lemmata.theory.nets.parameter_sets import Finite, ParameterSet

__all__ = ["ToCover", "checked_radius", "is_generic", "is_net", "to_cover"]


def checked_radius(eps: Number) -> Fraction:
    """ε as an exact number. Raises ValueError unless ε > 0."""
    value = exact_number(eps)
    if value <= 0:
        raise ValueError(f"a net needs a radius ε above 0, got {value}")
    return value


def is_generic(theta: ParameterSet, eps: Fraction) -> bool:
    """m ≥ 2, more than one point is needed, and finitely many parameters do not lie on a line parallel to an axis."""
    if isinstance(theta, Finite):
        return theta.m >= 2 and all(len({p[i] for p in theta.points}) > 2 for i in range(theta.m))
    return theta.m >= 2 and eps < 1


@dataclass(frozen=True)
class ToCover(Case):
    """Θ and ε: a net is wanted."""

    arithmetics = (Rationals,)
    elsewhere = "a net is decided exactly"

    theta: ParameterSet
    eps: Fraction

    @property
    def generic(self) -> bool:
        return is_generic(self.theta, self.eps)

    def lift(self, arithmetic: Rationals) -> ToCover:
        return self


@makes(ToCover)
def to_cover(theta: ParameterSet, eps: Number) -> ToCover:
    """``to_cover(ball(2), "1/2")``. Raises ValueError unless ε > 0."""
    return ToCover(theta, checked_radius(eps))


def is_net(points: Sequence[Point], theta: ParameterSet, eps: Fraction) -> Comparison:
    """Whether Θ_ε = points is an ε-net of Θ by the definition: Θ_ε ⊂ Θ, and every θ∈Θ has a θ̂∈Θ_ε with ‖θ − θ̂‖ ≤ ε."""
    for p in points:
        if not theta.contains(p):
            return Comparison(Verdict.REFUTED, f"θ̂ = {typed(p)} ∈ Θ_ε", "θ̂ ∈ Θ", relation="⇒")
    found = covering(theta, tuple(points), eps)
    if found.missed is None:
        needs = f"more than {found.boxes:,} boxes" if found.verdict is Verdict.UNDECIDED else ""
        words = f"{len(points)} points within {eps} of every θ in {theta!r}"
        return Comparison(found.verdict, words, "an ε-net", relation="⇒", needs=needs)
    away = f"{found.distance_squared(points)}" if points else "∞"
    return Comparison(
        Verdict.REFUTED,
        f"min ‖θ − θ̂‖² = {away} over {len(points)} points θ̂, at θ = {typed(found.missed)}",
        f"ε² = {eps**2}",
        relation="≤",
    )
