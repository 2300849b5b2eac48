"""P_real beside a class of two affine generators: discriminators built for the class, and a law that need not be in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lemmata.numerics.compare import at_most
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Comparison
from lemmata.numerics.vocabulary import total, transpose
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.generator_pairs import same_law, two_generators
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Covered", "CoveredCase", "covered"]


@dataclass(frozen=True)
class Covered:
    """P_real against P_h, with F = {log P_g − log P_h}: what it takes to see the one from the other."""

    real: Generator
    g: Generator
    h: Generator

    @property
    def jeffreys(self) -> Matrix:
        """J(P_real, P_h)."""
        return AffinePair(self.real, self.h).jeffreys

    @property
    def distance(self) -> Matrix:
        """d_F(P_real, P_h), the network log P_g − log P_h averaged over both laws."""
        return AffinePair(self.real, self.h).deviation(AffinePair(self.g, self.h).log_ratio)

    @cached_property
    def seen(self) -> Comparison:
        """Whether d_F(P_real, P_h) ≥ J(P_real, P_h)."""
        return at_most(self.jeffreys, self.distance)

    @property
    def same_mean(self) -> bool:
        """Whether P_real and P_g have one mean."""
        return (self.real.b[1] - self.g.b[1]).is_zero()

    @property
    def same_covariance(self) -> bool:
        """Whether P_real and P_g have one covariance."""
        return (_covariance(self.real) - _covariance(self.g)).is_zero()

    @property
    def same_variances(self) -> bool:
        """Whether every coordinate has one variance under P_real and P_g."""
        apart = _covariance(self.real) - _covariance(self.g)
        return all(apart.entry(i, i).is_zero() for i in range(1, apart.rows + 1))

    @property
    def same_spread(self) -> bool:
        """Whether E‖x − Ex‖² is the same under P_real and P_g."""
        W, V = self.real.W[1], self.g.W[1]
        return (total(W * W) - total(V * V)).is_zero()


def _covariance(g: Generator) -> Matrix:
    return g.W[1] @ transpose(g.W[1])


@dataclass(frozen=True)
class CoveredCase(Case):
    """Three affine generators in exact numbers."""

    arithmetics = (Rationals,)
    elsewhere = "whether two laws are equal is decided exactly"

    real: GeneratorCase
    g: GeneratorCase
    h: GeneratorCase

    @property
    def generic(self) -> bool:
        """d ≥ 2 and no symmetric weights among g and h."""
        pairs = [(i, j) for i in range(self.g.size[0]) for j in range(i)]
        return any(W[i][j] != W[j][i] for W in (self.g.weights[0], self.h.weights[0]) for i, j in pairs)

    def lift(self, arithmetic: Rationals) -> Covered:
        return Covered(*(case.into(arithmetic).g for case in (self.real, self.g, self.h)))


@makes(CoveredCase)
def covered(real: GeneratorCase, g: GeneratorCase, h: GeneratorCase) -> CoveredCase:
    """P_real and a class {g, h}, all affine. Raises ValueError for other sizes, or where P_h is one of the other two laws."""
    for case in (real, g, h):
        if case.size != (h.size[0], 1):
            raise ValueError(f"affine generators of one dimension are needed, got (d, l) = {case.size} beside {h.size}")
    two_generators(g, h)
    if same_law(real, h):
        raise ValueError("P_real and P_h are equal: there is nothing to see")
    return CoveredCase(real, g, h)
