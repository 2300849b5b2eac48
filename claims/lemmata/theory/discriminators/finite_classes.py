"""Finitely many discriminators by their values at finitely many points, and how far they tell laws apart there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Law, exact_law
from lemmata.theory.exact.spelling import makes

__all__ = ["Discriminators", "FiniteClassCase", "Function", "expectation", "finite_class", "on_points", "rank"]

Function = tuple[Fraction, ...]


def expectation(f: Sequence[Fraction], law: Sequence[Fraction]) -> Fraction:
    """E f."""
    return sum((v * w for v, w in zip(f, law, strict=True)), Fraction(0))


def rank(functions: Sequence[Function]) -> int:
    """How many of these functions are linearly independent."""
    return int(RationalMatrix.of(functions).raw.rank()) if functions else 0


def on_points(functions: Sequence[Sequence[Number]], points: int) -> tuple[Function, ...]:
    """Functions by their values. Raises ValueError unless each has one value at each point."""
    chosen = tuple(exact_row(f) for f in functions)
    if any(len(f) != points for f in chosen):
        raise ValueError(
            f"a discriminator has one value at each of {points} points, got {[len(f) for f in chosen]} values"
        )
    return chosen


@dataclass(frozen=True)
class Discriminators:
    """A class F, with its convex hull or without, laws P and Q, a third law, and more functions, in rational arithmetic."""

    case: FiniteClassCase

    @property
    def functions(self) -> list[Function]:
        return list(self.case.F)

    @property
    def more(self) -> list[Function]:
        return list(self.case.more)

    @property
    def points(self) -> int:
        return len(self.case.P)

    def number(self, value: Fraction) -> Matrix:
        """A rational as a number of this arithmetic."""
        return Rationals().matrix([[value]])

    def differences(self, functions: Iterable[Function]) -> list[Fraction]:
        """E_P f − E_Q f for each of these functions."""
        return [expectation(f, self.case.P) - expectation(f, self.case.Q) for f in functions]

    def largest(self, functions: Iterable[Function]) -> Matrix:
        """The largest |E_P f − E_Q f| among these functions."""
        return self.number(max(abs(v) for v in self.differences(functions)))

    @property
    def distance(self) -> Matrix:
        """d_F(P, Q); an extreme value of a linear function on a hull is taken at one of its corners."""
        return self.largest(self.case.F)

    @property
    def one_sided(self) -> Matrix:
        """sup E_P f − E_Q f, without the absolute value."""
        return self.number(max(self.differences(self.case.F)))

    def distance_through(self) -> tuple[Matrix, Matrix]:
        """d_F(P, S) and d_F(Q, S) for the third law S."""
        there = [expectation(f, self.case.middle) for f in self.case.F]
        return tuple(  # type: ignore[return-value]
            self.number(max(abs(expectation(f, law) - e) for f, e in zip(self.case.F, there, strict=True)))
            for law in (self.case.P, self.case.Q)
        )


@dataclass(frozen=True)
class FiniteClassCase(Case):
    """Functions and laws on the points 1, …, n; ``middle`` is a third law, ``more`` are functions to add to F."""

    arithmetics = (Rationals,)
    elsewhere = "values and weights are rational: exact arithmetic decides them"

    F: tuple[Function, ...]
    P: Law
    Q: Law
    middle: Law = ()
    more: tuple[Function, ...] = ()
    hull: bool = False

    @property
    def generic(self) -> bool:
        """At least three points, and laws that differ at each of them."""
        return len(self.P) >= 3 and all(p != q for p, q in zip(self.P, self.Q, strict=True))

    def lift(self, arithmetic: Rationals) -> Discriminators:
        return Discriminators(self)


@makes(FiniteClassCase)
def finite_class(
    F: Sequence[Sequence[Number]],
    *,
    P: Sequence[Number],
    Q: Sequence[Number],
    middle: Sequence[Number] = (),
    more: Sequence[Sequence[Number]] = (),
    hull: bool = False,
) -> FiniteClassCase:
    """Discriminators by their values, laws by their weights; with ``hull`` the class is the convex hull of F.

    Raises ValueError for an empty class, for laws on different numbers of points, for weights that are negative or do not sum
    to 1, and for functions that do not have one value at each point.
    """
    laws = {
        name: exact_law(law, name) for name, law in (("P", P), ("Q", Q), ("middle", middle)) if law or name != "middle"
    }
    if len({len(law) for law in laws.values()}) != 1:
        raise ValueError(
            f"all laws are on the same points, got {', '.join(f'{len(v)} in {k}' for k, v in laws.items())}"
        )
    if not F:
        raise ValueError("a class of discriminators has at least one function")
    points = len(laws["P"])
    return FiniteClassCase(
        on_points(F, points), laws["P"], laws["Q"], laws.get("middle", ()), on_points(more, points), hull
    )
