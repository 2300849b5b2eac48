"""Two generators of the line that differ in a region which samples hardly ever reach, and far in it: leaky ReLU, l = 2.

g_t(z) = s·σ(z − t) + t with σ = leaky ReLU of slope 1/s: g_t(z) = z for z ≤ t and t + s(z − t) beyond. P_real has t = a and the
other law t = b > a. On x ≤ a their densities agree, so that samples from z ≤ a do not tell them apart; beyond, r = log P_a −
log P_b is quadratic on (a, b) and on (b, ∞), and J = E_{P_a} r − E_{P_b} r may be as large as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import ball
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.densities.gaussian_pieces import Quadratic, mean
from lemmata.theory.densities.integration import standard_normal_cdf
from lemmata.theory.exact.spelling import makes
from lemmata.theory.generalisation.generator_classes import FiniteClass

__all__ = ["RareRegion", "rare_region"]


@dataclass(frozen=True)
class RareRegion(FiniteClass):
    """G = {P_a, P_b}, P_real = P_a; F = {r, −r, 0}."""

    a: Fraction
    b: Fraction
    stretch: Fraction
    size = 2

    @property
    def largest_log_ratio(self) -> None:
        """r grows like x²."""
        return

    def _log_density(self, t: Fraction, *, beyond: bool, at: Quadratic) -> Quadratic:
        """log P_t + ½ log 2π at x = at₀ + at₁z, below or beyond t, as a quadratic in z."""
        c, slope, _ = at
        if beyond:  # the latent point is t + (x − t)/s
            c, slope = ball(t) + (c - ball(t)) / ball(self.stretch), slope / ball(self.stretch)
        constant = -ball(self.stretch).log() if beyond else arb(0)
        return constant - c * c / 2, -c * slope, -slope * slope / 2

    def _mean_of_r(self, t: Fraction) -> arb:
        """E_{P_t} r, in closed form: x = g_t(z), which is z below t."""
        a, b, s = self.a, self.b, self.stretch
        # where x passes a and b
        at_a, at_b = ball(a), ball(a + (b - a) / s if t == a else b)
        nothing: Quadratic = (arb(0), arb(0), arb(0))
        pieces = [nothing]
        for above_b in (False, True):
            stretched = t == a or above_b
            x: Quadratic = (ball(t - s * t), ball(s), arb(0)) if stretched else (arb(0), arb(1), arb(0))
            mine = self._log_density(a, beyond=True, at=x)
            its = self._log_density(b, beyond=above_b, at=x)
            pieces.append((mine[0] - its[0], mine[1] - its[1], mine[2] - its[2]))
        return mean(pieces, [arb("-inf"), at_a, at_b, arb("inf")])

    @property
    def jeffreys(self) -> arb:
        """J(P_a, P_b)."""
        return self._mean_of_r(self.a) - self._mean_of_r(self.b)

    @property
    def kl_of_the_other(self) -> arb:
        """KL(P_b‖P_a), d_F(P_samples, P_b) where no sample is beyond a."""
        return -self._mean_of_r(self.b)

    def failure_of_jensen_shannon(self, N: int, epsilon: Fraction) -> arb:
        """0 where ln 2·P(Z > a) ≤ ε/2, since JS ≤ ln 2·TV. Raises OutsideArithmetic where it is not."""
        if arb(2).log() * (1 - standard_normal_cdf(ball(self.a))) <= ball(epsilon) / 2:
            return arb(0)
        raise OutsideArithmetic("how far apart the two laws are is known only where the region is rare enough")

    def failure_of_jeffreys(self, N: int, epsilon: Fraction) -> arb:
        """At least Φ(a)^N, that no sample is beyond a, where J > 2ε and KL(P_b‖P_a) ≤ ε: a ball from there to 1.

        Raises OutsideArithmetic elsewhere: no more than that is known.
        """
        if self.jeffreys > 2 * ball(epsilon) and self.kl_of_the_other <= ball(epsilon):
            return (standard_normal_cdf(ball(self.a)) ** N).union(arb(1))
        raise OutsideArithmetic("a failure is known only where J > 2ε and KL(P_b‖P_a) ≤ ε")


@makes(RareRegion)
def rare_region(a: Number, b: Number, *, stretch: Number = 100) -> RareRegion:
    """The two generators with their corners at a and b. Raises ValueError unless 0 < a < b and stretch > 1."""
    low, high, s = exact_number(a), exact_number(b), exact_number(stretch)
    if not 0 < low < high or s <= 1:
        raise ValueError(f"0 < a < b and stretch > 1 are needed, got a = {low}, b = {high}, stretch = {s}")
    return RareRegion(low, high, s)
