"""A discriminator that is off by a bounded amount: f = log P − log Q − η tanh(c·(log P − log Q)) is within η of a member."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import Balls
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import absolute
from lemmata.theory.divergences.discrete_laws import DiscretePair, DiscretePairCase
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["OffBy", "OffByCase", "off_by"]


@dataclass(frozen=True)
class OffBy:
    """Two laws, η, and how steeply the error follows the sign of log P − log Q."""

    laws: DiscretePair | LinePair
    eta: Matrix
    steepness: Fraction

    @property
    def jeffreys(self) -> Matrix:
        return self.laws.jeffreys

    @property
    def total_variation(self) -> Matrix:
        return self.laws.total_variation

    @property
    def distance(self) -> Matrix:
        """|E_P f − E_Q f|."""
        f = self.laws.log_ratio
        member = self.laws.mean_P(f) - self.laws.mean_Q(f)
        return absolute(member - self.eta * self.laws.saturated_deviation(self.steepness))


@dataclass(frozen=True)
class OffByCase(Case):
    """The same in exact numbers."""

    arithmetics = (Balls,)
    elsewhere = "tanh of a log-density is averaged in balls, on the line or on finitely many points"

    laws: DiscretePairCase | GeneratorPairCase
    eta: Fraction
    steepness: Fraction

    @property
    def generic(self) -> bool:
        return self.laws.generic

    def lift(self, arithmetic: Balls) -> OffBy:
        laws = self.laws.into(arithmetic)
        if not isinstance(laws, DiscretePair | LinePair):
            raise OutsideArithmetic(self.elsewhere)
        return OffBy(laws, arithmetic.matrix([[self.eta]]), self.steepness)


@makes(OffByCase)
def off_by(laws: DiscretePairCase | GeneratorPairCase, *, eta: Number, steepness: Number = 1) -> OffByCase:
    """A member of F up to η. Raises ValueError for η ≤ 0."""
    error = exact_number(eta)
    if error <= 0:
        raise ValueError(f"an approximation has an error η > 0, got {error}")
    return OffByCase(laws, error, exact_number(steepness))
