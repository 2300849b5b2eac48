"""The plane: generators with d = 2, l = 2 and a piecewise-linear activation, and the mass of a density on all of R²."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from flint import acb, arb

from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Plane", "PlaneCase", "plane"]

Density = Callable[[Generator, Matrix], Matrix]

# The outer integral runs to this many standard deviations of the marginal; what lies beyond is bounded, not dropped.
_REACH = 14


@dataclass(frozen=True)
class Plane:
    """g with d = 2, l = 2: its density is Gaussian on each of the four quadrants of h_2, an affine image of x."""

    g: Generator

    @property
    def one(self) -> BallMatrix:
        """1: the mass of a probability law."""
        return BallMatrix.of([[1]])

    def total_mass(self, density: Density) -> Matrix:
        """∫ density(x) dx over R², for a density that is a Gaussian on each quadrant of h_2.

        x = W_2 h + b_2 is affine, so dx = |det W_2| dh. On a quadrant log density is read off at six points as a
        quadratic form; a seventh must agree. Then ∫∫ is one integral in closed form (erfc) and one by acb.integral.
        """
        W, b = self.g.W[2], self.g.b[2]

        def on_h(h: tuple[arb, arb]) -> arb:
            value = density(self.g, W @ BallMatrix.of([[h[0]], [h[1]]]) + b)
            assert isinstance(value, BallMatrix)
            return value.entries()[0]

        volume = W.determinant().apply("abs")
        assert isinstance(volume, BallMatrix)
        quadrants = (_quadrant(on_h, signs) for signs in product((1, -1), (1, -1)))
        return BallMatrix.of([[sum(quadrants, arb(0)) * volume.entries()[0]]])


def _quadrant(f: Callable[[tuple[arb, arb]], arb], signs: tuple[int, int]) -> arb:
    """∫∫ over {h : signs·h > 0} of f(h) = ± exp(c + b·u − ½ uᵀA u) in u = signs·h − (2, 2)."""

    def log_at(u: int, v: int) -> arb:
        return abs(f((arb(signs[0] * (u + 2)), arb(signs[1] * (v + 2))))).log()

    c, east, west, north, south, corner = (log_at(*p) for p in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1)))
    b1, b2 = (east - west) / 2, (north - south) / 2
    a11, a22 = 2 * c - east - west, 2 * c - north - south
    a12 = c + b1 + b2 - (a11 + a22) / 2 - corner
    foretold = c - b1 - b2 - (a11 + 2 * a12 + a22) / 2
    if not log_at(-1, -1).overlaps(foretold):
        raise ValueError("the density is not Gaussian on a quadrant of h_2")
    mass = _gaussian_quadrant(c, (b1, b2), (a11, a12, a22))
    at = f((arb(signs[0]), arb(signs[1])))
    return mass if at > 0 else -mass if at < 0 else arb.nan()


def _gaussian_quadrant(c: arb, b: tuple[arb, arb], A: tuple[arb, arb, arb]) -> arb:
    """∫_{u>−2} ∫_{v>−2} exp(c + b·(u, v) − ½ (u, v) A (u, v)ᵀ) dv du."""
    (b1, b2), (a11, a12, a22) = b, A
    # squares are written as products: flint's power of a ball around 0 has no value
    # inner: ∫_{v>−2} exp(b v − ½ a v²) dv with b = b2 − a12 u; completing the square leaves a Gaussian in u times erfc
    precision = a11 - a12 * a12 / a22
    slope = b1 - a12 * b2 / a22
    scale = (c + b2 * b2 / (2 * a22)).exp() * (arb.pi() / (2 * a22)).sqrt()
    root = (a22 / 2).sqrt()

    def outer(u: acb, _: bool) -> acb:
        t = root * (-2 - (b2 - a12 * u) / a22)
        return (slope * u - precision * u * u / 2).exp() * t.erfc()

    centre, width = slope / precision, 1 / precision.sqrt()
    start, end = arb(-2), (centre + _REACH * width)
    if not end > start:
        end = start + _REACH * width
    core = acb.integral(outer, acb(start), acb(end.upper()), rel_tol=arb(2) ** -64, abs_tol=arb(2) ** -96).real
    # beyond the end erfc ≤ 2, and what is left of the Gaussian in u is a tail of Φ
    gaussian = (slope * slope / (2 * precision)).exp() * (2 * arb.pi() / precision).sqrt()
    tail = gaussian * ((end.upper() - centre) / width / arb(2).sqrt()).erfc()
    return scale * (core + tail / 2 + arb(0, (tail / 2).upper()))


@dataclass(frozen=True)
class PlaneCase(Case):
    """A generator of the plane in exact numbers."""

    arithmetics = (Balls,)
    elsewhere = "masses are integrated in balls"

    generator: GeneratorCase

    @property
    def generic(self) -> bool:
        return self.generator.generic

    def lift(self, arithmetic: Balls) -> Plane:
        return Plane(self.generator.into(arithmetic).g)


@makes(PlaneCase)
def plane(generator: GeneratorCase) -> PlaneCase:
    """The plane as the range of a generator. Raises ValueError unless d = 2, l = 2 and σ is piecewise linear."""
    if generator.size != (2, 2) or not generator.activation.piecewise_linear:
        raise ValueError(f"the plane needs d = 2, l = 2 and a piecewise-linear σ, got {generator!r}")
    return PlaneCase(generator)
