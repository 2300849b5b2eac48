"""Cells of the line: a generator with d = 1 and the image of an interval of latent points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.complexballs import integral
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.theory.densities.integration import mass_of_gaussian_pieces, standard_normal_cdf
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Cell", "CellCase", "cell"]

Density = Callable[[Generator, Matrix], Matrix]


@dataclass(frozen=True)
class Cell:
    """The points x = g(z) with z between two latent ends, in balls."""

    case: CellCase
    g: Generator
    start: BallMatrix
    end: BallMatrix

    @property
    def probability(self) -> BallMatrix:
        """P(g(Z) in the cell) = Φ(end) − Φ(start): g is monotone, so the cell is the image of the interval."""
        ends = [standard_normal_cdf(z.entries()[0]) for z in (self.start, self.end)]
        return BallMatrix.of([[ends[1] - ends[0]]])

    @property
    def one(self) -> BallMatrix:
        """1: the mass of a probability law."""
        return BallMatrix.of([[1]])

    def mass(self, density: Density) -> Matrix:
        """∫ density(x) dx over the cell, by rigorous integration over x."""
        ends = sorted((v.entries()[0] for v in (self.g(self.start), self.g(self.end))), key=lambda v: float(v.mid()))  # type: ignore[attr-defined]
        return integral(lambda x: density(self.g, x), ends)

    def total_mass(self, density: Density) -> Matrix:
        """∫ density(x) dx over all of R, for a density made of piecewise-linear maps: its formula says where its pieces end."""
        g = self.case.generator.into(Rationals()).g
        return mass_of_gaussian_pieces(lambda x: density(g, x))


@dataclass(frozen=True)
class CellCase(Case):
    """A cell in exact numbers."""

    arithmetics = (Balls,)
    elsewhere = "masses are integrated in balls"

    generator: GeneratorCase
    start: Fraction
    end: Fraction

    @property
    def generic(self) -> bool:
        """d = 1 has no more: more than one layer and distinct biases."""
        return len(self.generator.weights) > 1 and len(set(self.generator.biases)) > 1

    def lift(self, arithmetic: Balls) -> Cell:
        ends = (BallMatrix.of([[v]]) for v in (self.start, self.end))
        return Cell(self, self.generator.into(arithmetic).g, *ends)


@makes(CellCase)
def cell(generator: GeneratorCase, start: Number, end: Number) -> CellCase:
    """The image of the latent interval [start, end]. Raises ValueError unless d = 1 and start < end."""
    a, b = exact_number(start), exact_number(end)
    if generator.size[0] != 1:
        raise ValueError(f"a cell of the line needs d = 1, got d = {generator.size[0]}")
    if not a < b:
        raise ValueError(f"a cell needs start < end, got {a} and {b}")
    return CellCase(generator, a, b)
