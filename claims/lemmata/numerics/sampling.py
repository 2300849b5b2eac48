"""Statistical decisions: an i.i.d. sampler of our own and intervals that hold at any size. Never Hypothesis examples."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

import numpy as np

from lemmata.late import torch
from lemmata.numerics.arithmetic import Arithmetic
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Comparison, Grade, Verdict

__all__ = ["ALPHA", "RESOLUTION", "Bernoulli", "BoundedMean", "Samples", "equal_masses", "rate_at_most"]

# The relative error of a beta quantile, with room: the tests find less than 10⁻¹¹ against balls. A dozen roundings in a
# row have less than 2⁻⁴⁸.
_QUANTILE = 2.0**-32
# The error probability that every statistical decision spends, whatever it decides.
ALPHA = 1e-10
# What a statistical *holds* means: two masses that may differ by this factor at most. Controls must lie further off.
RESOLUTION = 1.25


@dataclass(frozen=True)
class Samples(Arithmetic):
    """An i.i.d. sampler of n draws from one seed: numpy's, which uses every bit of it (torch's CPU generator takes 32)."""

    seed: int
    n: int
    stream: int = 0
    grade: ClassVar[Grade] = Grade.STATISTICAL

    @property
    def floats(self) -> Floats:
        return Floats()

    @cached_property
    def generator(self) -> np.random.Generator:
        return np.random.default_rng((self.seed, self.stream))

    def part(self, stream: int) -> Samples:
        """A sampler that is independent of the other parts, at its start: what it draws does not depend on what was drawn
        before. What draws from a part may be asked again, by one formula after the other."""
        return replace(self, stream=stream)

    def normal(self, *shape: int) -> torch.Tensor:
        """Independent N(0, 1)."""
        return torch.from_numpy(self.generator.standard_normal(shape))

    def uniform(self, *shape: int) -> torch.Tensor:
        """Independent uniforms on [0, 1)."""
        return torch.from_numpy(self.generator.random(shape))


@dataclass(frozen=True)
class Bernoulli:
    """n i.i.d. trials; ``surely`` succeeded and ``possibly`` may have (they differ by what rounding leaves open).

    ``escaped`` counts trials that no Bernoulli variable of this kind can show: each is a refutation by itself.
    """

    surely: int
    possibly: int
    n: int
    escaped: int = 0

    def interval(self, alpha: float) -> tuple[float, float]:
        """An interval that holds the success probability with probability ≥ 1 − alpha [Clopper & Pearson 1934].

        Its ends are quantiles of beta laws: P(X ≥ k) at success probability p is the distribution function at p of the
        beta law with parameters k, n − k + 1. scipy's binomtest looks for the same roots, to an absolute 2·10⁻¹² only.
        """
        high = math.nextafter(1 - self._below(self.n - self.possibly, alpha / 2), 2)
        return self._below(self.surely, alpha / 2), min(high, 1.0)

    def _below(self, successes: int, alpha: float) -> float:
        """A success probability at which so many successes or more have probability alpha, or one just below it."""
        from scipy.special import betaincinv  # half a second of import that only sampling needs

        quantile = betaincinv(successes, self.n - successes + 1, alpha) if successes else 0.0
        return float(quantile) * (1 - _QUANTILE)


@dataclass(frozen=True)
class BoundedMean:
    """The mean of n i.i.d. values in [0, top], n ≥ 2: it lies in [least, most], and their sample variance is ``variance`` or less.

    Where every value of a batch costs as much as a trial, this tells more than whether a point under ``top`` is hit: the
    variance of the values is never above that of such a trial, and far below it where the values are alike.
    ``escaped`` counts values that are surely below 0 or above ``top``; as in `Bernoulli`, each is a refutation by itself.
    """

    least: float
    most: float
    variance: float
    top: float
    n: int
    escaped: int = 0

    @classmethod
    def of(cls, values: Matrix, top: float) -> BoundedMean:
        """Of n rounded numbers (n, 1, 1), each cut off at 0 and at top: where nothing is known of one, it may be all of [0, top].

        Cutting off moves no two numbers apart, so that the radius stays. Σ(x − x̄)² ≤ Σ(x − c)² for every c.
        """
        assert isinstance(values, RoundedMatrix)
        n = len(values.mid)
        escaped = (values.mid + values.rad < 0) | (values.mid - values.rad > top)
        mid, rad = values.mid.nan_to_num(nan=0.0).clamp(0.0, top), values.rad.clamp(max=top)
        column = RoundedMatrix(mid.reshape(1, n, 1), rad.reshape(1, n, 1))
        least, most = _ends(column.total() / n)
        apart = column - column.constant((least + most) / 2)
        _, variance = _ends((apart * apart).total() / (n - 1))
        return cls(max(least, 0.0), min(most, top), variance, top, n, int(escaped.sum()))

    def interval(self, alpha: float) -> tuple[float, float]:
        """An interval that holds the expectation with probability ≥ 1 − alpha [Maurer & Pontil 2009, Theorem 4].

        The mean of n i.i.d. values in [0, 1] with sample variance V is below the expectation by at most
        √(2V ln(2/δ)/n) + 7 ln(2/δ)/(3(n − 1)), but for probability δ. Here δ = alpha/2, for the values and for 1 minus them.
        """
        spent = math.log(4 / alpha)
        width = math.sqrt(2 * self.variance * spent / self.n) + 7 * self.top * spent / (3 * (self.n - 1))
        width *= 1 + _QUANTILE
        low, high = math.nextafter(self.least - width, -math.inf), math.nextafter(self.most + width, math.inf)
        return max(low, 0.0), min(high, self.top)


def _ends(number: Matrix) -> tuple[float, float]:
    assert isinstance(number, RoundedMatrix)
    mid, rad = float(number.mid), float(number.rad)
    return math.nextafter(mid - rad, -math.inf), math.nextafter(mid + rad, math.inf)


def equal_masses(
    left: Bernoulli | BoundedMean, left_scale: float, right: Bernoulli | BoundedMean, right_scale: float
) -> Comparison:
    """left_scale · E(left) = right_scale · E(right)?

    Disjoint intervals refute. Overlap confirms only where both together leave no more than the factor RESOLUTION.
    """
    a, b = left.interval(ALPHA / 2), right.interval(ALPHA / 2)
    (a_low, a_high), (b_low, b_high) = [v * left_scale for v in a], [v * right_scale for v in b]
    words = f"mass in [{a_low:.6g}, {a_high:.6g}]", f"mass in [{b_low:.6g}, {b_high:.6g}]"
    if a_high < b_low or b_high < a_low:
        return Comparison(Verdict.REFUTED, *words, error_probability=ALPHA)
    low, high = min(a_low, b_low), max(a_high, b_high)
    if low > 0 and high <= RESOLUTION * low:
        return Comparison(Verdict.HOLDS, *words, error_probability=ALPHA)
    return Comparison(
        Verdict.UNDECIDED,
        *words,
        needs=f"more than {left.n} samples for a factor of {RESOLUTION}",
        error_probability=ALPHA,
    )


def rate_at_most(trials: Bernoulli, bound: Fraction) -> Comparison:
    """Is the success probability at most this bound?

    The limits of Clopper and Pearson, each at ALPHA. Only one of the two answers can be wrong, *refuted* where the
    probability is within the bound and *holds* where it is not, so a decision errs with probability ALPHA at most. As
    with masses, trials that escaped are counted by whoever lets them escape.
    """
    low, high = trials.interval(2 * ALPHA)
    counted = f"{trials.surely}" if trials.surely == trials.possibly else f"{trials.surely} to {trials.possibly}"
    words = f"{counted} of {trials.n}, a rate in [{low:.6g}, {high:.6g}],", f"{float(bound):.6g}"
    if high <= bound:
        # every rate is at most 1
        return Comparison(Verdict.HOLDS, *words, relation="≤", trivial=bound >= 1, error_probability=ALPHA)
    if low > bound:
        return Comparison(Verdict.REFUTED, *words, relation="≤", error_probability=ALPHA)
    needs = f"more than {trials.n} repetitions to tell this rate from {float(bound):.6g}"
    return Comparison(Verdict.UNDECIDED, *words, relation="≤", needs=needs, error_probability=ALPHA)
