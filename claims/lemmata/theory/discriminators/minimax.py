"""The training loss: the generator that the best discriminator tells apart least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.exact_numbers import Number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.discriminators.finite_classes import Function, expectation, on_points
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Law, exact_law
from lemmata.theory.exact.spelling import makes

__all__ = ["Game", "GameCase", "game"]


@dataclass(frozen=True)
class Game:
    """E_g f − E_samples f in rational arithmetic: a row for each generator, a column for each discriminator."""

    differences: tuple[tuple[Fraction, ...], ...]

    def number(self, value: Fraction) -> Matrix:
        return Rationals().matrix([[value]])

    @property
    def loss(self) -> Matrix:
        """The least ε such that some generator is within ε of the samples in the eyes of every discriminator."""
        for epsilon in sorted({abs(v) for row in self.differences for v in row}):
            if any(all(-epsilon <= v <= epsilon for v in row) for row in self.differences):
                return self.number(epsilon)
        raise ArithmeticError("a finite game has a value")


@dataclass(frozen=True)
class GameCase(Case):
    """Discriminators by their values at the points 1, …, n, the law of the samples, and those of the generators."""

    arithmetics = (Rationals,)
    elsewhere = "values and weights are rational: exact arithmetic decides them"

    F: tuple[Function, ...]
    samples: Law
    generators: tuple[Law, ...]

    @property
    def generic(self) -> bool:
        """At least two discriminators and two generators, on three points."""
        return len(self.F) >= 2 and len(self.generators) >= 2 and len(self.samples) >= 3

    def lift(self, arithmetic: Rationals) -> Game:
        seen = [expectation(f, self.samples) for f in self.F]
        return Game(
            tuple(tuple(expectation(f, g) - e for f, e in zip(self.F, seen, strict=True)) for g in self.generators)
        )


@makes(GameCase)
def game(
    F: Sequence[Sequence[Number]], *, samples: Sequence[Number], generators: Sequence[Sequence[Number]]
) -> GameCase:
    """A finite training game. Raises ValueError without a discriminator or a generator, and for laws on different points."""
    law, laws = exact_law(samples, "the samples"), tuple(exact_law(g, "a generator") for g in generators)
    if not F or not laws or any(len(g) != len(law) for g in laws):
        raise ValueError("a game has discriminators and generators, all on the points of the samples")
    return GameCase(on_points(F, len(law)), law, laws)
