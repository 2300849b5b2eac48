"""P_g and P_h on the line, for a bi-Lipschitz σ: divergences, and means of discriminators, right or wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import acb, arb

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.flint import rational
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.vocabulary import absolute, exp
from lemmata.theory.densities.difference_network import difference_network
from lemmata.theory.densities.gaussian_pieces import joined
from lemmata.theory.densities.integration import Piece, pieces_on_the_line
from lemmata.theory.densities.log_density_network import Network, log_density_network
from lemmata.theory.divergences.line_overlap import (
    jensen_shannon_over_x,
    log_of_twice_the_share,
    total_variation_over_x,
)
from lemmata.theory.divergences.pair_networks import Function, GeneratorPair
from lemmata.theory.divergences.pullback import Pullback
from lemmata.theory.networks.generator import Generator

__all__ = ["LinePair"]

Reading = Callable[[Generator, Matrix], Matrix]


@dataclass(frozen=True)
class LinePair(GeneratorPair):
    """Two generators of the line with a bi-Lipschitz σ, in balls at the current precision."""

    from_g: Pullback
    from_h: Pullback

    @property
    def g(self) -> Generator:  # type: ignore[override]
        return self.from_g.g

    @property
    def h(self) -> Generator:  # type: ignore[override]
        return self.from_h.g

    @cached_property
    def log_p(self) -> Network:
        return log_density_network(self.g)

    @cached_property
    def log_q(self) -> Network:
        return log_density_network(self.h)

    @cached_property
    def log_ratio(self) -> Network:
        return difference_network(self.log_p, self.log_q)

    def mean_P(self, f: Function) -> Matrix:
        return _number(self.from_g.mean_of(f))

    def mean_Q(self, f: Function) -> Matrix:
        return _number(self.from_h.mean_of(f))

    def deviation_of_readings(self, log_density: Reading) -> Matrix:
        """|E_{P_g} f − E_{P_h} f| for f = log_density(g, ·) − log_density(h, ·), quadratic piece by piece.

        Each log_density is read off its formula, in rationals, and then asked as a piecewise polynomial.
        """
        sides = (self.from_g, self.from_h)
        exact = [side.g_case.into(Rationals()).g for side in sides]
        first, second = (pieces_on_the_line(lambda x, g=g: exp(log_density(g, x))) for g in exact)  # type: ignore[misc]
        more = tuple(piece.start for piece in (*first, *second) if piece.start is not None)
        f, h = _joined(first), _joined(second)
        mine, its = (side.mean_of(lambda x: f(x) - h(x), more) for side in sides)
        return absolute(_number(mine - its))

    def saturated_deviation(self, steepness: Fraction) -> Matrix:
        """E_{P_g} t − E_{P_h} t for the bounded t = tanh(steepness·(log P_g − log P_h)); steepness ≤ 1."""

        def saturated(r: acb, analytic: bool) -> acb:
            return (r * arb(rational(steepness))).tanh()

        mine, its = (side.mean_of_image(saturated, self.log_ratio) for side in (self.from_g, self.from_h))
        return _number(mine - its)

    @property
    def kl(self) -> Matrix:
        """KL(P_g‖P_h)."""
        return _number(self.from_g.kl)

    @property
    def kl_reversed(self) -> Matrix:
        """KL(P_h‖P_g)."""
        return _number(self.from_h.kl)

    @property
    def kl_to_the_mixture(self) -> Matrix:
        """KL(P_g‖M), M = ½(P_g + P_h)."""
        return _number(self.from_g.mean_of_image(log_of_twice_the_share))

    @property
    def kl_reversed_to_the_mixture(self) -> Matrix:
        """KL(P_h‖M)."""
        return _number(self.from_h.mean_of_image(log_of_twice_the_share))

    @property
    def jensen_shannon(self) -> Matrix:
        """JS(P_g, P_h), by integration over x."""
        return _number(jensen_shannon_over_x(self.from_g))

    @property
    def total_variation(self) -> Matrix:
        """TV(P_g, P_h), by integration over x."""
        return _number(total_variation_over_x(self.from_g))


def _joined(pieces: list[Piece]) -> Function:
    breaks = [arb("-inf"), *(piece.ends[1] for piece in pieces)]
    value = joined([piece.log for piece in pieces], breaks)
    return lambda x: _number(value(as_ball(x)))


def _number(value: Any) -> BallMatrix:
    return BallMatrix.of([[value]])
