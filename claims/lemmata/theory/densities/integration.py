"""The mass that a density puts on a set, by integrating over x, never over z: substituting x = g(z) would be a tautology."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from flint import arb

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.matrix import Layers, Matrix
from lemmata.theory.networks.generator import Generator

__all__ = ["inside", "kinks_on_the_line", "mass_of_gaussian_pieces", "standard_normal_cdf", "zeros_of_layers"]


def standard_normal_cdf(z: arb) -> arb:
    """Φ(z) = ½ erfc(−z/√2)."""
    return (-z / arb(2).sqrt()).erfc() / 2


def zeros_of_layers(g: Generator, first: int = 2) -> list[Matrix]:
    """For d = 1: the x, 1×1, at which some h_k, k = first … l, is 0. From k = 2 on they hold every kink of g⁻¹."""
    W, b = list(g.W), list(g.b)
    tails = (Generator(Layers(W[k - 1 :]), Layers(b[k - 1 :]), g.activation) for k in range(first, g.depth + 1))
    return [tail(g.b[1] * 0) for tail in tails]


def kinks_on_the_line(g: Generator) -> list[arb]:
    """For d = 1, in balls: the x at which some h_k, k = 1 … l, is 0. Every kink of g⁻¹ and of log s′(h_k) is among them."""
    return [as_ball(x) for x in zeros_of_layers(g, first=1)]


def mass_of_gaussian_pieces(f: Callable[[BallMatrix], Matrix], breaks: Sequence[arb]) -> BallMatrix:
    """∫ f over R for an f with log|f| quadratic between neighbouring breaks, as the density of a piecewise-linear g is.

    The breaks may come in any order, some of them twice, and may be more than f has; that none is missing is the caller's
    word, of which one more point on each piece is checked.

    On each piece log|f(x)| = r + q·t − ½ p·t², t = x − c, is read off at three points; then ∫ f is a difference of two
    values of erf, infinite ends included. Raises ValueError when a fourth point contradicts the quadratic.
    """
    ends = [arb("-inf"), *sorted(breaks, key=lambda v: float(v.mid())), arb("inf")]
    pieces = (_piece(f, a, b) for a, b in pairwise(ends))
    return BallMatrix.of([[sum(pieces, arb(0))]])


def _piece(f: Callable[[BallMatrix], Matrix], a: arb, b: arb) -> arb:
    if a == b:
        return arb(0)
    centre, step = inside(a, b)
    values = [as_ball(f(BallMatrix.of([[centre + step * i]]))) for i in (-1, 0, 1)]
    logs = [abs(v).log() for v in values]
    r, q = logs[1], (logs[2] - logs[0]) / (2 * step)
    p = (2 * logs[1] - logs[0] - logs[2]) / (step * step)
    half = step / 2
    foretold = r + q * half - p * half * half / 2
    if not abs(as_ball(f(BallMatrix.of([[centre + half]])))).log().overlaps(foretold):
        raise ValueError("the density is not Gaussian between two breaks: a break is missing")
    # ∫ exp(r + q t − ½ p t²) dt = exp(r + q²/2p) √(2π/p) [Φ(√p (t − q/p))] between the ends
    root = p.sqrt()

    def upper(x: arb) -> arb:
        return standard_normal_cdf(root * (x - centre - q / p)) if x.is_finite() else arb(1 if x > 0 else 0)

    mass = (r + q * q / (2 * p)).exp() * (2 * arb.pi() / p).sqrt() * (upper(b) - upper(a))
    return mass if values[1] > 0 else -mass


def inside(a: arb, b: arb) -> tuple[arb, arb]:
    """A point c and a step such that c ± step lie between a and b, exact numbers both."""
    if a.is_finite() and b.is_finite():
        return ((a + b) / 2).mid(), ((b - a) / 4).mid()
    if a.is_finite():
        return (a + 2).mid(), arb(1)
    return ((b - 2).mid(), arb(1)) if b.is_finite() else (arb(0), arb(1))
