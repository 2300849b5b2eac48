"""The mass that a density puts on a set, by integrating over x, never over z: substituting x = g(z) would be a tautology."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import BallMatrix, ball
from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.densities.gaussian_terms import TermMatrix, term_of
from lemmata.theory.densities.regions import Ray, coefficients
from lemmata.theory.networks.generator import Generator

__all__ = [
    "Piece",
    "inside",
    "mass_of_gaussian_pieces",
    "pieces_on_the_line",
    "standard_normal_cdf",
    "zeros_of_layers",
]

# c₀ + c₁x + c₂x²
Quadratic = tuple[arb, arb, arb]


def standard_normal_cdf(z: arb) -> arb:
    """Φ(z) = ½ erfc(−z/√2)."""
    return (-z / arb(2).sqrt()).erfc() / 2


def zeros_of_layers(g: Generator) -> list[Matrix]:
    """For d = 1: the x, 1×1, at which some h_k, k = 2 … l, is 0. They hold every kink of g⁻¹."""
    W, b = list(g.W), list(g.b)
    tails = (Generator(Layers(W[k - 1 :]), Layers(b[k - 1 :]), g.activation) for k in range(2, g.depth + 1))
    return [tail(g.b[1] * 0) for tail in tails]


@dataclass(frozen=True)
class Piece:
    """±exp(c₀ + c₁x + c₂x²) between two points, None for infinite ones, with rational c₁ and c₂; sign 0 where it is 0.

    c₀ = constant + pi_power·log 2π + log size.
    """

    start: Fraction | None
    end: Fraction | None
    sign: int
    size: Fraction
    pi_power: Fraction
    constant: Fraction
    slope: Fraction
    bend: Fraction

    @property
    def ends(self) -> tuple[arb, arb]:
        """Both ends, infinite ones included."""
        low = arb("-inf") if self.start is None else ball(self.start)
        return low, arb("inf") if self.end is None else ball(self.end)

    @property
    def log(self) -> Quadratic:
        """c₀, c₁ and c₂ in balls, where the sign is not 0."""
        c = ball(self.constant) + ball(self.pi_power) * (2 * arb.pi()).log() + ball(self.size).log()
        return c, ball(self.slope), ball(self.bend)

    @property
    def mass(self) -> arb:
        """∫ of it between its ends. Raises OutsideArithmetic unless c₂ < 0."""
        if not self.sign:
            return arb(0)
        if self.bend >= 0:
            raise OutsideArithmetic("a piece that is no Gaussian has no mass in closed form")
        # ∫ exp(r + q x − ½ p x²) dx = exp(r + q²/2p) √(2π/p) [Φ(√p (x − q/p))] between the ends
        (r, q, bend), (a, b) = self.log, self.ends
        p = -2 * bend
        root = p.sqrt()

        def upper(x: arb) -> arb:
            return standard_normal_cdf(root * (x - q / p)) if x.is_finite() else arb(1 if x > 0 else 0)

        return self.sign * (r + q * q / (2 * p)).exp() * (2 * arb.pi() / p).sqrt() * (upper(b) - upper(a))


def pieces_on_the_line(f: Callable[[Matrix], Matrix]) -> list[Piece]:
    """All of an f: R → R that is ±exp of a quadratic piece by piece, as its formula says.

    f is asked for its value on a whole ray (see `gaussian_terms`), first from −∞ on and then from each end that it had, so
    that the breaks are those of the formula, whichever they are. Raises OutsideArithmetic for another f.
    """
    found: list[Piece] = []
    start: Fraction | None = None
    while True:
        ray = Ray(start)
        term = term_of(f(TermMatrix.point(ray, 1)))
        q, p = coefficients(term.q), coefficients(term.p)
        if not q.keys() <= {(0, 0)} or not p.keys() <= {(0, 0), (1, 0), (2, 0)}:
            raise OutsideArithmetic(f"({term.q})·exp({term.p}) is no Gaussian piece")
        size = q.get((0, 0), Fraction(0))
        end = min(ray.ends, default=None)
        c0, c1, c2 = (p.get((i, 0), Fraction(0)) for i in range(3))
        found.append(Piece(start, end, (size > 0) - (size < 0), abs(size), term.c, c0, c1, c2))
        if end is None:
            return found
        start = end


def mass_of_gaussian_pieces(f: Callable[[Matrix], Matrix]) -> BallMatrix:
    """∫ f over R for such an f, as the density of a piecewise-linear g is. Raises what its pieces raise."""
    return BallMatrix.of([[sum((piece.mass for piece in pieces_on_the_line(f)), arb(0))]])


def inside(a: arb, b: arb) -> tuple[arb, arb]:
    """A point c and a step such that c ± step lie between a and b, exact numbers both."""
    if a.is_finite() and b.is_finite():
        return ((a + b) / 2).mid(), ((b - a) / 4).mid()
    if a.is_finite():
        return (a + 2).mid(), arb(1)
    return ((b - 2).mid(), arb(1)) if b.is_finite() else (arb(0), arb(1))
