"""The plane: generators with d = 2, l = 2 and a piecewise-linear activation, and the mass of a density on quadrants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import acb, arb, ctx

from lemmata.numerics.balls import BallMatrix, Balls, ball
from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.densities.gaussian_terms import TermMatrix, term_of
from lemmata.theory.densities.regions import Quadrant, coefficients
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Plane", "PlaneCase", "plane"]

Density = Callable[[Generator, Matrix], Matrix]


Signs = tuple[int, int]
_SIGNS: tuple[Signs, ...] = ((1, 1), (1, -1), (-1, 1), (-1, -1))
# Off the axes of h_2 a cell sees the slopes of s: a quadrant itself looks the same whatever they are.
_OFF_THE_AXES = Fraction(1, 2)


@dataclass(frozen=True)
class Plane:
    """g with d = 2, l = 2: its density is Gaussian on each of the four quadrants of h_2, an affine image of x."""

    case: PlaneCase

    @property
    def one(self) -> BallMatrix:
        """1: the mass of a probability law."""
        return BallMatrix.of([[1]])

    @cached_property
    def probability(self) -> BallMatrix:
        """P(±(h_2)_1 > ½, ±(h_2)_2 > ½) for the four pairs of signs: h_2 = σ(W_1 Z + b_1), so that W_1 Z + b_1 lies in a wedge."""
        return BallMatrix.of([[_wedge(self._exact, signs)] for signs in _SIGNS])

    def mass(self, density: Density) -> BallMatrix:
        """∫ density(x) dx over the x with these h_2. Raises what `_over` raises."""
        return BallMatrix.of([[self._over(density, signs, _OFF_THE_AXES)] for signs in _SIGNS])

    def total_mass(self, density: Density) -> Matrix:
        """∫ density(x) dx over R². Raises what `_over` raises."""
        return BallMatrix.of([[sum((self._over(density, signs, Fraction(0)) for signs in _SIGNS), arb(0))]])

    @cached_property
    def _exact(self) -> Generator:
        return self.case.generator.into(Rationals()).g

    def _over(self, density: Density, signs: Signs, off: Fraction) -> arb:
        """∫ density(x) dx over the x with signs·h_2 > off, off ≥ 0, for a density that is one Gaussian there.

        x = W_2 h + b_2 is affine, so dx = |det W_2| dh. The formula is read off on all of the quadrant, in rationals; then ∫∫
        is a probability of two normal variables, one integral by acb.integral. Raises OutsideArithmetic where the formula has
        a kink across the quadrant, or is no Gaussian on it.
        """
        g, u = self._exact, TermMatrix.point(Quadrant(), 2)
        h = u.stack([[(u.entry(i) + off) * sign] for i, sign in enumerate(signs, start=1)])
        term = term_of(density(g, g.W[2] @ h + g.b[2]))
        q, p = coefficients(term.q), coefficients(term.p)
        if not q.keys() <= {(0, 0)} or not all(i + j <= 2 for i, j in p):
            raise OutsideArithmetic(f"({term.q})·exp({term.p}) is no Gaussian on a quadrant of h_2")
        c, b1, b2, a11, a12, a22 = (
            ball(p.get(powers, Fraction(0))) for powers in ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
        )
        height = ball(q.get((0, 0), Fraction(0))) * (2 * arb.pi()) ** ball(term.c)
        volume = ball(abs(as_fraction(g.W[2].determinant())))
        return height * volume * _gaussian_quadrant(c, (b1, b2), (-2 * a11, -a12, -2 * a22))


def _gaussian_quadrant(c: arb, b: tuple[arb, arb], A: tuple[arb, arb, arb]) -> arb:
    """∫_{u>0} ∫_{v>0} exp(c + b·(u, v) − ½ (u, v) A (u, v)ᵀ) dv du: what the Gaussian has in all, times a share of it."""
    # squares are written as products: flint's power of a ball around 0 has no value
    (b1, b2), (a11, a12, a22) = b, A
    determinant = a11 * a22 - a12 * a12
    mean1, mean2 = (a22 * b1 - a12 * b2) / determinant, (a11 * b2 - a12 * b1) / determinant
    in_all = (c + (b1 * mean1 + b2 * mean2) / 2).exp() * 2 * arb.pi() / determinant.sqrt()
    h, k = mean1 * (determinant / a22).sqrt(), mean2 * (determinant / a11).sqrt()
    return in_all * _share_below(h, k, -a12 / (a11 * a22).sqrt())


def _wedge(g: Generator, signs: Signs) -> arb:
    """P(signs·σ(W_1 Z + b_1) > ½), by Fubini: ∫ φ(t) Φ((k − ρt)/√(1 − ρ²)) dt over t < h.

    Below −T, T² = 2·(bits), less than 2^(−bits) of φ is left, and is added as a radius.
    """
    ends = g.b[1].stack([[g.b[1].constant(sign * _OFF_THE_AXES)] for sign in signs])
    W, (mx, my) = g.W[1], (ball(as_fraction(v)) for v in (g.b[1] - g.activation.s(ends)).scalars())
    i, j = signs if g.activation.increasing else (-signs[0], -signs[1])
    S = W @ W.transpose()
    sx, sy = (ball(as_fraction(S.entry(n, n))).sqrt() for n in (1, 2))
    correlation = i * j * ball(as_fraction(S.entry(1, 2))) / (sx * sy)
    h, k, far = i * mx / sx, j * my / sy, -arb(2 * ctx.prec).sqrt()
    rest = arb(0, ((-far * far / 2).exp()).upper())
    if not h > far:
        return rest
    root, spread = arb(2).sqrt(), (1 - correlation * correlation).sqrt()

    def slice_at(t: acb, _: bool) -> acb:
        return (-t * t / 2).exp() * (-(k - correlation * t) / (spread * root)).erfc() / 2

    goal = arb(2) ** -ctx.prec
    inside = acb.integral(slice_at, acb(far), acb(h), rel_tol=goal, abs_tol=goal).real
    return inside / (2 * arb.pi()).sqrt() + rest


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
        return Plane(self)


@makes(PlaneCase)
def plane(generator: GeneratorCase) -> PlaneCase:
    """The plane as the range of a generator. Raises ValueError unless d = 2, l = 2 and σ is piecewise linear."""
    if generator.size != (2, 2) or not generator.activation.piecewise_linear:
        raise ValueError(f"the plane needs d = 2, l = 2 and a piecewise-linear σ, got {generator!r}")
    return PlaneCase(generator)
