"""Classes G of generators with P_real = P_g, g ∈ G, for which the main theorem's probability of failure is known exactly.

F := {log P_a − log P_b : a, b ∈ G}. Given the samples, d_F(P_samples, P_g) and J(P_real, P_g) have closed forms; the theorem
fails where some g ∈ G has d_F(P_samples, P_g) ≤ ε and yet J(P_real, P_g) > 2ε. Of finite classes there are several kinds, each
in a file of its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import ball
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.spelling import Spelled, makes
from lemmata.theory.transport.norms_of_gaussians import squared_norm_above, squared_norm_below

__all__ = ["FiniteClass", "Realisable", "Scales", "Shifts", "scales", "shifts_within"]

# Beyond this many coordinates of samples in all, balls of a χ² law take longer than a claim may.
_MOST = 10**9


class Realisable(Spelled, ABC):
    """A class of affine generators on R^d that holds P_real = N(0, I_d).

    Attributes:
        d: the dimension.
    """

    d: int

    @property
    @abstractmethod
    def parameters(self) -> int:
        """p, the number of parameters of g."""

    @abstractmethod
    def failure(self, N: int, epsilon: Fraction) -> arb:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε) for N i.i.d. samples."""


class FiniteClass(Spelled, ABC):
    """Finitely many laws, of which one is P_real; F = {log P_a − log P_b : a, b ∈ G}.

    Attributes:
        size: |G|.
    """

    size: int

    @property
    @abstractmethod
    def largest_log_ratio(self) -> arb | None:
        """K, the largest |log P_a − log P_b| that there is; None where it is infinite."""

    @abstractmethod
    def failure_of_jensen_shannon(self, N: int, epsilon: Fraction) -> arb:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and JS(P_real, P_g) > ε/2) for N i.i.d. samples."""

    @abstractmethod
    def failure_of_jeffreys(self, N: int, epsilon: Fraction) -> arb:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε) for N i.i.d. samples, or a ball that holds it."""


@dataclass(frozen=True)
class Shifts(Realisable):
    """G = {N(b, I_d) : ‖b‖ ≤ R}, all d coordinates of b free, and P_real at its centre.

    log P_a − log P_b = ⟨a − b, x⟩ + const, so d_F(P, Q) = 2R‖E_P x − E_Q x‖, and J(N(0, I), N(b, I)) = ‖b‖². The theorem
    fails where the ball of radius ρ = ε/(2R) around the mean x̄ of the samples reaches a b with 2ε < ‖b‖² ≤ R²:
    √(2ε) − ρ < ‖x̄‖ ≤ R + ρ if 2ε < R², and never otherwise. N‖x̄‖² is χ²_d.
    """

    d: int
    radius: Fraction

    @property
    def parameters(self) -> int:
        return self.d

    def failure(self, N: int, epsilon: Fraction) -> arb:
        if 2 * epsilon >= self.radius**2:
            return arb(0)
        # ρ < √(2ε)/2, since √(2ε) < R
        rho = ball(epsilon / (2 * self.radius))
        inner, outer = (2 * ball(epsilon)).sqrt() - rho, ball(self.radius) + rho
        return squared_norm_above(self.d, N * inner**2) - squared_norm_above(self.d, N * outer**2)


@dataclass(frozen=True)
class Scales(Realisable):
    """G = {N(0, vI_d) : a ≤ v ≤ b} with a ≤ 1 ≤ b, one parameter whatever d is. P_real is anywhere in it, as x ↦ cx shows.

    log P_v − log P_w = c‖x‖² + const with |c| ≤ C = ½(1/a − 1/b), so d_F(P, Q) = C·|E_P‖x‖² − E_Q‖x‖²|, and
    J(N(0, I), N(0, vI)) = d(v − 1)²/(2v), more than 2ε where v > u or v < 1/u, u + 1/u = 2 + 4ε/d. With M the mean of
    ‖x‖²/d over the samples and e = ε/(Cd) the theorem fails where [M − e, M + e] reaches (u, b] or [a, 1/u). NdM is χ²_{Nd}.

    As (u − 1)² = 4uε/d, b > u makes e < (u − 1)/2, and a < 1/u makes e < ½(1 − 1/u): the two events lie on either side of 1.
    """

    d: int
    least: Fraction
    most: Fraction

    @property
    def parameters(self) -> int:
        return 1

    def failure(self, N: int, epsilon: Fraction) -> arb:
        if N * self.d > _MOST:
            raise OutsideArithmetic(f"the exact law of {N} samples in R^{self.d} is out of reach")
        a, b, k = self.least, self.most, N * self.d
        eta = epsilon / self.d
        u = 1 + 2 * ball(eta) + 2 * ball(eta + eta * eta).sqrt()
        width = 2 * eta / (1 / a - 1 / b)
        e, found = ball(width), arb(0)
        # t + 1/t is more than u + 1/u where t > u or t < 1/u
        if b + 1 / b > 2 + 4 * eta:
            found += squared_norm_above(k, k * (u - e)) - squared_norm_above(k, k * ball(b + width))
        if a + 1 / a > 2 + 4 * eta:
            found += squared_norm_below(k, k * (1 / u + e))
            if a > width:
                found -= squared_norm_below(k, k * ball(a - width))
        return found


@makes(Shifts)
def shifts_within(radius: Number, *, d: int) -> Shifts:
    """N(b, I_d) with ‖b‖ ≤ radius. Raises ValueError for d < 1 and a radius that is not positive."""
    R = exact_number(radius)
    if d < 1 or R <= 0:
        raise ValueError(f"d ≥ 1 and a positive radius are needed, got d = {d}, radius {R}")
    return Shifts(d, R)


@makes(Scales)
def scales(least: Number, most: Number, *, d: int) -> Scales:
    """N(0, vI_d) with least ≤ v ≤ most. Raises ValueError for d < 1 and unless 0 < least ≤ 1 ≤ most and least < most."""
    a, b = exact_number(least), exact_number(most)
    if d < 1 or not 0 < a <= 1 <= b or a == b:
        raise ValueError(f"d ≥ 1 and variances from one up to 1 to one above it are needed, got d = {d}, {a} to {b}")
    return Scales(d, a, b)
