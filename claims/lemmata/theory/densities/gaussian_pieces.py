"""E f(Z) for Z ∼ N(0, 1) and an f that is quadratic piece by piece: closed forms in Φ and φ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from flint import arb

from lemmata.theory.densities.integration import inside, standard_normal_cdf

__all__ = ["Quadratic", "fitted", "joined", "mean", "moments"]

# c₀ + c₁z + c₂z²
Quadratic = tuple[arb, arb, arb]


def moments(a: arb, b: arb) -> tuple[arb, arb, arb]:
    """∫ zⁱ φ(z) dz from a to b for i = 0, 1, 2; the ends may be infinite."""
    (low, at_a, slope_a), (high, at_b, slope_b) = _at(a), _at(b)
    return high - low, at_a - at_b, high - low + slope_a - slope_b


def _at(z: arb) -> tuple[arb, arb, arb]:
    """Φ(z), φ(z), z φ(z)."""
    if not z.is_finite():
        return arb(1 if z > 0 else 0), arb(0), arb(0)
    phi = (-z * z / 2).exp() / (2 * arb.pi()).sqrt()
    return standard_normal_cdf(z), phi, z * phi


def mean(quadratics: Sequence[Quadratic], breaks: Sequence[arb]) -> arb:
    """E f(Z), given f between neighbouring breaks, of which the first is −∞ and the last ∞."""
    pieces = zip(pairwise(breaks), quadratics, strict=True)
    return sum((c * m for (a, b), f in pieces for c, m in zip(f, moments(a, b), strict=True)), arb(0))


def fitted(f: Callable[[arb], arb], breaks: Sequence[arb]) -> list[Quadratic]:
    """An f that is quadratic between neighbouring breaks, read off at three points of each piece.

    Raises ValueError where a fourth point contradicts the quadratic: a break is missing.
    """
    found = []
    for a, b in pairwise(breaks):
        c, step = inside(a, b)
        left, middle, right = f(c - step), f(c), f(c + step)
        slope, bend = (right - left) / (2 * step), (right + left - 2 * middle) / (2 * step * step)
        half = step / 2
        if not f(c + half).overlaps(middle + slope * half + bend * half * half):
            raise ValueError("the function is not quadratic between two breaks: a break is missing")
        found.append((middle - slope * c + bend * c * c, slope - 2 * bend * c, bend))
    return found


def joined(quadratics: Sequence[Quadratic], breaks: Sequence[arb]) -> Callable[[arb], arb]:
    """The function made of these pieces, for points that do not lie on a break: cheap to ask again and again."""

    def value(x: arb) -> arb:
        c, slope, bend = quadratics[sum(1 for b in breaks[1:-1] if b < x)]
        return c + x * (slope + x * bend)

    return value
