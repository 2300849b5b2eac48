"""E W₁(P̂_n, P) enclosed for every n, for laws whose rates differ: on a cube, a Gaussian, and finitely many atoms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import Balls, ball
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.transport.dyadic_upper_bounds import GaussianLine, Line, UniformLine, mean_distance_from_above
from lemmata.theory.transport.norms_of_gaussians import wasserstein_from_below

__all__ = [
    "Approach",
    "ApproachCase",
    "AtomsCase",
    "binomial_deviation",
    "cube_from_below",
    "samples_of",
    "samples_of_atoms",
]

_LINES: dict[str, Line] = {"cube": UniformLine(), "gaussian": GaussianLine()}
# c_P and C_P in units of √d
_CONSTANTS = {"cube": (Fraction(1, 20), 2), "gaussian": (Fraction(1, 2), 10)}
_MOST = {"cube": 10**30, "gaussian": 10**6}


@dataclass(frozen=True)
class Approach:
    """n, d, whether the law has finitely many atoms, E W₁(P̂_n, P) as a ball, and constants c_P < C_P that do not depend on n."""

    n: Matrix
    d: int
    finite: bool
    distance: Matrix
    least: Matrix
    most: Matrix


@dataclass(frozen=True)
class ApproachCase(Case):
    """n samples of the uniform law on [0, 1]^d or of N(0, I_d)."""

    arithmetics = (Balls,)
    elsewhere = "roots and volumes need balls"

    law: str
    d: int
    n: int

    @property
    def generic(self) -> bool:
        """n ≥ 2."""
        return self.n >= 2

    def lift(self, arithmetic: Balls) -> Approach:
        above = mean_distance_from_above(_LINES[self.law], self.d, self.n)
        below = cube_from_below(self.d, self.n) if self.law == "cube" else wasserstein_from_below(self.n, self.d)
        root = arb(self.d).sqrt()
        constants = (ball(v) * root for v in _CONSTANTS[self.law])
        n, distance, least, most = arithmetic.numbers(self.n, below.union(above), *constants)
        return Approach(n, self.d, False, distance, least, most)


def cube_from_below(d: int, n: int) -> arb:
    """A lower bound of E W₁(P̂_n, P) on the cube.

    d ≥ 2: n balls of radius r hold at most n·v_d·r^d, v_d the volume of the unit ball, and
    ∫ (1 − n·v_d·r^d)₊ dr = (n·v_d)^{−1/d}·d/(d + 1), for every law on n points. d = 1: W₁ = ∫₀¹ |F_n − x| dx, and
    E|Y| ≥ (EY²)^{3/2}/(EY⁴)^{1/2} ≥ √(npq)/√(3 + 1/(npq)) for Y = Bin(n, p) − np, where pq ≥ 3/16 in the middle half.
    """
    if d == 1:
        middle = ball(Fraction(3, 16))
        return (middle / n).sqrt() / (3 + 1 / (n * middle)).sqrt() / 2
    log_volume = arb(d) / 2 * arb.pi().log() - (arb(d) / 2 + 1).lgamma()
    return (-(arb(n).log() + log_volume) / d).exp() * d / (d + 1)


def binomial_deviation(n: int, p: Fraction) -> arb:
    """E|Bin(n, p) − np| = 2m·C(n, m)·p^m·(1 − p)^{n − m + 1} with m = ⌊np⌋ + 1 [de Moivre 1730], for 0 < p < 1."""
    m = n * p.numerator // p.denominator + 1
    binomial = arb(n + 1).lgamma() - arb(m + 1).lgamma() - arb(n - m + 1).lgamma()
    return 2 * m * (binomial + m * ball(p).log() + (n - m + 1) * ball(1 - p).log()).exp()


@dataclass(frozen=True)
class AtomsCase(Case):
    """n samples of a law on the corners of a regular simplex of edge 1; probabilities are proportional to whole counts."""

    arithmetics = (Balls,)
    elsewhere = "roots and volumes need balls"

    counts: tuple[int, ...]
    n: int

    @property
    def generic(self) -> bool:
        """At least three atoms, not all equally likely."""
        return len(self.counts) >= 3 and len(set(self.counts)) > 1

    def lift(self, arithmetic: Balls) -> Approach:
        law = [Fraction(count, sum(self.counts)) for count in self.counts]
        # each unit of mass travels 1: W₁ is the total variation
        variation = sum((binomial_deviation(self.n, p) for p in law), arb(0)) / (2 * self.n)
        deviation = sum((ball(p * (1 - p)).sqrt() for p in law), arb(0)) / 2
        n, distance, least, most = arithmetic.numbers(self.n, variation, deviation / 2, deviation * 2)
        return Approach(n, len(law) - 1, True, distance, least, most)


@makes(ApproachCase)
def samples_of(law: str, *, d: int, n: int) -> ApproachCase:
    """n samples of the law "cube" (d = 1 or d ≥ 3) or "gaussian" (d ≥ 3).

    Raises ValueError for another law, for the plane, where a logarithm comes in, and for n beyond what the partitions serve
    (10³⁰ and 10⁶).
    """
    if law not in _LINES:
        raise ValueError(f"unknown law {law!r}; known: {', '.join(_LINES)}")
    if d < 1 or d == 2 or (law == "gaussian" and d == 1):
        raise ValueError(f"the cube has d = 1 or d ≥ 3, the Gaussian d ≥ 3, got d = {d}")
    if not 1 <= n <= _MOST[law]:
        raise ValueError(f"1 ≤ n ≤ {_MOST[law]} is needed for the law {law!r}, got n = {n}")
    return ApproachCase(law, d, n)


@makes(AtomsCase)
def samples_of_atoms(counts: Sequence[int], *, n: int) -> AtomsCase:
    """n samples of atoms that are all at distance 1 from each other.

    Raises ValueError for fewer than two atoms, counts that are not whole and positive, and n below 1/p for some atom.
    """
    if len(counts) < 2 or any(count < 1 or count != int(count) for count in counts):
        raise ValueError(f"two atoms at least, with whole counts ≥ 1, got {list(counts)}")
    if n * min(counts) < sum(counts):
        raise ValueError(f"every atom is expected at least once, got n = {n} for counts {list(counts)}")
    return AtomsCase(tuple(counts), n)
