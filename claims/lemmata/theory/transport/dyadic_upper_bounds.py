"""How close the samples of a product law come to it: mass goes from half to half of ever smaller boxes.

Cut R^d into boxes, one coordinate after the other, each box Q into two halves Q′, Q″. Let μ_l be the law that gives every box
of step l the share of the samples in it, spread over the box as P is. From μ_l to μ_{l+1} each box with K of the N samples
sends |K′ − K·P(Q′)/P(Q)|/N from one half to the other; that costs the difference of their means in the coordinate that was
cut, because P is a product and the halves follow each other on the line. E|K′ − …| ≤ √(N·P(Q′)P(Q″)/P(Q)), the standard
deviation. At the end each sample is spread over its box: E‖X − Y‖ ≤ √(2 Σ_i E Var_i) for X, Y independent in one box. All
sums over boxes are products of sums over intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from flint import arb, ctx

from lemmata.numerics.matrix import Matrix

__all__ = [
    "GaussianLine", "Line", "UniformLine", "gaussian_intervals", "in_words", "mean_distance_from_above", "spread_of",
]  # fmt: skip


class Line(Protocol):
    """A law on the line and its intervals of step a = 0, 1, …, each cut into two at the next step."""

    def __hash__(self) -> int: ...

    @property
    def steps(self) -> int:
        """The last step."""

    def roots(self, a: int) -> arb:
        """Σ √P(I) over the intervals of step a."""

    def halves(self, a: int) -> arb:
        """Σ √(P(I′)P(I″)/P(I)) · (mean of the upper half − mean of the lower half)."""

    def spread(self, a: int) -> arb:
        """Σ P(I) Var(I)."""


@dataclass(frozen=True)
class UniformLine:
    """[0, 1] in 2^a equal intervals."""

    steps: int = 400

    def roots(self, a: int) -> arb:
        return arb(2) ** (arb(a) / 2)

    def halves(self, a: int) -> arb:
        return arb(2) ** (-arb(a) / 2) / 4

    def spread(self, a: int) -> arb:
        return arb(4) ** -a / 12


# The intervals are quantiles of N(0, s²). With s² > 2 the outer ones of N(0, 1) shrink fast enough for the rate N^{−1/d};
# quantiles of N(0, 1) itself lose a power of the logarithm.
_WIDTH = Fraction(3, 2)


@dataclass(frozen=True)
class GaussianLine:
    """N(0, 1), cut at the quantiles j/2^a of N(0, 9/4)."""

    steps: int = 8

    def roots(self, a: int) -> arb:
        return sum((p.sqrt() for p, _, _ in gaussian_intervals(2**a, ctx.prec)), arb(0))

    def halves(self, a: int) -> arb:
        whole, cut = gaussian_intervals(2**a, ctx.prec), gaussian_intervals(2 ** (a + 1), ctx.prec)
        return sum(
            (
                (lower[0] * upper[0] / p).sqrt() * (upper[1] / upper[0] - lower[1] / lower[0])
                for (p, _, _), lower, upper in zip(whole, cut[::2], cut[1::2], strict=True)
            ),
            arb(0),
        )

    def spread(self, a: int) -> arb:
        return spread_of(gaussian_intervals(2**a, ctx.prec))


Moments = tuple[arb, arb, arb]


def spread_of(intervals: Sequence[Moments]) -> arb:
    """Σ P(I) Var(I): what the nearest of the means misses, squared and on average, at most."""
    return sum((second - first * first / p for p, first, second in intervals), arb(0))


@lru_cache(maxsize=1 << 10)
def gaussian_intervals(count: int, bits: int) -> tuple[Moments, ...]:
    """∫_I φ, ∫_I xφ and ∫_I x²φ for the intervals between the quantiles j/count of N(0, 9/4), at this precision."""
    ends = [
        _WIDTH.numerator * arb(2).sqrt() * (arb(2 * j) / count - 1).erfinv() / _WIDTH.denominator
        for j in range(1, count)
    ]
    below = [arb(0), *((-x / arb(2).sqrt()).erfc() / 2 for x in ends), arb(1)]
    density = [arb(0), *((-x * x / 2).exp() / (2 * arb.pi()).sqrt() for x in ends), arb(0)]
    moment = [arb(0), *(x * y for x, y in zip(ends, density[1:], strict=False)), arb(0)]
    return tuple(
        (q - p, f - g, q - p + u - v)
        for (p, q), (f, g), (u, v) in zip(pairwise(below), pairwise(density), pairwise(moment), strict=True)
    )


def mean_distance_from_above(line: Line, d: int, N: int) -> arb:
    """An upper bound of E W₁(P̂_N, P) for P the product of d copies of a law on the line, P̂_N the law of N samples.

    The least over all numbers of cuts of what is derived above. Raises ValueError for a law without a variance, of which this says
    nothing: where there is no first moment, W₁ is infinite.
    """
    steps, product, moved = [0] * d, line.roots(0) ** d, arb(0)
    sums = _Sums(line)
    spread = d * sums.spread(0)
    if not spread.is_finite():
        raise ValueError(
            f"{line!r} has no finite variance to bound W₁ with; for a law without first moments W₁ is infinite"
        )
    best = (2 * spread).sqrt()
    for cut in range(d * line.steps):
        i = cut % d
        a = steps[i]
        others = product / sums.roots(a)
        moved += others * sums.halves(a)
        product = others * sums.roots(a + 1)
        spread += sums.spread(a + 1) - sums.spread(a)
        steps[i] = a + 1
        cost = moved / arb(N).sqrt()
        found = cost + (2 * spread).sqrt()
        if found < best:
            best = found
        if cost > best:  # what is moved only grows
            break
    return best


@dataclass(frozen=True)
class _Sums:
    """The sums over the intervals of one law, each computed once at a precision."""

    line: Line

    def roots(self, a: int) -> arb:
        return _sum(self.line, "roots", a, ctx.prec)

    def halves(self, a: int) -> arb:
        return _sum(self.line, "halves", a, ctx.prec)

    def spread(self, a: int) -> arb:
        return _sum(self.line, "spread", a, ctx.prec)


@lru_cache(maxsize=1 << 12)
def _sum(line: Line, name: str, a: int, bits: int) -> arb:
    return getattr(line, name)(a)


def in_words(name: str, enclosure: Matrix) -> str:
    """A wide ball by its two ends."""
    (ball,) = enclosure.entries()  # type: ignore[attr-defined]
    low, high = (end.mid().str(6, radius=False) for end in (ball.lower(), ball.upper()))
    return f"{name} in [{low}, {high}]"
