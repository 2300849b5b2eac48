"""A mixture with separated modes beside a generator of the line: J on the cells around the modes, a lower bound of J.

J(P, Q) ≥ Σ_i (p_i − q_i) log(p_i/q_i) for the masses p_i, q_i of any cells (data processing). On the line they are
differences of Φ, exactly in balls, whether the mixture is the law of some generator or not.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from flint import arb

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.compare import at_most
from lemmata.numerics.conversions import as_ball, just_above
from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.flint import rational
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Verdict
from lemmata.numerics.vocabulary import absolute, total
from lemmata.theory.densities.integration import standard_normal_cdf
from lemmata.theory.divergences.discrete_laws import DiscretePair
from lemmata.theory.divergences.pullback import Pullback
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.roots import positive
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Modes", "ModesCase", "modes"]


@dataclass(frozen=True)
class Modes:
    """The mixture as P, the generator's law as Q, in balls.

    Attributes:
        edges: between the cells around the modes.
        cells: the masses p_i and q_i of the cells under P and under Q.
        shares: the share of the samples in each cell.
        samples: one row.
        epsilon: the claimed bound of the sampling error of log(p_i/q_i).
    """

    edges: tuple[Fraction, ...]
    cells: DiscretePair
    shares: Matrix
    samples: Matrix
    generated: Pullback
    epsilon: Matrix

    @cached_property
    def jeffreys_of_cells(self) -> Matrix:
        """KL + KL of the two laws on cells: at most J(P, Q)."""
        return self.cells.jeffreys

    @cached_property
    def logarithms(self) -> Matrix:
        """log(p_i/q_i), the values of the discriminator that sees cells."""
        return self.cells.log_ratio(self.cells.points)

    def from_samples(self, values: Matrix) -> Matrix:
        """|E_{P_samples} f − E_Q f| for the f with these values on the cells: a function of x, not of masses."""

        edges = [arb(rational(edge)) for edge in self.edges]

        def f(x: Matrix) -> Matrix:
            return x.stack([[values.entry(1 + bisect(edges, v)) for v in x.entries()]])  # type: ignore[attr-defined]

        return self._apart(f)

    def moment_apart(self, k: int) -> Matrix:
        """|E_{P_samples} xᵏ − E_Q xᵏ|, k = 1 or 2."""
        return self._apart(lambda x: x**k)

    def _apart(self, f: Callable[[Matrix], Matrix]) -> Matrix:
        mean = BallMatrix.of([[self.generated.mean_of(f, self.edges)]])
        return absolute(total(f(self.samples)) / self.samples.columns - mean)

    @property
    def variation(self) -> Matrix:
        """The largest of these over |f| ≤ 1: Σ |shares_i − q_i|."""
        return total(absolute(self.shares - self.cells.q))

    @cached_property
    def sampling_error(self) -> Matrix:
        """|Σ (shares_i − p_i) log(p_i/q_i)|."""
        return absolute(total((self.shares - self.cells.p) * self.logarithms))

    @cached_property
    def within_epsilon(self) -> bool:
        """Whether the sampling error is at most ε for certain."""
        return at_most(self.sampling_error, self.epsilon).verdict is Verdict.HOLDS


@dataclass(frozen=True)
class ModesCase(Case):
    """Gaussians of one spread, equally likely, around centres in increasing order; a generator; exact samples; ε."""

    arithmetics = (Balls,)
    elsewhere = "masses of Gaussian cells are no rationals: balls decide"

    centres: tuple[Fraction, ...]
    spread: Fraction
    generated: GeneratorCase
    samples: tuple[Fraction, ...]
    epsilon: Fraction

    @property
    def generic(self) -> bool:
        """Three modes or more."""
        return len(self.centres) > 2

    def lift(self, arithmetic: Balls) -> Modes:
        edges = tuple((a + b) / 2 for a, b in pairwise(self.centres))
        shares = [Fraction(0)] * len(self.centres)
        for x in self.samples:
            shares[bisect(edges, x)] += Fraction(1, len(self.samples))
        return Modes(
            edges,
            DiscretePair(BallMatrix.of(self._masses(edges)), BallMatrix.of(self._generated_masses(edges))),
            arithmetic.matrix([[share] for share in shares]),
            arithmetic.matrix([self.samples]),
            Pullback(self.generated, self.generated),
            arithmetic.matrix([[self.epsilon]]),
        )

    def _masses(self, edges: Sequence[Fraction]) -> list[list[arb]]:
        parts = ([arb(rational((x - m) / self.spread)) for x in edges] for m in self.centres)
        of_each = zip(*(_gaussian_masses(z) for z in parts), strict=True)
        return [[sum(masses, arb(0)) / len(self.centres)] for masses in of_each]

    def _generated_masses(self, edges: Sequence[Fraction]) -> list[list[arb]]:
        """The masses that Z has between the g⁻¹(edge)."""
        g = self.generated.into(Balls()).g
        z = [as_ball(g.inverse(BallMatrix.of([[x]]))) for x in edges]
        outside = as_ball(g.inverse(BallMatrix.of([[edges[-1] + 1]])))
        return [[mass] for mass in (_gaussian_masses(z) if outside > z[-1] else _gaussian_masses(z[::-1])[::-1])]

    def within(self) -> ModesCase:
        """The same with the next multiple of 1/64 above the sampling error for ε."""
        with precision(64):
            return replace(self, epsilon=just_above(self.into(Balls(64)).sampling_error))


def _gaussian_masses(z: Sequence[arb]) -> list[arb]:
    """P(Z < z_1), P(z_1 < Z < z_2), …, P(Z > z_n) for increasing z, without cancellation in either tail."""
    ends = [arb("-inf"), *z, arb("inf")]
    return [_below(b) - _below(a) if a < 0 else _below(-a) - _below(-b) for a, b in pairwise(ends)]


def _below(z: arb) -> arb:
    return standard_normal_cdf(z) if z.is_finite() or z.is_nan() else arb(1 if z > 0 else 0)


@makes(ModesCase)
def modes(
    centres: Sequence[Number],
    generated: GeneratorCase,
    samples: Sequence[Number],
    *,
    spread: Number,
    epsilon: Number | None = None,
) -> ModesCase:
    """A mixture of N(m, spread²) around two or more centres m, beside the law of a generator; without an ε, one that holds.

    Raises ValueError for centres that do not increase, a spread that is not positive, no samples, a generator that is not
    of the line or whose σ is not piecewise linear, and for a negative ε.
    """
    around, points = exact_row(centres), exact_row(samples)
    if len(around) < 2 or any(b <= a for a, b in pairwise(around)):
        raise ValueError(f"two or more centres in increasing order are needed, got {', '.join(map(str, around))}")
    if not points:
        raise ValueError("one or more samples are needed")
    if generated.size[0] != 1 or (generated.size[1] > 1 and not generated.activation.piecewise_linear):
        raise ValueError(f"a generator of the line with piecewise-linear σ is needed, got {generated!r}")
    given = None if epsilon is None else exact_number(epsilon)
    if given is not None and given < 0:
        raise ValueError(f"ε ≥ 0 is expected, got {given}")
    case = ModesCase(around, positive(spread, "the spread"), generated, points, given or Fraction(0))
    return case.within() if given is None else case
