"""The plane: generators with d = 2, l = 2 and a piecewise-linear activation, and the mass of a density on all of R²."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from flint import acb, arb, ctx

from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Plane", "PlaneCase", "plane"]

Density = Callable[[Generator, Matrix], Matrix]


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
        quadratic form; a seventh must agree. Then ∫∫ is a probability of two normal variables, one integral by acb.integral.
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

    def at(u: int, v: int) -> arb:
        return f((arb(signs[0] * (u + 2)), arb(signs[1] * (v + 2))))

    def log_at(u: int, v: int) -> arb:
        return abs(at(u, v)).log()

    c, east, west, north, south, corner = (log_at(*p) for p in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1)))
    b1, b2 = (east - west) / 2, (north - south) / 2
    a11, a22 = 2 * c - east - west, 2 * c - north - south
    a12 = c + b1 + b2 - (a11 + a22) / 2 - corner
    foretold = c - b1 - b2 - (a11 + 2 * a12 + a22) / 2
    seventh = at(-1, -1)
    if not abs(seventh).log().overlaps(foretold):
        raise ValueError("the density is not Gaussian on a quadrant of h_2")
    mass = _gaussian_quadrant(c, (b1, b2), (a11, a12, a22))
    return mass if seventh > 0 else -mass if seventh < 0 else arb.nan()


def _gaussian_quadrant(c: arb, b: tuple[arb, arb], A: tuple[arb, arb, arb]) -> arb:
    """∫_{u>−2} ∫_{v>−2} exp(c + b·(u, v) − ½ (u, v) A (u, v)ᵀ) dv du: what the Gaussian has in all, times a share of it."""
    # squares are written as products: flint's power of a ball around 0 has no value
    (b1, b2), (a11, a12, a22) = b, A
    determinant = a11 * a22 - a12 * a12
    mean1, mean2 = (a22 * b1 - a12 * b2) / determinant, (a11 * b2 - a12 * b1) / determinant
    in_all = (c + (b1 * mean1 + b2 * mean2) / 2).exp() * 2 * arb.pi() / determinant.sqrt()
    h, k = (mean1 + 2) * (determinant / a22).sqrt(), (mean2 + 2) * (determinant / a11).sqrt()
    return in_all * _share_below(h, k, -a12 / (a11 * a22).sqrt())


def _share_below(h: arb, k: arb, correlation: arb) -> arb:
    """P(X < h, Y < k) of two N(0, 1) with this correlation [Plackett 1954].

    Φ(h)Φ(k) + ∫₀^{asin ρ} exp(−(h² + k² − 2hk sin t)/(2 cos² t)) dt/2π, since ∂/∂ρ of it is the density at (h, k).
    """
    root = arb(2).sqrt()

    def slope(t: acb, _: bool) -> acb:
        s, c = t.sin_cos()
        return ((h * k * s - (h * h + k * k) / 2) / (c * c)).exp()

    goal = arb(2) ** -ctx.prec
    turned = acb.integral(slope, acb(0), acb(correlation.asin()), rel_tol=goal, abs_tol=goal).real
    return (-h / root).erfc() * (-k / root).erfc() / 4 + turned / (2 * arb.pi())


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
